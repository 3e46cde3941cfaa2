"""A bilan is controlled by who did not manage it; its sample is drawn again by anybody; then what is due is settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from deplie.financements import actions
from deplie.financements.models import Controle, LigneControle, Operation
from deplie.financements.queries.bilan import compte_de
from deplie.financements.queries.controle import lignes_de, tirage_de
from deplie.financements.queries.message import adresse_du_porteur, notification_de
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.separation import Role, refus_de_controler
from deplie.socle import envois
from deplie.socle.erreurs import RefusMetier
from tests.factories import AgentFactory, CompteFactory
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    EvenementOperationFactory,
    VersementFactory,
)
from tests.parcours import fabrique as f


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False) as temps:
        yield temps


@pytest.mark.parametrize(
    ("role", "attendu"),
    [
        (Role(), ""),
        (Role(actes=["controler", "valider_controle"]), ""),
        (Role(actes=["conventionner"]), "ne la contrôle pas"),
        (Role(gere=True), "ne la contrôle pas"),
        (Role(lecteur=True), "instruit"),
        (Role(instruit=True), "instruit"),
        (Role(du_porteur=True), "porte"),
    ],
)
def test_who_instructed_managed_or_carries_does_not_control(role, attendu):
    assert attendu in refus_de_controler(role)
    assert bool(attendu) == bool(refus_de_controler(role))


def _depose(lieu, **autres):
    operation = ConventionFactory(
        operation__territoire=lieu,
        operation__statut="BILAN_DEPOSE",
        operation__statut_le=date(2021, 2, 1),
        operation__programmation="FSE_PLUS_2021_2027",
        operation__option_simplifiee="RESTE_40",
        **autres,
    ).operation
    bilan = BilanExecutionFactory(operation=operation, final=True, depose_le="2021-02-01T10:00:00Z")
    for montant in ("2000.00", "900.00", "100.00"):
        DepenseFactory(bilan=bilan, montant=montant)
    return bilan


@pytest.mark.django_db
class TestControle:
    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def bilan(self, lieu):
        return _depose(lieu)

    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "controleur_csf")

    def _ouvrir(self, bilan, par, part=100) -> Controle:
        return actions.ouvrir_controle(bilan=bilan, seuil=Decimal(1000), part=part, graine="essai", par=par)

    def _ecarter(self, controle, par, montant="400.00"):
        for une in controle.lignes.select_related("depense"):
            ecart = Decimal(montant) if une.depense.montant == Decimal("900.00") else Decimal(0)
            motif = "Hors sujet" if ecart else ""
            actions.constater(ligne=une, rejete=ecart, motif=motif, observation="Vu", par=par)

    def test_somebody_who_took_a_step_of_the_operation_is_refused(self, bilan, par):
        EvenementOperationFactory(operation=bilan.operation, acte="conventionner", par=par.compte)
        with pytest.raises(RefusMetier, match="ne la contrôle pas"):
            self._ouvrir(bilan, par)
        assert not Controle.objects.exists()

    def test_the_sample_is_drawn_again_from_its_seed(self, bilan, par):
        controle = self._ouvrir(bilan, par, part=50)
        lignes = lignes_de(controle)
        tirees = {str(une.depense_id) for une in lignes if une.echantillon}
        assert tirage_de(controle, lignes).echantillon == tirees
        assert len(tirees) == 2

    def test_nothing_is_taken_off_beyond_what_is_declared_or_without_saying_why(self, bilan, par):
        ligne = self._ouvrir(bilan, par).lignes.earliest("pk")
        for rejete, motif in ((Decimal("2000.01"), "Trop"), (Decimal(1), " ")):
            with pytest.raises(RefusMetier):
                actions.constater(ligne=ligne, rejete=rejete, motif=motif, observation="", par=par)

    def test_a_control_that_takes_nothing_off_is_concluded_at_once(self, bilan, par):
        controle = self._ouvrir(bilan, par)
        with pytest.raises(RefusMetier, match="vérifiées"):
            actions.conclure_controle(controle=controle, conclusion="", par=par)
        self._ecarter(controle, par, "0.00")
        actions.conclure_controle(controle=controle, conclusion="Conforme", par=par)
        bilan.refresh_from_db()
        assert bilan.valide_le == date(2021, 3, 1)
        assert compte_de(bilan).retenu == compte_de(bilan).declare == Decimal("4200.00")

    def test_the_holder_answers_then_what_is_kept_is_declared_less_rejected_flat_rate_included(
        self, bilan, par, en_2021
    ):
        controle = self._ouvrir(bilan, par)
        self._ecarter(controle, par)
        with pytest.raises(RefusMetier, match="notifiez"):
            actions.conclure_controle(controle=controle, conclusion="", par=par)
        limite = actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=par)
        assert limite == date(2021, 3, 31)
        with pytest.raises(RefusMetier, match="peut répondre jusqu'au"):
            actions.conclure_controle(controle=controle, conclusion="", par=par)
        gestion = f.acteur(par.territoire, "gestionnaire_oi")
        actions.repondre_au_controle(controle=controle, reponse="La facture est jointe.", par=gestion)
        ligne = LigneControle.objects.get(rejete__gt=0)
        with pytest.raises(RefusMetier, match="diminue"):
            actions.revoir_constat(ligne=ligne, rejete_final=Decimal("400.01"), reponse="", par=par)
        actions.revoir_constat(ligne=ligne, rejete_final=Decimal("100.00"), reponse="Admise en partie", par=par)
        actions.conclure_controle(controle=controle, conclusion="", par=par)
        bilan.refresh_from_db()
        compte = compte_de(type(bilan).objects.get(pk=bilan.pk))
        assert (compte.declare, compte.ecarte, compte.retenu) == (
            Decimal("4200.00"),
            Decimal("140.00"),
            Decimal("4060.00"),
        )
        etat = etat_de(bilan.operation, date(2021, 3, 1))
        assert (etat.retenu, etat.solde.du, etat.final) == (Decimal("4060.00"), Decimal("2030.00"), True)

    def test_the_holder_is_written_once_that_findings_are_notified(self, bilan, par, mailoutbox):
        operation = bilan.operation
        operation.contact_courriel = "porteur@exemple.invalid"
        operation.save()
        controle = self._ouvrir(bilan, par)
        self._ecarter(controle, par)
        actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=par)
        with pytest.raises(RefusMetier, match="déjà passé cette étape"):
            actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=par)
        assert (envois.partir_dus(), envois.partir_dus()) == (1, 0)
        [lettre] = mailoutbox
        assert lettre.to == ["porteur@exemple.invalid"]
        assert "répondez avant le 31 mars 2021" in lettre.subject
        assert reverse("financements:controle", args=[operation.territoire.code, controle.pk]) in lettre.body
        assert "400" not in lettre.body
        assert notification_de(controle).etat == "ENVOYE"

    def test_a_holder_without_an_address_is_said_not_to_be_written(self, bilan, par, mailoutbox):
        controle = self._ouvrir(bilan, par)
        self._ecarter(controle, par)
        actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=par)
        assert (envois.partir_dus(), mailoutbox) == (0, [])
        assert "pas de courriel" in notification_de(controle).phrase
        agent = AgentFactory(territoire=par.territoire, organisation=bilan.operation.porteur, compte=CompteFactory())
        assert adresse_du_porteur(bilan.operation) == agent.courriel

    def test_a_holder_who_has_answered_is_not_written_any_more(self, bilan, par, mailoutbox):
        controle = self._ouvrir(bilan, par)
        self._ecarter(controle, par)
        actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=par)
        gestion = f.acteur(par.territoire, "gestionnaire_oi")
        actions.repondre_au_controle(controle=controle, reponse="La facture est jointe.", par=gestion)
        assert (envois.partir_dus(), mailoutbox) == (0, [])

    def test_an_operation_is_closed_once_what_is_due_is_settled(self, bilan, par):
        controle = self._ouvrir(bilan, par)
        self._ecarter(controle, par, "0.00")
        actions.conclure_controle(controle=controle, conclusion="", par=par)
        gestion = f.acteur(par.territoire, "gestionnaire_oi")
        operation = Operation.objects.get(pk=bilan.operation_id)
        with pytest.raises(RefusMetier, match="ne se poursuit pas"):
            actions.poursuivre(operation=operation, par=gestion)
        with pytest.raises(RefusMetier, match="à verser"):
            actions.solder(operation=operation, par=gestion)
        VersementFactory(operation=operation, paye_le=date(2021, 3, 1), montant_paye="2200.00", genre="AVANCE")
        with pytest.raises(RefusMetier, match="à reverser"):
            actions.solder(operation=operation, par=gestion)
        actions.solder(operation=operation, reversement="OR 12", par=gestion)
        operation.refresh_from_db()
        assert operation.statut == "SOLDEE"
        assert "OR 12" in operation.evenements.latest("pk").motif


@pytest.mark.django_db
def test_the_pages_of_a_control_and_its_paper(client_de, distribution):
    lieu = distribution.territoire
    bilan = _depose(lieu)
    client = client_de("controleuse")
    adresse = reverse("financements:controler", args=[lieu.code, bilan.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"seuil": "1 000", "part": "50", "graine": "essai"}).status_code == 302
    controle = Controle.objects.get()
    page = client.get(reverse("financements:controle", args=[lieu.code, controle.pk])).content.decode()
    assert "SHA-256" in page
    ligne = reverse("financements:ligne_controle", args=[lieu.code, controle.lignes.earliest("pk").pk])
    assert client.post(ligne, {"rejete": "10,00", "motif": "Sans pièce", "observation": ""}).status_code == 302
    papier = client.get(reverse("financements:imprimer_controle", args=[lieu.code, controle.pk]))
    assert papier.content.startswith(b"%PDF")
    assert client_de("gestionnaire").get(adresse).status_code == 403
    operation = reverse("financements:operation", args=[lieu.code, bilan.operation_id])
    assert client_de("gestionnaire").get(operation).status_code == 200
