"""From the deposit to the committee: who reads, without what interests, what mark, what is decided and told."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from deplie.acteurs.models import Organisation
from deplie.financements import actions
from deplie.financements.models import LignePlan, Operation
from deplie.financements.queries import dossier as lus
from deplie.financements.rules.lettre import LETTRES
from deplie.instances import actions as instances
from deplie.instances.models import Decision
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import InstanceFactory, SeanceFactory
from tests.financements import fabrique_appel as fa
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def appel(lieu):
    return fa.appel_ouvert(lieu)


@pytest.fixture
def paul(lieu):
    return f.acteur(lieu, "membre_jury")


@pytest.fixture
def lea(lieu):
    return f.acteur(lieu, "instructeur")


def en_instruction(appel, par, *lecteurs, **champs):
    operation = Operation.objects.get(pk=fa.depose(appel, **champs).pk)
    if operation.porteur is None:
        nom = Organisation.objects.filter(territoire=appel.territoire, nom=operation.porteur_nom).first()
        actions.reconnaitre_porteur(operation=operation, structure=nom, par=par)
    actions.statuer_recevabilite(operation=operation, recevable=True, motif="", par=par)
    actions.ouvrir_instruction(operation=operation, par=par)
    for lecteur in lecteurs:
        actions.designer_lecteur(operation=operation, lecteur=lecteur.agent, par=par)
    return operation


def noter(operation, par, *notes, avis="FAVORABLE"):
    lecture = lus.lecture_de(par, operation)
    if lecture.conflit is None:
        actions.declarer_interets(lecture=lecture, conflit=False, motif="", par=par)
    criteres = operation.appel.criteres.order_by("rang")
    donnees = {critere: Decimal(note) for critere, note in zip(criteres, notes, strict=True)}
    actions.rendre_lecture(lecture=lecture, notes=donnees, avis=avis, commentaire="Solide", par=par)


def avise(appel, par, lecteur, *notes, **champs):
    operation = en_instruction(appel, par, lecteur, **champs)
    noter(operation, lecteur, *(notes or (4, 3)))
    actions.rendre_avis(operation=operation, avis="À retenir", par=par)
    return operation


class TestLePorteur:
    def test_is_recognised_by_its_number_or_by_a_near_name_else_recorded(self, appel, lieu, ines):
        meme = f.organisation(lieu, "Un tout autre nom")
        Organisation.objects.filter(pk=meme.pk).update(siret=fa.SIRET)
        proche = f.organisation(lieu, "Les jardins d'essais")
        f.organisation(lieu, "Mission locale")
        operation = fa.depose(appel)
        assert [(s, pourquoi) for s, pourquoi in lus.structures_proches(operation)] == [
            (meme, "même SIRET"), (proche, "nom proche"),
        ]  # fmt: skip
        client, adresse = fa.ouvrir(ines), f"/OUEST/dossiers/{operation.pk}/porteur/"
        client.post(adresse, {"structure": proche.pk})
        operation.refresh_from_db()
        assert operation.porteur == proche
        client.post(adresse, {"structure": "nouvelle"})
        operation.refresh_from_db()
        assert (operation.porteur.nom, operation.porteur.siret) == ("Les Jardins d'essai", fa.SIRET)

    def test_is_known_before_the_application_is_admissible(self, appel, ines):
        with pytest.raises(RefusMetier, match="quelle structure"):
            actions.statuer_recevabilite(operation=fa.depose(appel), recevable=True, motif="", par=ines)

    def test_reads_why_its_application_is_not(self, appel, ines, mailoutbox, django_capture_on_commit_callbacks):
        operation = fa.depose(appel)
        with django_capture_on_commit_callbacks(execute=True):
            adresse = f"/OUEST/dossiers/{operation.pk}/recevabilite/"
            fa.ouvrir(ines).post(adresse, {"recevable": "non", "motif": "Hors du territoire"})
        page = Client().get(f"/dossier/{fa.jeton_de(mailoutbox[-1])}/").content.decode()
        assert "irrecevable" in page
        assert "Hors du territoire" in page


def test_a_complement_is_asked_and_answered_by_the_link(appel, ines, mailoutbox, django_capture_on_commit_callbacks):
    operation = fa.depose(appel)
    with django_capture_on_commit_callbacks(execute=True):
        adresse = f"/OUEST/dossiers/{operation.pk}/complement/"
        fa.ouvrir(ines).post(adresse, {"demande": "Un budget signé"})
    jeton = fa.jeton_de(mailoutbox[-1])
    assert "Un budget signé" in Client().get(f"/dossier/{jeton}/").content.decode()
    piece = {"intitule": "Budget signé", "fichier": fa.pdf(b"%autre\n%%EOF")}
    assert Client().post(f"/dossier/{jeton}/pieces/", piece).status_code == 302
    assert Client().post(f"/dossier/{jeton}/complement/", {"reponse": "Le voici"}).status_code == 302
    page = fa.ouvrir(ines).get(f"/OUEST/dossiers/{operation.pk}/").content.decode()
    assert "Le voici" in page
    assert "Budget signé" in page


class TestLaLecture:
    def test_begins_with_the_declaration_of_interests(self, appel, ines, paul):
        operation = en_instruction(appel, ines, paul)
        lecture = lus.lecture_de(paul, operation)
        with pytest.raises(RefusMetier, match="Déclarez d'abord"):
            actions.rendre_lecture(lecture=lecture, notes={}, avis="FAVORABLE", commentaire="", par=paul)
        client = fa.ouvrir(paul)
        assert "lien d&#x27;intérêts" in client.get(f"/OUEST/dossiers/{operation.pk}/lecture/").content.decode()
        client.post(f"/OUEST/dossiers/{operation.pk}/lecture/", {"conflit": "non"})
        assert "Utilité sociale" in client.get(f"/OUEST/dossiers/{operation.pk}/lecture/").content.decode()

    def test_a_conflict_puts_the_reader_aside(self, appel, ines, paul):
        operation = en_instruction(appel, ines, paul)
        client, adresse = fa.ouvrir(paul), f"/OUEST/dossiers/{operation.pk}/"
        client.post(f"{adresse}lecture/", {"conflit": "oui", "motif": "J'y suis bénévole"})
        assert client.get(adresse).status_code == 404
        with pytest.raises(RefusMetier, match=r"0 lecture rendue sur 1 attendue. Désignez encore 1 lecteur"):
            actions.rendre_avis(operation=operation, avis="Bon", par=ines)

    def test_hides_the_marks_of_others_until_one_s_own_is_given(self, appel, ines, paul, lea):
        operation = en_instruction(appel, ines, paul, lea)
        noter(operation, paul, "4.5", "5")
        client = fa.ouvrir(lea)
        liste, page = f"/OUEST/appels/{appel.pk}/", f"/OUEST/dossiers/{operation.pk}/"
        avant = client.get(page).content.decode() + client.get(liste).content.decode()
        assert "Solide" not in avant
        assert "4,5" not in avant
        assert "93,33" not in avant
        assert "1 lecture à rendre" in client.get(f"/OUEST/appels/{appel.pk}/classement/").content.decode()
        noter(operation, lea, 4, 4)
        assert "4,5" in client.get(page).content.decode()
        assert "86,67" in client.get(liste).content.decode()

    def test_is_one_s_own_and_given_once_within_the_grid(self, appel, ines, paul, lea):
        operation = en_instruction(appel, ines, paul)
        with pytest.raises(RefusMetier, match="Seule la personne désignée"):
            actions.declarer_interets(lecture=operation.lectures.get(), conflit=False, motif="", par=lea)
        with pytest.raises(RefusMetier, match="se note de 0 à 5"):
            noter(operation, paul, 6, 3)
        noter(operation, paul, 5, 3)
        with pytest.raises(RefusMetier, match="ne changent plus"):
            noter(operation, paul, 1, 1)
        with pytest.raises(RefusMetier, match="lit déjà ce dossier"):
            actions.designer_lecteur(operation=operation, lecteur=paul.agent, par=ines)

    def test_is_not_given_to_somebody_of_the_applicant(self, appel, lieu, ines):
        dedans = f.acteur(lieu, "membre_jury", structure=f.organisation(lieu, "Les Jardins d'essai"))
        with pytest.raises(RefusMetier, match="appartient à la structure"):
            en_instruction(appel, ines, dedans)


class TestQuiLit:
    def test_a_member_of_a_jury_reads_what_is_confided_to_them(self, appel, ines, paul):
        confie, autre = en_instruction(appel, ines, paul), fa.depose(appel)
        client = fa.ouvrir(paul)
        assert client.get(f"/OUEST/dossiers/{confie.pk}/").status_code == 200
        assert client.get(f"/OUEST/dossiers/{autre.pk}/").status_code == 404
        assert client.get(f"/OUEST/dossiers/pieces/{autre.pieces.get().pk}/").status_code == 404
        assert autre.code not in client.get(f"/OUEST/appels/{appel.pk}/").content.decode()
        assert autre.code not in b"".join(client.get(f"/OUEST/appels/{appel.pk}/dossiers.csv")).decode()

    def test_a_draft_is_read_by_nobody(self, appel, ines):
        operation, _ = fa.brouillon(appel)
        assert fa.ouvrir(ines).get(f"/OUEST/dossiers/{operation.pk}/").status_code == 404

    def test_each_opening_of_a_file_is_written_in_the_journal(self, appel, ines):
        operation = fa.depose(appel)
        rendue = fa.ouvrir(ines).get(f"/OUEST/dossiers/pieces/{operation.pieces.get().pk}/")
        assert rendue["Content-Disposition"].startswith("attachment")
        assert rendue["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Journal.objects.get(verbe="ouvrir une pièce").objet_id == str(operation.pk)

    def test_referents_and_elected_members_read_calls_and_no_application(self, appel, lieu):
        for role in ("referent_parcours", "elu_copil"):
            client = fa.ouvrir(f.acteur(lieu, role))
            assert client.get("/OUEST/appels/").status_code == 200
            assert client.get(f"/OUEST/appels/{appel.pk}/").status_code == 403


class TestLeComite:
    def tenir(self, lieu, par, choix, nature="SELECTION"):
        seance = SeanceFactory(instance=InstanceFactory(territoire=lieu, nature=nature), le=timezone.localdate())
        instances.inscrire_decisions(seance=seance, choix=choix, par=par)
        return seance

    def choix(self, operation, resultat, **valeurs):
        return instances.Choix("operation", operation.pk, resultat, valeurs)

    def test_chooses_for_an_amount_makes_wait_adjourns_and_rejects_with_the_reason(
        self, appel, lieu, ines, lea, mailoutbox, django_capture_on_commit_callbacks
    ):
        quatre = [avise(appel, ines, lea) for _ in range(4)]
        with django_capture_on_commit_callbacks(execute=True):
            seance = self.tenir(lieu, ines, [
                self.choix(quatre[0], "retenir", montant=Decimal(3500)),
                self.choix(quatre[1], "mettre_en_attente"),
                self.choix(quatre[2], "ajourner", raison="Budget à revoir"),
                self.choix(quatre[3], "rejeter", raison="Hors du champ"),
            ])  # fmt: skip
        for operation in quatre:
            operation.refresh_from_db()
        assert [o.statut for o in quatre] == ["PROGRAMMEE", "LISTE_ATTENTE", "AJOURNEE", "REJETEE"]
        assert quatre[0].montant_programme == 3500
        assert quatre[0].evenements.get(acte="retenir").seance == seance
        assert Decision.objects.filter(genre="operation").count() == 4
        page = Client().get(f"/dossier/{fa.jeton_de(mailoutbox[-1])}/").content.decode()
        assert "rejetée" in page
        assert "Hors du champ" in page
        assert "À retenir" not in page

    @pytest.mark.parametrize(
        ("resultat", "valeurs", "phrase"),
        [
            ("retenir", {}, "Indiquez le montant"),
            ("retenir", {"montant": Decimal(4001)}, "dépasse le montant demandé"),
            ("retenir", {"montant": Decimal(5001)}, "dépasse le plafond"),
            ("rejeter", {"raison": " "}, "Dites pourquoi"),
        ],
    )
    def test_is_refused_in_a_sentence(self, appel, lieu, ines, lea, resultat, valeurs, phrase):
        operation = avise(appel, ines, lea)
        with pytest.raises(RefusMetier, match=phrase):
            self.tenir(lieu, ines, [self.choix(operation, resultat, **valeurs)])

    def rectifier(self, operation, par, resultat, montant=None, raison=""):
        decision = Decision.objects.get(genre="operation", objet_id=operation.pk)
        autres = {"montant": Decimal(montant) if montant else None}
        return instances.rectifier_decision(
            decision=decision, resultat=resultat, pourquoi="Erreur de report", raison=raison, autres=autres, par=par
        )

    def test_corrects_what_it_wrote_the_money_and_the_ranking_follow(
        self, appel, lieu, ines, lea, mailoutbox, django_capture_on_commit_callbacks
    ):
        operation = avise(appel, ines, lea)
        seance = self.tenir(lieu, ines, [self.choix(operation, "retenir", montant=Decimal(3500))])
        with django_capture_on_commit_callbacks(execute=True):
            avant = self.rectifier(operation, ines, "rejeter", raison="Hors du champ")
        operation.refresh_from_db()
        assert (operation.statut, operation.montant_programme, operation.statut_le) == ("REJETEE", None, seance.le)
        assert lus.classement(ines, appel).programme == 0
        assert avant.resultat == "retenir"
        reprise, rejet = operation.evenements.order_by("-pk")[:2][::-1]
        assert "retenir, 3" in reprise.motif
        assert (reprise.seance, rejet.seance, rejet.motif) == (seance, seance, "Hors du champ")
        assert "rejetée" in mailoutbox[-1].body
        self.rectifier(operation, ines, "retenir", montant=3000)
        operation.refresh_from_db()
        assert (operation.statut, operation.montant_programme) == ("PROGRAMMEE", 3000)
        assert lus.classement(ines, appel).programme == 3000

    def test_corrects_an_amount_alone_and_says_when_nothing_changes(self, appel, lieu, ines, lea):
        operation = avise(appel, ines, lea)
        self.tenir(lieu, ines, [self.choix(operation, "retenir", montant=Decimal(3500))])
        with pytest.raises(RefusMetier, match="Rien ne change"):
            self.rectifier(operation, ines, "retenir", montant=3500)
        with pytest.raises(RefusMetier, match="dépasse le montant demandé"):
            self.rectifier(operation, ines, "retenir", montant=4001)
        operation.refresh_from_db()
        assert (operation.statut, operation.montant_programme) == ("PROGRAMMEE", 3500)
        decision = Decision.objects.get(genre="operation", objet_id=operation.pk)
        client = fa.ouvrir(ines)
        ici = f"/OUEST/seances/decisions/{decision.pk}/rectifier/"
        assert 'value="3' in client.get(ici).content.decode()
        client.post(ici, {"resultat": "retenir", "montant": "3 200,50", "pourquoi": "Erreur de report"})
        operation.refresh_from_db()
        assert operation.montant_programme == Decimal("3200.50")

    def test_corrects_nothing_once_the_operation_went_on(self, appel, lieu, ines, lea):
        operation = avise(appel, ines, lea)
        self.tenir(lieu, ines, [self.choix(operation, "ajourner", raison="Budget à revoir")])
        operation.refresh_from_db()
        actions.ouvrir_instruction(operation=operation, par=ines)
        with pytest.raises(RefusMetier, match="depuis, l'opération est « en instruction »"):
            self.rectifier(operation, ines, "rejeter", raison="Hors du champ")

    def test_finds_them_on_the_page_of_its_seance_best_marked_first(self, appel, lieu, ines, lea):
        moins, mieux = avise(appel, ines, lea, 1, 1), avise(appel, ines, lea, 5, 5)
        seance = SeanceFactory(instance=InstanceFactory(territoire=lieu, nature="JURY"), le=timezone.localdate())
        client = fa.ouvrir(ines)
        page = client.get(f"/OUEST/seances/{seance.pk}/").content.decode()
        assert page.index(mieux.code) < page.index(moins.code)
        debut = f"operation-{mieux.pk}-"
        client.post(f"/OUEST/seances/{seance.pk}/", {f"{debut}resultat": "retenir", f"{debut}montant": "2 500,00"})
        mieux.refresh_from_db()
        assert (mieux.statut, mieux.montant_programme) == ("PROGRAMMEE", 2500)

    def test_writes_a_letter_for_each_decision(self, appel, lieu, ines, lea):
        operation = avise(appel, ines, lea)
        self.tenir(lieu, ines, [self.choix(operation, "rejeter", raison="Hors du champ")])
        lettre = fa.ouvrir(ines).get(f"/OUEST/dossiers/{operation.pk}/lettre.docx")
        texte = "\n".join(p.text for p in Document(BytesIO(lettre.content)).paragraphs)
        assert "n'est pas retenu" in texte
        assert "Raison de cette décision : Hors du champ" in texte
        assert {"PROGRAMMEE", "LISTE_ATTENTE", "AJOURNEE", "REJETEE"} <= set(LETTRES)


class TestLeClassement:
    def test_follows_the_marks_in_the_envelope_and_tells_what_is_left(self, lieu, ines, lea):
        appel = fa.appel_ouvert(lieu, enveloppe=Decimal(7000))
        for notes in ((5, 5), (3, 3), (4, 4)):
            avise(appel, ines, lea, *notes)
        classement = lus.classement(ines, appel)
        dits = [(place.rang, operation.code[-3:], place.issue) for place, operation in classement.lignes]
        assert dits == [(1, "001", "DANS_L_ENVELOPPE"), (2, "003", "ATTENTE"), (3, "002", "ATTENTE")]
        assert classement.restes == [("Enveloppe", Decimal(7000), Decimal(3000))]

    def test_gives_the_aid_over_the_whole_cost_flat_rate_included(self, lieu, ines, lea):
        """Staff of 10,000 € at 15 %: 11,500 € in all, of which 60 % may be given."""
        appel = fa.appel_ouvert(lieu, enveloppe=Decimal(20000))
        operation = avise(appel, ines, lea)
        appel.taux_max, appel.plafond = Decimal(60), None
        appel.save()
        operation.lignes.all().delete()
        LignePlan.objects.create(operation=operation, nature="PERSONNEL", annee=2022, montant=10000)
        operation.option_simplifiee, operation.programmation = "INDIRECT_15", "FSE_PLUS_2021_2027"
        operation.montant_demande = Decimal(9000)
        operation.save()
        operation = Operation.objects.get(pk=operation.pk)
        assert lus.accordable(operation) == Decimal(6900)
        assert [place.accordable for place, _ in lus.classement(ines, appel).lignes] == [Decimal(6900)]

    def test_says_when_sub_envelopes_pass_the_envelope(self, appel, ines):
        appel.sous_enveloppes.create(rang=1, intitule="Trop", montant=99999)
        assert "dépassent" in fa.ouvrir(ines).get(f"/OUEST/appels/{appel.pk}/classement/").content.decode()


def test_the_lists_ask_as_much_for_twenty_applications(appel, ines, lea, requetes_constantes):
    client = fa.ouvrir(ines)
    for adresse in (f"/OUEST/appels/{appel.pk}/", f"/OUEST/appels/{appel.pk}/classement/"):
        requetes_constantes(lambda adresse=adresse: client.get(adresse), lambda: en_instruction(appel, ines, lea))


def test_the_list_is_exported_as_it_is_shown(appel, ines):
    un, deux = fa.depose(appel), fa.depose(appel, intitule="=SOMME(A1)")
    client = fa.ouvrir(ines)
    csv = b"".join(client.get(f"/OUEST/appels/{appel.pk}/dossiers.csv")).decode()
    assert un.code in csv
    assert "'=SOMME" in csv
    filtre = b"".join(client.get(f"/OUEST/appels/{appel.pk}/dossiers.csv?q={un.code}")).decode()
    assert deux.code not in filtre
    assert client.get(f"/OUEST/appels/{appel.pk}/dossiers.xlsx").content.startswith(b"PK")
