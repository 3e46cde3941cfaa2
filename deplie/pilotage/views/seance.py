"""What a committee decides of figures: approve them, or send them back."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.instances.queries.objets import Dossier, Genre
from deplie.pilotage.actions.seance import decider_publication_en_seance, rectifier_publication_en_seance
from deplie.pilotage.queries.seance import (
    compter_publications,
    nommer_publications,
    publications_a_valider,
)
from deplie.pilotage.rules.publication import NATURES_QUI_VALIDENT


def champs_d_une_publication(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    return {"raison": forms.CharField(label="Raison, s'ils ne sont pas validés", max_length=300, required=False)}


BILAN: Final = Genre(
    code="publication",
    titre="Chiffres à valider",
    droit="publication.valider",
    droit_voir="publication.voir",
    natures=NATURES_QUI_VALIDENT,
    resultats={"valider": "Valider", "ajourner": "Ajourner", "renvoyer": "Renvoyer au contrôle"},
    gabarit="pilotage/_dossier_publication.html",
    dossiers=publications_a_valider,
    comptes=compter_publications,
    nommer=nommer_publications,
    champs=champs_d_une_publication,
    decider=decider_publication_en_seance,
    pour_tous=("valider",),
    rectifier=rectifier_publication_en_seance,
)
