"""Étapes: exact numbers per category and year, then places in people's parcours and words.

What the exits ask for comes first (no exit to a job without its job), then the declared people, then the worksites,
then the rest, spread over parcours as long as they are open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from deplie.site.demonstration.calendrier import ouvre_avant, ouvre_des
from deplie.site.demonstration.declaration import Declaration, lire
from deplie.site.demonstration.parcours import Etape, Parcours
from deplie.site.demonstration.tirage import Tirage

Restes = dict[tuple[str, tuple[int, ...]], int]
JOUR = timedelta(days=1)
# Category of the étape that a motive supposes, how many, and how many days before the exit the first begins.
SUPPOSEES = {
    "P_CDI": ("EMPLOI_DUR", 1, (3, 60)),
    "P_CDD6": ("EMPLOI_DUR", 1, (3, 60)),
    "P_CUMUL6": ("EMPLOI_COURT", 2, (120, 170)),
    "P_SAISON": ("EMPLOI_COURT", 2, (120, 170)),
    "P_ALT": ("ALTERN", 1, (5, 60)),
    "P_CREA": ("CREA", 1, (40, 150)),
    "P_FORM": ("QUALIF", 1, (60, 200)),
}
# A longer room brings no more étapes, or the oldest parcours would take them all.
PLAFOND = 240
# Few enough to be one a person.
UNE_PAR_PERSONNE = frozenset({"CREA"})


@dataclass(frozen=True)
class Fenetre:
    """Between which days an étape may begin and end, to touch exactly the years asked for."""

    debut_min: date
    debut_max: date
    fin_min: date
    fin_max: date

    @property
    def jours(self) -> int:
        return (self.fin_max - self.debut_min).days + 1


def fenetre(p: Parcours, annees: tuple[int, ...]) -> Fenetre | None:
    """The room that a participation has for an étape touching these years and no other; None when there is none."""
    fin_de_parcours = p.sortie or date.max
    cadre = Fenetre(
        ouvre_des(max(p.entree, date(annees[0], 1, 1))),
        ouvre_avant(min(fin_de_parcours, date(annees[0], 12, 31))),
        ouvre_des(max(p.entree, date(annees[-1], 1, 1))),
        ouvre_avant(min(fin_de_parcours, date(annees[-1], 12, 31))),
    )
    return cadre if cadre.debut_min <= cadre.debut_max and cadre.fin_min <= cadre.fin_max else None


def quotas(lue: Declaration) -> Restes:
    """How many étapes are to be made, by category and years touched."""
    return {(c, annees): n for c, quota in lue.quotas.items() for annees, n in quota.periodes().items()}


def supposer(parcours: list[Parcours], restes: Restes, lue: Declaration) -> None:
    """Give every positive exit the étape that it supposes, ended on the day of the exit."""
    tirage = Tirage(f"{lue.code}/etapes/sorties")
    for p in parcours:
        if p.motif in SUPPOSEES and p.sortie and not p.vedette:
            categorie, nombre, recul = SUPPOSEES[p.motif]
            if categorie in lue.quotas:
                for etape in _avant_sortie(p, categorie, nombre, tirage.entier(*recul), lue.annees):
                    consommer(p, etape, restes)


def _avant_sortie(p: Parcours, categorie: str, nombre: int, recul: int, annees: list[int]) -> list[Etape]:
    """``nombre`` étapes one after the other up to the exit, in its year."""
    assert p.sortie is not None
    cadre = fenetre(p, (p.sortie.year,))
    assert cadre is not None
    debut = max(cadre.debut_min, p.sortie - timedelta(days=recul))
    duree = (p.sortie - debut).days
    bornes = [debut + timedelta(days=duree * rang // nombre) for rang in range(nombre)] + [p.sortie + JOUR]
    etapes = []
    for du, au in pairwise(bornes):
        commence = min(ouvre_des(du), p.sortie)
        finit = max(commence, ouvre_avant(au - JOUR))
        etapes.append(Etape(categorie, (p.sortie.year,), commence, finit, statut="SUPPOSEE"))
    return etapes


def consommer(p: Parcours, etape: Etape, restes: Restes) -> None:
    """Add an étape to a participation and take it off what remains. Raises ValueError when none remained."""
    cle = (etape.categorie, etape.annees)
    if restes.get(cle, 0) <= 0:
        raise ValueError(f"Plus d'étape {cle} à placer pour {p.personne.identifiant}.")
    restes[cle] -= 1
    p.etapes.append(etape)


def declarer(p: Parcours, decrites: list[Mapping[str, Any]], restes: Restes, lue: Declaration) -> None:
    """The étapes of somebody named in the declaration, as written there."""
    for decrite in decrites:
        fin = decrite.get("fin")
        derniere = fin or p.sortie or date(lue.annees[-1], 12, 31)
        etape = Etape(
            decrite["categorie"],
            tuple(a for a in lue.annees if decrite["debut"].year <= a <= derniere.year),
            decrite["debut"],
            fin,
            intitule=decrite["intitule"],
            operateur=decrite["operateur"],
            finance=decrite.get("finance", decrite["categorie"] in ("ATELIER", "DIAG")),
            statut="REALISEE" if fin else "EN_COURS",
            resultat=decrite.get("resultat", ""),
        )
        consommer(p, etape, restes)


def repartir_le_reste(parcours: list[Parcours], restes: Restes, lue: Declaration) -> None:
    """Spread what remains over the participations that have room, in proportion to it."""
    for (categorie, annees), nombre in restes.items():
        tirage = Tirage(f"{lue.code}/etapes/{categorie}/{annees}")
        candidats = _candidats(parcours, categorie, annees)
        for p in tirage.preleves(nombre, candidats):
            p.etapes.append(placer(p, categorie, annees, tirage, lue))
    restes.clear()


def _candidats(parcours: list[Parcours], categorie: str, annees: tuple[int, ...]) -> list[tuple[Parcours, float]]:
    minimum = lire("vocabulaire")["categories"][categorie]["duree"][0]
    candidats = []
    for p in parcours:
        seul = categorie in UNE_PAR_PERSONNE and any(e.categorie == categorie for e in p.etapes)
        cadre = None if seul else fenetre(p, annees)
        if cadre and cadre.jours >= minimum:
            candidats.append((p, float(min(cadre.jours, PLAFOND))))
    return candidats


def placer(p: Parcours, categorie: str, annees: tuple[int, ...], tirage: Tirage, lue: Declaration) -> Etape:
    """An étape of a plausible length in the room there is; jobs are put where they meet the fewest other jobs."""
    mots = lire("vocabulaire")["categories"][categorie]
    cadre = fenetre(p, annees)
    assert cadre is not None
    essais = [_dates(cadre, tirage.entier(*mots["duree"]), tirage) for _ in range(4 if mots.get("emploi") else 1)]
    debut, fin = min(essais, key=lambda dates: _rencontres(p, *dates))
    etape = Etape(categorie, annees, debut, fin)
    ouverte = p.sortie is None and annees[-1] == lue.annees[-1] and fin > date(annees[-1], 10, 15)
    if ouverte and mots["duree"][1] > 60 and tirage.vrai(0.6):
        etape.fin, etape.statut = None, "EN_COURS"
    return etape


def _dates(cadre: Fenetre, duree: int, tirage: Tirage) -> tuple[date, date]:
    """A beginning and an end within the window, about ``duree`` days apart."""
    tot = max(cadre.debut_min, cadre.fin_min - timedelta(days=duree))
    tard = max(tot, min(cadre.debut_max, cadre.fin_max - timedelta(days=duree)))
    debut = min(ouvre_des(tot + timedelta(days=tirage.entier(0, (tard - tot).days))), cadre.debut_max)
    fin = min(ouvre_avant(max(debut, debut + timedelta(days=duree - 1))), cadre.fin_max)
    return debut, max(debut, fin, cadre.fin_min)


def _rencontres(p: Parcours, debut: date, fin: date) -> int:
    """Days shared with the jobs that the person already has."""
    categories = lire("vocabulaire")["categories"]
    return sum(
        max(0, (min(fin, e.fin or fin) - max(debut, e.debut)).days + 1)
        for e in p.etapes
        if categories[e.categorie].get("emploi")
    )


def hors_compte(parcours: list[Parcours], lue: Declaration) -> None:
    """Add what a real file holds and no figure counts: follow-up in employment, waiting, cancelled, planned."""
    demandes = lue.etapes.get("hors_compte", {})
    tirage = Tirage(f"{lue.code}/etapes/hors_compte")
    derniere = lue.annees[-1]
    en_emploi = [p for p in parcours if p.famille == "POSITIVE_EMPLOI" and not p.provisoire and p.sortie]
    for p in tirage.melange(en_emploi)[: demandes.get("SUIVI_EMPLOI", 0)]:
        assert p.sortie is not None
        debut = ouvre_des(p.sortie + timedelta(days=tirage.entier(1, 12)))
        fin = ouvre_avant(debut + timedelta(days=tirage.entier(150, 175)))
        p.etapes.append(Etape("SUIVI_EMPLOI", (), debut, fin))
    for nature, categorie in (("ACC", "ACC"), ("ATTENTE", "ATTENTE"), ("ANNULEE", "ATELIER")):
        for p in tirage.preleves(demandes.get(nature, 0), _candidats(parcours, categorie, (derniere,))):
            etape = placer(p, categorie, (derniere,), tirage, lue)
            etape.annees = ()
            etape.statut = "ANNULEE" if nature == "ANNULEE" else etape.statut
            p.etapes.append(etape)
    restent = [p for p in parcours if p.sortie is None]
    for p in tirage.melange(restent)[: demandes.get("PREVUE", 0)]:
        debut = ouvre_des(date(derniere + 1, 1, 11) + timedelta(days=tirage.entier(0, 60)))
        p.etapes.append(Etape("PREPA", (), debut, ouvre_avant(debut + timedelta(days=70)), statut="PREVUE"))
