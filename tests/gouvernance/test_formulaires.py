"""What is written of a plan is corrected, taken back, carried on; each refusal is a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
import time_machine

from deplie.acteurs.queries import Acteur
from deplie.gouvernance import actions
from deplie.gouvernance.models import Action, Plan, PointAvancement
from deplie.gouvernance.queries.catalogue import ValeurLue, declarer_lecteur
from deplie.socle.erreurs import RefusMetier
from tests.factories import DecisionFactory, InstanceFactory, SeanceFactory
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def en_decembre_2019():
    with time_machine.travel("2019-12-31T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def axe(distribution):
    comite = InstanceFactory(territoire=distribution.territoire)
    return AxeFactory(plan=PlanFactory(territoire=distribution.territoire, comite=comite), numero=3, titre="Numérique")


@pytest.fixture
def action(axe):
    return ActionFactory(axe=axe, numero=1)


@pytest.fixture
def client(client_de):
    return client_de("animatrice")


def lire(client, adresse):
    reponse = client.get(f"/OUEST/plans/{adresse}")
    assert reponse.status_code == 200
    return " ".join(unescape(reponse.content.decode()).split())


def poser(client, adresse, **valeurs):
    reponse = client.post(f"/OUEST/plans/{adresse}", valeurs)
    assert reponse.status_code == 302, reponse.context["formulaire"].errors


def refuse(client, adresse, phrase, **valeurs):
    """The form is shown again with the sentence, and nothing typed is lost."""
    reponse = client.post(f"/OUEST/plans/{adresse}", valeurs, follow=True)
    assert phrase in unescape(reponse.content.decode())


def par(objet):
    return Acteur.systeme(objet.axe.plan.territoire)


def test_an_axis_is_renamed_renumbered_and_taken_back_when_it_is_empty(client, axe):
    AxeFactory(plan=axe.plan, numero=4)
    poser(client, f"axes/{axe.pk}/", numero=5, titre="Accès aux droits")
    axe.refresh_from_db()
    assert str(axe) == "Axe 5. Accès aux droits"
    refuse(client, f"axes/{axe.pk}/", "déjà ce numéro", numero=4, titre="Accès aux droits")
    ActionFactory(axe=axe)
    refuse(client, f"axes/{axe.pk}/retirer/", "déplacez-les dans un autre axe")
    Action.objects.all().delete()
    poser(client, f"axes/{axe.pk}/retirer/")
    assert axe.plan.axes.count() == 1


def test_an_action_moved_to_another_axis_takes_the_next_number(client, action):
    autre = AxeFactory(plan=action.axe.plan, numero=4)
    ActionFactory(axe=autre, numero=7)
    valeurs = {"titre": action.titre, "pilote": "", "partenaires": ""}
    refuse(client, f"actions/{action.pk}/modifier/", "déjà ce numéro dans cet axe", axe=autre.pk, numero=7, **valeurs)
    poser(client, f"actions/{action.pk}/modifier/", axe=autre.pk, numero="", **valeurs)
    action.refresh_from_db()
    assert action.code == "4.8"


def test_an_action_of_which_nothing_was_told_may_be_taken_back(client, action):
    dite = PointAvancementFactory(action=ActionFactory(axe=action.axe)).action
    assert "Retirer l'action du plan" in lire(client, f"actions/{action.pk}/modifier/")
    assert "Retirer l'action du plan" not in lire(client, f"actions/{dite.pk}/modifier/")
    poser(client, f"actions/{action.pk}/retirer/")
    refuse(client, f"actions/{dite.pk}/retirer/", "dites-la abandonnée")
    assert list(Action.objects.all()) == [dite]


def test_the_last_point_is_corrected_from_the_state_before_it(client, action):
    premier = PointAvancementFactory(action=action, le=date(2019, 3, 1), etat="EN_COURS")
    dernier = PointAvancementFactory(action=action, le=date(2019, 6, 1), etat="REALISEE")
    Action.objects.update(statut="REALISEE")
    refuse(client, f"points/{premier.pk}/", "corrigez le dernier", etat="EN_COURS")
    refuse(client, f"points/{dernier.pk}/", "pourquoi", etat="SUSPENDUE")
    poser(client, f"points/{dernier.pk}/", etat="EN_COURS", fait=3, total=4, texte="Presque")
    action.refresh_from_db()
    dernier.refresh_from_db()
    assert (action.statut, dernier.etat, dernier.fait, dernier.le) == ("EN_COURS", "EN_COURS", 3, date(2019, 6, 1))
    with pytest.raises(RefusMetier, match="ne devient pas"):
        actions.corriger_point(note=dernier, point=actions.Point("PREVUE"), par=par(action))


def test_a_milestone_is_corrected_and_taken_back(client, action):
    jalon = JalonActionFactory(action=action)
    adresse = f"jalons/{jalon.pk}/"
    refuse(client, adresse, "Ce jour est à venir", libelle="Local", prevu_le="01/03/2019", atteint_le="01/03/2020")
    poser(client, adresse, libelle="Local trouvé", prevu_le="01/03/2019", atteint_le="15/03/2019")
    jalon.refresh_from_db()
    assert (jalon.libelle, jalon.atteint_le) == ("Local trouvé", date(2019, 3, 15))
    poser(client, f"jalons/{jalon.pk}/retirer/")
    assert not action.jalons.exists()


def test_a_line_of_budget_is_corrected_and_taken_back(client, action):
    ligne = FinancementActionFactory(action=action, annee=2019)
    autre = FinancementActionFactory(action=action, annee=2018, financeur=ligne.financeur)
    valeurs = {"financeur": ligne.financeur.nom, "prevu": "1 200,50", "obtenu": ""}
    refuse(client, f"budget/{ligne.pk}/", "déjà une ligne pour cette année", annee=2018, **valeurs)
    poser(client, f"budget/{ligne.pk}/", annee=2020, **valeurs)
    ligne.refresh_from_db()
    assert (ligne.annee, ligne.prevu) == (2020, Decimal("1200.50"))
    poser(client, f"budget/{autre.pk}/retirer/")
    assert list(action.financements.all()) == [ligne]


def test_an_indicator_is_added_told_corrected_and_taken_back(client, action):
    poser(
        client, f"actions/{action.pk}/indicateurs/", libelle="Lieux ouverts", unite="lieux", reference="2", cible="12,5"
    )
    mesure = action.indicateurs.get()
    refuse(client, f"indicateurs/{mesure.pk}/valeur/", "Ce jour est à venir", le="01/01/2020", valeur="7")
    poser(client, f"indicateurs/{mesure.pk}/valeur/", le="01/06/2019", valeur="7")
    page = lire(client, f"actions/{action.pk}/")
    for dit in ("Lieux ouverts", "Départ : 2", "cible : 12,5", "(lieux)", "1er juin 2019 : 7"):
        assert dit in page, dit
    adresse = f"indicateurs/{mesure.pk}/"
    refuse(client, adresse, "effacez-les avant", libelle="Lieux", indicateur="personnes_suivies")
    poser(client, adresse, libelle="Lieux", unite="lieux")
    poser(client, f"valeurs/{mesure.valeurs.get().pk}/effacer/")
    poser(client, f"indicateurs/{mesure.pk}/retirer/")
    assert not action.indicateurs.exists()


def test_an_indicator_of_the_catalogue_is_read_and_never_typed(client, client_de, action, monkeypatch):
    demandes = []

    def lecteur(acteur, codes, jour):
        demandes.append((set(codes), jour))
        return {"entrees": ValeurLue("198", 198, date(2019, 1, 1), jour, "/OUEST/bilan/?annee=2019")}

    monkeypatch.setattr("deplie.gouvernance.queries.catalogue._lecteurs", [])
    declarer_lecteur(lecteur)
    poser(client, f"actions/{action.pk}/indicateurs/", indicateur="entrees", unite="ignorée")
    mesure = action.indicateurs.get()
    assert (mesure.libelle, mesure.unite) == ("Entrées", "")
    page = lire(client, f"actions/{action.pk}/")
    assert "<strong>198</strong> du 01/01/2019 au 31/12/2019" in page
    assert "/OUEST/bilan/?annee=2019" in page
    assert f"indicateurs/{mesure.pk}/valeur/" not in page
    assert demandes == [({"entrees"}, date(2019, 12, 31))]
    refuse(client, f"indicateurs/{mesure.pk}/valeur/", "se lit dans le bilan", le="01/06/2019", valeur="7")
    assert "Se lit dans le bilan" in lire(client_de("operateur"), f"actions/{action.pk}/")
    assert len(demandes) == 1


def test_a_plan_that_is_over_reads_the_catalogue_on_the_day_of_its_last_point(client, distribution, monkeypatch):
    jours = []
    monkeypatch.setattr(
        "deplie.gouvernance.queries.catalogue._lecteurs", [lambda acteur, codes, jour: jours.append(jour) or {}]
    )
    plan = PlanFactory(territoire=distribution.territoire, debut=date(2010, 1, 1), fin=date(2012, 12, 31))
    action = ActionFactory(axe__plan=plan)
    PointAvancementFactory(action=action, le=date(2012, 3, 1))
    IndicateurActionFactory(action=action, indicateur="entrees")
    lire(client, f"actions/{action.pk}/")
    assert jours == [date(2012, 3, 1)]


def test_links_are_chosen_in_the_territory_and_added_together(client, action):
    territoire = action.axe.plan.territoire
    appel, operation = AppelFactory(territoire=territoire), OperationFactory(territoire=territoire)
    adresse = f"actions/{action.pk}/liens/"
    refuse(client, adresse, "Choisissez un appel, une opération ou une décision.")
    refuse(client, adresse, "Sélectionnez un choix valide", operation=OperationFactory().pk)
    poser(client, adresse, appel=appel.pk, operation=operation.pk)
    assert {lien.appel or lien.operation for lien in action.liens.all()} == {appel, operation}
    poser(client, f"liens/{action.liens.get(appel=appel).pk}/retirer/")
    assert [lien.operation for lien in action.liens.all()] == [operation]


def test_a_decision_about_a_person_is_never_linked(client, action):
    seance = SeanceFactory(instance__territoire=action.axe.plan.territoire)
    entree = DecisionFactory(genre="prescription", seance=seance)
    with pytest.raises(RefusMetier, match="sur une personne"):
        actions.relier(action=action, vers=entree, par=par(action))
    refuse(client, f"actions/{action.pk}/liens/", "Sélectionnez un choix valide", decision=entree.pk)


def test_a_plan_is_carried_on_with_what_is_still_open(client, action):
    plan = action.axe.plan
    Action.objects.update(statut="EN_COURS", debut=date(2018, 1, 1), fin=date(2023, 6, 30))
    ActionFactory(axe=action.axe, statut="REALISEE")
    PartenaireActionFactory(action=action)
    PointAvancementFactory(action=action)
    FinancementActionFactory(action=action)
    LienActionFactory(action=action, operation=OperationFactory(territoire=plan.territoire))
    JalonActionFactory(action=action, libelle="Passé", prevu_le=date(2019, 1, 1))
    JalonActionFactory(action=action, libelle="À venir", prevu_le=date(2022, 6, 1))
    ValeurIndicateurFactory(indicateur=IndicateurActionFactory(action=action, cible=40), valeur=25)
    assert "01/01/2022" in lire(client, f"{plan.pk}/reconduire/")
    refuse(client, f"{plan.pk}/reconduire/", "déjà ce nom", nom=plan.nom, debut="01/01/2022", fin="31/12/2026")
    poser(client, f"{plan.pk}/reconduire/", nom="Pacte 2022-2026", debut="01/01/2022", fin="31/12/2026")
    suite = Plan.objects.get(nom="Pacte 2022-2026")
    copie = Action.objects.get(axe__plan=suite)
    assert (copie.code, copie.statut, copie.debut, copie.fin) == ("3.1", "PREVUE", None, date(2023, 6, 30))
    assert [jalon.libelle for jalon in copie.jalons.all()] == ["À venir"]
    assert (copie.indicateurs.get().reference, copie.indicateurs.get().cible) == (25, 40)
    assert copie.partenaires.count() == 1
    assert [lues.count() for lues in (copie.points, copie.financements, copie.liens)] == [0, 0, 0]
    assert plan.axes.get().actions.count() == 2


def test_what_is_typed_at_the_committee_counts_without_its_tick(client, action):
    seance = SeanceFactory(instance=action.axe.plan.comite, le=date(2019, 11, 21))
    adresse = f"{action.axe.plan.pk}/seances/{seance.pk}/"
    poser(client, adresse, **{f"a{action.pk}-etat": "PREVUE", f"a{action.pk}-texte": "Le local manque."})
    assert PointAvancement.objects.get().texte == "Le local manque."
    page = lire(client, adresse)
    assert "1 action déjà dite à cette séance" in page
    assert f"dire-{action.pk}" not in page
