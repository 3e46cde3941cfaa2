"""What a command says when it fails: one French sentence, without anything personal."""

from __future__ import annotations

import traceback

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

from deplie.socle.erreurs import RefusMetier

_OCCUPEE = "La base est occupée par un autre traitement : rien n'a été écrit, réessayez dans un instant."
_BASE = {
    "database is locked": _OCCUPEE,
    "readonly database": "La base est en lecture seule : vérifiez les droits du dossier de données.",
    "disk is full": "Le disque est plein : rien n'a été écrit.",
    "no space left": "Le disque est plein : rien n'a été écrit.",
    "unable to open": "La base ne s'ouvre pas : vérifiez le dossier de données et ses droits.",
    "not a database": "Le fichier de la base n'est pas une base SQLite.",
    "malformed": "Le fichier de la base est abîmé : restaurez une sauvegarde.",
    "lock timeout": _OCCUPEE,
    "connection": "La base ne répond pas : vérifiez DATABASE_URL et que le serveur est démarré.",
}


def phrase(erreur: Exception) -> str:
    """The sentence for standard error. An unforeseen failure gives its type and the line of code, never its message."""
    if isinstance(erreur, RefusMetier):
        return erreur.message
    if isinstance(erreur, OperationalError | DatabaseError):
        return _de_la_base(erreur)
    if isinstance(erreur, ImproperlyConfigured):
        return f"La configuration n'est pas valable : {erreur}"
    if isinstance(erreur, MemoryError):
        return "La mémoire de cette machine ne suffit pas : rien n'a été écrit."
    if isinstance(erreur, OSError):
        return f"Le fichier {erreur.filename or ''} ne peut être lu ni écrit ({erreur.strerror}).".replace("  ", " ")
    return f"Une erreur imprévue a tout arrêté ; rien n'a été écrit. À transmettre : {_lieu(erreur)}."


def _de_la_base(erreur: Exception) -> str:
    texte = str(erreur).lower()
    for indice, dit in _BASE.items():
        if indice in texte:
            return dit
    return f"La base a refusé l'opération ; rien n'a été écrit. À transmettre : {_lieu(erreur)}."


def _lieu(erreur: Exception) -> str:
    cadres = traceback.extract_tb(erreur.__traceback__)
    notre = next((c for c in reversed(cadres) if "/deplie/" in c.filename), cadres[-1] if cadres else None)
    lieu = f"{notre.filename.rsplit('/deplie/', 1)[-1]}:{notre.lineno}" if notre else "?"
    return f"{type(erreur).__name__} {lieu}"
