"""What to say when several lines speak of one person, or when a person changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from deplie.parcours.imports.participants.cellules import (
    LISTES,
    NAISSANCE,
    NOM,
    PARTICIPATION,
    PRENOM,
    USAGE,
    Cellules,
    LigneLue,
)
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.homonyme import Identite, meme_personne_probable
from deplie.socle.tableaux import VIDE

Remarque = tuple[LigneLue, Constat]


def ecarts(lignes: Sequence[LigneLue], part: str, colonnes: Sequence[str], quoi: str) -> Iterator[Remarque]:
    """For each column where lines differ, the winning cell and the last one that says otherwise."""
    for rang, colonne in enumerate(colonnes):
        remplies = [(ligne, cellule) for ligne in lignes if (cellule := getattr(ligne, part)[rang]) is not None]
        if len(remplies) > 1 and (autre := _autre(remplies)):
            gagnante, retenue = remplies[-1]
            phrase = (
                f"La ligne {autre[0].ligne} donne « {_dire(autre[1])} » pour {quoi} : "
                f"« {_dire(retenue)} », plus bas dans le fichier, l'emporte."
            )
            yield gagnante, Constat(colonne, phrase)


def _autre(remplies: Sequence[tuple[LigneLue, Any]]) -> tuple[LigneLue, Any] | None:
    retenue = remplies[-1][1]
    return next((paire for paire in reversed(remplies) if paire[1] != retenue), None)


def memes_cles(lignes: Sequence[LigneLue]) -> list[Remarque]:
    """What to say of the lines of one participation: they are read onto one another."""
    if len(lignes) < 2:
        return []
    quoi = "la même participation"
    trouves = [*ecarts(lignes, "participation", PARTICIPATION, quoi), *ecarts(lignes, "listes", LISTES, quoi)]
    suite = "la dernière cellule remplie l'emporte" if trouves else "elle ne change rien de plus"
    for precedente, ligne in pairwise(lignes):
        phrase = (
            f"Cette ligne a la même clé que la ligne {precedente.ligne} (identifiant, dispositif, entrée) : {suite}."
        )
        trouves.append((ligne, Constat("identifiant", phrase)))
    return trouves


def identite_changee(avant: Cellules, apres: Cellules) -> Constat | None:
    """An identifier that seems to name somebody else now."""
    if avant == apres or meme_personne_probable(_identite(avant), _identite(apres)):
        return None
    jour = f", né(e) le {avant[NAISSANCE]:%d/%m/%Y}" if avant[NAISSANCE] else ""
    return Constat(
        "identifiant",
        f"Cet identifiant désigne déjà {avant[PRENOM]} {avant[NOM]}{jour} : vérifiez qu'il s'agit de la même personne.",
    )


def _identite(personne: Cellules) -> Identite:
    return Identite.de(personne[NOM] or "", personne[USAGE] or "", personne[PRENOM] or "", personne[NAISSANCE])


def _dire(valeur: Any) -> str:
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, str):
        return valeur.strip("|").replace("|", ", ")
    return "#VIDE" if valeur is VIDE else str(valeur)
