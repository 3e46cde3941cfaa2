"""Marks of readers, conflicts of interest, ranking within an envelope. What is tied is told; nothing is decided here.

A mark is out of 100: each criterion brings its weight × mark / highest mark, over the sum of the weights; the mark of
an application is the mean of its readers', rounded once, half up, to two decimals: equal there, applications are tied.

A sub-envelope is a purse of its own; what is left of the envelope beside them is the purse of applications that name
none. In each purse the ranking is followed: the first that does not fit, and all those behind it, wait. Giving a part
of what was asked, moving money between purses, preferring one of two tied applications are the committee's, which is
told what is left.

Source: ``domain/domain.md`` §2.4, §5 (grille, jury, décision).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

from deplie.financements.rules.arrondi import au_cent
from deplie.financements.rules.plan import aide_maximale
from deplie.financements.rules.temps import nombre
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier

DANS_L_ENVELOPPE: Final = "DANS_L_ENVELOPPE"
A_DEPARTAGER: Final = "A_DEPARTAGER"
ATTENTE: Final = "ATTENTE"
SOUS_LE_SEUIL: Final = "SOUS_LE_SEUIL"
SANS_NOTE: Final = "SANS_NOTE"
ISSUES: Final[dict[str, str]] = {
    DANS_L_ENVELOPPE: "dans l'enveloppe",
    A_DEPARTAGER: "à départager",
    ATTENTE: "sur liste d'attente",
    SOUS_LE_SEUIL: "sous la note minimale",
    SANS_NOTE: "pas encore notée",
}
# The purse of applications that name no sub-envelope.
SANS_SOUS_ENVELOPPE: Final = ""


class Critere(NamedTuple):
    """A line of the grid: marked from 0 to ``note_max``, weighed by ``poids``."""

    cle: str
    intitule: str
    poids: Decimal
    note_max: int


@dataclass(frozen=True)
class LectureRendue:
    """A reading. ``conflit``: None while the reader has declared nothing; ``rendue``: the marks are final."""

    lecteur: str
    conflit: bool | None
    rendue: bool
    notes: Mapping[str, Decimal]

    @property
    def compte(self) -> bool:
        """Counted: interests declared, none with the applicant, marks given."""
        return self.conflit is False and self.rendue


class Candidature(NamedTuple):
    """An application to rank. ``note``: None when too few readers have given theirs. Euros."""

    cle: str
    note: Decimal | None
    demande: Decimal
    cout: Decimal
    sous_enveloppe: str = SANS_SOUS_ENVELOPPE


@dataclass(frozen=True)
class Place:
    """Where an application stands. Tied applications share a rank; ``accordable``: the most that it may be given."""

    cle: str
    rang: int | None
    note: Decimal | None
    accordable: Decimal
    issue: str
    ex_aequo: tuple[str, ...]
    phrase: str


def note_de_lecture(criteres: Sequence[Critere], notes: Mapping[str, Decimal]) -> Fraction | None:
    """The exact mark out of 100 of one reader; None when a criterion is not marked yet."""
    poids = sum((Fraction(critere.poids) for critere in criteres), Fraction(0))
    if not poids or any(critere.cle not in notes for critere in criteres):
        return None
    return (
        sum(
            (Fraction(critere.poids) * Fraction(notes[critere.cle]) / critere.note_max for critere in criteres),
            Fraction(0),
        )
        * 100
        / poids
    )


def refus_de_notes(criteres: Sequence[Critere], notes: Mapping[str, Decimal]) -> list[str]:
    """Why marks are not those of the grid, one sentence each: a criterion that is missing, a mark out of its bounds."""
    trouves = []
    for critere in criteres:
        note = notes.get(critere.cle)
        if note is None:
            trouves.append(f"« {critere.intitule} » n'est pas noté.")
        elif not note.is_finite() or not 0 <= note <= critere.note_max:
            trouves.append(f"« {critere.intitule} » se note de 0 à {critere.note_max}.")
    return trouves


def note_de_candidature(
    criteres: Sequence[Critere], lectures: Iterable[LectureRendue], lecteurs_min: int = 1
) -> Decimal | None:
    """The mark of an application out of 100, two decimals; None while fewer than ``lecteurs_min`` readings count."""
    notes = [note_de_lecture(criteres, lecture.notes) for lecture in lectures if lecture.compte]
    exactes = [note for note in notes if note is not None]
    if not exactes or len(exactes) < lecteurs_min:
        return None
    return au_cent(sum(exactes, Fraction(0)) / len(exactes))


def lecteurs_manquants(lectures: Iterable[LectureRendue], lecteurs_min: int) -> int:
    """How many readers must still be named: those put aside by a conflict are replaced, others are awaited."""
    possibles = sum(lecture.conflit is not True for lecture in lectures)
    return max(0, lecteurs_min - possibles)


def refus_de_lire(lecture: LectureRendue) -> str:
    """Why a reader may not mark an application: interests not declared yet, or a link with the applicant."""
    if lecture.conflit is None:
        return "Déclarez d'abord si vous avez un lien d'intérêts avec le porteur."
    if lecture.conflit:
        return "Vous avez déclaré un lien d'intérêts avec le porteur : une autre personne lira ce dossier."
    return ""


def classer(
    candidatures: Sequence[Candidature],
    enveloppe: Decimal,
    sous_enveloppes: Mapping[str, Decimal] | None = None,
    *,
    plafond: Decimal | None = None,
    taux_max: Decimal | None = None,
    note_min: Decimal = ZERO,
) -> list[Place]:
    """Rank applications and follow the ranking in each purse. In the order of ranks, ties by identifier.

    Raises ``RefusMetier`` when sub-envelopes pass the envelope, or an application names one that is not there.
    """
    bourses = _bourses(enveloppe, sous_enveloppes or {})
    for candidature in candidatures:
        if candidature.sous_enveloppe not in bourses:
            raise RefusMetier(f"La sous-enveloppe du dossier {candidature.cle} n'est pas de cet appel.")
    notees = sorted((c for c in candidatures if c.note is not None), key=lambda c: (-(c.note or ZERO), c.cle))
    places: dict[str, Place] = {}
    fermees: set[str] = set()
    rang = 1
    for note, groupe in groupby(notees, key=lambda c: c.note or ZERO):
        ensemble = list(groupe)
        for bourse in sorted({c.sous_enveloppe for c in ensemble}):
            dedans = [c for c in ensemble if c.sous_enveloppe == bourse]
            accordables = {c.cle: min(c.demande, aide_maximale(c.cout, plafond, taux_max)) for c in dedans}
            issue, phrase = _issue(list(accordables.values()), note, note_min, bourses[bourse], bourse in fermees)
            if issue == DANS_L_ENVELOPPE:
                bourses[bourse] -= sum(accordables.values(), ZERO)
            else:
                fermees.add(bourse)
            for c in dedans:
                egales = tuple(autre.cle for autre in ensemble if autre.cle != c.cle)
                places[c.cle] = Place(c.cle, rang, note, accordables[c.cle], issue, egales, phrase)
        rang += len(ensemble)
    sans_note = sorted((c for c in candidatures if c.note is None), key=lambda c: c.cle)
    return [places[c.cle] for c in notees] + [
        Place(
            c.cle,
            None,
            None,
            min(c.demande, aide_maximale(c.cout, plafond, taux_max)),
            SANS_NOTE,
            (),
            "Trop peu de lectures sont rendues.",
        )
        for c in sans_note
    ]


def _bourses(enveloppe: Decimal, sous: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What each purse holds, the one without name being what sub-envelopes leave."""
    reste = enveloppe - sum(sous.values(), ZERO)
    if reste < 0:
        raise RefusMetier(
            f"Les sous-enveloppes ({euros(enveloppe - reste)}) dépassent l'enveloppe ({euros(enveloppe)})."
        )
    return {SANS_SOUS_ENVELOPPE: reste, **sous}


