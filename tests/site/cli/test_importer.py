"""``deplie importer``: exit codes, report, options, and one sentence whatever goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from deplie.parcours.models import Participation
from deplie.socle.imports import execution
from deplie.socle.models import Lot
from deplie.territoires.models import Reglage
from tests.site.cli.conftest import Commande
from tests.socle.imports.atelier import Atelier, personne


def test_le_compte_rendu_se_lit_et_le_rapport_est_celui_du_contrat(atelier: Atelier, deplie: Commande) -> None:
    fichier = atelier.ecrire("participants", [personne("A", "2020-01-10"), personne("B", "31/02/1980")])
    rapport = atelier.dossier / "rapport.json"
    code, sortie, erreur = deplie("importer", "t1", fichier, "--rapport", rapport)
    assert (code, erreur) == (1, "")
    assert "participants : 2 lues, 1 créées, 0 modifiées, 0 inchangées, 1 rejetées" in sortie
    assert "participants, ligne 3, date_entree « 31/02/1980 » : " in sortie
    lu = json.loads(rapport.read_text(encoding="utf-8"))
    assert list(lu) == ["territoire", "simulation", "tables", "rejets", "avertissements"]
    assert lu["tables"]["participants"] == {"lues": 2, "creees": 1, "modifiees": 0, "inchangees": 0, "rejetees": 1}
    (rejet,) = lu["rejets"]
    assert list(rejet) == ["table", "ligne", "colonne", "valeur", "message"]


def test_zero_quand_tout_est_garde(atelier: Atelier, deplie: Commande) -> None:
    assert deplie("importer", "T1", atelier.ecrire("participants", [personne("A", "2020-01-10")]))[0] == 0


def test_la_simulation_dit_et_n_ecrit_pas(atelier: Atelier, deplie: Commande) -> None:
    fichier = atelier.ecrire("participants", [personne("A", "2020-01-10")])
    code, sortie, _ = deplie("importer", "T1", fichier, "--simulation")
    assert code == 0
    assert sortie.startswith("Simulation : rien n'a été écrit.")
    assert not Participation.objects.exists()
    assert not Lot.objects.exists()


def test_la_table_peut_etre_dite(atelier: Atelier, deplie: Commande) -> None:
    fichier = atelier.ecrire("export", [personne("A", "2020-01-10")])
    assert deplie("importer", "T1", fichier, "--table", "Participants")[0] == 0
    code, _, erreur = deplie("importer", "T1", fichier, "--table", "gens")
    assert code == 2
    assert "participants, prescriptions, etapes, entretiens, diagnostics, emplois, " in erreur


def test_la_correspondance_du_fichier_s_ajoute_a_celle_du_territoire(atelier: Atelier, deplie: Commande) -> None:
    Reglage.objects.create(territoire=atelier.territoire, cle="correspondance", valeur={"Zone": "commune"})
    ligne = personne("A", "2020-01-10") | {"Zone": "Le Port", "Mon champ": "3"}
    correspondance = atelier.dossier / "c.json"
    correspondance.write_text('{"Mon champ": "niveau_formation"}')
    fichier = atelier.ecrire("participants", [ligne])
    assert deplie("importer", "T1", fichier, "--correspondance", correspondance)[0] == 0
    lue = Participation.objects.get()
    assert (lue.commune, lue.niveau_formation) == ("Le Port", "3")


FAUTES: dict[str, tuple[list[str], str]] = {
    "territoire inconnu": (["importer", "NULLEPART", "x.csv"], "n'existe pas"),
    "fichier introuvable": (["importer", "T1", "/nulle/part.csv"], "introuvable"),
    "rapport impossible": (["importer", "T1", "{csv}", "--rapport", "/nulle/part/r.json"], "rapport"),
    "correspondance absente": (["importer", "T1", "{csv}", "--correspondance", "/nulle/c.json"], "c.json"),
    "correspondance illisible": (["importer", "T1", "{csv}", "--correspondance", "{csv}"], "objet JSON"),
    "sans fichier": (["importer", "T1"], "il manque"),
    "option inconnue": (["importer", "T1", "{csv}", "--vite"], "arguments inconnus"),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_une_faute_est_dite_en_une_phrase_et_rien_n_est_ecrit(atelier: Atelier, deplie: Commande, faute: str) -> None:
    fichier = atelier.ecrire("participants", [personne("A", "2020-01-10")])
    arguments, attendu = FAUTES[faute]
    code, sortie, erreur = deplie(*(a.format(csv=fichier) for a in arguments))
    assert (code, sortie, len(erreur.splitlines())) == (2, "", 1)
    assert attendu in erreur
    assert not Participation.objects.exists()


@pytest.mark.parametrize(("panne", "phrase"), [
    (OperationalError("database is locked"), "occupée"), (OperationalError("disk I/O error"), "La base a refusé"),
    (ValueError("Zélie Secret"), "erreur imprévue"), (MemoryError(), "mémoire"), (KeyboardInterrupt(), "Interrompu"),
    (PermissionError(13, "Permission denied", "f.csv"), "f.csv"),
])  # fmt: skip
def test_aucune_panne_ne_montre_de_trace_ni_de_nom(
    atelier: Atelier, deplie: Commande, monkeypatch: pytest.MonkeyPatch, panne: BaseException, phrase: str
) -> None:
    def casser(*_: Any, **__: Any) -> None:
        raise panne

    monkeypatch.setattr(execution, "mettre_en_attente", casser)
    code, _, erreur = deplie("importer", "T1", atelier.ecrire("participants", [personne("A", "2020-01-10")]))
    assert (code, len(erreur.splitlines())) == (2, 1)
    assert phrase in erreur
    assert "Zélie" not in erreur
    assert "Traceback" not in erreur


def test_le_travail_long_montre_ou_il_en_est_a_qui_regarde(
    atelier: Atelier, deplie: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = atelier.ecrire("participants", [personne("A", "2020-01-10")])
    assert deplie("importer", "T1", fichier)[2] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    montre = deplie("importer", "T1", fichier)[2]
    assert "lecture" in montre
    assert "comparaison" in montre
    assert montre.endswith("\r\x1b[K")


def test_le_depassement_de_messages_est_compte(atelier: Atelier, deplie: Commande) -> None:
    fichier = atelier.ecrire("participants", [personne(f"A{i}", "x") for i in range(30)])
    sortie = deplie("importer", "T1", fichier)[1]
    assert "Rejets (30) :" in sortie
    assert "… et 10 autres" in sortie


def test_un_dossier_et_plusieurs_chemins(atelier: Atelier, deplie: Commande, tmp_path: Path) -> None:
    dossier = tmp_path / "envoi"
    dossier.mkdir()
    atelier.ecrire("participants", [personne("A", "2020-01-10")]).rename(dossier / "participants.csv")
    etapes = atelier.ecrire("etapes", [{"identifiant": "A", "categorie": "PREPA", "date_debut": "2020-02-01"}])
    code, sortie, _ = deplie("importer", "T1", etapes, dossier)
    assert code == 0
    # Applied in the order of the contract, whatever that of the paths.
    assert sortie.index("participants :") < sortie.index("etapes :")
