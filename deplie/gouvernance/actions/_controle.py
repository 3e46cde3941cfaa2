"""What the base refuses of a plan of action, said in French; bodies named as people name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from deplie.acteurs.actions import creer_organisation
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.gouvernance.models import Action
from deplie.gouvernance.queries import avance
from deplie.gouvernance.rules import ANNEE_MAX, ANNEE_MIN
from deplie.socle.erreurs import RefusMetier

PHRASES: Final = {
    "plan_nom_unique": "Un plan porte déjà ce nom dans le territoire.",
    "plan_dates": "La fin du plan précède son début. Corrigez l'une des deux dates.",
    "plan_protocole": "Seul le plan d'actions d'un protocole nomme un protocole.",
    "axe_unique": "Un axe porte déjà ce numéro dans le plan.",
    "axe_numero": "Le numéro d'un axe commence à 1.",
    "action_unique": "Une action porte déjà ce numéro dans cet axe.",
    "action_numero": "Le numéro d'une action commence à 1.",
    "action_dates": "La fin de l'action précède son début. Corrigez l'une des deux dates.",
    "partenaire_action_unique": "Ce partenaire est déjà dans l'action.",
    "jalon_action_unique": "Un jalon de cette action porte déjà ce libellé.",
    "lien_action_un": "Un lien va vers un appel, une opération ou une décision, un seul à la fois.",
    "lien_action_appel": "Cet appel est déjà lié à l'action.",
    "lien_action_operation": "Cette opération est déjà liée à l'action.",
    "lien_action_decision": "Cette décision est déjà liée à l'action.",
    "point_avancement_unique": "Un point d'avancement est déjà noté ce jour-là pour cette action.",
    "point_avancement_part": "L'avancement s'écrit avec deux nombres : ce qui est fait, sur un total d'au moins 1.",
    "financement_action_unique": "Ce financeur a déjà une ligne pour cette année. Corrigez-la.",
    "financement_action_montants": "Un montant est positif ou nul.",
    "financement_action_annee": f"L'année s'écrit en quatre chiffres, de {ANNEE_MIN} à {ANNEE_MAX}.",
    "indicateur_action_unique": "Un indicateur de cette action porte déjà ce libellé.",
    "valeur_indicateur_unique": "Une valeur est déjà notée ce jour-là pour cet indicateur.",
}


def exiger(phrase: str) -> None:
    """Raise the refusal that a rule gives, if it gives one."""
    if phrase:
        raise RefusMetier(phrase)


def exiger_ici(territoire_id: int, par: Acteur) -> None:
    """A row of another territory is never written from here: the pages say 404, this is the last door."""
    if territoire_id != par.territoire.pk:
        raise RefusMetier("Cet objet est celui d'un autre territoire.")


def exiger_avance(action: Action, par: Acteur) -> None:
    """Progress is told by who holds the plan, or by the pilot of the action."""
    if not avance(par, action):
        raise RefusMetier("L'avancement d'une action est noté par son pilote ou par qui tient le plan.")


def organisme(nom: str, par: Acteur) -> Organisation | None:
    """The body of that name in the territory, the kept one where two were joined, recorded if nobody had; None for
    no name."""
    if not nom.strip():
        return None
    lues = Organisation.toutes.filter(territoire=par.territoire, cle=cle_organisation(nom))
    connue = lues.select_related("absorbee_par").first()
    if connue is None:
        return creer_organisation(nom=nom, par=par)
    return connue.absorbee_par or connue


def connus(valeurs: Mapping[str, Any], champs: tuple[str, ...]) -> dict[str, Any]:
    """The values, trimmed; a field that is not of the table is a fault of ours."""
    if inconnus := set(valeurs) - set(champs):
        raise ValueError(f"unknown fields: {sorted(inconnus)}")
    return {nom: valeur.strip() if isinstance(valeur, str) else valeur for nom, valeur in valeurs.items()}
