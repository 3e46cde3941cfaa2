"""Workbooks: what spreadsheets do to values, and what hostile or damaged files are answered."""

from __future__ import annotations

import struct
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle.lecture import Limites
from deplie.socle.lecture.ancien import _erreur, erreurs_d_un_ancien
from tests.socle.lecture.fabrique import (
    CLASSEUR,
    LIGNE,
    PETITES,
    archive,
    changer,
    csv,
    fiches,
    lignes,
    lues,
    ods,
    refus,
    texte_ods,
    une,
    xlsx,
)

JOUR = date(2020, 1, 10)
FEUILLE = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DATE_ODS = (
    '<table:table-cell office:value-type="date" office:date-value="2020-01-10"><text:p>x</text:p></table:table-cell>'
)


def test_ce_qu_un_tableur_fait_des_valeurs(tmp_path):
    """Numbers that were identifiers, telephones and codes, serial days, a level turned into a day, truth values."""
    entetes = [*CLASSEUR, "telephone", "code_postal", "code_commune", "niveau_formation", "qpv", "duree_chomage_mois"]
    rangee = [12345, "Fictif", "Zélie", 43840, 692123456, 1000, 97415, datetime(2026, 2, 1), True, 12.0]
    table = une(tmp_path, xlsx([entetes, rangee]), "x.xlsx")
    fiche = fiches(table)[0]
    assert fiche == {
        "identifiant": "12345",
        "nom": "Fictif",
        "prenom": "Zélie",
        "date_entree": JOUR,
        "telephone": "+262692123456",
        "code_postal": "01000",
        "code_commune": "97415",
        "niveau_formation": "1-2",
        "qpv": "OUI",
        "duree_chomage_mois": 12,
    }
    assert {a.colonne for a in lignes(table)[0].avertissements} == {"code_postal", "niveau_formation"}


@pytest.mark.parametrize(
    "cellule",
    [JOUR, datetime(2020, 1, 10, 8, 30), 43840, 43840.5, "43840", "10/01/2020", "2020-01-10", "10.01.2020 08:30"],
)
def test_dates_d_un_classeur(tmp_path, cellule):
    assert fiches(une(tmp_path, xlsx([CLASSEUR, ["A", "F", "Z", cellule]]), "x.xlsx"))[0]["date_entree"] == JOUR


def test_jours_comptes_depuis_1904(tmp_path):
    octets = xlsx([CLASSEUR, ["A", "F", "Z", 42378], ["B", "F", "Z", JOUR]], date_1904=True)
    assert [f["date_entree"] for f in fiches(une(tmp_path, octets, "x.xlsx"))] == [JOUR, JOUR]


@pytest.mark.parametrize("cellule", [2020, 12.5, True, "43840 jours"])
def test_ce_qui_n_est_pas_une_date(tmp_path, cellule):
    table = une(tmp_path, xlsx([CLASSEUR, ["A", "F", "Z", cellule]]), "x.xlsx")
    assert [p.colonne for p in lignes(table)[0].rejets] == ["date_entree"]


def test_formules_en_erreur(tmp_path):
    """The library gives an empty cell: it would have meant « change nothing »."""

    def suite(_, feuille):
        feuille.write_formula(1, 4, "=NA()", None, "#N/A")
        feuille.write_formula(2, 4, "=1/0", None, "#DIV/0!")
        feuille.write_formula(3, 4, "=1+1", None, 2)

    corps = [[*CLASSEUR, "duree_chomage_mois"], *([f"{i}", "F", "Z", JOUR] for i in range(3))]
    lues_ = lignes(une(tmp_path, xlsx(corps, suite=suite), "x.xlsx"))
    assert [[(p.colonne, p.valeur) for p in ligne.rejets] for ligne in lues_] == [
        [("duree_chomage_mois", "#N/A")],
        [("duree_chomage_mois", "#DIV/0!")],
        [],
    ]
    assert lues_[2].valeurs[4] == 2


