"""Nobody waits for ever, and whoever must act is told in time, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours import actions
from deplie.site.delais import tenir_les_delais
from deplie.socle.models import Journal
from tests.factories import PrescriptionFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lieu():
    return f.territoire()


def qui_expire(lieu, dans, **champs):
    jour = timezone.localdate()
    le = jour + timedelta(days=dans - actions.prescription.JOURS_D_ATTENTE)
    dates = {"le": le, "statut_le": le, "expire_le": jour + timedelta(days=dans)}
    return PrescriptionFactory(personne=f.personne(lieu), **dates | champs)


def test_whoever_must_act_is_told_once(lieu, mailoutbox):
    coordination = f.acteur(lieu, "animateur_coordonnateur")
    referent = f.acteur(lieu, "referent_parcours")
    proche, suivie = qui_expire(lieu, 14), qui_expire(lieu, 3, referent=referent.agent)
    lointaine, presentee = qui_expire(lieu, 15), qui_expire(lieu, 3, statut="EN_COMMISSION")
    for _ in range(2):
        tenir_les_delais()
    assert sorted(tuple(lettre.to) for lettre in mailoutbox) == sorted(
        [(coordination.agent.courriel,), (referent.agent.courriel,)]
    )
    for prescription in (proche, suivie, lointaine, presentee):
        prescription.refresh_from_db()
    assert [p.relancee_le is not None for p in (proche, suivie, lointaine, presentee)] == [True, True, False, False]
    assert Journal.objects.filter(verbe="relancer une prescription").count() == 2


def test_the_letter_names_nobody_and_opens_the_page(lieu, mailoutbox):
    f.acteur(lieu, "directeur_plie")
    f.acteur(lieu, "animateur_coordonnateur")
    prescription = qui_expire(lieu, 5)
    actions.relancer(par=Acteur.systeme(lieu), jour=timezone.localdate())
    lettre = mailoutbox[0]
    assert lettre.subject == "[Déplie] Une prescription attend une réponse"
    assert f"/OUEST/prescriptions/{prescription.pk}/" in lettre.body
    assert prescription.personne.nom not in lettre.body
    assert "\n\n\n" not in lettre.body


def test_two_days_of_delay_are_one_letter_each(lieu, mailoutbox):
    """The setting of the territory says how long before."""
    ines = f.acteur(lieu, "animateur_coordonnateur")
    lieu.reglages.create(cle="jours_avant_relance", valeur=2)
    qui_expire(lieu, 2)
    qui_expire(lieu, 3)
    actions.relancer(par=Acteur.systeme(lieu), jour=timezone.localdate())
    assert [lettre.to for lettre in mailoutbox] == [[ines.agent.courriel]]


def test_the_hour_ends_what_nobody_answered(lieu):
    prescription = qui_expire(lieu, -1)
    tenir_les_delais()
    prescription.refresh_from_db()
    assert (prescription.statut, prescription.raison) == ("ANNULE", "Sans réponse dans le délai.")
