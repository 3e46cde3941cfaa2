"""Rules on random data: what is written is read again, and whatever a file holds is read or refused, never worse."""

from __future__ import annotations

import io
import random
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.socle.lecture import VIDE, FichierRefuse, Limites, lire
from deplie.socle.lecture.cellules.nir import est_nir
from deplie.socle.lecture.cellules.texte import est_erreur, nettoyer
from deplie.socle.tableaux import Champ, DescriptionTable, Type, ecrire_csv, ecrire_xlsx
from tests.socle.lecture.fabrique import CLASSEUR, DESCRIPTIONS, LIGNE, archive, changer, csv, ods, texte_ods, xlsx

# Texts as they are once read: the rule for characters is tested elsewhere.
_TEXTES = (
    st.text(st.characters(codec="utf-8"), max_size=40)
    .map(lambda t: nettoyer(t)[0])
    .filter(lambda t: t and not nettoyer(t)[1] and not est_erreur(t) and t.upper() != "#VIDE" and not est_nir(t))
)
_VALEURS: dict[Type, Any] = {
    Type.TEXTE: _TEXTES,
    Type.IDENTIFIANT: st.from_regex(r"[A-Z]{1,3}-[0-9]{1,6}", fullmatch=True),
    Type.MAJUSCULES: st.sampled_from(["PLIE", "ARPE"]),
    Type.DATE: st.dates(date(1900, 3, 1), date(2100, 12, 31)),
    Type.ENTIER: st.integers(0, 4),
    Type.NOMBRE: st.decimals(0, 9999, places=2),
    Type.COMMUNE: st.from_regex(r"(0[1-9]|2[AB]|[3-9][0-9])[0-9]{3}", fullmatch=True),
    Type.POSTAL: st.from_regex(r"[0-9]{5}", fullmatch=True),
    Type.QPV: st.from_regex(r"QP[0-9]{6}", fullmatch=True),
    Type.TELEPHONE: st.from_regex(r"\+262692[0-9]{6}", fullmatch=True),
    Type.COURRIEL: st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.(fr|re)", fullmatch=True),
    Type.ORGANISME: st.from_regex(r"[A-Z][a-z]{2,20}( [A-Z][a-z]{2,9})?", fullmatch=True),
}


def valeurs_de(champ: Champ) -> st.SearchStrategy[Any]:
    if champ.type is Type.CODE:
        brute = st.sampled_from([c.code for c in champ.codes or ()])
    elif champ.type is Type.LISTE:
        codes = [c.code for c in champ.codes or ()]
        brute = st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True).map(tuple)
    elif champ.type is Type.TEXTE:
        brute = _TEXTES.filter(lambda texte: len(texte) <= champ.longueur)
    else:
        brute = _VALEURS[champ.type]
    return brute if champ.obligatoire else st.one_of(brute, st.none(), st.just(VIDE))


def lignes_de(description: DescriptionTable) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.tuples(*map(valeurs_de, description.champs)).map(list), min_size=1, max_size=4)


