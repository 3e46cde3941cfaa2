"""What is asked of a participant: at entry, at exit, six months after; what may be refused; what the parcours knows
already.

Nothing known is asked twice, nothing is estimated: an answer comes from the person, from a piece, or from the parcours.
Sources: ``domain/domain.md`` §2.2 and §2.3. Wordings and lists are ours (K: the official questionnaire was not found);
they go out through a configurable mapping (``correspondance``). Refusals: allowed if the asking is traced (S15); in the
French tools for parents born abroad and housing alone (S37, S38); disability, a special category in the regulation, is
left refusable here, and a territory may narrow it (``refusables``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.fiche import CHOMEUR, EMPLOI, INACTIF, NON, NON_DEMANDE, OUI, REFUS
from deplie.territoires.rules import NIVEAU_FORMATION, SEXE

ENTREE: Final = "ENTREE"
SORTIE: Final = "SORTIE"
SIX_MOIS: Final = "SIX_MOIS"
MOMENTS: Final = {ENTREE: "à l'entrée", SORTIE: "à la sortie", SIX_MOIS: "six mois après"}

CHOIX: Final = "CHOIX"
DATE: Final = "DATE"
ENTIER: Final = "ENTIER"

LES_DEUX: Final = frozenset({FSE_2014_2020, FSE_PLUS_2021_2027})
ANCIENNE: Final = frozenset({FSE_2014_2020})

OUI_NON: Final = {OUI: "oui", NON: "non"}
STATUTS: Final = {CHOMEUR: "au chômage", INACTIF: "sans emploi et sans recherche", EMPLOI: "en emploi"}
DURABLE, TEMPORAIRE, AIDE, INDEPENDANT = "DURABLE", "TEMPORAIRE", "AIDE", "INDEPENDANT"
EMPLOIS: Final = {
    DURABLE: "CDI, CDD ou mission de six mois et plus, fonction publique",
    TEMPORAIRE: "CDD ou mission de moins de six mois",
    AIDE: "contrat aidé ou insertion par l'activité économique",
    INDEPENDANT: "à son compte",
}
PRECAIRES: Final = frozenset({TEMPORAIRE, AIDE})
MINIMA: Final = {"RSA": "RSA", "ASS": "ASS", "AAH": "AAH", "AUTRE": "un autre minimum social", "AUCUN": "aucun"}
FINS: Final = {"TERMINE": "est allée au bout", "ABANDON": "a arrêté avant la fin"}

# Who can fill what is missing.
REFERENT, PERSONNE, OPERATEUR, ENQUETE = "REFERENT", "PERSONNE", "OPERATEUR", "ENQUETE"
QUI: Final = {
    REFERENT: "le référent",
    PERSONNE: "la personne, avec son référent",
    OPERATEUR: "l'opérateur",
    ENQUETE: "qui rappelle la personne au sixième mois",
}

# Where an answer may come from. An estimate by whoever receives is refused (S16).
DECLARE, PIECE, PARCOURS, ESTIME = "DECLARE", "PIECE", "PARCOURS", "ESTIME"
ORIGINES: Final = {DECLARE: "dit par la personne", PIECE: "lu sur une pièce", PARCOURS: "connu du parcours"}


@dataclass(frozen=True)
class Question:
    """A question, by the key of its field. ``si``: asked only where another answer is one of these."""

    cle: str
    moment: str
    libelle: str
    nature: str = CHOIX
    reponses: Mapping[str, str] | None = None
    programmations: frozenset[str] = LES_DEUX
    refusable: bool = False
    si: tuple[str, frozenset[str]] | None = None
    qui: str = PERSONNE
    source: str = "domain/domain.md §2.3 (K)."


def _oui_non(cle: str, moment: str, libelle: str, **autres: Any) -> Question:
    return Question(cle, moment, libelle, CHOIX, OUI_NON, **autres)


_EN_EMPLOI: Final = ("statut", frozenset({EMPLOI}))
QUESTIONS: Final[dict[str, Question]] = {
    question.cle: question
    for question in (
        Question(
            "sexe", ENTREE, "Sexe", reponses=dict(SEXE.choix()), qui=REFERENT, source="Annexe I, 2021/1057 (S28)."
        ),
        Question("date_naissance", ENTREE, "Date de naissance", DATE, qui=REFERENT),
        Question("statut", ENTREE, "Situation la veille de l'entrée", reponses=STATUTS, source="S13."),
        Question(
            "duree_chomage_mois",
            ENTREE,
            "Depuis combien de mois au chômage",
            ENTIER,
            si=("statut", frozenset({CHOMEUR})),
        ),
        Question("emploi", ENTREE, "Nature de l'emploi", reponses=EMPLOIS, si=_EN_EMPLOI),
        _oui_non("sous_emploi", ENTREE, "À temps partiel sans l'avoir choisi", si=_EN_EMPLOI, source="S36."),
        _oui_non("en_formation", ENTREE, "En études ou en formation à l'entrée"),
        Question(
            "niveau_formation", ENTREE, "Diplôme le plus élevé", reponses=dict(NIVEAU_FORMATION.choix()), qui=REFERENT
        ),
        Question("minima", ENTREE, "Minimum social perçu", reponses=MINIMA, qui=REFERENT),
        _oui_non("handicap", ENTREE, "Handicap reconnu", refusable=True, source="EECO12 (**) ; S15."),
        _oui_non("pays_tiers", ENTREE, "Nationalité hors de l'Union européenne, ou apatride", source="EECO13."),
        _oui_non("origine_etrangere", ENTREE, "Un parent né à l'étranger", refusable=True, source="EECO14 ; S37."),
        _oui_non("sans_abri", ENTREE, "Sans abri ou en difficulté de logement", refusable=True, source="EECO16 ; S38."),
        _oui_non("zone_rurale", ENTREE, "Commune de résidence rurale", qui=REFERENT, source="EECO17 (K)."),
        _oui_non("menage_sans_emploi", ENTREE, "Personne n'a d'emploi dans le ménage", programmations=ANCIENNE),
        _oui_non("enfants_a_charge", ENTREE, "Des enfants à charge dans le ménage", programmations=ANCIENNE),
        _oui_non("adulte_seul", ENTREE, "Un seul adulte dans le ménage", programmations=ANCIENNE),
        _oui_non("autre_defavorise", ENTREE, "Autre difficulté particulière", programmations=ANCIENNE, refusable=True),
        Question("date_sortie", SORTIE, "Date de sortie de l'opération", DATE, qui=OPERATEUR),
        Question("constat_sortie", SORTIE, "Situation observée le", DATE, qui=REFERENT, source="V11."),
        Question("fin_sortie", SORTIE, "La personne", reponses=FINS, qui=OPERATEUR),
        Question("statut_sortie", SORTIE, "Situation à la sortie", reponses=STATUTS),
        Question(
            "emploi_sortie", SORTIE, "Nature de l'emploi", reponses=EMPLOIS, si=("statut_sortie", frozenset({EMPLOI}))
        ),
        _oui_non("recherche_sortie", SORTIE, "Cherche un emploi", source="EECR01."),
        _oui_non("formation_sortie", SORTIE, "En études ou en formation", source="EECR02."),
        _oui_non("qualification_sortie", SORTIE, "A obtenu une certification", source="EECR03."),
        Question("constat_six_mois", SIX_MOIS, "Situation observée le", DATE, qui=ENQUETE, source="V12."),
        Question("statut_six_mois", SIX_MOIS, "Situation six mois après", reponses=STATUTS, qui=ENQUETE),
        Question(
            "emploi_six_mois",
            SIX_MOIS,
            "Nature de l'emploi",
            reponses=EMPLOIS,
            si=("statut_six_mois", frozenset({EMPLOI})),
            qui=ENQUETE,
        ),
        _oui_non(
            "sous_emploi_six_mois",
            SIX_MOIS,
            "À temps partiel sans l'avoir choisi",
            si=("statut_six_mois", frozenset({EMPLOI})),
            qui=ENQUETE,
        ),
        _oui_non(
            "progression_six_mois",
            SIX_MOIS,
            "Poste plus qualifié ou promotion",
            si=("statut_six_mois", frozenset({EMPLOI})),
            qui=ENQUETE,
            source="S36 : une hausse de salaire seule ne compte pas.",
        ),
    )
}
# Refused or answered, never « not asked », once exported (V10).
SENSIBLES: Final = ("handicap", "pays_tiers", "origine_etrangere", "sans_abri")
# Answers that are read only with a right of their own.
A_TAIRE: Final = frozenset({*SENSIBLES, *(cle for cle, question in QUESTIONS.items() if question.refusable)})
REFUSABLES: Final = frozenset(cle for cle, question in QUESTIONS.items() if question.refusable)


def questions_de(moment: str, programmation: str) -> list[Question]:
    """The questions of a moment, in their order. A programmation that is not European asks none."""
    return [q for q in QUESTIONS.values() if q.moment == moment and programmation in q.programmations]


def s_applique(question: Question, reponses: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the others: how long unemployed is asked to the unemployed."""
    return question.si is None or reponses.get(question.si[0]) in question.si[1]


