"""The contract and its signatures, suspensions, jobs and their months: each act, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from deplie.parcours import actions
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.emploi import fin_du_mois, mois_acquis
from deplie.socle.erreurs import RefusMetier
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE = date(2023, 1, 9)


@pytest.fixture
def ines():
    return f.acteur(f.territoire(), "animateur_coordonnateur")


@pytest.fixture
def admise(ines):
    return f.participation(ines.territoire, entree=ENTREE)


@pytest.fixture
def active(ines, admise):
    actions.ajouter_etape(participation=admise, valeurs={"categorie": "ATELIER", "date_debut": ENTREE}, par=ines)
    return admise


def test_the_contract_holds_once_the_three_have_signed(ines, admise):
    contrat = actions.etablir_contrat(participation=admise, le=ENTREE, par=ines)
    actions.signer_contrat(contrat=contrat, par=ines, personne_le=ENTREE, referent_le=ENTREE)
    assert etat_de(admise) == "ADMIS"
    with pytest.raises(RefusMetier, match="pas encore signé de tous"):
        actions.etablir_contrat(participation=admise, le=ENTREE, par=ines, objet="Mobilité")
    actions.signer_contrat(contrat=contrat, par=ines, plan_le=ENTREE)
    assert etat_de(admise) == "CONTRACTUALISE"
    with pytest.raises(RefusMetier, match="ce que l'avenant change"):
        actions.etablir_contrat(participation=admise, le=ENTREE, par=ines)
    avenant = actions.etablir_contrat(participation=admise, le=ENTREE, par=ines, objet="Mobilité")
    assert avenant.rang == 2


def test_a_signature_given_is_not_changed(ines, admise):
    contrat = actions.etablir_contrat(participation=admise, le=ENTREE, par=ines)
    actions.signer_contrat(contrat=contrat, par=ines, personne_le=ENTREE)
    actions.signer_contrat(contrat=contrat, par=ines, personne_le=ENTREE + timedelta(days=9))
    contrat.refresh_from_db()
    assert contrat.signe_personne_le == ENTREE
    with pytest.raises(RefusMetier, match="précède le 09/01/2023"):
        actions.signer_contrat(contrat=contrat, par=ines, plan_le=ENTREE - timedelta(days=1))


def test_the_first_etape_that_counts_begins_the_parcours_once(ines, admise):
    actions.ajouter_etape(participation=admise, valeurs={"categorie": "ACC", "date_debut": ENTREE}, par=ines)
    assert etat_de(admise) == "ADMIS"
    debut = date(2023, 2, 1)
    etape = actions.ajouter_etape(participation=admise, valeurs={"categorie": "PREPA", "date_debut": debut}, par=ines)
    admise.refresh_from_db()
    assert (etat_de(admise), admise.commencee_le) == ("ACTIF", debut)
    actions.modifier_etape(etape=etape, valeurs={"statut": "ANNULEE"}, par=ines)
    assert etat_de(admise) == "ACTIF"


def test_suspended_days_leave_the_duration(ines, active):
    actions.suspendre(participation=active, motif="PARENTALITE", le=date(2023, 3, 1), par=ines)
    assert etat_de(active) == "SUSPENDU"
    with pytest.raises(RefusMetier, match="n'est possible que dans l'état"):
        actions.embaucher(participation=active, contrat="CDI", debut=date(2023, 4, 1), par=ines)
    actions.reprendre(participation=active, le=date(2023, 3, 31), par=ines)
    active.refresh_from_db()
    assert (etat_de(active), active.jours_suspension) == ("ACTIF", 30)
    with pytest.raises(RefusMetier, match="Une suspension court jusqu'au 31/03/2023"):
        actions.suspendre(participation=active, motif="AUTRE", le=date(2023, 3, 15), par=ines)


def test_an_exit_ends_the_suspension(ines, active):
    actions.suspendre(participation=active, motif="SANTE", le=date(2023, 3, 1), par=ines)
    actions.prononcer_sortie(
        participation=active, motif="A_SANTE", le=date(2023, 3, 11), par=ines, terminer_etapes=True
    )
    active.refresh_from_db()
    assert etat_de(active) == "SORTIE_PROPOSEE"
    assert active.suspensions.get().fin == date(2023, 3, 11)
    assert active.jours_suspension == 10


def test_the_job_breaks_and_the_parcours_goes_on(ines, active):
    actions.embaucher(participation=active, contrat="CDI", debut=date(2023, 5, 2), par=ines, valeurs={"quotite": 80})
    assert etat_de(active) == "EN_EMPLOI_SUIVI"
    with pytest.raises(RefusMetier, match="précède l'embauche"):
        actions.rompre_emploi(participation=active, le=date(2023, 5, 1), raison="", par=ines)
    actions.rompre_emploi(participation=active, le=date(2023, 7, 2), raison="Fin d'essai", par=ines)
    assert etat_de(active) == "ACTIF"
    actions.embaucher(participation=active, contrat="CDD6", debut=date(2023, 9, 1), par=ines)
    assert active.emplois.filter(fin=None).get().contrat == "CDD6"


@pytest.mark.parametrize(
    ("jour", "acquis"),
    [
        (date(2023, 2, 27), 0),
        (date(2023, 2, 28), 1),
        (date(2023, 7, 29), 5),
        (date(2023, 7, 30), 6),
        (date(2024, 1, 1), 6),
    ],
)
def test_months_in_work_are_whole(jour, acquis):
    assert mois_acquis(date(2023, 1, 31), jour) == acquis


def test_a_month_is_seen_when_it_is_over_and_said_once(ines, active):
    emploi = actions.embaucher(participation=active, contrat="CDI", debut=date(2023, 5, 2), par=ines)
    assert fin_du_mois(emploi.debut, 1) == date(2023, 6, 1)
    with pytest.raises(RefusMetier, match="s'achève le 01/06/2023"):
        actions.constater(emploi=emploi, mois=1, situation="EMPLOI", le=date(2023, 5, 31), par=ines)
    actions.constater(emploi=emploi, mois=1, situation="RECHERCHE", le=date(2023, 6, 1), par=ines)
    actions.constater(emploi=emploi, mois=1, situation="EMPLOI", le=date(2023, 6, 2), par=ines)
    assert emploi.constats.get().situation == "EMPLOI"
    with pytest.raises(RefusMetier, match="du 1er au 6e mois"):
        actions.constater(emploi=emploi, mois=7, situation="EMPLOI", le=date(2024, 6, 1), par=ines)


def test_nothing_is_dated_to_come(ines, active):
    demain = timezone.localdate() + timedelta(days=1)
    for acte in (
        lambda: actions.etablir_contrat(participation=active, le=demain, par=ines),
        lambda: actions.suspendre(participation=active, motif="AUTRE", le=demain, par=ines),
        lambda: actions.embaucher(participation=active, contrat="CDI", debut=demain, par=ines),
    ):
        with pytest.raises(RefusMetier, match="dans l'avenir"):
            acte()


def test_the_acts_offered_are_those_that_the_state_allows(ines, admise):
    client = Client()
    client.force_login(ines.compte)
    adresse = f"/OUEST/personnes/{admise.personne.pk}/"
    page = client.get(adresse).content.decode()
    assert "Établir le contrat PLIE" in page
    assert "Suspendre le parcours" not in page
    actions.ajouter_etape(participation=admise, valeurs={"categorie": "ATELIER", "date_debut": ENTREE}, par=ines)
    page = client.get(adresse).content.decode()
    assert "Suspendre le parcours" in page
    assert "en parcours" in page


def test_the_life_of_a_parcours_by_the_pages(ines, active):
    client = Client()
    client.force_login(ines.compte)
    debut, retour = f"/OUEST/participations/{active.pk}/", f"/OUEST/personnes/{active.personne.pk}/"

    def envoyer(chemin, **valeurs):
        assert client.get(chemin).status_code == 200
        reponse = client.post(chemin, valeurs)
        assert reponse.status_code == 302, reponse.content.decode()
        assert reponse["Location"] == retour

    with time_machine.travel(date(2023, 12, 4), tick=False):
        envoyer(f"{debut}contrat/", le="09/01/2023", objet="Permis")
        contrat = active.contrats.get()
        envoyer(f"/OUEST/contrats/{contrat.pk}/signer/", personne_le="09/01/2023")
        envoyer(f"{debut}suspendre/", motif="AUTRE", le="01/02/2023")
        envoyer(f"{debut}reprendre/", le="01/03/2023")
        envoyer(f"{debut}emploi/", contrat="CDI", debut="02/05/2023", quotite="100", employeur="Fictif SA")
        emploi = active.emplois.get()
        envoyer(f"/OUEST/emplois/{emploi.pk}/constat/", mois="1", situation="EMPLOI", le="05/06/2023")
        suite = client.get(f"/OUEST/emplois/{emploi.pk}/constat/")
        assert suite.context["formulaire"]["mois"].value() == 2
        assert "Déjà constaté : 1er mois." in suite.content.decode()
        assert "(obligatoire)</span></legend>" in suite.content.decode()
        envoyer(f"{debut}emploi/fin/", le="05/06/2023", raison="Essai")
        page = client.get(retour).content.decode()
    assert "Fictif SA" in page
    assert "1er mois" in page
    vide = client.post(f"/OUEST/contrats/{contrat.pk}/signer/", {"plan_le": ""}).content.decode()
    assert "Datez au moins une signature" in vide


def test_a_person_s_page_asks_as_little_for_ten_years(ines, active, django_assert_max_num_queries):
    client = Client()
    client.force_login(ines.compte)
    for annee in range(2013, 2023):
        passee = f.participation(
            ines.territoire,
            active.personne,
            entree=date(annee, 1, 1),
            date_sortie=date(annee, 6, 1),
            motif_sortie="A_ABAND",
        )
        for mois in range(1, 6):
            f.etape(passee, debut=date(annee, mois, 1), date_fin=date(annee, mois, 2))
    adresse = f"/OUEST/personnes/{active.personne.pk}/"
    client.get(adresse)
    with django_assert_max_num_queries(32):
        client.get(adresse)
