"""What a holder pays back: never more than it was paid, and taken off what it was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.financements import actions
from deplie.financements.models import Operation, Reversement
from deplie.financements.queries.convention import situation
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.plan import Taux
from deplie.financements.rules.versements import (
    REVERSER,
    VERSER,
    Paiement,
    acompte,
    refus_de_reverser,
    refus_de_verser,
    solder,
)
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from deplie.territoires.models import Reglage
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    ReversementFactory,
    VersementFactory,
)
from tests.parcours import fabrique as f

D = Decimal
MONTANTS = st.decimals("0.01", 10**7, places=2)


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [
        ("-0.01", "négatif"),
        ("0.00", "nul"),
        ("1000000000000.00", "vérifiez la saisie"),
        ("0.001", "deux décimales"),
        ("4000.01", r"payé (5 000,00 €, dont 1 000,00 € déjà à reverser) : 4 000,00 € au plus"),
        ("4000.00", ""),
    ],
)
def test_no_more_is_ordered_back_than_what_was_paid(montant, attendu):
    phrase = refus_de_reverser(D(montant), D(5000), D(1000)).replace("\u202f", " ").replace("\u00a0", " ")
    assert (attendu in phrase) if attendu else phrase == ""


@given(st.lists(MONTANTS, min_size=1, max_size=5), st.lists(MONTANTS, max_size=8), MONTANTS)
def test_what_was_paid_less_what_came_back_and_what_moves_is_what_is_due(payes, ordres, retenu):
    """Orders are taken while the rule lets them: what is left of the payments is never negative, to the cent."""
    ordonne = D(0)
    for montant in ordres:
        if not refus_de_reverser(montant, sum(payes, D(0)), ordonne):
            ordonne += montant
    assert 0 <= ordonne <= sum(payes, D(0))
    paiements = [Paiement("ACOMPTE", montant) for montant in payes]
    aide = D(10**7)
    solde = solder(retenu, Taux(aide, 2 * aide), aide, paiements, rendu=ordonne)
    signe = {VERSER: 1, REVERSER: -1}.get(solde.sens, 0)
    assert sum(payes, D(0)) - ordonne + signe * solde.montant == solde.du


def test_what_came_back_may_be_paid_again():
    payes = [Paiement("AVANCE", D(60))]
    assert refus_de_verser("ACOMPTE", D(50), D(100), payes)
    assert refus_de_verser("ACOMPTE", D(50), D(100), payes, D(10)) == ""
    assert acompte(D(200), Taux(D(100), D(200)), D(100), payes, rendu=D(10)) == 50


@pytest.mark.django_db
class TestReversement:
    @pytest.fixture
    def operation(self):
        operation = ConventionFactory(operation__territoire=f.territoire()).operation
        VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="6000.00")
        return operation

    @pytest.fixture
    def par(self, operation):
        return f.acteur(operation.territoire, "gestionnaire_oi")

    def _ordonner(self, operation, par, montant="1000.00", **autres):
        valeurs = {"montant": D(montant), "motif": "  Dépense  écartée ", "emis_le": date(2021, 2, 1)} | autres
        return actions.ordonner_reversement(operation=operation, par=par, **valeurs)

    def test_an_order_is_traced_and_weighs_once_it_is_settled(self, operation, par):
        ordre = self._ordonner(operation, par, reference=" T 4 ")
        assert (ordre.rang, ordre.motif, ordre.reference) == (1, "Dépense écartée", "T 4")
        ici = situation(operation, date(2021, 3, 1))
        assert (ici.paye, ici.rendu, ici.a_rendre, ici.reste) == (D(6000), 0, D(1000), D(4000))
        actions.regler_reversement(reversement=ordre, regle_le=date(2021, 2, 20), par=par)
        ici = situation(operation, date(2021, 3, 1))
        assert (ici.paye, ici.rendu, ici.a_rendre, ici.reste) == (D(6000), D(1000), 0, D(5000))
        assert Journal.objects.filter(verbe__contains="reversement").count() == 2
        assert lire(operation.territoire.code)["versement"] == 2

    def test_orders_together_never_pass_what_was_paid(self, operation, par):
        self._ordonner(operation, par, "5000.00")
        with pytest.raises(RefusMetier, match=r"1\s000,00\s€ au plus"):
            self._ordonner(operation, par, "1000.01")
        assert Reversement.objects.count() == 1

    def test_an_order_is_corrected_until_it_is_settled(self, operation, par):
        ordre = self._ordonner(operation, par, "6000.00")
        valeurs = {"motif": "Écart", "emis_le": date(2021, 2, 2), "reference": "", "avant_le": None}
        actions.modifier_reversement(reversement=ordre, valeurs=valeurs | {"montant": D(5999)}, par=par)
        ordre.refresh_from_db()
        assert (ordre.montant, ordre.versions.count()) == (D(5999), 2)
        actions.regler_reversement(reversement=ordre, regle_le=date(2021, 3, 1), par=par)
        for acte in (
            lambda: actions.retirer_reversement(reversement=ordre, par=par),
            lambda: actions.regler_reversement(reversement=ordre, regle_le=date(2021, 3, 1), par=par),
            lambda: actions.modifier_reversement(reversement=ordre, valeurs=valeurs | {"montant": D(1)}, par=par),
        ):
            with pytest.raises(RefusMetier, match="ne change plus"):
                acte()

    @pytest.mark.parametrize(
        ("autres", "attendu"),
        [
            ({"emis_le": date(2021, 3, 2)}, "au plus tard aujourd'hui"),
            ({"emis_le": date(2020, 1, 31)}, "ne le précède pas"),
            ({"avant_le": date(2021, 1, 1)}, "date limite"),
        ],
    )
    def test_an_order_has_its_days(self, operation, par, autres, attendu):
        with pytest.raises(RefusMetier, match=attendu):
            self._ordonner(operation, par, **autres)

    def test_an_operation_given_up_still_pays_back_its_advance(self, operation, par):
        actions.avancer(operation=operation, acte="abandonner", motif="Le porteur ferme", par=par)
        self._ordonner(operation, par, "6000.00", emis_le=date(2021, 3, 1))
        assert situation(operation, date(2021, 3, 1)).a_rendre == D(6000)

    def test_nothing_comes_back_of_what_was_not_paid(self, par, operation):
        autre = ConventionFactory(operation__territoire=operation.territoire).operation
        with pytest.raises(RefusMetier, match="Rien n'est payé"):
            self._ordonner(autre, par)

    def test_a_settled_order_closes_an_operation_that_was_paid_too_much(self, operation, par):
        Operation.objects.filter(pk=operation.pk).update(statut="CSF_VALIDE")
        bilan = BilanExecutionFactory(
            operation=operation, final=True, depose_le="2021-01-10T10:00:00Z", valide_le=date(2021, 2, 1)
        )
        DepenseFactory(bilan=bilan, montant="8000.00")
        assert etat_de(operation, date(2021, 3, 1)).solde.montant == D(2000)
        ordre = self._ordonner(operation, par, "2000.00")
        with pytest.raises(RefusMetier, match="attend son règlement"):
            actions.solder(operation=operation, reversement="T 4", par=par)
        actions.regler_reversement(reversement=ordre, regle_le=date(2021, 3, 1), par=par)
        actions.solder(operation=operation, par=par)
        operation.refresh_from_db()
        assert operation.statut == "SOLDEE"
        assert etat_de(operation, date(2021, 3, 1)).solde.verse == D(4000)


@pytest.mark.django_db
class TestPlafond:
    @pytest.fixture
    def operation(self):
        operation = ConventionFactory(operation__territoire=f.territoire()).operation
        VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="3000.00")
        bilan = BilanExecutionFactory(operation=operation, depose_le="2021-01-10T10:00:00Z", valide_le=date(2021, 2, 1))
        DepenseFactory(bilan=bilan, montant="16000.00")
        return operation

    def _payer(self, operation, montant, genre="ACOMPTE"):
        versement = VersementFactory(operation=operation, rang=2, genre=genre, montant_prevu="7000.00")
        actions.payer_versement(
            versement=versement,
            paye_le=date(2021, 3, 1),
            montant_paye=D(montant),
            reference="",
            par=f.acteur(operation.territoire, "gestionnaire_oi"),
        )

    def test_an_instalment_pays_no_more_than_what_the_bilans_give(self, operation):
        """16,000 € kept at 50 % give 8,000 €, of which 3,000 € are paid."""
        with pytest.raises(RefusMetier, match=r"un acompte de 5\s000,00\s€ au plus : 5\s000,01\s€"):
            self._payer(operation, "5000.01")
        Operation.objects.get(pk=operation.pk).versements.filter(rang=2).delete()
        self._payer(operation, "5000.00")
        assert situation(operation, date(2021, 3, 1)).paye == D(8000)

    def test_a_share_of_the_aid_may_be_kept_for_the_balance(self, operation):
        Reglage.objects.create(territoire=operation.territoire, cle="part_acomptes", valeur=70)
        with pytest.raises(RefusMetier, match=r"4\s000,00\s€ au plus, dans la limite de 70 % de l'aide"):
            self._payer(operation, "4000.01")

    def test_a_balance_is_what_is_due_and_no_more(self, operation):
        operation.bilans.update(final=True)
        with pytest.raises(RefusMetier, match=r"Le solde dû est de 5\s000,00\s€"):
            self._payer(operation, "6000.00", "SOLDE")


@pytest.mark.django_db
def test_the_pages_of_an_order_say_how_much_and_lose_nothing(client_de, distribution):
    operation = ConventionFactory(operation__territoire=distribution.territoire).operation
    VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="6000.00")
    client = client_de("gestionnaire")
    ici = reverse("financements:nouveau_reversement", args=["OUEST", operation.pk])
    saisi = {"montant": "1,234.56 €", "motif": "Écart", "emis_le": "01/02/2021"}
    refuse = client.post(ici, saisi | {"montant": "9 999 999 €"})
    assert "Un reversement ne dépasse pas ce qui est payé" in refuse.content.decode()
    assert "Écart" in refuse.content.decode()
    assert client.post(ici, saisi).status_code == 302
    ordre = Reversement.objects.get()
    assert ordre.montant == D("1234.56")
    page = reverse("financements:operation", args=["OUEST", operation.pk])
    assert "Reversement n° 1" in client.get(page).content.decode()
    for nom, envoi in (
        ("reversement", saisi | {"montant": "1000"}),
        ("regler_reversement", {"regle_le": "01/03/2021"}),
    ):
        adresse = reverse(f"financements:{nom}", args=["OUEST", ordre.pk])
        assert client.get(adresse).status_code == 200
        assert client.post(adresse, envoi).status_code == 302
    assert client.post(reverse("financements:retirer_reversement", args=["OUEST", ordre.pk])).status_code == 302
    assert Reversement.objects.get().regle_le == date(2021, 3, 1)


@pytest.mark.django_db
def test_a_structure_reads_its_orders_and_settles_none(client_de, distribution):
    ordre = ReversementFactory(operation=ConventionFactory(operation__territoire=distribution.territoire).operation)
    for role in ("referent", "animatrice"):
        if not distribution.acteurs[role].peut("operation.gerer"):
            adresse = reverse("financements:regler_reversement", args=["OUEST", ordre.pk])
            assert client_de(role).post(adresse, {"regle_le": "01/03/2021"}).status_code == 403
