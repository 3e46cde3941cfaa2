"""The French social security number (NIR): recognised so as never to be stored."""

from __future__ import annotations

import re
from typing import Final

from deplie.socle.tableaux.codes import sans_accent

_FORME: Final = re.compile(r"[123478]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[AB])\d{6}\d\d", re.A)
_SEPARATEURS: Final = re.compile(r"[\s.\-/]")
_ENTETES: Final = re.compile(
    r"(?:n|no|num|numero|code)?(?:nir|nss|ssn)(?:numero.*)?"
    r"|(?:n|no|num|numero)(?:de)?secu(?:rite)?(?:sociale)?(?:nir)?|secu|securitesociale(?:nir)?"
)


def est_nir(texte: str) -> bool:
    """Is it a complete NIR, with its key? (13 digits and a key of 2: 97 minus the number modulo 97.)"""
    if not 15 <= len(texte) <= 21 or texte[0] not in "123478":
        return False
    compact = _SEPARATEURS.sub("", texte).upper()
    if len(compact) != 15 or not _FORME.fullmatch(compact):
        return False
    # Corsica: 2A counts as 19, 2B as 18.
    nombre = int(compact[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - nombre % 97 == int(compact[13:])


def est_entete_nir(entete: str) -> bool:
    """Does this header announce social security numbers?"""
    return _ENTETES.fullmatch(re.sub("[^a-z0-9]", "", sans_accent(entete))) is not None