def test_formule_en_texte(tmp_path):
    fiche = fiches(une(tmp_path, xlsx([CLASSEUR, ["A", "=cmd|' /C calc'!A0", "Z", JOUR]]), "x.xlsx"))[0]
    assert fiche["nom"] == "=cmd|' /C calc'!A0"


def test_cellules_fusionnees(tmp_path):
    """A title over several columns, a header over two rows, a person over three lines."""

    def suite(_, feuille):
        feuille.merge_range(0, 0, 0, 3, "Liste des participants")
        feuille.merge_range(1, 0, 2, 0, "identifiant")
        feuille.merge_range(3, 1, 5, 1, "Fictif")

    rangees = [[], [], ["", *CLASSEUR[1:]], *([f"{i}", "", "Z", JOUR] for i in range(3)), [], []]
    table = une(tmp_path, xlsx(rangees, suite=suite), "x.xlsx")
    assert table.ligne_entete == 3
    assert [(ligne.numero, ligne.valeurs[:2]) for ligne in lignes(table)] == [
        (4, ["0", "Fictif"]),
        (5, ["1", "Fictif"]),
        (6, ["2", "Fictif"]),
    ]
    assert "2-3, 4-6" in table.avertissements[0].message


def test_un_million_de_lignes_vides_declarees(tmp_path):
    """Declared, formatted, or repeated: it costs neither memory nor time."""

    def suite(classeur, feuille):
        gras = classeur.add_format({"bold": True})
        for ligne in range(1000, 1_048_576, 50):
            feuille.write_blank(ligne, 30, None, gras)

    grand = xlsx([CLASSEUR, ["A", "F", "Z", JOUR]], suite=suite)
    grand = changer(grand, FEUILLE, lambda xml: xml.replace(b"A1:D2", b"A1:AE1048576"))
    repetee = '<table:table-row table:number-rows-repeated="1048000">'
    repetee += '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    depart, etroites = time.monotonic(), Limites(memoire_classeur=600 * 2**20)
    assert len(lignes(une(tmp_path, grand, "x.xlsx", limites=etroites))) == 1
    octets = ods(texte_ods(*CLASSEUR), texte_ods("A", "F", "Z") + DATE_ODS, fin=repetee)
    assert len(lignes(une(tmp_path, octets, "x.ods", limites=etroites))) == 1
    assert time.monotonic() - depart < 20


def test_une_cellule_dans_le_dernier_coin(tmp_path):
    """One cell is enough to ask for half a terabyte: only the process that opens the workbook ends."""
    octets = xlsx([CLASSEUR, ["A", "F", "Z", JOUR]], suite=lambda _, f: f.write(1_048_575, 16_383, "x"))
    assert "demande trop de mémoire" in refus(tmp_path, octets, "x.xlsx")


def test_un_csv_nomme_xlsx_et_l_inverse(tmp_path):
    assert fiches(une(tmp_path, csv(LIGNE), "participants.xlsx"))[0]["nom"] == "Fictif"
    assert fiches(une(tmp_path, xlsx([CLASSEUR, ["A", "Fictif", "Z", JOUR]]), "participants.csv"))[0]["nom"] == "Fictif"


@pytest.mark.parametrize("part", [10, 100, 0.5, 0.9, 0.99])
def test_un_classeur_coupe(tmp_path, part):
    octets = xlsx([CLASSEUR, *([f"{i}", "F", "Z", JOUR] for i in range(500))])
    phrase = refus(tmp_path, octets[: int(part if part >= 1 else part * len(octets))], "x.xlsx")
    assert "abîmé ou incomplet" in phrase


@pytest.mark.parametrize("taille", [300, 512, 600, 4096, 5000])
def test_un_ancien_classeur_coupe(tmp_path, taille):
    octets = (Path(__file__).parent / "ancien.xls").read_bytes()[:taille]
    assert "abîmé" in refus(tmp_path, octets, "x.xls")


