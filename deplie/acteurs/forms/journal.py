"""The journal's filters, kept in the address."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.journal import FiltreJournal, comptes_du_territoire
from deplie.socle.formulaires import ChampJour
from deplie.socle.models import Compte, Journal

NATURES = [
    ("", "Toutes"),
    (Journal.DECISION, "Décisions"),
    (Journal.CONSULTATION, "Consultations de personnes"),
    (Journal.EXPORT, "Exports"),
    (Journal.CONNEXION, "Connexions"),
]


class FiltresJournal(forms.Form):
    nature = forms.ChoiceField(choices=NATURES, required=False)
    par = forms.ModelChoiceField(Compte.objects.none(), label="Par", required=False, empty_label="Tout le monde")
    objet_id = forms.CharField(label="Numéro de la personne", max_length=40, required=False)
    du = ChampJour(label="Du", required=False, help_text="")
    au = ChampJour(label="Au", required=False, help_text="")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["par"].queryset = comptes_du_territoire(acteur)

    def filtre(self) -> FiltreJournal:
        """What is asked for; a wrong field filters nothing and says so beside itself."""
        return FiltreJournal(**self.cleaned_data) if self.is_valid() else FiltreJournal()
