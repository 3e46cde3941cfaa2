"""A file of errors of the managing service: what its columns hold, and of which record each line speaks.

No format is known in advance: columns are recognised by the words of their headings, or by those of a layout of the
territory, and the reader has the last word. A line is matched by the number of the record, by the person's number, by
name and day of birth, in this order; what may be two records, or contradicts itself, is left to be resolved by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.personnes.rules import plier

FICHE, NUMERO, NAISSANCE, MAIN = "FICHE", "NUMERO", "NAISSANCE", "MAIN"
RAPPROCHEMENTS: Final = {
    FICHE: "par le numéro de la fiche",
    NUMERO: "par l'identifiant de la personne",
    NAISSANCE: "par le nom et la naissance",
    MAIN: "à la main",
}
# What a column may hold, in the order of the form.
CIBLES: Final = {
    "message": "L'erreur",
    "code": "Le code de l'erreur",
    "colonne": "La colonne en cause",
    "fiche": "Le numéro de la fiche",
    "operation": "Le code de l'opération",
    "personne": "L'identifiant de la personne",
    "nom": "Le nom",
    "prenom": "Le prénom",
    "date_naissance": "La date de naissance",
}
_MOTS: Final[dict[str, tuple[str, ...]]] = {
    "message": ("erreur", "message", "libelle erreur", "libelle de l erreur", "motif", "anomalie", "motif du rejet",
                "description", "commentaire", "rejet"),
    "code": ("code erreur", "code de l erreur", "code anomalie", "code rejet", "n erreur"),
    "colonne": ("colonne", "champ", "champ en erreur", "colonne en erreur", "rubrique", "donnee"),
    "fiche": ("numero de la fiche", "numero de fiche", "n fiche", "fiche", "reference", "reference externe"),
    "operation": ("code de l operation", "operation", "code operation", "n operation", "numero operation"),
    "personne": ("identifiant de la personne", "identifiant", "numero participant", "n participant",
                 "identifiant participant", "id participant"),
    "nom": ("nom", "nom de naissance", "nom participant", "nom du participant"),
    "prenom": ("prenom", "prenom participant", "prenom du participant"),
    "date_naissance": ("date de naissance", "naissance", "ne e le", "nee le", "ne le", "date naissance"),
}  # fmt: skip
_JOUR: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2})")
SANS_MESSAGE: Final = "Le fichier ne dit pas l'erreur."


def deviner(entetes: Sequence[str], connus: Mapping[str, str] | None = None) -> dict[str, int]:
    """What each target is likely to be, by the rank of its column. ``connus``: heading of a layout to its field."""
    plies = [plier(entete) for entete in entetes]
    dits = {plier(entete): champ for entete, champ in (connus or {}).items()}
    trouves: dict[str, int] = {}
    for cible in CIBLES:
        for rang, plie in enumerate(plies):
            if rang not in trouves.values() and (plie in _MOTS[cible] or dits.get(plie) == cible):
                trouves[cible] = rang
                break
    return trouves


def lire_jour(texte: str) -> date | None:
    """A day as such files write it: 06/05/1986, 1986-05-06, 19860506; None otherwise."""
    trouve = _JOUR.fullmatch(texte.strip())
    if not trouve:
        return None
    j, m, a, a2, m2, j2, a3, m3, j3 = trouve.groups()
    try:
        return date(int(a or a2 or a3), int(m or m2 or m3), int(j or j2 or j3))
    except ValueError:
        return None


@dataclass(frozen=True)
class Dite:
    """What a line says: of whom, and what is wrong."""

    ligne: int
    message: str = ""
    code: str = ""
    colonne: str = ""
    fiche: str = ""
    operation: str = ""
    personne: str = ""
    nom: str = ""
    prenom: str = ""
    date_naissance: str = ""

    @property
    def repere(self) -> str:
        """Of whom it speaks, in the words of the file; the line where it says nothing."""
        identite = " ".join(mot for mot in (self.prenom, self.nom) if mot)
        dits = [identite, self.date_naissance, self.personne, self.fiche and f"fiche {self.fiche}", self.operation]
        return " · ".join(dit for dit in dits if dit)[:200] or f"ligne {self.ligne}"


def dire(ligne: int, cellules: Sequence[str], colonnes: Mapping[str, int]) -> Dite:
    """A line through the columns that were chosen."""
    lues = {cible: cellules[rang].strip() for cible, rang in colonnes.items() if rang < len(cellules)}
    return Dite(ligne, **lues)


@dataclass(frozen=True)
class Candidate:
    """A record that a line may speak of. ``noms``: the folded pairs by which the person goes."""

    pk: int
    operation: str
    personne: str
    noms: frozenset[str]
    naissance: date | None


@dataclass(frozen=True)
class Rapprochement:
    """The record found and by what; else None, and why."""

    pk: int | None
    par: str = ""
    raison: str = ""


def cle_des_noms(nom: str, prenom: str) -> str:
    """A folded pair: « exemple zelie »."""
    return f"{plier(nom)} {plier(prenom)}".strip()


def rapprocher(dite: Dite, candidates: Iterable[Candidate]) -> Rapprochement:
    """The one record that a line speaks of. What it says of the person must agree with it."""
    siennes = [une for une in candidates if not dite.operation or plier(une.operation) == plier(dite.operation)]
    if dite.operation and not siennes:
        return Rapprochement(None, raison=f"Aucune fiche dans l'opération « {dite.operation} ».")
    for par, trouvees in _essais(dite, siennes):
        if len(trouvees) > 1:
            return Rapprochement(None, raison=f"{len(trouvees)} fiches possibles.")
        if trouvees:
            une = trouvees[0]
            if not _s_accorde(dite, une):
                return Rapprochement(None, raison="Le numéro est celui de quelqu'un d'autre que le nom.")
            return Rapprochement(une.pk, par)
    return Rapprochement(None, raison="Personne n'est reconnu.")


def _essais(dite: Dite, siennes: list[Candidate]) -> list[tuple[str, list[Candidate]]]:
    """What each way finds, the surest first."""
    essais = []
    if dite.fiche:
        essais.append((FICHE, [une for une in siennes if str(une.pk) == dite.fiche]))
    if dite.personne:
        essais.append((NUMERO, [une for une in siennes if plier(une.personne) == plier(dite.personne)]))
    jour = lire_jour(dite.date_naissance)
    if dite.nom and dite.prenom and jour:
        cle = cle_des_noms(dite.nom, dite.prenom)
        essais.append((NAISSANCE, [une for une in siennes if cle in une.noms and une.naissance == jour]))
    return essais


def _s_accorde(dite: Dite, une: Candidate) -> bool:
    """Whether the name of the line, where it has one, is one of the person's."""
    if not (dite.nom and dite.prenom):
        return True
    return cle_des_noms(dite.nom, dite.prenom) in une.noms
