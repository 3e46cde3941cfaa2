"""Groups compared at equal profile: the published example, the strata left out, and what is never said."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.mesure.nombres import arrondi
from deplie.pilotage.rules.newcombe import Conclusion, Proportion
from deplie.pilotage.rules.standardisation import Groupe, comparer_standardises, population_de, standardiser
from deplie.socle.erreurs import RefusMetier

# Cases and births by mother's age, Michigan 1950-1964, birth order 5 and over; births of all orders as the standard:
# Fleiss (1981) table 14.4, Fay and Feuer (1997) table II; rate of 75.52901 for 100,000 in the R package dsrTest.
CAS = (0, 8, 63, 112, 262, 295)
NAISSANCES = (327, 30666, 123419, 149919, 104088, 34392)
TOUTES = (319933, 931318, 786511, 488235, 237863, 61313)


def test_l_exemple_publie() -> None:
    groupe = {(str(rang),): Proportion(x, n) for rang, (x, n) in enumerate(zip(CAS, NAISSANCES, strict=True))}
    population = {(str(rang),): n for rang, n in enumerate(TOUTES)}
    resultat = standardiser({"rang 5 et plus": groupe}, population)
    standardise = resultat.taux["rang 5 et plus"]
    assert str(arrondi(standardise.taux * 100_000, 5)) == "75.52901"
    lente = sum(c**2 * (x / n) * (1 - x / n) / n for c, x, n in zip(TOUTES, CAS, NAISSANCES, strict=True))
    assert sqrt(standardise.variance) == pytest.approx(sqrt(lente) / sum(TOUTES))
    assert standardise.intervalle.contient(standardise.taux)


def groupes() -> st.SearchStrategy[dict[str, Groupe]]:
    proportion = st.integers(1, 60).flatmap(lambda n: st.integers(0, n).map(lambda x: Proportion(x, n)))
    groupe = st.dictionaries(st.sampled_from([(niveau,) for niveau in "ABCD"]), proportion, min_size=1)
    return st.fixed_dictionaries({"PLIE": groupe, "ARPE": groupe})


@given(groupes())
def test_ce_qui_est_laisse_de_cote_est_nomme_avec_son_poids(deux: dict[str, Groupe]) -> None:
    resultat, population = standardiser(deux), population_de(deux)
    ensemble = sum(population.values())
    for ecartee in resultat.ecartees:
        assert ecartee.part == Fraction(population[ecartee.strate], ensemble)
        for nom in ecartee.groupes:
            assert ecartee.strate not in deux[nom] or deux[nom][ecartee.strate].effectif < 5
    assert resultat.poids.keys() | {e.strate for e in resultat.ecartees} == population.keys()
    assert sum(resultat.poids.values()) == (1 if resultat.poids else 0)
    assert bool(resultat.taux) == (resultat.couvert >= Fraction(1, 2))


@given(groupes())
def test_le_taux_est_la_moyenne_lente_des_personnes(deux: dict[str, Groupe]) -> None:
    """Each person of the standard population is given the rate of its stratum, one by one."""
    resultat = standardiser(deux)
    for nom, standardise in resultat.taux.items():
        donnes = [deux[nom][s].part for s, n in population_de(deux).items() if s in resultat.poids for _ in range(n)]
        assert standardise.taux == sum(donnes, Fraction(0)) / len(donnes)
        assert 0 <= standardise.intervalle.bas <= standardise.taux <= standardise.intervalle.haut <= 1


def test_le_profil_peut_expliquer_tout_l_ecart() -> None:
    """Same rates by level, other people: 30 % against 50 % before, nothing left after."""
    plie = {("sans diplôme",): Proportion(36, 180), ("bac",): Proportion(14, 20)}
    arpe = {("sans diplôme",): Proportion(16, 80), ("bac",): Proportion(84, 120)}
    conclusion, phrase = comparer_standardises({"PLIE": plie, "ARPE": arpe}, "PLIE", "ARPE")
    assert conclusion is Conclusion.NON_SIGNIFICATIF
    assert phrase.replace("\u00a0", " ").startswith(
        "à profil égal, écart non significatif : 38 % contre 38 % (0,0 point"
    )


def test_une_strate_trop_petite_est_nommee_dans_la_phrase() -> None:
    plie = {("bac", "50 ans et plus"): Proportion(2, 3), ("bac", "26-49 ans"): Proportion(40, 80)}
    arpe = {("bac", "50 ans et plus"): Proportion(5, 17), ("bac", "26-49 ans"): Proportion(20, 100)}
    conclusion, phrase = comparer_standardises({"PLIE": plie, "ARPE": arpe}, "PLIE", "ARPE")
    assert conclusion is Conclusion.SIGNIFICATIF
    dit = phrase.replace("\u00a0", " ")
    assert dit.startswith("à profil égal, écart significatif : 50 % contre 20 % (+ 30,0 points")
    assert dit.endswith(" ; laissés de côté, 10 % des personnes : bac, 50 ans et plus (PLIE)")


def test_des_profils_sans_rien_de_commun_ne_se_comparent_pas() -> None:
    deux = {"PLIE": {("A",): Proportion(9, 30)}, "ARPE": {("B",): Proportion(9, 30)}}
    conclusion, phrase = comparer_standardises(deux, "PLIE", "ARPE")
    assert conclusion is Conclusion.TROP_PETIT
    assert "trop peu de personnes comparables" in phrase


def test_il_faut_une_population_de_reference() -> None:
    with pytest.raises(RefusMetier, match="population de référence"):
        standardiser({})
