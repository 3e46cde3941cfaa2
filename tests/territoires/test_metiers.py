"""The list of ROME occupations: whole, well formed, and found by the words that people use."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.territoires.queries.geographie import DONNEES
from deplie.territoires.queries.metiers import chercher, ecrire, inconnu, metiers, reconnaitre
from deplie.territoires.rules.metiers import CODE, formes
from outils.rome import metiers as lire

# By great domain, as France Travail counts the occupations of the version 4.60.
DOMAINES = {
    "A": 87, "B": 49, "C": 32, "D": 115, "E": 70, "F": 104, "G": 108, "H": 221, "I": 110, "J": 78, "K": 256, "L": 54,
    "M": 208, "N": 92,
}  # fmt: skip


def test_la_liste_est_complete_et_bien_formee() -> None:
    assert len(metiers()) == 1_584
    assert Counter(code[0] for code in metiers()) == DOMAINES
    assert all(CODE.fullmatch(code) for code in metiers())
    assert all(libelle == libelle.strip() and 2 <= len(libelle) <= 110 for libelle in metiers().values())
    assert list(metiers()) == sorted(metiers())


def test_la_source_et_la_licence_sont_dites_a_cote() -> None:
    note = (DONNEES / "ROME.md").read_text(encoding="utf-8")
    for dit in ("1584 métiers", "France Travail", "version 4.60", "Licence Ouverte 2.0"):
        assert dit in note


def test_un_code_de_plusieurs_secteurs_n_est_lu_qu_une_fois() -> None:
    secteur = {"codes_rome": [{"code": "N1101", "libelle": "Cariste"}]}
    assert lire({"1": secteur, "2": secteur}) == [("N1101", "Cariste")]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("menage", "K1304"), ("Femme de ménage", "K2205"), ("caissière", "D1505"), ("macon", "F1703"),
        ("électricien du BATIMENT", "F1602"), ("aide soignante", "J1501"), ("chauffeur", "N4101"), ("n1101", "N1101"),
    ],
)  # fmt: skip
def test_un_metier_se_trouve_par_les_mots_de_tous_les_jours(texte: str, attendu: str) -> None:
    assert attendu in [code for code, _ in chercher(texte)]


def test_un_metier_se_reconnait_au_masculin_au_feminin_ou_par_son_code() -> None:
    assert list(formes("Vendeur / Vendeuse en épicerie"))[1:] == ["Vendeuse en épicerie", "Vendeur en épicerie"]
    for texte in ("vendeuse en epicerie", "Vendeur en épicerie", "d1106", "Vendeur / Vendeuse en épicerie (D1106)"):
        assert reconnaitre(texte) == "D1106"
    assert reconnaitre("vendeur") is None
    assert reconnaitre("") is None


def test_un_code_inconnu_est_dit_avec_ses_voisins() -> None:
    assert inconnu("N1101") == ""
    assert inconnu("K2299").startswith("Le code K2299 n'est pas dans le ROME 4.60. Codes voisins : ")
    assert inconnu("A9999") == "Le code A9999 n'est pas dans le ROME 4.60."
    assert {code[:3] for code, _ in chercher("k2299")} == {"K22"}


def test_un_ancien_libelle_se_lit_tel_quel() -> None:
    assert ecrire("N1101") == "Cariste (N1101)"
    assert ecrire("N1101", "Conduite de chariots") == "Conduite de chariots (N1101)"
    assert (ecrire("", "Vente"), ecrire("")) == ("Vente", "")


@given(st.sampled_from(sorted(metiers())))
def test_chaque_metier_se_retrouve_par_son_code_et_par_ses_mots(code: str) -> None:
    assert reconnaitre(ecrire(code)) == code
    assert reconnaitre(f" {code.lower()} ") == code
    meme = [autre for autre, libelle in metiers().items() if libelle == metiers()[code]]
    assert reconnaitre(metiers()[code]) == (code if len(meme) == 1 else None)


@given(st.text(max_size=60))
def test_aucun_texte_n_arrete_la_recherche(texte: str) -> None:
    assert len(chercher(texte)) <= 8
    assert reconnaitre(texte) in {None, *metiers()}
