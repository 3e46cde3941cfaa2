"""The outbox: each message leaves once, or says why; after a crash, nothing is sent twice."""

from __future__ import annotations

import json
import smtplib
import urllib.error
from datetime import timedelta
from email.message import Message as Entetes

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle import envois
from deplie.socle.envois import Message, boite, expediteurs
from deplie.socle.envois.expediteurs import EchecSur, expedier
from deplie.socle.models import Envoi
from tests.factories_offre import (
    EnvoiFactory,
)

pytestmark = pytest.mark.django_db
NUMERO, TEXTE = "+262692001122", "Rendez-vous le mardi 7 mars à 9 h 30."


@pytest.fixture
def partis(monkeypatch):
    """What leaves, in place of any real sender."""
    trouves = []
    monkeypatch.setattr(boite, "_composeurs", {"essai": lambda envoi: Message(NUMERO, "Objet", TEXTE)})
    monkeypatch.setattr(boite, "expedier", lambda canal, a, objet, texte, **suite: trouves.append((canal, a, texte)))
    return trouves


def prevoir(le=None, cle="essai/1/SMS"):
    le = le or timezone.now()
    envois.prevoir(territoire="T1", genre="essai", objet_id=1, personne=1, canal="SMS", cle=cle, le=le)


def test_a_message_leaves_once_when_it_is_due(partis):
    prevoir()
    prevoir(cle="essai/2/SMS", le=timezone.now() + timedelta(hours=1))
    assert envois.partir_dus() == 1
    assert envois.partir_dus() == 0
    assert partis == [("SMS", NUMERO, TEXTE)]
    envoye = Envoi.objects.get(cle="essai/1/SMS")
    assert (envoye.etat, envoye.texte, envoye.essais) == ("ENVOYE", TEXTE, 1)
    assert NUMERO not in str(list(Envoi.objects.values()))


def test_the_worker_is_asked_for_it_at_its_hour():
    le = timezone.now() + timedelta(hours=5)
    prevoir(le)
    assert DBTaskResult.objects.get(task_path=boite.partir.module_path).run_after == le


def test_a_message_is_written_once_and_with_its_decision(partis):
    prevoir()
    prevoir()
    with transaction.atomic():
        prevoir(cle="essai/autre")
        transaction.set_rollback(True)
    assert Envoi.objects.count() == 1


def test_a_message_taken_back_does_not_leave_and_may_be_due_again(partis):
    prevoir()
    assert envois.retirer(["essai"], objet_id=1) == 1
    assert envois.partir_dus() == 0
    prevoir()
    assert envois.partir_dus() == 1
    assert envois.retirer(["essai"], personne=1) == 0
    prevoir()
    assert envois.partir_dus() == 0


def test_what_is_no_more_to_be_said_says_why(partis, monkeypatch):
    monkeypatch.setattr(boite, "_composeurs", {"essai": lambda envoi: "La personne n'accepte plus."})
    prevoir()
    prevoir(cle="essai/1/inconnu")
    Envoi.objects.filter(cle="essai/1/inconnu").update(genre="disparu")
    assert envois.partir_dus() == 0
    assert partis == []
    assert set(Envoi.objects.values_list("etat", "phrase")) == {
        ("ANNULE", "La personne n'accepte plus."),
        ("ANNULE", boite.SANS_EXPEDITEUR),
    }


class Coupure(BaseException):
    """The machine stops."""


def test_a_crash_after_the_claim_sends_nothing_twice(partis, monkeypatch):
    def couper(*arguments, **suite):
        partis.append("parti")
        raise Coupure

    monkeypatch.setattr(boite, "expedier", couper)
    prevoir()
    with pytest.raises(Coupure):
        envois.partir_dus()
    assert Envoi.objects.get().etat == "EN_COURS"
    assert envois.partir_dus() == 0
    Envoi.objects.update(pris_le=timezone.now() - boite.APRES_TROP - timedelta(seconds=1))
    assert envois.partir_dus() == 0
    reste = Envoi.objects.get()
    assert (reste.etat, reste.phrase) == ("INCERTAIN", boite.INCERTAIN)
    assert partis == ["parti"]


def test_another_process_holds_the_claim(partis):
    envoi = EnvoiFactory(etat="EN_COURS", pris_le=timezone.now())
    assert boite._partir(envoi.pk) is False
    assert partis == []


def test_a_sure_failure_is_tried_again_then_kept_with_its_sentence(partis, monkeypatch):
    def refuser(*arguments, **suite):
        raise EchecSur("La passerelle de SMS ne répond pas.")

    monkeypatch.setattr(boite, "expedier", refuser)
    prevoir()
    for essai in range(1, boite.ESSAIS + 1):
        assert envois.partir_dus() == 0
        assert Envoi.objects.get().essais == essai
        Envoi.objects.filter(etat="PREVU").update(partir_le=timezone.now())
    assert Envoi.objects.get().etat == "ECHOUE"
    assert Envoi.objects.get().phrase == "La passerelle de SMS ne répond pas."
    assert envois.partir_dus() == 0


