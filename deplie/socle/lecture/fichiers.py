"""Files, folders and archives to tables: the one entrance of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from deplie.socle.lecture import archives
from deplie.socle.lecture.classeurs import feuilles_de
from deplie.socle.lecture.entetes import (
    Correspondance,
    Entete,
    cle_entete,
    entetes_possibles,
    lire_correspondance,
    verifier,
)
from deplie.socle.lecture.examen import examiner
from deplie.socle.lecture.feuilles import Feuille
from deplie.socle.lecture.nature import Nature, nature_de
from deplie.socle.lecture.sources import Source
from deplie.socle.lecture.textes import feuille_csv
from deplie.socle.lecture.types import Constat, FichierEtranger, FichierRefuse, Limites, TableLue
from deplie.socle.tableaux.champs import DescriptionTable

# Sheets of the model workbooks that are explanations: never read.
FEUILLES_RESERVEES: Final = frozenset({"exemple", "exemples", "notice", "listes", "lisezmoi"})
_TABLEAUX: Final = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xlsm"})


class _SansTable(FichierRefuse):
    """No table is recognised in the sheet."""


@dataclass
class _Demande:
    """What is looked for, and what was set aside on the way."""

    descriptions: Sequence[DescriptionTable]
    correspondance: Correspondance
    limites: Limites
    laissees: list[str] = field(default_factory=list)


def lire(
    chemins: Sequence[Path | str],
    descriptions: Sequence[DescriptionTable],
    *,
    table: str | None = None,
    correspondance: Mapping[str, object] | None = None,
    limites: Limites | None = None,
    noms: Sequence[str] | None = None,
) -> list[TableLue]:
    """The tables of these files, folders and archives, in the order they are met; every file is read once to its end.

    ``table`` imposes the table; ``correspondance`` is ``{header: field}`` or ``{table: {header: field}}``, a field ""
    leaving the column aside; ``noms`` are the names shown, where files are kept under others.
    Raises FichierRefuse, with one French sentence, as soon as a file or a table cannot be read whole.
    """
    if table is not None:
        descriptions = [d for d in descriptions if d.nom == table] or _inconnue(table, descriptions)
    demande = _Demande(descriptions, lire_correspondance(correspondance, descriptions), limites or Limites())
    tables: list[TableLue] = []
    for chemin, nom in zip(map(Path, chemins), noms or [Path(c).name for c in chemins], strict=True):
        tables += _un_chemin(chemin, nom, demande)
    if not tables:
        raise FichierRefuse(demande.laissees[0] if demande.laissees else "Aucun fichier à lire.")
    tables[0].avertissements += [Constat(tables[0].ligne_entete, "", "", phrase) for phrase in demande.laissees]
    return tables


def _inconnue(table: str, descriptions: Sequence[DescriptionTable]) -> list[DescriptionTable]:
    raise FichierRefuse(f"La table « {table} » est inconnue. Tables lues : {', '.join(d.nom for d in descriptions)}.")


def _un_chemin(chemin: Path, nom: str, demande: _Demande) -> list[TableLue]:
    if chemin.is_dir():
        fichiers = sorted(
            f for f in chemin.iterdir() if f.is_file() and not archives.est_systeme(PurePosixPath(f.name))
        )
        if not fichiers:
            raise FichierRefuse(f"{nom} : le dossier ne contient aucun fichier.")
        return _ensemble([Source(f.name, f) for f in fichiers], demande)
    if not chemin.is_file():
        raise FichierRefuse(f"{nom} : le fichier est introuvable.")
    source = Source(nom, chemin)
    nature = nature_de(source, demande.limites)
    if nature is Nature.ARCHIVE:
        membres = list(archives.membres(source, demande.limites))
        if not membres:
            raise FichierRefuse(f"{nom} : l'archive ne contient aucun fichier.")
        return _ensemble(membres, demande)
    return _une_source(source, nature, demande)


def _ensemble(sources: Sequence[Source], demande: _Demande) -> list[TableLue]:
    """Several files together: what is no table is left aside and said; a table that cannot be read refuses all."""
    tables: list[TableLue] = []
    for source in sources:
        try:
            nature = nature_de(source, demande.limites)
            if nature is Nature.ARCHIVE:
                raise FichierRefuse(f"{source.nom} : une archive dans une archive ou un dossier n'est pas ouverte.")
            tables += _une_source(source, nature, demande)
        except FichierEtranger as etranger:
            demande.laissees.append(etranger.message)
        except _SansTable as sans:
            if PurePosixPath(source.nom).suffix.lower() in _TABLEAUX:
                raise
            demande.laissees.append(sans.message)
    return tables


def _une_source(source: Source, nature: Nature, demande: _Demande) -> list[TableLue]:
    if nature is Nature.CLASSEUR:
        return _classeur(source, demande)
    feuille, entetes = feuille_csv(source, demande.descriptions, demande.correspondance)
    return [examiner(feuille, _choisir(feuille, entetes, demande))]


def _classeur(source: Source, demande: _Demande) -> list[TableLue]:
    feuilles, masquees = feuilles_de(source, demande.limites)
    lues: list[TableLue] = []
    refus: list[_SansTable] = []
    for feuille in feuilles:
        if cle_entete(feuille.nom) in FEUILLES_RESERVEES:
            continue
        entetes = entetes_possibles(feuille, demande.descriptions, demande.correspondance)
        try:
            entete = _choisir(feuille, entetes, demande)
        except _SansTable as sans:
            refus.append(sans)
            continue
        lues.append(examiner(feuille, entete))
    if not lues:
        raise refus[0] if refus else FichierRefuse(f"{source.nom} : le classeur est vide.")
    demande.laissees += [f"{sans.message} Elle n'est pas lue." for sans in refus]
    demande.laissees += [
        f"{source.nom} : la feuille masquée « {nom} » n'est pas lue." for nom in masquees if _utile(nom)
    ]
    return lues


def _utile(nom: str) -> bool:
    return cle_entete(nom) not in FEUILLES_RESERVEES


def _choisir(feuille: Feuille, entetes: Sequence[Entete], demande: _Demande) -> Entete:
    """The header to read the sheet by: the table it is named after, else the one whose columns it has.

    Raises FichierRefuse: no table, two that fit as well, or a table named whose obligatory columns are not all there.
    """
    homonymes = [d for d in demande.descriptions if _porte_le_nom(feuille.nom, d)]
    if not homonymes and len(demande.descriptions) == 1:
        homonymes = list(demande.descriptions)
    if homonymes:
        return _nommee(feuille, entetes, homonymes)
    if not entetes:
        raise _sans_entete(feuille, demande.descriptions)
    premiere = entetes[0]
    if premiere.manquants:
        _incomplete(feuille, premiere)
    if len(entetes) > 1 and entetes[1].rang == premiere.rang:
        noms = " ou ".join(e.description.nom for e in entetes[:2])
        raise FichierRefuse(f"{feuille.source} : les colonnes conviennent à deux tables ({noms}). Dites laquelle.")
    return premiere


def _nommee(feuille: Feuille, entetes: Sequence[Entete], homonymes: Sequence[DescriptionTable]) -> Entete:
    """The header of the table that the sheet is named after."""
    nommee = next((e for e in entetes if e.description in homonymes), None)
    autre = next((e for e in entetes if not e.manquants), None)
    if autre is not None and (nommee is None or nommee.manquants):
        raise FichierRefuse(
            f"{feuille.source} : le nom annonce la table {homonymes[0].nom}, et les colonnes sont celles de la table "
            f"{autre.description.nom}. Renommez le fichier ou la feuille, ou imposez la table."
        )
    if nommee is None:
        raise _sans_entete(feuille, homonymes)
    return nommee


def _porte_le_nom(nom: str, description: DescriptionTable) -> bool:
    return cle_entete(nom).rstrip("s") == cle_entete(description.nom).rstrip("s")


def _sans_entete(feuille: Feuille, descriptions: Sequence[DescriptionTable]) -> _SansTable:
    if next(feuille.lignes(), None) is None:
        return _SansTable(f"{feuille.source} : le tableau est vide.")
    attendues = " ; ".join(f"{d.nom} ({', '.join(champ.libelle for champ in d.obligatoires)})" for d in descriptions)
    return _SansTable(f"{feuille.source} : aucune ligne d'en-tête reconnue. Colonnes attendues : {attendues}.")


def _incomplete(feuille: Feuille, entete: Entete) -> None:
    """No table is complete: say what the closest lacks."""
    try:
        verifier(entete, feuille.source)
    except FichierRefuse as refus:
        raise _SansTable(refus.message) from None
