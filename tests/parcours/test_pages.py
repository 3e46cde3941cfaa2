"""The pages of people as each role sees them: the list, its files, the person, what leaves a line in the journal."""

import csv
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from deplie.personnes.models import ReponseSensible
from deplie.socle.models import Journal
from tests.factories import EntretienFactory
from tests.parcours import fabrique as f

JOUR = date(2021, 6, 30)


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def voir(client):
    """``voir(acteur, "parcours:participants", pk=…, q=…)``: the page as that actor gets it."""

    def _voir(acteur, nom, *, pk=None, genre=None, onglet=None, **requete):
        client.force_login(acteur.compte)
        chemin = [acteur.territoire.code, *([pk] if pk else []), *([genre] if genre else [])]
        return client.get(reverse(nom, args=chemin), requete | ({"onglet": onglet} if onglet else {}))

    return _voir


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def zelie(lieu):
    qui = f.personne(lieu, "Exemple", "Zélie", nom_usage="Témoin", identifiant="2020-7", telephone="+262692001122")
    return f.participation(lieu, qui, qpv="OUI", date_sortie=date(2021, 3, 1), motif_sortie="A_DETEN")


def lignes_du_csv(reponse):
    texte = b"".join(reponse.streaming_content).decode("utf-8-sig")
    return list(csv.reader(texte.splitlines(), delimiter=";"))


def test_list_counts_equal_the_lists_they_open(voir, lieu, ines, zelie):
    f.participation(lieu)
    for etat, nombre in (("en_cours", 1), ("sortis", 1), ("tous", 2)):
        page = voir(ines, "parcours:participants", etat=etat)
        assert page.status_code == 200
        assert len(page.context["rangees"]) == nombre == page.context["liste"].nombre
    assert [etat["nombre"] for etat in page.context["etats"]] == [1, 1, 2]


def test_list_searches_filters_and_says_when_nobody_answers(voir, ines, zelie):
    page = voir(ines, "parcours:participants", q="temoin", etat="tous", qpv="OUI")
    assert "Exemple" in page.content.decode()
    assert page.context["retenus"][0][0] == "Quartier prioritaire : Oui"
    vide = voir(ines, "parcours:participants", q="personne", etat="tous").content.decode()
    assert "Personne ne répond à cette recherche" in vide


def test_an_empty_list_offers_the_first_act(voir, ines, lieu):
    page = voir(ines, "parcours:participants").content.decode()
    assert "Personne n'est encore inscrit" in page
    assert reverse("parcours:accueillir", args=[lieu.code]) in page


def test_a_filter_that_is_not_understood_is_said_and_left_out(voir, ines, zelie):
    page = voir(ines, "parcours:participants", etat="tous", entree_du="32/13/2020", referent="999", page="zut")
    assert page.context["liste"].nombre == 1
    assert "n&#x27;est pas reconnue" in page.content.decode()


def test_pages_keep_the_filters(voir, lieu, ines):
    for _ in range(51):
        f.participation(lieu)
    page = voir(ines, "parcours:participants", q="exemple", tri="-entree")
    assert (page.context["page"].paginator.num_pages, len(page.context["rangees"])) == (2, 50)
    assert "q=exemple&amp;tri=-entree&amp;page=2" in page.content.decode()
    assert len(voir(ines, "parcours:participants", q="exemple", page="2").context["rangees"]) == 1


def test_columns_are_chosen_kept_and_exported_as_shown(voir, client, ines, zelie):
    voir(ines, "parcours:participants", etat="tous", colonnes=["nom", "telephone"])
    page = voir(ines, "parcours:participants", etat="tous")
    assert [c.nom for c in page.context["tableau"].colonnes] == ["nom", "telephone"]
    lignes = lignes_du_csv(voir(ines, "parcours:exporter", genre="csv", etat="tous"))
    assert lignes == [["Nom", "Téléphone"], ["Exemple", "'+262692001122"]]


def test_export_is_exactly_the_list_and_leaves_a_line_without_a_name(voir, lieu, ines, zelie):
    f.participation(lieu)
    reponse = voir(ines, "parcours:exporter", genre="xlsx", etat="sortis", q="temoin")
    classeur = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
    lignes = classeur.get_sheet_by_index(0).to_python()
    assert [ligne[:2] for ligne in lignes[1:]] == [["Exemple", "Zélie"]]
    ligne = Journal.objects.get(nature=Journal.EXPORT)
    assert (ligne.detail["lignes"], ligne.detail["filtres"]) == (1, ["etat", "q"])
    assert "temoin" not in str(ligne.detail)


def test_a_name_that_looks_like_a_formula_leaves_neutralised(voir, lieu, ines):
    f.participation(lieu, f.personne(lieu, "=cmd|' /C calc'!A0", "<script>alert(1)</script>"))
    lignes = lignes_du_csv(voir(ines, "parcours:exporter", genre="csv"))
    assert lignes[1][0].startswith("'=cmd")
    assert "<script>alert" not in voir(ines, "parcours:participants").content.decode()


