"""What an action is paid by, measured by, and linked to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries.indicateurs import libelles
from deplie.financements.models import Appel, Operation
from deplie.gouvernance.actions._controle import PHRASES, exiger_avance, exiger_ici, organisme
from deplie.gouvernance.models import Action, FinancementAction, IndicateurAction, LienAction, ValeurIndicateur
from deplie.instances.models import Decision
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def financer(
    *, action: Action, financeur: str, annee: int, prevu: Decimal, par: Acteur, obtenu: Decimal | None = None
) -> FinancementAction:
    """What a funder was to bring in a year and what it did; told again for the same funder and year, the line is
    corrected. Raises RefusMetier for no funder, a negative sum or an impossible year."""
    exiger_ici(action.axe.plan.territoire_id, par)
    qui = organisme(financeur, par)
    if qui is None:
        raise RefusMetier("Nommez le financeur.")
    ligne = FinancementAction.objects.filter(action=action, financeur=qui, annee=annee).first()
    with traduire(PHRASES):
        if ligne:
            modifier(ligne, {"prevu": prevu, "obtenu": obtenu}, par=par)
        else:
            ligne = FinancementAction(action=action, financeur=qui, annee=annee, prevu=prevu, obtenu=obtenu)
            enregistrer(ligne, par=par)
    consigner("financer une action", par=par, objet=ligne, detail={"action": action.pk, "annee": annee})
    return ligne


@transaction.atomic
def mesurer(
    *,
    action: Action,
    libelle: str,
    par: Acteur,
    indicateur: str = "",
    unite: str = "",
    reference: Decimal | None = None,
    cible: Decimal | None = None,
) -> IndicateurAction:
    """Say what an action is measured by. ``indicateur`` is a code of the catalogue, whose label is taken when none is
    told. Raises RefusMetier for an unknown code, no label, or a label taken in the action."""
    exiger_ici(action.axe.plan.territoire_id, par)
    if indicateur and indicateur not in libelles():
        raise RefusMetier(f"« {indicateur} » n'est pas un indicateur du catalogue.")
    nom = libelle.strip() or libelles().get(indicateur, "")
    if not nom:
        raise RefusMetier("Dites ce qui est mesuré, ou choisissez un indicateur du catalogue.")
    mesure = IndicateurAction(
        action=action, libelle=nom[:200], indicateur=indicateur, unite=unite, reference=reference, cible=cible
    )
    with traduire(PHRASES):
        mesure.save()
    consigner("mesurer une action", par=par, objet=mesure, detail={"action": action.pk})
    return mesure


@transaction.atomic
def relever(*, indicateur: IndicateurAction, le: date, valeur: Decimal, par: Acteur) -> ValeurIndicateur:
    """Note what an indicator is worth on a day. Raises RefusMetier for a day already noted, or who is neither the
    pilot nor holds the plan."""
    exiger_ici(indicateur.action.axe.plan.territoire_id, par)
    exiger_avance(indicateur.action, par)
    notee = ValeurIndicateur(indicateur=indicateur, le=le, valeur=valeur)
    with traduire(PHRASES):
        notee.save()
    consigner("relever un indicateur d'action", par=par, objet=notee, detail={"indicateur": indicateur.pk})
    return notee


@transaction.atomic
def relier(*, action: Action, vers: Appel | Operation | Decision, par: Acteur) -> LienAction:
    """Link an action to what it runs on. Raises RefusMetier for another territory's, or a link already there."""
    exiger_ici(action.axe.plan.territoire_id, par)
    lien = LienAction(action=action)
    if isinstance(vers, Decision):
        exiger_ici(vers.seance.instance.territoire_id, par)
        lien.decision = vers
    elif isinstance(vers, Operation):
        exiger_ici(vers.territoire_id, par)
        lien.operation = vers
    else:
        exiger_ici(vers.territoire_id, par)
        lien.appel = vers
    with traduire(PHRASES):
        lien.save()
    consigner("relier une action", par=par, objet=lien, detail={"action": action.pk})
    return lien


@transaction.atomic
def delier(*, lien: LienAction, par: Acteur) -> None:
    """Take a link back; what it led to stays."""
    exiger_ici(lien.action.axe.plan.territoire_id, par)
    consigner("délier une action", par=par, objet=lien, detail={"action": lien.action_id})
    lien.delete()
