"""Letters, conventions and avenants: by the territory's template, in Word and in PDF, both saying the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from deplie.financements import actions
from deplie.financements.models import ModeleDocument
from deplie.financements.queries import document as lus
from deplie.financements.rules.document import AVENANT, CONVENTION, USAGES, champs_de
from deplie.financements.rules.obligations import conservation_de, obligations_de
from deplie.financements.rules.plan_ecrit import LigneEcrite, PlanEcrit, RessourceEcrite, en_json
from deplie.socle.documents import rendre_word
from deplie.socle.documents.relu import blocs_du_word
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.gabarits import exemples
from deplie.socle.models import Journal
from tests.factories_financements import (
    AppelFactory,
    AvenantConventionFactory,
    ConventionFactory,
    EvenementOperationFactory,
    LignePlanFactory,
    OperationFactory,
    OperationRetenueFactory,
    PieceRequiseFactory,
    RessourceFactory,
    VersementFactory,
    VersionPlanFactory,
)
from tests.parcours import fabrique as f


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


def texte(octets: bytes) -> str:
    """Everything that a Word file says, tables included, spaces made plain."""
    feuille = Document(BytesIO(octets))
    dits = [p.text for p in feuille.paragraphs]
    dits += [cellule.text for t in feuille.tables for ligne in t.rows for cellule in ligne.cells]
    return "\n".join(dits).replace("\u202f", " ").replace("\u00a0", " ")


def modele(*lignes: str) -> SimpleUploadedFile:
    feuille, tampon = Document(), BytesIO()
    for ligne in lignes:
        feuille.add_paragraph(ligne)
    feuille.save(tampon)
    type_word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return SimpleUploadedFile("modele.docx", tampon.getvalue(), type_word)


def plan(poste: tuple[str, str], *ressources: tuple[str, str]) -> dict:
    """What a version keeps: one line, its resources."""
    return en_json(
        PlanEcrit(
            "FSE_PLUS_2021_2027",
            "",
            (LigneEcrite(poste[0], "", 2020, Decimal(poste[1])),),
            tuple(RessourceEcrite(genre, "", 2020, Decimal(montant)) for genre, montant in ressources),
        )
    )


@pytest.mark.parametrize("usage", sorted(USAGES))
def test_the_template_that_is_provided_stands_with_everything_and_with_nothing(usage):
    for exemple in exemples(champs_de(usage)):
        rendre_word(lus.gabarit_fourni(usage), exemple)


def test_a_convention_says_the_duties_of_its_programme_and_how_long_papers_are_kept():
    europe = " ".join(obligations_de("FSE_PLUS_2021_2027"))
    assert "Cofinancé par l'Union européenne" in europe
    assert "affiche de format A3" in europe
    assert "Union" not in " ".join(obligations_de(""))
    assert "31 décembre de l'année du dernier versement" in conservation_de("FSE_PLUS_2021_2027")
    assert "dix ans" in conservation_de("FSE_PLUS_2021_2027", aide_etat=True)


@pytest.mark.django_db
class TestConvention:
    @pytest.fixture
    def operation(self):
        lieu = f.territoire()
        appel = AppelFactory(territoire=lieu)
        PieceRequiseFactory(appel=appel, moment="BILAN", intitule="Feuilles d'émargement")
        operation = OperationRetenueFactory(
            territoire=lieu, appel=appel, programmation="FSE_PLUS_2021_2027", porteur_siret="21170302000001"
        )
        LignePlanFactory(operation=operation, montant="20000.00")
        RessourceFactory(operation=operation)
        RessourceFactory(operation=operation, genre="REGION", montant="10000.00")
        return operation

    def test_before_it_is_signed_it_says_what_the_plan_and_the_committee_say(self, operation):
        champs = lus.champs_de_la_convention(operation, date(2021, 3, 1))
        dit = texte(rendre_word(lus.gabarit_fourni(CONVENTION), champs))
        assert "Le coût total de l'opération est de 20 000,00 €. L'aide est de 10 000,00 € au plus, soit 50 %" in dit
        assert "admises du 1er janvier 2020 au 31 décembre 2020" in dit
        assert "Bilan final de l'opération, jusqu'au 31 décembre 2020" in dit
        assert "Feuilles d'émargement" in dit
        assert "Cofinancé par l'Union européenne" in dit
        assert champs["signee"] == ""
        assert [ligne["montant"] for ligne in champs["plan"]] == ["20\u202f000,00\u00a0€"]

    def test_once_signed_it_says_what_was_signed_and_its_schedule(self, operation):
        operation.statut = "CONVENTIONNEE"
        operation.save()
        convention = ConventionFactory(operation=operation, numero="C-7", cout_total="18000.00", montant="9000.00")
        VersementFactory(operation=operation, prevu_le=date(2020, 2, 1), paye_le=date(2020, 3, 12), montant_paye=5000)
        AvenantConventionFactory(convention=convention, montant="8000.00")
        champs = lus.champs_de_la_convention(operation, date(2021, 3, 1))
        dit = texte(rendre_word(lus.gabarit_fourni(CONVENTION), champs))
        assert "Convention C-7" in dit
        assert "L'aide est de 9 000,00 €" in dit
        assert "1er février 2020" in dit
        assert "jusqu'au 31 décembre 2025" in dit

    def test_an_avenant_says_what_it_changes_before_and_after(self, operation):
        convention = ConventionFactory(operation=operation)
        AvenantConventionFactory(convention=convention, numero=1, effet_le=date(2020, 6, 1), montant="9000.00")
        second = AvenantConventionFactory(
            convention=convention, numero=2, montant="8500.00", fin=date(2021, 12, 31), objet="Prolongation"
        )
        champs = lus.champs_de_l_avenant(operation, second, date(2021, 3, 1))
        lisibles = [
            tuple(str(v).replace("\u202f", " ").replace("\u00a0", " ") for v in c.values())
            for c in champs["changements"]
        ]
        assert lisibles == [
            ("Dernier jour des dépenses", "31 décembre 2020", "31 décembre 2021"),
            ("Aide", "9 000,00 €", "8 500,00 €"),
        ]
        assert "Avenant n° 2" in texte(rendre_word(lus.gabarit_fourni(AVENANT), champs))

    def test_an_avenant_says_the_lines_of_its_plan_by_post_and_by_funder(self, operation):
        convention = ConventionFactory(operation=operation)
        avenant = AvenantConventionFactory(convention=convention)
        assert lus.champs_de_l_avenant(operation, avenant, date(2021, 3, 1))["plan_postes"] == []
        VersionPlanFactory(operation=operation, rang=1, contenu=plan(("PERSONNEL", "1.00"), ("FSE", "1.00")))
        signe = plan(("PERSONNEL", "20000.00"), ("FSE", "10000.00"), ("REGION", "10000.00"))
        VersionPlanFactory(operation=operation, rang=2, moment="CONVENTION", effet_le=convention.debut, contenu=signe)
        porte = plan(("PERSONNEL", "22000.01"), ("FSE", "12000.01"), ("REGION", "10000.00"))
        VersionPlanFactory(
            operation=operation, rang=3, moment="AVENANT", avenant=avenant, effet_le=avenant.effet_le, contenu=porte
        )
        champs = lus.champs_de_l_avenant(operation, avenant, date(2021, 3, 1))
        dit = texte(rendre_word(lus.gabarit_fourni(AVENANT), champs))
        assert [ligne["poste"] for ligne in champs["plan_postes"]] == ["Dépenses directes de personnel", "Total"]
        assert dit.count("20 000,00 €\n22 000,01 €\n2 000,01 €") == 3
        assert [un["financeur"] for un in champs["plan_financeurs"]][-1] == "Total"
        assert "10 000,00 €\n12 000,01 €\n2 000,01 €" in dit
        assert "10 000,00 €\n10 000,00 €\n0,00 €" in dit
        assert "{" not in dit

    def test_the_territory_s_own_template_writes_word_and_pdf(self, client_de, distribution):
        client = client_de("directeur")
        operation = OperationRetenueFactory(territoire=distribution.territoire, intitule="Jardin partagé")
        depot = {"usage": CONVENTION, "fichier": modele("Notre convention {{ numero }}", "Pour {{ intitule }}.")}
        assert client.post(reverse("financements:modeles", args=["OUEST"]), depot).status_code == 302
        adresse = "financements:document_convention"
        word = client.get(reverse(adresse, args=["OUEST", operation.pk, "docx"]))
        assert texte(word.content) == f"Notre convention {operation.code}\nPour Jardin partagé."
        pdf = client.get(reverse(adresse, args=["OUEST", operation.pk, "pdf"]))
        assert pdf.content.startswith(b"%PDF")
        assert pdf["Content-Disposition"].startswith("attachment")
        assert client.get(reverse(adresse, args=["OUEST", operation.pk, "html"])).status_code == 404
        assert Journal.objects.filter(verbe="écrire une convention").count() == 2
        sien = ModeleDocument.objects.get()
        assert "Le nôtre" in client.get(reverse("financements:modeles", args=["OUEST"])).content.decode()
        assert client.get(reverse("financements:modele", args=["OUEST", sien.pk])).status_code == 200
        client.post(reverse("financements:retirer_modele", args=["OUEST", sien.pk]))
        assert "Convention" in texte(client.get(reverse(adresse, args=["OUEST", operation.pk, "docx"])).content)

    def test_a_template_that_names_an_unknown_field_is_refused_with_its_name(self, operation):
        par = f.acteur(operation.territoire, "directeur_plie")
        fichier = recevoir(modele("{{ nom_du_chien }}"), territoire=operation.territoire.code, par=par)
        with pytest.raises(RefusMetier, match="nom_du_chien"):
            actions.deposer_modele(usage=CONVENTION, fichier=fichier, par=par)
        assert not ModeleDocument.objects.exists()

    def test_an_avenant_is_read_by_its_number_and_no_other(self, client_de, distribution):
        avenant = AvenantConventionFactory(convention=ConventionFactory(operation__territoire=distribution.territoire))
        client, pk = client_de("gestionnaire"), avenant.convention.operation_id
        for forme in ("docx", "pdf"):
            ici = reverse("financements:document_avenant", args=["OUEST", pk, 1, forme])
            assert client.get(ici).status_code == 200
        assert client.get(reverse("financements:document_avenant", args=["OUEST", pk, 2, "pdf"])).status_code == 404


def test_a_pdf_keeps_the_order_of_the_word_file_and_skips_no_level():
    feuille, tampon = Document(), BytesIO()
    feuille.add_heading("Titre", 0)
    feuille.add_heading("Loin", 3)
    feuille.add_paragraph("Un point", style="List Bullet")
    feuille.add_table(rows=1, cols=2).rows[0].cells[0].text = "A"
    feuille.add_paragraph(" ")
    feuille.add_paragraph().add_run("Fort").bold = True
    feuille.save(tampon)
    blocs = blocs_du_word(tampon.getvalue())
    assert [bloc["genre"] for bloc in blocs] == ["titre", "titre", "puce", "tableau", "texte"]
    assert [bloc["niveau"] for bloc in blocs[:2]] == [1, 2]
    assert blocs[3]["lignes"] == [["A", ""]]
    assert blocs[4]["morceaux"] == [{"texte": "Fort", "gras": True, "italique": False}]


@pytest.mark.django_db
class TestLettres:
    @pytest.fixture
    def appel(self, distribution):
        return AppelFactory(territoire=distribution.territoire)

    def _decidee(self, appel, statut, acte, motif=""):
        fabrique = OperationRetenueFactory if statut == "PROGRAMMEE" else OperationFactory
        operation = fabrique(territoire=appel.territoire, appel=appel, statut=statut, intitule=f"Projet {acte}")
        EvenementOperationFactory(operation=operation, acte=acte, vers=statut, motif=motif, le=operation.statut_le)
        return operation

    def test_are_written_by_batch_each_by_the_template_of_its_decision(self, appel, client_de, distribution):
        rejetee = self._decidee(appel, "REJETEE", "rejeter", "Hors du champ")
        retenue = self._decidee(appel, "PROGRAMMEE", "retenir")
        self._decidee(appel, "AVIS_TECHNIQUE", "rendre_avis")
        par = distribution.directeur
        fichier = recevoir(modele("À {{ structure }} : {{ raison }}"), territoire="OUEST", par=par)
        actions.deposer_modele(usage="REJETEE", fichier=fichier, par=par)
        client = client_de("instructeur")
        archive = ZipFile(BytesIO(client.get(reverse("financements:lettres", args=["OUEST", appel.pk])).content))
        assert sorted(archive.namelist()) == sorted(f"lettre-{o.code.lower()}.docx" for o in (rejetee, retenue))
        lettre = texte(archive.read(f"lettre-{rejetee.code.lower()}.docx"))
        assert lettre == f"À {rejetee.structure} : Hors du champ"
        assert "Une aide de 10 000 €" in texte(archive.read(f"lettre-{retenue.code.lower()}.docx"))
        assert Journal.objects.get(verbe="écrire les lettres d'un appel").detail == {"lignes": 2}
        une = client.get(reverse("financements:lettres", args=["OUEST", appel.pk]) + "?etat=REJETEE")
        assert len(ZipFile(BytesIO(une.content)).namelist()) == 1
        page = client.get(reverse("financements:appel", args=["OUEST", appel.pk])).content.decode()
        assert "Toutes les décisions (2)" in page

    def test_a_call_without_a_decision_says_that_it_has_no_letter(self, appel, client_de):
        reponse = client_de("instructeur").get(reverse("financements:lettres", args=["OUEST", appel.pk]), follow=True)
        assert "Aucune décision n&#x27;appelle de lettre" in reponse.content.decode()
