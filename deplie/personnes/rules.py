"""What makes two names the same or sound the same, and how a telephone number is kept. No database here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import phonenumbers

from deplie.socle.erreurs import RefusMetier

IDENTITE: Final = ("nom", "nom_usage", "prenom", "date_naissance", "sexe")
CONTACT: Final = ("adresse", "code_postal", "telephone", "courriel")
CHAMPS: Final = (*IDENTITE, *CONTACT)
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


# How French letters are heard, in this order; a capital is a sound that no single small letter writes.
_SONS: Final = [
    (re.compile(motif), son)
    for motif, son in (
        (r"ph", "f"),
        (r"bv", "v"),  # Lefebvre
        (r"sch|sh|ch(?![rlnt])", "X"),
        (r"c?qu|ck|ch|q|k", "k"),
        (r"sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"gn(?=[aeiouy])", "n"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"g", "G"),
        (r"h", ""),
        (r"w", "v"),
        (r"y", "i"),
        (r"z", "s"),
        (r"eau|au", "o"),
        (r"ou", "U"),
        (r"oi", "ua"),
        (r"(ai|ei|i)[nm](?![aeiounm])", "1"),
        (r"e?an(?![aeiounm])|[ae][nm](?![aeiounm])", "2"),
        (r"o[nm](?![aeiounm])", "3"),
        (r"ai|ei", "e"),
        (r"(.)\1+", r"\1"),
        (r"lt$", "t"),
        # A mute « e » keeps the consonant before it; without it the last consonant is not heard.
        (r"(?<=..)es?$|(?<=.)[stdx]+$", ""),
        (r"(?<=.)er$", "e"),
        (r"x", "ks"),
    )
]


@lru_cache(maxsize=100_000)
def son(mot: str) -> str:
    """How a folded word is heard, plainly: « dupond » and « dupont », « philippe » and « filip » give the same.

    It only gathers words to look at: some that sound apart share it, and foreign names are read as French.
    """
    entendu = mot
    for motif, lettres in _SONS:
        entendu = motif.sub(lettres, entendu)
    return entendu


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
