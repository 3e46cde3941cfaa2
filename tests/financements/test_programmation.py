"""What a subvention globale becomes: each total is the sum of its cells, each cell that of its operations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.cadre.models import RattachementOI
from deplie.financements import actions
from deplie.financements.queries.programmation import Choix, programmation, restes_de_la_subvention
from deplie.financements.queries.reprogrammation import bornes_de
from deplie.financements.rules.programmation import MESURES, Poids, alertes, dresser, partager, reunir, total
from deplie.financements.rules.reprogrammation import refus_de_reprogrammer
from deplie.socle.argent import somme
from deplie.socle.erreurs import RefusMetier
from tests.factories import OrganisationFactory
from tests.factories_cadre import (
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartEnveloppeFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)
from tests.factories_financements import (
    AppelFactory,
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    LignePlanFactory,
    OperationRetenueFactory,
    RessourceFactory,
    VersementFactory,
)
from tests.financements.fabrique_appel import ouvrir
from tests.parcours import fabrique as f

D = Decimal
MONTANTS = st.decimals("0.00", "9999999.99", places=2)
ANNEES = st.integers(2021, 2024)
AXES = st.sampled_from(["", "Axe 3", "Priorité 1"])
POIDS = st.builds(Poids, st.integers(1, 9), ANNEES, AXES, st.sampled_from(["", "h"]), st.sampled_from(["", "Autre"]),
                  MONTANTS, MONTANTS, MONTANTS, MONTANTS, MONTANTS)  # fmt: skip
ENVELOPPES = st.dictionaries(st.tuples(ANNEES, AXES, st.sampled_from(["", "h"])), MONTANTS, max_size=6)


@given(MONTANTS, st.dictionaries(ANNEES, MONTANTS, max_size=4), st.dictionaries(ANNEES, MONTANTS, max_size=4))
def test_an_amount_shared_over_the_years_loses_no_cent(montant, aides, couts):
    assert somme(partager(montant, aides, couts, 2022).values()) == montant


@given(ENVELOPPES, st.lists(POIDS, max_size=12))
def test_the_whole_is_the_sum_of_the_cells_by_any_cut(enveloppes, poids):
    cases = dresser(enveloppes, poids)
    tout = total(cases.values())
    assert (tout.enveloppe or D(0)) == somme(enveloppes.values())
    for code in MESURES:
        assert getattr(tout, code) == somme(getattr(un, code) for un in poids)
        plans = [reunir([], [un for un in poids if un.plan == plan]) for plan in ("", "Autre")]
        assert getattr(tout, code) == somme(getattr(une, code) for une in plans)
    assert tout.reste == somme(une.reste for une in cases.values())
    assert bool(alertes(cases, tout)) is any(
        une.reste < 0 or (une.enveloppe is None and une.programme) for une in cases.values()
    )


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def en_2023(self):
        with time_machine.travel("2023-06-01T10:00:00+02:00", tick=False):
            yield

    @pytest.fixture
    def pivot(self):
        return f.territoire()

    @pytest.fixture
    def voisin(self):
        return f.territoire("VOISIN")

    @pytest.fixture
    def subvention(self, pivot, voisin):
        oi = OrganismeIntermediaireFactory(territoire=pivot)
        partenaire = OrganisationFactory(territoire=pivot)
        RattachementOI.objects.create(organisme=oi, organisation=partenaire, territoire=voisin, debut=date(2022, 1, 1))
        subvention = SubventionGlobaleFactory(organisme=oi)
        EnveloppeFactory(subvention=subvention, montant="15000.00")
        EnveloppeFactory(subvention=subvention, annee=2023, montant="5000.00")
        return subvention

    def _operation(self, lieu, subvention, **champs):
        appel = AppelFactory(territoire=lieu, subvention=subvention, axe="Priorité 1", objectif_specifique="h")
        dates = {"debut": date(2022, 1, 1), "fin": date(2022, 12, 31)}
        return OperationRetenueFactory(territoire=lieu, appel=appel, **(dates | champs))

    def _lire(self, lieu, subvention, jour=date(2023, 6, 1), role="gestionnaire_oi"):
        return programmation(f.acteur(lieu, role), subvention.pk, jour)

    def test_an_amount_follows_the_years_of_the_plan(self, pivot, subvention):
        operation = self._operation(pivot, subvention)
        LignePlanFactory(operation=operation, annee=2022, montant="9000.00")
        LignePlanFactory(operation=operation, annee=2023, montant="3000.00")
        lue = self._lire(pivot, subvention)
        assert {annee: (une.programme, une.reste) for annee, une in lue.par_annee.items()} == {
            2022: (D("7500.00"), D("7500.00")),
            2023: (D("2500.00"), D("2500.00")),
        }

    def test_a_raise_is_bounded_by_what_every_plan_leaves_of_each_year(self, pivot, voisin, subvention):
        operation = self._operation(pivot, subvention)
        self._operation(voisin, subvention, montant_programme="4000.00")
        assert restes_de_la_subvention(operation, date(2022, 6, 1)) == {2022: D("1000.00"), 2023: D("5000.00")}
        bornes = bornes_de(operation)
        assert "En 2022" in " ".join(refus_de_reprogrammer(D("11000.01"), bornes))
        assert refus_de_reprogrammer(D("11000.00"), bornes) == []
        sans = OperationRetenueFactory(territoire=pivot, appel=AppelFactory(territoire=pivot))
        assert restes_de_la_subvention(sans, date(2022, 6, 1)) == {}

    def test_what_was_signed_declared_retained_and_paid_counts_from_its_day(self, pivot, subvention):
        operation = self._operation(pivot, subvention, statut="EN_EXECUTION")
        ConventionFactory(operation=operation, signee_le=date(2022, 2, 1))
        bilan = BilanExecutionFactory(
            operation=operation, debut=date(2022, 1, 1), fin=date(2022, 12, 31), depose_le="2023-02-01T10:00:00Z",
            valide_le=date(2023, 4, 1),
        )  # fmt: skip
        DepenseFactory(bilan=bilan, montant="4000.00")
        VersementFactory(operation=operation, paye_le=date(2023, 5, 1), montant_paye="1500.00")
        # Signed for 10 000 € out of 20 000 €: half of what is spent is aid.
        tout = self._lire(pivot, subvention).tout
        assert (tout.conventionne, tout.declare, tout.retenu, tout.paye) == (10000, 2000, 2000, 1500)
        avant = self._lire(pivot, subvention, date(2023, 3, 1)).tout
        assert (avant.conventionne, avant.declare, avant.retenu, avant.paye) == (10000, 2000, 0, 0)
        assert self._lire(pivot, subvention, date(2022, 1, 1)).tout.conventionne == 0

    def test_too_much_is_told_to_the_cent(self, pivot, subvention):
        self._operation(pivot, subvention, montant_programme="15000.01")
        (phrase,) = self._lire(pivot, subvention).alertes
        assert "0,01" in phrase
        assert "2022, Priorité 1, objectif h" in phrase

    def test_each_territory_reads_its_operations_and_the_sums_of_the_other_plans(self, pivot, voisin, subvention):
        self._operation(pivot, subvention, code="LR-1")
        self._operation(voisin, subvention, code="RO-1", montant_programme="2500.00")
        chez_pivot, chez_lui = self._lire(pivot, subvention), self._lire(voisin, subvention)
        assert chez_pivot.tout == chez_lui.tout
        assert [x.operation.code for x in chez_pivot.lignes(Choix())] == ["LR-1"]
        assert [x.operation.code for x in chez_lui.lignes(Choix())] == ["RO-1"]
        assert list(chez_pivot.ailleurs(Choix())) == [voisin.nom]
        assert list(chez_lui.ailleurs(Choix())) == ["les autres plans"]
        page = ouvrir(f.acteur(voisin, "gestionnaire_oi")).get(
            reverse("financements:programmation_operations", args=[voisin.code, subvention.pk])
        )
        assert "LR-1" not in page.content.decode()

    def test_a_plan_is_compared_with_its_part_and_nothing_is_invented_without_one(self, pivot, voisin, subvention):
        self._operation(pivot, subvention, montant_programme=D(6000))
        self._operation(pivot, subvention, montant_programme=D(900), debut=date(2023, 1, 1), fin=date(2023, 5, 31))
        (seul,) = self._lire(pivot, subvention).plans
        assert (seul.nom, seul.part, seul.taux) == (pivot.nom, None, None)
        enveloppe, organisme = subvention.enveloppes.get(annee=2022), subvention.organisme
        ici = RattachementOIFactory(organisme=organisme, territoire=pivot)
        absent = RattachementOIFactory(organisme=organisme)
        PartEnveloppeFactory(enveloppe=enveloppe, rattachement=ici, montant=D(12000))
        PartEnveloppeFactory(enveloppe=enveloppe, rattachement=absent, montant=D(1000))
        plans = {plan.nom: plan for plan in self._lire(pivot, subvention).plans}
        assert (plans[pivot.nom].part, plans[pivot.nom].taux) == (12000, 50), "2023 has no part, its 900 € neither"
        assert (plans[str(absent.organisation)].part, plans[str(absent.organisation)].case) == (1000, None)
        chez_le_voisin = {plan.nom: plan.part for plan in self._lire(voisin, subvention).plans}
        assert chez_le_voisin == {voisin.nom: None, "les autres plans": 13000}
        PartEnveloppeFactory(enveloppe=subvention.enveloppes.get(annee=2023), rattachement=ici, montant=D(0))
        assert not self._lire(pivot, subvention).alertes
        ici.parts.filter(enveloppe=enveloppe).update(montant=D(6899))
        assert self._lire(pivot, subvention).alertes[0].endswith("part de 6\u202f899,00\xa0€, 1,00\xa0€ de trop.")
        ici.parts.filter(enveloppe=enveloppe).update(montant=D(13800))
        page = ouvrir(f.acteur(pivot, "gestionnaire_oi")).get(reverse("financements:programmation", args=[pivot.code]))
        assert "50,0\xa0%" in page.content.decode()

    def test_another_territory_finds_nothing(self, subvention):
        lieu = f.territoire("AILLEURS")
        client = ouvrir(f.acteur(lieu, "gestionnaire_oi"))
        for nom, suite in (("programmation_operations", []), ("exporter_programmation", ["csv"])):
            adresse = reverse(f"financements:{nom}", args=[lieu.code, subvention.pk, *suite])
            assert client.get(adresse).status_code == 404
        page = client.get(reverse("financements:programmation", args=[lieu.code]), {"subvention": subvention.pk})
        assert "Aucune subvention globale" in page.content.decode()

    def test_each_figure_opens_the_operations_that_make_it(self, pivot, subvention):
        operation = self._operation(pivot, subvention)
        client = ouvrir(f.acteur(pivot, "gestionnaire_oi"))
        page = client.get(reverse("financements:programmation", args=[pivot.code]))
        (_, _, case, vers) = page.context["cases"][0]
        adresse = reverse("financements:programmation_operations", args=[pivot.code, subvention.pk])
        liste = client.get(f"{adresse}?{vers}&mesure=programme")
        assert liste.context["tout"].programme == case.programme == operation.montant_programme
        assert operation.code in liste.content.decode()
        assert reverse("financements:piste", args=[pivot.code, operation.pk]) in liste.content.decode()
        assert "Aucune opération" in client.get(f"{adresse}?{vers}&mesure=paye").content.decode()

    @pytest.mark.parametrize("forme", ["csv", "xlsx"])
    def test_the_table_leaves_as_a_file(self, pivot, subvention, forme):
        client = ouvrir(f.acteur(pivot, "gestionnaire_oi"))
        reponse = client.get(reverse("financements:exporter_programmation", args=[pivot.code, subvention.pk, forme]))
        assert reponse.status_code == 200
        assert f"programmation.{forme}" in reponse["Content-Disposition"]

    def test_the_page_reads_in_a_number_of_queries_that_does_not_grow(
        self, pivot, subvention, django_assert_max_num_queries
    ):
        for _ in range(6):
            operation = self._operation(pivot, subvention, statut="EN_EXECUTION")
            ConventionFactory(operation=operation, signee_le=date(2022, 2, 1))
            RessourceFactory(operation=operation, annee=2022)
            DepenseFactory(bilan=BilanExecutionFactory(operation=operation, depose_le="2023-02-01T10:00:00Z"))
        acteur = f.acteur(pivot, "gestionnaire_oi")
        with django_assert_max_num_queries(16):
            programmation(acteur, subvention.pk, date(2023, 6, 1))

    def test_a_call_is_attached_to_a_cell_of_the_envelope(self, pivot, subvention):
        appel = AppelFactory(territoire=pivot, financeur="FSE")
        par = f.acteur(pivot, "animateur_coordonnateur")
        adresse = reverse("financements:rattacher_appel", args=[pivot.code, appel.pk])
        client = ouvrir(par)
        (code, _) = client.get(adresse).context["formulaire"].fields["cellule"].choices[1]
        assert client.post(adresse, {"cellule": code}).status_code == 302
        appel.refresh_from_db()
        assert (appel.subvention, appel.axe, appel.objectif_specifique) == (subvention, "Priorité 1", "h")
        actions.rattacher_appel(appel=appel, subvention=None, par=par)
        appel.refresh_from_db()
        assert appel.subvention is None

    @pytest.mark.parametrize(
        ("champs", "attendu"),
        [({"financeur": "EPCI"}, "ne vient pas du Fonds"), ({"programmation": "FSE_2014_2020"}, "même programmation")],
    )
    def test_a_call_that_is_paid_otherwise_is_not_attached(self, pivot, subvention, champs, attendu):
        appel = AppelFactory(territoire=pivot, **champs)
        with pytest.raises(RefusMetier, match=attendu):
            actions.rattacher_appel(appel=appel, subvention=subvention, par=f.acteur(pivot, "gestionnaire_oi"))
