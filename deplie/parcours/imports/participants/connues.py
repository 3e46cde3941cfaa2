"""What is recorded of the persons a packet names: read by a handful of queries, whatever the packet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from deplie.parcours.imports.participants.cellules import (
    PARTICIPATION,
    PERSONNE,
    RIEN_SENSIBLES,
    SENSIBLES,
    ParticipationConnue,
    PersonneConnue,
)
from deplie.socle.imports import sql
from deplie.socle.imports.lecture import texte_de_liste

_DATES_ET_NOMBRES: Final = frozenset(
    {"date_naissance", "date_prescription", "date_sortie", "date_validation_sortie", "date_situation_6_mois",
     "jours_suspension", "duree_chomage_mois"}
)  # fmt: skip
_LIENS: Final = {"referent": "a.courriel", "prescripteur": "s.cle"}


def _lue(alias: str, colonne: str) -> str:
    """A column as the comparison sees it: what is not known is null, links are told by their key."""
    if colonne in _LIENS:
        return _LIENS[colonne]
    return f"{alias}.{colonne}" if colonne in _DATES_ET_NOMBRES else f"NULLIF({alias}.{colonne}, '')"


_PERSONNES: Final = f"SELECT o.id, o.identifiant, {', '.join(_lue('o', c) for c in PERSONNE)} FROM personnes_personne o"
_PARTICIPATIONS: Final = (
    f"SELECT o.id, o.personne_id, o.dispositif_id, o.date_entree, {', '.join(_lue('o', c) for c in PARTICIPATION)} "
    "FROM parcours_participation o LEFT JOIN acteurs_agent a ON a.id = o.referent_id "
    "LEFT JOIN acteurs_organisation s ON s.id = o.prescripteur_id"
)


def lire(territoire: int, identifiants: Sequence[str], *, avec_etapes: bool) -> dict[str, PersonneConnue]:
    """Those of ``identifiants`` that the territory knows. ``avec_etapes``: say which participations have étapes on."""
    condition, parametres = sql.parmi("o.identifiant", identifiants)
    lues = sql.lire(f"{_PERSONNES} WHERE o.territoire_id = %s AND {condition}", [territoire, *parametres])
    if not lues:
        return {}
    personnes = {ligne[0]: PersonneConnue(ligne[0], ligne[2:]) for ligne in lues}
    participations = _participations(personnes)
    _listes(participations)
    _sensibles(personnes)
    if avec_etapes:
        _etapes_en_cours(participations)
    return {ligne[1]: personnes[ligne[0]] for ligne in lues}


def _participations(personnes: dict[int, PersonneConnue]) -> dict[int, ParticipationConnue]:
    condition, parametres = sql.parmi("o.personne_id", list(personnes))
    participations = {}
    for ligne in sql.lire(f"{_PARTICIPATIONS} WHERE {condition}", parametres):
        participation = ParticipationConnue(ligne[0], ligne[4:])
        personnes[ligne[1]].participations[ligne[2], ligne[3]] = participation
        participations[ligne[0]] = participation
    return participations


def _listes(participations: dict[int, ParticipationConnue]) -> None:
    criteres = _codes("parcours_critere", "code", participations)
    freins = _codes("parcours_frein", "theme", participations)
    for numero in {*criteres, *freins}:
        participations[numero].listes = (
            texte_de_liste(criteres[numero]) if numero in criteres else None,
            texte_de_liste(freins[numero]) if numero in freins else None,
        )


def _codes(table: str, colonne: str, participations: dict[int, ParticipationConnue]) -> dict[int, list[str]]:
    condition, parametres = sql.parmi("participation_id", list(participations))
    codes: dict[int, list[str]] = defaultdict(list)
    for numero, code in sql.lire(f"SELECT participation_id, {colonne} FROM {table} WHERE {condition}", parametres):
        codes[numero].append(code)
    return codes


def _sensibles(personnes: dict[int, PersonneConnue]) -> None:
    condition, parametres = sql.parmi("personne_id", list(personnes))
    requete = f"SELECT personne_id, le, question, reponse FROM personnes_reponsesensible WHERE {condition}"
    for numero, le, question, reponse in sql.lire(requete, parametres):
        reponses: list[Any] = list(personnes[numero].sensibles.get(le, RIEN_SENSIBLES))
        reponses[SENSIBLES.index(question)] = reponse
        personnes[numero].sensibles[le] = tuple(reponses)


def _etapes_en_cours(participations: dict[int, ParticipationConnue]) -> None:
    condition, parametres = sql.parmi("participation_id", list(participations))
    requete = f"SELECT DISTINCT participation_id FROM parcours_etape WHERE statut = 'EN_COURS' AND {condition}"
    for (numero,) in sql.lire(requete, parametres):
        participations[numero].etapes_en_cours = True
