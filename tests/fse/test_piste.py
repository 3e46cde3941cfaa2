"""From a participant of an operation to the proof of eligibility, of presence, the record, and back; gaps are named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from deplie.fse.queries.piste import participants_de
from deplie.parcours.queries.preuves import codes_inconnus
from deplie.parcours.rules.audit import CritereVu, EtapeVue, manque_d_eligibilite, manque_de_presence
from deplie.socle.models import Journal
from tests.factories import CritereProuveFactory, PrescriptionFactory
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import ParticipationFSEFactory
from tests.factories_offre import InscriptionAtelierFactory
from tests.factories_pieces import AssiduiteFactory, PieceJointeFactory
from tests.parcours import fabrique as f

ENTREE = date(2020, 3, 2)


@pytest.mark.parametrize(
    ("criteres", "attendu"),
    [
        ([], "aucun critère d'éligibilité enregistré"),
        ([CritereVu("RSA", None, 0, ENTREE)], "aucune preuve d'éligibilité"),
        ([CritereVu("RSA", date(2019, 6, 1), 1, ENTREE)], "preuve d'éligibilité périmée à l'entrée"),
        ([CritereVu("RSA", date(2020, 2, 1), 0, ENTREE)], "preuve d'éligibilité datée, sans fichier"),
        ([CritereVu("RSA", date(2020, 2, 1), 1, ENTREE)], ""),
        ([CritereVu("RSA", None, 0, ENTREE), CritereVu("PM", date(2020, 1, 5), 1, ENTREE)], ""),
    ],
)
def test_one_criterion_proved_by_a_file_that_held_is_enough(criteres, attendu):
    assert manque_d_eligibilite(criteres) == attendu


@pytest.mark.parametrize(
    ("etapes", "attendu"),
    [
        ([], "aucune étape ne nomme l'opération"),
        ([EtapeVue(Decimal(0), None, 0, False)], "aucune preuve de présence"),
        ([EtapeVue(Decimal(0), Decimal(40), 0, False)], "heures ou pièce dites, sans feuille ni fichier"),
        ([EtapeVue(Decimal(7), None, 0, False)], ""),
        ([EtapeVue(Decimal(0), None, 1, False), EtapeVue(Decimal(0), None, 0, False, 1)], ""),
        (
            [EtapeVue(Decimal(7), None, 0, False), EtapeVue(Decimal(0), None, 0, False)],
            "une étape sans preuve de présence",
        ),
    ],
)
def test_hours_told_are_no_proof_that_somebody_came(etapes, attendu):
    assert manque_de_presence(etapes) == attendu


@pytest.mark.django_db
class TestParticipants:
    @pytest.fixture
    def lieu(self, distribution):
        return distribution.territoire

    @pytest.fixture
    def operation(self, lieu):
        return OperationRetenueFactory(
            territoire=lieu, code="OP-A1", statut="EN_EXECUTION", programmation="FSE_PLUS_2021_2027"
        )

    def _recue(self, lieu, operation, nom="Exemple", **champs):
        sejour = f.participation(lieu, f.personne(lieu, nom))
        return f.etape(sejour, operation=operation.code, **champs)

    def _prouver(self, etape):
        sejour = etape.participation
        admise = PrescriptionFactory(
            personne=sejour.personne, statut="ADMIS", participation=sejour, dispositif=sejour.dispositif
        )
        critere = CritereProuveFactory(prescription=admise, piece_du=date(2020, 2, 1))
        PieceJointeFactory(etape=None, critere=critere, intitule="Attestation de la CAF", datee_du=date(2020, 2, 1))
        AssiduiteFactory(etape=etape)
        return PieceJointeFactory(etape=etape, intitule="Feuille signée")

    def test_everybody_is_counted_with_what_lacks(self, lieu, operation):
        prouvee = self._recue(lieu, operation)
        self._prouver(prouvee)
        ParticipationFSEFactory(operation=operation, personne=prouvee.participation.personne)
        self._recue(lieu, operation, "Modèle")
        self._recue(lieu, operation, "Annulée", statut="ANNULEE")
        seule = ParticipationFSEFactory(operation=operation, personne=f.personne(lieu, "Sans étape"))
        trouves = {un.personne.nom: un.manques for un in participants_de(operation)}
        assert trouves["Exemple"] == ["fiche de participant incomplète"]
        assert trouves["Modèle"] == [
            "aucun critère d'éligibilité enregistré",
            "aucune preuve de présence",
            "aucune fiche de participant",
        ]
        assert trouves[seule.personne.nom][1] == "aucune étape ne nomme l'opération"
        assert "Annulée" not in trouves

    def test_a_workshop_at_the_structure_of_the_etape_proves_that_they_came(self, lieu, operation):
        structure = f.organisation(lieu, "Chantier des Essais")
        etape = self._recue(lieu, operation, operateur=structure)
        qui = etape.participation.personne
        InscriptionAtelierFactory(personne=qui, statut="PRESENT", seance__atelier__organisation=structure)
        InscriptionAtelierFactory(personne=qui, statut="ABSENT", seance__atelier__organisation=structure)
        (trouve,) = participants_de(operation)
        assert len(trouve.preuves.etapes[0].ateliers) == 1
        assert trouve.preuves.manque_de_presence == ""

    def test_from_a_participant_every_proof_is_one_click_away_and_the_reading_is_written(
        self, client_de, lieu, operation
    ):
        etape = self._recue(lieu, operation)
        feuille = self._prouver(etape)
        qui = etape.participation.personne
        fiche = ParticipationFSEFactory(operation=operation, personne=qui)
        client = client_de("animatrice")
        contenu = client.get(reverse("fse:piste_participant", args=[lieu.code, operation.pk, qui.pk])).content.decode()
        critere = qui.prescriptions.get().criteres.get()
        for nom, numeros in (
            ("financements:operation", [operation.pk]),
            ("financements:piste", [operation.pk]),
            ("fse:fiche", [fiche.pk]),
            ("parcours:personne", [qui.pk]),
            ("parcours:piece", [feuille.pk]),
            ("parcours:piece", [critere.pieces.get().pk]),
            ("parcours:prescription", [critere.prescription_id]),
        ):
            assert reverse(nom, args=[lieu.code, *numeros]) in contenu, nom
        assert Journal.objects.filter(nature=Journal.CONSULTATION, objet_id=str(qui.pk)).exists()
        for nom, pk in (("fse:fiche", fiche.pk), ("parcours:personne", qui.pk)):
            retour = client.get(reverse(nom, args=[lieu.code, pk]), follow=True).content.decode()
            assert reverse("fse:piste_participant", args=[lieu.code, operation.pk, qui.pk]) in retour, nom

    def test_who_is_entitled_to_nobody_reads_counts_alone(self, client_de, lieu, operation, distribution):
        self._recue(lieu, operation, "Inconnue")
        adresse = reverse("financements:piste", args=[lieu.code, operation.pk])
        controle = f.acteur(lieu, "controleur_csf")
        client = client_de("gestionnaire")
        client.force_login(controle.compte)
        page = client.get(adresse)
        contenu = page.content.decode()
        assert "Sans preuve de présence" in contenu
        assert "Inconnue" not in contenu
        assert reverse("fse:piste_participants", args=[lieu.code, operation.pk]) not in contenu

    def test_an_operator_reads_of_its_own_people_what_it_may(self, client_de, lieu, distribution):
        sienne = distribution.operateur.organisation
        operation = OperationRetenueFactory(territoire=lieu, porteur=sienne, code="OP-B", statut="EN_EXECUTION")
        self._recue(lieu, operation, "Accueillie", operateur=sienne)
        self._recue(lieu, operation, "Ailleurs", operateur=f.organisation(lieu, "Autre chantier"))
        page = client_de("operateur").get(reverse("fse:piste_participants", args=[lieu.code, operation.pk]))
        assert [un.personne.nom for un in page.context["page"]] == ["Accueillie"]
        assert page.context["ailleurs"] == 1
        assert "critère" not in page.content.decode()

    def test_a_code_that_no_operation_bears_is_named_with_the_one_it_looks_like(
        self, client_de, lieu, operation, distribution
    ):
        f.etape(f.participation(lieu), operation="op a1")
        f.etape(f.participation(lieu), operation="ZZ")
        lus = codes_inconnus(distribution.animatrice)
        assert {(un.code, un.proche) for un in lus} == {("op a1", operation), ("ZZ", None)}
        page = client_de("animatrice").get(reverse("fse:codes_inconnus", args=[lieu.code]))
        assert reverse("financements:operation", args=[lieu.code, operation.pk]) in page.content.decode()

    @pytest.mark.parametrize("page", ["fse:piste_participants", "financements:piste"])
    def test_the_list_makes_as_many_queries_with_twenty_participants(
        self, client_de, lieu, operation, requetes_constantes, page
    ):
        client = client_de("animatrice")

        def ajouter():
            etape = self._recue(lieu, operation)
            self._prouver(etape)
            ParticipationFSEFactory(operation=operation, personne=etape.participation.personne)

        adresse = reverse(page, args=[lieu.code, operation.pk])
        requetes_constantes(lambda: client.get(adresse, {"onglet": "tous"}), ajouter)
