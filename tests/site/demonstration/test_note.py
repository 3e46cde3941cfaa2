"""The banner: what is published and what is invented, said on the pages of a demonstration territory only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from deplie.acteurs.queries import Acteur
from deplie.site.contexte import contexte
from deplie.site.demonstration.declaration import CODES, note
from tests.factories import TerritoireFactory


@pytest.mark.parametrize("code", CODES)
def test_chaque_territoire_dit_ce_qui_est_invente(code: str) -> None:
    assert "inventé" in note(code) or "illustratifs" in note(code)
    assert "publi" in note(code) or "rapport d'activités" in note(code)


def test_un_autre_territoire_n_a_pas_de_note() -> None:
    assert note("AILLEURS") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "demonstration"), [("TCO", True), ("TCO", False), ("AILLEURS", True)])
def test_le_bandeau_porte_la_note(rf: RequestFactory, code: str, demonstration: bool) -> None:
    territoire = TerritoireFactory(code=code, demonstration=demonstration)
    requete: Any = rf.get("/")
    requete.acteur = Acteur.systeme(territoire)
    lu = contexte(requete)
    assert lu["demonstration"] is demonstration
    assert bool(lu["note_demonstration"]) == (demonstration and code == "TCO")
    assert contexte(SimpleNamespace())["note_demonstration"] == ""  # type: ignore[arg-type]
