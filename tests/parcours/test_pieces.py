"""Pieces: what they prove, who opens them, what is left of a mistake, and where they go when two records are joined."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import PieceJointe
from deplie.parcours.queries.pieces import pieces_visibles_par
from deplie.parcours.rules.piece import preuve_restante, preuve_retenue
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.balayage import balayer
from deplie.socle.fichiers.lieux import chemin_de
from deplie.socle.models import Fichier, Journal
from tests.factories import (
    ConstatEmploiFactory,
    CritereProuveFactory,
    EmploiFactory,
    EtapeFactory,
    ParticipationFactory,
    PrescriptionFactory,
)
from tests.factories_pieces import FichierFactory, PieceJointeFactory
from tests.fichiers import PDF, donne, jpeg

JOUR = date(2020, 3, 10)


@pytest.fixture
def monde(distribution, settings, tmp_path):
    """Somebody followed by the référent, oriented by the prescriber, with an étape at the operator."""
    settings.DONNEES = tmp_path
    suivie = ParticipationFactory(
        territoire=distribution.territoire,
        referent=distribution.referent.agent,
        prescripteur=distribution.orienteur,
        date_sortie=date(2020, 12, 1),
        motif_sortie="P_CDI",
    )
    prescription = PrescriptionFactory(personne=suivie.personne, prescripteur=distribution.orienteur)
    return {
        "critere": CritereProuveFactory(prescription=prescription),
        "sensible": CritereProuveFactory(prescription=prescription, code="TH"),
        "etape": EtapeFactory(participation=suivie, operateur=distribution.chantier),
        "autre_etape": EtapeFactory(participation=suivie),
        "emploi": EmploiFactory(participation=suivie),
        "sortie": suivie,
    }


def joindre(monde, par, quoi="etape", **valeurs):
    valeurs.setdefault("datee_du", JOUR)
    return actions.joindre_piece(fichier=FichierFactory(), cible=monde[quoi], par=par, **valeurs)


def test_a_criterion_takes_the_date_of_its_piece(monde, distribution):
    critere = monde["critere"]
    piece = joindre(monde, distribution.referent, "critere")
    critere.refresh_from_db()
    assert critere.piece_du == JOUR
    assert piece.intitule == "Attestation de droits de la CAF ou de la MSA"
    ancienne = joindre(monde, distribution.referent, "critere", datee_du=JOUR - timedelta(days=30))
    actions.retirer_piece(piece=piece, raison="Illisible", par=distribution.referent)
    critere.refresh_from_db()
    assert critere.piece_du == ancienne.datee_du
    actions.retirer_piece(piece=ancienne, raison="Mauvaise personne", par=distribution.referent)
    critere.refresh_from_db()
    assert critere.piece_du is None


def test_a_decision_taken_stays_as_it_was_judged(monde, distribution):
    critere = monde["critere"]
    type(critere).objects.filter(pk=critere.pk).update(piece_du=date(2020, 2, 1))
    critere.refresh_from_db()
    prescription = critere.prescription
    type(prescription).objects.filter(pk=prescription.pk).update(statut="REFUSE", raison="x", autre_voie="y")
    prescription.refresh_from_db()
    piece = joindre(monde, distribution.referent, "critere", datee_du=prescription.statut_le + timedelta(days=1))
    critere.refresh_from_db()
    assert critere.piece_du == date(2020, 2, 1)
    actions.retirer_piece(piece=piece, raison="Erreur", par=distribution.referent)
    critere.refresh_from_db()
    assert critere.piece_du == date(2020, 2, 1)


def test_a_job_takes_the_date_of_its_piece_and_an_exit_is_proved_by_it(monde, distribution, client_de):
    page = reverse("parcours:personne", args=["OUEST", monde["sortie"].personne.pk])
    assert "sans preuve" in client_de("referent").get(page).content.decode()
    piece = joindre(monde, distribution.referent, "emploi", intitule="Contrat de travail")
    monde["emploi"].refresh_from_db()
    assert (monde["emploi"].preuve, monde["emploi"].preuve_du) == ("Contrat de travail", JOUR)
    assert "sans preuve" not in client_de("referent").get(page).content.decode()
    actions.retirer_piece(piece=piece, raison="Erreur", par=distribution.referent)
    monde["emploi"].refresh_from_db()
    assert (monde["emploi"].preuve, monde["emploi"].preuve_du) == ("", None)


def test_a_piece_of_the_exit_proves_it_while_nobody_withdraws_it(monde, distribution, client_de):
    page = reverse("parcours:personne", args=["OUEST", monde["sortie"].personne.pk])
    PieceJointeFactory(etape=None, sortie=monde["sortie"])
    assert client_de("referent").get(page).content.decode().count("sans preuve") == 2, "no date"
    piece = joindre(monde, distribution.referent, "sortie")
    assert client_de("referent").get(page).content.decode().count("sans preuve") == 1
    actions.retirer_piece(piece=piece, raison="Erreur", par=distribution.referent)
    assert client_de("referent").get(page).content.decode().count("sans preuve") == 2


def test_a_month_in_work_takes_the_name_of_its_piece(monde, distribution):
    monde["constat"] = ConstatEmploiFactory(emploi=monde["emploi"])
    piece = joindre(monde, distribution.referent, "constat", intitule="Bulletin de paie")
    monde["constat"].refresh_from_db()
    assert monde["constat"].preuve == "Bulletin de paie"
    actions.retirer_piece(piece=piece, raison="Erreur", par=distribution.referent)
    monde["constat"].refresh_from_db()
    assert monde["constat"].preuve == ""


@pytest.mark.parametrize(
    ("quoi", "valeurs", "phrase"),
    [
        ("critere", {"datee_du": None}, "Indiquez la date"),
        ("emploi", {"datee_du": None}, "Indiquez la date"),
        ("etape", {"datee_du": date(2999, 1, 1)}, "datée de l'avenir"),
    ],
)
def test_what_proves_is_dated_in_the_past(monde, distribution, quoi, valeurs, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        joindre(monde, distribution.referent, quoi, **valeurs)


def test_the_same_file_twice_and_an_exit_not_pronounced(monde, distribution):
    piece = joindre(monde, distribution.referent)
    jumeau = FichierFactory(empreinte=piece.fichier.empreinte)
    with pytest.raises(RefusMetier, match="déjà joint ici"):
        actions.joindre_piece(fichier=jumeau, cible=monde["etape"], par=distribution.referent)
    ouverte = ParticipationFactory(territoire=distribution.territoire)
    with pytest.raises(RefusMetier, match="Aucune sortie"):
        actions.joindre_piece(fichier=jumeau, cible=ouverte, datee_du=JOUR, par=distribution.referent)


def test_withdrawn_it_is_kept_with_its_reason(monde, distribution):
    piece = joindre(monde, distribution.referent)
    with pytest.raises(RefusMetier, match="pourquoi"):
        actions.retirer_piece(piece=piece, raison=" ", par=distribution.referent)
    actions.retirer_piece(piece=piece, raison="Illisible", par=distribution.referent)
    assert piece.retiree_par == distribution.referent.compte
    with pytest.raises(RefusMetier, match="déjà retirée"):
        actions.retirer_piece(piece=piece, raison="Encore", par=distribution.referent)
    assert Journal.objects.filter(verbe="retirer une pièce").count() == 1


jours = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5))


@given(jours, st.dates(date(2020, 1, 1), date(2020, 1, 5)), jours, st.lists(st.dates(date(2020, 1, 1))))
def test_what_is_withdrawn_never_proves_more(connue, piece, decision, restantes):
    retenue = preuve_retenue(connue, piece, decision)
    assert retenue is None or retenue in (connue, piece)
    assert connue is None or retenue >= connue
    reste = preuve_restante(retenue, piece, restantes)
    assert reste is None or reste == connue or reste in restantes


LISENT = {
    "animatrice": {"critere", "sensible", "etape", "autre_etape", "emploi", "sortie"},
    "directeur": {"critere", "etape", "autre_etape", "emploi", "sortie"},
    "referent": {"critere", "sensible", "etape", "autre_etape", "emploi", "sortie"},
    "gestionnaire": {"critere", "etape", "autre_etape", "emploi", "sortie"},
    "emploi": {"etape", "autre_etape", "emploi", "sortie"},
    "dpo": {"critere", "etape", "autre_etape", "emploi", "sortie"},
    "operateur": {"etape"},
    "siae": {"etape"},
    "prescripteur": {"critere"},
    "elue": set(),
    "financeur": set(),
    "reseau": set(),
    "administratrice": set(),
    "etrangere": set(),
}


@pytest.mark.parametrize("qui", LISENT)
def test_who_opens_what(monde, distribution, qui, client_de):
    champs = {"sensible": "critere", "autre_etape": "etape"}
    pieces = {nom: PieceJointeFactory(**{"etape": None, champs.get(nom, nom): cible}) for nom, cible in monde.items()}
    acteur = distribution.acteurs[qui]
    if acteur.peut("piece.voir"):
        vues = set(pieces_visibles_par(acteur))
        assert {nom for nom, piece in pieces.items() if piece in vues} == LISENT[qui]
    for nom, piece in pieces.items():
        statut = client_de(qui).get(reverse("parcours:piece", args=["OUEST", piece.pk])).status_code
        assert (statut == 302) == (nom in LISENT[qui]), f"{nom} : the file is lost, and said so to who may open it"


JOIGNENT = {
    "animatrice": {"critere", "sensible", "etape", "autre_etape", "emploi", "sortie"},
    "directeur": {"critere", "etape", "autre_etape", "emploi", "sortie"},
    "referent": {"critere", "sensible", "etape", "autre_etape", "emploi", "sortie"},
    "operateur": {"etape"},
    "prescripteur": {"critere"},
    "gestionnaire": set(),
    "dpo": set(),
    "elue": set(),
    "etrangere": set(),
}


@pytest.mark.parametrize("qui", JOIGNENT)
def test_who_attaches_where(monde, client_de, qui):
    champs = {"sensible": "critere", "autre_etape": "etape"}
    for nom, cible in monde.items():
        adresse = reverse("parcours:joindre_piece", args=["OUEST", champs.get(nom, nom), cible.pk])
        assert (client_de(qui).get(adresse).status_code == 200) == (nom in JOIGNENT[qui]), nom


def test_a_piece_is_attached_opened_and_withdrawn_on_pages(monde, client_de, tmp_path):
    client, etape = client_de("referent"), monde["etape"]
    adresse = reverse("parcours:joindre_piece", args=["OUEST", "etape", etape.pk])
    envoi = {"fichier": donne("émargement.pdf"), "intitule": "Feuille d'émargement", "datee_du": "30/04/2020"}
    assert client.post(adresse, envoi).status_code == 302
    piece = PieceJointe.objects.get()
    page = client.get(reverse("parcours:personne", args=["OUEST", etape.participation.personne.pk]))
    assert "Feuille d&#x27;émargement" in page.content.decode()
    ouverte = client.get(reverse("parcours:piece", args=["OUEST", piece.pk]))
    assert b"".join(ouverte.streaming_content) == PDF
    assert ouverte["Cache-Control"] == "private, no-store"
    ligne = Journal.objects.get(verbe="ouvrir une pièce")
    assert (ligne.detail, ligne.objet_id) == ({"piece": piece.pk}, str(etape.participation.personne.pk))
    assert "émargement" not in str(Journal.objects.values_list("detail", flat=True))
    retrait = reverse("parcours:retirer_piece", args=["OUEST", piece.pk])
    assert client.get(retrait).status_code == 200
    assert client.post(retrait, {"raison": "Illisible"}).status_code == 302
    assert client.get(retrait).status_code == 404
    assert chemin_de(piece.fichier.cle).exists()


def test_a_fault_elsewhere_does_not_lose_the_file(monde, client_de):
    client = client_de("referent")
    adresse = reverse("parcours:joindre_piece", args=["OUEST", "etape", monde["etape"].pk])
    refusee = client.post(adresse, {"fichier": donne("a.pdf"), "datee_du": "99/99/2020"})
    assert "Déjà reçu : a.pdf" in refusee.content.decode()
    recu = refusee.context["formulaire"]["recu"].value()
    assert client_de("animatrice").post(adresse, {"recu": recu}).status_code == 200, "it is its giver's alone"
    assert client.post(adresse, {"recu": recu, "datee_du": "30/04/2020"}).status_code == 302
    assert PieceJointe.objects.get().fichier == Fichier.objects.get()


@pytest.mark.parametrize(("envoi", "phrase"), [
    ({}, "Choisissez un fichier"),
    ({"recu": "contrefait"}, "Choisissez un fichier"),
    ({"fichier": donne("a.pdf", jpeg())}, "autre type"),
    ({"fichier": donne("a.pdf", b"")}, "est vide"),
])  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_beside_it(monde, client_de, envoi, phrase):
    adresse = reverse("parcours:joindre_piece", args=["OUEST", "etape", monde["etape"].pk])
    reponse = client_de("referent").post(adresse, envoi)
    assert phrase in str(reponse.context["formulaire"].errors["fichier"])


def test_an_operator_withdraws_only_what_they_gave(monde, client_de, distribution):
    autrui = joindre(monde, distribution.referent)
    sienne = actions.joindre_piece(
        fichier=FichierFactory(par=distribution.operateur.compte), cible=monde["etape"], par=distribution.operateur
    )
    client = client_de("operateur")
    assert client.get(reverse("parcours:retirer_piece", args=["OUEST", autrui.pk])).status_code == 404
    assert client.get(reverse("parcours:retirer_piece", args=["OUEST", sienne.pk])).status_code == 200


def test_a_piece_in_use_is_never_swept(monde, distribution, settings):
    piece = joindre(monde, distribution.referent)
    Fichier.objects.update(depose_le=date(2020, 1, 1).strftime("%Y-%m-%dT00:00Z"))
    assert balayer() == 0
    assert Fichier.objects.get() == piece.fichier


def test_the_page_asks_as_much_for_twenty_pieces(monde, distribution, client_de, requetes_constantes):
    client = client_de("referent")
    page = reverse("parcours:personne", args=["OUEST", monde["sortie"].personne.pk])
    requetes_constantes(lambda: client.get(page), lambda: joindre(monde, distribution.referent))
