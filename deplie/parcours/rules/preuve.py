"""The piece that proves each criterion, and how long it may be old. Source: IAE referential of proofs (V S27):
three months for benefits, six for an address, a detention, French or mobility, twelve for the ASE; others do not age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deplie.parcours.rules.duree import ajouter_mois


@dataclass(frozen=True)
class Preuve:
    """The piece expected, and the months during which it proves (None: it does not age)."""

    piece: str
    mois: int | None = None


PREUVES: Final[dict[str, Preuve]] = {
    "DELD": Preuve("Attestation de période d'inscription à France Travail", 3),
    "DETLD": Preuve("Attestation de période d'inscription à France Travail", 3),
    "RSA": Preuve("Attestation de droits de la CAF ou de la MSA", 3),
    "ASS": Preuve("Attestation de versement de l'ASS", 3),
    "AAH": Preuve("Attestation de droits à l'AAH", 3),
    "JEUNE": Preuve("Pièce d'identité et dernier diplôme, ou attestation sur l'honneur"),
    "SENIOR": Preuve("Pièce d'identité"),
    "NIV3": Preuve("Dernier diplôme, ou attestation sur l'honneur"),
    "TH": Preuve("Notification de la MDPH, en cours de validité"),
    "QPV": Preuve("Justificatif de domicile et situation de l'adresse dans un QPV", 6),
    "ZFRR": Preuve("Justificatif de domicile", 6),
    "PI": Preuve("Attestation de la CAF ou livret de famille", 3),
    "ASE": Preuve("Attestation de prise en charge par l'aide sociale à l'enfance", 12),
    "REF_DA": Preuve("Titre de séjour ou attestation de demande, en cours de validité"),
    "PSH_PR": Preuve("Attestation de domiciliation ou d'hébergement d'urgence", 6),
    "DETENTION_MJ": Preuve("Attestation du service pénitentiaire d'insertion et de probation", 6),
    "FLE": Preuve("Résultat d'une évaluation de français", 6),
    "PM": Preuve("Attestation sur l'honneur ou diagnostic de mobilité", 6),
    "DEROG": Preuve("Motif de la dérogation, écrit par la commission"),
}


def valable_jusqu_au(critere: str, le: date) -> date | None:
    """The last day on which a piece issued that day proves the criterion; None when it does not age.

    Raises KeyError for a criterion that is not of the list.
    """
    mois = PREUVES[critere].mois
    return None if mois is None else ajouter_mois(le, mois)


def derniere_perimee(critere: str, limite: date) -> date | None:
    """The latest day of a piece that proves a criterion no longer after ``limite``; None when it does not age.

    It is the bound that a database compares with. Raises KeyError for a criterion that is not of the list.
    """
    mois = PREUVES[critere].mois
    if mois is None:
        return None
    le = ajouter_mois(limite, -mois) + timedelta(days=3)
    while ajouter_mois(le, mois) > limite:
        le -= timedelta(days=1)
    return le


def est_valable(critere: str, le: date, jour: date) -> bool:
    """Whether a piece issued on a day proves the criterion on another."""
    fin = valable_jusqu_au(critere, le)
    return le <= jour and (fin is None or jour <= fin)
