"""Progress, milestones and money of an action, as they are typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from deplie.cadre.forms.champs import ChampOrganisme
from deplie.gouvernance.actions import Point
from deplie.gouvernance.models import Action
from deplie.gouvernance.rules import ANNEE_MAX, ANNEE_MIN
from deplie.gouvernance.rules.cycle import suivants
from deplie.instances.models import Seance
from deplie.socle.formulaires import ChampJour, ChampMontant
from deplie.territoires.models import Territoire

CHAMPS_POINT = ("etat", "fait", "total", "texte", "suite")


class FormulairePoint(forms.Form):
    """What an action is: ``point`` once it is read."""

    etat = forms.ChoiceField(label="État")
    fait = forms.IntegerField(label="Fait", min_value=0, max_value=10**9, required=False)
    total = forms.IntegerField(
        label="Sur", min_value=1, max_value=10**9, required=False, help_text="Par exemple 3 ateliers sur 12."
    )
    texte = forms.CharField(
        label="Ce qui s'est passé", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    suite = forms.CharField(
        label="Prochaine étape", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, action: Action, depuis: str = "", **kwargs: Any) -> None:
        """``depuis``: the state that the point starts from, where it is not the one that the action has."""
        super().__init__(*args, **kwargs)
        self.action = action
        self.fields["etat"].choices = list(suivants(depuis or action.statut).items())  # type: ignore[attr-defined]
        self.fields["etat"].initial = action.statut

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        fait, total = lues.get("fait"), lues.get("total")
        if (fait is None) != (total is None) and not self.errors:
            self.add_error("fait" if fait is None else "total", "L'avancement s'écrit avec deux nombres : 3 sur 12.")
        elif fait is not None and total is not None and fait > total:
            self.add_error("fait", f"{fait} ne peut pas être fait sur {total}.")
        if self.errors:
            return lues
        return lues | {"point": Point(**{nom: lues.pop(nom) for nom in CHAMPS_POINT})}


class FormulairePointDate(FormulairePoint):
    """A point told between two committees, or at one."""

    seance = forms.ModelChoiceField(
        label="Dit à la séance", queryset=Seance.objects.none(), required=False, empty_label="Hors séance"
    )
    le = ChampJour(label="Date", required=False, help_text="Hors séance. Sans date : aujourd'hui.")
    field_order = ["seance", "le", *CHAMPS_POINT]

    def __init__(self, *args: Any, seances: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seance"].queryset = seances  # type: ignore[attr-defined]


class FormulaireJalon(forms.Form):
    """A milestone."""

    libelle = forms.CharField(label="Jalon", max_length=200)
    prevu_le = ChampJour(label="Attendu le")


class FormulaireJalonAtteint(FormulaireJalon):
    """A milestone corrected, and when it was reached."""

    atteint_le = ChampJour(label="Atteint le", required=False, help_text="Vide tant qu'il ne l'est pas.")


class FormulaireFinancement(forms.Form):
    """What a funder brings in a year."""

    financeur = ChampOrganisme(label="Financeur")
    annee = forms.IntegerField(label="Année", min_value=ANNEE_MIN, max_value=ANNEE_MAX)
    prevu = ChampMontant(label="Montant prévu")
    obtenu = ChampMontant(label="Montant obtenu", required=False, help_text="Vide tant qu'il n'est pas connu.")

    def __init__(self, *args: Any, territoire: Territoire, jour: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["financeur"].proposer(territoire)  # type: ignore[attr-defined]
        self.fields["annee"].initial = jour.year
