"""The outbox: a message is claimed, sent, then marked. One whose end nobody saw is said uncertain, never sent again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from deplie.socle.envois.expediteurs import EchecSur, expedier
from deplie.socle.models import Envoi

traces = logging.getLogger(__name__)
SMS, COURRIEL = Envoi.SMS, Envoi.COURRIEL
# A claim older than this belongs to a process that died: what became of the message is not known.
APRES_TROP: Final = timedelta(minutes=15)
ESSAIS: Final = 3
ENTRE_ESSAIS: Final = timedelta(minutes=10)
SANS_EXPEDITEUR: Final = "Ce message n'a plus de modèle : il n'est pas parti."
LAISSE: Final = "L'équipe l'a laissé : il n'est pas renvoyé."
# Nobody knows that they arrived: somebody decides.
A_DECIDER: Final = (Envoi.Etat.INCERTAIN, Envoi.Etat.ECHOUE)
INCERTAIN: Final = "L'envoi a été interrompu : le message est peut-être arrivé. Il n'est pas renvoyé."


@dataclass(frozen=True)
class Message:
    """What leaves. ``a`` is a telephone or an e-mail address; ``essai`` sends it nowhere: invented people."""

    a: str
    objet: str
    texte: str
    essai: bool = False


# What a message of this kind says now, or the sentence that tells why it does not leave.
Composeur = Callable[[Envoi], Message | str]
_composeurs: dict[str, Composeur] = {}
_libelles: dict[str, str] = {}


def declarer(genre: str, composer: Composeur, libelle: str = "message") -> None:
    """Say what a kind of message says, and what lists call it; declaring it again replaces it."""
    _composeurs[genre] = composer
    _libelles[genre] = libelle


def libelle_de(genre: str) -> str:
    """What lists call a kind of message."""
    return _libelles.get(genre, "message")


def canaux_ouverts() -> dict[str, str]:
    """The channels that this installation sends by, with their French name."""
    noms = {SMS: "SMS", COURRIEL: "courriel"}
    return {canal: nom for canal, nom in noms.items() if canal == COURRIEL or settings.ENVOI_SMS != "aucun"}


def cle_de(genre: str, objet_id: int, canal: str, *precisions: object) -> str:
    """What makes two messages the same: the event, the channel, and what tells one occurrence (its hour, its delay)."""
    return "/".join(map(str, (genre, objet_id, canal, *precisions)))


def prevoir(*, territoire: str, genre: str, objet_id: int, personne: int, canal: str, cle: str, le: datetime) -> None:
    """Write that a message is due, inside the caller's transaction; the same one again changes nothing.

    One that was taken back before it left is due again.
    """
    valeurs = {"territoire": territoire, "genre": genre, "objet_id": objet_id, "personne": personne, "canal": canal}
    envoi, nouveau = Envoi.objects.get_or_create(cle=cle, defaults={**valeurs, "partir_le": le})
    if not nouveau:
        repris = Envoi.objects.filter(pk=envoi.pk, etat=Envoi.Etat.ANNULE, pris_le=None)
        nouveau = bool(repris.update(etat=Envoi.Etat.PREVU, partir_le=le, phrase=""))
    if nouveau:
        partir.using(run_after=le if le > timezone.now() else None).enqueue()


def retirer(genres: Collection[str], *, objet_id: int | None = None, personne: int | None = None) -> int:
    """Take back messages that have not left, of one object or of one person; returns how many."""
    prevus = Envoi.objects.filter(genre__in=genres, etat=Envoi.Etat.PREVU)
    if objet_id is not None:
        prevus = prevus.filter(objet_id=objet_id)
    if personne is not None:
        prevus = prevus.filter(personne=personne)
    return prevus.update(etat=Envoi.Etat.ANNULE, phrase="Il n'était plus à envoyer.")


def renvoyer(pk: int) -> bool:
    """Send again what failed, or what nobody knows the end of, because somebody said so; False when it is settled.

    It stays claimed once: a decision made meanwhile does not call it up a second time.
    """
    a_decider = Envoi.objects.filter(pk=pk, etat__in=A_DECIDER)
    maintenant = timezone.now()
    if not a_decider.update(etat=Envoi.Etat.PREVU, partir_le=maintenant, essais=0, fini_le=None, phrase=""):
        return False
    partir.enqueue()
    return True


def laisser(pk: int) -> bool:
    """Say that a message in doubt, or that failed, is not sent again; False when it is settled."""
    return bool(Envoi.objects.filter(pk=pk, etat__in=A_DECIDER).update(etat=Envoi.Etat.ANNULE, phrase=LAISSE))


@task()
def partir() -> int:
    """Send what is due, whoever asked."""
    return partir_dus()


def partir_dus() -> int:
    """Send every message that is due, each on its own; returns how many left. Safe to run from several processes."""
    maintenant = timezone.now()
    perdus = Envoi.objects.filter(etat=Envoi.Etat.EN_COURS, pris_le__lt=maintenant - APRES_TROP)
    perdus.update(etat=Envoi.Etat.INCERTAIN, phrase=INCERTAIN, fini_le=maintenant)
    dus = Envoi.objects.filter(etat=Envoi.Etat.PREVU, partir_le__lte=maintenant).order_by("partir_le", "pk")
    return sum(_partir(pk) for pk in list(dus.values_list("pk", flat=True)))


def _partir(pk: int) -> bool:
    """Claim, send, mark. The claim is written before anything leaves: only one process ever holds it."""
    a_prendre = Envoi.objects.filter(pk=pk, etat=Envoi.Etat.PREVU)
    if not a_prendre.update(etat=Envoi.Etat.EN_COURS, pris_le=timezone.now(), essais=F("essais") + 1):
        return False
    envoi = Envoi.objects.get(pk=pk)
    composer = _composeurs.get(envoi.genre)
    message = composer(envoi) if composer else SANS_EXPEDITEUR
    if isinstance(message, str):
        _marquer(envoi, Envoi.Etat.ANNULE, phrase=message)
        return False
    try:
        expedier(envoi.canal, message.a, message.objet, message.texte, essai=message.essai)
    except EchecSur as echec:
        _reporter(envoi, echec.phrase)
        return False
    except Exception as erreur:
        # Neither who nor what in the traces: the kind of fault is enough to look for it.
        traces.warning("envoi_incertain", extra={"envoi": envoi.pk, "erreur": type(erreur).__name__})
        _marquer(envoi, Envoi.Etat.INCERTAIN, phrase=INCERTAIN)
        return False
    _marquer(envoi, Envoi.Etat.ENVOYE, texte=message.texte)
    return True


def _reporter(envoi: Envoi, phrase: str) -> None:
    """Nothing left: try again later, a few times."""
    if envoi.essais >= ESSAIS:
        _marquer(envoi, Envoi.Etat.ECHOUE, phrase=phrase)
        return
    le = timezone.now() + ENTRE_ESSAIS
    Envoi.objects.filter(pk=envoi.pk).update(etat=Envoi.Etat.PREVU, partir_le=le, pris_le=None, phrase=phrase)
    partir.using(run_after=le).enqueue()


def _marquer(envoi: Envoi, etat: str, *, phrase: str = "", texte: str = "") -> None:
    Envoi.objects.filter(pk=envoi.pk, etat=Envoi.Etat.EN_COURS).update(
        etat=etat, phrase=phrase, texte=texte, fini_le=timezone.now()
    )
