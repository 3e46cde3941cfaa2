"""Pages for what goes wrong: each says what happened, what can be done, and the identifier found in the log."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import ConsultationNonInscrite


def page(request: HttpRequest, statut: int, titre: str, phrase: str) -> HttpResponse:
    """An error page that asks nothing of the base: it must show when the base does not answer."""
    contexte = {"titre": titre, "phrase": phrase, "identifiant": getattr(request, "identifiant", "")[:8]}
    return HttpResponse(render_to_string("site/erreur.html", contexte), status=statut)


def demande_illisible(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    return page(request, 400, "Demande illisible", "Le navigateur a envoyé une demande que Déplie ne sait pas lire.")


def acces_refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: inside the territory, without the right; the exception's text names it."""
    motif = str(exception) or "Votre rôle ne donne pas accès à cette page."
    phrase = f"{motif} Demandez-le à la personne qui compose l'équipe de votre territoire."
    return page(request, 403, "Accès refusé", phrase)


def page_introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing there for this reader; the same words for both."""
    phrase = "Cette page n'existe pas, ou elle appartient à un territoire où vous n'avez pas de rôle."
    return page(request, 404, "Page introuvable", phrase)


def trop_de_demandes(request: HttpRequest) -> HttpResponse:
    """429: the limits of sign-in."""
    return page(request, 429, "Trop de demandes", "Attendez quelques minutes avant de réessayer.")


def panne(request: HttpRequest) -> HttpResponse:
    """500"""
    phrase = "Une erreur est survenue de notre côté. Ce que vous aviez enregistré est conservé ; réessayez."
    return page(request, 500, "Erreur du serveur", phrase)


def formulaire_perime(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF guard."""
    phrase = (
        "Le formulaire a expiré, ou les cookies sont refusés par votre navigateur. "
        "Revenez à la page précédente, rechargez-la, puis envoyez-la de nouveau."
    )
    return page(request, 403, "Formulaire expiré", phrase)


class Refus:
    """Middleware: what the rules or the journal refused, when no form of the page showed it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConsultationNonInscrite):
            return page(request, 503, "Page non affichée", f"{exception.message} Réessayez dans un instant.")
        if isinstance(exception, RefusMetier):
            return page(request, 409, "Demande refusée", exception.message)
        return None
