"""Archives made in the background: whole or not at all, taken over after a crash, nothing twice, gone in a week."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Fabrication

pytestmark = pytest.mark.django_db


class Mort(BaseException):
    """The worker dies: nothing catches it."""


@pytest.fixture(autouse=True)
def ici(settings, tmp_path):
    settings.DONNEES = tmp_path


@pytest.fixture
def essai(monkeypatch):
    """A kind of archive of the tests: what was made is remembered; object 13 is left out, ``mort`` kills once."""
    faits, mort = [], []

    def ouvrir(fabrication):
        if fabrication.texte == "refus":
            raise RefusMetier("Non.")

        def documents(objets):
            for objet in objets:
                if mort and objet == mort[0]:
                    mort.clear()
                    raise Mort
                faits.append(objet)
                yield None if objet == 13 else f"objet {objet}".encode()

        return documents

    monkeypatch.setattr(fabrications, "_fabricants", {"essai": fabrications.Fabricant(ouvrir, "piece", "txt")})
    return faits, mort


class Personne:
    compte = None


def demander(objets, **champs):
    return fabrications.demander(territoire="T1", genre="essai", par=Personne(), objets=objets, detail={}, **champs)


def relue(fabrication):
    return Fabrication.objects.get(pk=fabrication.pk)


def faire(fabrication):
    fabrications.fabriquer.call(fabrication.pk)
    return relue(fabrication)


def noms(fabrication):
    with zipfile.ZipFile(fabrications.archive_de(fabrication)) as archive:
        return {nom: archive.read(nom).decode() for nom in archive.namelist()}


def test_an_archive_holds_a_document_for_each_in_their_order(essai, tmp_path):
    faite = faire(demander([7, 13, 5]))
    assert (faite.etat, faite.faits, faite.ecartes) == ("FAITE", 3, 1)
    assert noms(faite) == {"piece-00001.txt": "objet 7", "piece-00003.txt": "objet 5"}
    restes = [chemin.name for chemin in (tmp_path / "fabrications").iterdir()]
    assert restes == [f"{faite.cle}.zip"]
    assert fabrications.archive_de(faite).stat().st_mode & 0o077 == 0


@given(nombre=st.integers(1, 60), ou=st.integers(0, 59))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_worker_that_dies_is_taken_over_and_nothing_is_made_twice(db, essai, nombre, ou):
    faits, mort = essai
    faits.clear()
    mort[:] = [100 + ou % nombre]
    fabrication = demander([100 + n for n in range(nombre)])
    with pytest.raises(Mort):
        fabrications.fabriquer.call(fabrication.pk)
    assert relue(fabrication).etat == "EN_COURS"
    assert not fabrications.archive_de(fabrication).exists()
    assert faire(fabrication).etat == "EN_COURS"  # still somebody's, as far as anyone knows
    with time_machine.travel(timezone.now() + fabrications.SILENCE + timedelta(seconds=1)):
        assert fabrications.reprendre() >= 1
    faite = relue(fabrication)
    assert (faite.etat, faite.faits) == ("FAITE", nombre)
    assert sorted(faits) == [100 + n for n in range(nombre)]
    assert len(noms(faite)) == nombre


def test_it_is_made_once(essai):
    faits, _ = essai
    fabrication = demander([1, 2])
    faire(fabrication)
    faire(fabrication)
    assert faits == [1, 2]


def test_a_refusal_is_said_and_a_fault_ends_after_three_tries(essai, monkeypatch):
    refusee = faire(demander([1], texte="refus"))
    assert (refusee.etat, refusee.phrase) == ("ECHOUEE", "Non.")
    fabrication = demander([1])
    monkeypatch.setattr(fabrications, "_assembler", lambda *a: 1 / 0)
    for essais in range(fabrications.ESSAIS):
        assert relue(fabrication).essais == essais
        with time_machine.travel(timezone.now() + (essais + 1) * (fabrications.SILENCE + timedelta(minutes=1))):
            fabrications.fabriquer.call(fabrication.pk)
    assert (relue(fabrication).etat, relue(fabrication).phrase) == ("ECHOUEE", fabrications.PANNE)


def test_after_a_week_neither_the_archive_nor_of_whom_it_was(essai):
    faite = faire(demander([1, 2], texte="Bonjour"))
    assert fabrications.purger() == 0
    with time_machine.travel(timezone.now() + fabrications.GARDE + timedelta(minutes=1)):
        assert fabrications.purger() == 1
        assert fabrications.purger() == 0
    partie = relue(faite)
    assert (partie.etat, partie.objets, partie.texte, partie.attendus) == ("EFFACEE", [], "", 2)
    assert not fabrications.archive_de(faite).exists()
