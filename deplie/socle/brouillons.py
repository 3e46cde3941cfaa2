"""Drafts: what somebody was writing on a page, kept for them alone until they save it, drop it, or a week goes by.

Two ways in: the page's script sends the form while it is typed (a closed tab, a dead battery); a form posted once the
session is over waits in the browser's own session until its author has signed in again. One way out: the page offers
to take it up, and the form opens on what was typed. Files and passwords are never kept, nor the pages excluded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

from deplie.socle.models import Brouillon, Compte

# The parameter that opens a page on its draft.
REPRENDRE: Final = "brouillon"
JOURS: Final = 7
# A posted form waits so long for its author to sign in again.
ATTENTE: Final = timedelta(minutes=30)
TAILLE_MAX: Final = 60_000
ADRESSE_MAX: Final = 200
_SESSION: Final = "saisie_gardee"
# The page whose form it is, among its fields.
ADRESSE: Final = "adresse-du-brouillon"
_JAMAIS: Final = frozenset({"csrfmiddlewaretoken", "vu", ADRESSE})
_exclues: set[str] = set()


class Reprise(NamedTuple):
    """A draft found: when it was last typed, and what."""

    le: datetime
    champs: str


def exclure(*routes: str) -> None:
    """Name pages whose answers are kept nowhere but where they belong (« parcours:sensible »)."""
    _exclues.update(routes)


def adresse_de(request: HttpRequest) -> str:
    """The address of a page, without the parameter that opens its draft."""
    return _sans_reprise(request.get_full_path())


def se_garde(adresse: str) -> bool:
    """Whether a page of that address may have drafts: one of this site, not excluded."""
    if len(adresse) > ADRESSE_MAX or not url_has_allowed_host_and_scheme(adresse, allowed_hosts=None):
        return False
    try:
        trouvee = resolve(urlsplit(adresse).path)
    except Resolver404:
        return False
    return "code" in trouvee.kwargs and trouvee.view_name not in _exclues


def garder(compte: Compte, adresse: str, champs: QueryDict) -> bool:
    """Keep what is typed on a page; False when nothing may be kept of it."""
    adresse, ecrits = _sans_reprise(adresse), champs_a_garder(champs)
    if not se_garde(adresse) or len(ecrits) > TAILLE_MAX:
        return False
    Brouillon.objects.update_or_create(
        compte=compte, adresse=adresse, defaults={"champs": ecrits, "modifie_le": timezone.now()}
    )
    return True


def oublier(request: HttpRequest, adresse: str) -> None:
    """Drop the draft of a page: it was saved, or its author does not want it."""
    adresse = _sans_reprise(adresse)
    if isinstance(request.user, Compte):
        Brouillon.objects.filter(compte=request.user, adresse=adresse).delete()
    if request.session.get(_SESSION, {}).get("adresse") == adresse:
        del request.session[_SESSION]


def garder_en_session(request: HttpRequest) -> str:
    """Keep a form posted once the session is over; the address to come back to, empty when nothing was kept.

    The page it was posted from must be the one it was posted to: another cannot be asked again.
    """
    adresse, ecrits = adresse_de(request), champs_a_garder(request.POST)
    d_ou = urlsplit(request.headers.get("Referer", ""))
    venue = _sans_reprise(d_ou.path + (f"?{d_ou.query}" if d_ou.query else ""))
    if venue != adresse or d_ou.netloc != request.get_host() or not se_garde(adresse) or len(ecrits) > TAILLE_MAX:
        return ""
    request.session[_SESSION] = {"adresse": adresse, "champs": ecrits, "le": timezone.now().isoformat()}
    return f"{adresse}{'&' if '?' in adresse else '?'}{REPRENDRE}=1"


def attend(request: HttpRequest) -> bool:
    """Whether a form waits for its author to sign in."""
    return _SESSION in request.session and _de_session(request) is not None


def trouver(request: HttpRequest) -> Reprise | None:
    """The draft of a page, for who reads it."""
    if not isinstance(request.user, Compte):
        return None
    adresse = adresse_de(request)
    if (gardee := _de_session(request)) and gardee[0] == adresse:
        return gardee[1]
    trouve = Brouillon.objects.filter(compte=request.user, adresse=adresse).first()
    return Reprise(trouve.modifie_le, trouve.champs) if trouve else None


def saisie(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: what was posted, else the draft that the page was asked to open on, else nothing."""
    if request.method == "POST":
        return request.POST
    if REPRENDRE not in request.GET:
        return None
    trouve = trouver(request)
    return QueryDict(trouve.champs) if trouve else None


def purger() -> int:
    """Drop drafts older than a week; how many. The worker does it."""
    return Brouillon.objects.filter(modifie_le__lt=timezone.now() - timedelta(days=JOURS)).delete()[0]


def _de_session(request: HttpRequest) -> tuple[str, Reprise] | None:
    gardee: dict[str, Any] = request.session.get(_SESSION) or {}
    le = parse_datetime(gardee.get("le", ""))
    if le is None or timezone.now() - le > ATTENTE:
        return None
    return gardee["adresse"], Reprise(le, gardee["champs"])


def champs_a_garder(champs: QueryDict) -> str:
    """A form as it is kept: neither its files, nor its passwords, nor the token that protects it."""
    gardes = [
        (nom, valeur)
        for nom, valeurs in champs.lists()
        if nom not in _JAMAIS and "password" not in nom
        for valeur in valeurs
        if isinstance(valeur, str)
    ]
    return urlencode(gardes)


def _sans_reprise(adresse: str) -> str:
    chemin, _, requete = adresse.partition("?")
    gardes = [(nom, valeur) for nom, valeur in parse_qsl(requete, keep_blank_values=True) if nom != REPRENDRE]
    return f"{chemin}?{urlencode(gardes)}" if gardes else chemin


class Enregistres:
    """Middleware: a page posted and answered by another one was saved, and its draft is dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reponse = self.get_response(request)
        if request.method == "POST" and reponse.status_code == HTTPStatus.FOUND and hasattr(request, "acteur"):
            oublier(request, adresse_de(request))
        return reponse
