"""The one-time link of an invitation: signed, dated, and dead as soon as the password is chosen."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from deplie.socle.models import Compte

_SEL = "deplie.acteurs.invitation"


def jeton_d_invitation(compte: Compte) -> str:
    """A token for the account as it stands: choosing a password or signing in kills it."""
    return signing.dumps([compte.pk, _empreinte(compte)], salt=_SEL)


def lien_d_invitation(compte: Compte) -> str:
    """The address to write in the letter, on the installation's public address."""
    return settings.ADRESSE + reverse("invitation", args=[jeton_d_invitation(compte)])


def compte_invite(jeton: str) -> Compte | None:
    """The account a token opens, or None when it is forged, older than the setting, or already used."""
    try:
        pk, empreinte = signing.loads(jeton, salt=_SEL, max_age=timedelta(days=settings.INVITATION_JOURS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    compte = Compte.objects.filter(pk=pk, is_active=True).first()
    return compte if compte is not None and _empreinte(compte) == empreinte else None


def _empreinte(compte: Compte) -> str:
    etat = f"{compte.pk}|{compte.password}|{compte.last_login}"
    return hashlib.blake2b(etat.encode(), digest_size=12).hexdigest()
