"""The front door's own pages."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse


def sante(request: HttpRequest) -> JsonResponse:
    """200 when the base answers: what a load balancer asks."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
    return JsonResponse({"statut": "ok"})
