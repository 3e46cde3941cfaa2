"""Forms of the offer: a place, a permanence, a workshop, a session."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.offre import queries
from deplie.offre.models import Atelier, Lieu, SeanceAtelier
from deplie.offre.rules import (
    DUREE_HABITUELLE,
    DUREE_MAX,
    DUREE_MIN,
    GENRES_LIEU,
    JOURS,
    PLACES_HABITUELLES,
    PLACES_MAX,
    THEMES,
)
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampHeure, ChampJour, FormulaireEdition
from deplie.territoires.models import Commune, Dispositif


class FormulaireLieu(FormulaireEdition):
    """A place; ``valeurs`` once it is read."""

    nom = forms.CharField(label="Nom du lieu", max_length=150)
    genre = forms.ChoiceField(label="Sorte de lieu", choices=list(GENRES_LIEU.items()))
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    commune = forms.ModelChoiceField(
        label="Commune", queryset=Commune.objects.none(), required=False, empty_label="Non renseignée"
    )
    actif = forms.BooleanField(label="On y reçoit aujourd'hui", required=False, initial=True)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = acteur.territoire.communes.order_by("nom")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        valeurs = {nom: lues.pop(nom) for nom in ("nom", "genre", "adresse", "commune", "actif")}
        return lues | {"valeurs": valeurs | {"nom": valeurs["nom"].strip()}}

    @classmethod
    def initial_de(cls, lieu: Lieu) -> dict[str, Any]:
        lus = {nom: getattr(lieu, nom) for nom in ("nom", "genre", "adresse", "commune", "actif")}
        return lus | {"version": version_de(lieu)}


class FormulairePermanence(forms.Form):
    """Who receives, on which day: each week, or once."""

    agent = forms.ModelChoiceField(label="Qui reçoit", queryset=Agent.objects.none(), empty_label=None)
    jour_semaine = forms.TypedChoiceField(
        label="Chaque semaine, le",
        choices=[("", "une seule fois, à la date ci-dessous"), *JOURS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    le = ChampJour(label="Une seule fois, le", required=False)
    heure_debut = ChampHeure(label="De")
    heure_fin = ChampHeure(label="À")
    debut = ChampJour(label="À partir du", required=False)
    fin = ChampJour(label="Jusqu'au", required=False)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = queries.agents_de(acteur)  # type: ignore[attr-defined]


class FormulaireAtelier(FormulaireEdition):
    """A workshop; on creation, its first session too (``avec_seance``)."""

    titre = forms.CharField(label="Titre", max_length=150)
    theme = forms.ChoiceField(label="Thème", choices=list(THEMES.items()))
    lieu = forms.ModelChoiceField(label="Lieu", queryset=Lieu.objects.none(), required=False, empty_label="À préciser")
    organisation = forms.ModelChoiceField(
        label="Structure qui l'anime",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="L'équipe du territoire",
        help_text="Ses membres voient qui est inscrit et relèvent les présences.",
    )
    animateurs = forms.ModelMultipleChoiceField(
        label="Qui l'anime",
        queryset=Agent.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une ou plusieurs personnes de l'équipe.",
    )
    places = forms.IntegerField(label="Nombre de places", min_value=1, max_value=PLACES_MAX, initial=PLACES_HABITUELLES)
    dispositif = forms.ModelChoiceField(
        label="Réservé à un dispositif", queryset=Dispositif.objects.none(), required=False, empty_label="Ouvert à tous"
    )
    jour = ChampJour(label="Première séance, le")
    heure = ChampHeure(label="Heure")
    duree = forms.IntegerField(
        label="Durée", min_value=DUREE_MIN, max_value=DUREE_MAX, initial=DUREE_HABITUELLE, help_text="En minutes."
    )

    def __init__(self, *args: Any, acteur: Acteur, avec_seance: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix = {
            "lieu": queries.ouverts(acteur),
            "organisation": queries.structures_de(acteur),
            "animateurs": queries.agents_de(acteur),
            "dispositif": acteur.territoire.dispositifs.all(),
        }
        for nom, lignes in choix.items():
            self.fields[nom].queryset = lignes  # type: ignore[attr-defined]
        if not avec_seance:
            for nom in ("jour", "heure", "duree"):
                del self.fields[nom]

    def clean(self) -> dict[str, Any]:
        """``valeurs`` holds what the workshop is; ``debut`` and ``duree`` its first session."""
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        noms = ("titre", "theme", "organisation", "lieu", "places", "dispositif")
        lues["valeurs"] = {nom: lues.pop(nom) for nom in noms}
        if "jour" in lues:
            lues["debut"] = instant(lues.pop("jour"), lues.pop("heure"))
        return lues

    @classmethod
    def initial_de(cls, atelier: Atelier) -> dict[str, Any]:
        noms = ("titre", "theme", "organisation", "lieu", "places", "dispositif")
        lus = {nom: getattr(atelier, nom) for nom in noms}
        return lus | {"animateurs": list(atelier.animateurs.all()), "version": version_de(atelier)}


class FormulaireSeance(FormulaireEdition):
    """The date, the hour and the length of a session."""

    jour = ChampJour(label="Jour")
    heure = ChampHeure(label="Heure")
    duree = forms.IntegerField(
        label="Durée", min_value=DUREE_MIN, max_value=DUREE_MAX, initial=DUREE_HABITUELLE, help_text="En minutes."
    )

    def clean(self) -> dict[str, Any]:
        lues: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lues
        return lues | {"debut": instant(lues.pop("jour"), lues.pop("heure"))}

    @classmethod
    def initial_de(cls, seance: SeanceAtelier) -> dict[str, Any]:
        local = timezone.localtime(seance.debut)
        lus = {"jour": local.date(), "heure": local.time(), "duree": seance.duree}
        return lus | {"version": version_de(seance)}


def instant(jour: Any, heure: Any) -> datetime:
    """A day and an hour, where the installation is."""
    return timezone.make_aware(datetime.combine(jour, heure))
