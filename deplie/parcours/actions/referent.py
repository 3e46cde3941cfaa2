"""Who follows a parcours changes: from which day, and why."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.models import ChangementReferent, Participation
from deplie.parcours.rules.referent import refus_de_changer
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.rules import MOTIF_ANNULATION


@transaction.atomic
def changer_referent(
    *, participation: Participation, referent: Agent | None, le: date, raison: str, par: Acteur
) -> ChangementReferent | None:
    """Give a parcours to another référent from that day on; None leaves it to nobody.

    Changed again on the same day, the change of that day is corrected; it goes (and None is returned) when it comes
    back to who followed before. Raises RefusMetier for the same référent, somebody of another territory, a day to
    come, before the entry or before the last change.
    """
    generations.noter(par.territoire.code, "sejour")
    ici = Participation.objects.select_for_update().get(pk=participation.pk)
    _verifier(ici, referent, par)
    dernier = ici.changements_referent.order_by("-le").first()
    if phrase := refus_de_changer(le, ici.date_entree, dernier.le if dernier else None, timezone.localdate()):
        raise RefusMetier(phrase)
    raison = " ".join(raison.split())
    detail = {"de": ici.referent_id, "vers": referent.pk if referent else None, "le": ecrire(le)}
    with traduire(PHRASES):
        changement = _noter(ici, dernier, referent, le, raison, par)
        modifier(participation, {"referent": referent}, par=par)
    consigner("changer de référent", par=par, objet=participation, detail=detail)
    return changement


def _noter(
    ici: Participation,
    dernier: ChangementReferent | None,
    referent: Agent | None,
    le: date,
    raison: str,
    par: Acteur,
) -> ChangementReferent | None:
    """The change of that day: the one already noted is corrected, or goes when it changes nothing any more."""
    if dernier is None or dernier.le != le:
        changement = ChangementReferent(participation=ici, ancien=ici.referent, nouveau=referent, le=le, raison=raison)
        enregistrer(changement, par=par)
        return changement
    if dernier.ancien == referent:
        dernier._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
        dernier.delete()
        return None
    modifier(dernier, {"nouveau": referent, "raison": raison}, par=par)
    return dernier


def _verifier(ici: Participation, referent: Agent | None, par: Acteur) -> None:
    if ici.motif_sortie == MOTIF_ANNULATION:
        raise RefusMetier("Cette participation est annulée : elle n'a plus de référent à changer.")
    if referent and referent.territoire_id != par.territoire.pk:
        raise RefusMetier("Ce référent est d'un autre territoire.")
    if referent is None and ici.referent_id is None:
        raise RefusMetier("Aucun référent ne suit ce parcours : il n'y a rien à changer.")
    if referent and ici.referent_id == referent.pk:
        raise RefusMetier(f"{referent} suit déjà ce parcours.")
