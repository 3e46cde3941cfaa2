"""Forms of the front door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from deplie.site.installation import code_valable
from deplie.socle.formulaires import ChampJour
from deplie.socle.models import Compte


class ChampMotDePasse(forms.CharField):
    """A new password, with what is expected of it said before it is typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Mot de passe")
        options.setdefault("help_text", " ".join(password_validators_help_texts()))
        super().__init__(
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False, max_length=200, **options
        )


class FormulaireMotDePasse(forms.Form):
    """A password chosen for an account."""

    mot_de_passe = ChampMotDePasse()

    def __init__(self, *args: Any, compte: Compte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compte = compte

    def clean_mot_de_passe(self) -> str:
        mot_de_passe: str = self.cleaned_data["mot_de_passe"]
        validate_password(mot_de_passe, self.compte)
        return mot_de_passe


class FormulaireInstallation(forms.Form):
    """The administrator of an empty installation, and the code that the server printed."""

    code = forms.CharField(
        label="Code d'installation",
        max_length=40,
        help_text="Il s'affiche dans le terminal où « deplie serve » a démarré. Il vaut un jour et sert une fois.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    prenom = forms.CharField(label="Prénom", max_length=100)
    nom = forms.CharField(label="Nom", max_length=100)
    courriel = forms.EmailField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    mot_de_passe = ChampMotDePasse()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code_valable(code):
            raise ValidationError("Ce code n'est pas le dernier affiché par le serveur, ou il a expiré. Redémarrez-le.")
        return code

    def clean(self) -> dict[str, Any]:
        valeurs: dict[str, Any] = super().clean() or self.cleaned_data
        personne = Compte(**{champ: valeurs.get(champ, "") for champ in ("courriel", "nom", "prenom")})
        try:
            validate_password(valeurs.get("mot_de_passe", ""), personne)
        except ValidationError as refus:
            self.add_error("mot_de_passe", refus)
        return valeurs


class FormulaireNom(forms.Form):
    """Who one is."""

    prenom = forms.CharField(label="Prénom", max_length=100)
    nom = forms.CharField(label="Nom", max_length=100)


class FormulaireTerritoire(forms.Form):
    """A territory and the schemes it runs."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{1,19}$",
        label="Code",
        help_text="Deux à vingt lettres sans accent ou chiffres, sans espace, comme TCO. Il figure dans les adresses.",
        error_messages={"invalid": "Écrivez deux à vingt lettres sans accent ou chiffres, sans espace."},
    )
    nom = forms.CharField(label="Nom", max_length=150)
    dispositifs = forms.CharField(
        label="Dispositifs en plus du PLIE",
        required=False,
        max_length=200,
        help_text="Codes séparés par des virgules, par exemple ARPE. Laissez vide s'il n'y a que le PLIE.",
    )
    siren = forms.CharField(label="SIREN", required=False, max_length=11, help_text="Neuf chiffres, s'il est connu.")
    complet_depuis = ChampJour(
        label="Données complètes depuis le",
        required=False,
        help_text="Premier jour dont tous les parcours seront enregistrés ici ; à défaut, il est deviné à l'import.",
    )
    coordonner = forms.BooleanField(
        label="J'anime et je coordonne aussi ce territoire",
        required=False,
        initial=True,
        help_text="Sans ce rôle, l'administration ne voit aucune personne et n'importe aucun fichier.",
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean_dispositifs(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["dispositifs"].split(",") if code.strip()]
