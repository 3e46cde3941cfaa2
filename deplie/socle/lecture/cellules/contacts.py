"""Telephone numbers and e-mail addresses: a wrong one warns and is kept as text."""

from __future__ import annotations

import re
from typing import Final

from deplie.socle.lecture.cellules.texte import LireTexte, en_texte, trop_long
from deplie.socle.lecture.types import Cellule, Lecture
from deplie.socle.tableaux.champs import Champ

_SEPARATEURS: Final = re.compile(r"[\s.\-/()]")
_ADRESSE: Final = re.compile(r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")


def lire_telephone(champ: Champ, region: str) -> LireTexte:
    """Reader of telephone numbers, read as dialled in ``region`` (ISO 3166); the value is E.164."""
    import phonenumbers

    court, indicatif = _numeros_nationaux(region)

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        trop_long(champ, texte)
        compact = _SEPARATEURS.sub("", texte)
        national = compact[1:] if compact[:1] == "0" else compact
        if court is not None and court.fullmatch(national):
            return Lecture(indicatif + national)
        try:
            numero = phonenumbers.parse(texte, region)
        except phonenumbers.NumberParseException:
            numero = None
        if numero is not None and phonenumbers.is_valid_number(numero):
            return Lecture(phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164))
        return Lecture(texte, f"« {texte} » n'est pas un numéro de téléphone reconnu ; il est gardé tel quel.")

    return lire


def _numeros_nationaux(region: str) -> tuple[re.Pattern[str] | None, str]:
    """The numbers that a region dials after « 0 », in one expression: the library takes 60 times longer for each."""
    import phonenumbers

    metadonnees = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadonnees is None or metadonnees.national_prefix != "0" or metadonnees.country_code is None:
        return None, ""
    sortes = (metadonnees.fixed_line, metadonnees.mobile, metadonnees.voip, metadonnees.shared_cost)
    formes = [s.national_number_pattern for s in sortes if s is not None and s.national_number_pattern]
    return re.compile("|".join(f"(?:{forme})" for forme in formes)), f"+{metadonnees.country_code}"


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
