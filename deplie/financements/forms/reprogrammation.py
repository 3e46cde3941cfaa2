"""Another programmed amount: asked by who manages the operation, decided by a committee."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.instances.queries.objets import Dossier
from deplie.socle.formulaires import ChampMontant


class FormulaireReprogrammation(forms.Form):
    """What is asked of the committee, and why."""

    montant = ChampMontant(label="Nouveau montant programmé")
    motif = forms.CharField(
        label="Raison", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Le comité la lira."
    )


def champs_d_une_reprogrammation(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """The amount adopted, that asked for unless another is typed; the reason of a refusal."""
    demande = dossier.contenu["demande"]
    return {
        "montant": ChampMontant(label="Montant adopté", required=False, initial=demande.apres),
        "raison": forms.CharField(label="Raison, s'il est refusé", max_length=300, required=False),
    }
