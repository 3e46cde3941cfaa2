"""What a line of a workbook says, beside what the plan says: the words of its columns, what changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from deplie.gouvernance.models import Action
from deplie.gouvernance.rules.classeur import ecrire
from deplie.gouvernance.rules.cycle import ETATS
from deplie.socle.lecture.cellules.texte import nettoyer_paragraphes
from deplie.socle.tableaux import VIDE

Champs = tuple[tuple[str, str, str], ...]

DU_PLAN: Final = {
    "nature": "sa nature",
    "nom": "son nom",
    "debut": "le jour où il commence",
    "fin": "celui où il finit",
}
LIBELLES: Final[dict[str, dict[str, str]]] = {
    "plan": {
        "nature": "Nature", "nom": "Nom", "debut": "Du", "fin": "Au", "comite": "Suivi par", "source": "Source"
    },
    "axes": {"titre": "Titre"},
    "actions": {
        "titre": "Titre", "pilote": "Pilote", "partenaires": "Partenaires", "public": "Public visé",
        "debut": "Début", "fin": "Fin", "description": "Description",
    },
    "jalons": {"prevu_le": "Attendu le", "atteint_le": "Atteint le"},
    "budget": {"prevu": "Prévu", "obtenu": "Obtenu"},
    "indicateurs": {"indicateur": "Code du catalogue", "unite": "Unité", "reference": "Départ", "cible": "Cible"},
    "avancement": {
        "etat": "État", "fait": "Fait", "total": "Sur", "texte": "Texte", "suite": "Prochaine étape"
    },
}  # fmt: skip
# A cell that erases leaves an empty text in these, nothing in the others.
_NULS: Final = frozenset(
    {"debut", "fin", "comite", "prevu_le", "atteint_le", "prevu", "obtenu", "reference", "cible", "fait", "total"}
)


def comparer(
    avant: Mapping[str, Any],
    lues: Mapping[str, Any],
    libelles: Mapping[str, str],
    memes: Callable[[str, Any, Any], bool] = lambda nom, avant, apres: pareils(avant, apres),
) -> tuple[Champs, dict[str, Any]]:
    """What changes, to be read, and every value as it becomes. An empty cell leaves things as they are, and so does a
    text that a workbook cannot tell from the one recorded."""
    voulues = dict(avant)
    for nom in avant:
        lue = lues.get(nom)
        if lue is VIDE:
            voulues[nom] = None if nom in _NULS else [] if nom == "partenaires" else ""
        elif lue is not None and lue != "":
            voulues[nom] = net(lue)
    changes = [nom for nom in avant if not memes(nom, avant[nom], voulues[nom])]
    dits = tuple((libelles[nom], _dire(nom, avant[nom]), _dire(nom, voulues[nom])) for nom in changes)
    return dits, {nom: voulues[nom] if nom in changes else avant[nom] for nom in avant}


def pareils(avant: Any, apres: Any) -> bool:
    """Whether two values are the same once read from a cell, which keeps neither no-break spaces nor double ones."""
    if isinstance(avant, str) and isinstance(apres, str):
        return en_cellule(avant) == en_cellule(apres)
    return bool(avant == apres)


def en_cellule(texte: str) -> str:
    """A text as a cell gives it back."""
    return nettoyer_paragraphes(texte)[0]


def _dire(nom: str, valeur: Any) -> str:
    """A value in « before → after »: codes by their words, bodies by their names."""
    if nom == "partenaires":
        return ", ".join(valeur)
    if nom == "etat" and valeur:
        return ETATS[valeur]
    return ecrire(valeur)


def net(valeur: Any) -> Any:
    return valeur.strip() if isinstance(valeur, str) else valeur


def noms_de(texte: str) -> list[str]:
    return [nom for brut in texte.replace("\n", "|").split("|") if (nom := brut.strip())]


def dite(action: Action | None) -> dict[str, Any]:
    """The values of an action that a workbook tells, as it would write them; empty for a new one."""
    if action is None:
        return {
            "titre": "", "pilote": "", "partenaires": [], "public": "", "debut": None, "fin": None, "description": ""
        }  # fmt: skip
    return {
        "titre": action.titre,
        "pilote": str(action.pilote or ""),
        "partenaires": [str(partenaire.organisation) for partenaire in action.partenaires.all()],
        "public": action.public,
        "debut": action.debut,
        "fin": action.fin,
        "description": action.description,
    }
