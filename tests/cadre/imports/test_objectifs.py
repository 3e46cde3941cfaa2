"""« What it does with them », objectifs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deplie.cadre.models import Objectif
from tests.socle.imports.atelier import Atelier


def objectif(
    indicateur: str = "entrees", debut: str = "2020-01-01", fin: str = "2020-12-31", cible: str = "10", **autres: Any
) -> dict[str, Any]:
    return {"indicateur": indicateur, "debut": debut, "fin": fin, "cible": cible} | autres


def test_sans_date_d_effet_une_cible_vaut_des_son_debut(atelier: Atelier) -> None:
    atelier.importer(objectifs=[objectif(cible="1 234,5", source="Protocole")])
    lu = Objectif.objects.get()
    assert (lu.date_effet, lu.cible, lu.source) == (date(2020, 1, 1), 1234.5, "Protocole")
    assert lu.dispositif.code == "PLIE"
    assert atelier.importer(objectifs=[objectif(cible="1234.5", date_effet="2020-01-01")]).comptes("objectifs") == (
        0,
        0,
        1,
        0,
    )


def test_une_date_d_effet_plus_recente_est_une_autre_ligne(atelier: Atelier) -> None:
    atelier.importer(objectifs=[objectif()])
    lu = atelier.importer(objectifs=[objectif(cible="20", date_effet="2020-06-01"), objectif(cible="11")])
    assert lu.comptes("objectifs") == (1, 1, 0, 0)
    assert sorted(Objectif.objects.values_list("date_effet", "cible")) == [
        (date(2020, 1, 1), 11),
        (date(2020, 6, 1), 20),
    ]


def test_une_cellule_vide_ne_change_rien_et_vide_efface(atelier: Atelier) -> None:
    atelier.importer(objectifs=[objectif(source="Protocole")])
    assert atelier.importer(objectifs=[objectif(source="")]).comptes("objectifs") == (0, 0, 1, 0)
    assert atelier.importer(objectifs=[objectif(source="#VIDE")]).comptes("objectifs") == (0, 1, 0, 0)
    assert Objectif.objects.get().source == ""


def test_deux_lignes_de_meme_cle_se_lisent_l_une_sur_l_autre(atelier: Atelier) -> None:
    lignes = [objectif(source="Protocole"), objectif(cible="12", source="")]
    lu = atelier.importer(objectifs=lignes)
    assert lu.comptes("objectifs") == (1, 1, 0, 0)
    assert lu.avertis("", "objectifs") == [3]
    trouve = Objectif.objects.get()
    assert (trouve.cible, trouve.source) == (12, "Protocole")
    assert atelier.importer(objectifs=lignes).comptes("objectifs") == (0, 0, 2, 0)


@pytest.mark.parametrize(("cellules", "colonne"), [
    ({"indicateur": "inventé"}, "indicateur"), ({"dispositif": "XYZ"}, "dispositif"), ({"fin": "2019-12-31"}, "fin"),
    ({"cible": ""}, "cible"), ({"cible": "beaucoup"}, "cible"), ({"debut": "31/02/2020"}, "debut"),
])  # fmt: skip
def test_ce_qui_rejette_un_objectif(atelier: Atelier, cellules: dict[str, str], colonne: str) -> None:
    lu = atelier.importer(objectifs=[objectif() | cellules, objectif("sorties")])
    assert lu.comptes("objectifs") == (1, 0, 0, 1)
    assert lu.rejets("objectifs") == [(2, colonne)]


def test_un_objectif_peut_etre_a_venir(atelier: Atelier) -> None:
    assert atelier.importer(objectifs=[objectif(debut="2035-01-01", fin="2035-12-31")]).comptes("objectifs") == (
        1,
        0,
        0,
        0,
    )


def test_v37_deux_periodes_a_cheval_sont_signalees_et_une_dans_l_autre_non(atelier: Atelier) -> None:
    atelier.importer(objectifs=[objectif(debut="2019-07-01", fin="2020-06-30")])
    lu = atelier.importer(objectifs=[objectif(), objectif(debut="2020-01-01", fin="2020-03-31"), objectif("sorties")])
    assert lu.comptes("objectifs") == (3, 0, 0, 0)
    assert lu.avertis("debut", "objectifs") == [2]
