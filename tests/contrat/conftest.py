"""The exchange contract seen from outside: files in, commands run, reports and figures read back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from deplie.site.cli import main


class Outil:
    """The ``deplie`` command, called as a person would, with a folder for its files."""

    def __init__(self, dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.dossier, self.capsys = dossier, capsys
        self.sortie = self.erreur = ""

    def __call__(self, *arguments: str, attendu: int | None = 0) -> int:
        code = main([str(a) for a in arguments])
        lu = self.capsys.readouterr()
        self.sortie, self.erreur = lu.out, lu.err
        assert attendu is None or code == attendu, f"code {code} : {self.sortie}\n{self.erreur}"
        assert "Traceback" not in self.erreur
        return code

    def ecrire(self, nom: str, lignes: list[dict[str, Any]]) -> Path:
        chemin = self.dossier / nom
        colonnes = list(dict.fromkeys(c for ligne in lignes for c in ligne))
        with chemin.open("w", encoding="utf-8", newline="") as flux:
            plume = csv.DictWriter(flux, colonnes, delimiter=";")
            plume.writeheader()
            plume.writerows(lignes)
        return chemin

    def importer(
        self, territoire: str = "T1", attendu: int | None = 0, **tables: list[dict[str, Any]]
    ) -> dict[str, Any]:
        chemins = [self.ecrire(f"{nom}.csv", lignes) for nom, lignes in tables.items()]
        return self.importer_fichiers(*chemins, territoire=territoire, attendu=attendu)

    def importer_fichiers(
        self, *chemins: Path, territoire: str = "T1", attendu: int | None = 0, options: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        rapport = self.dossier / "rapport.json"
        rapport.unlink(missing_ok=True)
        self("importer", territoire, *map(str, chemins), "--rapport", str(rapport), *options, attendu=attendu)
        return json.loads(rapport.read_text(encoding="utf-8")) if rapport.exists() else {}

    def bilan(self, *options: str, territoire: str = "T1", annee: int | None = 2020) -> dict[str, Any]:
        periode = ("--annee", str(annee)) if annee else ()
        self("bilan", territoire, *periode, *options, "--format", "json")
        return json.loads(self.sortie)

    def chiffre(
        self, code: str, *options: str, ventilation: dict[str, Any] | None = None, **mots: Any
    ) -> dict[str, Any]:
        document = self.bilan(*options, **mots)
        return trouver(document, code, ventilation)


def trouver(document: dict[str, Any], code: str, ventilation: dict[str, Any] | None = None) -> dict[str, Any]:
    """The one figure of that code and part; fails when there is none or several."""
    trouves = [c for c in document["chiffres"] if c["code"] == code and c["ventilation"] == (ventilation or {})]
    assert len(trouves) == 1, f"{code} {ventilation} : {len(trouves)} chiffres"
    return trouves[0]


@pytest.fixture
def outil(transactional_db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Outil:
    instance = Outil(tmp_path, capsys)
    instance(
        "territoire", "creer", "T1", "Territoire d'essai", "--dispositif", "ARPE", "--complet-depuis", "2019-01-01"
    )
    return instance


def personne(identifiant: str, entree: str, sortie: str = "", motif: str = "", **autres: Any) -> dict[str, Any]:
    """A complete participants line, unless told otherwise."""
    ligne = {
        "identifiant": identifiant, "nom": f"Nom{identifiant}", "prenom": "Zélie", "date_naissance": "1985-05-14",
        "sexe": "F", "qpv": "NON", "niveau_formation": "3", "statut_entree": "CHOMEUR", "duree_chomage_mois": "14",
        "criteres": "DELD", "date_entree": entree, "date_sortie": sortie, "motif_sortie": motif,
    }  # fmt: skip
    return ligne | autres
