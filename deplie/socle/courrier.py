"""Letters by e-mail, sent once the decision that calls for them is really written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string


def ecrire(modele: str, *, a: str, contexte: Mapping[str, Any]) -> None:
    """Send the letter ``modele`` (a text template whose first line is the subject) when the transaction commits.

    A mail server that does not answer is logged and stops nothing: the page offers to send again.
    """
    objet, _, texte = render_to_string(modele, dict(contexte)).strip().partition("\n")

    def envoi() -> None:
        # A function of its own: when it fails, the log names it, never the letter nor the link it carries.
        envoyer(objet, texte, a)

    transaction.on_commit(envoi, robust=True)


def envoyer(objet: str, texte: str, a: str) -> None:
    """Send now; what the mail server answers is the caller's."""
    send_mail(f"[Déplie] {objet.strip()}", texte.strip() + "\n", None, [a])
