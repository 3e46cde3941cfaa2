"""Second look at the lines of ``etapes``: each is a recorded étape of its key, or a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from deplie.parcours.imports.colonnes import ETAPES
from deplie.parcours.imports.etapes.appariement import Contenu, EtapeConnue, apparier, ne_change_rien
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEtape
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lignes import bits
from deplie.socle.imports.paquets import par_groupes
from deplie.socle.models import LigneLot
from deplie.socle.tableaux import VIDE

TABLE: Final = "etapes"
CREER, MODIFIER = 1, 2
# What an étape is: the participation that holds it, then its own columns.
PLACE: Final = ("identifiant", "dispositif_id", "entree")
PROPRES: Final = (
    "reference", "categorie", "intitule", "operateur", "operation", "finance_plie", "date_debut", "date_fin", "heures",
    "statut", "resultat",
)  # fmt: skip
DEBUT, FIN = (len(PLACE) + PROPRES.index(colonne) for colonne in ("date_debut", "date_fin"))
_LUES: Final = ["operateur_cle" if colonne == "operateur" else colonne for colonne in PROPRES]
_COLONNES: Final = ("id", "ligne", "vides", *PLACE, *_LUES)
_BITS: Final = [0, 0, 0, *(bits(ETAPES)[colonne] for colonne in PROPRES)]
_SANS_TEXTE: Final = {"date_debut", "date_fin", "heures"}
_CONNUES: Final = (
    "SELECT o.cle, o.id, o.rang, m.identifiant, p.dispositif_id, p.date_entree, "
    + ", ".join(
        "s.cle" if c == "operateur" else f"o.{c}" if c in _SANS_TEXTE else f"NULLIF(o.{c}, '')" for c in PROPRES
    )
    + " FROM parcours_etape o JOIN parcours_participation p ON p.id = o.participation_id "
    "JOIN personnes_personne m ON m.id = p.personne_id LEFT JOIN acteurs_organisation s ON s.id = o.operateur_id "
    "WHERE o.territoire_id = %s AND {0} ORDER BY o.cle, o.rang"
)
_SORTS: Final = ("etat", "actions", "etape_id", "rang")


class Comparaison:
    """Match the lines kept by the first look, key by key."""

    def __init__(self, course: Course, lieu: Lieu) -> None:
        self.course, self.lieu = course, lieu

    def faire(self) -> None:
        """Give every line kept its state, packet after packet."""
        condition = "lisible AND etat = ''"
        # What is compared leaves the condition, and the order of keys with it: the packets go on from the last key.
        for lignes in par_groupes(LigneEtape, self.course.lot.pk, "cle", _COLONNES, condition=condition):
            self._paquet(lignes)

    def _paquet(self, lignes: list[tuple[Any, ...]]) -> None:
        connues = self._connues(list(dict.fromkeys(ligne[0] for ligne in lignes)))
        sorts: list[tuple[Any, ...]] = []
        for cle, suite in groupby(lignes, itemgetter(0)):
            sorts.extend(self._d_une_cle(list(suite), connues[cle]))
        with self.course.paquet():
            sql.modifier(LigneEtape, _SORTS, sorts)
            self.course.ecrire_messages()

    def _connues(self, cles: Sequence[str]) -> dict[str, list[EtapeConnue]]:
        condition, parametres = sql.parmi("o.cle", cles)
        par_cle: dict[str, list[EtapeConnue]] = defaultdict(list)
        for ligne in sql.lire(_CONNUES.format(condition), [self.lieu.territoire.pk, *parametres]):
            par_cle[ligne[0]].append(EtapeConnue(ligne[1], ligne[2], ligne[3:]))
        return par_cle

    def _d_une_cle(self, lignes: list[tuple[Any, ...]], connues: list[EtapeConnue]) -> list[tuple[Any, ...]]:
        contenus = [_contenu(ligne) for ligne in lignes]
        rang = max((etape.rang for etape in connues), default=0)
        if len(lignes) > 1:
            self._remarquer_memes(lignes, contenus)
        sorts: list[tuple[Any, ...]] = []
        for ligne, contenu, etape in zip(lignes, contenus, apparier(contenus, connues), strict=True):
            if etape is None:
                rang += 1
                sorts.append((LigneLot.CREEE, CREER, None, rang, ligne[1]))
            else:
                sorts.append((*self._reprise(ligne, contenu, etape), ligne[1]))
        return sorts

    def _reprise(self, ligne: tuple[Any, ...], contenu: Contenu, etape: EtapeConnue) -> tuple[str, int, int, int]:
        if ne_change_rien(contenu, etape.contenu):
            return LigneLot.INCHANGEE, 0, etape.id, etape.rang
        debut: date = contenu[DEBUT]
        fin = contenu[FIN] or (None if contenu[FIN] is VIDE else etape.contenu[FIN])
        if fin is not None and fin < debut:
            phrase = (
                f"La fin enregistrée ({fin:%d/%m/%Y}) précède le début ({debut:%d/%m/%Y}). Donnez aussi la date de fin."
            )
            self.course.rejeter(TABLE, Ligne(ligne[1], ligne[2]), "date_debut", phrase)
            return LigneLot.REJETEE, 0, etape.id, etape.rang
        return LigneLot.MODIFIEE, MODIFIER, etape.id, etape.rang

    def _remarquer_memes(self, lignes: list[tuple[Any, ...]], contenus: list[Contenu]) -> None:
        vues: dict[Contenu, int] = {}
        for ligne, contenu in zip(lignes, contenus, strict=True):
            if contenu in vues:
                phrase = (
                    f"Cette ligne est identique à la ligne {vues[contenu]} : ce sont deux étapes. "
                    "Si c'est la même, retirez-en une."
                )
                self.course.avertir(TABLE, Ligne(ligne[1], ligne[2]), "", phrase)
            vues[contenu] = ligne[2]


def _contenu(ligne: tuple[Any, ...]) -> Contenu:
    """The cells of a line, ``VIDE`` where they erase; the participation is always told."""
    cellules = ligne[4:]
    if ligne[3]:
        cellules = tuple(VIDE if ligne[3] & bit else cellule for cellule, bit in zip(cellules, _BITS, strict=True))
    return cellules
