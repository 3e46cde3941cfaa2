"""A table as a Table Schema (Frictionless): what another tool checks a file against before sending it."""

from __future__ import annotations

import json
from typing import Any, Final

from deplie.socle.tableaux.champs import Champ, DescriptionTable, Type

_TYPES: Final = {Type.DATE: "date", Type.ENTIER: "integer", Type.NOMBRE: "number"}


def schema_de(description: DescriptionTable) -> str:
    """The schema as JSON text, its columns in their order."""
    document = {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": description.nom,
        "title": description.titre,
        "fields": [_champ(champ) for champ in description.champs],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _champ(champ: Champ) -> dict[str, Any]:
    lu: dict[str, Any] = {"name": champ.nom, "type": _TYPES.get(champ.type, "string"), "description": _aide(champ)}
    contraintes: dict[str, Any] = {"required": True} if champ.obligatoire else {}
    if champ.codes is not None and champ.type is Type.CODE:
        contraintes["enum"] = [code.code for code in champ.codes]
    for nom, borne in (("minimum", champ.minimum), ("maximum", champ.maximum)):
        if borne is not None:
            contraintes[nom] = int(borne)
    if lu["type"] == "string" and champ.codes is None:
        contraintes["maxLength"] = champ.longueur
    return lu | ({"constraints": contraintes} if contraintes else {})


def _aide(champ: Champ) -> str:
    if champ.codes is None or champ.type is Type.CODE:
        return champ.aide
    return f"{champ.aide} Codes séparés par « | » : {', '.join(code.code for code in champ.codes)}."
