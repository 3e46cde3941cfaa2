"""The tools of the checkout do what the README says of them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import psycopg
import pytest

from outils import depot, environnement, postgres


@pytest.fixture
def chantier(tmp_path, monkeypatch):
    """A checkout in miniature, for the environment's script."""
    verrous = tmp_path / "requirements"
    verrous.mkdir()
    for nom in ("uv", "run", "dev", "bench"):
        (verrous / f"{nom}.txt").write_text(f"paquet-{nom}==1 --hash=sha256:0\n", encoding="utf-8")
    for nom, chemin in {"RACINE": "", "ENVIRONNEMENT": ".venv", "BIN": ".venv/bin", "VERROUS": "requirements"}.items():
        monkeypatch.setattr(environnement, nom, tmp_path / chemin)
    environnement.BIN.mkdir(parents=True)
    environnement.chemin_pth().parent.mkdir(parents=True)
    return tmp_path


def noter(groupe: str) -> None:
    (environnement.ENVIRONNEMENT / f".{groupe}").write_text(environnement.empreinte(groupe), encoding="ascii")


def test_an_environment_is_laid_again_only_when_locks_change(chantier):
    assert not environnement.deja_fait("run")
    noter("run")
    assert environnement.deja_fait("run")
    assert not environnement.deja_fait("dev")
    (chantier / "requirements" / "run.txt").write_text("paquet-run==2 --hash=sha256:0\n", encoding="utf-8")
    assert not environnement.deja_fait("run")


def test_a_larger_group_covers_the_smaller(chantier):
    noter("bench")
    assert all(environnement.deja_fait(groupe) for groupe in environnement.GROUPES)


def test_the_command_is_a_script_on_the_checkout(chantier):
    environnement.relier()
    assert not environnement.demenage()
    commande = chantier / ".venv" / "bin" / "deplie"
    assert commande.stat().st_mode & stat.S_IXUSR
    assert f'"{chantier}/.venv/bin/python"' in commande.read_text(encoding="utf-8")


def test_a_moved_checkout_is_seen(chantier):
    environnement.chemin_pth().write_text("/ailleurs\n", encoding="utf-8")
    assert environnement.demenage()


def test_pip_takes_over_when_uv_fails(chantier, monkeypatch):
    appels = []

    def lancer(*arguments: str) -> bool:
        appels.append(arguments)
        return not arguments[0].endswith("/uv")

    monkeypatch.setattr(environnement, "lancer", lancer)
    environnement.poser("run")
    assert appels[-1][1:3] == ("-m", "pip")
    assert appels[-1][-1].endswith("run.txt")
    assert "--require-hashes" in appels[-1]


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.11 ou plus récent"):
        environnement.main("run")


def test_an_unpinned_package_is_seen(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    lignes = "sans-hash==1\navec==1 \\\n    --hash=sha256:0\nlibre\n"
    (tmp_path / "requirements" / "run.txt").write_text(lignes, encoding="utf-8")
    monkeypatch.setattr(depot, "RACINE", tmp_path)
    assert depot.sans_hash() == ["requirements/run.txt: sans-hash==1", "requirements/run.txt: libre"]


def test_our_postgresql_answers_and_leaves_nothing():
    with postgres.serveur() as adresse:
        dossier = Path(adresse.split("host=")[1])
        with psycopg.connect(f"host={dossier} user={postgres.UTILISATEUR} dbname=postgres") as connexion:
            reglages = connexion.execute("SELECT current_setting('fsync'), current_setting('listen_addresses')")
            assert reglages.fetchone() == ("off", "")
            numero = connexion.execute("SELECT pg_backend_pid()").fetchone()[0]
        assert os.path.exists(dossier)
    assert not dossier.exists()
    assert not Path(f"/proc/{numero}").exists()


def test_a_given_postgresql_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ailleurs/base")
    monkeypatch.setattr(postgres, "serveur", lambda: pytest.fail("un serveur de trop"))
    verifie = "import os, sys; sys.exit(os.environ['DATABASE_URL'] != 'postgres://ailleurs/base')"
    assert postgres.main([sys.executable, "-c", verifie]) == 0


def test_no_server_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("DEPLIE_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        postgres.binaires()
