"""Pages of plans: what is late says why, filters and totals agree, what is typed is never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
import time_machine

from deplie.gouvernance.models import Action, JalonAction, Plan, PointAvancement
from tests.factories import InstanceFactory, OrganisationFactory, SeanceFactory
from tests.factories_gouvernance import (
    ActionFactory,
    AxeFactory,
    FinancementActionFactory,
    IndicateurActionFactory,
    JalonActionFactory,
    PlanFactory,
    PointAvancementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def en_decembre_2019():
    with time_machine.travel("2019-12-31T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def plan(distribution):
    comite = InstanceFactory(territoire=distribution.territoire)
    return PlanFactory(territoire=distribution.territoire, nom="Pacte d'essai", comite=comite)


@pytest.fixture
def axe(plan):
    return AxeFactory(plan=plan, numero=3, titre="Numérique")


def lire(client, adresse, **parametres):
    reponse = client.get(f"/OUEST/plans/{adresse}", parametres)
    assert reponse.status_code == 200
    return " ".join(unescape(reponse.content.decode()).split())


def poser(client, adresse, **valeurs):
    reponse = client.post(f"/OUEST/plans/{adresse}", valeurs)
    assert reponse.status_code == 302, reponse.context["formulaire"].errors
    return reponse


def test_a_plan_is_opened_filled_and_told(client_de, distribution):
    client = client_de("animatrice")
    assert "Ouvrir un plan" in lire(client, "")
    poser(client, "nouveau/", nature="PACTE", nom="Pacte territorial", debut="11/01/2017", fin="31/12/2021")
    plan = Plan.objects.get()
    poser(client, f"{plan.pk}/axes/", numero=3, titre="Numérique")
    poser(
        client,
        f"{plan.pk}/actions/",
        axe=plan.axes.get().pk,
        numero=2,
        titre="Structurer un réseau",
        pilote="Conseil départemental",
        partenaires="Communauté urbaine\n\nCabinet d'essai",
        debut="01/11/2019",
        fin="30/06/2020",
    )
    action = Action.objects.get()
    assert action.partenaires.count() == 2
    poser(client, f"actions/{action.pk}/jalons/", libelle="Cartographie", prevu_le="31/03/2020")
    poser(client, f"actions/{action.pk}/budget/", financeur="Région", annee=2020, prevu="12 500,50", obtenu="")
    poser(client, f"actions/{action.pk}/avancement/", etat="EN_COURS", fait=1, total=4, texte="Étude lancée")
    poser(client, f"jalons/{JalonAction.objects.get().pk}/atteint/")
    page = lire(client, f"actions/{action.pk}/")
    for dit in ("Étude lancée", "1 sur 4", "12 500,50 €", "atteint le 31 décembre 2019", "Cabinet d'essai"):
        assert dit in page, dit
    assert "Structurer un réseau" in lire(client, f"{plan.pk}/")


def test_what_is_typed_stays_when_it_is_refused(client_de, axe):
    prise = ActionFactory(axe=axe)
    reponse = client_de("animatrice").post(
        f"/OUEST/plans/{axe.plan.pk}/actions/", {"axe": axe.pk, "numero": prise.numero, "titre": "Un titre gardé"}
    )
    page = unescape(reponse.content.decode())
    assert "Une action porte déjà ce numéro" in page
    assert "Un titre gardé" in page


def test_filters_and_totals_are_those_of_the_rows(client_de, plan, axe):
    pilote = OrganisationFactory(territoire=plan.territoire, nom="Mission locale d'essai")
    tardive = ActionFactory(axe=axe, titre="Atelier tardif", fin=date(2019, 6, 30), pilote=pilote, statut="EN_COURS")
    autre = ActionFactory(axe=AxeFactory(plan=plan, numero=4), titre="Autre chose", statut="REALISEE")
    ligne = FinancementActionFactory(action=tardive, prevu=Decimal("1000.10"), obtenu=Decimal("0.20"))
    FinancementActionFactory(action=autre, prevu=Decimal("0.20"))
    client = client_de("elue")
    entier = lire(client, f"{plan.pk}/")
    assert "2 actions, dont 1 en retard" in entier
    assert "Fin prévue le 30/06/2019, passée." in entier
    assert "1 000,30 €" in entier
    for filtre in (
        {"axe": 3},
        {"pilote": pilote.pk},
        {"statut": "EN_COURS"},
        {"retard": 1},
        {"financeur": ligne.financeur_id},
        {"q": "ATELIER mission"},
    ):
        page = lire(client, f"{plan.pk}/", **filtre)
        assert "Atelier tardif" in page, filtre
        assert "Autre chose</a>" not in page, filtre
        assert "1 action sur 2." in page, filtre
    assert "Aucune action ne répond" in lire(client, f"{plan.pk}/", q="introuvable")


def test_a_plan_that_is_over_is_read_on_the_day_of_its_last_point(client_de, distribution):
    plan = PlanFactory(territoire=distribution.territoire, debut=date(2010, 1, 1), fin=date(2012, 12, 31))
    action = ActionFactory(axe__plan=plan, fin=date(2012, 12, 31), statut="EN_COURS")
    PointAvancementFactory(action=action, le=date(2012, 3, 1))
    page = lire(client_de("animatrice"), f"{plan.pk}/")
    assert "Situation au 1er mars 2012" in page
    assert "aucune en retard" in page


def test_the_committee_tells_many_actions_in_one_screen(client_de, plan, axe):
    seance = SeanceFactory(instance=plan.comite, le=date(2019, 11, 21))
    une, deux, close = (ActionFactory(axe=axe, statut=etat) for etat in ("PREVUE", "EN_COURS", "REALISEE"))
    client, adresse = client_de("animatrice"), f"/OUEST/plans/{plan.pk}/seances/{seance.pk}/"
    assert f"dire-{close.pk}" not in client.get(adresse).content.decode()
    fautive = {f"dire-{une.pk}": "on", f"a{une.pk}-etat": "EN_COURS", f"a{une.pk}-fait": 5, f"a{une.pk}-total": 2}
    bonne = {f"dire-{deux.pk}": "on", f"a{deux.pk}-etat": "REALISEE", f"a{deux.pk}-texte": "Tout est fait"}
    reponse = client.post(adresse, fautive | bonne)
    assert reponse.status_code == 200
    assert f"Action {une.code} : corrigez ce qui est signalé" in unescape(reponse.content.decode())
    assert "5 ne peut pas être fait sur 2." in reponse.content.decode()
    assert "Tout est fait" in reponse.content.decode()
    assert not PointAvancement.objects.exists()
    assert "Cochez les actions" in unescape(client.post(adresse, {}).content.decode())
    assert client.post(adresse, bonne).status_code == 302
    deux.refresh_from_db()
    assert (deux.statut, deux.points.get().seance) == ("REALISEE", seance)


def test_the_pilot_tells_its_own_action_alone(client_de, distribution, axe):
    sienne, autre = ActionFactory(axe=axe, pilote=distribution.chantier), ActionFactory(axe=axe)
    client = client_de("operateur")
    assert "Noter l'avancement" in lire(client, f"actions/{sienne.pk}/")
    assert "Noter l'avancement" not in lire(client, f"actions/{autre.pk}/")
    poser(client, f"actions/{sienne.pk}/avancement/", etat="EN_COURS")
    assert client.get(f"/OUEST/plans/actions/{autre.pk}/avancement/").status_code == 403
    assert client.post(f"/OUEST/plans/jalons/{JalonActionFactory(action=autre).pk}/atteint/").status_code == 403


def test_a_plan_asks_as_much_for_twenty_actions(client_de, plan, axe, requetes_constantes):
    client = client_de("animatrice")

    def ajouter():
        action = ActionFactory(axe=axe, debut=date(2018, 1, 1), pilote=OrganisationFactory(territoire=plan.territoire))
        PointAvancementFactory(action=action)
        JalonActionFactory(action=action)
        FinancementActionFactory(action=action)

    requetes_constantes(lambda: lire(client, f"{plan.pk}/"), ajouter)


def test_an_action_asks_as_much_whatever_its_plan(client_de, plan, axe, requetes_constantes):
    client, lue = client_de("animatrice"), ActionFactory(axe=axe)

    def ajouter():
        IndicateurActionFactory(action=lue, libelle=f"Mesure {lue.indicateurs.count()}")
        PointAvancementFactory(action=ActionFactory(axe=axe))

    requetes_constantes(lambda: lire(client, f"actions/{lue.pk}/"), ajouter)


def test_the_calendar_has_a_row_for_each_action_shown(client_de, plan, axe):
    dates = {"debut": date(2019, 1, 1), "fin": date(2019, 6, 30), "statut": "EN_COURS"}
    une = ActionFactory(axe=axe, titre="Ouvrir un atelier", **dates)
    ActionFactory(axe=AxeFactory(plan=plan, numero=4, titre="Mobilité"), titre="Sans dates")
    JalonActionFactory(action=une, libelle="Local trouvé", prevu_le=date(2019, 3, 1))
    client = client_de("elue")
    page = lire(client, f"{plan.pk}/calendrier/")
    for dit in ("Axe 3. Numérique", "Axe 4. Mobilité", "! en cours", "Local trouvé, attendu le 01/03/2019, en retard"):
        assert dit in page, dit
    filtree = lire(client, f"{plan.pk}/calendrier/", axe=3)
    assert "Ouvrir un atelier" in filtree
    assert "Sans dates</th>" not in filtree
    image = client.get(f"/OUEST/plans/{plan.pk}/calendrier.svg?axe=3")
    assert image["Content-Type"] == "image/svg+xml"
    assert "Ouvrir un atelier" in image.content.decode()
    assert "Sans dates" not in image.content.decode()


def test_progress_is_read_axis_by_axis_and_committee_by_committee(client_de, plan, axe):
    seances = [SeanceFactory(instance=plan.comite, le=le) for le in (date(2018, 6, 1), date(2019, 11, 21))]
    faite, autre, _ = (ActionFactory(axe=axe, statut=etat) for etat in ("REALISEE", "EN_COURS", "ABANDONNEE"))
    PointAvancementFactory(action=faite, le=date(2018, 6, 1), seance=seances[0], etat="EN_COURS")
    PointAvancementFactory(action=faite, le=date(2019, 11, 21), seance=seances[1], etat="REALISEE")
    PointAvancementFactory(action=autre, le=date(2019, 11, 21), seance=seances[1], etat="EN_COURS")
    reponse = client_de("animatrice").get(f"/OUEST/plans/{plan.pk}/suivi/")
    lus = [(r.dites, r.etats.get("REALISEE", 0), r.etats.get("EN_COURS", 0)) for r in reponse.context["releves"]]
    assert lus == [(1, 0, 1), (2, 1, 1), (0, 1, 1)]
    page = " ".join(unescape(reponse.content.decode()).split())
    assert "1 sur 2" in page
    assert "Comité du 21/11/2019" in page


def test_the_budget_is_read_funder_by_funder_and_year_by_year(client_de, plan, axe):
    region = OrganisationFactory(territoire=plan.territoire, nom="Région d'essai")
    for annee, prevu, obtenu in ((2019, "1000.10", "500"), (2020, "2000.20", None)):
        ActionFactory(axe=axe)
        ligne = {"annee": annee, "prevu": prevu, "obtenu": obtenu, "financeur": region}
        FinancementActionFactory(action=ActionFactory(axe=axe), **ligne)
    reponse = client_de("animatrice").get(f"/OUEST/plans/{plan.pk}/suivi/")
    (lu,) = reponse.context["financeurs"]
    assert (lu.nom, lu.prevu, lu.obtenu) == ("Région d'essai", Decimal("3000.30"), Decimal(500))
    assert [(annee, prevu) for annee, prevu, _ in lu.annees] == [(2019, Decimal("1000.10")), (2020, Decimal("2000.20"))]


def test_a_plan_of_82_actions_in_13_axes_asks_as_much_as_one(client_de, plan, django_assert_max_num_queries):
    client = client_de("animatrice")
    for numero in range(1, 14):
        axe = AxeFactory(plan=plan, numero=numero)
        for rang in range(1, 8 if numero < 5 else 7):
            action = ActionFactory(axe=axe, numero=rang, debut=date(2018, 1, 1), fin=date(2020, 1, 1))
            PointAvancementFactory(action=action)
            JalonActionFactory(action=action)
    assert Action.objects.count() == 82
    for page in ("", "calendrier/", "suivi/"):
        with django_assert_max_num_queries(20):
            assert "82 actions" in lire(client, f"{plan.pk}/{page}")
