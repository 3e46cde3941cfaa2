"""Interviews of a référent: what they may be, when one may be said held or missed, what is better not written.

Source: one interview a month at least is the habit of the plans (``domain/domain.md`` §1.2, step 5); data of health are
of a special kind (règlement (UE) 2016/679, article 9): a note says what the person can and wants, not what they have.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

PREVU: Final = "PREVU"
TENU: Final = "TENU"
ABSENT_EXCUSE: Final = "ABSENT_EXCUSE"
ABSENT: Final = "ABSENT"
ANNULE: Final = "ANNULE"

STATUTS: Final[dict[str, str]] = {
    PREVU: "prévu",
    TENU: "tenu",
    ABSENT_EXCUSE: "absence excusée",
    ABSENT: "absence",
    ANNULE: "annulé",
}
ABSENCES: Final = (ABSENT_EXCUSE, ABSENT)
MODES: Final[dict[str, str]] = {
    "PRESENCE": "en présence",
    "TELEPHONE": "par téléphone",
    "VISIO": "en visioconférence",
    "DOMICILE": "à domicile",
}
# Minutes.
DUREE_HABITUELLE, DUREE_MIN, DUREE_MAX = 60, 5, 480
# An absence noted by mistake becomes an interview held; an interview held stays so, its words may be corrected.
_VERS: Final[dict[str, frozenset[str]]] = {
    TENU: frozenset({PREVU, TENU, ABSENT, ABSENT_EXCUSE}),
    ABSENT: frozenset({PREVU, ABSENT_EXCUSE}),
    ABSENT_EXCUSE: frozenset({PREVU, ABSENT}),
    ANNULE: frozenset({PREVU}),
    PREVU: frozenset({PREVU}),
}
_ACTES: Final = {
    TENU: "écrire l'entretien",
    ABSENT: "noter une absence",
    ABSENT_EXCUSE: "noter une absence",
    ANNULE: "annuler le rendez-vous",
    PREVU: "déplacer le rendez-vous",
}


def refus_de_passer(depuis: str, vers: str) -> str:
    """Why an interview cannot go from one state to another; empty when it can. Moved: from PREVU to PREVU."""
    if depuis in _VERS[vers]:
        return ""
    return f"Ce rendez-vous est noté « {STATUTS[depuis]} » : il n'est plus possible de {_ACTES[vers]}."


def refus_de_tenir(jour: date, aujourd_hui: date) -> str:
    """An interview to come has not been held. The hour is not compared: one is written as it ends, or before."""
    if jour > aujourd_hui:
        return f"Cet entretien est prévu le {jour:%d/%m/%Y} : il s'écrit ce jour-là ou après."
    return ""


def refus_d_absence(debut: datetime, maintenant: datetime, *, excusee: bool) -> str:
    """An absence is noted once the hour has come; an excuse may be known before."""
    if not excusee and debut > maintenant:
        return "L'heure du rendez-vous n'est pas passée : seule une absence excusée se note avant."
    return ""


def refus_de_prevoir(jour: date, aujourd_hui: date) -> str:
    """An appointment is made for today or later; what has been held is written."""
    if jour < aujourd_hui:
        return f"Le {jour:%d/%m/%Y} est passé. Si l'entretien a eu lieu, écrivez-le."
    return ""


def heure_dite(debut: datetime) -> str:
    """« 10 h », « 8 h 05 », of an hour where one is."""
    return f"{debut.hour}\u00a0h" + (f"\u00a0{debut.minute:02}" if debut.minute else "")


def rendez_vous_dit(debut: datetime, avec: str, aujourd_hui: date) -> str:
    """« Rendez-vous de 10 h avec vous, aujourd'hui »: when, and whose it is. ``debut`` is the hour where one is."""
    if debut.date() == aujourd_hui:
        return f"Rendez-vous de {heure_dite(debut)} avec {avec}, aujourd'hui"
    return f"Rendez-vous du {debut:%d/%m/%Y}, {heure_dite(debut)}, avec {avec}"


def manques_dits(absences: int, excusees: int) -> str:
    """« 2 absences, et une absence excusée » of who did not come; empty when they always did."""
    mots = ((absences, "absence", "absences"), (excusees, "absence excusée", "absences excusées"))
    dites = [f"une {un}" if nombre == 1 else f"{nombre} {plusieurs}" for nombre, un, plusieurs in mots if nombre]
    return ", et ".join(dites)


def lundi_de(jour: date) -> date:
    """The Monday of the week of a day."""
    return jour - timedelta(days=jour.weekday())


# Words that a note rarely needs: begun by these letters, without accents. A short list, gentle: it asks, never refuses.
_SANTE: Final = (
    "addict",
    "alcool",
    "anorexi",
    "antidepress",
    "anxiolytique",
    "bipolaire",
    "boulimi",
    "burn-out",
    "burnout",
    "cancer",
    "chimiotherapie",
    "depressi",
    "diabet",
    "diagnosti",
    "drogue",
    "epilep",
    "fibromyalgi",
    "handicap",
    "hepatite",
    "hospitalis",
    "maladie",
    "medicament",
    "migraine",
    "psychiatr",
    "psychose",
    "schizophren",
    "sclerose",
    "seropositi",
    "sida",
    "suicid",
    "toxicoman",
    "traitement medical",
    "tumeur",
    "vih",
)
# A word is looked for from its beginning; these are found whole only (« vihara », « sidation » are not health).
_ENTIERS: Final = frozenset({"sida", "vih"})
_MOTIF: Final = re.compile(
    r"\b(?:" + "|".join(re.escape(m) + (r"\b" if m in _ENTIERS else r"[\w-]*") for m in _SANTE) + ")"
)


def mots_de_sante(texte: str) -> list[str]:
    """The words of a text that seem to say a state of health, as they are written, each once, in order.

    ``handicap`` is among them: an eligibility criterion says it where it is protected, a note does not.
    """
    lisible = unicodedata.normalize("NFC", texte)
    # Folded letter by letter, so that a place in the one is the same place in the other.
    plie = "".join(unicodedata.normalize("NFD", lettre)[0].lower()[:1] for lettre in lisible)
    trouves = (lisible[m.start() : m.end()].lower() for m in _MOTIF.finditer(plie))
    return list(dict.fromkeys(trouves))
