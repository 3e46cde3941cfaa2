"""The menu shows what the reader may open, and where they are."""

from __future__ import annotations

import pytest

from deplie.socle import menu

pytestmark = pytest.mark.django_db


def libelles(acteur):
    return {lien.libelle for lien in menu.menu(acteur)}


def test_each_reader_sees_their_own(distribution):
    assert {"Équipe", "Réglages", "Journal"} <= libelles(distribution.directeur)
    assert "Journal" not in libelles(distribution.animatrice)
    assert not {"Équipe", "Réglages", "Journal"} & libelles(distribution.elue)


def test_the_current_page_is_marked_by_its_longest_address(distribution):
    liens = menu.menu(distribution.directeur, "/OUEST/equipe/agents/3/")
    assert [lien.libelle for lien in liens if lien.courant] == ["Équipe"]


@pytest.mark.parametrize("suite", ["personnes/3/", "emplois/3/", "pieces/joindre/etape/3/"])
def test_what_is_said_of_a_person_stands_under_participants(distribution, suite):
    liens = menu.menu(distribution.animatrice, f"/OUEST/{suite}")
    assert [lien.libelle for lien in liens if lien.courant] == ["Participants"]


def test_entries_come_in_order():
    ordres = [entree.ordre for entree in menu.inscrites()]
    assert ordres == sorted(ordres)


def test_an_entry_without_a_page_is_no_dead_link(distribution, monkeypatch):
    monkeypatch.setattr(menu, "_entrees", {"nulle:part": menu.Entree("Nulle part", "nulle:part", "accueil.voir", 1)})
    assert menu.menu(distribution.elue) == []
