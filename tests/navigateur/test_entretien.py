"""An interview is written in four acts at most from the home page, by mouse or keyboard, wide or narrow."""

from __future__ import annotations

import re
from typing import Any

from tests.navigateur.examen import examiner

AU_PLUS = 4


class Gestes:
    """What somebody does on a page, counted: a click, a field filled."""

    def __init__(self) -> None:
        self.nombre = 0

    def cliquer(self, cible: Any) -> None:
        self.nombre += 1
        cible.click()

    def remplir(self, cible: Any, texte: str) -> None:
        self.nombre += 1
        cible.fill(texte)


def test_from_the_home_page_an_interview_takes_four_acts_at_most(ouvrir, serveur):
    page, gestes = ouvrir("TCO/referent_parcours"), Gestes()
    page.goto("/TCO/")
    gestes.cliquer(page.get_by_role("link", name="Écrire l'entretien avec").first)
    ecrire(page, gestes)
    # From a person, on a telephone, without a script. Somebody else: one does not meet a person twice in a minute.
    page, gestes = ouvrir("TCO/animateur_coordonnateur", largeur=390, java_script_enabled=False), Gestes()
    page.goto(f"/TCO/personnes/{serveur.exemples['suivie']}/")
    gestes.nombre = 1  # the name, on the home page
    # The référent's appointment of today, by its line; else, when it is written already, an interview of one's own.
    gestes.cliquer(page.get_by_role("link", name=re.compile("^Écrire (un|l')")).last)
    ecrire(page, gestes)


def ecrire(page: Any, gestes: Gestes) -> None:
    gestes.remplir(page.get_by_label("Note"), "Projet de vente confirmé ; rendez-vous avec une enseigne jeudi.")
    gestes.cliquer(page.get_by_role("button", name="Enregistrer"))
    page.get_by_text("L'entretien est enregistré.").wait_for()
    assert gestes.nombre <= AU_PLUS
    assert page.fautes == []


def test_a_word_of_health_is_asked_about_then_kept(ouvrir, serveur):
    page = ouvrir("TCO/referent_parcours")
    page.goto(f"/TCO/entretiens/{serveur.exemples['entretien']}/ecrire/")
    page.get_by_label("Note").fill("Parle de sa dépression.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La note semble parler de santé").first.wait_for()
    fautes = examiner(page)
    assert not fautes, "\n".join(fautes)
    page.get_by_label("Je garde ces mots").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("L'entretien est enregistré.").wait_for()
