"""Letters in Word: the models shipped stand for anybody, those of a territory are proved before they are kept."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from deplie.parcours import actions
from deplie.parcours.exports.courrier import courrier
from deplie.parcours.models import ModeleCourrier
from deplie.parcours.queries.courrier import champs_de, octets_du_modele, participation_du_courrier
from deplie.parcours.rules.courrier import AU_PLUS, CHAMPS, D_OFFICE, refus_de_nombre
from deplie.socle.documents import rendre_word
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.gabarits import exemples
from deplie.socle.models import Journal
from tests.factories import EntretienFactory, EtapeFactory, ParticipationFactory
from tests.factories_pieces import ModeleCourrierFactory
from tests.fichiers import donne
from tests.maison.sources import RACINE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def suivie(distribution, settings, tmp_path):
    settings.DONNEES = tmp_path
    participation = ParticipationFactory(
        territoire=distribution.territoire, referent=distribution.referent.agent, commune="Saint-Paul"
    )
    EtapeFactory(participation=participation, operateur=distribution.chantier, heures=42)
    EtapeFactory(participation=participation, annulee=True, intitule="Étape annulée")
    return participation


def texte(octets):
    return "\n".join(paragraphe.text for paragraphe in Document(BytesIO(octets)).paragraphs)


def word(*paragraphes):
    document, tampon = Document(), BytesIO()
    for paragraphe in paragraphes:
        document.add_paragraph(paragraphe)
    document.save(tampon)
    return tampon.getvalue()


@pytest.mark.parametrize("code", D_OFFICE)
def test_a_model_shipped_stands_for_anybody(distribution, code):
    octets = octets_du_modele(distribution.animatrice, code)
    plein, vide = (texte(rendre_word(octets, exemple)) for exemple in exemples(CHAMPS))
    assert "Zélie Exemple" in plein
    assert "Zélie" not in vide
    assert "{" not in plein + vide


def test_every_field_is_given_and_in_the_guide(distribution, suivie):
    lue = participation_du_courrier(distribution.referent, suivie.personne)
    assert set(champs_de(lue, "")) == set(CHAMPS)
    guide = (RACINE / "docs" / "guide" / "pieces.md").read_text(encoding="utf-8")
    assert [nom for nom in CHAMPS if f"`{{{{ {nom} }}}}`" not in guide] == []


def test_an_attestation_says_what_was_done(distribution, suivie):
    lue = participation_du_courrier(distribution.referent, suivie.personne)
    dite = texte(courrier(octets_du_modele(distribution.referent, "attestation"), lue, "Bon courage <b>&"))
    assert "depuis le 9 mars 2020" in dite
    assert "Atelier d'essai, Chantier du littoral, du 1er avril 2020 au 30 avril 2020 (42 heures)" in dite
    assert "Étape annulée" not in dite
    assert "Bon courage <b>&" in dite


def test_a_letter_calls_to_the_next_appointment(distribution, suivie):
    octets = octets_du_modele(distribution.referent, "convocation")
    sans = texte(courrier(octets, participation_du_courrier(distribution.referent, suivie.personne), ""))
    assert "Je vous propose un rendez-vous" in sans
    EntretienFactory(
        personne=suivie.personne, agent=distribution.referent.agent, lieu="Antenne du Port",
        debut=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    avec = texte(courrier(octets, participation_du_courrier(distribution.referent, suivie.personne), ""))
    assert "Antenne du Port" in avec


def deposer(par, *paragraphes, nom="Invitation au forum"):
    fichier = recevoir(donne("invitation.docx", word(*paragraphes)), territoire="OUEST", par=par)
    return actions.deposer_modele(nom=nom, fichier=fichier, par=par)


def test_a_territory_brings_its_own_and_replaces_it(distribution, suivie):
    premier = deposer(distribution.animatrice, "Bonjour {{ prenom }}")
    assert texte(octets_du_modele(distribution.referent, str(premier.pk))) == "Bonjour {{ prenom }}"
    deposer(distribution.animatrice, "Bonsoir {{ prenom }}")
    premier.refresh_from_db()
    assert premier.retire_le
    assert ModeleCourrier.objects.filter(retire_le=None).count() == 1


@pytest.mark.parametrize(
    ("paragraphe", "phrase"),
    [
        ("{{ nom_du_chien }}", "nom_du_chien"),
        ("{% if rendez_vous %}{{ prenom }}{% else %}{{ oubli }}{% endif %}", "oubli"),
        ("{{ prenom", "Corrigez|vérifiez|lisible"),
        ("{{ prenom.__class__.__mro__ }}", "Le modèle"),
    ],
)
def test_a_model_that_would_not_render_is_refused_by_name(distribution, suivie, paragraphe, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        deposer(distribution.animatrice, "Bonjour", paragraphe)
    assert not ModeleCourrier.objects.exists()


def test_what_is_no_model(distribution, suivie):
    fichier = recevoir(donne("a.pdf"), territoire="OUEST", par=distribution.animatrice)
    with pytest.raises(RefusMetier, match="document Word"):
        actions.deposer_modele(nom="Invitation", fichier=fichier, par=distribution.animatrice)
    with pytest.raises(RefusMetier, match="modèle fourni"):
        deposer(distribution.animatrice, "Bonjour", nom="Courrier de relance")


def test_one_letter_from_the_page_of_a_person(suivie, client_de):
    client, adresse = client_de("referent"), reverse("parcours:courrier", args=["OUEST", suivie.personne.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"modele": "inconnu"})["Content-Type"].startswith("text/html")
    reponse = client.post(adresse, {"modele": "attestation", "message": "Bravo."})
    assert reponse["Content-Disposition"] == f'attachment; filename="courrier-{suivie.personne.pk}.docx"'
    assert "Bravo." in texte(reponse.content)
    assert Journal.objects.get(verbe="écrire un courrier").detail == {"modele": "attestation"}


def test_letters_to_the_list_as_it_is_filtered(distribution, suivie, client_de):
    for rang in range(2):
        ParticipationFactory(
            territoire=distribution.territoire,
            referent=distribution.referent.agent,
            date_entree=date(2020, 5, 1 + rang),
        )
    client, adresse = client_de("referent"), reverse("parcours:courriers", args=["OUEST"])
    page = client.get(f"{adresse}?entree_du=01/04/2020")
    assert "Écrire à 2 personnes" in page.content.decode()
    reponse = client.post(f"{adresse}?entree_du=01/04/2020", {"modele": "relance"})
    archive = zipfile.ZipFile(BytesIO(reponse.content))
    assert archive.namelist() == ["courrier-001.docx", "courrier-002.docx"]
    ligne = Journal.objects.get(verbe="écrire des courriers")
    assert (ligne.nature, ligne.detail) == (Journal.EXPORT, {"lignes": 2, "modele": "relance"})
    assert "aucun courrier" in client.get(f"{adresse}?entree_du=01/04/2030").content.decode()


def test_too_many_at_once():
    assert refus_de_nombre(AU_PLUS) == ""
    assert f"{AU_PLUS} au plus" in refus_de_nombre(AU_PLUS + 1)


def test_models_on_their_page(suivie, client_de):
    client, adresse = client_de("animatrice"), reverse("parcours:modeles_courrier", args=["OUEST"])
    refusee = client.post(adresse, {"nom": "Invitation", "fichier": donne("i.docx", word("{{ chien }}"))})
    assert "chien" in str(refusee.context["formulaire"].errors)
    envoi = {"nom": "Invitation", "fichier": donne("i.docx", word("{{ prenom }}"))}
    assert client.post(adresse, envoi).status_code == 302
    modele = ModeleCourrier.objects.get()
    for code in (modele.pk, "relance"):
        assert client.get(reverse("parcours:modele_courrier", args=["OUEST", code])).status_code == 200
    assert client.post(reverse("parcours:retirer_modele", args=["OUEST", modele.pk])).status_code == 302
    assert client.get(reverse("parcours:modele_courrier", args=["OUEST", modele.pk])).status_code == 404


def test_a_neighbour_s_model_is_not_proposed(distribution, suivie, client_de):
    voisin = ModeleCourrierFactory(territoire=distribution.voisin)
    adresse = reverse("parcours:courrier", args=["OUEST", suivie.personne.pk])
    assert voisin.nom not in client_de("referent").get(adresse).content.decode()
    assert client_de("referent").post(adresse, {"modele": str(voisin.pk)})["Content-Type"].startswith("text/html")


def test_twenty_letters_ask_as_many_questions(distribution, suivie, client_de, requetes_constantes):
    client, adresse = client_de("referent"), reverse("parcours:courriers", args=["OUEST"])

    def ajouter():
        autre = ParticipationFactory(territoire=distribution.territoire, referent=distribution.referent.agent)
        EtapeFactory(participation=autre, operateur=distribution.chantier)

    requetes_constantes(lambda: client.post(adresse, {"modele": "attestation"}), ajouter)
