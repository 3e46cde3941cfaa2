"""How django-allauth behaves here: no public sign-up, every sign-in in the journal, secrets encrypted at rest."""

from __future__ import annotations

import base64
import hashlib
import logging
from io import BytesIO
from smtplib import SMTPException
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from deplie.socle.journal import Titulaire, consigner
from deplie.socle.models import Compte, Journal

journal_technique = logging.getLogger(__name__)

# What the person is told by e-mail when it happens, and how the journal calls it.
VERBES = {
    "account/email/password_changed": "changer son mot de passe",
    "account/email/password_reset": "réinitialiser son mot de passe",
    "mfa/email/totp_activated": "activer l'application d'authentification",
    "mfa/email/totp_deactivated": "retirer l'application d'authentification",
    "mfa/email/webauthn_added": "ajouter une clé d'accès",
    "mfa/email/webauthn_removed": "retirer une clé d'accès",
    "mfa/email/recovery_codes_generated": "produire des codes de secours",
}


class AdaptateurCompte(DefaultAccountAdapter):
    """Accounts: opened by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """After sign-in one comes back to this site only, whatever else ALLOWED_HOSTS names."""
        hote = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hote, require_https=self.request.is_secure())

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        consigner("se connecter", par=Titulaire(user), objet=user, nature=Journal.CONNEXION)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Compte):
            consigner("se déconnecter", par=Titulaire(request.user), objet=request.user, nature=Journal.CONNEXION)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A refused sign-in: the account aimed at when there is one, never what was typed."""
        vise = Compte.objects.filter(courriel=str(credentials.get("email", "")).strip().lower()).first()
        consigner("échouer à se connecter", par=None, objet=vise, nature=Journal.CONNEXION)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """Write what happened to the account in the journal, then tell its holder; a dead mail server stops nothing."""
        verbe = VERBES.get(template_prefix, template_prefix)
        consigner(verbe, par=Titulaire(user), objet=user, nature=Journal.CONNEXION)
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except (OSError, SMTPException):
            journal_technique.exception("notification_non_envoyee")


class AdaptateurMfa(DefaultMFAAdapter):
    """Second factors: the QR code drawn by segno, the secrets encrypted with the installation's key."""

    def build_totp_svg(self, url: str) -> str:
        image = BytesIO()
        segno.make(url, error="m").save(image, kind="svg", xmldecl=False, scale=5, border=2, light="#ffffff")
        return image.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        deja = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé n° {deja + 1}"

    def encrypt(self, text: str) -> str:
        return _coffre().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _coffre().decrypt(encrypted_text.encode("ascii")).decode()


def _coffre() -> Fernet:
    """A key derived from the installation's secret: a copy of the base alone reveals no second factor."""
    cle = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"deplie-mfa").digest()
    return Fernet(base64.urlsafe_b64encode(cle))