@pytest.mark.parametrize(
    ("octets", "nom"),
    [
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "x.xlsx"),
        (ods(texte_ods("a"), manifeste="<manifest:encryption-data/>"), "x.ods"),
    ],
)
def test_un_classeur_protege(tmp_path, octets, nom):
    assert "protégé par un mot de passe" in refus(tmp_path, octets, nom)


@pytest.mark.parametrize("dtd", ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE lol>"])
def test_entites_externes(tmp_path, dtd):
    assert "DTD" in refus(tmp_path, ods(texte_ods(*CLASSEUR), texte_ods("A", "&e;", "Z", "x"), dtd=dtd), "x.ods")
    octets = xlsx([CLASSEUR, ["A", "F", "Z", JOUR]])
    for partie in (FEUILLE, "xl/sharedStrings.xml", "xl/workbook.xml"):
        piege = changer(octets, partie, lambda xml: xml.replace(b"?>", b"?>" + b"<!-- x -->" * 900 + dtd.encode(), 1))
        assert "DTD" in refus(tmp_path, piege, "x.xlsx")
    seize = changer(
        octets,
        FEUILLE,
        lambda xml: xml.decode().replace("UTF-8", "UTF-16").replace("?>", f"?>{dtd}", 1).encode("utf-16"),
    )
    assert "DTD" in refus(tmp_path, seize, "x.xlsx")


def test_bombe_dans_un_classeur(tmp_path):
    octets = xlsx([CLASSEUR, ["A", "F", "Z", JOUR]])
    bombe = changer(octets, FEUILLE, lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 2_000_000 + b"</sheetData>"))
    assert "décompressé" in refus(tmp_path, bombe, "x.xlsx", limites=PETITES)
    assert "démesuré" in refus(tmp_path, changer(octets, FEUILLE, lambda x: x + b" " * (60 * 2**20)), "x.xlsx")


def test_plusieurs_feuilles(tmp_path):
    """Each sheet is recognised by its name or its columns; explanations and hidden sheets are left aside."""

    def suite(classeur, _):
        etapes, cachee, libre = (classeur.add_worksheet(nom) for nom in ("2020", "cachée", "Récapitulatif"))
        etapes.write_row(0, 0, ["identifiant", "categorie", "date_debut"])
        cachee.hide()
        libre.write_row(0, 0, ["Total", 3])
        for nom in ("Exemple", "Notice", "vide"):
            feuille = classeur.add_worksheet(nom)
            if nom != "vide":
                feuille.write_row(0, 0, CLASSEUR)

    tables = lues(tmp_path, xlsx([CLASSEUR, ["A", "F", "Z", JOUR]], suite=suite), "dossier.xlsx")
    assert [(t.description.nom, t.source, t.attendues) for t in tables] == [
        ("participants", "dossier.xlsx, feuille « participants »", 1),
        ("etapes", "dossier.xlsx, feuille « 2020 »", 0),
    ]
    messages = " ".join(c.message for c in tables[0].avertissements)
    assert "Récapitulatif" in messages
    assert "« cachée » n'est pas lue" in messages.replace("\u00a0", " ")


def test_classeurs_sans_table(tmp_path):
    assert "le classeur est vide" in refus(tmp_path, xlsx([]), "x.xlsx")
    assert "aucune ligne d'en-tête" in refus(tmp_path, xlsx([["Total", 3]], nom="Feuil1"), "x.xlsx")
    assert "il manque" in refus(tmp_path, xlsx([CLASSEUR[:3]]), "x.xlsx")


def test_notes_a_droite_du_tableau(tmp_path):
    table = une(
        tmp_path, xlsx([CLASSEUR, ["A", "F", "Z", JOUR, "", "à vérifier"], ["", "", "", "", "", "note"]]), "x.xlsx"
    )
    assert [(ligne.numero, ligne.rejets) for ligne in lignes(table)] == [(2, ())]


