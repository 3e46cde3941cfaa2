"""Progress of long work on standard error, when somebody is looking."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from deplie.socle.imports.course import Avancee

RYTHME = 0.2  # seconds between two lines


class Progression:
    """Prints « lecture : 12 000 sur 100 000 (12 %) » over itself; silent when standard error is not a terminal."""

    def __init__(self) -> None:
        self._visible = sys.stderr.isatty()
        self._derniere = 0.0
        self._etape = ""

    def __enter__(self) -> Progression:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._visible and self._etape:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, avancee: Avancee) -> None:
        if not self._visible:
            return
        maintenant = time.monotonic()
        if avancee.etape == self._etape and maintenant - self._derniere < RYTHME:
            return
        self._etape, self._derniere = avancee.etape, maintenant
        sys.stderr.write(f"\r\x1b[K{_texte(avancee)}")
        sys.stderr.flush()


def _texte(avancee: Avancee) -> str:
    if not avancee.attendues:
        return f"{avancee.etape}…"
    part = min(100, 100 * avancee.faites // avancee.attendues)
    return f"{avancee.etape} : {avancee.faites} sur {avancee.attendues} lignes ({part} %)"
