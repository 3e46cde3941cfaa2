"""Logs: one JSON line per request, with the identifier shown on error pages, and nothing personal.

The address of a page is logged as its route (``GET <code:code>/personnes/<int:pk>/``): no query string, no search, no
one-time link. E-mail addresses and the values that PostgreSQL quotes in its errors are struck out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware
from structlog.typing import EventDict, Processor

_COURRIEL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_VALEUR_POSTGRES = re.compile(r"(DETAIL:|Key) ?.*")


def caviarder(_logger: Any, _methode: str, evenement: EventDict) -> EventDict:
    """Strike out what names somebody in any text of the event, tracebacks included."""
    return {cle: _caviarder(valeur) if isinstance(valeur, str) else valeur for cle, valeur in evenement.items()}


def _caviarder(texte: str) -> str:
    return _VALEUR_POSTGRES.sub(r"\1 …", _COURRIEL.sub("‹courriel›", texte))


class Requetes(RequestMiddleware):
    """The request line of django-structlog, with the route in place of the address."""

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-Id"] = getattr(request, "identifiant", "")
        super().handle_response(request, response)

    def prepare(self, request: HttpRequest) -> None:
        super().prepare(request)
        request.identifiant = structlog.contextvars.get_contextvars().get("request_id", "")  # type: ignore[attr-defined]

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        trouve = request.resolver_match
        return f"{request.method} {trouve.route if trouve else '(adresse inconnue)'}"


def configuration(niveau: str) -> dict[str, Any]:
    """Configure structlog and return Django's LOGGING: everything goes to standard error as JSON lines."""
    communs: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *communs,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": structlog.stdlib.ProcessorFormatter, **_rendu(communs)}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": niveau},
        "loggers": {
            # The request line already tells failures and their traceback; these would say the address in full.
            "django.request": {"level": "CRITICAL"},
            "django.security.DisallowedHost": {"level": "ERROR"},
            # Django attaches its own handler to these two.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }


def _rendu(communs: list[Processor]) -> dict[str, list[Processor] | Callable[..., Any]]:
    return {
        "foreign_pre_chain": communs,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            caviarder,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
