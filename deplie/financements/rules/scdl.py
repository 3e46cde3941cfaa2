"""Awarded grants published as open data: the record of SCDL « subventions » 2.1.1, its columns and their formats.

Source: schema.data.gouv.fr/scdl/subventions (``domain/domain.md`` §5, S64); formats of its documentation 2.0.2, the
last one read, which has the same sixteen columns: those of 2.1.1 are to be compared with it (K).
``pourcentageSubvention`` is the part of the grant that goes to this beneficiary, 1 when it is alone: never the rate of
the aid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from deplie.financements.rules.arrondi import au_cent

VERSION: Final = "2.1.1"
COLONNES: Final = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
OBLIGATOIRES: Final = frozenset(COLONNES) - {
    "referenceDecision",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "idRAE",
    "dispositifAide",
}
NUMERAIRE: Final = "aide en numéraire"
NATURES: Final = frozenset(
    {
        NUMERAIRE,
        "aide en nature",
        "aide en numéraire;aide en nature",
        "aide en nature;aide en numéraire",
    }
)
DATES: Final = frozenset({"dateConvention", "datesPeriodeVersement"})
LONGUEURS: Final = {"objet": 256, "conditionsVersement": 256, "idRAE": 5}
# Each format, and how it is said to whoever must mend it.
FORMATS: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "idAttribuant": (re.compile(r"[0-9]{14}"), "un SIRET de quatorze chiffres"),
    "idBeneficiaire": (re.compile(r"[0-9]{14}"), "un SIRET de quatorze chiffres"),
    "rnaBeneficiaire": (re.compile(r"W[0-9]{9}"), "un numéro RNA : W et neuf chiffres"),
    "dateConvention": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "une date AAAA-MM-JJ"),
    "datesPeriodeVersement": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?"),
        "une date AAAA-MM-JJ, ou deux séparées par une barre oblique",
    ),
    "montant": (re.compile(r"[0-9]+\.[0-9]{2}"), "un montant en euros avec un point"),
    "notificationUE": (re.compile(r"oui|non"), "oui ou non"),
    "pourcentageSubvention": (re.compile(r"0\.(?!00?$)[0-9]{1,2}|1(\.00?)?"), "une part entre 0.01 et 1"),
}


@dataclass(frozen=True)
class Subvention:
    """A grant to publish. Amounts in euros; ``part``: of the grant, for this beneficiary (0.01 to 1)."""

    attribuant: str
    siret_attribuant: str
    signee_le: date
    decision: str
    beneficiaire: str
    siret: str
    rna: str
    objet: str
    montant: Decimal
    debut_versement: date
    fin_versement: date
    echelonne: bool
    notifiee_ue: bool = False
    part: Decimal = Decimal(1)
    rae: str = ""
    dispositif: str = ""
    nature: str = NUMERAIRE


def enregistrement(subvention: Subvention) -> dict[str, str]:
    """The record, column by column in the order of the schema, as text; ``anomalies`` checks it."""
    return dict(
        zip(
            COLONNES,
            (
                subvention.attribuant,
                subvention.siret_attribuant,
                subvention.signee_le.isoformat(),
                subvention.decision,
                subvention.beneficiaire,
                subvention.siret,
                subvention.rna,
                subvention.objet[: LONGUEURS["objet"]].rstrip(),
                f"{au_cent(subvention.montant):f}",
                subvention.nature,
                "échelonné" if subvention.echelonne else "unique",
                _periode(subvention.debut_versement, subvention.fin_versement),
                subvention.rae,
                "oui" if subvention.notifiee_ue else "non",
                f"{au_cent(subvention.part):f}",
                subvention.dispositif,
            ),
            strict=True,
        )
    )


def _periode(debut: date, fin: date) -> str:
    return debut.isoformat() if debut == fin else f"{debut.isoformat()}/{fin.isoformat()}"


def anomalies(ligne: Mapping[str, str]) -> list[str]:
    """Why a record is not one of the schema, one sentence each; empty when it may be published."""
    trouves = []
    for colonne in COLONNES:
        valeur = ligne.get(colonne, "")
        if not valeur.strip():
            if colonne in OBLIGATOIRES:
                trouves.append(f"{colonne} : une valeur est attendue.")
        elif phrase := _anomalie(colonne, valeur):
            trouves.append(f"{colonne} : {phrase}")
    if not ligne.get("idBeneficiaire", "").strip() and not ligne.get("rnaBeneficiaire", "").strip():
        trouves.append("idBeneficiaire : un SIRET, ou à défaut un numéro RNA, est attendu.")
    inconnues = sorted(set(ligne) - set(COLONNES))
    if inconnues:
        trouves.append(f"Colonnes absentes du schéma : {', '.join(inconnues)}.")
    return trouves


def _anomalie(colonne: str, valeur: str) -> str:
    """Why a value is not one of its column."""
    if colonne in FORMATS and not FORMATS[colonne][0].fullmatch(valeur):
        return f"{FORMATS[colonne][1]} est attendu, « {valeur} » est écrit."
    if colonne in LONGUEURS and len(valeur) > LONGUEURS[colonne]:
        return f"{LONGUEURS[colonne]} caractères au plus."
    if colonne == "nature" and valeur not in NATURES:
        return "aide en numéraire ou aide en nature est attendu."
    return _dates(valeur) if colonne in DATES else ""


def _dates(valeur: str) -> str:
    """Why written days are not days, or are not in order."""
    try:
        jours = [date.fromisoformat(jour) for jour in valeur.split("/")]
    except ValueError:
        return f"« {valeur} » n'est pas une date du calendrier."
    return "la fin de la période précède son début." if jours != sorted(jours) else ""
