"""What a holder does by its secret link once its operation runs: its bilan handed in, its answer to a control."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions.bilan import deposer_bilan
from deplie.financements.actions.controle import repondre_au_controle
from deplie.financements.actions.depot import envoyer_lien
from deplie.financements.models import BilanExecution, Controle, Operation
from deplie.financements.queries.porteur import peut_repondre
from deplie.financements.rules.depot import SAISIES_DU_BILAN, SAISIES_DU_CONTROLE
from deplie.socle import courrier
from deplie.socle.erreurs import RefusMetier


@transaction.atomic
def deposer_bilan_par_lien(*, bilan: BilanExecution, par: Acteur) -> BilanExecution:
    """Hand a bilan in: the holder receives its link again, as a receipt, and the service is told.

    Raises RefusMetier with everything that is missing.
    """
    deposer_bilan(bilan=bilan, par=par)
    present = BilanExecution.objects.select_related("operation__appel", "operation__territoire").get(pk=bilan.pk)
    operation = present.operation
    operation.saisies.filter(partie__in=SAISIES_DU_BILAN).delete()
    if operation.contact_courriel:
        envoyer_lien(operation=operation, courriel=operation.contact_courriel, modele="bilan", par=par, bilan=present)
    _prevenir_service(operation, "bilan_arrive")
    return present


@transaction.atomic
def repondre_par_lien(*, controle: Controle, reponse: str, par: Acteur) -> None:
    """Answer the findings of a control. Raises RefusMetier out of the contradictory period."""
    present = Controle.objects.select_related("bilan__operation__appel", "bilan__operation__territoire")
    ici = present.get(pk=controle.pk)
    if ici.repondu_le is None and not peut_repondre(ici, timezone.localdate()):
        raise RefusMetier(
            f"La réponse était attendue jusqu'au {ici.reponse_avant_le:%d/%m/%Y}. Adressez-vous au service qui gère "
            "l'appel."
        )
    repondre_au_controle(controle=ici, reponse=reponse, par=par)
    ici.bilan.operation.saisies.filter(partie__in=SAISIES_DU_CONTROLE).delete()
    _prevenir_service(ici.bilan.operation, "reponse_arrivee")


def _prevenir_service(operation: Operation, modele: str) -> None:
    if operation.appel and operation.appel.contact:
        contexte = {"operation": operation, "appel": operation.appel, "adresse": settings.ADRESSE}
        courrier.ecrire(f"financements/courrier/{modele}.txt", a=operation.appel.contact, contexte=contexte)
