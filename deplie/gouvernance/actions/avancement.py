"""Progress: points told at a committee or between two, milestones reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.actions._controle import PHRASES, exiger, exiger_avance, exiger_ici
from deplie.gouvernance.models import Action, JalonAction, PointAvancement
from deplie.gouvernance.rules.cycle import PREVUE, refus_d_etat
from deplie.instances.models import Seance
from deplie.socle.contraintes import traduire
from deplie.socle.editions import modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@dataclass(frozen=True)
class Point:
    """What is told of an action: its state, a share as two numbers or none, a text, what comes next."""

    etat: str
    fait: int | None = None
    total: int | None = None
    texte: str = ""
    suite: str = ""


@transaction.atomic
def noter_point(
    *, action: Action, point: Point, par: Acteur, le: date | None = None, seance: Seance | None = None
) -> PointAvancement:
    """Tell what an action is on a day (today unless told; the day of the séance when there is one): the action takes
    that state.

    Raises RefusMetier for a day to come, a day before its last point, a state the table does not lead to, a séance of
    another body, half a share, or who is neither its pilot nor holds the plan.
    """
    exiger_ici(action.axe.plan.territoire_id, par)
    exiger_avance(action, par)
    jour = _jour(action, seance, le)
    actuelle = Action.objects.select_for_update().get(pk=action.pk)
    dernier = PointAvancement.objects.filter(action=actuelle).order_by("-le").first()
    if dernier and dernier.le > jour:
        raise RefusMetier(
            f"Un point plus récent est noté, le {dernier.le:%d/%m/%Y}. Notez ce que l'action est depuis ce jour."
        )
    exiger(refus_d_etat(actuelle.statut, point.etat, point.texte))
    _exiger_part(point)
    note = PointAvancement(
        action=actuelle,
        le=jour,
        seance=seance,
        etat=point.etat,
        fait=point.fait,
        total=point.total,
        texte=point.texte.strip(),
        suite=point.suite.strip(),
        par=par.compte,
    )
    with traduire(PHRASES):
        note.save()
    modifier(action, {"statut": point.etat}, par=par)
    consigner("noter l'avancement d'une action", par=par, objet=action, detail={"point": note.pk, "etat": point.etat})
    return note


@transaction.atomic
def noter_points(*, seance: Seance, points: Iterable[tuple[Action, Point]], par: Acteur) -> int:
    """Tell what many actions are at one committee: all or none. Returns how many; raises as ``noter_point``, the
    refusal names the action."""
    nombre = 0
    for action, point in points:
        try:
            noter_point(action=action, point=point, par=par, seance=seance)
        except RefusMetier as refus:
            raise RefusMetier(f"Action {action.code} : {refus.message}") from refus
        nombre += 1
    return nombre


@transaction.atomic
def corriger_point(*, note: PointAvancement, point: Point, par: Acteur) -> None:
    """Put right what the last point of an action says: its day and its séance stay, the action takes its state.

    Raises RefusMetier for a point that another follows, and as ``noter_point`` from the state that the action had
    before it.
    """
    exiger_ici(note.action.axe.plan.territoire_id, par)
    exiger_avance(note.action, par)
    actuelle = Action.objects.select_for_update().get(pk=note.action_id)
    avant = list(PointAvancement.objects.filter(action=actuelle).order_by("-le", "-pk")[:2])
    if avant[0].pk != note.pk:
        raise RefusMetier(f"Un autre point suit celui-ci, le {avant[0].le:%d/%m/%Y} : corrigez le dernier.")
    exiger(refus_d_etat(avant[1].etat if len(avant) > 1 else PREVUE, point.etat, point.texte))
    _exiger_part(point)
    note.etat, note.fait, note.total = point.etat, point.fait, point.total
    note.texte, note.suite = point.texte.strip(), point.suite.strip()
    with traduire(PHRASES):
        note.save(update_fields=["etat", "fait", "total", "texte", "suite"])
    modifier(note.action, {"statut": point.etat}, par=par)
    consigner("corriger un point d'avancement", par=par, objet=note, detail={"etat": point.etat})


@transaction.atomic
def poser_jalon(*, action: Action, libelle: str, prevu_le: date, par: Acteur) -> JalonAction:
    """Say a milestone and when it is to be reached. Raises RefusMetier for a label taken in the action."""
    exiger_ici(action.axe.plan.territoire_id, par)
    jalon = JalonAction(action=action, libelle=libelle.strip(), prevu_le=prevu_le)
    with traduire(PHRASES):
        jalon.save()
    consigner("poser un jalon d'action", par=par, objet=jalon, detail={"action": action.pk})
    return jalon


@transaction.atomic
def modifier_jalon(
    *, jalon: JalonAction, libelle: str, prevu_le: date, par: Acteur, atteint_le: date | None = None
) -> None:
    """Correct a milestone. Raises RefusMetier for a label taken in the action, or reached on a day to come."""
    exiger_ici(jalon.action.axe.plan.territoire_id, par)
    _pas_a_venir(atteint_le)
    jalon.libelle, jalon.prevu_le, jalon.atteint_le = libelle.strip(), prevu_le, atteint_le
    with traduire(PHRASES):
        jalon.save()
    consigner("modifier un jalon d'action", par=par, objet=jalon, detail={"action": jalon.action_id})


@transaction.atomic
def retirer_jalon(*, jalon: JalonAction, par: Acteur) -> None:
    """Take a milestone back: it was not one."""
    exiger_ici(jalon.action.axe.plan.territoire_id, par)
    consigner("retirer un jalon d'action", par=par, objet=jalon, detail={"action": jalon.action_id})
    jalon.delete()


@transaction.atomic
def atteindre_jalon(*, jalon: JalonAction, le: date | None, par: Acteur) -> None:
    """Say when a milestone was reached; None says that it was not after all. Raises RefusMetier for a day to come, or
    who is neither the pilot nor holds the plan."""
    exiger_ici(jalon.action.axe.plan.territoire_id, par)
    exiger_avance(jalon.action, par)
    _pas_a_venir(le)
    jalon.atteint_le = le
    jalon.save(update_fields=["atteint_le"])
    consigner("dire un jalon d'action atteint", par=par, objet=jalon, detail={"atteint": le is not None})


def _jour(action: Action, seance: Seance | None, le: date | None) -> date:
    if seance is None:
        jour = le or timezone.localdate()
    else:
        if seance.instance_id != action.axe.plan.comite_id:
            raise RefusMetier("Cette séance n'est pas de l'instance qui suit le plan.")
        if seance.statut == Seance.Statut.ANNULEE:
            raise RefusMetier("Cette séance est annulée.")
        jour = seance.le
    _pas_a_venir(jour)
    return jour


def _exiger_part(point: Point) -> None:
    """A share is two numbers, or none."""
    if (point.fait is None) != (point.total is None):
        raise RefusMetier(PHRASES["point_avancement_part"])


def _pas_a_venir(jour: date | None) -> None:
    if jour and jour > timezone.localdate():
        raise RefusMetier("Ce jour est à venir : notez ce qui est fait.")
