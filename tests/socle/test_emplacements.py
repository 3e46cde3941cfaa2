"""Slots: a page offers a place, the rooms above fill it, each reader sees what they may."""

from __future__ import annotations

import pytest
from django.template import Template
from django.template.loader import get_template, render_to_string

from deplie.acteurs.rules import DROITS
from deplie.socle import emplacements
from deplie.socle.emplacements import Panneau, PanneauLu


class Lecteur:
    territoire = None

    def __init__(self, *droits: str) -> None:
        self.droits = droits

    def peut(self, droit: str, /) -> bool:
        return droit in self.droits


@pytest.fixture
def place(monkeypatch):
    monkeypatch.setattr(emplacements, "_offerts", {})
    monkeypatch.setattr(emplacements, "_panneaux", {})
    emplacements.offrir("operation", "Page d'une opération ; objet : son numéro.")
    return "operation"


def panneau(nom, lire=lambda acteur, objet: objet, droit="bilan.voir", ordre=100, titre="Étapes"):
    return Panneau(nom, titre, droit, lire, "socle/vide.html", ordre)


def test_a_reader_is_shown_what_they_may_read_in_order(place):
    emplacements.inscrire(
        place, panneau("etapes", ordre=20), panneau("figures", ordre=10), panneau("secret", droit="journal.voir")
    )
    lus = emplacements.lire(place, Lecteur("bilan.voir"), 3)
    assert [(p.repere, p.lu) for p in lus] == [("panneau-figures", 3), ("panneau-etapes", 3)]


def test_a_panel_not_allowed_is_not_even_read(place):
    emplacements.inscrire(place, panneau("secret", lambda acteur, objet: 1 / 0, "journal.voir"))
    assert emplacements.lire(place, Lecteur("bilan.voir"), 3) == []


def test_a_panel_with_nothing_to_say_is_left_out_and_an_empty_one_is_not(place):
    emplacements.inscrire(place, panneau("rien", lambda acteur, objet: None), panneau("vide", lambda acteur, objet: []))
    assert [p.lu for p in emplacements.lire(place, Lecteur("bilan.voir"), 3)] == [[]]


def test_registering_twice_replaces(place):
    emplacements.inscrire(place, panneau("etapes", titre="Avant"))
    emplacements.inscrire(place, panneau("etapes", titre="Après"))
    assert [p.titre for p in emplacements.inscrits(place)] == ["Après"]


def test_a_slot_that_nobody_offers_is_a_mistake(place):
    with pytest.raises(KeyError, match="nulle_part"):
        emplacements.lire("nulle_part", Lecteur(), 3)


def test_the_page_shows_a_panel_under_its_title(place):
    gabarit = Template("{{ lu.titre }} de {{ objet }}")
    lus = [
        PanneauLu("panneau-etapes", "Étapes", gabarit, {"titre": "Rien"}),
        PanneauLu("nu", "", gabarit, {"titre": "Rien"}),
    ]
    page = render_to_string("socle/emplacement.html", {"panneaux": lus, "objet": "l'essai"})
    assert '<h2 id="panneau-etapes">Étapes</h2>' in page
    assert 'aria-labelledby="panneau-etapes"' in page
    assert page.count("Rien de l&#x27;essai") == 2
    assert page.count("<h2") == 1


def test_every_panel_of_the_product_is_in_a_slot_offered_and_can_be_shown():
    assert set(emplacements.occupes()) <= set(emplacements.offerts())
    for emplacement in emplacements.occupes():
        for inscrit in emplacements.inscrits(emplacement):
            assert inscrit.droit in DROITS
            get_template(inscrit.gabarit)


def test_the_page_of_a_seance_offers_one():
    assert "seance" in emplacements.offerts()
