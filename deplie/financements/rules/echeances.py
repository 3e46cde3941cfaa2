"""Everything that is due of an operation: bilans, answers to a control, instalments, ends, retention.

Delays are parameters, in days, for no official calendar of FSE+ bilans was found (``domain/domain.md``, « not found »).
A deadline that falls on a Sunday stays there: it is a date of the convention, not a working day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from deplie.financements.rules.nomenclature import VERSEMENTS

BILAN: Final = "BILAN"
REPONSE_CSF: Final = "REPONSE_CSF"
CONTROLE: Final = "CONTROLE"
COMPLEMENT: Final = "COMPLEMENT"
VERSEMENT: Final = "VERSEMENT"
FIN_CONVENTION: Final = "FIN_CONVENTION"
CONSERVATION: Final = "CONSERVATION"
GENRES: Final[dict[str, str]] = {
    COMPLEMENT: "complément à fournir",
    BILAN: "bilan à déposer",
    CONTROLE: "contrôle à conclure",
    REPONSE_CSF: "réponse au contrôle",
    VERSEMENT: "versement",
    FIN_CONVENTION: "fin de convention",
    CONSERVATION: "fin de conservation",
}


class Delais(NamedTuple):
    """Days: from the end of a period to its bilan, from a bilan to its control, to answer a control, to be reminded."""

    bilan: int = 180
    controle: int = 180
    reponse: int = 30
    rappel: int = 30


class Periode(NamedTuple):
    """A bilan, expected or begun: its number, its days (both in), when it was deposited and its control concluded."""

    numero: int
    debut: date
    fin: date
    final: bool
    depose_le: date | None = None
    conclu_le: date | None = None


class Contradiction(NamedTuple):
    """Findings sent to the holder: when, the day told for the answer, when it came or was closed without."""

    numero: int
    notifie_le: date
    reponse_avant_le: date | None = None
    clos_le: date | None = None


class VersementPrevu(NamedTuple):
    """An instalment: its rank, its kind, the day it is due, the day it was paid."""

    rang: int
    genre: str
    prevu_le: date
    paye_le: date | None = None


@dataclass(frozen=True)
class Calendrier:
    """The dates of an operation that make something due."""

    debut: date
    fin: date
    bilans: tuple[Periode, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    versements: tuple[VersementPrevu, ...] = ()
    complement_avant_le: date | None = None
    conserver_jusqu_au: date | None = None
    annuel: bool = True


@dataclass(frozen=True, order=True)
class Echeance:
    """Something due on a day. ``cle`` stays the same from a reading to the next: a calendar replaces, never doubles."""

    le: date
    genre: str
    cle: str
    libelle: str
    faite_le: date | None = None

    def etat(self, jour: date, rappel: int) -> str:
        """FAITE, EN_RETARD, PROCHE (within ``rappel`` days) or A_VENIR, on a day."""
        if self.faite_le is not None:
            return "FAITE"
        if self.le < jour:
            return "EN_RETARD"
        return "PROCHE" if self.le <= jour + timedelta(days=rappel) else "A_VENIR"


def periodes_attendues(debut: date, fin: date, annuel: bool = True) -> list[Periode]:
    """The bilans that an operation owes: one per calendar year that it crosses, the last one final, or that alone."""
    if not annuel:
        return [Periode(1, debut, fin, final=True)]
    annees = range(debut.year, fin.year + 1)
    return [
        Periode(
            numero,
            max(debut, date(annee, 1, 1)),
            min(fin, date(annee, 12, 31)),
            final=annee == fin.year,
        )
        for numero, annee in enumerate(annees, start=1)
    ]


def echeances(calendrier: Calendrier, delais: Delais = Delais()) -> list[Echeance]:  # noqa: B008
    """Everything due of an operation, done or not, by date."""
    dues = [
        *_bilans(calendrier, delais),
        *_contradictions(calendrier, delais),
        *(
            Echeance(
                versement.prevu_le,
                VERSEMENT,
                f"versement-{versement.rang}",
                f"{VERSEMENTS.get(versement.genre, versement.genre).capitalize()} n° {versement.rang} à verser",
                versement.paye_le,
            )
            for versement in calendrier.versements
        ),
        Echeance(calendrier.fin, FIN_CONVENTION, "fin", "Fin de la convention"),
    ]
    if calendrier.complement_avant_le is not None:
        dues.append(Echeance(calendrier.complement_avant_le, COMPLEMENT, "complement", "Complément demandé au porteur"))
    if calendrier.conserver_jusqu_au is not None:
        dues.append(
            Echeance(calendrier.conserver_jusqu_au, CONSERVATION, "conservation", "Fin de la conservation des pièces")
        )
    return sorted(dues, key=lambda due: (due.le, list(GENRES).index(due.genre), due.cle))


def _bilans(calendrier: Calendrier, delais: Delais) -> Iterable[Echeance]:
    """Bilans begun stand for the periods expected; those that nobody began are due all the same."""
    connus = {periode.fin for periode in calendrier.bilans}
    attendus = periodes_attendues(calendrier.debut, calendrier.fin, calendrier.annuel)
    for periode in [*calendrier.bilans, *(p for p in attendus if p.fin not in connus)]:
        nom = "Bilan final" if periode.final else "Bilan intermédiaire"
        cle = f"bilan-{periode.fin.isoformat()}"
        libelle = f"{nom}, du {periode.debut:%d/%m/%Y} au {periode.fin:%d/%m/%Y}"
        yield Echeance(periode.fin + timedelta(days=delais.bilan), BILAN, cle, libelle, periode.depose_le)
        if periode.depose_le is not None:
            yield Echeance(
                periode.depose_le + timedelta(days=delais.controle),
                CONTROLE,
                f"controle-{periode.fin.isoformat()}",
                f"Contrôle à conclure : {libelle.lower()}",
                periode.conclu_le,
            )


def _contradictions(calendrier: Calendrier, delais: Delais) -> Iterable[Echeance]:
    for constats in calendrier.contradictions:
        yield Echeance(
            constats.reponse_avant_le or constats.notifie_le + timedelta(days=delais.reponse),
            REPONSE_CSF,
            f"reponse-{constats.numero}",
            f"Réponse du porteur aux constats notifiés le {constats.notifie_le:%d/%m/%Y}",
            constats.clos_le,
        )


def a_rappeler(dues: Iterable[Echeance], jour: date, delais: Delais = Delais()) -> list[Echeance]:  # noqa: B008
    """What is late or near on a day, by date."""
    return [due for due in dues if due.etat(jour, delais.rappel) in ("EN_RETARD", "PROCHE")]