def test_ods(tmp_path):
    erreur = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>"
    )
    octets = ods(
        texte_ods("Liste"),
        texte_ods(*CLASSEUR, "duree_chomage_mois"),
        texte_ods("A", "Fictif", "Zélie") + DATE_ODS + erreur,
        texte_ods("B", "Fictif", "Tom") + DATE_ODS + '<table:table-cell office:value-type="float" office:value="12"/>',
    )
    table = une(tmp_path, octets, "x.ods")
    premiere, seconde = lignes(table)
    assert (premiere.numero, [p.valeur for p in premiere.rejets]) == (3, ["#N/A"])
    assert (seconde.valeurs, seconde.rejets) == (["B", "Fictif", "Tom", JOUR, 12], ())


def test_cellules_fusionnees_d_un_ods(tmp_path):
    debut = '<table:table-cell table:number-rows-spanned="3" office:value-type="string">'
    fusion = f"{debut}<text:p>Fictif</text:p></table:table-cell>"
    suite = texte_ods("{}") + "<table:covered-table-cell/>" + texte_ods("Z") + DATE_ODS
    octets = ods(
        texte_ods(*CLASSEUR), texte_ods("A") + fusion + texte_ods("Z") + DATE_ODS, *(suite.format(i) for i in "BC")
    )
    table = une(tmp_path, octets, "x.ods")
    assert [f["nom"] for f in fiches(table)] == ["Fictif"] * 3
    assert "(2-4)" in table.avertissements[0].message


def test_xls(tmp_path):
    """A file of the old format, written once by a library of that time."""
    table = une(tmp_path, (Path(__file__).parent / "ancien.xls").read_bytes(), "x.xls")
    fiche = fiches(table)[0]
    assert (table.ligne_entete, fiche["identifiant"], fiche["prenom"]) == (3, "1000", "Zoé")
    assert (fiche["date_entree"], fiche["date_naissance"]) == (date(2020, 1, 2), date(1982, 2, 18))
    assert fiche["telephone"] == "+262692123456"


def test_formules_en_erreur_d_un_ancien_classeur(tmp_path):
    octets = (Path(__file__).parent / "ancien.xls").read_bytes()
    en_erreur = [
        (ligne.numero, p.colonne) for ligne in lignes(une(tmp_path, octets, "x.xls")) for p in ligne.rejets if p.valeur
    ]
    assert en_erreur == [(8, "prenom")]
    formule = struct.pack("<HHH", 4, 2, 0) + b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(8)
    assert _erreur(0x0006, formule) == (4, 2, "#DIV/0!")
    assert _erreur(0x0006, formule.replace(b"\xff\xff", b"\x00\x00")) is None


@given(octets=st.binary(max_size=2_000))
def test_un_ancien_classeur_impossible_a_suivre(octets):
    assert erreurs_d_un_ancien(OLE + octets) == {}


def test_dates_echangees_par_un_tableur_americain(tmp_path):
    corps = [["A", "F", "Z", date(2020, 4, 3)], ["B", "F", "Z", "13/04/2020"], ["C", "F", "Z", "25/04/2020"]]
    table = une(tmp_path, xlsx([CLASSEUR, *corps]), "x.xlsx")
    assert "réglé à l'américaine" in table.avertissements[0].message
    corps[1][3] = "03/04/2020"
    assert une(tmp_path, xlsx([CLASSEUR, *corps]), "x.xlsx").avertissements == []


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (archive({"[Content_Types].xml": "x", "xl/workbook.bin": b"x"}), ".xlsb"),
        (archive({"[Content_Types].xml": "x", "word/document.xml": "x"}), "c'est un document"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}), "c'est un document"),
        (archive({"[Content_Types].xml": "x"}), "abîmé"),
        (archive({"[Content_Types].xml": "x", "xl/workbook.xml": "pas du xml"}), "abîmé"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "document de texte"),
    ],
)
def test_autres_documents(tmp_path, octets, phrase):
    assert phrase in refus(tmp_path, octets, "x.xlsx")


def test_trop_long_a_ouvrir(tmp_path):
    octets = xlsx([CLASSEUR, ["A", "F", "Z", JOUR]])
    assert "trop long" in refus(tmp_path, octets, "x.xlsx", limites=Limites(secondes_classeur=0))
