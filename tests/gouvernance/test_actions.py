"""Plans, actions and their progress, as they are decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deplie.acteurs.queries import Acteur
from deplie.gouvernance import actions, queries
from deplie.gouvernance.models import PointAvancement
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import AgentFactory, DecisionFactory, OrganisationFactory, SeanceFactory
from tests.factories_financements import AppelFactory, OperationFactory
from tests.factories_gouvernance import ActionFactory, AxeFactory, JalonActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
JOUR = date(2019, 11, 21)


def systeme(objet):
    return Acteur.systeme(objet.axe.plan.territoire)


def pilote(action, role="operateur"):
    """An agent of a body that pilots an action, with a role that tells progress."""
    if action.pilote is None:
        action.pilote = OrganisationFactory(territoire=action.axe.plan.territoire)
        action.save()
    agent = AgentFactory(territoire=action.axe.plan.territoire, organisation=action.pilote)
    return Acteur(agent.compte, agent.territoire, agent, frozenset({role}))


def test_a_plan_is_written_axis_by_axis_action_by_action():
    plan = PlanFactory()
    par = Acteur.systeme(plan.territoire)
    axe = actions.ajouter_axe(plan=plan, numero=3, titre=" Numérique ", par=par)
    action = actions.inscrire_action(
        axe=axe,
        valeurs={"numero": 2, "titre": "Réseau d'inclusion numérique"},
        pilote="Conseil départemental",
        partenaires=["Communauté urbaine", "Communauté urbaine", ""],
        par=par,
    )
    assert (action.code, str(action.pilote), action.statut) == ("3.2", "Conseil départemental", "PREVUE")
    assert [str(p.organisation) for p in action.partenaires.all()] == ["Communauté urbaine"]
    assert Journal.objects.filter(verbe="inscrire une action", objet_id=str(action.pk)).exists()
    assert [a.pk for a in queries.actions_de(plan)] == [action.pk]


def test_a_number_is_taken_once():
    action = ActionFactory()
    with pytest.raises(RefusMetier, match="déjà ce numéro dans cet axe"):
        actions.inscrire_action(
            axe=action.axe, valeurs={"numero": action.numero, "titre": "Autre"}, par=systeme(action)
        )


def test_a_point_gives_the_action_its_state_and_keeps_its_history():
    action = ActionFactory()
    par = systeme(action)
    actions.noter_point(action=action, point=actions.Point("EN_COURS", 1, 4, "Lancée"), le=date(2018, 5, 2), par=par)
    actions.noter_point(action=action, point=actions.Point("REALISEE", 4, 4), le=JOUR, par=par)
    action.refresh_from_db()
    assert action.statut == "REALISEE"
    assert [v.statut for v in action.versions.order_by("history_id")][-2:] == ["EN_COURS", "REALISEE"]


@pytest.mark.parametrize(
    ("point", "phrase"),
    [
        (actions.Point("REALISEE"), "ne devient pas"),
        (actions.Point("ABANDONNEE"), "pourquoi"),
        (actions.Point("EN_COURS", fait=3), "deux nombres"),
        (actions.Point("EN_COURS", fait=3, total=2), "deux nombres"),
    ],
)
def test_a_point_that_cannot_be_is_refused(point, phrase):
    action = ActionFactory()
    with pytest.raises(RefusMetier, match=phrase):
        actions.noter_point(action=action, point=point, le=JOUR, par=systeme(action))
    assert not PointAvancement.objects.exists()


def test_a_point_follows_the_last_one():
    action = ActionFactory()
    actions.noter_point(action=action, point=actions.Point("EN_COURS"), le=JOUR, par=systeme(action))
    with pytest.raises(RefusMetier, match=r"plus récent est noté, le 21/11/2019"):
        actions.noter_point(action=action, point=actions.Point("EN_COURS"), le=date(2019, 1, 1), par=systeme(action))
    with pytest.raises(RefusMetier, match="à venir"):
        actions.noter_point(action=action, point=actions.Point("EN_COURS"), le=date(2999, 1, 1), par=systeme(action))


def test_many_actions_are_told_at_one_committee_all_or_none():
    seance = SeanceFactory(le=JOUR)
    plan = PlanFactory(territoire=seance.instance.territoire, comite=seance.instance)
    une, deux = (ActionFactory(axe=AxeFactory(plan=plan)) for _ in range(2))
    par = Acteur.systeme(plan.territoire)
    with pytest.raises(RefusMetier, match=f"Action {deux.code}"):
        actions.noter_points(
            seance=seance, points=[(une, actions.Point("EN_COURS")), (deux, actions.Point("REALISEE"))], par=par
        )
    assert not PointAvancement.objects.exists()
    une, deux = queries.actions_de(plan)
    points = [(une, actions.Point("EN_COURS")), (deux, actions.Point("PREVUE"))]
    assert actions.noter_points(seance=seance, points=points, par=par) == 2
    assert {p.le for p in PointAvancement.objects.all()} == {JOUR}


def test_a_seance_of_another_body_tells_nothing():
    action = ActionFactory()
    seance = SeanceFactory(instance__territoire=action.axe.plan.territoire, le=JOUR)
    with pytest.raises(RefusMetier, match="n'est pas de l'instance"):
        actions.noter_point(action=action, point=actions.Point("EN_COURS"), seance=seance, par=systeme(action))


def test_the_pilot_tells_its_own_actions_and_no_other():
    action, autre = ActionFactory(), ActionFactory()
    par = pilote(action)
    actions.noter_point(action=action, point=actions.Point("EN_COURS"), le=JOUR, par=par)
    jalon = JalonActionFactory(action=action)
    actions.atteindre_jalon(jalon=jalon, le=JOUR, par=par)
    autre.axe.plan.territoire = action.axe.plan.territoire
    autre.axe.plan.save()
    with pytest.raises(RefusMetier, match="par son pilote"):
        actions.noter_point(action=autre, point=actions.Point("EN_COURS"), le=JOUR, par=par)
    with pytest.raises(RefusMetier, match="par son pilote"):
        actions.noter_point(action=action, point=actions.Point("EN_COURS"), par=pilote(action, "elu_copil"))


def test_another_territory_is_never_written_from_here():
    action, ailleurs = ActionFactory(), ActionFactory()
    for ecrire in (
        lambda par: actions.noter_point(action=action, point=actions.Point("EN_COURS"), le=JOUR, par=par),
        lambda par: actions.ajouter_axe(plan=action.axe.plan, numero=99, titre="X", par=par),
        lambda par: actions.poser_jalon(action=action, libelle="X", prevu_le=JOUR, par=par),
        lambda par: actions.financer(action=action, financeur="X", annee=2019, prevu=Decimal(1), par=par),
    ):
        with pytest.raises(RefusMetier, match="autre territoire"):
            ecrire(systeme(ailleurs))


def test_a_funding_told_again_is_corrected():
    action = ActionFactory()
    for obtenu in (None, Decimal("900.50")):
        ligne = actions.financer(
            action=action, financeur="Région", annee=2019, prevu=Decimal(1000), obtenu=obtenu, par=systeme(action)
        )
    assert action.financements.count() == 1
    assert ligne.obtenu == Decimal("900.50")


def test_an_indicator_of_the_catalogue_is_named_by_its_code():
    action = ActionFactory()
    with pytest.raises(RefusMetier, match="n'est pas un indicateur"):
        actions.mesurer(action=action, libelle="", indicateur="inconnu", par=systeme(action))
    with pytest.raises(RefusMetier, match="Dites ce qui est mesuré"):
        actions.mesurer(action=action, libelle=" ", par=systeme(action))
    mesure = actions.mesurer(action=action, libelle="Lieux ouverts", cible=Decimal(12), par=systeme(action))
    actions.relever(indicateur=mesure, le=JOUR, valeur=Decimal(7), par=systeme(action))
    with pytest.raises(RefusMetier, match="déjà notée"):
        actions.relever(indicateur=mesure, le=JOUR, valeur=Decimal(8), par=systeme(action))


@pytest.mark.parametrize("genre", ["appel", "operation", "decision"])
def test_an_action_is_linked_to_what_it_runs_on(genre):
    action = ActionFactory()
    territoire = action.axe.plan.territoire
    vers = {
        "appel": lambda: AppelFactory(territoire=territoire),
        "operation": lambda: OperationFactory(territoire=territoire),
        "decision": lambda: DecisionFactory(genre="avenant", seance__instance__territoire=territoire),
    }[genre]()
    lien = actions.relier(action=action, vers=vers, par=systeme(action))
    assert getattr(lien, genre) == vers
    with pytest.raises(RefusMetier, match="déjà lié"):
        actions.relier(action=action, vers=vers, par=systeme(action))
    actions.delier(lien=lien, par=systeme(action))
    assert not action.liens.exists()
