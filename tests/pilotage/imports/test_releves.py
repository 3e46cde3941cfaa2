"""« What it does with them », releves."""

from __future__ import annotations

from typing import Any

import pytest

from deplie.pilotage.models import Releve
from tests.socle.imports.atelier import Atelier


def releve(libelle: str = "Jeunes suivis", valeur: str = "61", **autres: Any) -> dict[str, Any]:
    return {
        "libelle": libelle,
        "debut": "2020-01-01",
        "fin": "2020-12-31",
        "valeur": valeur,
        "source": "Rapport",
    } | autres


def test_un_chiffre_se_reconnait_a_qui_quoi_quand_et_ou_il_est_ecrit(atelier: Atelier) -> None:
    lignes = [
        releve(), releve(organisme="Mission locale"), releve(indicateur="personnes_suivies"), releve(dispositif="PLIE"),
        releve(ventilation="sexe=F"), releve(source="Presse"), releve(fin="2020-06-30"), releve("Autre"),
    ]  # fmt: skip
    colonnes = dict.fromkeys(c for ligne in lignes for c in ligne)
    lignes = [{c: ligne.get(c, "") for c in colonnes} for ligne in lignes]
    assert atelier.importer(releves=lignes).comptes("releves") == (8, 0, 0, 0)
    assert atelier.importer(releves=lignes).comptes("releves") == (0, 0, 8, 0)
    assert len(set(Releve.objects.values_list("cle", flat=True))) == 8


def test_avec_un_code_le_libelle_n_est_plus_de_la_cle(atelier: Atelier) -> None:
    atelier.importer(releves=[releve(indicateur="personnes_suivies")])
    lu = atelier.importer(releves=[releve("Personnes accompagnées", indicateur="personnes_suivies")])
    assert lu.comptes("releves") == (0, 1, 0, 0)
    assert Releve.objects.get().libelle == "Personnes accompagnées"


def test_une_valeur_change_et_vide_efface(atelier: Atelier) -> None:
    atelier.importer(
        releves=[releve(unite="%", base="448", decimales="0", qualificatif="environ", statut="PROVISOIRE")]
    )
    lu = atelier.importer(releves=[releve(valeur="62,5", unite="", base="#VIDE", qualificatif="#VIDE")])
    assert lu.comptes("releves") == (0, 1, 0, 0)
    trouve = Releve.objects.get()
    assert (float(trouve.valeur), trouve.unite, trouve.base, trouve.qualificatif) == (62.5, "%", None, "")
    assert (trouve.decimales, trouve.statut) == (0, "PROVISOIRE")


def test_sans_dispositif_le_chiffre_n_est_d_aucun(atelier: Atelier) -> None:
    atelier.importer(releves=[releve()])
    assert Releve.objects.get().dispositif is None


@pytest.mark.parametrize(("cellules", "colonne"), [
    ({"indicateur": "inventé"}, "indicateur"), ({"dispositif": "XYZ"}, "dispositif"), ({"fin": "2019-12-31"}, "fin"),
    ({"source": ""}, "source"), ({"libelle": ""}, "libelle"), ({"qualificatif": "peut-être"}, "qualificatif"),
])  # fmt: skip
def test_ce_qui_rejette_un_chiffre(atelier: Atelier, cellules: dict[str, str], colonne: str) -> None:
    lu = atelier.importer(releves=[releve() | cellules, releve("Autre")])
    assert lu.comptes("releves") == (1, 0, 0, 1)
    assert lu.rejets("releves") == [(2, colonne)]


def test_un_code_d_un_systeme_a_venir_est_accepte(atelier: Atelier) -> None:
    assert atelier.importer(releves=[releve(indicateur="ml_jeunes_accompagnes")]).comptes("releves") == (1, 0, 0, 0)
