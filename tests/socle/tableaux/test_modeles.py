"""Model workbooks and the page of accepted headers."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import python_calamine

from deplie.socle.lecture import lire
from deplie.socle.tableaux import Type, documentation_import, modele_de
from outils.modeles import DOSSIER, descriptions

DESCRIPTIONS = descriptions()

FEUILLES = ["Exemple", "Notice", "Listes"]


@pytest.fixture(params=DESCRIPTIONS, ids=lambda d: d.nom)
def description(request):
    return request.param


def parties(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist() if not nom.startswith("docProps/")}


def test_les_modeles_du_depot_sont_a_jour(description):
    """Made again by ``python -m outils.modeles``."""
    assert parties((DOSSIER / f"{description.nom}.xlsx").read_bytes()) == parties(modele_de(description))


def test_un_modele_renvoye_tel_quel_n_apporte_rien(description, tmp_path):
    chemin = tmp_path / "modele.xlsx"
    chemin.write_bytes(modele_de(description))
    [table] = lire([chemin], DESCRIPTIONS)
    assert (table.description, table.attendues) == (description, 0)
    assert [c.nom if c else None for c in table.colonnes] == [c.nom for c in description.champs]
    assert [c.message for c in table.avertissements] == ["Le tableau n'a que son en-tête\u00a0: aucune ligne à lire."]


def test_l_exemple_se_lit_sans_un_mot(description, tmp_path):
    """The worked line, moved to the sheet to fill in, is read without a rejection nor a warning."""
    classeur = python_calamine.load_workbook(io.BytesIO(modele_de(description)))
    assert classeur.sheet_names == [description.nom, *FEUILLES]
    _, entetes, exemple = classeur.get_sheet_by_name("Exemple").to_python()
    lus = [c.strftime("%d/%m/%Y") if isinstance(c, date) else str(c) for c in exemple]
    chemin = tmp_path / f"{description.nom}.csv"
    chemin.write_text("\n".join(";".join(map(str, ligne)) for ligne in (entetes, lus)), encoding="utf-8")
    [table] = lire([chemin], DESCRIPTIONS)
    [ligne] = table.typees("RE")
    assert (ligne.rejets, ligne.avertissements) == ((), ())
    assert any(valeur is not None for valeur in ligne.valeurs)


def test_les_listes_deroulantes_disent_ce_que_le_lecteur_accepte(description):
    classeur = python_calamine.load_workbook(io.BytesIO(modele_de(description)))
    listes = classeur.get_sheet_by_name("Listes").to_python()
    codes = [champ for champ in description.champs if champ.codes is not None]
    for colonne, champ in enumerate(codes):
        libelles = [ligne[colonne] for ligne in listes[1:] if ligne[colonne]]
        assert [champ.lecteur()(libelle).valeur for libelle in libelles] == [
            (c.code,) if champ.type is Type.LISTE else c.code for c in champ.codes
        ]
    feuille = parties(modele_de(description))["xl/worksheets/sheet1.xml"].decode()
    assert feuille.count('type="list"') == sum(champ.type is Type.CODE for champ in codes)
    assert feuille.count('state="frozen"') == 1


def test_commentaires_des_colonnes(description):
    textes = parties(modele_de(description))["xl/comments1.xml"].decode()
    assert textes.count("<comment ") == len(description.champs)


def test_chaque_colonne_se_decrit(description):
    for champ in description.champs:
        assert champ.aide.endswith((".", "…"))
        assert not champ.obligatoire or champ.exemple


def test_la_documentation_dit_chaque_en_tete_et_chaque_graphie():
    page = documentation_import(DESCRIPTIONS)
    for description in DESCRIPTIONS:
        assert f"## Table `{description.nom}`" in page
        for champ in description.champs:
            assert f"| `{champ.nom}`" in page
            assert all(texte in page for texte in champ.synonymes)
            for code in champ.codes or ():
                assert f"| `{code.code}` |" in page
    assert all(len(ligne) <= 120 for ligne in page.splitlines() if not ligne.startswith("|"))
