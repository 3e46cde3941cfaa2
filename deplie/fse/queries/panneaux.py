"""What the pages of an operation and of a person show of the records."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.queries.connu import sans_fiche
from deplie.fse.queries.fiche import EtatOperation, etat_de, lire, programmation_de, seuils_de, toutes, visibles_par
from deplie.fse.queries.travail import Ligne, lignes_lues
from deplie.personnes.models import Personne


@dataclass(frozen=True)
class PanneauOperation:
    """The gauge of an operation, and how many people it receives without a record."""

    etat: EtatOperation
    sans_fiche: int


def de_l_operation(acteur: Acteur, operation: Operation) -> PanneauOperation | None:
    """The records of an operation; None for one that is not European."""
    if not programmation_de(operation):
        return None
    jour = timezone.localdate()
    fiches = [lue.fiche for lue in lire(toutes(acteur).filter(operation=operation))]
    etat = etat_de(operation, fiches, jour, seuils_de(acteur))
    return PanneauOperation(etat, len(sans_fiche(acteur, operation, jour)))


@dataclass(frozen=True)
class PanneauPersonne:
    """The records of somebody, and whether another one may be opened."""

    lignes: list[Ligne]
    ouvrir: bool


def de_la_personne(acteur: Acteur, personne: Personne) -> PanneauPersonne | None:
    """The records of a person; None where there is none and none may be opened."""
    lues = lire(visibles_par(acteur).filter(personne=personne).order_by("-date_entree"))
    lignes = lignes_lues(acteur, lues, timezone.localdate()) if lues else []
    ouvrir = acteur.peut("fse.saisir")
    return PanneauPersonne(lignes, ouvrir) if lignes or ouvrir else None
