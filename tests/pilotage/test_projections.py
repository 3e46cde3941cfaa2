"""Where the year will end: the counts of a day carried by the rules, the target, what really happened."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Objectif
from deplie.pilotage.queries.projections import projeter
from deplie.pilotage.rules.periodes import annee, semestre
from deplie.pilotage.rules.projection import projeter_compte
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from tests.factories import PrescriptionFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
MI_ANNEE = date(2020, 6, 30)


@pytest.fixture
def lieu(distribution):
    """Ten entries by the end of June of each year, thirty over the year: the pace is not even."""
    entrees = [
        date(an, mois, 3) + timedelta(days=rang)
        for an in (2018, 2019, 2020)
        for mois, combien in ((3, 10), (10, 20))
        for rang in range(combien)
    ]
    ici = distribution.territoire
    ici.dispositifs.update(donnees_completes_depuis=date(2018, 1, 1))
    monde.peupler(
        ici, [Participation(n, "PLIE", jour, naissance=date(1985, 1, 1)) for n, jour in enumerate(entrees, 1)]
    )
    return ici


def entrees(lieu, le: date):
    lues = projeter(Acteur.systeme(lieu), "PLIE", annee(2020), le)
    return next(ligne for ligne in lues.lignes if ligne.indicateur.code == "entrees"), lues


def test_the_pace_of_earlier_years_says_how_much_of_a_year_is_done(lieu):
    ligne, lues = entrees(lieu, MI_ANNEE)
    assert lues.annees == 2
    attendue = projeter_compte(10, annee(2020), MI_ANNEE, parts=[Fraction(1, 3)] * 2)
    assert ligne.projection == attendue
    assert ligne.projection.attendu == 30
    assert (ligne.reel, ligne.dedans) == ("30", True)


def test_without_a_complete_year_before_the_pace_is_even(lieu):
    lieu.dispositifs.update(donnees_completes_depuis=date(2020, 1, 1))
    ligne, lues = entrees(lieu, MI_ANNEE)
    assert lues.annees == 0
    assert ligne.projection == projeter_compte(10, annee(2020), MI_ANNEE)


def test_who_is_followed_already_stays_followed(lieu):
    Objectif.objects.create(
        dispositif=lieu.dispositifs.get(code="PLIE"), indicateur="personnes_suivies", debut=date(2020, 1, 1),
        fin=date(2020, 12, 31), date_effet=date(2020, 1, 1), cible=95,
    )  # fmt: skip
    suivies = entrees(lieu, MI_ANNEE)[1].lignes[0]
    assert suivies.indicateur.code == "personnes_suivies"
    assert (suivies.projection.observe, suivies.projection.attendu, suivies.projection.cible) == (70, 90, 95)
    assert "objectif 95" in suivies.phrase
    assert "<svg" in suivies.dessin


def viser(lieu, indicateur: str, cible: float) -> None:
    Objectif.objects.create(
        dispositif=lieu.dispositifs.get(code="PLIE"), indicateur=indicateur, debut=date(2020, 1, 1),
        fin=date(2020, 12, 31), date_effet=date(2020, 1, 1), cible=cible,
    )  # fmt: skip


def test_an_objective_on_any_other_figure_is_projected_where_days_add_up_else_told_as_it_stands(lieu, client_de):
    for rang in range(10):
        le = date(2020, 1 + rang // 2, 9)
        PrescriptionFactory(lieu=lieu, le=le, expire_le=le + timedelta(days=90))
    generations.noter(lieu.code, "prescription")
    viser(lieu, "prescriptions", 40)
    viser(lieu, "etapes_par_personne", 3)
    viser(lieu, "part_femmes", 50)
    lues = entrees(lieu, MI_ANNEE)[1]
    ligne = lues.lignes[-1]
    assert (ligne.indicateur.code, ligne.projection.observe, ligne.projection.cible) == ("prescriptions", 10, 40)
    assert [constat.indicateur.code for constat in lues.constats] == ["part_femmes", "etapes_par_personne"]
    page = client_de("elue").get(reverse("pilotage:projection", args=["OUEST"]), {"annee": "2020", "le": "30/06/2020"})
    assert "Objectifs sans projection" in page.text


def test_without_a_year_before_the_etapes_of_the_year_are_told_and_not_projected(lieu):
    lieu.dispositifs.update(donnees_completes_depuis=date(2020, 1, 1))
    etape = Etape("ATELIER", date(2020, 2, 1), date(2020, 2, 2), statut="REALISEE")
    monde.peupler(lieu, [Participation(900, "PLIE", date(2020, 1, 10), etapes=[etape])])
    viser(lieu, "etapes", 4)
    lues = entrees(lieu, MI_ANNEE)[1]
    assert [c.indicateur.code for c in lues.constats] == ["etapes"]
    assert lues.constats[0].phrase == "1 pour un objectif de 4, soit 25,0\u00a0% de l'objectif."


def test_at_the_end_there_is_nothing_left_to_project(lieu):
    ligne, _ = entrees(lieu, date(2020, 12, 31))
    assert (ligne.projection.bas, ligne.projection.haut, ligne.reel) == (30, 30, "")


def test_too_early_says_nothing_and_before_is_refused(lieu):
    assert not projeter(Acteur.systeme(lieu), "PLIE", annee(2020), date(2020, 1, 5)).lignes[1:4]
    with pytest.raises(RefusMetier):
        projeter(Acteur.systeme(lieu), "PLIE", annee(2020), date(2019, 12, 31))


def test_the_page_reads_its_day_and_refuses_one_before_the_year(lieu, client_de):
    page = reverse("pilotage:projection", args=["OUEST"])
    recu = client_de("elue").get(page, {"annee": "2020", "le": "30/06/2020"})
    assert "au rythme du 30 juin 2020" in recu.text
    assert "L'année a fini à 30" in recu.text
    avant = client_de("elue").get(page, {"annee": "2020", "le": "30/06/2019"})
    assert "Ce jour est avant le début" in avant.text
    assert client_de("elue").get(page, {"annee": "2020", "le": "jamais"}).status_code == 200


def test_an_empty_territory_says_what_is_needed(distribution, client_de):
    recu = client_de("animatrice").get(reverse("pilotage:projection", args=["OUEST"]), {"annee": "2020"})
    assert "Rien à projeter" in recu.text


def test_while_a_year_runs_its_bilan_shows_where_a_target_will_end(lieu, client_de):
    """The picture stands beside attainment, and leaves once the year is over."""
    plie = lieu.dispositifs.get(code="PLIE")
    Objectif.objects.create(
        dispositif=plie, indicateur="entrees", debut=date(2020, 1, 1), fin=date(2020, 12, 31), cible=25,
        date_effet=date(2020, 1, 1),
    )  # fmt: skip
    generations.noter(lieu.code, "cadre")
    adresse = reverse("pilotage:bilan", args=[lieu.code]) + "?dispositif=PLIE&annee=2020"
    with time_machine.travel("2020-06-30T12:00:00+02:00", tick=False):
        page = client_de("animatrice").get(adresse)
        tuile = next(t for t in page.context["tuiles"] if t.chiffre.code == "entrees")
        assert tuile.projection is not None
        assert tuile.projection.projection.attendu == 30
        assert tuile.projection.phrase in unescape(page.text)
    closes = client_de("animatrice").get(adresse)
    assert all(tuile.projection is None for tuile in closes.context["tuiles"])


def test_a_half_year_is_carried_to_its_own_end(lieu, client_de):
    """A target over other months than a year's: the same months of the years before give the pace."""
    second = semestre(2020, 2)
    lues = projeter(Acteur.systeme(lieu), "PLIE", second, date(2020, 10, 12))
    ligne = next(une for une in lues.lignes if une.indicateur.code == "entrees")
    assert (ligne.projection.observe, ligne.projection.attendu, ligne.reel) == (10, 20, "20")
    adresse = reverse("pilotage:projection", args=[lieu.code]) + "?dispositif=PLIE&du=01/07/2020&au=31/12/2020"
    page = client_de("animatrice").get(adresse)
    assert page.context["projections"].lignes
