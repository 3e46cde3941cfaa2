"""Decisions on figures."""

from deplie.pilotage.actions.diffusion import diffuser, retirer
from deplie.pilotage.actions.dossier import demander_dossier
from deplie.pilotage.actions.pack import choisir_chapitres, choisir_chiffres, ecrire_texte
from deplie.pilotage.actions.publication import avancer, figer, rectifier

__all__ = [
    "avancer",
    "choisir_chapitres",
    "choisir_chiffres",
    "demander_dossier",
    "diffuser",
    "ecrire_texte",
    "figer",
    "rectifier",
    "retirer",
]
