"""Telephone numbers and e-mail addresses: a wrong one warns and is kept as text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from deplie.socle.lecture.cellules.texte import LireTexte, en_texte, trop_long
from deplie.socle.lecture.types import Cellule, Lecture
from deplie.socle.tableaux.champs import Champ

_SEPARATEURS: Final = re.compile(r"[\s.\-/()]")
# Numbers that the French regulator keeps for fiction (décision 2018-0881 de l'Arcep): invented people have them.
_FICTIFS: Final = re.compile(r"(?:19900|26191|35301|46571|53649|63998)[0-9]{4}")
# La Réunion, Mayotte, Guadeloupe, Martinique, Guyane: dialled from anywhere in France as other numbers are.
_PLAN_FRANCAIS: Final = ("FR", "RE", "YT", "GP", "MQ", "GF")
_ADRESSE: Final = re.compile(r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")


def lire_telephone(champ: Champ, region: str) -> LireTexte:
    """Reader of telephone numbers, read as dialled in ``region`` (ISO 3166); the value is E.164."""
    plans = _plans(region)

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        trop_long(champ, texte)
        compact = _SEPARATEURS.sub("", texte)
        if plans and len(compact) <= 10 and compact.isascii() and compact.isdecimal():
            national = compact[1:] if compact[0] == "0" else compact
            numero = next((indicatif + national for indicatif, forme in plans if forme.fullmatch(national)), "")
        else:
            numero = _selon_la_bibliotheque(texte, region)
        if numero:
            return Lecture(numero)
        return Lecture(texte, f"« {texte} » n'est pas un numéro de téléphone reconnu ; il est gardé tel quel.")

    return lire


def _selon_la_bibliotheque(texte: str, region: str) -> str:
    import phonenumbers

    try:
        numero = phonenumbers.parse(texte, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(numero) and not _FICTIFS.fullmatch(str(numero.national_number)):
        return ""
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


@cache
def _plans(region: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """``(country code, numbers dialled after « 0 »)`` that a region can call, its own first; none if it dials no « 0 ».

    The ten digits of the French plan are dialled alike in every département, under six country codes. One expression
    for each, because the library takes 60 times longer for a number.
    """
    ordre = (region, *(r for r in _PLAN_FRANCAIS if r != region)) if region in _PLAN_FRANCAIS else (region,)
    plans = [plan for r in ordre if (plan := _plan(r)) is not None]
    return tuple(dict.fromkeys(plans)) if plans and plans[0][0] == _indicatif(region) else ()


def _indicatif(region: str) -> str:
    import phonenumbers

    return f"+{phonenumbers.country_code_for_region(region)}"


@cache
def _plan(region: str) -> tuple[str, re.Pattern[str]] | None:
    import phonenumbers

    metadonnees = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadonnees is None or metadonnees.national_prefix != "0" or metadonnees.country_code is None:
        return None
    formes = [_FICTIFS.pattern] if region == "FR" else []
    for voisine in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[metadonnees.country_code]:
        formes += _formes(phonenumbers.PhoneMetadata.metadata_for_region(voisine, None))
    return _indicatif(region), re.compile("|".join(f"(?:{forme})" for forme in formes), re.A)


def _formes(metadonnees: Any) -> list[str]:
    sortes = (
        "fixed_line",
        "mobile",
        "toll_free",
        "premium_rate",
        "shared_cost",
        "voip",
        "personal_number",
        "pager",
        "uan",
    )
    trouvees = (getattr(metadonnees, sorte, None) for sorte in (*sortes, "voicemail"))
    return [sorte.national_number_pattern for sorte in trouvees if sorte and sorte.national_number_pattern]


def lire_courriel(champ: Champ) -> LireTexte:
    """Reader of e-mail addresses, in lower case; the network is not asked."""

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        trop_long(champ, texte)
        adresse = texte.removeprefix("mailto:").lower()
        if len(adresse.partition("@")[0]) <= 64 and _ADRESSE.fullmatch(adresse):
            return Lecture(adresse)
        if valide := _valider(texte):
            return Lecture(valide.lower())
        return Lecture(texte, f"« {texte} » n'est pas une adresse électronique ; elle est gardée telle quelle.")

    return lire


def _valider(texte: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        # Reserved domains (« .invalid ») are accepted: invented people have them.
        valide = validate_email(texte, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return ""
    return valide.normalized if "." in valide.domain and len(valide.local_part) <= 64 else ""
