"""What an operator is asked: an answer, hours, how it ended; what a référent says when they propose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.parcours.models import Etape
from deplie.parcours.rules.accueil import ABSENCES, RESULTATS
from deplie.socle.formulaires import ChampJour, ChampNombre


class FormulaireProposition(forms.Form):
    """What is expected of the operator."""

    attendu = forms.CharField(
        label="Ce que vous attendez de l'opérateur",
        max_length=300,
        required=False,
        help_text="Il le lira : rien sur la santé ni sur la vie privée de la personne.",
    )


class FormulaireReponse(forms.Form):
    """Yes, from a day; or no, because."""

    ACCEPTER, DECLINER = "ACCEPTER", "DECLINER"

    reponse = forms.ChoiceField(
        label="Votre réponse",
        choices=[(ACCEPTER, "Je reçois cette personne"), (DECLINER, "Je ne peux pas la recevoir")],
        widget=forms.RadioSelect,
    )
    debut = ChampJour(label="Si vous la recevez, à partir du", required=False)
    raison = forms.CharField(
        label="Sinon, pourquoi",
        max_length=200,
        required=False,
        help_text="Plus de place, prérequis manquant, dates… Son référent lira cette raison.",
    )

    def __init__(self, *args: Any, etape: Etape, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["debut"].initial = etape.date_debut

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if valeurs.get("reponse") == self.DECLINER and not (valeurs.get("raison") or "").strip():
            self.add_error("raison", "Dites pourquoi : son référent la lira.")
        return valeurs


class FormulaireAssiduite(forms.Form):
    """A session, or a month."""

    du = ChampJour(label="Du")
    au = ChampJour(label="Au", required=False, help_text="Laissez vide pour un seul jour. Un mois au plus.")
    heures = ChampNombre(
        label="Heures faites",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text="0 si absent.",
    )
    absence = forms.ChoiceField(label="Présence", choices=[("", "présent"), *ABSENCES.items()], required=False)

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        return valeurs | {"au": valeurs.get("au") or valeurs.get("du")}


class FormulaireConclusion(forms.Form):
    """How the étape ended."""

    le = ChampJour(label="Dernier jour", initial=timezone.localdate)
    statut = forms.ChoiceField(label="L'étape a été", choices=list(RESULTATS.items()), widget=forms.RadioSelect)
    resultat = forms.CharField(
        label="Résultat", max_length=300, required=False, help_text="Acquis, certificat obtenu, suite proposée."
    )
