"""The desk: a visit in a moment, named or not, corrected the same day by its author, counted without a name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from deplie.parcours import actions
from deplie.parcours.models import Passage
from deplie.parcours.queries.passage import activite, lignes_d_activite
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Generation, Journal
from tests.factories_offre import LieuFactory, PassageFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
MARDI = date(2023, 3, 7)


def a(jour, heure=10):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure))


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc")


@pytest.fixture
def lieu(loic):
    return LieuFactory(territoire=loic.territoire, nom="EREF du port")


def client_de(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


def noter(loic, lieu, le=MARDI, **valeurs):
    return actions.noter_passage(lieu=lieu, le=le, valeurs={"motif": "ACCUEIL"} | valeurs, par=loic)


def test_one_click_notes_an_anonymous_visit(loic, lieu):
    client = client_de(loic)
    page = client.get("/OUEST/passages/noter/").content.decode()
    assert f'value="{lieu.pk}" selected' in page  # the only place is proposed
    client.post("/OUEST/passages/noter/", {"lieu": lieu.pk, "nombre": "1", "motif": "NUMERIQUE"})
    fait = Passage.objects.get()
    assert (fait.motif, fait.le, fait.personne, fait.par) == ("NUMERIQUE", MARDI, None, loic.compte)
    assert f"{fait.heure:%H:%M}" == "10:00"
    assert "1 personne, démarche en ligne" in client.get("/OUEST/passages/noter/").content.decode()
    assert Generation.objects.get(territoire="OUEST", fait="passage").numero == 1


def test_a_name_is_chosen_among_those_of_the_perimeter(loic, lieu):
    suivie = f.participation(loic.territoire, f.personne(loic.territoire, "Exemple"), referent=loic.agent).personne
    f.personne(loic.territoire, "Exemple", "Inconnue")
    client, envoi = client_de(loic), {"lieu": lieu.pk, "nombre": "3", "sexe": "F", "motif": "EMPLOI", "q": "exemple"}
    page = client.post("/OUEST/passages/noter/", envoi).content.decode()
    assert str(suivie) in page
    assert "Inconnue" not in page
    assert not Passage.objects.exists()
    client.post("/OUEST/passages/noter/", envoi | {"personne": suivie.pk})
    nommee = Passage.objects.get()
    assert (nommee.personne, nommee.nombre, nommee.sexe) == (suivie, 1, "")
    client.post("/OUEST/passages/noter/", envoi | {"personne": "", "sexe": ""})
    assert Passage.objects.filter(personne=None, nombre=3).count() == 1
    etranger = f.personne(f.territoire("EST"))
    assert client.post("/OUEST/passages/noter/", envoi | {"personne": etranger.pk}).status_code == 404


def test_enter_in_a_field_chooses_neither_a_motive_nor_a_person(loic, lieu):
    """A browser presses the first button of a form: it was « Premier accueil », then the first person proposed."""
    f.participation(loic.territoire, f.personne(loic.territoire, "Exemple"), referent=loic.agent)
    client = client_de(loic)
    vide = client.get("/OUEST/passages/noter/")
    proposees = client.post("/OUEST/passages/noter/", {"lieu": lieu.pk, "nombre": 1, "q": "exemple", "motif": "EMPLOI"})
    assert len(proposees.context["proposees"]) == 1
    for page in (vide, proposees):
        formulaire = page.content.decode().split('<form method="post"', 1)[1]
        assert "name=" not in formulaire.split("<button", 1)[1].split(">", 1)[0]
    client.post("/OUEST/passages/noter/", {"lieu": lieu.pk, "nombre": 3})
    assert not Passage.objects.exists()


def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(loic, lieu):
    page = client_de(loic).post("/OUEST/passages/noter/", {"lieu": lieu.pk, "nombre": "zéro", "motif": "EMPLOI"})
    assert 'value="zéro"' in page.content.decode()
    with pytest.raises(RefusMetier, match="avenir"):
        noter(loic, lieu, MARDI + timedelta(days=1))
    with pytest.raises(RefusMetier, match="motif"):
        noter(loic, lieu, motif="SANTE")
    with pytest.raises(RefusMetier, match="autre territoire"):
        noter(loic, LieuFactory(territoire=f.territoire("EST")))
    with pytest.raises(RefusMetier, match="de 1 à 200"):
        noter(loic, lieu, nombre=201)


def test_a_visit_is_corrected_the_same_day_by_its_author_alone(loic, lieu):
    fait, client = noter(loic, lieu), client_de(loic)
    client.post(f"/OUEST/passages/{fait.pk}/", {"lieu": lieu.pk, "motif": "MOBILITE", "nombre": "2", "heure": "9h"})
    fait.refresh_from_db()
    assert (fait.motif, fait.nombre) == ("MOBILITE", 2)
    autre = f.acteur(loic.territoire, "animateur_coordonnateur")
    assert client_de(autre).get(f"/OUEST/passages/{fait.pk}/").status_code == 404
    with pytest.raises(RefusMetier, match="auteur seul"):
        actions.retirer_passage(passage=fait, par=autre)
    with time_machine.travel(a(MARDI + timedelta(days=1)), tick=False):
        demain = client_de(loic)
        page = demain.post(f"/OUEST/passages/{fait.pk}/retirer/", follow=True).content.decode()
        assert "le jour où il est noté" in page
    client_de(loic).post(f"/OUEST/passages/{fait.pk}/retirer/")
    assert not Passage.objects.exists()
    assert Journal.objects.filter(verbe="retirer un passage").count() == 1


def test_activity_is_counted_by_place_month_and_motive_without_a_name(loic, lieu):
    qui = f.participation(loic.territoire, f.personne(loic.territoire, "Secret"), referent=loic.agent).personne
    PassageFactory(lieu=lieu, le=date(2023, 1, 9), nombre=4)
    PassageFactory(lieu=lieu, le=date(2023, 1, 10))
    PassageFactory(lieu=lieu, le=date(2023, 2, 10), motif="EMPLOI", personne=qui)
    PassageFactory(lieu=LieuFactory(territoire=loic.territoire, nom="Mairie"), le=date(2023, 2, 1), motif="EMPLOI")
    PassageFactory(le=date(2023, 2, 1))  # somewhere else
    lue = activite(loic, 2023)
    assert [(ligne.nom, ligne.total) for ligne in lue.par_mois] == [("janvier", 5), ("février", 2)]
    assert [(ligne.nom, ligne.total) for ligne in lue.par_lieu] == [("EREF du port", 6), ("Mairie", 1)]
    assert lignes_d_activite(loic, 2023, lieu)[0] == ("EREF du port", 1, "ACCUEIL", 2, 5)
    client = client_de(loic)
    page = client.get("/OUEST/passages/?annee=2023").content.decode()
    assert "7 personnes reçues" in page
    fichier = client.get(f"/OUEST/passages/export.csv?annee=2023&lieu={lieu.pk}")
    texte = fichier.content.decode("utf-8-sig")
    assert texte.splitlines()[1] == "EREF du port;1;premier accueil, information;2;5"
    assert "Secret" not in page + texte
    assert Journal.objects.get(verbe="exporter les passages").detail["lignes"] == 2
    assert client.get(f"/OUEST/passages/?lieu={LieuFactory().pk}").status_code == 404


def test_activity_asks_as_little_for_a_year(loic, lieu, requetes_constantes):
    client, jours = client_de(loic), iter(range(1, 400))

    def page():
        assert client.get("/OUEST/passages/?annee=2022").status_code == 200

    def ajouter():
        PassageFactory(lieu=lieu, le=date(2022, 1, 1) + timedelta(days=next(jours) * 9))

    requetes_constantes(page, ajouter)
