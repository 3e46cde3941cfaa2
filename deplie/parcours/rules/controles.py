"""What is refused and what is only said of a participation, on its final state: what is brought over what is recorded.

Refusals are those of the exchange contract and no other. Warnings are the other rules of the specification
(``domain/regles_validation.csv``, V01 to V20), which may block in a form. Every sentence says what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from deplie.parcours.rules.duree import age, ajouter_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI, est_positive

# V12: an observation is expected at the sixth month, give or take this many days.
TOLERANCE_SIXIEME_MOIS: Final = 31
CLOTURE: Final = "A_CLOTURE"


class Etat(NamedTuple):
    """A participation as it would be once the file is applied. None: unknown."""

    nom: str | None
    nom_usage: str | None
    prenom: str | None
    date_naissance: date | None
    sexe: str | None
    adresse: str | None
    code_postal: str | None
    telephone: str | None
    courriel: str | None
    referent: str | None
    prescripteur: str | None
    date_prescription: date | None
    date_sortie: date | None
    motif_sortie: str | None
    date_validation_sortie: date | None
    situation_6_mois: str | None
    date_situation_6_mois: date | None
    jours_suspension: int | None
    code_commune: str | None
    commune: str | None
    qpv: str | None
    code_qpv: str | None
    niveau_formation: str | None
    statut_entree: str | None
    duree_chomage_mois: int | None
    zone_rurale: str | None
    criteres: str | None
    freins: str | None
    dispositif: int
    date_entree: date


class Constat(NamedTuple):
    """Something to say: the column to look at, one French sentence. ``manque``: the value is not known at all."""

    colonne: str
    message: str
    manque: bool = False


@dataclass(frozen=True)
class Reperes:
    """What the territory compares a participation with. ``communes``: None when they were never declared.

    ``clotures``: by scheme (its id), the years in which one of its protocoles ends; a scheme without protocole is not
    there.
    """

    jour: date
    age_minimum: int = 16
    age_maximum: int = 67
    communes: frozenset[str] | None = None
    clotures: Mapping[int, frozenset[int]] = field(default_factory=dict)


def _le(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


def refus(etat: Etat, jour: date) -> list[Constat]:
    """Why a participation cannot be recorded; ``jour`` is today. Called once a line: what is right is seen at once."""
    trouves = []
    entree, sortie = etat.date_entree, etat.date_sortie
    if entree > jour:
        trouves.append(_futur("date_entree", "La date d'entrée", entree))
    if etat.date_prescription is not None and etat.date_prescription > jour:
        trouves.append(_futur("date_prescription", "La date de prescription", etat.date_prescription))
    if etat.date_validation_sortie is not None and etat.date_validation_sortie > jour:
        trouves.append(
            _futur("date_validation_sortie", "La date de validation de la sortie", etat.date_validation_sortie)
        )
    if etat.date_naissance is not None and etat.date_naissance >= entree:
        trouves.append(_naissance_refusee(etat.date_naissance, entree, jour))
    if sortie is None:
        if etat.motif_sortie:
            phrase = "Un motif de sortie est donné sans date de sortie. Indiquez la date, ou effacez le motif."
            trouves.append(Constat("motif_sortie", phrase))
    elif sortie > jour:
        trouves.append(_futur("date_sortie", "La date de sortie", sortie))
    elif sortie < entree:
        phrase = f"La date de sortie ({_le(sortie)}) précède l'entrée ({_le(entree)}). Corrigez l'une des deux."
        trouves.append(Constat("date_sortie", phrase))
    return trouves


def _futur(colonne: str, sujet: str, jour: date) -> Constat:
    return Constat(colonne, f"{sujet} ({_le(jour)}) est dans l'avenir. Une date passée est attendue.")


def _naissance_refusee(naissance: date, entree: date, jour: date) -> Constat:
    if naissance > jour:
        return _futur("date_naissance", "La date de naissance", naissance)
    return Constat(
        "date_naissance",
        f"La date de naissance ({_le(naissance)}) n'est pas antérieure à l'entrée ({_le(entree)}). "
        "Corrigez l'une des deux.",
    )


def avertissements(etat: Etat, reperes: Reperes) -> list[Constat]:
    """What a participation that is kept should make somebody look at."""
    trouves: list[Constat] = []
    for regle in _REGLES:
        if constat := regle(etat, reperes):
            trouves.append(constat)
    return trouves


def _naissance(etat: Etat, reperes: Reperes) -> Constat | None:
    if etat.date_naissance is None:
        return Constat(
            "date_naissance", "La date de naissance n'est pas connue : l'âge comptera comme inconnu.", manque=True
        )
    annees = age(etat.date_naissance, etat.date_entree)
    if reperes.age_minimum <= annees <= reperes.age_maximum:
        return None
    return Constat(
        "date_naissance",
        f"L'âge à l'entrée serait de {annees} ans ; il est attendu entre {reperes.age_minimum} et "
        f"{reperes.age_maximum} ans. Vérifiez la naissance et l'entrée.",
    )


def _sexe(etat: Etat, reperes: Reperes) -> Constat | None:
    if etat.sexe is not None:
        return None
    return Constat("sexe", "Le sexe n'est pas connu : il comptera comme inconnu.", manque=True)


def _statut(etat: Etat, reperes: Reperes) -> Constat | None:
    """V06, V07."""
    if etat.statut_entree is None:
        return Constat(
            "statut_entree",
            "La situation à l'entrée n'est pas connue : chômeur, inactif ou en emploi est attendu.",
            manque=True,
        )
    if etat.statut_entree == "CHOMEUR":
        if etat.duree_chomage_mois is None:
            return Constat(
                "duree_chomage_mois",
                "La personne est au chômage à l'entrée et la durée n'est pas connue : des mois sont attendus.",
                manque=True,
            )
    elif etat.duree_chomage_mois:
        return Constat(
            "duree_chomage_mois",
            f"Une durée de chômage ({etat.duree_chomage_mois} mois) est donnée pour une personne qui n'est pas au "
            "chômage à l'entrée. Corrigez l'une des deux.",
        )
    return None


def _criteres(etat: Etat, reperes: Reperes) -> Constat | None:
    """V04, without the pieces, which a file does not hold."""
    if etat.criteres:
        return None
    return Constat("criteres", "Aucun critère d'éligibilité n'est donné : au moins un est attendu.", manque=True)


def _commune(etat: Etat, reperes: Reperes) -> Constat | None:
    """V05."""
    if etat.code_commune is None or reperes.communes is None or etat.code_commune in reperes.communes:
        return None
    return Constat(
        "code_commune",
        f"La commune {etat.code_commune} n'est pas du territoire : une dérogation motivée est attendue.",
    )


def _prescription(etat: Etat, reperes: Reperes) -> Constat | None:
    """V01."""
    if etat.date_prescription is None or etat.date_prescription <= etat.date_entree:
        return None
    return Constat(
        "date_prescription",
        f"La prescription ({_le(etat.date_prescription)}) suit l'entrée ({_le(etat.date_entree)}) ; "
        "l'ordre inverse est attendu.",
    )


def _sortie(etat: Etat, reperes: Reperes) -> Constat | None:
    """V18 for a positive exit."""
    sortie, validation = etat.date_sortie, etat.date_validation_sortie
    if sortie is None:
        if validation is None:
            return None
        return Constat("date_validation_sortie", "Une validation est donnée sans date de sortie : indiquez la sortie.")
    if validation is not None and validation < sortie:
        return Constat(
            "date_validation_sortie",
            f"La validation ({_le(validation)}) précède la sortie ({_le(sortie)}) ; l'ordre inverse est attendu.",
        )
    if not etat.motif_sortie:
        return Constat("motif_sortie", "La sortie n'a pas de motif : elle est gardée et ne compte pas comme positive.")
    if validation is None and est_positive(etat.motif_sortie):
        return Constat(
            "date_validation_sortie",
            "La sortie positive n'est pas validée : elle est gardée et comptée comme provisoire.",
        )
    return None


def _cloture(etat: Etat, reperes: Reperes) -> Constat | None:
    """V20."""
    if etat.motif_sortie != CLOTURE or etat.date_sortie is None or etat.dispositif not in reperes.clotures:
        return None
    if etat.date_sortie.year in reperes.clotures[etat.dispositif]:
        return None
    return Constat(
        "motif_sortie",
        f"La clôture administrative est réservée à l'année où un protocole se termine ; aucun ne se termine en "
        f"{etat.date_sortie.year}.",
    )


def _sixieme_mois(etat: Etat, reperes: Reperes) -> Constat | None:
    """V12."""
    constat, sortie = etat.date_situation_6_mois, etat.date_sortie
    if sortie is None:
        if constat is None and etat.situation_6_mois is None:
            return None
        return Constat(
            "situation_6_mois", "Une situation à six mois est donnée sans date de sortie : indiquez la sortie."
        )
    if constat is None:
        return None
    if constat < sortie:
        return Constat(
            "date_situation_6_mois",
            f"Le constat à six mois ({_le(constat)}) précède la sortie ({_le(sortie)}) ; l'ordre inverse est attendu.",
        )
    if constat > reperes.jour:
        return Constat("date_situation_6_mois", f"Le constat à six mois ({_le(constat)}) est dans l'avenir.")
    if abs(constat - ajouter_mois(sortie, MOIS_DE_SUIVI)) > timedelta(days=TOLERANCE_SIXIEME_MOIS):
        return Constat(
            "date_situation_6_mois",
            f"Le constat ({_le(constat)}) est loin du sixième mois après la sortie ({_le(sortie)}).",
        )
    return None


_Regle = Callable[[Etat, Reperes], Constat | None]
_REGLES: Final[tuple[_Regle, ...]] = (
    _naissance,
    _sexe,
    _statut,
    _criteres,
    _commune,
    _prescription,
    _sortie,
    _cloture,
    _sixieme_mois,
)
