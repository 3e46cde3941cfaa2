"""A slow counter, written straight from the counting rules of the exchange contract, over the rows of the tables.

It shares nothing with the engine of figures nor with the generator: rows in, sets and numbers out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Ligne = dict[str, Any]
AUJOURDHUI = date(2026, 11, 22)
POSITIFS = {"P_CDI", "P_CDD6", "P_CUMUL6", "P_SAISON", "P_ALT", "P_FP", "P_CREA", "P_AI55", "P_FORM"}
EXTERNES = {"N_DEMEN", "N_RETR", "N_DECES"}
SANS_COMPTE = {"ACC", "ATTENTE", "SUIVI_EMPLOI"}


@dataclass
class Compteur:
    """Figures of one scheme of one territory, from its rows."""

    participants: list[Ligne]
    etapes: list[Ligne]
    dispositif: str = "PLIE"

    def __post_init__(self) -> None:
        self.reelles = [
            p for p in self.participants if p["dispositif"] == self.dispositif and p["motif_sortie"] != "A_DOUBLON"
        ]

    def en_cours(self, jour: date) -> list[Ligne]:
        return [
            p for p in self.reelles if p["date_entree"] <= jour and (not p["date_sortie"] or p["date_sortie"] > jour)
        ]

    def suivies(self, annee: int) -> list[Ligne]:
        """The latest participation of each person followed in the year."""
        debut, fin = date(annee, 1, 1), date(annee, 12, 31)
        par_personne: dict[str, Ligne] = {}
        for p in self.reelles:
            if p["date_entree"] <= fin and (not p["date_sortie"] or p["date_sortie"] >= debut):
                connue = par_personne.get(p["identifiant"])
                if connue is None or p["date_entree"] > connue["date_entree"]:
                    par_personne[p["identifiant"]] = p
        return list(par_personne.values())

    def entrees(self, annee: int) -> list[Ligne]:
        return [p for p in self.reelles if p["date_entree"].year == annee]

    def sorties(self, annee: int) -> list[Ligne]:
        return [p for p in self.reelles if p["date_sortie"] and p["date_sortie"].year == annee]

    def flux(self, annee: int) -> tuple[int, int, int, int, int]:
        """In progress the day before, entries, people followed, exits, in progress on the last day."""
        return (
            len(self.en_cours(date(annee - 1, 12, 31))),
            len(self.entrees(annee)),
            len(self.suivies(annee)),
            len(self.sorties(annee)),
            len(self.en_cours(date(annee, 12, 31))),
        )

    def participation_de(self, etape: Ligne) -> Ligne | None:
        """The participation that contains the étape's first day; a real one before a duplicate."""
        candidates = [
            p
            for p in self.participants
            if (p["identifiant"], p["dispositif"]) == (etape["identifiant"], etape["dispositif"])
            and p["date_entree"] <= etape["date_debut"]
            and (not p["date_sortie"] or p["date_sortie"] >= etape["date_debut"])
        ]
        return next(iter(sorted(candidates, key=lambda p: p["motif_sortie"] == "A_DOUBLON")), None)

    def etapes_de(self, annee: int) -> list[Ligne]:
        """Étapes with at least one day in the year, until the exit; an open one runs to the exit, else to today."""
        debut, fin = date(annee, 1, 1), date(annee, 12, 31)
        comptees = []
        for etape in self.etapes:
            if etape["categorie"] in SANS_COMPTE or etape["statut"] in ("PREVUE", "ANNULEE"):
                continue
            p = self.participation_de(etape)
            if p is None or p["motif_sortie"] == "A_DOUBLON" or p["dispositif"] != self.dispositif:
                continue
            derniers = [etape["date_fin"] or AUJOURDHUI, p["date_sortie"] or AUJOURDHUI]
            dernier = min(derniers) if etape["date_fin"] or p["date_sortie"] else AUJOURDHUI
            if etape["date_debut"] <= fin and dernier >= debut:
                comptees.append(etape)
        return comptees

    def personnes_en_etape(self, annee: int, retenue: Callable[[Ligne], bool]) -> int:
        return len({e["identifiant"] for e in self.etapes_de(annee) if retenue(e)})

    def duree_moyenne(self, annee: int) -> Decimal:
        """Mean stay of the leavers, in months, not rounded."""
        partis = self.sorties(annee)
        jours = sum(
            max(0, (p["date_sortie"] - p["date_entree"]).days - int(p["jours_suspension"] or 0)) for p in partis
        )
        return Decimal(jours) / Decimal("30.4375") / len(partis)


def age(p: Ligne) -> int:
    """Completed years at entry; 29 February counts as 1 March in common years."""
    naissance, entree = p["date_naissance"], p["date_entree"]
    try:
        anniversaire = naissance.replace(year=entree.year)
    except ValueError:
        anniversaire = date(entree.year, 3, 1)
    return entree.year - naissance.year - (entree < anniversaire)


def arrondi(valeur: Decimal | float, decimales: int = 0) -> Decimal:
    return Decimal(str(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


def part(oui: int, base: int, decimales: int = 0) -> Decimal:
    """A share in percent, half up."""
    return arrondi(Decimal(100 * oui) / base, decimales)


def ouvre(jour: date) -> bool:
    """Monday to Friday, out of the fixed public holidays of France and of La Réunion."""
    fixes = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 20), (12, 25)}
    # Easter Mondays, Ascension days, Whit Mondays of the years told.
    mobiles = {
        date(2016, 3, 28), date(2016, 5, 5), date(2016, 5, 16), date(2017, 4, 17), date(2017, 5, 25), date(2017, 6, 5),
        date(2018, 4, 2), date(2018, 5, 10), date(2018, 5, 21), date(2019, 4, 22), date(2019, 5, 30), date(2019, 6, 10),
        date(2020, 4, 13), date(2020, 5, 21), date(2020, 6, 1), date(2021, 4, 5), date(2021, 5, 13), date(2021, 5, 24),
        date(2022, 4, 18), date(2022, 5, 26), date(2022, 6, 6),
    }  # fmt: skip
    return jour.weekday() < 5 and (jour.month, jour.day) not in fixes and jour not in mobiles
