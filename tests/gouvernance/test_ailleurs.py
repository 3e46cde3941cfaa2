"""What the other pages show of the plans: where an action is late, told, or rests on something."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
import time_machine

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Protocole
from deplie.financements.queries.echeances import toutes
from deplie.gouvernance.queries.panneaux import en_retard
from tests.factories import DecisionFactory, InstanceFactory, OrganisationFactory, ProtocoleFactory, SeanceFactory
from tests.factories_financements import AppelFactory, OperationFactory
from tests.factories_gouvernance import (
    ActionFactory,
    AxeFactory,
    JalonActionFactory,
    LienActionFactory,
    PlanFactory,
    PointAvancementFactory,
)

pytestmark = pytest.mark.django_db
JOUR = date(2019, 12, 31)


@pytest.fixture(autouse=True)
def en_decembre_2019():
    with time_machine.travel("2019-12-31T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def axe(distribution):
    comite = InstanceFactory(territoire=distribution.territoire)
    return AxeFactory(plan=PlanFactory(territoire=distribution.territoire, comite=comite, nom="Pacte d'essai"))


def lire(client, adresse):
    reponse = client.get(f"/OUEST/{adresse}")
    assert reponse.status_code == 200
    return " ".join(unescape(reponse.content.decode()).split())


def test_the_seance_says_what_was_told_and_what_rests_on_it(client_de, axe):
    seance = SeanceFactory(instance=axe.plan.comite, le=date(2019, 11, 21))
    dite, liee = ActionFactory(axe=axe, titre="Dite ici"), ActionFactory(axe=axe, titre="Appuyée ici")
    PointAvancementFactory(action=dite, seance=seance, le=seance.le, texte="Tout va bien")
    LienActionFactory(action=liee, decision=DecisionFactory(seance=seance))
    page = lire(client_de("animatrice"), f"seances/{seance.pk}/")
    for dit in ("1 action dite à cette séance", "Dite ici", "Tout va bien", "Appuyée ici", "Dire l'avancement"):
        assert dit in page, dit
    autre = SeanceFactory(instance__territoire=axe.plan.territoire, le=seance.le)
    assert "Plans d'actions</h2>" not in lire(client_de("animatrice"), f"seances/{autre.pk}/")


def test_a_seance_to_come_or_cancelled_tells_nothing_yet(client_de, axe):
    seance = SeanceFactory(instance=axe.plan.comite, le=date(2020, 1, 15))
    page = lire(client_de("animatrice"), f"seances/{seance.pk}/")
    assert "Pacte d'essai" in page
    assert "Dire l'avancement" not in page


def test_an_appel_and_an_operation_say_the_actions_that_rest_on_them(client_de, axe):
    action = ActionFactory(axe=axe, titre="Innovation sociale")
    appel = AppelFactory(territoire=axe.plan.territoire)
    operation = OperationFactory(territoire=axe.plan.territoire)
    LienActionFactory(action=action, appel=appel)
    LienActionFactory(action=action, operation=operation)
    client = client_de("animatrice")
    for adresse in (f"appels/{appel.pk}/", f"operations/{operation.pk}/"):
        assert "Innovation sociale" in lire(client, adresse)


def test_a_protocole_says_its_plan(client_de, distribution):
    protocole = ProtocoleFactory(dispositif=distribution.territoire.dispositifs.first())
    assert isinstance(protocole, Protocole)
    PlanFactory(territoire=distribution.territoire, nature="PROTOCOLE", nom="Plan d'ici", protocole=protocole)
    assert "Plan d'ici" in lire(client_de("animatrice"), f"cadre/protocoles/{protocole.pk}/")


def test_late_actions_wait_at_home_for_who_tells_them(client_de, distribution, axe):
    sienne = ActionFactory(axe=axe, titre="Du chantier", pilote=distribution.chantier, fin=date(2019, 1, 1))
    ActionFactory(axe=axe, titre="D'une autre", fin=date(2019, 1, 1), pilote=OrganisationFactory())
    ActionFactory(axe=axe, titre="Finie", statut="REALISEE", fin=date(2019, 1, 1))
    tout = lire(client_de("animatrice"), "")
    assert "Du chantier" in tout
    assert "D'une autre" in tout
    assert "Finie" not in tout
    assert f"/OUEST/plans/actions/{sienne.pk}/avancement/" in tout
    siennes = lire(client_de("operateur"), "")
    assert "Du chantier" in siennes
    assert "D'une autre" not in siennes
    assert "Actions en retard" not in lire(client_de("elue"), "")
    assert "Échéances des opérations" not in tout


def test_a_plan_that_is_over_makes_nobody_late(distribution):
    plan = PlanFactory(territoire=distribution.territoire, debut=date(2010, 1, 1), fin=date(2012, 12, 31))
    ActionFactory(axe__plan=plan, fin=date(2011, 1, 1))
    acteur = Acteur.systeme(distribution.territoire)
    assert en_retard(acteur) == []
    assert [due for due in toutes(acteur, JOUR) if "ACTION" in due.genre] == []


def test_milestones_and_ends_are_due(axe):
    action = ActionFactory(axe=axe, fin=date(2020, 6, 30))
    JalonActionFactory(action=action, prevu_le=date(2020, 3, 1), libelle="Bilan rendu")
    JalonActionFactory(action=action, prevu_le=date(2019, 3, 1), libelle="Atteint", atteint_le=date(2019, 3, 1))
    JalonActionFactory(action=ActionFactory(axe=axe, statut="ABANDONNEE"))
    dues = [due for due in toutes(Acteur.systeme(axe.plan.territoire), JOUR) if "ACTION" in due.genre]
    assert [(due.le, due.libelle) for due in dues] == [
        (date(2020, 3, 1), "Bilan rendu"),
        (date(2020, 6, 30), "Fin de l'action"),
    ]
