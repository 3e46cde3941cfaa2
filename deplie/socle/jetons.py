"""Secrets that open a page without an account: drawn by the system, sent once, never kept.

What is kept is a keyed print: enough to know the secret again, and a copy of the base opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings


def tirer() -> str:
    """A token that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def empreinte(jeton: str, usage: str) -> str:
    """The print of a token, 64 hexadecimal figures. ``usage`` (nine letters at most) keeps prints of two uses apart."""
    personne = f"deplie-{usage}".encode()
    cle = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=personne).digest()
    return hashlib.blake2b(jeton.encode(), key=cle, digest_size=32).hexdigest()
