"""The person's own file: every table that holds them, whatever room adds one, for people and for machines."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from django.apps import apps
from django.urls import reverse

from deplie.parcours import actions
from deplie.parcours.exports.dossier import archive_du_dossier, pdf_du_dossier
from deplie.parcours.queries.dossier import EXCUSEES, NUMEROTEES, PAR_NUMERO, dossier_de, tables
from deplie.personnes.models import Personne
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.fichiers.lieux import chemin_de
from deplie.socle.models import Fichier, Journal
from deplie.socle.registre import LIEN, registre
from tests.factories import (
    CritereFactory,
    CritereProuveFactory,
    EntretienFactory,
    EtapeFactory,
    ParticipationFactory,
    PersonneFactory,
    PrescriptionFactory,
    ReponseSensibleFactory,
)
from tests.fichiers import PDF, donne

DONNEES = {modele for modele, _ in tables()} | {Personne}


@pytest.fixture
def monde(distribution, settings, tmp_path):
    settings.DONNEES = tmp_path
    qui = PersonneFactory(territoire=distribution.territoire, nom="Témoin")
    suivie = ParticipationFactory(personne=qui, referent=distribution.referent.agent)
    CritereFactory(participation=suivie, code="TH")
    etape = EtapeFactory(participation=suivie, operateur=distribution.chantier)
    EntretienFactory(personne=qui, statut="TENU", note="A retrouvé confiance.", agent=distribution.referent.agent)
    ReponseSensibleFactory(personne=qui)
    CritereProuveFactory(prescription=PrescriptionFactory(personne=qui))
    fichier = recevoir(donne("émargement.pdf"), territoire="OUEST", par=distribution.referent)
    actions.joindre_piece(fichier=fichier, cible=etape, par=distribution.referent)
    autre = PersonneFactory(territoire=distribution.territoire, nom="Voisine")
    EntretienFactory(personne=autre, statut="TENU", note="Ne regarde qu'elle.")
    return qui


def test_every_key_to_the_person_is_declared_as_attaching_or_excused():
    """A table that points to what is somebody's, without saying that it is theirs, would be left out of their file."""
    declarees, oubliees = registre(), []
    for modele in apps.get_models():
        if hasattr(modele, "instance_type") or modele._meta.label in EXCUSEES:
            continue
        for champ in modele._meta.concrete_fields:
            if champ.is_relation and champ.related_model in DONNEES and "imports" not in modele.__module__:
                politique = declarees[modele._meta.label].get(champ.name)
                oubliees += [f"{modele._meta.label}.{champ.name}"] if politique != LIEN else []
    assert oubliees == [], "declare it « Rattachement » in socle/registre, or excuse the table with a reason"


def test_every_table_attached_to_somebody_is_given_or_excused():
    attachees = {
        table
        for table, politiques in registre().items()
        if any(politique == LIEN and champ != "territoire" for champ, politique in politiques.items())
    }
    donnees = {modele._meta.label for modele in DONNEES}
    assert attachees - donnees == set(EXCUSEES)
    assert set(NUMEROTEES) | set(PAR_NUMERO) <= donnees


def test_the_archive_holds_all_of_it_and_nothing_of_another(monde, distribution):
    archive = zipfile.ZipFile(BytesIO(archive_du_dossier(dossier_de(monde))))
    lu = json.loads(archive.read("donnees.json"))
    assert {"personnes.Personne", "parcours.Participation", "parcours.Entretien", "parcours.PieceJointe"} <= set(
        lu["tables"]
    )
    (entretien,) = lu["tables"]["parcours.Entretien"]["lignes"]
    assert (entretien["note"], entretien["agent"]) == ("A retrouvé confiance.", str(distribution.referent.agent))
    assert lu["tables"]["parcours.Critere"]["lignes"][0]["code"] == "TH"
    assert "Voisine" not in archive.read("donnees.json").decode()
    (fichier,) = lu["fichiers"]
    assert archive.read(fichier["fichier"]) == PDF
    assert fichier["empreinte"] == hashlib.sha256(PDF).hexdigest()
    assert "DOSSIER DE ZÉLIE TÉMOIN" in archive.read("LISEZMOI.txt").decode()


