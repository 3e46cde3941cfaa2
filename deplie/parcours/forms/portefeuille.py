"""Handing over a portfolio: who takes whom, from which day, why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation
from deplie.parcours.queries.portefeuille import preneurs, suivies_de
from deplie.socle.formulaires import ChampJour


class ChampPersonnes(forms.ModelMultipleChoiceField):
    """People to choose among, by name."""

    def label_from_instance(self, obj: Participation) -> str:
        return f"{obj.personne} ({obj.dispositif.code}, depuis le {obj.date_entree:%d/%m/%Y})"


class FormulairePortefeuille(forms.Form):
    """Everybody is ticked: a portfolio is divided by handing over some, then the others."""

    vers = forms.ModelChoiceField(queryset=None, label="À qui", empty_label="Choisissez")
    le = ChampJour(label="À partir du", initial=timezone.localdate)
    raison = forms.CharField(label="Raison", max_length=200, help_text="Départ, nouvelle répartition…")
    suite = forms.BooleanField(
        label="Passer aussi les rendez-vous à venir et les prescriptions à recevoir", required=False, initial=True
    )
    participations = ChampPersonnes(
        queryset=None,
        label="Personnes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une personne à passer."},
    )

    def __init__(self, *args: Any, acteur: Acteur, de: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jour = timezone.localdate()
        ouverts = preneurs(acteur, de, jour)
        suivies = suivies_de(acteur, de, jour)
        self.fields["vers"].queryset = Agent.objects.filter(pk__in=[preneur.agent.pk for preneur in ouverts])
        self.fields["vers"].choices = [("", "Choisissez"), *((p.agent.pk, p.dit) for p in ouverts)]
        self.fields["participations"].queryset = suivies
        self.fields["participations"].initial = [participation.pk for participation in suivies]
