"""Two spellings of one body: found, joined with all that points to them, parted again within thirty days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.actions import reunir_structures, separer_structures
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries.structures import contenu, liens, nom_de_lien, paires
from deplie.acteurs.rules import cle_organisation, ressemblance
from deplie.parcours.models import Etape, Participation
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import (
    AgentFactory,
    EtapeFactory,
    LienOrientationFactory,
    MembreInstanceFactory,
    OrganisationFactory,
    ParticipationFactory,
    PrescriptionFactory,
    TerritoireFactory,
)
from tests.factories_cadre import (
    CompetenceFactory,
    OrganismeIntermediaireFactory,
    PartieAccordFactory,
    PartieFactory,
    RattachementOIFactory,
)
from tests.factories_fiche import JalonFactory
from tests.factories_financements import AppelFactory, OperationFactory, PosteTravailFactory, RessourceFactory
from tests.factories_gouvernance import ActionFactory, FinancementActionFactory, PartenaireActionFactory
from tests.factories_offre import AtelierFactory
from tests.factories_pieces import PropositionFactory
from tests.parcours import fabrique as f
from tests.socle.imports.atelier import Atelier, personne

pytestmark = pytest.mark.django_db
SIRET, AUTRE_SIRET = "55208131766522", "40483304800022"

# One row for every column that points to a body: a table that is not here fails the test below.
LIGNES: dict[str, Callable[[Organisation], Any]] = {
    "acteurs.Agent.organisation": lambda o: AgentFactory(territoire=o.territoire, organisation=o),
    "cadre.Competence.organisation": lambda o: CompetenceFactory(organisation=o),
    "cadre.OrganismeIntermediaire.organisation": lambda o: OrganismeIntermediaireFactory(organisation=o),
    "cadre.Partie.organisation": lambda o: PartieFactory(organisation=o),
    "cadre.PartieAccord.organisation": lambda o: PartieAccordFactory(organisation=o),
    "cadre.RattachementOI.organisation": lambda o: RattachementOIFactory(organisation=o),
    "financements.Appel.organisation": lambda o: AppelFactory(organisation=o),
    "financements.Operation.porteur": lambda o: OperationFactory(porteur=o),
    "financements.PosteTravail.structure": lambda o: PosteTravailFactory(structure=o),
    "financements.Ressource.organisation": lambda o: RessourceFactory(organisation=o),
    "gouvernance.Action.pilote": lambda o: ActionFactory(axe__plan__territoire=o.territoire, pilote=o),
    "gouvernance.FinancementAction.financeur": lambda o: FinancementActionFactory(
        action__axe__plan__territoire=o.territoire, financeur=o
    ),
    "gouvernance.PartenaireAction.organisation": lambda o: PartenaireActionFactory(
        action__axe__plan__territoire=o.territoire, organisation=o
    ),
    "instances.MembreInstance.organisation": lambda o: MembreInstanceFactory(organisation=o),
    "offre.Atelier.organisation": lambda o: AtelierFactory(organisation=o),
    "parcours.Etape.operateur": lambda o: EtapeFactory(operateur=o),
    "parcours.Jalon.organisme": lambda o: JalonFactory(organisme=o),
    "parcours.LienOrientation.organisation": lambda o: LienOrientationFactory(organisation=o),
    "parcours.Participation.prescripteur": lambda o: ParticipationFactory(prescripteur=o),
    "parcours.Prescription.prescripteur": lambda o: PrescriptionFactory(prescripteur=o),
    "parcours.Proposition.operateur": lambda o: PropositionFactory(operateur=o),
}


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def deux(lieu):
    return tuple(OrganisationFactory(territoire=lieu, nom=nom) for nom in ("Mission locale Ouest", "ML de l'Ouest"))


def reunir(deux, ines):
    reunir_structures(gardee=deux[0], absorbee=deux[1], par=ines)


def page(client, acteur, nom, *numeros, donnees=None, **requete):
    client.force_login(acteur.compte)
    adresse = reverse(f"acteurs:{nom}", args=[acteur.territoire.code, *numeros])
    return client.get(adresse, requete) if donnees is None else client.post(adresse, donnees)


def test_every_table_that_points_to_a_body_is_tried():
    assert set(LIGNES) == {nom_de_lien(lien) for lien in liens()}


@pytest.mark.parametrize("nom", LIGNES)
def test_what_points_to_a_body_follows_it_and_comes_back(ines, deux, nom):
    ligne = LIGNES[nom](deux[1])
    champ = nom.rpartition(".")[2]
    reunir(deux, ines)
    ligne.refresh_from_db()
    assert getattr(ligne, champ) == deux[0]
    if hasattr(type(ligne), "historique"):
        assert ligne.historique.latest().history_user == ines.compte
    separer_structures(absorbee=deux[1], par=ines)
    ligne.refresh_from_db()
    assert getattr(ligne, champ) == deux[1]


def test_a_joined_body_is_shown_nowhere_and_the_journal_says_who(client, ines, deux):
    EtapeFactory(operateur=deux[1])
    reunir(deux, ines)
    assert list(Organisation.objects.filter(pk__in=[o.pk for o in deux])) == [deux[0]]
    entree = Journal.objects.get(verbe="réunir deux structures")
    assert entree.detail == {"absorbee": deux[1].pk, "lignes": {"parcours.Etape.operateur": 1}}
    assert "ML de l&#x27;Ouest" not in page(client, ines, "equipe").content.decode()
    assert page(client, ines, "structure", deux[1].pk).status_code == 404


def test_what_came_since_stays_with_the_kept_one(ines, deux):
    ancienne = EtapeFactory(operateur=deux[1])
    reunir(deux, ines)
    nouvelle = EtapeFactory(operateur=deux[0])
    cedee = OrganisationFactory(territoire=ines.territoire)
    Etape.objects.filter(pk=ancienne.pk).update(operateur=cedee)
    assert separer_structures(absorbee=deux[1], par=ines) == 0
    assert {e.pk: e.operateur for e in Etape.objects.all()} == {ancienne.pk: cedee, nouvelle.pk: deux[0]}


def test_a_siret_goes_with_it_and_comes_back(ines, deux):
    Organisation.toutes.filter(pk=deux[1].pk).update(siret=SIRET)
    reunir(deux, ines)
    assert Organisation.toutes.get(pk=deux[0].pk).siret == SIRET
    separer_structures(absorbee=deux[1], par=ines)
    assert [o.siret for o in Organisation.toutes.filter(pk__in=[o.pk for o in deux]).order_by("pk")] == ["", SIRET]


def test_what_cannot_be_joined(ines, deux):
    for autre in (deux[0], OrganisationFactory(territoire=TerritoireFactory())):
        with pytest.raises(RefusMetier, match="deux structures différentes du territoire"):
            reunir_structures(gardee=deux[0], absorbee=autre, par=ines)
    for structure, siret in zip(deux, (SIRET, AUTRE_SIRET), strict=True):
        Organisation.toutes.filter(pk=structure.pk).update(siret=siret)
    with pytest.raises(RefusMetier, match="deux SIRET différents"):
        reunir(deux, ines)
    Organisation.toutes.filter(pk=deux[1].pk).update(siret="")
    reunir(deux, ines)
    with pytest.raises(RefusMetier, match="déjà été réunie"):
        reunir(deux, ines)


def test_a_chain_is_one_step_and_is_undone_from_its_end(ines, deux):
    tierce = OrganisationFactory(territoire=ines.territoire)
    etape = EtapeFactory(operateur=deux[1])
    reunir(deux, ines)
    reunir_structures(gardee=tierce, absorbee=deux[0], par=ines)
    assert Organisation.toutes.get(pk=deux[1].pk).absorbee_par == tierce
    separer_structures(absorbee=deux[0], par=ines)
    assert Organisation.toutes.get(pk=deux[1].pk).absorbee_par == deux[0]
    separer_structures(absorbee=deux[1], par=ines)
    etape.refresh_from_db()
    assert etape.operateur == deux[1]


def test_after_thirty_days_it_is_too_late(ines, deux):
    reunir(deux, ines)
    Organisation.toutes.filter(pk=deux[1].pk).update(absorbee_le=timezone.now() - timedelta(days=31))
    with pytest.raises(RefusMetier, match="trente jours"):
        separer_structures(absorbee=deux[1], par=ines)


@pytest.mark.parametrize(
    ("une", "autre", "dit"),
    [
        ("Mission locale de l'Ouest", "Mission Locale Ouest", "mots communs"),
        ("Chantier du litoral", "Chantier du littoral", "presque semblables"),
        ("Régie de quartier Nord", "RQN", "sigle"),
        ("Association Relais", "Relais", "mots communs"),
    ],
)
def test_two_spellings_are_likened(une, autre, dit):
    for a, b in ((une, autre), (autre, une)):
        assert dit in ressemblance((cle_organisation(a), ""), (cle_organisation(b), ""))


@pytest.mark.parametrize(
    ("une", "autre"), [("EREF de Caussade", "EREF de Nègrepelisse"), ("Mairie de Trois-Bassins", "Mairie du Port")]
)
def test_two_bodies_are_not(une, autre):
    assert ressemblance((cle_organisation(une), ""), (cle_organisation(autre), "")) == ""


def test_a_siret_says_it_first_and_two_deny_it():
    assert ressemblance(("a", SIRET), ("z", SIRET)) == "Même SIRET."
    assert ressemblance(("a", SIRET), ("a", AUTRE_SIRET)) == ""


def test_what_a_body_gives_is_said_in_french(ines, deux):
    for ligne in LIGNES.values():
        ligne(deux[0])
    dits = {quoi for quoi, _ in contenu(deux[0])}
    assert {"étapes", "liens d'orientation", "membres d'une instance"} <= dits


def test_the_list_then_the_two_then_back(client, ines, deux, requetes_constantes):
    OrganisationFactory(territoire=ines.territoire, nom="Mission locale de l'Ouest")
    [paire] = [p for p in paires(ines) if "mots communs" in p.raison]
    liste = page(client, ines, "doublons_structures").content.decode()
    assert "Mission locale Ouest" in liste
    EtapeFactory(operateur=paire.autre)
    deux_pages = page(client, ines, "reunir_structures", paire.une.pk, paire.autre.pk)
    assert "<dt>Étapes</dt><dd>1</dd>" in deux_pages.content.decode()
    assert page(client, ines, "reunir_structures", paire.une.pk, paire.autre.pk, donnees={}).status_code == 302
    assert Organisation.toutes.get(pk=paire.autre.pk).absorbee_par == paire.une
    assert "réunie à" in page(client, ines, "doublons_structures").content.decode()
    page(client, ines, "separer_structures", paire.autre.pk, donnees={})
    assert Organisation.toutes.get(pk=paire.autre.pk).absorbee_par is None
    choisies = page(client, ines, "doublons_structures", gardee=deux[0].pk, absorbee=deux[1].pk)
    assert choisies["Location"].endswith(f"/{deux[0].pk}/reunir/{deux[1].pk}/")
    requetes_constantes(
        lambda: page(client, ines, "doublons_structures"),
        lambda: OrganisationFactory(territoire=ines.territoire),
    )


def test_a_file_that_uses_the_other_name_finds_the_kept_one(tmp_path):
    atelier = Atelier(tmp_path)
    lignes = [personne("A", "2020-01-10", prescripteur="Mission locale Ouest"),
              personne("B", "2020-01-10", prescripteur="ML Ouest")]  # fmt: skip
    atelier.importer(participants=lignes)
    gardee, absorbee = (Organisation.objects.get(nom=nom) for nom in ("Mission locale Ouest", "ML Ouest"))
    ines = f.acteur(atelier.territoire, "animateur_coordonnateur")
    reunir_structures(gardee=gardee, absorbee=absorbee, par=ines)
    rapport = atelier.importer(participants=[*lignes, personne("C", "2020-01-10", prescripteur="ml ouest")])
    assert rapport.comptes() == (1, 0, 2, 0)
    assert {p.prescripteur for p in Participation.objects.all()} == {gardee}
    assert Organisation.toutes.count() == 2
