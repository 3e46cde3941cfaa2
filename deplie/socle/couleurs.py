"""The colour of a territory: checked for contrast, and unfolded into the tokens of the stylesheet."""

from __future__ import annotations

import re
from typing import Final

# The product's own teal, and the sheets that coloured words stand on.
USUELLE: Final = "#0b5f66"
FEUILLE: Final = "#fffdf9"
# WCAG 2.2, 1.4.3: ordinary text on its ground.
CONTRASTE: Final = 4.5
_FORME: Final = re.compile(r"#[0-9a-f]{6}")
# Share of white (or of black) mixed into the colour, token by token.
_VERS_LE_BLANC: Final = {"main-moyen": 0.28, "main-3": 0.54, "main-pale": 0.8, "main-2": 0.88}
_VERS_LE_NOIR: Final = {"main-fonce": 0.22}


def refus_de_couleur(valeur: object) -> str:
    """Why a colour cannot be a territory's, in one French sentence; "" when it can.

    White stands on it, and it stands on the sheets and on its own palest tint.
    """
    if not isinstance(valeur, str) or not _FORME.fullmatch(valeur.lower()):
        return "Indiquez une couleur sous la forme #0b5f66."
    atteint = min(contraste(valeur, fond) for fond in ("#ffffff", FEUILLE, teintes(valeur)["main-2"]))
    if atteint >= CONTRASTE:
        return ""
    dit = f"{int(atteint * 10) / 10:.1f}".replace(".", ",")
    return (
        f"Cette couleur est trop claire pour être lue : le contraste du texte y est de {dit}, il en faut 4,5. "
        "Choisissez une couleur plus foncée."
    )


def teintes(couleur: str) -> dict[str, str]:
    """The tokens that a territory's colour replaces: itself, its shades for charts and grounds, its dark one."""
    melanges = {nom: _melanger(couleur, "#ffffff", part) for nom, part in _VERS_LE_BLANC.items()}
    melanges |= {nom: _melanger(couleur, "#000000", part) for nom, part in _VERS_LE_NOIR.items()}
    return {"main": couleur.lower(), **melanges}


def feuille_de(couleur: str) -> str:
    """The stylesheet of a territory. ``couleur`` was accepted by ``refus_de_couleur``."""
    jetons = " ".join(f"--{nom}: {teinte};" for nom, teinte in teintes(couleur).items())
    return f":root {{ {jetons} }}\n"


def contraste(une: str, autre: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, « contrast ratio »)."""
    clair, fonce = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


def _luminance(couleur: str) -> float:
    rouge, vert, bleu = (_lineaire(canal / 255) for canal in _canaux(couleur))
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _lineaire(canal: float) -> float:
    return canal / 12.92 if canal <= 0.04045 else float(((canal + 0.055) / 1.055) ** 2.4)


def _canaux(couleur: str) -> list[int]:
    return [int(couleur[debut : debut + 2], 16) for debut in (1, 3, 5)]


def _melanger(une: str, autre: str, part: float) -> str:
    """``part`` of the second colour in the first."""
    canaux = zip(_canaux(une), _canaux(autre), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in canaux)
