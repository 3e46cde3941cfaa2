"""Numbers on a page and in a form: an identifier is never cut in groups, a number may be typed with or without them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from deplie.socle.formulaires import ChampNombre


def test_an_identifier_and_a_year_are_written_whole():
    page = Template("<option value='{{ pk }}'>{{ annee }}</option>")
    assert page.render(Context({"pk": 12345, "annee": 2026})) == "<option value='12345'>2026</option>"


def test_a_count_is_parted_where_a_page_asks_for_it():
    assert Template("{% load deplie %}{{ n|nombre }}").render(Context({"n": 12345})) == "12\u202f345"


@pytest.mark.parametrize("typed", ["1 234,5", "1\u202f234,5", "1\u00a0234,5", "1234,5", "1234.5", " 1234,50 "])
def test_a_number_is_read_as_people_type_it(typed):
    assert ChampNombre(max_digits=9, decimal_places=2).clean(typed) == Decimal("1234.5")


def test_what_is_no_number_is_refused_and_nothing_is_nothing():
    assert ChampNombre(required=False).clean("") is None
    with pytest.raises(ValidationError):
        ChampNombre().clean("douze")


def test_a_number_recorded_is_shown_with_a_comma():
    champ = ChampNombre()
    assert champ.widget.render("heures", champ.prepare_value(Decimal("1234.5"))).count("1234,5") == 1
