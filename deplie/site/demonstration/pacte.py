"""Plans of action of the demonstration: the pact, the plan of a protocole, a TZCLD project, as their files tell them.

A line of a file says an action; its milestones, its budget, what it is measured by and what each committee heard of it
follow from its kind, drawn once and for all.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.actions import creer_organisation
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.cadre.models import Protocole
from deplie.financements.models import Appel
from deplie.gouvernance.actions import creer_plan
from deplie.gouvernance.models import (
    Action,
    Axe,
    FinancementAction,
    IndicateurAction,
    JalonAction,
    LienAction,
    PartenaireAction,
    Plan,
    PointAvancement,
    ValeurIndicateur,
)
from deplie.gouvernance.rules.cycle import ABANDONNEE, EN_COURS, PREVUE, REALISEE, SUSPENDUE
from deplie.instances.models import Instance, Seance
from deplie.instances.rules import COPIL
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.declaration import DOSSIER, Declaration, lire
from deplie.site.demonstration.ecriture import creer
from deplie.site.demonstration.tirage import Tirage

# The states of a line: what it is at the last committee.
ETATS: Final = {"X": REALISEE, "C": EN_COURS, "R": EN_COURS, "S": SUSPENDUE, "P": PREVUE, "N": ABANDONNEE}
LANCEMENT: Final = timedelta(days=20)
# Of what was planned, what came, in percent.
OBTENU: Final = (100, 100, 90, 100, 75, 105)


@dataclass(frozen=True)
class Ligne:
    """An action as its file tells it, and what the same file adds to it."""

    code: str
    genre: str
    titre: str
    pilote: str
    partenaires: tuple[str, ...]
    public: str
    debut: date
    fin: date
    etat: str
    financeurs: tuple[tuple[str, int], ...]
    detail: Mapping[str, Any]
    tirage: Tirage = field(repr=False)


@dataclass(frozen=True)
class Etabli:
    """What writing a plan needs: ``jour`` is the last day it tells, ``corps`` the bodies by their letters."""

    plan: Plan
    jour: date
    seances: Mapping[date, Seance]
    corps: Mapping[str, Organisation]
    par: Acteur


def pactiser(lue: Declaration, par: Acteur) -> None:
    """Write the plans of a territory that has some; those already there are left as they are."""
    if not (DOSSIER / "pactes" / f"{lue.code.lower()}.toml").exists():
        return
    brut = lire(f"pactes/{lue.code.lower()}")
    for decrit in brut["plans"]:
        if not Plan.objects.filter(territoire=par.territoire, nom=decrit["nom"]).exists():
            _plan(decrit, par)


@transaction.atomic
def _plan(decrit: Mapping[str, Any], par: Acteur) -> None:
    comite, _ = Instance.objects.get_or_create(
        territoire=par.territoire, nom=decrit["comite"], defaults={"nature": COPIL}
    )
    protocole = Protocole.objects.filter(
        dispositif__territoire=par.territoire, debut=decrit.get("protocole"), dispositif__code="PLIE"
    ).first()
    valeurs = {cle: decrit[cle] for cle in ("nature", "nom", "debut", "fin", "source")}
    plan = creer_plan(valeurs=valeurs | {"comite": comite, "protocole": protocole}, par=par)
    seances = _seances(comite, decrit["seances"])
    aujourdhui = timezone.localdate()
    jour = aujourdhui if aujourdhui <= plan.fin else max(seances, default=plan.fin)
    lignes = list(_lignes(decrit, {d["action"]: d for d in decrit.get("details", ())}))
    etabli = Etabli(plan, jour, seances, _corps(lignes, par), en_role(par, "animateur_coordonnateur"))
    actions = _actions(decrit, lignes, etabli)
    _moyens(list(zip(lignes, actions, strict=True)), etabli)


def _seances(comite: Instance, jours: Sequence[date]) -> dict[date, Seance]:
    tenue = {"statut": Seance.Statut.TENUE, "ordre_du_jour": "Avancement des actions"}
    return {
        jour: Seance.objects.get_or_create(instance=comite, le=jour, defaults=tenue)[0]
        for jour in jours
        if jour <= timezone.localdate()
    }


def _lignes(decrit: Mapping[str, Any], details: Mapping[str, Mapping[str, Any]]) -> Iterator[Ligne]:
    for rang, axe in enumerate(decrit["axes"], start=1):
        for numero, dite in enumerate(axe["actions"], start=1):
            genre, titre, pilote, partenaires, public, debut, fin, etat, financeurs = dite
            code = f"{rang}.{numero}"
            parts = [part.split() for part in financeurs.split(",") if part]
            yield Ligne(
                code, genre, titre, pilote, tuple(partenaires.split(",")), public, _mois(debut), _mois(fin, fin=True),
                etat, tuple((sigle, int(milliers)) for sigle, milliers in parts), details.get(code, {}),
                Tirage(f"{decrit['nom']}/{code}"),
            )  # fmt: skip


def _mois(texte: str, *, fin: bool = False) -> date:
    """« 2019-06 »: its first day, or its last."""
    annee, mois = (int(part) for part in texte.split("-"))
    return date(annee, mois, calendar.monthrange(annee, mois)[1] if fin else 1)


def _corps(lignes: Sequence[Ligne], par: Acteur) -> dict[str, Organisation]:
    """The bodies that the lines name, recorded when nobody had."""
    vocabulaire = lire("pactes/vocabulaire")
    noms = vocabulaire["organismes"] | vocabulaire["ici"].get(par.territoire.code, {})
    connus = {corps.cle: corps for corps in Organisation.objects.filter(territoire=par.territoire)}
    sigles = [s for une in lignes for s in (une.pilote, *une.partenaires, *(qui for qui, _ in une.financeurs))]
    return {
        sigle: connus.get(cle_organisation(noms[sigle])) or creer_organisation(nom=noms[sigle], par=par)
        for sigle in dict.fromkeys(sigles)
    }


def _actions(decrit: Mapping[str, Any], lignes: Sequence[Ligne], etabli: Etabli) -> list[Action]:
    """The axes, their actions and who takes part: each in its last state, with what every committee heard."""
    axes = Axe.objects.bulk_create(
        Axe(plan=etabli.plan, numero=rang, titre=axe["titre"]) for rang, axe in enumerate(decrit["axes"], start=1)
    )
    publics = lire("pactes/vocabulaire")["publics"]
    points = [_points(une, etabli) for une in lignes]
    actions = [
        Action(
            axe=axes[int(une.code.split(".")[0]) - 1], numero=int(une.code.split(".")[1]), titre=une.titre,
            pilote=etabli.corps[une.pilote], public=publics[une.public], debut=une.debut, fin=une.fin,
            statut=siens[-1].etat if siens else PREVUE, description=une.detail.get("description", ""),
        )
        for une, siens in zip(lignes, points, strict=True)
    ]  # fmt: skip
    creer(Action, actions)
    for action, siens in zip(actions, points, strict=True):
        for point in siens:
            point.action = action
    PointAvancement.objects.bulk_create([point for siens in points for point in siens], batch_size=500)
    PartenaireAction.objects.bulk_create(
        PartenaireAction(action=action, organisation=etabli.corps[sigle])
        for une, action in zip(lignes, actions, strict=True)
        for sigle in une.partenaires
    )
    return actions


def _points(ligne: Ligne, etabli: Etabli) -> list[PointAvancement]:
    """What was told of an action, in order: its launch, then each committee until it is over."""
    vocabulaire = lire("pactes/vocabulaire")
    genre, fins = vocabulaire["genres"][ligne.genre], vocabulaire["fins"]
    dits: dict[date, tuple[Any, ...]] = {}
    seances = [jour for jour in etabli.seances if jour >= ligne.debut]
    if ligne.etat != "P" and ligne.debut + LANCEMENT <= etabli.jour:
        dits[ligne.debut + LANCEMENT] = (EN_COURS, genre["debut"])
    for jour in seances if ligne.etat in "XCRS" else ():
        derniere = jour == seances[-1]
        if (ligne.etat == "X" and (derniere or jour >= ligne.fin)) or (ligne.etat == "S" and derniere):
            dits[jour] = (ETATS[ligne.etat], ligne.tirage.choix(fins[ETATS[ligne.etat]]))
            break
        retard = ligne.etat == "R" and derniere
        texte = ligne.tirage.choix(fins["RETARD"] if retard else genre["encours"])
        dits[jour] = (EN_COURS, texte, genre["suite"])
    for jour, *dit in ligne.detail.get("points", ()):
        dits[jour] = tuple(dit)
    return [_point(jour, dits[jour], etabli) for jour in sorted(dits)]


def _point(jour: date, dit: tuple[Any, ...], etabli: Etabli) -> PointAvancement:
    etat, texte, suite, fait, total = (*dit, *("", "", None, None)[len(dit) - 1 :])
    return PointAvancement(
        le=jour, seance=etabli.seances.get(jour), etat=etat, texte=texte, suite=suite, fait=fait, total=total,
        par=etabli.par.compte,
    )  # fmt: skip


def _moyens(ecrites: Sequence[tuple[Ligne, Action]], etabli: Etabli) -> None:
    """Milestones, money, measures and links."""
    jalons = [JalonAction(action=a, libelle=dit, prevu_le=prevu, atteint_le=atteint)
              for ligne, a in ecrites for dit, prevu, atteint in _jalons(ligne, etabli.jour)]  # fmt: skip
    JalonAction.objects.bulk_create(jalons, batch_size=500)
    creer(FinancementAction, [une for ligne, action in ecrites for une in _budget(ligne, action, etabli)])
    mesures = [(action, mesure) for ligne, action in ecrites for mesure in _mesures(ligne, etabli.jour)]
    indicateurs = IndicateurAction.objects.bulk_create(
        IndicateurAction(action=action, libelle=libelle, indicateur=code, unite=unite, reference=reference, cible=cible)
        for action, (libelle, code, unite, reference, cible, _) in mesures
    )
    ValeurIndicateur.objects.bulk_create(
        ValeurIndicateur(indicateur=indicateur, le=le, valeur=valeur)
        for indicateur, (_, mesure) in zip(indicateurs, mesures, strict=True)
        for le, valeur in mesure[-1]
    )
    for ligne, action in ecrites:
        appel = Appel.objects.filter(territoire=etabli.plan.territoire, code=ligne.detail.get("appel", "")).first()
        if appel:
            LienAction.objects.create(action=action, appel=appel)


def _jalons(ligne: Ligne, jour: date) -> Iterator[tuple[str, date, date | None]]:
    """What is past was reached, within three weeks; a late action missed what follows its first milestone."""
    if "jalons" in ligne.detail:
        yield from ((dit, prevu, atteint or None) for dit, prevu, atteint in ligne.detail["jalons"])
        return
    for rang, (dit, part) in enumerate(lire("pactes/vocabulaire")["genres"][ligne.genre]["jalons"]):
        prevu = ligne.debut + timedelta(days=int((ligne.fin - ligne.debut).days * part))
        atteint = prevu + timedelta(days=ligne.tirage.entier(-8, 20))
        manque = ligne.etat in "PN" or (ligne.etat in "RS" and rang > 0)
        yield dit, prevu, None if manque or prevu > jour else min(atteint, jour)


def _budget(ligne: Ligne, action: Action, etabli: Etabli) -> Iterator[FinancementAction]:
    """A line for each funder and year, in proportion of the months; nothing is known of the years to come."""
    for sigle, milliers in ligne.financeurs:
        for annee in range(ligne.debut.year, ligne.fin.year + 1):
            premier = ligne.debut.month if annee == ligne.debut.year else 1
            dernier = ligne.fin.month if annee == ligne.fin.year else 12
            prevu = Decimal(milliers * 1000 * (dernier - premier + 1) // 1200 * 100)
            part = ligne.tirage.choix(OBTENU)
            connu = annee < etabli.jour.year or (annee == etabli.jour.year and part >= 100)
            obtenu = (prevu * (0 if ligne.etat == "N" and annee > ligne.debut.year else part) / 100) if connu else None
            yield FinancementAction(
                action=action, financeur=etabli.corps[sigle], annee=annee, prevu=prevu, obtenu=obtenu
            )


def _mesures(ligne: Ligne, jour: date) -> Iterator[tuple[Any, ...]]:
    """``(label, code, unit, baseline, target, values)``: told by the file, or at the end of each year gone by."""
    if "indicateurs" in ligne.detail:
        yield from ligne.detail["indicateurs"]
        return
    genre = lire("pactes/vocabulaire")["genres"][ligne.genre]
    libelle, unite, bas, haut = genre["mesure"]
    depart = ligne.tirage.entier(bas, haut)
    cible = len(genre["jalons"]) if ligne.genre == "E" else depart + max(2, depart // 4)
    annees = range(ligne.debut.year, min(ligne.fin.year, jour.year - 1) + 1)
    releves = [
        (date(annee, 12, 31), max(0, depart + (cible - depart) * (rang * 3 + ligne.tirage.entier(0, 4)) // 9))
        for rang, annee in enumerate(annees)
    ]
    yield libelle, "", unite, depart, cible, [] if ligne.etat in "PN" else releves
