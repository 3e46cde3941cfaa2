"""The append-only journal: decisions, consultations of persons, exports, sign-ins.

It holds identifiers, never a name, an answer or what was typed. The database itself refuses to change or remove a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import DatabaseError, models, transaction

from deplie.socle.models import Compte, Journal


class Auteur(Protocol):
    """Who acts: ``acteurs.queries.Acteur``, or anything that names an account (None for the command line)."""

    @property
    def compte(self) -> Compte | None: ...


@dataclass(frozen=True)
class Titulaire:
    """The holder of an account acting on it, or on the installation, outside any territory."""

    compte: Compte | None


class ConsultationNonInscrite(Exception):
    """The journal could not take the line: what was about to be shown is not shown (answered by a 503 page)."""

    message = "La consultation n'a pas pu être inscrite au journal : la page n'est pas affichée."


def consigner(
    verbe: str,
    *,
    par: Auteur | None,
    objet: models.Model | None = None,
    territoire: str | None = None,
    nature: str = Journal.DECISION,
    detail: Mapping[str, Any] | None = None,
) -> Journal:
    """Write one line, inside the caller's transaction: no decision without its line, no line without its decision.

    ``verbe`` is what was done (« donner un rôle »); ``objet`` on what; ``territoire`` is the author's unless told.
    ``detail`` must hold codes, counts and identifiers only, as JSON.
    """
    return Journal.objects.create(
        par=par.compte if par else None,
        nature=nature,
        territoire=_code(par) if territoire is None else territoire,
        verbe=verbe,
        objet=objet._meta.label if objet else "",
        objet_id=str(objet.pk) if objet else "",
        detail=dict(detail or {}),
    )


def consulter(objet: models.Model, *, par: Auteur, verbe: str = "consulter", **detail: Any) -> None:
    """Write that a person's page is about to be shown, in its own short transaction.

    Raises ConsultationNonInscrite when the line cannot be written: call it before reading what it protects.
    """
    try:
        with transaction.atomic():
            consigner(verbe, par=par, objet=objet, nature=Journal.CONSULTATION, detail=detail)
    except DatabaseError as erreur:
        raise ConsultationNonInscrite from erreur


def exporter(verbe: str, *, par: Auteur, objet: models.Model | None = None, **detail: Any) -> None:
    """Write that a file is about to leave (« exporter les participants », ``lignes=448``, codes of the filters).

    Raises ConsultationNonInscrite when the line cannot be written: call it before building the file.
    """
    try:
        with transaction.atomic():
            consigner(verbe, par=par, objet=objet, nature=Journal.EXPORT, detail=detail)
    except DatabaseError as erreur:
        raise ConsultationNonInscrite from erreur


def _code(par: Auteur | None) -> str:
    territoire = getattr(par, "territoire", None)
    return territoire.code if territoire is not None else ""
