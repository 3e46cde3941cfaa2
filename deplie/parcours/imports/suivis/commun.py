"""What the tables of casework share: lines of one person read onto their rows, then what those rows make together.

A row has a natural key (no column holds it): the person's number, then what tells the row from the person's others.
Lines of one key are read onto one row in the order of the file, the last filled cell wins, as everywhere.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, ClassVar, Final

from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import DISPOSITIF_PAR_DEFAUT, Lieu
from deplie.parcours.imports.participants.lecture import dispositif_inconnu
from deplie.parcours.imports.reunies import rejoindre
from deplie.parcours.rules.controles import Constat
from deplie.socle.imports import sql
from deplie.socle.imports.cles import Connue, Contenu, etats, fondre, ne_change_rien, recouvrir
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lignes import bits
from deplie.socle.imports.paquets import par_groupes
from deplie.socle.imports.registre import Controle, ImportTable
from deplie.socle.lecture import Probleme
from deplie.socle.models import LigneLot
from deplie.socle.tableaux import VIDE, Champ

CREER, MODIFIER = 1, 2
Cle = tuple[Any, ...]
# Worked out by every table, while reading then while comparing.
DISPOSITIF_LU: Final = "dispositif_id"
TROUVEES: Final = ("cle", "numero", "entree")


@dataclass
class LigneLue:
    """A staged line: its cells by column (``VIDE`` where they erase), then what is found of it."""

    id: int
    ligne: int
    cellules: dict[str, Any]
    cle: Cle = ()
    entree: date | None = None

    @property
    def identifiant(self) -> str:
        return str(self.cellules["identifiant"])

    @property
    def dispositif(self) -> int:
        return int(self.cellules[DISPOSITIF_LU])

    def dite(self, colonne: str) -> Any:
        """What the cell says; None when it is empty or erases."""
        valeur = self.cellules[colonne]
        return None if valeur is VIDE else valeur


@dataclass
class Dossier:
    """What is known of a person: None stays where nobody bears the number; recorded rows by key."""

    sejours: list[S.Sejour] | None
    connues: dict[Cle, Connue] = field(default_factory=dict)
    # Of the participations suspended today: their scheme and their entry.
    suspendus: set[tuple[int, date]] = field(default_factory=set)
    # Participations that a prescription led to, by scheme and entry.
    prises: dict[tuple[int, date], Cle] = field(default_factory=dict)


@dataclass
class Fiche:
    """A row as the run leaves it: the lines that make it, its values by column of the comparison."""

    lignes: list[LigneLue]
    connue: Connue | None
    final: Contenu
    valeurs: dict[str, Any]

    @property
    def derniere(self) -> LigneLue:
        return self.lignes[-1]


class TableSuivie(ImportTable):
    """A table of casework. ``comparees``: the columns whose values are compared with what is recorded."""

    comparees: ClassVar[tuple[str, ...]]
    # Columns of the staging model that the control adds, beside the scheme.
    lues_en_plus: ClassVar[tuple[str, ...]] = ()

    # What each table says

    @abstractmethod
    def dossiers(self, lieu: Lieu, lot: int, identifiants: Sequence[str]) -> dict[str, Dossier]:
        """What is recorded of these people, those whom the same run brings included."""

    @abstractmethod
    def situer(self, lieu: Lieu, ligne: LigneLue, dossier: Dossier, course: Course) -> Constat | None:
        """Give the line its key and its participation, or say why it is rejected."""

    def verifier(self, fiche: Fiche, dossier: Dossier, course: Course) -> Constat | None:
        """Why a row cannot be what its lines make of it; None when it can."""
        return None

    def ensemble(self, fiches: Mapping[Cle, Fiche], dossier: Dossier, lieu: Lieu) -> dict[Cle, Constat]:
        """The rows that a person's others forbid, with why."""
        return {}

    def annoncer(self, course: Course, lieu: Lieu) -> None:
        """What else is said, once every line has its state."""

    # Reading

    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        lieu, noms = Lieu.lire(course.lot.territoire), [champ.nom for champ in champs]

        def examiner(valeurs: list[Any]) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
            cellules = dict(zip(noms, valeurs, strict=True))
            code = cellules.get("dispositif") or DISPOSITIF_PAR_DEFAUT
            numero = lieu.dispositifs.get(code)
            rejets = [] if numero is not None else [dispositif_inconnu(lieu, code)]
            ajouts, refus, avertissements = self.completer(lieu, cellules)
            for rang, nom in enumerate(noms):
                valeurs[rang] = cellules[nom]
            return (numero, *ajouts), (*rejets, *refus), avertissements

        return Controle((DISPOSITIF_LU, *self.lues_en_plus), examiner)

    def completer(
        self, lieu: Lieu, cellules: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        """Values of ``lues_en_plus``, rejections, warnings; may change cells."""
        return (), (), ()

    # Comparison

    def comparer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        rejoindre(course, lieu.territoire, self.lignes, self.nom)
        for lignes in par_groupes(self.lignes, course.lot.pk, "identifiant", ("id", "ligne", "vides", *self._colonnes)):
            self._paquet(course, lieu, lignes)
        with course.paquet():
            self.annoncer(course, lieu)
            course.ecrire_messages()

    @cached_property
    def _colonnes(self) -> tuple[str, ...]:
        return (*(champ.nom for champ in self.description.champs), DISPOSITIF_LU, *self.lues_en_plus)

    def _paquet(self, course: Course, lieu: Lieu, lignes: list[tuple[Any, ...]]) -> None:
        dossiers = self.dossiers(lieu, course.lot.pk, list(dict.fromkeys(ligne[0] for ligne in lignes)))
        sorts: list[tuple[Any, ...]] = []
        fusions: list[tuple[Any, ...]] = []
        for identifiant, suite in groupby(lignes, itemgetter(0)):
            dossier = dossiers.get(identifiant) or Dossier(None)
            fiches, rejetees = self._fiches(course, lieu, [self._lue(r) for r in suite], dossier)
            sorts += [(LigneLot.REJETEE, 0, None, None, None, ligne.id) for ligne in rejetees]
            for cle, fiche in fiches.items():
                siens, fusion = self._sort(course, "\x1f".join(map(str, cle)), fiche)
                sorts += siens
                fusions += fusion
        with course.paquet():
            sql.modifier(self.lignes, ("etat", "actions", *TROUVEES), sorts)
            if fusions:
                fixes = ("lot_id", "feuille", "ligne", "etat", "lisible", "vides", "actions", *TROUVEES)
                sql.inserer(self.lignes, (*fixes, *self._colonnes), fusions)
            course.ecrire_messages()
            course.avancer(len(lignes))

    def _lue(self, r: tuple[Any, ...]) -> LigneLue:
        cellules = dict(zip(self._colonnes, r[4:], strict=True))
        for nom, bit in self._bits.items() if r[3] else ():
            if r[3] & bit:
                cellules[nom] = VIDE
        return LigneLue(r[1], r[2], cellules)

    @cached_property
    def _bits(self) -> dict[str, int]:
        return bits(self.description)

    def _fiches(
        self, course: Course, lieu: Lieu, lignes: list[LigneLue], dossier: Dossier
    ) -> tuple[dict[Cle, Fiche], list[LigneLue]]:
        """The rows that a person's lines make, and the lines rejected."""
        rejetees, groupes = [], dict[Cle, list[LigneLue]]()
        for ligne in lignes:
            if constat := self.situer(lieu, ligne, dossier, course):
                rejetees += self._rejeter(course, [ligne], constat)
            else:
                groupes.setdefault(ligne.cle, []).append(ligne)
        fiches = {}
        for cle, groupe in groupes.items():
            fiche = self._fiche(groupe, dossier.connues.get(cle))
            if constat := self.verifier(fiche, dossier, course):
                rejetees += self._rejeter(course, groupe, constat)
            else:
                fiches[cle] = fiche
        for cle, constat in self.ensemble(fiches, dossier, lieu).items():
            rejetees += self._rejeter(course, fiches.pop(cle).lignes, constat)
        return fiches, rejetees

    def _rejeter(self, course: Course, lignes: list[LigneLue], constat: Constat) -> list[LigneLue]:
        for ligne in lignes:
            course.rejeter(self.nom, Ligne(ligne.id, ligne.ligne), constat.colonne, constat.message)
        return lignes

    def _fiche(self, lignes: list[LigneLue], connue: Connue | None) -> Fiche:
        final = fondre([self._contenu(ligne) for ligne in lignes])
        base = connue.contenu if connue else (None,) * len(self.comparees)
        valeurs = dict(zip(self.comparees, recouvrir(base, final), strict=True))
        return Fiche(lignes, connue, final, valeurs)

    def _contenu(self, ligne: LigneLue) -> Contenu:
        return tuple(ligne.cellules[colonne] for colonne in self.comparees)

    def _sort(self, course: Course, cle: str, fiche: Fiche) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The fate of each line of a row, then the row that several of them make together."""
        connue, acte = fiche.connue, CREER
        numero = connue.id if connue else None
        if connue:
            acte = 0 if ne_change_rien(fiche.final, connue.contenu) else MODIFIER
        suite = list(etats([self._contenu(ligne) for ligne in fiche.lignes], connue))
        if len(fiche.lignes) == 1:
            ligne = fiche.derniere
            return [(suite[0], acte, cle, numero, ligne.entree, ligne.id)], []
        for precedente, ligne in pairwise(fiche.lignes):
            phrase = (
                f"Cette ligne a la même clé que la ligne {precedente.ligne} : la dernière cellule remplie l'emporte."
            )
            course.avertir(self.nom, Ligne(ligne.id, ligne.ligne), "", phrase)
        sorts = [
            (etat, 0, cle, numero, ligne.entree, ligne.id) for etat, ligne in zip(suite, fiche.lignes, strict=True)
        ]
        return sorts, [self._fusion(course, cle, fiche, acte)] if acte else []

    def _fusion(self, course: Course, cle: str, fiche: Fiche, acte: int) -> tuple[Any, ...]:
        derniere, numero = fiche.derniere, fiche.connue.id if fiche.connue else None
        cellules = derniere.cellules | dict(zip(self.comparees, fiche.final, strict=True))
        vides = sum(bit for nom, bit in self._bits.items() if cellules[nom] is VIDE)
        valeurs = [None if cellules[nom] is VIDE else cellules[nom] for nom in self._colonnes]
        fixes = (course.lot.pk, 0, derniere.ligne, LigneLot.FUSIONNEE, True, vides, acte)
        return (*fixes, cle, numero, derniere.entree, *valeurs)

    # Writing

    def reprise(self, lue: str, valeur: str, ecrite: str, rien: str) -> str:
        """The value of a column of a row that changes: an empty cell changes nothing, ``#VIDE`` erases."""
        return f"CASE WHEN (l.vides & {self._bits[lue]}) <> 0 THEN {rien} ELSE COALESCE({valeur}, o.{ecrite}) END"

    def historiser(self, course: Course, modele: Any, condition: str, parametres: Sequence[Any], genre: str) -> None:
        """A version of each row ``o`` of the model that the condition keeps."""
        sql.historiser(
            modele,
            f"{modele._meta.db_table} o WHERE {condition} ORDER BY o.id",
            parametres,
            genre=genre,
            le=course.le,
            par=course.compte,
            raison=course.raison,
        )


LA_PERSONNE: Final = "JOIN personnes_personne m ON m.territoire_id = %s AND m.identifiant = l.identifiant"
LA_PARTICIPATION: Final = (
    "JOIN parcours_participation p ON p.personne_id = m.id AND p.dispositif_id = l.dispositif_id "
    "AND p.date_entree = l.entree"
)
DU_TERRITOIRE: Final = "o.personne_id IN (SELECT m.id FROM personnes_personne m WHERE m.territoire_id = %s)"


def personne_inconnue(identifiant: str) -> Constat:
    """Nobody bears that number."""
    phrase = (
        f"Personne ne porte l'identifiant « {identifiant} » dans le territoire. "
        "Importez d'abord sa participation ou sa prescription, ou corrigez l'identifiant."
    )
    return Constat("identifiant", phrase)


def le(jour: date) -> str:
    """A day as sentences say it."""
    return f"{jour:%d/%m/%Y}"
