"""Worksites of insertion (ACI): a published number of étapes, among a published number of people, each financed once.

The three numbers hold together only if they are built together: a first financed contract for each person, then the
second ones, one after the other in the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from deplie.site.demonstration.calendrier import ouvre_avant, ouvre_des
from deplie.site.demonstration.declaration import Declaration
from deplie.site.demonstration.etapes import Restes, fenetre
from deplie.site.demonstration.parcours import Etape, Parcours
from deplie.site.demonstration.tirage import Tirage

ACI = "IAE_ACI"


def embaucher(parcours: list[Parcours], restes: Restes, lue: Declaration) -> None:
    """Place every ACI étape of the year told and of the one before; declared people keep those they have."""
    regle = lue.etapes.get("chantiers")
    if not regle:
        return
    annee = regle["annee"]
    tirage = Tirage(f"{lue.code}/chantiers")
    contrats = _repartition(parcours, restes, regle, tirage)
    for p, (cheval, seuls) in contrats.items():
        _enchainer(p, cheval, seuls, annee, tirage)
    restes[ACI, (annee - 1, annee)] = restes[ACI, (annee,)] = 0
    anciennes = tirage.marques(_seules(regle, annee - 1) - _deja(parcours, (annee - 1,)), restes[ACI, (annee - 1,)])
    _annee_precedente(parcours, annee - 1, anciennes, restes, tirage)


def _seules(regle: Mapping[str, Any], annee: int) -> int:
    """Financed étapes of one year only."""
    a_cheval = regle["financees"]["a_cheval"]
    total: int = regle["financees"]["annees"][str(annee)]
    return total - a_cheval.get(str(annee), 0) - a_cheval.get(str(annee - 1), 0)


def _deja(parcours: list[Parcours], annees: tuple[int, ...]) -> int:
    """Financed ACI étapes already given (people of the declaration)."""
    return sum(e.categorie == ACI and e.annees == annees and e.finance for p in parcours for e in p.etapes)


def _repartition(
    parcours: list[Parcours], restes: Restes, regle: Mapping[str, Any], tirage: Tirage
) -> dict[Parcours, tuple[list[bool], list[bool]]]:
    """Who gets what: ``{participation: (financed? of each straddling étape, of each étape of the year)}``."""
    annee = regle["annee"]
    cheval = (annee - 1, annee)
    engages = [p for p in parcours if any(e.categorie == ACI and annee in e.annees for e in p.etapes)]
    libres = [p for p in parcours if not p.vedette]
    ponts = [p for p in libres if _place(p, cheval) > 120 and _place(p, (annee,)) > 60]
    ponts = tirage.melange([p for p in ponts if date(annee - 1, 12, 1) >= p.entree])
    financees_cheval = regle["financees"]["a_cheval"][str(annee - 1)] - _deja(parcours, cheval)
    autres_cheval = restes[ACI, cheval] - financees_cheval
    contrats: dict[Parcours, tuple[list[bool], list[bool]]] = {p: ([], []) for p in engages}
    for p in ponts[:financees_cheval]:
        contrats[p] = ([True], [])
    for p in ponts[financees_cheval : financees_cheval + autres_cheval]:
        contrats[p] = ([False], [True])
    nouveaux = [p for p in libres if p not in contrats and _place(p, (annee,)) > 90 and p.entree.year == annee]
    for p in tirage.melange(nouveaux)[: regle["personnes"] - len(contrats)]:
        contrats[p] = ([], [True])
    _completer(contrats, _seules(regle, annee) - _deja(parcours, (annee,)), restes[ACI, (annee,)], annee, tirage)
    return contrats


def _completer(
    contrats: dict[Parcours, tuple[list[bool], list[bool]]], financees: int, total: int, annee: int, tirage: Tirage
) -> None:
    """Give second and third contracts until the numbers of the year are reached, to those who have room."""
    donnees = sum(len(seuls) for _, seuls in contrats.values())
    suite = tirage.marques(financees - donnees, total - donnees)
    libres = [p for p in contrats if not p.vedette]
    par_place = sorted(libres, key=lambda p: -_place(p, (annee,)) / (1 + sum(map(len, contrats[p]))))
    for rang, finance in enumerate(suite):
        contrats[par_place[rang % len(par_place)]][1].append(finance)


def _place(p: Parcours, annees: tuple[int, ...]) -> int:
    cadre = fenetre(p, annees)
    return cadre.jours if cadre else 0


def _enchainer(p: Parcours, cheval: list[bool], seuls: list[bool], annee: int, tirage: Tirage) -> None:
    """Lay the contracts one after the other: the straddling one first, the others cut the rest of the year."""
    cadre = fenetre(p, (annee,))
    assert cadre is not None
    debut = max(
        [cadre.debut_min, *(ouvre_des(e.fin + timedelta(days=1)) for e in p.etapes if e.categorie == ACI and e.fin)]
    )
    parts = len(cheval) + len(seuls)
    pas = max(1, ((cadre.fin_max - debut).days + 1) // max(parts, 1))
    for finance in cheval:
        avant = fenetre(p, (annee - 1, annee))
        assert avant is not None
        commence = max(avant.debut_min, avant.debut_max - timedelta(days=tirage.entier(15, 90)))
        fin = min(ouvre_avant(debut + timedelta(days=max(4, pas - tirage.entier(1, 8)))), cadre.fin_max)
        p.etapes.append(Etape(ACI, (annee - 1, annee), ouvre_des(commence), max(fin, avant.fin_min), finance=finance))
        debut = ouvre_des(fin + timedelta(days=1))
    for finance in seuls:
        commence = min(ouvre_des(debut), cadre.fin_max)
        fin = ouvre_avant(min(commence + timedelta(days=min(180, pas - 1)), cadre.fin_max))
        p.etapes.append(Etape(ACI, (annee,), commence, max(commence, fin), finance=finance))
        debut = commence + timedelta(days=pas)


def _annee_precedente(
    parcours: list[Parcours], annee: int, financees: list[bool], restes: Restes, tirage: Tirage
) -> None:
    """The étapes of the year before only: spread over those who were there then."""
    candidats = [(p, float(_place(p, (annee,)))) for p in parcours if _place(p, (annee,)) > 70 and not p.vedette]
    for p, finance in zip(tirage.preleves(len(financees), candidats), financees, strict=True):
        cadre = fenetre(p, (annee,))
        assert cadre is not None
        marge = max(0, cadre.jours - 120)
        debut = min(ouvre_des(cadre.debut_min + timedelta(days=tirage.entier(0, marge))), cadre.debut_max)
        fin = ouvre_avant(min(debut + timedelta(days=tirage.entier(60, 118)), cadre.fin_max))
        p.etapes.append(Etape(ACI, (annee,), debut, max(debut, fin), finance=finance))
    restes[ACI, (annee,)] = 0
