"""Before the settings are read: a data folder per session and process, so that no test meets real records.

Loaded by ``-p tests.demarrage``: Django's settings are read before any conftest.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

SESSION = "DEPLIE_TESTS_DOSSIER"

# What a developer's terminal says of their own installation is not for tests.
for _nom in [nom for nom in os.environ if nom.startswith("DEPLIE_") and nom not in (SESSION, "DEPLIE_SANS_SAUT")]:
    del os.environ[_nom]
if SESSION not in os.environ:
    os.environ[SESSION] = tempfile.mkdtemp(prefix="deplie-tests-")
DOSSIER = Path(os.environ[SESSION]) / os.environ.get("PYTEST_XDIST_WORKER", "seul")
os.environ["DEPLIE_DONNEES"] = str(DOSSIER)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[SESSION], ignore_errors=True)
