"""A commitment, its file, why it is cancelled."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.financements.actions.engagement import CHAMPS
from deplie.financements.models import Engagement
from deplie.financements.rules.nomenclature import NATURES
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, ChampMontant


class FormulaireEngagement(forms.Form):
    """What is ordered."""

    nature = forms.ChoiceField(label="Poste du plan", choices=list(NATURES.items()))
    libelle = forms.CharField(
        label="Libellé", max_length=200, help_text="Par exemple : formation aux premiers secours, dix places."
    )
    fournisseur = forms.CharField(label="Fournisseur", max_length=160, required=False)
    reference = forms.CharField(label="Référence de la commande ou du contrat", max_length=60, required=False)
    engage_le = ChampJour(label="Engagé le")
    attendu_le = ChampJour(label="Dépense attendue le", required=False)
    montant = ChampMontant(label="Montant engagé")

    @staticmethod
    def initial_de(engagement: Engagement) -> dict[str, Any]:
        return {champ: getattr(engagement, champ) for champ in CHAMPS}


class FormulairePieceEngagement(FormulaireFichier):
    """The order or the contract."""


class FormulaireAnnulation(forms.Form):
    """Why."""

    motif = forms.CharField(label="Raison", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
