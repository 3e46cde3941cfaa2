"""What an action is paid by, measured by, and linked to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries.indicateurs import libelles
from deplie.financements.models import Appel, Operation
from deplie.gouvernance.actions._controle import PHRASES, exiger_avance, exiger_ici, organisme
from deplie.gouvernance.models import Action, FinancementAction, IndicateurAction, LienAction, ValeurIndicateur
from deplie.gouvernance.rules import DECISIONS_LIABLES
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
def corriger_financement(
    *,
    ligne: FinancementAction,
    financeur: str,
    annee: int,
    prevu: Decimal,
    par: Acteur,
    obtenu: Decimal | None = None,
) -> None:
    """Put a line of the budget right, its funder and its year too. Raises as ``financer``, and RefusMetier where that
    funder already has a line for that year."""
    exiger_ici(ligne.action.axe.plan.territoire_id, par)
    qui = organisme(financeur, par)
    if qui is None:
        raise RefusMetier("Nommez le financeur.")
    with traduire(PHRASES):
        modifier(ligne, {"financeur": qui, "annee": annee, "prevu": prevu, "obtenu": obtenu}, par=par)
    consigner("corriger le budget d'une action", par=par, objet=ligne, detail={"action": ligne.action_id})


@transaction.atomic
def retirer_financement(*, ligne: FinancementAction, par: Acteur) -> None:
    """Take a line of the budget back; its versions stay."""
    exiger_ici(ligne.action.axe.plan.territoire_id, par)
    consigner("retirer un financement d'action", par=par, objet=ligne, detail={"action": ligne.action_id})
    ligne._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    ligne.delete()


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
    mesure = IndicateurAction(action=action, **_mesure(libelle, indicateur, unite, reference, cible))
    with traduire(PHRASES):
        mesure.save()
    consigner("mesurer une action", par=par, objet=mesure, detail={"action": action.pk})
    return mesure


@transaction.atomic
def corriger_mesure(
    *,
    mesure: IndicateurAction,
    libelle: str,
    par: Acteur,
    indicateur: str = "",
    unite: str = "",
    reference: Decimal | None = None,
    cible: Decimal | None = None,
) -> None:
    """Correct what an action is measured by. Raises as ``mesurer``, and RefusMetier for a code of the catalogue where
    values were typed."""
    exiger_ici(mesure.action.axe.plan.territoire_id, par)
    if indicateur and mesure.valeurs.exists():
        raise RefusMetier("Des valeurs sont saisies pour cet indicateur : effacez-les avant de le lire dans le bilan.")
    for champ, valeur in _mesure(libelle, indicateur, unite, reference, cible).items():
        setattr(mesure, champ, valeur)
    with traduire(PHRASES):
        mesure.save()
    consigner("corriger un indicateur d'action", par=par, objet=mesure, detail={"action": mesure.action_id})


@transaction.atomic
def retirer_mesure(*, mesure: IndicateurAction, par: Acteur) -> None:
    """An action is not measured by it any more: its values go with it."""
    exiger_ici(mesure.action.axe.plan.territoire_id, par)
    consigner("retirer un indicateur d'action", par=par, objet=mesure, detail={"action": mesure.action_id})
    mesure.delete()


@transaction.atomic
def relever(*, indicateur: IndicateurAction, le: date, valeur: Decimal, par: Acteur) -> ValeurIndicateur:
    """Note what an indicator is worth on a day. Raises RefusMetier for a day already noted or to come, an indicator of
    the catalogue, or who is neither the pilot nor holds the plan."""
    exiger_ici(indicateur.action.axe.plan.territoire_id, par)
    exiger_avance(indicateur.action, par)
    if indicateur.indicateur:
        raise RefusMetier("La valeur de cet indicateur se lit dans le bilan : elle ne se saisit pas.")
    if le > timezone.localdate():
        raise RefusMetier("Ce jour est à venir : notez une valeur connue.")
    notee = ValeurIndicateur(indicateur=indicateur, le=le, valeur=valeur)
    with traduire(PHRASES):
        notee.save()
    consigner("relever un indicateur d'action", par=par, objet=notee, detail={"indicateur": indicateur.pk})
    return notee


@transaction.atomic
def effacer_valeur(*, valeur: ValeurIndicateur, par: Acteur) -> None:
    """Take a value back, to type it again."""
    exiger_ici(valeur.indicateur.action.axe.plan.territoire_id, par)
    exiger_avance(valeur.indicateur.action, par)
    consigner("effacer une valeur d'indicateur", par=par, objet=valeur, detail={"indicateur": valeur.indicateur_id})
    valeur.delete()


@transaction.atomic
def relier(*, action: Action, vers: Appel | Operation | Decision, par: Acteur) -> LienAction:
    """Link an action to what it runs on. Raises RefusMetier for another territory's, a link already there, or a
    decision about a person: a plan names nobody."""
    exiger_ici(action.axe.plan.territoire_id, par)
    lien = LienAction(action=action)
    if isinstance(vers, Decision):
        exiger_ici(vers.seance.instance.territoire_id, par)
        if vers.genre not in DECISIONS_LIABLES:
            raise RefusMetier("Une décision sur une personne ne se relie pas à une action.")
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
def relier_tout(*, action: Action, vers: Iterable[Appel | Operation | Decision], par: Acteur) -> None:
    """Link an action to several things: all or none. Raises as ``relier``."""
    for objet in vers:
        relier(action=action, vers=objet, par=par)


@transaction.atomic
def delier(*, lien: LienAction, par: Acteur) -> None:
    """Take a link back; what it led to stays."""
    exiger_ici(lien.action.axe.plan.territoire_id, par)
    consigner("délier une action", par=par, objet=lien, detail={"action": lien.action_id})
    lien.delete()


def _mesure(
    libelle: str, indicateur: str, unite: str, reference: Decimal | None, cible: Decimal | None
) -> dict[str, Any]:
    """The fields of an indicator, once its code is known; one of the catalogue has its unit there."""
    if indicateur and indicateur not in libelles():
        raise RefusMetier(f"« {indicateur} » n'est pas un indicateur du catalogue.")
    nom = libelle.strip() or libelles().get(indicateur, "")
    if not nom:
        raise RefusMetier("Dites ce qui est mesuré, ou choisissez un indicateur du catalogue.")
    return {
        "libelle": nom[:200],
        "indicateur": indicateur,
        "unite": "" if indicateur else unite.strip(),
        "reference": reference,
        "cible": cible,
    }
