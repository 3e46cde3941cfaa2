"""A plan is written until the convention, then carried by an avenant; nothing that was signed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.financements import actions
from deplie.financements.queries.plan import chiffrer_ecrit, lire, plan_de_l_operation
from deplie.financements.queries.version import plan_de_la_version, plan_ecrit, versions_de
from deplie.financements.rules.forfait import FORFAITS
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES
from deplie.financements.rules.plan_ecrit import (
    LigneEcrite,
    PlanEcrit,
    PosteEcrit,
    RessourceEcrite,
    de_json,
    en_json,
    lignes_des_postes,
)
from deplie.financements.rules.temps import compter_poste
from deplie.financements.rules.version import refus_d_etablir
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire as generation
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    LignePlanFactory,
    OperationFactory,
    OperationRetenueFactory,
    PosteTravailFactory,
    RessourceFactory,
)
from tests.financements.fabrique_appel import ouvrir
from tests.parcours import fabrique as f

D = Decimal
FSE = "FSE_PLUS_2021_2027"
MONTANTS = st.decimals("0.00", "9999999.99", places=2)
ANNEES = st.integers(2021, 2024)
LIGNES = st.builds(LigneEcrite, st.sampled_from(sorted(NATURES)), st.text(max_size=20), ANNEES, MONTANTS)
APPORTS = st.builds(RessourceEcrite, st.sampled_from(sorted(RESSOURCES)), st.text(max_size=9), ANNEES, MONTANTS)
ETPS = st.decimals("0.01", "100.00", places=2)
HEURES = st.none() | st.decimals("0.00", "1720.00", places=2)
POSTES = st.builds(PosteEcrit, st.text(max_size=20), ANNEES, ETPS, HEURES, st.none() | MONTANTS)


def _plans(**listes):
    listes = {"lignes": st.lists(LIGNES, max_size=9), "ressources": st.lists(APPORTS, max_size=6),
              "postes": st.lists(POSTES, max_size=5)} | listes  # fmt: skip
    options = st.sampled_from(["", *FORFAITS])
    return st.builds(PlanEcrit, st.just(FSE), options, **{nom: liste.map(tuple) for nom, liste in listes.items()})


@given(_plans())
def test_what_a_version_keeps_is_the_plan_to_the_cent(plan):
    assert de_json(en_json(plan)) == plan
    assert de_json(en_json(plan)).version == plan.version


@given(_plans(postes=st.just([])))
def test_every_total_of_a_plan_is_the_sum_of_what_stands_above_it(plan):
    lu = lire(plan, OperationRetenueFactory.build(appel=None, territoire=None, porteur=None))
    assert lu.cout == sum(lu.totaux) == sum((total for _, _, total in lu.postes), D(0))
    assert all(sum(m or 0 for m in montants) == total for _, montants, total in lu.postes)
    for rang, total in enumerate(lu.totaux):
        assert sum((montants[rang] or D(0) for _, montants, _ in lu.postes), D(0)) == total
    assert lu.saisi == sum((montant for *_, montant in lu.detail), D(0))
    forfait = chiffrer_ecrit(plan).forfait
    assert lu.cout == lu.saisi + forfait
    assert lu.ressources == sum((m for _, m in lu.financeurs), D(0)) == sum((x[3] for x in lu.detail_ressources), D(0))
    assert sum((ecart for _, ecart in lu.ecarts), D(0)) == (lu.ressources - lu.cout if plan.ressources else 0)


@given(st.lists(POSTES, max_size=8))
def test_what_the_posts_cost_is_the_sum_of_the_lines_they_make(postes):
    lignes = lignes_des_postes(postes)
    comptes = [un.compte.cout for un in postes if un.compte.cout is not None]
    assert sum((ligne.montant for ligne in lignes), D(0)) == sum(comptes, D(0))
    assert len({ligne.annee for ligne in lignes}) == len(lignes)


def test_a_post_given_for_a_fixed_part_costs_its_whole_cost():
    compte = compter_poste(D("0.60"), None, D("24000.00"))
    assert (compte.heures, compte.horaire, compte.cout) == (D("1032.00"), D("23.26"), D("24000.00"))


def test_a_post_paid_by_the_hour_costs_its_hours():
    compte = compter_poste(D("1.00"), D("516"), D("40000.00"))
    assert (compte.etp, compte.horaire, compte.cout) == (D("0.30"), D("23.26"), D("12002.16"))


@pytest.mark.parametrize(
    ("statut", "signee", "etabli", "attendu"),
    [
        ("BROUILLON", False, True, "Le porteur écrit encore"),
        ("DEPOSEE", False, True, ""),
        ("PROGRAMMEE", False, True, ""),
        ("EN_EXECUTION", True, True, "un avenant seul"),
        ("EN_EXECUTION", True, False, ""),
        ("SOLDEE", True, False, "ne change plus"),
    ],
)
def test_who_may_write_depends_on_the_signature(statut, signee, etabli, attendu):
    phrase = refus_d_etablir(statut, signee=signee, etabli=etabli)
    assert attendu in phrase if attendu else phrase == ""


def _plan(montant="10000.00", **autres):
    ligne = LigneEcrite("PERSONNEL", "Référente", 2020, D(montant))
    apport = RessourceEcrite("FSE", "", 2020, D(montant), aide=True)
    return PlanEcrit(**({"programmation": FSE, "option": "", "lignes": (ligne,), "ressources": (apport,)} | autres))


def _avenant(**autres):
    sans = dict.fromkeys(("fin", "cout_total", "montant"))
    return {"objet": "Moins d'heures", "signe_le": date(2020, 9, 1), "effet_le": date(2020, 9, 1)} | sans | autres


@pytest.mark.django_db
class TestEcrire:
    @pytest.fixture(autouse=True)
    def en_2021(self):
        with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
            yield

    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "gestionnaire_oi")

    @pytest.fixture
    def operation(self, lieu):
        return OperationRetenueFactory(territoire=lieu)

    def _etablir(self, operation, par, plan, version="", vu=""):
        actions.etablir_plan(operation=operation, plan=plan, edition=Edition(version, vu), par=par)

    def test_what_the_holder_handed_in_is_kept_before_it_is_changed(self, operation, par):
        LignePlanFactory(operation=operation, montant="9000.00")
        self._etablir(operation, par, _plan())
        (version,) = versions_de(operation)
        assert (version.moment, version.effet_le) == ("DEPOT", date(2019, 10, 15))
        assert plan_de_la_version(version).lignes[0].montant == D("9000.00")
        assert plan_de_l_operation(operation).cout == D("10000.00")
        assert generation(operation.territoire.code)["operation"] == 1

    def test_the_aid_is_the_one_of_who_launches_the_call(self, operation, par):
        self._etablir(operation, par, _plan())
        assert operation.ressources.get().organisation == operation.appel.organisation
        assert plan_ecrit(operation).aide == D("10000.00")

    def test_a_line_that_stays_keeps_its_number_and_a_line_with_expenses_is_not_taken_out(self, operation, par):
        ligne = LignePlanFactory(operation=operation)
        DepenseFactory(bilan=BilanExecutionFactory(operation=operation), ligne=ligne)
        numerotee = LigneEcrite("PERSONNEL", "Référente", 2020, D(5), numero=ligne.pk)
        self._etablir(operation, par, _plan(lignes=(numerotee,), ressources=()))
        ligne.refresh_from_db()
        assert ligne.montant == D("5.00")
        with pytest.raises(RefusMetier, match="des dépenses déclarées y tiennent"):
            self._etablir(operation, par, _plan())

    def test_a_flat_rate_beside_what_it_stands_for_is_refused_and_nothing_is_written(self, operation, par):
        lignes = (LigneEcrite("PERSONNEL", "a", 2020, D(1)), LigneEcrite("FONCTIONNEMENT", "b", 2020, D(1)))
        with pytest.raises(RefusMetier, match="remplace ces lignes"):
            self._etablir(operation, par, _plan(option="RESTE_40", lignes=lignes))
        assert plan_ecrit(operation).vide

    def test_a_year_outside_the_operation_is_refused(self, operation, par):
        with pytest.raises(RefusMetier, match="hors de l'opération"):
            self._etablir(operation, par, _plan(lignes=(LigneEcrite("PERSONNEL", "a", 2022, D(1)),)))

    def test_somebody_else_s_plan_is_told_before_it_is_replaced(self, operation, par):
        ouverte = plan_ecrit(operation).version
        self._etablir(operation, par, _plan("7000.00"), ouverte)
        with pytest.raises(EditionConcurrente, match="a enregistré un autre plan") as refus:
            self._etablir(operation, par, _plan(), ouverte)
        self._etablir(operation, par, _plan(), ouverte, refus.value.vu)
        assert plan_de_l_operation(operation).cout == D("10000.00")

    def test_signing_keeps_the_plan_and_an_avenant_alone_changes_it(self, operation, par):
        self._etablir(operation, par, _plan())
        valeurs = {"numero": "C-1", "signee_le": date(2019, 12, 10), "notifiee_le": None, "debut": date(2020, 1, 1),
                   "fin": date(2020, 12, 31), "cout_total": D(10000), "montant": D(10000)}  # fmt: skip
        actions.signer_convention(operation=operation, valeurs=valeurs, par=par)
        with pytest.raises(RefusMetier, match="un avenant seul"):
            self._etablir(operation, par, _plan("8000.00"))
        avenant = actions.avenant_au_plan(
            operation=operation, valeurs=_avenant(), plan=_plan("8000.00"), edition=Edition(""), par=par
        )
        assert (avenant.cout_total, avenant.montant) == (D("8000.00"), D("8000.00"))
        assert [(str(v), v.effet_le) for v in versions_de(operation)] == [
            ("avenant n° 1", date(2020, 9, 1)),
            ("plan signé", date(2020, 1, 1)),
        ]
        assert chiffrer_ecrit(plan_de_la_version(versions_de(operation)[1])).total == D(10000)

    @pytest.mark.parametrize(
        ("plan", "valeurs", "attendu"),
        [
            (_plan(ressources=()), {}, "n'égalent pas le coût"),
            (_plan("8000.00"), {"cout_total": D("8000.01")}, "n'est pas celui du plan"),
            (_plan("8000.00"), {"montant": D("7000.00")}, "n'est pas celle du plan"),
            (_plan("20000.00"), {}, "reprogrammer"),
        ],
    )
    def test_an_avenant_that_its_plan_contradicts_leaves_nothing_behind(self, lieu, par, plan, valeurs, attendu):
        operation = ConventionFactory(operation__territoire=lieu).operation
        LignePlanFactory(operation=operation, montant="20000.00")
        with pytest.raises(RefusMetier, match=attendu):
            actions.avenant_au_plan(
                operation=operation, valeurs=_avenant(**valeurs), plan=plan, edition=Edition(""), par=par
            )
        assert plan_de_l_operation(operation).cout == D("20000.00")
        assert versions_de(operation) == []

    def test_someone_given_to_more_than_a_full_time_is_told(self, lieu, operation, par):
        for autre in (operation, OperationRetenueFactory(territoire=lieu)):
            PosteTravailFactory(operation=autre, agent=par.agent, etp="0.70")
        assert "1,4 ETP" in " ".join(plan_de_l_operation(operation).doutes)

    def test_a_plan_before_its_convention_is_that_of_its_operation(self, lieu, par):
        operation = OperationFactory(territoire=lieu, statut="EN_INSTRUCTION")
        self._etablir(operation, par, _plan())
        assert versions_de(operation) == []


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def operation(self, lieu):
        operation = OperationRetenueFactory(territoire=lieu, programmation=FSE)
        LignePlanFactory(operation=operation, montant="1000.00")
        RessourceFactory(operation=operation, montant="1000.00")
        return operation

    @pytest.fixture
    def client(self, lieu):
        return ouvrir(f.acteur(lieu, "gestionnaire_oi"))

    def _adresse(self, operation, nom="plan"):
        return reverse(f"financements:{nom}", args=[operation.territoire.code, operation.pk])

    def _envoi(self, client, operation, **autres):
        """What the form sends when nothing is changed, and what somebody changes."""
        formulaire = client.get(self._adresse(operation)).context["formulaire"]
        champs = {champ.html_name: champ.value() for champ in formulaire}
        return {nom: valeur for nom, valeur in champs.items() if valeur not in (None, False)} | autres

    def test_a_form_that_nobody_changed_changes_nothing(self, client, operation):
        avant = plan_ecrit(operation)
        reponse = client.post(self._adresse(operation), self._envoi(client, operation))
        assert reponse.status_code == 302
        assert plan_ecrit(operation) == avant

    @pytest.mark.parametrize("ecrit", ["1 234,56", "1,234.56", "1.234,56", "1234.56"])
    def test_amounts_are_read_in_french_and_in_english(self, client, operation, ecrit):
        neuve = {"dn0-nature": "PRESTATIONS", "dn0-libelle": "Ateliers", "dn0-annee": "2020", "dn0-montant": ecrit}
        client.post(self._adresse(operation), self._envoi(client, operation, **neuve))
        assert plan_de_l_operation(operation).cout == D("2234.56")

    def test_a_total_that_the_lines_contradict_is_told_and_nothing_is_lost(self, client, operation):
        envoi = self._envoi(client, operation, option="INDIRECT_15", total_annonce="1149,99")
        texte = client.post(self._adresse(operation), envoi).content.decode()
        assert "la somme des lignes fait 1\u202f150,00\u00a0€" in texte
        assert 'value="1149,99"' in texte
        assert plan_de_l_operation(operation).cout == D("1000.00")

    def test_the_staff_costs_are_counted_from_the_posts(self, client, operation):
        ligne = operation.lignes.get().pk
        poste = {"pn0-fonction": "Référente", "pn0-annee": "2020", "pn0-etp": "1", "pn0-heures": "516",
                 "pn0-cout": "40 000"}  # fmt: skip
        envoi = self._envoi(client, operation, des_postes="on", **{f"d{ligne}-retirer": "on"}, **poste)
        assert client.post(self._adresse(operation), envoi).status_code == 302
        comptee = operation.lignes.get()
        assert (comptee.des_postes, comptee.montant) == (True, D("12002.16"))
        envoi = self._envoi(client, operation)
        assert envoi["des_postes"] is True
        client.post(self._adresse(operation), envoi | {"des_postes": "on"})
        assert operation.lignes.get() == comptee

    def test_a_line_half_written_says_what_it_lacks(self, client, operation):
        reponse = client.post(self._adresse(operation), self._envoi(client, operation, **{"dn0-libelle": "Ateliers"}))
        fautes = reponse.context["formulaire"].errors
        assert {"dn0-nature", "dn0-montant"} <= set(fautes)

    def test_more_lines_are_asked_for_without_saving_nor_error(self, client, operation):
        envoi = self._envoi(client, operation, plus="p", **{"dn0-libelle": "Ateliers"})
        reponse = client.post(self._adresse(operation), envoi)
        assert reponse.context["formulaire"].errors == {}
        assert 'value="Ateliers"' in reponse.content.decode()
        assert len(reponse.context["formulaire"].postes) > 2

    def test_what_is_typed_is_counted_without_being_kept(self, client, operation):
        envoi = self._envoi(client, operation, plus="compte", option="RESTE_40")
        reponse = client.post(self._adresse(operation), envoi)
        assert reponse.context["apercu"].cout == D("1400.00")
        assert plan_de_l_operation(operation).cout == D("1000.00")

    def test_two_people_who_write_at_once_read_both_plans(self, client, operation):
        envoi = self._envoi(client, operation)
        ligne = operation.lignes.get()
        ligne.montant = D("700.00")
        ligne.save()
        reponse = client.post(self._adresse(operation), envoi | {"option": "INDIRECT_15"})
        texte = reponse.content.decode()
        assert "Le plan enregistré entre-temps" in texte
        assert "700,00\u00a0€" in texte
        envoi = {c.html_name: c.value() for c in reponse.context["formulaire"]}
        suite = {nom: valeur for nom, valeur in envoi.items() if valeur not in (None, False)}
        assert client.post(self._adresse(operation), suite).status_code == 302
        operation.refresh_from_db()
        assert plan_de_l_operation(operation).cout == D("1150.00")

    def test_the_avenant_page_carries_the_plan_and_the_versions_are_read(self, client, lieu):
        operation = ConventionFactory(operation__territoire=lieu).operation
        LignePlanFactory(operation=operation, montant="20000.00")
        RessourceFactory(
            operation=operation, montant="10000.00", genre="FSE", organisation=operation.appel.organisation
        )
        RessourceFactory(operation=operation, montant="10000.00", genre="REGION")
        page = client.get(self._adresse(operation, "avenant_plan"))
        envoi = {c.html_name: c.value() for c in page.context["formulaire"] if c.value() not in (None, False)}
        ligne, region = operation.lignes.get().pk, operation.ressources.get(genre="REGION").pk
        envoi |= {"objet": "Moins", "signe_le": "01/09/2020", "effet_le": "01/09/2020"}
        envoi |= {f"d{ligne}-montant": "19 000,00", f"r{region}-montant": "9,000.00"}
        assert client.post(self._adresse(operation, "avenant_plan"), envoi).status_code == 302
        for version, cout in zip(versions_de(operation), ("19\u202f000", "20\u202f000"), strict=True):
            adresse = reverse("financements:version_plan", args=[lieu.code, version.pk])
            assert f"{cout},00\u00a0€" in client.get(adresse).content.decode()

    @pytest.mark.parametrize(("role", "statut"), [("gestionnaire_oi", 200), ("elu_copil", 403), ("operateur", 403)])
    def test_the_plan_is_written_by_who_holds_the_right(self, lieu, operation, role, statut):
        assert ouvrir(f.acteur(lieu, role)).get(self._adresse(operation)).status_code == statut
