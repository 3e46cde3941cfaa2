"""Every URL × role: the door of each page, from one declared table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from deplie.acteurs.models import Habilitation
from deplie.acteurs.rules import DROITS, ROLES
from deplie.acteurs.views.acces import ADMINISTRATION, CONNECTE, PUBLIQUE
from deplie.socle.models import Lot
from tests.acteurs.portes import PORTES
from tests.acteurs.voisin import financements_du_voisin
from tests.factories import (
    AgentFactory,
    AvenantFactory,
    ContratPlieFactory,
    DecisionFactory,
    Distribution,
    EmploiFactory,
    EntretienFactory,
    EtapeFactory,
    FusionFactory,
    InstanceFactory,
    LienOrientationFactory,
    MembreInstanceFactory,
    OrganisationFactory,
    OrientationRecueFactory,
    ParticipationFactory,
    PersonneFactory,
    PrescriptionFactory,
    ProtocoleFactory,
    RemplacementFactory,
    SeanceFactory,
    SuiteFactory,
    TempsReferentFactory,
)
from tests.factories_cadre import (
    AccordTerritorialFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartieFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)
from tests.factories_fiche import DiagnosticFactory, FreinSuiviFactory, JalonFactory, TrameFactory
from tests.factories_gouvernance import plan_entier
from tests.factories_offre import (
    AtelierFactory,
    EnvoiFactory,
    InscriptionAtelierFactory,
    LieuFactory,
    PassageFactory,
    PermanenceFactory,
    SeanceAtelierFactory,
)
from tests.factories_pieces import (
    AssiduiteFactory,
    FabricationFactory,
    ModeleCourrierFactory,
    ModeleProcesVerbalFactory,
    PieceJointeFactory,
)
from tests.factories_pilotage import PublicationFactory

# A number that no object bears: inside a territory, a right that is held then answers 404 rather than 403.
ABSENT = {"int": "999999999", "str": "absent", "slug": "absent", "path": "absent", "numero36": "zz"}


def adresses(
    motifs: list[URLPattern | URLResolver], debut: str = "/", espace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Name, route and pattern of every address."""
    for motif in motifs:
        route = debut + str(motif.pattern)
        if isinstance(motif, URLResolver):
            dedans = f"{espace}{motif.namespace}:" if motif.namespace else espace
            yield from adresses(motif.url_patterns, route, dedans)
        else:
            yield f"{espace}{motif.name}", route, motif


TOUTES = {nom: (route, motif) for nom, route, motif in adresses(get_resolver().url_patterns)}
# A page that is not listed fails once, in the first test; the others replay what is listed.
LISTEES = {nom: route for nom, (route, _) in TOUTES.items() if nom in PORTES}
DU_TERRITOIRE = {nom: route for nom, route in LISTEES.items() if "<code:code>" in route}
HORS_TERRITOIRE = {nom: route for nom, route in LISTEES.items() if "<code:code>" not in route}


def adresse(route: str, code: str, **numeros: str) -> str:
    """An address of the route, in the territory ``code``, with numbers that no object bears unless told by type.

    A choice written as a regular expression takes its first value.
    """
    route = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", route).translate({ord(signe): None for signe in "^$\\"})
    morceaux = []
    for morceau in route.replace("<code:code>", code).split("<"):
        converti, ferme, suite = morceau.partition(">")
        morceaux.append((ABSENT | numeros)[converti.split(":")[0]] + suite if ferme else morceau)
    return "".join(morceaux)


def appeler(client: Client, chemin: str) -> int:
    """The answer to a GET, or to an empty POST where a page only takes forms."""
    statut = client.get(chemin).status_code
    return client.post(chemin).status_code if statut == 405 else statut


def test_each_address_has_its_door_and_each_door_its_address():
    assert {nom: motif.callback.acces for nom, (_, motif) in TOUTES.items()} == PORTES


def test_each_door_of_a_territory_is_a_right():
    assert {PORTES[nom] for nom in DU_TERRITOIRE} <= set(DROITS)
    assert {PORTES[nom] for nom in HORS_TERRITOIRE} <= {PUBLIQUE, CONNECTE, ADMINISTRATION, *DROITS}


@pytest.mark.parametrize("role", Distribution.ROLES)
def test_each_role_opens_what_its_rights_say(distribution, client_de, role):
    client = client_de(role)
    obtenus = {nom: appeler(client, adresse(route, "OUEST")) for nom, route in DU_TERRITOIRE.items()}
    peut = {nom: distribution.acteurs[role].peut(PORTES[nom]) for nom in DU_TERRITOIRE}
    assert {nom for nom, statut in obtenus.items() if statut == 403} == {nom for nom, p in peut.items() if not p}
    assert {statut for nom, statut in obtenus.items() if peut[nom]} <= {200, 302, 404}


@pytest.mark.parametrize("nom", DU_TERRITOIRE)
def test_another_territory_is_not_found(distribution, client_de, nom):
    route = DU_TERRITOIRE[nom]
    assert appeler(client_de("etrangere"), adresse(route, "OUEST")) == 404
    assert appeler(client_de("animatrice"), adresse(route, "OUEST2")) == 404
    assert appeler(client_de("animatrice"), adresse(route, "ABSENT")) == 404


NUMERO = 777_777


