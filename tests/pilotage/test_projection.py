"""Where a year will end: exact against a slow reference, as sure as it says, and plain in its sentence."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import comb, exp, factorial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deplie.mesure.nombres import arrondi
from deplie.pilotage.rules.periodes import Periode
from deplie.pilotage.rules.projection import (
    ATTEINT,
    EN_BONNE_VOIE,
    HORS_DE_PORTEE,
    INCERTAIN,
    dire,
    ecoules,
    eprouver,
    part_atteinte,
    projeter_compte,
    projeter_stock,
    projeter_taux,
)
from deplie.socle.erreurs import RefusMetier

F = Fraction
ANNEE = Periode(date(2021, 1, 1), date(2021, 12, 31))
MI_ANNEE = date(2021, 7, 1)
QUEUE = F(1, 40)


def totaux_tenables(observe: int, part: Fraction, jusqu_a: int) -> list[int]:
    """The slow way: every total of which the count observed is no surprising part, by exact fractions."""

    def chance(n: int, total: int) -> Fraction:
        return comb(total, n) * part**n * (1 - part) ** (total - n)

    return [
        total
        for total in range(observe, jusqu_a)
        if sum(chance(n, total) for n in range(observe + 1)) > QUEUE
        and sum(chance(n, total) for n in range(observe, total + 1)) > QUEUE
    ]


@given(st.integers(0, 12), st.integers(31, 364))
def test_l_intervalle_d_un_compte_est_celui_de_la_reference(observe: int, jours: int) -> None:
    projete = projeter_compte(observe, ANNEE, ANNEE.debut + timedelta(days=jours - 1))
    assert projete is not None
    tenables = totaux_tenables(observe, F(jours, 365), 40 + 40 * (observe + 1) * 365 // jours // 10)
    assert (projete.bas, projete.haut) == (tenables[0], tenables[-1])
    assert projete.attendu == F(observe * 365, jours)
    assert projete.contient(int(arrondi(projete.attendu, 0))) or observe == 0


@example(reussites=1, plus=3, jours=67)  # a chance of exactly one in forty
@given(st.integers(0, 9), st.integers(1, 9), st.integers(60, 300))
def test_l_intervalle_d_un_taux_est_celui_de_la_reference(reussites: int, plus: int, jours: int) -> None:
    effectif = reussites + plus - 1 or 1
    reussites = min(reussites, effectif)
    projete = projeter_taux(reussites, effectif, ANNEE, ANNEE.debut + timedelta(days=jours - 1))
    assert projete is not None
    a_venir = int(F(effectif * (365 - jours), jours) + F(1, 2))
    tous = effectif + a_venir

    def chance(n: int, reussis: int) -> Fraction:
        return F(comb(reussis, n) * comb(tous - reussis, effectif - n), comb(tous, effectif))

    tenables = [
        reussis
        for reussis in range(reussites, reussites + a_venir + 1)
        if sum(chance(n, reussis) for n in range(reussites + 1)) > QUEUE
        and sum(chance(n, reussis) for n in range(reussites, effectif + 1)) > QUEUE
    ]
    assert (projete.bas, projete.haut) == (F(100 * tenables[0], tous), F(100 * tenables[-1], tous))


@pytest.mark.parametrize(("par_an", "jours"), [(4, 180), (12, 90), (20, 182), (30, 300)])
def test_l_intervalle_contient_la_verite_au_moins_95_fois_sur_100(par_an: int, jours: int) -> None:
    """Enumerated, not drawn: every count so far and every count to come, at a steady pace, with its chance."""
    debut, fin = par_an * jours / 365, par_an * (365 - jours) / 365
    le = ANNEE.debut + timedelta(days=jours - 1)
    couvert = 0.0
    projetes = {c: projeter_compte(c, ANNEE, le) for c in range(4 * par_an)}
    for avant, apres in product(range(4 * par_an), repeat=2):
        projete = projetes[avant]
        assert projete is not None
        if projete.contient(avant + apres):
            couvert += poisson(avant, debut) * poisson(apres, fin)
    assert couvert >= 0.95


def poisson(n: int, moyenne: float) -> float:
    return exp(-moyenne) * moyenne**n / factorial(n)


def test_l_annee_finie_dit_le_chiffre_lui_meme() -> None:
    for le in (ANNEE.fin, ANNEE.fin + timedelta(days=60)):
        compte, taux = projeter_compte(198, ANNEE, le), projeter_taux(11, 20, ANNEE, le)
        stock = projeter_stock(129, 198, 319, ANNEE, le)
        assert compte is not None
        assert taux is not None
        assert stock is not None
        assert (compte.bas, compte.attendu, compte.haut) == (198, 198, 198)
        assert (taux.bas, taux.attendu, taux.haut) == (55, 55, 55)
        assert (stock.bas, stock.attendu, stock.haut) == (129, 129, 129)


def test_trop_tot_rien_n_est_projete() -> None:
    janvier = date(2021, 1, 20)
    assert projeter_compte(9, ANNEE, janvier) is None
    assert projeter_taux(1, 2, ANNEE, janvier) is None
    assert projeter_stock(100, 9, 3, ANNEE, janvier) is None
    assert projeter_taux(0, 0, ANNEE, MI_ANNEE) is None
    with pytest.raises(RefusMetier, match="n'a pas commencé"):
        ecoules(ANNEE, date(2020, 12, 31))


@pytest.mark.parametrize(
    ("observe", "cible", "issue"),
    [(100, 90, ATTEINT), (100, 150, EN_BONNE_VOIE), (100, 200, INCERTAIN), (100, 400, HORS_DE_PORTEE)],
)
def test_l_objectif_se_juge_sur_l_intervalle(observe: int, cible: int, issue: str) -> None:
    projete = projeter_compte(observe, ANNEE, MI_ANNEE, cible=F(cible))
    assert projete is not None
    assert projete.issue == issue
    assert (projete.necessaire is None) == (issue == ATTEINT)


def test_le_rythme_necessaire_mene_a_l_objectif() -> None:
    projete = projeter_compte(100, ANNEE, MI_ANNEE, cible=F(300))
    assert projete is not None
    assert projete.necessaire is not None
    reste = F((ANNEE.fin - MI_ANNEE).days)
    assert 100 + projete.necessaire / F(1461, 48) * reste == 300


def test_les_annees_passees_donnent_la_part_atteinte_ce_jour_la() -> None:
    """A year whose summer is empty: at the end of June, two thirds are done, and the projection knows it."""
    jours = [date(2020, mois, jour) for mois in (1, 2, 3, 4, 10, 11) for jour in (5, 20)]
    part = part_atteinte(jours, ANNEE, date(2021, 6, 30), 1)
    assert part == F(8, 12)
    assert part_atteinte(jours, ANNEE, date(2021, 6, 30), 2) is None
    saison = projeter_compte(8, ANNEE, date(2021, 6, 30), parts=[F(8, 12)])
    sans = projeter_compte(8, ANNEE, date(2021, 6, 30))
    assert saison is not None
    assert sans is not None
    assert saison.attendu == 12 < sans.attendu
    deux = projeter_compte(8, ANNEE, date(2021, 6, 30), parts=[F(8, 12), F(1, 3)])
    assert deux is not None
    assert deux.bas <= saison.bas
    assert deux.haut > saison.haut


def test_l_epreuve_rejoue_ce_qui_aurait_ete_dit() -> None:
    jours = [ANNEE.debut + timedelta(days=3 * n) for n in range(120)]
    rejoue = eprouver(jours, ANNEE, MI_ANNEE)
    assert rejoue is not None
    projete, vrai = rejoue
    assert vrai == 120
    assert projete.observe == 61
    assert projete.contient(vrai)


@given(st.integers(0, 500), st.integers(0, 300), st.integers(0, 300), st.integers(31, 365))
def test_un_stock_finit_entre_ses_bornes_jamais_sous_zero(observe: int, entrees: int, sorties: int, jours: int) -> None:
    projete = projeter_stock(observe, entrees, sorties, ANNEE, ANNEE.debut + timedelta(days=jours - 1))
    assert projete is not None
    assert 0 <= projete.bas <= max(projete.attendu, F(0)) <= projete.haut or projete.attendu < 0


def test_la_phrase_dit_l_intervalle_l_objectif_et_le_rythme() -> None:
    projete = projeter_compte(100, ANNEE, MI_ANNEE, cible=F(210))
    assert projete is not None
    phrase = dire(projete, "entrées", ANNEE.fin).replace("\u202f", " ").replace("\u00a0", " ")
    assert phrase.startswith("Au rythme actuel, l'année finirait à 201 entrées, entre 1")
    assert "(intervalle à 95 %) ; objectif 210 : incertain." in phrase
    assert "Il en faudrait 18,3 par mois d'ici au 31 décembre 2021, contre 16,7 jusqu'ici." in phrase
    taux = projeter_taux(55, 100, ANNEE, MI_ANNEE)
    assert taux is not None
    assert (
        dire(taux, "", ANNEE.fin, "%")
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
        .startswith("Au rythme actuel, l'année finirait à 55,0 %, entre ")
    )
