"""What the page of a séance shows of applications, and what its decisions do."""

from __future__ import annotations

from typing import Final

from deplie.financements.actions import reprogrammation as actions
from deplie.financements.actions.seance import RESULTATS, decider_operation, rectifier_operation
from deplie.financements.forms.dossier import champs_d_une_operation, champs_rectifies
from deplie.financements.forms.reprogrammation import champs_d_une_reprogrammation
from deplie.financements.queries import reprogrammation as montants
from deplie.financements.queries import seance as lecture
from deplie.financements.queries.dossier import nommer
from deplie.instances.queries.objets import Genre

OPERATIONS: Final = Genre(
    code="operation",
    titre="Dossiers des appels à projets",
    droit="dossier.decider",
    droit_voir="dossier.voir",
    natures=lecture.NATURES,
    resultats=RESULTATS,
    gabarit="financements/_dossier_operation.html",
    dossiers=lecture.dossiers,
    comptes=lecture.compter,
    nommer=nommer,
    champs=champs_d_une_operation,
    decider=decider_operation,
    rectifier=rectifier_operation,
    champs_rectifies=champs_rectifies,
)

MONTANTS: Final = Genre(
    code="montant_programme",
    titre="Montants programmés à modifier",
    droit="dossier.decider",
    droit_voir="operation.toutes",
    natures=lecture.NATURES,
    resultats=actions.RESULTATS,
    gabarit="financements/_dossier_reprogrammation.html",
    dossiers=montants.dossiers,
    comptes=montants.compter,
    nommer=montants.nommer,
    champs=champs_d_une_reprogrammation,
    decider=actions.decider_reprogrammation,
    rectifier=actions.rectifier_reprogrammation,
)
