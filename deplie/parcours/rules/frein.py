"""A frein followed until it is lifted: its state is read from its dates, never stored."""

from __future__ import annotations

from datetime import date
from typing import Final

from deplie.parcours.rules.diagnostic import THEMES

IDENTIFIE, EN_COURS, LEVE, NON_LEVE = "IDENTIFIE", "EN_COURS", "LEVE", "NON_LEVE"
ETATS: Final = {
    IDENTIFIE: "identifié",
    EN_COURS: "en cours de levée",
    LEVE: "levé",
    NON_LEVE: "non levé à la sortie",
}

# The sixteen themes as they come in a talk: work, daily life, what one knows and dares.
GROUPES: Final = {
    "Emploi et projet": ("choisir-un-metier", "preparer-sa-candidature", "trouver-un-emploi", "se-former",
                         "creer-une-entreprise", "souvrir-a-linternational"),
    "Vie quotidienne": ("logement-hebergement", "mobilite", "famille", "equipement-et-alimentation",
                        "difficultes-financieres", "difficultes-administratives-ou-juridiques", "sante"),
    "Savoirs et confiance": ("lecture-ecriture-calcul", "numerique", "remobilisation"),
}  # fmt: skip


def etat(pris_en_charge: date | None, leve: date | None, sortie: date | None) -> str:
    """Where a frein stands: lifted, left as the person went, worked on, or only known."""
    if leve:
        return LEVE
    if sortie:
        return NON_LEVE
    return EN_COURS if pris_en_charge else IDENTIFIE


def theme_suivi(code: str) -> str:
    """The theme followed for a code of the list of freins: its group, so that health is one word and no more."""
    return code.split("--", 1)[0]


def refus_de_theme(theme: str) -> str:
    return "" if theme in THEMES else "Choisissez un thème de la liste."


def refus_de_jour(quoi: str, jour: date, au_plus_tot: date, aujourd_hui: date) -> str:
    """Why something of a frein cannot be on a day; empty when it can."""
    if jour > aujourd_hui:
        return f"{quoi} ({jour:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue."
    if jour < au_plus_tot:
        return f"{quoi} ({jour:%d/%m/%Y}) précède le {au_plus_tot:%d/%m/%Y}. Une date qui suit est attendue."
    return ""
