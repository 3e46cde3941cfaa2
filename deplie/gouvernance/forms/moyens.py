"""What an action is measured by and rests on, a plan carried on, as they are typed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries.indicateurs import libelles
from deplie.financements.models import Appel, Operation
from deplie.gouvernance.models import Action, IndicateurAction, Plan
from deplie.gouvernance.queries import liens as lus
from deplie.socle.formulaires import ChampJour, ChampNombre

CHAMPS_MESURE = ("libelle", "indicateur", "unite", "reference", "cible")


class FormulaireMesure(forms.Form):
    """An indicator of an action, free or of the catalogue."""

    indicateur = forms.ChoiceField(
        label="Indicateur du catalogue",
        required=False,
        help_text="Sa valeur se lit dans le bilan : elle ne se saisit pas.",
    )
    libelle = forms.CharField(
        label="Ce qui est mesuré",
        max_length=200,
        required=False,
        help_text="Vide pour un indicateur du catalogue : son nom est repris.",
    )
    unite = forms.CharField(label="Unité", max_length=40, required=False, help_text="Personnes, ateliers, %…")
    reference = ChampNombre(label="Valeur de départ", max_digits=14, decimal_places=2, required=False)
    cible = ChampNombre(label="Cible", max_digits=14, decimal_places=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connus = sorted(libelles().items(), key=lambda lu: lu[1])
        self.fields["indicateur"].choices = [("", "Aucun : indicateur propre à l'action"), *connus]  # type: ignore[attr-defined]

    @staticmethod
    def initial_de(mesure: IndicateurAction) -> dict[str, Any]:
        return {nom: _sans_zeros(getattr(mesure, nom)) for nom in CHAMPS_MESURE}


def _sans_zeros(valeur: Any) -> Any:
    """« 12 » rather than « 12,00 »."""
    return int(valeur) if isinstance(valeur, Decimal) and valeur == int(valeur) else valeur


class FormulaireValeur(forms.Form):
    """What an indicator was worth on a day."""

    le = ChampJour(label="Date")
    valeur = ChampNombre(label="Valeur", max_digits=14, decimal_places=2)


class FormulaireLiens(forms.Form):
    """What an action rests on: one or several at once; ``vers`` once it is read."""

    appel = forms.ModelChoiceField(
        label="Appel à projets", queryset=Appel.objects.none(), required=False, empty_label="Aucun"
    )
    operation = forms.ModelChoiceField(
        label="Opération", queryset=Operation.objects.none(), required=False, empty_label="Aucune"
    )
    decision = forms.ChoiceField(label="Décision d'une séance", required=False)

    def __init__(self, *args: Any, acteur: Acteur, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        liens = list(action.liens.all())
        self.fields["appel"].queryset = lus.appels_de(acteur).exclude(  # type: ignore[attr-defined]
            pk__in=[lien.appel_id for lien in liens if lien.appel_id]
        )
        self.fields["operation"].queryset = lus.operations_de(acteur).exclude(  # type: ignore[attr-defined]
            pk__in=[lien.operation_id for lien in liens if lien.operation_id]
        )
        self._decisions = lus.decisions_de(acteur).exclude(pk__in=[li.decision_id for li in liens if li.decision_id])
        noms = lus.noms_des_decisions(acteur, self._decisions)
        self.fields["decision"].choices = [("", "Aucune"), *((str(pk), nom) for pk, nom in noms.items())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        decision = self._decisions.filter(pk=lues["decision"]).first() if lues["decision"] else None
        vers = [objet for objet in (lues["appel"], lues["operation"], decision) if objet]
        if not vers:
            raise forms.ValidationError("Choisissez un appel, une opération ou une décision.")
        return {"vers": vers}


class FormulaireReconduction(forms.Form):
    """The next period of a plan."""

    nom = forms.CharField(label="Nom du nouveau plan", max_length=150)
    debut = ChampJour(label="Du")
    fin = ChampJour(label="Au")

    @staticmethod
    def initial_de(plan: Plan) -> dict[str, Any]:
        """The day after the plan ends, for as long."""
        debut = plan.fin + timedelta(days=1)
        return {"debut": debut, "fin": debut + (plan.fin - plan.debut)}
