"""Each role comes home to what it has to do; every number there is the length of the list it opens."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.models import TempsReferent
from deplie.acteurs.rules import ROLES
from deplie.socle.models import Lot
from tests.factories import EntretienFactory, PrescriptionFactory, ProtocoleFactory, ReleveFactory
from tests.factories_financements import AppelFactory, LectureFactory, OperationRetenueFactory
from tests.factories_offre import LieuFactory
from tests.factories_pilotage import PublicationFactory
from tests.parcours import fabrique as f


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def lieu(db):
    return f.territoire("OUEST", "ARPE")


@pytest.fixture
def accueil(client, lieu):
    def _accueil(acteur):
        client.force_login(acteur.compte)
        reponse = client.get(f"/{lieu.code}/")
        assert reponse.status_code == 200
        return reponse

    return _accueil


def panneaux(reponse):
    return {panneau.gabarit: panneau.contenu for panneau in [*reponse.context["larges"], *reponse.context["etroits"]]}


def longueur(client, lieu, requete):
    page = client.get(f"{reverse('parcours:participants', args=[lieu.code])}?{requete}")
    return page.context["page"].paginator.count


def test_a_referent_sees_their_own_people_and_each_counter_opens_its_list(client, accueil, lieu):
    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    TempsReferent.objects.create(agent=loic.agent, debut=date(2020, 1, 1), etp="0.50")
    for rang in range(5):
        f.participation(lieu, f.personne(lieu, f"Exemple{rang}"), referent=loic.agent, entree=date(2021, 1, 4))
    f.participation(lieu, referent=loic.agent, date_sortie=date(2021, 6, 1), motif_sortie="P_CDI")
    f.participation(lieu)
    reponse = accueil(loic)
    lus = panneaux(reponse)
    points = {point.libelle: point for point in lus["a_verifier"]["points"]}
    assert {nom: point.nombre for nom, point in points.items()} == {
        "Sorties à valider": 1,
        "Dossiers incomplets": 5,
        "Sans étape depuis 3 mois": 5,
    }
    assert [p.nom for p in points["Dossiers incomplets"].personnes] == ["Exemple0", "Exemple1", "Exemple2"]
    lu = lus["portefeuille"]["portefeuille"]
    assert (lu.en_cours, lu.plafond, lu.depasse) == (5, 35, False)
    assert [c.dit for c in lu.compteurs[1:]] == ["5 entrées cette année", "1 sortie cette année"]
    for compteur in [*points.values(), *lu.compteurs]:
        assert longueur(client, lieu, compteur.requete) == compteur.nombre
    assert "Bonjour Loïc, 11 points à vérifier" in reponse.content.decode()


def test_what_ends_soon_is_said_to_who_follows(accueil, lieu):
    loic = f.acteur(lieu, "referent_parcours")
    suivie = f.participation(lieu, f.personne(lieu, "Zède"), referent=loic.agent)
    for fin in (date(2021, 7, 1), date(2021, 7, 31), date(2021, 6, 29)):
        f.etape(suivie, intitule=f"Atelier {fin}", date_fin=fin)
    f.etape(f.participation(lieu), date_fin=date(2021, 7, 1))
    lus = panneaux(accueil(loic))["echeances"]["echeances"]
    assert [(e.jour, e.phrase) for e in lus] == [(date(2021, 7, 1), "fin de « Atelier 2021-07-01 »")]


def test_coordination_sees_the_year_the_load_and_the_imports(client, accueil, lieu):
    ines = f.acteur(lieu, "animateur_coordonnateur")
    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    for _ in range(2):
        f.participation(lieu, referent=loic.agent, entree=date(2021, 2, 1))
    Lot.objects.create(territoire=lieu.code, fichiers=["suivi.xlsx"])
    Lot.objects.create(territoire="AILLEURS", fichiers=["secret.xlsx"])
    reponse = accueil(ines)
    lus = panneaux(reponse)
    assert {"a_verifier", "annee", "charges", "imports"} <= set(lus)
    assert {tuile.code: tuile.texte for tuile in lus["annee"]["lue"].tuiles}["entrees"] == "2"
    charge = lus["charges"]["charges"][0]
    assert (str(charge.agent), charge.en_cours, charge.plafond) == ("Loïc Modèle", 2, None)
    assert longueur(client, lieu, charge.compteurs[0].requete) == 2
    texte = reponse.content.decode()
    assert "suivi.xlsx" in texte
    assert "secret.xlsx" not in texte


@pytest.mark.parametrize("role", ["elu_copil", "financeur", "reseau"])
def test_who_reads_figures_sees_the_last_whole_year_and_no_name(accueil, lieu, role):
    f.participation(lieu, f.personne(lieu, "Reconnaissable"), entree=date(2020, 5, 4))
    reponse = accueil(f.acteur(lieu, role, prenom="Élise"))
    assert panneaux(reponse)["annee"]["annee"] == "2020"
    texte = reponse.content.decode()
    assert "Reconnaissable" not in texte
    assert "Bonjour Élise, 1 personne suivie en 2020" in texte
    assert f'action="/{lieu.code}/recherche/"' not in texte


def test_an_operator_sees_who_is_there_now(client, accueil, lieu):
    chantier = f.organisation(lieu, "Chantier")
    suivie = f.participation(lieu, f.personne(lieu, "Présente"))
    f.etape(suivie, "IAE_ACI", date(2021, 6, 1), operateur=chantier)
    f.etape(f.participation(lieu, f.personne(lieu, "Passée")), operateur=chantier, date_fin=date(2021, 1, 1))
    f.etape(f.participation(lieu, f.personne(lieu, "Ailleurs")), operateur=f.organisation(lieu, "Autre"))
    reponse = accueil(f.acteur(lieu, "operateur", structure=chantier))
    lus = panneaux(reponse)["accueillies"]
    assert [etape.participation.personne.nom for etape in lus["etapes"]] == ["Présente"]
    assert longueur(client, lieu, lus["compteur"].requete) == lus["compteur"].nombre == 2
    assert "Ailleurs" not in reponse.content.decode()


def test_a_prescriber_learns_what_became_of_people(client, accueil, lieu):
    ccas = f.organisation(lieu, "CCAS")
    f.participation(lieu, f.personne(lieu, "Suivie"), prescripteur=ccas)
    f.participation(lieu, f.personne(lieu, "Sortie"), prescripteur=ccas, date_sortie=date(2021, 1, 1))
    lus = panneaux(accueil(f.acteur(lieu, "prescripteur", structure=ccas)))["orientees"]
    assert [compteur.dit for compteur in lus["compteurs"]] == ["1 en parcours", "1 sortie"]
    assert [longueur(client, lieu, compteur.requete) for compteur in lus["compteurs"]] == [1, 1]


def test_protection_of_data_sees_the_journal(accueil, lieu):
    lus = panneaux(accueil(f.acteur(lieu, "dpo")))
    assert set(lus) == {"journal", "equipe"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_has_a_home_even_in_an_empty_territory(accueil, lieu, role):
    reponse = accueil(f.acteur(lieu, role))
    assert reponse.content.decode().count("<h1") == 1
    assert panneaux(reponse)


def test_two_roles_add_their_panels_once(accueil, lieu):
    lus = panneaux(accueil(f.acteur(lieu, "referent_parcours", "charge_relation_entreprise", "elu_copil")))
    assert set(lus) == {"rendez_vous", "a_verifier", "echeances", "portefeuille", "sans_bilan"}


def test_queries_do_not_grow_with_people(client, lieu, requetes_constantes):
    loic = f.acteur(lieu, "referent_parcours", "animateur_coordonnateur")
    client.force_login(loic.compte)

    def ajouter():
        suivie = f.participation(lieu, referent=loic.agent)
        f.etape(suivie, date_fin=date(2021, 7, 5))

    requetes_constantes(lambda: client.get(f"/{lieu.code}/"), ajouter)


@pytest.fixture
def chercher(client, lieu):
    def _chercher(acteur, texte):
        client.force_login(acteur.compte)
        return client.get(f"/{lieu.code}/recherche/", {"q": texte})

    return _chercher


def test_one_answer_opens_the_person_several_open_the_list(chercher, lieu):
    ines = f.acteur(lieu, "animateur_coordonnateur")
    zelie = f.personne(lieu, "Exemple", "Zélie")
    f.participation(lieu, zelie, date_sortie=date(2020, 5, 1))
    f.participation(lieu, zelie, entree=date(2021, 1, 1))
    f.participation(lieu, f.personne(lieu, "Exemple", "Tom"))
    assert chercher(ines, "zelie")["Location"] == f"/{lieu.code}/personnes/{zelie.pk}/"
    assert chercher(ines, "exemple")["Location"] == f"/{lieu.code}/participants/?q=exemple&etat=tous"
    assert chercher(ines, "né & né")["Location"].endswith("?q=n%C3%A9+%26+n%C3%A9&etat=tous")
    assert chercher(ines, "  ")["Location"] == f"/{lieu.code}/participants/"


def test_a_search_stays_in_the_perimeter(chercher, lieu):
    zelie = f.participation(lieu).personne
    loic = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Nord"))
    assert str(zelie.pk) not in chercher(loic, "zelie")["Location"]
    assert chercher(f.acteur(lieu, "elu_copil"), "zelie").status_code == 403


def test_the_menu_says_where_one_is(client, lieu):
    ines = f.acteur(lieu, "animateur_coordonnateur")
    pk = f.participation(lieu).personne_id
    client.force_login(ines.compte)
    for chemin, courant in (("", "Accueil"), ("participants/", "Participants"), (f"personnes/{pk}/", "Participants")):
        menu = client.get(f"/{lieu.code}/{chemin}").context["menu"]
        assert [lien.libelle for lien in menu if lien.courant] == [courant]


def test_what_is_kept_is_made_anew_when_something_changes(client, accueil, lieu):
    from deplie.parcours.actions import admettre, corriger_entree

    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    qui = f.personne(lieu, sexe="F", date_naissance=date(1985, 1, 1))
    situation = {"statut_entree": "CHOMEUR"}
    suivie = admettre(
        personne=qui, dispositif=lieu.dispositifs.first(), date_entree=date(2021, 6, 1), par=loic, referent=loic.agent,
        situation=situation,
    )  # fmt: skip
    for _ in range(2):
        assert "1 point à vérifier" in accueil(loic).content.decode()
    corriger_entree(participation=suivie, valeurs={"niveau_formation": "3"}, par=loic)
    assert "rien n&#x27;attend" in accueil(loic).content.decode()


@pytest.mark.parametrize("role", ["referent_parcours", "prescripteur", "animateur_coordonnateur"])
def test_prescriptions_that_wait_are_counted_as_their_list_counts_them(client, accueil, lieu, role):
    ccas = f.organisation(lieu, "CCAS d'Exemple")
    attend = PrescriptionFactory(personne=f.personne(lieu), prescripteur=ccas)
    PrescriptionFactory(personne=f.personne(lieu, "Autre"), statut="RECEVABLE", prescripteur=ccas)
    acteur = f.acteur(lieu, role, structure=ccas if role == "prescripteur" else None)
    lus = panneaux(accueil(acteur))["prescriptions"]
    assert list(lus["premieres"]) == [attend]
    for nom, _, nombre in lus["etapes"]:
        page = client.get(f"{reverse('parcours:prescriptions', args=[lieu.code])}?onglet={nom}")
        assert page.context["page"].paginator.count == nombre
    assert "prescriptions" not in panneaux(accueil(f.acteur(lieu, "elu_copil")))


def test_the_appointments_of_the_day_stand_first(accueil, lieu):
    loic = f.acteur(lieu, "referent_parcours")
    suivie = f.participation(lieu, f.personne(lieu, "Attendue"), referent=loic.agent)
    maintenant = timezone.now()
    for jours in (-1, 0, 1):
        EntretienFactory(personne=suivie.personne, agent=loic.agent, debut=maintenant + timedelta(days=jours))
    reponse = accueil(loic)
    assert next(iter(panneaux(reponse))) == "rendez_vous"
    lus = panneaux(reponse)["rendez_vous"]
    assert [lu.debut for lu in lus["entretiens"]] == [maintenant]
    assert [lu.debut for lu in lus["oublies"]] == [maintenant - timedelta(days=1)], "nobody said what became of it"
    page = reponse.content.decode().replace("&#x27;", "'")
    assert page.count("Écrire l'entretien") == 2
    assert "rendez_vous" not in panneaux(accueil(f.acteur(lieu, "charge_relation_entreprise")))


def test_who_reads_applications_finds_those_that_wait_for_them(accueil, lieu):
    juree = f.acteur(lieu, "membre_jury")
    confiee = LectureFactory(operation__territoire=lieu, operation__statut="EN_INSTRUCTION", lecteur=juree.agent)
    LectureFactory(operation__territoire=lieu, operation__statut="EN_INSTRUCTION")
    reponse = accueil(juree)
    assert panneaux(reponse)["operations"]["attentes"].lectures == [confiee]
    assert reverse("financements:lecture", args=[lieu.code, confiee.operation_id]) in reponse.content.decode()


@pytest.mark.parametrize(
    ("role", "attendus"),
    [("instructeur", [1, 1, 0]), ("controleur_csf", [1, 0]), ("charge_mission_ess", [1, 1, 0, 1])],
)
def test_operations_are_counted_by_what_they_wait_for_and_by_whom(accueil, lieu, role, attendus):
    for etat in ("DEPOSEE", "RECEVABLE", "PROGRAMMEE", "BILAN_DEPOSE", "SOLDEE"):
        OperationRetenueFactory(territoire=lieu, statut=etat)
    lues = panneaux(accueil(f.acteur(lieu, role)))["operations"]["attentes"].operations
    assert [attente.nombre for attente in lues] == attendus


def test_old_exits_stand_apart_year_by_year(client, accueil, lieu):
    """Exits of years whose bilan is given do not hide what is to be done today; each count opens its list."""
    ines, loic = f.acteur(lieu, "animateur_coordonnateur", prenom="Inès"), f.acteur(lieu, "referent_parcours")
    for jour in (date(2018, 3, 1), date(2018, 9, 3), date(2019, 12, 31), date(2020, 1, 1), date(2021, 2, 1)):
        f.participation(lieu, referent=loic.agent, entree=date(2017, 1, 9), date_sortie=jour, motif_sortie="P_CDI")
    reponse = accueil(ines)
    lus = panneaux(reponse)["a_verifier"]
    points = {point.libelle: point for point in lus["points"]}
    assert points["Sorties à valider"].nombre == 2
    assert points["Sixième mois à relever"].nombre == 1
    dits = [(annee, [(point.libelle, point.nombre) for point in groupe]) for annee, groupe in lus["anciens"]]
    assert dits == [
        (2018, [("Sorties à valider", 2), ("Sixième mois à relever", 2)]),
        (2019, [("Sorties à valider", 1), ("Sixième mois à relever", 1)]),
    ]
    for point in [*lus["points"], *(point for _, groupe in lus["anciens"] for point in groupe)]:
        assert longueur(client, lieu, point.requete) == point.nombre
    assert "Bonjour Inès, 3 points à vérifier" in reponse.content.decode()
    assert "Sorties de 2018" in reponse.content.decode()


def test_coordination_reads_whose_people_they_are(client, accueil, lieu):
    ines = f.acteur(lieu, "animateur_coordonnateur")
    loic, omar = (f.acteur(lieu, "referent_parcours", prenom=prenom) for prenom in ("Loïc", "Omar"))
    for agent in (loic.agent, loic.agent, omar.agent):
        f.participation(lieu, referent=agent, entree=date(2021, 1, 4))
    lus = {point.libelle: point for point in panneaux(accueil(ines))["a_verifier"]["points"]}
    parts = lus["Sans étape depuis 3 mois"].parts
    assert [(part.libelle, part.nombre) for part in parts] == [("Loïc Modèle", 2), ("Omar Modèle", 1)]
    assert [longueur(client, lieu, part.requete) for part in parts] == [2, 1]


def test_only_old_exits_are_not_nothing(accueil, lieu):
    loic = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    f.participation(
        lieu, referent=loic.agent, entree=date(2017, 1, 9), date_sortie=date(2018, 3, 1), motif_sortie="P_CDI"
    )
    texte = accueil(loic).content.decode()
    assert "rien n&#x27;attend aujourd&#x27;hui" in texte
    assert "Sorties de 2018" in texte
    assert "aucune sortie à valider" not in texte


def test_a_territory_that_begins_is_told_its_first_steps_until_somebody_is_followed(accueil, lieu):
    animatrice = f.acteur(lieu, "animateur_coordonnateur", prenom="Inès")
    reponse = accueil(animatrice)
    pas = panneaux(reponse)["premiers_pas"]["pas"]
    assert [mots for mots, *_ in pas][:3] == [
        "Inviter l'équipe", "Reprendre vos données", "Accueillir une première personne",
    ]  # fmt: skip
    assert not any(fait for *_, fait in pas)
    assert "Bonjour Inès, par où commencer" in reponse.content.decode()
    LieuFactory(territoire=lieu)
    assert [mots for mots, *_, fait in panneaux(accueil(animatrice))["premiers_pas"]["pas"] if fait] == [
        "Ouvrir un lieu d'accueil"
    ]
    gestionnaire = panneaux(accueil(f.acteur(lieu, "gestionnaire_oi")))["premiers_pas"]["pas"]
    assert "Inviter l'équipe" not in [mots for mots, *_ in gestionnaire], "each reads the steps of their rights"
    f.participation(lieu)
    assert "premiers_pas" not in panneaux(accueil(animatrice))


@pytest.mark.parametrize("role", ["elu_copil", "financeur"])
def test_who_reads_finds_what_is_published_the_calls_and_the_dates(accueil, lieu, role):
    vides = panneaux(accueil(f.acteur(lieu, role)))
    assert not {"publies", "appels_lus", "dates"} & set(vides)
    ouvert = AppelFactory(territoire=lieu, titre="Appel ouvert", statut="PUBLIE")
    AppelFactory(territoire=lieu, titre="Appel en préparation", statut="PREPARE")
    ReleveFactory(territoire=lieu, libelle="Part de l'emploi local", valeur="6.5", unite="%")
    PublicationFactory(territoire=lieu, statut="VALIDE_COPIL")
    PublicationFactory(territoire=lieu, statut="PROVISOIRE", version=2)
    ProtocoleFactory(dispositif=lieu.dispositifs.first(), fin=date(2022, 12, 31))
    lus = panneaux(accueil(f.acteur(lieu, role)))
    assert [appel for appel, *_ in lus["appels_lus"]["appels"]] == [ouvert]
    assert [texte for _, texte in lus["publies"]["declares"]] == ["6,5\xa0%"]
    assert [publication.statut for publication in lus["publies"]["publications"]] == ["VALIDE_COPIL"]
    assert [due.le for due in lus["dates"]["fins"]] == [date(2022, 12, 31)]
