"""The command itself: its modules, its help, the base it makes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from deplie.site.cli import main
from deplie.site.cli._principal import commandes

LANCER = [sys.executable, "-c", "import sys; from deplie.site.cli import main; sys.exit(main(sys.argv[1:]))"]


def test_chaque_commande_se_declare() -> None:
    trouvees = commandes()
    assert {"importer", "territoire"} <= set(trouvees)
    for module in trouvees.values():
        assert module.AIDE.endswith(".")
        assert callable(module.declarer)
        assert callable(module.executer)


def test_l_aide_et_l_appel_vide(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "importer" in capsys.readouterr().out
    assert main([]) == 2
    assert "il manque" in capsys.readouterr().err
    assert main(["inconnue"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_l_aide_ne_charge_pas_django() -> None:
    code = "import sys; from deplie.site.cli import main; main(['--help']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def lancer(dossier: Path, *arguments: str) -> subprocess.Popen[str]:
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(("DEPLIE_", "DATABASE_"))}
    return subprocess.Popen(
        [*LANCER, *arguments],
        env=propre | {"DEPLIE_DONNEES": str(dossier)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_deux_commandes_a_la_fois_font_une_seule_base(tmp_path: Path) -> None:
    ensemble = [lancer(tmp_path, "territoire", "creer", f"T{i}", "Essai") for i in (1, 2)]
    for commande in ensemble:
        _, erreur = commande.communicate(timeout=60)
        assert (commande.returncode, erreur) == (0, "")
    with closing(sqlite3.connect(tmp_path / "deplie.sqlite3")) as lien:
        assert lien.execute("SELECT COUNT(*) FROM territoires_territoire").fetchone() == (2,)
    assert not list(tmp_path.glob("*.nouvelle*"))


def test_une_base_qui_n_en_est_pas_une_est_refusee(tmp_path: Path) -> None:
    (tmp_path / "deplie.sqlite3").write_text("ceci n'est pas une base, mais un texte assez long pour le dire")
    commande = lancer(tmp_path, "territoire", "creer", "T1", "Essai")
    _, erreur = commande.communicate(timeout=60)
    assert (commande.returncode, len(erreur.splitlines())) == (2, 1)
    assert "n'est pas une base SQLite" in erreur
