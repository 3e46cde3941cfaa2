"""Every address is visited by a browser, or says why it is not."""

from __future__ import annotations

from django.conf import settings

from deplie.acteurs.rules import ROLES
from tests.navigateur.adresses import ADRESSES, motifs, visitees
from tests.navigateur.visite import SANS_TERRITOIRE, Absente


def test_each_address_is_listed_and_each_listed_one_exists():
    servies = {nom for nom, _ in motifs() if not nom.startswith("admin:")}
    assert servies - set(ADRESSES) == set(), "à inscrire dans tests/navigateur/adresses.py"
    assert set(ADRESSES) - servies == set(), "inscrites, et absentes du produit"


def test_each_address_that_is_not_visited_says_why():
    assert all(v.raison for v in ADRESSES.values() if isinstance(v, Absente))
    assert len(visitees()) > 10


def test_visits_are_made_by_people_of_the_product():
    assert {visite.qui for _, visite in visitees()} <= {*ROLES, *SANS_TERRITOIRE}


def test_the_front_door_is_the_only_way_in():
    assert settings.ROOT_URLCONF == "config.urls"
