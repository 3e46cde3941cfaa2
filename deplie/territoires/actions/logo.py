"""The logo of a territory: put in place, replaced, withdrawn."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.fichiers.logos import refaire
from deplie.socle.journal import Auteur, consigner
from deplie.territoires.models import Logo, Territoire


@transaction.atomic
def poser_logo(*, territoire: Territoire, octets: bytes, par: Auteur) -> Logo:
    """Give a territory its logo, in place of the one it had, whose file is swept within a day.

    Raises RefusMetier for what is not an image that can be shown (``socle.fichiers.logos``), or cannot be kept.
    """
    image = refaire(octets)
    Territoire.objects.select_for_update().get(pk=territoire.pk)
    fichier = recevoir(SimpleUploadedFile("logo.png", image.octets), territoire=territoire.code, par=par)
    valeurs = {
        "fichier": fichier,
        "largeur": image.largeur,
        "hauteur": image.hauteur,
        "clair": image.clair,
        "depose_le": timezone.now(),
    }
    logo, nouveau = Logo.objects.update_or_create(territoire=territoire, defaults=valeurs)
    verbe = "déposer un logo" if nouveau else "remplacer un logo"
    detail = {"empreinte": fichier.empreinte, "points": f"{image.largeur} × {image.hauteur}"}
    consigner(verbe, par=par, objet=territoire, territoire=territoire.code, detail=detail)
    return logo


@transaction.atomic
def retirer_logo(*, territoire: Territoire, par: Auteur) -> None:
    """Show no logo any more. Raises RefusMetier when there is none."""
    enleves, _ = Logo.objects.filter(territoire=territoire).delete()
    if not enleves:
        raise RefusMetier("Le territoire n'a pas de logo, ou il vient d'être retiré.")
    consigner("retirer un logo", par=par, objet=territoire, territoire=territoire.code)
