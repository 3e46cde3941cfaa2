"""A condition says itself three ways: SQL, Python, French."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from deplie.mesure.colonnes import Colonne, Fait, Type
from deplie.mesure.comptage import Comptage, sql
from deplie.mesure.conditions import Compare, Condition, Connue, Parametre, Parmi, ParmiSelon, Toujours, litteral
from deplie.mesure.mesures import Apport, Compte, Distinctes, Moyenne, Part, PartSelon, Somme

age = Colonne("age", Type.ENTIER, "l'âge")
sexe = Colonne("sexe", Type.TEXTE, "le sexe")
plan = Colonne("plan", Type.TEXTE, "le plan")
FAIT = Fait("essai", "lignes", (age, sexe, plan))
SEUIL, LISTES = Parametre("seuil", "le seuil"), Parametre("listes", "ceux du plan")
PARAMETRES: dict[str, Any] = {"seuil": 30, "listes": {"A": frozenset({"F"}), "B": frozenset()}}
LIGNES = [{"age": a, "sexe": s, "plan": p} for a in (None, 20, 30, 40) for s in (None, "F", "H") for p in ("A", "B")]


@pytest.mark.parametrize(
    ("condition", "texte", "phrase"),
    [
        (Toujours(), "1 = 1", ""),
        (Compare(age, ">=", SEUIL), "age >= 30", "l'âge est au moins le seuil"),
        (Compare(age, "<", 30), "age < 30", "l'âge est inférieur à 30"),
        (Compare(age, "=", age), "age = age", "l'âge est l'âge"),
        (Parmi(sexe, ("F", "O'H")), "sexe IN ('F', 'O''H')", "le sexe est parmi F, O'H"),
        (Parmi(sexe, ()), "1 = 0", "le sexe est parmi "),
        (Connue(age), "age IS NOT NULL", "l'âge est connu"),
        (ParmiSelon(sexe, plan, LISTES), "((plan = 'A' AND sexe IN ('F')))", "le sexe est parmi ceux du plan"),
        (Connue(age) & Connue(sexe), "(age IS NOT NULL AND sexe IS NOT NULL)", "l'âge est connu, le sexe est connu"),
        (
            Connue(age) | Connue(sexe),
            "(age IS NOT NULL OR sexe IS NOT NULL)",
            "soit l'âge est connu, soit le sexe est connu",
        ),
        (~Compare(age, ">", SEUIL), "((age > 30) IS NOT TRUE)", "il n'est pas vrai que l'âge est supérieur à le seuil"),
        (Compare(age, "<=", 25).dite("de 25 ans au plus"), "age <= 25", "de 25 ans au plus"),
    ],
)  # fmt: skip
def test_une_condition_se_dit_de_trois_manieres(condition: Condition, texte: str, phrase: str) -> None:
    assert condition.sql(PARAMETRES) == texte
    assert condition.phrase() == phrase
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE essai (numero INTEGER, age INTEGER, sexe TEXT, plan TEXT)")
    base.executemany("INSERT INTO essai VALUES (?, ?, ?, ?)", [(i, *ligne.values()) for i, ligne in enumerate(LIGNES)])
    vraies = {numero for (numero,) in base.execute(f"SELECT numero FROM essai WHERE {texte}")}
    assert vraies == {i for i, ligne in enumerate(LIGNES) if condition.vraie(ligne, PARAMETRES)}
    base.close()


def test_un_texte_ne_sort_jamais_de_ses_guillemets() -> None:
    mechant = "x'; DROP TABLE sejour; --\0"
    assert litteral(mechant) == "'x''; DROP TABLE sejour; --'"
    assert litteral(True) == "1"


def test_les_colonnes_lues() -> None:
    condition = (Connue(age) & ~Parmi(sexe, ("F",)).dite("femmes")) | ParmiSelon(sexe, plan, LISTES)
    assert condition.colonnes() == {"age", "sexe", "plan"}
    assert Toujours().colonnes() == frozenset()


def test_un_fait_a_des_colonnes_distinctes() -> None:
    assert FAIT["age"] is age
    assert "age" in FAIT
    with pytest.raises(KeyError, match="inconnue"):
        FAIT["inconnue"]
    with pytest.raises(ValueError, match="twice"):
        Fait("essai", "lignes", (age, age))


def test_un_fait_du_territoire_n_a_pas_de_dispositif() -> None:
    dispositif = Colonne("dispositif", Type.TEXTE, "le dispositif")
    entier = Fait("essai", "lignes", (age,), du_territoire=True, jours=("age", "age"))
    assert entier.vue("autres lignes").du_territoire
    with pytest.raises(ValueError, match="no scheme"):
        Fait("essai", "lignes", (age, dispositif), du_territoire=True)
    with pytest.raises(ValueError, match="no column"):
        Fait("essai", "lignes", (age,), jours=("age", "fin"))


def test_les_mesures_se_disent_en_francais() -> None:
    femmes = Parmi(sexe, ("F",)).dite("de femmes")
    assert Compte(FAIT, femmes).phrase() == "lignes de femmes"
    assert Somme(FAIT, femmes, age).phrase() == "somme des l'âge sur les lignes de femmes"
    assert Distinctes(FAIT, femmes, sexe).phrase() == "le sexe, chacune une fois, parmi les lignes de femmes"
    assert Apport("etp", "temps plein").phrase() == "temps plein"


def test_une_figure_dit_ses_comptes() -> None:
    un, deux = Compte(FAIT, Toujours()), Compte(FAIT, Connue(age))
    assert Part(un, deux).atomes == (un, deux)
    assert PartSelon(un, (("A", deux), ("B", un))).atomes == (un, deux, un)
    moyenne = Moyenne(FAIT, Connue(age), age)
    assert moyenne.atomes == (Somme(FAIT, Connue(age), age), deux)
    assert hash(un) == hash(Compte(FAIT, Toujours())) != hash(deux)


def test_le_texte_est_du_sql_simple() -> None:
    texte = sql(Comptage(FAIT, (Compte(FAIT, Connue(age)),), ({}, {}), filtre=Parmi(plan, ("A",))))
    assert texte == (
        "SELECT SUM(CASE WHEN age IS NOT NULL THEN 1 ELSE 0 END), SUM(CASE WHEN age IS NOT NULL THEN 1 ELSE 0 END)\n"
        "FROM essai AS t\nWHERE plan IN ('A')"
    )
