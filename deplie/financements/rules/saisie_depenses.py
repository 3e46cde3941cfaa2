"""A table of expenses pasted or brought in a file: read line by line; a wrong line is told, the others are kept.

Columns may come in any order, named in French; separated by tabulations, semicolons or commas. Amounts are read in
French and English notations (``socle.argent``), dates day first or year first. A line may name the commitment it
liquidates, by its number or by the reference of its order.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any, Final, NamedTuple

from deplie.financements.rules.nomenclature import NATURES, PERSONNEL
from deplie.socle.argent import MontantRefuse, lire_montant
from deplie.socle.erreurs import RefusMetier

LIGNES_MAX: Final = 2000
ENTETE: Final = "Poste;Libellé;Fournisseur;Numéro de pièce;Datée du;Acquittée le;Heures;Montant;Engagement"
# How a column may be named, folded: letters and digits only.
_COLONNES: Final[dict[str, str]] = {
    **dict.fromkeys(("poste", "nature", "postededepense"), "nature"),
    **dict.fromkeys(("libelle", "objet", "intitule", "designation"), "libelle"),
    **dict.fromkeys(("fournisseur", "tiers", "beneficiaire"), "fournisseur"),
    **dict.fromkeys(("numerodepiece", "numero", "piece", "ndepiece", "facture", "numerodefacture"), "numero_piece"),
    **dict.fromkeys(("dateedu", "date", "datedefacture", "datedelapiece", "factureele"), "facturee_le"),
    **dict.fromkeys(("acquitteele", "payeele", "datedepaiement", "dateacquittement"), "acquittee_le"),
    **dict.fromkeys(("heures", "nombredheures"), "heures"),
    **dict.fromkeys(("engagement", "numerodengagement", "commande", "bondecommande", "numerodecommande"), "engagement"),
    **dict.fromkeys(("montant", "montantdeclare", "montantttc", "montanteneuros"), "montant"),
}
_OBLIGATOIRES: Final = {"libelle": "Libellé", "acquittee_le": "Acquittée le", "montant": "Montant"}
_JOUR: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d{4})-(\d{2})-(\d{2})", re.A)
_POSTES: Final = {
    "personnel": PERSONNEL,
    "salaires": PERSONNEL,
    "fonctionnement": "FONCTIONNEMENT",
    "prestations": "PRESTATIONS",
    "participants": "PARTICIPANTS",
    "equipement": "EQUIPEMENT",
    "indirectes": "INDIRECTES",
}


@dataclass(frozen=True)
class LigneLue:
    """A line of the table: its number (the heading is 1), how it was written, its values, else why it is refused."""

    numero: int
    ecrite: str
    valeurs: Mapping[str, Any]
    refus: str = ""


@dataclass(frozen=True)
class TableLue:
    """A table read: its heading as it was written, its lines in order."""

    entete: str
    lignes: tuple[LigneLue, ...]


def lire_tableau(texte: str) -> TableLue:
    """Read a table. Raises RefusMetier without a heading that names the columns needed, or for too many lines."""
    rangees = [ligne for ligne in texte.replace("\ufeff", "").splitlines() if ligne.strip(" \t;,")]
    if len(rangees) < 2:
        raise RefusMetier("Le tableau tient en une ligne d'en-têtes, puis une ligne par dépense.")
    if len(rangees) - 1 > LIGNES_MAX:
        raise RefusMetier(f"Le tableau compte {len(rangees) - 1} lignes : {LIGNES_MAX} au plus, coupez-le.")
    marque = max("\t;,", key=rangees[0].count)
    colonnes = [_COLONNES.get(_replie(nom), "") for nom in _cellules(rangees[0], marque)]
    if absentes := [nom for code, nom in _OBLIGATOIRES.items() if code not in colonnes]:
        raise RefusMetier(f"Colonne absente : {', '.join(absentes)}. Les en-têtes attendus : {ENTETE}.")
    if doubles := sorted({code for code in colonnes if code and colonnes.count(code) > 1}):
        raise RefusMetier(f"Deux colonnes disent la même chose ({', '.join(doubles)}) : gardez-en une.")
    lignes = (_ligne(numero, rangee, colonnes, marque) for numero, rangee in enumerate(rangees[1:], start=2))
    return TableLue(rangees[0], tuple(lignes))


def _cellules(rangee: str, marque: str) -> list[str]:
    return [cellule.strip() for cellule in next(csv.reader(StringIO(rangee), delimiter=marque), [])]


def _replie(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    return "".join(lettre for lettre in decompose if lettre.isalnum())


def _ligne(numero: int, rangee: str, colonnes: Sequence[str], marque: str) -> LigneLue:
    cellules = _cellules(rangee, marque)
    if len(cellules) > len(colonnes) and any(cellules[len(colonnes) :]):
        phrase = "Plus de cellules que de colonnes : mettez entre guillemets ce qui contient le séparateur."
        return LigneLue(numero, rangee, {}, phrase)
    ecrites = {code: valeur for code, valeur in zip(colonnes, cellules, strict=False) if code}
    try:
        return LigneLue(numero, rangee, _valeurs(ecrites))
    except RefusMetier as refus:
        return LigneLue(numero, rangee, {}, refus.message)


def _valeurs(ecrites: Mapping[str, str]) -> dict[str, Any]:
    libelle = ecrites.get("libelle", "")
    if not libelle:
        raise RefusMetier("Le libellé manque.")
    for code, longueur in (("libelle", 200), ("fournisseur", 160), ("numero_piece", 60), ("engagement", 60)):
        if len(ecrites.get(code, "")) > longueur:
            raise RefusMetier(f"Un texte dépasse {longueur} caractères : « {ecrites[code][:40]}… ».")
    acquittee = _jour(ecrites.get("acquittee_le", ""))
    if acquittee is None:
        raise RefusMetier("La date de paiement manque : 12/03/2025.")
    return {
        "nature": _nature(ecrites.get("nature", "")),
        "libelle": libelle,
        "fournisseur": ecrites.get("fournisseur", ""),
        "numero_piece": ecrites.get("numero_piece", ""),
        "facturee_le": _jour(ecrites.get("facturee_le", "")),
        "acquittee_le": acquittee,
        "heures": _heures(ecrites.get("heures", "")),
        "montant": lire_montant(ecrites.get("montant", "")),
        "engagement": ecrites.get("engagement", ""),
    }


class Designable(NamedTuple):
    """A commitment that a line may name: by its number in the operation, or by the reference of its order."""

    numero: int
    reference: str = ""


def designer(ecrit: str, engagements: Iterable[Designable]) -> int | None:
    """The number of the commitment that a cell names (« 3 », « n° 3 », « BC-2025/04 »); None for an empty cell.

    Raises RefusMetier where it names none, or several.
    """
    if not ecrit:
        return None
    replie = _replie(ecrit)
    par_numero = re.fullmatch(r"(?:n|no|num|numero|engagement)*0*([1-9]\d{0,4})", replie, re.A)
    vises = {
        un.numero
        for un in engagements
        if (par_numero and un.numero == int(par_numero[1])) or (replie and _replie(un.reference) == replie)
    }
    if len(vises) == 1:
        return vises.pop()
    if vises:
        numeros = ", ".join(f"n° {numero}" for numero in sorted(vises))
        raise RefusMetier(f"« {ecrit[:40]} » désigne plusieurs engagements ({numeros}) : écrivez la référence entière.")
    raise RefusMetier(
        f"Aucun engagement en cours ne porte le numéro ni la référence « {ecrit[:40]} » : laissez la case vide, ou "
        "inscrivez d'abord l'engagement."
    )


def _nature(ecrite: str) -> str:
    replie = _replie(ecrite)
    for code, nom in NATURES.items():
        if replie in (_replie(code), _replie(nom)):
            return code
    if replie in _POSTES:
        return _POSTES[replie]
    raise RefusMetier(f"Le poste « {ecrite[:60]} » n'est pas de la liste : {', '.join(NATURES.values())}.")


def _jour(ecrit: str) -> date | None:
    if not ecrit:
        return None
    lu = _JOUR.fullmatch(ecrit)
    try:
        if lu is None:
            raise ValueError
        return date(int(lu[4]), int(lu[5]), int(lu[6])) if lu[4] else date(int(lu[3]), int(lu[2]), int(lu[1]))
    except ValueError:
        raise RefusMetier(f"La date « {ecrit[:30]} » n'est pas reconnue : jour, mois, année, 12/03/2025.") from None


def _heures(ecrit: str) -> Decimal | None:
    if not ecrit:
        return None
    try:
        heures = lire_montant(ecrit)
    except (MontantRefuse, InvalidOperation):
        raise RefusMetier(f"Les heures « {ecrit[:30]} » ne sont pas un nombre : 151,67.") from None
    if heures > Decimal("99999"):
        raise RefusMetier(f"Les heures « {ecrit[:30]} » sont trop nombreuses : vérifiez la saisie.")
    return heures
