"""A bilan that no longer moves: what it was counted with, and its figures, written so that they can be counted again.

``geler`` gathers from a live computation all that a count depends on beside the rows: definitions, breakdowns, days,
positive motives, rows that can count, what was ever recorded, working time. With the rows frozen beside it, ``rejouer``
counts every figure anew by the same ``Calcul`` as a live bilan, whatever became of the catalogue, the settings, the
protocoles and the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from deplie.mesure import codage, colonnes, conditions, mesures
from deplie.mesure.colonnes import Fait
from deplie.mesure.comptage import Dimension, Liaison
from deplie.mesure.conditions import Condition, Parmi
from deplie.mesure.mesures import Apport, Atome
from deplie.mesure.moteurs import Moteur, MoteurParquet
from deplie.mesure.nombres import arrondi, rapport
from deplie.pilotage.catalogue import Exemple, Indicateur
from deplie.pilotage.catalogue.dimensions import lu_sans_droit
from deplie.pilotage.queries.bilan.calcul import Calcul, Par, PartLue
from deplie.pilotage.queries.bilan.resultat import (
    Alerte,
    Bilan,
    Chiffre,
    DeclareFige,
    DefinitionLue,
    Manquant,
    ObjectifLu,
    Valeur,
)
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.rules import MOTIF_LU_SANS_DROIT

# The parameters that list motives, by scheme.
_POSITIFS: Final = ("motifs_positifs", "motifs_de_chacun")
# The column that is kept by bands.
_AGE: Final = "age"


@dataclass(frozen=True)
class ContexteFige:
    """What a ``Calcul`` asks of its context, as it was when frozen.

    ``filtres`` are the rows that can count, ``tus`` those of other facts that no breakdown shows, which are not kept.
    ``chemins`` are told when it is read.
    """

    dispositif: str
    pars: tuple[Par, ...]
    seuls: Mapping[Par, frozenset[str]]
    catalogue: Mapping[str, Indicateur]
    faits: Mapping[str, Fait]
    dimensions: Mapping[tuple[str, str], Dimension]
    portees: Mapping[Atome | Apport, frozenset[str]]
    multiples: tuple[tuple[str, str], ...]
    periodes: tuple[Periode, ...]
    parametres_lus: tuple[Mapping[str, Any], ...]
    filtres: Mapping[str, Condition]
    tus: Mapping[str, Condition]
    bases: tuple[str | None, ...]
    recueil: Mapping[str, bool]
    pas_encore_recueillis: frozenset[str]
    etp: tuple[Decimal, ...]
    chemins: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def moteur(self) -> Moteur:
        return MoteurParquet({nom: Path(chemin) for nom, chemin in self.chemins.items()})

    def fait(self, nom: str) -> Fait:
        return self.faits[nom]

    def dimension(self, code: str, fait: str) -> Dimension:
        return self.dimensions[code, fait]

    def portee(self, atome: Atome | Apport) -> frozenset[str]:
        return self.portees[atome]

    def multiplie(self, code: str, fait: str) -> bool:
        return (code, fait) in self.multiples

    def parametres(self, periode: Periode) -> Mapping[str, Any]:
        return self.parametres_lus[self.periodes.index(periode)]

    def denominateur(self, periode: Periode) -> str | None:
        return self.bases[self.periodes.index(periode)]

    def filtre(self, fait: str) -> Condition:
        return self.filtres[fait]

    @property
    def ages(self) -> tuple[int, ...]:
        """The ages that its definitions compare: bounds of the bands that keep every answer the same."""
        feuilles = (f for i in self.catalogue.values() for a in i.atomes for f in a.condition.feuilles())
        return tuple(sorted({bas for feuille in feuilles for bas in _borne(feuille)}))

    @property
    def remplaces(self) -> dict[str, dict[str, dict[str, str | None]]]:
        """What stands for sensitive answers in the rows that are kept, by fact and column.

        Definitions tell none of them apart, but for a protocole that counts one motive positive and not the other.
        """
        listes = [motifs for lus in self.parametres_lus for cle in _POSITIFS for motifs in lus.get(cle, {}).values()]
        motifs = all((tu in liste) == (lu in liste) for liste in listes for tu, lu in MOTIF_LU_SANS_DROIT.items())
        return {nom: lu for nom, fait in self.faits.items() if (lu := lu_sans_droit(fait, motifs))}


def _borne(feuille: Condition) -> Iterable[int]:
    """The first age of the bands that a comparison tells apart."""
    if isinstance(feuille, conditions.Compare) and feuille.gauche.nom == _AGE and isinstance(feuille.droite, int):
        if feuille.signe in (">=", "<", "="):
            yield feuille.droite
        if feuille.signe in (">", "<=", "="):
            yield feuille.droite + 1


CLASSES: Final[tuple[type, ...]] = (
    Fait, colonnes.Colonne, colonnes.Type, Dimension, Liaison, Exemple, Indicateur, Periode, Valeur, ObjectifLu,
    DefinitionLue, Alerte, Chiffre, Manquant, DeclareFige, Bilan, ContexteFige,
    conditions.Compare, conditions.Connue, conditions.Dite, conditions.Et, conditions.Non, conditions.Ou,
    conditions.Parametre, conditions.Parmi, conditions.ParmiSelon, conditions.Premiere, conditions.Toujours,
    mesures.Apport, mesures.Compte, mesures.Distinctes, mesures.Moyenne, mesures.Part, mesures.PartSelon,
    mesures.Rapport, mesures.Somme, mesures.Total,
)  # fmt: skip


def geler(calcul: Calcul) -> ContexteFige:
    """All that the figures of a live computation depend on, but its rows."""
    vivant = calcul.contexte
    catalogue = dict(vivant.catalogue)
    atomes = {atome: None for indicateur in catalogue.values() for atome in _comptes_et_apport(indicateur)}
    noms = sorted({atome.fait.nom for atome in atomes if not isinstance(atome, Apport)})
    portees = {atome: vivant.portee(atome) for atome in atomes}
    couples = sorted(
        {
            (code, atome.fait.nom)
            for atome, portee in portees.items() if not isinstance(atome, Apport)
            for par in calcul.pars
            for code in par
            if code in portee
        }
    )  # fmt: skip
    dimensions = {(code, fait): vivant.dimension(code, fait) for code, fait in couples}
    liees = {d.liaison.fait.nom: d.liaison.fait for d in dimensions.values() if d.liaison}
    return ContexteFige(
        dispositif=vivant.dispositif,
        pars=calcul.pars,
        seuls={par: frozenset(codes) for par, codes in calcul.seuls.items()},
        catalogue=catalogue,
        faits={nom: vivant.fait(nom) for nom in noms} | liees,
        dimensions=dimensions,
        portees=portees,
        multiples=tuple(couple for couple in couples if vivant.multiplie(*couple)),
        periodes=vivant.periodes,
        parametres_lus=tuple(vivant.parametres(periode) for periode in vivant.periodes),
        filtres={nom: vivant.filtre(nom) for nom in noms},
        tus={d.liaison.fait.nom: Parmi(d.colonne, d.liaison.sauf) for d in dimensions.values() if d.liaison},
        bases=tuple(vivant.denominateur(periode) for periode in vivant.periodes),
        recueil=dict(calcul.recueil),
        pas_encore_recueillis=vivant.pas_encore_recueillis,
        etp=tuple(calcul.etp(rang) for rang in range(len(vivant.periodes))),
    )


def _comptes_et_apport(indicateur: Indicateur) -> tuple[Atome | Apport, ...]:
    return (*indicateur.atomes, *((indicateur.apport,) if indicateur.apport else ()))


class CalculFige(Calcul):
    """The same computation, on what was frozen."""

    contexte: ContexteFige  # type: ignore[assignment]

    def __init__(self, contexte: ContexteFige) -> None:
        super().__init__(contexte, contexte.pars, seuls=contexte.seuls)  # type: ignore[arg-type]

    @cached_property
    def recueil(self) -> dict[str, bool]:
        return dict(self.contexte.recueil)

    def etp(self, rang: int, part: PartLue = ()) -> Decimal:
        return self.contexte.etp[rang]


def rejouer(bilan: Bilan, contexte: ContexteFige) -> Bilan:
    """The bilan, each of its figures counted again on the frozen rows."""
    calcul = CalculFige(contexte)

    def refait(chiffre: Chiffre) -> Chiffre:
        indicateur = contexte.catalogue[chiffre.code]
        par, part = tuple(chiffre.ventilation), tuple(chiffre.ventilation.values())
        lue = calcul.valeur(indicateur, 0, par, part)
        avant = calcul.valeur(indicateur, 1, par, part) if chiffre.precedent is not None else None
        return replace(chiffre, lue=lue, precedent=avant, objectif=_atteint(chiffre.objectif, lue))

    return replace(
        bilan,
        chiffres=tuple(refait(chiffre) for chiffre in bilan.chiffres),
        tableaux={par: tuple(refait(chiffre) for chiffre in lus) for par, lus in bilan.tableaux.items()},
    )


def _atteint(objectif: ObjectifLu | None, lue: Valeur) -> ObjectifLu | None:
    if objectif is None or not objectif.comparable:
        return objectif
    exacte = rapport(lue.exacte, objectif.cible, 100)
    return replace(objectif, exacte=exacte, atteinte=None if exacte is None else arrondi(exacte))


def ecrire(valeur: Bilan | ContexteFige) -> str:
    """The text that is kept."""
    return codage.ecrire(valeur)


def lire_bilan(texte: str) -> Bilan:
    """The bilan as it was published."""
    lu: Bilan = codage.lire(texte, CLASSES)
    return lu


def lire_contexte(texte: str, chemins: Mapping[str, Path]) -> ContexteFige:
    """What it was counted with; ``chemins``, where each frozen fact stands."""
    lu: ContexteFige = codage.lire(texte, CLASSES)
    return replace(lu, chemins={nom: str(chemin) for nom, chemin in chemins.items()})
