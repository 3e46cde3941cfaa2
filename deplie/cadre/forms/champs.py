"""A body named as people name it: proposed from those known, recorded with what it does when nobody knew it."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries.equipe import noms_des_organisations
from deplie.acteurs.rules import cle_organisation
from deplie.socle.formulaires import ListeProposee
from deplie.territoires.models import Territoire


class ChampOrganisme(forms.CharField):
    """The name of a body, cleaned to a text that keeps at least a letter."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Choisissez dans la liste, ou écrivez le nom d'un organisme nouveau.")
        super().__init__(max_length=200, widget=ListeProposee(), **options)

    def proposer(self, territoire: Territoire) -> None:
        """Offer the bodies of the territory."""
        self.widget.propositions = noms_des_organisations(territoire)

    def clean(self, value: Any) -> str:
        nom = str(super().clean(value))
        if nom and not cle_organisation(nom):
            raise forms.ValidationError("Écrivez le nom de l'organisme en lettres.")
        return nom
