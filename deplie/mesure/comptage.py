"""A counting: every measure of one fact, for several periods at once, cut by dimensions; and its one plain SQL text.

The text is written once and runs unchanged on DuckDB (over Parquet), SQLite and PostgreSQL: ``SUM(CASE WHEN …)``,
``GROUP BY``, ``ROW_NUMBER``, nothing else. Counts come back as exact integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.mesure.conditions import Condition, Parametres, Premiere, Toujours, litteral
from deplie.mesure.mesures import Atome, Moyenne


@dataclass(frozen=True)
class Liaison:
    """A dimension with several values per row: it stands in another fact, tied by a column of both.

    ``nombre`` is the column of the main fact that counts its values, left-out ones included: a row is in the part
    « unknown » when it has none at all, and in no part when it only has values of ``sauf``. Without ``sauf`` nothing
    needs counting: a row that is tied to nothing is in the part « unknown ». A row is once in a part, however many
    times the other fact says it. Two dimensions of one other fact are read from the same of its rows.
    """

    fait: Fait
    cle: Colonne
    nombre: Colonne | None = None
    sauf: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.sauf and self.nombre is None:
            raise ValueError("left-out values need a column that counts all of them")


@dataclass(frozen=True)
class Dimension:
    """What a counting is cut by: a column, with values read as others (``remplace``; None reads as unknown)."""

    code: str
    colonne: Colonne
    remplace: tuple[tuple[str, str | None], ...] = ()
    liaison: Liaison | None = None

    def sql(self) -> str:
        nom = self.colonne.nom if self.liaison is None else f"lie_{self.liaison.fait.nom}_{self.colonne.nom}"
        if not self.remplace:
            return nom
        cas = " ".join(
            f"WHEN {nom} = {litteral(lu)} THEN {'NULL' if dit is None else litteral(dit)}" for lu, dit in self.remplace
        )
        return f"CASE {cas} ELSE {nom} END"

    def lire(self, valeur: Valeur) -> Valeur:
        """The same reading, in Python."""
        return dict(self.remplace).get(valeur, valeur) if isinstance(valeur, str) else valeur


@dataclass(frozen=True)
class Comptage:
    """Measures × periods × dimensions over the rows of a fact that ``filtre`` keeps."""

    fait: Fait
    atomes: tuple[Atome, ...]
    periodes: tuple[Parametres, ...]
    dimensions: tuple[Dimension, ...] = ()
    filtre: Condition = field(default_factory=Toujours)

    @property
    def colonnes(self) -> frozenset[str]:
        """Names of the columns that its measures read."""
        return frozenset().union(*(atome.colonnes() for atome in self.atomes))

    @property
    def liaisons(self) -> tuple[Dimension, ...]:
        return tuple(dimension for dimension in self.dimensions if dimension.liaison)

    def tables(self) -> tuple[str, ...]:
        """Names of the facts that its text reads."""
        liees = {dimension.liaison.fait.nom for dimension in self.liaisons if dimension.liaison}
        return (self.fait.nom, *sorted(liees))


# {values of the dimensions: counts[measure][period]}
Resultat = dict[tuple[Valeur, ...], list[list[int]]]


class Rangs:
    """The rank columns that a text needs, named in the order they are met."""

    def __init__(self) -> None:
        self.textes: dict[str, str] = {}
        self.seule: Colonne | None = None

    def nom(self, premiere: Premiere, parametres: Parametres) -> str:
        self.seule = premiere.seule
        return self.textes.setdefault(premiere.rang(parametres), f"rang_{len(self.textes)}")

    def condition(self, atome: Atome, parametres: Parametres) -> str:
        """The atom's condition, its rank included."""
        texte = atome.condition.sql(parametres)
        if atome.premiere is None:
            return texte
        parmi, nom = atome.premiere.parmi.sql(parametres), self.nom(atome.premiere, parametres)
        return f"({nom} = 1 AND {parmi} AND {texte})"


def sql(comptage: Comptage) -> str:
    """One row per group: the dimensions, then for each measure its count in each period."""
    rangs = Rangs()
    agregats = [
        atome.agregat(atome.valeur(rangs.condition(atome, parametres)))
        for atome in comptage.atomes
        for parametres in comptage.periodes
    ]
    groupes = _dimensions(comptage)
    texte = f"SELECT {', '.join([*groupes, *agregats])}\n{source(comptage, rangs, comptage.colonnes)}"
    return texte + (f"\nGROUP BY {_positions(len(groupes))}" if groupes else "")


def sql_effectifs(comptage: Comptage, moyenne: Moyenne) -> str:
    """One row per group and middle value of the mean's column: 1 for the periods whose median it makes, else 0."""
    parametres = comptage.periodes
    conditions = [moyenne.condition.sql(p) for p in parametres]
    groupes = [*_dimensions(comptage), moyenne.colonne.nom]
    noms = [f"g{rang}" for rang in range(len(groupes) - 1)]
    comptes = [f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for condition in conditions]
    nommes = [f"{texte} AS {nom}" for texte, nom in zip(groupes, [*noms, "valeur"], strict=True)]
    nommes += [f"{texte} AS n{rang}" for rang, texte in enumerate(comptes)]
    colonnes = moyenne.denominateur.colonnes() | {moyenne.colonne.nom}
    garde = f"{moyenne.colonne.nom} IS NOT NULL AND ({' OR '.join(conditions)})"
    lignes = source(comptage, Rangs(), colonnes, garde)
    effectifs = f"SELECT {', '.join(nommes)}\n{lignes}\nGROUP BY {_positions(len(groupes))}"
    return milieux(effectifs, noms, len(conditions))


