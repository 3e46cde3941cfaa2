"""Posts, hours and what they cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.temps import (
    HEURES_ANNUELLES,
    cout_du_temps,
    cout_horaire,
    cout_plafonne,
    etp_de,
    etp_total,
    heures_de,
    nombre,
    refus_de_cumul,
    refus_de_poste,
    temps_retenu,
)

D = Decimal


def test_les_postes_du_midi_quercy() -> None:
    """Three EREF of 1.6 post and one of coordination."""
    assert etp_total([D("1.6")] * 3 + [D(1)]) == D("5.8")
    assert heures_de(D("5.8")) == 9976


def test_un_temps_plein_fait_1720_heures() -> None:
    assert HEURES_ANNUELLES == 1720
    assert (heures_de(D(1)), heures_de(D("0.6")), etp_de(D(860))) == (1720, 1032, D("0.50"))


def test_le_cout_horaire_d_un_poste_a_temps_partiel() -> None:
    """The cost is that of the post as it is held: half of it over half the hours."""
    assert cout_horaire(D(43_000)) == cout_horaire(D(21_500), D("0.5")) == D("25.00")
    assert cout_horaire(D(40_000)) == D("23.26")
    assert cout_du_temps(D("10.5"), D("23.26")) == D("244.23")
    with pytest.raises(ValueError, match="time"):
        cout_horaire(D(1), D(0))


def test_le_plafond_du_cout_horaire() -> None:
    assert cout_plafonne(D(30), None) == (30, "")
    assert cout_plafonne(D(30), D(30)) == (30, "")
    montant, phrase = cout_plafonne(D("30.01"), D(30))
    assert montant == 30
    assert "ramené au plafond" in phrase


def test_personne_ne_declare_plus_que_son_poste() -> None:
    assert temps_retenu(D(860), D("0.5")) == (860, 0, "")
    temps = temps_retenu(D(100), D("0.5"), deja=D(800))
    assert (temps.retenues, temps.ecartees) == (60, 40)
    assert temps.phrase.replace("\u202f", " ") == (
        "900 heures déclarées dans l'année pour 0,5 ETP : 860 au plus (1720 heures par temps plein), 40 écartées."
    )
    assert temps_retenu(D(10), D("0.5"), deja=D(900)).retenues == 0


@settings(deadline=None)
@given(st.decimals(0, 3000, places=2), st.decimals("0.01", 1, places=2), st.decimals(0, 3000, places=2))
def test_rien_ne_se_perd_entre_retenu_et_ecarte(declarees: Decimal, etp: Decimal, deja: Decimal) -> None:
    temps = temps_retenu(declarees, etp, deja)
    assert temps.retenues + temps.ecartees == declarees
    assert temps.retenues == 0 or temps.retenues + deja <= heures_de(etp)
    assert bool(temps.phrase) == bool(temps.ecartees)


def test_un_poste_impossible() -> None:
    assert refus_de_poste(D("1.6"), D(2752)) == ""
    assert "écartées" in refus_de_poste(D("1.6"), D(2753))
    assert "indiquez un nombre d'ETP positif" in refus_de_poste(D(0), None)
    assert "indiquez" in refus_de_poste(D("NaN"), None)
    assert "positif" in refus_de_poste(D(1), D(-1))
    assert refus_de_poste(D(1), None) == ""


def test_une_personne_tient_dans_un_temps_plein() -> None:
    assert refus_de_cumul([D("0.6"), D("0.4")]) == ""
    assert "1,1 ETP" in refus_de_cumul([D("0.6"), D("0.5")])


@pytest.mark.parametrize(("valeur", "attendu"), [("1032", "1 032"), ("5.80", "5,8"), ("0.50", "0,5"), ("100", "100")])
def test_un_nombre_s_ecrit(valeur: str, attendu: str) -> None:
    assert nombre(D(valeur)).replace("\u202f", " ") == attendu
