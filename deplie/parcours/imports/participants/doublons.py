"""Likely duplicates of the persons that a run creates or renames: named in a warning, never merged.

Nobody is compared with everybody: those of one day of birth are looked at together; a person without day of birth is
looked for by the beginning of the names. A day on which too many were born (a default date) is cut the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple

from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants.cellules import CHANGER_IDENTITE, CREER_PERSONNE
from deplie.parcours.rules.homonyme import Identite, meme_personne_probable
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne, par_paquets

TABLE: Final = "participants"
# Persons looked at two by two; past that, only those whose names begin alike; past that again, only the same names.
BLOC: Final = 60
SOUS_BLOC: Final = 400
CANDIDATS: Final = 3
_LIGNES: Final = LigneParticipant._meta.db_table
_VUES: Final = f"l.lot_id = %s AND (l.actions & {CREER_PERSONNE | CHANGER_IDENTITE}) <> 0"
# The person as the run leaves it: what the carrying row brings over what is recorded.
_NAISSANCE: Final = "COALESCE(l.date_naissance, p.date_naissance)"
_NOUVELLES: Final = f"""
SELECT {_NAISSANCE} AS naissance, l.identifiant, l.nom, COALESCE(l.nom_usage, p.nom_usage, ''), l.prenom,
       l.id AS numero, l.ligne
FROM {_LIGNES} l LEFT JOIN personnes_personne p ON p.id = l.personne_id WHERE {_VUES}
"""
# Recorded, but for those that the run renames.
_CONNUES: Final = f"""
SELECT p.date_naissance AS naissance, p.identifiant, p.nom, p.nom_usage, p.prenom, 0 AS numero, 0
FROM personnes_personne p WHERE p.territoire_id = %s AND p.absorbee_par_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM {_LIGNES} l WHERE l.lot_id = %s AND l.identifiant = p.identifiant
    AND (l.actions & {CHANGER_IDENTITE}) <> 0)
