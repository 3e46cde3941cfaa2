"""What makes two names the same, and how a telephone number is kept. No database here."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from deplie.socle.erreurs import RefusMetier

# Letters that a canonical decomposition leaves whole.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"['’‘ʼ＇`´]")
_SEPARATEURS = re.compile(r"[\W_]+")
LONGUEUR_CLE = 220


def plier(texte: str) -> str:
    """Fold a name: no accent, no case, no apostrophe, one space for anything that is not a letter or a digit.

    An apostrophe joins (« N'Diaye » and « Ndiaye » are written for one another), a hyphen separates
    (« Jean-Pierre », « Jean Pierre »).
    """
    # Composed lookalikes (« 𝕬 », « ﬁ ») have a case only once decomposed, hence twice.
    pliee = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", texte).casefold())
    decomposee = _APOSTROPHES.sub("", pliee.casefold().translate(_LIGATURES))
    sans_accent = "".join(lettre for lettre in decomposee if not unicodedata.combining(lettre))
    return _SEPARATEURS.sub(" ", sans_accent).strip()


def cle_de_nom(nom: str, prenom: str) -> str:
    """The sort and search key of a person: « De L'Étang », « Anne-Lise » gives ``de letang anne lise``.

    Both databases keep and sort it alike. Empty when ``nom`` is empty, so that the key of a missing
    ``nom_usage`` is empty too. At most 220 characters.
    """
    replie = plier(nom)
    return f"{replie} {plier(prenom)}".strip()[:LONGUEUR_CLE].rstrip() if replie else ""


def telephone(valeur: str, region: str) -> str:
    """The international form of a number (« 0692 00 00 00 » in RE gives ``+262692000000``).

    ``region`` is the territory's (ISO 3166): an overseas number written the national way is not valid as FR.
    Raises ``RefusMetier`` when it is not a possible number there.
    """
    try:
        numero = phonenumbers.parse(valeur, region)
    except phonenumbers.NumberParseException:
        numero = None
    if numero is None or not phonenumbers.is_possible_number(numero):
        raise RefusMetier(
            f"Le numéro de téléphone « {valeur} » n'est pas reconnu. Écrivez dix chiffres, ou l'indicatif du pays."
        )
    return str(phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164))


def telephone_lisible(valeur: str, region: str) -> str:
    """A number as it is read in the region: « 0692 00 11 22 » there, « +33 6 12 34 56 78 » elsewhere.

    What is not a number is given as it is.
    """
    try:
        numero = phonenumbers.parse(valeur, region)
    except phonenumbers.NumberParseException:
        return valeur
    ici = numero.country_code == phonenumbers.country_code_for_region(region)
    formes = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(numero, formes.NATIONAL if ici else formes.INTERNATIONAL))
