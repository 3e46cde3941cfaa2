import pytest

from tests.parcours import fabrique


@pytest.fixture
def lieu(db):
    return fabrique.territoire("OUEST", "ARPE")


@pytest.fixture
def ailleurs(db):
    return fabrique.territoire("EST")
