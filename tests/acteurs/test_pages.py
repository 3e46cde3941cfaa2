"""The pages of the team, of the settings and of the journal, as people use them."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import OperationalError
from django.urls import path

from deplie.acteurs.models import Agent, Habilitation, Organisation, TempsReferent
from deplie.acteurs.views import page
from deplie.socle.journal import consulter
from deplie.socle.models import Journal
from deplie.territoires.models import Reglage
from deplie.territoires.queries.reglages import reglages
from deplie.territoires.rules.reglages import GROUPES, REGLAGES
from tests.factories import AgentFactory, PersonneFactory, TempsReferentFactory


def test_the_team_page_says_what_is_to_be_completed_first(distribution, client_de):
    Agent.objects.create(territoire=distribution.territoire, courriel="inconnu@exemple.fr", a_completer=True)
    texte = client_de("animatrice").get("/OUEST/equipe/").content.decode()
    assert texte.index("À compléter") < texte.index("Qui tient un rôle")
    assert "inconnu@exemple.fr" in texte
    assert "Inviter une personne" in texte
    assert "Inviter une personne" not in client_de("referent").get("/OUEST/equipe/").content.decode()


def test_the_team_page_reads_as_much_for_twenty(distribution, client_de, requetes_constantes):
    client = client_de("animatrice")

    def ajouter():
        TempsReferentFactory(agent=AgentFactory(territoire=distribution.territoire, roles=["elu_copil"]))

    requetes_constantes(lambda: client.get("/OUEST/equipe/"), ajouter)


def test_nothing_stays_in_the_browser(distribution, client_de):
    for chemin in ("/OUEST/equipe/", "/compte/"):
        assert "no-store" in client_de("animatrice").get(chemin)["Cache-Control"]


def test_inviting_from_the_page(distribution, client_de):
    client = client_de("animatrice")
    envoi = {"courriel": "neuve@exemple.fr", "prenom": "Ana", "nom": "Neuve", "role": "elu_copil"}
    reponse = client.post("/OUEST/equipe/inviter/", envoi, follow=True)
    assert "L&#x27;invitation est envoyée à neuve@exemple.fr." in reponse.content.decode()
    assert "invitation en attente" in reponse.content.decode()
    assert Habilitation.objects.get(agent__courriel="neuve@exemple.fr").role == "elu_copil"


def test_what_is_refused_stays_in_the_form(distribution, client_de):
    envoi = {"courriel": "pas une adresse", "prenom": "Ana", "nom": "Neuve", "role": "dpo", "debut": "31/02/2020"}
    texte = client_de("animatrice").post("/OUEST/equipe/inviter/", envoi).content.decode()
    assert 'value="pas une adresse"' in texte
    assert "Cette date n&#x27;est pas reconnue" in texte
    assert 'value="dpo"' not in texte, "a reserved role is not offered"


def test_completing_an_agent_and_its_refusals(distribution, client_de):
    client, agent = (
        client_de("animatrice"),
        Agent.objects.create(territoire=distribution.territoire, courriel="x@exemple.fr", a_completer=True),
    )
    adresse = f"/OUEST/equipe/agents/{agent.pk}/"
    assert "correction est attendue" in client.post(f"{adresse}identite/", {"agent-nom": ""}).content.decode()
    champs = {"agent-nom": "Trouvé", "agent-prenom": "Paul", "agent-organisation": distribution.chantier.pk}
    assert client.post(f"{adresse}identite/", champs).status_code == 302
    agent.refresh_from_db()
    assert (agent.nom, agent.organisation, agent.a_completer) == ("Trouvé", distribution.chantier, False)
    voisine = Organisation.objects.create(territoire=distribution.voisin, nom="Voisine", cle="voisine")
    champs["agent-organisation"] = voisine.pk
    assert client.post(f"{adresse}identite/", champs).status_code == 200, "a neighbour's body is not offered"


def test_roles_and_working_time_from_the_page(distribution, client_de):
    client, agent = client_de("directeur"), distribution.referent.agent
    adresse = f"/OUEST/equipe/agents/{agent.pk}/"
    client.post(f"{adresse}roles/", {"role-role": "financeur", "role-debut": "12/03/2025"})
    client.post(f"{adresse}temps/", {"temps-etp": "0,8", "temps-debut": "01/01/2020"})
    temps = TempsReferent.objects.get(agent=agent)
    donnee = Habilitation.objects.get(agent=agent, role="financeur")
    assert (str(temps.etp), donnee.debut.isoformat()) == ("0.80", "2025-03-12")
    texte = client.get(adresse).content.decode()
    assert "Financeur" in texte
    assert "0,8 ETP" in texte
    client.post(f"/OUEST/equipe/roles/{donnee.pk}/retirer/")
    client.post(f"/OUEST/equipe/temps/{temps.pk}/retirer/")
    assert not TempsReferent.objects.filter(agent=agent).exists()
    donnee.refresh_from_db()
    assert donnee.fin is not None


def test_a_refused_withdrawal_says_why(distribution, client_de):
    tenue = Habilitation.objects.get(agent=distribution.dpo.agent)
    reponse = client_de("directeur").post(f"/OUEST/equipe/roles/{tenue.pk}/retirer/", follow=True)
    assert "Seule l&#x27;administration retire ce rôle." in reponse.content.decode()


@pytest.mark.parametrize(
    "chemin",
    [
        "equipe/agents/{agent}/",
        "equipe/agents/{agent}/identite/",
        "equipe/agents/{agent}/roles/",
        "equipe/agents/{agent}/temps/",
        "equipe/agents/{agent}/invitation/",
        "equipe/roles/{role}/retirer/",
        "equipe/temps/{temps}/retirer/",
        "equipe/structures/{structure}/",
    ],
)
def test_a_neighbour_s_object_is_not_found(distribution, client_de, chemin):
    agent = distribution.etrangere.agent
    numeros = {
        "agent": agent.pk,
        "role": agent.habilitations.get().pk,
        "temps": TempsReferentFactory(agent=agent).pk,
        "structure": Organisation.objects.create(territoire=distribution.voisin, nom="Voisine", cle="voisine").pk,
    }
    adresse = f"/OUEST/{chemin.format(**numeros)}"
    assert client_de("animatrice").post(adresse).status_code == 404
    assert client_de("etrangere").post(adresse.replace("OUEST", "OUEST2")).status_code in (200, 302, 409)


def test_bodies_from_the_page(distribution, client_de):
    client = client_de("animatrice")
    client.post("/OUEST/equipe/structures/nouvelle/", {"nom": "Mission locale", "siret": ""})
    structure = Organisation.objects.get(nom="Mission locale")
    texte = client.post(f"/OUEST/equipe/structures/{structure.pk}/", {"nom": "x", "siret": "1"}).content.decode()
    assert "quatorze chiffres" in texte
    assert client.post(f"/OUEST/equipe/structures/{structure.pk}/", {"nom": "ML", "siret": ""}).status_code == 302


def valeurs_du_formulaire(page):
    """What the settings' form shows, ready to be sent back."""
    formulaire = page.context["formulaire"]
    bruts = {champ.html_name: champ.field.prepare_value(champ.value()) for champ in formulaire}
    dates = {nom: f"{v:%d/%m/%Y}" if hasattr(v, "strftime") else v for nom, v in bruts.items()}
    return {nom: v for nom, v in dates.items() if v not in (None, False)}


