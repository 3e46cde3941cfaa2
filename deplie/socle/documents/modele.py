"""Word templates that territories bring: accepted only if they give a document whatever is known, put in service,
withdrawn, read. Each room has its own table of them, built on ``socle.models.ModeleWord``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from deplie.socle.documents.sources import trouver
from deplie.socle.documents.word import verifier_gabarit
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import Auteur, lire
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier, ModeleWord

M = TypeVar("M", bound=ModeleWord)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def eprouver(fichier: Fichier, exemples: Iterable[Mapping[str, Any]]) -> None:
    """Render a template with each example. Raises RefusMetier for another kind of file, or naming the field or the
    line at fault; FichierPerdu."""
    if fichier.genre != "DOCX":
        raise RefusMetier("Un modèle est un document Word (.docx).")
    octets = lire(fichier).read()
    for exemple in exemples:
        verifier_gabarit(octets, exemple)


def mettre_en_service(
    modele: M, exemples: Iterable[Mapping[str, Any]], *, place: str, par: Auteur, detail: dict[str, Any] | None = None
) -> M:
    """Keep a template once it is proved; the one that had its place (territory and field ``place``) is withdrawn.

    Raises RefusMetier as ``eprouver`` does. In the caller's transaction, which translates a place taken meanwhile.
    """
    eprouver(modele.fichier, exemples)
    meme = {"territoire": modele.territoire, place: getattr(modele, place), "retire_le": None}
    for ancien in type(modele)._default_manager.filter(**meme).order_by("pk"):
        retirer(ancien, par=par)
    modele.save()
    consigner(f"déposer un {modele._meta.verbose_name}", par=par, objet=modele, detail=detail)
    return modele


def retirer(modele: ModeleWord, *, par: Auteur) -> None:
    """Use a template no more; what was written with it keeps it. Raises RefusMetier when it is withdrawn already. In
    the caller's transaction."""
    retires = type(modele)._default_manager.filter(pk=modele.pk, retire_le=None)
    if not retires.update(retire_le=timezone.now(), retire_par=par.compte):
        raise RefusMetier("Ce modèle est déjà retiré.")
    consigner(f"retirer un {modele._meta.verbose_name}", par=par, objet=modele)


def gabarit(modele: Any, d_office: str) -> bytes:
    """The Word file of a template (a row with a ``fichier``), or ours when there is none. Raises FichierPerdu."""
    return lire(modele.fichier).read() if modele else trouver(d_office).read_bytes()


class FormulaireModele(FormulaireFichier):
    """A Word file of a territory; rooms add what it is for."""

    def __init__(self, *args: Any, acteur: Any, **kwargs: Any) -> None:
        super().__init__(*args, territoire=acteur.territoire.code, par=acteur, **kwargs)
        self.fields["fichier"].help_text = "Un document Word (.docx), sans macro."


def joindre(octets: bytes, nom: str, forme: str = "docx") -> HttpResponse:
    """A document to take away."""
    attache = {"Content-Disposition": f'attachment; filename="{nom}.{forme}"'}
    return HttpResponse(octets, content_type=TYPES[forme], headers=attache)


def repondre(request: HttpRequest, faire: Callable[[], HttpResponse | None], *vers: Any, dit: str = "") -> HttpResponse:
    """What ``faire`` answers; else, and when it refuses, the page ``vers`` with the sentence."""
    try:
        if (reponse := faire()) is not None:
            return reponse
        messages.success(request, dit)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect(*vers)


def envoi_de(request: HttpRequest) -> tuple[Any, Any]:
    """What a form that receives a file is built on."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
