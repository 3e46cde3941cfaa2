"""The whole pack prepared while one goes on: for its author alone, whole or not at all, begun again once cut off."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.models import Habilitation
from deplie.acteurs.queries import Acteur
from deplie.pilotage.actions import demander_dossier, ecrire_texte
from deplie.pilotage.exports import pack as documents
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import pack_de
from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Fabrication, Journal
from tests.pilotage.test_pages_pack import publication  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
LIEU = "OUEST"


@pytest.fixture(autouse=True)
def ici(settings, tmp_path):
    settings.DONNEES = tmp_path


@pytest.fixture
def figee(ici, publication: Publication) -> Publication:  # noqa: F811
    return publication


def attendus() -> list[str]:
    return [nom for nom in documents.DOCUMENTS if nom not in documents.CHOISIS]


def adresse(nom: str, *args: object) -> str:
    return reverse(f"pilotage:{nom}", args=[LIEU, *args])


def demander(client, figee: Publication) -> Fabrication:
    assert client.post(adresse("preparer_dossier", figee.pk)).status_code == 302
    return Fabrication.objects.latest("pk")


def taire(archive: Fabrication, **champs: object) -> None:
    """Its worker died a while ago."""
    Fabrication.objects.filter(pk=archive.pk).update(
        battement=timezone.now() - fabrications.SILENCE - timedelta(seconds=1), **champs
    )


def test_le_dossier_se_prepare_pendant_qu_on_continue_puis_se_prend(client_de, figee) -> None:
    client = client_de("animatrice")
    archive = demander(client, figee)
    page = client.get(adresse("archive_dossier", archive.cle)).text
    assert f"0 document sur {len(attendus())}" in page
    assert "Le dossier se prépare" in page
    assert "HX-Refresh" not in client.get(adresse("avancement_dossier", archive.cle))
    assert adresse("archive_dossier", archive.cle) in client.get(adresse("dossier", figee.pk)).text
    assert client.get(adresse("telecharger_dossier", archive.cle)).status_code == 302
    fabrications.fabriquer.call(archive.pk)
    assert client.get(adresse("avancement_dossier", archive.cle))["HX-Refresh"] == "true"
    assert "Le dossier est prêt" in client.get(adresse("archive_dossier", archive.cle)).text
    prise = client.get(adresse("telecharger_dossier", archive.cle))
    with zipfile.ZipFile(BytesIO(b"".join(prise.streaming_content))) as lue:
        pack = pack_de(figee)
        assert lue.namelist() == [documents.nom_de(pack, nom) for nom in attendus()]
        assert lue.read(lue.namelist()[-1]) == documents.ecrire(pack, "presse.txt")
    verbes = Journal.objects.filter(verbe__contains="dossier du comité").order_by("pk").values_list("verbe", flat=True)
    assert list(verbes) == ["demander le dossier du comité", "exporter le dossier du comité"]


def test_deux_demandes_n_en_font_qu_une_et_chacun_a_la_sienne(distribution, client_de, figee) -> None:
    client = client_de("animatrice")
    assert demander(client, figee) == demander(client, figee)
    demandee = demander_dossier(publication=figee, documents=[0, 1], adresse="", par=distribution.referent)
    assert Fabrication.objects.count() == 2
    assert client.get(adresse("archive_dossier", demandee.cle)).status_code == 404
    with pytest.raises(RefusMetier, match="avec un compte"):
        demander_dossier(publication=figee, documents=[0, 1], adresse="", par=Acteur.systeme(distribution.territoire))


def test_un_travail_coupe_le_dit_et_se_recommence(client_de, figee) -> None:
    client = client_de("animatrice")
    archive = demander(client, figee)
    taire(archive, etat="EN_COURS", faits=3)
    page = client.get(adresse("archive_dossier", archive.cle)).text
    assert "interrompue" in page
    assert "Recommencer" in page
    assert client.get(adresse("avancement_dossier", archive.cle))["HX-Refresh"] == "true"
    assert not fabrications.archive_de(archive).exists()
    suivante = demander(client, figee)
    assert suivante != archive
    fabrications.fabriquer.call(suivante.pk)
    suivante.refresh_from_db()
    assert suivante.etat == Fabrication.Etat.FAITE


def test_un_travail_repris_ne_melange_pas_deux_etats_du_dossier(distribution, client_de, figee) -> None:
    archive = demander(client_de("animatrice"), figee)
    ecrire_texte(publication=figee, cle="sorties", texte="Autre chose.", par=Acteur.systeme(distribution.territoire))
    taire(archive, etat="EN_COURS", essais=1)
    fabrications.fabriquer.call(archive.pk)
    archive.refresh_from_db()
    assert archive.etat == Fabrication.Etat.ECHOUEE
    assert "modifié" in archive.phrase
    assert "Recommencer" in client_de("animatrice").get(adresse("archive_dossier", archive.cle)).text


def test_chaque_document_est_un_signe_de_vie(client_de, figee, monkeypatch) -> None:
    archive = demander(client_de("animatrice"), figee)
    vus = []

    def noter(pack, nom):
        vus.append(Fabrication.objects.get(pk=archive.pk).faits)
        return b"un document"

    monkeypatch.setattr("deplie.pilotage.exports.pack.archive.ecrire", noter)
    fabrications.fabriquer.call(archive.pk)
    assert vus == list(range(len(attendus())))


@pytest.mark.parametrize("perte", ["droit", "figee"])
def test_qui_ne_peut_plus_le_lire_ne_le_recoit_pas(client_de, figee, perte: str) -> None:
    archive = demander(client_de("animatrice"), figee)
    if perte == "droit":
        Habilitation.objects.all().delete()
    else:
        Publication.objects.all().delete()
    fabrications.fabriquer.call(archive.pk)
    archive.refresh_from_db()
    assert archive.etat == Fabrication.Etat.ECHOUEE
    assert archive.phrase
