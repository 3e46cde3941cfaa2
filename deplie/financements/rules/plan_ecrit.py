"""A financing plan as somebody wrote it, without a database: what a version keeps, and what two writers compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Final, TypeVar

from deplie.financements.rules.nomenclature import PERSONNEL
from deplie.financements.rules.plan import Apport, LigneCout
from deplie.financements.rules.temps import PosteCompte, compter_poste
from deplie.socle.argent import ZERO, somme

DES_POSTES: Final = "Postes de travail"


@dataclass(frozen=True)
class LigneEcrite:
    """An expense of one year, in euros. ``des_postes``: counted from the posts of work."""

    nature: str
    libelle: str
    annee: int
    montant: Decimal
    des_postes: bool = False
    numero: int | None = None


@dataclass(frozen=True)
class RessourceEcrite:
    """What a funder brings in one year. ``aide``: it is the aid of the call itself."""

    genre: str
    libelle: str
    annee: int
    montant: Decimal
    acquise: bool = False
    aide: bool = False
    numero: int | None = None


@dataclass(frozen=True)
class PosteEcrit:
    """Somebody's work in one year; ``agent`` and ``structure`` are numbers, ``temps.compter_poste`` counts it."""

    fonction: str
    annee: int
    etp: Decimal
    heures: Decimal | None = None
    cout: Decimal | None = None
    agent: int | None = None
    structure: int | None = None
    numero: int | None = None

    @property
    def compte(self) -> PosteCompte:
        """What it gives and costs."""
        return compter_poste(self.etp, self.heures, self.cout)


Ecrit = TypeVar("Ecrit", LigneEcrite, RessourceEcrite, PosteEcrit)


@dataclass(frozen=True)
class PlanEcrit:
    """A whole plan. ``option``: a code of ``forfait.FORFAITS``, empty for real costs."""

    programmation: str
    option: str
    lignes: tuple[LigneEcrite, ...] = ()
    ressources: tuple[RessourceEcrite, ...] = ()
    postes: tuple[PosteEcrit, ...] = ()

    @property
    def vide(self) -> bool:
        """Nothing is written."""
        return not (self.lignes or self.ressources or self.postes)

    @property
    def couts(self) -> list[LigneCout]:
        """The expenses, as ``rules.plan`` counts them."""
        return [LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in self.lignes]

    @property
    def apports(self) -> list[Apport]:
        """The resources, as ``rules.plan`` counts them."""
        return [Apport(une.genre, une.annee, une.montant) for une in self.ressources]

    @property
    def options(self) -> tuple[str, ...]:
        """The option asked for, if any."""
        return (self.option,) if self.option else ()

    @property
    def aide(self) -> Decimal:
        """The sum of the aid of the call."""
        return somme(une.montant for une in self.ressources if une.aide)

    @property
    def version(self) -> str:
        """A short print: the same plan, the same print, whatever the numbers of its rows."""
        return hashlib.blake2b(repr(en_json(self)).encode(), digest_size=8).hexdigest()


def lignes_des_postes(postes: Iterable[PosteEcrit]) -> list[LigneEcrite]:
    """The staff costs that the posts make, one line a year; a post whose cost is not told makes none."""
    sommes: dict[int, Decimal] = {}
    for poste in postes:
        if (cout := poste.compte.cout) is not None:
            sommes[poste.annee] = sommes.get(poste.annee, ZERO) + cout
    return [LigneEcrite(PERSONNEL, DES_POSTES, annee, sommes[annee], des_postes=True) for annee in sorted(sommes)]


def ecarts_des_postes(plan: PlanEcrit) -> list[tuple[int, Decimal, Decimal]]:
    """Years where the staff costs of the plan are not what its posts cost: (year, in the plan, of the posts)."""
    trouves = []
    for ligne in lignes_des_postes(plan.postes):
        prevu = somme(une.montant for une in plan.lignes if une.nature == PERSONNEL and une.annee == ligne.annee)
        if prevu != ligne.montant:
            trouves.append((ligne.annee, prevu, ligne.montant))
    return trouves


def en_json(plan: PlanEcrit) -> dict[str, Any]:
    """What a version keeps: amounts as texts, never floats; rows without their numbers."""
    return {
        "programmation": plan.programmation,
        "option": plan.option,
        "lignes": [_plat(une) for une in plan.lignes],
        "ressources": [_plat(une) for une in plan.ressources],
        "postes": [_plat(un) for un in plan.postes],
    }


def de_json(contenu: Mapping[str, Any]) -> PlanEcrit:
    """The plan that a version keeps."""
    return PlanEcrit(
        contenu["programmation"],
        contenu["option"],
        tuple(_releve(LigneEcrite, un) for un in contenu["lignes"]),
        tuple(_releve(RessourceEcrite, un) for un in contenu["ressources"]),
        tuple(_releve(PosteEcrit, un) for un in contenu["postes"]),
    )


def _plat(ecrit: LigneEcrite | RessourceEcrite | PosteEcrit) -> dict[str, Any]:
    return {
        nom: f"{valeur:.2f}" if isinstance(valeur, Decimal) else valeur
        for nom, valeur in asdict(ecrit).items()
        if nom != "numero"
    }


def _releve(genre: type[Ecrit], plat: Mapping[str, Any]) -> Ecrit:
    nombres = {champ.name for champ in fields(genre) if "Decimal" in str(champ.type)}
    lus: dict[str, Any] = dict(plat)
    lus |= {nom: Decimal(lus[nom]) for nom in nombres if lus.get(nom) is not None}
    return genre(**lus)
