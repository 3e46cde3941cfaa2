"""Bodies that an operation supports, and projects that are of a kind: what each counts in, and which are one.

Sources: règlement (UE) 2021/1057, annex I (EECO18, EECO19: bodies); règlement (UE) 1304/2013, annex I (CO20, CO21 and
CO22: projects; CO23: bodies). K, to verify before money depends on it: a cooperative and an enterprise of the social
economy are enterprises here, whatever their legal form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.acteurs.rules import cle_organisation
from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.indicateurs import Entite

ADMINISTRATION: Final = "ADMIN"
ENTREPRISE: Final = "PME"
PARTENAIRE: Final = "PARTENAIRE"
FEMMES: Final = "FEMMES"
GENRES: Final = {
    ADMINISTRATION: "administration ou service public",
    ENTREPRISE: "micro, petite ou moyenne entreprise, coopérative, entreprise de l'économie sociale",
    PARTENAIRE: "partenaire social ou association qui met le projet en œuvre",
    FEMMES: "projet consacré à l'emploi des femmes",
}
# The indicator of a kind, by programmation.
INDICATEURS_DES_GENRES: Final = {
    FSE_PLUS_2021_2027: {ADMINISTRATION: "EECO18", ENTREPRISE: "EECO19"},
    FSE_2014_2020: {PARTENAIRE: "CO20", FEMMES: "CO21", ADMINISTRATION: "CO22", ENTREPRISE: "CO23"},
}
# These count projects: an operation once, however many bodies it names.
DE_PROJETS: Final = frozenset({"CO20", "CO21", "CO22"})
NOM_MAX: Final = 200


@dataclass(frozen=True)
class Soutien:
    """A body that an operation supports, from a day on; ``siret`` may be unknown."""

    numero: int
    operation: str
    programmation: str
    genre: str
    nom: str
    siret: str
    le: date
    objectif: str = ""


def genres_de(programmation: str) -> dict[str, str]:
    """The kinds that a programmation counts, in words."""
    return {genre: GENRES[genre] for genre in INDICATEURS_DES_GENRES.get(programmation, {})}


def indicateur_de(programmation: str, genre: str) -> str:
    """The code of the indicator that counts a kind; empty where none does."""
    return INDICATEURS_DES_GENRES.get(programmation, {}).get(genre, "")


def identites(soutiens: Iterable[Soutien]) -> dict[int, int]:
    """``{numero: the smallest numero of the same body}``.

    Two lines are one body when their names read the same, or their SIRET begin with the same nine figures (two
    establishments are one enterprise); and so on, from one line to the next.
    """
    tetes: dict[int, int] = {}
    porteurs: dict[tuple[str, str], int] = {}

    def tete(numero: int) -> int:
        while tetes[numero] != numero:
            numero = tetes[numero]
        return numero

    lus = sorted(soutiens, key=lambda un: un.numero)
    for un in lus:
        tetes[un.numero] = un.numero
        for marque in _marques(un):
            autre = tete(porteurs.setdefault(marque, un.numero))
            ici = tete(un.numero)
            tetes[max(autre, ici)] = min(autre, ici)
    return {un.numero: tete(un.numero) for un in lus}


def _marques(un: Soutien) -> list[tuple[str, str]]:
    nom = cle_organisation(un.nom)
    return [("nom", nom)] * bool(nom) + [("siren", un.siret[:9])] * bool(un.siret)


def en_entites(soutiens: Iterable[Soutien]) -> list[Entite]:
    """The same as the indicators count them: a body once, or a project once, for each indicator."""
    lus = list(soutiens)
    memes = identites(lus)
    trouvees = []
    for un in lus:
        if code := indicateur_de(un.programmation, un.genre):
            cle = f"projet {un.operation}" if code in DE_PROJETS else f"organisme {memes[un.numero]}"
            trouvees.append(Entite(code, cle, un.operation, un.le, un.objectif))
    return trouvees


def refus_de_soutien(
    programmation: str, genre: str, nom: str, le: date, bornes: tuple[date | None, date | None], jour: date
) -> str:
    """Why a line cannot be written, in a sentence; empty when it can. ``bornes``: the days of the operation."""
    debut, fin = bornes
    if genre not in genres_de(programmation):
        return "Cette programmation ne compte pas cette sorte d'organisme ou de projet."
    if genre != FEMMES and not cle_organisation(nom):
        return "Dites le nom de l'organisme."
    if le > jour:
        return f"Le {le:%d/%m/%Y} est à venir. Une date passée est attendue."
    if debut and le < debut:
        return f"L'opération commence le {debut:%d/%m/%Y} : elle n'a soutenu personne avant."
    if fin and le > fin:
        return f"L'opération finit le {fin:%d/%m/%Y} : elle n'a soutenu personne après."
    return ""
