"""An answer is kept until the territory changes, for that question alone, and never when nothing would tell."""

import pytest
from django.core.cache import caches

from deplie.socle import generations
from deplie.socle.memoire import retenir


@pytest.fixture(autouse=True)
def vide(db):
    caches["reponses"].clear()
    yield
    caches["reponses"].clear()


def test_kept_until_something_changes():
    generations.noter("OUEST", "sejour")
    reponses = iter(range(10))
    question = ["alerte", 1]
    assert [retenir("OUEST", question, lambda: next(reponses)) for _ in range(3)] == [0, 0, 0]
    assert retenir("OUEST", ["alerte", 2], lambda: next(reponses)) == 1
    generations.noter("EST", "sejour")
    assert retenir("OUEST", question, lambda: next(reponses)) == 0
    generations.noter("OUEST", "etape")
    assert retenir("OUEST", question, lambda: next(reponses)) == 2


def test_a_territory_that_never_moved_is_not_kept():
    reponses = iter(range(10))
    assert [retenir("OUEST", "q", lambda: next(reponses)) for _ in range(2)] == [0, 1]


def test_what_is_turned_down_is_not_kept():
    generations.noter("OUEST", "sejour")
    reponses = iter(range(10))
    lues = [retenir("OUEST", "q", lambda: next(reponses), garder=lambda r: r > 1) for _ in range(4)]
    assert lues == [0, 1, 2, 2]


def test_une_reponse_qui_ne_tient_qu_a_un_fait_survit_aux_autres() -> None:
    generations.noter("OUEST", "sejour")
    reponses = iter(range(10))
    assert retenir("OUEST", "q", lambda: next(reponses), faits=["sejour"]) == 0
    generations.noter("OUEST", "personne")
    assert retenir("OUEST", "q", lambda: next(reponses), faits=["sejour"]) == 0
    generations.noter("OUEST", "sejour")
    assert retenir("OUEST", "q", lambda: next(reponses), faits=["sejour"]) == 1
