"""Public figures as data: one row per figure, the same columns in CSV and JSON, described as a Table Schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from deplie.pilotage.queries.bilan.resultat import en_nombre
from deplie.pilotage.queries.publiable import ChiffrePubliable, ChiffresPubliables
from deplie.socle.tableaux import neutraliser

# A name, a type of Table Schema, what it holds. They are never renamed nor removed: others read them.
COLONNES: Final[tuple[tuple[str, str, str], ...]] = (
    ("territoire", "string", "Code du territoire"),
    ("dispositif", "string", "Code du dispositif, ou TOUS"),
    ("debut", "date", "Premier jour de la période"),
    ("fin", "date", "Dernier jour de la période"),
    ("statut", "string", "VALIDE_COPIL, DEFINITIF ou RECTIFIE"),
    ("version", "integer", "Rang de la publication parmi celles de la même période"),
    ("code", "string", "Code du chiffre dans le catalogue"),
    ("libelle", "string", "Nom du chiffre"),
    ("dimension", "string", "Ce qui ventile le chiffre ; vide pour un total"),
    ("modalite", "string", "Code de la part ; vide pour un total, et quand la valeur est inconnue"),
    ("modalite_libelle", "string", "Nom de la part ; vide pour un total"),
    ("unite", "string", "Ce que compte la valeur"),
    ("valeur", "number", "Le chiffre, un taux en pour cent ; vide quand il est masqué ou n'existe pas"),
    ("numerateur", "number", "Ce qui est compté, pour un taux, un rapport ou une moyenne"),
    ("denominateur", "number", "Sur combien"),
    ("mediane", "number", "La médiane, à côté d'une moyenne"),
    ("masque", "boolean", "Vrai quand le secret statistique masque le chiffre"),
    ("raison_masque", "string", "Ce qui est dit à la place du chiffre masqué"),
    ("definition_version", "string", "Version de la définition en vigueur"),
)
NOMS: Final = tuple(nom for nom, _, _ in COLONNES)


def lignes(publics: ChiffresPubliables) -> Iterator[dict[str, Any]]:
    """The rows: totals in the order of the catalogue, then parts."""
    publication = publics.publication
    communes = {
        "territoire": publics.territoire[0],
        "dispositif": publics.dispositif,
        "debut": publics.periode.debut.isoformat(),
        "fin": publics.periode.fin.isoformat(),
        "statut": publication.statut,
        "version": publication.version,
    }
    for dit in publics.tous:
        yield communes | _ligne(dit)


def _ligne(dit: ChiffrePubliable) -> dict[str, Any]:
    chiffre = dit.chiffre
    dimension, modalite = next(iter(chiffre.ventilation.items()), ("", ""))
    return {
        "code": chiffre.code,
        "libelle": chiffre.libelle,
        "dimension": dimension,
        "modalite": modalite or "",
        "modalite_libelle": ", ".join(chiffre.parts),
        "unite": chiffre.unite,
        "valeur": _nombre(chiffre.valeur),
        "numerateur": _nombre(chiffre.numerateur),
        "denominateur": _nombre(chiffre.denominateur),
        "mediane": _nombre(chiffre.mediane),
        "masque": bool(dit.masque),
        "raison_masque": dit.masque,
        "definition_version": chiffre.definition.version,
    }


def _nombre(valeur: int | Decimal | None) -> int | float | None:
    return en_nombre(valeur)


def en_csv(publics: ChiffresPubliables) -> str:
    """Comma, point, UTF-8, ``true`` and ``false``, empty for nothing: as the schema says."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, fieldnames=NOMS, lineterminator="\r\n")
    ecrivain.writeheader()
    for ligne in lignes(publics):
        ecrivain.writerow({nom: _cellule(ligne[nom]) for nom in NOMS})
    return tampon.getvalue()


def _cellule(valeur: Any) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return str(valeur) if isinstance(valeur, int | float) else neutraliser(valeur)


def en_json(publics: ChiffresPubliables, schema: str) -> dict[str, Any]:
    """The same rows, under what they are figures of; ``schema`` is the address of their description."""
    periode = publics.periode
    return {
        "territoire": {"code": publics.territoire[0], "nom": publics.territoire[1]},
        "dispositif": publics.dispositif,
        "periode": {"debut": periode.debut.isoformat(), "fin": periode.fin.isoformat()},
        "statut": publics.publication.statut,
        "version": publics.publication.version,
        "donnees_au": publics.publication.donnees_au.date().isoformat(),
        "seuil": publics.seuil,
        "secret": publics.phrase,
        "schema": schema,
        "chiffres": list(lignes(publics)),
    }


def schema() -> dict[str, Any]:
    """The description of the columns (Table Schema, the French public data standard)."""
    return {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": "chiffres_publies",
        "title": "Chiffres publiés d'un territoire",
        "description": "Une ligne par chiffre : les totaux, puis leurs parts. Virgule, point décimal, UTF-8.",
        "version": "1",
        "fields": [
            {"name": nom, "type": sorte, "description": phrase, "constraints": {"required": nom in _TOUJOURS}}
            for nom, sorte, phrase in COLONNES
        ],
        "missingValues": [""],
        "primaryKey": ["territoire", "dispositif", "debut", "fin", "version", "code", "dimension", "modalite"],
    }


_TOUJOURS: Final = frozenset(NOMS[:8]) | {"unite", "masque", "definition_version"}
