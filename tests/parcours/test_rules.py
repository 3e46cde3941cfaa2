"""Ages, months, bands, families: the method, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours.rules.critere import lisibles
from deplie.parcours.rules.duree import age, ajouter_mois, jours_de_parcours, mois, tranche, tranches
from deplie.parcours.rules.etape import fin_comptee, groupe_de_chaque, se_compte
from deplie.parcours.rules.sortie import (
    compte,
    est_positive,
    famille,
    fin_du_sixieme_mois,
    motif_lisible,
)
from deplie.territoires.rules import FAMILLE_DU_MOTIF, MOTIF_SORTIE, REGLAGES

D = date
jours = st.dates(D(1930, 1, 1), D(2030, 12, 31))


@pytest.mark.parametrize(
    ("naissance", "jour", "attendu"),
    [(D(1996, 2, 29), D(2022, 2, 28), 25), (D(1996, 2, 29), D(2022, 3, 1), 26), (D(1996, 2, 29), D(2020, 2, 29), 24),
     (D(1995, 5, 14), D(2020, 5, 13), 24), (D(1995, 5, 14), D(2020, 5, 14), 25), (D(2020, 1, 1), D(2020, 1, 1), 0)],
)  # fmt: skip
def test_age(naissance: date, jour: date, attendu: int) -> None:
    assert age(naissance, jour) == attendu


@given(jours, st.integers(0, 90))
def test_on_vieillit_d_un_an_a_la_fois(naissance: date, ans: int) -> None:
    anniversaire = ajouter_mois(naissance, 12 * ans)
    if (anniversaire.month, anniversaire.day) != (naissance.month, naissance.day):
        anniversaire += timedelta(days=1)
    assert age(naissance, anniversaire) == ans
    assert age(naissance, anniversaire - timedelta(days=1)) == ans - 1


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [(D(2019, 8, 31), D(2020, 2, 29)), (D(2018, 8, 31), D(2019, 2, 28)), (D(2019, 7, 1), D(2020, 1, 1)),
     (D(2020, 6, 30), D(2020, 12, 30)), (D(2020, 12, 15), D(2021, 6, 15))],
)  # fmt: skip
def test_fin_du_sixieme_mois(jour: date, attendu: date) -> None:
    assert fin_du_sixieme_mois(jour) == attendu


def test_des_jours_et_des_mois() -> None:
    assert jours_de_parcours(D(2019, 1, 1), D(2020, 1, 1), 65) == 300
    assert jours_de_parcours(D(2020, 1, 1), D(2020, 1, 11), 50) == 0
    assert jours_de_parcours(D(2020, 1, 1), D(2020, 1, 1), None) == 0
    assert mois(487) == 16
    assert mois(Fraction(487, 2)) == 8


def test_tranches() -> None:
    assert tranches([26, 45, 50]) == ("-26", "26-44", "45-49", "50+")
    assert tranches([12, 24, 36]) == ("-12", "12-23", "24-35", "36+")
    assert [tranche(a, [26, 45, 50]) for a in (16, 25, 26, 44, 45, 49, 50, 67)] == [
        "-26", "-26", "26-44", "26-44", "45-49", "45-49", "50+", "50+",
    ]  # fmt: skip
    assert tranche(None, [26]) is None
    assert tranches([18]) == ("-18", "18+")


def test_chaque_motif_a_sa_famille() -> None:
    assert {code.code for code in MOTIF_SORTIE} == set(FAMILLE_DU_MOTIF)
    assert famille("") is None
    assert (famille("P_FORM"), famille("A_DETEN")) == ("POSITIVE_FORMATION", "AUTRE_SANTE")
    assert est_positive("P_CDI")
    assert not est_positive("T_CDD_COURT")
    assert est_positive("T_CDD_COURT", frozenset({"T_CDD_COURT"}))
    assert not est_positive("")
    assert compte("")
    assert not compte("A_DOUBLON")


def test_ce_qui_est_sensible_suit_les_droits() -> None:
    assert motif_lisible("A_DETEN", sensible=False) == "A_SANTE"
    assert motif_lisible("A_DETEN", sensible=True) == "A_DETEN"
    assert famille(motif_lisible("A_DETEN", sensible=False)) == famille("A_DETEN")
    assert lisibles(["RSA", "TH", "AAH", "DELD"], sensible=False) == ["RSA", "DELD"]
    assert lisibles(["RSA", "TH"], sensible=True) == ["RSA", "TH"]


@pytest.mark.parametrize(
    ("categorie", "statut", "attendu"),
    [("PREPA", "", True), ("PREPA", "EN_COURS", True), ("PREPA", "INTERROMPUE", True), ("PREPA", "PREVUE", False),
     ("PREPA", "ANNULEE", False), ("ACC", "", False), ("ATTENTE", "REALISEE", False), ("SUIVI_EMPLOI", "", False)],
)  # fmt: skip
def test_une_etape_qui_se_compte(categorie: str, statut: str, attendu: bool) -> None:
    assert se_compte(categorie, statut) is attendu


def test_une_etape_s_arrete_a_la_sortie() -> None:
    assert fin_comptee(D(2021, 1, 1), D(2020, 6, 30)) == D(2020, 6, 30)
    assert fin_comptee(D(2020, 1, 1), D(2020, 6, 30)) == D(2020, 1, 1)
    assert fin_comptee(None, D(2020, 6, 30)) == D(2020, 6, 30)
    assert fin_comptee(None, None) is None


def test_le_groupe_d_une_categorie() -> None:
    groupes = groupe_de_chaque(REGLAGES["groupes_categorie"].defaut)
    assert [groupes.get(c) for c in ("CREA", "ATELIER", "QUALIF", "IAE_ACI", "ACC")] == [
        "EMPLOIS", "PREPA", "QUALIF", "ACI", None,
    ]  # fmt: skip
