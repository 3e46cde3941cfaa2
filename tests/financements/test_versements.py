"""Advance, instalments, balance: never more than the convention."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.plan import Taux
from deplie.financements.rules.versements import (
    REVERSER,
    RIEN,
    VERSER,
    Paiement,
    acompte,
    aide_due,
    avance,
    refus_de_verser,
    solder,
)

D = Decimal
AIDE = D("60000.00")
TAUX = Taux(AIDE, D("100000.00"))
MONTANTS = st.decimals(0, 10**7, places=2)


def lisible(phrase: str) -> str:
    return phrase.replace("\u202f", " ").replace("\u00a0", " ")


def test_le_solde_verse_ce_qui_manque() -> None:
    solde = solder(D("95000.00"), TAUX, AIDE, [Paiement("AVANCE", D(30_000))])
    assert (solde.sens, solde.montant, solde.du, solde.verse) == (VERSER, 27_000, 57_000, 30_000)
    assert lisible(solde.phrase) == (
        "95 000,00 € retenus × 60 % (60 000,00 € sur 100 000,00 €), dans la limite de 60 000,00 € : 57 000,00 € dus, "
        "30 000,00 € déjà versés. Solde à verser : 27 000,00 €."
    )


def test_un_solde_negatif_est_un_ordre_de_reversement() -> None:
    solde = solder(D(40_000), TAUX, AIDE, [Paiement("AVANCE", D(30_000))])
    assert (solde.sens, solde.montant) == (REVERSER, 6_000)
    assert "Ordre de reversement" in solde.phrase


def test_rien_a_verser() -> None:
    assert solder(D(50_000), TAUX, AIDE, [Paiement("AVANCE", D(30_000))]).sens == RIEN
    assert solder(D(0), Taux(D(0), D(0)), AIDE, []).sens == RIEN


def test_jamais_plus_que_la_convention() -> None:
    assert solder(D(500_000), TAUX, AIDE, []).du == AIDE


def test_jamais_plus_que_ce_que_laissent_les_autres_ressources() -> None:
    """60 000 € are due at the rate, and the other funders have already brought 50 000 of 100 000 €."""
    solde = solder(D(100_000), TAUX, AIDE, [], autres=D(50_000))
    assert solde.du == 50_000
    assert "de ce que laissent les autres ressources" in solde.phrase
    assert aide_due(D(10), TAUX, AIDE, autres=D(20)) == 0


def test_une_avance_et_des_acomptes() -> None:
    assert avance(AIDE, D(30)) == 18_000
    assert avance(D("0.05"), D(30)) == D("0.01")
    payes = [Paiement("AVANCE", D(18_000))]
    assert acompte(D(50_000), TAUX, AIDE, payes) == 12_000
    assert acompte(D(90_000), TAUX, AIDE, payes, part_max=D(80)) == 30_000
    assert acompte(D(10_000), TAUX, AIDE, payes) == 0
    with pytest.raises(ValueError, match="between"):
        avance(AIDE, D(101))


def test_un_versement_qui_depasse_la_convention_est_refuse() -> None:
    payes = [Paiement("AVANCE", D(30_000))]
    assert refus_de_verser("ACOMPTE", D(30_000), AIDE, payes) == ""
    assert "il reste 30 000,00 €" in lisible(refus_de_verser("ACOMPTE", D("30000.01"), AIDE, payes))
    assert "négatif" in refus_de_verser("ACOMPTE", D(-1), AIDE, payes)
    assert "nul" in refus_de_verser("ACOMPTE", D(0), AIDE, payes)
    assert "Choisissez" in refus_de_verser("PRIME", D(1), AIDE, payes)
    assert "déjà versé" in refus_de_verser("ACOMPTE", D(1), AIDE, [*payes, Paiement("SOLDE", D(1))])


@settings(deadline=None)
@given(MONTANTS, MONTANTS, st.decimals("0.01", 10**7, places=2), st.lists(MONTANTS, max_size=4), MONTANTS)
def test_verse_et_solde_font_ce_qui_est_du(retenu, aide, cout, payes, autres) -> None:
    aide = min(aide, cout)
    paiements = [Paiement("ACOMPTE", montant) for montant in payes]
    solde = solder(retenu, Taux(aide, cout), aide, paiements, autres)
    signe = {VERSER: 1, REVERSER: -1, RIEN: 0}[solde.sens]
    assert sum(payes, D(0)) + signe * solde.montant == solde.du
    assert 0 <= solde.du <= aide
    assert solde.du <= Fraction(retenu) * Fraction(aide) / Fraction(cout) + Fraction(1, 200)
    assert solde.montant >= 0
    assert acompte(retenu, Taux(aide, cout), aide, paiements) + sum(payes, D(0)) <= max(aide, sum(payes, D(0)))
