"""Columns of ``entretiens``: appointments, planned, held or missed."""

from __future__ import annotations

from typing import Final

from deplie.parcours.imports.colonnes.communs import DISPOSITIF, IDENTIFIANT
from deplie.parcours.rules.entretien import DUREE_MAX, DUREE_MIN, MODES, STATUTS
from deplie.socle.tableaux import Champ, DescriptionTable, Type
from deplie.socle.tableaux.codes import Code, liste

_GRAPHIES: Final = {
    "PREVU": ("planifié", "à venir", "programmé"),
    "TENU": ("réalisé", "effectué", "présent", "honoré"),
    "ABSENT_EXCUSE": ("excusé", "absent excusé", "reporté par la personne"),
    "ABSENT": ("manqué", "non honoré", "absent non excusé"),
    "ANNULE": ("supprimé",),
}
STATUT_ENTRETIEN: Final = liste(
    "statut_entretien",
    "Statut d'un entretien",
    *(Code(code, libelle, _GRAPHIES[code]) for code, libelle in STATUTS.items()),
)
MODE_ENTRETIEN: Final = liste(
    "mode_entretien", "Façon de se voir", *(Code(code, libelle) for code, libelle in MODES.items())
)

ENTRETIENS: Final = DescriptionTable(
    "entretiens",
    "Une ligne par rendez-vous avec une personne.",
    (
        IDENTIFIANT,
        DISPOSITIF,
        Champ(
            "agent",
            "Agent",
            Type.COURRIEL,
            obligatoire=True,
            longueur=254,
            synonymes=("Courriel de l'agent", "Reçu par", "Entretien avec", "Intervenant"),
            aide="Courriel professionnel de qui reçoit ; créé s'il n'est pas connu.",
            exemple="referent@exemple.invalid",
        ),
        Champ(
            "date_entretien",
            "Date de l'entretien",
            Type.DATE,
            obligatoire=True,
            synonymes=("Date entretien", "Date du rendez-vous", "Jour du rendez-vous", "Date RDV"),
            aide="Jour du rendez-vous.",
            exemple="03/02/2020",
        ),
        Champ(
            "heure",
            "Heure",
            Type.TEXTE,
            longueur=12,
            synonymes=("Heure de l'entretien", "Heure du rendez-vous", "Heure RDV"),
            aide="Heure du rendez-vous, comme 9 h 30 ou 09:30 ; à défaut, 9 h.",
            exemple="09:30",
        ),
        Champ(
            "statut",
            "Statut de l'entretien",
            Type.CODE,
            obligatoire=True,
            codes=STATUT_ENTRETIEN,
            synonymes=("Statut du rendez-vous", "Présence de la personne", "Statut"),
            aide="Prévu, tenu, manqué ou annulé.",
            exemple="Tenu",
        ),
        Champ(
            "duree",
            "Durée (minutes)",
            Type.ENTIER,
            minimum=DUREE_MIN,
            maximum=DUREE_MAX,
            synonymes=("Durée de l'entretien", "Durée en minutes"),
            aide="Durée en minutes ; à défaut, 60.",
            exemple="45",
        ),
        Champ(
            "mode",
            "Mode de l'entretien",
            Type.CODE,
            codes=MODE_ENTRETIEN,
            synonymes=("Modalité de l'entretien", "Façon de se voir"),
            aide="Façon de se voir ; à défaut, en présence.",
            exemple="En présence",
        ),
        Champ(
            "lieu",
            "Lieu",
            Type.TEXTE,
            longueur=200,
            synonymes=("Lieu de l'entretien", "Lieu du rendez-vous"),
            aide="Lieu du rendez-vous.",
            exemple="Antenne de Saint-Paul",
        ),
        Champ(
            "objet",
            "Objet",
            Type.TEXTE,
            longueur=200,
            synonymes=("Objet de l'entretien", "Objet du rendez-vous"),
            aide="Ce dont il est question.",
            exemple="Point sur la recherche d'emploi",
        ),
        Champ(
            "note",
            "Note",
            Type.TEXTE,
            longueur=4_000,
            synonymes=("Note d'entretien", "Compte rendu", "Compte rendu de l'entretien"),
            droit="entretien.note",
            aide="Ce qui est gardé d'un entretien tenu ; rien sur la santé.",
        ),
    ),
)
