"""A Word template of a territory: its fields are filled, and it can do nothing else."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from deplie.socle.documents import rendre_word, verifier_gabarit
from deplie.socle.erreurs import RefusMetier


def gabarit(*paragraphes):
    document = Document()
    for texte in paragraphes:
        document.add_paragraph(texte)
    sortie = BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def textes(octets):
    return [paragraphe.text for paragraphe in Document(BytesIO(octets)).paragraphs]


def test_each_field_has_its_value():
    octets = rendre_word(gabarit("Bonjour {{ prenom }} {{ nom|upper }},"), {"prenom": "Zoé", "nom": "Démo"})

    assert textes(octets) == ["Bonjour Zoé DÉMO,"]


def test_a_list_is_unfolded():
    octets = rendre_word(
        gabarit("{% for e in etapes %}{{ e.nom }} ; {% endfor %}"), {"etapes": [{"nom": "ACI"}, {"nom": "PMSMP"}]}
    )

    assert textes(octets) == ["ACI ; PMSMP ; "]


@pytest.mark.parametrize("valeur", ["<w:p/>", "A & B", "{{ nom }}", "x]]>"])
def test_a_value_is_text_and_never_markup(valeur):
    assert textes(rendre_word(gabarit("{{ nom }}"), {"nom": valeur})) == [valeur]


def test_an_unknown_field_is_named():
    with pytest.raises(RefusMetier, match="« prenon »"):
        verifier_gabarit(gabarit("{{ prenon }}"), {"prenom": "Zoé"})


def test_an_unknown_field_of_a_field_is_named():
    with pytest.raises(RefusMetier, match="« age »"):
        verifier_gabarit(gabarit("{{ personne.age }}"), {"personne": {"nom": "Démo"}})


@pytest.mark.parametrize(
    "piege",
    [
        "{{ nom.__class__.__mro__ }}",
        "{{ ''.join(nom) }}",
        "{{ nom * 1000000000 }}",
        "{{ 9 ** 99999999 }}",
        "{% for i in range(100000) %}x{% endfor %}",
    ],
)
def test_a_template_does_nothing_but_fill_fields(piege):
    with pytest.raises(RefusMetier):
        rendre_word(gabarit(piege), {"nom": "Démo"})


def test_a_template_badly_written_says_so():
    with pytest.raises(RefusMetier, match="accolade"):
        rendre_word(gabarit("{% for e in etapes %}{{ e }}"), {"etapes": []})


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04", b"%PDF-1.7", b"Bonjour"])
def test_what_is_not_word_is_refused_in_a_sentence(octets):
    with pytest.raises(RefusMetier, match="modèle Word lisible"):
        rendre_word(octets, {})


def test_a_macro_is_refused():
    octets = BytesIO(gabarit("Bonjour"))
    with ZipFile(octets, "a") as contenant:
        contenant.writestr("word/vbaProject.bin", b"x")

    with pytest.raises(RefusMetier, match="macro"):
        rendre_word(octets.getvalue(), {})


def test_a_file_that_unfolds_without_end_is_refused():
    octets = BytesIO(gabarit("Bonjour"))
    with ZipFile(octets, "a", ZIP_DEFLATED) as contenant:
        contenant.writestr("word/media/image1.png", b"\0" * (31 * 1024 * 1024))

    with pytest.raises(RefusMetier, match="trop lourd"):
        rendre_word(octets.getvalue(), {})
