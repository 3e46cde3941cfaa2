"""A target is proposed by the team, fixed by a committee, and says by which."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from deplie.cadre import actions
from deplie.cadre.models import Objectif, PropositionObjectif
from deplie.cadre.queries import cibles_de
from deplie.cadre.queries.proposition import propositions
from deplie.cadre.rules import cible_de_la_periode
from deplie.instances import actions as instances
from deplie.instances.models import Decision
from deplie.socle.erreurs import RefusMetier
from tests.factories import PropositionObjectifFactory

pytestmark = pytest.mark.django_db
AN_2021 = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture
def plie(distribution):
    return distribution.territoire.dispositifs.get(code="PLIE")


@pytest.fixture
def seance(distribution):
    copil = instances.creer_instance(nature="COPIL", nom="Comité de pilotage", par=distribution.directeur)
    hier = timezone.localdate() - timedelta(days=1)
    return instances.planifier_seance(instance=copil, le=hier, par=distribution.directeur)


@pytest.fixture
def proposition(plie, distribution):
    dite = {"dispositif": plie, "indicateur": "entrees", "debut": AN_2021[0], "fin": AN_2021[1]}
    actions.fixer_objectif(cible=Decimal(90), par=distribution.directeur, **dite)
    return actions.proposer_objectif(
        cible=Decimal(120), raison="Deux référents de plus", par=distribution.directeur, **dite
    )


def decider(seance, proposition, resultat, par, **valeurs):
    choix = instances.Choix("objectif", proposition.pk, resultat, valeurs)
    return instances.inscrire_decisions(seance=seance, choix=[choix], par=par)


def test_nothing_is_fixed_before_a_committee_decides(plie, proposition, distribution):
    assert cible_de_la_periode(cibles_de(plie)["entrees"], "entrees", *AN_2021).cible == 90
    [lue] = propositions(distribution.directeur)
    assert (lue.proposition.cible, lue.actuelle) == (120, 90)


@pytest.mark.parametrize(
    ("valeurs", "cible"), [({}, 120), ({"cible": Decimal(110), "raison": "Un seul référent"}, 110)]
)
def test_a_committee_fixes_what_is_proposed_or_another_value(plie, seance, proposition, distribution, valeurs, cible):
    decider(seance, proposition, "fixer", distribution.directeur, **valeurs)
    proposition.refresh_from_db()
    fixee = cible_de_la_periode(cibles_de(plie)["entrees"], "entrees", *AN_2021)
    assert fixee.cible == cible
    assert proposition.objectif.source == f"Comité de pilotage du {seance.le:%d/%m/%Y}"
    # The séance is after the period: the target is that of its last day, and 2021 keeps its history.
    assert proposition.objectif.date_effet == AN_2021[1]
    assert Objectif.objects.filter(indicateur="entrees").count() == 2
    assert propositions(distribution.directeur) == []
    assert Decision.objects.get().resultat == "fixer"


def test_refused_or_put_off_it_says_why(seance, proposition, distribution):
    for resultat in ("refuser", "ajourner"):
        with pytest.raises(instances.DecisionsRefusees, match="Indiquez pourquoi"):
            decider(seance, proposition, resultat, distribution.directeur)
    with pytest.raises(instances.DecisionsRefusees, match="une autre valeur"):
        decider(seance, proposition, "fixer", distribution.directeur, cible=Decimal(5))
    decider(seance, proposition, "ajourner", distribution.directeur, raison="Trop tôt")
    assert len(propositions(distribution.directeur)) == 1


def test_what_was_refused_waits_no_more(seance, proposition, distribution):
    decider(seance, proposition, "refuser", distribution.directeur, raison="Trop haut")
    proposition.refresh_from_db()
    assert proposition.ecartee_le == seance.le
    with pytest.raises(RefusMetier, match="n'attend plus"):
        actions.retirer_proposition(proposition=proposition, par=distribution.directeur)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"raison": "  "}, "Dites pourquoi"),
        ({"debut": date(2022, 1, 1)}, "précède son début"),
        ({"cible": Decimal(-1)}, "positive ou nulle"),
        ({"indicateur": "inconnu"}, "n'est pas un indicateur"),
        ({}, "déjà proposé"),
    ],
)
def test_what_cannot_be_proposed_is_told(plie, proposition, distribution, change, phrase):
    dite = {"dispositif": plie, "indicateur": "entrees", "debut": AN_2021[0], "fin": AN_2021[1],
            "cible": Decimal(130), "raison": "Encore", **change}  # fmt: skip
    with pytest.raises(RefusMetier, match=phrase):
        actions.proposer_objectif(par=distribution.directeur, **dite)


def test_on_the_pages(client_de, seance, proposition, distribution):
    client = client_de("directeur")
    cadre = client.get("/OUEST/cadre/").content.decode()
    assert "Deux référents de plus" in cadre
    page = client.get(f"/OUEST/seances/{seance.pk}/").content.decode()
    assert "<strong>120</strong>, au lieu de 90" in page
    proposee = {"dispositif": proposition.dispositif_id, "indicateur": "sorties", "debut": "01/01/2021",
                "fin": "31/12/2021", "cible": "80,5", "raison": "Essai"}  # fmt: skip
    assert client.post("/OUEST/cadre/objectif/proposer/", proposee).status_code == 302
    nouvelle = PropositionObjectif.objects.get(indicateur="sorties")
    assert nouvelle.cible == Decimal("80.5")
    assert client.post(f"/OUEST/cadre/propositions/{nouvelle.pk}/retirer/").status_code == 302
    assert client.post(f"/OUEST/cadre/propositions/{nouvelle.pk}/retirer/").status_code == 404
    ailleurs = PropositionObjectifFactory()
    assert client.post(f"/OUEST/cadre/propositions/{ailleurs.pk}/retirer/").status_code == 404


def test_the_minutes_name_what_was_fixed(seance, proposition, distribution, client_de):
    decider(seance, proposition, "fixer", distribution.directeur)
    page = client_de("directeur").get(f"/OUEST/seances/{seance.pk}/").content.decode()
    assert "du 01/01/2021 au 31/12/2021" in page