def _issue(
    accordables: list[Decimal], note: Decimal, note_min: Decimal, reste: Decimal, fermee: bool
) -> tuple[str, str]:
    """What the ranking says of tied applications of one purse, and why."""
    besoin = sum(accordables, ZERO)
    if note < note_min:
        return SOUS_LE_SEUIL, f"La note ({nombre(note)}) est sous le minimum ({nombre(note_min)})."
    if fermee:
        return ATTENTE, f"Un dossier mieux classé attend déjà ; il reste {euros(reste)}."
    if besoin <= reste:
        return DANS_L_ENVELOPPE, f"{euros(besoin)} sur {euros(reste)} disponibles."
    if len(accordables) == 1:
        return ATTENTE, f"Il faudrait {euros(besoin)}, il reste {euros(reste)}."
    return A_DEPARTAGER, (
        f"{len(accordables)} dossiers ont la même note ({nombre(note)}) : il faudrait {euros(besoin)}, il reste "
        f"{euros(reste)}. L'instance départage."
    )


def reste_par_bourse(
    places: Iterable[Place],
    candidatures: Iterable[Candidature],
    enveloppe: Decimal,
    sous_enveloppes: Mapping[str, Decimal] | None = None,
) -> dict[str, Decimal]:
    """What each purse still holds once the ranking is followed, in euros."""
    bourses = _bourses(enveloppe, sous_enveloppes or {})
    ou = {candidature.cle: candidature.sous_enveloppe for candidature in candidatures}
    for place in places:
        if place.issue == DANS_L_ENVELOPPE:
            bourses[ou[place.cle]] -= place.accordable
    return bourses