def test_export_asks_for_its_right_and_a_known_format(voir, lieu, ines):
    assert voir(f.acteur(lieu, "charge_relation_entreprise"), "parcours:exporter", genre="csv").status_code == 403
    assert voir(ines, "parcours:exporter", genre="exe").status_code == 404


def test_structures_see_neither_situation_nor_its_filters(voir, lieu, zelie):
    chantier = f.organisation(lieu, "Chantier")
    f.etape(zelie, "IAE_ACI", operateur=chantier)
    operateur = f.acteur(lieu, "operateur", structure=chantier)
    page = voir(operateur, "parcours:participants", etat="tous", motif="A_SANTE", qpv="NON", colonnes=["nom", "qpv"])
    assert page.context["liste"].nombre == 1
    assert [c.nom for c in page.context["tableau"].colonnes] == ["nom"]
    fiche = voir(operateur, "parcours:personne", pk=zelie.personne_id).content.decode()
    assert "Situation" not in fiche
    assert "Prescripteur" not in fiche
    for onglet in ("situation", "sensible", "historique"):
        assert voir(operateur, "parcours:personne", pk=zelie.personne_id, onglet=onglet).status_code == 403


def test_a_sensitive_motive_reads_health_without_the_right(voir, lieu, ines, zelie):
    directeur = f.acteur(lieu, "directeur_plie")
    for acteur, libelle in ((ines, "Indisponibilité prolongée"), (directeur, "Santé, maternité longue ou invalidité")):
        page = voir(acteur, "parcours:participants", etat="tous", colonnes=["nom", "motif"])
        assert page.context["rangees"][0].cellules[1][1] == libelle
        assert libelle in voir(acteur, "parcours:personne", pk=zelie.personne_id).content.decode()


def test_the_person_page_shows_alerts_parcours_and_next_act(voir, lieu, ines, zelie):
    f.etape(zelie, "ATELIER", date(2020, 4, 1), intitule="Oser l'entretien", date_fin=date(2020, 5, 1))
    page = voir(ines, "parcours:personne", pk=zelie.personne_id)
    texte = page.content.decode()
    assert [element["alerte"].code for element in page.context["alertes"]] == ["sortie_provisoire", "incomplet"]
    assert "Oser l&#x27;entretien" in texte
    assert "Il manque : sexe, date de naissance" in texte
    assert reverse("parcours:sortie", args=[lieu.code, zelie.pk]) in texte
    assert texte.count("<h1") == 1


def test_what_comes_next_is_the_nearest_day(voir, lieu, ines):
    suivie = f.participation(lieu)
    f.etape(suivie, "QUALIF", date(2021, 6, 1), intitule="CACES", date_fin=JOUR + timedelta(9))
    f.etape(suivie, "ATELIER", JOUR + timedelta(3), intitule="Image de soi")
    page = voir(ines, "parcours:personne", pk=suivie.personne_id)
    assert page.context["prochaine"] == (JOUR + timedelta(3), "Début de l'étape « Image de soi »")


@pytest.mark.parametrize("onglet", ["parcours", "identite", "situation", "sensible", "historique"])
def test_each_consultation_is_journaled_before_it_is_shown(voir, ines, zelie, onglet):
    assert voir(ines, "parcours:personne", pk=zelie.personne_id, onglet=onglet).status_code == 200
    lignes = Journal.objects.filter(nature=Journal.CONSULTATION, objet_id=str(zelie.personne_id))
    assert lignes.filter(verbe="consulter", detail={"onglet": onglet}).count() == 1
    assert lignes.filter(verbe="lire les réponses sensibles").exists() == (onglet == "sensible")


def test_sensitive_answers_are_read_in_their_own_tab_by_who_may(voir, lieu, ines, zelie):
    ReponseSensible.objects.create(personne=zelie.personne, question="handicap", le=JOUR, reponse="OUI")
    zelie.criteres.create(code="TH")
    for onglet in ("parcours", "identite", "historique"):
        assert "andicap" not in voir(ines, "parcours:personne", pk=zelie.personne_id, onglet=onglet).content.decode()
    assert (
        "Handicap reconnu" in voir(ines, "parcours:personne", pk=zelie.personne_id, onglet="sensible").content.decode()
    )
    voir(ines, "parcours:personne", pk=zelie.personne_id, onglet="situation")
    assert Journal.objects.filter(verbe="lire les critères sensibles").count() == 1
    directeur = f.acteur(lieu, "directeur_plie")
    assert voir(directeur, "parcours:personne", pk=zelie.personne_id, onglet="sensible").status_code == 403
    situation = voir(directeur, "parcours:personne", pk=zelie.personne_id, onglet="situation").content.decode()
    assert "RQTH" not in situation


