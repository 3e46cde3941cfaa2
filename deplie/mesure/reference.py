"""The slow, obvious Python reference: what every engine must answer, one row at a time.

Never used to answer a page: it is the yardstick of the tests, written to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from deplie.mesure.colonnes import Colonne, Ligne, Valeur
from deplie.mesure.comptage import Comptage, Dimension, Resultat
from deplie.mesure.conditions import Parametres, Premiere
from deplie.mesure.mesures import Atome, Distinctes, Moyenne, Somme
from deplie.mesure.nombres import mediane

Tables = Mapping[str, Sequence[Ligne]]


def compter(comptage: Comptage, tables: Tables) -> Resultat:
    """The same answer as ``moteurs.compter``, on rows given as mappings."""
    gardees = [ligne for ligne in tables[comptage.fait.nom] if comptage.filtre.vraie(ligne, {})]
    groupes: dict[tuple[Valeur, ...], list[Ligne]] = {} if comptage.dimensions else {(): []}
    for ligne in gardees:
        for part in parts(ligne, comptage.dimensions, tables):
            groupes.setdefault(part, []).append(ligne)
    return {
        part: [[_compte(atome, p, lignes, gardees) for p in comptage.periodes] for atome in comptage.atomes]
        for part, lignes in groupes.items()
    }


def medianes(comptage: Comptage, moyenne: Moyenne, tables: Tables) -> dict[tuple[Valeur, ...], list[Fraction | None]]:
    """Medians of the column per group and period, over the rows that the mean counts."""
    valeurs: dict[tuple[Valeur, ...], list[list[int]]] = {}
    for ligne in tables[comptage.fait.nom]:
        valeur = ligne[moyenne.colonne.nom]
        if valeur is None or not comptage.filtre.vraie(ligne, {}):
            continue
        for part in parts(ligne, comptage.dimensions, tables):
            listes = valeurs.setdefault(part, [[] for _ in comptage.periodes])
            for liste, parametres in zip(listes, comptage.periodes, strict=True):
                if moyenne.condition.vraie(ligne, parametres):
                    liste.append(int(valeur))
    return {part: [mediane((v, 1) for v in liste) for liste in listes] for part, listes in valeurs.items()}


def lister(comptage: Comptage, atome: Atome, part: Sequence[Valeur], colonne: Colonne, tables: Tables) -> list[Valeur]:
    """The identifiers behind one count, in the first period."""
    gardees = [ligne for ligne in tables[comptage.fait.nom] if comptage.filtre.vraie(ligne, {})]
    trouvees = {
        ligne[colonne.nom]
        for ligne in _comptees(atome, comptage.periodes[0], gardees, gardees)
        if tuple(part) in set(parts(ligne, comptage.dimensions, tables))
    }
    return sorted(trouvees - {None}, key=lambda valeur: (str(type(valeur)), valeur))


def parts(ligne: Ligne, dimensions: Iterable[Dimension], tables: Tables) -> Iterator[tuple[Valeur, ...]]:
    """The parts that a row is in: one, but for dimensions with several values per row."""
    lues = list(dimensions)
    ailleurs = dict.fromkeys(dimension.liaison.fait.nom for dimension in lues if dimension.liaison)
    choix = [_choix(ligne, [d for d in lues if d.liaison and d.liaison.fait.nom == nom], tables) for nom in ailleurs]
    for retenus in product(*choix):
        valeurs = {code: valeur for retenu in retenus for code, valeur in retenu}
        yield tuple(valeurs[d.code] if d.liaison else d.lire(ligne[d.colonne.nom]) for d in lues)


def _choix(ligne: Ligne, dimensions: list[Dimension], tables: Tables) -> list[tuple[tuple[str, Valeur], ...]]:
    """What the rows of one other fact say of a row: each different answer once, unknown where there is none."""
    liaison = dimensions[0].liaison
    assert liaison is not None
    tous = [liee for liee in tables[liaison.fait.nom] if liee[liaison.cle.nom] == ligne[liaison.cle.nom]]
    gardees = [liee for liee in tous if liee[dimensions[0].colonne.nom] not in liaison.sauf]
    rien = ligne[liaison.nombre.nom] == 0 if liaison.nombre else not tous
    if rien:
        return [tuple((d.code, None) for d in dimensions)]
    return list(dict.fromkeys(tuple((d.code, d.lire(liee[d.colonne.nom])) for d in dimensions) for liee in gardees))


def _compte(atome: Atome, parametres: Parametres, lignes: Sequence[Ligne], gardees: Sequence[Ligne]) -> int:
    comptees = _comptees(atome, parametres, lignes, gardees)
    if isinstance(atome, Distinctes):
        return len({ligne[atome.colonne.nom] for ligne in comptees} - {None})
    if isinstance(atome, Somme):
        return sum(int(ligne[atome.colonne.nom] or 0) for ligne in comptees)
    return len(comptees)


def _comptees(atome: Atome, parametres: Parametres, lignes: Sequence[Ligne], gardees: Sequence[Ligne]) -> list[Ligne]:
    """The rows that a measure counts among ``lignes``; ranks are taken among all the rows kept by the filter."""
    trouvees = [ligne for ligne in lignes if atome.condition.vraie(ligne, parametres)]
    if atome.premiere is None:
        return trouvees
    premieres = _premieres(atome.premiere, parametres, gardees)
    return [ligne for ligne in trouvees if id(ligne) in premieres]


def _premieres(premiere: Premiere, parametres: Parametres, lignes: Sequence[Ligne]) -> set[int]:
    def rang(ligne: Ligne) -> tuple[int, ...]:
        return tuple(int(ligne[c.nom] or 0) * (-1 if descend else 1) for c, descend in premiere.ordre)

    elues: dict[Valeur, Ligne] = {}
    for ligne in lignes:
        groupe = ligne[premiere.groupe.nom]
        if premiere.parmi.vraie(ligne, parametres) and (groupe not in elues or rang(ligne) < rang(elues[groupe])):
            elues[groupe] = ligne
    return {id(ligne) for ligne in elues.values()}
