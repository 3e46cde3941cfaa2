"""What asks for attention in a parcours: each alert, its words, and the days that bound it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deplie.parcours.rules.duree import ajouter_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI, fin_du_sixieme_mois

# An active parcours has an étape at least every three months (method of the plans: avoid long gaps).
MOIS_SANS_ETAPE = 3
# The fields of a complete record: those of the indicator « completude ».
CHAMPS_DU_DOSSIER = {
    "sexe": "sexe",
    "date_naissance": "date de naissance",
    "statut_entree": "situation à l'entrée",
    "niveau_formation": "niveau de formation",
}


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
ALERTES: dict[str, Alerte] = {
    alerte.code: alerte
    for alerte in (
        Alerte(
            "sortie_provisoire",
            "Sorties à valider",
            "La sortie est provisoire : aucune instance ne l'a encore validée.",
            "sortis",
        ),
        Alerte(
            "sixieme_mois",
            "Sixième mois à relever",
            "Le sixième mois après la sortie en emploi est passé : la situation n'est pas relevée.",
            "sortis",
        ),
        Alerte(
            "etape_apres_sortie",
            "Étapes encore ouvertes après la sortie",
            "Une étape court encore après la sortie.",
            "sortis",
        ),
        Alerte(
            "incomplet",
            "Dossiers incomplets",
            "Le dossier est incomplet.",
            "en_cours",
        ),
        Alerte(
            "sans_etape",
            "Sans étape depuis trois mois",
            "Aucune étape depuis trois mois.",
            "en_cours",
        ),
        Alerte(
            "sans_contact",
            "Sans contact depuis deux mois",
            "Aucun entretien depuis deux mois.",
            "en_cours",
        ),
        Alerte(
            "sans_referent",
            "Sans référent",
            "Personne n'est désigné comme référent.",
            "en_cours",
        ),
        Alerte(
            "deux_dispositifs",
            "Ouverts dans deux dispositifs",
            "La personne est suivie dans deux dispositifs à la fois.",
            "en_cours",
        ),
    )
}


def derniere_sortie_echue(jour: date) -> date:
    """The latest exit whose sixth month is over on a day: the bound that a database compares with."""
    sortie = ajouter_mois(jour, -MOIS_DE_SUIVI) + timedelta(days=3)
    while fin_du_sixieme_mois(sortie) > jour:
        sortie -= timedelta(days=1)
    return sortie


def debut_sans_etape(jour: date) -> date:
    """The day since which a parcours must have had an étape."""
    return ajouter_mois(jour, -MOIS_SANS_ETAPE)
