"""An appointment, and the page on which an interview is written: today, in presence, one hour, unless told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu
from deplie.offre.queries import ouverts
from deplie.parcours.forms.edition import FormulaireEdition
from deplie.parcours.models import Entretien
from deplie.parcours.queries.choix import referents
from deplie.parcours.queries.entretien import suivies_par
from deplie.parcours.rules.entretien import DUREE_HABITUELLE, DUREE_MAX, DUREE_MIN, MODES, mots_de_sante
from deplie.personnes.models import Personne
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampHeure, ChampJour

CONSEIL = (
    "Ce qui a été dit, décidé, convenu ; facultatif. N'écrivez rien de sa santé : notez ce que la personne peut ou "
    "souhaite faire (« pas de station debout »), jamais une maladie ni un traitement."
)
PAS = timedelta(minutes=5)


class FormulaireRendezVous(FormulaireEdition):
    """When, with whom, where; in the order in which one says it."""

    jour = ChampJour(label="Jour")
    heure = ChampHeure(label="Heure")
    agent = forms.ModelChoiceField(queryset=Agent.objects.none(), label="Avec", empty_label=None)
    mode = forms.ChoiceField(label="Façon de se voir", choices=list(MODES.items()), initial="PRESENCE")
    duree = forms.IntegerField(
        label="Durée", min_value=DUREE_MIN, max_value=DUREE_MAX, initial=DUREE_HABITUELLE, help_text="En minutes."
    )
    lieu_repertorie = forms.ModelChoiceField(
        label="Lieu", queryset=Lieu.objects.none(), required=False, empty_label="Non précisé, ou un autre lieu"
    )
    lieu = forms.CharField(label="Autre lieu, ou précision", max_length=200, required=False)
    objet = forms.CharField(label="Objet", max_length=200, required=False)

    def __init__(self, *args: Any, acteur: Acteur, agent: Agent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = referents(acteur)
        self.fields["agent"].initial = agent
        self.fields["lieu_repertorie"].queryset = ouverts(acteur)

    def clean(self) -> dict[str, Any]:
        """``debut`` instead of a day and an hour; ``valeurs`` holds what else is told."""
        lues = super().clean() or {}
        if self.errors:
            return lues
        quand = datetime.combine(lues.pop("jour"), lues.pop("heure"))
        valeurs = {nom: lues.pop(nom) for nom in ("mode", "duree", "lieu_repertorie", "lieu", "objet")}
        return lues | {"debut": timezone.make_aware(quand), "valeurs": valeurs}

    @classmethod
    def initial_de(cls, entretien: Entretien) -> dict[str, Any]:
        """What the form opens on, for an appointment already made."""
        lu = {nom: getattr(entretien, nom) for nom in ("mode", "duree", "lieu_repertorie", "lieu", "objet")}
        return lu | _quand(entretien.debut) | {"version": version_de(entretien)}


class FormulaireNouveau(FormulaireRendezVous):
    """An appointment made from the agenda: the person is chosen among those whom its holder follows."""

    personne = forms.ModelChoiceField(queryset=Personne.objects.none(), label="Personne", empty_label="Choisissez")
    field_order = ("personne",)

    def __init__(self, *args: Any, acteur: Acteur, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, agent=agent, **kwargs)
        self.fields["personne"].queryset = suivies_par(acteur, agent)


class FormulaireEntretien(FormulaireRendezVous):
    """An interview that took place. A word of health is asked about once, and kept if it is confirmed."""

    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text=CONSEIL)
    confirme = forms.BooleanField(label="Je garde ces mots : ils sont nécessaires à l'accompagnement.", required=False)
    field_order = ("note", "confirme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mots = mots_de_sante(str(self.data.get("note", ""))) if self.is_bound else []
        if not self.mots:
            del self.fields["confirme"]

    def clean(self) -> dict[str, Any]:
        lues = super().clean()
        if not lues.pop("confirme", False) and self.mots:
            dits = ", ".join(f"« {mot} »" for mot in self.mots)
            phrase = f"La note semble parler de santé : {dits}. Récrivez-la, ou confirmez ces mots."
            self.add_error("confirme", phrase)
        return lues

    @classmethod
    def a_l_instant(cls) -> dict[str, Any]:
        """What the form opens on when nothing was planned: now, to the last five minutes."""
        maintenant = timezone.localtime()
        return _quand(maintenant - timedelta(minutes=maintenant.minute % (PAS.seconds // 60)))


def _quand(debut: datetime) -> dict[str, Any]:
    local = timezone.localtime(debut)
    return {"jour": local.date(), "heure": local.time().replace(second=0, microsecond=0)}
