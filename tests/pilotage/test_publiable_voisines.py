"""Several publications read together: other schemes, other periods. What one masks, no other gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.pilotage.queries import publiable as lus
from deplie.pilotage.queries.relations import Cellules
from deplie.pilotage.queries.voisines import Voisine
from deplie.pilotage.rules.masque import Publication as Cases
from deplie.pilotage.rules.masque import Rapport, Relation
from deplie.pilotage.rules.pavage import suites
from deplie.pilotage.rules.periodes import TOUS, Periode, annee, semestre, trimestre
from tests.pilotage.test_masque import Attaque
from tests.pilotage.test_publiable import (
    ANNEE,
    COUPES,
    PARTS,
    SEUIL,
    Personne,
    bilan_de,
    caches,
    ce_qu_on_lit,
    foule,
    gens,
    sortie,
)

EVENEMENTS = ("entrees", "sorties", "sorties_positives")


@dataclass(frozen=True)
class Lue:
    """A publication, the people that it counts, and what its neighbours will be told of it."""

    nom: str
    personnes: list[Personne]
    publics: lus.ChiffresPubliables
    voisine: Voisine


def publier(nom: str, personnes: list[Personne], avant: list[Lue], periode: Periode = ANNEE, code: str = "PLIE") -> Lue:
    bilan = replace(bilan_de(personnes, periode), dispositif=code)
    secret = lus.secret_de(bilan, SEUIL, voisines=[lue.voisine for lue in avant])
    publics = lus.publiables(None, secret, SEUIL)  # type: ignore[arg-type]
    return Lue(nom, personnes, publics, Voisine(secret.cellules, secret.masquees))


def coupes_de(*lues: Lue) -> list[tuple[str, str | None]]:
    """The parts that all of them show."""
    return [(dim, v) for dim in PARTS if all((dim,) in lue.publics.tableaux for lue in lues) for v in PARTS[dim]]


def attaquer(lues: list[Lue], sommes: list[Relation], rapports: list[Rapport], jeux: dict[str, int]) -> None:
    """Who reads all of them, and knows what ties them, finds no number of few people in any."""
    cases, relations, dans, lisibles = dict(jeux), list(sommes), list(rapports), set()
    for lue in lues:
        dites, vus = ce_qu_on_lit(lue.personnes, lue.publics)
        n = f"{lue.nom} "
        cases |= {n + cle: valeur for cle, valeur in dites.cellules.items()}
        relations += [Relation(n + r.total, tuple(n + c for c in r.plus), tuple(n + c for c in r.moins))
                      for r in dites.relations]  # fmt: skip
        dans += [Rapport(n + r.cle, n + r.numerateur, n + r.denominateur) for r in dites.rapports]
        lisibles |= {n + cle for cle in vus}
    dites = Cases(cases, tuple(relations), tuple(dans))
    attaque = Attaque(dites, frozenset(dites.valeurs) - lisibles)
    serrees = attaque.resserrer(attaque.depart)
    assert serrees is not None
    petits = [cle for cle, n in attaque.valeurs.items() if 0 < n < SEUIL and cle not in jeux]
    for cle in petits + [f"{lue.nom} {cle}" for lue in lues for cle in caches(lue.publics)]:
        assert serrees[cle][1] - serrees[cle][0] >= SEUIL, cle


@settings(max_examples=12, deadline=None)
@given(gens(), st.permutations(["PLIE", "ARPE", TOUS]), st.integers(0, 10**9))
def test_un_dispositif_ne_se_lit_pas_par_difference(personnes: list[Personne], ordre: list[str], graine: int) -> None:
    """Two schemes and both together, published in any order; nobody is told whether anyone is in both."""
    hasard = Random(graine)
    part = hasard.choice((0.05, 0.3, 0.5))
    tires = [p | {"dispositif": "ARPE" if hasard.random() < part else "PLIE"} for p in personnes]
    siens = {code: [p for p in tires if code in (TOUS, p["dispositif"])] for code in ordre}
    lues: list[Lue] = []
    for code in ordre:
        lues.append(publier(code, siens[code], lues, code=code))
    sommes, jeux = [], {}
    for cle in [*COUPES, *(f"{c}:{dim}:{v}" for dim, v in coupes_de(*lues) for c in COUPES)]:
        doubles = [f"doubles {cle}"] if cle.startswith("personnes") else []
        jeux |= dict.fromkeys(doubles, 0)
        sommes.append(Relation(f"{TOUS} {cle}", (f"PLIE {cle}", f"ARPE {cle}"), tuple(doubles)))
    attaquer(lues, sommes, [], jeux)


@settings(max_examples=12, deadline=None)
@given(gens(), st.permutations(["S1", "S2", "AN"]), st.integers(0, 10**9))
def test_un_semestre_ne_se_lit_pas_par_difference(personnes: list[Personne], ordre: list[str], graine: int) -> None:
    """Two half-years and their year, published in any order."""
    hasard = Random(graine)
    tires = [p | {"venu": hasard.choice((0, 1, 2)), "parti": hasard.choice((1, 2, 3, 3))} for p in personnes]
    tires = [p | {"parti": max(p["venu"], p["parti"])} for p in tires]
    bornes = {"S1": (1, 1), "S2": (2, 2), "AN": (1, 2)}
    periodes = {"S1": semestre(2020, 1), "S2": semestre(2020, 2), "AN": annee(2020)}
    lues: dict[str, Lue] = {}
    for nom in ordre:
        bas, haut = bornes[nom]
        eux = [p | {"entre": bas <= p["venu"] <= haut, "sort": bas <= p["parti"] <= haut}
               for p in tires if p["venu"] <= haut and p["parti"] >= bas]  # fmt: skip
        lues[nom] = publier(nom, eux, list(lues.values()), periodes[nom])
    sommes = [
        Relation("S2 parcours_en_cours_debut", ("S1 parcours_en_cours_fin",)),
        Relation("AN parcours_en_cours_debut", ("S1 parcours_en_cours_debut",)),
        Relation("AN parcours_en_cours_fin", ("S2 parcours_en_cours_fin",)),
    ]
    coupes = coupes_de(*lues.values())
    for cle in [*EVENEMENTS, *(f"{c}:{dim}:{v}" for dim, v in coupes for c in EVENEMENTS)]:
        sommes.append(Relation(f"AN {cle}", (f"S1 {cle}", f"S2 {cle}")))
    rapports = [Rapport(f"{nom} dans l'année", f"{nom} personnes_suivies", "AN personnes_suivies")
                for nom in ("S1", "S2")]  # fmt: skip
    attaquer(list(lues.values()), sommes, rapports, {})


def test_un_dispositif_masque_ne_se_retrouve_pas_dans_l_ensemble() -> None:
    """Three people of the ARPE left: the PLIE says 60, all schemes would say 63."""
    arpe = [p | {"sort": rang < 3} for rang, p in enumerate(foule()[:40])]
    un = publier("PLIE", foule(), [])
    deux = publier("ARPE", arpe, [un], code="ARPE")
    assert not un.publics.totaux["sorties"].masque
    assert deux.publics.totaux["sorties"].masque
    assert not sortie(replace(bilan_de(foule() + arpe), dispositif=TOUS)).totaux["sorties"].masque
    tous = publier(TOUS, foule() + arpe, [un, deux], code=TOUS)
    assert tous.publics.totaux["sorties"].masque
    assert not tous.publics.totaux["personnes_suivies"].masque


def test_un_dispositif_seul_public_ne_dit_pas_le_reste() -> None:
    """All schemes first, then one of them: what is left is of the other, which says nothing."""
    arpe = [p | {"entre": rang < 3} for rang, p in enumerate(foule()[:40])]
    tous = publier(TOUS, foule() + arpe, [], code=TOUS)
    assert not tous.publics.totaux["entrees"].masque
    un = publier("PLIE", foule(), [tous])
    assert un.publics.totaux["entrees"].masque
    assert not un.publics.totaux["sorties"].masque


def test_quatre_trimestres_ne_se_retrouvent_pas_dans_l_annee() -> None:
    """Three quarters are public; the last one has three entries: the year would give them back."""
    eux = [p | {"entre": True, "sort": False} for p in foule()]
    lues: list[Lue] = []
    for rang in (1, 2, 3):
        lues.append(publier(f"T{rang}", eux, lues, trimestre(2020, rang)))
        assert not lues[-1].publics.totaux["entrees"].masque
    annuel = [eux[0]] * 363
    assert sortie(bilan_de(annuel)).totaux["entrees"].texte == "363"
    assert publier("AN", annuel, lues).publics.totaux["entrees"].masque


def test_un_seuil_releve_depuis_ne_prive_pas_des_suivantes() -> None:
    """What was said below the threshold of today stays known; a new publication keeps its own breakdowns."""
    suivante = bilan_de([p | {"entre": rang < 3} for rang, p in enumerate(foule())], semestre(2020, 1))
    dite = Voisine(Cellules(suivante), frozenset())
    publics = sortie(bilan_de(foule()), voisines=[dite])
    assert set(publics.tableaux) == {(dim,) for dim in PARTS}


def test_les_periodes_qui_en_remplissent_une() -> None:
    pieces: list[Any] = [
        (semestre(2020, 1), "S1"), (semestre(2020, 2), "S2"), *((trimestre(2020, n), f"T{n}") for n in (1, 2, 3)),
    ]  # fmt: skip
    trouvees = sorted([nom for _, nom in suite] for suite in suites(pieces))
    assert trouvees == [["S1", "S2"], ["S1", "T3"], ["T1", "T2", "S2"], ["T1", "T2", "T3"]]
    assert list(suites([])) == []
