"""Somebody's save succeeds while a run reads and applies; two runs of one territory follow each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from deplie.parcours.models import Participation
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.imports import execution
from deplie.socle.imports.course import Avancee
from deplie.socle.models import Journal
from tests.fils import a_cote
from tests.socle.imports.atelier import Atelier, personne


@pytest.fixture
def atelier(transactional_db: None, tmp_path: Path) -> Atelier:
    return Atelier(tmp_path)


def enregistrer(adresse: str) -> None:
    """Somebody's save: as actions do, the generation first, then the row."""
    with transaction.atomic():
        generations.noter("T1", "personne")
        connue = Personne.objects.select_for_update().get(identifiant="A")
        connue.adresse = adresse
        connue.save()


def test_un_enregistrement_reussit_pendant_la_lecture_et_l_application(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    lot = atelier.preparer(
        participants=[personne("A", "2020-01-10", telephone="0262123456"), personne("B", "2020-01-10")]
    )
    pendant: list[Callable[[], None]] = []
    noter = generations.noter

    def lentement(*arguments: str) -> None:
        # Rows are written, nothing is committed: somebody saves the same person.
        if not pendant:
            pendant.append(a_cote(lambda: enregistrer("2 rue B")))
        noter(*arguments)

    monkeypatch.setattr(execution.generations, "noter", lentement)
    execution.appliquer(lot, par=atelier.par)
    monkeypatch.undo()
    pendant[0]()
    connue = Personne.objects.get(identifiant="A")
    assert connue.adresse == "2 rue B"
    assert connue.telephone.endswith("262123456")


def test_un_enregistrement_reussit_entre_deux_paquets(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    lignes = [personne(f"B{i}", "2020-01-10", date_naissance="") for i in range(4_500)]
    faits: list[int] = []

    def suivre(avancee: Avancee) -> None:
        if avancee.etape == "lecture" and avancee.faites == 2_000:
            # Inside the packet's transaction: the save waits for its end, not for the end of the run.
            fil = a_cote(lambda: (enregistrer("pendant"), faits.append(1)))
            attentes.append(fil)
        if avancee.etape == "comparaison" and not faits and attentes:
            attentes[0]()

    attentes: list[Callable[[], None]] = []
    lot = execution.ouvrir(territoire="T1", par=atelier.par, fichiers=["x"])
    execution.preparer(lot, [atelier.ecrire("participants", lignes)], suivi=suivre)
    assert faits == [1]
    assert lot.bilan["participants"]["creees"] == 4_500


def test_deux_imports_d_un_territoire_se_suivent(atelier: Atelier) -> None:
    un = atelier.preparer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")])
    deux = atelier.preparer(participants=[personne("A", "2020-01-10"), personne("C", "2020-01-10")])
    attendre = a_cote(lambda: execution.appliquer(un, par=atelier.par))
    execution.appliquer(deux, par=atelier.par)
    attendre()
    assert sorted(Personne.objects.values_list("identifiant", flat=True)) == ["A", "B", "C"]
    assert Participation.objects.count() == 3
    bilans = [ligne.detail["participants"]["creees"] for ligne in Journal.objects.filter(verbe="importer")]
    assert sorted(bilans) == [1, 2]


def test_une_ligne_tenue_par_quelqu_un_fait_attendre_l_import_et_non_l_autre(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    lot = atelier.preparer(participants=[personne("A", "2020-01-10", adresse="1 rue A")])
    tenue, relache = threading.Event(), threading.Event()

    def tenir() -> None:
        # Against the custom: the row first. The run must give way, and this save succeed.
        with transaction.atomic():
            Personne.objects.select_for_update().get(identifiant="A")
            tenue.set()
            relache.wait(20)
            generations.noter("T1", "personne")

    attendre = a_cote(tenir)
    assert tenue.wait(10)
    threading.Timer(1.5, relache.set).start()
    execution.appliquer(lot, par=atelier.par)
    attendre()
    assert Personne.objects.get(identifiant="A").adresse == "1 rue A"