def a_poser(moment: str, programmation: str, reponses: Mapping[str, Any]) -> list[Question]:
    """What is still to be asked: not known, and of some use. A refusal is an answer, « not asked » is none."""
    return [
        question
        for question in questions_de(moment, programmation)
        if s_applique(question, reponses) and reponses.get(question.cle) in (None, "", NON_DEMANDE)
    ]


def refus_de_reponse(
    question: Question,
    valeur: Any,
    *,
    origine: str = DECLARE,
    demandee_le: date | None = None,
    refusables: Collection[str] = REFUSABLES,
) -> str:
    """Why an answer cannot be kept: an estimate, a value of no list, a refusal that is not allowed or not traced."""
    if origine not in ORIGINES:
        return "Une estimation ne vaut pas une réponse : demandez à la personne, ou laissez la question ouverte."
    if valeur == REFUS:
        if question.cle not in refusables:
            return f"« {question.libelle} » : cette question ne se refuse pas."
        return "" if demandee_le else f"« {question.libelle} » : notez le jour où la question a été posée."
    if valeur == NON_DEMANDE or valeur is None:
        return ""
    if question.nature == DATE:
        return "" if isinstance(valeur, date) else f"« {question.libelle} » : une date est attendue."
    if question.nature == ENTIER:
        juste = type(valeur) is int and valeur >= 0
        return "" if juste else f"« {question.libelle} » : un nombre de mois est attendu."
    if valeur not in (question.reponses or {}):
        return f"« {question.libelle} » : choisissez une réponse de la liste."
    return ""


