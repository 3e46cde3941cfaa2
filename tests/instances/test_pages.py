"""Pages of séances: a whole commission in one screen, one page a person, who came, the minutes."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from deplie.instances.models import Decision, Seance
from deplie.parcours import actions
from deplie.parcours.models import Participation
from deplie.socle.models import Journal
from tests.instances import fabrique
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 4)


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
    return fabrique.seance(lieu, date(2024, 3, 20))


def ouvrir(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


def presentee(par, nom="Exemple", **valeurs):
    dites = {"le": JOUR, "information_le": JOUR, "consentement_le": JOUR, "criteres": {"RSA": JOUR}}
    prescription = actions.prescrire(
        personne=f.personne(par.territoire, nom),
        dispositif=par.territoire.dispositifs.get(code="PLIE"),
        par=par,
        **dites | valeurs,
    )
    actions.declarer_recevable(prescription=prescription, le=JOUR, par=par)
    actions.presenter(prescription=prescription, le=JOUR, par=par)
    return prescription


def sortie_proposee(lieu, nom="Sortante", le=date(2024, 3, 1)):
    qui = f.personne(lieu, nom)
    return f.participation(lieu, qui, date_sortie=le, motif_sortie="E_CDI", commencee_le=date(2020, 3, 9))


def texte(reponse):
    return reponse.content.decode()


def test_a_whole_commission_is_decided_in_one_screen(lieu, ines, seance):
    admise, ajournee, refusee, restee = (presentee(ines, f"Dossier{n}") for n in range(4))
    client, adresse = ouvrir(ines), f"/OUEST/seances/{seance.pk}/"
    assert "4 dossiers à décider" in texte(client.get(adresse))
    envoi = {
        f"prescription-{admise.pk}-resultat": "admettre",
        f"prescription-{ajournee.pk}-resultat": "ajourner",
        f"prescription-{ajournee.pk}-raison": "Pièce à fournir",
        f"prescription-{refusee.pk}-resultat": "refuser",
        f"prescription-{refusee.pk}-raison": "Autre besoin",
    }
    page = texte(client.post(adresse, envoi))
    assert "propose une autre voie" in page
    assert "Pièce à fournir" in page
    assert not Participation.objects.exists(), "all of them or none"
    assert client.post(adresse, envoi | {f"prescription-{refusee.pk}-autre_voie": "Mission locale"}).status_code == 302
    for prescription in (admise, ajournee, refusee, restee):
        prescription.refresh_from_db()
    statuts = [prescription.statut for prescription in (admise, ajournee, refusee, restee)]
    assert statuts == ["ADMIS", "AJOURNE", "REFUSE", "EN_COMMISSION"]
    assert Participation.objects.get().date_entree == seance.le
    assert [d.resultat for d in Decision.objects.order_by("rang")] == ["admettre", "ajourner", "refuser"]
    assert "1 dossier à décider" in texte(client.get(adresse))


def test_all_the_files_left_are_decided_at_once_when_the_seance_says_so(lieu, ines, seance):
    for numero in range(3):
        sortie_proposee(lieu, f"Une{numero}")
    renvoyee = sortie_proposee(lieu, "Deux")
    client, adresse = ouvrir(ines), f"/OUEST/seances/{seance.pk}/"
    assert "Tous ceux qui restent « Pas encore décidé »" in texte(client.get(adresse))
    envoi = {"sortie-tous": "valider", f"sortie-{renvoyee.pk}-resultat": "renvoyer"}
    assert "pourquoi la sortie est renvoyée" in texte(client.post(adresse, envoi))
    assert not Decision.objects.exists(), "all of them or none"
    assert client.post(adresse, envoi | {f"sortie-{renvoyee.pk}-raison": "Contrat non signé"}).status_code == 302
    assert sorted(Decision.objects.values_list("resultat", flat=True)) == ["renvoyer", "valider", "valider", "valider"]
    assert all(relue.date_validation_sortie == seance.le for relue in Participation.objects.exclude(pk=renvoyee.pk))


def test_a_seance_without_a_decision_says_so(ines, seance):
    presentee(ines)
    assert "Aucune décision n&#x27;est choisie" in texte(ouvrir(ines).post(f"/OUEST/seances/{seance.pk}/", {}))


def test_somebody_without_a_referent_is_given_one_at_the_commission(lieu, ines, seance):
    referent = f.acteur(lieu, "referent_parcours", prenom="Loïc")
    prescription = presentee(ines)
    debut = f"prescription-{prescription.pk}-"
    envoi = {f"{debut}resultat": "admettre", f"{debut}referent": str(referent.agent.pk)}
    assert ouvrir(ines).post(f"/OUEST/seances/{seance.pk}/", envoi).status_code == 302
    assert Participation.objects.get().referent == referent.agent


def test_a_derogation_says_why(ines, seance):
    prescription = presentee(ines, criteres={"RSA": JOUR - timedelta(days=200)})
    debut, adresse = f"prescription-{prescription.pk}-", f"/OUEST/seances/{seance.pk}/"
    assert "motivez une dérogation" in texte(ouvrir(ines).post(adresse, {f"{debut}resultat": "admettre"}))
    envoi = {f"{debut}resultat": "admettre", f"{debut}raison": "Continuité de parcours"}
    assert ouvrir(ines).post(adresse, envoi).status_code == 302
    decision = Decision.objects.get()
    assert (decision.derogation, decision.motif) == (True, "Continuité de parcours")
    assert "DEROG" in {critere.code for critere in Participation.objects.get().criteres.all()}


def test_exits_are_validated_or_sent_back_there(lieu, ines, seance):
    validee, renvoyee = sortie_proposee(lieu, "Une"), sortie_proposee(lieu, "Deux")
    adresse = f"/OUEST/seances/{seance.pk}/"
    envoi = {f"sortie-{validee.pk}-resultat": "valider", f"sortie-{renvoyee.pk}-resultat": "renvoyer"}
    assert "pourquoi la sortie est renvoyée" in texte(ouvrir(ines).post(adresse, envoi))
    assert ouvrir(ines).post(adresse, envoi | {f"sortie-{renvoyee.pk}-raison": "Contrat non signé"}).status_code == 302
    validee.refresh_from_db()
    renvoyee.refresh_from_db()
    assert (validee.date_validation_sortie, renvoyee.date_sortie) == (seance.le, None)
    dossier = texte(ouvrir(ines).get(f"/OUEST/personnes/{renvoyee.personne_id}/"))
    assert "par la séance du 20 mars 2024" in dossier
    assert "Contrat non signé" in texte(ouvrir(ines).get(adresse))


def test_what_was_decided_meanwhile_loses_nothing(ines, seance):
    une, autre = presentee(ines, "Une"), presentee(ines, "Autre")
    actions.ajourner(prescription=une, le=seance.le, raison="Déjà dit", par=ines)
    envoi = {
        f"prescription-{une.pk}-resultat": "admettre",
        f"prescription-{autre.pk}-resultat": "ajourner",
        f"prescription-{autre.pk}-raison": "Pièce attendue",
    }
    page = texte(ouvrir(ines).post(f"/OUEST/seances/{seance.pk}/", envoi))
    assert "a été décidé ou retiré" in page
    assert "Pièce attendue" in page
    assert not Decision.objects.exists()


def test_files_wait_for_their_seance_or_for_the_next(lieu, ines, seance):
    suivante = fabrique.seance(lieu, date(2024, 4, 3), instance=seance.instance)
    presentee(ines, "Libre")
    reservee = presentee(ines, "Réservée")
    actions.retirer(prescription=reservee, le=JOUR, par=ines)
    actions.presenter(prescription=reservee, le=JOUR, seance=suivante, par=ines)
    client = ouvrir(ines)
    ici, ensuite = (texte(client.get(f"/OUEST/seances/{s.pk}/")) for s in (seance, suivante))
    assert ("Libre" in ici, "Réservée" in ici) == (True, False)
    assert ("Libre" in ensuite, "Réservée" in ensuite) == (True, True)
    assert "à partir du jour de la séance" in ensuite
    from deplie.instances.actions import annuler_seance

    annuler_seance(seance=suivante, raison="Grève", par=ines)
    assert "Réservée" in texte(client.get(f"/OUEST/seances/{seance.pk}/"))


def test_a_commission_of_another_scheme_has_not_its_files(ines, seance):
    lieu = ines.territoire
    from tests.factories import Dispositif

    ailleurs = Dispositif.objects.create(territoire=lieu, code="ARPE", nom="ARPE", rang=7)
    autre = fabrique.seance(lieu, date(2024, 3, 21), instance=fabrique.commission(lieu, dispositif=ailleurs))
    presentee(ines)
    assert "Aucun dossier" in texte(ouvrir(ines).get(f"/OUEST/seances/{autre.pk}/"))


def test_one_page_a_person_to_print(lieu, ines, seance):
    presentee(ines, "Première")
    sortie_proposee(lieu)
    page = texte(ouvrir(ines).get(f"/OUEST/seances/{seance.pk}/dossiers/"))
    assert page.count("page-entiere") == 2
    assert "☐ Admettre" in page
    assert Journal.objects.filter(verbe="imprimer les dossiers d'une séance", detail={"personnes": 2}).exists()


def test_a_referent_reads_their_people_and_decides_nothing(lieu, ines, seance):
    maison = f.organisation(lieu, "Maison")
    loic = f.acteur(lieu, "referent_parcours", structure=maison)
    presentee(ines, "Sienne", referent=loic.agent)
    autre = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Autre"))
    presentee(ines, "Ailleurs", referent=autre.agent)
    page = texte(ouvrir(loic).get(f"/OUEST/seances/{seance.pk}/"))
    assert ("Sienne" in page, "Ailleurs" in page, "Enregistrer les décisions" in page) == (True, False, False)
    assert ouvrir(loic).get(f"/OUEST/seances/{seance.pk}/proces-verbal.docx").status_code == 403


def test_the_minutes_name_who_came_and_what_was_decided(lieu, ines, seance):
    client = ouvrir(ines)
    siege = fabrique.siege(seance.instance, f.organisation(lieu, "CCAS <d'Exemple> & Cie"))
    client.post(f"/OUEST/seances/{seance.pk}/presences/", {f"membre_{siege.pk}": "PRESENT"})
    prescription = presentee(ines, "Modèle")
    debut = f"prescription-{prescription.pk}-"
    envoi = {f"{debut}resultat": "ajourner", f"{debut}raison": "Pièce à fournir"}
    client.post(f"/OUEST/seances/{seance.pk}/", envoi)
    reponse = client.get(f"/OUEST/seances/{seance.pk}/proces-verbal.docx")
    assert reponse["Content-Disposition"] == f'attachment; filename="proces-verbal-2024-03-20-{seance.pk}.docx"'
    document = Document(BytesIO(reponse.content))
    lignes = [paragraphe.text for paragraphe in document.paragraphs]
    assert "Présents : CCAS <d'Exemple> & Cie." in lignes
    assert "Séance du 20 mars 2024" in lignes
    (tableau,) = document.tables
    cellules = [cellule.text for cellule in tableau.rows[1].cells]
    assert cellules == ["1", "Zélie Modèle", "Ajourner", "Pièce à fournir", ""]
    assert len(tableau.rows) == 2
    assert Journal.objects.get(nature="export").objet_id == str(seance.pk)


def test_a_body_its_seats_and_a_seance_by_the_pages(lieu, ines):
    client, ccas = ouvrir(ines), f.organisation(lieu, "CCAS")
    assert "Enregistrez d" in texte(client.get("/OUEST/seances/nouvelle/"))
    envoi = {"nature": "COMMISSION_ENTREE", "nom": "Commission d'entrée", "quorum": "2"}
    assert client.post("/OUEST/seances/instances/nouvelle/", envoi).status_code == 302
    from deplie.instances.models import Instance

    instance = Instance.objects.get()
    page = f"/OUEST/seances/instances/{instance.pk}/"
    assert "la personne qui siège" in texte(client.post(page, {"debut": "01/01/2024"}))
    assert client.post(page, {"debut": "01/01/2024", "organisation": ccas.pk}).status_code == 302
    reponse = client.post("/OUEST/seances/nouvelle/", {"instance": instance.pk, "le": "20/03/2024", "heure": "14h30"})
    seance = Seance.objects.get()
    assert reponse["Location"] == f"/OUEST/seances/{seance.pk}/"
    assert "14:30" in texte(client.get(reponse["Location"]))
    presences = texte(client.get(f"/OUEST/seances/{seance.pk}/presences/"))
    assert '<option value="PRESENT" selected>' in presences
    client.post(f"/OUEST/seances/membres/{instance.membres.get().pk}/retirer/")
    assert instance.membres.get().fin == timezone.localdate()
    client.post(page, envoi | {"nom": "Commission unique"})
    instance.refresh_from_db()
    assert (instance.nom, instance.active) == ("Commission unique", False)


def test_the_list_asks_as_little_for_twenty_as_for_one(lieu, ines, requetes_constantes):
    client, instance, jours = ouvrir(ines), fabrique.commission(lieu), iter(range(40))

    def ajouter():
        n = next(jours)
        fabrique.seance(lieu, date(2024, 4, 1) + timedelta(days=n), instance=instance)
        presentee(ines, f"Dossier{n}")
        sortie_proposee(lieu, f"Sortie{n}")

    requetes_constantes(lambda: client.get("/OUEST/seances/"), ajouter)


def test_a_seance_asks_as_little_for_twenty_files_as_for_one(lieu, ines, seance, requetes_constantes):
    client, numeros = ouvrir(ines), iter(range(40))

    def ajouter():
        n = next(numeros)
        presentee(ines, f"Dossier{n}", freins=["mobilite"])
        sortie_proposee(lieu, f"Sortie{n}")

    requetes_constantes(lambda: client.get(f"/OUEST/seances/{seance.pk}/"), ajouter)
