"""The étapes that name an operation, one by one; and the way from a code to its operation."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.queries import operation as operations
from deplie.parcours.queries.operation import etapes_de
from deplie.socle import journal

PAR_PAGE: Final = 50


@page("participation.voir")
def etapes_operation(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Who was received under an operation, within the perimeter of the reader."""
    operation = operations.operation_ou_404(acteur, pk)
    lues = Paginator(etapes_de(acteur, operation), PAR_PAGE).get_page(request.GET.get("page"))
    journal.consulter(operation, par=acteur, verbe="lire les étapes d'une opération", lignes=len(lues))
    return render(request, "parcours/etapes_operation.html", {"operation": operation, "page": lues})


@page("operation.voir")
def operation_du_code(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """From the code that an étape names to the page of its operation."""
    code = " ".join(request.GET.get("code", "").split())[:60]
    trouvee = operations.par_code(acteur, code)
    if trouvee:
        return redirect("financements:operation", acteur.territoire.code, trouvee.pk)
    messages.warning(request, f"Aucune opération que vous pouvez lire ne porte le code « {code} ».")
    return redirect("financements:operations", acteur.territoire.code)
