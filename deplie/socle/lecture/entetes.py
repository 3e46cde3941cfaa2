"""Find the header of a sheet, and the table that it announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from deplie.socle.lecture.cellules.nir import est_entete_nir
from deplie.socle.lecture.cellules.texte import en_texte, nettoyer, sens_probable
from deplie.socle.lecture.feuilles import Feuille, Ligne
from deplie.socle.lecture.types import Cellule, FichierRefuse
from deplie.socle.tableaux.champs import Champ, DescriptionTable
from deplie.socle.tableaux.codes import sans_accent

# Rows, blank ones apart, among which the header is looked for: titles stand above it.
LIGNES_DE_TITRE: Final = 60
# What a correspondence gives for a header to leave aside, NIR included.
IGNORER: Final = ""

# {table, or "" for all: {header, compared form: field, or IGNORER}}
Correspondance = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Entete:
    """A header row read for one table: ``champs`` follows the cells (None: unknown), ``ignores`` are left on demand."""

    description: DescriptionTable
    ligne: int
    textes: tuple[str, ...]
    champs: tuple[Champ | None, ...]
    ignores: frozenset[int]

    @property
    def reconnus(self) -> int:
        return len({champ.nom for champ in self.champs if champ})

    @property
    def manquants(self) -> list[Champ]:
        presents = {champ.nom for champ in self.champs if champ}
        return [champ for champ in self.description.obligatoires if champ.nom not in presents]

    @property
    def rang(self) -> tuple[bool, int]:
        """Greater is better: complete first, then the number of columns known."""
        return not self.manquants, self.reconnus


@lru_cache(maxsize=20_000)
def cle_entete(texte: str) -> str:
    """The form under which headers are compared: case, accents, spaces and punctuation do not count."""
    return re.sub("[^a-z0-9]", "", sans_accent(texte))


def lire_correspondance(brut: Mapping[str, object] | None, descriptions: Iterable[DescriptionTable]) -> Correspondance:
    """Check ``{header: field}``, or ``{table: {header: field}}``; a field "" or None leaves the column aside.

    Raises FichierRefuse for a field that no table has.
    """
    tables = {d.nom: d for d in descriptions}
    connus = {champ.nom for d in tables.values() for champ in d.champs}
    lue: dict[str, dict[str, str]] = {}
    for entete, cible in (brut or {}).items():
        par_table = isinstance(cible, Mapping) and entete in tables
        paires = cible.items() if isinstance(cible, Mapping) and par_table else [(entete, cible)]
        permis = set(tables[entete].par_nom) if par_table else connus
        for texte, champ in paires:
            if champ not in (None, IGNORER) and champ not in permis:
                raise FichierRefuse(
                    f"La correspondance associe « {texte} » à « {champ} », qui n'est pas une colonne connue."
                )
            lue.setdefault(entete if par_table else "", {})[cle_entete(str(texte))] = str(champ or IGNORER)
    return lue


@cache
def index_de(description: DescriptionTable) -> dict[str, Champ]:
    """``{compared form: column}`` of every header accepted for the table."""
    index = {cle_entete(champ.nom): champ for champ in description.champs}
    for champ in description.champs:
        for texte in (champ.libelle, *champ.synonymes):
            index.setdefault(cle_entete(texte), champ)
    return index


def _champ(texte: str, index: Mapping[str, Champ]) -> Champ | None:
    """The column of a header, or of its text before a parenthesis (« Date d'entrée (JJ/MM/AAAA) »)."""
    return index.get(cle_entete(texte)) or index.get(cle_entete(texte.split("(", 1)[0]))


def _entete(
    ligne: int, cellules: Sequence[Cellule], description: DescriptionTable, propre: Mapping[str, str]
) -> Entete:
    textes = tuple(nettoyer(en_texte(c))[0] for c in cellules)
    index = index_de(description)
    champs: list[Champ | None] = []
    ignores = set()
    for i, texte in enumerate(textes):
        voulu = propre.get(cle_entete(texte)) if texte else None
        if voulu == IGNORER:
            ignores.add(i)
        champs.append((description.par_nom.get(voulu) if voulu else _champ(texte, index)) if voulu != IGNORER else None)
    return Entete(description, ligne, textes, tuple(champs), frozenset(ignores))


def _premieres(feuille: Feuille) -> list[Ligne]:
    """The first rows; a fault past them is told when the whole sheet is read."""
    lignes: list[Ligne] = []
    try:
        lignes.extend(islice(feuille.lignes(), LIGNES_DE_TITRE))
    except FichierRefuse:
        if not lignes:
            raise
    return lignes


def entetes_possibles(
    feuille: Feuille, descriptions: Sequence[DescriptionTable], correspondance: Correspondance
) -> list[Entete]:
    """The best header row for each table, those that know at least two columns, best first."""
    premieres = _premieres(feuille)
    meilleurs = []
    for description in descriptions:
        propre = {**correspondance.get("", {}), **correspondance.get(description.nom, {})}
        propre = {cle: champ for cle, champ in propre.items() if champ == IGNORER or champ in description.par_nom}
        lues = [_entete(ligne, cellules, description, propre) for ligne, cellules in premieres]
        if lues and (meilleur := max(lues, key=lambda e: e.rang)).reconnus >= 2:
            meilleurs.append(meilleur)
    return sorted(meilleurs, key=lambda e: e.rang, reverse=True)


def verifier(entete: Entete, source: str) -> None:
    """Raise FichierRefuse for a NIR column, a missing obligatory column or two headers of one known column."""
    _refuser_nir(entete, source)
    _refuser_doublons(entete, source)
    if manquants := entete.manquants:
        noms = ", ".join(f"« {champ.libelle} » ({champ.nom})" for champ in manquants)
        article = "les colonnes obligatoires" if len(manquants) > 1 else "la colonne obligatoire"
        raise FichierRefuse(
            f"{source} : il manque {article} {noms} dans la table {entete.description.nom} "
            f"(en-têtes lus à la ligne {entete.ligne}){_indice_mal_encode(entete)}."
        )


def _indice_mal_encode(entete: Entete) -> str:
    for texte in entete.textes:
        if nettoyer(texte)[1] and (probable := sens_probable(texte)):
            return f" ; « {texte} » est sans doute « {probable} », mal enregistré : reprenez l'export en UTF-8"
    return ""


def _refuser_nir(entete: Entete, source: str) -> None:
    for i, texte in enumerate(entete.textes):
        if i not in entete.ignores and est_entete_nir(texte):
            raise FichierRefuse(
                f"{source} : la colonne « {texte} » annonce des numéros de sécurité sociale, qui ne doivent pas être "
                "importés. Retirez cette colonne du fichier."
            )


def _refuser_doublons(entete: Entete, source: str) -> None:
    vus: dict[str, str] = {}
    for i, (texte, champ) in enumerate(zip(entete.textes, entete.champs, strict=True)):
        if champ is None or i in entete.ignores:
            continue
        cle = champ.nom
        if cle in vus:
            deja = vus[cle]
            quoi = f"l'en-tête « {texte} » figure deux fois"
            if cle_entete(deja) != cle_entete(texte):
                quoi = f"les en-têtes « {deja} » et « {texte} » désignent la même colonne"
            raise FichierRefuse(
                f"{source} : {quoi} (ligne {entete.ligne}, colonne {lettre(i)}). Gardez-en un seul, ou dites dans une "
                "correspondance lequel ignorer."
            )
        vus[cle] = texte


def lettre(indice: int) -> str:
    """The letters of a spreadsheet's column: 0 is A, 26 is AA."""
    lettres = ""
    while indice >= 0:
        indice, reste = divmod(indice, 26)
        lettres = chr(65 + reste) + lettres
        indice -= 1
    return lettres
