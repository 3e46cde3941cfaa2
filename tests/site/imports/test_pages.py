"""The import on the web, as a coordinator lives it: deposit, preview, correct, apply, take the refused lines back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deplie.acteurs.actions.organisation import creer_organisation
from deplie.acteurs.actions.reunion import reunir_structures
from deplie.acteurs.rules import DROITS
from deplie.parcours.models import Participation
from deplie.socle.fichiers.noms import nom_sain
from deplie.socle.imports import registre
from deplie.socle.models import Journal, Lot, MessageLot

IMMEDIAT = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
ENTETE = "identifiant;nom;prenom;date_naissance;sexe;date_entree;date_sortie;motif_sortie\n"
BONNE = "A;Fictif;Zélie;14/05/1985;F;10/01/2020;;\n"
MAUVAISE = "B;Spécimen;Tom;14/05/1985;H;31/02/2020;;\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_l_instant(settings, tmp_path: Path) -> None:
    """Jobs run at once, files go to a folder of the test."""
    settings.TASKS = IMMEDIAT
    settings.DONNEES = tmp_path


def deposer(client, texte: str | bytes, nom: str = "participants.csv") -> Lot:
    contenu = texte.encode() if isinstance(texte, str) else texte
    reponse = client.post("/OUEST/imports/nouveau/", {"fichiers": SimpleUploadedFile(nom, contenu), "table": ""})
    assert reponse.status_code == 302, reponse.content.decode()
    return Lot.objects.latest("pk")


def test_nothing_is_written_before_it_is_decided(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE + MAUVAISE)
    assert lot.etat == Lot.Etat.PRET
    assert Participation.objects.count() == 0
    texte = client.get(f"/OUEST/imports/{lot.pk}/").content.decode()
    assert "31/02/2020" in texte
    assert "Appliquer" in texte


def test_a_cell_is_corrected_then_the_run_applied(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE + MAUVAISE)
    envoi = {"c|participants|3|date_entree": "29/02/2020", "avant|participants|3|date_entree": "31/02/2020"}
    client.post(f"/OUEST/imports/{lot.pk}/corriger/", envoi)
    lot.refresh_from_db()
    assert lot.etat == Lot.Etat.PRET
    assert not MessageLot.objects.filter(lot=lot, gravite="REJET").exists()
    client.post(f"/OUEST/imports/{lot.pk}/appliquer/")
    lot.refresh_from_db()
    assert lot.etat == Lot.Etat.FAIT
    assert Participation.objects.count() == 2
    assert not Path(lot.chemin).exists()


def test_refused_lines_are_taken_back_with_their_reason(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE + MAUVAISE)
    client.post(f"/OUEST/imports/{lot.pk}/appliquer/")
    reponse = client.get(f"/OUEST/imports/{lot.pk}/rejets/participants.csv")
    lignes = b"".join(reponse.streaming_content).decode("utf-8-sig").splitlines()
    assert lignes[0] == ENTETE.strip() + ";motif_rejet"
    assert len(lignes) == 2
    assert lignes[1].startswith("B;Spécimen;Tom;")
    assert Journal.objects.filter(nature=Journal.EXPORT).count() == 1


def test_a_refused_file_says_why_and_leaves_nothing(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, "identifiant;nom\nA;B\n")
    assert lot.etat == Lot.Etat.REFUSE
    assert "Prénom" in client.get(f"/OUEST/imports/{lot.pk}/").content.decode()
    assert not Path(lot.chemin).exists()


def test_an_abandoned_run_keeps_nothing(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE)
    client.post(f"/OUEST/imports/{lot.pk}/abandonner/")
    client.post(f"/OUEST/imports/{lot.pk}/appliquer/")
    lot.refresh_from_db()
    assert lot.etat == Lot.Etat.ABANDONNE
    assert Participation.objects.count() == 0
    assert not Path(lot.chemin).exists()


@pytest.mark.parametrize("etat", ["creees", "rejetees", "modifiees"])
def test_lines_are_seen_by_state(distribution, client_de, etat):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE + MAUVAISE)
    texte = client.get(f"/OUEST/imports/{lot.pk}/lignes/participants/{etat}/").content.decode()
    assert ("Zélie" in texte) == (etat == "creees")
    assert ("Tom" in texte) == (etat == "rejetees")


def test_progress_asks_for_the_whole_page_once_over(distribution, client_de):
    client = client_de("animatrice")
    lot = deposer(client, ENTETE + BONNE)
    assert client.get(f"/OUEST/imports/{lot.pk}/avancement/")["HX-Refresh"] == "true"
    Lot.objects.filter(pk=lot.pk).update(etat=Lot.Etat.LECTURE, faites=3, attendues=10)
    reponse = client.get(f"/OUEST/imports/{lot.pk}/avancement/")
    assert "HX-Refresh" not in reponse
    assert "3 lignes sur 10" in reponse.content.decode()


def test_the_list_reads_as_much_for_twenty(distribution, client_de, requetes_constantes):
    client, territoire = client_de("animatrice"), distribution.territoire.code
    requetes_constantes(
        lambda: client.get("/OUEST/imports/"),
        lambda: Lot.objects.create(territoire=territoire, fichiers=["a.csv"], par=distribution.animatrice.compte),
    )


def test_another_territory_s_run_is_not_found(distribution, client_de):
    lot = deposer(client_de("animatrice"), ENTETE + BONNE)
    assert client_de("etrangere").get(f"/OUEST2/imports/{lot.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("recu", "sain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.csv", "y.csv"),
        ("", "fichier"),
        ("..", "fichier"),
        ("a\0b.csv", "ab.csv"),
    ],
)
def test_a_file_s_name_is_never_a_path(recu, sain):
    assert nom_sain(recu) == sain


@pytest.mark.parametrize("table", ["participants", "etapes", "objectifs", "releves"])
def test_each_model_workbook_is_given(distribution, client_de, table):
    reponse = client_de("animatrice").get(f"/modeles/{table}.xlsx")
    assert reponse.status_code == 200
    assert reponse.content[:2] == b"PK"


RESERVEES = (
    "identifiant;nom;prenom;date_naissance;sexe;date_entree;handicap;criteres;prescripteur\n"
    "A;Fictif;Zélie;14/05/1985;F;10/01/2020;oui;TH | RSA;SPIP de l'Essai\n"
    "B;Spécimen;Tom;14/05/1985;H;31/02/2020;Peut-être;RSA;Mission locale de l'Essai\n"
)
CACHEES = (">oui<", "TH | RSA", "SPIP", "Peut-être")


@pytest.mark.parametrize(("qui", "lit"), [("animatrice", True), ("gestionnaire", False)])
def test_what_is_reserved_is_hidden_from_who_may_not_read_it(distribution, client_de, qui, lit):
    lot = deposer(client_de("animatrice"), RESERVEES)
    client = client_de(qui)
    adresse = f"/OUEST/imports/{lot.pk}"
    pages = [client.get(f"{adresse}/lignes/participants/{etat}/").content.decode() for etat in ("creees", "rejetees")]
    pages.append(client.get(f"{adresse}/").content.decode())
    pages.append(b"".join(client.get(f"{adresse}/rejets/participants.csv").streaming_content).decode("utf-8-sig"))
    for cachee in CACHEES:
        assert any(cachee in page for page in pages) is lit, cachee
    assert ("masqué" in pages[0]) is not lit
    assert "Mission locale de l&#x27;Essai" in pages[1], "what is not reserved is read"
    assert "Fictif" in pages[0]


@pytest.mark.parametrize(("qui", "lit"), [("animatrice", True), ("gestionnaire", False)])
@pytest.mark.parametrize("ecrit", ["Maison du Lac", "MAISON DU LAC", "Le Lac"])
def test_a_prescriber_declared_protected_is_hidden_however_a_file_writes_it(distribution, client_de, qui, lit, ecrit):
    par = distribution.animatrice
    declaree = creer_organisation(nom="Maison du Lac", protegee=True, par=par)
    reunir_structures(gardee=declaree, absorbee=creer_organisation(nom="Le Lac", par=par), par=par)
    texte = (
        "identifiant;nom;prenom;date_naissance;sexe;date_entree;prescripteur\n"
        f"A;Fictif;Zélie;14/05/1985;F;10/01/2020;{ecrit}\nB;Fictif;Tom;14/05/1985;H;31/02/2020;{ecrit}\n"
    )
    lot = deposer(client_de("animatrice"), texte)
    client, adresse = client_de(qui), f"/OUEST/imports/{lot.pk}"
    for etat in ("creees", "rejetees"):
        assert (ecrit in client.get(f"{adresse}/lignes/participants/{etat}/").content.decode()) is lit
    rejets = b"".join(client.get(f"{adresse}/rejets/participants.csv").streaming_content).decode("utf-8-sig")
    assert (ecrit in rejets) is lit


def test_a_reserved_note_is_hidden_too(distribution, client_de):
    texte = "identifiant;date_diagnostic;statut;sante\nA;03/02/2020;En cours de rédaction;Freinant\n"
    lot = deposer(client_de("animatrice"), texte, "diagnostics.csv")
    for qui, lit in (("animatrice", True), ("gestionnaire", False)):
        page = client_de(qui).get(f"/OUEST/imports/{lot.pk}/lignes/diagnostics/rejetees/").content.decode()
        assert ("Freinant" in page) is lit


def test_each_reserved_column_names_a_right():
    reserves = {champ.droit for table in registre.tables() for champ in table.description.champs if champ.droit}
    assert reserves == {"sensible.lire", "diagnostic.lire", "entretien.note"}
    assert reserves <= set(DROITS)
