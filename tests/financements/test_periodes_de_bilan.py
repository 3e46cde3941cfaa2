"""The next bilan expected: what no bilan covers yet, a half year left included."""

from datetime import date

from deplie.financements.rules.bilan import prochaine_periode

DEBUT, MILIEU, JUILLET, FIN = date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31)


def prochaine(*couverts):
    trouvee = prochaine_periode(DEBUT, FIN, couverts, annuel=True)
    return trouvee and (trouvee.debut, trouvee.fin, trouvee.final)


def test_half_a_year_told_leaves_the_other_half_to_tell():
    assert prochaine() == (DEBUT, FIN, True)
    assert prochaine((DEBUT, MILIEU)) == (JUILLET, FIN, True)
    assert prochaine((JUILLET, FIN)) == (DEBUT, MILIEU, False)
    assert prochaine((JUILLET, FIN), (DEBUT, MILIEU)) is None
    assert prochaine((DEBUT, FIN)) is None
