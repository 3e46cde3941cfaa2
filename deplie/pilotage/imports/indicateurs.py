"""Codes that an objective or a declared figure may name: the catalogue, and those of the systems that come later.

Source of the latter: ``domain/catalogue_indicateurs.csv`` of the specification.
"""

from __future__ import annotations

from functools import cache

_COMMUNS_2021 = (*(f"EECO{n:02d}" for n in range(1, 20)), *(f"EECR{n:02d}" for n in range(1, 7)))
_COMMUNS_2014 = (*(f"CO{n:02d}" for n in range(1, 24)), *(f"CR{n:02d}" for n in range(1, 10)))
# Nothing computes them here yet: they may still be targets, or declared by somebody.
A_VENIR = frozenset(
    {
        *_COMMUNS_2021,
        *_COMMUNS_2014,
        "clause_heures_engagees",
        "clause_heures_realisees",
        "clause_taux_realisation",
        "clause_beneficiaires",
        "clause_contrats",
        "clause_marches",
        "clause_maitres_ouvrage",
        "clause_etp",
        "iae_etp_realises",
        "iae_etp_conventionnes",
        "iae_sorties_examinees",
        "iae_taux_sorties_dynamiques",
        "ml_jeunes_accompagnes",
        "ml_entrees_pacea",
        "ml_beneficiaires_pacea",
        "pti_avancement",
        "appel_taux_selection",
        "fse_taux_programmation",
        "fse_taux_justification",
        "tzcld_exhaustivite",
        "mediation_couverture",
    }
)


@cache
def codes_connus() -> frozenset[str]:
    """Every code that a file may name."""
    from deplie.pilotage.catalogue import CATALOGUE

    return A_VENIR | frozenset(CATALOGUE)


@cache
def libelles() -> dict[str, str]:
    """``{code: label}`` of the catalogue: what a page lets one choose."""
    from deplie.pilotage.catalogue import CATALOGUE

    return {code: indicateur.libelle for code, indicateur in CATALOGUE.items()}
