"""What was recorded of the frame is corrected with its trace; an avenant changes the definition of a positive exit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.models import AccordTerritorial, Avenant, Enveloppe, RattachementOI
from deplie.cadre.queries import protocole_le, protocoles_de
from deplie.cadre.rules import DEFINITIONS, definition_le
from deplie.cadre.rules.statut import ADOPTE
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import TerritoireFactory
from tests.factories_cadre import (
    AvenantSubventionFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)

A, B, C = (DEFINITIONS[code] for code in ("CIDEME_2013", "LA_ROCHELLE_2021", "HAUTE_VIENNE_2019"))


def test_a_definition_is_that_of_the_day_of_the_exit():
    changements = [(date(2020, 7, 1), B), (date(2019, 1, 1), C), (date(2020, 7, 1), C)]
    lues = [definition_le(A, changements, jour) for jour in (date(2018, 12, 31), date(2019, 1, 1), date(2020, 7, 1))]
    assert lues == [A, C, C]
    assert definition_le(A, [], date.max) == A


@pytest.mark.django_db
class TestDefinition:
    @pytest.fixture
    def par(self):
        return Acteur.systeme(TerritoireFactory())

    @pytest.fixture
    def protocole(self, par):
        return actions.creer_protocole(
            dispositif=par.territoire.dispositifs.get(),
            nom="Protocole 2018-2020",
            debut=date(2018, 1, 1),
            fin=date(2020, 12, 31),
            motifs_positifs=["P_CDI"],
            par=par,
        )

    def _redefinir(self, protocole, par, **dits):
        dits = {
            "objet": "Formation comptée",
            "effet_le": date(2020, 1, 1),
            "motifs_positifs": ["P_CDI", "P_FORM"],
        } | dits
        return actions.ajouter_avenant(protocole=protocole, par=par, **dits)

    def _le(self, protocole, jour):
        return protocole_le(protocoles_de([protocole.dispositif]), protocole.dispositif.code, jour).definition

    def test_an_avenant_changes_it_from_its_day_of_effect_on(self, protocole, par):
        self._redefinir(protocole, par)
        avant, apres = (self._le(protocole, jour) for jour in (date(2019, 12, 31), date(2020, 1, 1)))
        assert (avant.motifs, apres.motifs) == ({"P_CDI"}, {"P_CDI", "P_FORM"})
        assert apres.denominateur == "D_TOTAL"
        assert avant.differe(apres)

    def test_what_waits_for_a_committee_changes_nothing_yet(self, protocole, par):
        avenant = self._redefinir(protocole, par, a_decider=True)
        assert self._le(protocole, date(2020, 6, 1)).motifs == {"P_CDI"}
        actions.decider_avenant(avenant=avenant, statut=ADOPTE, le=date(2019, 12, 1), par=par)
        assert self._le(protocole, date(2020, 6, 1)).motifs == {"P_CDI", "P_FORM"}

    @pytest.mark.parametrize(
        ("dits", "attendu"),
        [
            ({"motifs_positifs": ["INCONNU"]}, "n'est pas un motif"),
            ({"motifs_positifs": [], "denominateur": "D_TOTAL"}, "Cochez aussi les motifs"),
            ({"denominateur": "INCONNU"}, "dénominateur connu"),
            ({"effet_le": date(2017, 12, 31)}, "avant le protocole"),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, protocole, par, dits, attendu):
        with pytest.raises(RefusMetier, match=attendu):
            self._redefinir(protocole, par, **dits)
        assert not Avenant.objects.exists()


@pytest.mark.django_db
class TestCorrections:
    @pytest.fixture
    def par(self):
        return Acteur.systeme(TerritoireFactory())

    def test_an_intermediate_body_and_its_partner_are_corrected_their_versions_kept(self, par):
        oi = actions.declarer_oi(organisation="Assosiation", nom="OI", par=par)
        actions.modifier_oi(
            organisme_intermediaire=oi,
            valeurs={"organisation": "Association", "nom": "OI pivot", "pivot": True},
            par=par,
        )
        assert (oi.organisation.nom, oi.versions.count()) == ("Association", 2)
        plan = actions.rattacher_plan(
            organisme_intermediaire=oi, organisation="Plan voisin", debut=date(2022, 1, 1), par=par
        )
        valeurs = {
            "organisation": "Plan voisin",
            "debut": date(2022, 1, 1),
            "fin": date(2021, 1, 1),
            "code_territoire": "",
        }
        with pytest.raises(RefusMetier, match="fin du rattachement"):
            actions.modifier_rattachement(rattachement=plan, valeurs=valeurs, par=par)
        actions.modifier_rattachement(rattachement=plan, valeurs=valeurs | {"fin": date(2027, 12, 31)}, par=par)
        assert RattachementOI.objects.get().versions.count() == 2
        assert set(Journal.objects.values_list("verbe", flat=True)) >= {
            "modifier un organisme intermédiaire",
            "modifier un rattachement",
        }

    def test_a_partner_s_territory_is_not_opened_by_who_holds_no_role_there(self, par):
        TerritoireFactory(code="AILLEURS")
        plan = RattachementOIFactory(organisme=OrganismeIntermediaireFactory(territoire=par.territoire))
        valeurs = {
            "organisation": plan.organisation.nom,
            "debut": plan.debut,
            "fin": None,
            "code_territoire": "AILLEURS",
        }
        sans_role = Acteur(compte=None, territoire=par.territoire, agent=None, roles=frozenset())
        with pytest.raises(RefusMetier):
            actions.modifier_rattachement(rattachement=plan, valeurs=valeurs, par=sans_role)

    def test_an_amount_on_a_wrong_line_is_corrected_and_never_doubled(self, par):
        subvention = SubventionGlobaleFactory(organisme=OrganismeIntermediaireFactory(territoire=par.territoire))
        bon = EnveloppeFactory(subvention=subvention)
        autre = EnveloppeFactory(subvention=subvention, axe="Priorite 1")
        valeurs = {
            "annee": 2022,
            "axe": "Priorité 1",
            "objectif_specifique": "h",
            "montant": Decimal(5),
            "avenant": None,
        }
        with pytest.raises(RefusMetier, match="déjà fixé"):
            actions.corriger_enveloppe(enveloppe=autre, valeurs=valeurs, par=par)
        avenant = AvenantSubventionFactory(subvention=subvention)
        actions.corriger_enveloppe(enveloppe=autre, valeurs=valeurs | {"avenant": avenant}, par=par)
        autre.refresh_from_db()
        assert (autre.date_effet, autre.montant) == (avenant.effet_le, Decimal(5))
        for montant in ("-0.01", "1000000000000.00"):
            with pytest.raises(RefusMetier, match="positif"):
                actions.corriger_enveloppe(enveloppe=bon, valeurs=valeurs | {"montant": Decimal(montant)}, par=par)

    def test_an_agreement_is_corrected_parties_included_and_the_journal_says_which(self, par):
        accord = actions.noter_accord(
            nature="DELIBERATION", objet="Accord", adopte_le=date(2017, 12, 13), organisations=["Un", "Deux"], par=par
        )
        valeurs = {"nature": "CONVENTION", "objet": "Accord", "competence": None, "adopte_le": date(2017, 12, 13)}
        valeurs |= {"fin": None, "source": "", "communes": []}
        with pytest.raises(RefusMetier, match="au moins un organisme"):
            actions.modifier_accord(accord=accord, valeurs=valeurs | {"organisations": []}, par=par)
        actions.modifier_accord(accord=accord, valeurs=valeurs | {"organisations": ["Un"]}, par=par)
        accord = AccordTerritorial.objects.get()
        assert [lue.nom for lue in accord.organisations.all()] == ["Un"]
        assert (accord.nature, accord.versions.count()) == ("CONVENTION", 2)
        trace = Journal.objects.get(verbe="modifier un accord").detail
        assert (trace["champs"], len(trace["avant"]["organisations"])) == (["nature", "parties"], 2)

    def test_the_body_that_holds_a_charge_is_corrected_when_it_was_mistyped(self, par):
        competence = CompetenceFactory(territoire=par.territoire)
        actions.modifier_competence(competence=competence, valeurs={"organisation": "Le bon organisme"}, par=par)
        competence.refresh_from_db()
        assert competence.organisation.nom == "Le bon organisme"


@pytest.mark.django_db
def test_who_manages_european_money_sets_and_corrects_the_envelope_and_nothing_else(client_de, distribution):
    oi = OrganismeIntermediaireFactory(territoire=distribution.territoire)
    subvention = SubventionGlobaleFactory(organisme=oi)
    client = client_de("gestionnaire")
    saisi = {"annee": "2022", "axe": "Priorité 1", "objectif_specifique": "h", "montant": "150,000.50"}
    fixer = reverse("cadre:fixer_enveloppe", args=["OUEST", subvention.pk])
    assert client.post(fixer, saisi).status_code == 302
    enveloppe = Enveloppe.objects.get()
    assert enveloppe.montant == Decimal("150000.50")
    page = client.get(reverse("cadre:subvention", args=["OUEST", subvention.pk])).content.decode()
    assert "Fixer un montant" in page
    assert "Corriger la subvention" not in page
    corriger = reverse("cadre:corriger_enveloppe", args=["OUEST", enveloppe.pk])
    assert client.post(corriger, saisi | {"montant": "-1"}).status_code == 200
    assert client.post(corriger, saisi | {"montant": "160 000"}).status_code == 302
    assert Enveloppe.objects.get().montant == Decimal(160000)
    for nom, pk in (("modifier_subvention", subvention.pk), ("modifier_oi", oi.pk)):
        assert client.get(reverse(f"cadre:{nom}", args=["OUEST", pk])).status_code == 403


@pytest.mark.django_db
def test_the_pages_of_corrections_open_on_what_is_recorded(client_de, distribution):
    oi = OrganismeIntermediaireFactory(territoire=distribution.territoire)
    plan = RattachementOIFactory(organisme=oi)
    par = Acteur.systeme(distribution.territoire)
    accord = actions.noter_accord(
        nature="DELIBERATION", objet="Accord d'essai", adopte_le=date(2017, 12, 13), organisations=["Un"], par=par
    )
    client = client_de("animatrice")
    for nom, pk, dit, saisi in (
        ("modifier_oi", oi.pk, oi.nom, {"organisation": "Nouveau", "nom": "OI"}),
        ("modifier_rattachement", plan.pk, plan.organisation.nom, {"organisation": "Autre", "debut": "01/01/2022"}),
        (
            "modifier_accord",
            accord.pk,
            "Accord d'essai",
            {"nature": "CONVENTION", "objet": "Accord", "adopte_le": "13/12/2017", "organisations": "Un\nTrois"},
        ),
    ):
        ici = reverse(f"cadre:{nom}", args=["OUEST", pk])
        assert dit in unescape(client.get(ici).content.decode())
        assert client.post(ici, saisi).status_code == 302, nom
    assert AccordTerritorial.objects.get().organisations.count() == 2
