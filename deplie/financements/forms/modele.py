"""A template of a letter or of a convention to bring."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.financements.rules.document import USAGES
from deplie.socle.fichiers.formulaire import FormulaireFichier


class FormulaireModele(FormulaireFichier):
    """A Word file, and the document that it writes."""

    usage = forms.ChoiceField(
        label="Pour quel document", choices=[(code, nom.capitalize()) for code, nom in USAGES.items()]
    )
    field_order = ["usage", "fichier"]

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, territoire=acteur.territoire.code, par=acteur, **kwargs)
        self.fields["fichier"].help_text = "Un document Word (.docx), sans macro."
