"""An application as its holder writes it: its parts, and what it still lacks before it may be handed in.

Nothing is lost: what is refused at the deposit stays in the draft. What is doubtful and not forbidden (an answer that
is not the one expected, a structure without a number) is let through and told to whoever instructs.

Source: ``domain/domain.md`` §5 (dépôt, recevabilité); issue « programming and FSE » (bad input).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from deplie.financements.rules.plan import Apport, LigneCout, refus_d_aide, refus_de_financement, refus_de_plan

STRUCTURE: Final = "structure"
PROJET: Final = "projet"
ELIGIBILITE: Final = "eligibilite"
PLAN: Final = "plan"
PIECES: Final = "pieces"
PARTIES: Final[dict[str, str]] = {
    STRUCTURE: "Votre structure",
    PROJET: "Votre projet",
    ELIGIBILITE: "Conditions de l'appel",
    PLAN: "Dépenses et financements",
    PIECES: "Pièces à joindre",
}
# What a holder types once its operation runs, kept until it is saved.
SAISIES_DU_BILAN: Final = frozenset({"recit", "depense"})
SAISIES_DU_CONTROLE: Final = frozenset({"reponse"})
# More files than that are not an application.
PIECES_AU_PLUS: Final = 40


class Manque(NamedTuple):
    """What prevents the deposit: in which part, and the sentence."""

    partie: str
    phrase: str


@dataclass(frozen=True)
class Bornes:
    """What a call asks of an application, in euros and percent of the cost."""

    plancher: Decimal | None = None
    plafond: Decimal | None = None
    taux_max: Decimal | None = None
    debut: date | None = None
    fin: date | None = None
    sous_enveloppes: bool = False


@dataclass(frozen=True)
class Brouillon:
    """An application as it is written. ``sans_reponse``, ``pieces_absentes``: what the call asks and nobody gave."""

    structure: str = ""
    contact: str = ""
    courriel: str = ""
    intitule: str = ""
    resume: str = ""
    debut: date | None = None
    fin: date | None = None
    sous_enveloppe: bool = False
    aide: Decimal | None = None
    lignes: Sequence[LigneCout] = field(default_factory=tuple)
    apports: Sequence[Apport] = field(default_factory=tuple)
    sans_reponse: int = 0
    pieces_absentes: Collection[str] = ()


def manques(dossier: Brouillon, bornes: Bornes) -> list[Manque]:
    """All that is missing or contradicts itself, part by part; empty when it may be handed in."""
    trouves = [Manque(STRUCTURE, phrase) for phrase in _structure(dossier)]
    trouves += [Manque(PROJET, phrase) for phrase in _projet(dossier, bornes)]
    if dossier.sans_reponse:
        pluriel = "s" if dossier.sans_reponse > 1 else ""
        trouves.append(Manque(ELIGIBILITE, f"{dossier.sans_reponse} question{pluriel} sans réponse."))
    trouves += [Manque(PLAN, phrase) for phrase in _plan(dossier, bornes)]
    return trouves + [Manque(PIECES, f"« {nom} » n'est pas jointe.") for nom in dossier.pieces_absentes]


def _structure(dossier: Brouillon) -> list[str]:
    attendus = ((dossier.structure, "le nom de la structure"), (dossier.contact, "la personne à contacter"),
                (dossier.courriel, "son courriel"))  # fmt: skip
    absents = [nom for valeur, nom in attendus if not valeur]
    return [f"Indiquez {', '.join(absents)}."] if absents else []


def _projet(dossier: Brouillon, bornes: Bornes) -> list[str]:
    attendus = ((dossier.intitule, "l'intitulé"), (dossier.resume, "ce qui sera fait"), (dossier.debut, "le début"),
                (dossier.fin, "la fin"))  # fmt: skip
    absents = [nom for valeur, nom in attendus if not valeur]
    trouves = [f"Indiquez {', '.join(absents)}."] if absents else []
    if bornes.sous_enveloppes and not dossier.sous_enveloppe:
        trouves.append("Choisissez la sous-enveloppe à laquelle le projet répond.")
    if bornes.debut and dossier.debut and dossier.debut < bornes.debut:
        trouves.append(f"L'appel finance des opérations qui commencent à partir du {bornes.debut:%d/%m/%Y}.")
    if bornes.fin and dossier.fin and dossier.fin > bornes.fin:
        trouves.append(f"L'appel finance des opérations qui finissent au plus tard le {bornes.fin:%d/%m/%Y}.")
    return trouves


def _plan(dossier: Brouillon, bornes: Bornes) -> list[str]:
    if not dossier.lignes:
        return ["Indiquez une dépense au moins."]
    if dossier.aide is None:
        return ["Indiquez le montant demandé."]
    if refus := refus_de_plan(dossier.lignes, (), ""):
        return refus
    cout = sum((ligne.montant for ligne in dossier.lignes), Decimal(0))
    apports = list(dossier.apports)
    bornee = refus_d_aide(
        dossier.aide, cout, plancher=bornes.plancher, plafond=bornes.plafond, taux_max=bornes.taux_max
    )
    return bornee + refus_de_financement(cout, apports)
