"""The logo of the territory, given as a file."""

from __future__ import annotations

from django import forms

from deplie.socle.fichiers.logos import OCTETS_MAX


class FormulaireLogo(forms.Form):
    """``cleaned_data["octets"]`` is what was sent, not looked at yet."""

    octets = forms.FileField(
        label="Image",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=f"PNG ou JPEG, {OCTETS_MAX // 2**20} Mo au plus. Un PNG à fond transparent convient partout.",
        error_messages={"required": "Choisissez une image."},
    )

    def clean_octets(self) -> bytes:
        envoye = self.cleaned_data["octets"]
        # A byte more than what is kept says that there are too many, without reading them all.
        return bytes(envoye.read(OCTETS_MAX + 1))
