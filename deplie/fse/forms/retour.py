"""A file of errors: given, its columns told, a line settled by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.fse.models import RetourService
from deplie.fse.queries.retour import Proposition
from deplie.fse.rules.retour import CIBLES


class FormulaireRetour(forms.Form):
    """The file that the service sent back."""

    fichier = forms.FileField(
        label="Fichier du service",
        help_text="CSV ou classeur : une ligne d'en-têtes, une ligne par erreur.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
        allow_empty_file=True,
    )


class FormulaireColonnes(forms.Form):
    """What each column holds: recognised, and corrected by who reads."""

    def __init__(self, *args: Any, retour: RetourService, devines: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rangs = [("", "Le fichier ne le dit pas"), *((str(r), e) for r, e in enumerate(retour.entetes))]
        for cible, libelle in CIBLES.items():
            initial = devines.get(cible, "")
            self.fields[cible] = forms.ChoiceField(label=libelle, choices=rangs, required=False, initial=initial)

    def ranger(self) -> dict[str, int]:
        """The rank of each target that the file holds."""
        return {cible: int(rang) for cible, rang in self.cleaned_data.items() if rang != ""}


class FormulaireRattacher(forms.Form):
    """Whose record a line speaks of, or why it is none of ours. What is looked for is sent, never in an address."""

    fiche = forms.ChoiceField(label="Cette ligne parle de", widget=forms.RadioSelect, required=False)
    cherche = forms.CharField(
        label="Chercher une autre fiche",
        max_length=100,
        required=False,
        help_text="Nom, numéro de dossier, date de naissance ou code d'opération.",
    )
    raison = forms.CharField(
        label="Ou pourquoi l'écarter", max_length=200, required=False, help_text="La ligne reste, avec cette raison."
    )

    def __init__(self, *args: Any, propositions: list[Proposition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiche"].choices = [(str(p.participation.pk), _dite(p)) for p in propositions]
        if not propositions:
            del self.fields["fiche"]
            self.fields["cherche"].label = "Chercher la fiche"

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        dites = [nom for nom in ("fiche", "raison") if valeurs.get(nom)]
        if not self.errors and len(dites) != 1:
            self.add_error(None, "Choisissez une fiche, ou dites pourquoi écarter la ligne : l'un des deux.")
        return valeurs


def _dite(proposition: Proposition) -> str:
    une = proposition.participation
    nee = f", naissance le {une.personne.date_naissance:%d/%m/%Y}" if une.personne.date_naissance else ""
    return f"{une.personne}{nee} · {une.operation.code}, entrée le {une.date_entree:%d/%m/%Y}"
