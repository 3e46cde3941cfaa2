"""Exact arithmetic: half up, medians, the counts that a printed share allows."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.mesure.nombres import arrondi, compatibles, mediane, rapport


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [(Fraction(25, 4), "6.3"), (Fraction(1, 20), "0.1"), (Fraction(1, 30), "0.0"), (Fraction(15, 16) * 100, "93.8"),
     (7, "7.0"), (Decimal("2.25"), "2.3"), (Fraction(-1, 20), "0.0"), (Fraction(17500, 319), "54.9")],
)  # fmt: skip
def test_arrondi_au_demi_superieur(valeur: Fraction | int | Decimal, attendu: str) -> None:
    assert arrondi(valeur) == Decimal(attendu)
    assert str(arrondi(valeur)) == attendu


def test_une_part_d_une_base_vide_n_existe_pas() -> None:
    assert rapport(0, 0) is None
    assert rapport(None, 3) is None
    assert rapport(175, 319, 100) == Fraction(17500, 319)


@given(st.lists(st.integers(0, 4000), max_size=60))
def test_mediane_d_effectifs(valeurs: list[int]) -> None:
    effectifs = [(valeur, valeurs.count(valeur)) for valeur in set(valeurs)]
    attendue = Fraction(statistics.median(map(Fraction, valeurs))) if valeurs else None
    assert mediane(effectifs) == attendue
    assert mediane((valeur, 1) for valeur in valeurs) == attendue


def test_mediane_sans_effectif() -> None:
    assert mediane([(12, 0)]) is None


@pytest.mark.parametrize(
    ("part", "decimales", "base", "attendu"),
    [("61", 0, 448, (272, 275)), ("87", 0, 448, (388, 391)), ("39", 0, 448, (173, 176)), ("55", 0, 319, (174, 177)),
     ("18.4", 1, 2436, (448, 449)), ("100", 0, 10, (10, 10)), ("0", 0, 10, (0, 0)), ("33", 0, 2, None)],
)  # fmt: skip
def test_les_effectifs_qu_une_part_imprimee_permet(
    part: str, decimales: int, base: int, attendu: tuple[int, int] | None
) -> None:
    assert compatibles(Decimal(part), decimales, base) == attendu


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(0, 2))
def test_un_effectif_est_parmi_ceux_que_sa_part_permet(numerateur: int, base: int, decimales: int) -> None:
    numerateur = min(numerateur, base)
    bornes = compatibles(arrondi(Fraction(100 * numerateur, base), decimales), decimales, base)
    assert bornes is not None
    assert bornes[0] <= numerateur <= bornes[1]
    for voisin in (bornes[0], bornes[1]):
        assert arrondi(Fraction(100 * voisin, base), decimales) == arrondi(Fraction(100 * numerateur, base), decimales)
