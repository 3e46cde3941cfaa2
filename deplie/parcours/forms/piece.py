"""A piece to attach, or to withdraw."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.parcours.rules.piece import DATEES
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour


class FormulairePiece(FormulaireFichier):
    """The file, what it is, its date."""

    intitule = forms.CharField(
        label="Ce que c'est",
        max_length=120,
        required=False,
        help_text="Attestation, contrat, bulletin de paie, feuille d'émargement… À défaut, le nom du fichier.",
    )
    datee_du = ChampJour(label="Pièce datée du", required=False)
    field_order = ["fichier", "intitule", "datee_du"]

    def __init__(self, *args: Any, acteur: Acteur, quoi: str, **kwargs: Any) -> None:
        super().__init__(*args, territoire=acteur.territoire.code, par=acteur, **kwargs)
        self.fields["datee_du"].required = quoi in DATEES
        self.fields["datee_du"].help_text = "Le jour écrit sur la pièce : 12/03/2025."


class FormulaireRetrait(forms.Form):
    """Why a piece is withdrawn."""

    raison = forms.CharField(
        label="Raison", max_length=200, help_text="Mauvaise personne, pièce illisible, remplacée par une autre…"
    )
