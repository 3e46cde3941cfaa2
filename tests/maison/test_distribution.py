"""The cast and the factories make rows that the base accepts."""

import pytest

from deplie.acteurs.rules import ROLES
from tests import factories
from tests.factories import Distribution, EtapeFactory, ParticipationFactory

FABRIQUES = [
    f
    for f in vars(factories).values()
    if isinstance(f, type) and issubclass(f, factories.DjangoModelFactory) and f is not factories.DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("fabrique", FABRIQUES, ids=lambda f: f.__name__)
def test_each_factory_makes_rows(fabrique):
    if fabrique is factories.TempsReferentFactory:
        assert fabrique().etp
    else:
        assert fabrique().pk != fabrique().pk


@pytest.mark.django_db
@pytest.mark.parametrize("trait", ["sortie_positive", "sortie_negative", "sortie_provisoire", "doublon", "en_qpv"])
def test_traits_of_participations(trait):
    assert ParticipationFactory(**{trait: True}).pk


@pytest.mark.django_db
@pytest.mark.parametrize("trait", ["chantier", "ouverte", "prevue", "annulee"])
def test_traits_of_etapes(trait):
    etape = EtapeFactory(**{trait: True})
    assert etape.territoire == etape.participation.dispositif.territoire


def test_cast_plays_every_role(distribution):
    assert set(Distribution.ROLES.values()) == set(ROLES)
    assert {acteur.agent.courriel for acteur in distribution.acteurs.values()} == {
        f"{nom}@{'ouest2' if nom == 'etrangere' else 'ouest'}.invalid" for nom in distribution.acteurs
    }
    assert distribution.animatrice.peut("import.appliquer")
    assert not distribution.elue.peut("participation.voir")


def test_cast_signs_in(client_de):
    assert client_de("referent").session["_auth_user_id"]
