"""A list asks the base as many questions with twenty rows as with one, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from deplie.gouvernance.models import Plan
from deplie.socle.models import Journal, Lot
from tests.factories import (
    AgentFactory,
    CritereFactory,
    Distribution,
    EtapeFactory,
    ObjectifFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProtocoleFactory,
    ReleveFactory,
)
from tests.factories_cadre import (
    AccordTerritorialFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    RattachementOIFactory,
)
from tests.factories_gouvernance import (
    ActionFactory,
    FinancementActionFactory,
    JalonActionFactory,
    PlanFactory,
    PointAvancementFactory,
)

_numeros = count(1)


def participation(qui: Distribution) -> None:
    """Somebody followed by the référent, with a criterion and an étape at the operator."""
    suivie = ParticipationFactory(
        territoire=qui.territoire, referent=qui.referent.agent, prescripteur=qui.orienteur, date_entree=date(2020, 3, 9)
    )
    CritereFactory(participation=suivie)
    EtapeFactory(participation=suivie, operateur=qui.chantier)


def objectif(qui: Distribution) -> None:
    plie = qui.territoire.dispositifs.get(code="PLIE")
    ObjectifFactory(dispositif=plie, date_effet=date(2020, 1, 1) + timedelta(days=next(_numeros)))


def protocole(qui: Distribution) -> None:
    annee = 2000 + next(_numeros) * 3
    plie = qui.territoire.dispositifs.get(code="PLIE")
    ProtocoleFactory(dispositif=plie, debut=date(annee, 1, 1), fin=date(annee + 2, 12, 31))


def competence(qui: Distribution) -> None:
    AccordTerritorialFactory(territoire=qui.territoire, competence=CompetenceFactory(territoire=qui.territoire))
    AccordTerritorialFactory(territoire=qui.territoire)


def enveloppe(qui: Distribution) -> None:
    organisme = OrganismeIntermediaireFactory(territoire=qui.territoire)
    RattachementOIFactory(organisme=organisme)
    EnveloppeFactory(subvention__organisme=organisme)


def releve(qui: Distribution) -> None:
    ReleveFactory(territoire=qui.territoire, libelle=f"Jeunes accueillis {next(_numeros)}")


def lot(qui: Distribution) -> None:
    Lot.objects.create(territoire=qui.territoire.code, par=qui.animatrice.compte, fichiers=["participants.csv"])


def ligne_du_journal(qui: Distribution) -> None:
    Journal.objects.create(
        territoire=qui.territoire.code, par=qui.referent.compte, nature=Journal.CONSULTATION, verbe="consulter"
    )


def membre(qui: Distribution) -> None:
    structure = OrganisationFactory(territoire=qui.territoire)
    AgentFactory(territoire=qui.territoire, organisation=structure, roles=["referent_parcours"])


def action_de_plan(qui: Distribution) -> None:
    """A plan of one action, and one more action in the first plan of the territory, with its points and its money."""
    plan = Plan.objects.filter(territoire=qui.territoire).first() or PlanFactory(territoire=qui.territoire)
    action = ActionFactory(axe__plan=plan, pilote=OrganisationFactory(territoire=qui.territoire))
    PointAvancementFactory(action=action)
    JalonActionFactory(action=action)
    FinancementActionFactory(action=action)
    ActionFactory(axe__plan=PlanFactory(territoire=qui.territoire))


PAGES: dict[str, tuple[str, str, Callable[[Distribution], Any]]] = {
    "participants": ("animatrice", "/OUEST/participants/", participation),
    "participants du référent": ("referent", "/OUEST/participants/", participation),
    "participants de l'opérateur": ("operateur", "/OUEST/participants/", participation),
    "accueils": ("operateur", "/OUEST/accueils/?onglet=terminees", participation),
    "accueil de l'opérateur": ("operateur", "/OUEST/", participation),
    "bilan": ("animatrice", "/OUEST/bilan/?annee=2020&par=sexe", participation),
    "personnes d'un chiffre": ("animatrice", "/OUEST/bilan/liste/personnes_suivies/?annee=2020", participation),
    "étapes d'un chiffre": ("animatrice", "/OUEST/bilan/liste/etapes/?annee=2020", participation),
    "chiffres déclarés": ("animatrice", "/OUEST/releves/", releve),
    "objectifs": ("animatrice", "/OUEST/cadre/", objectif),
    "protocoles": ("animatrice", "/OUEST/cadre/", protocole),
    "compétences": ("animatrice", "/OUEST/cadre/", competence),
    "subventions": ("animatrice", "/OUEST/cadre/", enveloppe),
    "plans d'actions": ("animatrice", "/OUEST/plans/", action_de_plan),
    "imports": ("animatrice", "/OUEST/imports/", lot),
    "équipe": ("animatrice", "/OUEST/equipe/", membre),
    "journal": ("directeur", "/OUEST/journal/", ligne_du_journal),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_list_asks_as_much_for_twenty_rows(page, distribution, client_de, requetes_constantes):
    qui, adresse, ajouter = PAGES[page]
    client = client_de(qui)

    def lire() -> None:
        assert client.get(adresse).status_code == 200

    requetes_constantes(lire, lambda: ajouter(distribution))
