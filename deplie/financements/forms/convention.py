"""A convention, an avenant, an instalment, a step of an operation's life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.financements.models import Operation, Reversement, Versement
from deplie.financements.rules.nomenclature import VERSEMENTS
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, ChampMontant


class FormulaireConvention(forms.Form):
    """What was signed, as it is on the paper."""

    numero = forms.CharField(label="Numéro de la convention", max_length=40)
    signee_le = ChampJour(label="Signée le")
    notifiee_le = ChampJour(label="Notifiée au porteur le", required=False)
    debut = ChampJour(label="Dépenses à partir du")
    fin = ChampJour(label="Dépenses jusqu'au")
    cout_total = ChampMontant(label="Coût total conventionné", help_text="En euros : 25 899,60.")
    montant = ChampMontant(label="Aide conventionnée")

    @staticmethod
    def initial_de(operation: Operation, cout: Any) -> dict[str, Any]:
        """What is already known of the operation."""
        return {
            "numero": operation.code,
            "debut": operation.debut,
            "fin": operation.fin,
            "cout_total": cout,
            "montant": operation.montant_programme,
        }


class FormulaireConventionSignee(FormulaireFichier):
    """The paper as it was signed."""

    signee_le = ChampJour(label="Signée le", help_text="Le jour que porte le document, s'il diffère de celui inscrit.")
    field_order = ["fichier", "signee_le"]


class FormulaireAvenant(forms.Form):
    """What an avenant changes; what is left empty stays as it was."""

    objet = forms.CharField(
        label="Objet", max_length=500, help_text="Par exemple : prolongation d'un an, dans les mêmes termes."
    )
    signe_le = ChampJour(label="Signé le")
    effet_le = ChampJour(label="Prend effet le")
    fin = ChampJour(label="Nouveau dernier jour des dépenses", required=False)
    cout_total = ChampMontant(label="Nouveau coût total", required=False)
    montant = ChampMontant(label="Nouvelle aide", required=False, help_text="Laissez vide ce qui ne change pas.")


class FormulaireVersement(forms.Form):
    """An instalment that is planned."""

    genre = forms.ChoiceField(label="Nature", choices=list(VERSEMENTS.items()))
    prevu_le = ChampJour(label="Prévu le", required=False)
    montant_prevu = ChampMontant(label="Montant prévu")

    @staticmethod
    def initial_de(versement: Versement) -> dict[str, Any]:
        return {nom: getattr(versement, nom) for nom in ("genre", "prevu_le", "montant_prevu")}


class FormulairePaiement(forms.Form):
    """An instalment that was paid."""

    paye_le = ChampJour(label="Payé le")
    montant_paye = ChampMontant(label="Montant payé")
    reference = forms.CharField(label="Référence du mandat", max_length=60, required=False)


class FormulaireReversement(forms.Form):
    """An order to pay back."""

    montant = ChampMontant(label="Montant à reverser")
    motif = forms.CharField(
        label="Raison", max_length=300, help_text="Le porteur la lira : une dépense écartée, un solde inférieur."
    )
    emis_le = ChampJour(label="Ordre émis le")
    reference = forms.CharField(label="Référence de l'ordre", max_length=60, required=False)
    avant_le = ChampJour(label="À régler avant le", required=False)

    @staticmethod
    def initial_de(reversement: Reversement) -> dict[str, Any]:
        return {nom: getattr(reversement, nom) for nom in ("montant", "motif", "emis_le", "reference", "avant_le")}


class FormulaireReglement(forms.Form):
    """A sum that came back."""

    regle_le = ChampJour(label="Réglé le")
    reference = forms.CharField(label="Référence", max_length=60, required=False)


class FormulaireActe(forms.Form):
    """A step of the life: when, and why where it must be said."""

    le = ChampJour(label="Date")
    motif = forms.CharField(label="Raison", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, motivee: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"le": timezone.localdate()})
        super().__init__(*args, **kwargs)
        if motivee:
            self.fields["motif"].required = True
            self.fields["motif"].help_text = "Le porteur la lira."
        else:
            del self.fields["motif"]
