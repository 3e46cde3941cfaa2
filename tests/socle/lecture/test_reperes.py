"""Identifiers, contacts, and the rule for characters."""

from __future__ import annotations

import random
from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr.siret import is_valid

from deplie.parcours.imports.colonnes import ETAPES, PARTICIPANTS
from deplie.socle.lecture import CelluleRefusee, Contexte, Lecture
from deplie.socle.lecture.cellules.nir import est_nir
from deplie.socle.lecture.cellules.texte import est_erreur, nettoyer
from deplie.socle.tableaux import Type


def lu(nom: str, cellule: object, description=PARTICIPANTS, **contexte: object) -> Lecture:
    return description.champ(nom).lecteur(Contexte(**{"region": "RE", **contexte}))(cellule)


def rejet(nom: str, cellule: object, description=PARTICIPANTS, **contexte: object) -> str:
    with pytest.raises(CelluleRefusee) as erreur:
        lu(nom, cellule, description, **contexte)
    return erreur.value.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("champ", "cellule", "valeur", "averti"),
    [
        ("code_commune", "97415", "97415", False),
        ("code_commune", "2a004", "2A004", False),
        ("code_commune", "1004", "01004", True),
        ("code_commune", 1004.0, "01004", True),
        ("code_commune", "974 15", "97415", False),
        ("code_commune", "974", "974", True),
        ("code_postal", "1500", "01500", True),
        ("code_postal", "F-97460", "97460", False),
        ("code_postal", "97460", "97460", False),
        ("code_postal", "A1B", "A1B", True),
        ("code_qpv", "qp974001", "QP974001", False),
        ("code_qpv", "QP1001", "QP001001", True),
        ("code_qpv", "974001", "QP974001", True),
        ("code_qpv", "QN07505M", "QN07505M", False),
        ("code_qpv", "97415", "97415", True),
        ("prescripteur", "356 000 000 00048", "35600000000048", False),
        ("prescripteur", "35600000049837", "35600000049837", False),
        ("prescripteur", "12345678901234", "12345678901234", True),
        ("prescripteur", "CCAS", "CCAS", False),
        ("prescripteur", 5600000012345.0, "5600000012345", True),
        ("dispositif", "plie", "PLIE", False),
        ("identifiant", 12345.0, "12345", False),
        ("identifiant", "007", "007", False),
        ("nom", 12.0, "12", False),
    ],
)
def test_reperes(champ, cellule, valeur, averti):
    lecture = lu(champ, cellule)
    assert (lecture.valeur, bool(lecture.avertissement)) == (valeur, averti)


def test_siret_de_la_poste_et_zero_perdu():
    """La Poste's establishments have a key of their own; a SIRET that begins with 0 loses it in a spreadsheet."""
    assert lu("prescripteur", "356 000 000 49837").avertissement == ""
    siret = next(s for n in range(1000) if is_valid(s := f"0572{n:05}00019"))
    assert lu("operateur", float(siret), ETAPES).valeur == siret
    assert "zéro initial" in lu("operateur", siret[1:], ETAPES).avertissement


@pytest.mark.parametrize(
    ("champ", "cellule"),
    [
        ("identifiant", "1,23457E+13"),
        ("identifiant", 1.23456789e15),
        ("identifiant", date(2020, 1, 2)),
        ("identifiant", "1 85 05 78 006 084 91"),
        ("nom", "185057800608491"),
        ("prescripteur", "1850578006084 91"),
        ("code_commune", "Saint-Paul"),
        ("code_postal", "B-10000 Bruxelles"),
        ("code_qpv", "quartier du Port"),
        ("identifiant", "x" * 61),
        ("nom", "x" * 101),
        ("telephone", "0" * 31),
        ("dispositif", "x" * 21),
        ("courriel", "x" * 255),
    ],
)
def test_reperes_refuses(champ, cellule):
    assert rejet(champ, cellule)


@pytest.mark.parametrize(
    ("cellule", "valeur", "averti"),
    [
        ("0692 12 34 56", "+262692123456", False),
        ("0692.12.34.56", "+262692123456", False),
        (692123456.0, "+262692123456", False),
        ("+33 6 12 34 56 78", "+33612345678", False),
        ("0262 12 34 56", "+262262123456", False),
        ("12", "12", True),
        ("0692 12 34", "0692 12 34", True),
        ("pas de téléphone", "pas de téléphone", True),
        ("00 33 6 12 34 56 78", "+33612345678", False),
    ],
)
def test_telephones(cellule, valeur, averti):
    lecture = lu("telephone", cellule)
    assert (lecture.valeur, bool(lecture.avertissement)) == (valeur, averti)


def test_les_numeros_de_fiction_sont_des_numeros():
    for texte in ("06 39 98 12 34", "+33 6 39 98 12 34", "639981234"):
        assert lu("telephone", texte, region="FR") == Lecture("+33639981234")


def test_un_numero_se_compose_de_meme_dans_toute_la_france():
    for region in ("FR", "RE", "YT"):
        assert lu("telephone", "0692 12 34 56", region=region) == Lecture("+262692123456")
        assert lu("telephone", "0612345678", region=region) == Lecture("+33612345678")


