"""What a séance asks to be done: by whom, by when, and what became of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.instances.actions._controle import PHRASES
from deplie.instances.models import Decision, MembreInstance, Seance, Suite
from deplie.instances.rules import refus_de_decider, refus_de_solder
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def demander_suite(
    *,
    seance: Seance,
    objet: str,
    responsable: MembreInstance | Agent | None,
    echeance: date,
    par: Acteur,
    decision: Decision | None = None,
) -> Suite:
    """Record what a séance asks, of a decision or of a point of its agenda.

    Raises RefusMetier before its day or once cancelled, for a decision of another séance, an owner who is of neither
    the body nor the team, a due date before the séance.
    """
    if phrase := refus_de_decider(seance.le, seance.statut == Seance.Statut.ANNULEE, timezone.localdate()):
        raise RefusMetier(phrase)
    if decision is not None and decision.seance_id != seance.pk:
        raise RefusMetier("Cette décision est celle d'une autre séance.")
    suite = Suite(seance=seance, decision=decision, par=par.compte)
    _ecrire(suite, objet, responsable, echeance, par)
    consigner("demander une suite", par=par, objet=seance, detail={"suite": suite.pk})
    return suite


@transaction.atomic
def modifier_suite(
    *, suite: Suite, objet: str, responsable: MembreInstance | Agent | None, echeance: date, par: Acteur
) -> None:
    """Change what is to be done, by whom or by when, while it is not done. Raises as ``demander_suite``."""
    ici = _relire(suite)
    _refuser_faite(ici)
    _ecrire(ici, objet, responsable, echeance, par)
    detail = {"suite": suite.pk, "echeance": echeance.isoformat()}
    consigner("modifier une suite", par=par, objet=ici.seance, detail=detail)


@transaction.atomic
def solder_suite(*, suite: Suite, faite_le: date | None, par: Acteur, note: str = "") -> None:
    """Say the day it was done and what was done; without a day, it is open again.

    Raises RefusMetier without a note, for a day to come or before the séance.
    """
    ici = _relire(suite)
    if faite_le is not None and (phrase := refus_de_solder(ici.seance.le, faite_le, timezone.localdate())):
        raise RefusMetier(phrase)
    ici.faite_le, ici.note = faite_le, " ".join(note.split())
    with traduire(PHRASES):
        ici.save(update_fields=["faite_le", "note"])
    verbe = "solder une suite" if faite_le else "rouvrir une suite"
    consigner(verbe, par=par, objet=ici.seance, detail={"suite": suite.pk})


@transaction.atomic
def retirer_suite(*, suite: Suite, par: Acteur) -> None:
    """Take away what was written by mistake. Raises RefusMetier once it is done."""
    ici = _relire(suite)
    _refuser_faite(ici)
    consigner("retirer une suite", par=par, objet=ici.seance, detail={"suite": ici.pk})
    ici.delete()


def _relire(suite: Suite) -> Suite:
    return Suite.objects.select_for_update(of=("self",)).select_related("seance__instance").get(pk=suite.pk)


def _refuser_faite(suite: Suite) -> None:
    if suite.faite_le is not None:
        raise RefusMetier("Cette suite est faite : rouvrez-la d'abord.")


def _ecrire(suite: Suite, objet: str, responsable: MembreInstance | Agent | None, echeance: date, par: Acteur) -> None:
    membre = responsable if isinstance(responsable, MembreInstance) else None
    agent = responsable if isinstance(responsable, Agent) else None
    if membre is not None and membre.instance_id != suite.seance.instance_id:
        raise RefusMetier("Ce siège est celui d'une autre instance.")
    if agent is not None and agent.territoire_id != par.territoire.pk:
        raise RefusMetier("Cette personne est d'un autre territoire.")
    if echeance < suite.seance.le:
        raise RefusMetier(f"L'échéance précède la séance, du {suite.seance.le:%d/%m/%Y}. Corrigez-la.")
    suite.objet, suite.echeance = " ".join(objet.split()), echeance
    suite.membre, suite.agent = membre, agent
    with traduire(PHRASES):
        suite.save()
