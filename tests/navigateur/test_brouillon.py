"""A tab closed in the middle of a sentence, a session that ends: what was typed is found again."""

from __future__ import annotations


def test_a_closed_tab_loses_nothing(ouvrir, serveur):
    adresse = f"/TCO/participations/{serveur.exemples['participation']}/contrat/"
    page = ouvrir("TCO/referent_parcours")
    page.goto(adresse)
    page.get_by_label("Ce qui est convenu").fill("Trois ateliers, un stage")
    page.get_by_text("Brouillon gardé").wait_for()
    page.goto("about:blank")

    page.goto(adresse)
    page.get_by_role("link", name="Reprendre", exact=True).click()
    assert page.get_by_label("Ce qui est convenu").input_value() == "Trois ateliers, un stage"
    page.get_by_role("button", name="Effacer ce brouillon").click()
    page.get_by_role("heading", level=1).wait_for()
    assert page.get_by_label("Ce qui est convenu").input_value() == ""
    assert page.get_by_text("Vous aviez commencé").count() == 0
