"""The share of incomplete records past which an operation is exposed: dated, and read on the day that counts."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from deplie.fse.queries.fiche import etats, seuils_de
from deplie.fse.rules.completude import Seuils
from deplie.territoires.actions import regler
from deplie.territoires.models import Reglage
from deplie.territoires.rules.reglages import refus_de_reglage
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import ParticipationFSEFactory
from tests.parcours import fabrique as f

D, CLE = date, "seuil_incompletude_fse"
DEUX = Seuils(((D(2014, 1, 1), 35), (D(2027, 1, 1), 20)))


def test_each_day_has_its_threshold_and_an_ended_operation_that_of_its_last_day() -> None:
    assert DEUX.le(D(2026, 12, 31)) == 35
    assert DEUX.le(D(2027, 1, 1)) == 20
    assert DEUX.le(D(2028, 1, 1), fin=D(2026, 12, 31)) == 35
    assert DEUX.le(D(2026, 6, 1), fin=D(2027, 12, 31)) == 35
    assert DEUX.le(D(2010, 1, 1)) == 35


@pytest.mark.parametrize("valeur", [35, {}, {"hier": 35}, {"2021-01-01": 101}, {"2021-01-01": "35"}])
def test_a_threshold_has_a_day_and_is_a_percentage(valeur) -> None:
    assert refus_de_reglage(CLE, valeur)


@pytest.mark.django_db
def test_the_gauge_is_read_today_and_the_projection_on_the_last_day():
    lieu = f.territoire("OUEST")
    ines = f.acteur(lieu, "animateur_coordonnateur")
    regler(territoire=lieu, cle=CLE, valeur={"2014-01-01": 35, "2021-01-01": 20}, par=ines)
    ici = OperationRetenueFactory(
        territoire=lieu, programmation="FSE_PLUS_2021_2027", debut=D(2020, 1, 1), fin=D(2021, 12, 31)
    )
    for statut in ("", "CHOMEUR", "CHOMEUR", "CHOMEUR"):
        ParticipationFSEFactory(operation=ici, statut=statut)
    (etat,) = etats(ines, D(2020, 12, 1))
    assert (etat.jauge.seuil, etat.projection.seuil) == (35, 20)
    assert not etat.jauge.depasse
    assert etat.alarme
    assert etats(ines, D(2023, 1, 1))[0].jauge.seuil == 20


@pytest.mark.django_db
def test_it_is_typed_a_line_a_threshold(distribution, client_de):
    client = client_de("animatrice")
    page = client.get(reverse("acteurs:reglages", args=["OUEST"]))
    formulaire = page.context["formulaire"]
    envoi = {nom: formulaire[nom].value() for nom in formulaire.fields}
    envoi = {nom: valeur for nom, valeur in envoi.items() if valeur not in (None, False)}
    refusee = client.post(page.request["PATH_INFO"], envoi | {CLE: "35 partout"})
    assert "35 partout » n&#x27;est pas lisible" in refusee.content.decode()
    assert (
        client.post(page.request["PATH_INFO"], envoi | {CLE: "01/01/2014 : 35\n01/07/2026 : 30 %"}).status_code == 302
    )
    acteur = f.acteur(distribution.territoire, "dpo")
    assert seuils_de(acteur).poses == ((D(2014, 1, 1), 35), (D(2026, 7, 1), 30))


@pytest.mark.django_db
def test_what_was_set_before_thresholds_were_dated_still_holds():
    lieu = f.territoire("OUEST")
    Reglage.objects.create(territoire=lieu, cle=CLE, valeur=25)
    migration = import_module("deplie.territoires.migrations.0002_seuils_dates")
    migration.dater(apps, None)
    assert Reglage.objects.get().valeur == {"2014-01-01": 25}
    migration.defaire(apps, None)
    assert Reglage.objects.get().valeur == 25


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statut", "fiche", "dite"),
    [("DEPOSEE", False, False), ("REJETEE", False, False), ("EN_EXECUTION", False, True), ("ABANDONNEE", True, True)],
)
def test_an_application_that_nobody_chose_has_no_gauge_a_record_always_has(statut, fiche, dite):
    lieu = f.territoire("OUEST")
    une = OperationRetenueFactory(territoire=lieu, programmation="FSE_PLUS_2021_2027", statut=statut)
    if fiche:
        ParticipationFSEFactory(operation=une)
    assert bool(etats(f.acteur(lieu, "animateur_coordonnateur"), D(2023, 1, 1))) is dite
