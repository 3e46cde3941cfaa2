"""One way to name somebody: the name in use on every list and page, the name of birth beside it where one checks."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.parcours import fabrique as f


@pytest.fixture
def mariee(lieu):
    personne = f.personne(lieu, "Naissance", "Zélie", nom_usage="Usage", date_naissance=date(1985, 5, 14))
    suivie = f.participation(lieu, personne, entree=date(2021, 3, 1))
    f.etape(suivie, debut=timezone.localdate(), operateur=f.organisation(lieu, "ACI du Port"))
    factories.PrescriptionFactory(personne=personne)
    return personne


@pytest.fixture
def lire(client, lieu, mariee):
    def lire(role, adresse, structure=None):
        client.force_login(f.acteur(lieu, role, structure=structure).compte)
        return client.get(f"/OUEST/{adresse}").content.decode()

    return lire


def test_a_list_and_the_home_page_say_the_same_name(lire, lieu):
    for adresse in ("", "prescriptions/"):
        page = lire("animateur_coordonnateur", adresse)
        assert "Zélie Usage" in page
        assert "Naissance" not in page.replace("Naissance</a>", "")
    from deplie.acteurs.models import Organisation

    page = lire("operateur", "accueils/?onglet=a_venir", Organisation.objects.get(nom="ACI du Port"))
    assert "Naissance" not in page


def test_where_identity_is_checked_the_name_of_birth_stands_beside(lire):
    page = lire("animateur_coordonnateur", "participants/accueillir/?nom=Naissance&prenom=Zélie")
    assert "Zélie Usage" in page
    assert "nom de naissance Naissance" in page
    liste = lire("animateur_coordonnateur", "participants/?etat=tous&colonnes=nom")
    assert "nom de naissance Naissance" in liste


def test_somebody_with_one_name_has_no_other(lieu):
    assert f.personne(lieu, "Naissance", nom_usage="Naissance").autre_nom == ""
    assert f.personne(lieu, "Naissance").autre_nom == ""
