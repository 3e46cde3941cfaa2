"""What becomes of a message that nobody knows to have arrived."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.socle import envois
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Envoi

REGLE = "Ce message n'attend plus de décision : quelqu'un s'en est occupé."


@transaction.atomic
def renvoyer_message(*, envoi: Envoi, par: Acteur) -> None:
    """Send it again, if it still has a reason to leave. Raises RefusMetier when somebody settled it meanwhile."""
    etat = envoi.etat
    if not envois.renvoyer(envoi.pk):
        raise RefusMetier(REGLE)
    consigner("renvoyer un message", par=par, objet=envoi, detail={"genre": envoi.genre, "etat": etat})


@transaction.atomic
def laisser_message(*, envoi: Envoi, par: Acteur) -> None:
    """Leave it: the person was reached otherwise, or it is too late. Raises as ``renvoyer_message``."""
    etat = envoi.etat
    if not envois.laisser(envoi.pk):
        raise RefusMetier(REGLE)
    consigner("laisser un message", par=par, objet=envoi, detail={"genre": envoi.genre, "etat": etat})
