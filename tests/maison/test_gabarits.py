"""Every template compiles, and asks for nothing that the content security policy refuses."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template

from tests.maison.sources import court, ecrits, gabarits

INTERDITS = {
    "style en ligne": re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.I),
    "script en ligne": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.I),
    "gestionnaire en ligne": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "adresse extérieure chargée": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.I
    ),
}


def test_templates_compile():
    for fichier in gabarits():
        nom = str(fichier).split("/templates/")[1]
        gabarit = get_template(nom)
        assert gabarit.origin.name == str(fichier), f"{nom} : un autre gabarit du même nom passe devant"


def test_templates_follow_the_content_policy():
    pages = {court(f): f.read_text(encoding="utf-8") for f in gabarits() if f.suffix == ".html"}
    assert [(p, faute) for p, texte in pages.items() for faute, motif in INTERDITS.items() if motif.search(texte)] == []


@pytest.mark.parametrize(
    ("texte", "faute"),
    [
        ('<p style="color:red">', "style en ligne"),
        ("<script>alert(1)</script>", "script en ligne"),
        ('<a onclick="x()">', "gestionnaire en ligne"),
        ('<script src="//exemple.invalid/x.js">', "adresse extérieure chargée"),
    ],
)
def test_each_fault_is_seen(texte, faute):
    assert INTERDITS[faute].search(texte)
    assert not INTERDITS[faute].search('<script src="/static/x.js"></script><p class="style">on dit oui</p>')


def test_no_list_asks_for_ctrl():
    """Several answers are boxes to tick: a list of many choices loses them all at the first click without the key."""
    ctrl = re.compile(r"(?<!Checkbox)SelectMultiple\b")
    assert [court(f) for f in ecrits("deplie") if ctrl.search(f.read_text(encoding="utf-8"))] == []
