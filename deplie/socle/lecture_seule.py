"""A GET changes no business table. Enforced on every request, in production too: a link must be safe to open twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

# What reading may leave behind.
TABLES_PERMISES = frozenset(
    {
        "socle_journal",  # consultations and exports, append-only
        "django_session",  # who is signed in
        "pilotage_partition",  # which generation of the facts a file holds: a cache's label
        "django_tasks_database_dbtaskresult",  # the job that rebuilds stale facts
        "mfa_authenticator",  # that recovery codes were looked at
    }
)

_ECRITURE = re.compile(
    r"""\s*(?:WITH\b.*?\)\s*)?
    (?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO)
    \s+(?:ONLY\s+)?["`]?(?:\w+["`]?\.["`]?)?(\w+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class EcritureEnLecture(RuntimeError):
    """A page asked by GET tried to change a business table: a programming error."""


def table_ecrite(sql: str) -> str:
    """The table that a statement writes, or an empty text when it only reads."""
    trouve = _ECRITURE.match(sql)
    return trouve.group(1).lower() if trouve else ""


def refuser(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Execution wrapper: let readings through, refuse the writing of any table but the permitted ones."""
    table = table_ecrite(sql) if isinstance(sql, str) else ""
    if table and table not in TABLES_PERMISES:
        raise EcritureEnLecture(f"a GET writes {table}")
    return execute(sql, params, many, context)


class LectureSeule:
    """Middleware that wears the wrapper during GET, HEAD and OPTIONS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with connection.execute_wrapper(refuser):
            return self.get_response(request)
