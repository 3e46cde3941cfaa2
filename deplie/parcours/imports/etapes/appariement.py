"""Which line of a key is which recorded étape of that key. No database here.

Lines of one key are as many étapes. Those whose content is recorded already are matched first, so that the order of
the lines changes nothing; then those that would change nothing; the rest by rank, in the order of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from deplie.socle.tableaux import VIDE

Contenu = tuple[Any, ...]
# Past this many pairs of a line and an étape to try, those that agree are taken as they come.
COUPLAGE = 40_000


class EtapeConnue(NamedTuple):
    """A recorded étape: what no line may change, its place, its values (None: nothing)."""

    id: int
    rang: int
    contenu: Contenu


def apparier(lignes: Sequence[Contenu], connues: Sequence[EtapeConnue]) -> list[EtapeConnue | None]:
    """For each line, the recorded étape that it is, None for a new one. ``connues`` is in the order of ranks."""
    trouvees: list[EtapeConnue | None] = [None] * len(lignes)
    libres: dict[int, EtapeConnue] = {etape.id: etape for etape in connues}
    _exactes(lignes, libres, trouvees)
    _sans_changement(lignes, libres, trouvees)
    rangs = iter(sorted(libres.values(), key=lambda etape: etape.rang))
    for place, trouvee in enumerate(trouvees):
        if trouvee is None:
            trouvees[place] = next(rangs, None)
    return trouvees


def ne_change_rien(ligne: Contenu, contenu: Contenu) -> bool:
    """Whether every filled cell says what is recorded."""
    return all(
        cellule is None or (connue is None if cellule is VIDE else cellule == connue)
        for cellule, connue in zip(ligne, contenu, strict=True)
    )


def _exactes(lignes: Sequence[Contenu], libres: dict[int, EtapeConnue], trouvees: list[EtapeConnue | None]) -> None:
    par_contenu: dict[Contenu, list[EtapeConnue]] = defaultdict(list)
    for etape in sorted(libres.values(), key=lambda e: -e.rang):
        par_contenu[etape.contenu].append(etape)
    for place, ligne in enumerate(lignes):
        pareilles = par_contenu.get(tuple(None if c is VIDE else c for c in ligne))
        if pareilles:
            trouvees[place] = pareilles.pop()
            del libres[trouvees[place].id]  # type: ignore[union-attr]


def _sans_changement(
    lignes: Sequence[Contenu], libres: dict[int, EtapeConnue], trouvees: list[EtapeConnue | None]
) -> None:
    """Match the lines left with étapes that they would not change, as many as can be."""
    # The most filled lines choose first: they have the fewest étapes to choose from.
    restantes = [place for place, trouvee in enumerate(trouvees) if trouvee is None]
    restantes.sort(key=lambda place: sum(cellule is None for cellule in lignes[place]))
    etapes = sorted(libres.values(), key=lambda etape: etape.rang)
    coupler = _coupler if len(restantes) * len(etapes) <= COUPLAGE else _prendre
    for place, etape in coupler([(place, lignes[place]) for place in restantes], etapes):
        trouvees[place] = etape
        del libres[etape.id]


Paire = tuple[int, EtapeConnue]


def _prendre(lignes: Sequence[tuple[int, Contenu]], etapes: Sequence[EtapeConnue]) -> Iterator[Paire]:
    """Each line takes the first étape left that says the same in the columns it fills."""
    index: dict[tuple[bool, ...], dict[Contenu, list[EtapeConnue]]] = {}
    pris: set[int] = set()
    for place, ligne in lignes:
        masque = tuple(cellule is not None for cellule in ligne)
        if masque not in index:
            index[masque] = defaultdict(list)
            for etape in reversed(etapes):
                index[masque][_remplies(etape.contenu, masque)].append(etape)
        candidats = index[masque][_remplies(tuple(None if c is VIDE else c for c in ligne), masque)]
        while candidats:
            etape = candidats.pop()
            if etape.id not in pris:
                pris.add(etape.id)
                yield place, etape
                break


def _remplies(contenu: Contenu, masque: tuple[bool, ...]) -> Contenu:
    return tuple(cellule for cellule, remplie in zip(contenu, masque, strict=True) if remplie)


def _coupler(lignes: Sequence[tuple[int, Contenu]], etapes: Sequence[EtapeConnue]) -> Iterator[Paire]:
    """A largest matching (Kuhn's augmenting paths)."""
    voisins = {
        place: [rang for rang, etape in enumerate(etapes) if ne_change_rien(ligne, etape.contenu)]
        for place, ligne in lignes
    }
    prises: dict[int, int] = {}
    for place, _ in lignes:
        _placer(place, voisins, prises, set())
    yield from ((place, etapes[rang]) for rang, place in prises.items())


def _placer(place: int, voisins: dict[int, list[int]], prises: dict[int, int], vus: set[int]) -> bool:
    for rang in voisins[place]:
        if rang not in vus:
            vus.add(rang)
            occupant = prises.get(rang)
            if occupant is None or _placer(occupant, voisins, prises, vus):
                prises[rang] = place
                return True
    return False
