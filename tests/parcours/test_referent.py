"""Who follows a parcours, from when to when: dated changes, and the field of the participation is today's truth."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import ChangementReferent
from deplie.parcours.queries.personne import suivis
from deplie.parcours.queries.referent import periodes_des
from deplie.parcours.rules.referent import Changement, periodes
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.parcours import fabrique as f

ENTREE, MARS, JUIN = date(2021, 1, 4), date(2021, 3, 1), date(2021, 6, 1)
JOUR = date(2021, 6, 30)


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def equipe(lieu):
    return [f.acteur(lieu, "referent_parcours", prenom=prenom).agent for prenom in ("Loïc", "Maya", "Noé")]


@pytest.fixture
def suivie(lieu, equipe):
    return f.participation(lieu, entree=ENTREE, referent=equipe[0])


def changer(suivie, referent, le, par, raison="Départ"):
    return actions.changer_referent(participation=suivie, referent=referent, le=le, raison=raison, par=par)


def lues(ines, suivie):
    [(_, trouvees)] = periodes_des(suivis(ines, suivie.personne, JOUR))
    return [(lue.qui, lue.quand) for lue in trouvees]


def test_a_change_is_dated_and_the_field_is_the_truth_of_today(ines, equipe, suivie):
    loic, maya, noe = equipe
    avant = generations.lire("OUEST")["sejour"]
    changer(suivie, maya, MARS, ines)
    changer(suivie, noe, JUIN, ines)
    suivie.refresh_from_db()
    assert suivie.referent == noe
    assert lues(ines, suivie) == [
        (str(noe), "depuis le 01/06/2021"),
        (str(maya), "du 01/03/2021 au 01/06/2021"),
        (str(loic), "du 04/01/2021 au 01/03/2021"),
    ]
    assert generations.lire("OUEST")["sejour"] > avant
    ligne = Journal.objects.filter(verbe="changer de référent").latest("pk")
    assert ligne.detail == {"de": maya.pk, "vers": noe.pk, "le": "2021-06-01"}


def test_without_a_change_the_référent_follows_since_the_entry(ines, equipe, suivie):
    assert lues(ines, suivie) == [(str(equipe[0]), "depuis le 04/01/2021")]


def test_changed_again_the_same_day_it_is_corrected_or_goes(ines, equipe, suivie):
    loic, maya, noe = equipe
    changer(suivie, maya, MARS, ines)
    changer(suivie, noe, MARS, ines, "Erreur de saisie")
    assert ChangementReferent.objects.get().nouveau == noe
    assert changer(suivie, loic, MARS, ines) is None
    assert lues(ines, suivie) == [(str(loic), "depuis le 04/01/2021")]


def test_a_parcours_may_be_left_to_nobody_then_taken_up(ines, equipe, suivie):
    changer(suivie, None, MARS, ines)
    suivie.refresh_from_db()
    assert suivie.referent is None
    changer(suivie, equipe[1], JUIN, ines)
    assert [qui for qui, _ in lues(ines, suivie)] == [str(equipe[1]), "Personne", str(equipe[0])]


def test_a_référent_whom_a_file_named_has_no_date(ines, equipe, suivie):
    changer(suivie, equipe[1], MARS, ines)
    suivie.referent = equipe[2]
    suivie.save()
    assert lues(ines, suivie)[0] == (str(equipe[2]), "désigné par un fichier, sans date")


def test_what_cannot_be_is_refused(lieu, ailleurs, ines, equipe, suivie):
    etrangere = f.acteur(ailleurs, "referent_parcours").agent
    for referent, le, phrase in (
        (equipe[0], MARS, "suit déjà"),
        (etrangere, MARS, "autre territoire"),
        (equipe[1], JOUR + timedelta(days=1), "avenir"),
        (equipe[1], ENTREE - timedelta(days=1), "précède l'entrée"),
    ):
        with pytest.raises(RefusMetier, match=phrase):
            changer(suivie, referent, le, ines)
    changer(suivie, equipe[1], JUIN, ines)
    with pytest.raises(RefusMetier, match="Un autre changement est noté"):
        changer(suivie, equipe[2], MARS, ines)
    annulee = f.participation(lieu, entree=ENTREE, date_sortie=MARS, motif_sortie="A_DOUBLON", referent=None)
    with pytest.raises(RefusMetier, match="annulée"):
        changer(annulee, equipe[1], MARS, ines)


def test_the_form_designates_and_the_history_shows(client, ines, equipe, suivie):
    client.force_login(ines.compte)
    adresse = reverse("parcours:referent", args=["OUEST", suivie.pk])
    refus = client.post(adresse, {"referent": equipe[1].pk, "le": "01/01/2020", "raison": "Départ"})
    assert "précède l&#x27;entrée" in refus.content.decode()
    assert client.post(adresse, {"referent": equipe[1].pk, "le": "01/03/2021", "raison": "Départ"}).status_code == 302
    page = client.get(reverse("parcours:personne", args=["OUEST", suivie.personne_id]), {"onglet": "historique"})
    assert "depuis le 01/03/2021 : Départ" in page.content.decode()


def test_who_sees_by_structure_does_not_leave_somebody_to_nobody(client, lieu, suivie, equipe):
    structure = f.organisation(lieu, "Nord")
    loic = f.acteur(lieu, "referent_parcours", structure=structure)
    suivie.referent = loic.agent
    suivie.save()
    client.force_login(loic.compte)
    page = client.post(reverse("parcours:referent", args=["OUEST", suivie.pk]), {"referent": "", "le": "01/03/2021"})
    assert "referent" in page.context["formulaire"].errors


agents = st.one_of(st.none(), st.integers(1, 4))


@given(st.lists(st.tuples(st.integers(0, 300), agents, agents), max_size=6, unique_by=lambda c: c[0]), agents)
def test_periods_never_overlap_and_end_with_today(tires, present):
    changements = [Changement(ENTREE + timedelta(days=n), a, b) for n, a, b in sorted(tires)]
    trouvees = periodes(ENTREE, present, changements)
    assert trouvees[-1].referent == present
    datees = [p for p in trouvees if p.debut and p.fin]
    for une, suivante in pairwise(datees):
        assert une.fin <= suivante.debut
