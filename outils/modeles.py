"""The model workbooks of modeles/: ``python -m outils.modeles``."""

from __future__ import annotations

import sys
from pathlib import Path

from deplie.cadre.imports.colonnes import OBJECTIFS
from deplie.parcours.imports.colonnes import ETAPES, PARTICIPANTS
from deplie.pilotage.imports.colonnes import RELEVES
from deplie.socle.tableaux import ecrire_modeles

DOSSIER = Path(__file__).resolve().parent.parent / "modeles"
DESCRIPTIONS = (PARTICIPANTS, ETAPES, OBJECTIFS, RELEVES)


def main() -> int:
    for fichier in ecrire_modeles(DOSSIER, DESCRIPTIONS):
        print(fichier.relative_to(DOSSIER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
