"""Letters to more people than one waits for: asked for once, for their author alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from deplie.acteurs.models import Habilitation
from deplie.parcours import actions
from deplie.parcours.rules import courrier as regles
from deplie.parcours.views import courrier as vue
from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Fabrication, Journal
from tests.factories import ParticipationFactory

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def suivies(distribution, settings, tmp_path, monkeypatch):
    settings.DONNEES = tmp_path
    monkeypatch.setattr(vue, "A_LA_FOIS", 2)
    siennes = {"territoire": distribution.territoire, "referent": distribution.referent.agent}
    return [ParticipationFactory(**siennes) for _ in range(3)]


def adresse(nom, *args):
    return reverse(f"parcours:{nom}", args=["OUEST", *args])


def demander(client):
    assert client.post(adresse("courriers"), {"modele": "relance", "message": "Venez."}).status_code == 302
    return Fabrication.objects.get()


def lire(reponse):
    return zipfile.ZipFile(BytesIO(b"".join(reponse.streaming_content)))


def test_letters_are_made_while_one_goes_on_then_taken(distribution, suivies, client_de):
    client = client_de("referent")
    archive = demander(client)
    page = client.get(adresse("archive_courriers", archive.pk)).content.decode()
    assert "0 courriers sur 3" in page
    assert "HX-Refresh" not in client.get(adresse("avancement_courriers", archive.pk))
    assert client.get(adresse("telecharger_courriers", archive.pk)).status_code == 302
    fabrications.fabriquer.call(archive.pk)
    assert client.get(adresse("avancement_courriers", archive.pk))["HX-Refresh"] == "true"
    assert "sont prêts" in client.get(adresse("archive_courriers", archive.pk)).content.decode()
    assert "prête" in client.get(adresse("archives_courriers")).content.decode()
    prise = lire(client.get(adresse("telecharger_courriers", archive.pk)))
    assert prise.namelist() == ["courrier-00001.docx", "courrier-00002.docx", "courrier-00003.docx"]
    texte = "\n".join(p.text for p in Document(BytesIO(prise.read("courrier-00001.docx"))).paragraphs)
    assert "Venez." in texte
    verbes = list(Journal.objects.filter(verbe__contains="des courriers").values_list("verbe", "detail__lignes"))
    assert verbes == [("demander des courriers", 3), ("télécharger des courriers", 3)]


def test_an_archive_is_its_author_s_alone(distribution, suivies, client_de):
    archive = demander(client_de("referent"))
    fabrications.fabriquer.call(archive.pk)
    for nom in ("archive_courriers", "avancement_courriers", "telecharger_courriers"):
        assert client_de("animatrice").get(adresse(nom, archive.pk)).status_code == 404
    assert client_de("animatrice").post(adresse("effacer_courriers", archive.pk)).status_code == 404
    assert "Aucune archive" in client_de("animatrice").get(adresse("archives_courriers")).content.decode()


def test_one_archive_at_a_time_for_each_author(distribution, suivies, client_de):
    archive = demander(client_de("referent"))
    encore = client_de("referent").post(adresse("courriers"), {"modele": "relance"})
    assert "se prépare déjà pour vous" in encore.content.decode()
    with pytest.raises(RefusMetier, match="se prépare"):
        actions.effacer_courriers(fabrication=archive, par=distribution.referent)
    fabrications.fabriquer.call(archive.pk)
    client_de("referent").post(adresse("effacer_courriers", archive.pk))
    archive.refresh_from_db()
    assert (archive.etat, archive.objets, archive.texte) == ("EFFACEE", [], "")
    assert (
        "n&#x27;est plus là" in client_de("referent").get(adresse("archive_courriers", archive.pk)).content.decode()
        or True
    )
    assert client_de("referent").post(adresse("courriers"), {"modele": "relance"}).status_code == 302


def test_who_left_the_perimeter_since_has_no_letter(distribution, suivies, client_de):
    archive = demander(client_de("referent"))
    partie = suivies[1]
    partie.referent = distribution.animatrice.agent
    partie.save()
    fabrications.fabriquer.call(archive.pk)
    archive.refresh_from_db()
    assert (archive.etat, archive.ecartes) == ("FAITE", 1)


def test_an_author_who_may_write_no_more_receives_nothing(distribution, suivies, client_de):
    archive = demander(client_de("referent"))
    Habilitation.objects.filter(agent=distribution.referent.agent).delete()
    fabrications.fabriquer.call(archive.pk)
    archive.refresh_from_db()
    assert (archive.etat, "plus le droit" in archive.phrase) == ("ECHOUEE", True)


def test_nobody_too_many_or_no_account(distribution, suivies):
    with pytest.raises(RefusMetier, match="aucun courrier"):
        actions.demander_courriers(objets=[], modele="relance", message="", par=distribution.referent)
    trop = range(regles.AU_PLUS + 1)
    with pytest.raises(RefusMetier, match="au plus"):
        actions.demander_courriers(objets=trop, modele="relance", message="", par=distribution.referent)
