"""French typography of the sentences shown to people."""

from __future__ import annotations

import re
from typing import Final

_DEVANT: Final = re.compile(r" (?=[:;?!%»])")
_APRES: Final = re.compile(r"(?<=«) ")


def insecables(phrase: str) -> str:
    """The sentence with no-break spaces where French wants them: before « : ; ? ! % », inside guillemets."""
    return _APRES.sub("\u00a0", _DEVANT.sub("\u00a0", phrase))
