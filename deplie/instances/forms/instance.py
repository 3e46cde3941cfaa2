"""A body, and a seat in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Instance
from deplie.instances.queries.seance import agents_de, organisations_de
from deplie.instances.rules import NATURES
from deplie.socle.formulaires import ChampJour

CHAMPS = ("nature", "nom", "dispositif", "quorum", "active")


class FormulaireInstance(forms.Form):
    """What a body is called, on what it decides, how many must be there."""

    nature = forms.ChoiceField(label="Nature", choices=list(NATURES.items()))
    nom = forms.CharField(label="Nom", max_length=120, help_text="Tel qu'il se lit sur les procès-verbaux.")
    dispositif = forms.ModelChoiceField(
        queryset=None, label="Dispositif", required=False, empty_label="Tous les dispositifs"
    )
    quorum = forms.IntegerField(
        label="Quorum",
        min_value=1,
        max_value=999,
        required=False,
        help_text="Nombre de membres. Laissez vide s'il n'y en a pas.",
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = acteur.territoire.dispositifs.all()
        self.fields["dispositif"].label_from_instance = lambda dispositif: dispositif.nom


class FormulaireInstanceConnue(FormulaireInstance):
    """The same, for a body that may have ended."""

    active = forms.BooleanField(label="Cette instance se réunit encore", required=False)

    @staticmethod
    def initial_de(instance: Instance) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(instance, champ) for champ in CHAMPS}


class FormulaireSuppleant(forms.Form):
    """Who replaces a member: somebody of the team, or told freely."""

    suppleant = forms.ModelChoiceField(queryset=None, label="Suppléant", required=False, empty_label="Non désigné")
    suppleant_nom = forms.CharField(
        label="Ou le nom du suppléant", max_length=120, required=False, help_text="S'il n'est pas de l'équipe."
    )
    suppleant_courriel = forms.EmailField(
        label="Courriel du suppléant", required=False, help_text="Il reçoit les mêmes convocations que le titulaire."
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suppleant"].queryset = agents_de(acteur)


class FormulaireMembre(FormulaireSuppleant):
    """A seat: a structure, who sits, who replaces them."""

    organisation = forms.ModelChoiceField(
        queryset=None, label="Structure représentée", required=False, empty_label="Aucune"
    )
    titulaire = forms.ModelChoiceField(queryset=None, label="Titulaire", required=False, empty_label="Non désigné")
    nom = forms.CharField(
        label="Ou le nom du titulaire",
        max_length=120,
        required=False,
        help_text="Une élue, un partenaire : quelqu'un qui n'est pas de l'équipe.",
    )
    structure = forms.CharField(
        label="Ou le nom de la structure", max_length=120, required=False, help_text="Si elle n'est pas dans la liste."
    )
    courriel = forms.EmailField(label="Courriel du titulaire", required=False, help_text="Pour le convoquer.")
    debut = ChampJour(label="Siège depuis le", initial=timezone.localdate)
    field_order = (
        "organisation", "structure", "titulaire", "nom", "courriel",
        "suppleant", "suppleant_nom", "suppleant_courriel", "debut",
    )  # fmt: skip

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        self.fields["organisation"].queryset = organisations_de(acteur)
        self.fields["titulaire"].queryset = agents_de(acteur)
