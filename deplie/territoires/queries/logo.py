"""The logo of a territory, as documents and pages show it."""

from __future__ import annotations

from deplie.socle.fichiers.depot import FichierPerdu, lire
from deplie.socle.fichiers.logos import ImageLogo
from deplie.territoires.models import Logo, Territoire


def logo_de(territoire: Territoire) -> Logo | None:
    """What was put in place, None where nothing was."""
    return Logo.objects.select_related("fichier").filter(territoire=territoire).first()


def texte_du_logo(territoire: Territoire) -> str:
    """What is read to who does not see it."""
    return f"Logo de {territoire.nom}"


def image_du_logo(territoire: Territoire) -> ImageLogo | None:
    """The image to show; None where there is none, or where its file is lost: a document is written without it."""
    logo = logo_de(territoire)
    if logo is None:
        return None
    try:
        octets = lire(logo.fichier).read()
    except FichierPerdu:
        return None
    return ImageLogo(octets, logo.largeur, logo.hauteur, logo.clair, texte_du_logo(territoire))
