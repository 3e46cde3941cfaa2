"""A PDF of the house: tagged, titled, in French, and what a person wrote stays text."""

from datetime import UTC, datetime

import pytest

from deplie.socle.documents import rendre_pdf
from tests.pdf_ua import fautes_de

LE = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
DONNEES = {"titre": "Essai", "lignes": [["Éléonore #panic()", "12"]], "vides": []}


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page of one table, found where rooms' templates are."""
    page = tmp_path / "essai.typ"
    page.write_text(
        '#import "base.typ": *\n#let d = json("donnees.json")\n'
        '#feuille(d, titre: d.titre, sur: "TCO", pied: "Essai")[\n'
        '== Personnes\n#tableau(("Nom", "Heures"), d.lignes, a-droite: (1,))\n]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("deplie.socle.documents.pdf.trouver", lambda nom: tmp_path / nom)
    return "essai.typ"


def test_a_pdf_is_tagged_titled_and_in_french(page):
    octets = rendre_pdf(page, DONNEES, le=LE)

    assert octets.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in octets
    assert b"/StructTreeRoot" in octets
    assert b"/Lang (fr-FR)" in octets or b"/Lang(fr-FR)" in octets
    assert fautes_de(octets) == []


def test_what_a_person_wrote_is_never_a_command(page):
    """« #panic() » in a name would stop the page, were it read as markup."""
    assert rendre_pdf(page, DONNEES, le=LE)


def test_the_same_records_give_the_same_file(page):
    assert rendre_pdf(page, DONNEES, le=LE) == rendre_pdf(page, DONNEES, le=LE)


def test_a_page_that_does_not_exist_is_a_fault_of_the_program():
    with pytest.raises(LookupError):
        rendre_pdf("parcours/documents/absent.typ", {})
