from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deplie.site.cli import main
from tests.socle.imports.atelier import Atelier


@pytest.fixture
def atelier(db: None, tmp_path: Path) -> Atelier:
    return Atelier(tmp_path)


Commande = Callable[..., tuple[int, str, str]]


@pytest.fixture
def deplie(db: None, capsys: pytest.CaptureFixture[str]) -> Commande:
    """``deplie("importer", …)`` gives (exit code, standard output, standard error)."""

    def appeler(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        lu = capsys.readouterr()
        return code, lu.out, lu.err

    return appeler
