"""Why a parcours stops for a while. Health and detention are not told apart on screen (GDPR art. 9 and 10)."""

from __future__ import annotations

from typing import Final

MOTIFS_SUSPENSION: Final[dict[str, str]] = {
    "SANTE": "santé ou empêchement personnel",
    "PARENTALITE": "maternité, paternité, garde d'enfant",
    "FAMILLE": "raison familiale",
    "ABSENCE": "absence du territoire",
    "AUTRE": "autre raison",
}