def relues(octets: bytes, nom: str) -> list[list[Any]]:
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / nom
        chemin.write_bytes(octets)
        [table] = lire([chemin], DESCRIPTIONS)
        lues = list(table.typees("RE"))
    assert [ligne.rejets for ligne in lues] == [()] * len(lues)
    return [ligne.valeurs for ligne in lues]


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda d: d.nom)
@given(donnees=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_un_csv_ecrit_se_relit_a_l_identique(description, donnees):
    lignes = donnees.draw(lignes_de(description))
    octets = "".join(ecrire_csv([c.libelle for c in description.champs], lignes)).encode()
    assert relues(octets, f"{description.nom}.csv") == lignes


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda d: d.nom)
@given(donnees=st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_un_classeur_ecrit_se_relit_a_l_identique(description, donnees):
    lignes = donnees.draw(lignes_de(description))
    sortie = io.BytesIO()
    ecrire_xlsx(sortie, description.nom, [c.libelle for c in description.champs], lignes)
    assert relues(sortie.getvalue(), "export.xlsx") == lignes


def lire_ou_refuser(octets: bytes, nom: str) -> None:
    """Reading ends in lines or in one sentence; nothing else is raised."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / nom
        chemin.write_bytes(octets)
        with suppress(FichierRefuse):
            for table in lire([chemin], DESCRIPTIONS, limites=Limites(secondes_classeur=5)):
                assert sum(1 for _ in table.typees("RE")) == table.attendues


@given(octets=st.binary(max_size=3_000))
@settings(max_examples=150, deadline=None)
def test_des_octets_au_hasard(octets):
    lire_ou_refuser(octets, "participants.csv")


@given(
    debut=st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]),
    suite=st.binary(max_size=2_000),
)
@settings(max_examples=40, deadline=None)
def test_des_octets_au_hasard_sous_une_marque(debut, suite):
    lire_ou_refuser(debut + suite, "x.xlsx")


@given(texte=st.text(st.sampled_from(list(";,\t\"\n\r '=#é0123456789/-.ABnomprenomidentifiant")), max_size=400))
@settings(max_examples=150, deadline=None)
def test_un_csv_au_hasard(texte):
    lire_ou_refuser((csv(LIGNE) + texte).encode(), "participants.csv")


def _modeles() -> dict[str, bytes]:
    jour = date(2020, 1, 10)
    return {
        "x.csv": csv(*[LIGNE] * 30).encode(),
        "x.xlsx": xlsx([CLASSEUR, *[["A", "Fictif", "Zélie", jour]] * 20]),
        "x.ods": ods(texte_ods(*CLASSEUR), texte_ods("A", "B", "C", "10/01/2020")),
        "x.xls": (Path(__file__).parent / "ancien.xls").read_bytes(),
        "x.zip": archive({"participants.csv": csv(*[LIGNE] * 30)}),
    }


@pytest.mark.parametrize(
    ("nom", "combien"), [("x.csv", 150), ("x.xlsx", 25), ("x.ods", 25), ("x.xls", 10), ("x.zip", 100)]
)
def test_des_fichiers_abimes(nom, combien):
    """Bytes changed, cut out, repeated: seeded, so that a failure can be replayed."""
    octets, hasard = _modeles()[nom], random.Random(nom)
    for _ in range(combien):
        abime = bytearray(octets)
        for _ in range(hasard.randint(1, 6)):
            place = hasard.randrange(len(abime))
            geste = hasard.choice(["changer", "couper", "repeter"])
            if geste == "changer":
                abime[place] = hasard.randrange(256)
            elif geste == "couper":
                del abime[place : place + hasard.randint(1, 200)]
            else:
                abime[place:place] = abime[place : place + hasard.randint(1, 200)]
            if not abime:
                break
        lire_ou_refuser(bytes(abime), nom)


@pytest.mark.parametrize(
    "partie", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "content.xml"]
)
def test_des_classeurs_abimes_au_dedans(partie):
    """The archive is sound, its XML is not."""
    nom, hasard = ("x.ods" if partie == "content.xml" else "x.xlsx"), random.Random(partie)
    octets = _modeles()[nom]

    def abimer(xml: bytes) -> bytes:
        lettres = bytearray(xml)
        for _ in range(hasard.randint(1, 4)):
            place = hasard.randrange(len(lettres))
            if hasard.random() < 0.5:
                lettres[place : place + hasard.randint(1, 30)] = lettres[: hasard.randint(0, 40)]
            else:
                lettres[place] = hasard.choice(b'<>"/=&0123456789AZ')
        return bytes(lettres)

    for _ in range(8):
        lire_ou_refuser(changer(octets, partie, abimer), nom)


def test_les_valeurs_au_hasard_couvrent_tous_les_types():
    types = {champ.type for description in DESCRIPTIONS for champ in description.champs}
    assert types <= set(_VALEURS) | {Type.CODE, Type.LISTE}
