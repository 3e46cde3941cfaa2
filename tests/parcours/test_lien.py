"""A link orients one person, once, for who has no account; it never tells whether somebody is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours import actions
from deplie.parcours.models import LienOrientation, OrientationRecue, Prescription
from deplie.parcours.queries.lien import empreinte_de, fiches_probables, lien_ouvert
from deplie.parcours.rules.lien import etat_du_lien
from deplie.personnes.models import Personne
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import LienOrientationFactory, OrientationRecueFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
NAISSANCE = date(1985, 5, 14)


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def jeton(lieu, ines):
    _, jeton = actions.envoyer_lien(organisation=f.organisation(lieu, "CCAS"), courriel="A@x.fr", jours=7, par=ines)
    return jeton


def envoi(lieu, **champs):
    jour = f"{timezone.localdate():%d/%m/%Y}"
    return {
        "nom": "Exemple", "prenom": "Zélie", "date_naissance": "14/05/1985", "sexe": "F", "auteur": "A. Sociale",
        "telephone": "0692 00 11 22", "dispositif": lieu.dispositifs.get().pk, "criteres": ["RSA", "TH"],
        "piece_RSA": jour, "freins": ["mobilite"], "situation": "Cherche un emploi", "information_le": jour,
        "consentement_le": jour,
    } | champs  # fmt: skip


def ouvrir(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


def test_the_token_is_sent_and_kept_nowhere(lieu, ines, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        lien, jeton = actions.envoyer_lien(
            organisation=f.organisation(lieu, "CCAS"), courriel="A@x.fr", jours=7, par=ines
        )
    assert len(jeton) >= 43
    assert f"/orientation/{jeton}/" in mailoutbox[0].body
    assert mailoutbox[0].to == ["a@x.fr"]
    assert jeton not in str([list(LienOrientation.objects.values_list()), list(Journal.objects.values_list())])
    assert lien.empreinte == empreinte_de(jeton)
    page = ouvrir(ines).get("/OUEST/prescriptions/liens/").content.decode()
    assert jeton not in page
    assert "a@x.fr" in page


@pytest.mark.parametrize("jours", [0, 31])
def test_a_link_does_not_last(lieu, ines, jours):
    with pytest.raises(RefusMetier, match="de 1 à 30 jours"):
        actions.envoyer_lien(organisation=f.organisation(lieu, "CCAS"), courriel="a@x.fr", jours=jours, par=ines)


def test_where_a_link_stands():
    jour = date(2024, 3, 20)
    assert etat_du_lien(jour, False, None, jour) == "attend"
    assert etat_du_lien(jour, False, None, jour + timedelta(days=1)) == "périmé"
    assert etat_du_lien(jour, False, jour, jour + timedelta(days=180)) == "servi"
    assert etat_du_lien(jour, False, jour, jour + timedelta(days=181)) == "périmé"
    assert etat_du_lien(jour, True, jour, jour) == "révoqué"


def test_it_orients_once_then_tells_the_outcome_and_names_nobody(lieu, ines, jeton):
    client, adresse = Client(), f"/orientation/{jeton}/"
    page = client.get(adresse)
    assert "Vous êtes orienté·e" in page.content.decode(), "the notice of the territory"
    assert page["Cache-Control"] == "private, no-store"
    assert client.post(adresse, envoi(lieu))["Location"] == adresse
    orientation = OrientationRecue.objects.get()
    assert (orientation.telephone, set(orientation.criteres)) == ("+262692001122", {"RSA", "TH"})
    recu = client.get(adresse).content.decode()
    assert "bien reçue" in recu
    assert "Exemple" not in recu
    client.post(adresse, envoi(lieu, nom="Autre"))
    assert OrientationRecue.objects.count() == 1, "once"
    prescription = actions.rattacher_orientation(orientation=orientation, par=ines)
    jour = timezone.localdate()
    actions.classer(prescription=prescription, le=jour, raison="Autre besoin", autre_voie="Mission locale", par=ines)
    issue = client.get(adresse).content.decode()
    assert "Autre besoin" in issue
    assert "Mission locale" in issue
    assert "Exemple" not in issue
    assert Journal.objects.filter(verbe="lire l'issue d'une orientation").count() == 3


def test_the_answer_is_the_same_whether_somebody_is_known_or_not(lieu, ines):
    suivie = f.participation(lieu, f.personne(lieu, "Connue", "Zélie", date_naissance=NAISSANCE))
    reponses = []
    for nom in ("Connue", "Inconnue"):
        _, jeton = actions.envoyer_lien(organisation=f.organisation(lieu, nom), courriel="a@x.fr", jours=7, par=ines)
        client = Client()
        retour = client.post(f"/orientation/{jeton}/", envoi(lieu, nom=nom), follow=True)
        reponses.append(re.sub(r"[\w-]{43}", "", retour.content.decode()))
    assert reponses[0] == reponses[1]
    connue, inconnue = OrientationRecue.objects.order_by("pk")
    assert [r.personne for r in fiches_probables(connue)] == [suivie.personne]
    assert fiches_probables(inconnue) == []


def test_a_mistake_loses_nothing_and_uses_nothing(lieu, jeton):
    adresse = f"/orientation/{jeton}/"
    for faute in ({"telephone": "12"}, {"date_naissance": "14/05/2094"}, {"consentement_le": "04/03/2094"}):
        page = Client().post(adresse, envoi(lieu, **faute)).content.decode()
        assert "correction" in page
        assert "Cherche un emploi" in page
    assert not OrientationRecue.objects.exists()
    assert Client().post(adresse, envoi(lieu)).status_code == 302


def test_a_dead_link_says_the_same_as_one_that_never_was(lieu, ines, jeton):
    jamais = Client().get("/orientation/jamais-envoye/")
    actions.revoquer_lien(lien=LienOrientation.objects.get(), par=ines)
    revoque = Client().get(f"/orientation/{jeton}/")
    assert (jamais.status_code, revoque.status_code) == (410, 410)
    assert jamais.content == revoque.content
    assert lien_ouvert(jeton, timezone.localdate()) is None
    assert Client().post(f"/orientation/{jeton}/", envoi(lieu)).status_code == 410


def test_tries_are_limited(monkeypatch):
    from deplie.parcours.views import lien

    monkeypatch.setattr(lien, "LIMITES", {"orientation": "2/m/ip"})
    statuts = [Client().get(f"/orientation/essai-{n}/").status_code for n in range(3)]
    assert statuts == [410, 410, 429]


def test_somebody_known_is_joined_and_what_was_missing_is_filled(lieu, ines, jeton):
    connue = f.personne(lieu, "EXEMPLE", "Zelie", date_naissance=NAISSANCE, courriel="z@exemple.invalid")
    Client().post(f"/orientation/{jeton}/", envoi(lieu, courriel="autre@exemple.invalid"))
    orientation = OrientationRecue.objects.get()
    client, adresse = ouvrir(ines), f"/OUEST/prescriptions/recues/{orientation.pk}/"
    page = client.get(adresse).content.decode()
    assert "fiche probable" in page
    reponse = client.post(adresse, {"personne": str(connue.pk)})
    prescription = Prescription.objects.get()
    assert reponse["Location"] == f"/OUEST/prescriptions/{prescription.pk}/"
    connue.refresh_from_db()
    assert (connue.telephone, connue.courriel) == ("+262692001122", "z@exemple.invalid")
    assert (prescription.personne, prescription.auteur) == (connue, None)
    assert prescription.prescripteur.nom == "CCAS"
    assert {c.code for c in prescription.criteres.all()} == {"RSA", "TH"}
    orientation.refresh_from_db()
    assert (orientation.nom, orientation.criteres, orientation.statut) == ("", {}, "RATTACHEE"), "it names nobody more"
    assert client.get(adresse).status_code == 404


def test_somebody_new_gets_a_record(lieu, ines, jeton):
    Client().post(f"/orientation/{jeton}/", envoi(lieu))
    client = ouvrir(ines)
    client.post(f"/OUEST/prescriptions/recues/{OrientationRecue.objects.get().pk}/", {"personne": "nouvelle"})
    assert Prescription.objects.get().personne == Personne.objects.get()


def test_a_refusal_is_said_to_who_receives_alone(lieu, ines, jeton):
    suivie = f.participation(lieu, f.personne(lieu, date_naissance=NAISSANCE))
    Client().post(f"/orientation/{jeton}/", envoi(lieu))
    orientation = OrientationRecue.objects.get()
    adresse = f"/OUEST/prescriptions/recues/{orientation.pk}/"
    page = ouvrir(ines).post(adresse, {"personne": str(suivie.personne_id)}).content.decode()
    assert "déjà suivie" in page
    assert ouvrir(ines).post(adresse, {"raison": "Une autre réponse existe"}).status_code == 302
    issue = Client().get(f"/orientation/{jeton}/").content.decode()
    assert "Une autre réponse existe" in issue
    assert "suivie" not in issue
    with pytest.raises(RefusMetier, match="déjà été traitée"):
        actions.rattacher_orientation(orientation=orientation, par=ines)


def test_who_receives_is_told_and_sensitive_criteria_are_theirs_alone(
    lieu, ines, mailoutbox, django_capture_on_commit_callbacks
):
    lien, _ = actions.envoyer_lien(organisation=f.organisation(lieu, "CCAS"), courriel="a@x.fr", jours=7, par=ines)
    with django_capture_on_commit_callbacks(execute=True):
        orientation = actions.recevoir_orientation(
            lien=lien, dispositif=lieu.dispositifs.get(), identite={"nom": "Exemple", "prenom": "Zélie",
            "nom_usage": "", "sexe": "", "adresse": "", "code_postal": "", "telephone": "", "courriel": ""},
            criteres={"TH": None, "RSA": None}, freins=[], situation="", information_le=timezone.localdate(),
            consentement_le=timezone.localdate(), par=Acteur.systeme(lieu),
        )  # fmt: skip
    assert mailoutbox[-1].to == [ines.agent.courriel]
    assert "Exemple" not in mailoutbox[-1].body
    adresse = f"/OUEST/prescriptions/recues/{orientation.pk}/"
    assert "handicap" in ouvrir(ines).get(adresse).content.decode()
    directeur = f.acteur(lieu, "directeur_plie")
    assert "handicap" not in ouvrir(directeur).get(adresse).content.decode()


def test_what_nobody_read_is_forgotten(lieu, ines):
    jour = timezone.localdate()
    vieille = OrientationRecueFactory(lien=LienOrientationFactory(territoire=lieu), statut_le=jour - timedelta(days=91))
    recente = OrientationRecueFactory(lien=LienOrientationFactory(territoire=lieu), statut_le=jour)
    assert actions.ecarter_expirees(par=ines, jour=jour) == 1
    vieille.refresh_from_db()
    assert (vieille.statut, vieille.nom, vieille.raison) == ("ECARTEE", "", "Sans réponse dans le délai.")
    assert recente.statut == "RECUE"


def test_the_list_asks_as_little_for_twenty_as_for_one(lieu, ines, requetes_constantes):
    client = ouvrir(ines)

    def ajouter():
        lien = LienOrientationFactory(territoire=lieu)
        OrientationRecueFactory(lien=lien)

    requetes_constantes(lambda: client.get("/OUEST/prescriptions/liens/"), ajouter)
