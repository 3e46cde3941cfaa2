"""The demonstration's calls: what the sources say of them holds, and their sums stay within the envelope."""

from __future__ import annotations

import pytest
from django.utils import timezone
from stdnum.fr import siret

from deplie.acteurs.actions import creer_distribution_demo
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.financements.models import Appel, Operation
from deplie.financements.queries.depot import plan_de
from deplie.financements.queries.dossier import classement
from deplie.financements.queries.subventions import subventions
from deplie.financements.rules.selection import DANS_L_ENVELOPPE
from deplie.site.demonstration.appels import appeler
from deplie.site.demonstration.calendrier import annee_courante
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.declaration import CODES, declaration
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db


def monter(code):
    lieu = TerritoireFactory(code=code, demonstration=True)
    creer_distribution_demo(territoire=lieu, par=Acteur.systeme(lieu))
    for _ in range(2):
        appeler(declaration(code), Acteur.systeme(lieu))
    return lieu


def test_la_rochelle_s_committee_selects_fourteen_operations_of_twenty():
    lieu = monter("LAROCHELLE")
    operations = Operation.objects.filter(territoire=lieu, appel__code="AAP-2021")
    assert (operations.count(), operations.retenues().count()) == (20, 14)


def test_the_ess_fund_has_a_call_a_year_since_2016_and_about_twenty_holders():
    lieu = monter("GPSEA")
    assert [a.code for a in Appel.objects.filter(territoire=lieu).order_by("code")] == [
        f"ESS-{annee}" for annee in range(2016, annee_courante(timezone.localdate()) + 1)
    ]
    retenues = Operation.objects.filter(territoire=lieu).retenues()
    assert retenues.values("porteur").distinct().count() == 20


@pytest.mark.parametrize("code", CODES)
def test_nothing_passes_its_envelope_and_plans_balance(code):
    for appel in Appel.objects.filter(territoire=monter(code)):
        retenues = list(appel.operations.retenues())
        assert 0 < sum(o.montant_programme for o in retenues) <= appel.enveloppe
        assert all(plan_de(o).ecart == 0 for o in appel.operations.all())


@pytest.mark.parametrize("code", CODES)
def test_marks_rank_applications_as_the_committee_decided(code):
    """The ranking and the decisions say the same thing: who is within the envelope, who waits, who is refused."""
    lieu = monter(code)
    coordination = en_role(Acteur.systeme(lieu), "animateur_coordonnateur")
    for appel in Appel.objects.filter(territoire=lieu):
        lignes = classement(coordination, appel).lignes
        assert [place.rang for place, _ in lignes] == list(range(1, appel.operations.count() + 1))
        for place, operation in lignes:
            assert (place.issue == DANS_L_ENVELOPPE) == (operation.statut == "PROGRAMMEE")
            assert operation.lectures.filter(rendue_le__isnull=False).count() == 2
        motifs = [une.motif for _, o in lignes for une in o.evenements.all() if une.vers == "REJETEE"]
        assert all(motifs)


def test_some_wait_some_are_refused_and_the_last_list_still_waits():
    lieu = monter("LAROCHELLE")
    faits = Operation.objects.filter(territoire=lieu, appel__code="AAP-2021").values_list("evenements__acte", flat=True)
    assert (list(faits).count("mettre_en_attente"), list(faits).count("rejeter")) == (2, 6)
    assert Operation.objects.filter(territoire=lieu, statut="LISTE_ATTENTE").values("appel").distinct().count() == 1


@pytest.mark.parametrize("code", CODES)
def test_every_grant_chosen_may_be_published(code):
    """Invented numbers, plainly so, that follow the rule of a SIRET: no two bodies share one."""
    lieu = monter(code)
    lues = subventions(lieu)
    assert lues
    assert not any(une.fautes for une in lues)
    numeros = list(Organisation.objects.filter(territoire=lieu).exclude(siret="").values_list("siret", flat=True))
    assert len(set(numeros)) == len(numeros)
    assert all(siret.is_valid(numero) and numero.startswith("000") for numero in numeros)
