"""Registrations to workshops: their states, the reasons of an absence, the places left, what a session says of itself.

A reason never tells a state of health: « raison personnelle » stands for it (règlement (UE) 2016/679, article 9).
"""

from __future__ import annotations

from datetime import time
from typing import Final

INSCRIT: Final = "INSCRIT"
EN_ATTENTE: Final = "LISTE_D_ATTENTE"
PRESENT: Final = "PRESENT"
ABSENT_EXCUSE: Final = "ABSENT_EXCUSE"
ABSENT: Final = "ABSENT"
ANNULE: Final = "ANNULE"
STATUTS: Final[dict[str, str]] = {
    INSCRIT: "inscrit",
    EN_ATTENTE: "en liste d'attente",
    PRESENT: "présent",
    ABSENT_EXCUSE: "absence excusée",
    ABSENT: "absence",
    ANNULE: "annulé",
}
ABSENCES: Final = (ABSENT_EXCUSE, ABSENT)
MATIN, APRES_MIDI = "matin", "après-midi"
MIDI, FIN_DE_MATINEE = time(12), time(13)
# Who holds a place; who was expected, once the session is over.
TIENNENT: Final = (INSCRIT, PRESENT, ABSENT_EXCUSE, ABSENT)
RELEVES: Final = (PRESENT, ABSENT_EXCUSE, ABSENT)
MOTIFS: Final[dict[str, str]] = {
    "EMPLOI": "en emploi, ou entretien d'embauche",
    "FORMATION": "en formation",
    "DEMARCHE": "autre rendez-vous ou démarche",
    "TRANSPORT": "transport",
    "GARDE": "garde d'enfant ou d'un proche",
    "PERSONNEL": "raison personnelle",
    "NON_PREVENU": "n'avait pas été prévenu à temps",
    "INCONNU": "sans nouvelles",
}


def statut_a_l_inscription(tenues: int, places: int, *, passee: bool) -> str:
    """A place while there is one, else the waiting list; once the session has begun, whoever came is registered."""
    return INSCRIT if passee or tenues < places else EN_ATTENTE


def demi_journees(debut: time, fin: time) -> list[str]:
    """What a session asks people to sign for: sheets are signed by half-days (``domain/domain.md`` §1.2, step 6). One
    that ends by 13 h has no afternoon, one that begins from noon no morning.
    """
    if debut >= MIDI:
        return [APRES_MIDI]
    return [MATIN] if fin <= FIN_DE_MATINEE and fin > debut else [MATIN, APRES_MIDI]


def places_libres(tenues: int, places: int) -> int:
    return max(0, places - tenues)


def refus_de_presence(statut: str, motif: str) -> str:
    """Why a line of the attendance grid cannot be kept; empty when it can."""
    if statut not in RELEVES:
        return "Choisissez présent, absence excusée ou absence."
    if motif and motif not in MOTIFS:
        return "Choisissez une raison de la liste."
    if statut == PRESENT and motif:
        return "Une raison d'absence est donnée pour une personne présente. Corrigez l'une des deux."
    if statut == ABSENT_EXCUSE and not motif:
        return "Indiquez la raison de l'absence excusée."
    return ""


def refus_de_desinscrire(statut: str) -> str:
    """A registration is withdrawn until attendance is told."""
    if statut in (INSCRIT, EN_ATTENTE):
        return ""
    return f"Cette inscription est notée « {STATUTS[statut]} » : elle ne s'annule plus."
