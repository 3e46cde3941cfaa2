"""The rows of the list as they are shown: values of the columns chosen, alerts, étape of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.alertes import alertes_de, delais_de
from deplie.parcours.queries.etapes import derniere, etapes_des
from deplie.parcours.rules.alertes import Alerte
from deplie.parcours.rules.duree import jours_de_parcours, mois
from deplie.socle.tableaux import Colonne, Tableau


@dataclass(frozen=True)
class Rang:
    """A row: a participation, its étape of the moment, the day it is looked at."""

    participation: Participation
    etape: Etape | None
    jour: date

    @property
    def etat(self) -> str:
        """« en cours », « sortie à valider », « sorti »… in words, on the day of the list."""
        sortie = self.participation.date_sortie
        if self.participation.motif_sortie == "A_DOUBLON":
            return "annulée"
        if sortie is None or sortie > self.jour:
            return "en cours"
        return "sortie" if self.participation.date_validation_sortie else "sortie à valider"

    @property
    def duree(self) -> int:
        """Whole months from the entry to the exit, else to the day of the list, suspensions taken off."""
        p = self.participation
        fin = min(p.date_sortie, self.jour) if p.date_sortie else self.jour
        return int(mois(jours_de_parcours(p.date_entree, max(fin, p.date_entree), p.jours_suspension)))


@dataclass(frozen=True)
class Rangee:
    """A row: what it is about, its cells in order, what asks for attention."""

    rang: Rang
    cellules: list[tuple[Colonne, Any]]
    alertes: list[Alerte]


def rangs(acteur: Acteur, participations: Sequence[Participation], jour: date, tableau: Tableau) -> list[Rangee]:
    """Rows of those participations; étapes and alerts cost a query each, whatever their number."""
    pks = [participation.pk for participation in participations]
    voulues = any(colonne.nom == "etape" for colonne in tableau.colonnes)
    etapes = etapes_des(acteur, pks) if voulues and pks else {}
    lisibles = pks and acteur.peut("participation.situation")
    alertes = alertes_de(pks, jour, delais_de(acteur.territoire)) if lisibles else {}
    rangees = []
    for participation in participations:
        rang = Rang(participation, derniere(etapes.get(participation.pk, []), jour), jour)
        cellules = [(colonne, colonne.valeur(rang)) for colonne in tableau.colonnes]
        rangees.append(Rangee(rang, cellules, alertes.get(participation.pk, [])))
    return rangees
