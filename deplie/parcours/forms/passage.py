"""A visit to a desk: everything has a default but the motive, which is the button that records it."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu
from deplie.offre.queries import ouverts
from deplie.parcours.models import Passage
from deplie.parcours.rules.passage import MOTIFS, NOMBRE_MAX, SEXES, TRANCHES
from deplie.socle.formulaires import ChampHeure, ChampJour

NON_DIT = ("", "Non dit")


class FormulairePassage(forms.Form):
    """Where, how many, the public as far as it is known; ``q`` looks for somebody known."""

    lieu = forms.ModelChoiceField(label="Lieu", queryset=Lieu.objects.none(), empty_label="Choisissez un lieu")
    q = forms.CharField(
        label="Nom de la personne",
        max_length=100,
        required=False,
        help_text="Facultatif. Rien d'écrit : un passage anonyme.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nombre = forms.IntegerField(label="Nombre", min_value=1, max_value=NOMBRE_MAX, initial=1)
    sexe = forms.ChoiceField(label="Sexe", choices=[NON_DIT, *SEXES.items()], required=False)
    tranche = forms.ChoiceField(label="Âge", choices=[NON_DIT, *TRANCHES.items()], required=False)
    le = ChampJour(label="Autre jour", required=False, help_text="Sinon, aujourd'hui.")
    motif = forms.ChoiceField(
        label="Motif", choices=list(MOTIFS.items()), error_messages={"required": "Choisissez un motif."}
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lieu"].queryset = ouverts(acteur)  # type: ignore[attr-defined]

    def valeurs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in ("motif", "nombre", "sexe", "tranche")}


class FormulaireCorrection(FormulairePassage):
    """The same line, corrected; who it is about does not change."""

    heure = ChampHeure(label="Heure", required=False)
    field_order = ("lieu", "motif", "heure", "nombre", "sexe", "tranche")

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        noms = ("lieu", "motif", "heure", "nombre", "sexe", "tranche")
        super().__init__(*args, initial={nom: getattr(passage, nom) for nom in noms}, **kwargs)
        del self.fields["q"], self.fields["le"]
        if passage.personne:
            for nom in ("nombre", "sexe", "tranche"):
                del self.fields[nom]

    def valeurs(self) -> dict[str, Any]:
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "lieu"}
