"""A template of minutes to bring."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.instances.rules import NATURES
from deplie.socle.fichiers.formulaire import FormulaireFichier


class FormulaireModele(FormulaireFichier):
    """A Word file, and for which bodies it serves."""

    nature = forms.ChoiceField(
        label="Pour quelles instances",
        choices=[("", "Toutes les instances"), *NATURES.items()],
        required=False,
        help_text="Le modèle d'une nature passe avant celui de toutes.",
    )
    field_order = ["nature", "fichier"]

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, territoire=acteur.territoire.code, par=acteur, **kwargs)
        self.fields["fichier"].help_text = "Un document Word (.docx), sans macro."
