"""What a convention asks of the holder, beside the project: publicity, separate accounts, participants, retention.

Sources: FSE+ 2021-2027: règlement (UE) 2021/1060, articles 47 and 50 (emblem and mention, poster of A3 at least), 69
and 74 (accounts, audit trail), 82 (retention); FSE 2014-2020: règlement (UE) n° 1303/2013, article 125 and annexe XII
(the wording of both is K: to be read again by the territory before it signs). Publicity to participants: domain.md §2.4
(V S38). A territory that writes otherwise brings its own template.
"""

from __future__ import annotations

from typing import Final

from deplie.financements.rules.forfait import FSE_2014_2020

FSE_PLUS_2021_2027: Final = "FSE_PLUS_2021_2027"
_PARTICIPANTS: Final = (
    "Chaque participant est informé que l'action est cofinancée par l'Union européenne. Ses données d'entrée sont "
    "recueillies à l'entrée, celles de sortie dans les quatre semaines qui suivent la sortie ; un refus de répondre "
    "est noté."
)
_COMPTES: Final = (
    "Les dépenses et les ressources de l'opération sont suivies dans une comptabilité séparée, ou par un code "
    "comptable qui les distingue. Une dépense n'est déclarée qu'une fois, avec sa pièce et la preuve de son paiement."
)
OBLIGATIONS: Final[dict[str, tuple[str, ...]]] = {
    FSE_PLUS_2021_2027: (
        "L'emblème de l'Union européenne et la mention « Cofinancé par l'Union européenne » figurent sur les documents "
        "remis au public et aux participants, et sur le site internet du porteur, qui décrit l'opération.",
        "Une affiche de format A3 au moins, ou un affichage électronique équivalent, présente l'opération et le "
        "soutien de l'Union européenne dans un lieu visible du public.",
        _PARTICIPANTS,
        _COMPTES,
    ),
    FSE_2014_2020: (
        "L'emblème de l'Union européenne et la mention du Fonds social européen figurent sur les documents remis au "
        "public et aux participants, et sur le site internet du porteur, qui décrit l'opération.",
        "Une affiche de format A3 au moins présente l'opération et le soutien de l'Union européenne dans un lieu "
        "visible du public.",
        _PARTICIPANTS,
        _COMPTES,
    ),
}
SANS_EUROPE: Final = (
    "Le soutien du financeur est mentionné sur les documents remis au public.",
    "Les dépenses et les ressources du projet sont suivies de façon à pouvoir être vérifiées, pièces à l'appui.",
)
# Retention, by the period of programming; the day itself is known once the last payment is made.
CONSERVATIONS: Final[dict[str, str]] = {
    FSE_PLUS_2021_2027: (
        "Les pièces sont conservées cinq ans à compter du 31 décembre de l'année du dernier versement (règlement (UE) "
        "2021/1060, article 82)."
    ),
    FSE_2014_2020: (
        "Les pièces sont conservées trois ans, ou deux ans pour une opération d'un million d'euros ou plus, à compter "
        "du 31 décembre qui suit la présentation des comptes où figurent ses dépenses."
    ),
}
CONSERVATION_SANS_EUROPE: Final = (
    "Les pièces sont conservées cinq ans à compter du 31 décembre de l'année du dernier versement."
)
CONSERVATION_AIDE_ETAT: Final = "Au titre d'une aide d'État, elles le sont dix ans à compter de l'octroi de l'aide."


def obligations_de(programmation: str) -> tuple[str, ...]:
    """What a convention of this period of programming asks, one sentence each."""
    return OBLIGATIONS.get(programmation, SANS_EUROPE)


def conservation_de(programmation: str, *, aide_etat: bool = False) -> str:
    """How long papers are kept, as the convention says it."""
    phrase = CONSERVATIONS.get(programmation, CONSERVATION_SANS_EUROPE)
    return f"{phrase} {CONSERVATION_AIDE_ETAT}" if aide_etat else phrase
