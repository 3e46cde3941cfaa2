"""Everything due on one page, recalled once near and once late, followed by a secret address, without a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from deplie.acteurs.models import Habilitation
from deplie.acteurs.queries import Acteur
from deplie.financements import actions
from deplie.financements.models import FluxEcheances, RappelEcheance
from deplie.financements.queries.echeances import Choix, choisir, genres, resume, toutes
from deplie.socle.envois import partir_dus
from deplie.socle.models import Envoi
from tests.factories import AvenantFactory, ProtocoleFactory
from tests.factories_financements import (
    AvenantConventionFactory,
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    OperationFactory,
    ReversementFactory,
    VersementFactory,
)
from tests.factories_fse import ParticipationFSEFactory
from tests.parcours import fabrique as f

JOUR = date(2021, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False) as temps:
        yield temps


@pytest.fixture
def lieu(distribution):
    return distribution.territoire


def _signee(lieu, statut="EN_EXECUTION", **autres):
    """A convention for 2020, whose one bilan is expected by 29 June 2021."""
    return ConventionFactory(operation__territoire=lieu, operation__statut=statut, **autres).operation


def _lues(acteur, genre=""):
    return [(due.le, due.genre) for due in toutes(acteur, JOUR) if not genre or due.genre == genre]


def test_what_is_due_of_an_operation_from_its_bilan_to_the_end_of_its_papers(lieu):
    gestion = f.acteur(lieu, "gestionnaire_oi")
    operation = _signee(lieu)
    VersementFactory(operation=operation, rang=1, genre="AVANCE", prevu_le=date(2021, 2, 1))
    VersementFactory(operation=operation, rang=2, genre="ACOMPTE", paye_le=date(2020, 3, 12), montant_paye="10.00")
    ReversementFactory(operation=operation, avant_le=date(2021, 4, 1))
    assert _lues(gestion) == [
        (date(2021, 2, 1), "VERSEMENT"),
        (date(2021, 4, 1), "REVERSEMENT"),
        (date(2021, 6, 29), "BILAN"),
        (date(2025, 12, 31), "CONSERVATION"),
    ]


def test_paid_in_march_2026_papers_are_kept_to_the_end_of_2031(lieu):
    operation = _signee(lieu, statut="SOLDEE")
    VersementFactory(operation=operation, genre="SOLDE", paye_le=date(2026, 3, 12), montant_paye="10.00")
    assert _lues(f.acteur(lieu, "gestionnaire_oi")) == [(date(2031, 12, 31), "CONSERVATION")]


def test_an_avenant_moves_the_end_and_the_bilans_expected(lieu):
    operation = _signee(lieu)
    AvenantConventionFactory(convention=operation.convention, effet_le=date(2020, 12, 1), fin=date(2021, 6, 30))
    assert _lues(f.acteur(lieu, "gestionnaire_oi")) == [
        (date(2021, 6, 29), "BILAN"),
        (date(2021, 6, 30), "FIN_CONVENTION"),
        (date(2021, 12, 27), "BILAN"),
    ]


def test_a_deposited_bilan_waits_for_its_control_then_for_the_answer_of_the_holder(lieu):
    operation = _signee(lieu, statut="CSF_CONTRADICTOIRE")
    bilan = BilanExecutionFactory(operation=operation, final=True, depose_le="2021-01-10T10:00:00Z")
    controle = ControleFactory(bilan=bilan, notifie_le=date(2021, 2, 1), reponse_avant_le=date(2021, 3, 3))
    gestion, controleur = f.acteur(lieu, "gestionnaire_oi"), f.acteur(lieu, "controleur_csf")
    assert _lues(gestion) == [(date(2021, 3, 3), "REPONSE_CSF"), (date(2021, 7, 9), "CONTROLE")]
    par_genre = {due.genre: due for due in toutes(gestion, JOUR)}
    assert par_genre["REPONSE_CSF"].adresse == reverse("financements:repondre_controle", args=["OUEST", controle.pk])
    assert par_genre["CONTROLE"].acte == "Voir l'opération"
    siens = {due.genre: due for due in toutes(controleur, JOUR)}
    assert siens["CONTROLE"].adresse == reverse("financements:controle", args=["OUEST", controle.pk])


def test_a_structure_reads_what_is_due_of_the_operations_that_it_carries(lieu, distribution):
    sienne = _signee(lieu, operation__porteur=distribution.operateur.organisation)
    _signee(lieu)
    dues = toutes(distribution.operateur, JOUR)
    assert [due.sur.partition(",")[0] for due in dues] == [sienne.code]
    assert dues[0].adresse == reverse("financements:nouveau_bilan", args=["OUEST", sienne.pk])


def test_complements_the_frame_and_the_european_fund_add_their_own(lieu, distribution):
    OperationFactory(territoire=lieu, complement_demande="Un budget", complement_avant_le=date(2021, 3, 5))
    dispositif = lieu.dispositifs.get(code="PLIE")
    protocole = ProtocoleFactory(dispositif=dispositif, debut=date(2018, 1, 1), fin=date(2021, 12, 31))
    AvenantFactory(protocole=protocole, effet_le=date(2021, 1, 1), prolonge_au=date(2022, 12, 31))
    operation = _signee(lieu, operation__programmation="FSE_PLUS_2021_2027", operation__code="OP-FSE")
    for _ in range(2):
        qui = f.participation(lieu).personne
        ParticipationFSEFactory(operation=operation, personne=qui, date_sortie=date(2021, 2, 20))
    lues = {due.genre: due for due in toutes(distribution.animatrice, JOUR)}
    assert lues["COMPLEMENT"].le == date(2021, 3, 5)
    assert (lues["FIN_PROTOCOLE"].le, lues["FIN_PROTOCOLE"].sur) == (date(2022, 12, 31), protocole.nom)
    assert (lues["FSE_SORTIE"].le, lues["FSE_SORTIE"].libelle) == (
        date(2021, 3, 20),
        "2 situations à la sortie à constater",
    )
    assert lues["FSE_SIX_MOIS"].le == date(2021, 9, 20)
    assert set(lues) <= set(genres())
    assert "FSE_SORTIE" not in {due.genre for due in toutes(f.acteur(lieu, "instructeur"), JOUR)}


def test_the_page_groups_by_month_and_its_counts_are_those_of_its_lists(client_de, lieu):
    operation = _signee(lieu)
    VersementFactory(operation=operation, rang=1, genre="AVANCE", prevu_le=date(2021, 2, 1))
    VersementFactory(operation=operation, rang=2, genre="ACOMPTE", prevu_le=date(2021, 3, 20))
    client = client_de("gestionnaire")
    adresse = reverse("financements:echeances", args=[lieu.code])
    page = client.get(adresse)
    assert [mois["le"] for mois in page.context["mois"]] == [date(2021, 2, 1), date(2021, 3, 1)]
    nombres = {quand: nombre for quand, _, nombre in page.context["onglets"]}
    assert nombres == {"retard": 1, "30": 2, "90": 2, "tout": 3}
    for quand, nombre in nombres.items():
        lue = client.get(adresse, {"quand": quand}).context["mois"]
        assert sum(len(mois["lignes"]) for mois in lue) == nombre
    assert "1 échéance en retard" in page.content.decode()
    seule = client.get(adresse, {"quand": "tout", "genre": "BILAN"}).context["mois"]
    assert [ligne["genre"] for mois in seule for ligne in mois["lignes"]] == ["bilan à déposer"]


def test_the_page_makes_as_many_queries_with_twenty_operations(client_de, lieu, requetes_constantes):
    client = client_de("animatrice")

    def ajouter():
        operation = _signee(lieu)
        VersementFactory(operation=operation, prevu_le=date(2021, 3, 20))
        ControleFactory(bilan=BilanExecutionFactory(operation=operation, depose_le="2021-01-10T10:00:00Z"))

    requetes_constantes(lambda: client.get(reverse("financements:echeances", args=[lieu.code])), ajouter)


def test_the_home_page_counts_what_is_late_of_what_one_may_end(client_de, lieu):
    operation = _signee(lieu)
    VersementFactory(operation=operation, prevu_le=date(2021, 2, 1))
    gestion = f.acteur(lieu, "gestionnaire_oi")
    assert resume(gestion, JOUR).retards == 1
    assert resume(f.acteur(lieu, "instructeur"), JOUR) is None
    accueil = client_de("gestionnaire").get(f"/{lieu.code}/").content.decode()
    assert "1 en retard" in accueil


class TestRappels:
    @pytest.fixture
    def gestion(self, lieu):
        return f.acteur(lieu, "gestionnaire_oi")

    def _rappeler(self, lieu, jour=JOUR):
        return actions.rappeler_echeances(par=Acteur.systeme(lieu), jour=jour)

    def test_who_can_end_it_is_told_once_near_and_once_late(self, lieu, gestion, en_2021):
        _signee(lieu)
        VersementFactory(operation=_signee(lieu), prevu_le=date(2021, 3, 20))
        avant = self._rappeler(lieu)
        assert avant == Envoi.objects.filter(genre="rappel_echeances").count() > 0
        assert self._rappeler(lieu) == 0
        partir_dus()
        (lettre,) = [m for m in mail.outbox if m.to == [gestion.compte.courriel]]
        assert "20/03/2021" in lettre.body
        assert reverse("financements:echeances", args=[lieu.code]) in lettre.body
        en_2021.move_to("2021-03-02T10:00:00+01:00")
        assert self._rappeler(lieu, date(2021, 3, 2)) == 0
        en_2021.move_to("2021-03-21T10:00:00+01:00")
        self._rappeler(lieu, date(2021, 3, 21))
        partir_dus()
        siennes = [m for m in mail.outbox if m.to == [gestion.compte.courriel]]
        assert "en retard" in siennes[-1].body
        assert len(siennes) == 2

    def test_after_a_crash_nothing_is_sent_twice(self, lieu, gestion):
        VersementFactory(operation=_signee(lieu), prevu_le=date(2021, 3, 20))
        self._rappeler(lieu)
        sien = Envoi.objects.get(genre="rappel_echeances", objet_id=gestion.agent.pk)
        # The worker died between the claim and the mark.
        Envoi.objects.filter(pk=sien.pk).update(etat="EN_COURS", pris_le="2021-03-01T08:00:00Z")
        self._rappeler(lieu)
        partir_dus()
        assert [m for m in mail.outbox if m.to == [gestion.compte.courriel]] == []
        sien.refresh_from_db()
        assert sien.etat == Envoi.Etat.INCERTAIN

    def test_what_was_done_meanwhile_is_not_sent(self, lieu, gestion):
        versement = VersementFactory(operation=_signee(lieu), prevu_le=date(2021, 3, 20))
        self._rappeler(lieu)
        versement.paye_le, versement.montant_paye = JOUR, versement.montant_prevu
        versement.save()
        partir_dus()
        assert [m for m in mail.outbox if m.to == [gestion.compte.courriel]] == []

    def test_a_territory_may_stop_them_and_says_how_long_before(self, lieu, gestion):
        from deplie.territoires.models import Reglage

        VersementFactory(operation=_signee(lieu), prevu_le=date(2021, 3, 20))
        Reglage.objects.create(territoire=lieu, cle="jours_rappel_echeance", valeur=10)
        assert self._rappeler(lieu) == 0
        Reglage.objects.create(territoire=lieu, cle="rappels_echeances", valeur=False)
        assert self._rappeler(lieu, date(2021, 3, 19)) == 0
        assert not RappelEcheance.objects.exists()


class TestCalendrier:
    def test_a_file_holds_days_and_operations_and_no_name(self, client_de, lieu):
        operation = _signee(lieu, operation__contact_nom="Dominique Fictif")
        VersementFactory(operation=operation, prevu_le=date(2021, 3, 20))
        reponse = client_de("gestionnaire").get(reverse("financements:fichier_echeances", args=[lieu.code]))
        (evenement,) = Calendar.from_ical(reponse.content).walk("VEVENT")
        assert evenement.decoded("dtstart") == date(2021, 3, 20)
        assert evenement.decoded("dtend") == date(2021, 3, 20) + timedelta(days=1)
        assert operation.code in str(evenement["summary"])
        assert b"Dominique" not in reponse.content

    def test_the_secret_address_is_told_once_kept_as_a_print_renewed_and_closed(self, client, client_de, lieu):
        VersementFactory(operation=_signee(lieu), prevu_le=date(2021, 3, 20))
        connecte = client_de("gestionnaire")
        page = reverse("financements:flux_echeances", args=[lieu.code])
        adresse = connecte.post(page, {"acte": "ouvrir"}).context["adresse"]
        jeton = adresse.rpartition("/")[2].removesuffix(".ics")
        assert jeton not in str(list(FluxEcheances.objects.values()))
        assert b"VEVENT" in client.get(adresse).content
        assert connecte.get(page).context["adresse"] == ""
        nouvelle = connecte.post(page, {"acte": "ouvrir"}).context["adresse"]
        assert client.get(adresse).status_code == 404
        connecte.post(page, {"acte": "fermer"})
        assert client.get(nouvelle).status_code == 404

    def test_it_follows_the_rights_of_the_day(self, client, lieu):
        gestion = f.acteur(lieu, "gestionnaire_oi")
        jeton = actions.ouvrir_flux_echeances(par=gestion)
        adresse = reverse("echeances_suivies", args=[jeton])
        assert client.get(adresse).status_code == 200
        Habilitation.objects.filter(agent=gestion.agent).update(fin=date(2021, 2, 28))
        assert client.get(adresse).status_code == 404


def test_a_choice_keeps_what_is_late_and_what_comes_within_so_many_days(lieu):
    gestion = f.acteur(lieu, "gestionnaire_oi")
    for prevu in (date(2021, 2, 28), date(2021, 3, 1), date(2021, 3, 31), date(2021, 4, 1)):
        VersementFactory(operation=_signee(lieu), prevu_le=prevu)
    dues = [due for due in toutes(gestion, JOUR) if due.genre == "VERSEMENT"]
    assert [len(choisir(dues, Choix(quand), JOUR)) for quand in ("retard", "30", "90", "tout")] == [1, 3, 4, 4]


def test_an_empty_territory_is_told_where_a_deadline_comes_from(lieu, client_de):
    page = client_de("gestionnaire").get(reverse("financements:echeances", args=[lieu.code])).content.decode()
    assert "Aucune échéance" in page
    assert f'href="{reverse("financements:operations", args=[lieu.code])}"' in page
    page = client_de("gestionnaire").get(reverse("fse:operations", args=[lieu.code])).content.decode()
    assert "Aucune opération européenne" in page
    assert "Voir les opérations" in page
