"""What a holder is written of a control, asked of the rows when the message leaves; and what became of it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from deplie.acteurs.models import Agent
from deplie.financements.models import Controle, Operation
from deplie.socle.envois import COURRIEL, Message
from deplie.socle.models import Envoi

NOTIFICATION_CONTROLE: Final = "notification_controle"
SANS_ADRESSE: Final = "Le porteur n'a pas de courriel : ni contact au dossier, ni compte."


def adresse_du_porteur(operation: Operation) -> str:
    """The contact of the application, else who has an account in the structure; empty when nobody is known."""
    if operation.contact_courriel:
        return operation.contact_courriel
    chez_lui = Agent.objects.filter(organisation=operation.porteur_id, compte__is_active=True)
    return chez_lui.order_by("pk").values_list("courriel", flat=True).first() or "" if operation.porteur_id else ""


def de_la_notification(envoi: Envoi) -> Message | str:
    """The findings are notified: until when to answer, where to read them; no amount, no name, no secret link."""
    lus = Controle.objects.select_related("bilan__operation__territoire", "bilan__operation__appel")
    controle = lus.filter(pk=envoi.objet_id).first()
    if controle is None or controle.notifie_le is None or controle.conclu_le or controle.repondu_le:
        return "Ce contrôle n'attend plus la réponse du porteur."
    operation = controle.bilan.operation
    if not (adresse := adresse_du_porteur(operation)):
        return SANS_ADRESSE
    contexte = {"controle": controle, "operation": operation, "adresse": settings.ADRESSE}
    objet, _, texte = render_to_string("financements/courrier/controle.txt", contexte).strip().partition("\n")
    return Message(adresse, objet, texte.strip(), essai=operation.territoire.demonstration)


def notification_de(controle: Controle) -> Envoi | None:
    """The message of a control's notification, if one was ever due."""
    siens = Envoi.objects.filter(genre=NOTIFICATION_CONTROLE, objet_id=controle.pk, canal=COURRIEL)
    return siens.order_by("pk").first()
