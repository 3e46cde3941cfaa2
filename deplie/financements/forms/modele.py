"""A template of a letter or of a convention to bring."""

from __future__ import annotations

from django import forms

from deplie.financements.rules.document import USAGES
from deplie.socle.documents import modele


class FormulaireModele(modele.FormulaireModele):
    """A Word file, and the document that it writes."""

    usage = forms.ChoiceField(
        label="Pour quel document", choices=[(code, nom.capitalize()) for code, nom in USAGES.items()]
    )
    field_order = ["usage", "fichier"]
