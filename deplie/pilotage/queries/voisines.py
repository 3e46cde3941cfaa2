"""What figures already public give away of those about to be: other periods, other schemes of the same territory.

Each neighbour comes whole: what it shows is known, what it masks must stay so, with the sums that held there. Then the
ties between publications: the stock at a junction, a period filled by others, all schemes together and each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import combinations, islice, permutations
from typing import Final

from deplie.mesure.mesures import Atome
from deplie.pilotage.catalogue.vocabulaire import (
    ENTREE,
    ETAPE_DANS,
    NB_EN_COURS_DEBUT,
    NB_EN_COURS_FIN,
    SORTIE,
    SUIVIE,
)
from deplie.pilotage.queries.relations import Cellules, Liens, Part, feuilles
from deplie.pilotage.rules.pavage import suites
from deplie.pilotage.rules.periodes import TOUS, Periode

# The ways of filling a period that are looked at, of all those that many small periods allow.
_PAVAGES: Final = 32


@dataclass(frozen=True)
class Voisine:
    """A publication that was public: its cells, and those that it masked."""

    cellules: Cellules
    masquees: frozenset[str]

    @cached_property
    def liens(self) -> Liens:
        """What tied its own cells."""
        return Liens(self.cellules)


# What a sum leaves of each cell: the name of the rest, empty when nothing is left.
_Restes = dict[str, str]


@dataclass(frozen=True)
class _Lue:
    """A publication as the ties see it: where its cells stand among all those of the problem."""

    cellules: Cellules
    avant: str
    liens: Liens

    @property
    def periode(self) -> Periode:
        return self.cellules.bilan.periode

    @property
    def dispositif(self) -> str:
        return self.cellules.bilan.dispositif

    def cle(self, atome: Atome, part: Part) -> str | None:
        cle = self.cellules.cle(atome, part)
        return None if cle is None else f"{self.avant}{cle}"

    def __iter__(self) -> Iterator[tuple[Atome, Part, str]]:
        return ((atome, part, f"{self.avant}{cle}") for atome, part, cle in self.cellules)

    @cached_property
    def sommes(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Its own sums: a total, what is added, what is taken away."""

        def ici(cles: Iterable[str]) -> tuple[str, ...]:
            return tuple(f"{self.avant}{cle}" for cle in cles)

        return [(f"{self.avant}{r.total}", ici(r.plus), ici(r.moins)) for r in self.liens.relations]

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """What is a part of what, in its own figures."""
        return [(f"{self.avant}{petit}", f"{self.avant}{grand}") for petit, grand in self.liens.rapports]


def lier_aux_voisines(liens: Liens, voisines: Sequence[Voisine]) -> None:
    """Add the neighbours and what ties them to a publication, and to one another."""
    if not voisines:
        return
    lues = [_Lue(liens.cellules, "", Liens(liens.cellules))]
    for rang, voisine in enumerate(voisines):
        lues.append(_Lue(voisine.cellules, f"{rang}: ", voisine.liens))
        _poser(liens, voisine, lues[-1])
    for petite, grande in permutations(lues, 2):
        _emboiter(liens, petite, grande)
    _egaler_les_stocks(liens, lues)
    for grande in lues:
        _paver(liens, grande, lues)
        _ensemble(liens, grande, lues)
    liens.deduire()


def _poser(liens: Liens, voisine: Voisine, lue: _Lue) -> None:
    """The cells of a neighbour, and those of its ties that hold something masked: the others teach nothing."""
    siens = voisine.liens
    libres = {f"{lue.avant}{cle}" for cle in voisine.masquees | siens.tues}
    for cle, valeur in siens.valeurs.items():
        ici = f"{lue.avant}{cle}"
        liens.valeurs[ici] = valeur
        if cle in siens.tues:
            liens.tues.add(ici)
        elif cle in voisine.masquees:
            liens.tenues.add(ici)
        else:
            liens.connues.add(ici)
    for _, part, cle in lue:
        liens.coupes[cle] = frozenset(code for code, _ in part)
    for total, plus, moins in lue.sommes:
        if libres.intersection((total, *plus, *moins)):
            liens.lier(total, plus, moins)
    for petit, grand in lue.parts:
        if {petit, grand} & libres:
            liens.dans(petit, grand)


def _egaler_les_stocks(liens: Liens, lues: Iterable[_Lue]) -> None:
    """Who is in progress on a day: the end of a period is the start of the next, and of all those that begin there."""
    jours: dict[tuple[str, date, Part], list[str]] = {}
    for lue in lues:
        for atome, part, cle in lue:
            if atome == NB_EN_COURS_FIN:
                jours.setdefault((lue.dispositif, lue.periode.fin, part), []).append(cle)
            elif atome == NB_EN_COURS_DEBUT:
                veille = lue.periode.debut - timedelta(days=1)
                jours.setdefault((lue.dispositif, veille, part), []).append(cle)
    for cles in jours.values():
        for une, autre in combinations(cles, 2):
            liens.egaler(une, autre)


