"""What is written of definitions is read back equal, whatever they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.mesure.codage import Illisible, ecrire, lire
from deplie.mesure.colonnes import Colonne, Fait, Type
from deplie.mesure.conditions import (
    Compare,
    Condition,
    Connue,
    Dite,
    Et,
    Non,
    Ou,
    Parametre,
    Parmi,
    ParmiSelon,
    Toujours,
)

CLASSES = (Colonne, Fait, Type, Compare, Connue, Dite, Et, Non, Ou, Parametre, Parmi, ParmiSelon, Toujours)
NUMERO, JOUR, MOTIF = (
    Colonne("numero", Type.IDENTIFIANT, "le numéro"),
    Colonne("jour", Type.ENTIER, "le jour"),
    Colonne("motif", Type.TEXTE, "le motif"),
)
FIN = Parametre("fin", "le dernier jour")

feuilles = st.one_of(
    st.just(Toujours()),
    st.builds(Compare, st.just(JOUR), st.sampled_from(["=", "<=", ">"]), st.integers() | st.just(FIN)),
    st.builds(Parmi, st.just(MOTIF), st.lists(st.text(max_size=4), max_size=3).map(tuple)),
    st.builds(ParmiSelon, st.just(MOTIF), st.just(MOTIF), st.just(FIN)),
    st.builds(Connue, st.just(MOTIF)),
)
conditions = st.recursive(
    feuilles,
    lambda suite: st.one_of(
        st.builds(Non, suite),
        st.builds(Dite, suite, st.text(max_size=5)),
        st.builds(Et, st.lists(suite, max_size=3).map(tuple)),
        st.builds(Ou, st.lists(suite, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(conditions)
def test_une_condition_se_relit_egale(condition: Condition) -> None:
    assert lire(ecrire(condition), CLASSES) == condition


valeurs = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates() | st.fractions()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.datetimes(timezones=st.just(UTC)) | st.frozensets(st.text(max_size=3), max_size=3),
    lambda suite: st.lists(suite, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), suite, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(valeurs)
def test_une_valeur_exacte_se_relit_exacte(valeur: object) -> None:
    relue = lire(ecrire(valeur), ())
    assert relue == valeur
    assert type(relue) is type(valeur)
    assert ecrire(relue) == ecrire(valeur)


def test_les_genres_proches_ne_se_confondent_pas() -> None:
    lus = (True, 1, Decimal("1.0"), Fraction(1), date(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC))
    assert [type(lu) for lu in lire(ecrire(lus), ())] == [type(lu) for lu in lus]


def test_ce_qui_est_dit_deux_fois_est_ecrit_une_fois() -> None:
    fait = Fait("f", "les lignes", (NUMERO, JOUR, MOTIF))
    assert len(ecrire((fait,) * 50)) < len(ecrire((fait,))) + 50 * len("[99],")


def test_une_classe_qui_n_est_pas_permise_ne_se_lit_pas() -> None:
    with pytest.raises(Illisible):
        lire(ecrire(Connue(MOTIF)), (Colonne, Type))


def test_un_objet_quelconque_ne_s_ecrit_pas() -> None:
    with pytest.raises(TypeError):
        ecrire(object())


def test_un_champ_gagne_depuis_prend_sa_valeur_par_defaut_un_champ_perdu_se_refuse() -> None:
    @dataclass(frozen=True)
    class Chose:
        nom: str

    ecrite = ecrire(Chose("a"))

    @dataclass(frozen=True)
    class Plus:
        nom: str
        unite: str = "mois"

    @dataclass(frozen=True)
    class Moins:
        unite: str = "mois"

    Plus.__name__ = Moins.__name__ = "Chose"
    assert lire(ecrite, [Plus]) == Plus("a")
    with pytest.raises(Illisible):
        lire(ecrite, [Moins])
