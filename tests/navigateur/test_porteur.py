"""A holder without an account reports on a telephone: the link, the story, an expense and its proof, the deposit."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.financements.fabrique_appel import PDF
from tests.navigateur.examen import examiner

TELEPHONE = 390


def test_a_bilan_is_finished_by_the_link_and_its_receipt_kept(ouvrir, serveur):
    page = ouvrir("", largeur=TELEPHONE)
    page.goto(f"/dossier/{serveur.exemples['jeton_a_rendre']}/")
    expect(page.get_by_role("heading", name="Versements")).to_be_visible()
    page.get_by_role("link", name="Continuer mon bilan").click()
    page.get_by_role("link", name="Écrire le récit").click()
    page.get_by_label("Ce qui a été fait").fill("Douze personnes accueillies, quatre embauches.")
    for champ in page.get_by_label("Reçu").all():
        champ.fill("9 550,00")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Déclarer une dépense").click()
    page.get_by_label("Libellé").fill("Salaire de mai")
    page.get_by_label("Acquittée le").fill("31/05/2020")
    page.get_by_label("Montant déclaré").fill("1,234")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    expect(page.get_by_text("se lit de deux façons").first).to_be_visible()
    page.get_by_label("Montant déclaré").fill("1 234,00")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    while (sans := page.get_by_text("sa pièce manque")).count():
        rang = sans.count()
        page.locator("li", has=page.get_by_text("sa pièce manque")).first.get_by_role("link", name="Joindre").click()
        preuve = {"name": f"p{rang}.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%" * rang}
        page.get_by_label("Fichier").set_input_files(preuve)
        page.get_by_role("button", name="Joindre", exact=True).click()
        page.get_by_text("La pièce est jointe").wait_for()
    assert examiner(page) == []
    page.get_by_role("button", name="Déposer le bilan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre bilan n° 1 est déposé")
    assert examiner(page) == []
    with page.expect_download() as recu:
        page.get_by_role("link", name="Reçu (PDF)").click()
    assert recu.value.suggested_filename == "recu-du-bilan-1.pdf"
