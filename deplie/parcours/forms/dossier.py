"""Giving somebody their file: why, and in which form."""

from __future__ import annotations

from django import forms

from deplie.parcours.rules.dossier import FORMATS, MOTIFS


class FormulaireDossier(forms.Form):
    """The reason is written to the journal."""

    motif = forms.ChoiceField(label="Pourquoi", choices=list(MOTIFS.items()), widget=forms.RadioSelect)
    forme = forms.ChoiceField(label="Sous quelle forme", choices=list(FORMATS.items()), widget=forms.RadioSelect)
    verifiee = forms.BooleanField(
        label="J'ai vérifié l'identité de qui demande",
        error_messages={"required": "Ce dossier contient tout, y compris ce qui est sensible : vérifiez d'abord."},
    )
