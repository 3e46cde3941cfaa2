"""Each step of an operation's life goes through here: the table of transitions, its history, the journal."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import EvenementOperation, Operation
from deplie.financements.rules.cycle import TRANSITIONS, refus
from deplie.instances.models import Seance
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def avancer(
    *,
    operation: Operation,
    acte: str,
    par: Acteur | None,
    le: date | None = None,
    motif: str = "",
    seance: Seance | None = None,
) -> Operation:
    """Take an operation one step further; whatever else the caller changed on it is saved with the step.

    ``par`` is None for what an applicant does by its secret link. ``le`` is today unless told (the day of a séance,
    of a signature), never in the future nor before the state that it leaves. The row is locked: of two people at
    once, the second one reads why its act is no more possible. Raises RefusMetier with the sentence to show.
    """
    jour = timezone.localdate()
    le = le or jour
    motif = " ".join(motif.split())
    transition = TRANSITIONS[acte]
    present = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if phrase := refus(acte, present.statut):
        raise RefusMetier(phrase)
    if transition.motivee and not motif:
        raise RefusMetier("Dites pourquoi : le porteur lira cette raison.")
    if le > jour:
        raise RefusMetier(f"Le {le:%d/%m/%Y} est à venir : un acte s'inscrit à sa date, au plus tard aujourd'hui.")
    if le < present.statut_le:
        raise RefusMetier(
            f"L'opération est dans cet état depuis le {present.statut_le:%d/%m/%Y} : l'acte ne peut pas le précéder."
        )
    operation.statut, operation.statut_le = transition.vers, le
    with traduire(PHRASES):
        operation.save()
    EvenementOperation.objects.create(
        operation=operation,
        acte=acte,
        depuis=present.statut,
        vers=transition.vers,
        le=le,
        motif=motif[:500],
        seance=seance,
        par=par.compte if par else None,
    )
    consigner(acte.replace("_", " "), par=par, objet=operation, territoire=operation.territoire.code)
    generations.noter(operation.territoire.code, "operation")
    return operation