def test_settings_sent_back_as_shown_change_nothing(distribution, client_de):
    client = client_de("animatrice")
    envoi = valeurs_du_formulaire(client.get("/OUEST/reglages/"))
    assert client.post("/OUEST/reglages/", envoi).status_code == 302
    assert not Reglage.objects.exists()
    assert not Journal.objects.filter(verbe="régler").exists()


def test_settings_are_changed_and_written_down(distribution, client_de):
    client = client_de("animatrice")
    plie = distribution.territoire.dispositifs.get(code="PLIE")
    envoi = valeurs_du_formulaire(client.get("/OUEST/reglages/")) | {
        "tranches_age": "30; 50",
        "groupes_categorie": "TRAVAIL : Travail : EMPLOI_DUR, IAE_ACI\nAUTRE : Autre : ATELIER",
        "correspondance": "Né(e) le = date_naissance\nRemarque =",
        f"complet_{plie.pk}": "01/01/2019",
    }
    assert client.post("/OUEST/reglages/", envoi).status_code == 302
    lus = reglages(distribution.territoire)
    assert lus["tranches_age"] == [30, 50]
    assert lus["groupes_categorie"]["AUTRE"] == {"libelle": "Autre", "categories": ["ATELIER"]}
    assert lus["correspondance"] == {"Né(e) le": "date_naissance", "Remarque": ""}
    plie.refresh_from_db()
    assert plie.donnees_completes_depuis.isoformat() == "2019-01-01"
    assert Journal.objects.filter(verbe__in=["régler", "dater la complétude"]).count() == 4


