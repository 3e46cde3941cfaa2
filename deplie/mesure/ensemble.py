"""Several countings of one fact in one text: rows are read, ranked and judged once, then added up along each breakdown.

The judged rows stand in a common table expression: what each row brings to each measure and period, beside what it is
cut by. One SELECT per breakdown adds them up; the whole is one statement, the same on every engine.
"""

from __future__ import annotations

from collections.abc import Sequence

from deplie.mesure.colonnes import Type, Valeur
from deplie.mesure.comptage import Comptage, Dimension, Rangs, milieux, source
from deplie.mesure.mesures import Moyenne

_RIEN = "CAST(NULL AS VARCHAR)"


def commun(comptages: Sequence[Comptage]) -> Comptage:
    """The counting that holds the measures and dimensions of all of them, which share fact, periods and filter."""
    premier = comptages[0]
    for autre in comptages:
        if (autre.fait.nom, autre.periodes, autre.filtre) != (premier.fait.nom, premier.periodes, premier.filtre):
            raise ValueError("countings of different facts, periods or rows")
        if autre.liaisons:
            raise ValueError("a dimension that multiplies rows is counted apart")
    atomes = dict.fromkeys(atome for comptage in comptages for atome in comptage.atomes)
    dimensions = dict.fromkeys(dimension for comptage in comptages for dimension in comptage.dimensions)
    return Comptage(premier.fait, tuple(atomes), premier.periodes, tuple(dimensions), premier.filtre)


def sql_ensemble(comptages: Sequence[Comptage]) -> str:
    """One row per counting and part: its rank, its dimensions as texts, then its measures in each period."""
    tout, rangs = commun(comptages), Rangs()
    valeurs = [atome.valeur(rangs.condition(atome, p)) for atome in tout.atomes for p in tout.periodes]
    noms = [f"{valeur} AS c{rang}" for rang, valeur in enumerate(valeurs)]
    lignes = f"SELECT {', '.join([*_coupes(tout), *noms])}\n{source(tout, rangs, tout.colonnes)}"
    additions = _additions([_addition(comptage, tout) for comptage in comptages], tout, comptages)
    return f"WITH lignes AS (\n{lignes}\n)\n{additions}"


def sql_effectifs_ensemble(comptages: Sequence[Comptage], moyenne: Moyenne) -> str:
    """One row per counting, part and middle value of the mean's column: 1 for the periods whose median it makes."""
    tout = commun(comptages)
    conditions = [moyenne.condition.sql(p) for p in tout.periodes]
    noms = [f"CASE WHEN {condition} THEN 1 ELSE 0 END AS c{rang}" for rang, condition in enumerate(conditions)]
    garde = f"{moyenne.colonne.nom} IS NOT NULL AND ({' OR '.join(conditions)})"
    colonnes = moyenne.denominateur.colonnes() | {moyenne.colonne.nom}
    lignes = f"SELECT {', '.join([*_coupes(tout), f'{moyenne.colonne.nom} AS valeur', *noms])}\n"
    lignes += source(tout, Rangs(), colonnes, garde)
    sommes = ["valeur", *(f"SUM(c{rang}) AS n{rang}" for rang in range(len(conditions)))]
    parts = [f"p{rang}" for rang in range(largeur(comptages) - 1)]
    effectifs = _additions([sommes] * len(comptages), tout, comptages, "valeur")
    return f"WITH lignes AS (\n{lignes}\n)\n" + milieux(effectifs, ["coupe", *parts], len(conditions))


def lire(comptage: Comptage, ligne: Sequence[Valeur]) -> tuple[Valeur, ...]:
    """The part that a row of the answer speaks of, in the types of its dimensions."""
    return tuple(_typee(dimension, valeur) for dimension, valeur in zip(comptage.dimensions, ligne[1:], strict=False))


def colonnes_de(comptage: Comptage, tout: Comptage) -> list[int]:
    """Where the counts of each of its measures begin, among those of the common text."""
    rangs = {atome: rang * len(tout.periodes) for rang, atome in enumerate(tout.atomes)}
    return [rangs[atome] for atome in comptage.atomes]


def largeur(comptages: Sequence[Comptage]) -> int:
    """How many columns tell the part, the rank of the counting included."""
    return 1 + max(len(comptage.dimensions) for comptage in comptages)


def _coupes(tout: Comptage) -> list[str]:
    return [f"{dimension.sql()} AS d{rang}" for rang, dimension in enumerate(tout.dimensions)]


def _addition(comptage: Comptage, tout: Comptage) -> list[str]:
    """The aggregates of one breakdown; 0 for the measures that it does not ask for."""
    siens, periodes = set(comptage.atomes), len(tout.periodes)
    return [
        atome.agregat(f"c{rang * periodes + periode}") if atome in siens else "0"
        for rang, atome in enumerate(tout.atomes)
        for periode in range(periodes)
    ]


def _additions(sommes: list[list[str]], tout: Comptage, comptages: Sequence[Comptage], valeur: str = "") -> str:
    """One SELECT per breakdown of the judged rows, all in one: ``coupe`` its rank, ``p0, p1…`` its dimensions."""
    noms = {dimension: f"d{rang}" for rang, dimension in enumerate(tout.dimensions)}
    parts = largeur(comptages) - 1
    additions = []
    for rang, (comptage, agregats) in enumerate(zip(comptages, sommes, strict=True)):
        siens = [noms[dimension] for dimension in comptage.dimensions]
        cles = [f"CAST({nom} AS VARCHAR)" for nom in siens] + [_RIEN] * (parts - len(siens))
        dits = [f"{cle} AS p{place}" for place, cle in enumerate(cles)]
        texte = f"SELECT {', '.join([f'{rang} AS coupe', *dits, *agregats])} FROM lignes"
        groupes = [*siens, *([valeur] if valeur else [])]
        additions.append(f"{texte} GROUP BY {', '.join(groupes)}" if groupes else texte)
    return "\nUNION ALL\n".join(additions)


def _typee(dimension: Dimension, valeur: Valeur) -> Valeur:
    return valeur if valeur is None or dimension.colonne.type is Type.TEXTE else int(valeur)
