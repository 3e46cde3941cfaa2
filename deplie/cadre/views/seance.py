"""What the page of a séance shows of an avenant, and what its decision does."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions.proposition import decider_objectif_en_seance
from deplie.cadre.actions.seance import decider_avenant_en_seance
from deplie.cadre.queries.proposition import compter_objectifs, nommer_objectifs, objectifs_a_fixer
from deplie.cadre.queries.seance import avenants_a_decider, compter_avenants, nommer_avenants
from deplie.instances.queries.objets import Dossier, Genre
from deplie.instances.rules import COPIL
from deplie.socle.formulaires import ChampNombre


def champs_d_un_avenant(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """The reason of an avenant that is not adopted."""
    return {"raison": forms.CharField(label="Raison, s'il n'est pas adopté", max_length=300, required=False)}


AVENANT: Final = Genre(
    code="avenant",
    titre="Avenants",
    droit="cadre.modifier",
    droit_voir="cadre.voir",
    natures=frozenset({COPIL}),
    resultats={"adopter": "Adopter", "ajourner": "Ajourner", "rejeter": "Rejeter"},
    gabarit="cadre/_dossier_avenant.html",
    dossiers=avenants_a_decider,
    comptes=compter_avenants,
    nommer=nommer_avenants,
    champs=champs_d_un_avenant,
    decider=decider_avenant_en_seance,
)


def champs_d_un_objectif(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """The value that the committee prefers, and why it does not follow what is proposed."""
    return {
        "cible": ChampNombre(
            label="Autre valeur, si le comité la change", min_value=0, max_digits=14, decimal_places=4, required=False
        ),
        "raison": forms.CharField(
            label="Raison, si la valeur change ou n'est pas fixée", max_length=300, required=False
        ),
    }


OBJECTIF: Final = Genre(
    code="objectif",
    titre="Objectifs proposés",
    droit="cadre.modifier",
    droit_voir="cadre.voir",
    natures=frozenset({COPIL}),
    resultats={"fixer": "Fixer", "ajourner": "Ajourner", "refuser": "Refuser"},
    gabarit="cadre/_dossier_objectif.html",
    dossiers=objectifs_a_fixer,
    comptes=compter_objectifs,
    nommer=nommer_objectifs,
    champs=champs_d_un_objectif,
    decider=decider_objectif_en_seance,
    pour_tous=("fixer",),
)
