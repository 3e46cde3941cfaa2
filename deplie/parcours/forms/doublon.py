"""Which value is kept when two records are joined; to whom goes what changed since, when they are parted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from deplie.parcours.forms.personne import IDENTITE
from deplie.personnes.models import Fusion, Personne
from deplie.personnes.queries import Retouche
from deplie.socle.editions import version_de

GARDEE, ABSORBEE = "gardee", "absorbee"


class FormulaireReunion(forms.Form):
    """One choice for each field that differs; what only one record knows is kept unless told.

    ``vues`` holds the versions compared: a record corrected meanwhile is looked at again.
    """

    vues = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, gardee: Personne, absorbee: Personne) -> None:
        self.versions = f"{version_de(gardee)}/{version_de(absorbee)}"
        super().__init__(data, initial={"vues": self.versions})
        for nom in IDENTITE:
            valeurs = _dite(gardee, nom), _dite(absorbee, nom)
            if getattr(gardee, nom) != getattr(absorbee, nom):
                self.fields[nom] = forms.ChoiceField(
                    label=str(Personne._meta.get_field(nom).verbose_name).capitalize(),
                    choices=list(zip((GARDEE, ABSORBEE), valeurs, strict=True)),
                    widget=forms.RadioSelect,
                    initial=GARDEE if getattr(gardee, nom) else ABSORBEE,
                )

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        if lues.pop("vues", self.versions) != self.versions:
            self.data = self.data.copy()
            self.data["vues"] = self.versions
            self.add_error(
                None, "L'une des fiches a changé pendant la comparaison. Vérifiez les valeurs, puis réunissez."
            )
        return lues


class FormulaireSeparation(forms.Form):
    """One choice for each thing that changed since two records were joined."""

    def __init__(self, data: Any, *, fusion: Fusion, retouches: Sequence[Retouche]) -> None:
        super().__init__(data)
        choix = [
            (GARDEE, f"À {fusion.gardee}, n° {fusion.gardee.identifiant}"),
            (ABSORBEE, f"À {fusion.absorbee}, n° {fusion.absorbee.identifiant}"),
        ]
        for retouche in retouches:
            self.fields[retouche.cle] = forms.ChoiceField(
                label=retouche.libelle, choices=choix, widget=forms.RadioSelect, initial=GARDEE
            )


def _dite(personne: Personne, nom: str) -> str:
    """A value as people read it."""
    afficher = getattr(personne, f"get_{nom}_display", None)
    valeur = afficher() if afficher else getattr(personne, nom)
    if hasattr(valeur, "strftime"):
        return f"{valeur:%d/%m/%Y}"
    return str(valeur or "rien")
