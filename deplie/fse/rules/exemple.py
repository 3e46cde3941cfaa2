"""A layout to start from. It is no official one: its headings and codes are ours, in the manner of such files."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from deplie.fse.rules.correspondance import Colonne, Correspondance, usuelle
from deplie.fse.rules.fiche import NON, OUI, REFUS
from deplie.fse.rules.fichier import Forme

_CHAMPS: Final = (
    "operation", "fiche", "nom", "prenom", "date_naissance", "sexe", "adresse", "code_postal", "commune", "telephone",
    "courriel", "referent_courriel", "date_entree", "statut", "duree_chomage_mois", "en_formation",
    "niveau_formation", "minima", "handicap", "pays_tiers", "origine_etrangere", "sans_abri", "zone_rurale",
    "date_sortie", "constat_sortie", "fin_sortie", "statut_sortie", "emploi_sortie", "formation_sortie",
    "qualification_sortie", "complete",
)  # fmt: skip
_OBLIGATOIRES: Final = frozenset({"operation", "nom", "prenom", "date_naissance", "sexe", "date_entree", "statut"})
_ECRITS: Final = {OUI: "Oui", NON: "Non", REFUS: "Ne se prononce pas"}


def _colonne(colonne: Colonne) -> Colonne:
    codes = {code: _ECRITS.get(code, ecrit) for code, ecrit in colonne.codes.items()}
    entete = colonne.entete[0].upper() + colonne.entete[1:]
    return replace(colonne, entete=entete, codes=codes, obligatoire=colonne.champ in _OBLIGATOIRES)


def exemple() -> Correspondance:
    """Every field that such files commonly ask, in their usual order, for a spreadsheet."""
    usuels = usuelle("Exemple", list(_CHAMPS))
    return replace(usuels, colonnes=tuple(map(_colonne, usuels.colonnes)), forme=Forme())
