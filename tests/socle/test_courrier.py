"""A letter leaves once its decision is written; a mail server that fails stops nothing and tells the log no secret."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.db import transaction

from deplie.socle import courrier

pytestmark = pytest.mark.django_db(transaction=True)
CONTEXTE = {
    "lien": {"organisation": "CCAS", "expire_le": date(2024, 3, 20)},
    "territoire": {"nom": "Essai"},
    "adresse": "",
    "jeton": "jeton-tres-secret",
}


def ecrire():
    with transaction.atomic():
        courrier.ecrire("parcours/courrier/lien.txt", a="a@exemple.invalid", contexte=CONTEXTE)


def test_a_letter_leaves_at_the_commit(mailoutbox):
    ecrire()
    assert "jeton-tres-secret" in mailoutbox[0].body


def test_a_failing_server_tells_the_log_no_secret(monkeypatch, caplog):
    def echouer(*arguments, **options):
        raise OSError("server does not answer")

    monkeypatch.setattr(courrier, "send_mail", echouer)
    with caplog.at_level(logging.DEBUG):
        ecrire()
    assert "server does not answer" in caplog.text
    assert "jeton-tres-secret" not in caplog.text
    assert "a@exemple.invalid" not in caplog.text
