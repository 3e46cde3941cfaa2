"""The workbook of a plan that comes in: sent, then confirmed as it was looked at."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms


class FormulaireClasseur(forms.Form):
    """The workbook to look at."""

    fichier = forms.FileField(
        label="Classeur du plan",
        help_text="Celui que « Emporter » donne, ou le classeur vierge une fois rempli (.xlsx, .ods).",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        error_messages={
            "required": "Choisissez un classeur.",
            "empty": "Ce fichier est vide. Un classeur est attendu.",
        },
    )


class FormulaireApercu(forms.Form):
    """What was looked at: the same workbook, and what the plan was then. Nothing is kept on the server between."""

    nom = forms.CharField(widget=forms.HiddenInput, max_length=200)
    contenu = forms.CharField(widget=forms.HiddenInput)
    vu = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def de(nom: str, octets: bytes, vu: str) -> FormulaireApercu:
        """The form of the page that shows a workbook."""
        contenu = base64.b64encode(octets).decode()
        return FormulaireApercu(initial={"nom": nom[-200:], "contenu": contenu, "vu": vu})

    def clean_contenu(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["contenu"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("Le classeur ne nous est pas revenu entier. Déposez-le de nouveau.") from None

    def rendu(self) -> tuple[str, bytes, str]:
        """The name, the bytes, and what the plan was."""
        lues: dict[str, Any] = self.cleaned_data
        return lues["nom"], lues["contenu"], lues["vu"]
