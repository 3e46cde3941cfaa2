"""What is ordered is recorded before it is declared; each post tells where it stands, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.financements import actions
from deplie.financements.actions import plan as plans
from deplie.financements.models import Depense, Engagement
from deplie.financements.queries import engagement as lus
from deplie.financements.rules.bilan import Declaree, compter
from deplie.financements.rules.engagements import (
    COLONNES,
    SANS_LIGNE,
    Commande,
    Contexte,
    Engage,
    LigneVisee,
    Portee,
    Prevue,
    executer,
    ligne_certaine,
    refus_d_annuler,
    signes,
)
from deplie.financements.rules.forfait import FORFAITS
from deplie.financements.rules.nomenclature import NATURES
from deplie.financements.rules.plan_ecrit import LigneEcrite
from deplie.socle.argent import somme
from deplie.socle.erreurs import RefusMetier
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    EngagementFactory,
    LignePlanFactory,
)
from tests.fichiers import PDF, donne
from tests.parcours import fabrique as f

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
NATURE = st.sampled_from(sorted(NATURES))
CONVENTION = Contexte(
    jour=date(2021, 3, 1),
    debut=date(2020, 1, 1),
    fin=date(2020, 12, 31),
    prevus={"PRESTATIONS": Decimal(5000)},
    pris={"PRESTATIONS": Decimal(3000)},
)
COMMANDE = Commande("PRESTATIONS", Decimal("2000.00"), date(2020, 6, 1), date(2020, 9, 1), "Formateur", "BC 1")


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("change", "attendu"),
    [
        ({}, []),
        ({"montant": Decimal(0)}, ["MONTANT"]),
        ({"montant": Decimal("-1.00")}, ["MONTANT"]),
        ({"montant": Decimal("1e13")}, ["MONTANT"]),
        ({"montant": Decimal("2000.01")}, ["DEPASSE_POSTE"]),
        ({"engage_le": date(2021, 3, 2)}, ["FUTURE", "APRES_CONVENTION"]),
        ({"engage_le": date(2021, 1, 1)}, ["APRES_CONVENTION"]),
        ({"engage_le": date(2019, 12, 31)}, ["AVANT_CONVENTION"]),
        ({"attendu_le": date(2021, 1, 1)}, ["ATTENDU_APRES"]),
        ({"nature": "EQUIPEMENT"}, ["POSTE_IMPREVU"]),
    ],
)
def test_a_commitment_is_refused_or_flagged_in_a_sentence(change, attendu):
    trouves = signes(replace(COMMANDE, **change), CONVENTION)
    assert [signe.code for signe in trouves] == attendu
    assert all(signe.phrase.endswith(".") for signe in trouves)


def test_a_flat_rate_and_the_same_order_twice_are_refused():
    contexte = replace(CONVENTION, au_forfait={"PRESTATIONS"}, numeros={"formateur|bc1"})
    trouves = signes(COMMANDE, contexte)
    assert [signe.code for signe in trouves] == ["AU_FORFAIT", "DEJA_ENGAGE"]
    assert all(signe.refuse for signe in trouves)


@pytest.mark.parametrize(
    ("liquide", "annule", "attendu"),
    [
        ("0", False, ("OUVERT", "100", "100", "0")),
        ("40", False, ("PARTIEL", "100", "60", "0")),
        ("100", False, ("LIQUIDE", "100", "0", "0")),
        ("130", False, ("LIQUIDE", "100", "0", "30")),
        ("40", True, ("ANNULE", "40", "0", "0")),
        ("0", True, ("ANNULE", "0", "0", "0")),
    ],
)
def test_what_is_declared_of_a_commitment_makes_its_state(liquide, annule, attendu):
    engage = Engage("PRESTATIONS", Decimal(100), Decimal(liquide), annule)
    etat, *montants = attendu
    assert engage.etat == etat
    assert [engage.pris, engage.a_declarer, engage.depassement] == [Decimal(m) for m in montants]
    assert bool(refus_d_annuler(engage)) == (etat in ("LIQUIDE", "ANNULE"))


# The first draw is slow on a busy machine, whatever its size.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(NATURE, CENTS, max_size=6),
    st.lists(st.builds(Engage, NATURE, CENTS, CENTS, st.booleans()), max_size=15),
    st.lists(
        st.tuples(st.lists(st.tuples(NATURE, CENTS, st.integers(0, 100)), max_size=8), st.booleans(), CENTS), max_size=4
    ),
    st.sampled_from(["", *FORFAITS]),
)
def test_every_total_is_the_sum_of_its_lines_and_every_line_of_its_parts(prevus, engages, bilans, option):
    comptes = [
        (
            compter([Declaree(n, m, (m * part / 100).quantize(Decimal("0.01"))) for n, m, part in lignes], option, [c]),
            accepte,
        )
        for lignes, accepte, c in bilans
    ]
    lue = executer(prevus, engages, comptes)
    total = lue.total
    assert total.prevu == somme(prevus.values())
    assert total.engage == somme(un.pris for un in engages)
    assert total.declare == somme(compte.declare for compte, _ in comptes)
    assert total.retenu == somme(compte.retenu for compte, accepte in comptes if accepte)
    assert total.ecarte == somme(compte.ecarte for compte, accepte in comptes if accepte)
    assert total.reste == somme(ligne.reste for ligne in lue.lignes)
    for ligne in lue.lignes:
        assert ligne.a_declarer <= max(ligne.engage, Decimal(0))
        assert ligne.reste == ligne.prevu - ligne.declare + ligne.ecarte - ligne.a_declarer


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(Prevue, st.integers(1, 6), NATURE, st.just("Ligne"), st.just(2020), CENTS),
        max_size=6,
        unique_by=lambda prevue: prevue.numero,
    ),
    st.lists(st.builds(Engage, NATURE, CENTS, CENTS, st.booleans(), st.none() | st.integers(1, 6)), max_size=12),
    st.lists(st.tuples(st.integers(1, 6), NATURE, CENTS, st.integers(0, 100)), max_size=8),
    st.booleans(),
)
def test_the_lines_of_a_post_and_what_none_holds_make_the_post(plan, engages, depenses, acceptee):
    portees = [
        Portee(ligne, nature, montant, (montant * part / 100).quantize(Decimal("0.01")), acceptee)
        for ligne, nature, montant, part in depenses
    ]
    compte = compter([Declaree(une.nature, une.declare, une.ecarte) for une in portees])
    prevus = {nature: somme(une.montant for une in plan if une.nature == nature) for nature in NATURES}
    for poste in executer(prevus, engages, [(compte, acceptee)], plan, portees).lignes:
        if poste.lignes:
            for colonne in COLONNES:
                assert getattr(poste, colonne) == somme(getattr(ligne, colonne) for ligne in poste.lignes), colonne
        reste = next((ligne for ligne in poste.lignes if ligne.libelle == SANS_LIGNE), None)
        assert reste is None or (reste.prevu == 0 and min(reste.engage, reste.a_declarer, reste.declare) >= 0)


def test_the_line_of_an_expense_is_the_only_one_of_its_post_or_of_its_post_and_year():
    def prevue(numero, annee, nature="PRESTATIONS"):
        return Prevue(numero, nature, "Ligne", annee, Decimal(1))

    seule, suivante, jumelle = prevue(1, 2020), prevue(2, 2021), prevue(3, 2021)
    assert ligne_certaine([seule, prevue(9, 2020, "EQUIPEMENT")], "PRESTATIONS", 2024) == seule
    assert ligne_certaine([seule, suivante], "PRESTATIONS", 2021) == suivante
    assert ligne_certaine([seule, suivante], "PRESTATIONS", 2024) is None
    assert ligne_certaine([seule, suivante, jumelle], "PRESTATIONS", 2021) is None
    assert ligne_certaine([], "PRESTATIONS", 2020) is None


def test_beyond_its_line_is_flagged_while_its_post_still_holds():
    contexte = replace(CONVENTION, ligne=LigneVisee("Ateliers, 2020", Decimal(1500), Decimal(500)))
    assert [signe.code for signe in signes(COMMANDE, contexte)] == ["DEPASSE_LIGNE"]
    assert "1 000,00" in signes(COMMANDE, contexte)[0].phrase.replace("\u202f", " ").replace("\xa0", " ")
    assert signes(replace(COMMANDE, montant=Decimal(1000)), contexte) == []


def _valeurs(**autres):
    return {
        "nature": "PRESTATIONS",
        "libelle": "Formation",
        "fournisseur": "Formateur",
        "reference": "BC 1",
        "engage_le": date(2020, 6, 1),
        "attendu_le": None,
        "montant": Decimal("1000.00"),
    } | autres


def _depense(**autres):
    return {
        "nature": "PRESTATIONS",
        "libelle": "Formation",
        "fournisseur": "Formateur",
        "numero_piece": "F-1",
        "facturee_le": date(2020, 7, 1),
        "acquittee_le": date(2020, 7, 15),
        "heures": None,
        "montant": Decimal("400.00"),
    } | autres


@pytest.mark.django_db
class TestEngagement:
    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def operation(self, lieu):
        operation = ConventionFactory(operation__territoire=lieu, operation__statut="EN_EXECUTION").operation
        LignePlanFactory(operation=operation, nature="PRESTATIONS", montant="1500.00")
        return operation

    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "gestionnaire_oi")

    @pytest.fixture
    def bilan(self, operation):
        return BilanExecutionFactory(operation=operation)

    def _lu(self, operation, rang=0):
        return lus.engages([operation])[rang]

    def test_is_numbered_in_its_operation_and_refused_twice(self, operation, par):
        assert actions.engager(operation=operation, valeurs=_valeurs(), par=par).numero == 1
        with pytest.raises(RefusMetier, match="déjà inscrite"):
            actions.engager(operation=operation, valeurs=_valeurs(reference="bc-1"), par=par)
        second = actions.engager(operation=operation, valeurs=_valeurs(reference="BC 2"), par=par)
        assert (second.numero, second.signalements) == (2, ["DEPASSE_POSTE"])

    def test_stands_on_a_line_of_the_plan_the_only_one_of_its_post_unless_it_is_named(self, operation, par):
        seule = operation.lignes.get()
        un = actions.engager(operation=operation, valeurs=_valeurs(montant=Decimal("200.00")), par=par)
        assert (un.ligne, un.nature) == (seule, "PRESTATIONS")
        autre = LignePlanFactory(operation=operation, nature="PRESTATIONS", libelle="Transport", montant="500.00")
        with pytest.raises(RefusMetier, match=r"2 lignes au poste .* dites laquelle"):
            actions.engager(operation=operation, valeurs=_valeurs(reference="BC 2"), par=par)
        deux = _valeurs(reference="BC 2", ligne=autre, nature="", montant=Decimal("500.01"))
        present = actions.engager(operation=operation, valeurs=deux, par=par)
        assert (present.ligne, present.nature, present.signalements) == (autre, "PRESTATIONS", ["DEPASSE_LIGNE"])
        with pytest.raises(RefusMetier, match="autre opération"):
            actions.engager(operation=operation, valeurs=_valeurs(reference="BC 3", ligne=LignePlanFactory()), par=par)
        with pytest.raises(RefusMetier, match="Dites la ligne"):
            actions.engager(operation=operation, valeurs=_valeurs(reference="BC 4", nature=""), par=par)
        hors = actions.engager(operation=operation, valeurs=_valeurs(reference="BC 5", nature="EQUIPEMENT"), par=par)
        assert (hors.ligne, hors.signalements) == (None, ["POSTE_IMPREVU"])

    def test_each_line_shows_what_was_ordered_and_declared_on_it(self, operation, par, bilan):
        autre = LignePlanFactory(operation=operation, nature="PRESTATIONS", libelle="Transport", montant="500.00")
        engagement = actions.engager(operation=operation, valeurs=_valeurs(ligne=autre), par=par)
        actions.declarer_depense(bilan=bilan, valeurs=_depense(engagement=engagement), par=par)
        actions.declarer_depense(bilan=bilan, valeurs=_depense(numero_piece="F-9", montant=Decimal("30.00")), par=par)
        (poste,) = [p for p in lus.execution_de(operation, lus.engages([operation])).lignes if p.lignes]
        lues = {une.libelle: (une.prevu, une.engage, une.a_declarer, une.declare) for une in poste.lignes}
        assert lues["Transport, 2020"] == tuple(map(Decimal, (500, 1000, 600, 400)))
        assert lues[SANS_LIGNE] == tuple(map(Decimal, (0, 0, 0, 30)))

    def test_an_expense_that_names_nothing_goes_on_the_line_that_nobody_doubts(self, operation, par, bilan):
        engagement = actions.engager(operation=operation, valeurs=_valeurs(), par=par)
        actions.declarer_depense(bilan=bilan, valeurs=_depense(montant=Decimal("30.00")), par=par)
        (poste,) = [p for p in lus.execution_de(operation, lus.engages([operation])).lignes if p.lignes]
        assert [une.declare for une in poste.lignes] == [Decimal("30.00")]
        # What it takes of the line is not ordered again.
        laisse = lus.contexte_de(engagement, date(2020, 6, 1)).ligne
        assert laisse.pris == Decimal("30.00")

    def test_a_line_that_holds_commitments_is_neither_removed_nor_moved_to_another_post(self, operation, par):
        ligne = operation.lignes.get()
        EngagementFactory(operation=operation, ligne=ligne)
        with pytest.raises(RefusMetier, match="des engagements y tiennent"):
            plans._retirer(ligne, par)
        with pytest.raises(RefusMetier, match="ne change pas de poste"):
            plans._de_la_ligne(LigneEcrite("EQUIPEMENT", ligne.libelle, 2020, Decimal(1)), ligne)

    def test_commitments_of_before_are_put_on_the_line_that_nobody_doubts(self, operation):
        seule = operation.lignes.get()
        annees = [
            LignePlanFactory(operation=operation, nature="EQUIPEMENT", annee=annee, libelle="Outils")
            for annee in (2020, 2021, 2021)
        ]
        du_poste = EngagementFactory(operation=operation, nature="PRESTATIONS")
        de_l_annee = EngagementFactory(operation=operation, nature="EQUIPEMENT", engage_le=date(2020, 5, 1))
        doute = EngagementFactory(operation=operation, nature="EQUIPEMENT", engage_le=date(2021, 1, 5))
        sans = EngagementFactory(operation=operation, nature="FONCTIONNEMENT")
        import_module("deplie.financements.migrations.0010_lignes_engagees").rattacher(apps, None)
        lignes = dict(Engagement.objects.values_list("pk", "ligne"))
        assert lignes == {du_poste.pk: seule.pk, de_l_annee.pk: annees[0].pk, doute.pk: None, sans.pk: None}

    def test_its_own_amount_is_not_counted_twice_when_it_is_corrected(self, operation, par, bilan):
        engagement = actions.engager(operation=operation, valeurs=_valeurs(), par=par)
        actions.declarer_depense(bilan=bilan, valeurs=_depense(engagement=engagement), par=par)
        change = _valeurs(montant=Decimal("1500.00"))
        assert actions.modifier_engagement(engagement=engagement, valeurs=change, par=par).signalements == []
        change = _valeurs(montant=Decimal("1500.01"))
        present = actions.modifier_engagement(engagement=engagement, valeurs=change, par=par)
        assert present.signalements == ["DEPASSE_POSTE"]

    def test_expenses_liquidate_it_and_go_beyond_with_a_flag(self, operation, bilan, par):
        engagement = actions.engager(operation=operation, valeurs=_valeurs(), par=par)
        premiere = actions.declarer_depense(bilan=bilan, valeurs=_depense(engagement=engagement), par=par)
        assert premiere.signalements == []
        assert self._lu(operation).etat == "liquidé en partie"
        trop = _depense(engagement=engagement, numero_piece="F-2", montant=Decimal("700.00"))
        assert actions.declarer_depense(bilan=bilan, valeurs=trop, par=par).signalements == ["DEPASSE_ENGAGEMENT"]
        assert self._lu(operation).compte.depassement == Decimal("100.00")
        actions.retirer_depense(depense=premiere, par=par)
        assert self._lu(operation).compte.a_declarer == Decimal("300.00")

    def test_of_another_post_or_cancelled_is_flagged_and_of_another_operation_refused(
        self, lieu, operation, bilan, par
    ):
        equipement = EngagementFactory(operation=operation, nature="EQUIPEMENT")
        depense = actions.declarer_depense(bilan=bilan, valeurs=_depense(engagement=equipement), par=par)
        assert depense.signalements == ["AUTRE_POSTE"]
        actions.annuler_engagement(engagement=equipement, motif="Le fournisseur a fermé", par=par)
        actions.modifier_depense(depense=depense, valeurs=_depense(engagement=equipement), par=par)
        assert Depense.objects.get().signalements == ["ENGAGEMENT_ANNULE"]
        ailleurs = EngagementFactory(operation__territoire=lieu)
        with pytest.raises(RefusMetier, match="autre opération"):
            actions.modifier_depense(depense=depense, valeurs=_depense(engagement=ailleurs), par=par)

    def test_cancelled_says_why_frees_what_is_left_and_changes_no_more(self, operation, bilan, par):
        engagement = actions.engager(operation=operation, valeurs=_valeurs(), par=par)
        actions.declarer_depense(bilan=bilan, valeurs=_depense(engagement=engagement), par=par)
        with pytest.raises(RefusMetier, match="pourquoi"):
            actions.annuler_engagement(engagement=engagement, motif=" ", par=par)
        rendu = actions.annuler_engagement(engagement=engagement, motif="Moins de places", par=par)
        assert rendu.startswith("600,00")
        ligne = lus.execution_de(operation, lus.engages([operation])).total
        assert (ligne.engage, ligne.a_declarer, ligne.reste) == (Decimal(400), Decimal(0), Decimal(1100))
        with pytest.raises(RefusMetier, match="annulé depuis"):
            actions.modifier_engagement(engagement=engagement, valeurs=_valeurs(), par=par)
        assert Engagement.objects.get().motif == "Moins de places"

    @pytest.mark.parametrize("statut", ["PROGRAMMEE", "SOLDEE", "ABANDONNEE"])
    def test_nothing_is_ordered_before_the_signature_nor_after_the_balance(self, operation, par, statut):
        type(operation).objects.update(statut=statut)
        with pytest.raises(RefusMetier, match="convention signée"):
            actions.engager(operation=operation, valeurs=_valeurs(), par=par)


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def operation(self, distribution):
        ici = {"operation__territoire": distribution.territoire, "operation__statut": "EN_EXECUTION"}
        operation = ConventionFactory(operation__porteur=distribution.operateur.organisation, **ici).operation
        LignePlanFactory(operation=operation, nature="PRESTATIONS", montant="1500.00")
        return operation

    def _adresse(self, nom, operation, pk=None):
        return reverse(f"financements:{nom}", args=[operation.territoire.code, pk or operation.pk])

    def test_a_holder_records_it_joins_the_order_and_an_expense_names_it(self, client_de, operation):
        client = client_de("operateur")
        champs = _valeurs(engage_le="01/06/2020", attendu_le="", montant="1,600.00")
        page = client.post(self._adresse("nouvel_engagement", operation), champs, follow=True).content.decode()
        engagement = Engagement.objects.get()
        assert "au-delà de ce que le poste laisse" in page
        assert "Inscrire un engagement" in page
        envoi = {"fichier": donne("commande.pdf", PDF)}
        assert client.post(self._adresse("joindre_engagement", operation, engagement.pk), envoi).status_code == 302
        ouverte = client.get(self._adresse("piece_engagement", operation, engagement.pk))
        assert ouverte["Content-Disposition"].startswith("attachment")
        bilan = BilanExecutionFactory(operation=operation)
        declaree = _depense(facturee_le="01/07/2020", acquittee_le="15/07/2020", heures="", montant="400")
        client.post(self._adresse("nouvelle_depense", operation, bilan.pk), declaree | {"engagement": engagement.pk})
        assert Depense.objects.get().engagement == engagement
        assert "n° 1, Formation" in client.get(self._adresse("bilan", operation, bilan.pk)).content.decode()
        motif = {"motif": "Annulée par le fournisseur"}
        page = client.post(self._adresse("annuler_engagement", operation, engagement.pk), motif, follow=True)
        assert "redeviennent disponibles" in page.content.decode()

    def test_a_holder_names_no_commitment_of_another_operation(self, client_de, operation, distribution):
        ailleurs = EngagementFactory(operation__territoire=distribution.territoire)
        client = client_de("operateur")
        for nom in ("engagement", "annuler_engagement", "joindre_engagement", "piece_engagement"):
            assert client.get(self._adresse(nom, operation, ailleurs.pk)).status_code == 404
        bilan = BilanExecutionFactory(operation=operation)
        EngagementFactory(operation=operation)
        declaree = _depense(facturee_le="", acquittee_le="15/07/2020", heures="", engagement=ailleurs.pk)
        assert client.post(self._adresse("nouvelle_depense", operation, bilan.pk), declaree).status_code == 200
        assert not Depense.objects.exists()

    def test_the_page_of_the_operation_reads_a_fixed_number_of_queries(self, client_de, operation, requetes_constantes):
        client = client_de("gestionnaire")
        bilan = BilanExecutionFactory(operation=operation)

        def ajouter():
            DepenseFactory(bilan=bilan, engagement=EngagementFactory(operation=operation))

        requetes_constantes(lambda: client.get(self._adresse("operation", operation)), ajouter)
        requetes_constantes(lambda: client.get(self._adresse("bilan", operation, bilan.pk)), ajouter)
