"""What is looked at in an expense that a holder declares: what refuses it, what is kept and flagged, what is retained.

Refused, the line is not declared and its sentence says why: a sum that is none, a date outside the convention or to
come, a piece already declared in the operation, a post that a flat rate stands for. Flagged, it is declared and shown
to whoever controls: paid after the end of the convention for something of its period, the same piece in another
operation, a number of piece already seen with another sum, no piece that can be told, a post that is passed or was not
planned.

Source: issue « programming and FSE » (bad input is refused in a sentence or accepted and flagged); ``domain/domain.md``
§2.4.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from deplie.financements.rules.arrondi import au_cent, refus_de_montant
from deplie.financements.rules.nomenclature import NATURES, PERSONNEL
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros

REFUS: Final = "REFUS"
SIGNALEMENT: Final = "SIGNALEMENT"
# Every sign, in the order of display, with its words in a list.
SIGNES: Final[dict[str, tuple[str, str]]] = {
    "MONTANT": (REFUS, "montant impossible"),
    "FUTURE": (REFUS, "date à venir"),
    "HORS_CONVENTION": (REFUS, "hors de la période de la convention"),
    "DEJA_DECLAREE": (REFUS, "pièce déjà déclarée dans l'opération"),
    "AU_FORFAIT": (REFUS, "poste couvert par un forfait"),
    "PAYEE_APRES": (SIGNALEMENT, "payée après la fin de la convention"),
    "AUTRE_OPERATION": (SIGNALEMENT, "pièce déclarée dans une autre opération"),
    "MEME_NUMERO": (SIGNALEMENT, "même numéro de pièce, autre montant ou autre date"),
    "SANS_PIECE": (SIGNALEMENT, "pièce non identifiée"),
    "DEPASSE_POSTE": (SIGNALEMENT, "au-delà du poste prévu"),
    "POSTE_IMPREVU": (SIGNALEMENT, "poste absent du plan"),
    "ENGAGEMENT_ANNULE": (SIGNALEMENT, "engagement annulé"),
    "DEPASSE_ENGAGEMENT": (SIGNALEMENT, "au-delà de l'engagement"),
    "AUTRE_POSTE": (SIGNALEMENT, "autre poste que l'engagement"),
}


@dataclass(frozen=True)
class Piece:
    """An expense as it is declared. ``facturee_le``: the day of the invoice; ``acquittee_le``: the day it was paid."""

    nature: str
    montant: Decimal
    acquittee_le: date
    facturee_le: date | None = None
    fournisseur: str = ""
    numero: str = ""


class Liquidation(NamedTuple):
    """The commitment that an expense names: its post, its amount and what other expenses declare of it, in euros."""

    nom: str
    nature: str
    montant: Decimal
    deja: Decimal = ZERO
    annule: bool = False


@dataclass(frozen=True)
class Contexte:
    """What an expense is compared with: its convention (both days in), its plan, what was declared before it.

    ``prevus``, ``declares``: by nature, in euros; ``au_forfait``: natures that a flat rate stands for; ``empreintes``,
    ``numeros``: those of the operation's other expenses; ``ailleurs``: prints of other operations, with their code;
    ``liquide``: the commitment that the expense names.
    """

    jour: date
    debut: date
    fin: date
    prevus: Mapping[str, Decimal] = field(default_factory=dict)
    declares: Mapping[str, Decimal] = field(default_factory=dict)
    au_forfait: Collection[str] = frozenset()
    empreintes: Collection[str] = frozenset()
    numeros: Collection[str] = frozenset()
    ailleurs: Mapping[str, str] = field(default_factory=dict)
    liquide: Liquidation | None = None


class Signe(NamedTuple):
    """Something seen in an expense: its code (``SIGNES``) and one French sentence."""

    code: str
    phrase: str

    @property
    def refuse(self) -> bool:
        """Whether the expense cannot be declared."""
        return SIGNES[self.code][0] == REFUS


def _replie(texte: str) -> str:
    """Letters and digits only, without accent or case: « FA-2024/01 » and « fa 2024 01 » are one number."""
    decompose = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", texte).casefold())
    return "".join(lettre for lettre in decompose if lettre.isalnum())


def cle_du_numero(fournisseur: str, numero: str) -> str:
    """What makes two pieces bear one number at one supplier; empty when one of them is not told."""
    qui, quoi = _replie(fournisseur), _replie(numero)
    return f"{qui}|{quoi}" if qui and quoi else ""


def empreinte(piece: Piece) -> str:
    """The print of a piece, 64 hexadecimal figures: supplier, number, date, amount; empty when it cannot be told.

    The date is the invoice's, else the day of payment. The same on every machine: two declarations of one piece meet.
    """
    cle = cle_du_numero(piece.fournisseur, piece.numero)
    if not cle:
        return ""
    jour = piece.facturee_le or piece.acquittee_le
    return hashlib.sha256(f"{cle}|{jour.isoformat()}|{au_cent(piece.montant)}".encode()).hexdigest()


def signes(piece: Piece, contexte: Contexte) -> list[Signe]:
    """Everything to say of an expense, in the order of ``SIGNES``: refused when one of them refuses."""
    trouves = [*_montant(piece), *_dates(piece, contexte)]
    if not any(signe.code == "MONTANT" for signe in trouves):
        trouves += [*_piece(piece, contexte), *_poste(piece, contexte), *_engagement(piece, contexte.liquide)]
    rangs = list(SIGNES)
    return sorted(trouves, key=lambda signe: rangs.index(signe.code))


def est_refusee(trouves: Sequence[Signe]) -> bool:
    """Whether one of these signs refuses the expense."""
    return any(signe.refuse for signe in trouves)


def _montant(piece: Piece) -> list[Signe]:
    phrase = refus_de_montant(piece.montant, nul=False)
    return [Signe("MONTANT", phrase)] if phrase else []


def _dates(piece: Piece, contexte: Contexte) -> list[Signe]:
    """The invoice tells when the thing was done; without one, the payment does."""
    debut, fin = contexte.debut, contexte.fin
    trouves = [
        Signe("FUTURE", f"{nom} ({jour:%d/%m/%Y}) est à venir : une dépense se déclare une fois payée.")
        for nom, jour in (("La date de la pièce", piece.facturee_le), ("La date de paiement", piece.acquittee_le))
        if jour is not None and jour > contexte.jour
    ]
    faite = piece.facturee_le or piece.acquittee_le
    hors = next((jour for jour in (faite, piece.acquittee_le) if jour < debut), None) or (
        faite if faite > fin else None
    )
    if hors is not None:
        trouves.append(
            Signe(
                "HORS_CONVENTION",
                f"La dépense du {hors:%d/%m/%Y} est hors de la convention, du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}.",
            )
        )
    elif piece.acquittee_le > fin:
        trouves.append(
            Signe(
                "PAYEE_APRES",
                f"La dépense, faite le {faite:%d/%m/%Y}, est payée le {piece.acquittee_le:%d/%m/%Y}, après la fin "
                f"de la convention ({fin:%d/%m/%Y}).",
            )
        )
    return trouves


def _piece(piece: Piece, contexte: Contexte) -> list[Signe]:
    trace = empreinte(piece)
    if not trace:
        if piece.nature == PERSONNEL:
            return []
        return [Signe("SANS_PIECE", "Ni fournisseur ni numéro de pièce : indiquez-les, un doublon ne se verrait pas.")]
    trouves = []
    if trace in contexte.empreintes:
        trouves.append(
            Signe(
                "DEJA_DECLAREE",
                f"La pièce {piece.numero} de {piece.fournisseur}, {euros(piece.montant)}, est déjà déclarée dans cette "
                "opération.",
            )
        )
    elif cle_du_numero(piece.fournisseur, piece.numero) in contexte.numeros:
        trouves.append(
            Signe(
                "MEME_NUMERO",
                f"Une pièce {piece.numero} de {piece.fournisseur} est déjà déclarée avec une autre date ou un autre "
                "montant.",
            )
        )
    if trace in contexte.ailleurs:
        trouves.append(
            Signe(
                "AUTRE_OPERATION",
                f"La même pièce est déclarée dans l'opération {contexte.ailleurs[trace]} : vérifiez qu'elle n'est pas "
                "payée deux fois.",
            )
        )
    return trouves


def _poste(piece: Piece, contexte: Contexte) -> list[Signe]:
    nom = NATURES.get(piece.nature, piece.nature)
    if piece.nature in contexte.au_forfait:
        return [Signe("AU_FORFAIT", f"Le poste « {nom} » est couvert par un forfait : il ne se déclare pas.")]
    prevu = contexte.prevus.get(piece.nature)
    if not prevu:
        return [Signe("POSTE_IMPREVU", f"Le plan ne prévoit rien au poste « {nom} ».")]
    cumul = contexte.declares.get(piece.nature, ZERO) + piece.montant
    if cumul <= prevu:
        return []
    phrase = f"Le poste « {nom} » atteint {euros(cumul)} pour {euros(prevu)} prévus : {euros(cumul - prevu)} de trop."
    return [Signe("DEPASSE_POSTE", phrase)]


def _engagement(piece: Piece, liquide: Liquidation | None) -> list[Signe]:
    if liquide is None:
        return []
    if liquide.annule:
        return [
            Signe("ENGAGEMENT_ANNULE", f"L'engagement {liquide.nom} est annulé : vérifiez ce que paie cette dépense.")
        ]
    trouves = []
    cumul = liquide.deja + piece.montant
    if cumul > liquide.montant:
        phrase = (
            f"L'engagement {liquide.nom} est de {euros(liquide.montant)} : ses dépenses atteignent {euros(cumul)}, "
            f"{euros(cumul - liquide.montant)} de trop."
        )
        trouves.append(Signe("DEPASSE_ENGAGEMENT", phrase))
    if piece.nature != liquide.nature:
        phrase = f"L'engagement {liquide.nom} est au poste « {NATURES.get(liquide.nature, liquide.nature)} »."
        trouves.append(Signe("AUTRE_POSTE", phrase))
    return trouves


def retenu(declare: Decimal, ecarte: Decimal) -> Decimal:
    """What a control keeps of an expense, in euros: declared less rejected."""
    return declare - ecarte


def refus_d_ecart(declare: Decimal, ecarte: Decimal, motif: str) -> str:
    """Why a control cannot reject so much: more than declared, less than nothing, or without saying why."""
    if phrase := refus_de_montant(ecarte):
        return phrase
    if ecarte > declare:
        return f"L'écart ({euros(ecarte)}) dépasse le montant déclaré ({euros(declare)})."
    if ecarte and not motif.strip():
        return "Dites pourquoi ce montant est écarté."
    return ""
