"""An ESS application deposited on a telephone: the connection is lost, the link brings back what was typed."""

from __future__ import annotations

from playwright.sync_api import Error, expect

from tests.financements.fabrique_appel import PDF
from tests.navigateur.examen import examiner

TELEPHONE = 390
COURRIEL = "jardins@exemple.invalid"
INTITULE = "Des repas partagés dans chaque quartier"


def lien_recu(serveur) -> str:
    """The secret address of the last letter, as the server wrote it to its console."""
    return serveur.attendre_au_journal(r"/dossier/[\w-]{43}/")


def enregistrer(page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="c'est enregistré")).to_be_visible()


def test_an_application_is_finished_after_the_connection_was_lost(ouvrir, serveur):
    page = ouvrir("", largeur=TELEPHONE)
    page.goto(f"/appels/TCO/{serveur.exemples['appel']}/")
    page.get_by_role("link", name="Déposer un dossier").click()
    page.get_by_label("Votre adresse électronique").fill(COURRIEL)
    page.get_by_role("button", name="Recevoir mon lien").click()
    page.get_by_text("un message vient d'y partir").wait_for()
    dossier = lien_recu(serveur)
    page.goto(dossier)
    page.get_by_role("link", name="Votre structure").click()
    page.get_by_label("Nom de la structure").fill("Les Jardins du Phare")
    page.get_by_label("Personne à contacter").fill("A. Porteuse")
    enregistrer(page)

    page.get_by_role("link", name="Votre projet").click()
    page.get_by_label("Intitulé du projet").fill(INTITULE)
    page.get_by_text("Brouillon gardé").wait_for()
    page.context.set_offline(True)
    try:
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.wait_for_load_state()
    except Error:
        pass  # the browser's own page says that there is no network
    page.context.close()

    finir(ouvrir("", largeur=TELEPHONE), dossier)


def finir(page, dossier: str) -> None:
    """Another day: the link opens the draft on what was typed, and the application is handed in."""
    page.goto(dossier)
    expect(page.get_by_text("Une saisie n'est pas enregistrée")).to_be_visible()
    page.get_by_role("link", name="Votre projet").click()
    expect(page.get_by_label("Intitulé du projet")).to_have_value(INTITULE)
    page.get_by_label("Ce qui sera fait").fill("Cuisiner et manger ensemble, chaque semaine.")
    page.get_by_label("Le projet commence le").fill("01/03/2027")
    page.get_by_label("Il finit le").fill("31/12/2027")
    enregistrer(page)
    page.get_by_role("link", name="Conditions de l'appel").click()
    page.get_by_label("Oui", exact=True).check()
    enregistrer(page)
    page.get_by_role("link", name="Dépenses et financements").click()
    page.get_by_label("Poste, dépense 1", exact=True).select_option("PRESTATIONS")
    page.get_by_label("Montant, dépense 1", exact=True).fill("5 000,50")
    page.get_by_label("Montant demandé à cet appel").fill("3,000.50")
    page.get_by_label("Financeur, financement 1", exact=True).select_option("AUTOFINANCEMENT")
    page.get_by_label("Montant, financement 1", exact=True).fill("2000")
    enregistrer(page)
    page.get_by_role("link", name="Pièces à joindre").click()
    page.get_by_label("Pièce", exact=True).select_option(label="Statuts de la structure")
    page.get_by_label("Fichier").set_input_files({"name": "statuts.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Joindre", exact=True).click()
    page.get_by_text("La pièce est jointe").wait_for()
    page.get_by_role("link", name="Revenir au dossier").click()
    page.get_by_role("link", name="Relire et déposer").click()
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre demande est déposée")
    assert examiner(page) == []
    with page.expect_download() as recu:
        page.get_by_role("link", name="Reçu de dépôt").click()
    assert recu.value.suggested_filename == "recu-de-depot.pdf"
