"""What changes about people; others import from here."""

from deplie.personnes.actions.doublon import ecarter_doublon
from deplie.personnes.actions.fusion import reunir, separer
from deplie.personnes.actions.identite import creer_personne, modifier_personne
from deplie.personnes.actions.rappel import dire_accord_rappel
from deplie.personnes.actions.sensible import repondre_sensible

__all__ = [
    "creer_personne",
    "dire_accord_rappel",
    "ecarter_doublon",
    "modifier_personne",
    "repondre_sensible",
    "reunir",
    "separer",
]