def _emboiter(liens: Liens, petite: _Lue, grande: _Lue) -> None:
    """Who was followed some months was followed that year; what one scheme did, all of them did."""
    seul = petite.dispositif == grande.dispositif
    if petite.periode == grande.periode or not _contient(grande.periode, petite.periode):
        return
    if not seul and grande.dispositif != TOUS:
        return
    for atome, part, cle in petite:
        # The events of one scheme are added up (``_paver``).
        if est_presence(atome) or (est_evenement(atome) and not seul):
            liens.dans(cle, grande.cle(atome, part))


def _paver(liens: Liens, grande: _Lue, lues: Iterable[_Lue]) -> None:
    """A period and those that fill it, wholly or not: what is left is a number that anybody may work out."""
    dedans = [
        lue
        for lue in lues
        if lue.dispositif == grande.dispositif
        and lue.periode != grande.periode
        and _contient(grande.periode, lue.periode)
    ]
    if not dedans:
        return
    restes: dict[tuple[str, ...], _Restes] = {}
    for atome, part, total in grande:
        if not est_evenement(atome):
            continue
        cles = {lue.avant: (lue.periode, cle) for lue in dedans if (cle := lue.cle(atome, part))}
        for suite in islice(suites([(periode, avant) for avant, (periode, _) in cles.items()]), _PAVAGES):
            pieces = tuple(avant for _, avant in suite)
            reste = liens.completer(total, [cles[avant][1] for avant in pieces])
            if reste is not None:
                restes.setdefault(pieces, {})[total] = reste
    for laisses in restes.values():
        _lier_les_restes(liens, grande, laisses)


def _ensemble(liens: Liens, grande: _Lue, lues: Iterable[_Lue]) -> None:
    """All the schemes of a territory over a period, and those of them that are public."""
    siens = [lue for lue in lues if lue is not grande and lue.periode == grande.periode]
    restes: _Restes = {}
    for atome, part, total in grande:
        if atome.fait.du_territoire:
            for lue in siens:
                if grande.avant < lue.avant and (cle := lue.cle(atome, part)):
                    liens.egaler(total, cle)
        elif grande.dispositif == TOUS:
            # One version of each scheme at a time: the last that was public.
            par_dispositif = {
                lue.dispositif: cle for lue in siens if lue.dispositif != TOUS and (cle := lue.cle(atome, part))
            }
            if (reste := _additionner(liens, atome, total, list(par_dispositif.values()))) is not None:
                restes[total] = reste
    _lier_les_restes(liens, grande, restes)


def _additionner(liens: Liens, atome: Atome, total: str, cles: list[str]) -> str | None:
    if not cles:
        return None
    if atome.additif and (reste := liens.completer(total, cles)) is not None:
        return reste
    # Who is in two schemes is counted in both, and once in the whole.
    for cle in cles:
        liens.dans(cle, total)
    if len(cles) > 1:
        liens.au_moins(total, cles)
    return None


def _lier_les_restes(liens: Liens, grande: _Lue, restes: _Restes) -> None:
    """What is left of a publication once others are taken away is a publication in itself: its sums hold too."""
    for total, plus, moins in grande.sommes:
        if all(cle in restes for cle in (total, *plus, *moins)) and restes[total]:
            liens.lier(restes[total], _nommes(restes, plus), _nommes(restes, moins))
    for petit, grand in grande.parts:
        if restes.get(petit) and restes.get(grand):
            liens.dans(restes[petit], restes[grand])


def _nommes(restes: _Restes, cles: Iterable[str]) -> list[str]:
    return [restes[cle] for cle in cles if restes[cle]]


def _contient(grande: Periode, petite: Periode) -> bool:
    return grande.debut <= petite.debut and petite.fin <= grande.fin


@cache
def est_evenement(atome: Atome) -> bool:
    """An entry, an exit: it has its day, and is of every period that holds that day."""
    exigences = frozenset(feuilles(atome.condition))
    return atome.additif and any(frozenset(feuilles(jour)) <= exigences for jour in (ENTREE, SORTIE))


@cache
def est_presence(atome: Atome) -> bool:
    """Somebody followed, an étape under way, at some time of the period: so it is of every longer one."""
    exigences = frozenset(feuilles(atome.condition))
    if atome.premiere is not None:
        exigences |= frozenset(feuilles(atome.premiere.parmi))
    return any(frozenset(feuilles(pendant)) <= exigences for pendant in (SUIVIE, ETAPE_DANS))
