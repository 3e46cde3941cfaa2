"""A holder without an account, by its secret link, after the decision: it reads, it reports, it answers, once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from deplie.financements import actions
from deplie.financements.models import BilanExecution, Controle, Depense, LienPorteur, Operation, PieceDossier
from deplie.financements.queries.depot import acteur_du_lien
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.models import Journal
from tests.factories_financements import (
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    DepenseFactory,
    EvenementOperationFactory,
    LigneControleFactory,
    LignePlanFactory,
    PieceDossierFactory,
    PieceRequiseFactory,
    VersementFactory,
)
from tests.fichiers import PDF, donne
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
DEPENSE = {
    "nature": "PRESTATIONS", "libelle": "Ateliers cuisine", "fournisseur": "Chez Zoé", "numero_piece": "F-1",
    "facturee_le": "01/03/2020", "acquittee_le": "15/03/2020", "heures": "", "montant": "1,234.50",
}  # fmt: skip


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False) as temps:
        yield temps


@pytest.fixture
def lieu():
    return f.territoire()


def _operation(lieu, statut="EN_EXECUTION", **autres) -> Operation:
    operation = ConventionFactory(
        operation__territoire=lieu,
        operation__statut=statut,
        operation__statut_le=date(2020, 1, 2),
        operation__deposee_le=timezone.now() - timedelta(days=500),
        operation__contact_courriel="porteur@exemple.invalid",
        **autres,
    ).operation
    EvenementOperationFactory(operation=operation, acte="retenir", vers="PROGRAMMEE", motif="Un projet attendu")
    LignePlanFactory(operation=operation, nature="PRESTATIONS", montant="2000.00")
    return operation


def _jeton(operation) -> str:
    return actions.envoyer_lien(operation=operation, courriel="p@exemple.invalid", modele="reprise", par=None)[1]


@pytest.fixture
def operation(lieu):
    return _operation(lieu)


@pytest.fixture
def jeton(operation):
    return _jeton(operation)


@pytest.fixture
def ecrire(jeton):
    """Post or get a page of the space."""

    def aller(suite="", champs=None):
        client = Client()
        adresse = f"/dossier/{jeton}/{suite}"
        return client.get(adresse) if champs is None else client.post(adresse, champs, follow=True)

    return aller


def _lu(reponse) -> str:
    return reponse.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")


def _prete(ecrire) -> Depense:
    """A bilan that lacks nothing."""
    ecrire("bilan/commencer/", {})
    ecrire("bilan/recit/", {"recit": "Douze ateliers, trente personnes."})
    ecrire("bilan/depense/", DEPENSE)
    depense = Depense.objects.get()
    ecrire(f"depenses/{depense.pk}/piece/", {"fichier": donne("facture.pdf", PDF)})
    return depense


class TestApresLaDecision:
    def test_the_page_tells_the_outcome_the_money_and_what_is_due(self, operation, ecrire):
        VersementFactory(operation=operation, prevu_le=date(2020, 2, 1), paye_le=date(2020, 2, 9), montant_paye=5000)
        VersementFactory(operation=operation, rang=2, genre="SOLDE", prevu_le=date(2021, 9, 1), montant_prevu=4000)
        page = _lu(ecrire())
        for dit in ("Un projet attendu", "CONV-", "5 000,00 €", "9 février 2020", "4 000,00 €", "Bilan final"):
            assert dit in page
        assert "Commencer mon bilan" in page
        assert "Lettre de décision" in page
        assert ecrire("lettre.docx")["Content-Disposition"] == 'attachment; filename="lettre.docx"'

    def test_the_signed_convention_is_given_as_a_file_never_as_a_page(self, lieu, operation, ecrire):
        assert ecrire("convention/").status_code == 404
        par = acteur_du_lien(operation.liens.get())
        operation.convention.fichier = recevoir(donne("convention.pdf", PDF), territoire=lieu.code, par=par)
        operation.convention.save()
        assert "Convention signée" in _lu(ecrire())
        assert ecrire("convention/")["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("statut", ["REJETEE", "IRRECEVABLE", "ABANDONNEE"])
    def test_what_was_not_chosen_shows_its_decision_only(self, lieu, statut):
        operation = _operation(lieu)
        type(operation.convention).objects.all().delete()
        Operation.objects.update(statut=statut, complement_demande="Un budget")
        EvenementOperationFactory(operation=operation, acte="rejeter", vers="REJETEE", motif="Hors du sujet")
        jeton = _jeton(operation)
        page = _lu(Client().get(f"/dossier/{jeton}/"))
        assert "Hors du sujet" in page
        for absent in ("Versements", "Convention CONV", "mon bilan", "Répondre"):
            assert absent not in page
        for suite in ("bilan/", "bilan/recit/", "bilan/depense/", "convention/", "bilans/1/", "controles/1/"):
            assert Client().get(f"/dossier/{jeton}/{suite}").status_code == 404
        assert Client().get(f"/dossier/{jeton}/pieces/").status_code == 302
        par = acteur_du_lien(operation.liens.get())
        with pytest.raises(RefusMetier, match="Aucun complément"):
            actions.repondre_complement(operation=operation, reponse="Voici", par=par)

    def test_before_the_signature_nothing_of_it_opens(self, lieu):
        jeton = _jeton(_operation(lieu, "PROGRAMMEE"))
        for suite in ("bilan/", "bilans/1/", "controles/1/", "convention/"):
            assert Client().get(f"/dossier/{jeton}/{suite}").status_code == 404

    def test_a_link_near_its_end_says_how_to_receive_another(self, ecrire):
        assert "Recevez-en un autre" not in _lu(ecrire())
        LienPorteur.objects.update(expire_le=date(2021, 4, 1))
        assert "Recevez-en un autre" in _lu(ecrire())
        LienPorteur.objects.update(revoque_le=timezone.now())
        for suite in ("", "bilan/", "lettre.docx", "controles/1/"):
            assert ecrire(suite).status_code == 410


class TestLeBilan:
    def test_is_written_line_by_line_and_handed_in_whole_with_its_receipt(
        self, operation, ecrire, mailoutbox, django_capture_on_commit_callbacks
    ):
        operation.appel.contact = "service@exemple.invalid"
        operation.appel.save()
        depense = _prete(ecrire)
        assert (depense.montant, depense.bilan.final) == (Decimal("1234.50"), True)
        assert PieceDossier.objects.get().par is None
        with django_capture_on_commit_callbacks(execute=True):
            page = _lu(ecrire("bilan/deposer/", {}))
        assert "déposé" in page
        assert "1 234,50 €" in page
        operation.refresh_from_db()
        assert operation.statut == "BILAN_DEPOSE"
        assert [courrier.to for courrier in mailoutbox] == [["porteur@exemple.invalid"], ["service@exemple.invalid"]]
        recu = ecrire("bilans/1/recu.pdf")
        assert recu.content.startswith(b"%PDF")
        assert recu["Content-Disposition"].startswith("attachment")

    def test_what_is_missing_is_told_and_nothing_is_handed_in(self, ecrire):
        ecrire("bilan/commencer/", {})
        assert "Aucune dépense n'est déclarée" in _lu(ecrire("bilan/deposer/", {}))
        assert BilanExecution.objects.get().depose_le is None

    def test_what_is_refused_is_kept_as_it_was_typed(self, ecrire):
        ecrire("bilan/commencer/", {})
        refusee = _lu(ecrire("bilan/depense/", DEPENSE | {"montant": "1,234"}))
        assert "se lit de deux façons" in refusee
        reprise = _lu(ecrire("bilan/depense/"))
        assert 'value="Ateliers cuisine"' in reprise
        assert 'value="1,234"' in reprise
        assert "pas encore enregistré" in reprise
        assert ecrire("recit/saisie/", {"recit": "À moitié"}).status_code == 204
        assert "À moitié" in _lu(ecrire("bilan/recit/"))

    def test_the_wrong_lines_of_a_table_come_back(self, ecrire):
        ecrire("bilan/commencer/", {})
        texte = (
            "Poste;Libellé;Acquittée le;Montant\nprestations;Un;02/03/2020;10,00\nprestations;Deux;02/03/2019;5,00\n"
        )
        page = _lu(ecrire("bilan/tableau/", {"texte": texte}))
        assert "Ligne 3" in page
        assert Depense.objects.get().libelle == "Un"

    def test_a_document_asked_at_the_bilan_is_given_while_it_is_written(self, operation, ecrire):
        requise = PieceRequiseFactory(appel=operation.appel, moment="BILAN", intitule="Rapport d'activité")
        assert ecrire("pieces/", {"requise": requise.pk, "fichier": donne("r.pdf", PDF)}).redirect_chain
        ecrire("bilan/commencer/", {})
        assert "à joindre" in _lu(ecrire("bilan/"))
        assert "« Rapport d'activité » : l'appel demande ce document au bilan" in _lu(ecrire("bilan/deposer/", {}))
        assert BilanExecution.objects.get().depose_le is None
        ecrire("pieces/", {"requise": requise.pk, "fichier": donne("r.pdf", PDF)})
        assert PieceDossier.objects.get().requise == requise
        assert "à joindre" not in _lu(ecrire("bilan/"))

    def test_once_handed_in_nothing_changes(self, operation, ecrire):
        depense = _prete(ecrire)
        piece = PieceDossier.objects.get()
        ecrire("bilan/deposer/", {})
        ecrire("bilan/recit/", {"recit": "Autre chose"})
        ecrire("bilan/depense/", DEPENSE | {"numero_piece": "F-2"})
        ecrire(f"depenses/{depense.pk}/", DEPENSE | {"montant": "1"})
        ecrire(f"depenses/{depense.pk}/retirer/", {})
        ecrire(f"depenses/{depense.pk}/piece/", {"fichier": donne("autre.pdf", PDF + b"%")})
        ecrire("bilan/deposer/", {})
        ecrire("bilan/commencer/", {})
        ecrire("structure/", {"porteur_nom": "Autre"})
        lu = BilanExecution.objects.get()
        assert lu.recit == "Douze ateliers, trente personnes."
        assert Depense.objects.get().montant == Decimal("1234.50")
        assert list(PieceDossier.objects.en_vigueur()) == [piece]
        assert ecrire("recit/saisie/", {"recit": "x"}).status_code == 413
        par = acteur_du_lien(operation.liens.latest("pk"))
        with pytest.raises(RefusMetier, match="ne changent plus"):
            actions.raconter_bilan(bilan=lu, recit="Autre", recus={}, par=par)

    def test_given_back_it_says_why_and_is_written_again(self, lieu, operation, ecrire):
        _prete(ecrire)
        ecrire("bilan/deposer/", {})
        par = f.acteur(lieu, "gestionnaire_oi")
        actions.rendre_bilan(bilan=BilanExecution.objects.get(), motif="Une facture est illisible", par=par)
        assert "Une facture est illisible" in _lu(ecrire("bilan/"))
        assert "Continuer mon bilan" in _lu(ecrire())

    def test_another_operation_s_objects_are_not_found_by_this_link(self, lieu, operation, ecrire):
        ecrire("bilan/commencer/", {})
        autre = BilanExecutionFactory(operation=_operation(lieu), depose_le=timezone.now())
        depense = DepenseFactory(bilan=autre)
        piece = PieceDossierFactory(operation=autre.operation, depense=depense)
        dossier = PieceDossierFactory(operation=autre.operation)
        ControleFactory(bilan=autre, notifie_le=date(2021, 2, 20), reponse_avant_le=date(2021, 3, 20))
        for suite in (
            f"depenses/{depense.pk}/",
            f"depenses/{depense.pk}/piece/",
            f"depenses/{depense.pk}/fichiers/{piece.fichier_id}/",
            f"pieces/{dossier.pk}/",
            "bilans/1/",
            "bilans/1/recu.pdf",
            "controles/1/",
        ):
            assert ecrire(suite).status_code == 404, suite
        assert ecrire(f"depenses/{depense.pk}/retirer/", {}).status_code == 404
        assert Depense.objects.filter(pk=depense.pk).exists()

    def test_proofs_are_served_as_files_and_their_opening_is_written(self, ecrire):
        depense = _prete(ecrire)
        piece = PieceDossier.objects.get()
        ouverte = ecrire(f"depenses/{depense.pk}/fichiers/{piece.fichier_id}/")
        assert ouverte["Content-Disposition"].startswith("attachment")
        assert ouverte["X-Content-Type-Options"] == "nosniff"
        assert Journal.objects.filter(verbe="ouvrir la pièce d'une dépense par le lien").exists()

    def test_a_page_sent_as_a_proof_is_refused(self, ecrire):
        ecrire("bilan/commencer/", {})
        ecrire("bilan/depense/", DEPENSE)
        depense = Depense.objects.get()
        page = {"fichier": donne("facture.pdf", b"<html><script>alert(1)</script></html>")}
        assert ecrire(f"depenses/{depense.pk}/piece/", page).status_code == 200
        assert not PieceDossier.objects.exists()

    def test_tries_are_limited(self, ecrire, monkeypatch):
        from deplie.financements.views import porteur

        _prete(ecrire)
        monkeypatch.setattr(porteur, "LIMITES", {"fichiers": "1/m/ip"})
        depense = Depense.objects.get()
        statuts = [ecrire(f"depenses/{depense.pk}/piece/", {}).status_code for _ in range(3)]
        assert statuts[-1] == 429


class TestLeControle:
    @pytest.fixture
    def controle(self, lieu):
        operation = _operation(lieu, "CSF_EN_COURS")
        bilan = BilanExecutionFactory(operation=operation, depose_le=timezone.now(), final=True)
        controle = ControleFactory(bilan=bilan)
        depense = DepenseFactory(bilan=bilan, nature="PRESTATIONS", libelle="Repas", montant=500)
        LigneControleFactory(controle=controle, depense=depense, rejete=120, motif="Sans rapport avec le projet")
        return controle

    def _notifier(self, controle):
        controle.notifie_le, controle.reponse_avant_le = date(2021, 2, 20), date(2021, 3, 20)
        controle.save()
        Operation.objects.filter(pk=controle.bilan.operation_id).update(statut="CSF_CONTRADICTOIRE")

    def test_its_findings_are_read_once_notified_not_before(self, controle):
        jeton = _jeton(controle.bilan.operation)
        assert Client().get(f"/dossier/{jeton}/controles/1/").status_code == 404
        for suite in ("", "bilans/1/"):
            page = _lu(Client().get(f"/dossier/{jeton}/{suite}"))
            assert "120,00" not in page
            assert "380,00" not in page
        self._notifier(controle)
        assert "Lire les constats et répondre" in _lu(Client().get(f"/dossier/{jeton}/"))
        page = _lu(Client().get(f"/dossier/{jeton}/controles/1/"))
        assert "Sans rapport avec le projet" in page
        assert "120,00 €" in page

    def test_is_answered_once(self, controle, en_2021):
        self._notifier(controle)
        adresse = f"/dossier/{_jeton(controle.bilan.operation)}/controles/1/"
        assert "obligatoire" in _lu(Client().post(adresse, {"reponse": ""})).lower()
        page = _lu(Client().post(adresse, {"reponse": "Le repas était l'atelier."}, follow=True))
        assert "Votre réponse est arrivée" in page
        assert "Envoyer la réponse" not in page
        encore = _lu(Client().post(adresse, {"reponse": "Autre chose"}))
        assert "déjà enregistrée" in encore
        assert Controle.objects.get().reponse == "Le repas était l'atelier."

    def test_a_late_answer_is_refused_in_a_sentence_and_kept_in_the_form(self, controle, en_2021):
        self._notifier(controle)
        jeton = _jeton(controle.bilan.operation)
        en_2021.move_to("2021-03-21T10:00:00+01:00")
        page = _lu(Client().post(f"/dossier/{jeton}/controles/1/", {"reponse": "Trop tard"}))
        assert "attendue jusqu'au 20/03/2021" in page
        assert "Trop tard" in page
        assert Controle.objects.get().repondu_le is None
