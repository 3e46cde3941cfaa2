"""A bilan is told, spent line by line, deposited whole; what looks wrong is refused in a sentence or flagged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.financements import actions
from deplie.financements.models import BilanExecution, Depense, Operation, PieceDossier
from deplie.financements.queries.bilan import (
    attendues_de,
    autres_recues,
    compte_de,
    depot_de,
    periode_proposee,
    termes_presents,
)
from deplie.financements.rules.bilan import Declaree, compter, manques, refus_de_periode
from deplie.financements.rules.forfait import FORFAITS
from deplie.financements.rules.nomenclature import NATURES
from deplie.financements.rules.saisie_depenses import ENTETE, lire_tableau
from deplie.socle.argent import somme
from deplie.socle.erreurs import RefusMetier
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    EngagementFactory,
    LignePlanFactory,
    PieceDossierFactory,
    PieceRequiseFactory,
    RessourceFactory,
)
from tests.factories_pieces import FichierFactory
from tests.fichiers import PDF, donne
from tests.parcours import fabrique as f

CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


@given(
    st.lists(st.tuples(st.sampled_from(sorted(NATURES)), CENTS, st.floats(0, 1)), max_size=30),
    st.sampled_from(["", *FORFAITS]),
)
def test_the_sum_of_lines_is_every_total_shown_to_the_cent(tirees, option):
    lignes = [Declaree(n, m, (m * Decimal(str(round(p, 3)))).quantize(Decimal("0.01"))) for n, m, p in tirees]
    compte = compter(lignes, option)
    du_forfait = compte.forfait.declare if compte.forfait else Decimal(0)
    assert compte.declare == somme(ligne.montant for ligne in lignes) + du_forfait
    assert compte.ecarte == somme(ligne.ecarte for ligne in lignes)
    assert compte.retenu == compte.declare - compte.ecarte <= compte.declare
    assert somme(poste.retenu for poste in compte.tous) == compte.retenu


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (date(2020, 3, 1), date(2020, 2, 1), "précède"),
        (date(2019, 12, 31), date(2020, 12, 31), "sort de la convention"),
        (date(2020, 6, 30), date(2020, 12, 31), "couvre déjà"),
        (date(2020, 7, 1), date(2020, 12, 31), ""),
    ],
)
def test_a_period_is_in_the_convention_and_in_no_other_bilan(debut, fin, attendu):
    convention, autre = (date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 1, 1), date(2020, 6, 30))
    assert attendu in refus_de_periode(debut, fin, convention, [autre])
    assert bool(attendu) == bool(refus_de_periode(debut, fin, convention, [autre]))


def test_a_table_reads_french_and_english_amounts_and_tells_wrong_lines_alone():
    lue = lire_tableau(
        "Montant\tPoste\tLibellé\tAcquittée le\n"
        "1 234,56 €\tpersonnel\tSalaire\t31/03/2020\n"
        "1,234.56\tachats de prestations\tFormation\t2020-04-02\n"
        "1,234\tpersonnel\tDouteux\t31/03/2020\n"
        "12,00\tvoyages\tTrain\t31/03/2020\n"
        "12,00\tpersonnel\tTrain\t31/02/2020\n"
        "-12,00\tpersonnel\tAvoir\t28/02/2020\n"
    )
    assert [ligne.valeurs.get("montant") for ligne in lue.lignes[:2]] == [Decimal("1234.56")] * 2
    dits = ("deux façons", "n'est pas de la liste", "n'est pas reconnue", "négatif")
    for ligne, dit in zip(lue.lignes[2:], dits, strict=True):
        assert dit in ligne.refus
    assert [ligne.numero for ligne in lue.lignes] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("texte", ["", "Poste;Libellé\na;b", "Libellé;Libellé;Acquittée le;Montant\na;b;c;d"])
def test_a_table_without_its_columns_is_refused_whole(texte):
    with pytest.raises(RefusMetier):
        lire_tableau(texte)


def _operation(lieu, **autres) -> Operation:
    autres = {"operation__statut": "EN_EXECUTION", "operation__statut_le": date(2020, 1, 2)} | autres
    return ConventionFactory(operation__territoire=lieu, **autres).operation


def _valeurs(**autres):
    return {
        "nature": "PRESTATIONS",
        "libelle": "Formation",
        "fournisseur": "Organisme d'essai",
        "numero_piece": "F-1",
        "facturee_le": date(2020, 3, 1),
        "acquittee_le": date(2020, 3, 15),
        "heures": None,
        "montant": Decimal("100.00"),
    } | autres


@pytest.mark.django_db
class TestBilan:
    @pytest.fixture
    def lieu(self):
        return f.territoire()

    @pytest.fixture
    def operation(self, lieu):
        operation = _operation(lieu)
        LignePlanFactory(operation=operation, nature="PRESTATIONS", montant="150.00")
        return operation

    @pytest.fixture
    def par(self, lieu):
        return f.acteur(lieu, "gestionnaire_oi")

    @pytest.fixture
    def bilan(self, operation, par):
        return actions.ouvrir_bilan(
            operation=operation, debut=date(2020, 1, 1), fin=date(2020, 12, 31), final=True, par=par
        )

    def test_the_expected_period_is_proposed_until_a_bilan_covers_it(self, operation, par):
        termes = termes_presents(operation, date(2021, 3, 1))
        proposee = periode_proposee(operation, termes)
        assert (proposee.debut, proposee.fin, proposee.final) == (date(2020, 1, 1), date(2020, 12, 31), True)
        actions.ouvrir_bilan(operation=operation, debut=proposee.debut, fin=proposee.fin, final=True, par=par)
        assert periode_proposee(operation, termes) is None

    def test_a_bilan_is_of_an_operation_in_execution(self, lieu, par):
        signee = _operation(lieu, operation__statut="CONVENTIONNEE")
        with pytest.raises(RefusMetier, match="en exécution"):
            actions.ouvrir_bilan(operation=signee, debut=date(2020, 1, 1), fin=date(2020, 12, 31), final=True, par=par)

    def test_a_second_bilan_waits_for_the_first_one(self, operation, par):
        actions.ouvrir_bilan(operation=operation, debut=date(2020, 1, 1), fin=date(2020, 6, 30), final=False, par=par)
        with pytest.raises(RefusMetier, match="déjà en cours"):
            actions.ouvrir_bilan(
                operation=operation, debut=date(2020, 7, 1), fin=date(2020, 12, 31), final=True, par=par
            )

    @pytest.mark.parametrize(
        ("autres", "attendu"),
        [
            ({"facturee_le": date(2019, 12, 1), "acquittee_le": date(2019, 12, 2)}, "hors de la convention"),
            ({"acquittee_le": date(2021, 3, 2)}, "à venir"),
            ({"montant": Decimal(0)}, "nul"),
            ({"montant": Decimal("-1.00")}, "négatif"),
        ],
    )
    def test_what_cannot_be_declared_is_refused_in_a_sentence(self, bilan, par, autres, attendu):
        with pytest.raises(RefusMetier, match=attendu):
            actions.declarer_depense(bilan=bilan, valeurs=_valeurs(**autres), par=par)
        assert not Depense.objects.exists()

    def test_a_piece_is_declared_once_in_its_operation_and_flagged_in_another(self, lieu, bilan, par):
        actions.declarer_depense(bilan=bilan, valeurs=_valeurs(), par=par)
        with pytest.raises(RefusMetier, match="déjà déclarée"):
            actions.declarer_depense(bilan=bilan, valeurs=_valeurs(numero_piece="f 1"), par=par)
        autre = BilanExecutionFactory(operation=_operation(lieu))
        LignePlanFactory(operation=autre.operation, nature="PRESTATIONS", montant="150.00")
        assert actions.declarer_depense(bilan=autre, valeurs=_valeurs(), par=par).signalements == ["AUTRE_OPERATION"]
        ailleurs = BilanExecutionFactory(operation=_operation(f.territoire("AILLEURS")))
        LignePlanFactory(operation=ailleurs.operation, nature="PRESTATIONS", montant="150.00")
        systeme = f.acteur(ailleurs.operation.territoire, "gestionnaire_oi")
        assert actions.declarer_depense(bilan=ailleurs, valeurs=_valeurs(), par=systeme).signalements == []

    def test_above_the_post_is_kept_and_flagged(self, bilan, par):
        actions.declarer_depense(bilan=bilan, valeurs=_valeurs(), par=par)
        trop = actions.declarer_depense(bilan=bilan, valeurs=_valeurs(numero_piece="F-2"), par=par)
        assert trop.signalements == ["DEPASSE_POSTE"]

    def test_of_a_table_the_wrong_lines_come_back_and_the_others_are_kept(self, bilan, par):
        table = lire_tableau(
            f"{ENTETE}\n"
            "prestations;Un;A;1;01/03/2020;02/03/2020;;10,00\n"
            "prestations;Deux;A;1;01/03/2020;02/03/2020;;10,00\n"
            "prestations;Trois;A;3;01/03/2019;02/03/2019;;10,00\n"
            "prestations;Quatre;A;4;01/03/2020;02/03/2020;;0.10\n"
        )
        gardees, refusees = actions.declarer_tableau(bilan=bilan, lignes=table.lignes, par=par)
        assert [depense.libelle for depense in gardees] == ["Un", "Quatre"]
        assert [ligne.numero for ligne in refusees] == [3, 4]
        assert compte_de(bilan).declare == Decimal("10.10")

    def test_a_line_of_a_table_names_one_commitment_by_its_number_or_its_reference(self, operation, bilan, par):
        trois = EngagementFactory(operation=operation, numero=3, reference="BC-2020/04", montant="15.00")
        EngagementFactory(operation=operation, numero=4, reference="BC 7", annule_le=date(2020, 5, 1), motif="Fermé")
        EngagementFactory(operation=operation, numero=5, reference="3")
        EngagementFactory(operation__territoire=operation.territoire, numero=9)
        lignes = [
            f"prestations;L{rang};A;{rang};01/03/2020;02/03/2020;;10,00;{vise}"
            for rang, vise in enumerate(("bc 2020 04", "", "n° 5", "3", "BC 7", "9"), start=1)
        ]
        table = lire_tableau("\n".join([ENTETE, *lignes]))
        gardees, refusees = actions.declarer_tableau(bilan=bilan, lignes=table.lignes, par=par)
        assert [depense.engagement and depense.engagement.numero for depense in gardees] == [3, None, 5]
        assert [ligne.refus.split(" :")[0] for ligne in refusees] == [
            "« 3 » désigne plusieurs engagements (n° 3, n° 5)",
            "Aucun engagement en cours ne porte le numéro ni la référence « BC 7 »",
            "Aucun engagement en cours ne porte le numéro ni la référence « 9 »",
        ]
        assert trois.depenses.get().signalements == []

    def test_a_document_asked_at_the_bilan_stops_the_deposit_until_it_is_joined(self, lieu, operation, bilan, par):
        requise = PieceRequiseFactory(appel=operation.appel, moment="BILAN", intitule="Rapport d'activité")
        PieceRequiseFactory(appel=operation.appel, rang=2, moment="BILAN", intitule="Photos", obligatoire=False)
        au_depot = PieceRequiseFactory(appel=operation.appel, rang=3, moment="DEPOT")
        PieceDossierFactory(operation=operation, depense=DepenseFactory(bilan=bilan, montant="10.00"))
        actions.raconter_bilan(bilan=bilan, recit="Fait.", recus={}, par=par)
        bilan.refresh_from_db()
        manque = "« Rapport d'activité » : l'appel demande ce document au bilan, joignez-le."
        with pytest.raises(RefusMetier) as refus:
            actions.deposer_bilan(bilan=bilan, par=par)
        assert refus.value.message == manque
        with pytest.raises(RefusMetier, match="ne demande pas ce document"):
            actions.joindre_au_bilan(bilan=bilan, requise=au_depot, fichier=FichierFactory(), par=par)
        piece = actions.joindre_au_bilan(bilan=bilan, requise=requise, fichier=FichierFactory(), par=par)
        actions.retirer_du_bilan(bilan=bilan, piece=piece, par=par)
        bilan.refresh_from_db()
        assert manques(depot_de(bilan, date(2021, 3, 1))) == [manque]
        actions.joindre_au_bilan(bilan=bilan, requise=requise, fichier=FichierFactory(), par=par)
        actions.deposer_bilan(bilan=bilan, par=par)
        with pytest.raises(RefusMetier, match="ne changent plus"):
            actions.joindre_au_bilan(bilan=bilan, requise=requise, fichier=FichierFactory(), par=par)

    def test_each_bilan_has_its_own_documents_and_those_of_an_earlier_one_stand(self, operation, par):
        requise = PieceRequiseFactory(appel=operation.appel, moment="BILAN", intitule="Rapport d'activité")
        un = BilanExecutionFactory(operation=operation, fin=date(2020, 6, 30), depose_le="2020-07-10T10:00:00Z")
        BilanExecution.objects.update(cree_le="2020-07-01T10:00:00Z", valide_le=date(2020, 8, 1))
        ancienne = PieceDossierFactory(operation=operation, requise=requise, deposee_le="2020-07-02T10:00:00Z")
        un.refresh_from_db()
        ancienne.refresh_from_db()
        deux = BilanExecutionFactory(operation=operation, numero=2, debut=date(2020, 7, 1))
        assert [une.pieces for une in attendues_de(un)] == [[ancienne]]
        assert [une.pieces for une in attendues_de(deux)] == [[]]
        with pytest.raises(RefusMetier, match="il ne change plus"):
            actions.retirer_du_dossier(piece=ancienne, par=par)

    def test_a_bilan_is_deposited_when_nothing_is_missing_then_its_lines_stand(self, operation, bilan, par):
        region = RessourceFactory(operation=operation, genre="REGION", libelle="Région")
        RessourceFactory(operation=operation, genre="AUTOFINANCEMENT")
        with pytest.raises(RefusMetier, match=r"Racontez.*Aucune dépense.*Région"):
            actions.deposer_bilan(bilan=bilan, par=par)
        depense = actions.declarer_depense(bilan=bilan, valeurs=_valeurs(), par=par)
        actions.raconter_bilan(bilan=bilan, recit="Fait.", recus={region.pk: Decimal("40.00")}, par=par)
        with pytest.raises(RefusMetier, match="joignez la pièce"):
            actions.deposer_bilan(bilan=bilan, par=par)
        PieceDossierFactory(operation=operation, depense=depense)
        actions.deposer_bilan(bilan=bilan, par=par)
        operation.refresh_from_db()
        assert operation.statut == "BILAN_DEPOSE"
        with pytest.raises(RefusMetier, match="ne changent plus"):
            actions.retirer_depense(depense=depense, par=par)
        actions.rendre_bilan(bilan=bilan, motif="Une facture est illisible", par=par)
        actions.retirer_depense(depense=depense, par=par)
        assert PieceDossier.objects.get().retiree_le is not None

    def test_a_report_is_accepted_where_the_call_asks_for_no_control(self, operation, bilan, par):
        DepenseFactory(bilan=bilan)
        region = RessourceFactory(operation=operation, genre="REGION")
        actions.raconter_bilan(bilan=bilan, recit="Fait.", recus={region.pk: Decimal("40.00")}, par=par)
        BilanExecution.objects.update(depose_le="2021-02-01T10:00:00Z")
        Operation.objects.update(statut="BILAN_DEPOSE")
        with pytest.raises(RefusMetier, match="contrôle de service fait"):
            actions.accepter_bilan(bilan=bilan, par=par)
        operation.appel.controle_service_fait = False
        operation.appel.save()
        actions.accepter_bilan(bilan=bilan, par=par)
        bilan.refresh_from_db()
        assert bilan.valide_le == date(2021, 3, 1)
        assert compte_de(bilan).retenu == compte_de(bilan).declare == Decimal("2500.00")
        assert autres_recues(operation) == Decimal("40.00")


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def bilan(self, distribution):
        operation = _operation(distribution.territoire, operation__porteur=distribution.operateur.organisation)
        return BilanExecutionFactory(operation=operation)

    def _adresse(self, nom, bilan, pk=None):
        return reverse(f"financements:{nom}", args=[bilan.operation.territoire.code, pk or bilan.pk])

    def test_a_holder_writes_the_bilan_of_its_operation_and_reads_no_other(self, client_de, bilan, distribution):
        client = client_de("operateur")
        champs = _valeurs(montant="1,234.50", facturee_le="01/03/2020", acquittee_le="15/03/2020", heures="")
        assert client.post(self._adresse("nouvelle_depense", bilan), champs).status_code == 302
        depense = Depense.objects.get()
        assert depense.montant == Decimal("1234.50")
        envoi = {"fichier": donne("facture.pdf", PDF)}
        assert client.post(self._adresse("joindre_depense", bilan, depense.pk), envoi).status_code == 302
        page = client.get(self._adresse("bilan", bilan)).content.decode()
        assert "facture.pdf" in page
        assert "poste absent du plan" in page
        piece = PieceDossier.objects.get()
        adresse = reverse(
            "financements:piece_depense", args=[bilan.operation.territoire.code, depense.pk, piece.fichier_id]
        )
        assert client.get(adresse).status_code == 200
        autre = BilanExecutionFactory(operation=_operation(distribution.territoire))
        assert client.get(self._adresse("bilan", autre)).status_code == 404
        assert client_de("elue").get(self._adresse("bilan", bilan)).status_code == 403

    def test_the_page_says_what_is_asked_receives_it_and_gives_it_back(self, client_de, bilan):
        client = client_de("operateur")
        joindre = self._adresse("joindre_document_bilan", bilan)
        assert client.get(joindre).status_code == 404
        requise = PieceRequiseFactory(appel=bilan.operation.appel, moment="BILAN", intitule="Rapport d'activité")
        page = client.get(self._adresse("bilan", bilan)).content.decode()
        assert "demande ce document au bilan" in page
        assert f"{joindre}?piece={requise.pk}" in page
        client.post(joindre, {"requise": requise.pk, "fichier": donne("rapport.pdf", PDF)})
        piece = PieceDossier.objects.get()
        assert "demande ce document au bilan" not in client.get(self._adresse("bilan", bilan)).content.decode()
        lieu = bilan.operation.territoire.code
        ouverte = client.get(reverse("financements:document_bilan", args=[lieu, bilan.pk, piece.pk]))
        assert ouverte["Content-Disposition"].startswith("attachment")
        autre = BilanExecutionFactory(operation=_operation(bilan.operation.territoire))
        ailleurs = reverse("financements:document_bilan", args=[lieu, autre.pk, piece.pk])
        assert client_de("gestionnaire").get(ailleurs).status_code == 404
        client.post(reverse("financements:retirer_document_bilan", args=[lieu, bilan.pk, piece.pk]))
        assert PieceDossier.objects.get().retiree_le is not None

    def test_wrong_lines_of_a_table_stay_in_the_form(self, client_de, bilan):
        texte = f"{ENTETE}\nprestations;Un;A;1;;02/03/2020;;10,00\nprestations;Deux;A;2;;02/03/2020;;1,234\n"
        page = client_de("operateur").post(self._adresse("tableau_depenses", bilan), {"texte": texte}).content.decode()
        assert "Ligne 3" in page
        assert "prestations;Deux" in page
        assert "prestations;Un" not in page
        assert Depense.objects.count() == 1

    def test_the_pages_read_a_fixed_number_of_queries(self, client_de, bilan, requetes_constantes):
        client = client_de("gestionnaire")

        def ajouter():
            depense = DepenseFactory(bilan=bilan)
            PieceDossierFactory(operation=bilan.operation, depense=depense)

        requetes_constantes(lambda: client.get(self._adresse("bilan", bilan)), ajouter)
        operation = self._adresse("operation", bilan, bilan.operation.pk)
        requetes_constantes(lambda: client.get(operation), ajouter)
