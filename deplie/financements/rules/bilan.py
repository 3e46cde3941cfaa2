"""A bilan of execution: which period it may cover, what it lacks before it is deposited, what its lines make.

Source: ``domain/domain.md`` §2.4 (bilan d'exécution, contrôle de service fait). What is retained is what is declared
less what is rejected: no other path gives a retained amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from deplie.financements.rules.depenses import retenu
from deplie.financements.rules.echeances import Periode, periodes_attendues
from deplie.financements.rules.forfait import FORFAITS, POSTES, Forfait
from deplie.financements.rules.nomenclature import AUTOFINANCEMENT, FSE, NATURES
from deplie.financements.rules.plan import montant_du_forfait
from deplie.socle.argent import ZERO, somme


class Declaree(NamedTuple):
    """An expense of a bilan: its post, what is declared and what a control takes off, in euros."""

    nature: str
    montant: Decimal
    ecarte: Decimal = ZERO


@dataclass(frozen=True)
class Poste:
    """The sum of one post. ``nature``: a code of ``forfait.POSTES``."""

    nature: str
    declare: Decimal
    ecarte: Decimal

    @property
    def libelle(self) -> str:
        """Its name in French."""
        return POSTES[self.nature]

    @property
    def retenu(self) -> Decimal:
        """What is kept."""
        return retenu(self.declare, self.ecarte)


@dataclass(frozen=True)
class Compte:
    """What a bilan makes by post, the flat rate being its own post; ``corrections``: taken off beside the lines."""

    postes: tuple[Poste, ...]
    forfait: Poste | None = None
    corrections: Decimal = ZERO

    @property
    def tous(self) -> tuple[Poste, ...]:
        """Every post, the flat rate last."""
        return (*self.postes, self.forfait) if self.forfait else self.postes

    @property
    def declare(self) -> Decimal:
        """The whole declared cost, flat rate included."""
        return somme(poste.declare for poste in self.tous)

    @property
    def ecarte(self) -> Decimal:
        """Everything that is taken off, corrections included."""
        return somme(poste.ecarte for poste in self.tous) + self.corrections

    @property
    def retenu(self) -> Decimal:
        """What is kept."""
        return retenu(self.declare, self.ecarte)


def compter(lignes: Sequence[Declaree], option: str = "", corrections: Iterable[Decimal] = ()) -> Compte:
    """Add the lines of a bilan. The flat rate is that of what is declared; what it loses is a correction."""
    postes = tuple(
        Poste(
            nature,
            somme(ligne.montant for ligne in lignes if ligne.nature == nature),
            somme(ligne.ecarte for ligne in lignes if ligne.nature == nature),
        )
        for nature in NATURES
        if any(ligne.nature == nature for ligne in lignes)
    )
    return Compte(postes, _forfait(lignes, FORFAITS.get(option)), somme(corrections))


def _forfait(lignes: Sequence[Declaree], forfait: Forfait | None) -> Poste | None:
    if forfait is None:
        return None
    base = somme(ligne.montant for ligne in lignes if ligne.nature in forfait.assiette)
    return Poste(forfait.produit, montant_du_forfait(base, forfait), ZERO)


def refus_de_periode(debut: date, fin: date, convention: tuple[date, date], autres: Iterable[tuple[date, date]]) -> str:
    """Why a bilan cannot cover a period: turned round, out of the convention, over another bilan; empty otherwise."""
    if fin < debut:
        return "La fin de la période précède son début. Corrigez l'une des deux."
    if debut < convention[0] or fin > convention[1]:
        return f"La période sort de la convention, qui court du {convention[0]:%d/%m/%Y} au {convention[1]:%d/%m/%Y}."
    for du, au in autres:
        if debut <= au and du <= fin:
            return f"Un autre bilan couvre déjà la période du {du:%d/%m/%Y} au {au:%d/%m/%Y}."
    return ""


def prochaine_periode(debut: date, fin: date, couverts: Iterable[tuple[date, date]], annuel: bool) -> Periode | None:
    """The first period expected that no bilan covers, or what is left of it; None when they all are covered."""
    faits = sorted(couverts)
    restes = (_reste(attendue, faits) for attendue in periodes_attendues(debut, fin, annuel))
    return next((reste for reste in restes if reste), None)


def _reste(attendue: Periode, faits: Sequence[tuple[date, date]]) -> Periode | None:
    """The first days of a period that no bilan covers, up to the next bilan; final when they reach its end."""
    jour = attendue.debut
    for du, au in faits:
        if du <= jour <= au:
            jour = au + timedelta(days=1)
    if jour > attendue.fin:
        return None
    suivant = min((du for du, _ in faits if jour < du <= attendue.fin), default=None)
    fin = suivant - timedelta(days=1) if suivant else attendue.fin
    return attendue._replace(debut=jour, fin=fin, final=attendue.final and fin == attendue.fin)


@dataclass(frozen=True)
class Depot:
    """What is looked at before a bilan is deposited: its story, its expenses without a file, resources not told,
    documents that the call asks for at the bilan and that nobody joined."""

    recit: str
    lignes: int
    sans_piece: Sequence[str] = ()
    refusees: Mapping[str, str] | None = None
    ressources_tues: Sequence[str] = ()
    pieces_absentes: Sequence[str] = ()


def manques(depot: Depot) -> list[str]:
    """What a bilan lacks to be deposited, one sentence each; empty when nothing is missing."""
    trouves = []
    if not depot.recit.strip():
        trouves.append("Racontez ce qui a été fait pendant la période.")
    if not depot.lignes:
        trouves.append("Aucune dépense n'est déclarée : inscrivez-en une au moins.")
    trouves += [f"« {libelle} » : joignez la pièce qui la justifie." for libelle in depot.sans_piece]
    trouves += [f"« {libelle} » : {phrase}" for libelle, phrase in (depot.refusees or {}).items()]
    trouves += [f"{nom} : dites ce qui a été reçu, zéro compris." for nom in depot.ressources_tues]
    trouves += [f"« {nom} » : l'appel demande ce document au bilan, joignez-le." for nom in depot.pieces_absentes]
    return trouves


def est_autre_ressource(genre: str, est_du_financeur: bool, europeenne: bool) -> bool:
    """Whether a resource is another funder's money, which the aid may not pay a second time.

    The aid itself is not (the European part, else what the body of the call brings), nor what the holder puts in.
    """
    if genre == AUTOFINANCEMENT:
        return False
    return genre != FSE if europeenne else not est_du_financeur