def test_la_region_compte():
    assert lu("telephone", "0470 12 34 56", region="BE").valeur == "+32470123456"
    assert lu("telephone", "0692 12 34 56", region="BE").avertissement


@pytest.mark.parametrize("region", ["FR", "RE", "GP", "MQ", "GF", "YT"])
def test_le_raccourci_dit_comme_la_bibliotheque(region):
    """The library reads one region at a time: the region's own reading first, then those of the rest of France."""
    hasard = random.Random(region)
    lire = PARTICIPANTS.champ("telephone").lecteur(Contexte(region=region))
    prefixes = [
        "0692",
        "0693",
        "0262",
        "0263",
        "0590",
        "0690",
        "0696",
        "0594",
        "0694",
        "0639",
        "0269",
        *["06", "07", "01", "09", "08"],
    ]
    for _ in range(600):
        debut = hasard.choice(prefixes)
        texte = debut + "".join(hasard.choice("0123456789") for _ in range(10 - len(debut)))
        possibles = [phonenumbers.parse(texte, r) for r in (region, "FR", "RE", "YT", "GP", "MQ", "GF")]
        valides = [n for n in possibles if phonenumbers.is_valid_number(n)]
        if texte.startswith("063998") and not (valides and valides[0] == possibles[0]):
            valides = [phonenumbers.parse(texte, "FR")]
        attendu = phonenumbers.format_number(valides[0], phonenumbers.PhoneNumberFormat.E164) if valides else texte
        assert lire(texte).valeur == attendu


@pytest.mark.parametrize(
    ("cellule", "valeur", "averti"),
    [
        ("A.B@Exemple.FR", "a.b@exemple.fr", False),
        ("mailto:a@b.fr", "a@b.fr", False),
        ("é@exemple.fr", "é@exemple.fr", False),
        ("pas une adresse", "pas une adresse", True),
        ("a@b", "a@b", True),
        ("a..b@c.fr", "a..b@c.fr", True),
        ("@c.fr", "@c.fr", True),
        ("a@exemple.invalid", "a@exemple.invalid", False),
        ("x" * 65 + "@c.fr", "x" * 65 + "@c.fr", True),
    ],
)
def test_courriels(cellule, valeur, averti):
    lecture = lu("courriel", cellule)
    assert (lecture.valeur, bool(lecture.avertissement)) == (valeur, averti)


@pytest.mark.parametrize(
    ("brut", "net", "averti"),
    [
        ("  Zoé  ", "Zoé", False),
        ("Zoe\u0301", "Zoé", False),
        ("DE\u00a0LA\u202fTOUR", "DE LA TOUR", False),
        ("a\r\nb\tc", "a b c", False),
        ("a\0b", "ab", True),
        ("a\x07b", "ab", True),
        ("\u202eevil\u202c", "evil", True),
        ("a\u200fb", "ab", True),
        ("\ufeffa", "a", False),
        ("jan\u00advier", "janvier", False),
        ("a\u200bb", "ab", False),
        ("Jean\u2011Paul", "Jean-Paul", False),
        ("Ali 👩🏽‍🚀", "Ali 👩🏽‍🚀", False),
        ("فاطمة", "فاطمة", False),
        ("<b>x</b>", "<b>x</b>", False),
        ("'; DROP TABLE x--", "'; DROP TABLE x--", False),
        ("FranÃ§ois", "FranÃ§ois", True),
        ("lâ€™Ã©tÃ©", "lâ€™Ã©tÃ©", True),
        ("São João", "São João", False),
        ("JOÃO", "JOÃO", False),
    ],
)
def test_regle_des_caracteres(brut, net, averti):
    assert (nettoyer(brut)[0], bool(nettoyer(brut)[1])) == (net, averti)


@given(st.text())
def test_nettoyer_deux_fois_ne_change_plus_rien(texte):
    net, _ = nettoyer(texte)
    assert nettoyer(net)[0] == net
    assert "\0" not in net


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("=cmd", "=cmd"),
        ("'=cmd", "=cmd"),
        ("''=cmd", "'=cmd"),
        ("-5", "-5"),
        ("'-5", "-5"),
        ("'abc", "'abc"),
        ("d'=x", "d'=x"),
    ],
)
def test_apostrophe_des_exports(texte, attendu):
    assert lu("nom", texte).valeur == attendu
    assert lu("nom", texte, classeur=True).valeur == texte


def test_nir():
    assert est_nir("1 85 05 78 006 084 91")
    assert est_nir("2 94 03 2A 004 123 " + f"{97 - int('2940319004123') % 97:02}")
    assert not est_nir("1 85 05 78 006 084 92")
    assert not est_nir("123456789012345")
    assert not est_nir("1850578006084")


def test_erreurs_de_tableur():
    assert est_erreur("#NOM?")
    assert not est_erreur("#1 du classement")


def test_chaque_type_a_son_lecteur():
    from deplie.socle.lecture.cellules import _LECTEURS

    assert set(_LECTEURS) == set(Type)
