"""What is ordered for an operation and not yet declared, and where each post of its plan stands.

A commitment is looked at as an expense is: refused in a sentence when it cannot be one (no sum, a day to come or after
the convention, a post that a flat rate stands for, the same order twice), kept and flagged when it is doubtful (ordered
before the convention, expected after its end, beyond what its post leaves, a post that the plan does not hold).

What its expenses declare of it makes its state; cancelled, it weighs only for what was declared of it.

Source: issue « programming and FSE » (commitments, declared, retained, rejected); ``domain/domain.md`` §2.4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from deplie.financements.rules.arrondi import refus_de_montant
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.depenses import REFUS, SIGNALEMENT, cle_du_numero
from deplie.financements.rules.forfait import POSTES
from deplie.financements.rules.nomenclature import NATURES
from deplie.socle.argent import ZERO, somme
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier

OUVERT: Final = "OUVERT"
PARTIEL: Final = "PARTIEL"
LIQUIDE: Final = "LIQUIDE"
ANNULE: Final = "ANNULE"
ETATS: Final[dict[str, str]] = {
    OUVERT: "ouvert",
    PARTIEL: "liquidé en partie",
    LIQUIDE: "liquidé",
    ANNULE: "annulé",
}

# Every sign of a commitment, in the order of display, with its words in a list.
SIGNES: Final[dict[str, tuple[str, str]]] = {
    "MONTANT": (REFUS, "montant impossible"),
    "FUTURE": (REFUS, "date à venir"),
    "APRES_CONVENTION": (REFUS, "engagé après la fin de la convention"),
    "AU_FORFAIT": (REFUS, "poste couvert par un forfait"),
    "DEJA_ENGAGE": (REFUS, "commande déjà inscrite"),
    "AVANT_CONVENTION": (SIGNALEMENT, "engagé avant le début de la convention"),
    "ATTENDU_APRES": (SIGNALEMENT, "attendu après la fin de la convention"),
    "POSTE_IMPREVU": (SIGNALEMENT, "poste absent du plan"),
    "DEPASSE_POSTE": (SIGNALEMENT, "au-delà de ce que le poste laisse"),
    "DEPASSE_LIGNE": (SIGNALEMENT, "au-delà de ce que la ligne laisse"),
}


class Signe(NamedTuple):
    """Something seen in a commitment: its code (``SIGNES``) and one French sentence."""

    code: str
    phrase: str

    @property
    def refuse(self) -> bool:
        """Whether it cannot be recorded."""
        return SIGNES[self.code][0] == REFUS


@dataclass(frozen=True)
class Commande:
    """A commitment as it is typed. ``attendu_le``: the day its expense is expected."""

    nature: str
    montant: Decimal
    engage_le: date
    attendu_le: date | None = None
    fournisseur: str = ""
    reference: str = ""


class LigneVisee(NamedTuple):
    """The line of the plan that a commitment stands on, in euros; ``pris``: declared on it, or ordered by others."""

    libelle: str
    prevu: Decimal
    pris: Decimal = ZERO


class Prevue(NamedTuple):
    """A line of the plan; ``numero`` tells it from the others."""

    numero: int
    nature: str
    libelle: str
    annee: int
    montant: Decimal


def ligne_d_office(lignes: Iterable[Prevue], nature: str) -> Prevue | None:
    """The line of a post on which a commitment stands when none was named: its only one; None where it has none.

    Raises RefusMetier where it has several.
    """
    du_poste = [ligne for ligne in lignes if ligne.nature == nature]
    if len(du_poste) > 1:
        noms = " ; ".join(f"{ligne.libelle}, {ligne.annee}" for ligne in du_poste[:8])
        raise RefusMetier(
            f"Le plan tient {len(du_poste)} lignes au poste « {NATURES[nature]} » : dites laquelle ({noms})."
        )
    return du_poste[0] if du_poste else None


def ligne_certaine(lignes: Iterable[Prevue], nature: str, annee: int) -> Prevue | None:
    """The line of an expense that names none: the only one of its post, else the only one of its post in its year."""
    du_poste = [ligne for ligne in lignes if ligne.nature == nature]
    trouvees = du_poste if len(du_poste) == 1 else [ligne for ligne in du_poste if ligne.annee == annee]
    return trouvees[0] if len(trouvees) == 1 else None


@dataclass(frozen=True)
class Contexte:
    """What a commitment is compared with: its convention (both days in), its plan, what its post already holds.

    ``prevus``, ``pris``: by nature, in euros; ``pris`` is declared, less rejected, and committed by the others;
    ``numeros``: keys of the other orders; ``ligne``: its line of the plan.
    """

    jour: date
    debut: date
    fin: date
    prevus: Mapping[str, Decimal] = field(default_factory=dict)
    pris: Mapping[str, Decimal] = field(default_factory=dict)
    au_forfait: Collection[str] = frozenset()
    numeros: Collection[str] = frozenset()
    ligne: LigneVisee | None = None


def signes(commande: Commande, contexte: Contexte) -> list[Signe]:
    """Everything to say of a commitment, in the order of ``SIGNES``: refused when one of them refuses."""
    if phrase := refus_de_montant(commande.montant, nul=False):
        return [Signe("MONTANT", phrase)]
    trouves = [*_dates(commande, contexte), *_poste(commande, contexte)]
    cle = cle_du_numero(commande.fournisseur, commande.reference)
    if cle and cle in contexte.numeros:
        phrase = f"La commande {commande.reference} de {commande.fournisseur} est déjà inscrite dans cette opération."
        trouves.append(Signe("DEJA_ENGAGE", phrase))
    rangs = list(SIGNES)
    return sorted(trouves, key=lambda signe: rangs.index(signe.code))


def _dates(commande: Commande, contexte: Contexte) -> list[Signe]:
    le, attendu = commande.engage_le, commande.attendu_le
    court = f"qui court du {contexte.debut:%d/%m/%Y} au {contexte.fin:%d/%m/%Y}"
    trouves = []
    if le > contexte.jour:
        phrase = f"L'engagement du {le:%d/%m/%Y} est à venir : il s'inscrit une fois pris."
        trouves.append(Signe("FUTURE", phrase))
    if le > contexte.fin:
        trouves.append(Signe("APRES_CONVENTION", f"Le {le:%d/%m/%Y} est après la fin de la convention, {court}."))
    elif le < contexte.debut:
        phrase = f"Le {le:%d/%m/%Y} précède la convention, {court} : la dépense devra tomber dans ces dates."
        trouves.append(Signe("AVANT_CONVENTION", phrase))
    if attendu is not None and attendu > contexte.fin:
        phrase = f"La dépense est attendue le {attendu:%d/%m/%Y}, après la fin de la convention, {court}."
        trouves.append(Signe("ATTENDU_APRES", phrase))
    return trouves


def _poste(commande: Commande, contexte: Contexte) -> list[Signe]:
    nom = NATURES.get(commande.nature, commande.nature)
    if commande.nature in contexte.au_forfait:
        return [Signe("AU_FORFAIT", f"Le poste « {nom} » est couvert par un forfait : rien ne s'y engage.")]
    prevu = contexte.prevus.get(commande.nature)
    if not prevu:
        return [Signe("POSTE_IMPREVU", f"Le plan ne prévoit rien au poste « {nom} ».")]
    laisse = prevu - contexte.pris.get(commande.nature, ZERO)
    if commande.montant <= laisse:
        return _ligne_du_plan(commande, contexte.ligne)
    phrase = (
        f"Le poste « {nom} » laisse {euros(max(ZERO, laisse))} sur {euros(prevu)} prévus : cet engagement le dépasse "
        f"de {euros(commande.montant - max(ZERO, laisse))}."
    )
    return [Signe("DEPASSE_POSTE", phrase)]


def _ligne_du_plan(commande: Commande, ligne: LigneVisee | None) -> list[Signe]:
    """Beyond its line while its post still holds: the money of another line would pay it."""
    if ligne is None or commande.montant <= ligne.prevu - ligne.pris:
        return []
    laisse = max(ZERO, ligne.prevu - ligne.pris)
    phrase = (
        f"La ligne « {ligne.libelle} » laisse {euros(laisse)} sur {euros(ligne.prevu)} prévus : cet engagement la "
        f"dépasse de {euros(commande.montant - laisse)}."
    )
    return [Signe("DEPASSE_LIGNE", phrase)]


class Engage(NamedTuple):
    """A commitment and what its expenses declare of it, in euros."""

    nature: str
    montant: Decimal
    liquide: Decimal = ZERO
    annule: bool = False
    ligne: int | None = None

    @property
    def etat(self) -> str:
        """A code of ``ETATS``."""
        if self.annule:
            return ANNULE
        if self.liquide >= self.montant:
            return LIQUIDE
        return PARTIEL if self.liquide else OUVERT

    @property
    def pris(self) -> Decimal:
        """What it weighs: its amount; cancelled, what was declared of it, within its amount."""
        return min(self.montant, self.liquide) if self.annule else self.montant

    @property
    def a_declarer(self) -> Decimal:
        """What is ordered and not yet declared, never under zero."""
        return max(ZERO, self.pris - self.liquide)

    @property
    def depassement(self) -> Decimal:
        """What was declared of it beyond its amount."""
        return max(ZERO, self.liquide - self.montant)


def refus_d_annuler(engage: Engage) -> str:
    """Why a commitment cannot be cancelled; empty when it can."""
    if engage.annule:
        return "Cet engagement est déjà annulé."
    if engage.etat == LIQUIDE:
        return "Cet engagement est liquidé : il n'en reste rien à annuler."
    return ""


@dataclass(frozen=True)
class Ligne:
    """Where a post, or a line of the plan, stands, in euros. ``ecarte`` and ``retenu`` are those of accepted bilans.

    ``lignes``: those of the plan under the post, then what no line holds; each column of the post is their sum.
    """

    libelle: str
    prevu: Decimal = ZERO
    engage: Decimal = ZERO
    a_declarer: Decimal = ZERO
    declare: Decimal = ZERO
    retenu: Decimal = ZERO
    ecarte: Decimal = ZERO
    lignes: tuple[Ligne, ...] = ()

    @property
    def reste(self) -> Decimal:
        """What the plan leaves: planned, less declared that was not rejected, less ordered and not yet declared."""
        return self.prevu - self.declare + self.ecarte - self.a_declarer


@dataclass(frozen=True)
class Execution:
    """Every post of an operation; totals are sums of its lines."""

    lignes: tuple[Ligne, ...]

    @property
    def detaillee(self) -> bool:
        """Whether a line of the plan stands under a post."""
        return any(ligne.lignes for ligne in self.lignes)

    @property
    def total(self) -> Ligne:
        """The sum of the lines, column by column."""
        sommes: dict[str, Any] = {nom: somme(getattr(ligne, nom) for ligne in self.lignes) for nom in COLONNES}
        return Ligne("Total", **sommes)


class Portee(NamedTuple):
    """What an expense brings to a line of the plan, in euros; ``ecarte``: as its bilan stands; ``acceptee``: its."""

    ligne: int
    nature: str
    declare: Decimal
    ecarte: Decimal = ZERO
    acceptee: bool = False


COLONNES: Final = ("prevu", "engage", "a_declarer", "declare", "retenu", "ecarte")
SANS_LIGNE: Final = "Sans ligne du plan"
CORRECTIONS: Final = "Corrections du contrôle, tous postes"


def executer(
    prevus: Mapping[str, Decimal],
    engages: Iterable[Engage],
    comptes: Iterable[tuple[Compte, bool]],
    plan: Iterable[Prevue] = (),
    portees: Iterable[Portee] = (),
) -> Execution:
    """Where an operation stands, post by post, and line by line of its plan under each post.

    ``prevus``: by post, flat rate included; ``comptes``: what each bilan makes, and whether it is accepted: before that
    nothing of it is retained nor rejected; ``portees``: the expenses that a line of the plan holds.
    """
    pris, lus, lignes_du_plan, tenues = list(engages), list(comptes), list(plan), list(portees)
    lignes = []
    for poste in POSTES:
        ligne = _ligne(poste, prevus, pris, lus)
        du_poste = [prevue for prevue in lignes_du_plan if prevue.nature == poste]
        lignes.append(replace(ligne, lignes=_detail(ligne, du_poste, pris, tenues)))
    corrections = somme(compte.corrections for compte, accepte in lus if accepte)
    if corrections:
        lignes.append(Ligne(CORRECTIONS, retenu=-corrections, ecarte=corrections))
    return Execution(tuple(ligne for ligne in lignes if ligne != Ligne(ligne.libelle)))


def _detail(poste: Ligne, du_poste: list[Prevue], engages: list[Engage], portees: list[Portee]) -> tuple[Ligne, ...]:
    """The lines of a post, then what none of them holds."""
    lignes = tuple(_ligne_du_poste(prevue, engages, portees) for prevue in du_poste)
    if not lignes:
        return ()
    restes: dict[str, Any] = {
        nom: getattr(poste, nom) - somme(getattr(ligne, nom) for ligne in lignes) for nom in COLONNES
    }
    return (*lignes, Ligne(SANS_LIGNE, **restes)) if any(restes.values()) else lignes


def _ligne_du_poste(prevue: Prevue, engages: list[Engage], portees: list[Portee]) -> Ligne:
    """What is ordered on a line, and declared on it at its own post: an expense of another post counts in that one."""
    ici = [un for un in engages if un.ligne == prevue.numero and un.nature == prevue.nature]
    tenues = [une for une in portees if une.ligne == prevue.numero and une.nature == prevue.nature]
    return Ligne(
        f"{prevue.libelle}, {prevue.annee}",
        prevue.montant,
        somme(un.pris for un in ici),
        somme(un.a_declarer for un in ici),
        somme(une.declare for une in tenues),
        somme(une.declare - une.ecarte for une in tenues if une.acceptee),
        somme(une.ecarte for une in tenues if une.acceptee),
    )


def _ligne(
    poste: str, prevus: Mapping[str, Decimal], engages: list[Engage], comptes: list[tuple[Compte, bool]]
) -> Ligne:
    ici = [un for un in engages if un.nature == poste]
    postes = [(lu, accepte) for compte, accepte in comptes for lu in compte.tous if lu.nature == poste]
    return Ligne(
        POSTES[poste].capitalize(),
        prevus.get(poste, ZERO),
        somme(un.pris for un in ici),
        somme(un.a_declarer for un in ici),
        somme(lu.declare for lu, _ in postes),
        somme(lu.retenu for lu, accepte in postes if accepte),
        somme(lu.ecarte for lu, accepte in postes if accepte),
    )