def test_what_was_corrected_is_given_too(monde, distribution):
    participation = monde.participations.get()
    actions.corriger_entree(participation=participation, valeurs={"commune": "Corrigée"}, par=distribution.referent)
    lu = json.loads(zipfile.ZipFile(BytesIO(archive_du_dossier(dossier_de(monde)))).read("donnees.json"))
    versions = lu["tables"]["parcours.Participation"]["versions"]
    assert [version["commune"] for version in versions] == ["", "Corrigée"]


def test_records_joined_are_both_given(monde, distribution):
    autre = PersonneFactory(territoire=distribution.territoire, nom="Temoin")
    actions.fusionner(gardee=monde, absorbee=autre, choix={}, par=distribution.animatrice)
    liasse = dossier_de(monde).liasses[0]
    assert [fiche.nom for fiche in liasse.lignes] == ["Témoin", "Temoin"]


def test_a_lost_file_is_said_and_the_rest_is_given(monde):
    chemin_de(Fichier.objects.get().cle).unlink()
    archive = zipfile.ZipFile(BytesIO(archive_du_dossier(dossier_de(monde))))
    assert "« émargement.pdf » est introuvable" in archive.read("LISEZMOI.txt").decode()
    assert "donnees.json" in archive.namelist()


def test_the_pdf_is_made_of_every_table(monde, monkeypatch):
    vues = {}
    monkeypatch.setattr(
        "deplie.parcours.exports.dossier.rendre_pdf", lambda gabarit, donnees, **_: vues.update(donnees) or b"%PDF"
    )
    pdf_du_dossier(dossier_de(monde), "#0b5f66")
    textes = str(vues)
    for dit in ("A retrouvé confiance.", "9 mars 2020", "Chantier du littoral", "émargement.pdf", "handicap"):
        assert dit in textes.replace("Handicap", "handicap")


def test_the_pdf_is_a_pdf(monde):
    assert pdf_du_dossier(dossier_de(monde), "#0b5f66").startswith(b"%PDF-")


ENVOI = {"motif": "ACCES", "forme": "zip", "verifiee": "on"}


@pytest.mark.parametrize("qui", ["dpo", "animatrice", "directeur"])
def test_given_with_its_reason_in_the_journal(monde, client_de, distribution, qui):
    adresse = reverse("parcours:dossier", args=["OUEST", monde.pk])
    client = client_de(qui)
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, ENVOI | {"verifiee": ""})["Content-Type"].startswith("text/html")
    reponse = client.post(adresse, ENVOI)
    assert reponse["Content-Disposition"] == f'attachment; filename="dossier-{monde.pk}.zip"'
    assert "no-store" in reponse["Cache-Control"]
    ligne = Journal.objects.get(verbe="donner le dossier d'une personne")
    assert (ligne.nature, ligne.objet_id, ligne.par) == (
        Journal.EXPORT, str(monde.pk), distribution.acteurs[qui].compte,
    )  # fmt: skip
    assert ligne.detail == {"motif": "ACCES", "format": "zip"}


def test_who_was_never_followed_may_ask_too(distribution, client_de):
    orientee = PrescriptionFactory(personne=PersonneFactory(territoire=distribution.territoire)).personne
    assert client_de("dpo").get(reverse("parcours:dossier", args=["OUEST", orientee.pk])).status_code == 200


def test_ten_years_ask_as_many_questions(monde, distribution, requetes_constantes):
    suivie = monde.participations.get()

    def ajouter():
        EtapeFactory(participation=suivie, operateur=distribution.chantier)
        EntretienFactory(personne=monde, agent=distribution.referent.agent, statut="ANNULE")

    requetes_constantes(lambda: dossier_de(monde), ajouter)


def test_what_is_attached_by_a_number_is_given(monde):
    from django.utils import timezone

    from deplie.socle.models import Envoi

    for personne in (monde, Personne.objects.get(nom="Voisine")):
        Envoi.objects.create(
            territoire="OUEST", cle=f"x{personne.pk}", genre="rappel", objet_id=1, personne=personne.pk, canal="SMS",
            partir_le=timezone.now(),
        )  # fmt: skip
    (liasse,) = [liasse for liasse in dossier_de(monde).liasses if liasse.table == "socle.Envoi"]
    assert [envoi.personne for envoi in liasse.lignes] == [monde.pk]
