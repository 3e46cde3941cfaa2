"""What leaves of a publication: whoever reads it and knows every sum finds no number of few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.mesure.nombres import arrondi
from deplie.pilotage.actions import figer
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.models import Publication
from deplie.pilotage.queries import publiable as lus
from deplie.pilotage.queries.bilan import Alerte, Bilan, Chiffre, Valeur
from deplie.pilotage.queries.bilan.resultat import DefinitionLue, ObjectifLu
from deplie.pilotage.queries.relations import Cellules
from deplie.pilotage.queries.voisines import Voisine
from deplie.pilotage.rules.masque import Publication as Cases
from deplie.pilotage.rules.masque import Rapport, Relation
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.models import Reglage
from tests.pilotage import monde
from tests.pilotage.temoin import Participation
from tests.pilotage.test_masque import Attaque

SEUIL = 5
D = date
ANNEE = Periode(D(2020, 1, 1), D(2020, 12, 31))
Personne = dict[str, Any]
PARTS = {"sexe": ("F", "H", None), "qpv": ("OUI", "NON", None), "tranche_age": ("-26", "26-44", "45-49", "50+")}
COMPTES = {
    "personnes_suivies": lambda p: True,
    "entrees": lambda p: p["entre"],
    "parcours_en_cours_debut": lambda p: not p["entre"],
    "sorties": lambda p: p["sort"],
    "sorties_positives": lambda p: p["sort"] and p["positive"],
    "parcours_en_cours_fin": lambda p: not p["sort"],
}
COUPES = ("personnes_suivies", "entrees", "sorties", "sorties_positives", "parcours_en_cours_fin")


def chiffre(code: str, lue: Valeur, **ventilation: str | None) -> Chiffre:
    definition = DefinitionLue("1", "", "", "", "", "", "", D(2020, 1, 1))
    return Chiffre(CATALOGUE[code], ventilation, lue, None, definition, parts=tuple(map(str, ventilation.values())))


def compte(code: str, combien: int, **ventilation: str | None) -> Chiffre:
    return chiffre(code, Valeur(combien, exacte=Fraction(combien)), **ventilation)


def taux(code: str, numerateur: int, denominateur: int, **ventilation: str | None) -> Chiffre:
    exacte = Fraction(numerateur * 100, denominateur) if denominateur else None
    valeur = None if exacte is None else arrondi(exacte)
    return chiffre(code, Valeur(valeur, numerateur, denominateur, exacte=exacte), **ventilation)


def bilan_de(personnes: list[Personne], periode: Periode = ANNEE) -> Bilan:
    """The figures of invented people, as a bilan holds them."""

    def combien(code: str, dans: Iterable[Personne]) -> int:
        return sum(bool(COMPTES[code](p)) for p in dans)

    totaux = [compte(code, combien(code, personnes)) for code in COMPTES]
    connus = [p for p in personnes if p["sexe"]]
    totaux += [
        taux("taux_sorties_positives", combien("sorties_positives", personnes), combien("sorties", personnes)),
        taux("part_femmes", sum(p["sexe"] == "F" for p in connus), len(connus)),
    ]
    tableaux = {}
    for dim, valeurs in PARTS.items():
        parts = []
        for valeur in valeurs:
            eux = [p for p in personnes if p[dim] == valeur]
            parts += [compte(code, n, **{dim: valeur}) for code in COUPES if (n := combien(code, eux))]
            if sortis := combien("sorties", eux):
                positives = combien("sorties_positives", eux)
                parts.append(taux("taux_sorties_positives", positives, sortis, **{dim: valeur}))
        tableaux[dim,] = tuple(parts)
    return Bilan(("X", "X"), "PLIE", periode, None, datetime(2021, 1, 1, tzinfo=UTC), False, tuple(totaux), (), (),
                 tableaux)  # fmt: skip


def sortie(bilan: Bilan, **options: Any) -> lus.ChiffresPubliables:
    secret = lus.secret_de(bilan, SEUIL, **options)
    return lus.publiables(cast(Publication, None), secret, SEUIL)


def ce_qu_on_sait(personnes: list[Personne], publics: lus.ChiffresPubliables) -> Attaque:
    """Who reads one publication."""
    dites, lisibles = ce_qu_on_lit(personnes, publics)
    return Attaque(dites, frozenset(dites.valeurs) - lisibles)


def ce_qu_on_lit(personnes: list[Personne], publics: lus.ChiffresPubliables) -> tuple[Cases, set[str]]:
    """The sums that a reader writes down, and the numbers that are printed: nothing else is taken from the program."""
    cases: dict[str, int] = {code: sum(bool(vrai(p)) for p in personnes) for code, vrai in COMPTES.items()}
    cases |= {
        "femmes": sum(p["sexe"] == "F" for p in personnes),
        "connus": sum(p["sexe"] is not None for p in personnes),
    }
    relations = [
        Relation("parcours_en_cours_fin", ("parcours_en_cours_debut", "entrees"), ("sorties",)),
        Relation("connus", ("personnes_suivies:sexe:F", "personnes_suivies:sexe:H")),
        Relation("femmes", ("personnes_suivies:sexe:F",)),
    ]
    rapports = [Rapport("r", "sorties_positives", "sorties"), Rapport("f", "femmes", "connus"),
                Rapport("i", "connus", "personnes_suivies")]  # fmt: skip
    for dim, valeurs in PARTS.items():
        if (dim,) not in publics.tableaux:
            continue
        for code in COUPES:
            par = {v: sum(bool(COMPTES[code](p)) for p in personnes if p[dim] == v) for v in valeurs}
            cases |= {f"{code}:{dim}:{v}": n for v, n in par.items()}
            relations.append(Relation(code, tuple(f"{code}:{dim}:{v}" for v in valeurs)))
        rapports += [Rapport(f"{dim}{v}", f"sorties_positives:{dim}:{v}", f"sorties:{dim}:{v}") for v in valeurs]
    if ("sexe",) not in publics.tableaux:
        relations = [r for r in relations if "sexe" not in "".join(r.plus)]
    return Cases(cases, tuple(relations), tuple(rapports)), lisibles(cases, publics)


def lisibles(cases: dict[str, int], publics: lus.ChiffresPubliables) -> set[str]:
    """The numbers that are printed; a part that is not there is worth zero."""
    vus = {f"{code}:{dim}:{v}" for (dim,) in publics.tableaux for code in COUPES for v in PARTS[dim]}
    for dit in publics.tous:
        lu, (dim, v) = dit.chiffre, next(iter(dit.chiffre.ventilation.items()), ("", None))
        ici = f":{dim}:{v}" if dim else ""
        noms = {
            "taux_sorties_positives": (f"sorties_positives{ici}", f"sorties{ici}"), "part_femmes": ("femmes", "connus"),
        }.get(lu.code)  # fmt: skip
        if dit.masque:
            assert (lu.valeur, lu.numerateur, lu.denominateur) == (None, None, None)
            vus -= {f"{lu.code}{ici}"} if noms is None else set()
        elif noms is None:
            assert lu.valeur == cases[f"{lu.code}{ici}"]
            vus.add(f"{lu.code}{ici}")
        elif lu.denominateur:
            assert (lu.numerateur, lu.denominateur) == tuple(cases[nom] for nom in noms)
            vus |= set(noms)
    return vus & cases.keys()


def caches(publics: lus.ChiffresPubliables) -> list[str]:
    """The counts that are said masked, small or not."""
    return [
        ":".join([dit.chiffre.code, *(str(mot) for couple in dit.chiffre.ventilation.items() for mot in couple)])
        for dit in publics.tous
        if dit.masque and not dit.chiffre.indicateur.est_rapport
    ]


@st.composite
def gens(draw: Any) -> list[Personne]:
    hasard = Random(draw(st.integers(0, 10**9)))
    poids = draw(st.sampled_from([(1, 1, 0), (20, 15, 1), (8, 3, 1)]))
    return [
        {
            "sexe": hasard.choices(PARTS["sexe"], poids)[0],
            "qpv": hasard.choices(PARTS["qpv"], (3, 6, 1))[0],
            "tranche_age": hasard.choices(PARTS["tranche_age"], (2, 5, 1, 3))[0],
            "entre": hasard.random() < 0.5,
            "sort": hasard.random() < 0.5,
            "positive": hasard.random() < 0.5,
        }
        for _ in range(draw(st.integers(5, 120)))
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(gens())
def test_l_attaque_ne_serre_rien_de_ce_qui_est_masque(personnes: list[Personne]) -> None:
    publics = sortie(bilan_de(personnes))
    attaque = ce_qu_on_sait(personnes, publics)
    serrees = attaque.resserrer(attaque.depart)
    assert serrees is not None
    petits = [cle for cle, n in attaque.valeurs.items() if 0 < n < SEUIL]
    for cle in petits + caches(publics):
        assert serrees[cle][1] - serrees[cle][0] >= SEUIL, cle
    # Narrowing is quick and blunt; the exact search is asked about a few.
    for cle in petits[:2]:
        assert attaque.largeur(cle) >= SEUIL, cle


@settings(max_examples=25, deadline=None)
@given(gens())
def test_aucun_petit_nombre_n_est_dit(personnes: list[Personne]) -> None:
    for dit in sortie(bilan_de(personnes)).tous:
        lue = dit.chiffre.lue
        nombres = [lue.valeur] if not dit.chiffre.indicateur.est_rapport else [lue.numerateur, lue.denominateur]
        if lue.numerateur is not None and lue.denominateur is not None:
            nombres.append(lue.denominateur - lue.numerateur)
        assert all(n is None or n == 0 or n >= SEUIL for n in nombres), dit


def foule(**autres: int) -> list[Personne]:
    """A hundred and twenty people in large groups, and some others by scarce trait."""
    base = {"sexe": "F", "qpv": "OUI", "tranche_age": "26-44", "entre": False, "sort": False, "positive": False}
    cent = [
        base | {"sexe": "FH"[rang % 2], "qpv": ("OUI", "NON")[rang // 2 % 2], "entre": rang % 3 == 0,
                "sort": rang % 4 < 2, "positive": rang % 8 < 4}
        for rang in range(120)
    ]  # fmt: skip
    return cent + [base | {"tranche_age": tranche.replace("_", "-")} for tranche, n in autres.items() for _ in range(n)]


def test_sans_petit_nombre_rien_n_est_masque() -> None:
    publics = sortie(bilan_de(foule()))
    assert publics.nombre_masques == 0
    assert publics.totaux["part_femmes"].texte == publics.totaux["part_femmes"].chiffre.texte


def test_les_parts_se_masquent_autour_de_totaux_qui_restent() -> None:
    personnes = foule() + [foule()[0] | {"tranche_age": "50+"} for _ in range(3)]
    publics = sortie(bilan_de(personnes))
    assert not any(dit.masque for dit in publics.totaux.values())
    par_age = {dit.chiffre.parts: dit for dit in publics.parts("personnes_suivies", "tranche_age")}
    assert {parts for parts, dit in par_age.items() if dit.masque} == {("50+",), ("26-44",)}
    assert par_age["50+",].texte == "masqué"
    assert par_age["50+",].masque == "masqué (moins de 5, secret statistique)"


def test_une_part_qui_est_un_autre_chiffre_se_masque_avec_lui() -> None:
    """Three women among a hundred: the rate, its numerator and the part « F » are one number."""
    personnes = [p | {"sexe": "H"} for p in foule()] + [foule()[0]] * 3
    publics = sortie(bilan_de(personnes))
    assert publics.totaux["part_femmes"].masque
    assert all(dit.masque for dit in publics.parts("personnes_suivies", "sexe"))


def test_un_objectif_ne_rend_pas_un_chiffre_masque() -> None:
    bilan = bilan_de(foule()[:1] * 3)
    objectif = ObjectifLu(Decimal(10), Decimal(30), Fraction(30), "", D(2020, 1, 1), D(2020, 12, 31), True)
    bilan = replace(
        bilan, chiffres=tuple(replace(c, objectif=objectif, alertes=("3 sorties",)) for c in bilan.chiffres)
    )
    suivies = sortie(bilan).totaux["personnes_suivies"]
    assert suivies.masque
    assert suivies.chiffre.objectif is not None
    assert (suivies.chiffre.objectif.cible, suivies.chiffre.objectif.atteinte) == (Decimal(10), None)
    assert suivies.chiffre.alertes == ()


def test_une_alerte_qui_compte_des_gens_ne_sort_pas() -> None:
    bilan = replace(bilan_de(foule()), alertes=(
        Alerte("provisoires", "3 sorties encore provisoires.", ("sorties",), generale=True),
        Alerte("rupture", "Rupture de série.", ("sorties",), generale=True),
    ))  # fmt: skip
    publics = sortie(bilan)
    assert [alerte.phrase for alerte in publics.alertes] == ["Rupture de série."]
    assert publics.totaux["sorties"].chiffre.alertes == ("Rupture de série.",)


def test_le_stock_deja_public_ne_cache_plus_rien() -> None:
    """The end of a year is the start of the next: shown there, it hides nothing here, and another number does."""
    peu = [p | {"entre": rang < 3, "sort": rang % 2 == 0} for rang, p in enumerate(foule()[:16])]
    seul = sortie(bilan_de(peu))
    assert seul.totaux["entrees"].masque
    assert seul.totaux["parcours_en_cours_fin"].masque
    suivante = bilan_de([p | {"entre": False} for p in peu if not p["sort"]], Periode(D(2021, 1, 1), D(2021, 12, 31)))
    suite = sortie(bilan_de(peu), voisines=[Voisine(Cellules(suivante), frozenset())])
    assert not suite.totaux["parcours_en_cours_fin"].masque
    assert suite.totaux["entrees"].masque
    assert any(suite.totaux[code].masque for code in ("parcours_en_cours_debut", "sorties"))


@pytest.mark.django_db
def test_le_seuil_est_un_reglage_du_territoire() -> None:
    lieu = monde.territoire("PLIE")
    monde.peupler(lieu, [Participation(rang, "PLIE", D(2020, 3, 1), sexe="FH"[rang % 2]) for rang in range(1, 9)])
    publication = figer(territoire=lieu, debut=ANNEE.debut, fin=ANNEE.fin, dispositif="PLIE", par=Acteur.systeme(lieu))
    assert [dit.texte for dit in lus.chiffres_publiables(publication).parts("entrees", "sexe")] == ["masqué"] * 2
    Reglage.objects.create(territoire=lieu, cle=lus.REGLAGE, valeur=4)
    publics = lus.chiffres_publiables(publication)
    assert [dit.texte for dit in publics.parts("entrees", "sexe")] == ["4", "4"]
    assert Counter(publics.tableaux)["critere",] == 0
    assert "moins de 4 personnes" in publics.phrase
