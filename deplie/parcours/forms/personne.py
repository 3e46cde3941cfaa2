"""Who somebody is; what they answered; whom to look for before recording anybody."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.parcours.forms.edition import VIDE, FormulaireEdition
from deplie.personnes.models import Personne, ReponseSensible
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour

IDENTITE = (
    "nom",
    "nom_usage",
    "prenom",
    "date_naissance",
    "sexe",
    "adresse",
    "code_postal",
    "telephone",
    "courriel",
)


class FormulaireRecherche(forms.Form):
    """Whom one is about to receive: enough to find them if they are known."""

    nom = forms.CharField(label="Nom de naissance", max_length=100)
    nom_usage = forms.CharField(label="Nom d'usage", max_length=100, required=False)
    prenom = forms.CharField(label="Prénom", max_length=100)
    date_naissance = ChampJour(label="Date de naissance", required=False)


class ChampsIdentite(forms.Form):
    """Identity and contact."""

    nom = forms.CharField(label="Nom de naissance", max_length=100)
    nom_usage = forms.CharField(label="Nom d'usage", max_length=100, required=False)
    prenom = forms.CharField(label="Prénom", max_length=100)
    date_naissance = ChampJour(label="Date de naissance", required=False)
    sexe = forms.ChoiceField(label="Sexe", choices=[VIDE, *Personne.Sexe.choices], required=False)
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    code_postal = forms.RegexField(
        r"^\d{5}$",
        label="Code postal",
        required=False,
        error_messages={"invalid": "Le code postal a cinq chiffres, zéro initial compris."},
    )
    telephone = forms.CharField(label="Téléphone", max_length=30, required=False)
    courriel = forms.EmailField(
        label="Courriel",
        max_length=254,
        required=False,
        error_messages={"invalid": "Cette adresse n'est pas reconnue. Exemple : prenom.nom@exemple.fr."},
    )


class FormulaireIdentite(ChampsIdentite, FormulaireEdition):
    """Correcting an identity or a contact."""

    @classmethod
    def initial_de(cls, personne: Personne) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(personne, champ) for champ in IDENTITE} | {"version": version_de(personne)}


class FormulaireSensible(forms.Form):
    """An answer to a sensitive question."""

    question = forms.ChoiceField(label="Question", choices=ReponseSensible.Question.choices)
    reponse = forms.ChoiceField(
        label="Réponse",
        choices=ReponseSensible.Reponse.choices,
        widget=forms.RadioSelect,
        help_text="La personne peut refuser de répondre : « ne se prononce pas » est une réponse.",
    )
    le = ChampJour(label="Répondu le", required=False, help_text="Laissez vide pour aujourd'hui.")
