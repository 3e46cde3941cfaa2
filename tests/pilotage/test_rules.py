"""Periods and their names, figures in French, what a declared figure allows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.pilotage.rules import periodes
from deplie.pilotage.rules.declares import Declare, lire_ventilation, nature_ouverte, somme_des_parts
from deplie.pilotage.rules.ecriture import compte, ecart, nombre, part_dite, pourcentage
from deplie.pilotage.rules.periodes import Periode
from deplie.socle.erreurs import RefusMetier

D = date
LONGUE = "du 2 septembre 2019 au 5 mai 2020"
FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("periode", "libelle", "dans"),
    [
        (periodes.annee(2020), "2020", "en 2020"),
        (periodes.semestre(2020, 1), "1er semestre 2020", "au 1er semestre 2020"),
        (periodes.trimestre(2020, 3), "3e trimestre 2020", "au 3e trimestre 2020"),
        (periodes.mois(2020, 2), "février 2020", "en février 2020"),
        (Periode(D(2018, 1, 1), D(2021, 12, 31)), "2018-2021", "de 2018 à 2021"),
        (Periode(D(2020, 3, 1), D(2020, 4, 15)), "du 1er mars au 15 avril 2020", "du 1er mars au 15 avril 2020"),
        (Periode(D(2019, 9, 2), D(2020, 5, 5)), LONGUE, LONGUE),
        (Periode(D(2020, 2, 29), D(2020, 2, 29)), "le 29 février 2020", "le 29 février 2020"),
        (Periode(D(2020, 2, 1), D(2020, 4, 30)), "du 1er février au 30 avril 2020", "du 1er février au 30 avril 2020"),
    ],
)  # fmt: skip
def test_le_nom_d_une_periode(periode: Periode, libelle: str, dans: str) -> None:
    assert (periode.libelle, periode.dans) == (libelle, dans)


@pytest.mark.parametrize(
    ("jour", "avant"),
    [(D(2021, 2, 28), D(2020, 2, 29)), (D(2020, 2, 29), D(2019, 2, 28)), (D(2020, 2, 28), D(2019, 2, 28)),
     (D(2020, 3, 1), D(2019, 3, 1)), (D(2020, 12, 31), D(2019, 12, 31))],
)  # fmt: skip
def test_un_an_avant(jour: date, avant: date) -> None:
    assert periodes.un_an_avant(jour) == avant


@given(st.integers(1991, 2099), st.integers(1, 12))
def test_un_mois_entier_a_un_mois_entier_un_an_avant(annee: int, rang: int) -> None:
    assert periodes.mois(annee, rang).precedente == periodes.mois(annee - 1, rang)


@given(st.integers(1991, 2099))
def test_les_decoupes_d_une_annee_se_suivent(annee: int) -> None:
    for faire, combien in ((periodes.semestre, 2), (periodes.trimestre, 4), (periodes.mois, 12)):
        morceaux = [faire(annee, rang) for rang in range(1, combien + 1)]
        assert morceaux[0].debut == D(annee, 1, 1)
        assert morceaux[-1].fin == D(annee, 12, 31)
        assert all(a.fin + timedelta(days=1) == b.debut for a, b in pairwise(morceaux))


def test_ce_qui_n_est_pas_une_periode() -> None:
    with pytest.raises(RefusMetier, match="avant de commencer"):
        periodes.periode(D(2020, 12, 31), D(2020, 1, 1))
    with pytest.raises(RefusMetier, match="comprise entre"):
        periodes.annee(20200)
    with pytest.raises(RefusMetier, match="rang"):
        periodes.trimestre(2020, 5)


def test_le_protocole_a_ce_jour() -> None:
    assert periodes.protocole_a_ce_jour(D(2018, 1, 1), D(2020, 12, 31), D(2019, 5, 5)).fin == D(2019, 5, 5)
    assert periodes.protocole_a_ce_jour(D(2018, 1, 1), D(2020, 12, 31), D(2026, 1, 1)).fin == D(2020, 12, 31)
    assert periodes.protocole_a_ce_jour(D(2027, 1, 1), D(2030, 12, 31), D(2026, 1, 1)).fin == D(2027, 1, 1)


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [(1305, f"1{FINE}305"), (1234567, f"1{FINE}234{FINE}567"), (448, "448"), (Decimal("54.9"), "54,9"), (0, "0"),
     (Decimal("2.0"), "2"), (-15, "\u221215"), (None, "–"), (Fraction(1, 2), "0,5")],
)  # fmt: skip
def test_un_nombre_en_francais(valeur: int | Decimal | None, attendu: str) -> None:
    assert nombre(valeur) == attendu


def test_une_part_dite_n_arrondit_pas_a_tort() -> None:
    assert part_dite(273, 448) == f"61{INSECABLE}%"
    assert part_dite(1, 1000) == f"moins de 1{INSECABLE}%"
    assert part_dite(999, 1000) == f"plus de 99{INSECABLE}%"
    assert part_dite(0, 10) == f"0{INSECABLE}%"
    assert part_dite(10, 10) == f"100{INSECABLE}%"
    assert part_dite(448, 419) == f"107{INSECABLE}%"
    assert pourcentage(Fraction(17500, 319)) == f"54,9{INSECABLE}%"
    assert ecart(319, 334) == f"\u2212{INSECABLE}15"
    assert ecart(334, 334) == "="
    assert (compte(1, "sortie"), compte(0, "sortie"), compte(2, "sortie")) == ("1 sortie", "0 sortie", "2 sorties")


@pytest.mark.parametrize(
    ("declare", "calcule", "permis"),
    [
        (Declare(Decimal(55), "%", 0), Fraction(17500, 319), True),
        (Declare(Decimal(55), "%", 1), Fraction(17500, 319), False),
        (Declare(Decimal("18.4"), "%"), Fraction(44800, 2436), True),
        (Declare(Decimal(1395)), Fraction(1305), False),
        (Declare(Decimal(448)), Fraction(448), True),
        (Declare(Decimal(18), "mois"), Fraction(1795, 100), True),
        (Declare(Decimal(20), qualificatif="environ"), Fraction(22), True),
        (Declare(Decimal(20), qualificatif="environ"), Fraction(23), False),
        (Declare(Decimal(20), qualificatif="plus_de"), Fraction(20), False),
        (Declare(Decimal(20), qualificatif="plus_de"), Fraction(21), True),
        (Declare(Decimal(20), qualificatif="au_moins"), Fraction(20), True),
        (Declare(Decimal(20), qualificatif="moins_de"), Fraction(20), False),
        (Declare(Decimal(20), qualificatif="exact"), Fraction(20), True),
    ],
)
def test_ce_qu_un_chiffre_declare_permet(declare: Declare, calcule: Fraction, permis: bool) -> None:
    assert declare.permet(calcule) is permis


def test_un_pourcentage_seul_dit_les_effectifs_qu_il_permet() -> None:
    assert Declare(Decimal("61.0000"), "%", 0).effectifs(448) == (272, 275)
    assert Declare(Decimal("18.4000"), "%").effectifs(2436) == (448, 449)
    assert Declare(Decimal(61), "%", 0).effectifs(None) is None
    assert Declare(Decimal(61), "%", 0, "environ").effectifs(448) is None
    assert Declare(Decimal(61), "personne").effectifs(448) is None


def test_un_chiffre_declare_s_ecrit_comme_imprime() -> None:
    assert Declare(Decimal("61.0000"), "%", 0).texte == f"61{INSECABLE}%"
    assert Declare(Decimal("25000.0000"), "EUR", 0, "plus_de").texte == f"plus de 25{FINE}000{INSECABLE}EUR"
    assert Declare(Decimal("1.6000"), "ETP").texte == f"1,6{INSECABLE}ETP"
    assert Declare(Decimal("448.0000"), "personne").texte == "448"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("", {}), ("sexe=F", {"sexe": "F"}), (" sexe = F , qpv=OUI", {"sexe": "F", "qpv": "OUI"}),
     ("sexe", None), ("sexe=", None), ("sexe=F,sexe=H", None)],
)  # fmt: skip
def test_la_ventilation_d_un_chiffre_declare(texte: str, attendu: dict[str, str] | None) -> None:
    assert lire_ventilation(texte) == attendu


def test_des_parts_declarees_qui_ne_font_pas_leur_total() -> None:
    parts = {"EMPLOIS": Decimal(679), "PREPA": Decimal(329), "QUALIF": Decimal(148), "ACI": Decimal(149)}
    assert somme_des_parts(Decimal(1395), parts, parts, True) == (1305, 90)
    assert somme_des_parts(Decimal(1305), parts, parts, True) is None
    # A few parts say nothing, unless they exceed the total.
    quelques = {"EMPLOIS": Decimal(679), "PREPA": Decimal(329)}
    assert somme_des_parts(Decimal(1395), quelques, parts, True) is None
    assert somme_des_parts(Decimal(900), quelques, parts, True) == (1008, -108)
    assert somme_des_parts(Decimal(1395), parts, parts, False) is None
    assert somme_des_parts(Decimal(1395), {"EMPLOIS": Decimal(1)}, ["EMPLOIS"], True) is None


def test_ce_qu_un_libelle_laisse_ouvert() -> None:
    ouverte = nature_ouverte("Bénéficiaires (personnes suivies ou entrées : non précisé)")
    assert ouverte == ("Bénéficiaires", "personnes suivies ou entrées")
    assert nature_ouverte("Fonds de soutien (par an ou cumulé ?)") == ("Fonds de soutien", "par an ou cumulé ?")
    assert nature_ouverte("Sorties (contrat de travail, création)") is None
    assert nature_ouverte("Entrées") is None
