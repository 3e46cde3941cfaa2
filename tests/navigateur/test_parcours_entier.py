"""No mouse: from the prescription to a validated positive exit, each in their role; a job breaks on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

JOUR = f"{date.today():%d/%m/%Y}"

# What the focus is on, as a person names it: its label, else its text.
NOM = """() => {
  const e = document.activeElement;
  const etiquette = e.labels && e.labels.length ? e.labels[0].textContent : '';
  return (etiquette || e.getAttribute('aria-label') || e.textContent || '').replace(/\\s+/g, ' ').trim();
}"""


class Clavier:
    """Somebody who has a keyboard alone."""

    def __init__(self, page: Any, adresse: str) -> None:
        self.page = page
        page.goto(adresse)

    def jusqu_a(self, debut: str) -> None:
        """Tab until the focus is on what begins so."""
        vus = []
        for _ in range(250):
            self.page.keyboard.press("Tab")
            vus.append(self.page.evaluate(NOM))
            if vus[-1].startswith(debut):
                return
        raise AssertionError(f"« {debut} » is not reached by the keyboard: {vus}")

    def ouvrir(self, debut: str) -> None:
        """Follow a link or press a button."""
        self.jusqu_a(debut)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def deplier(self, debut: str) -> None:
        self.jusqu_a(debut)
        self.page.keyboard.press("Enter")

    def ecrire(self, debut: str, texte: str) -> None:
        self.jusqu_a(debut)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(texte)

    def cocher(self, debut: str) -> None:
        self.jusqu_a(debut)
        self.page.keyboard.press("Space")

    def choisir(self, debut: str, texte: str) -> None:
        """A list is searched by the first letters."""
        self.jusqu_a(debut)
        self.page.keyboard.type(texte)

    def voit(self, texte: str) -> None:
        self.page.get_by_text(texte).first.wait_for()


def test_from_the_prescription_to_a_validated_exit_by_the_keyboard_alone(ouvrir):
    prescripteur = Clavier(ouvrir("TCO/prescripteur"), "/TCO/prescriptions/")
    orienter(prescripteur)
    coordination = Clavier(ouvrir("TCO/animateur_coordonnateur"), "/TCO/seances/instances/nouvelle/")
    prevoir(coordination)
    referent = Clavier(ouvrir("TCO/referent_parcours"), "/TCO/prescriptions/")
    prescription = recevoir(referent)
    dossier = admettre(coordination, prescription)

    referent = Clavier(referent.page, dossier)
    contractualiser(referent)
    suspendre(referent)
    embaucher(referent, "CDD de six")
    referent.voit("PLIE : en emploi, suivi")
    referent.deplier("Modifier")
    referent.ouvrir("Fin de l'emploi")
    referent.ouvrir("Enregistrer")
    referent.voit("PLIE : en parcours")
    embaucher(referent, "CDI")
    referent.deplier("Modifier")
    referent.ouvrir("Prononcer la sortie")
    referent.choisir("Motif", "CDI")
    referent.ouvrir("Enregistrer")
    referent.voit("à valider")

    valider_la_sortie(coordination, dossier)
    prescripteur = Clavier(prescripteur.page, prescription)
    prescripteur.voit("admis")
    assert [faute for qui in (prescripteur, referent, coordination) for faute in qui.page.fautes] == []


def orienter(prescripteur: Clavier) -> None:
    prescripteur.ouvrir("Orienter une personne")
    prescripteur.ecrire("Nom de naissance", "Fictif-Clavier")
    prescripteur.ecrire("Prénom", "Maëlle")
    prescripteur.ecrire("Date de naissance", "14/05/1985")
    prescripteur.cocher("Bénéficiaire du RSA")
    prescripteur.ecrire("Bénéficiaire du RSA (socle ou majoré) : pièce", JOUR)
    prescripteur.cocher("aujourd'hui : notice")
    prescripteur.cocher("aujourd'hui : accord")
    prescripteur.ouvrir("Orienter")
    prescripteur.voit("prescrit")


def prevoir(coordination: Clavier) -> None:
    """A commission of today, with its body."""
    coordination.ecrire("Nom", "Commission au clavier")
    coordination.ouvrir("Enregistrer l'instance")
    coordination.ouvrir("Séances")
    coordination.ouvrir("Prévoir une séance")
    coordination.choisir("Instance", "Commission au clavier")
    coordination.ecrire("Date", JOUR)
    coordination.ouvrir("Prévoir la séance")
    coordination.voit("séance prévue")


def admettre(coordination: Clavier, prescription: str) -> str:
    """The address of the person, admitted in the séance where they were presented."""
    coordination = Clavier(coordination.page, prescription)
    coordination.ouvrir("Décider en séance")
    coordination.jusqu_a("Maëlle Fictif-Clavier")
    coordination.choisir("Décision", "Admettre")
    coordination.ouvrir("Enregistrer les décisions")
    coordination.voit("1 décision est enregistrée")
    coordination = Clavier(coordination.page, prescription)
    coordination.ouvrir("Ouvrir le dossier")
    return coordination.page.url


def valider_la_sortie(coordination: Clavier, dossier: str) -> None:
    """The exit is validated in the same commission."""
    coordination = Clavier(coordination.page, "/TCO/seances/?onglet=passees")
    coordination.ouvrir("Commission au clavier")
    coordination.jusqu_a("Maëlle Fictif-Clavier")
    coordination.choisir("Décision", "Valider la sortie")
    coordination.ouvrir("Enregistrer les décisions")
    coordination = Clavier(coordination.page, dossier)
    coordination.voit(", validée le")


def recevoir(referent: Clavier) -> str:
    """The address of the prescription, presented to a commission."""
    referent.ouvrir("Maëlle Fictif-Clavier")
    prescription = referent.page.url
    referent.ouvrir("Déclarer recevable")
    referent.ouvrir("Déclarer recevable")
    referent.ouvrir("Inscrire à une commission")
    referent.choisir("Séance", "Commission au clavier")
    referent.ouvrir("Inscrire à une commission")
    referent.voit("en commission")
    return prescription


def contractualiser(referent: Clavier) -> None:
    referent.deplier("Modifier")
    referent.ouvrir("Établir le contrat PLIE")
    referent.ouvrir("Enregistrer")
    referent.deplier("Modifier")
    referent.ouvrir("Signer le contrat PLIE")
    referent.ouvrir("Enregistrer")
    referent.voit("contrat PLIE signé")
    referent.ouvrir("Ajouter une étape")
    referent.choisir("Catégorie", "Atelier coll")
    referent.ecrire("Début", JOUR)
    referent.ecrire("Fin", JOUR)
    referent.ouvrir("Enregistrer")
    referent.voit("PLIE : en parcours")


def suspendre(referent: Clavier) -> None:
    referent.deplier("Modifier")
    referent.ouvrir("Suspendre le parcours")
    referent.choisir("Motif", "raison fam")
    referent.ouvrir("Enregistrer")
    referent.voit("PLIE : suspendu")
    referent.deplier("Modifier")
    referent.ouvrir("Reprendre le parcours")
    referent.ouvrir("Enregistrer")
    referent.voit("PLIE : en parcours")


def embaucher(referent: Clavier, contrat: str) -> None:
    referent.deplier("Modifier")
    referent.ouvrir("Enregistrer un emploi")
    referent.choisir("Contrat", contrat)
    referent.ecrire("Premier jour", JOUR)
    referent.ouvrir("Enregistrer")