@pytest.fixture
def chez_le_voisin(distribution):
    """One row of every kind in the next territory, all with the same number, that no row here bears."""
    voisin, agent = distribution.voisin, distribution.etrangere.agent
    personne = PersonneFactory(pk=NUMERO, territoire=voisin)
    FusionFactory(pk=NUMERO, gardee=personne, absorbee=PersonneFactory(territoire=voisin))
    participation = ParticipationFactory(pk=NUMERO, personne=personne)
    etape = EtapeFactory(pk=NUMERO, participation=participation)
    AssiduiteFactory(pk=NUMERO, etape=etape)
    ModeleCourrierFactory(pk=NUMERO, territoire=voisin)
    FabricationFactory(pk=NUMERO, territoire=voisin.code, par=distribution.etrangere.compte)
    EnvoiFactory(pk=NUMERO, territoire=voisin.code, etat="ECHOUE")
    ModeleProcesVerbalFactory(pk=NUMERO, territoire=voisin)
    PieceJointeFactory(pk=NUMERO, etape=etape, fichier__territoire=voisin.code)
    PrescriptionFactory(pk=NUMERO, personne=personne)
    OrientationRecueFactory(pk=NUMERO, lien=LienOrientationFactory(pk=NUMERO, territoire=voisin))
    commission = InstanceFactory(pk=NUMERO, territoire=voisin)
    MembreInstanceFactory(pk=NUMERO, instance=commission)
    DecisionFactory(pk=NUMERO, objet_id=NUMERO, seance=SeanceFactory(pk=NUMERO, instance=commission))
    plan_entier(pk=NUMERO, territoire=voisin, comite=commission)
    SuiteFactory(pk=NUMERO, seance_id=NUMERO, membre_id=NUMERO)
    ContratPlieFactory(pk=NUMERO, participation=participation)
    EmploiFactory(pk=NUMERO, participation=participation)
    JalonFactory(pk=NUMERO, participation=participation)
    TrameFactory(pk=NUMERO, dispositif=participation.dispositif)
    DiagnosticFactory(pk=NUMERO, participation=participation)
    FreinSuiviFactory(pk=NUMERO, participation=participation)
    EntretienFactory(pk=NUMERO, personne=personne, agent=agent)
    lieu = LieuFactory(pk=NUMERO, territoire=voisin)
    PassageFactory(pk=NUMERO, lieu=lieu, par=distribution.etrangere.compte)
    PermanenceFactory(pk=NUMERO, lieu=lieu, agent=agent)
    seance = SeanceAtelierFactory(pk=NUMERO, atelier=AtelierFactory(pk=NUMERO, territoire=voisin))
    InscriptionAtelierFactory(pk=NUMERO, personne=personne, seance=seance)
    structure = OrganisationFactory(pk=NUMERO, territoire=voisin)
    jumeau = AgentFactory(pk=NUMERO, territoire=voisin, organisation=structure)
    Habilitation.objects.create(pk=NUMERO, agent=jumeau, role="elu_copil", debut="2020-01-01")
    TempsReferentFactory(pk=NUMERO, agent=agent)
    RemplacementFactory(pk=NUMERO, absent=agent)
    financements_du_voisin(voisin, agent, personne, NUMERO)
    protocole = ProtocoleFactory(pk=NUMERO, dispositif=voisin.dispositifs.get())
    AvenantFactory(pk=NUMERO, protocole=protocole)
    PartieFactory(pk=NUMERO, protocole=protocole)
    oi = OrganismeIntermediaireFactory(pk=NUMERO, territoire=voisin)
    RattachementOIFactory(pk=NUMERO, organisme=oi)
    EnveloppeFactory(pk=NUMERO, subvention=SubventionGlobaleFactory(pk=NUMERO, organisme=oi))
    AccordTerritorialFactory(pk=NUMERO, territoire=voisin)
    CompetenceFactory(pk=NUMERO, territoire=voisin)
    PublicationFactory(pk=NUMERO, territoire=voisin, statut="VALIDE_COPIL")
    Lot.objects.create(pk=NUMERO, territoire=voisin.code)


NUMEROTEES = [nom for nom, route in DU_TERRITOIRE.items() if "<int:" in route]


@pytest.mark.parametrize("nom", NUMEROTEES)
def test_a_neighbour_s_row_is_not_found_whoever_asks(chez_le_voisin, distribution, client_de, nom):
    chemin = adresse(DU_TERRITOIRE[nom], "OUEST", int=str(NUMERO))
    for role in ("animatrice", "directeur", "referent", "gestionnaire", "dpo", "administratrice"):
        if distribution.acteurs[role].peut(PORTES[nom]):
            client = client_de(role)
            assert {client.get(chemin).status_code, client.post(chemin).status_code} <= {404, 405}, role
    chez_lui = adresse(DU_TERRITOIRE[nom], "OUEST2", int=str(NUMERO))
    if "absent" not in chez_lui and distribution.etrangere.peut(PORTES[nom]):
        assert client_de("etrangere").get(chez_lui).status_code in (200, 302, 405), "its own people"


@pytest.mark.parametrize("nom", [n for n in LISTEES if PORTES[n] != PUBLIQUE])
def test_nobody_is_sent_to_sign_in_and_back(distribution, nom):
    chemin = adresse(LISTEES[nom], "OUEST")
    reponse = Client().get(chemin)
    if reponse.status_code == 405:
        reponse = Client().post(chemin)
        chemin = "/OUEST/" if nom in DU_TERRITOIRE else "/"
    assert (reponse.status_code, reponse["Location"]) == (302, f"/connexion/?next={chemin}")


@pytest.mark.parametrize("role", Distribution.ROLES)
def test_the_installation_is_run_by_its_administration_alone(distribution, client_de, role):
    client = client_de(role)
    reserves = [route for nom, route in HORS_TERRITOIRE.items() if PORTES[nom] == ADMINISTRATION]
    assert {appeler(client, adresse(route, "")) for route in reserves} == {403}


def test_every_role_can_do_something():
    assert {role for droit in DROITS.values() for role in droit.roles} == set(ROLES)
