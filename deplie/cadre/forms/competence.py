"""Charges, their passing, and agreements recorded on a page."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.rules import cle_organisation
from deplie.cadre.forms.champs import ChampOrganisme
from deplie.cadre.models import AccordTerritorial, Competence
from deplie.cadre.queries.competence import visibles_par
from deplie.cadre.rules.competence import NATURES_ACCORD, NATURES_COMPETENCE
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, FormulaireEdition
from deplie.territoires.models import Commune, Territoire


class _Competence(forms.Form):
    """What a charge is, and what founds it."""

    nature = forms.ChoiceField(label="Nature", choices=list(NATURES_COMPETENCE.items()))
    objet = forms.CharField(label="Objet", max_length=200, help_text="Par exemple : Financement des ACI.")
    detail = forms.CharField(
        label="Ce qu'elle recouvre", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    debut = ChampJour(label="Depuis le", required=False)
    fin = ChampJour(label="Jusqu'au", required=False)
    acte = forms.CharField(label="Acte qui la fonde", max_length=300, required=False)
    source = forms.CharField(label="Source", max_length=1000, required=False)


class FormulaireCompetence(_Competence):
    """A charge and the body that holds it."""

    organisation = ChampOrganisme(label="Exercée ou financée par")
    field_order = ["nature", "objet", "detail", "organisation"]

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].proposer(territoire)  # type: ignore[attr-defined]


class FormulaireModifierCompetence(FormulaireCompetence, FormulaireEdition):
    """A charge corrected; a change of body is a passing, unless the wrong one was typed."""

    @staticmethod
    def initial_de(competence: Competence) -> dict[str, Any]:
        champs = ("nature", "objet", "detail", "debut", "fin", "acte", "source")
        return {champ: getattr(competence, champ) for champ in champs} | {
            "organisation": competence.organisation.nom,
            "version": version_de(competence),
        }


class FormulairePassage(forms.Form):
    """A charge or a funding passes to another body."""

    organisation = ChampOrganisme(label="Qui prend la suite")
    le = ChampJour(label="À partir du", help_text="L'organisme d'avant garde la charge jusqu'à la veille.")
    fin = ChampJour(label="Jusqu'au", required=False)
    acte = forms.CharField(label="Acte qui la fonde", max_length=300, required=False)
    source = forms.CharField(label="Source", max_length=1000, required=False)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].proposer(territoire)  # type: ignore[attr-defined]


class FormulaireAccord(forms.Form):
    """What communes and their grouping, or bodies, agreed on."""

    nature = forms.ChoiceField(label="Nature", choices=list(NATURES_ACCORD.items()))
    objet = forms.CharField(label="Objet", max_length=300)
    adopte_le = ChampJour(label="Adopté ou signé le")
    fin = ChampJour(label="Jusqu'au", required=False)
    organisations = forms.CharField(
        label="Organismes qui s'accordent",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne.",
    )
    communes = forms.CharField(
        label="Communes qui s'accordent",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une par ligne, parmi celles du territoire.",
    )
    competence = forms.ModelChoiceField(
        label="Compétence ou financement visé", queryset=Competence.objects.none(), required=False, empty_label="Aucun"
    )
    source = forms.CharField(label="Source", max_length=1000, required=False)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connues = {cle_organisation(commune.nom): commune for commune in territoire.communes.all()}
        champ = self.fields["competence"]
        champ.queryset = visibles_par(territoire)  # type: ignore[attr-defined]
        champ.label_from_instance = lambda lue: f"{lue.objet} ({lue.organisation})"  # type: ignore[attr-defined]

    def clean_organisations(self) -> list[str]:
        """One name a line."""
        return _lignes(self.cleaned_data["organisations"])

    def clean_communes(self) -> list[Commune]:
        """One commune of the territory a line, whatever its capitals and accents."""
        noms = _lignes(self.cleaned_data["communes"])
        if inconnues := [nom for nom in noms if cle_organisation(nom) not in self.connues]:
            raise forms.ValidationError(
                f"« {inconnues[0]} » n'est pas une commune du territoire. Écrivez son nom en entier."
            )
        return [self.connues[cle_organisation(nom)] for nom in noms]


class FormulaireModifierAccord(FormulaireAccord, FormulaireEdition):
    """An agreement corrected."""

    @staticmethod
    def initial_de(accord: AccordTerritorial) -> dict[str, Any]:
        champs = ("nature", "objet", "adopte_le", "fin", "competence", "source")
        return {champ: getattr(accord, champ) for champ in champs} | {
            "organisations": "\n".join(lue.nom for lue in accord.organisations.order_by("pk")),
            "communes": "\n".join(commune.nom for commune in accord.communes.order_by("nom")),
            "version": version_de(accord),
        }


def _lignes(texte: str) -> list[str]:
    return [ligne.strip() for ligne in texte.splitlines() if ligne.strip()]
