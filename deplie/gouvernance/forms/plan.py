"""A plan, an axis, an action, as they are typed."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.cadre.forms.champs import ChampOrganisme
from deplie.cadre.models import Protocole
from deplie.gouvernance import queries
from deplie.gouvernance.models import Action, Axe, Plan
from deplie.gouvernance.rules import NATURES
from deplie.instances.models import Instance
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, FormulaireEdition

CHAMPS_PLAN = ("nature", "nom", "debut", "fin", "comite", "protocole", "source")
CHAMPS_ACTION = ("numero", "titre", "public", "debut", "fin", "description")


class FormulairePlan(FormulaireEdition):
    """A plan; ``valeurs`` once it is read."""

    nature = forms.ChoiceField(label="Nature", choices=list(NATURES.items()))
    nom = forms.CharField(label="Nom du plan", max_length=150)
    debut = ChampJour(label="Du")
    fin = ChampJour(label="Au")
    comite = forms.ModelChoiceField(
        label="Suivi par",
        queryset=Instance.objects.none(),
        required=False,
        empty_label="Aucune instance",
        help_text="À chacune de ses séances, on dit où en sont les actions.",
    )
    protocole = forms.ModelChoiceField(
        label="Protocole",
        queryset=Protocole.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Pour le plan d'actions d'un protocole.",
    )
    source = forms.CharField(label="Source", max_length=1000, required=False)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comite"].queryset = queries.instances_de(acteur)  # type: ignore[attr-defined]
        self.fields["protocole"].queryset = queries.protocoles_de(acteur)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        return lues | {"valeurs": {nom: lues.pop(nom) for nom in CHAMPS_PLAN}}

    @staticmethod
    def initial_de(plan: Plan) -> dict[str, Any]:
        return {nom: getattr(plan, nom) for nom in CHAMPS_PLAN} | {"version": version_de(plan)}


class FormulaireAxe(forms.Form):
    """A theme of a plan."""

    numero = forms.IntegerField(label="Numéro", min_value=1, max_value=999)
    titre = forms.CharField(label="Titre", max_length=200)


class FormulaireAction(FormulaireEdition):
    """An action; ``valeurs``, ``axe``, ``pilote`` and ``partenaires`` once it is read."""

    axe = forms.ModelChoiceField(label="Axe", queryset=Axe.objects.none(), empty_label=None)
    numero = forms.IntegerField(
        label="Numéro dans l'axe", min_value=1, max_value=999, required=False, help_text="Vide : le suivant de l'axe."
    )
    titre = forms.CharField(label="Titre", max_length=200)
    pilote = ChampOrganisme(label="Pilote", required=False)
    partenaires = forms.CharField(
        label="Partenaires", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Un par ligne."
    )
    public = forms.CharField(label="Public visé", max_length=300, required=False)
    debut = ChampJour(label="Début", required=False)
    fin = ChampJour(label="Fin", required=False)
    description = forms.CharField(
        label="Description", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axe"].queryset = queries.axes_de(plan)  # type: ignore[attr-defined]
        self.fields["pilote"].proposer(plan.territoire)  # type: ignore[attr-defined]

    def clean_partenaires(self) -> list[str]:
        noms = [" ".join(ligne.split()) for ligne in self.cleaned_data["partenaires"].splitlines()]
        if trop := [nom for nom in noms if nom and (len(nom) > 200 or not cle_organisation(nom))]:
            raise forms.ValidationError(f"« {trop[0][:60]} » n'est pas le nom d'un organisme.")
        return [nom for nom in noms if nom]

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        return lues | {"valeurs": {nom: lues.pop(nom) for nom in CHAMPS_ACTION}}

    @staticmethod
    def initial_de(action: Action) -> dict[str, Any]:
        partenaires = "\n".join(str(partenaire.organisation) for partenaire in action.partenaires.all())
        return {nom: getattr(action, nom) for nom in CHAMPS_ACTION} | {
            "axe": action.axe_id,
            "pilote": str(action.pilote or ""),
            "partenaires": partenaires,
            "version": version_de(action),
        }
