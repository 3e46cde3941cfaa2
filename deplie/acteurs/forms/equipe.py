"""Forms of the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.equipe import organisations, remplacants, roles_attribuables
from deplie.acteurs.queries.structures import presentes
from deplie.socle.formulaires import ChampJour, ChampNombre


class ChampStructure(forms.ModelChoiceField):
    """A body of the actor's territory, or none."""

    def __init__(self, **options: Any) -> None:
        aide = "Elle borne les personnes que voient les référents, les opérateurs et les prescripteurs."
        super().__init__(
            queryset=Organisation.objects.none(),
            required=False,
            label="Structure",
            empty_label="Aucune",
            help_text=aide,
            **options,
        )

    def limiter(self, acteur: Acteur) -> None:
        """Offer the bodies of the actor's territory only."""
        permises = [organisation.pk for organisation in organisations(acteur.territoire)]
        self.queryset = Organisation.objects.filter(pk__in=permises).order_by("cle")


class FormulaireRole(forms.Form):
    """A role from a day to a last day."""

    role = forms.ChoiceField(label="Rôle")
    debut = ChampJour(label="À partir du", required=False, help_text="Laissez vide pour aujourd'hui.")
    fin = ChampJour(label="Jusqu'au", required=False, help_text="Dernier jour ; laissez vide s'il n'a pas de fin.")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choisissez un rôle"), *roles_attribuables(acteur)]


class FormulaireInvitation(FormulaireRole):
    """Who is invited, to do what, where."""

    courriel = forms.EmailField(label="Adresse électronique professionnelle", max_length=254)
    prenom = forms.CharField(label="Prénom", max_length=100)
    nom = forms.CharField(label="Nom", max_length=100)
    organisation = ChampStructure()

    field_order = ("courriel", "prenom", "nom", "role", "organisation", "debut", "fin")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        self.fields["organisation"].limiter(acteur)


class FormulaireAgent(forms.Form):
    """Who an agent is, where they belong."""

    prenom = forms.CharField(label="Prénom", max_length=100, required=False)
    nom = forms.CharField(label="Nom", max_length=100)
    organisation = ChampStructure()

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].limiter(acteur)


class FormulaireTemps(forms.Form):
    """A working time given to the portfolio."""

    etp = ChampNombre(
        label="Équivalent temps plein",
        max_digits=4,
        decimal_places=2,
        help_text="1 pour un temps plein, 0,8 pour quatre jours sur cinq.",
    )
    debut = ChampJour(label="À partir du")
    fin = ChampJour(label="Jusqu'au", required=False, help_text="Laissez vide s'il n'a pas de fin.")


class FormulaireRemplacement(forms.Form):
    """Who stands in for somebody, from when to when."""

    remplacant = forms.ModelChoiceField(queryset=None, label="Remplaçant·e", empty_label="Choisissez")
    debut = ChampJour(label="Du", initial=timezone.localdate)
    fin = ChampJour(label="Au", help_text="Dernier jour de l'absence.")

    def __init__(self, *args: Any, acteur: Acteur, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remplacant"].queryset = remplacants(acteur.territoire, agent)


class FormulaireStructure(forms.Form):
    """A body: its name, its SIRET, whether naming it tells something of the people it sends."""

    nom = forms.CharField(label="Nom", max_length=200)
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="Quatorze chiffres, s'il est connu."
    )
    protegee = forms.BooleanField(
        label="Prescripteur protégé",
        required=False,
        help_text="Ce qu'elle est dirait une origine, une affaire de justice ou un état de santé des personnes qu'elle "
        "oriente : son nom n'est lu que par qui a droit aux réponses sensibles. L'ASE, un SPIP, un CSAPA… le sont "
        "toujours, par leur nom.",
    )


class FormulaireDeuxStructures(forms.Form):
    """Two bodies to join, chosen by name."""

    gardee = forms.ModelChoiceField(queryset=Organisation.objects.none(), label="Structure gardée")
    absorbee = forms.ModelChoiceField(queryset=Organisation.objects.none(), label="Réunir à elle")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("gardee", "absorbee"):
            self.fields[nom].queryset = presentes(acteur)
            self.fields[nom].empty_label = "Choisissez"
