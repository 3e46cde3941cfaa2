"""Write the small committed geography files: ``python -m outils.geographie`` (by hand, once a year).

It stands with the house's tools, not in the room it feeds: it needs npm and the network, which the product never does.
``npm pack`` fetches ``@etalab/decoupage-administratif`` by name; two compressed tables and a note of their source and
licence are written in ``deplie/territoires/donnees``. The same package gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PAQUET = "@etalab/decoupage-administratif"
DOSSIER = Path(__file__).resolve().parent.parent / "deplie" / "territoires" / "donnees"
NATURES = ("commune-actuelle", "arrondissement-municipal")
NOTE = """# Communes et groupements

Fichiers écrits par `python -m outils.geographie` ; ne pas les modifier à la main.

- `communes.csv.gz` : {communes} communes et arrondissements municipaux (code INSEE, nom, département, SIREN de
  l'intercommunalité, population municipale, codes postaux).
- `groupements.csv.gz` : {groupements} intercommunalités, EPCI à fiscalité propre et EPT (SIREN, nom, nature,
  population, communes membres des EPT).
- `millesime.txt` : année du code officiel géographique.

Source : paquet npm `{paquet}` {version} (Etalab), millésime {millesime}, d'après le code
officiel géographique et les populations légales de l'INSEE, la liste des EPCI de la DGCL et la base des codes postaux
de La Poste.

Licence des données : Licence Ouverte 2.0 (Etalab). Licence du paquet : MIT.

À savoir :

- un arrondissement municipal (Paris, Lyon, Marseille) figure à côté de sa commune, car les habitants y sont domiciliés
  sous ce code ; ne pas additionner les deux populations ;
- un EPT n'est pas l'EPCI de ses communes (c'est la métropole), d'où la liste de ses membres ;
- les contours et les quartiers prioritaires ne sont pas compris : les codes QPV de la démonstration sont fictifs et
  marqués comme tels.
"""


def telecharger(dossier: Path) -> Path:
    """The package's archive, fetched by npm into ``dossier``."""
    appel = ["npm", "pack", PAQUET, "--silent", "--pack-destination", str(dossier)]
    nom = subprocess.run(appel, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    return dossier / nom


def lire(archive: Path) -> dict[str, Any]:
    """``communes``, ``epci``, ``ept``, ``package`` as parsed JSON, ``notice`` as text."""
    with tarfile.open(archive) as tar:

        def texte(nom: str) -> str:
            fichier = tar.extractfile(f"package/{nom}")
            assert fichier is not None
            return fichier.read().decode()

        tables = {nom: json.loads(texte(f"data/{nom}.json")) for nom in ("communes", "epci", "ept")}
        return {**tables, "package": json.loads(texte("package.json")), "notice": texte("README.md")}


def millesime(notice: str, version: str) -> int:
    """The vintage that the package's own table gives to this version."""
    annees = {v: int(annee) for annee, v in re.findall(r"^\|\s*(\d{4})\s*\|\s*([\d.]+)", notice, re.MULTILINE)}
    return annees[version]


def communes(tables: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of ``communes.csv.gz``, by code; an arrondissement follows its commune's grouping."""
    epci = {membre["code"]: groupement["code"] for groupement in tables["epci"] for membre in groupement["membres"]}
    for lieu in sorted(tables["communes"], key=lambda x: x["code"]):
        if lieu["type"] in NATURES:
            groupement = epci.get(lieu["code"]) or epci.get(lieu.get("commune", ""), "")
            postaux = "|".join(sorted(lieu.get("codesPostaux", [])))
            yield lieu["code"], lieu["nom"], lieu["departement"], groupement, lieu.get("population", ""), postaux


def groupements(tables: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of ``groupements.csv.gz``; members are written for EPT only, the communes' file has the others."""
    for groupement in sorted([*tables["epci"], *tables["ept"]], key=lambda x: x["code"]):
        membres = sorted(m["code"] for m in groupement["membres"]) if groupement["type"] == "EPT" else []
        yield (
            groupement["code"],
            groupement["nom"],
            groupement["type"],
            groupement["populationMunicipale"],
            "|".join(membres),
        )


def ecrire(chemin: Path, entete: tuple[str, ...], lignes: Iterable[tuple[Any, ...]]) -> int:
    """Write a compressed table; no clock in the archive, so the same rows are the same bytes. Returns the row count."""
    texte = io.StringIO()
    plume = csv.writer(texte, delimiter=";", lineterminator="\n")
    plume.writerow(entete)
    nombre = 0
    for ligne in lignes:
        plume.writerow(ligne)
        nombre += 1
    chemin.write_bytes(gzip.compress(texte.getvalue().encode(), compresslevel=9, mtime=0))
    return nombre


def main() -> int:
    with tempfile.TemporaryDirectory() as dossier:
        tables = lire(telecharger(Path(dossier)))
    version = tables["package"]["version"]
    annee = millesime(tables["notice"], version)
    entete = ("code", "nom", "departement", "epci", "population", "codes_postaux")
    nombre = ecrire(DOSSIER / "communes.csv.gz", entete, communes(tables))
    entete_groupements = ("siren", "nom", "nature", "population", "membres")
    nombre_groupements = ecrire(DOSSIER / "groupements.csv.gz", entete_groupements, groupements(tables))
    (DOSSIER / "millesime.txt").write_text(f"{annee}\n", encoding="utf-8")
    note = NOTE.format(communes=nombre, groupements=nombre_groupements, paquet=PAQUET, version=version, millesime=annee)
    (DOSSIER / "LISEZMOI.md").write_text(note, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
