"""What is asked of a séance for each file, beside its decision."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.instances.queries.objets import Dossier


def champs_d_une_prescription(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """The reason, another way, and who will follow when nobody was named."""
    champs: dict[str, Any] = {
        "raison": forms.CharField(
            label="Raison", max_length=300, required=False, help_text="Pour admettre : celle d'une dérogation."
        ),
        "autre_voie": forms.CharField(
            label="Autre proposition", max_length=300, required=False, help_text="Pour un refus."
        ),
    }
    if dossier.contenu["prescription"].referent is None:
        agents = {str(agent.pk): agent for agent in dossier.contenu["agents"]}
        champs["referent"] = forms.TypedChoiceField(
            label="Référent",
            choices=[("", "Non désigné"), *((pk, str(agent)) for pk, agent in agents.items())],
            required=False,
            coerce=agents.__getitem__,
            empty_value=None,
        )
    return champs


def champs_d_une_sortie(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """The reason of an exit sent back."""
    return {"raison": forms.CharField(label="Raison d'un renvoi", max_length=300, required=False)}
