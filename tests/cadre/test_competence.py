"""Charges and fundings: what passes from a body to another is two rows; agreements name who agrees."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.acteurs.actions import reunir_structures
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.queries.competence import competences_de, financeur_le
from deplie.socle.erreurs import RefusMetier
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db
ACI = "Ateliers et chantiers d'insertion"


@pytest.fixture
def acteur() -> Acteur:
    return Acteur.systeme(TerritoireFactory())


@pytest.fixture
def aci(acteur):
    return actions.declarer_competence(
        nature="FINANCEMENT", objet=ACI, organisation="Agglo d'essai", debut=date(2015, 1, 1), par=acteur
    )


def passer(aci, par, organisation="Département d'essai", le=date(2022, 1, 1), **dits):
    return actions.passer_competence(competence=aci, organisation=organisation, le=le, par=par, **dits)


def test_a_funding_passes_from_a_body_to_another(acteur, aci):
    passer(aci, acteur, fin=date(2026, 12, 31))
    assert aci.fin == date(2021, 12, 31)
    qui = {annee: financeur_le(acteur.territoire, ACI, date(annee, 7, 1)) for annee in (2014, 2021, 2022, 2026, 2027)}
    assert [str(lue.organisation) if lue else "" for lue in qui.values()] == [
        "", "Agglo d'essai", "Département d'essai", "Département d'essai", "",
    ]  # fmt: skip
    lues = competences_de(acteur.territoire, date(2023, 1, 1))
    assert [(str(lue.competence.organisation), lue.en_cours, lue.suivante is not None) for lue in lues] == [
        ("Agglo d'essai", False, True),
        ("Département d'essai", True, False),
    ]


def test_it_passes_once_to_another_body_and_leaves_no_gap(acteur, aci):
    with pytest.raises(RefusMetier, match="en a déjà la charge"):
        passer(aci, acteur, organisation="AGGLO d'essai")
    with pytest.raises(RefusMetier, match="doit suivre le début"):
        passer(aci, acteur, le=date(2015, 1, 1))
    passer(aci, acteur)
    with pytest.raises(RefusMetier, match="déjà passé à Département d'essai"):
        passer(aci, acteur, organisation="Région d'essai", le=date(2023, 1, 1))


def test_a_gap_is_refused(acteur):
    bornee = actions.declarer_competence(objet="Mobilité", organisation="A", fin=date(2020, 12, 31), par=acteur)
    with pytest.raises(RefusMetier, match="laisserait un vide"):
        passer(bornee, acteur, le=date(2021, 6, 1))


def test_a_correction_never_meets_the_next_holder(acteur, aci):
    suite = passer(aci, acteur)
    with pytest.raises(RefusMetier, match="prend la suite"):
        actions.modifier_competence(competence=aci, valeurs={"fin": date(2022, 3, 1)}, par=acteur)
    with pytest.raises(RefusMetier, match="le début doit suivre"):
        actions.modifier_competence(competence=suite, valeurs={"debut": date(2021, 6, 1)}, par=acteur)
    with pytest.raises(RefusMetier, match="précède le début"):
        actions.modifier_competence(competence=suite, valeurs={"fin": date(2021, 6, 1)}, par=acteur)


def test_a_body_named_twice_is_one(acteur, aci):
    actions.declarer_competence(objet="Mobilité", organisation="AGGLO D’ESSAI", par=acteur)
    assert Organisation.objects.filter(territoire=acteur.territoire).count() == 1


def test_a_name_that_was_joined_to_another_names_the_one_that_is_kept(acteur, aci):
    autre = actions.declarer_competence(objet="Mobilité", organisation="CA d'essai", par=acteur).organisation
    reunir_structures(gardee=aci.organisation, absorbee=autre, par=acteur)
    lue = actions.declarer_competence(objet="Santé", organisation="CA d'essai", par=acteur)
    assert lue.organisation == aci.organisation


def test_another_territory_s_charge_is_not_written_from_here(aci):
    with pytest.raises(RefusMetier, match="autre territoire"):
        passer(aci, Acteur.systeme(TerritoireFactory()))


def test_an_agreement_names_who_agrees(acteur, aci):
    with pytest.raises(RefusMetier, match="au moins un organisme"):
        actions.noter_accord(
            nature="CONVENTION", objet="Rien", adopte_le=date(2020, 1, 1), organisations=[" "], par=acteur
        )
    accord = actions.noter_accord(
        nature="DELIBERATION",
        objet="Intérêt territorial",
        adopte_le=date(2017, 12, 13),
        competence=aci,
        organisations=["Agglo d'essai", "Agglo d'essai "],
        par=acteur,
    )
    assert accord.organisations.count() == 1
    assert competences_de(acteur.territoire, date(2020, 1, 1))[0].accords == (accord,)
