"""A few working days, told by role and by visible name: what people come to do, from the door to the end."""

from __future__ import annotations

from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.navigateur.examen import examiner

PARTICIPANTS = """identifiant;nom;prenom;date_naissance;sexe;dispositif;date_entree
WEB-1;Essai;Zélie;14/05/1985;Femme;PLIE;10/01/2020
WEB-2;Essai;Tom;31/02/1980;Homme;PLIE;10/01/2020
"""


def entrer(page: Any, role: str, territoire: str = "TCO") -> None:
    """Come in by the demonstration's door."""
    page.goto("/connexion/")
    page.get_by_label("Territoire").select_option(territoire)
    page.get_by_role("button", name=role, exact=True).click()
    page.wait_for_url(f"**/{territoire}/**")


def test_the_coordinator_opens_the_people_behind_a_figure(ouvrir, tmp_path):
    page = ouvrir(accept_downloads=True)
    entrer(page, "Animation et coordination")
    page.get_by_role("link", name="Bilan", exact=True).first.click()
    page.get_by_label("Année", exact=True).select_option("2020")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("heading", name="Bilan 2020", level=1).wait_for()
    page.get_by_role("link", name="448 : voir la liste").first.click()
    page.get_by_role("heading", name="448", level=1).wait_for()
    with page.expect_download() as attente:
        page.get_by_role("link", name="Exporter (XLSX)").click()
    attente.value.save_as(tmp_path / "liste.xlsx")
    lignes = CalamineWorkbook.from_path(str(tmp_path / "liste.xlsx")).get_sheet_by_index(0).to_python()
    assert len([ligne for ligne in lignes if any(ligne)]) >= 449
    assert page.fautes == []


def test_a_file_is_previewed_applied_and_its_refused_line_taken_back(ouvrir, tmp_path):
    page = ouvrir(accept_downloads=True)
    entrer(page, "Animation et coordination", "LAROCHELLE")
    fichier = tmp_path / "participants.csv"
    fichier.write_text(PARTICIPANTS, encoding="utf-8")
    page.goto("/LAROCHELLE/imports/nouveau/")
    page.get_by_label("Fichiers").set_input_files(fichier)
    page.get_by_role("button", name="Lire et contrôler").click()
    page.get_by_role("heading", name="Ce que cet import va faire").wait_for()
    assert page.get_by_text("31/02/1980").count()
    fautes = examiner(page)
    assert not fautes, "\n".join(fautes)
    with page.expect_download() as attente:
        page.get_by_role("link", name="les télécharger").click()
    rejets = attente.value.path().read_text(encoding="utf-8-sig")
    assert "WEB-2" in rejets
    assert "motif_rejet" in rejets
    assert "WEB-1" not in rejets
    page.get_by_role("button", name="Appliquer").click()
    page.get_by_role("heading", name="Import appliqué").wait_for()
    page.goto("/LAROCHELLE/participants/?q=zelie+essai")
    assert page.get_by_role("link", name="Zélie").count() or page.get_by_text("Zélie").count()


def test_an_elected_person_reads_figures_and_no_name(ouvrir):
    page = ouvrir()
    entrer(page, "Élu·e du comité de pilotage")
    assert page.get_by_role("link", name="Participants").count() == 0
    assert page.goto("/TCO/participants/").status == 403
    page.goto("/TCO/bilan/?annee=2020")
    assert page.get_by_role("link", name="voir la liste").count() == 0
    assert page.goto("/LAROCHELLE/bilan/").status == 404


@pytest.mark.parametrize("largeur", [1280, 390])
def test_the_bilan_is_read_without_javascript(ouvrir, largeur):
    page = ouvrir("TCO/animateur_coordonnateur", largeur=largeur, java_script_enabled=False)
    page.goto("/TCO/bilan/?annee=2020")
    page.get_by_label("Ventiler par").select_option("sexe")
    page.get_by_role("button", name="Afficher").click()
    assert "sexe" in page.url
    page.get_by_role("heading", name="Bilan 2020", level=1).wait_for()
    assert page.get_by_text("448").count()


def test_the_keyboard_alone_goes_from_the_door_to_the_content(ouvrir):
    page = ouvrir("TCO/animateur_coordonnateur")
    page.goto("/TCO/bilan/?annee=2020")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")
    vus = []
    for _ in range(40):
        page.keyboard.press("Tab")
        vus.append(page.evaluate(FOYER))
    assert all(vu["visible"] for vu in vus if vu["nom"] != "BODY"), vus


# Where the focus is, and whether it shows: an outline or a shadow of its own.
FOYER = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const marque = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  return {nom: e.tagName, texte: e.textContent.trim().slice(0, 40), visible: marque && b.width > 0 && b.height > 0};
}"""