def test_a_doubt_is_said_and_never_sent_again(partis, monkeypatch, caplog):
    def attendre(*arguments, **suite):
        raise TimeoutError(NUMERO)

    monkeypatch.setattr(boite, "expedier", attendre)
    prevoir()
    envois.partir_dus()
    assert Envoi.objects.get().etat == "INCERTAIN"
    assert envois.partir_dus() == 0
    assert NUMERO not in caplog.text


@given(st.lists(st.sampled_from(["prevoir", "partir", "retirer", "couper"]), max_size=12))
def test_whatever_happens_a_message_leaves_at_most_once(gestes):
    partis: list[str] = []
    coupe = [False]

    def expedier_ou_couper(*arguments, **suite):
        partis.append("parti")
        if coupe[0]:
            raise Coupure

    with pytest.MonkeyPatch.context() as remplace, transaction.atomic():
        remplace.setattr(boite, "_composeurs", {"essai": lambda envoi: Message(NUMERO, "Objet", TEXTE)})
        remplace.setattr(boite, "expedier", expedier_ou_couper)
        for geste in gestes:
            coupe[0] = geste == "couper"
            if geste == "prevoir":
                prevoir()
            elif geste == "retirer":
                envois.retirer(["essai"], objet_id=1)
            else:
                try:
                    envois.partir_dus()
                except Coupure:
                    Envoi.objects.update(pris_le=timezone.now() - timedelta(days=1))
        transaction.set_rollback(True)
    assert len(partis) <= 1


def test_mail_goes_by_the_house_s_letters(settings):
    expedier("COURRIEL", "z@exemple.invalid", "Votre rendez-vous", TEXTE)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["z@exemple.invalid"], "[Déplie] Votre rendez-vous")


@pytest.mark.parametrize(
    ("erreur", "sure"),
    [
        (smtplib.SMTPRecipientsRefused({}), True),
        (smtplib.SMTPDataError(554, b"refus"), True),
        (ConnectionRefusedError(), True),
        (smtplib.SMTPServerDisconnected(), False),
        (TimeoutError(), False),
    ],
)
def test_a_mail_server_s_answers_are_sure_or_not(monkeypatch, erreur, sure):
    def lever(*arguments):
        raise erreur

    monkeypatch.setattr(expediteurs, "envoyer", lever)
    with pytest.raises(EchecSur if sure else type(erreur)):
        expedier("COURRIEL", "z@exemple.invalid", "Objet", TEXTE)


class Reponse:
    def __enter__(self):
        return self

    def __exit__(self, *fautes):
        return False

    def read(self, taille):
        return b"{}"


@pytest.fixture
def passerelle(monkeypatch, settings):
    """The gateway, and the requests it receives; an exception put in ``reponses`` is what it answers."""
    settings.ENVOI_SMS, settings.SMS_ADRESSE, settings.SMS_JETON = "http", "https://sms.invalid/envoi", "secret"
    settings.SMS_CORPS = '{"messages": [{"to": "{numero}", "text": "{texte}"}], "from": "Plan"}'
    demandes, reponses = [], []

    def ouvrir(demande, timeout):
        demandes.append(demande)
        if reponses:
            raise reponses.pop()
        return Reponse()

    monkeypatch.setattr(expediteurs.urllib.request, "urlopen", ouvrir)
    return demandes, reponses


def test_a_gateway_is_given_a_json_body_and_its_token(passerelle):
    demandes, _ = passerelle
    expedier("SMS", NUMERO, "Objet", 'Texte "cité"')
    (demande,) = demandes
    assert json.loads(demande.data) == {"messages": [{"to": NUMERO, "text": 'Texte "cité"'}], "from": "Plan"}
    assert (demande.full_url, demande.method) == ("https://sms.invalid/envoi", "POST")
    assert demande.headers["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("erreur", "sure"),
    [
        (urllib.error.HTTPError("", 402, "", Entetes(), None), True),
        (urllib.error.HTTPError("", 503, "", Entetes(), None), False),
        (urllib.error.URLError(ConnectionRefusedError()), True),
        (urllib.error.URLError(TimeoutError()), False),
    ],
)
def test_a_gateway_s_answers_are_sure_or_not(passerelle, erreur, sure):
    passerelle[1].append(erreur)
    with pytest.raises(EchecSur if sure else urllib.error.URLError):
        expedier("SMS", NUMERO, "Objet", TEXTE)


def test_invented_people_receive_nothing(passerelle, capsys):
    expedier("SMS", NUMERO, "Objet", TEXTE, essai=True)
    expedier("COURRIEL", "z@exemple.invalid", "Objet", TEXTE, essai=True)
    assert passerelle[0] == []
    assert mail.outbox == []
    assert capsys.readouterr().out.count(TEXTE) == 2


def test_an_installation_without_sms_says_so(settings):
    settings.ENVOI_SMS = "aucun"
    assert envois.canaux_ouverts() == {"COURRIEL": "courriel"}
    with pytest.raises(EchecSur, match="n'envoie pas de SMS"):
        expedier("SMS", NUMERO, "Objet", TEXTE)
    settings.ENVOI_SMS, settings.SMS_ADRESSE = "http", "file:///etc/passwd"
    with pytest.raises(EchecSur, match="n'est pas réglée"):
        expedier("SMS", NUMERO, "Objet", TEXTE)