@pytest.mark.parametrize(
    ("champ", "valeur", "mot"),
    [
        ("tranches_age", "50, 30", "ordre croissant"),
        ("tranches_age", "jeune", "nombres entiers"),
        ("petite_base", "-1", "de 0 à 1000"),
        ("groupes_categorie", "EMPLOIS", "CODE : libellé"),
        ("groupes_categorie", "A : A : RIEN", "pas une catégorie"),
        ("correspondance", "Né le", "en-tête du fichier = colonne"),
    ],
)
def test_a_wrong_setting_says_what_is_expected(distribution, client_de, champ, valeur, mot):
    client = client_de("animatrice")
    envoi = valeurs_du_formulaire(client.get("/OUEST/reglages/")) | {champ: valeur, "age_minimum": "18"}
    texte = client.post("/OUEST/reglages/", envoi).content.decode()
    assert mot in texte
    assert not Reglage.objects.exists(), "all or none"


def test_a_guessed_date_is_confirmed_by_hand(distribution, client_de):
    plie = distribution.territoire.dispositifs.get(code="PLIE")
    plie.donnees_completes_depuis, plie.completude_devinee = "2020-01-01", True
    plie.save()
    client = client_de("animatrice")
    envoi = valeurs_du_formulaire(client.get("/OUEST/reglages/"))
    client.post("/OUEST/reglages/", envoi)
    plie.refresh_from_db()
    assert plie.completude_devinee
    client.post("/OUEST/reglages/", envoi | {f"confirmer_{plie.pk}": "on"})
    plie.refresh_from_db()
    assert not plie.completude_devinee


def test_the_journal_is_filtered_and_stays_at_home(distribution, client_de):
    personne = PersonneFactory(territoire=distribution.territoire)
    consulter(personne, par=distribution.referent)
    consulter(PersonneFactory(territoire=distribution.voisin), par=distribution.etrangere)
    client = client_de("dpo")
    texte = client.get("/OUEST/journal/", {"nature": "consultation"}).content.decode()
    assert "1 ligne<" in texte.replace("\n", "")
    assert f"personne n° {personne.pk}" in texte
    assert personne.nom not in texte
    referent = distribution.referent.compte.pk
    assert "1 ligne<" in client.get("/OUEST/journal/", {"par": referent}).content.decode()
    assert "0 ligne<" in client.get("/OUEST/journal/", {"au": "01/01/2020"}).content.decode()
    assert "n&#x27;est pas reconnue" in client.get("/OUEST/journal/", {"du": "hier"}).content.decode()


def test_the_journal_is_read_by_pages(distribution, client_de):
    for _ in range(51):
        consulter(distribution.territoire, par=distribution.dpo)
    client = client_de("dpo")
    assert "nature=consultation&amp;page=2" in client.get("/OUEST/journal/?nature=consultation").content.decode()
    assert client.get("/OUEST/journal/?nature=consultation&page=2").status_code == 200


@page("participation.voir")
def page_d_une_personne(request, acteur):
    consulter(acteur.territoire, par=acteur)
    raise AssertionError("what the journal protects was read")


urlpatterns = [path("<str:code>/personne/", page_d_une_personne)]


def test_a_page_whose_consultation_cannot_be_written_is_not_shown(distribution, client_de, settings):
    client = client_de("referent")
    settings.ROOT_URLCONF = __name__
    with mock.patch.object(Journal.objects, "create", side_effect=OperationalError("disk is full")):
        reponse = client.get("/OUEST/personne/")
    assert reponse.status_code == 503
    assert "inscrite au journal" in reponse.content.decode()


def test_each_setting_is_in_one_group():
    groupes = [cle for _, cles in GROUPES.values() for cle in cles]
    assert sorted(groupes) == sorted(REGLAGES)
