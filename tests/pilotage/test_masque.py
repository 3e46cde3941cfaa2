"""Small numbers: what is masked cannot be found again, even by who knows every sum of the publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.pilotage.rules.masque import (
    Publication,
    Rapport,
    Relation,
    glissements,
    masquer,
    montrees,
    verifier_republication,
)
from deplie.socle.erreurs import RefusMetier

SEUIL = 5
Bornes = dict[str, tuple[int, int]]


def par_sexe(hommes: int, femmes: int) -> Publication:
    return Publication({"T": hommes + femmes, "H": hommes, "F": femmes}, (Relation("T", ("H", "F")),))


def test_un_petit_nombre_seul_est_masque() -> None:
    assert masquer(Publication({"sorties": 3}), SEUIL).cellules == {"sorties"}
    assert masquer(Publication({"sorties": 5, "autres": 0}), SEUIL).cellules == frozenset()


def test_ce_qu_une_soustraction_rendrait_est_masque_aussi() -> None:
    masque = masquer(par_sexe(3, 40), SEUIL)
    assert (masque.primaires, masque.secondaires) == ({"H"}, {"F"})


def test_deux_petits_nombres_peuvent_ne_pas_suffire() -> None:
    parts = {"A": 1, "B": 2, "C": 30, "D": 40}
    masque = masquer(Publication({"T": 73} | parts, (Relation("T", tuple(parts)),)), SEUIL)
    assert (masque.primaires, masque.secondaires) == ({"A", "B"}, {"C"})


def test_un_total_petit_est_masque_avec_ses_parts() -> None:
    assert masquer(par_sexe(1, 2), SEUIL).cellules == {"T", "H", "F"}
    assert masquer(par_sexe(0, 3), SEUIL).cellules == {"T", "F"}


def test_un_taux_dit_aussi_son_complement() -> None:
    """98 of 100: two people are not in it."""
    publication = Publication({"N": 98, "D": 100}, rapports=(Rapport("taux", "N", "D"),))
    masque = masquer(publication, SEUIL)
    assert masque.rapports == {"taux"}
    assert masque.cellules & {"N", "D"}


def test_un_taux_sans_petit_nombre_se_montre() -> None:
    assert not masquer(Publication({"N": 50, "D": 100}, rapports=(Rapport("taux", "N", "D"),)), SEUIL).rapports


def test_une_identite_de_flux_rend_une_cellule() -> None:
    flux = Relation("fin", ("debut", "entrees"), ("sorties",))
    masque = masquer(Publication({"fin": 47, "debut": 40, "entrees": 9, "sorties": 2}, (flux,)), SEUIL)
    assert masque.primaires == {"sorties"}
    assert masque.secondaires == {"entrees"}


def test_une_cellule_masquee_le_reste() -> None:
    """Three women became thirty: shown now, thirty would say by how much the total grew."""
    publication = Publication({"T": 70, "H": 40, "F": 30}, (Relation("T", ("H", "F")),), deja_masquees=frozenset({"F"}))
    assert masquer(publication, SEUIL).secondaires == {"F", "H"}


def test_un_petit_changement_arrete_la_republication() -> None:
    with pytest.raises(RefusMetier, match="« entrées » passe de 100 à 102 : l'écart dit 2 personnes"):
        verifier_republication({"entrées": 100, "sorties": 60}, {"entrées": 102, "sorties": 80}, SEUIL)
    with pytest.raises(RefusMetier):
        verifier_republication({"entrées": 100}, {"entrées": 102}, SEUIL, motif="   ")
    passes = verifier_republication({"entrées": 100}, {"entrées": 102}, SEUIL, motif="Erreur reconnue en COPIL.")
    assert [petit.cle for petit in passes] == ["entrées"]
    assert not glissements({"entrées": 100, "T": 4}, {"entrées": 105, "U": 9}, SEUIL)


@pytest.mark.parametrize(
    "fausse",
    [Publication({"a": -1}), Publication({"T": 9, "H": 3, "F": 5}, (Relation("T", ("H", "F")),)),
     Publication({"N": 9, "D": 3}, rapports=(Rapport("taux", "N", "D"),))],
)  # fmt: skip
def test_ce_qui_ne_tient_pas_n_est_pas_protege(fausse: Publication) -> None:
    with pytest.raises(RefusMetier):
        masquer(fausse, SEUIL)


# --- the attack: who knows every sum and every number shown ------------------------------------------------------


class Attaque:
    """All the whole numbers that a masked cell may be, by narrowing bounds then trying."""

    def __init__(self, publication: Publication, masquees: frozenset[str]) -> None:
        valeurs, plafond = publication.valeurs, max(publication.valeurs.values()) + 2 * SEUIL
        self.valeurs = valeurs
        self.depart: Bornes = {c: (0, plafond) if c in masquees else (v, v) for c, v in valeurs.items()}
        self.egalites = [({**dict.fromkeys(r.plus, 1), **dict.fromkeys(r.moins, -1), r.total: -1})
                         for r in publication.relations]  # fmt: skip
        self.egalites += [{r.numerateur: 1, r.complement: 1, r.denominateur: -1} for r in publication.rapports]

    def resserrer(self, bornes: Bornes) -> Bornes | None:
        bornes, avant = dict(bornes), None
        while avant != bornes:
            avant = dict(bornes)
            for egalite in self.egalites:
                bas = {c: min(s * b for b in bornes[c]) for c, s in egalite.items()}
                haut = {c: max(s * b for b in bornes[c]) for c, s in egalite.items()}
                tout_bas, tout_haut = sum(bas.values()), sum(haut.values())
                for c, s in egalite.items():
                    un, deux = sorted((s * (haut[c] - tout_haut), s * (bas[c] - tout_bas)))
                    bornes[c] = max(bornes[c][0], un), min(bornes[c][1], deux)
                    if bornes[c][0] > bornes[c][1]:
                        return None
        return bornes

    def possible(self, bornes: Bornes) -> bool:
        serrees = self.resserrer(bornes)
        if serrees is None:
            return False
        libres = [c for c, (bas, haut) in serrees.items() if bas < haut]
        if not libres:
            return True
        cle = min(libres, key=lambda c: serrees[c][1] - serrees[c][0])
        bas, haut = serrees[cle]
        return any(self.possible({**serrees, cle: (v, v)}) for v in range(bas, haut + 1))

    def largeur(self, cle: str) -> int:
        serrees = self.resserrer(self.depart)
        assert serrees is not None
        bas, haut = serrees[cle]
        moindre = next(v for v in range(bas, haut + 1) if self.possible({**serrees, cle: (v, v)}))
        # No need to look for the greatest: one at the threshold or beyond is enough.
        loin = [v for v in range(moindre + SEUIL, haut + 1) if self.possible({**serrees, cle: (v, v)})][:1]
        return loin[0] - moindre if loin else 0


@st.composite
def croises(draw: Callable[..., int]) -> Publication:
    """A crossed table with its margins, its rates, a second breakdown of the same total."""
    lignes, colonnes = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    cellules = {f"{i}{j}": draw(st.integers(0, 9)) for i, j in product(range(lignes), range(colonnes))}
    relations = []
    for i in range(lignes):
        relations.append(Relation(f"L{i}", tuple(f"{i}{j}" for j in range(colonnes))))
    for j in range(colonnes):
        relations.append(Relation(f"C{j}", tuple(f"{i}{j}" for i in range(lignes))))
    for relation in relations:
        cellules[relation.total] = sum(cellules[cle] for cle in relation.plus)
    relations.append(Relation("T", tuple(f"L{i}" for i in range(lignes))))
    relations.append(Relation("T", tuple(f"C{j}" for j in range(colonnes))))
    cellules["T"] = sum(cellules[f"L{i}"] for i in range(lignes))
    part = draw(st.integers(0, cellules["T"]))
    cellules |= {"oui": part, "non": cellules["T"] - part}
    relations.append(Relation("T", ("oui", "non")))
    rapports = (Rapport("taux", "L0", "T"),) if draw(st.booleans()) else ()
    avant = draw(st.sets(st.sampled_from(sorted(cellules)), max_size=2))
    return Publication(cellules, tuple(relations), rapports, frozenset(avant))


@settings(max_examples=30)
@given(croises())
def test_l_attaque_ne_serre_aucune_cellule_masquee(publication: Publication) -> None:
    masque = masquer(publication, SEUIL)
    attaque = Attaque(publication, masque.cellules)
    assert all(cle in masque.cellules for cle, v in publication.valeurs.items() if 0 < v < SEUIL)
    assert publication.deja_masquees <= masque.cellules
    assert all(publication.valeurs[cle] == 0 for cle in masque.sans_defense)
    for cle in sorted(masque.cellules - masque.sans_defense):
        assert attaque.largeur(cle) >= SEUIL, cle


@given(croises())
def test_la_meme_publication_donne_le_meme_masque(publication: Publication) -> None:
    autrement: Mapping[str, int] = dict(reversed(publication.cellules.items()))
    masque = masquer(publication, SEUIL)
    assert masque == masquer(
        Publication(autrement, publication.relations, publication.rapports, publication.deja_masquees), SEUIL
    )
    assert montrees(publication.cellules, masque).keys().isdisjoint(masque.cellules)


def test_l_attaque_trouve_ce_que_le_masque_primaire_laisse() -> None:
    """The attack itself is worth something: primary masking alone gives the cell back."""
    assert Attaque(par_sexe(3, 40), frozenset({"H"})).largeur("H") == 0