"""


class Fiche(NamedTuple):
    """Somebody to compare: who, under which number and name, on which line (0: recorded already)."""

    identite: Identite
    identifiant: str
    nom: str
    numero: int
    ligne: int


Paires = Iterator[tuple[Fiche, Fiche]]


def signaler(course: Course, territoire: int) -> None:
    """Warn about every person created or renamed who is likely somebody else of the file or of the territory."""
    lot = course.lot.pk
    if not sql.lire(f"SELECT 1 FROM {_LIGNES} l WHERE {_VUES} LIMIT 1", [lot]):
        return
    trouves: dict[Fiche, dict[str, Fiche]] = defaultdict(dict)
    for paires in (_du_meme_jour(lot, territoire), _sans_date(lot, territoire)):
        for une, autre in paires:
            nouvelle, candidat = (une, autre) if une.numero > autre.numero else (autre, une)
            if len(trouves[nouvelle]) < CANDIDATS:
                trouves[nouvelle][candidat.identifiant] = candidat
    for paquet in par_paquets(sorted(trouves.items(), key=lambda paire: paire[0].numero), 2_000):
        with course.paquet():
            for nouvelle, candidats in paquet:
                ligne = Ligne(nouvelle.numero, nouvelle.ligne)
                course.avertir(TABLE, ligne, "nom", _phrase(nouvelle, candidats.values()), valeur=nouvelle.nom)
            course.ecrire_messages()


def _phrase(nouvelle: Fiche, candidats: Iterable[Fiche]) -> str:
    noms = ", ".join(
        f"« {c.identifiant} »" + (f" (ligne {c.ligne})" if c.ligne else " (déjà enregistrée)") for c in candidats
    )
    meme_jour = nouvelle.identite.naissance and all(c.identite.naissance for c in candidats)
    jour = "née le même jour" if meme_jour else "sans que la naissance les distingue"
    return (
        f"Cette personne ressemble à {noms}, de nom proche et {jour}. Si c'est la même, donnez-lui le même "
        "identifiant ; rien n'est fusionné."
    )


def _fiches(requete: str, parametres: list[Any]) -> Iterator[Fiche]:
    for naissance, identifiant, nom, usage, prenom, numero, ligne in sql.parcourir(requete, parametres):
        # An expression has no declared type on SQLite: its date is a text.
        jour = date.fromisoformat(naissance) if isinstance(naissance, str) else naissance
        yield Fiche(Identite.de(nom, usage or "", prenom, jour), identifiant, nom, numero, ligne)


def _du_meme_jour(lot: int, territoire: int) -> Paires:
    jours = f"SELECT {_NAISSANCE} FROM {_LIGNES} l LEFT JOIN personnes_personne p ON p.id = l.personne_id WHERE {_VUES}"
    connues = f"{_CONNUES} AND p.date_naissance IN ({jours})"
    requete = f"{_NOUVELLES} AND {_NAISSANCE} IS NOT NULL UNION ALL {connues} ORDER BY 1, 6"
    for _, bloc in groupby(_fiches(requete, [lot, territoire, lot, lot]), lambda fiche: fiche.identite.naissance):
        yield from _dans_un_bloc(list(bloc))


def _sans_date(lot: int, territoire: int) -> Paires:
    """Pairs of which one at least has no day of birth."""
    requete = f"{_NOUVELLES} AND {_NAISSANCE} IS NULL UNION ALL {_CONNUES} AND p.date_naissance IS NULL ORDER BY 6"
    inconnues = list(_fiches(requete, [lot, territoire, lot]))
    if not inconnues:
        return
    yield from _dans_un_bloc(inconnues)
    index = _par_debuts(inconnues)
    yield from _contre(index, _fiches(f"{_NOUVELLES} AND {_NAISSANCE} IS NOT NULL", [lot]))
    if inconnues[-1].numero:
        nouvelles = _par_debuts(fiche for fiche in inconnues if fiche.numero)
        yield from _contre(nouvelles, _fiches(f"{_CONNUES} AND p.date_naissance IS NOT NULL", [territoire, lot]))


def _contre(index: dict[str, list[Fiche]], fiches: Iterable[Fiche]) -> Paires:
    for fiche in fiches:
        vues: set[str] = set()
        for debut in _debuts(fiche.identite):
            for autre in index.get(debut, ())[:SOUS_BLOC]:
                if autre.identifiant not in vues and meme_personne_probable(fiche.identite, autre.identite):
                    vues.add(autre.identifiant)
                    yield fiche, autre


def _dans_un_bloc(fiches: list[Fiche]) -> Paires:
    if len(fiches) <= BLOC:
        yield from _deux_a_deux(fiches)
        return
    for sous_bloc in _par_debuts(fiches).values():
        yield from _deux_a_deux(sous_bloc) if len(sous_bloc) <= SOUS_BLOC else _de_meme_nom(sous_bloc)


def _deux_a_deux(fiches: list[Fiche]) -> Paires:
    """Every pair of which one at least is new: ``fiches`` come recorded first, then by line."""
    for rang, fiche in enumerate(fiches):
        if fiche.numero:
            for autre in fiches[:rang]:
                if meme_personne_probable(fiche.identite, autre.identite):
                    yield fiche, autre


def _de_meme_nom(fiches: list[Fiche]) -> Paires:
    vues: dict[tuple[str, str], list[Fiche]] = defaultdict(list)
    for fiche in fiches:
        for nom in fiche.identite.noms:
            memes = vues[nom, fiche.identite.prenom]
            if fiche.numero:
                yield from ((fiche, autre) for autre in memes if autre.identifiant != fiche.identifiant)
            if len(memes) < CANDIDATS:
                memes.append(fiche)


def _debuts(identite: Identite) -> set[str]:
    """The beginnings under which somebody is looked for: head of a name, of the first name, or initials swapped in."""
    prenom = identite.prenom
    return {cle for nom in identite.noms for cle in (f"{nom[:3]}/{prenom[:1]}", f"{nom[:1]}/{prenom[:4]}")}


def _par_debuts(fiches: Iterable[Fiche]) -> dict[str, list[Fiche]]:
    index: dict[str, list[Fiche]] = defaultdict(list)
    for fiche in fiches:
        for debut in _debuts(fiche.identite):
            index[debut].append(fiche)
    return index
