"""What becomes of an avenant that a committee must adopt. Source: Pays Midi-Quercy, COPIL of 13 October 2020."""

from __future__ import annotations

from typing import Final

PROJET: Final = "PROJET"
ADOPTE: Final = "ADOPTE"
REJETE: Final = "REJETE"

STATUTS_AVENANT: Final[dict[str, str]] = {
    PROJET: "à décider en comité",
    ADOPTE: "adopté",
    REJETE: "rejeté",
}
