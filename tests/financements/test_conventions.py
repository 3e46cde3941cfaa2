"""A convention is what was signed, then what its avenants made of it; it is never paid more than it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.financements import actions
from deplie.financements.models import Convention
from deplie.financements.queries.convention import situation
from deplie.financements.queries.dossier_audit import dossier_audit
from deplie.financements.queries.piste import piste_de
from deplie.financements.rules.convention import Changement, Termes, refus_de_termes, termes_au
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from tests.factories_financements import (
    AvenantConventionFactory,
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    OperationRetenueFactory,
    VersementFactory,
)
from tests.factories_pieces import FichierFactory
from tests.fichiers import PDF, donne
from tests.parcours import fabrique as f

SIGNES = Termes(date(2018, 1, 1), date(2020, 12, 31), Decimal("25899.60"), Decimal("15539.76"))


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


def test_an_avenant_that_prolongs_in_the_same_terms_changes_the_end_and_nothing_else():
    un_an_de_plus = [Changement(1, date(2021, 1, 1), fin=date(2021, 12, 31))]
    assert termes_au(SIGNES, un_an_de_plus, date(2020, 12, 31)) == SIGNES
    apres = termes_au(SIGNES, un_an_de_plus, date(2021, 1, 1))
    assert (apres.fin, apres.cout_total, apres.aide) == (date(2021, 12, 31), SIGNES.cout_total, SIGNES.aide)
    assert str(apres.taux.pourcent) == "60.00"


@given(
    st.permutations(
        [Changement(1, date(2019, 1, 1), aide=Decimal(1)), Changement(2, date(2019, 1, 1), aide=Decimal(2))]
    )
)
def test_of_two_avenants_of_one_day_the_higher_number_holds_in_whatever_order_they_are_read(changements):
    assert termes_au(SIGNES, changements, date(2019, 1, 1)).aide == Decimal(2)


@pytest.mark.parametrize(
    ("aide", "cout", "programme", "attendu"),
    [
        ("0.00", "100.00", None, "plus grand que zéro"),
        ("100.01", "100.00", None, "dépasse le coût total"),
        ("90.01", "100.00", "90.00", "d'abord le reprogrammer"),
    ],
)
def test_terms_that_do_not_stand_are_told(aide, cout, programme, attendu):
    termes = Termes(date(2020, 1, 1), date(2020, 12, 31), Decimal(cout), Decimal(aide))
    assert attendu in " ".join(refus_de_termes(termes, Decimal(programme) if programme else None))


def _valeurs(**autres):
    return {
        "numero": "C-1",
        "signee_le": date(2019, 12, 10),
        "notifiee_le": None,
        "debut": date(2020, 1, 1),
        "fin": date(2020, 12, 31),
        "cout_total": Decimal("20000.00"),
        "montant": Decimal("10000.00"),
    } | autres


def _avenant(**autres):
    sans = dict.fromkeys(("fin", "cout_total", "montant"))
    return {"objet": "Prolongation", "signe_le": date(2020, 10, 13), "effet_le": date(2021, 1, 1)} | sans | autres


@pytest.mark.django_db
class TestConvention:
    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "gestionnaire_oi")

    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def operation(self, lieu):
        return OperationRetenueFactory(territoire=lieu)

    def test_signing_takes_the_operation_to_its_next_state_at_the_day_of_the_signature(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        operation.refresh_from_db()
        assert (operation.statut, operation.statut_le) == ("CONVENTIONNEE", date(2019, 12, 10))
        assert lire(operation.territoire.code)["operation"] == 1

    @pytest.mark.parametrize(
        ("autres", "attendu"),
        [
            ({"montant": Decimal("10000.01")}, "reprogrammer"),
            ({"signee_le": date(2021, 3, 2)}, "à venir"),
            ({"fin": date(2019, 1, 1)}, "précède le début"),
        ],
    )
    def test_what_cannot_be_signed_leaves_nothing_behind(self, operation, par, autres, attendu):
        with pytest.raises(RefusMetier, match=attendu):
            actions.signer_convention(operation=operation, valeurs=_valeurs(**autres), par=par)
        operation.refresh_from_db()
        assert operation.statut == "PROGRAMMEE"
        assert not Convention.objects.exists()

    def test_an_operation_has_one_convention(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        with pytest.raises(RefusMetier, match="n'est possible que dans l'état « retenue »"):
            actions.signer_convention(operation=operation, valeurs=_valeurs(numero="C-2"), par=par)

    def test_an_avenant_holds_from_its_day_of_effect(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        actions.ajouter_avenant(operation=operation, valeurs=_avenant(fin=date(2021, 12, 31)), par=par)
        assert situation(operation, date(2020, 12, 31)).termes.fin == date(2020, 12, 31)
        assert situation(operation, date(2021, 1, 1)).termes.fin == date(2021, 12, 31)

    def test_no_day_may_have_terms_that_do_not_stand_whatever_the_order_of_the_avenants(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        actions.ajouter_avenant(operation=operation, valeurs=_avenant(montant=Decimal("5000.00")), par=par)
        # Before the aid goes down, this cost would be under the aid for a month.
        moins_cher = _avenant(effet_le=date(2020, 12, 1), cout_total=Decimal("6000.00"))
        with pytest.raises(RefusMetier, match="dépasse le coût total"):
            actions.ajouter_avenant(operation=operation, valeurs=moins_cher, par=par)

    def test_an_aid_never_goes_under_what_is_paid(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="5000.00")
        with pytest.raises(RefusMetier, match="déjà payé"):
            actions.ajouter_avenant(operation=operation, valeurs=_avenant(montant=Decimal("4999.99")), par=par)

    def test_the_signed_paper_joins_the_convention_with_the_day_that_it_bears(self, operation, par):
        fichier = FichierFactory()
        with pytest.raises(RefusMetier, match="inscrivez sa signature"):
            actions.joindre_convention(operation=operation, fichier=fichier, signee_le=date(2019, 12, 11), par=par)
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        assert "n'est pas joint" in piste_de(operation).manques[-1].phrase
        actions.joindre_convention(operation=operation, fichier=fichier, signee_le=date(2019, 12, 11), par=par)
        convention = Convention.objects.get()
        assert (convention.fichier, convention.signee_le) == (fichier, date(2019, 12, 11))
        assert not [manque for manque in piste_de(operation).manques if "n'est pas joint" in manque.phrase]
        assert [preuve.fichier for preuve in dossier_audit(par, operation, nommer=False).preuves] == [fichier]
        actions.joindre_convention(operation=operation, fichier=FichierFactory(), signee_le=date(2019, 12, 10), par=par)
        assert {version.fichier_id for version in convention.versions.all()} >= {fichier.pk, None}

    @pytest.mark.parametrize(
        ("le", "attendu"),
        [
            (date(2021, 3, 2), "à venir"),
            (date(2020, 2, 2), "versement est payé"),
            (date(2020, 1, 16), "avenant est signé"),
        ],
    )
    def test_a_paper_is_not_signed_after_what_rests_on_it(self, operation, par, le, attendu):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        VersementFactory(operation=operation, paye_le=date(2020, 2, 1), montant_paye="5000.00")
        avenant = _avenant(signe_le=date(2020, 1, 15), fin=date(2021, 12, 31))
        actions.ajouter_avenant(operation=operation, valeurs=avenant, par=par)
        with pytest.raises(RefusMetier, match=attendu):
            actions.joindre_convention(operation=operation, fichier=FichierFactory(), signee_le=le, par=par)

    def test_the_page_joins_it_and_its_holder_reads_it(self, client_de, distribution):
        lieu = distribution.territoire
        convention = ConventionFactory(
            operation__territoire=lieu, operation__porteur=distribution.operateur.organisation
        )
        adresses = {
            nom: reverse(f"financements:{nom}", args=[lieu.code, convention.operation_id])
            for nom in ("operation", "joindre_convention", "convention_signee")
        }
        client = client_de("gestionnaire")
        assert "document signé à joindre" in client.get(adresses["operation"]).content.decode()
        assert client.get(adresses["convention_signee"]).status_code == 404
        envoi = {"signee_le": "11/12/2019", "fichier": donne("convention.pdf", PDF)}
        assert client.post(adresses["joindre_convention"], envoi).status_code == 302
        assert adresses["convention_signee"] in client.get(adresses["operation"]).content.decode()
        porteur = client_de("operateur")
        assert porteur.get(adresses["convention_signee"])["Content-Disposition"].startswith("attachment")
        assert porteur.get(adresses["joindre_convention"]).status_code == 403

    def test_the_signed_paper_of_an_avenant_is_joined_and_the_trail_says_where_it_lacks(self, operation, par):
        actions.signer_convention(operation=operation, valeurs=_valeurs(), par=par)
        avenant = _avenant(signe_le=date(2020, 1, 15), fin=date(2021, 12, 31))
        ajoute = actions.ajouter_avenant(operation=operation, valeurs=avenant, par=par)
        manque = "Le document signé de l'avenant n° 1 n'est pas joint."
        assert manque in [un.phrase for un in piste_de(operation).manques]
        fichier, autre = FichierFactory(), FichierFactory()
        actions.joindre_avenant(avenant=ajoute, fichier=fichier, par=par)
        assert manque not in [un.phrase for un in piste_de(operation).manques]
        assert [preuve.fichier for preuve in dossier_audit(par, operation, nommer=False).preuves] == [fichier]
        actions.joindre_avenant(avenant=ajoute, fichier=autre, par=par)
        assert {version.fichier_id for version in ajoute.versions.all()} == {None, fichier.pk, autre.pk}

    def test_the_page_joins_the_paper_of_an_avenant_and_its_holder_reads_it(self, client_de, distribution):
        lieu = distribution.territoire
        avenant = AvenantConventionFactory(
            convention__operation__territoire=lieu,
            convention__operation__porteur=distribution.operateur.organisation,
            convention__operation__statut="EN_EXECUTION",
        )
        operation = avenant.convention.operation
        page = reverse("financements:operation", args=[lieu.code, operation.pk])
        joindre, lire = (
            reverse(f"financements:{nom}", args=[lieu.code, avenant.pk]) for nom in ("joindre_avenant", "avenant_signe")
        )
        client = client_de("gestionnaire")
        assert joindre in client.get(page).content.decode()
        assert client.get(lire).status_code == 404
        assert "Choisissez un fichier" in client.post(joindre, {}).content.decode()
        assert client.post(joindre, {"fichier": donne("avenant.pdf", PDF)}).url == page
        assert lire in client.get(page).content.decode()
        porteur = client_de("operateur")
        assert porteur.get(lire)["Content-Disposition"].startswith("attachment")
        assert porteur.get(joindre).status_code == 403
        _, jeton = actions.envoyer_lien(operation=operation, courriel="p@exemple.invalid", modele="reprise", par=None)
        sans_compte = Client()
        par_lien = reverse("avenant_porteur", args=[jeton, 1])
        assert par_lien in sans_compte.get(reverse("dossier_porteur", args=[jeton])).content.decode()
        assert sans_compte.get(par_lien)["Content-Disposition"].startswith("attachment")
        assert sans_compte.get(reverse("avenant_porteur", args=[jeton, 99_999])).status_code == 404

    def test_an_operation_that_is_not_signed_takes_no_avenant(self, operation, par):
        with pytest.raises(RefusMetier, match="convention signée"):
            actions.ajouter_avenant(operation=operation, valeurs=_avenant(fin=date(2021, 12, 31)), par=par)


@pytest.mark.django_db
class TestVersements:
    @pytest.fixture
    def operation(self):
        return ConventionFactory(operation__territoire=f.territoire()).operation

    @pytest.fixture
    def par(self, operation):
        return f.acteur(operation.territoire, "gestionnaire_oi")

    def _prevoir(self, operation, par, montant, genre="AVANCE"):
        return actions.prevoir_versement(
            operation=operation, genre=genre, montant_prevu=Decimal(montant), prevu_le=date(2020, 2, 1), par=par
        )

    def test_what_is_planned_never_passes_the_aid(self, operation, par):
        self._prevoir(operation, par, "6000.00")
        with pytest.raises(RefusMetier, match=r"il reste 4\s000,00\s€ à prévoir"):
            self._prevoir(operation, par, "4000.01", "ACOMPTE")

    def test_an_advance_is_paid_once(self, operation, par):
        avance = self._prevoir(operation, par, "6000.00")
        payer = {"paye_le": date(2020, 2, 3), "montant_paye": Decimal("6000.00"), "reference": " M 12 "}
        actions.payer_versement(versement=avance, par=par, **payer)
        avance.refresh_from_db()
        assert (avance.montant_paye, avance.reference) == (Decimal("6000.00"), "M 12")
        with pytest.raises(RefusMetier, match="déjà payé, le 03/02/2020"):
            actions.payer_versement(versement=avance, par=par, **payer)
        with pytest.raises(RefusMetier, match="il ne change plus"):
            actions.retirer_versement(versement=avance, par=par)

    @pytest.mark.parametrize(
        ("genre", "final", "passe"),
        [("ACOMPTE", None, False), ("ACOMPTE", False, True), ("SOLDE", False, False), ("SOLDE", True, True)],
    )
    def test_an_instalment_waits_for_a_bilan_and_a_balance_for_the_final_one(self, operation, par, genre, final, passe):
        if final is not None:
            bilan = BilanExecutionFactory(
                operation=operation, final=final, depose_le="2021-01-10T10:00:00Z", valide_le=date(2021, 2, 1)
            )
            DepenseFactory(bilan=bilan, montant="200.00")
        versement = self._prevoir(operation, par, "100.00", genre)
        payer = {"versement": versement, "paye_le": date(2021, 2, 2), "montant_paye": Decimal(100), "reference": ""}
        if passe:
            actions.payer_versement(par=par, **payer)
            assert situation(operation, date(2021, 3, 1)).paye == Decimal("100.00")
            return
        with pytest.raises(RefusMetier, match="Seule une avance"):
            actions.payer_versement(par=par, **payer)

    @pytest.mark.parametrize(
        ("le", "montant", "attendu"),
        [
            (date(2021, 3, 2), "10.00", "au plus tard aujourd'hui"),
            (date(2019, 12, 9), "10.00", "rien ne se paie avant"),
            (date(2020, 2, 1), "10000.01", "au-delà de la convention"),
        ],
    )
    def test_what_cannot_be_paid_is_told(self, operation, par, le, montant, attendu):
        avance = self._prevoir(operation, par, "6000.00")
        with pytest.raises(RefusMetier, match=attendu):
            actions.payer_versement(versement=avance, paye_le=le, montant_paye=Decimal(montant), reference="", par=par)

    def test_papers_are_kept_five_years_from_the_end_of_the_year_of_the_last_payment(self, operation, par):
        avance = self._prevoir(operation, par, "6000.00")
        actions.payer_versement(
            versement=avance, paye_le=date(2020, 3, 12), montant_paye=Decimal(6000), reference="", par=par
        )
        assert situation(operation, date(2021, 3, 1)).conservation.jusqu_au == date(2025, 12, 31)
