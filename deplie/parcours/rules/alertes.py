"""What asks for attention in a parcours: each alert, its words, and the delays that bound it.

A delay is a setting of the territory; its usual value, its source and its bounds stand with the other settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from deplie.parcours.rules.duree import ajouter_mois
from deplie.parcours.rules.emploi import fin_du_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI, fin_du_sixieme_mois
from deplie.territoires.rules.reglages import REGLAGES

# The fields of a complete record: those of the indicator « completude ».
CHAMPS_DU_DOSSIER = {
    "sexe": "sexe",
    "date_naissance": "date de naissance",
    "statut_entree": "situation à l'entrée",
    "niveau_formation": "niveau de formation",
}


class Delais(NamedTuple):
    """After how long an alert is raised: months without an étape or a contact, else days."""

    mois_sans_etape: int
    mois_sans_contact: int
    jours_contrat: int
    jours_donnees_sortie: int
    jours_constat: int
    jours_preuve: int
    jours_reponse: int

    @classmethod
    def des(cls, reglages: Mapping[str, Any]) -> Delais:
        """The delays that a territory has set. ``reglages``: every setting by its key."""
        return cls(*(reglages[champ] for champ in cls._fields))


USUELS: Final = Delais(*(REGLAGES[champ].defaut for champ in Delais._fields))


@dataclass(frozen=True)
class Alerte:
    """``libelle`` names a list (« Dossiers incomplets »), ``phrase`` speaks of one parcours.

    ``etat`` is the state of the participations it concerns: the list opens on it.
    """

    code: str
    libelle: str
    phrase: str
    etat: str


# In the order in which they are shown: what blocks a figure first.
_DITES: Final = (
    (
        "sortie_provisoire",
        "Sorties à valider",
        "La sortie est provisoire : aucune instance ne l'a encore validée.",
        "sortis",
    ),
    (
        "donnees_sortie",
        "Sorties à renseigner",
        "La sortie n'a pas de motif : il est attendu dans les {jours_donnees_sortie} jours.",
        "sortis",
    ),
    (
        "sixieme_mois",
        "Sixième mois à relever",
        "Le sixième mois après la sortie en emploi est passé : la situation n'est pas relevée.",
        "sortis",
    ),
    (
        "etape_apres_sortie",
        "Étapes encore ouvertes après la sortie",
        "Une étape court encore après la sortie.",
        "sortis",
    ),
    (
        "etape_hors_parcours",
        "Étapes hors du parcours",
        "Une étape commence après la sortie : elle n'est dans aucun parcours.",
        "sortis",
    ),
    (
        "emploi_six_mois",
        "Six mois en emploi",
        "L'emploi suivi a six mois : la sortie peut être proposée.",
        "en_cours",
    ),
    (
        "constat_emploi",
        "Mois d'emploi à constater",
        "Un mois d'emploi est passé depuis {jours_constat} jours sans être constaté.",
        "en_cours",
    ),
    (
        "emploi_sans_preuve",
        "Emplois sans preuve",
        "L'emploi a commencé depuis {jours_preuve} jours et aucune pièce ne le prouve.",
        "en_cours",
    ),
    (
        "contrat_non_signe",
        "Contrats PLIE à signer",
        "Le contrat PLIE n'est pas signé des trois parties {jours_contrat} jours après l'entrée.",
        "en_cours",
    ),
    (
        "suspension_echue",
        "Suspensions à revoir",
        "La reprise prévue est passée : le parcours est encore suspendu.",
        "en_cours",
    ),
    (
        "etape_declinee",
        "Étapes déclinées",
        "L'opérateur ne peut pas recevoir la personne : une étape attend un autre opérateur.",
        "en_cours",
    ),
    (
        "etape_sans_reponse",
        "Étapes sans réponse",
        "Une étape est proposée depuis {jours_reponse} jours et l'opérateur n'a pas répondu.",
        "en_cours",
    ),
    (
        "incomplet",
        "Dossiers incomplets",
        "Le dossier est incomplet.",
        "en_cours",
    ),
    (
        "sans_etape",
        "Sans étape depuis {mois_sans_etape} mois",
        "Aucune étape depuis {mois_sans_etape} mois.",
        "en_cours",
    ),
    (
        "sans_contact",
        "Sans contact depuis {mois_sans_contact} mois",
        "Aucun entretien depuis {mois_sans_contact} mois.",
        "en_cours",
    ),
    (
        "sans_referent",
        "Sans référent",
        "Personne n'est désigné comme référent.",
        "en_cours",
    ),
    (
        "deux_dispositifs",
        "Ouverts dans deux dispositifs",
        "La personne est suivie dans deux dispositifs à la fois.",
        "en_cours",
    ),
)


@cache
def alertes(delais: Delais) -> dict[str, Alerte]:
    """Every alert by its code, in the order of display, in the words of these delays."""
    dits = delais._asdict()
    return {
        code: Alerte(code, libelle.format(**dits), phrase.format(**dits), etat)
        for code, libelle, phrase, etat in _DITES
    }


# With the usual delays: codes and states are those of every territory.
ALERTES: Final = alertes(USUELS)


def derniere_sortie_echue(jour: date) -> date:
    """The latest exit whose sixth month is over on a day: the bound that a database compares with."""
    sortie = ajouter_mois(jour, -MOIS_DE_SUIVI) + timedelta(days=3)
    while fin_du_sixieme_mois(sortie) > jour:
        sortie -= timedelta(days=1)
    return sortie


def dernier_debut(jour: date, mois: int) -> date:
    """The latest first day of a job whose ``mois``-th month is over on a day."""
    debut = ajouter_mois(jour, -mois) + timedelta(days=3)
    while fin_du_mois(debut, mois) > jour:
        debut -= timedelta(days=1)
    return debut


def il_y_a(mois: int, jour: date) -> date:
    """The day since which something must have happened, so many months before a day."""
    return ajouter_mois(jour, -mois)


def premier_jour_recent(jour: date) -> date:
    """The first day of the exits that are today's work: this year's and the last one's, whose bilan is being made."""
    return date(jour.year - 1, 1, 1)
