"""A plan, its axes and its actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.actions._controle import PHRASES, connus, exiger_ici, organisme
from deplie.gouvernance.models import Action, Axe, PartenaireAction, Plan
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

CHAMPS_PLAN: Final = ("nature", "nom", "debut", "fin", "comite", "protocole", "source")
CHAMPS_ACTION: Final = ("numero", "titre", "public", "debut", "fin", "description")


@transaction.atomic
def creer_plan(*, valeurs: Mapping[str, Any], par: Acteur) -> Plan:
    """Open a plan. ``valeurs`` gives values of ``CHAMPS_PLAN``. Raises RefusMetier for a name taken, an end before its
    beginning, or a protocole where the plan is not one's."""
    plan = Plan(territoire=par.territoire, **_du_plan(valeurs, par))
    with traduire(PHRASES):
        enregistrer(plan, par=par)
    consigner("ouvrir un plan d'actions", par=par, objet=plan)
    return plan


@transaction.atomic
def modifier_plan(*, plan: Plan, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None) -> None:
    """Correct a plan. Raises as its creation, and EditionConcurrente as every edition."""
    exiger_ici(plan.territoire_id, par)
    with traduire(PHRASES):
        champs = modifier(plan, _du_plan(valeurs, par), par=par, edition=edition)
    consigner("modifier un plan d'actions", par=par, objet=plan, detail={"champs": sorted(champs)})


@transaction.atomic
def ajouter_axe(*, plan: Plan, numero: int, titre: str, par: Acteur) -> Axe:
    """Add a theme to a plan. Raises RefusMetier for a number already taken."""
    exiger_ici(plan.territoire_id, par)
    axe = Axe(plan=plan, numero=numero, titre=titre.strip())
    with traduire(PHRASES):
        axe.save()
    consigner("ajouter un axe", par=par, objet=axe, detail={"plan": plan.pk})
    return axe


@transaction.atomic
def modifier_axe(*, axe: Axe, numero: int, titre: str, par: Acteur) -> None:
    """Rename or renumber a theme. Raises RefusMetier for a number already taken."""
    exiger_ici(axe.plan.territoire_id, par)
    axe.numero, axe.titre = numero, titre.strip()
    with traduire(PHRASES):
        axe.save()
    consigner("modifier un axe", par=par, objet=axe, detail={"plan": axe.plan_id})


@transaction.atomic
def retirer_axe(*, axe: Axe, par: Acteur) -> None:
    """Take a theme back. Raises RefusMetier while it has an action."""
    exiger_ici(axe.plan.territoire_id, par)
    if axe.actions.exists():
        raise RefusMetier("Cet axe a des actions : déplacez-les dans un autre axe d'abord.")
    consigner("retirer un axe", par=par, objet=axe, detail={"plan": axe.plan_id})
    axe.delete()


@transaction.atomic
def inscrire_action(
    *, axe: Axe, valeurs: Mapping[str, Any], par: Acteur, pilote: str = "", partenaires: Iterable[str] = ()
) -> Action:
    """Write an action in a plan, to be launched; bodies by their names. Without a number it takes the next one of its
    axis. Raises RefusMetier for a number taken in the axis, or an end before its beginning."""
    exiger_ici(axe.plan.territoire_id, par)
    lues = connus(valeurs, CHAMPS_ACTION)
    lues["numero"] = lues.get("numero") or _suivant(axe)
    action = Action(axe=axe, pilote=organisme(pilote, par), **lues)
    with traduire(PHRASES):
        enregistrer(action, par=par)
    _associer(action, partenaires, par)
    consigner("inscrire une action", par=par, objet=action, detail={"plan": axe.plan_id})
    return action


@transaction.atomic
def modifier_action(
    *,
    action: Action,
    valeurs: Mapping[str, Any],
    par: Acteur,
    axe: Axe,
    pilote: str = "",
    partenaires: Iterable[str] = (),
    edition: Edition | None = None,
) -> None:
    """Correct an action, or move it to another axis of its plan, where it takes the next number unless one is told;
    its state changes by a point of progress only. Raises as ``inscrire_action``, and
    EditionConcurrente as every edition."""
    exiger_ici(action.axe.plan.territoire_id, par)
    if axe.plan_id != action.axe.plan_id:
        raise RefusMetier("Cet axe est celui d'un autre plan.")
    voulues = connus(valeurs, CHAMPS_ACTION) | {"axe": axe, "pilote": organisme(pilote, par)}
    if not voulues.get("numero"):
        voulues["numero"] = action.numero if axe.pk == action.axe_id else _suivant(axe)
    with traduire(PHRASES):
        champs = modifier(action, voulues, par=par, edition=edition)
    _associer(action, partenaires, par)
    consigner("modifier une action", par=par, objet=action, detail={"champs": sorted(champs)})


@transaction.atomic
def retirer_action(*, action: Action, par: Acteur) -> None:
    """Take back an action written by mistake. Raises RefusMetier once something was told of it: it is given up then."""
    exiger_ici(action.axe.plan.territoire_id, par)
    if action.points.exists():
        raise RefusMetier("Des points d'avancement sont notés pour cette action : dites-la abandonnée.")
    consigner("retirer une action", par=par, objet=action, detail={"plan": action.axe.plan_id})
    action._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    action.delete()


def _suivant(axe: Axe) -> int:
    """The next number of an axis."""
    return (axe.actions.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1


def _du_plan(valeurs: Mapping[str, Any], par: Acteur) -> dict[str, Any]:
    """The values of a plan, once what they name is of the author's territory."""
    lues = connus(valeurs, CHAMPS_PLAN)
    if comite := lues.get("comite"):
        exiger_ici(comite.territoire_id, par)
    if protocole := lues.get("protocole"):
        exiger_ici(protocole.dispositif.territoire_id, par)
    return lues


def _associer(action: Action, noms: Iterable[str], par: Acteur) -> None:
    """The partners of an action become those named, each once."""
    voulus = {corps.pk for nom in noms if (corps := organisme(nom, par))}
    action.partenaires.exclude(organisation_id__in=voulus).delete()
    presents = set(action.partenaires.values_list("organisation_id", flat=True))
    PartenaireAction.objects.bulk_create(
        PartenaireAction(action=action, organisation_id=pk) for pk in sorted(voulus - presents)
    )
