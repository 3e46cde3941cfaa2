"""An avenant waits for its committee, has an effect once adopted, and never changes what is past."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.models import Avenant
from deplie.cadre.queries import cibles_de, protocole_le, protocoles_de
from deplie.cadre.queries.page import cadre_de
from deplie.cadre.rules import cible_de_la_periode
from deplie.cadre.rules.statut import ADOPTE, PROJET, REJETE
from deplie.instances import actions as instances
from deplie.instances.models import Decision
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db
AN_2019 = (date(2019, 1, 1), date(2019, 12, 31))


@pytest.fixture
def acteur() -> Acteur:
    return Acteur.systeme(TerritoireFactory())


@pytest.fixture
def protocole(acteur):
    return actions.creer_protocole(
        dispositif=acteur.territoire.dispositifs.get(),
        nom="Protocole 2018-2020",
        debut=date(2018, 1, 1),
        fin=date(2020, 12, 31),
        motifs_positifs=["P_CDI"],
        par=acteur,
    )


def prolonger(protocole, par, **dits):
    dits = {"objet": "Un an de plus", "effet_le": date(2021, 1, 1), "prolonge_au": date(2021, 12, 31)} | dits
    return actions.ajouter_avenant(protocole=protocole, par=par, **dits)


def en_vigueur(protocole, jour):
    return protocole_le(protocoles_de([protocole.dispositif]), protocole.dispositif.code, jour)


def test_a_bilan_of_2019_is_not_changed_by_an_avenant_of_2021(acteur, protocole):
    fixer = {"dispositif": protocole.dispositif, "indicateur": "entrees", "debut": AN_2019[0], "fin": AN_2019[1]}
    actions.fixer_objectif(cible=Decimal(90), par=acteur, **fixer)
    avant = cible_de_la_periode(cibles_de(protocole.dispositif)["entrees"], "entrees", *AN_2019)
    avenant = prolonger(protocole, acteur)
    change = actions.fixer_objectif(cible=Decimal(50), avenant=avenant, par=acteur, **fixer)
    assert change.date_effet == avenant.effet_le
    assert cible_de_la_periode(cibles_de(protocole.dispositif)["entrees"], "entrees", *AN_2019) == avant
    for jour in (date(2019, 6, 1), date(2023, 1, 1)):
        (lu,) = cadre_de(acteur.territoire, jour)
        assert [cellule.objectif.cible for _, cellules in lu.tableau.rangs for cellule in cellules] == [90]
    assert en_vigueur(protocole, date(2019, 6, 1)).definition.motifs == frozenset({"P_CDI"})


def test_what_waits_for_a_committee_has_no_effect(acteur, protocole):
    avenant = prolonger(protocole, acteur, a_decider=True)
    assert en_vigueur(protocole, date(2021, 6, 1)) is None
    with pytest.raises(RefusMetier, match="ne se signe pas"):
        actions.signer_avenant(avenant=avenant, signe_le=date(2020, 10, 13), par=acteur)
    actions.decider_avenant(avenant=avenant, statut=ADOPTE, le=date(2020, 10, 13), par=acteur)
    assert en_vigueur(protocole, date(2021, 6, 1)).pk == protocole.pk
    assert en_vigueur(protocole, date(2022, 1, 1)) is None
    with pytest.raises(RefusMetier, match="déjà adopté"):
        actions.decider_avenant(avenant=avenant, statut=REJETE, le=date(2020, 10, 14), par=acteur)


def test_what_is_signed_is_no_longer_to_be_decided(acteur, protocole):
    with pytest.raises(RefusMetier, match="n'est plus à décider"):
        prolonger(protocole, acteur, a_decider=True, signe_le=date(2020, 10, 13))
    with pytest.raises(RefusMetier, match="précède la date d'effet"):
        prolonger(protocole, acteur, effet_le=date(2022, 6, 1))


def test_the_end_is_known_from_the_day_it_is_decided(acteur, protocole):
    avenant = prolonger(protocole, acteur, a_decider=True)
    actions.decider_avenant(avenant=avenant, statut=ADOPTE, le=date(2020, 10, 13), par=acteur)
    fins = [
        cadre_de(acteur.territoire, jour)[0].engagements[0].dernier_jour
        for jour in (date(2020, 10, 12), date(2020, 10, 13))
    ]
    assert fins == [date(2020, 12, 31), date(2021, 12, 31)]


def test_an_objective_names_an_avenant_of_its_own_scheme(acteur, protocole):
    autre = TerritoireFactory().dispositifs.get()
    with pytest.raises(RefusMetier, match="autre dispositif"):
        actions.fixer_objectif(
            dispositif=autre,
            indicateur="entrees",
            debut=AN_2019[0],
            fin=AN_2019[1],
            cible=Decimal(1),
            avenant=prolonger(protocole, acteur),
            par=acteur,
        )


def test_a_party_signs_by_its_function_and_then_stays(acteur, protocole):
    partie = actions.ajouter_partie(protocole=protocole, organisation="Département d'essai", par=acteur)
    with pytest.raises(RefusMetier, match="déjà partie"):
        actions.ajouter_partie(protocole=protocole, organisation="DÉPARTEMENT d'essai", par=acteur)
    with pytest.raises(RefusMetier, match="fonction"):
        actions.modifier_partie(partie=partie, signe_le=date(2018, 1, 1), par=acteur)
    actions.modifier_partie(partie=partie, signe_le=date(2018, 1, 1), fonction="présidence", par=acteur)
    with pytest.raises(RefusMetier, match="ne se retire plus"):
        actions.retirer_partie(partie=partie, par=acteur)


def test_two_people_who_correct_a_protocole_lose_nothing(acteur, protocole):
    from deplie.socle.editions import version_de

    ouverte = Edition(version_de(protocole))
    actions.modifier_protocole(protocole=protocole, valeurs={"nom": "Nom de l'une"}, par=acteur, edition=ouverte)
    with pytest.raises(EditionConcurrente, match="Nom de l'une"):
        actions.modifier_protocole(protocole=protocole, valeurs={"nom": "Nom de l'autre"}, par=acteur, edition=ouverte)


@pytest.fixture
def seance(distribution):
    qui = distribution.directeur
    copil = instances.creer_instance(nature="COPIL", nom="Comité de pilotage", par=qui)
    protocole = actions.creer_protocole(
        dispositif=qui.territoire.dispositifs.get(code="PLIE"),
        nom="Protocole en cours",
        debut=date(2018, 1, 1),
        fin=date(2020, 12, 31),
        motifs_positifs=["P_CDI"],
        par=qui,
    )
    prolonger(protocole, qui, a_decider=True)
    return instances.planifier_seance(instance=copil, le=timezone.localdate() - timedelta(days=1), par=qui)


@pytest.mark.parametrize(
    ("resultat", "raison", "statut"), [("adopter", "", ADOPTE), ("rejeter", "Non", REJETE), ("ajourner", "Tôt", PROJET)]
)
def test_a_committee_decides_on_the_page_of_its_seance(seance, distribution, client_de, resultat, raison, statut):
    client = client_de("directeur")
    adresse = f"/OUEST/seances/{seance.pk}/"
    avenant = Avenant.objects.get()
    page = client.get(adresse).content.decode()
    assert "Avenant n° 1 à « Protocole en cours »" in page
    choix = instances.Choix("avenant", avenant.pk, resultat, {"raison": raison})
    assert instances.inscrire_decisions(seance=seance, choix=[choix], par=distribution.directeur) == 1
    avenant.refresh_from_db()
    assert avenant.statut == statut
    assert Decision.objects.get().resultat == resultat
    assert client.get(adresse).status_code == 200


def test_a_committee_that_does_not_adopt_says_why(seance, distribution):
    choix = instances.Choix("avenant", Avenant.objects.get().pk, "rejeter", {"raison": " "})
    with pytest.raises(instances.DecisionsRefusees):
        instances.inscrire_decisions(seance=seance, choix=[choix], par=distribution.directeur)
