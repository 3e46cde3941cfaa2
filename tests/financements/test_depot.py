"""An application deposited without an account: by a secret link, part by part; nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from deplie.financements import actions
from deplie.financements.models import LienPorteur, Operation
from deplie.financements.queries.depot import empreinte_de, lien_ouvert
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories_financements import AppelFactory
from tests.financements import fabrique_appel as fa
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
COURRIEL = {"courriel": "A.Porteur@exemple.invalid"}


@pytest.fixture
def appel():
    return fa.appel_ouvert(f.territoire())


@pytest.fixture
def jeton(appel, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"/appels/OUEST/{appel.pk}/deposer/", COURRIEL)
    return fa.jeton_de(mailoutbox[0])


def structure(**champs):
    return {"porteur_nom": "Les Jardins", "porteur_siret": "", "porteur_rna": "", "contact_nom": "Aïda P.",
            "contact_courriel": "a@exemple.invalid", "contact_telephone": "", "version": ""} | champs  # fmt: skip


def plan(**champs):
    annee = str(timezone.localdate().year)
    lignes = {f"d-annee-{rang}": annee for rang in range(4)} | {f"r-annee-{rang}": annee for rang in range(4)}
    return lignes | {
        "d-nature-0": "PERSONNEL", "d-libelle-0": "Animatrice", "d-montant-0": "4 000,50 €",
        "d-nature-1": "PRESTATIONS", "d-montant-1": "1,999.50",
        "montant_demande": "4000", "r-genre-0": "PRIVE", "r-montant-0": "2 000,00",
    } | champs  # fmt: skip


class TestLeLien:
    def test_is_sent_to_the_address_and_its_secret_is_kept_nowhere(self, appel, jeton, mailoutbox):
        lien = LienPorteur.objects.get()
        assert mailoutbox[0].to == ["a.porteur@exemple.invalid"]
        assert lien.empreinte == empreinte_de(jeton)
        assert jeton not in str([list(LienPorteur.objects.values_list()), list(Journal.objects.values_list())])
        assert "porteur@" not in str(list(Journal.objects.values_list()))

    def test_the_page_answers_the_same_whether_the_address_is_known_or_not(self, appel, jeton):
        connue = Client().post("/appels/OUEST/retrouver/", COURRIEL, follow=True)
        inconnue = Client().post("/appels/OUEST/retrouver/", {"courriel": "b@exemple.invalid"}, follow=True)
        assert connue.content == inconnue.content
        assert LienPorteur.objects.count() == 2

    def test_the_former_drafts_are_sent_again_rather_than_a_fourth_one(self, appel):
        for _ in range(5):
            assert Client().post(f"/appels/OUEST/{appel.pk}/deposer/", COURRIEL).status_code == 302
        assert Operation.objects.count() == 3

    def test_leaves_no_trace_and_dies_like_one_that_never_was(self, jeton):
        page = Client().get(f"/dossier/{jeton}/")
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
        LienPorteur.objects.update(expire_le=timezone.localdate() - timedelta(days=1))
        mort, jamais = Client().get(f"/dossier/{jeton}/"), Client().get("/dossier/jamais/")
        assert (mort.status_code, mort.content) == (410, jamais.content)
        assert lien_ouvert(jeton, timezone.localdate()) is None

    def test_tries_are_limited(self, appel, monkeypatch):
        from deplie.financements.views import depot, public

        monkeypatch.setattr(depot, "LIMITES", {"dossier": "2/m/ip"})
        assert [Client().get(f"/dossier/essai-{n}/").status_code for n in range(3)] == [410, 410, 429]
        monkeypatch.setattr(public, "LIMITES", {"deposer": "1/m/ip"})
        adresse = f"/appels/OUEST/{appel.pk}/deposer/"
        assert [Client().post(adresse, COURRIEL).status_code for _ in range(2)] == [302, 429]


class TestLesParties:
    def test_each_one_is_saved_by_itself(self, jeton):
        assert Client().post(f"/dossier/{jeton}/structure/", structure()).status_code == 302
        assert Operation.objects.get().porteur_nom == "Les Jardins"
        page = Client().get(f"/dossier/{jeton}/").content.decode()
        assert "complète" in page
        assert "Indiquez l&#x27;intitulé" in page

    def test_what_is_refused_is_kept_as_it_was_typed_and_offered_when_one_comes_back(self, jeton):
        faute = Client().post(f"/dossier/{jeton}/structure/", structure(porteur_siret="123", contact_nom="Zoé"))
        assert "SIRET n&#x27;est pas valide" in faute.content.decode()
        reprise = Client().get(f"/dossier/{jeton}/structure/").content.decode()
        assert 'value="Zoé"' in reprise
        assert 'value="123"' in reprise
        assert "pas encore enregistré" in reprise
        assert Client().post(f"/dossier/{jeton}/structure/", structure()).status_code == 302
        assert not Operation.objects.get().saisies.exists()

    def test_what_is_being_typed_is_kept_by_the_page(self, jeton):
        assert Client().post(f"/dossier/{jeton}/projet/saisie/", {"intitule": "À moitié"}).status_code == 204
        assert 'value="À moitié"' in Client().get(f"/dossier/{jeton}/projet/").content.decode()
        assert Client().post(f"/dossier/{jeton}/projet/saisie/", {"resume": "x" * 70_000}).status_code == 413

    def test_two_tabs_lose_nothing(self, jeton):
        adresse = f"/dossier/{jeton}/plan/"
        version = Client().get(adresse).context["formulaire"].initial["version"]
        assert Client().post(adresse, plan(version=version)).status_code == 302
        autre = Client().post(adresse, plan(version=version, montant_demande="3000"))
        assert "enregistré ailleurs" in autre.content.decode()
        assert 'value="3000"' in autre.content.decode()
        vu = autre.context["formulaire"].data["vu"]
        assert Client().post(adresse, plan(version=version, vu=vu, montant_demande="3000")).status_code == 302
        assert Operation.objects.get().montant_demande == 3000

    def test_amounts_are_read_in_french_and_in_english_and_summed_to_the_cent(self, jeton):
        Client().post(f"/dossier/{jeton}/plan/", plan())
        operation = Operation.objects.get()
        assert sum(ligne.montant for ligne in operation.lignes.all()) == 6000
        assert sum(ressource.montant for ressource in operation.ressources.all()) == 6000
        page = Client().get(f"/dossier/{jeton}/relire/").content.decode().replace("\u202f", " ").replace("\xa0", " ")
        assert "6 000,00 €" in page

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"d-montant-0": "-5"}, "est négatif"),
            ({"d-montant-0": "1,234"}, "se lit de deux façons"),
            ({"d-montant-0": "9999999999999"}, "est trop grand"),
            ({"d-montant-0": ""}, "Indiquez le montant"),
            ({"d-nature-0": ""}, "Choisissez dans la liste"),
            ({"d-annee-0": "20"}, "quatre chiffres"),
            ({"total_annonce": "6 001"}, "la somme des lignes fait"),
        ],
    )
    def test_a_bad_amount_is_refused_in_a_sentence_and_never_lost(self, jeton, champs, phrase):
        page = Client().post(f"/dossier/{jeton}/plan/", plan(**champs)).content.decode()
        assert phrase in page
        assert 'value="Animatrice"' in page
        assert 'value="Animatrice"' in Client().get(f"/dossier/{jeton}/plan/").content.decode()


class TestLesPieces:
    def test_a_file_is_an_attachment_that_runs_nothing(self, appel, jeton):
        requise = appel.pieces_requises.get().pk
        adresse = f"/dossier/{jeton}/pieces/"
        assert Client().post(adresse, {"requise": requise, "fichier": fa.pdf()}).status_code == 302
        piece = Operation.objects.get().pieces.get()
        rendue = Client().get(f"{adresse}{piece.pk}/")
        assert rendue["Content-Disposition"].startswith("attachment")
        assert (rendue["X-Content-Type-Options"], rendue["Content-Security-Policy"]) == (
            "nosniff",
            "default-src 'none'; sandbox",
        )
        assert fa.contenu(rendue) == fa.PDF
        assert Journal.objects.filter(verbe="ouvrir une pièce par le lien").count() == 1

    def test_the_same_file_twice_is_refused_in_a_sentence(self, appel, jeton):
        Client().post(f"/dossier/{jeton}/pieces/", {"intitule": "Budget", "fichier": fa.pdf()})
        deux = Client().post(f"/dossier/{jeton}/pieces/", {"intitule": "Autre", "fichier": fa.pdf()})
        assert "déjà joint, sous « Budget »" in deux.content.decode()

    def test_a_page_of_the_web_is_not_a_piece(self, jeton):
        page = fa.SimpleUploadedFile("x.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
        reponse = Client().post(f"/dossier/{jeton}/pieces/", {"intitule": "x", "fichier": page})
        assert reponse.status_code == 200
        assert not Operation.objects.get().pieces.exists()

    def test_another_link_opens_nothing_of_it(self, appel, jeton):
        autre, _ = fa.brouillon(appel)
        piece = autre.pieces.get()
        assert Client().get(f"/dossier/{jeton}/pieces/{piece.pk}/").status_code == 404
        assert Client().post(f"/dossier/{jeton}/pieces/{piece.pk}/retirer/").status_code == 404


class TestLeDepot:
    def test_gives_a_number_a_receipt_and_a_letter(self, appel, mailoutbox, django_capture_on_commit_callbacks):
        operation, par = fa.brouillon(appel)
        with django_capture_on_commit_callbacks(execute=True):
            actions.deposer_dossier(operation=operation, par=par)
        operation.refresh_from_db()
        assert (operation.statut, operation.code) == ("DEPOSEE", f"{appel.code}-001")
        jeton = fa.jeton_de(mailoutbox[-1])
        assert operation.code in mailoutbox[-1].body
        recu = Client().get(f"/dossier/{jeton}/recu.pdf")
        assert recu.content.startswith(b"%PDF")
        assert "déposée" in Client().get(f"/dossier/{jeton}/").content.decode()
        assert fa.depose(appel).code == f"{appel.code}-002"

    def test_at_the_last_second_is_in_time_and_one_second_later_the_draft_is_kept(self, appel):
        premier, par = fa.brouillon(appel)
        second, _ = fa.brouillon(appel)
        with time_machine.travel(appel.ferme_le, tick=False):
            actions.deposer_dossier(operation=premier, par=par)
        apres = appel.ferme_le.replace(microsecond=0) + timedelta(seconds=1)
        with time_machine.travel(apres, tick=False), pytest.raises(RefusMetier, match="clos depuis le"):
            actions.deposer_dossier(operation=second, par=par)
        second.refresh_from_db()
        assert (second.statut, second.intitule, second.lignes.count()) == ("BROUILLON", fa.PROJET, 1)

    def test_is_refused_with_all_that_is_missing(self, appel):
        operation = actions.ouvrir_dossier(appel=appel, courriel="a@exemple.invalid", par=None)
        with pytest.raises(RefusMetier) as refus:
            actions.deposer_dossier(operation=operation, par=None)
        for dit in (
            "nom de la structure",
            "l'intitulé",
            "1 question sans réponse",
            "une dépense au moins",
            "Statuts",
        ):
            assert dit in refus.value.message

    @pytest.mark.parametrize(
        ("cout", "aide", "phrase"),
        [("7000", "5500", "dépasse le plafond"), ("4500", "4000", "le taux maximum est de 80"), ("100", "0", "nul")],
    )
    def test_is_within_the_bounds_of_the_call(self, appel, cout, aide, phrase):
        operation, par = fa.brouillon(appel)
        fa.chiffrer(operation, par, cout, aide)
        with pytest.raises(RefusMetier, match=phrase):
            actions.deposer_dossier(operation=operation, par=par)

    def test_an_answer_that_is_not_the_one_expected_is_let_through_and_flagged(self, appel):
        operation, par = fa.brouillon(appel)
        fa.repondre(operation, par, oui=False)
        actions.deposer_dossier(operation=operation, par=par)
        ines = f.acteur(appel.territoire, "animateur_coordonnateur")
        assert "réponse inattendue" in fa.ouvrir(ines).get(f"/OUEST/dossiers/{operation.pk}/").content.decode()

    def test_once_handed_in_nothing_changes(self, appel):
        operation, par = fa.brouillon(appel)
        actions.deposer_dossier(operation=operation, par=par)
        with pytest.raises(RefusMetier, match="ne change plus"):
            fa.ecrire(operation, par, intitule="Autre chose")
        with pytest.raises(RefusMetier, match="ne change plus"):
            fa.chiffrer(operation, par)
        with pytest.raises(RefusMetier, match="ne change plus"):
            actions.retirer_du_dossier(piece=operation.pieces.get(), par=par)

    def test_a_withdrawn_call_keeps_what_was_written_and_tells_the_applicants(
        self, appel, mailoutbox, django_capture_on_commit_callbacks
    ):
        _, par = fa.brouillon(appel)
        ines = f.acteur(appel.territoire, "animateur_coordonnateur")
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.retirer_appel(appel=appel, raison="Crédits annulés", par=ines) == 1
        assert "Crédits annulés" in mailoutbox[-1].body
        with pytest.raises(RefusMetier, match="a été retiré"):
            actions.deposer_dossier(operation=Operation.objects.get(), par=par)
        assert Operation.objects.get().intitule == fa.PROJET
        assert "retiré" in Client().get(f"/appels/OUEST/{appel.pk}/").content.decode()


def test_a_draft_that_nobody_hands_in_is_forgotten_long_after_the_closure(appel):
    operation, _ = fa.brouillon(appel)
    gardee = fa.depose(appel)
    assert actions.purger_brouillons(par=None) == 0
    with time_machine.travel(appel.ferme_le + timedelta(days=181), tick=False):
        assert actions.purger_brouillons(par=None) == 1
    assert list(Operation.objects.all()) == [gardee]
    assert not Operation.historique.filter(id=operation.pk).exists()


def test_what_is_not_published_is_nobody_s_outside(appel):
    cachee = AppelFactory(territoire=appel.territoire, statut="PREPARE")
    assert Client().get(f"/appels/OUEST/{cachee.pk}/").status_code == 404
    assert Client().get(f"/appels/AUTRE/{appel.pk}/").status_code == 404
    assert Client().get("/appels/AUTRE/").status_code == 404
    assert f"/appels/OUEST/{appel.pk}/" in Client().get("/appels/OUEST/").content.decode()
