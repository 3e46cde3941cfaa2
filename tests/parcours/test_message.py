"""Messages in doubt, or that failed: listed for the whole territory, settled once, without a word in the journal."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from deplie.parcours import actions
from deplie.personnes.models import Personne
from deplie.socle import envois
from deplie.socle.envois import Message, boite
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Envoi, Journal
from tests.factories import ParticipationFactory
from tests.factories_offre import EnvoiFactory


@pytest.fixture
def suivie(distribution):
    return ParticipationFactory(territoire=distribution.territoire, referent=distribution.referent.agent)


def message(de, **champs):
    dits = {"territoire": "OUEST", "genre": "rappel_entretien", "etat": "INCERTAIN", "phrase": "Interrompu."}
    moment = timezone.now()
    return EnvoiFactory(personne=de.pk, pris_le=moment, fini_le=moment, **dits | champs)


def adresse(nom, *args):
    return reverse(f"parcours:{nom}", args=["OUEST", *args])


def test_those_in_doubt_and_those_that_failed_and_no_other(distribution, suivie, client_de):
    message(suivie.personne)
    message(suivie.personne, etat="ECHOUE", phrase="La passerelle a refusé.")
    message(suivie.personne, etat="ENVOYE")
    message(suivie.personne, territoire="OUEST2")
    page = client_de("animatrice").get(adresse("messages")).content.decode()
    assert "2 messages à suivre" in page
    assert str(suivie.personne) in page
    assert "La passerelle a refusé." in page
    assert Journal.objects.get(verbe="lire les messages à suivre").detail == {"personnes": 2}
    assert client_de("referent").get(adresse("messages")).status_code == 403
    Envoi.objects.all().delete()
    assert "Aucun message en doute" in client_de("animatrice").get(adresse("messages")).content.decode()


def test_sent_again_it_leaves_if_it_still_has_a_reason(distribution, suivie, client_de, monkeypatch):
    partis = []
    monkeypatch.setattr(boite, "_composeurs", {"rappel_entretien": lambda envoi: Message("+262692001122", "O", "T")})
    monkeypatch.setattr(boite, "expedier", lambda *args, **suite: partis.append(args))
    douteux = message(suivie.personne)
    assert client_de("animatrice").post(adresse("renvoyer_message", douteux.pk)).status_code == 302
    assert envois.partir_dus() == 1
    douteux.refresh_from_db()
    assert (douteux.etat, len(partis)) == ("ENVOYE", 1)
    assert client_de("animatrice").post(adresse("renvoyer_message", douteux.pk)).status_code == 404
    ligne = Journal.objects.get(verbe="renvoyer un message")
    assert ligne.detail == {"genre": "rappel_entretien", "etat": "INCERTAIN"}


def test_left_it_is_never_sent(distribution, suivie, client_de):
    echoue = message(suivie.personne, etat="ECHOUE")
    client_de("animatrice").post(adresse("laisser_message", echoue.pk))
    echoue.refresh_from_db()
    assert (echoue.etat, echoue.phrase) == ("ANNULE", boite.LAISSE)
    assert envois.partir_dus() == 0
    for acte in (actions.renvoyer_message, actions.laisser_message):
        with pytest.raises(RefusMetier, match="n'attend plus"):
            acte(envoi=echoue, par=distribution.animatrice)


def test_a_message_to_a_record_joined_since_is_that_person_s(distribution, suivie, client_de):
    absorbee = ParticipationFactory(territoire=distribution.territoire).personne
    message(absorbee)
    Personne.objects.filter(pk=absorbee.pk).update(absorbee_par=suivie.personne)
    assert str(suivie.personne) in client_de("animatrice").get(adresse("messages")).content.decode()


def test_the_list_asks_as_little_for_twenty_as_for_one(distribution, client_de, requetes_constantes):
    client = client_de("animatrice")
    requetes_constantes(
        lambda: client.get(adresse("messages")),
        lambda: message(ParticipationFactory(territoire=distribution.territoire).personne),
    )