@dataclass(frozen=True)
class FaitsParcours:
    """Why an answer cannot be kept: an estimate, a value of no list, a refusal not allowed or not traced."""

    sexe: str = ""
    date_naissance: date | None = None
    statut_entree: str = ""
    duree_chomage_mois: int | None = None
    niveau_formation: str = ""
    zone_rurale: str = ""
    criteres: frozenset[str] = frozenset()
    sensibles: Mapping[str, str] | None = None


def deduire(faits: FaitsParcours) -> dict[str, Any]:
    """The answers at entry that the parcours gives, by key: only what it holds; an absence is never a « no »."""
    trouves: dict[str, Any] = {
        "sexe": faits.sexe or None,
        "date_naissance": faits.date_naissance,
        "statut": faits.statut_entree or None,
        "duree_chomage_mois": faits.duree_chomage_mois if faits.statut_entree == CHOMEUR else None,
        "niveau_formation": faits.niveau_formation or None,
        "zone_rurale": faits.zone_rurale if faits.zone_rurale in OUI_NON else None,
        "minima": next((code for code in ("RSA", "ASS", "AAH") if code in faits.criteres), None),
    }
    for cle, critere in (("handicap", "TH"), ("sans_abri", "PSH_PR")):
        if critere in faits.criteres:
            trouves[cle] = OUI
    for cle, reponse in (faits.sensibles or {}).items():
        if cle in SENSIBLES and reponse != NON_DEMANDE:
            trouves[cle] = reponse
    return {cle: valeur for cle, valeur in trouves.items() if valeur is not None}


def sortie_inchangee(entree: Mapping[str, Any]) -> dict[str, Any]:
    """The answers at exit of an open-ended support where nothing has changed since entry (S39), to be confirmed.

    Neither a qualification nor a search for work is assumed.
    """
    reprises = {"statut": "statut_sortie", "emploi": "emploi_sortie", "en_formation": "formation_sortie"}
    return {sortie: entree[cle] for cle, sortie in reprises.items() if entree.get(cle) not in (None, "", NON_DEMANDE)}
