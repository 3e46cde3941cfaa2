"""The record of a participant in an operation, as rules read it: what was true at entry, at exit, six months after.

A field bears the key of its question (``questionnaire``); None is not known. An answer is a code, OUI, NON, or the
refusal NE_SE_PRONONCE_PAS where one is allowed; NON_DEMANDE says that nobody asked, which is not an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

OUI: Final = "OUI"
NON: Final = "NON"
REFUS: Final = "NE_SE_PRONONCE_PAS"
NON_DEMANDE: Final = "NON_DEMANDE"

CHOMEUR: Final = "CHOMEUR"
INACTIF: Final = "INACTIF"
EMPLOI: Final = "EMPLOI"


@dataclass(frozen=True)
class Fiche:
    """One person in one operation. Durations in months."""

    operation: str
    personne: str
    programmation: str
    date_entree: date
    objectif: str = ""
    # At entry.
    sexe: str | None = None
    date_naissance: date | None = None
    statut: str | None = None
    duree_chomage_mois: int | None = None
    en_formation: str | None = None
    emploi: str | None = None
    sous_emploi: str | None = None
    niveau_formation: str | None = None
    minima: str | None = None
    handicap: str | None = None
    pays_tiers: str | None = None
    origine_etrangere: str | None = None
    minorite: str | None = None
    sans_abri: str | None = None
    zone_rurale: str | None = None
    menage_sans_emploi: str | None = None
    enfants_a_charge: str | None = None
    adulte_seul: str | None = None
    autre_defavorise: str | None = None
    # At exit.
    date_sortie: date | None = None
    constat_sortie: date | None = None
    fin_sortie: str | None = None
    statut_sortie: str | None = None
    emploi_sortie: str | None = None
    recherche_sortie: str | None = None
    formation_sortie: str | None = None
    qualification_sortie: str | None = None
    # Six months after.
    constat_six_mois: date | None = None
    statut_six_mois: str | None = None
    emploi_six_mois: str | None = None
    sous_emploi_six_mois: str | None = None
    progression_six_mois: str | None = None


CHAMPS: Final = tuple(champ.name for champ in fields(Fiche))
# What a re-entry replaces; all the rest is kept as it was at the first entry.
CHAMPS_SORTIE: Final = CHAMPS[CHAMPS.index("date_sortie") :]
