"""The diagnostic of somebody: what it looks at, the words of each answer, what changed from a version to the next.

Sources: the sixteen themes of freins are the groups of the thématiques of data-inclusion v1; the key skills are the
seven domains of the socle de connaissances et de compétences professionnelles (code du travail, D6113-2); digital
skills are the five domains of the European frame that Pix follows; savoir-être are the fourteen « savoir-être
professionnels » of France Travail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deplie.territoires.rules import FREIN

EN_COURS: Final = "EN_COURS"
VALIDE: Final = "VALIDE"
STATUTS: Final = {EN_COURS: "en cours de rédaction", VALIDE: "validé"}

THEMES: Final[dict[str, str]] = {code.code: code.libelle for code in FREIN if "--" not in code.code}
# Said by its theme and its level alone, never in words; read by those who may read what is sensitive.
SANTE: Final = "sante"
# In figures, two themes are one for who may not read what is sensitive: the second may tell a detention.
THEMES_SENSIBLES: Final = frozenset({SANTE, "difficultes-administratives-ou-juridiques"})
AUCUN, A_SURVEILLER, FREINANT, BLOQUANT = "AUCUN", "SURVEILLER", "FREINANT", "BLOQUANT"
NIVEAUX_FREIN: Final = {
    AUCUN: "aucun frein",
    A_SURVEILLER: "à surveiller",
    FREINANT: "freinant",
    BLOQUANT: "bloquant",
}
# From there on, the frein is followed until it is lifted.
A_SUIVRE: Final = frozenset({FREINANT, BLOQUANT})

CLES: Final = {
    "FRANCAIS": "Communiquer en français",
    "CALCUL": "Utiliser les règles de base de calcul et de raisonnement mathématique",
    "NUMERIQUE": "Utiliser les techniques usuelles de l'information et du numérique",
    "EQUIPE": "Travailler dans le cadre de règles définies d'un travail en équipe",
    "AUTONOMIE": "Travailler en autonomie et réaliser un objectif individuel",
    "APPRENDRE": "Apprendre à apprendre tout au long de la vie",
    "GESTES": "Maîtriser les gestes et postures, l'hygiène, la sécurité et l'environnement",
}
NUMERIQUES: Final = {
    "INFORMATION": "Chercher et traiter de l'information",
    "COMMUNICATION": "Communiquer et collaborer",
    "CONTENU": "Créer des contenus",
    "SECURITE": "Protéger ses appareils et ses données",
    "ENVIRONNEMENT": "Se servir d'un ordinateur ou d'un téléphone",
}
NIVEAUX_CLE: Final = {"ACQUIS": "acquis", "CONSOLIDER": "à consolider", "ACQUERIR": "à acquérir"}

SAVOIR_ETRE: Final = {
    "SERVICE": "Avoir le sens du service",
    "ECOUTE": "Être à l'écoute",
    "AUTONOMIE": "Faire preuve d'autonomie",
    "CREATIVITE": "Faire preuve de créativité, d'inventivité",
    "CURIOSITE": "Faire preuve de curiosité",
    "LEADERSHIP": "Faire preuve de leadership",
    "PERSEVERANCE": "Faire preuve de persévérance",
    "REACTIVITE": "Faire preuve de réactivité",
    "RIGUEUR": "Faire preuve de rigueur et de précision",
    "STRESS": "Gérer son stress",
    "ORGANISATION": "Organiser son travail selon les priorités et les objectifs",
    "INITIATIVE": "Prendre des initiatives et être force de proposition",
    "ADAPTATION": "S'adapter aux changements",
    "COLLECTIF": "Travailler en équipe",
}
POINT_FORT: Final = {"FORT": "point fort"}

# What a diagnostic rates: (title, {code: words}, {answer: words}).
NATURES: Final[dict[str, tuple[str, Mapping[str, str], Mapping[str, str]]]] = {
    "FREIN": ("Freins", THEMES, NIVEAUX_FREIN),
    "CLE": ("Compétences clés", CLES, NIVEAUX_CLE),
    "NUMERIQUE": ("Compétences numériques", NUMERIQUES, NIVEAUX_CLE),
    "SAVOIR_ETRE": ("Savoir-être", SAVOIR_ETRE, POINT_FORT),
}
PERMIS: Final = {"AUCUN": "aucun permis", "EN_COURS": "permis en préparation", "AM": "permis AM ou A", "B": "permis B",
                 "AUTRE": "permis B et autres"}  # fmt: skip
VEHICULES: Final = {
    "AUCUN": "aucun véhicule",
    "VELO": "vélo",
    "DEUX_ROUES": "deux-roues motorisé",
    "VOITURE": "voiture",
}
TRANSPORTS: Final = {"FACILE": "à proximité", "LIMITE": "limités", "AUCUN": "aucun"}
PROJETS: Final = {"CONSTRUIRE": "à construire", "CONFIRMER": "à confirmer", "CONFIRME": "confirmé"}

# {(nature, code): answer}
Points = Mapping[tuple[str, str], str]


def refus_de_points(points: Points) -> str:
    """Why answers are not among the lists; empty when they are."""
    for (nature, code), reponse in points.items():
        if nature not in NATURES or code not in NATURES[nature][1] or reponse not in NATURES[nature][2]:
            return "Une réponse du diagnostic n'est pas de la liste. Choisissez-la de nouveau."
    return ""


def refus_de_valider(points: Points, savoir_faire: str) -> str:
    """What a diagnostic needs before it is validated: every theme looked at, and what the person can do."""
    manquent = sum(("FREIN", theme) not in points for theme in THEMES)
    if manquent:
        combien = "Un thème de frein n'est" if manquent == 1 else f"{manquent} thèmes de freins ne sont"
        return f"{combien} pas encore évalué{'s' if manquent > 1 else ''}. Enregistrez sans valider, ou complétez."
    if not savoir_faire.strip() or not any(nature == "SAVOIR_ETRE" for nature, _ in points):
        return "Notez au moins un savoir-faire et un savoir-être avant de valider, ou enregistrez sans valider."
    return ""


def dire(nature: str, reponse: str | None) -> str:
    """An answer as people read it."""
    return NATURES[nature][2].get(reponse or "", "non évalué")


def ecarts(avant: Points, apres: Points) -> list[tuple[str, str, str, str]]:
    """(nature, code, answer before, answer after) of what two versions say differently, in the order of the lists."""
    return [
        (nature, code, dire(nature, avant.get((nature, code))), dire(nature, apres.get((nature, code))))
        for nature, (_, codes, _) in NATURES.items()
        for code in codes
        if avant.get((nature, code)) != apres.get((nature, code))
    ]
