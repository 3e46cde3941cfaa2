"""Compare the staged lines of ``participants`` with what is recorded, by packets of persons."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from deplie.parcours.imports.colonnes import PARTICIPANTS
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants import connues
from deplie.parcours.imports.participants.cellules import (
    ECRITURE_PERSONNE,
    LISTES,
    MODIFIER_PERSONNE,
    PARTICIPATION,
    PERSONNE,
    SENSIBLES,
    Fusion,
    LigneLue,
    Verdict,
)
from deplie.parcours.imports.participants.groupe import juger
from deplie.personnes.rules import cle_de_nom
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lignes import bits
from deplie.socle.imports.paquets import par_groupes
from deplie.socle.models import LigneLot
from deplie.socle.tableaux import VIDE

TABLE: Final = "participants"
_CELLULES: Final = (*PERSONNE, *PARTICIPATION, *LISTES, *SENSIBLES)
_A_LIRE: Final = ["prescripteur_cle" if c == "prescripteur" else c for c in _CELLULES]
_COLONNES: Final = ("id", "ligne", "vides", "dispositif_id", "date_entree", *_A_LIRE)
_BITS: Final = [bits(PARTICIPANTS)[colonne] for colonne in _CELLULES]
# Where each group of cells begins in a row.
_D: Final = 6
_E: Final = _D + len(PERSONNE)
_F: Final = _E + len(PARTICIPATION)
_G: Final = _F + len(LISTES)
_ECRITES: Final = (
    "lot_id", "feuille", "ligne", "etat", "lisible", "vides", "actions", "identifiant", "dispositif_id", "date_entree",
    "cle_nom", "cle_usage", "personne_id", "participation_id", *_CELLULES, "prescripteur_cle",
)  # fmt: skip
_SORTS: Final = ("etat", "actions", "personne_id", "participation_id")


class Comparaison:
    """One comparison of a run's ``participants``."""

    def __init__(self, course: Course, lieu: Lieu) -> None:
        self.course, self.lieu = course, lieu
        self.reperes = lieu.reperes(course.jour)
        feuilles = course.lot.entetes.get(TABLE, [])
        lues = [set(feuille["colonnes"]) for feuille in feuilles]
        # Columns that no file brings: what is missing there is said once, not line by line.
        self.absentes = set(PARTICIPANTS.par_nom) - set().union(*lues)
        self.etapes_lues = "etapes" in course.lot.entetes
        self.manques: Counter[tuple[str, str]] = Counter()

    def faire(self) -> None:
        """Give every readable line its state, packet after packet."""
        for lignes in par_groupes(LigneParticipant, self.course.lot.pk, "identifiant", _COLONNES):
            self._paquet(lignes)
        self._dire_manques()

    def _paquet(self, lignes: list[tuple[Any, ...]]) -> None:
        identifiants = list(dict.fromkeys(ligne[0] for ligne in lignes))
        personnes = connues.lire(self.lieu.territoire.pk, identifiants, avec_etapes=not self.etapes_lues)
        sorts: list[tuple[Any, ...]] = []
        fusions: list[tuple[Any, ...]] = []
        cles: list[tuple[Any, ...]] = []
        for identifiant, suite in groupby(lignes, itemgetter(0)):
            verdict = juger([_lue(r) for r in suite], personnes.get(identifiant), self.reperes)
            sorts.extend(verdict.sorts)
            for fusion in verdict.fusions:
                fusions.append(self._fusion(identifiant, fusion, verdict))
            cles.extend((*_cles(verdict), sort.id) for sort in verdict.sorts if sort.actions & MODIFIER_PERSONNE)
            self._annoncer(verdict)
        with self.course.paquet():
            sql.modifier(LigneParticipant, _SORTS, sorts)
            sql.modifier(LigneParticipant, ("cle_nom", "cle_usage"), cles)
            if fusions:
                sql.inserer(LigneParticipant, _ECRITES, fusions)
            self.course.ecrire_messages()
            self.course.avancer(len(lignes))

    def _fusion(self, identifiant: str, fusion: Fusion, verdict: Verdict) -> tuple[Any, ...]:
        ligne = fusion.ligne
        cellules = [*ligne.personne, *ligne.participation, *ligne.listes, *ligne.sensibles]
        vides = 0
        for rang, cellule in enumerate(cellules):
            if cellule is VIDE:
                cellules[rang] = None
                vides |= _BITS[rang]
        prescripteur = cellules[len(PERSONNE) + PARTICIPATION.index("prescripteur")]
        cles = _cles(verdict) if fusion.actions & ECRITURE_PERSONNE else (None, None)
        return (
            self.course.lot.pk, 0, ligne.ligne, LigneLot.FUSIONNEE, True, vides, fusion.actions, identifiant,
            ligne.dispositif, ligne.entree, *cles, fusion.personne_id, fusion.participation_id, *cellules, prescripteur,
        )  # fmt: skip

    # Messages

    def _annoncer(self, verdict: Verdict) -> None:
        for ligne, constat in verdict.refus:
            self.course.rejeter(TABLE, Ligne(ligne.id, ligne.ligne), constat.colonne, constat.message)
        for ligne, constat in verdict.remarques:
            if constat.manque and constat.colonne in self.absentes:
                self.manques[constat.colonne, constat.message] += 1
            else:
                self.course.avertir(TABLE, Ligne(ligne.id, ligne.ligne), constat.colonne, constat.message)

    def _dire_manques(self) -> None:
        entete = self.course.lot.entetes[TABLE][0]["ligne_entete"]
        for (colonne, message), nombre in sorted(self.manques.items()):
            libelle = PARTICIPANTS.champ(colonne).libelle
            phrase = f"La colonne « {libelle} » manque ; pour {nombre} ligne(s) : {message[0].lower()}{message[1:]}"
            self.course.avertir(TABLE, Ligne(0, entete), colonne, phrase)


def _lue(r: tuple[Any, ...]) -> LigneLue:
    if r[3]:
        effacees = (VIDE if r[3] & bit else r[_D + rang] for rang, bit in enumerate(_BITS))
        r = (*r[:_D], *effacees)
    return LigneLue(r[1], r[2], r[4], r[5], r[_D:_E], r[_E:_F], r[_F:_G], r[_G:])


def _cles(verdict: Verdict) -> tuple[str, str]:
    nom, usage, prenom = verdict.personne[:3]
    return cle_de_nom(nom, prenom), cle_de_nom(usage, prenom) if usage else ""
