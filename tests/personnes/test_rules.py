"""Names fold alike however they are written; telephone numbers follow the territory's region."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.personnes import rules
from deplie.socle.erreurs import RefusMetier


@pytest.mark.parametrize(
    ("nom", "prenom", "cle"),
    [
        ("De L’Étang", "Anne-Lise", "de letang anne lise"),
        ("N'Diaye", "Ndèye", "ndiaye ndeye"),
        ("NDIAYE", "ndeye", "ndiaye ndeye"),
        ("Œuvrard", "  Zoé  ", "oeuvrard zoe"),
        ("Müller-Straße", "Ïda", "muller strasse ida"),
        ("", "Zoé", ""),
    ],
)
def test_same_name_same_key(nom, prenom, cle):
    assert rules.cle_de_nom(nom, prenom) == cle


@given(st.text(max_size=120), st.text(max_size=120))
def test_key_is_stable_and_fits_its_column(nom, prenom):
    cle = rules.cle_de_nom(nom, prenom)
    assert len(cle) <= rules.LONGUEUR_CLE
    assert "  " not in cle
    assert cle == cle.strip()
    assert rules.plier(rules.plier(nom)) == rules.plier(nom)


@given(st.text(alphabet="abcdéèàçîö", min_size=1, max_size=20))
def test_case_and_accents_do_not_matter(nom):
    assert rules.plier(nom.upper()) == rules.plier(nom)


@pytest.mark.parametrize(
    ("ecrit", "region", "garde"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("0692.00.11.22", "RE", "+262692001122"),
        ("+33 6 12 34 56 78", "RE", "+33612345678"),
    ],
)
def test_telephone(ecrit, region, garde):
    assert rules.telephone(ecrit, region) == garde


@pytest.mark.parametrize("ecrit", ["12", "bonjour", "", "06 12"])
def test_telephone_refused_with_a_sentence(ecrit):
    with pytest.raises(RefusMetier, match="Le numéro de téléphone"):
        rules.telephone(ecrit, "FR")


@pytest.mark.parametrize(
    "ecrits",
    [
        "dupont dupond",
        "martin martain",
        "hoarau oaro",
        "philippe filip",
        "thomas toma",
        "lefevre lefebvre",
        "christophe kristof",
        "moreau moro",
        "renault renaud",
        "gauthier gotier",
        "jacques jak",
        "riviere rivier",
        "zelie selie",
    ],
)
def test_names_heard_alike(ecrits):
    assert len({rules.son(mot) for mot in ecrits.split()}) == 1


@pytest.mark.parametrize("ecrits", ["martin martel", "jean jeanne", "marie mario", "luc lucie", "paul pauline"])
def test_names_heard_apart(ecrits):
    assert len({rules.son(mot) for mot in ecrits.split()}) == 2


@given(st.text(max_size=60))
def test_whatever_is_written_is_heard(texte):
    for mot in rules.plier(texte).split():
        assert len(rules.son(mot)) <= 2 * len(mot)
