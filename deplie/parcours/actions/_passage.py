"""The one gate of the life of a parcours: an act is made in a state that allows it, and leads where the table says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation, Prescription
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.cycle import TRANSITIONS, refus
from deplie.socle.editions import modifier
from deplie.socle.erreurs import RefusMetier


class CheminInconnu(Exception):
    """An act led elsewhere than its table says: a fault of the program, and nothing is written."""


@contextmanager
def passage(acte: str, participation: Participation) -> Iterator[None]:
    """Make an act on a participation, inside the caller's transaction.

    The participation is locked and its state read: two people who act at once are told apart. Raises RefusMetier when
    the state does not allow the act, CheminInconnu when what was written leads elsewhere than the table says.
    """
    Participation.objects.select_for_update().get(pk=participation.pk)
    exiger(acte, etat_de(participation))
    yield
    arrivee = etat_de(participation)
    if arrivee not in TRANSITIONS[acte].vers:
        raise CheminInconnu(f"« {acte} » led to « {arrivee} »")


def commencer(*, participation: Participation, le: date, par: Acteur) -> None:
    """Begin the parcours at its first étape or interview; nothing when it has begun, or is over.

    Called by the decision that begins it, in its transaction.
    """
    if participation.commencee_le is None and etat_de(participation) in TRANSITIONS["commencer"].depuis:
        with passage("commencer", participation):
            modifier(participation, {"commencee_le": max(le, participation.date_entree)}, par=par)


def exiger(acte: str, etat: str) -> None:
    """Raise RefusMetier when a state does not allow an act."""
    if phrase := refus(acte, etat):
        raise RefusMetier(phrase)


def relire(prescription: Prescription) -> Prescription:
    """The prescription as it is recorded now, locked until the end of the transaction."""
    return Prescription.objects.select_for_update().get(pk=prescription.pk)
