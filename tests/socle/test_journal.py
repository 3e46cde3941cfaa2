"""The journal takes lines, never gives them back, and stops what it cannot write down."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from deplie.socle import journal
from deplie.socle.models import Journal
from tests.factories import PersonneFactory

pytestmark = pytest.mark.django_db


def test_a_decision_says_who_what_where(distribution):
    ligne = journal.consigner("essayer", par=distribution.animatrice, objet=distribution.chantier, detail={"n": 3})
    assert (ligne.nature, ligne.territoire, ligne.objet) == ("decision", "OUEST", "acteurs.Organisation")
    assert (ligne.par, ligne.objet_id, ligne.detail) == (
        distribution.animatrice.compte,
        str(distribution.chantier.pk),
        {"n": 3},
    )


def test_the_command_line_writes_without_an_account():
    assert journal.consigner("essayer", par=None).par is None
    assert journal.consigner("essayer", par=journal.Titulaire(None), territoire="TCO").territoire == "TCO"


def test_a_consultation_names_the_person_by_number(distribution):
    personne = PersonneFactory(territoire=distribution.territoire)
    journal.consulter(personne, par=distribution.referent, question="handicap")
    ligne = Journal.objects.get()
    assert (ligne.nature, ligne.objet_id, ligne.detail) == (
        "consultation",
        str(personne.pk),
        {"question": "handicap"},
    )


@pytest.mark.parametrize("quoi", ["consulter", "exporter"])
def test_what_cannot_be_written_down_is_not_shown(distribution, quoi):
    appel = {
        "consulter": lambda: journal.consulter(distribution.territoire, par=distribution.dpo),
        "exporter": lambda: journal.exporter("exporter", par=distribution.dpo),
    }[quoi]
    with (
        mock.patch.object(Journal.objects, "create", side_effect=OperationalError("disk is full")),
        pytest.raises(journal.ConsultationNonInscrite),
    ):
        appel()


@pytest.mark.parametrize("geste", ["update", "delete"])
def test_the_base_refuses_to_correct_the_journal(geste):
    ligne = journal.consigner("essayer", par=None)
    ordre = {
        "update": "UPDATE socle_journal SET verbe = 'autre' WHERE id = %s",
        "delete": "DELETE FROM socle_journal WHERE id = %s",
    }[geste]
    with pytest.raises((IntegrityError, DatabaseError), match="le journal ne se corrige pas"), transaction.atomic():
        connection.cursor().execute(ordre, [ligne.pk])
    assert Journal.objects.get().verbe == "essayer"
