"""Stopping a parcours for a while, and taking it up again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions._passage import passage
from deplie.parcours.models import Participation, Suspension
from deplie.parcours.rules.suspension import MOTIFS_SUSPENSION
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def suspendre(
    *, participation: Participation, motif: str, le: date, par: Acteur, fin_prevue: date | None = None
) -> Suspension:
    """Suspend from that day on. Raises RefusMetier out of turn, before the entry, to come, or over another one."""
    if motif not in MOTIFS_SUSPENSION:
        raise RefusMetier("Choisissez un motif de suspension de la liste.")
    if fin_prevue and fin_prevue < le:
        raise RefusMetier("La reprise prévue précède la suspension. Corrigez l'une des deux dates.")
    generations.noter(par.territoire.code, "sejour")
    with passage("suspendre", participation):
        _verifier_debut(participation, le)
        suspension = Suspension(participation=participation, motif=motif, debut=le, fin_prevue=fin_prevue)
        with traduire(PHRASES):
            enregistrer(suspension, par=par)
    consigner("suspendre un parcours", par=par, objet=suspension, detail={"le": ecrire(le)})
    return suspension


@transaction.atomic
def reprendre(*, participation: Participation, le: date, par: Acteur) -> None:
    """Take the parcours up again that day; the days of the suspension leave the duration of the parcours."""
    generations.noter(par.territoire.code, "sejour")
    with passage("reprendre", participation):
        terminer_suspension(participation=participation, le=le, par=par)
    consigner("reprendre un parcours", par=par, objet=participation, detail={"le": ecrire(le)})


@transaction.atomic
def terminer_suspension(*, participation: Participation, le: date, par: Acteur) -> None:
    """End the suspension that is open, if there is one: the decision that ends it is journaled by its caller."""
    suspension = participation.suspensions.filter(fin=None).first()
    if suspension is None:
        return
    if le < suspension.debut:
        raise RefusMetier(f"La date ({le:%d/%m/%Y}) précède la suspension ({suspension.debut:%d/%m/%Y}).")
    if le > timezone.localdate():
        raise RefusMetier(f"La reprise ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    suspension.fin = le
    enregistrer(suspension, par=par)
    jours = (participation.jours_suspension or 0) + (le - suspension.debut).days
    modifier(participation, {"jours_suspension": jours}, par=par)


def _verifier_debut(participation: Participation, le: date) -> None:
    if le > timezone.localdate():
        raise RefusMetier(f"La suspension ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if le < participation.date_entree:
        raise RefusMetier(f"La suspension précède l'entrée ({participation.date_entree:%d/%m/%Y}).")
    derniere = participation.suspensions.exclude(fin=None).order_by("-fin").first()
    if derniere and derniere.fin and le < derniere.fin:
        raise RefusMetier(f"Une suspension court jusqu'au {derniere.fin:%d/%m/%Y}. Une date qui la suit est attendue.")
