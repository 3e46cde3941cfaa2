"""A pack before it is a slide, a page or a sheet: chapters, their figures already written, their drawings, their texts.

Every document is made from this one object and formats nothing by itself: a number cannot differ between two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from deplie.pilotage.queries.bilan.resultat import Bilan, Chiffre
from deplie.socle.fichiers.logos import ImageLogo


@dataclass(frozen=True)
class ChiffreDit:
    """A figure as it is read: its value, what it stands on, the year before, its target."""

    chiffre: Chiffre
    texte: str
    base: str
    avant: str
    objectif: str
    periode: str
    statut: str
    masque: bool = False

    @property
    def libelle(self) -> str:
        return self.chiffre.libelle

    @property
    def code(self) -> str:
        return self.chiffre.code

    @property
    def reserves(self) -> tuple[str, ...]:
        return self.chiffre.alertes

    @property
    def definition(self) -> str:
        """« …. Numérateur : …. Dénominateur : …. »"""
        lue = self.chiffre.definition
        if not lue.denominateur:
            return lue.phrase
        return f"{lue.phrase} Numérateur : {lue.numerateur}. Dénominateur : {lue.denominateur}."

    @property
    def note(self) -> str:
        """All that a speaker is asked about it, in one paragraph."""
        lue = self.chiffre.definition
        dites = [
            f"{self.libelle} : {self.texte}{f' ({self.base})' if self.base else ''}.",
            *(f"{dit[0].upper()}{dit[1:]}." for dit in (self.objectif, self.avant) if dit),
            f"Définition : {self.definition}",
            f"Période : {self.periode}. Statut : {self.statut}.",
            f"Version {lue.version} ; source : {lue.source}",
            *self.reserves,
        ]
        return " ".join(dites)


@dataclass(frozen=True)
class PartDite:
    """A part of a figure: its name, its count, the one a year earlier (None where it is not known)."""

    nom: str
    valeur: int
    texte: str
    avant: int | None
    texte_avant: str


@dataclass(frozen=True)
class Graphique:
    """A figure cut in parts: drawn, and written in a table whose first column is ``par``. ``phrase`` says it to who
    does not see it."""

    titre: str
    par: str
    chiffre: ChiffreDit
    periode: str
    periode_avant: str
    parts: tuple[PartDite, ...]
    phrase: str
    reserve: str = ""

    @property
    def entetes(self) -> tuple[str, ...]:
        return (self.par, self.periode, *((self.periode_avant,) if self.periode_avant else ()))

    @property
    def lignes(self) -> tuple[tuple[str, ...], ...]:
        if self.periode_avant:
            return tuple((p.nom, p.texte, p.texte_avant) for p in self.parts)
        return tuple((p.nom, p.texte) for p in self.parts)


@dataclass(frozen=True)
class TableDite:
    """A table of texts under its title; ``phrase`` says it to who does not see it."""

    titre: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    phrase: str


@dataclass(frozen=True)
class ChapitreDit:
    """A chapter with something to show. ``muets``: figures without a value, and why."""

    cle: str
    titre: str
    chiffres: tuple[ChiffreDit, ...]
    graphiques: tuple[Graphique, ...]
    paragraphes: tuple[str, ...]
    muets: tuple[tuple[str, str], ...]
    tables: tuple[TableDite, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The figures that it shows, not those that it draws."""
        return [dit.code for dit in self.chiffres]

    @property
    def vide(self) -> bool:
        return not (self.chiffres or self.graphiques or self.tables or self.paragraphes)


@dataclass(frozen=True)
class TexteDit:
    """Paragraphs under their title."""

    titre: str
    paragraphes: tuple[str, ...]


@dataclass(frozen=True)
class Rapport:
    """The double page of an annual report: headline figures, drawings under their titles, texts. Small numbers are
    masked."""

    cles: tuple[ChiffreDit, ...]
    volets: tuple[tuple[str, Graphique], ...]
    textes: tuple[TexteDit, ...]
    # Why some of it is masked; empty where nothing is.
    secret: str = ""


@dataclass(frozen=True)
class Pack:
    """The pack of a publication. ``synthese`` are the figures that may leave the circle."""

    bilan: Bilan
    code: str
    territoire: str
    titre: str
    periode: str
    dispositif: str
    comite: str
    statut: str
    empreinte: str
    fige_le: datetime
    donnees_au: date
    couleur: str
    chapitres: tuple[ChapitreDit, ...]
    alertes: tuple[str, ...]
    synthese: tuple[ChiffreDit, ...]
    # Why a figure of the summary is masked.
    secret: str
    adresse: str = ""
    logo: ImageLogo | None = None
    # For the territories that chose it.
    rapport: Rapport | None = None

    @property
    def dans(self) -> str:
        """« en 2020 »."""
        return self.bilan.periode.dans

    @property
    def chiffres(self) -> tuple[ChiffreDit, ...]:
        """Every figure that a chapter shows, each once, drawn ones included."""
        lus: dict[str, ChiffreDit] = {}
        for chapitre in self.chapitres:
            for dit in (*chapitre.chiffres, *(g.chiffre for g in chapitre.graphiques)):
                lus.setdefault(dit.code, dit)
        return tuple(lus.values())

    @property
    def secret_du_rapport(self) -> str:
        """Why figures of the double page are masked; empty where none is."""
        return self.rapport.secret if self.rapport else ""

    def perspectives(self) -> Iterator[str]:
        """The text of the chapters that show no figure."""
        for chapitre in self.chapitres:
            if not (chapitre.chiffres or chapitre.graphiques or chapitre.tables):
                yield from chapitre.paragraphes
