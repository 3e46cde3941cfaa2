"""European money: two plans share an intermediate body, and an envelope is read on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.models import Enveloppe
from deplie.cadre.queries.subvention import (
    organismes_de,
    subvention_lisible_ou_404,
    subvention_lue,
    subvention_ou_404,
    subventions_de,
)
from deplie.cadre.rules.enveloppe import LigneEnveloppe, enveloppe_le
from deplie.cadre.rules.programmation import FSE_PLUS_2021_2027, programmations_du
from deplie.socle.erreurs import RefusMetier
from tests.factories import TerritoireFactory

JOUR = date(2022, 6, 1)
LIGNES = st.lists(
    st.builds(
        LigneEnveloppe,
        annee=st.integers(2022, 2024),
        axe=st.sampled_from(["Priorité 1", "Assistance technique"]),
        objectif_specifique=st.sampled_from(["h", "l", ""]),
        montant=st.decimals(0, 10_000_000, places=2),
        date_effet=st.dates(date(2022, 1, 1), date(2024, 12, 31)),
        rang=st.integers(0, 50),
    ),
    max_size=12,
)


@given(LIGNES, st.dates(date(2021, 1, 1), date(2025, 12, 31)))
def test_every_total_is_the_sum_of_its_lines(lignes, jour):
    lue = enveloppe_le(lignes, jour)
    assert lue.total == sum(lue.par_annee().values()) == sum(lue.par_axe().values())
    assert lue.total == sum(lue.montant(*cle) for cle in {ligne.cle for ligne in lignes})


@given(LIGNES, st.dates(date(2022, 1, 1), date(2024, 12, 31)))
def test_what_takes_effect_later_changes_nothing_before(lignes, jour):
    assert enveloppe_le(lignes, jour) == enveloppe_le([x for x in lignes if x.date_effet <= jour], jour)


def test_two_programming_periods_overlap_and_say_so():
    assert [p.nom for p in programmations_du(date(2022, 1, 1))] == ["FSE 2014-2020", "FSE+ 2021-2027"]
    assert programmations_du(date(2029, 12, 31)) == [FSE_PLUS_2021_2027]
    assert programmations_du(date(2030, 1, 1)) == []


@pytest.fixture
def acteur(db) -> Acteur:
    return Acteur.systeme(TerritoireFactory(code="ROCHELLE"))


@pytest.fixture
def subvention(acteur):
    oi = actions.declarer_oi(organisation="Agglo d'essai", nom="Pivot", pivot=True, par=acteur)
    return actions.enregistrer_subvention(
        organisme_intermediaire=oi,
        programmation="FSE_PLUS_2021_2027",
        numero="SG-1",
        debut=date(2022, 1, 1),
        fin=date(2026, 12, 31),
        par=acteur,
    )


def fixer(subvention, montant, par, **dits):
    dits = {"annee": 2023, "axe": "Priorité 1", "objectif_specifique": "h"} | dits
    return actions.fixer_enveloppe(subvention=subvention, montant=Decimal(montant), par=par, **dits)


def total(subvention, acteur, jour):
    return subvention_lue(subvention_ou_404(acteur.territoire, subvention.pk), jour).enveloppes.total


def test_an_avenant_changes_an_amount_from_its_day_and_the_former_stays(acteur, subvention):
    fixer(subvention, "100000.00", acteur)
    avenant = actions.ajouter_avenant_subvention(
        subvention=subvention, objet="Abondement", effet_le=date(2023, 1, 1), par=acteur
    )
    fixer(subvention, "120000.10", acteur, avenant=avenant)
    assert total(subvention, acteur, date(2022, 12, 31)) == Decimal("100000.00")
    assert total(subvention, acteur, date(2023, 1, 1)) == Decimal("120000.10")
    fixer(subvention, "110000.00", acteur)
    assert Enveloppe.objects.count() == 2, "the same date of effect is corrected in place"
    assert total(subvention, acteur, JOUR) == Decimal("110000.00")


@pytest.mark.parametrize(
    ("montant", "dits", "phrase"),
    [
        ("-0.01", {}, "positif"),
        ("1000000000000.00", {}, "positif"),
        ("1", {"annee": 2031}, "hors de la subvention"),
        ("1", {"axe": " "}, "axe"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(acteur, subvention, montant, dits, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        fixer(subvention, montant, acteur, **dits)


def test_a_subvention_stays_within_its_programming_period(acteur, subvention):
    with pytest.raises(RefusMetier, match="FSE\\+ 2021-2027"):
        actions.modifier_subvention(subvention=subvention, valeurs={"fin": date(2030, 1, 1)}, par=acteur)
    with pytest.raises(RefusMetier, match="éligible"):
        actions.ajouter_avenant_subvention(
            subvention=subvention, objet="Trop loin", effet_le=JOUR, prolonge_au=date(2030, 1, 1), par=acteur
        )
    with pytest.raises(RefusMetier, match="court déjà"):
        actions.ajouter_avenant_subvention(
            subvention=subvention, objet="Recul", effet_le=JOUR, prolonge_au=date(2025, 1, 1), par=acteur
        )


def test_a_number_is_taken_once(acteur, subvention):
    with pytest.raises(RefusMetier, match="déjà une subvention globale"):
        actions.enregistrer_subvention(
            organisme_intermediaire=subvention.organisme,
            programmation="FSE_PLUS_2021_2027",
            numero=" SG-1 ",
            debut=JOUR,
            fin=JOUR,
            par=acteur,
        )


def test_a_partner_reads_amounts_and_changes_nothing(acteur, subvention):
    partenaire, etranger = TerritoireFactory(code="ROCHEFORT"), TerritoireFactory()
    actions.rattacher_plan(
        organisme_intermediaire=subvention.organisme,
        organisation="Agglo voisine",
        debut=JOUR,
        code_territoire="rochefort",
        par=acteur,
    )
    assert subvention_lisible_ou_404(partenaire, subvention.pk) == subvention
    assert [lu.ailleurs for lu in organismes_de(partenaire, JOUR)] == [True]
    assert list(subventions_de(partenaire)) == [subvention]
    with pytest.raises(Http404):
        subvention_ou_404(partenaire, subvention.pk)
    with pytest.raises(RefusMetier, match="autre territoire"):
        fixer(subvention, "1", Acteur.systeme(partenaire))
    with pytest.raises(Http404):
        subvention_lisible_ou_404(etranger, subvention.pk)


def test_linking_another_territory_asks_for_a_role_there_and_tells_nothing(distribution):
    qui = distribution.animatrice
    oi = actions.declarer_oi(organisation="Agglo d'essai", nom="Pivot", par=qui)
    phrases = set()
    for code in (distribution.voisin.code, "NULLEPART"):
        with pytest.raises(RefusMetier) as refus:
            actions.rattacher_plan(
                organisme_intermediaire=oi, organisation="Voisine", debut=JOUR, code_territoire=code, par=qui
            )
        phrases.add(refus.value.message.replace(code, ""))
    assert len(phrases) == 1
