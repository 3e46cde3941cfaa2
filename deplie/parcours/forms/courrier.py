"""A letter to write, a model to bring."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries.courrier import choix_de_modeles
from deplie.socle.documents import modele


class FormulaireCourrier(forms.Form):
    """Which model, and what is added to it."""

    modele = forms.ChoiceField(label="Modèle", widget=forms.RadioSelect)
    message = forms.CharField(
        label="Ce que vous ajoutez",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Prend la place du champ « message » du modèle. Rien sur la santé.",
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].choices = choix_de_modeles(acteur.territoire)


class FormulaireModele(modele.FormulaireModele):
    """A Word file of the territory."""

    nom = forms.CharField(
        label="Nom", max_length=80, help_text="Celui d'un modèle déjà déposé le remplace : « Invitation au forum »."
    )
    field_order = ["nom", "fichier"]

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        self.fields["fichier"].help_text = "Un document Word (.docx) où les champs s'écrivent {{ prenom }}, {{ nom }}…"
