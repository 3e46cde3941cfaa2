"""A run killed at any moment is there whole or not at all, and can be made again: the command itself is killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import jeux

LIGNES, ETAPES, MORTS = 1_500, 1, 20
TABLES = ("personnes_personne", "parcours_participation", "parcours_etape", "parcours_critere", "acteurs_agent",
          "personnes_historicalpersonne", "parcours_historicaletape")  # fmt: skip
COMMANDE = [sys.executable, "-c", "import sys; from deplie.site.cli import main; sys.exit(main(sys.argv[1:]))"]


class Essai:
    """An installation of its own, and a file to import into it."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.base = dossier / "deplie.sqlite3"
        self.fichiers = [str(f) for f in jeux.fichiers(dossier / "fichiers", LIGNES, ETAPES)]
        propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(("DEPLIE_", "DATABASE_"))}
        self.environnement = propre | {"DEPLIE_DONNEES": str(dossier)}

    def lancer(self, *arguments: str) -> subprocess.Popen[bytes]:
        sortie = subprocess.DEVNULL
        return subprocess.Popen([*COMMANDE, *arguments], env=self.environnement, stdout=sortie, stderr=sortie)

    def importer(self) -> subprocess.Popen[bytes]:
        return self.lancer("importer", "T1", *self.fichiers)

    def contenu(self) -> dict[str, int]:
        """Rows of the business tables, and runs in the journal."""
        if not self.base.exists():
            return {}
        with closing(sqlite3.connect(self.base)) as lien:
            comptes = {table: lien.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES}
            verbes = "SELECT COUNT(*) FROM socle_journal WHERE verbe = 'importer'"
            return comptes | {"journal": lien.execute(verbes).fetchone()[0]}

    def remettre(self, copie: dict[str, bytes]) -> None:
        for fichier in self.dossier.glob("deplie.sqlite3*"):
            fichier.unlink(missing_ok=True)
        self.base.write_bytes(copie["base"])


@pytest.fixture(scope="module")
def essai(tmp_path_factory: pytest.TempPathFactory) -> Essai:
    lieu = Essai(tmp_path_factory.mktemp("mort"))
    assert lieu.lancer("territoire", "creer", "T1", "Essai").wait() == 0
    return lieu


def test_tue_a_vingt_moments_l_import_est_tout_ou_rien_et_se_refait(essai: Essai) -> None:
    neuve = {"base": essai.base.read_bytes()}
    vide = essai.contenu()
    assert set(vide.values()) == {0}
    debut = time.monotonic()
    assert essai.importer().wait() == 0
    duree, plein = time.monotonic() - debut, essai.contenu()
    assert plein["personnes_personne"] == LIGNES
    alea, issues = random.Random(20), []
    for rang in range(MORTS):
        essai.remettre(neuve)
        # One moment in each twentieth of the run: the first ones fall before the base is opened, the last ones after.
        processus = essai.importer()
        time.sleep(duree * (rang + alea.random()) / MORTS)
        processus.send_signal(signal.SIGKILL)
        processus.wait()
        contenu = essai.contenu()
        assert contenu in (vide, plein), f"mort {rang}"
        issues.append(contenu == plein)
        if rang % 5 == 4:
            # Made again over what the dead run left.
            assert essai.importer().wait() == 0
            refait = essai.contenu()
            assert {**refait, "journal": 1} == plein
    assert not issues[0]


def test_une_base_dont_la_creation_est_tuee_se_refait(tmp_path: Path) -> None:
    lieu = Essai(tmp_path)
    alea = random.Random(7)
    for _ in range(3):
        processus = lieu.lancer("territoire", "creer", "T1", "Essai")
        time.sleep(0.8 + 1.5 * alea.random())
        processus.send_signal(signal.SIGKILL)
        processus.wait()
    assert lieu.lancer("territoire", "creer", "T1", "Essai").wait() == 0
    assert set(lieu.contenu().values()) == {0}
