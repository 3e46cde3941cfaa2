"""A commitment, its file, why it is cancelled."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.financements.actions.engagement import CHAMPS
from deplie.financements.models import Engagement, LignePlan, Operation
from deplie.financements.rules.nomenclature import NATURES
from deplie.socle.argent import formater as euros
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, ChampMontant


class ChampLigne(forms.ModelChoiceField):
    """A line of the plan, told by its post, its words, its year and its amount."""

    def label_from_instance(self, obj: LignePlan) -> str:
        return f"{NATURES[obj.nature].capitalize()} : {obj.libelle}, {obj.annee} ({euros(obj.montant)})"


class FormulaireEngagement(forms.Form):
    """What is ordered."""

    ligne = ChampLigne(queryset=LignePlan.objects.none(), label="Ligne du plan", required=False, empty_label="Aucune")
    nature = forms.ChoiceField(
        label="Poste",
        choices=[("", "Celui de la ligne"), *NATURES.items()],
        required=False,
        help_text="Pour ce que le plan ne tient dans aucune ligne.",
    )
    libelle = forms.CharField(
        label="Libellé", max_length=200, help_text="Par exemple : formation aux premiers secours, dix places."
    )
    fournisseur = forms.CharField(label="Fournisseur", max_length=160, required=False)
    reference = forms.CharField(label="Référence de la commande ou du contrat", max_length=60, required=False)
    engage_le = ChampJour(label="Engagé le")
    attendu_le = ChampJour(label="Dépense attendue le", required=False)
    montant = ChampMontant(label="Montant engagé")

    def __init__(self, *args: Any, operation: Operation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ligne"].queryset = operation.lignes.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if not valeurs.get("ligne") and not valeurs.get("nature") and "ligne" not in self.errors:
            self.add_error("ligne", "Dites la ligne du plan, ou le poste si le plan n'en tient aucune.")
        return valeurs

    @staticmethod
    def initial_de(engagement: Engagement) -> dict[str, Any]:
        return {champ: getattr(engagement, champ) for champ in CHAMPS}


class FormulairePieceEngagement(FormulaireFichier):
    """The order or the contract."""


class FormulaireAnnulation(forms.Form):
    """Why."""

    motif = forms.CharField(label="Raison", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
