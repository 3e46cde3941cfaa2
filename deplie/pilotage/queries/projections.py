"""Where a year will end at the pace of a day: each figure, its target if it has one, and what really happened since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries import cibles_de
from deplie.cadre.rules import cible_de_la_periode
from deplie.mesure.comptage import Comptage
from deplie.mesure.conditions import Parmi, Toujours
from deplie.mesure.mesures import Atome
from deplie.mesure.moteurs import compter
from deplie.mesure.nombres import arrondi, rapport
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.facts.tous import FAITS
from deplie.pilotage.queries.bilan import TOUS, avec_les_fichiers_du_jour, preparer
from deplie.pilotage.queries.bilan.calcul import Calcul
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
# What also adds up day after day, projected where an objective is set on it.
AUTRES_FLUX: Final = (
    "prescriptions", "entretiens_tenus", "ateliers_tenus", "inscriptions_ateliers", "passages", "freins_identifies",
)  # fmt: skip
# Some étapes run already on the first day: only earlier years say how much of a year is done by then.
SELON_LE_PASSE: Final = "etapes"
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
class Constat:
    """An objective that is not projected: what is reached on the day, beside its target."""

    indicateur: Indicateur
    phrase: str


@dataclass(frozen=True)
class Projections:
    """``lignes`` is empty where too little of the year has gone by, or nothing was recorded.

    ``constats``: objectives that no pace carries to the end of the year, as they stand.
    """

    lignes: tuple[Ligne, ...]
    annees: int  # how many earlier years give their pace
    constats: tuple[Constat, ...] = ()


def projeter(acteur: Acteur, dispositif: str, periode: Periode, le: date) -> Projections:
    """The figures of a period as they stood at the end of ``le``, carried to its end. RefusMetier before its first day.

    What stood is read on the records of today: what was typed late counts at its own day.
    """

    def calculer() -> Projections:
        def lu(fin: date) -> Contexte:
            return preparer(acteur.territoire, periode.debut, fin, acteur=acteur, dispositif=dispositif)

        projeteur = _Projeteur(lu(periode.fin), le)
        lues = projeteur.tout()
        restent = projeteur.sans_projection(lues) if le >= periode.debut else {}
        return replace(lues, constats=tuple(_constater(lu(projeteur.le), restent))) if restent else lues

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
        self.cibles = self._lire_les_cibles()
        self.codes = (*CODES, *(code for code in (*AUTRES_FLUX, SELON_LE_PASSE) if code in self.cibles))
        self.comptes = self._compter()

    def tout(self) -> Projections:
        if not self.contexte.recueil["participation"]:
            return Projections((), 0)
        lignes = [ligne for code in self.codes if (ligne := self._ligne(CATALOGUE[code]))]
        return Projections(tuple(lignes), len(self.passees))

    def sans_projection(self, lues: Projections) -> dict[str, Fraction]:
        """The objectives that no line projects."""
        dits = {ligne.indicateur.code for ligne in lues.lignes}
        return {code: cible for code, cible in self.cibles.items() if code not in dits}

    def _annees_completes(self) -> list[int]:
        depuis = self.contexte.completes_depuis
        return [n for n in range(1, ANNEES + 1) if depuis and un_an_avant(self.periode.debut, n) >= depuis]

    def _compter(self) -> dict[Atome, list[int]]:
        """Every count over every period: each fact is read once."""
        atomes = dict.fromkeys(atome for code in self.codes for atome in CATALOGUE[code].atomes)
        parametres = tuple(self.contexte.parametres(periode) for periode in self.periodes)
        comptes: dict[Atome, list[int]] = {}
        for nom in dict.fromkeys(atome.fait.nom for atome in atomes):
            table, siens = FAITS[nom], tuple(atome for atome in atomes if atome.fait.nom == nom)
            lesquelles = Toujours() if table.du_territoire else Parmi(table["dispositif"], self.contexte.codes)
            lus = compter(self.contexte.moteur, Comptage(table, siens, parametres, (), lesquelles))[()]
            comptes |= dict(zip(siens, lus, strict=True))
        return comptes

    def _lu(self, code: str, rang: int = 0) -> list[int]:
        return [self.comptes[atome][rang] for atome in CATALOGUE[code].atomes]

    def _ligne(self, indicateur: Indicateur) -> Ligne | None:
        cible = self.cibles.get(indicateur.code)
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
        parts = self._parts(code)
        if code == SELON_LE_PASSE and not parts:
            return None
        return projeter_compte(self._lu(code)[0], self.periode, self.le, cible=cible, parts=parts)

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

    def _lire_les_cibles(self) -> dict[str, Fraction]:
        """The target of each objective set for exactly this period."""
        if self.contexte.dispositif == TOUS:
            return {}
        retenues = {
            code: cible_de_la_periode(cibles, code, self.periode.debut, self.periode.fin)
            for code, cibles in cibles_de(self.contexte.dispositifs[0]).items()
            if code in CATALOGUE
        }
        return {code: Fraction(une.cible) for code, une in retenues.items() if une and une.comparable}


def _constater(contexte: Contexte, restent: Mapping[str, Fraction]) -> Iterator[Constat]:
    """What is reached of objectives on the last day of a context, in a sentence."""
    calcul = Calcul(contexte)
    for code, cible in sorted(restent.items(), key=lambda lu: CATALOGUE[lu[0]].libelle):
        indicateur, lue = CATALOGUE[code], calcul.valeur(CATALOGUE[code])
        unite = "%" if indicateur.unite == "%" else ""
        voulue = nombre(arrondi(cible)) + (f" {unite}" if unite else "")
        if lue.exacte is None and lue.valeur is None:
            phrase = f"Non recueilli ; objectif {voulue}."
        else:
            exacte = lue.exacte if lue.exacte is not None else Fraction(lue.valeur or 0)
            part = rapport(exacte, cible, 100)
            atteint = f", soit {pourcentage(part)} de l'objectif" if part is not None and not unite else ""
            phrase = f"{nombre(arrondi(exacte))}{f' {unite}' if unite else ''} pour un objectif de {voulue}{atteint}."
        yield Constat(indicateur, insecables(phrase))


_MOTS: Final = {
    SUIVIES: "personnes suivies",
    "entrees": "entrées",
    "sorties": "sorties",
    "sorties_positives": "sorties positives",
    STOCK: "parcours en cours",
    "etapes": "étapes",
    "prescriptions": "prescriptions",
    "entretiens_tenus": "entretiens",
    "ateliers_tenus": "ateliers",
    "inscriptions_ateliers": "inscriptions",
    "passages": "passages",
    "freins_identifies": "freins",
}


def _dit(valeur: Fraction, unite: str) -> str:
    return pourcentage(valeur) if unite else nombre(valeur, 0)
