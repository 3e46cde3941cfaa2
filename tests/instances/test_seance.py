"""Bodies and their séances: who sits, who came, what a séance may decide and what it leaves as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deplie.instances import actions
from deplie.instances.models import Decision, Presence, Seance
from deplie.instances.queries import objets, proches
from deplie.instances.queries.proces_verbal import champs_du_proces_verbal
from deplie.instances.queries.seance import decisions_de, liste, membres_le, nombres_de_dossiers, sieges, visibles_par
from deplie.instances.rules import prend_encore, quorum_atteint, refus_de_decider
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import AgentFactory, DecisionFactory, InstanceFactory, OrganisationFactory
from tests.instances import fabrique
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 20)


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def genre(monkeypatch):
    """A kind of object of the tests: « non » is refused, what was decided is remembered."""
    faits = []

    def decider(*, objet, resultat, valeurs, le, par, seance):
        if resultat == "non":
            raise RefusMetier(f"Le dossier {objet} ne peut pas être décidé.")
        faits.append((objet, le))
        return bool(valeurs.get("raison"))

    essai = objets.Genre(
        code="essai",
        titre="Essais",
        droit="seance.tenir",
        droit_voir="seance.voir",
        natures=frozenset({"COPIL"}),
        resultats={"oui": "Oui", "non": "Non"},
        gabarit="",
        dossiers=lambda acteur, seance: [],
        comptes=lambda acteur, seances: {seance.pk: 3 for seance in seances},
        nommer=lambda acteur, pks: {pk: f"Dossier {pk}" for pk in pks if pk != 9},
        champs=lambda acteur, dossier: {},
        decider=decider,
    )
    monkeypatch.setattr(objets, "_genres", {"essai": essai})
    return faits


def copil(lieu, **champs):
    return fabrique.seance(lieu, instance=fabrique.commission(lieu, "COPIL"), **champs)


def test_a_quorum_counts_those_present_and_represented():
    assert quorum_atteint(2, ["PRESENT", "REPRESENTE", "EXCUSE"]) is True
    assert quorum_atteint(2, ["PRESENT", "EXCUSE", "ABSENT"]) is False
    assert quorum_atteint(None, []) is None


def test_a_seance_decides_from_its_day_and_not_for_ever():
    assert refus_de_decider(JOUR, False, JOUR) == ""
    assert "à partir du jour" in refus_de_decider(JOUR, False, JOUR - timedelta(days=1))
    assert "annulée" in refus_de_decider(JOUR, True, JOUR)
    assert prend_encore(JOUR, False, JOUR + timedelta(days=31))
    assert not prend_encore(JOUR, False, JOUR + timedelta(days=32))
    assert not prend_encore(JOUR, True, JOUR)


def test_a_body_and_its_seats(lieu, ines):
    instance = actions.creer_instance(nature="COMMISSION_ENTREE", nom=" Commission  d'entrée ", par=ines)
    assert instance.nom == "Commission d'entrée"
    with pytest.raises(RefusMetier, match="porte déjà ce nom"):
        actions.creer_instance(nature="COPIL", nom="Commission d'entrée", par=ines)
    with pytest.raises(RefusMetier, match="dans la liste"):
        actions.creer_instance(nature="AUTRE", nom="Autre", par=ines)
    membre = actions.ajouter_membre(
        instance=instance, organisation=f.organisation(lieu, "CCAS"), debut=date(2024, 1, 1), par=ines
    )
    with pytest.raises(RefusMetier, match="d'un autre territoire"):
        actions.ajouter_membre(instance=instance, organisation=OrganisationFactory(), debut=JOUR, par=ines)
    with pytest.raises(RefusMetier, match="la personne qui siège"):
        actions.ajouter_membre(instance=instance, debut=JOUR, par=ines)
    assert membres_le(instance, JOUR) == [membre]
    actions.retirer_membre(membre=membre, fin=date(2024, 2, 1), par=ines)
    assert membres_le(instance, JOUR) == []
    assert membres_le(instance, date(2024, 2, 1)) == [membre]


def test_somebody_without_an_account_sits_comes_and_is_called(
    lieu, ines, mailoutbox, django_capture_on_commit_callbacks
):
    seance = fabrique.seance(lieu, JOUR)
    dite = {"nom": " Maud  Imaginaire ", "structure": "Chambre des métiers", "courriel": "maud@exemple.invalid"}
    membre = actions.ajouter_membre(instance=seance.instance, debut=date(2024, 1, 1), par=ines, **dite)
    assert str(membre) == "Chambre des métiers – Maud Imaginaire"
    actions.noter_presences(seance=seance, presences={membre: "PRESENT"}, par=ines)
    champs = champs_du_proces_verbal(seance, sieges(seance), [])
    assert champs["presents"] == ["Chambre des métiers – Maud Imaginaire"]
    prochaine = fabrique.seance(lieu, timezone.localdate(), instance=seance.instance)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.convoquer(seance=prochaine, par=ines) == 1
    assert mailoutbox[0].to == ["maud@exemple.invalid"]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"nom": "Maud", "titulaire": True}, "écrivez son nom : pas les deux"),
        ({"structure": "Mairie", "titulaire": True}, "Écrivez le nom de qui siège"),
        ({"nom": "Maud", "structure": "Mairie", "organisation": True}, "ou écrivez-la : pas les deux"),
    ],
)
def test_a_seat_is_somebody_chosen_or_somebody_told(lieu, ines, champs, phrase):
    if "titulaire" in champs:
        champs = champs | {"titulaire": AgentFactory(territoire=lieu)}
    if "organisation" in champs:
        champs = champs | {"organisation": f.organisation(lieu, "CCAS")}
    with pytest.raises(RefusMetier, match=phrase):
        actions.ajouter_membre(instance=fabrique.commission(lieu), debut=JOUR, par=ines, **champs)


def test_one_seance_a_day_unless_it_is_cancelled(lieu, ines):
    instance = fabrique.commission(lieu)
    premiere = actions.planifier_seance(instance=instance, le=JOUR, par=ines)
    with pytest.raises(RefusMetier, match="déjà prévue ce jour-là"):
        actions.planifier_seance(instance=instance, le=JOUR, par=ines)
    with pytest.raises(RefusMetier, match="pourquoi la séance est annulée"):
        actions.annuler_seance(seance=premiere, raison="  ", par=ines)
    actions.annuler_seance(seance=premiere, raison="Cyclone", par=ines)
    assert actions.planifier_seance(instance=instance, le=JOUR, par=ines).statut == "PREVUE"
    with pytest.raises(RefusMetier, match="annulée"):
        actions.noter_presences(seance=premiere, presences={}, par=ines)
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.planifier_seance(instance=InstanceFactory(), le=JOUR, par=ines)


def test_who_came_is_noted_and_the_seance_was_held(lieu, ines):
    seance = fabrique.seance(lieu, JOUR, instance=fabrique.commission(lieu, quorum=2))
    ccas, mairie = (fabrique.siege(seance.instance, f.organisation(lieu, nom)) for nom in ("CCAS", "Mairie"))
    assert sieges(seance).quorum is False
    actions.noter_presences(seance=seance, presences={ccas: "PRESENT", mairie: "EXCUSE"}, par=ines)
    actions.noter_presences(seance=seance, presences={mairie: "REPRESENTE"}, par=ines)
    lus = sieges(seance)
    assert ([etat for _, etat in lus.lignes], lus.quorum) == (["PRESENT", "REPRESENTE"], True)
    actions.noter_presences(seance=seance, presences={mairie: ""}, par=ines)
    assert Presence.objects.count() == 1
    seance.refresh_from_db()
    assert seance.statut == "TENUE"
    ailleurs = fabrique.siege(fabrique.commission(lieu), ccas.organisation)
    with pytest.raises(RefusMetier, match="dans la liste"):
        actions.noter_presences(seance=seance, presences={ailleurs: "PRESENT"}, par=ines)


def test_members_are_called_by_a_letter_that_names_nobody(lieu, ines, mailoutbox, django_capture_on_commit_callbacks):
    seance = fabrique.seance(lieu, timezone.localdate(), lieu="Hôtel de ville", ordre_du_jour="Entrées")
    with pytest.raises(RefusMetier, match="Aucun membre n'a d'adresse"):
        actions.convoquer(seance=seance, par=ines)
    titulaire, suppleant = AgentFactory(territoire=lieu), AgentFactory(territoire=lieu)
    fabrique.siege(seance.instance, f.organisation(lieu, "CCAS"), titulaire=titulaire, suppleant=suppleant)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.convoquer(seance=seance, par=ines) == 2
    assert sorted(lettre.to[0] for lettre in mailoutbox) == sorted([titulaire.courriel, suppleant.courriel])
    assert "Hôtel de ville" in mailoutbox[0].body
    assert seance.convoquee_le == timezone.localdate()


def test_all_the_decisions_are_recorded_or_none(lieu, ines, genre):
    seance = copil(lieu, le=JOUR)
    oui, non = actions.Choix("essai", 1, "oui"), actions.Choix("essai", 2, "non")
    with pytest.raises(actions.DecisionsRefusees) as refus:
        actions.inscrire_decisions(seance=seance, choix=[oui, non], par=ines)
    assert refus.value.refus == {("essai", 2): "Le dossier 2 ne peut pas être décidé."}
    assert not Decision.objects.exists()
    assert Seance.objects.get(pk=seance.pk).statut == "PREVUE"
    choix = [oui, actions.Choix("essai", 3, "oui", {"raison": " Continuité  de parcours "})]
    assert actions.inscrire_decisions(seance=seance, choix=choix, par=ines) == 2
    une, deux = Decision.objects.order_by("rang")
    assert (une.rang, une.derogation, deux.rang, deux.derogation) == (1, False, 2, True)
    assert (deux.motif, deux.par) == ("Continuité de parcours", ines.compte)
    assert {le for _, le in genre} == {JOUR}
    with pytest.raises(RefusMetier, match="déjà décidé"):
        actions.inscrire_decisions(seance=seance, choix=[oui], par=ines)


def test_a_decision_needs_a_seance_that_may_take_it_and_somebody_who_may(lieu, ines, genre):
    oui = [actions.Choix("essai", 1, "oui")]
    with pytest.raises(RefusMetier, match="Aucune décision"):
        actions.inscrire_decisions(seance=copil(lieu, le=JOUR), choix=[], par=ines)
    demain = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RefusMetier, match="à partir du jour"):
        actions.inscrire_decisions(seance=copil(lieu, le=demain), choix=oui, par=ines)
    with pytest.raises(RefusMetier, match="ne prend pas cette décision"):
        actions.inscrire_decisions(seance=fabrique.seance(lieu, JOUR), choix=oui, par=ines)
    referent = f.acteur(lieu, "referent_parcours")
    with pytest.raises(RefusMetier, match="un droit que vous n'avez pas"):
        actions.inscrire_decisions(seance=copil(lieu, le=JOUR), choix=oui, par=referent)


def test_the_day_of_decisions_does_not_change(lieu, ines, genre):
    seance = copil(lieu, le=JOUR)
    actions.modifier_seance(seance=seance, valeurs={"le": JOUR - timedelta(days=1), "lieu": " Ici "}, par=ines)
    actions.inscrire_decisions(seance=seance, choix=[actions.Choix("essai", 1, "oui")], par=ines)
    with pytest.raises(RefusMetier, match="elle ne change plus"):
        actions.modifier_seance(seance=seance, valeurs={"le": JOUR}, par=ines)
    with pytest.raises(RefusMetier, match="ne s'annule plus"):
        actions.annuler_seance(seance=seance, raison="Erreur", par=ines)
    assert Seance.objects.get(pk=seance.pk).lieu == "Ici"


def test_decisions_outside_the_reader_s_perimeter_are_counted_not_told(lieu, ines, genre):
    seance = copil(lieu, le=JOUR)
    for objet in (8, 9):
        DecisionFactory(seance=seance, genre="essai", objet_id=objet, resultat="oui")
    (groupe,) = decisions_de(ines, seance)
    assert ([lue.nom for lue in groupe.lues], groupe.masquees) == (["Dossier 8"], 1)


def test_the_seances_of_the_week_with_their_files(lieu, ines, genre):
    jour = timezone.localdate()
    demain, loin = copil(lieu, le=jour + timedelta(days=1)), copil(lieu, le=jour + timedelta(days=8))
    assert [(p.seance, p.dossiers) for p in proches(ines, jour)] == [(demain, 3)]
    assert nombres_de_dossiers(ines, [demain, loin]) == {demain.pk: 3, loin.pk: 3}
    assert list(liste(ines, "a_venir")) == [demain, loin]
    assert not visibles_par(f.acteur(lieu, "elu_copil"))


def test_each_decision_is_in_the_journal_without_a_name(lieu, ines, genre):
    seance = copil(lieu, le=JOUR)
    actions.inscrire_decisions(seance=seance, choix=[actions.Choix("essai", 1, "oui")], par=ines)
    ligne = Journal.objects.get(verbe="inscrire des décisions")
    assert (ligne.objet, ligne.objet_id, ligne.detail) == ("instances.Seance", str(seance.pk), {"decisions": 1})
