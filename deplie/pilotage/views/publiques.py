"""What anybody reads without an account: the figures that a territory made public, their definitions, their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from deplie.acteurs.views import publique
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.catalogue.rubriques import RUBRIQUES
from deplie.pilotage.exports import public
from deplie.pilotage.models import Diffusion, EvenementPublication
from deplie.pilotage.queries import diffusion as lues
from deplie.pilotage.queries.publiable import ChiffrePubliable, ChiffresPubliables
from deplie.pilotage.rules.publication import RECTIFIE, fait
from deplie.pilotage.views import dessins
from deplie.territoires.queries.logo import image_du_logo, logo_de

# What the page says first, where it is known.
CLES = ("personnes_suivies", "entrees", "sorties", "sorties_positives", "taux_sorties_positives")
_UNE_HEURE = 3600


@publique
def liste(request: HttpRequest, lieu: str) -> HttpResponse:
    """The public figures of a territory, the last period first."""
    territoire = lues.territoire_public_ou_404(lieu)
    contexte = {"territoire": territoire, "diffusions": lues.publiques(territoire), "logo": logo_de(territoire)}
    return render(request, "pilotage/public/liste.html", contexte)


@publique
def publication(request: HttpRequest, lieu: str, pk: int) -> HttpResponse:
    """The figures of a period: what is masked and why, the version, its history, its data."""
    diffusion = lues.publique_ou_404(lieu, pk)
    publics = lues.chiffres_publics(diffusion)
    rubriques = [(titre, vus) for titre, tous in _rubriques(publics) if (vus := [d for d in tous if _dit(d)])]
    contexte = _commun(diffusion, publics) | {
        "cles": [dit for code in CLES if (dit := publics.totaux.get(code)) and _dit(dit)],
        "flux": dessins.flux_public(publics),
        "rubriques": [(titre, dits) for titre, dits in rubriques if not _a_zero(dits)],
        "a_zero": [titre for titre, dits in rubriques if _a_zero(dits)],
        "tableaux": list(_tableaux(publics)),
    }
    return render(request, "pilotage/public/publication.html", contexte)


@publique
def definitions(request: HttpRequest, lieu: str, pk: int) -> HttpResponse:
    """How each figure is counted, in the words in force when it was frozen."""
    diffusion = lues.publique_ou_404(lieu, pk)
    publics = lues.chiffres_publics(diffusion)
    contexte = _commun(diffusion, publics) | {"rubriques": list(_rubriques(publics)), "colonnes": public.COLONNES}
    return render(request, "pilotage/public/definitions.html", contexte)


@publique
def donnees(request: HttpRequest, lieu: str, pk: int, forme: str) -> HttpResponse:
    """The same figures as data."""
    diffusion = lues.publique_ou_404(lieu, pk)
    if forme not in ("csv", "json"):
        raise Http404
    publics = lues.chiffres_publics(diffusion)
    reponse: HttpResponse
    if forme == "csv":
        reponse = HttpResponse(public.en_csv(publics), content_type="text/csv; charset=utf-8")
    else:
        adresse = request.build_absolute_uri(reverse("schema_public", args=[lieu]))
        reponse = JsonResponse(public.en_json(publics, adresse), json_dumps_params={"ensure_ascii": False})
    periode, version = publics.periode, diffusion.publication.version
    nom = f"chiffres-{lieu.lower()}-{publics.dispositif.lower()}-{periode.debut}-{periode.fin}-v{version}.{forme}"
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return _garder(reponse)


@publique
def logo(request: HttpRequest, lieu: str) -> HttpResponse:
    """The logo of a territory that made figures public."""
    image = image_du_logo(lues.territoire_public_ou_404(lieu))
    if image is None:
        raise Http404
    reponse = HttpResponse(image.octets, content_type="image/png")
    reponse["X-Content-Type-Options"] = "nosniff"
    return _garder(reponse)


@publique
def schema(request: HttpRequest, lieu: str) -> HttpResponse:
    """What the columns of the data are."""
    lues.territoire_public_ou_404(lieu)
    return _garder(JsonResponse(public.schema(), json_dumps_params={"ensure_ascii": False, "indent": 2}))


def _garder(reponse: HttpResponse) -> HttpResponse:
    """The same for everybody: it may be kept a while by whoever passes it on."""
    patch_cache_control(reponse, public=True, max_age=_UNE_HEURE)
    return reponse


def _commun(diffusion: Diffusion, publics: ChiffresPubliables) -> dict[str, Any]:
    lue = diffusion.publication
    suivante = lues.publiques(lue.territoire).filter(publication__precedente=lue).first()
    actes: list[EvenementPublication] = list(lue.evenements.order_by("pk"))
    return {
        "territoire": lue.territoire,
        "publication": lue,
        "diffusion": diffusion,
        "publics": publics,
        "logo": logo_de(lue.territoire),
        "rectifiee": lue.statut == RECTIFIE,
        "suivante": suivante.publication if suivante else None,
        # Whom and why stay inside; what was done and when is everybody's.
        "histoire": [(evenement.le, fait(evenement.acte)) for evenement in actes],
    }


def _dit(dit: ChiffrePubliable) -> bool:
    return bool(dit.masque) or dit.chiffre.valeur is not None


def _a_zero(dits: list[ChiffrePubliable]) -> bool:
    """A subject of which nothing happened: a masked figure is not nothing."""
    return not any(dit.masque or dit.chiffre.valeur for dit in dits)


def _rubriques(publics: ChiffresPubliables) -> Iterator[tuple[str, list[ChiffrePubliable]]]:
    """Every figure by subject, those of a former catalogue at the end."""
    classees = {code for codes in RUBRIQUES.values() for code in codes}
    autres = tuple(code for code in publics.totaux if code not in classees)
    for titre, codes in [*RUBRIQUES.items(), ("Autres chiffres", autres)]:
        if siens := [publics.totaux[code] for code in codes if code in publics.totaux]:
            yield titre, siens


def _tableaux(publics: ChiffresPubliables) -> Iterator[tuple[str, list[tuple[str, list[ChiffrePubliable]]]]]:
    """Each breakdown under its name: its figures, each with its parts."""
    for (code,), parts in publics.tableaux.items():
        par_chiffre: dict[str, list[ChiffrePubliable]] = {}
        for part in parts:
            par_chiffre.setdefault(part.chiffre.libelle, []).append(part)
        yield DIMENSIONS[code].libelle, list(par_chiffre.items())
