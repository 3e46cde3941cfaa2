"""How a message leaves: by e-mail, by an SMS gateway, or on the terminal.

An answer that surely says « not sent » raises EchecSur, and the message may be tried again. Anything else that fails
(no answer in time, a connection cut) is left to the caller, which cannot know what the other side did.
"""

from __future__ import annotations

import json
import smtplib
import socket
import sys
import urllib.error
import urllib.request
from typing import Any, Final

from django.conf import settings

from deplie.socle.courrier import envoyer

ATTENTE: Final = 15  # seconds
# A gateway that answers so has understood, and refused.
_REFUS_HTTP: Final = range(400, 500)


class EchecSur(Exception):
    """Nothing was sent, for sure; ``phrase`` says why in French, without an address."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def expedier(canal: str, a: str, objet: str, texte: str, *, essai: bool = False) -> None:
    """Send now. ``essai`` writes it on the terminal, whatever the settings. Raises EchecSur when it did not leave."""
    if essai or (canal == "SMS" and settings.ENVOI_SMS == "console"):
        _ecrire(canal, a, texte)
    elif canal == "COURRIEL":
        _par_courriel(a, objet, texte)
    elif settings.ENVOI_SMS == "http":
        _par_passerelle(a, texte)
    else:
        raise EchecSur("Cette installation n'envoie pas de SMS.")


def _ecrire(canal: str, a: str, texte: str) -> None:
    sys.stdout.write(f"{canal} à {a} : {texte}\n")
    sys.stdout.flush()


def _par_courriel(a: str, objet: str, texte: str) -> None:
    try:
        envoyer(objet, texte, a)
    except smtplib.SMTPServerDisconnected:
        raise  # perhaps after the message was given
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refus:
        raise EchecSur("Le serveur de courrier a refusé le message.") from refus
    except (ConnectionRefusedError, socket.gaierror) as panne:
        raise EchecSur("Le serveur de courrier ne répond pas.") from panne


def _par_passerelle(numero: str, texte: str) -> None:
    demande = urllib.request.Request(  # noqa: S310 - the address is a setting, and its scheme is checked
        _adresse(),
        data=json.dumps(_remplir(json.loads(settings.SMS_CORPS), numero, texte)).encode(),
        headers={"Content-Type": "application/json", **_jeton()},
        method="POST",
    )
    try:
        with urllib.request.urlopen(demande, timeout=ATTENTE) as reponse:  # noqa: S310
            reponse.read(1024)
    except urllib.error.HTTPError as refus:
        if refus.code in _REFUS_HTTP:
            raise EchecSur(f"La passerelle de SMS a refusé le message (réponse {refus.code}).") from refus
        raise
    except urllib.error.URLError as panne:
        if isinstance(panne.reason, ConnectionRefusedError | socket.gaierror):
            raise EchecSur("La passerelle de SMS ne répond pas.") from panne
        raise


def _adresse() -> str:
    adresse: str = settings.SMS_ADRESSE
    if not adresse.startswith(("https://", "http://")):
        raise EchecSur("L'adresse de la passerelle de SMS n'est pas réglée.")
    return adresse


def _jeton() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.SMS_JETON}"} if settings.SMS_JETON else {}


def _remplir(corps: Any, numero: str, texte: str) -> Any:
    """The body that the gateway expects, its « {numero} » and « {texte} » replaced wherever they stand."""
    if isinstance(corps, dict):
        return {cle: _remplir(valeur, numero, texte) for cle, valeur in corps.items()}
    if isinstance(corps, list):
        return [_remplir(valeur, numero, texte) for valeur in corps]
    if isinstance(corps, str):
        return numero if corps == "{numero}" else texte if corps == "{texte}" else corps
    return corps
