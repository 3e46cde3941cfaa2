"""The contract PLIE on paper: what it says, who gets it, and a territory's own template."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from deplie.parcours import actions
from deplie.parcours.models import ModeleContrat
from deplie.parcours.queries.contrat import D_OFFICE, champs_du_contrat
from deplie.parcours.rules.contrat import EXEMPLE, titre
from deplie.socle.documents import rendre_word, verifier_gabarit
from deplie.socle.documents.sources import trouver
from deplie.socle.erreurs import RefusMetier
from deplie.socle.gabarits import vides
from deplie.socle.models import Journal
from tests.factories_fiche import FreinSuiviFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def contrat(lieu, ines):
    qui = f.personne(lieu, "Exemple", "Zélie", adresse="1 rue de l'Essai", code_postal="97420")
    suivie = f.participation(lieu, qui, referent=f.acteur(lieu, "referent_parcours", prenom="Loïc").agent)
    f.etape(suivie, "PREPA", intitule="Remise à niveau", operateur=f.organisation(lieu, "Institut d'essai"))
    f.etape(suivie, "ATELIER", intitule="Atelier annulé", statut="ANNULEE")
    FreinSuiviFactory(participation=suivie)
    FreinSuiviFactory(participation=suivie, theme="sante")
    FreinSuiviFactory(participation=suivie, theme="famille", leve_le=date(2020, 5, 1))
    return actions.etablir_contrat(
        participation=suivie, le=date(2020, 3, 16), objet="Passer le permis\nTrouver un poste", par=ines
    )


def aller(client, acteur, nom, *args, donnees=None):
    client.force_login(acteur.compte)
    adresse = reverse(f"parcours:{nom}", args=[acteur.territoire.code, *args])
    return client.get(adresse) if donnees is None else client.post(adresse, donnees)


def texte(octets):
    document = Document(BytesIO(octets))
    cases = [cellule.text for tableau in document.tables for ligne in tableau.rows for cellule in ligne.cells]
    return "\n".join([*(paragraphe.text for paragraphe in document.paragraphs), *cases])


def modele(*lignes):
    feuille, tampon = Document(), BytesIO()
    for ligne in lignes:
        feuille.add_paragraph(ligne)
    feuille.save(tampon)
    return SimpleUploadedFile("modele.docx", tampon.getvalue())


def test_the_paper_says_the_parties_the_goals_the_steps_and_never_health(contrat):
    champs = champs_du_contrat(contrat)
    assert champs.keys() == EXEMPLE.keys() == vides(EXEMPLE).keys()
    assert champs["objectifs"] == ["Passer le permis", "Trouver un poste"]
    assert champs["freins"] == ["Mobilité"]
    assert [etape["nom"] for etape in champs["etapes"]] == ["Remise à niveau"]
    assert champs["adresse"] == "1 rue de l'Essai, 97420"
    lu = texte(rendre_word(D_OFFICE, champs))
    for mot in ("Contrat PLIE", "Zélie Exemple", "Loïc Modèle", "Institut d'essai", "Passer le permis", "Signé le"):
        assert mot in lu
    assert "engagement" not in lu
    assert "Santé" not in lu


def test_an_amendment_says_so_and_shows_the_signatures_given(lieu, ines, contrat):
    jour = date(2020, 4, 1)
    actions.signer_contrat(contrat=contrat, par=ines, personne_le=jour, referent_le=jour, plan_le=jour)
    avenant = actions.etablir_contrat(
        participation=contrat.participation, le=date(2020, 6, 1), objet="Un stage de plus", par=ines
    )
    assert champs_du_contrat(avenant)["titre"] == titre(2) == "Avenant n° 1 au contrat PLIE"
    assert "Ce que l'avenant change" in texte(rendre_word(D_OFFICE, champs_du_contrat(avenant)))
    assert [s["le"] for s in champs_du_contrat(contrat)["signatures"]] == ["01/04/2020"] * 3


def test_who_follows_downloads_it_in_word_and_pdf_and_the_journal_says_so(client, lieu, ines, contrat):
    word, pdf = aller(client, ines, "contrat_word", contrat.pk), aller(client, ines, "contrat_pdf", contrat.pk)
    assert "Zélie Exemple" in texte(word.content)
    assert pdf.content.startswith(b"%PDF")
    assert word["Content-Disposition"] == f'attachment; filename="contrat-plie-{contrat.pk}.docx"'
    lignes = Journal.objects.filter(verbe="télécharger un contrat PLIE", nature=Journal.EXPORT)
    assert sorted(ligne.detail["format"] for ligne in lignes) == ["docx", "pdf"]
    assert aller(client, f.acteur(lieu, "gestionnaire_oi"), "contrat_word", contrat.pk).status_code == 403
    page = aller(client, ines, "personne", contrat.participation.personne_id).content.decode()
    assert reverse("parcours:contrat_pdf", args=["OUEST", contrat.pk]) in page


def test_a_territory_brings_its_template_then_comes_back_to_ours(client, ines, contrat):
    depot = {"fichier": modele("{{ titre }} de {{ personne }}, à notre façon")}
    assert aller(client, ines, "modele_contrat", donnees=depot).status_code == 302
    assert "Contrat PLIE de Zélie Exemple, à notre façon" in texte(
        aller(client, ines, "contrat_word", contrat.pk).content
    )
    assert "à notre façon" in texte(aller(client, ines, "telecharger_modele_contrat").content)
    aller(client, ines, "retirer_modele_contrat", donnees={})
    assert not ModeleContrat.objects.exists()
    assert "Les parties" in texte(aller(client, ines, "contrat_word", contrat.pk).content)
    with pytest.raises(RefusMetier, match="fourni est déjà"):
        actions.retirer_modele_contrat(par=ines)


@pytest.mark.parametrize(
    ("ligne", "phrase"),
    [("{{ numero_de_securite }}", "numero_de_securite"), ("{{ personne ", "accolade"), ("{{ objectifs[0] }}", "")],
)
def test_a_template_that_does_not_render_is_refused_with_its_fault(client, ines, ligne, phrase):
    reponse = aller(client, ines, "modele_contrat", donnees={"fichier": modele(ligne)})
    assert reponse.status_code == 200
    assert phrase in reponse.content.decode()
    assert reponse.context["formulaire"].errors
    assert not ModeleContrat.objects.exists()


def test_another_kind_of_file_is_refused(client, ines):
    reponse = aller(
        client, ines, "modele_contrat", donnees={"fichier": SimpleUploadedFile("photo.png", b"\x89PNG\r\n")}
    )
    assert reponse.context["formulaire"].errors


def test_the_template_we_ship_renders_whatever_is_known():
    for exemple in (EXEMPLE, vides(EXEMPLE)):
        verifier_gabarit(trouver(D_OFFICE).read_bytes(), exemple)