def test_a_page_whose_line_cannot_be_written_is_not_shown(voir, ines, zelie, monkeypatch):
    from django.db import DatabaseError

    def refuser(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("deplie.socle.journal.consigner", refuser)
    reponse = voir(ines, "parcours:personne", pk=zelie.personne_id)
    assert reponse.status_code == 503
    assert "Exemple" not in reponse.content.decode()


def test_another_territory_and_another_portfolio_are_404(voir, lieu, ailleurs, ines, zelie):
    loin = f.participation(ailleurs)
    assert voir(ines, "parcours:personne", pk=loin.personne_id).status_code == 404
    etrangere = f.acteur(ailleurs, "animateur_coordonnateur")
    client = voir(etrangere, "parcours:personne", pk=loin.personne_id)
    assert client.status_code == 200
    loic = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Nord"))
    assert voir(loic, "parcours:personne", pk=zelie.personne_id).status_code == 404
    assert not Journal.objects.filter(objet_id=str(zelie.personne_id)).exists()


@pytest.mark.parametrize("role", ["elu_copil", "financeur", "reseau", "administrateur"])
def test_who_reads_figures_sees_nobody(voir, lieu, zelie, role):
    acteur = f.acteur(lieu, role)
    assert voir(acteur, "parcours:participants").status_code == 403
    assert voir(acteur, "parcours:personne", pk=zelie.personne_id).status_code == 403


def test_history_says_who_changed_what(voir, lieu, ines, zelie):
    from deplie.parcours.actions import corriger_entree
    from deplie.personnes.actions import modifier_personne

    modifier_personne(personne=zelie.personne, identite={"sexe": "F"}, par=ines)
    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    corriger_entree(participation=zelie, valeurs={"referent": loic.agent, "niveau_formation": "3"}, par=ines)
    changements = voir(ines, "parcours:personne", pk=zelie.personne_id, onglet="historique").context["changements"]
    champs = {champ for changement in changements for champ in changement.champs}
    assert ("sexe", "rien", "Femme") in champs
    assert ("référent", "rien", "Loïc Modèle") in champs
    assert {changement.qui for changement in changements if changement.champs} == {"Inès Modèle"}


def test_history_names_the_place_of_an_interview(voir, lieu, ines, zelie):
    from deplie.offre.models import Lieu

    salle = Lieu.objects.create(territoire=lieu, nom="EREF du Port")
    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    entretien = EntretienFactory(personne=zelie.personne, agent=loic.agent)
    entretien.lieu_repertorie = salle
    entretien.save()
    changements = voir(ines, "parcours:personne", pk=zelie.personne_id, onglet="historique").context["changements"]
    champs = {champ for changement in changements for champ in changement.champs}
    assert ("lieu du territoire", "rien", "EREF du Port") in champs


@pytest.mark.parametrize("chemin", ["parcours:participants", "parcours:personne"])
def test_queries_do_not_grow_with_rows(voir, lieu, ines, requetes_constantes, chemin):
    agent = f.acteur(lieu, "referent_parcours").agent
    structure = f.organisation(lieu, "Nord")
    zelie = f.participation(lieu, f.personne(lieu, "Aaa"))

    def ajouter():
        p = f.participation(lieu, referent=agent, prescripteur=structure)
        f.etape(p, operateur=structure)
        f.etape(zelie, operateur=structure)

    def page():
        pk = {"pk": zelie.personne_id, "onglet": "historique"} if chemin == "parcours:personne" else {}
        assert voir(ines, chemin, **pk).status_code == 200

    requetes_constantes(page, ajouter)


def test_the_history_is_read_page_after_page_to_its_beginning(voir, lieu, ines):
    qui = f.personne(lieu, "Longue")
    p = f.participation(lieu, qui)
    for jour in range(1, 29):
        f.etape(p, debut=date(2021, 1, jour), intitule=f"Jour {jour}")
        f.etape(p, debut=date(2021, 2, jour), intitule=f"Second {jour}")
    page = voir(ines, "parcours:personne", pk=qui.pk, onglet="historique")
    suite = voir(ines, "parcours:personne", pk=qui.pk, onglet="historique", page=2)
    lues = [changement.objet for reponse in (page, suite) for changement in reponse.context["changements"]]
    assert len(page.context["changements"]) == 50
    assert len(lues) == 58
    assert lues.count("identité et contact") == 1
    assert "?onglet=historique&amp;page=2" in page.content.decode()


def test_long_names_and_a_full_page(voir, lieu, ines):
    for rang in range(50):
        qui = f.personne(lieu, f"{'De La Très-Longue-Lignée-Fictive ' * 2}{rang}"[:100], "Marie-Zélie " * 8)
        f.participation(lieu, qui)
    assert len(voir(ines, "parcours:participants").context["rangees"]) == 50
