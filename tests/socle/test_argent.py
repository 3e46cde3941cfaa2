"""Money as people type it: French and English, to the cent; what may be read two ways is refused in a sentence."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle.argent import MAXIMUM, MontantRefuse, arrondir, ecrire, formater, lire_montant, somme
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import ChampMontant

MONTANTS = st.decimals(min_value=0, max_value=MAXIMUM, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("texte", "montant"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.50"),
        ("1234.5", "1234.50"),
        ("1 234", "1234.00"),
        ("1,234,567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("1,234,567.89", "1234567.89"),
        ("25000", "25000.00"),
        ("€ 12.50", "12.50"),
        ("12 euros", "12.00"),
        ("EUR 12", "12.00"),
        ("0", "0.00"),
        ("999 999 999 999,99", "999999999999.99"),
    ],
)
def test_both_notations_are_read(texte, montant):
    lu = lire_montant(texte)
    assert (lu, str(lu)) == (Decimal(montant), montant)


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("1,234", "se lit de deux façons"),
        ("1.234", "se lit de deux façons"),
        ("125.000 €", "se lit de deux façons"),
        ("0,234", "plus de deux décimales"),
        ("1234,567", "plus de deux décimales"),
        ("1,234,56", "n'est pas un montant"),
        ("1.234.567.89", "n'est pas un montant"),
        ("1,234 567", "n'est pas un montant"),
        ("12 34", "n'est pas un montant"),
        ("1e5", "n'est pas un montant"),
        ("12,5,5", "n'est pas un montant"),
        ("١٢", "n'est pas un montant"),
        ("douze", "n'est pas un montant"),
        ("2020-2021", "n'est pas un montant"),
        ("12 k€", "abrégé"),
        ("1,2 M€", "abrégé"),
        ("-5", "négatif"),
        ("−5 €", "négatif"),
        ("(1 234,56)", "négatif"),
        ("", "Indiquez un montant"),
        (" € ", "Indiquez un montant"),
        ("1000000000000", "trop grand"),
        ("9" * 400, "trop grand"),
    ],
)
def test_the_rest_is_refused_in_a_sentence(texte, phrase):
    with pytest.raises(MontantRefuse, match=phrase) as refus:
        lire_montant(texte)
    assert isinstance(refus.value, RefusMetier | ValueError)
    assert len(refus.value.message) < 200


@given(MONTANTS)
def test_what_is_written_is_read_back(montant):
    assert lire_montant(formater(montant)) == montant
    assert lire_montant(ecrire(montant)) == montant
    assert lire_montant(f"{montant:,.2f}") == montant
    assert lire_montant(f"{montant:.2f}") == montant


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_amount_or_a_sentence(texte):
    lu = Decimal(0)
    with suppress(MontantRefuse):
        lu = lire_montant(texte)
    assert 0 <= lu <= MAXIMUM
    assert lu == arrondir(lu)


def test_a_ceiling_of_its_own():
    with pytest.raises(MontantRefuse, match="le montant le plus élevé est 25\u202f000,00"):
        lire_montant("25 000,01", maximum=Decimal(25000))


def test_amounts_are_written_as_french_people_do():
    assert formater(Decimal("1234.5")) == "1\u202f234,50\u00a0€"
    assert formater(Decimal(25000), court=True) == "25\u202f000\u00a0€"
    assert formater(Decimal("-3.1")) == "\u2212\u202f3,10\u00a0€"
    assert formater(None) == "–"


def test_a_rate_is_rounded_half_up_and_an_unknown_adds_nothing():
    assert arrondir(Decimal("0.005")) == Decimal("0.01")
    assert somme([Decimal("0.10"), None, Decimal("0.20")]) == Decimal("0.30")
    assert str(somme([])) == "0.00"


class Formulaire(forms.Form):
    montant = ChampMontant(required=False, maximum=Decimal(1000))


def test_a_field_reads_an_amount_and_keeps_what_was_typed():
    bon = Formulaire({"montant": "12,5"}, initial={"montant": Decimal("12.50")})
    assert bon.is_valid()
    assert bon.cleaned_data["montant"] == Decimal("12.50")
    assert not bon.has_changed()
    faux = Formulaire({"montant": "1,234"}, initial={"montant": Decimal("12.50")})
    assert not faux.is_valid()
    assert faux.has_changed()
    assert 'value="1,234"' in str(faux["montant"])
    assert Formulaire({"montant": ""}).is_valid()
    assert not Formulaire({"montant": "1001"}).is_valid()


def test_a_field_shows_the_amount_recorded_as_it_is_typed():
    assert 'value="900,00"' in str(Formulaire(initial={"montant": Decimal(900)})["montant"])
