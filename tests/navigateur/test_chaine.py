"""From a figure of the bilan to person, étape, operation, convention, call, objective and decision, and back.

On the demonstration, by clicks alone: an address is typed once, to open the bilan.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.navigateur
CODE = "LR-PLUS-01"


def suivre(page: Any, vers: str, avec: str = "") -> str:
    """Click on the first link that leads to an address, unfolding what hides it; the words of the page it opens."""
    liens = page.locator("main a[href]")
    trouves = [
        rang
        for rang, adresse in enumerate(liens.evaluate_all("liens => liens.map(lien => lien.getAttribute('href'))"))
        if re.search(vers, adresse) and avec in adresse
    ]
    assert trouves, f"{page.url} : pas de lien vers {vers}"
    visibles = [rang for rang in trouves if liens.nth(rang).is_visible()]
    lien = liens.nth((visibles or trouves)[0])
    if not visibles:
        plis = lien.locator("xpath=ancestor::details[not(@open)]/summary")
        while plis.count():
            plis.first.click()
    lien.click()
    page.wait_for_url(re.compile(r"/operations/\d+/" if "code=" in vers else vers))
    return page.locator("main").inner_text()


def test_from_a_figure_to_its_decision_and_back_by_links_alone(ouvrir):
    page = ouvrir("LAROCHELLE/animateur_coordonnateur")
    page.goto("/LAROCHELLE/bilan/?annee=2025&par1=operation")
    suivre(page, r"/bilan/liste/personnes_en_etape/", CODE)
    suivre(page, r"/personnes/\d+/")
    personne = re.search(r"/personnes/\d+/", page.url)[0]
    if not page.locator(f"main a[href*='code={CODE}']").count():
        suivre(page, r"onglet=parcours|/parcours/")
    operation = suivre(page, rf"/operations/code/\?code={CODE}")
    ici = re.search(r"/operations/\d+/", page.url)[0]
    assert "Convention " in operation
    suivre(page, r"/programmation/\d+/operations/")
    assert CODE in suivre(page, rf"{ici}$")
    suivre(page, r"/appels/\d+/$")
    suivre(page, r"/dossiers/\d+/", re.search(r"\d+", ici)[0])
    suivre(page, rf"{ici}$")
    decision = suivre(page, r"/seances/\d+/")
    assert CODE in decision
    # And back, to the same person and to the figure.
    suivre(page, rf"{ici}$")
    suivre(page, rf"{ici}etapes/")
    suivre(page, personne)
    page.go_back()
    suivre(page, rf"{ici}$")
    suivre(page, r"/bilan/liste/personnes_en_etape/")
    page.go_back()
    suivre(page, r"/bilan/\?dispositif=", "par1=operation")
    assert CODE in page.locator("main").inner_text()
    assert page.fautes == []
