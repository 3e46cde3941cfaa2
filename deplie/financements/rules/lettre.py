"""What a holder is written once its application is decided: one default letter per decision.

Texts of the house, to be read again before they are signed; the reason is the committee's, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deplie.financements.rules.cycle import AJOURNEE, IRRECEVABLE, LISTE_ATTENTE, PROGRAMMEE, REJETEE


@dataclass(frozen=True)
class Lettre:
    """The object of a letter and its paragraphs; « {…} » is one of ``CHAMPS``. ``raison`` opens the reason, if any."""

    objet: str
    paragraphes: tuple[str, ...]
    raison: str = "Raison de cette décision : {raison}"


CHAMPS: Final = ("intitule", "appel", "instance", "date", "montant", "raison")
_RECOURS: Final = (
    "Vous pouvez demander un nouvel examen au service qui gère l'appel, ou saisir le tribunal administratif dans les "
    "deux mois qui suivent la réception de cette lettre."
)
LETTRES: Final[dict[str, Lettre]] = {
    PROGRAMMEE: Lettre(
        "Votre projet est retenu",
        (
            "Votre projet « {intitule} », déposé à l'appel « {appel} », est retenu{instance}.",
            "Une aide de {montant} lui est accordée. Une convention vous sera proposée ; elle dira les dépenses "
            "admises, les versements et le bilan à rendre. Aucune somme n'est due avant sa signature.",
        ),
        "Précision : {raison}",
    ),
    LISTE_ATTENTE: Lettre(
        "Votre projet est sur liste d'attente",
        (
            "Votre projet « {intitule} », déposé à l'appel « {appel} », est inscrit sur liste d'attente{instance}.",
            "Il sera retenu si des crédits se libèrent. Nous vous écrirons dans tous les cas.",
        ),
        "Précision : {raison}",
    ),
    AJOURNEE: Lettre(
        "La décision sur votre projet est ajournée",
        (
            "L'examen de votre projet « {intitule} », déposé à l'appel « {appel} », est ajourné{instance}.",
            "Il sera présenté de nouveau ; le service vous dira ce qui est attendu d'ici là.",
        ),
    ),
    REJETEE: Lettre(
        "Votre projet n'est pas retenu",
        ("Votre projet « {intitule} », déposé à l'appel « {appel} », n'est pas retenu{instance}.", _RECOURS),
    ),
    IRRECEVABLE: Lettre(
        "Votre dossier n'est pas recevable",
        ("Votre dossier « {intitule} », déposé à l'appel « {appel} », n'est pas recevable.", _RECOURS),
    ),
}


def ecrire(statut: str, **champs: str) -> tuple[str, list[str]]:
    """The object and the paragraphs of a decision's letter; the reason stands second. KeyError for another state."""
    lettre = LETTRES[statut]
    dits = [paragraphe.format(**champs) for paragraphe in lettre.paragraphes]
    if champs.get("raison"):
        dits.insert(1, lettre.raison.format(**champs))
    return lettre.objet, dits
