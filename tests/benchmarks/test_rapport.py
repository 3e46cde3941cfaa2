"""The pure pieces of the measures: percentiles, targets, the page. No test times anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.chrono import centile, resumer
from benchmarks.rapport import Cible, cibles, ecrire, page, table

CONDITIONS = {
    "date": "2026-11-22",
    "commit": "abc",
    "minutes": 1.0,
    "machine": "M",
    "charge": 0.0,
    "versions": {"P": "1"},
}
TEMPS = {"nombre": 4, "mediane": 40.0, "centile95": 120.0, "maximum": 130.0, "au_dela": 1}


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(1, 100))
def test_a_percentile_is_the_smallest_value_that_enough_values_do_not_exceed(valeurs, rang):
    trouve = centile(valeurs, rang)
    assert sum(v <= trouve for v in valeurs) * 100 >= rang * len(valeurs)
    assert sum(v < trouve for v in valeurs) * 100 < rang * len(valeurs)


@pytest.mark.parametrize(("valeurs", "rang"), [([], 95), ([1.0], 0), ([1.0], 101)])
def test_a_percentile_of_nothing_is_refused(valeurs, rang):
    with pytest.raises(ValueError, match="percentile"):
        centile(valeurs, rang)


def test_durations_are_summed_up_in_milliseconds():
    lu = resumer([0.1, 0.2, 0.9], 0.5)
    assert (lu["nombre"], lu["mediane"], lu["maximum"], lu["au_dela"]) == (3, 200, 900, 1)


@pytest.mark.parametrize(
    ("mesure", "au_plus", "tenue"),
    [(400, True, True), (401, True, False), (400, False, True), (399, False, False), (None, True, None)],
)
def test_a_target_is_met_on_its_side_or_not_judged(mesure, au_plus, tenue):
    assert Cible("memory", 400, mesure, "MiB", au_plus).tenue is tenue


def test_numbers_are_written_short():
    assert [ecrire(6000, "lines/s"), ecrire(1.5, "×"), ecrire(0), ecrire(12.345, "ms")] == [
        "6,000 lines/s", "1.5×", "0", "12.3 ms",
    ]  # fmt: skip
    assert table(("a", "b"), [("1", "2")]).splitlines() == ["| a | b |", "| --- | ---: |", "| 1 | 2 |"]


def test_a_missed_target_says_why_and_a_failed_section_says_so():
    mesures = {
        "conditions": CONDITIONS,
        "chiffres": {"panne": "no room"},
        "base_sqlite": {"participations": 5, "etapes": 6},
        "pages_sqlite": {"premier_bilan": 1.0, "pages": {"bilan": TEMPS, "personne": TEMPS | {"centile95": 100.0}}},
    }
    texte = page(mesures, {"bilan": "Bilan: fourteen scans."})
    assert "| 3. SQLite: bilan, 95th percentile | ≤ 100 ms | 120 ms | **missed** |" in texte
    assert "| 3. SQLite: personne, 95th percentile | ≤ 100 ms | 100 ms | met |" in texte
    assert "- Bilan: fourteen scans." in texte
    assert "This section failed: `no room`" in texte
    assert "Every target is met" not in texte
    assert [c.tenue for c in cibles(mesures) if c.nom.startswith("2")] == [None] * 4
