"""Read the workbook of a plan: its sheets, their lines, and what cannot be read of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deplie.gouvernance.imports.colonnes import feuilles
from deplie.gouvernance.rules.classeur import Ligne, Refus
from deplie.socle.lecture import FichierRefuse, Limites, TableLue, lire

TAILLE_MAX: Final = 2**20
LIGNES_MAX: Final = 5_000
_LIMITES: Final = Limites(taille=TAILLE_MAX, lignes=LIGNES_MAX, secondes_classeur=60)


@dataclass
class ClasseurLu:
    """The lines of each sheet by its name, what is refused, and what was left aside."""

    lignes: Mapping[str, list[Ligne]] = field(default_factory=dict)
    refus: list[Refus] = field(default_factory=list)
    remarques: list[str] = field(default_factory=list)


def nom_de(feuille: str) -> str:
    """The name of a sheet as it is written: « Actions »."""
    return feuille.capitalize()


def lire_classeur(nom: str, octets: bytes) -> ClasseurLu:
    """The workbook that was sent. Raises FichierRefuse, with one French sentence, when it is none or too large."""
    if len(octets) > TAILLE_MAX:
        raise FichierRefuse(f"{nom} : le classeur dépasse {TAILLE_MAX // 2**20} Mo. Retirez-en les images.")
    suffixe = Path(nom).suffix.lower() or ".xlsx"
    lu = ClasseurLu({description.nom: [] for description in feuilles()})
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / f"classeur{suffixe}"
        chemin.write_bytes(octets)
        tables = lire([chemin], feuilles(), limites=_LIMITES, noms=[nom])
        doubles = [d for d, n in Counter(table.description.nom for table in tables).items() if n > 1]
        if doubles:
            phrase = f"deux feuilles du classeur sont celle des {nom_de(doubles[0])}. Réunissez-les."
            raise FichierRefuse(f"{nom} : {phrase}")
        for table in tables:
            _lire(table, lu)
    return lu


def _lire(table: TableLue, lu: ClasseurLu) -> None:
    description = table.description
    lu.remarques += [f"{nom_de(description.nom)}, ligne {c.ligne} : {c.message}" for c in table.avertissements]
    noms = [champ.nom for champ in table.champs]
    place = table.colonnes.index(description.par_nom["action"]) if "action" in noms else None
    for typee in table.typees():
        lu.refus += [
            Refus(nom_de(description.nom), typee.numero, probleme.message, _libelle(table, probleme.colonne))
            for probleme in typee.rejets
        ]
        lu.remarques += [f"{nom_de(description.nom)}, ligne {typee.numero} : {p.message}" for p in typee.avertissements]
        if not typee.rejets:
            chiffree = place is not None and isinstance(typee.brut[place], int | float)
            valeurs = dict(zip(noms, typee.valeurs, strict=True))
            lu.lignes[description.nom].append(Ligne(nom_de(description.nom), typee.numero, valeurs, chiffree))


def _libelle(table: TableLue, colonne: str) -> str:
    champ = table.description.par_nom.get(colonne)
    return champ.libelle if champ else colonne


__all__ = ["LIGNES_MAX", "TAILLE_MAX", "ClasseurLu", "lire_classeur", "nom_de"]
