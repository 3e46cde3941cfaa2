"""What is to be done on records: what is missing, by whom it can be filled, in order of effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.models import ErreurService, ParticipationFSE
from deplie.fse.queries.fiche import FicheLue, erreurs_ouvertes, lire, seuils_de, toutes, visibles_par
from deplie.fse.rules.completude import EFFETS, Manque, a_faire, est_complete, manques
from deplie.fse.rules.questionnaire import ENTREE, QUESTIONS, QUI


@dataclass(frozen=True)
class ManqueDit:
    """Something missing, in words, and the moment of the form that fills it."""

    libelle: str
    qui: str
    effet: str
    avant_le: date | None
    moment: str
    de_la_personne: bool


@dataclass(frozen=True)
class Ligne:
    """A record of a list, with what is missing and what the service said of it."""

    participation: ParticipationFSE
    complete: bool
    manques: list[ManqueDit]
    erreurs: list[ErreurService]

    @property
    def moment(self) -> str:
        """The moment of the form to open first."""
        return self.manques[0].moment if self.manques else ENTREE


def dire(manque: Manque) -> ManqueDit:
    """A gap as it is read."""
    propre = manque.cle in ("sexe", "date_naissance")
    moment = QUESTIONS[manque.cle].moment
    return ManqueDit(
        QUESTIONS[manque.cle].libelle, QUI[manque.qui], EFFETS[manque.effet], manque.avant_le, moment, propre
    )


def lignes_de(acteur: Acteur, operation: Operation, jour: date) -> list[Ligne]:
    """The records of an operation, of the people that the actor may see."""
    lues = lire(visibles_par(acteur).filter(operation=operation))
    return lignes_lues(acteur, lues, jour)


def ligne_de(acteur: Acteur, participation: ParticipationFSE, jour: date) -> Ligne:
    """One record."""
    return lignes_lues(acteur, lire([participation]), jour)[0]


def lignes_lues(acteur: Acteur, lues: list[FicheLue], jour: date) -> list[Ligne]:
    """Records as a list shows them."""
    erreurs = _erreurs(acteur, [lue.participation.pk for lue in lues])
    return [
        Ligne(
            lue.participation,
            est_complete(lue.fiche),
            [dire(manque) for manque in manques(lue.fiche, jour)],
            erreurs.get(lue.participation.pk, []),
        )
        for lue in lues
    ]


def _erreurs(acteur: Acteur, pks: list[int]) -> dict[int, list[ErreurService]]:
    par_fiche: dict[int, list[ErreurService]] = {}
    for erreur in erreurs_ouvertes(acteur).filter(participation__in=pks):
        if erreur.participation_id is not None:
            par_fiche.setdefault(erreur.participation_id, []).append(erreur)
    return par_fiche


def a_completer(acteur: Acteur, jour: date) -> list[Ligne]:
    """The records to fix, in order of effect: what the service refused, then what counts most.

    The order is that of the whole territory; people outside the actor's perimeter are not named.
    """
    vues = set(visibles_par(acteur).values_list("pk", flat=True))
    lues = lire(toutes(acteur))
    par_cle = {(lue.fiche.operation, lue.fiche.personne): lue for lue in lues}
    seuils, fins = seuils_de(acteur), {lue.fiche.operation: lue.participation.operation.fin for lue in lues}
    seuil = {operation: seuils.le(jour, fin) for operation, fin in fins.items()}
    rangees = [par_cle[un.operation, un.personne] for un in a_faire([lue.fiche for lue in lues], jour, seuil)]
    lignes = lignes_lues(acteur, [lue for lue in rangees if lue.participation.pk in vues], jour)
    manquent = {ligne.participation.pk for ligne in lignes}
    refusees = set(erreurs_ouvertes(acteur).values_list("participation", flat=True)) - manquent
    seules = [lue for lue in lues if lue.participation.pk in refusees & vues]
    return sorted([*lignes, *lignes_lues(acteur, seules, jour)], key=lambda ligne: not ligne.erreurs)
