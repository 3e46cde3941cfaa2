"""The cells of a person's lines, what is recorded of them, and how cells lie one over the other. No database here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from deplie.parcours.rules.controles import Constat
from deplie.socle.tableaux import VIDE

PERSONNE: Final = (
    "nom", "nom_usage", "prenom", "date_naissance", "sexe", "adresse", "code_postal", "telephone", "courriel",
)  # fmt: skip
PARTICIPATION: Final = (
    "referent", "prescripteur", "date_prescription", "date_sortie", "motif_sortie", "date_validation_sortie",
    "situation_6_mois", "date_situation_6_mois", "jours_suspension", "code_commune", "commune", "qpv", "code_qpv",
    "niveau_formation", "statut_entree", "duree_chomage_mois", "zone_rurale",
)  # fmt: skip
LISTES: Final = ("criteres", "freins")
SENSIBLES: Final = ("handicap", "pays_tiers", "origine_etrangere", "sans_abri")
SORTIE, MOTIF = PARTICIPATION.index("date_sortie"), PARTICIPATION.index("motif_sortie")
NOM, USAGE, PRENOM, NAISSANCE = (PERSONNE.index(c) for c in ("nom", "nom_usage", "prenom", "date_naissance"))

# What is to be written, bits of ``LigneLot.actions``.
CREER_PERSONNE, MODIFIER_PERSONNE, CREER_PARTICIPATION, MODIFIER_PARTICIPATION = 1, 2, 4, 8
ECRIRE_CRITERES, ECRIRE_FREINS, ECRIRE_SENSIBLES, CHANGER_IDENTITE = 16, 32, 64, 128
ECRITURE_PERSONNE = CREER_PERSONNE | MODIFIER_PERSONNE
ECRITURE_PARTICIPATION = CREER_PARTICIPATION | MODIFIER_PARTICIPATION

Cellules = tuple[Any, ...]
Cle = tuple[int, date]
RIEN_PERSONNE: Final[Cellules] = (None,) * len(PERSONNE)
RIEN_PARTICIPATION: Final[Cellules] = (None,) * len(PARTICIPATION)
RIEN_LISTES: Final[Cellules] = (None,) * len(LISTES)
RIEN_SENSIBLES: Final[Cellules] = (None,) * len(SENSIBLES)


class LigneLue(NamedTuple):
    """A staged line. In each tuple of cells, None is an empty cell and ``VIDE`` one to erase."""

    id: int
    ligne: int
    dispositif: int
    entree: date
    personne: Cellules
    participation: Cellules
    listes: Cellules
    sensibles: Cellules

    @property
    def cle(self) -> Cle:
        return (self.dispositif, self.entree)


@dataclass
class ParticipationConnue:
    """A participation as recorded; ``etapes_en_cours``: it has étapes that are said to go on."""

    id: int
    valeurs: Cellules
    listes: Cellules = RIEN_LISTES
    etapes_en_cours: bool = False


@dataclass
class PersonneConnue:
    """A person as recorded. ``sensibles``: the four answers by date."""

    id: int
    valeurs: Cellules
    participations: dict[Cle, ParticipationConnue] = field(default_factory=dict)
    sensibles: dict[date, Cellules] = field(default_factory=dict)


class Sort(NamedTuple):
    """What becomes of a line: its state, what it carries, the rows it concerns."""

    etat: str
    actions: int
    personne_id: int | None
    participation_id: int | None
    id: int


class Fusion(NamedTuple):
    """A row that several lines make together, to be written in their place."""

    ligne: LigneLue
    actions: int
    personne_id: int | None
    participation_id: int | None


@dataclass
class Verdict:
    """What the lines of one person would do. ``refus`` and ``remarques``: (line, finding)."""

    sorts: list[Sort] = field(default_factory=list)
    fusions: list[Fusion] = field(default_factory=list)
    refus: list[tuple[LigneLue, Constat]] = field(default_factory=list)
    remarques: list[tuple[LigneLue, Constat]] = field(default_factory=list)
    # Person-level cells once merged, for the keys of names.
    personne: Cellules = RIEN_PERSONNE


def fondre(base: Cellules, cellules: Cellules) -> Cellules:
    """``base`` with the filled cells over it."""
    return tuple([b if c is None else (None if c is VIDE else c) for b, c in zip(base, cellules, strict=True)])


def superposer(suite: Iterable[Cellules], largeur: int) -> Cellules:
    """Lines as one: in each column the last filled cell, ``VIDE`` included."""
    fondues: list[Any] = [None] * largeur
    for cellules in suite:
        for rang, cellule in enumerate(cellules):
            if cellule is not None:
                fondues[rang] = cellule
    return tuple(fondues)


def deja(base: Cellules, cellules: Cellules) -> bool:
    """Whether the cells bring nothing over ``base``."""
    for connue, cellule in zip(base, cellules, strict=True):
        if cellule is not None and cellule != connue and (cellule is not VIDE or connue is not None):
            return False
    return True


def sans_vide(cellules: Cellules) -> Cellules:
    """The cells with nothing where they erase."""
    return tuple([None if c is VIDE else c for c in cellules]) if VIDE in cellules else cellules
