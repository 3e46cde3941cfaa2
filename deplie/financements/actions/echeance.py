"""Deadlines followed from elsewhere, and recalled by e-mail: once near, once late, never twice."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.financements.models import FluxEcheances, RappelEcheance
from deplie.financements.queries.echeances import toutes
from deplie.financements.queries.rappel_echeances import RAPPEL_ECHEANCES, USAGE_FLUX, a_rappeler, destinataires
from deplie.socle import envois, jetons
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.queries.reglages import reglage


@transaction.atomic
def ouvrir_flux_echeances(*, par: Acteur) -> str:
    """Draw a secret for the author's own deadlines; the former one opens nothing any more. Told once, never kept."""
    if par.agent is None:
        raise RefusMetier("Seul un membre de l'équipe ou d'une structure a des échéances à suivre.")
    jeton = jetons.tirer()
    valeurs = {"empreinte": jetons.empreinte(jeton, USAGE_FLUX), "cree_le": timezone.now()}
    FluxEcheances.objects.update_or_create(agent=par.agent, defaults=valeurs)
    consigner("ouvrir un flux d'échéances", par=par, objet=par.agent)
    return jeton


@transaction.atomic
def fermer_flux_echeances(*, par: Acteur) -> None:
    """Close it: the address opens nothing any more."""
    FluxEcheances.objects.filter(agent=par.agent).delete()
    consigner("fermer un flux d'échéances", par=par, objet=par.agent)


@transaction.atomic
def rappeler_echeances(*, par: Acteur, jour: date) -> int:
    """Write to each agent of the territory what has become near or late among what they may end; how many are written.

    One message a day and a person; a second round finds nothing more to say.
    """
    if not reglage(par.territoire, "rappels_echeances"):
        return 0
    return sum(_rappeler(acteur, jour, par) for acteur in destinataires(par.territoire, jour))


def _rappeler(acteur: Acteur, jour: date, par: Acteur) -> bool:
    agent = acteur.agent
    assert agent is not None
    # Two workers on one agent: the second waits, and finds everything said.
    Agent.objects.select_for_update().get(pk=agent.pk)
    if RappelEcheance.objects.filter(agent=agent, le=jour).exists():
        return False
    dits = a_rappeler(acteur, toutes(acteur, jour), jour)
    if not dits:
        return False
    RappelEcheance.objects.bulk_create(
        RappelEcheance(agent=agent, cle=due.cle, echue_le=due.le, moment=moment, le=jour) for due, moment in dits
    )
    envois.prevoir(
        territoire=acteur.territoire.code,
        genre=RAPPEL_ECHEANCES,
        objet_id=agent.pk,
        personne=0,
        canal=envois.COURRIEL,
        cle=envois.cle_de(RAPPEL_ECHEANCES, agent.pk, envois.COURRIEL, jour.isoformat()),
        le=timezone.now(),
    )
    consigner("rappeler des échéances", par=par, objet=agent, detail={"lignes": len(dits)})
    return True
