"""A person is found however they are remembered: part of a name, a birth date, a number."""

from datetime import date

import pytest

from deplie.acteurs.queries import Acteur
from deplie.personnes import queries
from tests.parcours import fabrique as f


@pytest.fixture
def lieu(db):
    return f.territoire()


@pytest.fixture
def zelie(lieu):
    return f.personne(
        lieu,
        "N’Exemple-Témoin",
        "Zélie Anne",
        nom_usage="Modèle",
        identifiant="2019-0147",
        date_naissance=date(1986, 5, 14),
        telephone="+262692001122",
    )


@pytest.fixture
def autre(lieu):
    return f.personne(lieu, "Factice", "Tom", identifiant="2020-0148", date_naissance=date(1990, 1, 2))


@pytest.mark.parametrize(
    "texte",
    [
        "nexemple",
        "N'EXEMPLE TEMOIN",
        "témoin",
        "zelie",
        "anne mod",
        "Modèle Zélie",
        "zélie n'exemple",
        "2019-0147",
        "2019-01",
        "14/05/1986",
        "14.5.1986",
        "1986-05-14",
        "modele 14 05 1986",
        "0692 00 11 22",
        "+262692001122",
        "0692001122",
    ],
)
def test_found(lieu, zelie, autre, texte):
    assert list(queries.trouvees(lieu, texte)) == [zelie]


@pytest.mark.parametrize("texte", ["emoin", "modele tom", "15/05/1986", "0692 00 11 23", "%", "_", "' OR 1=1", "💥"])
def test_not_found(lieu, zelie, autre, texte):
    assert not queries.trouvees(lieu, texte).exists()


@pytest.mark.parametrize("texte", ["", "   "])
def test_nothing_typed_finds_everybody(lieu, zelie, autre, texte):
    assert queries.trouvees(lieu, texte).count() == 2


def test_a_search_stays_in_its_territory(lieu, zelie):
    assert not queries.trouvees(f.territoire("EST"), "zelie").exists()


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("31/02/1980", (None, "31/02/1980")),
        ("06 12 1934 56", (None, "06 12 1934 56")),
        ("01 02 1234", (None, "01 02 1234")),
        ("né le 1/2/1980 exemple", (date(1980, 2, 1), "né le exemple")),
    ],
)
def test_dates_in_a_text(texte, lu):
    assert queries.lire_date(texte) == lu


def test_only_the_whole_territory_gives_sight_of_everybody(lieu, zelie):
    assert list(queries.visibles_par(Acteur.systeme(lieu))) == [zelie]
    assert not queries.visibles_par(f.acteur(lieu, "referent_parcours")).exists()


@pytest.mark.parametrize("texte", ["z7@exemple.invalid", "Z7@Exemple.INVALID", "14/05/1986 z7@exemple.invalid"])
def test_found_by_e_mail(lieu, zelie, autre, texte):
    zelie.courriel = "Z7@exemple.invalid"
    zelie.save()
    assert list(queries.trouvees(lieu, texte)) == [zelie]
    assert not queries.trouvees(lieu, "autre@exemple.invalid").exists()
