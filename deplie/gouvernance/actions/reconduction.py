"""A plan carried on over its next period."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.actions.plan import creer_plan
from deplie.gouvernance.models import (
    Action,
    Axe,
    IndicateurAction,
    JalonAction,
    PartenaireAction,
    Plan,
)
from deplie.gouvernance.rules.cycle import OUVERTS
from deplie.socle.editions import enregistrer
from deplie.socle.journal import consigner


@transaction.atomic
def reconduire_plan(*, plan: Plan, nom: str, debut: date, fin: date, par: Acteur) -> Plan:
    """Open the next plan: the same axes, the actions still open, to be launched again.

    Each keeps its pilot, its partners, its public, its milestones still to reach, its indicators, which start from
    their last value. Points of progress, budgets and links are those of the former plan; so are the days before
    ``debut``. Raises RefusMetier as the creation of a plan.
    """
    valeurs = {champ: getattr(plan, champ) for champ in ("nature", "comite", "protocole", "source")}
    suite = creer_plan(valeurs=valeurs | {"nom": nom, "debut": debut, "fin": fin}, par=par)
    for axe in plan.axes.order_by("numero"):
        copie = Axe.objects.create(plan=suite, numero=axe.numero, titre=axe.titre)
        ouvertes = axe.actions.filter(statut__in=sorted(OUVERTS)).order_by("numero")
        for action in ouvertes.prefetch_related("partenaires", "jalons", "indicateurs__valeurs"):
            _reprendre(action, copie, debut, par)
    consigner("reconduire un plan d'actions", par=par, objet=suite, detail={"depuis": plan.pk})
    return suite


def _reprendre(action: Action, axe: Axe, debut: date, par: Acteur) -> None:
    copie = Action(
        axe=axe,
        numero=action.numero,
        titre=action.titre,
        pilote_id=action.pilote_id,
        public=action.public,
        debut=_depuis(action.debut, debut),
        fin=_depuis(action.fin, debut),
        description=action.description,
    )
    enregistrer(copie, par=par)
    PartenaireAction.objects.bulk_create(
        PartenaireAction(action=copie, organisation_id=partenaire.organisation_id)
        for partenaire in action.partenaires.all()
    )
    JalonAction.objects.bulk_create(
        JalonAction(action=copie, libelle=jalon.libelle, prevu_le=jalon.prevu_le)
        for jalon in action.jalons.all()
        if jalon.atteint_le is None and jalon.prevu_le >= debut
    )
    IndicateurAction.objects.bulk_create(_mesure(mesure, copie) for mesure in action.indicateurs.all())


def _mesure(mesure: IndicateurAction, action: Action) -> IndicateurAction:
    valeurs = sorted(mesure.valeurs.all(), key=lambda valeur: valeur.le)
    return IndicateurAction(
        action=action,
        libelle=mesure.libelle,
        indicateur=mesure.indicateur,
        unite=mesure.unite,
        reference=valeurs[-1].valeur if valeurs else mesure.reference,
        cible=mesure.cible,
    )


def _depuis(jour: date | None, debut: date) -> date | None:
    return jour if jour and jour >= debut else None
