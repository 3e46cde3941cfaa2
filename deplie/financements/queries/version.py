"""A plan as it stands in the tables, and its earlier versions with their dates."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import AvenantConvention, LignePlan, Operation, Ressource, VersionPlan
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.nomenclature import FSE
from deplie.financements.rules.plan_ecrit import LigneEcrite, PlanEcrit, PosteEcrit, RessourceEcrite, de_json
from deplie.financements.rules.version import DEPOT


def financeur_de_l_aide(operation: Operation) -> str:
    """The kind of funder that the aid of an operation comes from: that of its call, else the European fund."""
    return operation.appel.financeur if operation.appel else FSE


def est_l_aide(operation: Operation, ressource: Ressource) -> bool:
    """Whether a resource is the aid of the call (under the name of who launches it), or the European part."""
    if operation.appel is None:
        return ressource.genre == FSE
    if ressource.organisation_id is None:
        return ressource.genre == operation.appel.financeur == FSE
    return ressource.organisation_id == operation.appel.organisation_id


def plan_ecrit(operation: Operation) -> PlanEcrit:
    """The plan of an operation, in the order it was typed. Three queries."""
    return PlanEcrit(
        operation.programmation,
        operation.option_simplifiee,
        tuple(
            LigneEcrite(x.nature, x.libelle, x.annee, x.montant, x.des_postes, x.pk)
            for x in sorted(operation.lignes.all(), key=lambda x: x.pk)
        ),
        tuple(
            RessourceEcrite(x.genre, x.libelle, x.annee, x.montant, x.acquise, est_l_aide(operation, x), x.pk)
            for x in sorted(operation.ressources.all(), key=lambda x: x.pk)
        ),
        tuple(
            PosteEcrit(x.fonction, x.annee, x.etp, x.heures, x.cout, x.agent_id, x.structure_id, x.pk)
            for x in sorted(operation.postes.all(), key=lambda x: x.pk)
        ),
    )


def versions_de(operation: Operation) -> list[VersionPlan]:
    """The versions that were kept, the latest first."""
    return list(VersionPlan.objects.filter(operation=operation).select_related("avenant").order_by("-rang"))


def version_ou_404(acteur: Acteur, pk: int) -> VersionPlan:
    """A version of the plan of an operation that the actor may read."""
    proches = VersionPlan.objects.filter(pk=pk, operation__in=visibles_par(acteur))
    trouvee = proches.select_related("avenant", "operation__appel", "operation__porteur").first()
    if trouvee is None:
        raise Http404
    return trouvee


def plans_de_l_avenant(avenant: AvenantConvention) -> tuple[PlanEcrit, PlanEcrit] | None:
    """The plan that an avenant found and the one that it carries; None where it carries none.

    Found: the one in effect just before, of those signed; the plan handed in where nothing else was kept.
    """
    portee = VersionPlan.objects.filter(avenant=avenant).first()
    if portee is None:
        return None
    gardees = VersionPlan.objects.filter(operation=portee.operation_id).exclude(pk=portee.pk)
    avant = [une for une in gardees if (une.effet_le, une.rang) < (portee.effet_le, portee.rang)]
    trouvee = max(avant, key=lambda une: (une.moment != DEPOT, une.effet_le, une.rang), default=None)
    vide = PlanEcrit(portee.operation.programmation, "")
    return plan_de_la_version(trouvee) if trouvee else vide, plan_de_la_version(portee)


def plan_de_la_version(version: VersionPlan) -> PlanEcrit:
    """The plan that a version keeps."""
    return de_json(version.contenu)


def dernier_auteur(operation: Operation) -> str:
    """Who last changed a line or a resource of a plan, and at what hour: « Léa à 14 h 05 »; for who writes too."""
    derniers = [
        modele.historique.filter(operation=operation.pk).select_related("history_user").order_by("-history_id").first()
        for modele in (LignePlan, Ressource)
    ]
    connus = [un for un in derniers if un]
    if not connus:
        return "Quelqu'un"
    dernier = max(connus, key=lambda un: un.history_date)
    return f"{dernier.history_user or 'Quelqu’un'} à {timezone.localtime(dernier.history_date):%H h %M}"
