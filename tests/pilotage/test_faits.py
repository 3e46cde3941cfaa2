"""Facts kept in files: rebuilt for what changed, never torn, never taken for another moment of the base."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from deplie.pilotage import facts
from deplie.pilotage.facts import partitions
from deplie.pilotage.facts import travail as travail_
from deplie.pilotage.facts.tous import DEPENDANCES, FAITS
from deplie.pilotage.models import Partition
from deplie.socle import generations
from deplie.territoires.models import Reglage, Territoire
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
ANNEE = (date(2020, 1, 1), date(2020, 12, 31))


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, settings: Any) -> Path:
    settings.DONNEES = tmp_path
    return tmp_path / "faits"


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire()
    entree = date(2020, 3, 9)
    etapes = [Etape("PREPA", entree)]
    monde.peupler(territoire, [Participation(1, "PLIE", entree, criteres={"RSA"}, etapes=etapes)])
    return territoire


TOUS = set(FAITS)


def fichiers(territoire: Territoire) -> dict[str, str]:
    return dict(Partition.objects.filter(territoire=territoire).values_list("fait", "fichier"))


def suivies(territoire: Territoire, **options: Any) -> Any:
    return monde.bilan(territoire, *ANNEE, **options).chiffre("personnes_suivies").valeur


def test_les_fichiers_sont_faits_puis_repris(lieu: Territoire) -> None:
    assert set(facts.perimes(lieu)) == TOUS
    assert suivies(lieu) == 1
    premiers = fichiers(lieu)
    assert suivies(lieu) == 1
    assert fichiers(lieu) == premiers
    assert facts.perimes(lieu) == {}


def test_seul_ce_qui_a_change_est_refait(lieu: Territoire) -> None:
    suivies(lieu)
    premiers = fichiers(lieu)
    generations.noter(lieu.code, "etape")
    touches = {fait for fait in TOUS if "etape" in DEPENDANCES[fait]}
    assert set(facts.perimes(lieu)) == touches < TOUS - {"sejour"}
    suivies(lieu)
    refaits = {fait for fait, nom in fichiers(lieu).items() if nom != premiers[fait]}
    assert refaits == touches


def test_le_sexe_d_une_personne_est_dans_ses_etapes(lieu: Territoire) -> None:
    suivies(lieu)
    generations.noter(lieu.code, "personne")
    assert set(facts.perimes(lieu)) == {fait for fait in TOUS if "personne" in DEPENDANCES[fait]} >= {"etape", "sejour"}


def test_un_reglage_refait_les_faits_meme_sans_compteur(lieu: Territoire) -> None:
    suivies(lieu)
    Reglage.objects.create(territoire=lieu, cle="tranches_age", valeur=[18, 60])
    assert set(facts.perimes(lieu)) == TOUS
    lu = monde.bilan(lieu, *ANNEE, "tranche_age")
    assert [dict(c.ventilation) for c in lu.parts("personnes_suivies")] == [{"tranche_age": None}]


def test_un_dossier_vide_ou_une_base_restauree_se_refont(lieu: Territoire, dossier: Path) -> None:
    suivies(lieu)
    for fichier in (dossier / lieu.code).glob("*.parquet"):
        fichier.unlink()
    assert set(facts.perimes(lieu)) == TOUS
    assert suivies(lieu) == 1


def test_un_grand_fait_en_retard_repond_et_le_dit(lieu: Territoire, monkeypatch: pytest.MonkeyPatch) -> None:
    suivies(lieu)
    monkeypatch.setattr(partitions, "PETITE", 0)
    monde.peupler(lieu, [Participation(2, "PLIE", date(2020, 5, 4))])
    ancien = monde.bilan(lieu, *ANNEE)
    assert ancien.chiffre("personnes_suivies").valeur == 1
    assert ancien.en_retard
    assert any(alerte.nature == "retard" for alerte in ancien.alertes)
    neuf = monde.bilan(lieu, *ANNEE, attendre=True)
    assert (neuf.chiffre("personnes_suivies").valeur, neuf.en_retard) == (2, False)
    assert neuf.donnees_au > ancien.donnees_au


def test_le_travail_est_demande_une_fois_et_met_a_jour(lieu: Territoire, monkeypatch: pytest.MonkeyPatch) -> None:
    suivies(lieu)
    monkeypatch.setattr(partitions, "PETITE", 0)
    monde.peupler(lieu, [Participation(2, "PLIE", date(2020, 5, 4))])
    for _ in range(3):
        suivies(lieu)
    (travail,) = DBTaskResult.objects.all()
    assert travail.args_kwargs == {"args": [lieu.code], "kwargs": {}}
    touches = {fait for fait in TOUS if {"sejour", "etape", "critere", "personne"} & set(DEPENDANCES[fait])}
    # The files are fresh from a moment ago: the worker takes its time.
    assert travail.run_after == max(p.faite_le for p in Partition.objects.filter(territoire=lieu)) + travail_.REPOS
    assert set(facts.mettre_a_jour.func(lieu.code)) == touches
    assert suivies(lieu) == 2
    assert facts.mettre_a_jour.func(lieu.code) == []


def test_un_fait_ancien_se_met_a_jour_sans_attendre(lieu: Territoire, monkeypatch: pytest.MonkeyPatch) -> None:
    suivies(lieu)
    monkeypatch.setattr(partitions, "PETITE", 0)
    Partition.objects.update(faite_le=timezone.now() - timedelta(hours=1))
    monde.peupler(lieu, [Participation(2, "PLIE", date(2020, 5, 4))])
    suivies(lieu)
    assert DBTaskResult.objects.ready().count() == 1


def test_une_base_occupee_n_empeche_pas_de_demander_plus_tard(
    lieu: Territoire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def occupee(*arguments: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(travail_, "_enfiler", occupee)
    assert facts.demander_mise_a_jour(lieu) is False


def test_un_ancien_fichier_attend_avant_de_disparaitre(lieu: Territoire, dossier: Path) -> None:
    suivies(lieu)
    ancien = dossier / lieu.code / fichiers(lieu)["sejour"]
    generations.noter(lieu.code, "sejour")
    suivies(lieu)
    assert ancien.exists()  # somebody may be reading it
    marque = ancien.with_suffix(".remplace")
    vieux = time.time() - 2 * partitions.DELAI_DE_GRACE
    os.utime(marque, (vieux, vieux))
    generations.noter(lieu.code, "sejour")
    suivies(lieu)
    assert not ancien.exists()
    assert not marque.exists()


def test_les_restes_d_un_processus_tue_disparaissent(lieu: Territoire, dossier: Path) -> None:
    reste = dossier / lieu.code / ".sejour-1-abc.csv.tmp"
    reste.parent.mkdir(parents=True)
    reste.write_text("moitié")
    vieux = time.time() - 2 * partitions.DELAI_DE_GRACE
    os.utime(reste, (vieux, vieux))
    suivies(lieu)
    assert not reste.exists()


def test_les_fichiers_ne_se_lisent_que_par_leur_service(lieu: Territoire, dossier: Path) -> None:
    suivies(lieu)
    modes = {fichier.stat().st_mode & 0o777 for fichier in (dossier / lieu.code).glob("*.parquet")}
    assert modes == {0o600}


def test_un_fichier_retire_pendant_la_reponse_se_redemande(lieu: Territoire, dossier: Path) -> None:
    from deplie.pilotage.queries import bilan

    suivies(lieu)
    d_origine, retires = bilan.Composition, []

    def retirer_puis_composer(contexte: Any, *reste: Any) -> Any:
        if not retires:
            retires.append(contexte.faits["sejour"].chemin)
            retires[0].unlink()
        return d_origine(contexte, *reste)

    bilan.Composition = retirer_puis_composer  # type: ignore[misc,assignment]
    try:
        generations.noter(lieu.code, "sejour")  # a file never asked before: no answer is kept for it
        assert suivies(lieu) == 1
    finally:
        bilan.Composition = d_origine  # type: ignore[misc]
    assert retires


def test_une_base_occupee_n_empeche_pas_de_repondre(lieu: Territoire, monkeypatch: pytest.MonkeyPatch) -> None:
    def occupee(*arguments: Any, **options: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Partition.objects, "update_or_create", occupee)
    assert suivies(lieu) == 1


TRAVAIL = """
import os, sys
os.environ["DEPLIE_DONNEES"], os.environ["DATABASE_URL"] = sys.argv[1], sys.argv[2]
import django
django.setup()
from deplie.pilotage import facts
from deplie.socle import generations
from deplie.territoires.models import Territoire
lieu = Territoire.objects.get(code="CROISE")
for _ in range(8):
    generations.noter("CROISE", "sejour", "etape", "critere")
    lus = facts.lire(lieu)
    assert all(fait.chemin.exists() for fait in lus.values()), lus
