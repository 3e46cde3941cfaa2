from __future__ import annotations

from pathlib import Path

import pytest

from tests.socle.imports.atelier import Atelier


@pytest.fixture
def atelier(db: None, tmp_path: Path) -> Atelier:
    return Atelier(tmp_path)
