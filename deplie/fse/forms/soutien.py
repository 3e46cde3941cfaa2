"""A body that an operation supports."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.fse.models import EntiteSoutenue
from deplie.socle.editions import version_de
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, FormulaireEdition


class FormulaireSoutien(FormulaireFichier):
    """What it is, its name, since when, what proves it; the file may come or not."""

    obligatoire = False
    genre = forms.ChoiceField(label="Ce qui est soutenu")
    nom = forms.CharField(label="Nom de l'organisme", max_length=200, required=False)
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="Quatorze chiffres, s'il est connu."
    )
    le = ChampJour(label="Soutenu à partir du")
    preuve = forms.CharField(
        label="Ce qui le prouve", max_length=200, help_text="Par exemple : convention de partenariat du 12/03/2025."
    )
    field_order = ("genre", "nom", "siret", "le", "preuve", "fichier")

    def __init__(self, *args: Any, genres: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].choices = [(code, mots.capitalize()) for code, mots in genres.items()]

    def clean_siret(self) -> str:
        from stdnum.fr import siret

        ecrit = "".join(self.cleaned_data["siret"].split())
        if ecrit and not siret.is_valid(ecrit):
            raise forms.ValidationError("Ce n'est pas un SIRET valide : quatorze chiffres, dont une clé.")
        return ecrit


class FormulaireModifierSoutien(FormulaireSoutien, FormulaireEdition):
    """A line to correct; a file that is chosen takes the place of the one that was joined."""

    @staticmethod
    def initial_de(soutien: EntiteSoutenue) -> dict[str, Any]:
        champs = ("genre", "nom", "siret", "le", "preuve")
        return {champ: getattr(soutien, champ) for champ in champs} | {"version": version_de(soutien)}
