"""From the publication of a call to the balance of an operation with its controls, each in their role, by its pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from playwright.sync_api import expect

from tests.financements.fabrique_appel import PDF
from tests.navigateur.examen import examiner
from tests.navigateur.test_depot import lien_recu

AUJOURD_HUI = date.today()
JOUR = f"{AUJOURD_HUI:%d/%m/%Y}"
AN = AUJOURD_HUI.year - 1
CODE = "AAP-VELO"
PROJET = "Réparer des vélos et apprendre"
# The body of the operator whose session is open: it deposits by its link, and is then followed by its page.
PORTEUR = "Centre Modèle"


class Visite:
    """Somebody at work, who reads labels and buttons."""

    def __init__(self, page: Any, adresse: str = "") -> None:
        self.page = page
        if adresse:
            page.goto(adresse)

    def ecrire(self, etiquette: str, valeur: str) -> None:
        self.champ(etiquette).fill(valeur)

    def choisir(self, etiquette: str, libelle: str) -> None:
        self.champ(etiquette).select_option(label=libelle)

    def champ(self, etiquette: str) -> Any:
        return self.page.get_by_label(re.compile(rf"^{re.escape(etiquette)}(?!\w)")).first

    def suivre(self, nom: str) -> None:
        self.page.get_by_role("link", name=nom).first.click()

    def appuyer(self, nom: str) -> None:
        self.page.get_by_role("button", name=nom, exact=True).first.click()
        self.page.wait_for_load_state()
        assert not self.page.locator("#fautes").count(), self.page.locator("#fautes").inner_text()

    def lit(self, *textes: str) -> None:
        for texte in textes:
            expect(self.page.locator("#contenu")).to_contain_text(texte)

    def somme(self, nom: str, montant: str) -> None:
        """The value beside a name, in a list of keys and values."""
        expect(self.page.locator(f"dt:text-is('{nom}') + dd").first).to_have_text(espace(montant))


def espace(montant: str) -> re.Pattern[str]:
    """« 1 234,50 € », whatever its spaces."""
    return re.compile(r"^\s*" + r"\s".join(re.escape(mot) for mot in montant.split()) + r"\s*$")


def test_a_call_from_its_publication_to_the_balance_of_an_operation(ouvrir, serveur):
    pilote = Visite(ouvrir("TCO/animateur_coordonnateur"))
    publique = publier(pilote)
    deposer(Visite(ouvrir("")), publique, serveur)
    dossier = recevoir(Visite(ouvrir("TCO/instructeur")), pilote)
    retenir(pilote, dossier)
    gestion = Visite(ouvrir("TCO/gestionnaire_oi"))
    operation = conventionner(gestion, dossier)
    porteur, controle = Visite(ouvrir("TCO/operateur")), Visite(ouvrir("TCO/controleur_csf"))

    # 2 600 declared, 100 taken off: 2 500 retained, at 80 %.
    bilan = declarer(porteur, operation, "01/01", "30/06", [("Ateliers", "2 000"), ("Outils", "500,50"),
                                                            ("Affiches", "99.50")])  # fmt: skip
    porteur.lit("2 600,00 €")
    controler(controle, porteur, bilan, ecarte=("300", "100"))
    controle.lit("2 500,00 €")
    verser(gestion, operation, "acompte", "560,00")
    gestion.lit("2 000,00 € ; reste 2 800,00 €")
    gestion.appuyer("Poursuivre l'exécution")
    gestion.page.get_by_text("de nouveau en exécution").first.wait_for()

    bilan = declarer(porteur, operation, "01/07", "31/12", [("Ateliers d'automne", "3 000,00")], final=True)
    controler(controle, porteur, bilan)
    gestion = Visite(gestion.page, operation)
    for nom, montant in (("Retenu", "5 500,00 €"), ("Aide due", "4 400,00 €"), ("Déjà versé", "2 000,00 €")):
        gestion.somme(nom, montant)
    verser(gestion, operation, "solde", "2 400,00")
    gestion.suivre("Solder l'opération")
    gestion.appuyer("Solder")
    gestion.lit("soldée")
    assert examiner(gestion.page) == []
    assert gestion.page.fautes == []


def publier(pilote: Visite) -> str:
    """The public address of a call that asks one question, one piece, and marks on one criterion."""
    pilote.page.goto("/TCO/appels/nouveau/")
    pilote.ecrire("Titre", "Mobilité solidaire")
    pilote.ecrire("Code", CODE)
    pilote.choisir("Qui lance l'appel", PORTEUR)
    pilote.ecrire("Dépôt à partir du", f"01/01/{AN}")
    pilote.ecrire("Dépôt jusqu'au", f"31/12/{AN + 2}")
    pilote.ecrire("Enveloppe", "10 000")
    pilote.ecrire("Taux maximum d'aide", "80")
    pilote.appuyer("Enregistrer")
    for quoi, champs in (
        ("questions", {"Question": "Le projet a lieu sur le territoire"}),
        ("pieces", {"Pièce": "Statuts de la structure"}),
        ("grille", {"Critère": "Utilité sociale", "Poids": "1", "Note maximum": "20"}),
    ):
        reglement = pilote.page.url
        pilote.page.goto(re.sub(r"reglement/$", f"listes/{quoi}/", reglement))
        for nom, valeur in champs.items():
            pilote.ecrire(f"{nom}, ligne 1", valeur)
        pilote.appuyer("Enregistrer")
    pilote.appuyer("Publier l'appel")
    return str(pilote.page.locator("#adresse-publique").inner_text())


def deposer(porteur: Visite, publique: str, serveur: Any) -> None:
    """An application of 6,000 €, of which 4,800 are asked; its receipt is kept."""
    page = porteur.page
    page.goto(re.sub(r"^https?://[^/]+", "", publique))
    porteur.suivre("Déposer un dossier")
    porteur.ecrire("Votre adresse électronique", "velos@exemple.invalid")
    porteur.appuyer("Recevoir mon lien")
    page.goto(lien_recu(serveur))
    porteur.suivre("Votre structure")
    porteur.ecrire("Nom de la structure", PORTEUR)
    porteur.ecrire("Personne à contacter", "A. Porteuse")
    porteur.appuyer("Enregistrer")
    porteur.suivre("Votre projet")
    porteur.ecrire("Intitulé du projet", PROJET)
    porteur.ecrire("Ce qui sera fait", "Un atelier par semaine.")
    porteur.ecrire("Le projet commence le", f"01/01/{AN}")
    porteur.ecrire("Il finit le", f"31/12/{AN}")
    porteur.appuyer("Enregistrer")
    porteur.suivre("Conditions de l'appel")
    page.get_by_label("Oui", exact=True).check()
    porteur.appuyer("Enregistrer")
    porteur.suivre("Dépenses et financements")
    for nom, valeur in (("Année, dépense 1", str(AN)), ("Montant, dépense 1", "6 000"),
                        ("Année, financement 1", str(AN)), ("Montant, financement 1", "1200.00"),
                        ("Montant demandé à cet appel", "4 800,00")):  # fmt: skip
        porteur.ecrire(nom, valeur)
    porteur.champ("Poste, dépense 1").select_option("PRESTATIONS")
    porteur.champ("Financeur, financement 1").select_option("AUTOFINANCEMENT")
    porteur.appuyer("Enregistrer")
    porteur.suivre("Pièces à joindre")
    porteur.choisir("Pièce", "Statuts de la structure")
    porteur.champ("Fichier").set_input_files({"name": "statuts.pdf", "mimeType": "application/pdf", "buffer": PDF})
    porteur.appuyer("Joindre")
    porteur.suivre("Revenir au dossier")
    porteur.suivre("Relire et déposer")
    porteur.appuyer("Déposer le dossier")
    porteur.lit("Votre demande est déposée")
    with page.expect_download() as recu:
        porteur.suivre("Reçu de dépôt")
    assert recu.value.path().read_bytes().startswith(b"%PDF")


def recevoir(instructeur: Visite, pilote: Visite) -> str:
    """The address of the application, found admissible, read without a conflict of interest, and ranked."""
    pilote.suivre("Dossiers")
    pilote.suivre(CODE + "-")
    dossier = str(pilote.page.url)
    instructeur.page.goto(dossier)
    instructeur.suivre("Reconnaître le porteur")
    instructeur.page.get_by_role("radio", name=re.compile(PORTEUR)).first.check()
    instructeur.appuyer("Enregistrer")
    instructeur.suivre("Statuer sur la recevabilité")
    instructeur.page.get_by_role("radio", name="recevable", exact=True).check()
    instructeur.appuyer("Enregistrer")
    instructeur.appuyer("Ouvrir l'instruction")
    pilote.page.goto(dossier)
    pilote.champ("Confier le dossier à").select_option(label="Salomé Chimère")
    pilote.appuyer("Confier")
    instructeur.page.goto(dossier)
    instructeur.suivre("Déclarer mes intérêts")
    instructeur.page.get_by_role("radio", name=re.compile("^[Nn]on")).check()
    instructeur.appuyer("Déclarer")
    instructeur.champ("Utilité sociale").fill("15,5")
    instructeur.choisir("Avis", "favorable")
    instructeur.appuyer("Rendre ma lecture")
    instructeur.lit("Note : 77,5 sur 100")
    instructeur.suivre("Rendre l'avis technique")
    instructeur.ecrire("Avis technique", "Un projet utile, chiffré sans excès.")
    instructeur.appuyer("Enregistrer")
    instructeur.page.goto(pilote.page.url)
    instructeur.suivre("Mobilité solidaire")
    instructeur.suivre("Classement")
    instructeur.lit("5 200 €", "restent sur 10 000 €", "4 800,00 €")
    return dossier


def retenir(comite: Visite, dossier: str) -> None:
    """A committee of today grants what is asked."""
    comite.page.goto("/TCO/seances/instances/nouvelle/")
    comite.ecrire("Nom", f"Comité {CODE}")
    comite.choisir("Nature", "comité de sélection")
    comite.appuyer("Enregistrer l'instance")
    comite.page.goto("/TCO/seances/nouvelle/")
    comite.champ("Instance").select_option(label=f"Comité {CODE}")
    comite.ecrire("Date", JOUR)
    comite.appuyer("Prévoir la séance")
    decision = comite.page.get_by_role("group", name=re.compile(f"Décision pour {CODE}-"))
    decision.get_by_label("Décision", exact=True).select_option(label="Retenir")
    expect(decision.get_by_label("Montant accordé")).to_have_value(re.compile(r"4\s?800"))
    comite.appuyer("Enregistrer les décisions")
    comite.page.goto(dossier)
    comite.lit("4 800 € accordés")


def conventionner(gestion: Visite, dossier: str) -> str:
    """The address of the operation: its convention signed, its advance of 30 % paid, its work begun."""
    gestion.page.goto(dossier)
    gestion.suivre("L'opération")
    operation = str(gestion.page.url)
    gestion.suivre("Signer la convention")
    gestion.ecrire("Signée le", JOUR)
    gestion.appuyer("Enregistrer la convention")
    verser(gestion, operation, "avance", "1 440,00")
    gestion.lit("1 440,00 € ; reste 3 360,00 €")
    gestion.suivre("Commencer l'exécution")
    gestion.appuyer("Commencer l'exécution")
    return operation


def verser(gestion: Visite, operation: str, nature: str, montant: str) -> None:
    gestion.page.goto(operation)
    gestion.suivre("Prévoir un versement")
    gestion.choisir("Nature", nature)
    gestion.ecrire("Montant prévu", montant)
    gestion.appuyer("Prévoir")
    gestion.suivre("Payer")
    gestion.ecrire("Payé le", JOUR)
    gestion.appuyer("Enregistrer le paiement")


def declarer(porteur: Visite, operation: str, du: str, au: str, depenses: list[tuple[str, str]],
             final: bool = False) -> str:  # fmt: skip
    """The address of a bilan that is deposited, each expense with its piece."""
    porteur.page.goto(operation)
    porteur.suivre("Commencer un bilan")
    porteur.ecrire("Du", f"{du}/{AN}")
    porteur.ecrire("Au", f"{au}/{AN}")
    porteur.champ("Bilan final").set_checked(final)
    porteur.appuyer("Commencer")
    bilan = str(porteur.page.url)
    porteur.suivre("Écrire le récit")
    porteur.ecrire("Ce qui a été fait", "Les ateliers prévus.")
    porteur.appuyer("Enregistrer")
    for rang, (libelle, montant) in enumerate(depenses):
        porteur.suivre("Déclarer une dépense")
        porteur.champ("Poste").select_option("PRESTATIONS")
        porteur.ecrire("Libellé", libelle)
        porteur.ecrire("Acquittée le", f"{au}/{AN}")
        porteur.ecrire("Montant déclaré", montant)
        porteur.appuyer("Déclarer")
        porteur.suivre(f"Joindre une pièce : {libelle}")
        contenu = PDF + f"%{final}{rang}".encode()
        porteur.champ("Fichier").set_input_files(
            {"name": f"facture-{rang}.pdf", "mimeType": "application/pdf", "buffer": contenu}
        )
        porteur.appuyer("Joindre")
    porteur.page.goto(bilan)
    porteur.appuyer("Déposer le bilan")
    return bilan


def controler(controle: Visite, porteur: Visite, bilan: str, ecarte: tuple[str, str] | None = None) -> None:
    """A sample drawn and seen; what is taken off first is notified, answered, then corrected."""
    controle.page.goto(bilan)
    controle.suivre("Ouvrir le contrôle")
    controle.ecrire("Graine du tirage", "essai")
    controle.appuyer("Tirer l'échantillon")
    while (a_verifier := controle.page.locator("tr", has_text="à vérifier")).count():
        a_verifier.first.get_by_role("link", name="Vérifier").click()
        controle.ecrire("Ce qui a été vérifié", "La facture et son paiement.")
        if ecarte and controle.page.get_by_text("Ateliers").count():
            controle.ecrire("Montant écarté", ecarte[0])
            controle.ecrire("Motif de l'écart", "Une journée hors période")
        controle.appuyer("Enregistrer")
    if ecarte:
        contredire(controle, porteur, ecarte[1])
    controle.suivre("Conclure")
    controle.appuyer("Conclure")
    controle.lit("validé")


def contredire(controle: Visite, porteur: Visite, final: str) -> None:
    """The contradictory period: the holder answers, less is taken off."""
    controle.suivre("Notifier les constats")
    controle.appuyer("Notifier")
    porteur.page.goto(controle.page.url)
    porteur.suivre("Répondre aux constats")
    porteur.ecrire("Réponse aux constats", "Deux des trois heures sont dans la période.")
    porteur.appuyer("Envoyer la réponse")
    controle.page.reload()
    controle.page.locator("tr", has_text="Ateliers").get_by_role("link", name="Revoir").click()
    controle.ecrire("Montant écarté après réponse", final)
    controle.ecrire("Ce que le porteur a répondu", "Deux heures prouvées.")
    controle.appuyer("Enregistrer")
