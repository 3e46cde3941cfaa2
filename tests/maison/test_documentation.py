"""Docs that cannot lie: generated pages are those of the code, links lead somewhere, decisions are one page."""

from __future__ import annotations

import re

import pytest

from outils import documentation
from tests.maison.sources import RACINE, court, fichiers

PAGES = [*fichiers("docs", motif="*.md"), RACINE / "README.md", RACINE / "CHANGELOG.md"]
SECTIONS = ["## Context", "## Decision", "## Consequences"]


@pytest.mark.parametrize("nom", sorted(documentation.PAGES))
def test_a_generated_page_is_fresh(nom):
    texte = documentation.page(nom)
    assert (RACINE / "docs" / nom).read_text(encoding="utf-8") == texte, "à refaire : make docs"
    assert texte == documentation.page(nom), "deux fois la même page, deux textes"


@pytest.mark.parametrize("page", PAGES, ids=court)
def test_links_lead_somewhere(page):
    liens = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [lien for lien in liens if not (page.parent / lien).exists()] == []


def test_decisions_are_numbered_without_a_gap_and_hold_in_a_page():
    decisions = fichiers("docs/decisions", motif="*.md")
    assert [int(d.name[:4]) for d in decisions] == list(range(1, len(decisions) + 1))
    for decision in decisions:
        texte = decision.read_text(encoding="utf-8")
        assert texte.count("\n") <= 60, court(decision)
        assert re.findall(r"^## \w+", texte, re.M) == SECTIONS, court(decision)


def test_the_readme_gives_the_two_commands():
    readme = (RACINE / "README.md").read_text(encoding="utf-8")
    assert "make run " in readme
    assert "make test " in readme
    makefile = (RACINE / "Makefile").read_text(encoding="utf-8")
    for cible in ("install", "run", "test", "check", "bench", "docs", "lock"):
        assert re.search(rf"^{cible}:", makefile, re.M), cible


def test_the_licence_is_whole():
    licence = (RACINE / "LICENCE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"\n{article}." in licence for article in range(1, 16)] == [True] * 15
    assert "Appendix" in licence
