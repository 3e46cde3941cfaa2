"""Two rates compared: the intervals are those of the literature, and the sentence says no more than they do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.mesure.nombres import arrondi
from deplie.pilotage.rules.newcombe import (
    Z_95,
    Comparaison,
    Conclusion,
    Intervalle,
    Proportion,
    TauxNu,
    comparer,
    newcombe,
    racine,
    wilson,
)
from deplie.socle.erreurs import RefusMetier


def proportions() -> st.SearchStrategy[Proportion]:
    return st.integers(1, 400).flatmap(lambda n: st.integers(0, n).map(lambda x: Proportion(x, n)))


def imprime(intervalle: Intervalle) -> tuple[str, str]:
    return str(arrondi(intervalle.bas, 4)), str(arrondi(intervalle.haut, 4))


# Newcombe 1998 (Statistics in Medicine 17:873-890), Table II, method 10 at 95 %: its eight contrasts, (a) to (h).
@pytest.mark.parametrize(
    ("a", "m", "b", "n", "bas", "haut"),
    [
        (56, 70, 48, 80, "0.0524", "0.3339"),
        (9, 10, 3, 10, "0.1705", "0.8090"),
        (6, 7, 2, 7, "0.0582", "0.8062"),
        (5, 56, 0, 29, "-0.0381", "0.1926"),
        (0, 10, 0, 20, "-0.1611", "0.2775"),
        (0, 10, 0, 10, "-0.2775", "0.2775"),
        (10, 10, 0, 20, "0.6791", "1.0000"),
        (10, 10, 0, 10, "0.6075", "1.0000"),
    ],
)  # fmt: skip
def test_les_exemples_de_newcombe(a: int, m: int, b: int, n: int, bas: str, haut: str) -> None:
    assert imprime(newcombe(Proportion(a, m), Proportion(b, n))) == (bas, haut)


def lent(x: int, n: int) -> tuple[float, float]:
    """Wilson's bounds by their definition: the rates p at z standard errors *of p* from x/n, by bisection."""
    z, vu = 1.959963984540054, x / n

    def borne(bas: float, haut: float) -> float:
        dedans, dehors = vu, bas if bas < vu else haut
        if dehors == vu or abs(vu - dehors) <= z * sqrt(dehors * (1 - dehors) / n):
            return dehors
        for _ in range(200):
            milieu = (dedans + dehors) / 2
            if abs(vu - milieu) <= z * sqrt(milieu * (1 - milieu) / n):
                dedans = milieu
            else:
                dehors = milieu
        return dedans

    return borne(0.0, vu), borne(vu, 1.0)


@given(proportions())
def test_wilson_est_ce_que_sa_definition_en_dit(proportion: Proportion) -> None:
    intervalle = wilson(proportion)
    bas, haut = lent(proportion.reussites, proportion.effectif)
    assert abs(float(intervalle.bas) - bas) < 1e-9
    assert abs(float(intervalle.haut) - haut) < 1e-9
    assert intervalle.contient(proportion.part)


@given(proportions(), proportions())
def test_newcombe_est_la_formule_lente(une: Proportion, autre: Proportion) -> None:
    (l1, u1), (l2, u2) = lent(une.reussites, une.effectif), lent(autre.reussites, autre.effectif)
    p1, p2 = float(une.part), float(autre.part)
    intervalle = newcombe(une, autre)
    assert abs(float(intervalle.bas) - (p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2))) < 1e-8
    assert abs(float(intervalle.haut) - (p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2))) < 1e-8


@given(proportions(), proportions())
def test_qui_compare_dans_l_autre_sens_lit_l_oppose(une: Proportion, autre: Proportion) -> None:
    aller, retour = newcombe(une, autre), newcombe(autre, une)
    assert (aller.bas, aller.haut) == (-retour.haut, -retour.bas)
    assert -1 <= aller.bas <= une.part - autre.part <= aller.haut <= 1


@given(proportions(), st.integers(2, 20))
def test_plus_de_personnes_resserrent_l_intervalle(proportion: Proportion, fois: int) -> None:
    large = wilson(proportion)
    etroit = wilson(Proportion(proportion.reussites * fois, proportion.effectif * fois))
    assert etroit.haut - etroit.bas < large.haut - large.bas


def test_la_racine_est_exacte_ou_elle_l_est() -> None:
    assert racine(Fraction(9, 16)) == Fraction(3, 4)
    assert abs(racine(Fraction(2)) ** 2 - 2) < Fraction(1, 10**38)
    assert abs(float(Z_95) - 1.959963984540054) < 1e-15


def dit(comparaison: Comparaison) -> str:
    return comparaison.phrase.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def test_un_ecart_que_le_hasard_explique() -> None:
    comparaison = comparer(Proportion(157, 334), Proportion(58, 120))
    assert comparaison.conclusion is Conclusion.NON_SIGNIFICATIF
    assert dit(comparaison) == (
        "écart non significatif : 47 % contre 48 % sur 334 et 120 personnes "
        "(- 1,3 point, intervalle à 95 % : de - 11,6 à + 8,9 points)"
    )


def test_un_ecart_que_le_hasard_n_explique_pas() -> None:
    comparaison = comparer(Proportion(56, 70), Proportion(48, 80))
    assert comparaison.conclusion is Conclusion.SIGNIFICATIF
    assert dit(comparaison) == (
        "écart significatif : 80 % contre 60 % sur 70 et 80 personnes "
        "(+ 20,0 points, intervalle à 95 % : de + 5,2 à + 33,4 points)"
    )


def test_un_taux_sans_effectif_ne_conclut_rien() -> None:
    comparaison = comparer(TauxNu(Decimal("47")), TauxNu(Decimal("48.5")))
    assert (comparaison.conclusion, comparaison.intervalle) == (Conclusion.SANS_EFFECTIF, None)
    assert dit(comparaison) == "sans effectif, aucune conclusion : 47 % contre 48,5 %"
    assert comparer(Proportion(3, 9), TauxNu(Decimal("48"))).conclusion is Conclusion.SANS_EFFECTIF


def test_trop_peu_de_personnes_ne_se_comparent_pas() -> None:
    comparaison = comparer(Proportion(4, 8), Proportion(58, 120))
    assert (comparaison.conclusion, comparaison.ecart) == (Conclusion.TROP_PETIT, None)
    assert dit(comparaison) == (
        "effectif trop petit pour comparer (moins de 10 personnes) : 50 % contre 48 % sur 8 et 120 personnes"
    )


@pytest.mark.parametrize(("reussites", "effectif"), [(1, 0), (0, 0), (3, 2), (-1, 4)])
def test_ce_qui_n_est_pas_une_part(reussites: int, effectif: int) -> None:
    with pytest.raises(RefusMetier, match="n'est pas une part"):
        Proportion(reussites, effectif)
