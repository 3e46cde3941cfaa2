"""Import tables written on the spot, and read the report back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from deplie.socle.imports.bilan import rapport
from deplie.socle.imports.execution import appliquer, ouvrir, preparer
from deplie.socle.models import Compte, Lot
from deplie.territoires.actions import creer_territoire
from deplie.territoires.models import Territoire

Ligne = dict[str, Any]


class Auteur:
    """Whoever imports: nobody's account unless told."""

    def __init__(self, compte: Compte | None = None) -> None:
        self.compte = compte


class Atelier:
    """A territory with PLIE and ARPE, and a folder for its files."""

    def __init__(self, dossier: Path, code: str = "T1") -> None:
        self.dossier, self.code, self.par = dossier, code, Auteur()
        self.territoire: Territoire = creer_territoire(code=code, nom="Essai", dispositifs=["ARPE"], par=self.par)
        self.lot: Lot | None = None

    def ecrire(self, nom: str, lignes: list[Ligne]) -> Path:
        """A CSV file with the union of the columns, in the order they are met."""
        chemin = self.dossier / f"{nom}.csv"
        colonnes = list(dict.fromkeys(colonne for ligne in lignes for colonne in ligne))
        with chemin.open("w", encoding="utf-8", newline="") as flux:
            plume = csv.DictWriter(flux, colonnes, delimiter=";")
            plume.writeheader()
            plume.writerows(lignes)
        return chemin

    def preparer(self, *chemins: Path, **tables: list[Ligne]) -> Lot:
        """Read and compare, without applying."""
        chemins = (*chemins, *(self.ecrire(nom, lignes) for nom, lignes in tables.items()))
        self.lot = ouvrir(territoire=self.code, par=self.par, fichiers=[c.name for c in chemins])
        return preparer(self.lot, chemins)

    def importer(self, *chemins: Path, **tables: list[Ligne]) -> Rapport:
        """The whole run; the report."""
        lot = self.preparer(*chemins, **tables)
        return Rapport(rapport(appliquer(lot, par=self.par)))


class Rapport:
    """A report, asked for what a test wants of it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def comptes(self, table: str = "participants") -> tuple[int, ...]:
        """(created, changed, unchanged, rejected)."""
        lu = self.document["tables"][table]
        assert lu["lues"] == sum(lu[c] for c in ("creees", "modifiees", "inchangees", "rejetees"))
        return tuple(lu[c] for c in ("creees", "modifiees", "inchangees", "rejetees"))

    def rejets(self, table: str = "participants") -> list[tuple[int, str]]:
        """(row, column) of each rejection."""
        return [(r["ligne"], r["colonne"]) for r in self.document["rejets"] if r["table"] == table]

    def avertis(self, colonne: str, table: str = "participants") -> list[int]:
        """Rows warned about a column."""
        return [a["ligne"] for a in self.document["avertissements"] if a["table"] == table and a["colonne"] == colonne]

    def phrase(self, ligne: int, colonne: str, table: str = "participants") -> str:
        """What is said of a cell, all together; no-break spaces read as spaces."""
        messages = [*self.document["rejets"], *self.document["avertissements"]]
        dits = [m["message"] for m in messages if (m["table"], m["ligne"], m["colonne"]) == (table, ligne, colonne)]
        return " ".join(dits).replace("\u00a0", " ")


def personne(identifiant: str, entree: str, sortie: str = "", motif: str = "", **autres: Any) -> Ligne:
    """A participants line about which nothing is said, unless told otherwise; names differ between persons."""
    ligne = {
        "identifiant": identifiant, "nom": f"Nom-{identifiant}-" + chr(97 + hash_stable(identifiant) % 26) * 9,
        "prenom": "Zélie", "date_naissance": "1985-05-14", "sexe": "F", "statut_entree": "CHOMEUR",
        "duree_chomage_mois": "14", "criteres": "DELD", "date_entree": entree, "date_sortie": sortie,
        "motif_sortie": motif, "date_validation_sortie": sortie,
    }  # fmt: skip
    return ligne | autres


def hash_stable(texte: str) -> int:
    """The same number in every process."""
    return sum((rang + 1) * ord(lettre) for rang, lettre in enumerate(texte))
