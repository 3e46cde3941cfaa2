"""The bilan of a territory, a scheme and a period; and the rows behind each of its counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.catalogue.publication import COUPES, COUPES_DE_TOUS
from deplie.pilotage.facts import demander_mise_a_jour, lire
from deplie.pilotage.queries.bilan import fige
from deplie.pilotage.queries.bilan.composer import Composition
from deplie.pilotage.queries.bilan.contexte import (
    Contexte,
    Vues,
    choisir_dimensions,
    choisir_dispositifs,
    perimetre_de,
)
from deplie.pilotage.queries.bilan.lignes import Lignes, lignes_du_contexte
from deplie.pilotage.queries.bilan.resultat import Alerte, Bilan, Chiffre, Flux, Manquant, Valeur
from deplie.pilotage.rules.periodes import TOUS, periode
from deplie.territoires.models import Territoire

__all__ = [
    "TOUS",
    "Alerte",
    "Bilan",
    "Chiffre",
    "Flux",
    "Lignes",
    "Manquant",
    "Mesure",
    "Valeur",
    "avec_les_fichiers_du_jour",
    "etablir",
    "lignes",
    "lignes_du_contexte",
    "mesurer",
    "preparer",
]

Reponse = TypeVar("Reponse")
_ESSAIS = 3


def preparer(
    territoire: Territoire,
    debut: date,
    fin: date,
    *,
    acteur: Acteur,
    dispositif: str = "PLIE",
    attendre: bool = False,
    aujourd_hui: date | None = None,
    perimetre: Vues | None = None,
) -> Contexte:
    """What a bilan stands on. Raises RefusMetier for inverted dates or a scheme that the territory does not run.

    When large facts are behind and nobody waits for them, the worker is asked to bring them up to date.
    """
    contexte = Contexte(
        territoire=territoire,
        dispositifs=choisir_dispositifs(territoire, dispositif),
        dispositif=dispositif,
        periode=periode(debut, fin),
        aujourd_hui=aujourd_hui or timezone.localdate(),
        sensible=acteur.peut("sensible.lire"),
        faits=lire(territoire, attendre=attendre),
        perimetre=perimetre,
    )
    if contexte.en_retard:
        demander_mise_a_jour(territoire)
    return contexte


def etablir(
    territoire: Territoire,
    debut: date,
    fin: date,
    *,
    acteur: Acteur,
    dispositif: str = "PLIE",
    par: Iterable[str] = (),
    aussi: Iterable[Iterable[str]] = (),
    seuls: Mapping[tuple[str, ...], Collection[str]] | None = None,
    attendre: bool = False,
    aujourd_hui: date | None = None,
) -> Bilan:
    """The bilan over a period (both days in): totals, and parts along ``par`` (one or two dimensions).

    ``aussi`` are other breakdowns, found in ``Bilan.tableaux``; ``seuls`` names the only indicators that one of them
    cuts (a breakdown that is not there cuts them all). ``attendre`` rebuilds the facts that are behind,
    however large; without it a large one answers as it is, and ``Bilan.en_retard`` says so. Figures are those of the
    whole territory: they name nobody; sensitive values follow the actor's right ``sensible.lire``.
    Raises RefusMetier for inverted dates, an unknown scheme or dimension.
    """
    voulues = choisir_dimensions(par)
    autres = tuple(choisir_dimensions(dimensions) for dimensions in aussi)

    def composer() -> Bilan:
        contexte = preparer(
            territoire, debut, fin, acteur=acteur, dispositif=dispositif, attendre=attendre, aujourd_hui=aujourd_hui
        )
        return Composition(contexte, voulues, autres, seuls or {}).bilan()

    return avec_les_fichiers_du_jour(composer)


@dataclass(frozen=True)
class Mesure:
    """A bilan about to be frozen: its figures, what they were counted with, where its rows stand today."""

    bilan: Bilan
    contexte: fige.ContexteFige
    chemins: dict[str, Path]


def mesurer(
    territoire: Territoire,
    debut: date,
    fin: date,
    *,
    dispositif: str = "PLIE",
    aujourd_hui: date | None = None,
    attendre: bool = True,
) -> Mesure:
    """The bilan of the day as everybody may read it, cut as a publication is; ``attendre`` as for ``etablir``.

    Raises RefusMetier for inverted dates or a scheme that the territory does not run. ``IOException`` of DuckDB when a
    file was replaced meanwhile: ask again (``avec_les_fichiers_du_jour``).
    """
    coupes = COUPES | (COUPES_DE_TOUS if dispositif == TOUS else {})
    contexte = Contexte(
        territoire=territoire,
        dispositifs=choisir_dispositifs(territoire, dispositif),
        dispositif=dispositif,
        periode=periode(debut, fin),
        aujourd_hui=aujourd_hui or timezone.localdate(),
        sensible=False,
        faits=lire(territoire, attendre=attendre),
    )
    composition = Composition(contexte, (), tuple(coupes), coupes)
    bilan = composition.bilan()
    # Declared figures are kept as they were read that day: they have no rows, and are never counted again.
    bilan = replace(bilan, declares=tuple(declare.fige for declare in bilan.declares))
    return Mesure(bilan, fige.geler(composition.calcul), {nom: lu.chemin for nom, lu in contexte.faits.items()})


def lignes(
    territoire: Territoire,
    debut: date,
    fin: date,
    code: str,
    *,
    acteur: Acteur,
    dispositif: str = "PLIE",
    ventilation: dict[str, str | None] | None = None,
    cote: str = "numerateur",
    aujourd_hui: date | None = None,
) -> Lignes:
    """The identifiers behind a count: ``cote`` is « numerateur » or « denominateur »; their number equals it.

    Counted within what the actor may see of people, on the facts of the moment. Raises RefusMetier for an unknown
    indicator, part or side.
    """

    def lister() -> Lignes:
        contexte = preparer(
            territoire,
            debut,
            fin,
            acteur=acteur,
            dispositif=dispositif,
            aujourd_hui=aujourd_hui,
            perimetre=perimetre_de(acteur),
        )
        return lignes_du_contexte(contexte, code, ventilation or {}, cote)

    return avec_les_fichiers_du_jour(lister)


def avec_les_fichiers_du_jour(reponse: Callable[[], Reponse]) -> Reponse:
    """A file may be replaced and removed between its reading in the base and its opening: ask again, a few times."""
    for _ in range(_ESSAIS - 1):
        try:
            return reponse()
        except Exception as erreur:
            if type(erreur).__name__ != "IOException":
                raise
    return reponse()
