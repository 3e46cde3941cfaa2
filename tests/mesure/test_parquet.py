"""Facts on disk: written whole, read by several at once, in bounded memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deplie.mesure import moteurs
from deplie.mesure.colonnes import Colonne, Fait, Type
from deplie.mesure.comptage import Comptage, Dimension
from deplie.mesure.conditions import Toujours
from deplie.mesure.mesures import Compte, Somme
from deplie.mesure.moteurs import MoteurParquet, compter, connexion
from deplie.mesure.parquet import ecrire

FAIT = Fait(
    "essai",
    "lignes",
    (Colonne("numero", Type.IDENTIFIANT, "le numéro"), Colonne("mot", Type.TEXTE, "le mot"),
     Colonne("combien", Type.ENTIER, "combien")),
)  # fmt: skip
TOUT = Comptage(FAIT, (Compte(FAIT, Toujours()), Somme(FAIT, Toujours(), FAIT["combien"])), ({},))
PAR_MOT = Comptage(FAIT, TOUT.atomes, ({},), (Dimension("mot", FAIT["mot"]),))


def test_ce_qui_est_ecrit_se_relit(tmp_path: Path) -> None:
    mots = ["café", 'guil"lemet', "vir,gule", "ligne\nligne", "l'apostrophe", "0974", None]
    chemin = tmp_path / "loin" / "essai.parquet"
    assert ecrire(FAIT, ((2**40 + i, mot, None if i else 3) for i, mot in enumerate(mots)), chemin) == 7
    lus = compter(MoteurParquet({"essai": chemin}), PAR_MOT)
    assert lus == {(mot,): [[1], [0 if i else 3]] for i, mot in enumerate(mots)}
    assert [fichier.name for fichier in chemin.parent.iterdir()] == ["essai.parquet"]


def test_un_fait_vide_se_lit(tmp_path: Path) -> None:
    chemin = tmp_path / "essai.parquet"
    assert ecrire(FAIT, [], chemin) == 0
    assert compter(MoteurParquet({"essai": chemin}), TOUT) == {(): [[0], [0]]}


def test_une_ecriture_interrompue_ne_laisse_rien(tmp_path: Path) -> None:
    def lignes() -> Iterator[tuple[int, str, int]]:
        yield (1, "a", 1)
        raise RuntimeError("tué")

    chemin = tmp_path / "essai.parquet"
    with pytest.raises(RuntimeError, match="tué"):
        ecrire(FAIT, lignes(), chemin)
    assert list(tmp_path.iterdir()) == []


def test_plusieurs_lisent_des_fichiers_differents_a_la_fois(tmp_path: Path) -> None:
    """The same table names stand for other files in each thread."""
    fichiers = [tmp_path / f"{i}.parquet" for i in range(4)]
    for i, fichier in enumerate(fichiers):
        ecrire(FAIT, ((n, "m", i) for n in range(1000)), fichier)
    reponses: dict[int, set[int]] = {}

    def lire(i: int) -> None:
        vues = set()
        for _ in range(20):
            moteurs.oublier_les_reponses()
            vues.add(compter(MoteurParquet({"essai": fichiers[i]}), TOUT)[()][1][0])
        reponses[i] = vues

    fils = [threading.Thread(target=lire, args=(i,)) for i in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert reponses == {i: {1000 * i} for i in range(4)}


def test_les_reponses_gardees_sont_bornees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moteurs, "LIGNES_GARDEES", 40)
    moteurs.oublier_les_reponses()
    chemin = tmp_path / "essai.parquet"
    ecrire(FAIT, ((n, f"mot {n}", 1) for n in range(8)), chemin)
    lues: list[str] = []
    d_origine = moteurs._interroger

    def compte_les_lectures(*arguments: object) -> list[tuple[object, ...]]:
        lues.append(str(arguments[1]))
        return d_origine(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(moteurs, "_interroger", compte_les_lectures)
    moteur = MoteurParquet({"essai": chemin})
    for _ in range(3):
        compter(moteur, PAR_MOT)
    assert len(lues) == 1
    for i in range(8):  # others push it out
        moteur.executer(f"SELECT mot, {i} FROM essai")
    compter(moteur, PAR_MOT)
    assert len(lues) == 1 + 8 + 1
    moteurs.oublier_les_reponses()


def test_le_moteur_ne_va_chercher_aucune_extension() -> None:
    reglages = dict(
        connexion()
        .cursor()
        .execute("SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'")
        .fetchall()
    )
    assert set(reglages.values()) == {"false"}
    assert len(reglages) == 2
