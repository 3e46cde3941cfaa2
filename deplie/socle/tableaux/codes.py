"""Code lists: a code, the label people read, and every spelling that a file may use for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"})
TIRETS = re.compile(r"(?<=\d)\s*[-‐‑‒–—−]\s*(?=\d)")  # noqa: RUF100
ECARTES = re.compile(r"[^a-z0-9<>≥≤+\-]|(?<!\d)-|-(?!\d)")


def sans_accent(texte: str) -> str:
    """Lower case, without accents nor ligatures: « Éléonore Œuvrard » becomes « eleonore oeuvrard »."""
    decompose = unicodedata.normalize("NFKD", texte.casefold().translate(LIGATURES))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def cle_de_code(texte: str) -> str:
    """The form under which spellings of a code are compared: case, accents, spaces and punctuation do not count.

    Comparison signs, « + » and a hyphen between two digits do: « < 6 mois » is not « >= 6 mois », nor « 1-2 » « 12 ».
    """
    plat = sans_accent(texte).replace(">=", "≥").replace("<=", "≤")
    return ECARTES.sub("", TIRETS.sub("-", plat))


@dataclass(frozen=True)
class Code:
    """One value of a list. ``signales`` holds the spellings that are read with a warning, and its sentence."""

    code: str
    libelle: str
    synonymes: tuple[str, ...] = ()
    signales: Mapping[str, str] = field(default_factory=dict)

    def graphies(self) -> Iterator[str]:
        """Every spelling read without a warning: the code, the label, its text before a parenthesis, the synonyms."""
        for texte in (self.code, self.libelle, *self.synonymes):
            yield texte
            if "(" in texte and (avant := texte.split("(", 1)[0].strip()):
                yield avant


@dataclass(frozen=True)
class Melange:
    """Two ways of writing a list that should not meet in one file (roman and new training levels)."""

    anciens: frozenset[str]
    nouveaux: frozenset[str]
    message: str


@dataclass(frozen=True)
class ListeDeCodes:
    """A closed list of codes. Iterating gives its ``Code``; ``in`` tests a code."""

    nom: str
    titre: str
    codes: tuple[Code, ...]
    melange: Melange | None = None

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self.par_code

    @cached_property
    def par_code(self) -> dict[str, Code]:
        return {c.code: c for c in self.codes}

    @cached_property
    def graphies(self) -> dict[str, tuple[str, str]]:
        """``{compared form: (code, warning)}``, codes first so that no label can shadow a code."""
        index: dict[str, tuple[str, str]] = {cle_de_code(c.code): (c.code, "") for c in self.codes}
        for code in self.codes:
            for texte in code.graphies():
                index.setdefault(cle_de_code(texte), (code.code, ""))
            for texte, phrase in code.signales.items():
                index.setdefault(cle_de_code(texte), (code.code, phrase))
        return index

    def libelle(self, code: str) -> str:
        """The label of a code; the code itself where the list does not hold it."""
        trouve = self.par_code.get(code)
        return trouve.libelle if trouve else code

    def trouver(self, texte: str) -> tuple[str, str] | None:
        """``(code, warning or "")`` for what a person wrote, None if the list does not hold it."""
        cle = cle_de_code(texte)
        if (trouve := self.graphies.get(cle)) is None and "(" in texte:
            trouve = self.graphies.get(cle_de_code(texte.split("(", 1)[0]))
        return trouve

    def choix(self) -> list[tuple[str, str]]:
        """``[(code, label)]``, the form of Django's ``choices``."""
        return [(c.code, c.libelle) for c in self.codes]


def liste(nom: str, titre: str, *codes: Code, melange: Melange | None = None) -> ListeDeCodes:
    """A ``ListeDeCodes`` from its codes."""
    return ListeDeCodes(nom, titre, codes, melange)
