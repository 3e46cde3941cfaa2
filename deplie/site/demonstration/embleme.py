"""A plain logo for a demonstration territory, drawn here: it is no real body's mark."""

from __future__ import annotations

from io import BytesIO

from deplie.acteurs.queries import Acteur
from deplie.site.demonstration.declaration import Declaration
from deplie.territoires.actions import poser_logo
from deplie.territoires.queries.logo import logo_de

_LARGEUR, _HAUTEUR = 900, 300
_ENCRE = "#1c2733"


def marquer(lue: Declaration, par: Acteur) -> None:
    """Give its invented logo to the territory that declares one."""
    teintes = lue.brut.get("logo")
    if teintes and logo_de(par.territoire) is None:
        poser_logo(territoire=par.territoire, octets=dessiner(lue.code, *teintes), par=par)


def dessiner(sigle: str, fonce: str, vif: str) -> bytes:
    """Three folds of a leaflet in two colours, and initials beside them; transparent around."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGBA", (_LARGEUR, _HAUTEUR), (0, 0, 0, 0))
    trace = ImageDraw.Draw(image)
    for rang, (teinte, bas) in enumerate(((fonce, 40), (vif, 0), (fonce, 40))):
        gauche, droite = 20 + rang * 105, 120 + rang * 105
        haut, autre = (60, 20) if rang % 2 == 0 else (20, 60)
        trace.polygon([(gauche, haut), (droite, autre), (droite, 240 + bas - autre // 2), (gauche, 260)], fill=teinte)
    trace.text((370, 150), sigle, fill=_ENCRE, font=ImageFont.load_default(150), anchor="lm")
    sortie = BytesIO()
    image.save(sortie, "PNG")
    return sortie.getvalue()