print(sorted(fait.lignes for fait in lus.values()))
"""


def test_deux_processus_a_la_fois_ne_se_genent_pas(tmp_path: Path) -> None:
    """Two processes write and rebuild together on one base: each always reads whole files."""
    base = f"sqlite:///{tmp_path}/croise.sqlite3"
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEPLIE_DONNEES": str(tmp_path),
        "DATABASE_URL": base,
    }
    preparer = (
        "import django; django.setup()\nfrom django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from datetime import date\nfrom tests.pilotage import monde\nfrom tests.pilotage.temoin import *\n"
        "lieu = monde.territoire(); lieu.code = 'CROISE'; lieu.save()\n"
        "monde.peupler(lieu, [Participation(i, 'PLIE', date(2020, 1, 1 + i % 28), criteres={'RSA'}, "
        "etapes=[Etape('PREPA', date(2020, 2, 1))]) for i in range(300)])"
    )
    racine = settings.BASE
    subprocess.run([sys.executable, "-c", preparer], cwd=racine, env=environ, check=True, timeout=120)
    lances = [
        subprocess.Popen([sys.executable, "-c", TRAVAIL, str(tmp_path), base], cwd=racine, env=environ, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]  # fmt: skip
    for lance in lances:
        sortie, erreur = lance.communicate(timeout=120)
        assert lance.returncode == 0, erreur
        assert sortie.strip() == str([0] * (len(TOUS) - 3) + [300] * 3)
