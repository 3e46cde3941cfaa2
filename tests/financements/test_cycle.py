"""The life of an operation: no path but the table's, whoever asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deplie.financements.actions import avancer
from deplie.financements.rules import cycle
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from tests.factories_financements import OperationFactory, OperationRetenueFactory


def test_every_state_can_be_reached_and_every_act_leads_somewhere():
    assert {transition.vers for transition in cycle.TRANSITIONS.values()} == set(cycle.ETATS)
    for transition in cycle.TRANSITIONS.values():
        assert transition.depuis <= {*cycle.ETATS, cycle.DEBUT}


def test_what_is_closed_is_never_left_but_to_be_archived_or_looked_at_again():
    quittes = {code for transition in cycle.TRANSITIONS.values() for code in transition.depuis}
    assert set(cycle.ETATS) - quittes == {cycle.ARCHIVEE, cycle.ABANDONNEE}
    assert {t.acte for t in cycle.TRANSITIONS.values() if cycle.REJETEE in t.depuis} == {"rectifier"}


def test_what_a_committee_decides_leads_from_what_it_may_decide_on():
    decisions = {acte: t for acte, t in cycle.TRANSITIONS.items() if t.vers in cycle.DECISIONS}
    assert {t.vers for t in decisions.values()} == cycle.DECISIONS
    assert all(t.depuis <= cycle.A_DECIDER for t in decisions.values())


def test_a_refusal_says_where_one_stands_and_from_where_the_act_is_possible():
    assert cycle.refus("archiver", cycle.EN_EXECUTION) == (
        "L'opération est « en exécution » : « Archiver » n'est possible que dans l'état « soldée »."
    )
    assert cycle.refus("archiver", cycle.SOLDEE) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("etat", sorted(cycle.ETATS))
@pytest.mark.parametrize("acte", sorted(cycle.TRANSITIONS))
def test_the_table_alone_decides_what_an_operation_may_become(acte, etat):
    operation = OperationRetenueFactory(statut=etat)
    transition = cycle.TRANSITIONS[acte]
    if etat in transition.depuis:
        assert avancer(operation=operation, acte=acte, par=None, motif="Essai").statut == transition.vers
        return
    with pytest.raises(RefusMetier, match="n'est possible que dans l'état"):
        avancer(operation=operation, acte=acte, par=None, motif="Essai")
    operation.refresh_from_db()
    assert operation.statut == etat


@pytest.mark.django_db
class TestUnPas:
    def test_is_kept_in_the_history_of_the_operation_in_the_journal_and_in_the_generation(self):
        operation = OperationFactory()
        avant = lire(operation.territoire.code)["operation"]
        avancer(operation=operation, acte="declarer_irrecevable", par=None, motif="  Hors  territoire ")
        pas = operation.evenements.get()
        assert (pas.depuis, pas.vers, pas.motif) == ("DEPOSEE", "IRRECEVABLE", "Hors territoire")
        ligne = Journal.objects.get(objet_id=str(operation.pk), objet="financements.Operation")
        assert (ligne.verbe, ligne.territoire) == ("declarer irrecevable", operation.territoire.code)
        assert lire(operation.territoire.code)["operation"] == avant + 1

    def test_says_why_where_the_holder_is_told_no(self):
        with pytest.raises(RefusMetier, match="Dites pourquoi"):
            avancer(operation=OperationFactory(), acte="declarer_irrecevable", par=None)

    @pytest.mark.parametrize(
        ("le", "attendu"),
        [(timezone.localdate() + timedelta(days=1), "est à venir"), (date(2019, 10, 14), "depuis le 15/10/2019")],
    )
    def test_is_dated_between_the_state_it_leaves_and_today(self, le, attendu):
        operation = OperationFactory()
        with pytest.raises(RefusMetier, match=attendu):
            avancer(operation=operation, acte="declarer_recevable", par=None, le=le)
        assert not operation.evenements.exists()

    def test_of_two_people_at_once_the_second_one_reads_why(self):
        operation = OperationFactory()
        autre = type(operation).objects.get(pk=operation.pk)
        avancer(operation=operation, acte="declarer_recevable", par=None)
        with pytest.raises(RefusMetier, match="L'opération est « recevable »"):
            avancer(operation=autre, acte="declarer_irrecevable", par=None, motif="Hors territoire")
