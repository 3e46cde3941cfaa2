"""Which definition, which target holds on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.cadre.rules import DEFINITIONS, Cible, cible_de_la_periode, en_vigueur
from deplie.territoires.rules import DENOMINATEUR, MOTIF_SORTIE, MOTIFS_POSITIFS

D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))


def cible(debut: date, fin: date, valeur: str, effet: date | None = None, source: str = "") -> Cible:
    return Cible(debut, fin, Decimal(valeur), effet or debut, source)


def test_les_trois_definitions_des_sources() -> None:
    assert DEFINITIONS["CIDEME_2013"].motifs == MOTIFS_POSITIFS
    assert {"T_CDD_COURT", "T_FORM_NQ"} == DEFINITIONS["LA_ROCHELLE_2021"].motifs - MOTIFS_POSITIFS
    assert DEFINITIONS["HAUTE_VIENNE_2019"].motifs == {"P_CDI", "P_CDD6", "P_FORM"}
    for definition in DEFINITIONS.values():
        assert definition.denominateur in DENOMINATEUR
        assert all(motif in MOTIF_SORTIE for motif in definition.motifs)
        assert definition.source


def test_deux_definitions_se_distinguent() -> None:
    tco, rochelle = DEFINITIONS["CIDEME_2013"], DEFINITIONS["LA_ROCHELLE_2021"]
    assert tco.differe(rochelle)
    assert not tco.differe(tco)


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [(D(2017, 12, 31), False), (D(2018, 1, 1), True), (D(2020, 12, 31), True), (D(2021, 6, 30), True),
     (D(2021, 12, 31), True), (D(2022, 1, 1), False)],
)  # fmt: skip
def test_le_protocole_du_midi_quercy_et_son_avenant(jour: date, attendu: bool) -> None:
    avenants = [(D(2021, 1, 1), D(2021, 12, 31))]
    assert en_vigueur(D(2018, 1, 1), D(2020, 12, 31), avenants, jour) is attendu


def test_un_avenant_sans_nouvelle_fin_ne_prolonge_rien() -> None:
    assert not en_vigueur(D(2018, 1, 1), D(2020, 12, 31), [(D(2020, 6, 1), None)], D(2021, 1, 1))


def test_la_cible_la_plus_recente_en_vigueur_le_dernier_jour() -> None:
    cibles = [cible(*ANNEE, "500"), cible(*ANNEE, "419", D(2020, 10, 1)), cible(*ANNEE, "300", D(2021, 1, 1))]
    retenue = cible_de_la_periode(cibles, "personnes_suivies", *ANNEE)
    assert retenue is not None
    assert (retenue.cible, retenue.comparable) == (Decimal(419), True)
    semestre = cible_de_la_periode(cibles, "personnes_suivies", D(2020, 1, 1), D(2020, 6, 30))
    assert semestre is not None
    assert (semestre.cible, semestre.comparable) == (Decimal(500), False)


def test_les_flux_s_additionnent_sur_des_periodes_entieres() -> None:
    cibles = [cible(D(2019, 1, 1), D(2019, 12, 31), "200", source="P"), cible(*ANNEE, "250", source="P")]
    deux_ans = cible_de_la_periode(cibles, "entrees", D(2019, 1, 1), D(2020, 12, 31))
    assert deux_ans is not None
    assert (deux_ans.cible, deux_ans.comparable, deux_ans.source) == (Decimal(450), True, "P")
    suivies = cible_de_la_periode(cibles, "personnes_suivies", D(2019, 1, 1), D(2020, 12, 31))
    assert suivies is not None
    assert not suivies.comparable


def test_la_periode_exacte_passe_avant_la_somme() -> None:
    semestres = [cible(D(2020, 1, 1), D(2020, 6, 30), "3"), cible(D(2020, 7, 1), D(2020, 12, 31), "5")]
    retenue = cible_de_la_periode([*semestres, cible(*ANNEE, "9")], "entrees", *ANNEE)
    assert retenue is not None
    assert retenue.cible == 9


def test_un_jour_manque_et_rien_ne_s_additionne() -> None:
    cibles = [cible(D(2020, 1, 1), D(2020, 6, 29), "3"), cible(D(2020, 7, 1), D(2020, 12, 31), "5")]
    retenue = cible_de_la_periode(cibles, "entrees", *ANNEE)
    assert retenue is not None
    assert (retenue.cible, retenue.comparable) == (Decimal(5), False)


def test_aucune_cible() -> None:
    assert cible_de_la_periode([], "entrees", *ANNEE) is None
    assert cible_de_la_periode([cible(*ANNEE, "4", D(2021, 1, 1))], "entrees", *ANNEE) is None
    assert cible_de_la_periode([cible(D(2018, 1, 1), D(2018, 12, 31), "4")], "entrees", *ANNEE) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(0, 6))
def test_une_suite_de_periodes_entieres_fait_le_tout(durees: list[int], en_trop: int) -> None:
    cibles, jour = [], D(2020, 1, 1)
    for duree in durees:
        cibles.append(cible(jour, jour + timedelta(days=duree - 1), str(duree)))
        jour += timedelta(days=duree)
    bruit = [cible(D(2020, 1, 1) + timedelta(days=1), jour + timedelta(days=i + 1), "7") for i in range(en_trop)]
    retenue = cible_de_la_periode([*bruit, *reversed(cibles)], "etapes", D(2020, 1, 1), jour - timedelta(days=1))
    assert retenue is not None
    assert (retenue.cible, retenue.comparable) == (sum(durees), True)
