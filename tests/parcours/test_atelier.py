"""Workshops: places, the waiting list, attendance, and who reads the names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deplie.offre import actions as offre
from deplie.parcours import actions
from deplie.parcours.models import InscriptionAtelier
from deplie.parcours.queries.atelier import candidates, groupe, relevables_par
from deplie.parcours.rules.atelier import (
    ABSENT,
    ABSENT_EXCUSE,
    EN_ATTENTE,
    INSCRIT,
    MOTIFS,
    PRESENT,
    RELEVES,
    demi_journees,
    places_libres,
    refus_de_presence,
    statut_a_l_inscription,
)
from deplie.personnes.actions import modifier_personne
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE, MARDI = date(2023, 1, 9), date(2023, 3, 7)


def a(jour, heure=9):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure))


def client_de(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI, 10), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc")


@pytest.fixture
def atelier(loic):
    return offre.creer_atelier(valeurs={"titre": "Préparer un entretien", "places": 2}, par=loic)


@pytest.fixture
def seance(loic, atelier):
    return offre.ajouter_seance(atelier=atelier, debut=a(MARDI + timedelta(days=2)), par=loic)


def suivies(loic, nombre):
    """People whom Loïc follows, in the order of their names."""
    personnes = [f.personne(loic.territoire, f"Exemple{chr(97 + n)}") for n in range(nombre)]
    for personne in personnes:
        f.participation(loic.territoire, personne, entree=ENTREE, referent=loic.agent)
    return personnes


def inscrire(seance, personnes, par):
    return actions.inscrire_a_l_atelier(seances=[seance], personnes=personnes, par=par)


def statuts(seance):
    lues = InscriptionAtelier.objects.filter(seance=seance).valables().order_by("personne__cle_nom")
    return list(lues.values_list("statut", flat=True))


def test_a_full_session_puts_people_on_its_waiting_list(loic, seance):
    faites = inscrire(seance, suivies(loic, 4), loic)
    assert [i.statut for i in faites] == [INSCRIT, INSCRIT, EN_ATTENTE, EN_ATTENTE]
    assert all(i.participation.referent == loic.agent for i in faites)


def test_a_registration_is_made_once(loic, seance):
    personnes = suivies(loic, 1)
    inscrire(seance, personnes, loic)
    assert inscrire(seance, personnes, loic) == []
    assert statuts(seance) == [INSCRIT]


def test_who_leaves_gives_their_place_to_the_first_who_waits(loic, seance):
    faites = inscrire(seance, suivies(loic, 4), loic)
    promues = actions.desinscrire_de_l_atelier(inscription=faites[0], par=loic)
    assert promues == [faites[2]]
    assert statuts(seance) == [INSCRIT, INSCRIT, EN_ATTENTE]
    assert actions.desinscrire_de_l_atelier(inscription=faites[3], par=loic) == []


def test_more_places_are_given_in_the_order_of_the_list(loic, atelier, seance):
    faites = inscrire(seance, suivies(loic, 5), loic)
    promues = actions.modifier_atelier(atelier=atelier, valeurs={"places": 4}, par=loic)
    assert promues == [faites[2], faites[3]]
    # Fewer places take nobody's away.
    assert actions.modifier_atelier(atelier=atelier, valeurs={"places": 1}, par=loic) == []
    assert statuts(seance).count(INSCRIT) == 4


def test_a_workshop_that_is_over_takes_whoever_came(loic, atelier):
    hier = offre.ajouter_seance(atelier=atelier, debut=a(MARDI - timedelta(days=1)), par=loic)
    assert {i.statut for i in inscrire(hier, suivies(loic, 3), loic)} == {INSCRIT}


def test_a_session_called_off_frees_everybody(loic, seance):
    inscrire(seance, suivies(loic, 3), loic)
    assert len(actions.annuler_seance(seance=seance, par=loic)) == 3
    assert statuts(seance) == []
    with pytest.raises(RefusMetier, match="annulée"):
        inscrire(seance, suivies(loic, 1), loic)


def test_attendance_keeps_what_is_right_and_says_the_rest(loic, atelier):
    jour = offre.ajouter_seance(atelier=atelier, debut=a(MARDI), par=loic)
    un, deux, trois = inscrire(jour, suivies(loic, 3), loic)
    presences = {un.pk: (PRESENT, ""), deux.pk: (ABSENT_EXCUSE, ""), trois.pk: (ABSENT, "TRANSPORT")}
    refus = actions.relever_presences(seance=jour, presences=presences, par=loic)
    assert list(refus) == [deux.pk]
    assert statuts(jour) == [PRESENT, INSCRIT, ABSENT]
    assert actions.relever_presences(seance=jour, presences={deux.pk: (ABSENT_EXCUSE, "GARDE")}, par=loic) == {}
    assert statuts(jour) == [PRESENT, ABSENT_EXCUSE, ABSENT]
    with pytest.raises(RefusMetier, match="ne s'annule plus"):
        actions.desinscrire_de_l_atelier(inscription=un, par=loic)
    with pytest.raises(RefusMetier, match="a eu lieu"):
        actions.annuler_seance(seance=jour, par=loic)


def test_attendance_is_not_told_before_the_day(loic, seance):
    with pytest.raises(RefusMetier, match="ce jour-là ou après"):
        actions.relever_presences(seance=seance, presences={}, par=loic)


@given(st.sampled_from([*RELEVES, INSCRIT, ""]), st.sampled_from(["", "GARDE", "SANTE", *MOTIFS]))
def test_a_line_is_kept_only_when_it_can_be(statut, motif):
    gardee = refus_de_presence(statut, motif) == ""
    assert gardee == (
        (statut == PRESENT and not motif)
        or (statut == ABSENT_EXCUSE and motif in MOTIFS)
        or (statut == ABSENT and motif in ("", *MOTIFS))
    )


@given(st.integers(0, 30), st.integers(1, 30), st.booleans())
def test_places_never_go_past_their_number_before_the_session(tenues, places, passee):
    assert (places_libres(tenues, places) > 0 or passee) == (
        statut_a_l_inscription(tenues, places, passee=passee) == INSCRIT
    )


def test_no_reason_of_absence_tells_health():
    assert not [code for code, mots in MOTIFS.items() if {"santé", "maladie", "médical"} & set(mots.split())]


def test_the_grid_in_one_page_says_each_line_that_is_to_correct(loic, atelier):
    jour = offre.ajouter_seance(atelier=atelier, debut=a(MARDI), par=loic)
    un, deux = inscrire(jour, suivies(loic, 2), loic)
    client, adresse = client_de(loic), f"/OUEST/ateliers/seances/{jour.pk}/presences/"
    page = client.get(adresse).content.decode()
    assert page.count('value="PRESENT"') == 2
    assert page.count("checked") == 2
    envoi = {f"statut_{un.pk}": PRESENT, f"statut_{deux.pk}": ABSENT_EXCUSE}
    page = client.post(adresse, envoi).content.decode()
    assert "Indiquez la raison" in page
    assert statuts(jour) == [PRESENT, INSCRIT]
    assert client.post(adresse, envoi | {f"motif_{deux.pk}": "FORMATION"}).status_code == 302
    assert statuts(jour) == [PRESENT, ABSENT_EXCUSE]
    fiche = client.get(f"/OUEST/personnes/{deux.personne.pk}/").content.decode()
    assert "Ateliers manqués : une absence excusée." in fiche


def test_a_workshop_is_made_and_people_registered_from_both_pages(loic):
    client, (une, autre) = client_de(loic), suivies(loic, 2)
    champs = {"titre": "Découvrir un métier", "theme": "METIERS", "places": "1", "jour": "09/03/2023"}
    page = client.post("/OUEST/ateliers/nouveau/", champs | {"heure": "midi", "duree": "120"}).content.decode()
    assert "Découvrir un métier" in page
    adresse = client.post("/OUEST/ateliers/nouveau/", champs | {"heure": "14h", "duree": "120"})["Location"]
    assert "Personne n'est encore inscrit" in client.get(adresse).content.decode()
    (seance,) = InscriptionAtelier._meta.get_field("seance").related_model.objects.all()
    choix = f"/OUEST/ateliers/seances/{seance.pk}/inscrire/"
    assert str(une) in client.get(choix).content.decode()
    assert "Choisissez au moins" in client.post(choix).content.decode()
    client.post(choix, {"personne": [une.pk]})
    client.post(f"/OUEST/personnes/{autre.pk}/ateliers/", {"seance": [seance.pk]})
    assert statuts(seance) == [INSCRIT, EN_ATTENTE]
    premiere = InscriptionAtelier.objects.get(personne=une)
    page = client.post(f"/OUEST/ateliers/inscriptions/{premiere.pk}/annuler/", follow=True).content.decode()
    assert "a désormais une place" in page
    assert statuts(seance) == [INSCRIT]


def test_names_are_those_of_the_perimeter_and_counts_everybody_s(loic, seance):
    inscrire(seance, suivies(loic, 2), loic)
    structure = f.organisation(loic.territoire, "Autre maison")
    autre = f.acteur(loic.territoire, "referent_parcours", structure=structure)
    page = client_de(autre).get(f"/OUEST/ateliers/{seance.atelier.pk}/").content.decode()
    assert "Exemplea" not in page
    assert "2 personnes hors de votre périmètre" in page
    inscription = InscriptionAtelier.objects.first()
    assert client_de(autre).post(f"/OUEST/ateliers/inscriptions/{inscription.pk}/annuler/").status_code == 404
    qui = client_de(autre).post(
        f"/OUEST/ateliers/seances/{seance.pk}/inscrire/", {"personne": [inscription.personne.pk]}
    )
    assert qui.status_code == 404


def test_people_of_a_session_come_by_the_name_that_is_shown(loic, atelier):
    seance = offre.ajouter_seance(atelier=atelier, debut=a(MARDI + timedelta(days=2)), par=loic)
    personnes = suivies(loic, 2)
    modifier_personne(personne=personnes[0], identite={"nom_usage": "Zénith"}, par=loic)
    assert candidates(loic, seance, "") == personnes[::-1]
    inscrire(seance, personnes, loic)
    for lues in (groupe(loic, seance).lues, relevables_par(loic, seance)):
        assert [lue.personne for lue in lues] == personnes[::-1]


def test_who_leads_a_workshop_tells_its_attendance_and_no_other_s(loic, atelier):
    structure = f.organisation(loic.territoire, "Chantier")
    operateur = f.acteur(loic.territoire, "operateur", structure=structure)
    jour = offre.ajouter_seance(atelier=atelier, debut=a(MARDI), par=loic)
    inscrire(jour, suivies(loic, 1), loic)
    adresse = f"/OUEST/ateliers/seances/{jour.pk}/presences/"
    assert "Personne à relever" in client_de(operateur).get(adresse).content.decode()
    actions.modifier_atelier(atelier=atelier, valeurs={"organisation": structure}, par=loic)
    assert "Exemplea" in client_de(operateur).get(adresse).content.decode()


def test_the_sheet_to_sign_is_a_pdf_whose_export_is_journaled(loic, seance):
    inscrire(seance, suivies(loic, 3), loic)
    reponse = client_de(loic).get(f"/OUEST/ateliers/seances/{seance.pk}/emargement.pdf")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content.startswith(b"%PDF")
    assert "Exemple" not in reponse["Content-Disposition"]
    ligne = Journal.objects.get(verbe="tirer une feuille d'émargement")
    assert (ligne.nature, ligne.detail["lignes"]) == (Journal.EXPORT, 2)


@pytest.mark.parametrize(
    ("debut", "fin", "signees"),
    [
        (time(9), time(12), ["matin"]),
        (time(9), time(13), ["matin"]),
        (time(12), time(16), ["après-midi"]),
        (time(14), time(17), ["après-midi"]),
        (time(9), time(16, 30), ["matin", "après-midi"]),
        (time(9), time(0), ["matin", "après-midi"]),
    ],
)
def test_a_sheet_is_signed_for_the_half_days_of_its_session(debut, fin, signees):
    assert demi_journees(debut, fin) == signees


def test_the_calendar_asks_as_little_for_twenty_sessions(loic, atelier):
    client = client_de(loic)

    def requetes(adresse):
        with CaptureQueriesContext(connection) as lues:
            assert client.get(adresse).status_code == 200
        return len(lues)

    seances = [offre.ajouter_seance(atelier=atelier, debut=a(MARDI, 15), par=loic)]
    inscrire(seances[0], suivies(loic, 2), loic)
    adresses = ("/OUEST/ateliers/", f"/OUEST/ateliers/{atelier.pk}/?seance={seances[0].pk}")
    for adresse in adresses:
        client.get(adresse)
    avec_peu = [requetes(adresse) for adresse in adresses]
    for n in range(1, 20):
        seances.append(offre.ajouter_seance(atelier=atelier, debut=a(MARDI + timedelta(days=n)), par=loic))
    for personne in suivies(loic, 20):
        inscrire(seances[0], [personne], loic)
    assert [requetes(adresse) for adresse in adresses] == avec_peu
