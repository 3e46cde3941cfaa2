"""The plan of an operation is written by who manages it until the convention, then carried by an avenant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.convention import ajouter_avenant
from deplie.financements.actions.version import figer
from deplie.financements.models import (
    AvenantConvention,
    Convention,
    LignePlan,
    Operation,
    PosteTravail,
    Ressource,
)
from deplie.financements.queries.plan import chiffrer_ecrit
from deplie.financements.queries.version import dernier_auteur, plan_ecrit
from deplie.financements.rules.plan import refus_de_financement, refus_de_plan
from deplie.financements.rules.plan_ecrit import LigneEcrite, PlanEcrit, PosteEcrit, RessourceEcrite
from deplie.financements.rules.version import AVENANT, CONVENTION, DEPOT, refus_d_avenant_au_plan, refus_d_etablir
from deplie.socle import editions, generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def etablir_plan(*, operation: Operation, plan: PlanEcrit, edition: Edition, par: Acteur) -> None:
    """Write the whole plan of an operation; a plan out of balance is kept, and said on its page.

    What a holder handed in is kept as a version first. Raises RefusMetier once the convention is signed, for lines that
    do not stand (``rules.plan``), or a line taken out that holds expenses; EditionConcurrente for somebody else's plan.
    """
    ici = _verrouiller(operation)
    convention = Convention.objects.filter(operation=ici).first()
    avant = plan_ecrit(ici)
    if phrase := refus_d_etablir(ici.statut, signee=convention is not None, etabli=not avant.vide):
        raise RefusMetier(phrase)
    _comparer(ici, avant, edition)
    if ici.deposee_le and not avant.vide and not ici.versions_du_plan.exists():
        figer(operation=ici, plan=avant, moment=DEPOT, effet_le=timezone.localdate(ici.deposee_le), par=par)
    _ecrire(ici, plan, par)
    if convention is not None:
        figer(operation=ici, plan=plan_ecrit(ici), moment=CONVENTION, effet_le=convention.debut, par=par)
    consigner("écrire un plan de financement", par=par, objet=ici)


@transaction.atomic
def avenant_au_plan(
    *, operation: Operation, valeurs: Mapping[str, Any], plan: PlanEcrit, edition: Edition, par: Acteur
) -> AvenantConvention:
    """Record an avenant with the plan that it carries; the earlier versions stay as they were.

    ``valeurs``: as ``ajouter_avenant``; a cost or an aid left empty is that of the plan. Raises RefusMetier for a plan
    out of balance, amounts that it contradicts, and as ``ajouter_avenant`` and ``etablir_plan``.
    """
    ici = _verrouiller(operation)
    convention = Convention.objects.filter(operation=ici).first()
    if convention is None:
        raise RefusMetier("La convention n'est pas signée : le plan s'écrit encore sur sa page.")
    avant = plan_ecrit(ici)
    _comparer(ici, avant, edition)
    if not avant.vide and not ici.versions_du_plan.exclude(moment=DEPOT).exists():
        figer(operation=ici, plan=avant, moment=CONVENTION, effet_le=convention.debut, par=par)
    _ecrire(ici, plan, par)
    apres = plan_ecrit(ici)
    cout = chiffrer_ecrit(apres).total
    fautes = refus_de_financement(cout, apres.apports)
    fautes += refus_d_avenant_au_plan(
        cout, apres.aide, cout_dit=valeurs.get("cout_total"), aide_dite=valeurs.get("montant")
    )
    if fautes:
        raise RefusMetier(" ".join(fautes))
    avenant = ajouter_avenant(
        operation=ici, valeurs={**valeurs, "cout_total": cout, "montant": apres.aide or None}, par=par
    )
    figer(operation=ici, plan=apres, moment=AVENANT, effet_le=avenant.effet_le, avenant=avenant, par=par)
    return avenant


def _verrouiller(operation: Operation) -> Operation:
    proches = Operation.objects.select_for_update(of=("self",)).select_related("appel__organisation", "territoire")
    return proches.get(pk=operation.pk)


def _comparer(operation: Operation, present: PlanEcrit, edition: Edition) -> None:
    """Somebody else wrote another plan since the form was opened: both are shown before one replaces the other."""
    if edition.version in ("", present.version) or edition.vu == present.version:
        return
    raise EditionConcurrente(
        f"{dernier_auteur(operation)} a enregistré un autre plan pendant votre saisie : il est montré ci-dessous. "
        "Votre saisie est gardée dans le formulaire. Vérifiez, puis enregistrez de nouveau pour la retenir.",
        present.version,
    )


def _ecrire(operation: Operation, plan: PlanEcrit, par: Acteur) -> None:
    """Rows that stay keep their number; those that are gone are deleted, unless something names them."""
    annees = range(operation.debut.year, operation.fin.year + 1) if operation.debut and operation.fin else None
    annees = None if operation.fin and _prolongee(operation) else annees
    if refus := refus_de_plan(plan.couts, plan.options, plan.programmation, annees):
        raise RefusMetier(" ".join(refus))
    with traduire(PHRASES):
        _remplacer(operation.lignes, plan.lignes, _de_la_ligne, par)
        _remplacer(operation.ressources, plan.ressources, _de_la_ressource(operation), par)
        _remplacer(operation.postes, plan.postes, _du_poste(operation), par)
        valeurs = {"programmation": plan.programmation, "option_simplifiee": plan.option}
        editions.modifier(operation, valeurs, par=par)
    vars(operation).pop("_prefetched_objects_cache", None)
    generations.noter(operation.territoire.code, "operation")


def _prolongee(operation: Operation) -> bool:
    """An avenant may have moved the end: the years of the operation do not bound its plan any more."""
    return AvenantConvention.objects.filter(convention__operation=operation, fin__isnull=False).exists()


def _remplacer(rangs: Any, ecrits: Any, valeurs_de: Any, par: Acteur) -> None:
    presents = {rang.pk: rang for rang in rangs.all()}
    for ecrit in ecrits:
        rang = presents.pop(ecrit.numero, None) or rangs.model(operation=rangs.instance)
        valeurs = valeurs_de(ecrit, rang)
        if rang.pk is None or any(getattr(rang, nom) != valeur for nom, valeur in valeurs.items()):
            for nom, valeur in valeurs.items():
                setattr(rang, nom, valeur)
            editions.enregistrer(rang, par=par)
    for rang in presents.values():
        _retirer(rang, par)


def _retirer(rang: LignePlan | Ressource | PosteTravail, par: Acteur) -> None:
    if isinstance(rang, Ressource):
        raison = "elle est constatée dans un bilan" if rang.constatees.exists() else ""
    else:
        raison = "des dépenses déclarées y tiennent" if rang.depenses.exists() else ""
        if isinstance(rang, LignePlan) and rang.engagements.exists():
            raison = "des engagements y tiennent"
    if raison:
        raise RefusMetier(f"« {rang} », {rang.annee} : {raison}. Gardez la ligne, à zéro s'il le faut.")
    rang._history_user = par.compte  # type: ignore[union-attr]  # read by simple-history
    rang.delete()


def _de_la_ligne(ecrite: LigneEcrite, rang: LignePlan) -> dict[str, Any]:
    """Its values; a line that holds commitments stays at its post, which is theirs."""
    if rang.pk and rang.nature != ecrite.nature and rang.engagements.exists():
        raise RefusMetier(f"« {rang} », {rang.annee} : des engagements y tiennent, elle ne change pas de poste.")
    return {nom: getattr(ecrite, nom) for nom in ("nature", "libelle", "annee", "montant", "des_postes")}


def _de_la_ressource(operation: Operation) -> Any:
    def valeurs(ecrite: RessourceEcrite, rang: Ressource) -> dict[str, Any]:
        lues = {nom: getattr(ecrite, nom) for nom in ("genre", "libelle", "annee", "montant", "acquise")}
        lanceur = operation.appel.organisation_id if operation.appel else None
        autre = rang.organisation_id if rang.organisation_id != lanceur else None
        return lues | {"organisation_id": lanceur if ecrite.aide and lanceur else autre}

    return valeurs


def _du_poste(operation: Operation) -> Any:
    def valeurs(ecrit: PosteEcrit, rang: PosteTravail) -> dict[str, Any]:
        lues = {nom: getattr(ecrit, nom) for nom in ("fonction", "annee", "etp", "heures", "cout")}
        return lues | {"agent_id": ecrit.agent, "structure_id": ecrit.structure}

    return valeurs
