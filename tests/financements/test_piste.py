"""From any euro to its expense, its pieces, its control, its payments, its convention and its decision, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.financements.queries.piste import piste_de
from deplie.financements.rules.piste import (
    ECARTEE,
    ECARTEE_EN_PARTIE,
    RETENUE,
    SORTS,
    LigneVue,
    VersementVu,
    compter,
    dire_le_sort,
    manques_de_l_engagement,
    manques_de_la_ligne,
    manques_du_choix,
    manques_du_versement,
    sort_de,
)
from tests.factories_financements import (
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    DepenseFactory,
    EngagementFactory,
    LigneControleFactory,
    OperationRetenueFactory,
    PieceDossierFactory,
    ReversementFactory,
    VersementFactory,
)

montants = st.decimals(min_value="0.01", max_value="9999999.99", places=2)


@given(montants, st.data(), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_every_expense_has_one_end_and_a_sentence(montant, data, deposee, validee, controlee, echantillon):
    ecarte = data.draw(st.decimals(min_value=0, max_value=montant, places=2))
    ligne = LigneVue(montant, ecarte, 1, deposee, validee, controlee, echantillon, motif="Hors période")
    assert sort_de(ligne) in SORTS
    assert dire_le_sort(ligne).endswith(".")
    if validee:
        assert (sort_de(ligne) == RETENUE) == (ecarte == 0)
        assert (sort_de(ligne) == ECARTEE) == (ecarte == montant)


def test_what_the_papers_lack_is_named():
    nue = LigneVue(Decimal(10), Decimal(2), 0, True, True, True, True)
    assert sort_de(nue) == ECARTEE_EN_PARTIE
    assert manques_de_la_ligne(nue) == [
        "aucune pièce jointe",
        "tirée dans l'échantillon et jamais vérifiée",
        "écartée sans motif",
    ]
    entiere = nue._replace(ecarte=Decimal(0), pieces=1, verifiee=True)
    assert manques_de_la_ligne(entiere) == []
    assert manques_du_versement(VersementVu("SOLDE", date(2021, 5, 1), "", 0)) == [
        "sans référence de mandat",
        "payé sans aucun bilan accepté",
    ]
    assert manques_du_versement(VersementVu("AVANCE", date(2021, 5, 1), "M-1", 0)) == []
    assert manques_de_l_engagement(0, Decimal(10)) == ["ni commande ni contrat joint"]
    assert manques_de_l_engagement(1, Decimal(10)) == manques_de_l_engagement(0, Decimal(0)) == []
    assert len(manques_du_choix(True, False, False, False, True)) == 3
    assert manques_du_choix(True, True, True, True, True) == []
    assert compter([RETENUE, ECARTEE, RETENUE]) == [("retenue", 2), ("écartée", 1)]


def _operation(lieu, depenses: int = 2, **autres):
    """A bilan accepted after a control that takes 100 € off its first expense; an advance, then an instalment."""
    operation = ConventionFactory(
        operation__territoire=lieu, operation__statut="CSF_VALIDE", cout_total="10000.00", montant="7000.00", **autres
    ).operation
    bilan = BilanExecutionFactory(
        operation=operation, depose_le="2021-01-10T10:00:00Z", valide_le=date(2021, 2, 1), final=True
    )
    controle = ControleFactory(bilan=bilan, conclu_le=date(2021, 2, 1))
    for rang in range(depenses):
        depense = DepenseFactory(bilan=bilan, libelle=f"Facture {rang}", montant="1000.00")
        ecart = {"rejete": "100.00", "motif": "Hors période."} if rang == 0 else {}
        LigneControleFactory(
            controle=controle, depense=depense, echantillon=True, verifiee_le=date(2021, 1, 20), **ecart
        )
        if rang:
            PieceDossierFactory(operation=operation, depense=depense, intitule=f"Pièce {rang}")
    payes = {"operation": operation, "montant_prevu": "500.00", "reference": "M-1"}
    VersementFactory(rang=1, genre="AVANCE", paye_le=date(2020, 3, 1), montant_paye="500.00", **payes)
    VersementFactory(rang=2, genre="ACOMPTE", paye_le=date(2021, 3, 1), montant_paye="700.00", **payes)
    return operation


@pytest.mark.django_db
class TestPiste:
    @pytest.fixture
    def lieu(self, distribution):
        return distribution.territoire

    def test_each_payment_tells_what_had_been_accepted_by_its_day(self, lieu):
        lue = piste_de(_operation(lieu))
        avance, acompte = lue.versements
        assert (avance.retenu, avance.aide, avance.cumul, avance.bilans) == (0, 0, Decimal("500.00"), [])
        assert (acompte.retenu, acompte.aide, acompte.cumul) == tuple(map(Decimal, ("1900.00", "1330.00", "1200.00")))
        assert acompte.bilans == lue.bilans

    def test_the_lines_make_the_totals(self, lieu):
        lue = piste_de(_operation(lieu, depenses=3))
        (bilan,) = lue.bilans
        assert sum(ligne.depense.montant for ligne in bilan.lignes) == lue.declare == Decimal("3000.00")
        assert sum(ligne.retenu for ligne in bilan.lignes) == lue.retenu == Decimal("2900.00")
        assert sum(lue.part_d_aide(ligne) for ligne in bilan.lignes) == Decimal("2030.00")

    def test_a_payment_is_net_of_what_had_come_back_by_its_day(self, client_de, lieu):
        operation = _operation(lieu)
        rendus = {"operation": operation, "emis_le": date(2021, 2, 10)}
        ReversementFactory(rang=1, montant="150.00", regle_le=date(2021, 2, 20), **rendus)
        ReversementFactory(rang=2, montant="60.00", regle_le=date(2021, 4, 1), **rendus)
        ReversementFactory(rang=3, montant="40.00", **rendus)
        lue = piste_de(operation)
        avance, acompte = lue.versements
        assert (avance.rendu, avance.net) == (0, Decimal("500.00"))
        assert (acompte.cumul, acompte.rendu, acompte.net) == tuple(map(Decimal, ("1200.00", "150.00", "1050.00")))
        assert lue.situation.net == Decimal("990.00")
        client = client_de("gestionnaire")
        page = client.get(reverse("financements:piste_versement", args=[lieu.code, acompte.versement.pk]))
        contenu = page.content.decode().replace("\u202f", " ").replace("\xa0", " ")
        assert "moins 150,00 € déjà reversés : 1 050,00 € net ce jour-là" in contenu
        assert "1 200,00 € payés, 210,00 € reversés : 990,00 € net ; 40,00 € encore à reverser." in contenu
        whole = client.get(reverse("financements:piste", args=[lieu.code, operation.pk])).content.decode()
        assert "pas encore réglé" in whole

    def test_what_was_ordered_is_between_the_convention_and_the_expense(self, client_de, lieu):
        operation = _operation(lieu)
        depense = operation.bilans.get().depenses.latest("pk")
        depense.engagement = EngagementFactory(operation=operation, montant="1500.00", libelle="Atelier bois")
        depense.save()
        (engage,) = piste_de(operation).engagements
        assert [ligne.depense for ligne in engage.lignes] == [depense]
        assert engage.manques == ["ni commande ni contrat joint"]
        client, adresse = client_de("gestionnaire"), reverse("financements:piste", args=[lieu.code, operation.pk])
        contenu = client.get(adresse).content.decode()
        ancre = f"engagement-{depense.engagement_id}"
        assert f'href="#{ancre}"' in contenu
        assert f'id="{ancre}"' in contenu
        page = client.get(reverse("financements:piste_depense", args=[lieu.code, depense.pk])).content.decode()
        assert f"{adresse}#{ancre}" in page

    def test_the_gaps_lead_to_where_they_are(self, client_de, lieu):
        operation = _operation(lieu)
        page = client_de("gestionnaire").get(reverse("financements:piste", args=[lieu.code, operation.pk]))
        nue = operation.bilans.get().depenses.earliest("pk")
        contenu = page.content.decode()
        assert f'href="#depense-{nue.pk}"' in contenu
        assert f'id="depense-{nue.pk}"' in contenu
        assert [m.phrase for m in page.context["piste"].manques if "pièce" in m.phrase] == [
            "Facture 0 (bilan n° 1) : aucune pièce jointe."
        ]

    def test_from_an_expense_everything_is_one_click_away(self, client_de, lieu):
        operation = _operation(lieu)
        bilan = operation.bilans.get()
        depense = bilan.depenses.latest("pk")
        client = client_de("gestionnaire")
        contenu = client.get(reverse("financements:piste_depense", args=[lieu.code, depense.pk])).content.decode()
        versement = operation.versements.get(rang=2)
        for nom, pk in (
            ("bilan", bilan.pk),
            ("controle", bilan.controle.pk),
            ("operation", operation.pk),
            ("piste", operation.pk),
            ("piste_versement", versement.pk),
            ("appel", operation.appel_id),
        ):
            assert reverse(f"financements:{nom}", args=[lieu.code, pk]) in contenu, nom
        piece = depense.pieces.get()
        assert reverse("financements:piece_depense", args=[lieu.code, depense.pk, piece.fichier_id]) in contenu
        assert piece.fichier.empreinte in contenu
        retour = client.get(reverse("financements:piste_versement", args=[lieu.code, versement.pk])).content.decode()
        assert reverse("financements:piste_depense", args=[lieu.code, depense.pk]) in retour

    @pytest.mark.parametrize("page", ["bilan", "controle", "operation"])
    def test_pages_of_the_chain_lead_to_the_trail(self, client_de, lieu, page):
        operation = _operation(lieu)
        bilan = operation.bilans.get()
        pk = {"bilan": bilan.pk, "controle": bilan.controle.pk, "operation": operation.pk}[page]
        contenu = client_de("gestionnaire").get(reverse(f"financements:{page}", args=[lieu.code, pk])).content.decode()
        assert reverse("financements:piste", args=[lieu.code, operation.pk]) in contenu

    def test_a_trail_is_read_in_as_many_queries_with_one_expense_and_with_twenty(
        self, client_de, lieu, requetes_constantes
    ):
        client, operation = client_de("gestionnaire"), _operation(lieu, depenses=1)
        bilan = operation.bilans.get()

        def ajouter():
            depense = DepenseFactory(bilan=bilan)
            LigneControleFactory(controle=bilan.controle, depense=depense)
            PieceDossierFactory(operation=operation, depense=depense)

        adresse = reverse("financements:piste", args=[lieu.code, operation.pk])
        requetes_constantes(lambda: client.get(adresse), ajouter)

    def test_an_operation_without_anything_has_a_page(self, client_de, lieu):
        operation = OperationRetenueFactory(territoire=lieu, appel=None)
        page = client_de("animatrice").get(reverse("financements:piste", args=[lieu.code, operation.pk]))
        assert [manque.phrase for manque in page.context["piste"].manques] == [
            "Aucun appel à projets : l'opération a été inscrite par l'historique.",
            "La décision ne nomme pas la séance du comité qui l'a prise.",
        ]
