"""A decision recorded is corrected while nothing depends on it: what it said first is kept, and so is why."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from deplie.instances.actions import Choix, inscrire_decisions, rectifier_decision
from deplie.instances.models import Decision, Rectification
from deplie.parcours import actions
from deplie.parcours.models import Participation, Prescription
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.instances import fabrique
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 4)
SEANCE = date(2024, 3, 20)
ERREUR = "Erreur de saisie"


@pytest.fixture(autouse=True)
def en_mars_2024():
    import time_machine

    with time_machine.travel("2024-03-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def seance(lieu):
    return fabrique.seance(lieu, SEANCE)


@pytest.fixture
def prescription(lieu, ines):
    qui = f.personne(lieu, date_naissance=date(1986, 5, 14))
    dites = {"information_le": JOUR, "consentement_le": JOUR, "le": JOUR, "par": ines}
    prescription = actions.prescrire(
        personne=qui, dispositif=lieu.dispositifs.get(code="PLIE"), criteres={"RSA": JOUR}, freins=["mobilite"], **dites
    )
    actions.declarer_recevable(prescription=prescription, le=JOUR, par=ines)
    actions.presenter(prescription=prescription, le=JOUR, par=ines)
    return prescription


def decider(seance, objet, resultat, par, genre="prescription", **valeurs):
    inscrire_decisions(seance=seance, choix=[Choix(genre, objet.pk, resultat, valeurs)], par=par)
    return Decision.objects.get(genre=genre, objet_id=objet.pk)


def relu(objet):
    return type(objet).objects.get(pk=objet.pk)


def test_put_off_by_mistake_somebody_is_admitted_on_the_day_of_the_seance(ines, seance, prescription):
    decision = decider(seance, prescription, "ajourner", ines, raison="Pièce à fournir")
    rectifier_decision(decision=decision, resultat="admettre", pourquoi=" La pièce  y était ", par=ines)
    entree = Participation.objects.get()
    assert (entree.date_entree, relu(prescription).participation) == (SEANCE, entree)
    gardee = Rectification.objects.get()
    assert (gardee.resultat, gardee.motif, gardee.pourquoi) == ("ajourner", "Pièce à fournir", "La pièce y était")
    assert (gardee.par, relu(decision).resultat, relu(decision).motif) == (ines.compte, "admettre", "")
    detail = Journal.objects.get(verbe="rectifier une décision").detail
    assert (detail["avant"], detail["apres"]) == ("ajourner", "admettre")


def test_an_entry_taken_back_leaves_its_versions_and_its_day_free(ines, seance, prescription):
    decision = decider(seance, prescription, "admettre", ines)
    refus = {"resultat": "refuser", "raison": "Autre besoin", "autre_voie": "Mission locale"}
    rectifier_decision(decision=decision, pourquoi=ERREUR, par=ines, **refus)
    assert not Participation.objects.exists()
    fin = Participation.historique.order_by("-history_id")[0]
    assert (fin.history_type, fin.date_entree, fin.history_user) == ("-", SEANCE, ines.compte)
    assert (relu(prescription).statut, relu(prescription).autre_voie) == ("REFUSE", "Mission locale")
    rectifier_decision(decision=decision, resultat="admettre", pourquoi="C'était bien elle", par=ines)
    assert Participation.objects.reelles().get().date_entree == SEANCE
    assert [r.resultat for r in Rectification.objects.order_by("pk")] == ["admettre", "refuser"]


def test_what_depends_on_an_entry_is_said(ines, seance, prescription):
    decision = decider(seance, prescription, "admettre", ines)
    entree = Participation.objects.get()
    actions.ajouter_etape(participation=entree, valeurs={"categorie": "ACC", "date_debut": SEANCE}, par=ines)
    actions.etablir_contrat(participation=entree, le=SEANCE, par=ines)
    with pytest.raises(RefusMetier, match="on a enregistré 1 étape, 1 contrat PLIE"):
        rectifier_decision(decision=decision, resultat="ajourner", raison="Pièce", pourquoi=ERREUR, par=ines)
    assert not Rectification.objects.exists()
    assert relu(decision).resultat == "admettre"


def test_a_derogation_is_said_otherwise_without_touching_the_entry(ines, seance, prescription):
    decision = decider(seance, prescription, "admettre", ines)
    entree = Participation.objects.get()
    actions.etablir_contrat(participation=entree, le=SEANCE, par=ines)
    rectifier_decision(decision=decision, resultat="admettre", raison="Continuité", pourquoi="Non inscrite", par=ines)
    assert (relu(decision).derogation, relu(prescription).raison) == (True, "Continuité")
    assert set(entree.criteres.values_list("code", flat=True)) == {"RSA", "DEROG"}
    rectifier_decision(decision=decision, resultat="admettre", pourquoi="Sans objet", par=ines)
    assert set(entree.criteres.values_list("code", flat=True)) == {"RSA"}
    assert Participation.objects.get() == entree


def test_a_prescription_that_went_on_keeps_its_decision(ines, seance, prescription):
    decision = decider(seance, prescription, "ajourner", ines, raison="Pièce à fournir")
    actions.presenter(prescription=relu(prescription), le=date(2024, 3, 22), par=ines)
    with pytest.raises(RefusMetier, match=r"« en commission » \(22/03/2024\)"):
        rectifier_decision(decision=decision, resultat="admettre", pourquoi=ERREUR, par=ines)


def test_somebody_oriented_again_since_a_refusal(lieu, ines, seance, prescription):
    decision = decider(seance, prescription, "refuser", ines, raison="Autre besoin", autre_voie="Ailleurs")
    actions.prescrire(
        personne=prescription.personne, dispositif=prescription.dispositif, le=date(2024, 3, 22),
        information_le=JOUR, consentement_le=JOUR, par=ines,
    )  # fmt: skip
    with pytest.raises(RefusMetier, match="une autre prescription de la personne attend"):
        rectifier_decision(decision=decision, resultat="admettre", pourquoi=ERREUR, par=ines)
    assert Prescription.objects.get(pk=prescription.pk).statut == "REFUSE"


@pytest.fixture
def proposee(lieu, ines):
    participation = f.participation(lieu, f.personne(lieu, "Sortie"), entree=date(2023, 1, 9))
    actions.prononcer_sortie(participation=participation, motif="P_CDI", le=JOUR, par=ines)
    return participation


def test_an_exit_is_taken_back_then_validated_as_it_was_proposed(ines, seance, proposee):
    decision = decider(seance, proposee, "valider", ines, "sortie")
    with pytest.raises(RefusMetier, match="le référent le lira"):
        rectifier_decision(decision=decision, resultat="renvoyer", pourquoi=ERREUR, par=ines)
    rectifier_decision(decision=decision, resultat="renvoyer", raison="Contrat non signé", pourquoi=ERREUR, par=ines)
    assert relu(proposee).date_sortie is None
    rectifier_decision(decision=decision, resultat="valider", pourquoi="Signé le jour même", par=ines)
    ici = relu(proposee)
    assert (ici.motif_sortie, ici.date_sortie, ici.date_validation_sortie) == ("P_CDI", JOUR, SEANCE)


def test_an_exit_whose_sixth_month_is_known_stays_validated(ines, seance, proposee):
    decision = decider(seance, proposee, "valider", ines, "sortie")
    actions.relever_sixieme_mois(participation=relu(proposee), situation="EMPLOI", le=SEANCE, par=ines)
    with pytest.raises(RefusMetier, match="sixième mois"):
        rectifier_decision(decision=decision, resultat="renvoyer", raison="Non", pourquoi=ERREUR, par=ines)


def test_an_exit_proposed_again_is_decided_by_the_next_seance(ines, seance, proposee):
    decision = decider(seance, proposee, "renvoyer", ines, "sortie", raison="Contrat non signé")
    actions.prononcer_sortie(participation=relu(proposee), motif="A_ABAND", le=SEANCE, par=ines)
    with pytest.raises(RefusMetier, match="une autre sortie est proposée"):
        rectifier_decision(decision=decision, resultat="valider", pourquoi=ERREUR, par=ines)


def test_a_correction_says_why_changes_something_and_needs_the_right(lieu, ines, seance, prescription):
    decision = decider(seance, prescription, "ajourner", ines, raison="Pièce à fournir")
    with pytest.raises(RefusMetier, match="pourquoi la décision est rectifiée"):
        rectifier_decision(decision=decision, resultat="admettre", pourquoi="  ", par=ines)
    with pytest.raises(RefusMetier, match="Rien ne change"):
        rectifier_decision(decision=decision, resultat="ajourner", raison="Pièce à fournir", pourquoi="?", par=ines)
    with pytest.raises(RefusMetier, match="ne se rectifie pas ainsi"):
        rectifier_decision(decision=decision, resultat="valider", pourquoi=ERREUR, par=ines)
    with pytest.raises(RefusMetier, match="un droit que vous n'avez pas"):
        rectifier_decision(
            decision=decision, resultat="admettre", pourquoi=ERREUR, par=f.acteur(lieu, "referent_parcours")
        )


def test_the_page_and_the_minutes_say_what_was_corrected(ines, seance, prescription):
    decision = decider(seance, prescription, "ajourner", ines, raison="Pièce à fournir")
    client = Client()
    client.force_login(ines.compte)
    adresse = f"/OUEST/seances/decisions/{decision.pk}/rectifier/"
    assert "Rectifier la décision\u00a0: Zélie Exemple" in client.get(adresse).content.decode()
    assert adresse in client.get(f"/OUEST/seances/{seance.pk}/").content.decode()
    envoi = {"resultat": "admettre", "raison": "", "autre_voie": "", "pourquoi": "La pièce y était"}
    assert client.post(adresse, envoi).status_code == 302
    page = client.get(f"/OUEST/seances/{seance.pk}/").content.decode()
    assert "rectifiée le 25 mars 2024 : La pièce y était" in page
    minutes = Document(BytesIO(client.get(f"/OUEST/seances/{seance.pk}/proces-verbal.docx").content))
    dite = minutes.tables[0].rows[1].cells[2].text
    assert dite == "Admettre, rectifiée le 25 mars 2024 (La pièce y était) ; d'abord : Ajourner, Pièce à fournir"
