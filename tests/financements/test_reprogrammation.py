"""A programmed amount changes by a committee alone, within the envelope, and both amounts are kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from deplie.financements import actions
from deplie.financements.actions.seance import rectifier_operation
from deplie.financements.rules.reprogrammation import Bornes, refus_de_reprogrammer
from deplie.instances.actions import Choix, inscrire_decisions, rectifier_decision
from deplie.instances.actions.decision import DecisionsRefusees
from deplie.instances.models import Decision
from deplie.socle.erreurs import RefusMetier
from tests.factories_financements import (
    AppelFactory,
    ConventionFactory,
    EvenementOperationFactory,
    OperationRetenueFactory,
    VersementFactory,
)
from tests.financements.fabrique_appel import ouvrir
from tests.instances.fabrique import commission
from tests.instances.fabrique import seance as tenue
from tests.parcours import fabrique as f

D = Decimal


def une_seance(lieu, nature, le):
    return tenue(lieu, instance=commission(lieu, nature=nature), le=le)


@pytest.mark.parametrize(
    ("montant", "bornes", "attendu"),
    [
        ("0.00", Bornes(D(10)), "nul"),
        ("10.00", Bornes(D(10)), "Rien ne change"),
        ("9.99", Bornes(D(12), conventionne=D(10)), "un avenant doit d'abord"),
        ("9.99", Bornes(D(12), paye=D(10)), "déjà payés"),
        ("13.01", Bornes(D(12), reste=D(1), enveloppe="l'enveloppe"), "dépasse ce que laisse l'enveloppe"),
        ("13.00", Bornes(D(12), reste=D(1), enveloppe="l'enveloppe"), ""),
        ("11.00", Bornes(D(12), reste=D(-5)), ""),
        ("14.01", Bornes(D(12), restes={2022: D(1), 2023: D(5)}, aides={2022: D(6), 2023: D(6)}), "En 2022, la hausse"),
        ("14.00", Bornes(D(12), restes={2022: D(1), 2023: D(1)}, aides={2022: D(6), 2023: D(6)}), ""),
        ("13.00", Bornes(D(12), restes={2022: D(-4)}, annee=2022), "subvention globale (0,00"),
        ("13.00", Bornes(D(12), restes={2022: D(0)}, annee=2024), ""),
    ],
)
def test_what_bounds_another_amount(montant, bornes, attendu):
    phrases = " ".join(refus_de_reprogrammer(D(montant), bornes))
    assert attendu in phrases if attendu else phrases == ""


@pytest.mark.django_db
class TestComite:
    @pytest.fixture(autouse=True)
    def en_2020(self):
        with time_machine.travel("2020-04-01T10:00:00+02:00", tick=False):
            yield

    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def operation(self, lieu):
        return OperationRetenueFactory(territoire=lieu, appel=AppelFactory(territoire=lieu, enveloppe="15000.00"))

    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "directeur_plie")

    def _decider(self, lieu, par, demande, resultat="adopter", **valeurs):
        seance = une_seance(lieu, nature="SELECTION", le=date(2020, 4, 1))
        inscrire_decisions(seance=seance, choix=[Choix("montant_programme", demande.pk, resultat, valeurs)], par=par)
        return Decision.objects.get(seance=seance, genre="montant_programme")

    def _demander(self, operation, par, montant="12000.00"):
        return actions.demander_reprogrammation(operation=operation, montant=D(montant), motif="Un groupe", par=par)

    def test_a_committee_raises_an_amount_and_both_are_kept(self, lieu, operation, par):
        demande = self._demander(operation, par)
        self._decider(lieu, par, demande, montant=D("11000.00"))
        operation.refresh_from_db()
        demande.refresh_from_db()
        assert operation.montant_programme == D("11000.00")
        assert (demande.avant, demande.apres, demande.statut) == (D("10000.00"), D("11000.00"), "ADOPTEE")
        assert demande.decidee_le == date(2020, 4, 1)

    def test_more_than_the_envelope_holds_is_refused_when_asked_and_when_decided(self, lieu, operation, par):
        with pytest.raises(RefusMetier, match="dépasse ce que laisse l'enveloppe de l'appel"):
            self._demander(operation, par, "15000.01")
        demande = self._demander(operation, par, "15000.00")
        OperationRetenueFactory(territoire=lieu, appel=operation.appel, montant_programme="1.00")
        with pytest.raises(DecisionsRefusees, match="dépasse ce que laisse"):
            self._decider(lieu, par, demande)

    def test_an_amount_never_goes_under_what_is_signed_or_paid(self, lieu, operation, par):
        ConventionFactory(operation=operation, montant="9000.00")
        VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="100.00")
        operation.statut = "CONVENTIONNEE"
        operation.save()
        with pytest.raises(RefusMetier, match="un avenant doit d'abord"):
            self._demander(operation, par, "8999.99")
        self._decider(lieu, par, self._demander(operation, par, "9000.00"))

    def test_one_change_waits_at_a_time_and_is_withdrawn_until_it_is_decided(self, lieu, operation, par):
        demande = self._demander(operation, par)
        with pytest.raises(RefusMetier, match="attend déjà un comité"):
            self._demander(operation, par, "13000.00")
        actions.retirer_reprogrammation(reprogrammation=demande, par=par)
        suivante = self._demander(operation, par, "13000.00")
        self._decider(lieu, par, suivante)
        with pytest.raises(RefusMetier, match="ne se retire plus"):
            actions.retirer_reprogrammation(reprogrammation=suivante, par=par)

    def test_a_refusal_says_why_and_changes_nothing(self, lieu, operation, par):
        demande = self._demander(operation, par)
        with pytest.raises(DecisionsRefusees, match="pourquoi le comité refuse"):
            self._decider(lieu, par, demande, "refuser")

    def test_a_decision_is_corrected_while_nothing_depends_on_it(self, lieu, operation, par):
        decision = self._decider(lieu, par, self._demander(operation, par))
        rectifier_decision(decision=decision, resultat="refuser", pourquoi="Erreur", raison="Trop tôt", par=par)
        operation.refresh_from_db()
        assert operation.montant_programme == D("10000.00")
        rectifier_decision(decision=decision, resultat="adopter", pourquoi="Vérifié", par=par)
        operation.refresh_from_db()
        assert operation.montant_programme == D("12000.00")
        ConventionFactory(operation=operation, montant="11500.00")
        with pytest.raises(RefusMetier, match="un avenant doit d'abord"):
            rectifier_decision(decision=decision, resultat="refuser", pourquoi="Erreur", raison="Non", par=par)

    def test_the_first_decision_is_not_corrected_under_an_amount_adopted_since(self, lieu, operation, par):
        premiere = tenue(lieu, instance=commission(lieu, nature="SELECTION"), le=operation.statut_le)
        EvenementOperationFactory(
            operation=operation, acte="retenir", depuis="AVIS_TECHNIQUE", vers="PROGRAMMEE", le=operation.statut_le,
            seance=premiere,
        )  # fmt: skip
        self._decider(lieu, par, self._demander(operation, par))
        with pytest.raises(RefusMetier, match="un comité a changé le montant programmé"):
            rectifier_operation(
                objet=operation.pk, avant="retenir", apres="rejeter", valeurs={"raison": "Non"},
                le=operation.statut_le, par=par,
            )  # fmt: skip

    def test_the_page_asks_and_the_operation_shows_it(self, lieu, operation):
        client = ouvrir(f.acteur(lieu, "directeur_plie"))
        adresse = reverse("financements:reprogrammer", args=[lieu.code, operation.pk])
        assert client.post(adresse, {"montant": "12 000", "motif": "Un groupe de plus"}).status_code == 302
        texte = client.get(reverse("financements:operation", args=[lieu.code, operation.pk])).content.decode()
        assert "attend un comité" in texte
        seance = une_seance(lieu, nature="SELECTION", le=date(2020, 4, 1))
        page = client.get(reverse("instances:seance", args=[lieu.code, seance.pk])).content.decode()
        assert "Montants programmés à modifier" in page
