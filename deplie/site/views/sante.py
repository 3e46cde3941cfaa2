"""What a load balancer asks."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from deplie.acteurs.views import publique


@publique
def sante(request: HttpRequest) -> JsonResponse:
    """200 when the base answers."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
    return JsonResponse({"statut": "ok"})
