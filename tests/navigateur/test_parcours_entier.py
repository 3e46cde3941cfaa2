"""No mouse: from the prescription to a validated positive exit, each in their role; a job that breaks, a return."""

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
    prescripteur, referent, coordination, prescription, dossier = entrer(ouvrir, "Maëlle")
    referent = Clavier(referent.page, dossier)
    contractualiser(referent)
    suspendre(referent)
    embaucher(referent, "CDI")
    referent.voit("PLIE : en emploi, suivi")
    sortir(referent, "CDI")

    valider_la_sortie(coordination, "Maëlle", dossier)
    prescripteur = Clavier(prescripteur.page, prescription)
    prescripteur.voit("admis")
    assert [faute for qui in (prescripteur, referent, coordination) for faute in qui.page.fautes] == []


def test_a_job_breaks_before_and_after_the_exit_and_the_person_is_back_each_time(ouvrir):
    _, referent, coordination, _, dossier = entrer(ouvrir, "Elouan")
    referent = Clavier(referent.page, dossier)
    contractualiser(referent)
    embaucher(referent, "CDD de six")
    referent.voit("PLIE : en emploi, suivi")
    rompre(referent)
    embaucher(referent, "CDI")
    sortir(referent, "CDI")
    valider_la_sortie(coordination, "Elouan", dossier)

    # The second job breaks once the exit is validated: the exit is taken back, then the job ends.
    coordination = Clavier(coordination.page, dossier)
    coordination.deplier("Modifier")
    coordination.ouvrir("Corriger la sortie")
    coordination.ouvrir("Annuler la sortie")
    referent = Clavier(referent.page, dossier)
    referent.voit("PLIE : en emploi, suivi")
    rompre(referent)
    ajouter_une_etape(referent, "Formation")
    assert [faute for qui in (referent, coordination) for faute in qui.page.fautes] == []


def entrer(ouvrir: Any, prenom: str) -> tuple[Clavier, Clavier, Clavier, str, str]:
    """Prescriber, référent and coordinator, with the addresses of the prescription and of the person, admitted."""
    prescripteur = Clavier(ouvrir("TCO/prescripteur"), "/TCO/prescriptions/")
    orienter(prescripteur, prenom)
    coordination = Clavier(ouvrir("TCO/animateur_coordonnateur"), "/TCO/seances/instances/nouvelle/")
    prevoir(coordination, prenom)
    referent = Clavier(ouvrir("TCO/referent_parcours"), "/TCO/prescriptions/")
    prescription = recevoir(referent, prenom)
    return prescripteur, referent, coordination, prescription, admettre(coordination, prenom, prescription)


def rompre(referent: Clavier) -> None:
    referent.deplier("Modifier")
    referent.ouvrir("Fin de l'emploi")
    referent.ouvrir("Enregistrer")
    referent.voit("PLIE : en parcours")


def sortir(referent: Clavier, motif: str) -> None:
    referent.deplier("Modifier")
    referent.ouvrir("Prononcer la sortie")
    referent.choisir("Motif", motif)
    referent.ouvrir("Enregistrer")
    referent.voit("à valider")


def orienter(prescripteur: Clavier, prenom: str) -> None:
    prescripteur.ouvrir("Orienter une personne")
    prescripteur.ecrire("Nom de naissance", f"Fictif-{prenom}")
    prescripteur.ecrire("Prénom", prenom)
    prescripteur.ecrire("Date de naissance", "14/05/1985")
    prescripteur.cocher("Bénéficiaire du RSA")
    prescripteur.ecrire("Bénéficiaire du RSA (socle ou majoré) : pièce", JOUR)
    prescripteur.cocher("aujourd'hui : notice")
    prescripteur.cocher("aujourd'hui : accord")
    prescripteur.ouvrir("Orienter")
    prescripteur.voit("prescrit")


def prevoir(coordination: Clavier, prenom: str) -> None:
    """A commission of today, with its body."""
    coordination.ecrire("Nom", f"Commission de {prenom}")
    coordination.ouvrir("Enregistrer l'instance")
    coordination.ouvrir("Séances")
    coordination.ouvrir("Prévoir une séance")
    coordination.choisir("Instance", f"Commission de {prenom}")
    coordination.ecrire("Date", JOUR)
    coordination.ouvrir("Prévoir la séance")
    coordination.voit("séance prévue")


def admettre(coordination: Clavier, prenom: str, prescription: str) -> str:
    """The address of the person, admitted in the séance where they were presented."""
    coordination = Clavier(coordination.page, prescription)
    coordination.ouvrir("Décider en séance")
    coordination.jusqu_a(f"{prenom} Fictif-{prenom}")
    coordination.choisir("Décision", "Admettre")
    coordination.ouvrir("Enregistrer les décisions")
    coordination.voit("1 décision est enregistrée")
    coordination = Clavier(coordination.page, prescription)
    coordination.ouvrir("Ouvrir le dossier")
    return coordination.page.url


def valider_la_sortie(coordination: Clavier, prenom: str, dossier: str) -> None:
    """The exit is validated in the same commission."""
    coordination = Clavier(coordination.page, "/TCO/seances/?onglet=passees")
    coordination.ouvrir(f"Commission de {prenom}")
    coordination.jusqu_a(f"{prenom} Fictif-{prenom}")
    coordination.choisir("Décision", "Valider la sortie")
    coordination.ouvrir("Enregistrer les décisions")
    coordination = Clavier(coordination.page, dossier)
    coordination.voit(", validée le")


def recevoir(referent: Clavier, prenom: str) -> str:
    """The address of the prescription, presented to a commission."""
    referent.ouvrir(f"{prenom} Fictif-{prenom}")
    prescription = referent.page.url
    referent.ouvrir("Déclarer recevable")
    referent.ouvrir("Déclarer recevable")
    referent.ouvrir("Inscrire à une commission")
    referent.choisir("Séance", f"Commission de {prenom}")
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
    ajouter_une_etape(referent, "Atelier coll")


def ajouter_une_etape(referent: Clavier, categorie: str) -> None:
    referent.ouvrir("Ajouter une étape")
    referent.choisir("Catégorie", categorie)
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
