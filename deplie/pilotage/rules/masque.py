"""Small numbers are masked in whatever leaves the restricted circle, and nothing that stays gives them back.

A publication is a set of whole numbers tied by sums: a total and its parts, a flow (present + entered − left), a rate's
base with its numerator. Masked first: what counts fewer people than the threshold, zero left aside. Masked then: enough
other cells for a reader who knows every sum to leave at least the threshold between the least and the greatest value
that each masked cell may have. That is proved, never guessed: from the true figures, whole non-negative figures that
keep every sum are reached by moves (one cell up, another down) which touch masked cells alone; a cell is safe once its
moves up and down reach the threshold together. Masking more cannot undo such a proof, so the method ends.

Sources: A. Hundepool and others, « Statistical Disclosure Control » (Wiley, 2012), chapter 4, for primary and secondary
suppression and the feasible interval of an attacker; the moves, cheaper and not always the fewest, are ours
(docs/decisions/0026-small-numbers-and-statistics.md). Zeros are shown, as is the fact that a figure is masked, never
which of the two reasons masked it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from typing import Final

from deplie.pilotage.rules.ecriture import compte
from deplie.socle.erreurs import RefusMetier

# The moves tried before giving one up: beyond, a neighbouring cell is masked and one tries again.
_ESSAIS: Final = 400


@dataclass(frozen=True)
class Relation:
    """``total`` = sum of ``plus`` − sum of ``moins``; each key is a cell of the publication."""

    total: str
    plus: tuple[str, ...]
    moins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rapport:
    """A printed rate and the two cells it comes from: it also says how many are *not* in its numerator."""

    cle: str
    numerateur: str
    denominateur: str

    @property
    def complement(self) -> str:
        return f"{self.cle} (complément)"


@dataclass(frozen=True)
class Publication:
    """What is about to leave: the cells, what ties them, and the cells an earlier publication masked.

    ``connues`` are public already, and can hide nothing. ``tues`` are never printed and need no protection: they say
    « at most » (a part is the whole less something), so they move freely.
    """

    cellules: Mapping[str, int]
    relations: tuple[Relation, ...] = ()
    rapports: tuple[Rapport, ...] = ()
    deja_masquees: frozenset[str] = frozenset()
    connues: frozenset[str] = frozenset()
    tues: frozenset[str] = frozenset()

    @cached_property
    def valeurs(self) -> dict[str, int]:
        """The cells and, for each rate, the complement that anyone may subtract."""
        valeurs = dict(self.cellules)
        for rapport in self.rapports:
            valeurs[rapport.complement] = valeurs[rapport.denominateur] - valeurs[rapport.numerateur]
        return valeurs

    @cached_property
    def sommes(self) -> tuple[dict[str, int], ...]:
        """Each relation as {cell: ±1}, whose sum is zero."""
        sommes = [
            {relation.total: -1} | dict.fromkeys(relation.plus, 1) | dict.fromkeys(relation.moins, -1)
            for relation in self.relations
        ]
        sommes.extend({r.denominateur: -1, r.numerateur: 1, r.complement: 1} for r in self.rapports)
        return tuple(sommes)


@dataclass(frozen=True)
class Masque:
    """What is masked, and why: ``primaires`` for their smallness, ``secondaires`` to protect them."""

    seuil: int
    primaires: frozenset[str]
    secondaires: frozenset[str]
    rapports: frozenset[str]
    # Masked before, worth zero now, and that sums alone give: nothing can hide them (no number of people is behind).
    sans_defense: frozenset[str] = field(default=frozenset())

    @property
    def cellules(self) -> frozenset[str]:
        return self.primaires | self.secondaires

    def cache(self, cle: str) -> bool:
        """Whether a cell or a rate is masked."""
        return cle in self.primaires or cle in self.secondaires or cle in self.rapports


def masquer(publication: Publication, seuil: int) -> Masque:
    """What must be masked below ``seuil`` people; the same publication always gives the same answer.

    Raises RefusMetier when a number is negative or when a declared sum does not hold: nothing is protected then.
    """
    _verifier(publication)
    valeurs = publication.valeurs
    intactes = publication.connues | publication.tues
    primaires = {cle for cle, valeur in valeurs.items() if 0 < valeur < seuil and cle not in intactes}
    recherche = _Recherche(publication, seuil, primaires | ((publication.deja_masquees - intactes) & set(valeurs)))
    perdues = recherche.proteger()
    return Masque(
        seuil,
        frozenset(primaires),
        frozenset(recherche.masquees - primaires - publication.tues),
        frozenset(r.cle for r in publication.rapports if {r.numerateur, r.denominateur} & recherche.masquees),
        frozenset(perdues),
    )


@dataclass(frozen=True)
class Glissement:
    """A cell shown twice whose change is smaller than the threshold: it tells of a few people."""

    cle: str
    avant: int
    apres: int

    @property
    def phrase(self) -> str:
        combien = abs(self.apres - self.avant)
        return f"« {self.cle} » passe de {self.avant} à {self.apres} : l'écart dit {compte(combien, 'personne')}."


def glissements(avant: Mapping[str, int], apres: Mapping[str, int], seuil: int) -> tuple[Glissement, ...]:
    """The cells shown by both publications (only those are given) that changed by fewer than ``seuil`` people."""
    return tuple(
        Glissement(cle, avant[cle], apres[cle])
        for cle in sorted(avant.keys() & apres.keys())
        if 0 < abs(apres[cle] - avant[cle]) < seuil
    )


def verifier_republication(
    avant: Mapping[str, int], apres: Mapping[str, int], seuil: int, *, motif: str = ""
) -> tuple[Glissement, ...]:
    """The small changes that a ``motif`` lets through; raises RefusMetier, naming them, when there is none."""
    petits = glissements(avant, apres, seuil)
    if petits and not motif.strip():
        raise RefusMetier(refus_de_glisser(petits, seuil))
    return petits


def refus_de_glisser(petits: Sequence[Glissement], seuil: int) -> str:
    """Why small changes stop a publication, in a sentence that names the first ones."""
    dits = " ".join(petit.phrase for petit in petits[:5])
    suite = f" Et {len(petits) - 5} de plus." if len(petits) > 5 else ""
    return (
        f"Depuis la publication précédente, des chiffres changent de moins de {seuil} personnes. {dits}{suite} "
        "Masquez-les, ou dites pourquoi vous publiez quand même."
    )


def _verifier(publication: Publication) -> None:
    for cle, valeur in publication.valeurs.items():
        if valeur < 0:
            raise RefusMetier(f"« {cle} » est négatif ({valeur}) : un nombre de personnes ne peut pas l'être.")
    for somme in publication.sommes:
        ecart = sum(signe * publication.valeurs[cle] for cle, signe in somme.items())
        if ecart:
            total = next(iter(somme))
            raise RefusMetier(f"« {total} » n'est pas la somme de ses parts (écart {abs(ecart)}) : corrigez d'abord.")


class _Recherche:
    """The masked cells growing until each is proved safe."""

    def __init__(self, publication: Publication, seuil: int, masquees: set[str]) -> None:
        self.valeurs, self.sommes, self.seuil = publication.valeurs, publication.sommes, seuil
        self.tues, self.connues = publication.tues, publication.connues
        self.masquees = masquees | self.tues
        self.liens: dict[str, list[int]] = {cle: [] for cle in self.valeurs}
        for rang, somme in enumerate(self.sommes):
            for cle in somme:
                self.liens[cle].append(rang)
        # A big number costs more than a small one to lose; a total, tied many times, much more.
        self.cout = {cle: (valeur + 1) * max(1, len(self.liens[cle])) ** 2 for cle, valeur in self.valeurs.items()}

    def proteger(self) -> set[str]:
        """Masks until every masked cell is safe; returns those that no mask can make so."""
        sures: set[str] = set()
        perdues: set[str] = set()
        while reste := self.masquees - self.tues - sures - perdues:
            cle = min(reste, key=lambda autre: (self.valeurs[autre], autre))
            (sures if self._mettre_a_l_abri(cle) else perdues).add(cle)
        return perdues

    def _mettre_a_l_abri(self, cle: str) -> bool:
        """Masks around a cell until it is proved safe; False when nothing is left to mask."""
        while not (self.valeurs[cle] and self._fermee(cle)):
            large, bouts = self._etendue(cle)
            if large >= self.seuil:
                return True
            payes = [paye for sens, etat in bouts if (paye := self._geste(cle, sens, etat, payer=True))]
            if payes:
                self.masquees |= min(payes, key=lambda paye: paye[0])[1].keys()
            elif not self._agrandir(cle):
                return False
        return True

    def _etendue(self, cle: str) -> tuple[int, list[tuple[int, dict[str, int]]]]:
        """How far apart masked cells alone let ``cle`` go, the threshold at most, and the figures at both ends."""
        large, bouts = 0, []
        for sens in (1, -1):
            etat = dict(self.valeurs)
            while large < self.seuil and (trouve := self._geste(cle, sens, etat, payer=False)):
                geste = trouve[1]
                fois = min([self.seuil - large, *(etat[autre] for autre, pas in geste.items() if pas < 0)])
                for autre, pas in geste.items():
                    etat[autre] += pas * fois
                large += fois
            bouts.append((sens, etat))
        return large, bouts

    def _geste(self, cle: str, sens: int, etat: Mapping[str, int], *, payer: bool) -> tuple[int, dict[str, int]] | None:
        """The cheapest change by one of ``cle`` that keeps every sum, and its cost.

        Masked cells cost nothing; the others, but zeros, which stay shown, are had with ``payer`` alone.
        """
        if etat[cle] + sens < 0:
            return None
        rang = 0
        attente: list[tuple[int, int, int, dict[str, int]]] = [(0, 1, rang, {cle: sens})]
        for _ in range(_ESSAIS):
            if not attente:
                break
            cout, taille, _rang, geste = heappop(attente)
            faussee = self._faussee(geste)
            if faussee is None:
                return cout, geste
            for autre, pas in self._suites(faussee, geste, etat):
                masquee = autre in self.masquees
                if masquee or (payer and self.valeurs[autre] and autre not in self.connues):
                    rang += 1
                    prix = cout if masquee else cout + self.cout[autre]
                    heappush(attente, (prix, taille + 1, rang, {**geste, autre: pas}))
        return None

    def _faussee(self, geste: Mapping[str, int]) -> tuple[int, int] | None:
        """The first relation that a change breaks, and by how much."""
        ecarts: dict[int, int] = {}
        for cle, pas in geste.items():
            for rang in self.liens[cle]:
                ecarts[rang] = ecarts.get(rang, 0) + pas * self.sommes[rang][cle]
        return min(((rang, ecart) for rang, ecart in ecarts.items() if ecart), default=None)

    def _suites(
        self, faussee: tuple[int, int], geste: Mapping[str, int], etat: Mapping[str, int]
    ) -> Iterator[tuple[str, int]]:
        """The cells that bring the broken relation nearer to balance."""
        rang, ecart = faussee
        for cle, signe in self.sommes[rang].items():
            pas = -signe if ecart > 0 else signe
            if cle not in geste and etat[cle] + pas >= 0:
                yield cle, pas

    def _autour(self, cle: str) -> tuple[set[str], set[str]]:
        """The masked cells tied to ``cle`` by sums, and the non-zero cells shown beside them."""
        dedans, montrees, attente = {cle}, set(), [cle]
        while attente:
            for rang in self.liens[attente.pop()]:
                for autre in self.sommes[rang]:
                    if autre in self.masquees and autre not in dedans:
                        dedans.add(autre)
                        attente.append(autre)
                    elif autre not in self.masquees and self.valeurs[autre]:
                        montrees.add(autre)
        return dedans, montrees

    def _fermee(self, cle: str) -> bool:
        """Nothing but zeros is shown around: all may be doubled, tripled…, and no bound is known."""
        return not self._autour(cle)[1]

    def _agrandir(self, cle: str) -> bool:
        """Masks the cheapest number shown around; False when none is left."""
        montrees = self._autour(cle)[1] - self.connues
        if montrees:
            self.masquees.add(min(montrees, key=lambda autre: (self.cout[autre], autre)))
        return bool(montrees)


def montrees(cellules: Mapping[str, int], masque: Masque) -> dict[str, int]:
    """The cells that are shown: what is kept to be compared with the next publication."""
    return {cle: valeur for cle, valeur in cellules.items() if not masque.cache(cle)}


def relations_de(total: str, parts: Iterable[str]) -> Relation:
    """A total and its parts."""
    return Relation(total, tuple(parts))
