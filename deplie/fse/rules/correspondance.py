"""How records leave for the service that asks for them: columns, order, labels, dates and codes are data, not code.

No official layout is claimed (the columns of the national service were not found): a correspondence is matched with the
file that the managing service supplies. It must say the same thing both ways: what is written is read back to the same
values, else it is refused in a sentence. ``vers_donnees`` and ``de_donnees`` keep it as plain data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Final

from deplie.fse.rules.fiche import NON_DEMANDE, REFUS
from deplie.fse.rules.fichier import Forme, refus_de_forme
from deplie.fse.rules.questionnaire import CHOIX, DATE, ENTIER, ENTREE, MOMENTS, QUESTIONS
from deplie.socle.erreurs import RefusMetier

TEXTE: Final = "TEXTE"
# What a record holds beside its answers.
IDENTITE: Final[dict[str, tuple[str, str]]] = {
    "fiche": ("numéro de la fiche", TEXTE),
    "operation": ("code de l'opération", TEXTE),
    "objectif": ("objectif spécifique", TEXTE),
    "personne": ("identifiant de la personne", TEXTE),
    "nom": ("nom", TEXTE),
    "prenom": ("prénom", TEXTE),
    "adresse": ("adresse", TEXTE),
    "code_postal": ("code postal", TEXTE),
    "commune": ("commune", TEXTE),
    "code_commune": ("code INSEE de la commune", TEXTE),
    "telephone": ("téléphone", TEXTE),
    "courriel": ("courriel", TEXTE),
    "referent_courriel": ("courriel du référent", TEXTE),
    "date_entree": ("date d'entrée", DATE),
    "reprise_le": ("date de la dernière rentrée", DATE),
    "complete": ("fiche complète", TEXTE),
}
NATURES: Final[dict[str, str]] = {
    **{champ: nature for champ, (_, nature) in IDENTITE.items()},
    **{question.cle: question.nature for question in QUESTIONS.values()},
}
CHIFFRES_MAX: Final = 9
_JETONS: Final = {"AAAA": r"(?P<a>[0-9]{4})", "MM": r"(?P<m>[0-9]{2})", "JJ": r"(?P<j>[0-9]{2})"}


@dataclass(frozen=True)
class Colonne:
    """A column of the file. Without ``champ`` it holds ``constante`` on every line.

    ``format``: of a day, made of JJ, MM and AAAA; ``chiffres``: the digits that a number has at least, 014;
    ``codes``: our code to theirs; ``vide``: what stands for an unknown value.
    """

    entete: str
    champ: str = ""
    format: str = "JJ/MM/AAAA"
    codes: Mapping[str, str] = field(default_factory=dict)
    vide: str = ""
    constante: str = ""
    obligatoire: bool = False
    chiffres: int = 0


@dataclass(frozen=True)
class Correspondance:
    """A layout: its columns in the order of the file, and what the file is made of."""

    nom: str
    version: str
    colonnes: tuple[Colonne, ...]
    forme: Forme = field(default_factory=Forme)

    @property
    def entetes(self) -> list[str]:
        """The first line of the file."""
        return [colonne.entete for colonne in self.colonnes]


def codes_attendus(champ: str) -> tuple[str, ...]:
    """The codes that a table must translate: every answer of the question, and its refusal where one is allowed."""
    question = QUESTIONS.get(champ)
    if question is None or question.reponses is None:
        return ()
    return (*question.reponses, *((REFUS,) if question.refusable else ()))


def intitule(champ: str) -> str:
    """Our own words; the moment parts the questions that are asked again."""
    if champ in IDENTITE:
        return IDENTITE[champ][0]
    question = QUESTIONS[champ]
    return question.libelle if question.moment == ENTREE else f"{question.libelle} ({MOMENTS[question.moment]})"


def usuelle(nom: str, champs: Sequence[str]) -> Correspondance:
    """A correspondence to start from: our own labels and codes."""
    return Correspondance(
        nom,
        "1",
        tuple(
            Colonne(
                intitule(champ),
                champ,
                codes={code: code for code in codes_attendus(champ)},
            )
            for champ in champs
        ),
    )


def refus(correspondance: Correspondance) -> list[str]:
    """Why a layout cannot be used, one sentence each; empty when all that it writes can be read back."""
    trouves = [] if correspondance.colonnes else ["La correspondance n'a aucune colonne."]
    trouves += refus_de_forme(correspondance.forme)
    entetes = correspondance.entetes
    trouves += [f"Deux colonnes s'appellent « {e} »." for e in dict.fromkeys(entetes) if entetes.count(e) > 1]
    champs = [colonne.champ for colonne in correspondance.colonnes if colonne.champ]
    trouves += [f"« {c} » est écrit dans deux colonnes." for c in dict.fromkeys(champs) if champs.count(c) > 1]
    for colonne in correspondance.colonnes:
        trouves += [f"Colonne « {colonne.entete} » : {phrase}" for phrase in _refus_de_colonne(colonne)]
    return trouves


def _refus_de_colonne(colonne: Colonne) -> list[str]:
    if not colonne.entete.strip():
        return ["son intitulé est vide."]
    if not colonne.champ:
        return []
    nature = NATURES.get(colonne.champ)
    if nature is None:
        return [f"le champ « {colonne.champ} » n'est pas connu."]
    if nature == DATE:
        return _refus_de_format(colonne)
    if nature == CHOIX:
        return _refus_de_codes(colonne)
    if nature == TEXTE and colonne.vide:
        return ["un texte inconnu s'écrit vide : un autre mot pourrait être un vrai texte."]
    if not 0 <= colonne.chiffres <= CHIFFRES_MAX:
        return [f"un nombre s'écrit sur {CHIFFRES_MAX} chiffres au plus."]
    if nature == ENTIER and re.fullmatch(r"[0-9]+", colonne.vide):
        return [f"« {colonne.vide} » est un nombre : il ne peut pas dire qu'une valeur est inconnue."]
    return []


def _refus_de_format(colonne: Colonne) -> list[str]:
    manquants = [jeton for jeton in ("JJ", "MM", "AAAA") if colonne.format.count(jeton) != 1]
    if manquants:
        return [f"le format de date « {colonne.format} » doit compter une fois {' et '.join(manquants)}."]
    if re.search(r"[0-9A-Za-z]", re.sub(r"JJ|MM|AAAA", "", colonne.format)):
        return [f"le format de date « {colonne.format} » ne mêle que JJ, MM, AAAA et des séparateurs."]
    if colonne.vide and _motif(colonne.format).fullmatch(colonne.vide):
        return [f"« {colonne.vide} » se lirait comme une date : il ne peut pas dire qu'une date est inconnue."]
    return []


def _refus_de_codes(colonne: Colonne) -> list[str]:
    attendus = codes_attendus(colonne.champ)
    trouves = [f"« {code} » n'a pas de traduction." for code in attendus if code not in colonne.codes]
    trouves += [f"« {code} » n'est pas une réponse de la question." for code in colonne.codes if code not in attendus]
    ecrits = list(colonne.codes.values())
    trouves += [
        f"« {ecrit} » traduit plusieurs réponses : on ne saurait pas laquelle relire."
        for ecrit in dict.fromkeys(ecrits)
        if ecrits.count(ecrit) > 1
    ]
    if colonne.vide in ecrits:
        trouves.append(f"« {colonne.vide} » dit à la fois une réponse et une valeur inconnue.")
    return trouves


def _motif(format_: str) -> re.Pattern[str]:
    """What a day written so looks like."""
    return re.compile("".join(_JETONS.get(bout, re.escape(bout)) for bout in re.split(r"(AAAA|MM|JJ)", format_)))


def ecrire(correspondance: Correspondance, valeurs: Mapping[str, Any]) -> list[str]:
    """A line of the file, cell by cell. Check the layout with ``refus`` and the record with ``anomalies`` before.

    Raises ``RefusMetier`` for a sensitive question that nobody asked (V10), a code without translation.
    """
    return [_ecrire_une(colonne, valeurs.get(colonne.champ)) for colonne in correspondance.colonnes]


def _ecrire_une(colonne: Colonne, valeur: Any) -> str:
    if not colonne.champ:
        return colonne.constante
    if valeur is None or valeur == "":
        return colonne.vide
    if valeur == NON_DEMANDE:
        raise RefusMetier(f"« {colonne.entete} » : la question n'a pas été posée, la ligne ne peut pas partir.")
    nature = NATURES[colonne.champ]
    if nature == DATE:
        ecrit = colonne.format.replace("AAAA", f"{valeur.year:04}")
        return ecrit.replace("MM", f"{valeur.month:02}").replace("JJ", f"{valeur.day:02}")
    if nature == CHOIX:
        if valeur not in colonne.codes:
            raise RefusMetier(f"« {colonne.entete} » : « {valeur} » n'a pas de traduction.")
        return colonne.codes[valeur]
    return f"{valeur:0{colonne.chiffres}}" if nature == ENTIER else str(valeur)


def lire(correspondance: Correspondance, cellules: Sequence[str]) -> dict[str, Any]:
    """The values of a line that was written so, by field; None for what is unknown.

    Raises ``RefusMetier``: not as many cells as columns, a cell that cannot be read.
    """
    if len(cellules) != len(correspondance.colonnes):
        raise RefusMetier(
            f"{len(correspondance.colonnes)} colonnes sont attendues, la ligne en compte {len(cellules)}."
        )
    return {
        colonne.champ: _lire_une(colonne, cellule)
        for colonne, cellule in zip(correspondance.colonnes, cellules, strict=True)
        if colonne.champ
    }


def _lire_une(colonne: Colonne, cellule: str) -> Any:
    if cellule == colonne.vide:
        return None
    nature = NATURES[colonne.champ]
    if nature == CHOIX:
        for code, ecrit in colonne.codes.items():
            if ecrit == cellule:
                return code
        raise RefusMetier(f"« {colonne.entete} » : « {cellule} » n'est la traduction d'aucune réponse.")
    if nature == DATE:
        return _lire_date(colonne, cellule)
    if nature == ENTIER:
        if not re.fullmatch(r"[0-9]+", cellule):
            raise RefusMetier(f"« {colonne.entete} » : un nombre est attendu, « {cellule} » est écrit.")
        return int(cellule)
    return cellule


def _lire_date(colonne: Colonne, cellule: str) -> date:
    trouve = _motif(colonne.format).fullmatch(cellule)
    try:
        if trouve is None:
            raise ValueError
        return date(int(trouve["a"]), int(trouve["m"]), int(trouve["j"]))
    except ValueError:
        phrase = f"« {colonne.entete} » : une date {colonne.format} est attendue, « {cellule} » est écrit."
        raise RefusMetier(phrase) from None


def anomalies(correspondance: Correspondance, valeurs: Mapping[str, Any]) -> list[str]:
    """Why a record cannot leave, one sentence each: a value that must be there, a question that nobody asked."""
    trouves = []
    for colonne in correspondance.colonnes:
        valeur = valeurs.get(colonne.champ)
        if colonne.obligatoire and colonne.champ and valeur in (None, ""):
            trouves.append(f"« {colonne.entete} » : une valeur est attendue.")
            continue
        try:
            _ecrire_une(colonne, valeur)
        except RefusMetier as refuse:
            trouves.append(refuse.message)
    if "telephone" in valeurs and not any(valeurs.get(cle) for cle in ("telephone", "courriel", "referent_courriel")):
        trouves.append("Un téléphone ou un courriel est attendu, à défaut celui du référent.")
    return trouves


def vers_donnees(correspondance: Correspondance) -> dict[str, Any]:
    """The layout as plain data, to be kept or sent."""
    plates = asdict(correspondance)
    return plates | {"colonnes": [_colonne_donnees(colonne) for colonne in correspondance.colonnes]}


def _colonne_donnees(colonne: Colonne) -> dict[str, Any]:
    return {**asdict(colonne), "codes": dict(colonne.codes)}


def de_donnees(donnees: Any) -> Correspondance:
    """The layout that plain data holds. Raises ``RefusMetier`` when it is not one, or cannot be used."""
    try:
        connus = {champ.name for champ in fields(Colonne)} - {"codes", "obligatoire", "chiffres"}
        colonnes = tuple(Colonne(**colonne) for colonne in donnees["colonnes"])
        forme = Forme(**donnees.get("forme", {}))
        correspondance = Correspondance(str(donnees["nom"]), str(donnees["version"]), colonnes, forme)
        textes = [getattr(c, nom) for c in colonnes for nom in connus]
        textes += [texte for c in colonnes for paire in c.codes.items() for texte in paire]
    except (AttributeError, KeyError, TypeError):
        raise RefusMetier("Ce n'est pas une correspondance : nom, version et colonnes sont attendus.") from None
    justes = all(type(c.obligatoire) is bool and type(c.chiffres) is int for c in colonnes)
    if not justes or not all(isinstance(texte, str) for texte in textes):
        raise RefusMetier(
            "Les intitulés, les formats et les codes sont des textes ; « obligatoire » vaut vrai ou faux."
        )
    if phrases := refus(correspondance):
        raise RefusMetier(phrases[0])
    return correspondance
