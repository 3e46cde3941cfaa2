"""The guard of the readings."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from deplie.socle.lecture_seule import EcritureEnLecture, LectureSeule, table_ecrite
from deplie.socle.models import Compte, Journal


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT * FROM x", ""),
        ("SELECT 1 FROM x FOR UPDATE", ""),
        ('INSERT INTO "socle_compte" ("id") VALUES (1)', "socle_compte"),
        ("  update socle_compte set x = 1", "socle_compte"),
        ('DELETE FROM "public"."socle_compte" WHERE 1', "socle_compte"),
        ("INSERT OR IGNORE INTO socle_compte VALUES (1)", "socle_compte"),
        ("WITH a AS (SELECT 1) INSERT INTO socle_compte SELECT * FROM a", "socle_compte"),
        ("WITH a AS (SELECT 1) SELECT * FROM a", ""),
        ("SAVEPOINT s1", ""),
    ],
)
def test_which_table_a_statement_writes(sql, table):
    assert table_ecrite(sql) == table


def visiter(methode, geste):
    def vue(request):
        geste()
        return HttpResponse("fait")

    return LectureSeule(vue)(RequestFactory().generic(methode, "/"))


@pytest.mark.django_db
@pytest.mark.parametrize("methode", ["GET", "HEAD", "OPTIONS"])
def test_a_reading_that_writes_is_stopped(methode):
    with pytest.raises(EcritureEnLecture, match="socle_compte"), transaction.atomic():
        visiter(methode, lambda: Compte.objects.create_user("a@exemple.invalid"))
    assert not Compte.objects.exists()


@pytest.mark.django_db
def test_a_reading_may_write_the_journal_and_a_post_anything():
    visiter("GET", lambda: Journal.objects.create(nature="export", verbe="exporter"))
    visiter("POST", lambda: Compte.objects.create_user("a@exemple.invalid"))
    assert (Journal.objects.count(), Compte.objects.count()) == (1, 1)
    assert connection.execute_wrappers == []
