"""The model workbooks of modeles/: ``python -m outils.modeles``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deplie.socle.tableaux import DescriptionTable

DOSSIER = Path(__file__).resolve().parent.parent / "modeles"


def descriptions() -> tuple[DescriptionTable, ...]:
    """Every table that is read, in the order of the documentation. Columns read the code lists of the models."""
    from deplie.cadre.imports.colonnes import OBJECTIFS
    from deplie.parcours.imports.colonnes import DIAGNOSTICS, EMPLOIS, ENTRETIENS, ETAPES, PARTICIPANTS, PRESCRIPTIONS
    from deplie.pilotage.imports.colonnes import RELEVES

    return (PARTICIPANTS, PRESCRIPTIONS, ETAPES, ENTRETIENS, EMPLOIS, DIAGNOSTICS, OBJECTIFS, RELEVES)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from deplie.socle.tableaux import ecrire_modeles

    for fichier in ecrire_modeles(DOSSIER, descriptions()):
        print(fichier.relative_to(DOSSIER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