def milieux(effectifs: str, groupes: Sequence[str], periodes: int) -> str:
    """Of rows that say ``n0, n1…`` of a ``valeur`` in a group, those in the middle, one or two per group and period.

    A value is in the middle when half of the rows at least are not above it, and half at least not below.
    """
    part = f"PARTITION BY {', '.join(groupes)}" if groupes else ""
    cumuls = [
        f"SUM(n{p}) OVER ({part} ORDER BY valeur) AS jusque{p}, SUM(n{p}) OVER ({part}) AS tout{p}"
        for p in range(periodes)
    ]
    gardes = [f"(n{p} > 0 AND 2 * jusque{p} >= tout{p} AND 2 * (jusque{p} - n{p}) <= tout{p})" for p in range(periodes)]
    dits = [f"CASE WHEN {garde} THEN 1 ELSE 0 END" for garde in gardes]
    return (
        f"SELECT {', '.join([*groupes, 'valeur', *dits])} FROM (\n"
        f"SELECT e.*, {', '.join(cumuls)} FROM (\n{effectifs}\n) AS e\n) AS m WHERE {' OR '.join(gardes)}"
    )


def sql_liste(comptage: Comptage, atome: Atome, part: Sequence[Valeur], colonne: Colonne) -> str:
    """The distinct values of ``colonne`` (identifiers) behind one count: first period, one part, sorted."""
    rangs = Rangs()
    condition = rangs.condition(atome, comptage.periodes[0])
    parts = [
        f"{expression} IS NULL" if valeur is None else f"{expression} = {litteral(valeur)}"
        for expression, valeur in zip(_dimensions(comptage), part, strict=True)
    ]
    gardees = [condition, *parts, f"{colonne.nom} IS NOT NULL"]
    lignes = source(comptage, rangs, atome.colonnes() | {colonne.nom}, " AND ".join(gardees))
    return f"SELECT DISTINCT {colonne.nom}\n{lignes}\nORDER BY 1"


def _dimensions(comptage: Comptage) -> list[str]:
    return [dimension.sql() for dimension in comptage.dimensions]


def _positions(nombre: int) -> str:
    return ", ".join(str(position) for position in range(1, nombre + 1))


def source(comptage: Comptage, rangs: Rangs, colonnes: frozenset[str], garde: str = "") -> str:
    """The rows: the fact, ranked where a measure needs it, tied to the dimensions that stand elsewhere."""
    table = comptage.fait.nom if not rangs.textes else _rangees(comptage, rangs, colonnes)
    conditions = [] if rangs.textes else [comptage.filtre.sql({})]
    if garde:
        conditions.append(garde)
    lignes = [f"FROM {table} AS t"]
    for liees in _par_fait(comptage.liaisons):
        jointure, condition = _jointure(liees)
        lignes.append(jointure)
        conditions += [condition] if condition else []
    if conditions:
        lignes.append(f"WHERE {' AND '.join(conditions)}")
    return "\n".join(lignes)


def _rangees(comptage: Comptage, rangs: Rangs, colonnes: frozenset[str]) -> str:
    """The fact with its ranks: 1 without asking where the group has one row, a window over the others."""
    assert rangs.seule is not None
    lues = set(colonnes) | {d.colonne.nom for d in comptage.dimensions if not d.liaison}
    for dimension in comptage.liaisons:
        assert dimension.liaison is not None
        lues |= {dimension.liaison.cle.nom}
        lues |= {dimension.liaison.nombre.nom} if dimension.liaison.nombre else set()
    base, filtre, seule = ", ".join(sorted(lues)), comptage.filtre.sql({}), rangs.seule.nom
    uns = ", ".join(f"1 AS {nom}" for nom in rangs.textes.values())
    fenetres = ", ".join(f"{texte} AS {nom}" for texte, nom in rangs.textes.items())
    nom = comptage.fait.nom
    return (
        f"(SELECT {base}, {uns} FROM {nom} WHERE {filtre} AND {seule} = 1\n"
        f" UNION ALL SELECT {base}, {fenetres} FROM {nom} WHERE {filtre} AND {seule} = 0)"
    )


def _par_fait(liaisons: Sequence[Dimension]) -> list[list[Dimension]]:
    """The dimensions that stand elsewhere, those of one other fact together."""
    lots: dict[str, list[Dimension]] = {}
    for dimension in liaisons:
        assert dimension.liaison is not None
        lots.setdefault(dimension.liaison.fait.nom, []).append(dimension)
    return list(lots.values())


def _jointure(dimensions: Sequence[Dimension]) -> tuple[str, str]:
    """The other fact, tied once for all its dimensions; and which rows of the main one stay, where some do not."""
    liaison = dimensions[0].liaison
    assert liaison is not None
    nom = liaison.fait.nom
    colonnes = [f"{d.colonne.nom} AS lie_{nom}_{d.colonne.nom}" for d in dimensions]
    sauf = f" WHERE {dimensions[0].colonne.nom} NOT IN ({_liste(liaison.sauf)})" if liaison.sauf else ""
    unique = "" if liaison.nombre else "DISTINCT "
    table = f"SELECT {unique}{liaison.cle.nom} AS lien_{nom}, {', '.join(colonnes)} FROM {nom}{sauf}"
    condition = f"(l_{nom}.lien_{nom} IS NOT NULL OR t.{liaison.nombre.nom} = 0)" if liaison.nombre else ""
    return f"LEFT JOIN ({table}) AS l_{nom} ON l_{nom}.lien_{nom} = t.{liaison.cle.nom}", condition


def _liste(valeurs: Iterable[str]) -> str:
    return ", ".join(litteral(valeur) for valeur in valeurs)
