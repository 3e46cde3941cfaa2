"""How fast full lines are read and typed, and in how much memory: ``python -m benchmarks.lecture [LINES]``."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import jeux
from deplie.parcours.imports.colonnes import ETAPES, PARTICIPANTS
from deplie.socle.lecture import lire


def mesurer(chemin: Path) -> dict[str, float]:
    """Seconds of each pass, lines per second over both, resident memory at its highest in MiB (this process)."""
    depart = time.perf_counter()
    [table] = lire([chemin], [PARTICIPANTS, ETAPES])
    examen = time.perf_counter()
    rejetees = averties = 0
    for ligne in table.typees("FR"):
        rejetees += bool(ligne.rejets)
        averties += bool(ligne.avertissements)
    fin = time.perf_counter()
    return {
        "lignes": table.attendues,
        "rejetees": rejetees,
        "averties": averties,
        "examen_s": round(examen - depart, 2),
        "typage_s": round(fin - examen, 2),
        "lignes_par_seconde": round(table.attendues / (fin - depart)),
        "microsecondes_par_ligne": round((fin - depart) / max(table.attendues, 1) * 1e6, 1),
        "memoire_mio": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(arguments: list[str]) -> int:
    nombre = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as dossier:
        [chemin] = jeux.fichiers(Path(dossier), nombre)
        for nom, valeur in mesurer(chemin).items():
            print(f"{nom}: {valeur}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
