"""Calls for projects of a demonstration territory: what was asked, marked and decided, all of it invented.

A call of past years is recorded with the days it would have had. Each step looks before it acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.cadre.models import SubventionGlobale
from deplie.financements.models import (
    Appel,
    EvenementOperation,
    Operation,
    PieceRequise,
    QuestionEligibilite,
)
from deplie.financements.rules.nomenclature import AVIS
from deplie.instances.models import Decision, Instance, Seance
from deplie.instances.rules import SELECTION
from deplie.site.demonstration.calendrier import annee_courante, ouvre_avant, ouvre_des
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.declaration import PLIE, Declaration
from deplie.site.demonstration.ecriture import creer
from deplie.site.demonstration.lectures import Notee, avis_de, classer, ecrire, noter_sur
from deplie.site.demonstration.plans import chiffrer, forfait
from deplie.site.demonstration.structures import structure
from deplie.site.demonstration.tirage import Tirage

ROLES: Final = ("gestionnaire_oi", "animateur_coordonnateur", "instructeur", "charge_mission_ess", "membre_jury")
# What a committee decides.
DECIDES: Final = frozenset({"retenir", "mettre_en_attente", "rejeter"})
# What each rank weighs in the envelope: the first are not all equal.
POIDS: Final = (5, 3, 4, 2, 6, 3, 5)
REJET: Final = "Enveloppe épuisée : projet classé après ceux qui sont retenus."
REJET_NOTE: Final = "Note sous la moyenne : le public et les moyens sont à préciser pour un prochain appel."
REJET_ATTENTE: Final = "Aucune place ne s'est libérée : la liste d'attente est close."
RESUME: Final = "{} : douze personnes à la fois, avec trois partenaires du territoire. Projet inventé."


@dataclass(frozen=True)
class Pas:
    """A step of an application."""

    acte: str
    etat: str
    le: date
    motif: str = ""


class Jours:
    """The days of a call once it is closed, all of them worked: counted back from its committee."""

    def __init__(self, comite: date) -> None:
        self.comite = comite
        self.recevable, self.instruite, self.avis = (
            ouvre_avant(comite - timedelta(days=jours)) for jours in (24, 16, 8)
        )
        # When those who waited are told that nothing was freed.
        self.cloture = ouvre_des(comite + timedelta(days=190))


def appels_de(lue: Declaration, jour: date) -> list[Mapping[str, Any]]:
    """The calls that the file tells, the years that follow the last one of a fund, and the call in progress."""
    dits = list(lue.brut.get("appels", ()))
    suite = lue.brut.get("appels_suivants")
    if suite:
        dits += [_de_l_annee(suite, annee) for annee in range(suite["depuis"], annee_courante(jour))]
    courant = lue.brut.get("appel_courant")
    return [*dits, {**_de_l_annee(courant, annee_courante(jour)), "courant": True}] if courant else dits


def _de_l_annee(decrit: Mapping[str, Any], annee: int) -> Mapping[str, Any]:
    """A call described for any year."""
    dit = {cle: valeur.replace("{annee}", str(annee)) if isinstance(valeur, str) else valeur
           for cle, valeur in decrit.items()}  # fmt: skip
    # Few apply, and not always the same.
    tour = decrit.get("tourne", 0) * annee % len(decrit["projets"])
    combien = 8 if tour else len(decrit["projets"])
    avant = decrit.get("avant", 1)
    return dit | {
        "annee": annee,
        "projets": [*decrit["projets"][tour:], *decrit["projets"][:tour]][:combien],
        "ouvre_le": date(annee - avant, *decrit["ouvre"]),
        "ferme_le": date(annee - avant, *decrit["ferme"]),
        "comite_le": date(annee - avant, *decrit["comite"]),
    }


@transaction.atomic
def appeler(lue: Declaration, par: Acteur) -> None:
    """Record the calls of a territory, their applications and what a committee decided."""
    agents = {role: en_role(par, role).agent for role in ROLES}
    for decrit in appels_de(lue, timezone.localdate()):
        if not Appel.objects.filter(territoire=par.territoire, code=decrit["code"]).exists():
            _appel(decrit, agents, par)


def _appel(decrit: Mapping[str, Any], agents: Mapping[str, Agent], par: Acteur) -> None:
    appel = lancer(decrit, par)
    seance = _seance(ouvre_avant(decrit["comite_le"]), par)
    operations = _operations(appel, decrit, par)
    notees = _ranger(operations, decrit["retenus"], f"{par.territoire.code}/{appel.code}")
    jours = Jours(seance.le)
    issues = [_issue(une, decrit, jours) for une in notees]
    for une, issue in zip(notees, issues, strict=True):
        une.operation.statut, une.operation.statut_le = issue[-1].etat, issue[-1].le
    creer(Operation, operations)
    chiffrer(operations)
    ecrire(appel, notees, agents, jours.instruite, jours.avis)
    comptes = {role: agent.compte for role, agent in agents.items()}
    seances = {jour: _seance(jour, par) for jour in (seance.le, jours.cloture)
               if any(pas.le == jour for issue in issues for pas in issue)}  # fmt: skip
    lues = list(zip((une.operation for une in notees), issues, strict=True))
    EvenementOperation.objects.bulk_create(_evenements(lues, seances, comptes), batch_size=500)
    Decision.objects.bulk_create(_decisions(lues, seances, comptes))


def lancer(decrit: Mapping[str, Any], par: Acteur) -> Appel:
    """A call as it was published, with its grid."""
    appel = Appel.objects.create(
        territoire=par.territoire,
        organisation=structure(decrit["organisation"], par),
        ouvre_le=_moment(decrit["ouvre_le"], time(0)),
        ferme_le=_moment(decrit["ferme_le"], time(23, 59, 59)),
        debut_operations=date(decrit["annee"], 1, 1),
        fin_operations=date(decrit["annee"] + decrit.get("duree", 1) - 1, 12, 31),
        statut="PUBLIE",
        dispositif=par.territoire.dispositifs.filter(code=PLIE).first() if decrit["usage"] == "PLIE" else None,
        controle_service_fait=decrit.get("controle", True),
        subvention=_subvention(decrit, par),
        **{cle: decrit.get(cle, "") for cle in ("programmation", "axe", "objectif_specifique")},
        **{cle: decrit[cle] for cle in ("code", "titre", "usage", "financeur", "cadrage", "enveloppe", "taux_max")},
    )
    QuestionEligibilite.objects.create(appel=appel, rang=1, texte="L'action se déroule-t-elle sur le territoire ?")
    PieceRequise.objects.create(appel=appel, rang=1, intitule="Statuts de la structure", obligatoire=False)
    if appel.programmation:
        au_bilan = PieceRequise.Moment.BILAN
        PieceRequise.objects.create(appel=appel, rang=2, intitule="Rapport d'activité de l'opération", moment=au_bilan)
    noter_sur(appel)
    return appel


def _subvention(decrit: Mapping[str, Any], par: Acteur) -> SubventionGlobale | None:
    """The subvention globale that pays the call, where the territory runs one of its programmation in its years."""
    siennes = SubventionGlobale.objects.filter(organisme__territoire=par.territoire)
    jour = date(decrit["annee"], 1, 1)
    return siennes.filter(programmation=decrit.get("programmation", ""), debut__lte=jour, fin__gte=jour).first()


def _partager(enveloppe: Decimal, combien: int) -> list[Decimal]:
    """So many amounts in whole euros, never more than the envelope in all."""
    poids = [POIDS[rang % len(POIDS)] for rang in range(combien)]
    return [Decimal(int(enveloppe * un / sum(poids))) for un in poids]


def _operations(appel: Appel, decrit: Mapping[str, Any], par: Acteur) -> list[Operation]:
    """The applications of a call, by code, those that the committee chose first; nothing is written yet."""
    montants = _partager(Decimal(decrit["enveloppe"]), decrit["retenus"])
    return [
        _operation(appel, decrit.get("codes", decrit["code"] + "-{:03}").format(rang + 1), projet,
                   montants[rang] if rang < len(montants) else None, par)
        for rang, projet in enumerate(decrit["projets"])
    ]  # fmt: skip


def _operation(appel: Appel, code: str, projet: str, montant: Decimal | None, par: Acteur) -> Operation:
    nom, _, intitule = projet.partition(" : ")
    porteur = structure(nom, par)
    return Operation(
        territoire=appel.territoire,
        appel=appel,
        code=code,
        dispositif=appel.dispositif,
        programmation=appel.programmation,
        objectif_specifique=appel.objectif_specifique,
        intitule=intitule,
        resume=RESUME.format(intitule),
        porteur=porteur,
        porteur_nom=nom,
        porteur_siret=porteur.siret,
        debut=appel.debut_operations,
        fin=appel.fin_operations,
        montant_demande=montant or Decimal(int(appel.enveloppe / 20)),
        montant_programme=montant,
        option_simplifiee=forfait(appel.programmation),
        deposee_le=appel.ferme_le - timedelta(hours=5 + sum(map(ord, code)) % 90),
    )


def _ranger(operations: Sequence[Operation], retenus: int, sujet: str) -> list[Notee]:
    """In the order of their marks: those that the committee chose, in any order, then the others."""
    tirage = Tirage(f"{sujet}/rangs")
    return classer([*tirage.melange(operations[:retenus]), *tirage.melange(operations[retenus:])], sujet)


def _issue(notee: Notee, decrit: Mapping[str, Any], jours: Jours) -> list[Pas]:
    """What the committee decided: the first of those left out wait, in the call in progress alone for ever."""
    operation, derriere = notee.operation, notee.rang - decrit["retenus"]
    assert operation.deposee_le is not None
    depot = timezone.localtime(operation.deposee_le).date()
    pas = [
        Pas("preparer", "BROUILLON", depot - timedelta(days=9)), Pas("deposer", "DEPOSEE", depot),
        Pas("declarer_recevable", "RECEVABLE", jours.recevable), Pas("instruire", "EN_INSTRUCTION", jours.instruite),
        Pas("rendre_avis", "AVIS_TECHNIQUE", jours.avis, _avis(notee, len(decrit["projets"]))),
    ]  # fmt: skip
    if derriere <= 0:
        return [*pas, Pas("retenir", "PROGRAMMEE", jours.comite)]
    if derriere > max(1, (len(decrit["projets"]) - decrit["retenus"]) // 3):
        motif = REJET_NOTE if notee.note < 50 else REJET
        return [*pas, Pas("rejeter", "REJETEE", jours.comite, motif)]
    pas.append(Pas("mettre_en_attente", "LISTE_ATTENTE", jours.comite))
    return pas if decrit.get("courant") else [*pas, Pas("rejeter", "REJETEE", jours.cloture, REJET_ATTENTE)]


def _avis(notee: Notee, combien: int) -> str:
    place = "1er" if notee.rang == 1 else f"{notee.rang}e"
    return f"{AVIS[avis_de(int(notee.note / 5))].capitalize()} : {place} dossier sur {combien} (inventé)."


def _evenements(
    lues: Sequence[tuple[Operation, list[Pas]]], seances: Mapping[date, Seance], comptes: Mapping[str, Any]
) -> Iterator[EvenementOperation]:
    """The applicant writes and hands in; who manages the call does the rest, a committee decides."""
    for operation, pas in lues:
        for rang, un in enumerate(pas):
            yield EvenementOperation(
                operation=operation, acte=un.acte, depuis=pas[rang - 1].etat if rang else "", vers=un.etat, le=un.le,
                seance=seances[un.le] if un.acte in DECIDES else None, motif=un.motif,
                par=comptes["gestionnaire_oi"] if rang > 1 else None,
            )  # fmt: skip


def _decisions(
    lues: Sequence[tuple[Operation, list[Pas]]], seances: Mapping[date, Seance], comptes: Mapping[str, Any]
) -> Iterator[Decision]:
    """In the order of the ranking, which is that of the committee."""
    rangs = {seance.pk: seance.decisions.count() for seance in seances.values()}
    for operation, pas in lues:
        for un in pas:
            if un.acte in DECIDES:
                seance = seances[un.le]
                rangs[seance.pk] += 1
                yield Decision(
                    seance=seance, rang=rangs[seance.pk], genre="operation", objet_id=operation.pk,
                    resultat=un.acte, motif=un.motif, par=comptes["animateur_coordonnateur"],
                )  # fmt: skip


def _seance(le: date, par: Acteur) -> Seance:
    """The committee of selection, held that day."""
    instance, _ = Instance.objects.get_or_create(
        territoire=par.territoire, nom="Comité de sélection", defaults={"nature": SELECTION}
    )
    return Seance.objects.get_or_create(instance=instance, le=le, defaults={"statut": Seance.Statut.TENUE})[0]


def _moment(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))
