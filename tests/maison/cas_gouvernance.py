"""How each constraint of plans of action is broken, for test_contraintes.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import DecisionFactory, ProtocoleFactory
from tests.factories_financements import AppelFactory, OperationFactory
from tests.factories_gouvernance import (
    ActionFactory,
    AxeFactory,
    FinancementActionFactory,
    IndicateurActionFactory,
    JalonActionFactory,
    LienActionFactory,
    PartenaireActionFactory,
    PlanFactory,
    PointAvancementFactory,
    ValeurIndicateurFactory,
)
from tests.maison.cas_financements import deux_fois

TARD, TOT = date(2020, 12, 31), date(2020, 1, 1)


def _liee_deux_fois(nom: str, fabrique: Any) -> None:
    vers, action = fabrique(), ActionFactory()
    for _ in range(2):
        LienActionFactory(action=action, **{nom: vers})


CAS_GOUVERNANCE: dict[str, Callable[[], Any]] = {
    "plan_nom_unique": lambda: deux_fois(PlanFactory, "territoire", "nom"),
    "plan_dates": lambda: PlanFactory(debut=TARD, fin=TOT),
    "plan_protocole": lambda: PlanFactory(protocole=ProtocoleFactory()),
    "axe_unique": lambda: deux_fois(AxeFactory, "plan", "numero"),
    "axe_numero": lambda: AxeFactory(numero=0),
    "action_unique": lambda: deux_fois(ActionFactory, "axe", "numero"),
    "action_numero": lambda: ActionFactory(numero=0),
    "action_dates": lambda: ActionFactory(debut=TARD, fin=TOT),
    "partenaire_action_unique": lambda: deux_fois(PartenaireActionFactory, "action", "organisation"),
    "jalon_action_unique": lambda: deux_fois(JalonActionFactory, "action"),
    "lien_action_un": lambda: LienActionFactory(),
    "lien_action_appel": lambda: _liee_deux_fois("appel", AppelFactory),
    "lien_action_operation": lambda: _liee_deux_fois("operation", OperationFactory),
    "lien_action_decision": lambda: _liee_deux_fois("decision", DecisionFactory),
    "point_avancement_unique": lambda: deux_fois(PointAvancementFactory, "action"),
    "point_avancement_part": lambda: PointAvancementFactory(fait=3, total=2),
    "financement_action_unique": lambda: deux_fois(FinancementActionFactory, "action", "financeur"),
    "financement_action_montants": lambda: FinancementActionFactory(prevu="-0.01"),
    "financement_action_annee": lambda: FinancementActionFactory(annee=19),
    "indicateur_action_unique": lambda: deux_fois(IndicateurActionFactory, "action"),
    "valeur_indicateur_unique": lambda: deux_fois(ValeurIndicateurFactory, "indicateur"),
}
