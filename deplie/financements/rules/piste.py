"""The audit trail: what became of each declared euro, and what its papers lack.

A gap is a sentence, never a guess: what is not recorded is said not to be. Source: European money is followed from the
operation to each expense and its proof (règlement (UE) 2021/1060, article 69 and annex XIII, « piste d'audit »).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from deplie.financements.rules.nomenclature import SOLDE

PREPAREE: Final = "PREPAREE"
DECLAREE: Final = "DECLAREE"
EN_CONTROLE: Final = "EN_CONTROLE"
RETENUE: Final = "RETENUE"
ECARTEE_EN_PARTIE: Final = "ECARTEE_EN_PARTIE"
ECARTEE: Final = "ECARTEE"
SORTS: Final[dict[str, str]] = {
    PREPAREE: "en préparation",
    DECLAREE: "déclarée",
    EN_CONTROLE: "en contrôle",
    RETENUE: "retenue",
    ECARTEE_EN_PARTIE: "écartée en partie",
    ECARTEE: "écartée",
}


class LigneVue(NamedTuple):
    """An expense as an auditor looks at it. Amounts in euros; ``motif``: why the control takes something off."""

    montant: Decimal
    ecarte: Decimal
    pieces: int
    deposee: bool
    validee: bool
    controlee: bool = False
    echantillon: bool = False
    verifiee: bool = False
    motif: str = ""


class VersementVu(NamedTuple):
    """A payment made: its kind, its day, its reference, how many bilans were accepted by then."""

    genre: str
    paye_le: date
    reference: str
    bilans: int


class Manque(NamedTuple):
    """A gap, and where it is on the page of the operation (an anchor, empty where it is nowhere)."""

    phrase: str
    ancre: str = ""


def sort_de(ligne: LigneVue) -> str:
    """What became of an expense (``SORTS``)."""
    if ligne.validee:
        if not ligne.ecarte:
            return RETENUE
        return ECARTEE if ligne.ecarte >= ligne.montant else ECARTEE_EN_PARTIE
    if ligne.controlee:
        return EN_CONTROLE
    return DECLAREE if ligne.deposee else PREPAREE


def dire_le_sort(ligne: LigneVue) -> str:
    """Why, in a sentence: drawn or not, checked or not, taken off for what reason."""
    sort = sort_de(ligne)
    if sort == PREPAREE:
        return "Le bilan n'est pas encore déposé."
    if sort == DECLAREE:
        return "Déclarée ; aucun contrôle ne l'a encore examinée."
    if sort in (ECARTEE, ECARTEE_EN_PARTIE):
        return f"Écartée par le contrôle : {ligne.motif}." if ligne.motif else "Écartée par le contrôle."
    if not ligne.controlee:
        return "Retenue avec le bilan, accepté sans contrôle de service fait."
    if ligne.echantillon:
        return "Tirée et vérifiée." if ligne.verifiee else "Tirée, à vérifier."
    return "Non tirée, vérifiée." if ligne.verifiee else "Non tirée : le contrôle porte sur l'échantillon."


def manques_de_la_ligne(ligne: LigneVue) -> list[str]:
    """What the papers of an expense lack."""
    trouves = []
    if not ligne.pieces:
        trouves.append("aucune pièce jointe")
    if ligne.validee and ligne.echantillon and not ligne.verifiee:
        trouves.append("tirée dans l'échantillon et jamais vérifiée")
    if ligne.ecarte and not ligne.motif:
        trouves.append("écartée sans motif")
    return trouves


def manques_du_versement(versement: VersementVu) -> list[str]:
    """What the papers of a payment lack."""
    trouves = []
    if not versement.reference:
        trouves.append("sans référence de mandat")
    if versement.genre == SOLDE and not versement.bilans:
        trouves.append("payé sans aucun bilan accepté")
    return trouves


def manques_de_l_engagement(pieces: int, pris: Decimal) -> list[str]:
    """What the papers of a commitment lack; ``pris``: what it weighs, nothing where it was cancelled untouched."""
    return [] if pieces or not pris else ["ni commande ni contrat joint"]


def manques_du_choix(
    retenue: bool, seance: bool, appel: bool, convention: bool, signee: bool, non_joints: Iterable[str] = ()
) -> list[Manque]:
    """What is unknown of how an operation was chosen and signed.

    ``retenue``: a committee chose it; ``seance``: which one is known; ``signee``: its state says that a convention
    exists; ``non_joints``: what was signed and whose paper is not there (« de la convention »).
    """
    trouves = []
    if not appel:
        trouves.append(Manque("Aucun appel à projets : l'opération a été inscrite par l'historique."))
    if retenue and not seance:
        trouves.append(Manque("La décision ne nomme pas la séance du comité qui l'a prise.", "choix"))
    if signee and not convention:
        trouves.append(Manque("L'opération est en exécution et sa convention n'est pas enregistrée.", "choix"))
    return [*trouves, *(Manque(f"Le document signé {nom} n'est pas joint.", "choix") for nom in non_joints)]


def compter(sorts: Iterable[str]) -> list[tuple[str, int]]:
    """How many expenses had each end, in the order of ``SORTS``; those that none had are left out."""
    nombres: dict[str, int] = {}
    for sort in sorts:
        nombres[sort] = nombres.get(sort, 0) + 1
    return [(SORTS[code], nombres[code]) for code in SORTS if code in nombres]
