"""What a parcours has produced or tried beside its étapes: equipment, certificates, a jury; and graded placements.

Source: the minimum steps of the TCO for 2021-2027 (« certificats et aide à l'équipement », « jury de test
d'employabilité », « mise en situation professionnelle avec graduation »). The four degrees are ours: from watching to
holding a post.
"""

from __future__ import annotations

from typing import Final

EQUIPEMENT, CERTIFICAT, JURY = "EQUIPEMENT", "CERTIFICAT", "JURY"
GENRES: Final = {
    EQUIPEMENT: "Équipement numérique",
    CERTIFICAT: "Certificat ou habilitation",
    JURY: "Jury d'employabilité",
}
# As one says what is noted.
NOTES: Final = {EQUIPEMENT: "un équipement", CERTIFICAT: "un certificat", JURY: "un jury"}
RESULTATS: Final = {
    "DEMANDE": "demandé",
    "REMIS": "remis",
    "REFUSE": "refusé",
    "OBTENU": "obtenu",
    "PARTIEL": "obtenu en partie",
    "NON_OBTENU": "non obtenu",
    "FAVORABLE": "favorable",
    "RETRAVAILLER": "à retravailler",
}
RESULTATS_DE: Final[dict[str, tuple[str, ...]]] = {
    EQUIPEMENT: ("DEMANDE", "REMIS", "REFUSE"),
    CERTIFICAT: ("OBTENU", "PARTIEL", "NON_OBTENU"),
    JURY: ("FAVORABLE", "RETRAVAILLER"),
}
# What makes it an acquired step: a jury that was held counts, whatever it said.
ACQUIS: Final = frozenset({"REMIS", "OBTENU", "FAVORABLE", "RETRAVAILLER"})
PERDUS: Final = frozenset({"REFUSE", "NON_OBTENU"})

PALIERS: Final = {
    1: "observation ou visite",
    2: "immersion accompagnée",
    3: "mission ou chantier encadré",
    4: "poste en entreprise",
}


def refus_de_resultat(genre: str, resultat: str) -> str:
    """Why a result is not one of its kind; empty when it is, or is not known yet."""
    if genre not in GENRES:
        return "Choisissez un genre de la liste."
    if resultat and resultat not in RESULTATS_DE[genre]:
        possibles = ", ".join(RESULTATS[code] for code in RESULTATS_DE[genre])
        return f"Pour « {GENRES[genre].lower()} », le résultat est : {possibles}."
    return ""
