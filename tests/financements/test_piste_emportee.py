"""The audit trail printed, and taken with its files and their index: nobody is named but to who may name them."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from deplie.financements import actions
from deplie.financements.exports.piste import piste_en_pdf
from deplie.financements.queries.dossier_audit import archives_de, dossier_audit
from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.fichiers.lieux import chemin_de
from deplie.socle.models import Fabrication, Journal
from tests.factories_financements import ConventionFactory, EngagementFactory, PieceDossierFactory
from tests.factories_pieces import PieceJointeFactory
from tests.fichiers import donne
from tests.financements.test_piste import _operation
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ici(settings, tmp_path):
    settings.DONNEES = tmp_path


@pytest.fixture
def lieu(distribution):
    return distribution.territoire


@pytest.fixture
def gestion(distribution):
    return distribution.gestionnaire


@pytest.fixture
def operation(lieu, gestion):
    """A trail whose files are on the disk, and a participant whose presence a file proves."""
    trouvee = _operation(lieu)
    trouvee.pieces.all().delete()
    for depense in trouvee.bilans.get().depenses.all():
        fichier = recevoir(donne("bulletin.pdf"), territoire=lieu.code, par=gestion)
        PieceDossierFactory(operation=trouvee, depense=depense, fichier=fichier, intitule="Bulletin")
    etape = f.etape(f.participation(lieu, f.personne(lieu, "Palindrome")), operation=trouvee.code)
    feuille = recevoir(donne("feuille-de-zelie.pdf"), territoire=lieu.code, par=gestion)
    PieceJointeFactory(etape=etape, fichier=feuille, intitule="Feuille de Zélie Palindrome")
    return trouvee


def _archive(gestion, operation, nommer=False) -> zipfile.ZipFile:
    fabrication = actions.demander_piste(operation=operation, nommer=nommer, par=gestion)
    fabrications.fabriquer.call(fabrication.pk)
    fabrication.refresh_from_db()
    assert fabrication.etat == Fabrication.Etat.FAITE, fabrication.phrase
    return zipfile.ZipFile(fabrications.archive_de(fabrication))


def _index(archive) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read("pieces.csv").decode("utf-8-sig")), delimiter=";"))[1:]


def test_the_archive_holds_the_trail_each_file_and_an_index_with_their_prints(gestion, operation):
    archive = _archive(gestion, operation)
    index = _index(archive)
    assert len(index) == 2
    for chemin, prouve, montant, _, empreinte, etat in index:
        assert hashlib.sha256(archive.read(chemin)).hexdigest() == empreinte
        assert "Facture" in prouve
        assert montant == "1000,00"
        assert etat == "jointe"
    assert archive.read("piste-d-audit.pdf").startswith(b"%PDF-")
    assert len(archive.namelist()) == 4


def test_the_paper_of_a_commitment_leaves_with_the_trail(gestion, operation, lieu):
    commande = recevoir(donne("commande.pdf"), territoire=lieu.code, par=gestion)
    EngagementFactory(operation=operation, numero=1, libelle="Formation", montant="450.00", fichier=commande)
    archive = _archive(gestion, operation)
    (ligne,) = [ligne for ligne in _index(archive) if "Engagement" in ligne[1]]
    assert ligne[1:3] == ["Engagement n° 1, Formation : la commande ou le contrat", "450,00"]
    assert hashlib.sha256(archive.read(ligne[0])).hexdigest() == commande.empreinte == ligne[4]


def test_a_file_that_the_disk_lost_is_left_out_and_said_in_the_index(gestion, operation):
    perdu = operation.pieces.earliest("pk").fichier
    chemin_de(perdu.cle).unlink()
    archive = _archive(gestion, operation)
    etats = {ligne[4]: ligne[5] for ligne in _index(archive)}
    assert etats[perdu.empreinte] == "introuvable ou altérée" or len(set(etats)) == 1
    assert "introuvable ou altérée" in [ligne[5] for ligne in _index(archive)]
    assert len([nom for nom in archive.namelist() if nom.startswith("pieces/")]) == 1


def test_people_are_in_it_when_they_are_asked_for_and_no_file_bears_a_name(gestion, operation):
    sans = dossier_audit(gestion, operation, nommer=False)
    avec = dossier_audit(gestion, operation, nommer=True)
    assert sans.annexes[0].lignes == []
    assert "ne nomme personne" in sans.annexes[0].phrase
    assert "Palindrome" in avec.annexes[0].lignes[0][0]
    archive = _archive(gestion, operation, nommer=True)
    assert len(_index(archive)) == 3
    assert not any("zelie" in nom.lower() or "palindrome" in nom.lower() for nom in archive.namelist())
    assert "Palindrome" not in archive.read("pieces.csv").decode("utf-8-sig")


def test_who_may_name_nobody_takes_counts_alone(lieu, operation):
    controle = f.acteur(lieu, "controleur_csf")
    lu = dossier_audit(controle, operation, nommer=True)
    assert lu.annexes[0].lignes == []
    assert len(lu.preuves) == 2


def test_a_right_lost_meanwhile_makes_nothing(gestion, operation):
    fabrication = actions.demander_piste(operation=operation, nommer=True, par=gestion)
    gestion.agent.habilitations.all().delete()
    fabrications.fabriquer.call(fabrication.pk)
    fabrication.refresh_from_db()
    assert fabrication.etat == Fabrication.Etat.ECHOUEE
    assert "n'en a plus le droit" in fabrication.phrase


def test_one_archive_at_a_time_for_its_author_alone(client_de, gestion, operation, lieu, distribution):
    fabrication = actions.demander_piste(operation=operation, nommer=False, par=gestion)
    with pytest.raises(RefusMetier, match="se prépare déjà"):
        actions.demander_piste(operation=operation, nommer=False, par=gestion)
    fabrications.fabriquer.call(fabrication.pk)
    adresse = reverse("financements:telecharger_piste", args=[lieu.code, fabrication.cle])
    assert client_de("animatrice").get(adresse).status_code == 404
    reponse = client_de("gestionnaire").get(adresse)
    assert reponse["Content-Type"] == "application/zip"
    assert b"".join(reponse.streaming_content).startswith(b"PK")
    assert Journal.objects.filter(verbe="télécharger une piste d'audit", nature=Journal.EXPORT).count() == 1
    client_de("gestionnaire").post(reverse("financements:effacer_piste", args=[lieu.code, fabrication.cle]))
    fabrication.refresh_from_db()
    assert fabrication.etat == Fabrication.Etat.EFFACEE
    assert not archives_de(distribution.animatrice).exists()


def test_the_page_asks_for_it_and_shows_where_it_is(client_de, operation, lieu, gestion):
    client = client_de("gestionnaire")
    page = reverse("financements:archives_piste", args=[lieu.code, operation.pk])
    client.post(page, {"participants": "oui"})
    (fabrication,) = archives_de(gestion)
    assert fabrication.detail == {"operation": operation.pk, "nommer": True}
    assert "demandée" in client.get(page).content.decode()


def test_the_pdf_is_tagged_journaled_and_kept_by_nobody(client_de, operation, lieu):
    adresse = reverse("financements:imprimer_piste", args=[lieu.code, operation.pk])
    reponse = client_de("gestionnaire").get(adresse)
    assert reponse["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in reponse.content
    assert "no-store" in reponse["Cache-Control"]
    assert Journal.objects.filter(verbe="imprimer une piste d'audit", nature=Journal.EXPORT).exists()


def test_an_operation_just_signed_prints_too(gestion, lieu):
    from django.utils import timezone

    nue = ConventionFactory(operation__territoire=lieu, operation__statut="CONVENTIONNEE").operation
    assert piste_en_pdf(dossier_audit(gestion, nue, nommer=True), timezone.now()).startswith(b"%PDF-")
