"""Where a year will end at the pace of a day: each figure, its target if it has one, and what really happened since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries import cibles_de
from deplie.cadre.rules import cible_de_la_periode
from deplie.mesure.comptage import Comptage
from deplie.mesure.conditions import Parmi
from deplie.mesure.mesures import Atome
from deplie.mesure.moteurs import compter
from deplie.mesure.nombres import rapport
from deplie.parcours.facts import SEJOUR
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.queries.bilan import TOUS, avec_les_fichiers_du_jour, preparer
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.pilotage.rules.ecriture import nombre, pourcentage
from deplie.pilotage.rules.periodes import Periode
from deplie.pilotage.rules.projection import (
    Projection,
    dire,
    projeter_compte,
    projeter_stock,
    projeter_taux,
    un_an_avant,
)
from deplie.socle import graphiques
from deplie.socle.phrases import insecables

# What adds up day after day, what is a share of exits, what remains at the end.
FLUX: Final = ("entrees", "sorties", "sorties_positives")
TAUX: Final = ("taux_sorties_positives", "taux_sorties_emploi")
STOCK: Final = "parcours_en_cours_fin"
SUIVIES: Final = "personnes_suivies"
CODES: Final = (SUIVIES, *FLUX, *TAUX, STOCK)
# Earlier years whose pace is looked at.
ANNEES: Final = 3


@dataclass(frozen=True)
class Ligne:
    """One figure: its projection, the sentence and the picture of it, and the end that is known, where it is."""

    indicateur: Indicateur
    projection: Projection
    phrase: str
    dessin: str
    reel: str = ""
    dedans: bool = False


@dataclass(frozen=True)
class Projections:
    """``lignes`` is empty where too little of the year has gone by, or nothing was recorded."""

    lignes: tuple[Ligne, ...]
    annees: int  # how many earlier years give their pace


def projeter(acteur: Acteur, dispositif: str, periode: Periode, le: date) -> Projections:
    """The figures of a period as they stood at the end of ``le``, carried to its end. RefusMetier before its first day.

    What stood is read on the records of today: what was typed late counts at its own day.
    """

    def calculer() -> Projections:
        contexte = preparer(acteur.territoire, periode.debut, periode.fin, acteur=acteur, dispositif=dispositif)
        return _Projeteur(contexte, le).tout()

    return avec_les_fichiers_du_jour(calculer)


class _Projeteur:
    def __init__(self, contexte: Contexte, le: date) -> None:
        self.contexte, self.periode = contexte, contexte.periode
        self.le = min(le, self.periode.fin)
        self.passees = self._annees_completes()
        entier, partiel = self.periode, Periode(self.periode.debut, max(self.le, self.periode.debut))
        avant = [
            Periode(un_an_avant(p.debut, n), un_an_avant(p.fin, n)) for n in self.passees for p in (partiel, entier)
        ]
        self.periodes = (partiel, entier, *avant)
        self.comptes = self._compter()

    def tout(self) -> Projections:
        if not self.contexte.recueil["participation"]:
            return Projections((), 0)
        lignes = [ligne for code in CODES if (ligne := self._ligne(CATALOGUE[code]))]
        return Projections(tuple(lignes), len(self.passees))

    def _annees_completes(self) -> list[int]:
        depuis = self.contexte.completes_depuis
        return [n for n in range(1, ANNEES + 1) if depuis and un_an_avant(self.periode.debut, n) >= depuis]

    def _compter(self) -> dict[Atome, list[int]]:
        """Every count over every period, in one reading."""
        atomes = tuple(dict.fromkeys(atome for code in CODES for atome in CATALOGUE[code].atomes))
        parametres = tuple(self.contexte.parametres(periode) for periode in self.periodes)
        comptage = Comptage(SEJOUR, atomes, parametres, (), Parmi(SEJOUR["dispositif"], self.contexte.codes))
        lus = compter(self.contexte.moteur, comptage)[()]
        return dict(zip(atomes, lus, strict=True))

    def _lu(self, code: str, rang: int = 0) -> list[int]:
        return [self.comptes[atome][rang] for atome in CATALOGUE[code].atomes]

    def _ligne(self, indicateur: Indicateur) -> Ligne | None:
        cible = self._cible(indicateur.code)
        projection = self._projection(indicateur.code, cible)
        if projection is None:
            return None
        unite = "%" if indicateur.code in TAUX else ""
        reel = self._reel(indicateur.code)
        return Ligne(
            indicateur,
            projection,
            insecables(dire(projection, _MOTS.get(indicateur.code, ""), self.periode.fin, unite)),
            graphiques.fourchette(
                projection.observe, projection.attendu, projection.bas, projection.haut, cible,
                f"{indicateur.libelle} : {_dit(projection.attendu, unite)} attendus",
            ),
            reel="" if reel is None else _dit(reel, unite),
            dedans=reel is not None and projection.contient(reel),
        )  # fmt: skip

    def _projection(self, code: str, cible: Fraction | None) -> Projection | None:
        if code in TAUX:
            reussites, effectif = self._lu(code)
            return projeter_taux(reussites, effectif, self.periode, self.le, cible=cible)
        if code == STOCK:
            entrees, sorties = self._lu("entrees")[0], self._lu("sorties")[0]
            return projeter_stock(self._lu(code)[0], entrees, sorties, self.periode, self.le, cible=cible)
        if code == SUIVIES:
            return self._suivies(cible)
        return projeter_compte(self._lu(code)[0], self.periode, self.le, cible=cible, parts=self._parts(code))

    def _suivies(self, cible: Fraction | None) -> Projection | None:
        """Who is followed already, and those who will come in."""
        deja, entrees = self._lu(SUIVIES)[0], self._lu("entrees")[0]
        reste = None if cible is None else cible - (deja - entrees)
        lue = projeter_compte(entrees, self.periode, self.le, cible=reste, parts=self._parts("entrees"))
        if lue is None:
            return None
        la = deja - entrees
        return replace(
            lue, observe=Fraction(deja), attendu=lue.attendu + la, bas=lue.bas + la, haut=lue.haut + la, cible=cible
        )

    def _parts(self, code: str) -> Sequence[Fraction]:
        """The share of each earlier year that was reached on the same day."""
        parts = []
        for rang in range(len(self.passees)):
            alors, tout = (self._lu(code, 2 + 2 * rang + k)[0] for k in (0, 1))
            if tout:
                parts.append(Fraction(alors, tout))
        return parts

    def _reel(self, code: str) -> Fraction | None:
        """What the period really ended at, once it is over and the projection was made before."""
        if self.periode.fin >= timezone.localdate() or self.le >= self.periode.fin:
            return None
        lus = self._lu(code, 1)
        return rapport(lus[0], lus[1], 100) if code in TAUX else Fraction(lus[0])

    def _cible(self, code: str) -> Fraction | None:
        if self.contexte.dispositif == TOUS:
            return None
        cibles = cibles_de(self.contexte.dispositifs[0]).get(code, [])
        retenue = cible_de_la_periode(cibles, code, self.periode.debut, self.periode.fin)
        return Fraction(retenue.cible) if retenue and retenue.comparable else None


_MOTS: Final = {
    SUIVIES: "personnes suivies",
    "entrees": "entrées",
    "sorties": "sorties",
    "sorties_positives": "sorties positives",
    STOCK: "parcours en cours",
}


def _dit(valeur: Fraction, unite: str) -> str:
    return pourcentage(valeur) if unite else nombre(valeur, 0)
