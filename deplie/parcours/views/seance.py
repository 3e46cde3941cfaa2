"""What the page of a séance shows of people, and what its decisions do: one kind of object for each."""

from __future__ import annotations

from typing import Final

from deplie.instances.queries.objets import Genre
from deplie.instances.rules import COMMISSION_ENTREE
from deplie.parcours.actions.rectification import rectifier_prescription, rectifier_sortie
from deplie.parcours.actions.seance import decider_prescription, decider_sortie
from deplie.parcours.forms.seance import champs_d_une_prescription, champs_d_une_sortie
from deplie.parcours.queries import seance as lecture

GENRES: Final = (
    Genre(
        code="prescription",
        titre="Entrées",
        droit="prescription.decider",
        droit_voir="prescription.voir",
        natures=frozenset({COMMISSION_ENTREE}),
        resultats={"admettre": "Admettre", "ajourner": "Ajourner", "refuser": "Refuser"},
        gabarit="parcours/_dossier_prescription.html",
        dossiers=lecture.prescriptions_presentees,
        comptes=lecture.compter_prescriptions,
        nommer=lecture.nommer_prescriptions,
        champs=champs_d_une_prescription,
        decider=decider_prescription,
        pour_tous=("admettre",),
        rectifier=rectifier_prescription,
    ),
    Genre(
        code="sortie",
        titre="Sorties proposées",
        droit="prescription.decider",
        droit_voir="participation.situation",
        natures=lecture.NATURES_DE_SORTIE,
        resultats={"valider": "Valider la sortie", "renvoyer": "Renvoyer : le parcours continue"},
        gabarit="parcours/_dossier_sortie.html",
        dossiers=lecture.sorties_proposees,
        comptes=lecture.compter_sorties,
        nommer=lecture.nommer_participations,
        champs=champs_d_une_sortie,
        decider=decider_sortie,
        pour_tous=("valider",),
        rectifier=rectifier_sortie,
    ),
)
