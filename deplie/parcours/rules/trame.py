"""The minimum steps of a parcours in a territory: each is done, under way or missing, read from what is recorded.

Source of the first list: Territoire de la Côte Ouest, « 2021-2027 : Cap vers de nouvelles ambitions » (document 000).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from deplie.parcours.rules.jalon import ACQUIS, CERTIFICAT, EQUIPEMENT, GENRES, JURY, PERDUS
from deplie.territoires.rules import CATEGORIE_ETAPE, CATEGORIES_NON_COMPTEES

FAIT, EN_COURS, MANQUE = "FAIT", "EN_COURS", "MANQUE"
ETATS: Final = {FAIT: "fait", EN_COURS: "en cours", MANQUE: "à faire"}

NUMERIQUE: Final = "NUMERIQUE"
_JALONS: Final = {code: frozenset({code}) for code in GENRES} | {NUMERIQUE: frozenset({CERTIFICAT, EQUIPEMENT})}
# The kinds of jalon that make a step, by its rule.
JALONS_D_UN_PAS: Final = {f"JALON_{code}": genres for code, genres in _JALONS.items()}
# How a step is verified: (code, words).
REGLES: Final[dict[str, str]] = {
    "DIAGNOSTIC": "Diagnostic validé, avec savoir-faire et savoir-être",
    "CONTRAT": "Contrat PLIE signé des trois parties",
    "ENTRETIENS": "Entretiens tenus",
    "PALIERS": "Mises en situation de paliers différents",
    "JALON_NUMERIQUE": "Certificat ou équipement numérique",
    **{f"JALON_{code}": libelle for code, libelle in GENRES.items()},
    **{
        f"ETAPE_{code.code}": f"Étape : {code.libelle}"
        for code in CATEGORIE_ETAPE
        if code.code not in CATEGORIES_NON_COMPTEES
    },
}
SEUIL_MAX: Final = 60


class EtapeLue(NamedTuple):
    """What a trame reads of an étape."""

    categorie: str
    statut: str
    fin: date | None
    palier: int | None = None


@dataclass(frozen=True)
class Acquis:
    """What is recorded of a parcours on a day."""

    jour: date
    diagnostics: Sequence[tuple[bool, bool]] = ()  # (validated, savoir-faire and savoir-être said)
    contrats: Sequence[bool] = ()  # signed of all
    entretiens_tenus: int = 0
    entretiens_prevus: int = 0
    etapes: Sequence[EtapeLue] = ()
    jalons: Sequence[tuple[str, str]] = ()  # (kind, result)


def avancement(regle: str, seuil: int, acquis: Acquis) -> str:
    """Where a step stands. Raises KeyError for an unknown rule."""
    if regle == "DIAGNOSTIC":
        faits, commences = sum(v and s for v, s in acquis.diagnostics), len(acquis.diagnostics)
    elif regle == "CONTRAT":
        faits, commences = sum(acquis.contrats), len(acquis.contrats)
    elif regle == "ENTRETIENS":
        faits, commences = acquis.entretiens_tenus, acquis.entretiens_tenus + acquis.entretiens_prevus
    elif regle == "PALIERS":
        faits, commences = _paliers(acquis)
    elif regle in JALONS_D_UN_PAS:
        faits, commences = _jalons(JALONS_D_UN_PAS[regle], acquis)
    else:
        faits, commences = _etapes(regle.removeprefix("ETAPE_"), acquis)
    return FAIT if faits >= seuil else EN_COURS if commences else MANQUE


def _paliers(acquis: Acquis) -> tuple[int, int]:
    graduees = [etape for etape in acquis.etapes if etape.palier and _engagee(etape)]
    return len({etape.palier for etape in graduees if _finie(etape, acquis.jour)}), len(graduees)


def _jalons(genres: frozenset[str], acquis: Acquis) -> tuple[int, int]:
    siens = [resultat for genre, resultat in acquis.jalons if genre in genres and resultat not in PERDUS]
    return sum(resultat in ACQUIS for resultat in siens), len(siens)


def _etapes(categorie: str, acquis: Acquis) -> tuple[int, int]:
    siennes = [etape for etape in acquis.etapes if etape.categorie == categorie and _engagee(etape)]
    return sum(_finie(etape, acquis.jour) for etape in siennes), len(siennes)


def _engagee(etape: EtapeLue) -> bool:
    return etape.statut not in ("ANNULEE", "INTERROMPUE")


def _finie(etape: EtapeLue, jour: date) -> bool:
    """Said done, or over by its dates."""
    if etape.statut == "REALISEE":
        return True
    return etape.statut not in ("PREVUE", "EN_COURS") and etape.fin is not None and etape.fin <= jour


def refus_de_pas(libelle: str, regle: str, seuil: int) -> str:
    """Why a step cannot be kept; empty when it can."""
    if not libelle.strip():
        return "Donnez un nom à chaque étape minimale."
    if regle not in REGLES:
        return f"Choisissez comment se vérifie « {libelle} »."
    if not 1 <= seuil <= SEUIL_MAX:
        return f"« {libelle} » : le nombre attendu va de 1 à {SEUIL_MAX}."
    return ""


def se_chevauchent(debut: date, fin: date | None, autre_debut: date, autre_fin: date | None) -> bool:
    """Two periods share a day; without an end they run on."""
    return debut <= (autre_fin or date.max) and autre_debut <= (fin or date.max)


# (name, first day, last day, [(label, rule, how many)])
TRAME_TCO: Final = (
    "Trame 2021-2027",
    date(2021, 1, 1),
    date(2027, 12, 31),
    (
        ("Diagnostic savoir-faire et savoir-être", "DIAGNOSTIC", 1),
        ("Mise à niveau des compétences clés", "ETAPE_PREPA", 1),
        ("Compétences de base numériques et autres : certificats, aide à l'équipement", "JALON_NUMERIQUE", 1),
        ("Mise en situation professionnelle, avec graduation", "PALIERS", 2),
        ("Jury de test d'employabilité", f"JALON_{JURY}", 1),
    ),
)
