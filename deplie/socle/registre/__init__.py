"""The register of personal data: each field of each table, what it is for, how long it is kept, how it is anonymised.

One module per room declares its tables (``DECLARATIONS``), in words only: nothing is imported from the rooms. A test
refuses a field that nobody declared. Printed in docs/donnees-personnelles.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

PIECES = (
    "socle", "territoires", "acteurs", "instances", "cadre", "financements", "offre", "personnes", "parcours",
    "fse", "gouvernance", "pilotage", "tiers",
)  # fmt: skip


@dataclass(frozen=True)
class Politique:
    """What holds for a field. ``personnelle`` is False for what says nothing about anybody."""

    nature: str
    finalite: str
    conservation: str
    anonymisation: str
    personnelle: bool = True


# Two years after the last contact in the active base, as the CNIL recommends for social work (délibération 2023-095),
# then a restricted archive for the controls of the European fund.
ACTIVE = "Deux ans après la dernière sortie, puis archive restreinte le temps des contrôles du fonds européen."
EQUIPE = "Le temps de la mission, puis un an."

RIEN = Politique(
    "Non personnelle", "Décrire le cadre, les règles ou un document public.", "Sans limite.", "Sans objet.", False
)
TECHNIQUE = Politique("Technique", "Faire fonctionner le logiciel.", "Le temps de l'usage.", "Sans objet.", False)
IDENTITE = Politique(
    "Identité", "Reconnaître la personne et éviter les doublons.", ACTIVE, "Remplacée par « Personne n° … »."
)
NAISSANCE = Politique(
    "Identité", "Calculer l'âge à l'entrée ; distinguer les homonymes.", ACTIVE, "Ramenée au 1er janvier de l'année."
)
CONTACT = Politique("Contact", "Joindre la personne.", ACTIVE, "Vidé.")
SITUATION = Politique(
    "Situation à l'entrée",
    "Vérifier l'éligibilité, compter les publics du bilan.",
    ACTIVE,
    "Conservée, sans lien avec l'identité.",
)
PARCOURS = Politique(
    "Parcours",
    "Accompagner la personne, compter entrées, étapes et sorties.",
    ACTIVE,
    "Conservé, sans lien avec l'identité.",
)
TEXTE = Politique("Texte libre", "Préciser une étape ou un document.", ACTIVE, "Vidé.")
SENSIBLE = Politique(
    "Sensible (RGPD, art. 9 et 10)",
    "Répondre aux questions du fonds européen ; vérifier l'éligibilité.",
    ACTIVE,
    "Supprimée.",
)
NOTE = Politique(
    "Note d'entretien", "Se souvenir, d'un entretien à l'autre, de ce qui a été convenu.", ACTIVE, "Vidée."
)
PIECE = Politique(
    "Pièce jointe", "Prouver ce qui est écrit du parcours.", ACTIVE, "Supprimée, avec le fichier qu'elle nomme."
)
MESSAGE = Politique(
    "Message envoyé",
    "Savoir ce qui a été dit à la personne, et que rien n'est envoyé deux fois.",
    ACTIVE,
    "Supprimé.",
)
LIEN = Politique("Rattachement", "Relier la ligne à la personne.", "Celle de la personne.", "Suit la personne.")
PROFESSIONNELLE = Politique(
    "Professionnelle", "Savoir qui accompagne, et joindre l'équipe.", EQUIPE, "Remplacée par « Agent n° … »."
)
MISSION = Politique(
    "Professionnelle",
    "Donner les droits, mesurer la charge par référent.",
    EQUIPE,
    "Conservée, sans lien avec l'identité.",
)
COMPTE = Politique(
    "Compte",
    "Ouvrir une session et protéger le compte.",
    "Un an après la dernière connexion.",
    "Compte fermé, champs vidés.",
)
BROUILLON = Politique(
    "Brouillon",
    "Ne rien perdre de ce qui est en train d'être écrit ; lu par son seul auteur.",
    "Jusqu'à l'enregistrement de la page, sept jours au plus.",
    "Effacé.",
)
SECRET = Politique(
    "Secret de connexion", "Vérifier l'identité à la connexion ; jamais lisible.", "La vie du compte.", "Supprimé."
)
TRACE = Politique(
    "Trace",
    "Savoir qui a décidé, consulté ou exporté quoi.",
    "Trois ans ; les décisions, autant que le parcours.",
    "Conservée : elle ne porte que des numéros.",
)
DEPOT = Politique(
    "Copie de fichier",
    "Contrôler un import avant de l'appliquer, rendre les lignes rejetées.",
    "Trente jours après l'import.",
    "Supprimée.",
)
ARCHIVE = Politique(
    "Archive à prendre",
    "Remettre à qui l'a demandée une archive de documents.",
    "Sept jours.",
    "Supprimée, avec la liste de ceux qu'elle concerne.",
)
HISTORIQUE = Politique("Trace", "Savoir qui a changé quoi, et quand.", "Celle de la ligne.", "Suit la ligne.")


def registre() -> dict[str, dict[str, Politique]]:
    """``{table label: {field: policy}}`` for every declared table."""
    declarees: dict[str, dict[str, Politique]] = {}
    for piece in PIECES:
        for table, politiques in import_module(f"{__name__}.{piece}").DECLARATIONS.items():
            declarees[table] = dict(_champs(politiques))
    return declarees


def _champs(politiques: dict[Politique, str]) -> Iterator[tuple[str, Politique]]:
    for politique, champs in politiques.items():
        for champ in champs.split():
            yield champ, politique
