"""A template of minutes to bring."""

from __future__ import annotations

from django import forms

from deplie.instances.rules import NATURES
from deplie.socle.documents import modele


class FormulaireModele(modele.FormulaireModele):
    """A Word file, and for which bodies it serves."""

    nature = forms.ChoiceField(
        label="Pour quelles instances",
        choices=[("", "Toutes les instances"), *NATURES.items()],
        required=False,
        help_text="Le modèle d'une nature passe avant celui de toutes.",
    )
    field_order = ["nature", "fichier"]
