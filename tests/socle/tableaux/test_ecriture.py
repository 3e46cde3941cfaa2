"""Tables out: nothing that a spreadsheet would run, values that stay values."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
import python_calamine

from deplie.socle.erreurs import RefusMetier
from deplie.socle.tableaux import (
    VIDE,
    Champ,
    Classeur,
    Colonne,
    Tableau,
    Type,
    ecrire_csv,
    ecrire_xlsx,
    ecriture,
    neutraliser,
    texte_csv,
)
from deplie.socle.tableaux.ecriture import nom_de_feuille
from deplie.territoires.rules import CRITERE, SEXE


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (None, ""),
        ("", ""),
        ("Zélie", "Zélie"),
        ("=1+1", "'=1+1"),
        ("+33692", "'+33692"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝x", "'＝x"),
        ("'=x", "''=x"),
        ("a=b", "a=b"),
        ("d'accord", "d'accord"),
        (-5, "-5"),
        (Decimal("-1234.50"), "-1234,50"),
        (12.5, "12,5"),
        (True, "oui"),
        (date(2020, 2, 29), "29/02/2020"),
        (date(987, 1, 2), "02/01/0987"),
        (datetime(2020, 2, 29, 8, 5), "29/02/2020 08:05"),
        (("RSA", "TH"), "RSA | TH"),
        (("=x",), "'=x"),
        (VIDE, "#VIDE"),
    ],
)
def test_texte_csv(valeur, texte):
    assert texte_csv(valeur) == texte


def test_le_csv_s_ouvre_dans_un_tableur_francais():
    lignes = list(ecrire_csv(["=Nom", "Le ; jour"], [["=cmd", date(2020, 1, 2)], ['Dit "Tom"', None]]))
    assert lignes[0] == '\ufeff\'=Nom;"Le ; jour"\r\n'
    assert len(lignes) == 3
    relu = list(csv.reader(io.StringIO("".join(lignes).removeprefix("\ufeff")), delimiter=";"))
    assert relu[1:] == [["'=cmd", "02/01/2020"], ['Dit "Tom"', ""]]


def test_le_csv_est_ecrit_au_fil_de_l_eau():
    lignes = ecrire_csv(["n"], ([i] for i in iter(int, 1)))
    assert [next(lignes) for _ in range(3)][1:] == ["0\r\n", "0\r\n"]


def test_le_classeur_garde_les_types_et_ne_fait_pas_de_formule():
    sortie = io.BytesIO()
    valeurs = ["=cmd", "http://x.fr", "0692", 5, Decimal("1.5"), date(2020, 2, 29), True, None, ("A", "B"), VIDE]
    valeurs += [datetime(2020, 2, 29, 8, 30), date(1850, 1, 2)]
    assert ecrire_xlsx(sortie, "Liste [2020]", [str(i) for i in range(len(valeurs))], [valeurs]) == 1
    with zipfile.ZipFile(sortie) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml
        assert "hyperlink" not in xml
    feuille = python_calamine.load_workbook(io.BytesIO(sortie.getvalue())).get_sheet_by_name("Liste  2020")
    assert feuille.to_python()[1] == [
        "=cmd",
        "http://x.fr",
        "0692",
        5.0,
        1.5,
        date(2020, 2, 29),
        "oui",
        "",
        "A | B",
        "#VIDE",
        datetime(2020, 2, 29, 8, 30),
        "02/01/1850",
    ]


def test_un_texte_demesure_est_coupe_et_un_tableau_demesure_refuse(monkeypatch):
    sortie = io.BytesIO()
    ecrire_xlsx(sortie, "x", ["a"], [["é" * 40_000]])
    [[_], [texte]] = python_calamine.load_workbook(io.BytesIO(sortie.getvalue())).get_sheet_by_index(0).to_python()
    assert len(texte) == 32_767
    monkeypatch.setattr(ecriture, "LIGNES_MAX", 2)
    with pytest.raises(RefusMetier, match="exportez-le en CSV"):
        ecrire_xlsx(io.BytesIO(), "x", ["a"], [["1"]] * 3)


def test_plusieurs_feuilles():
    sortie = io.BytesIO()
    with Classeur(sortie) as classeur:
        classeur.feuille("a", ["x"], [["1"]])
        classeur.feuille("b", [], [])
    assert python_calamine.load_workbook(io.BytesIO(sortie.getvalue())).sheet_names == ["a", "b"]


@pytest.mark.parametrize(("nom", "attendu"), [("a/b", "a b"), ("'x'", "x"), ("x" * 40, "x" * 31), ("[]", "Feuille")])
def test_noms_de_feuilles(nom, attendu):
    assert nom_de_feuille(nom) == attendu


@dataclass
class Fiche:
    nom: str
    sexe: str
    criteres: tuple[str, ...]


def test_un_tableau_declare_une_fois():
    champ = Champ("sexe", "Sexe", Type.CODE, codes=SEXE)
    tableau = Tableau(
        "fiches",
        "Les fiches",
        (
            Colonne("nom", "Nom", lambda f: f.nom.upper()),
            Colonne.de(champ),
            Colonne.de(Champ("criteres", "Critères", Type.LISTE, codes=CRITERE)),
        ),
    )
    fiches = [Fiche("=tom", "H", ("RSA", "TH")), Fiche("zoé", "", ())]
    assert [tableau.ligne(f) for f in fiches] == [
        ["=TOM", "Homme", ("Bénéficiaire du RSA (socle ou majoré)", "Travailleur handicapé (RQTH, OETH)")],
        ["ZOÉ", None, None],
    ]
    assert (
        "".join(tableau.garder(["sexe", "nom", "inconnue"]).en_csv(fiches))
        == "\ufeffSexe;Nom\r\nHomme;'=TOM\r\n;ZOÉ\r\n"
    )
    assert tableau.garder([]).entetes == ["Nom", "Sexe", "Critères"]
    assert tableau.en_xlsx(io.BytesIO(), fiches) == 2


def test_neutraliser_n_est_pas_idempotent_mais_se_defait():
    from deplie.socle.lecture.cellules.texte import sans_apostrophe

    for texte in ("=x", "'=x", "''=x", "x", "'x", "-", "+33"):
        assert sans_apostrophe(neutraliser(texte)) == texte
