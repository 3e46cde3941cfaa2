"""Before applying: look at the lines, correct cells. After: take the rejected ones back."""

from __future__ import annotations

import csv
import io

import pytest

from deplie.parcours.models import Participation
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports.apercu import lignes_de
from deplie.socle.imports.corrections import corriger_cellules
from deplie.socle.imports.execution import appliquer
from deplie.socle.imports.rejets import fichier_des_rejets
from deplie.socle.models import Journal
from tests.socle.imports.atelier import Atelier, personne


def rejets(atelier: Atelier, table: str = "participants") -> list[dict[str, str]]:
    assert atelier.lot
    texte = "".join(fichier_des_rejets(atelier.lot, table, lambda *_: False)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def test_les_lignes_rejetees_reviennent_avec_leurs_colonnes_et_leur_motif(atelier: Atelier) -> None:
    lignes = [
        personne("A", "2020-01-10"),
        personne("B", "31/02/2020", Libre="à moi"),
        personne("C", "2020-05-10", "2020-05-01"),
    ]
    atelier.importer(participants=lignes)
    repris = rejets(atelier)
    assert [r["identifiant"] for r in repris] == ["B", "C"]
    assert list(repris[0]) == [*personne("A", ""), "Libre", "motif_rejet"]
    assert (repris[0]["date_entree"], repris[0]["Libre"]) == ("31/02/2020", "à moi")
    assert repris[0]["motif_rejet"].startswith("date_entree\u00a0: ")
    assert "précède l'entrée" in repris[1]["motif_rejet"]


def test_le_fichier_des_rejets_corrige_s_importe_tel_quel(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", sexe="Z", nom="=cmd|' /C calc'!A0", adresse="-5 rue A")])
    repris = rejets(atelier)
    assert repris[0]["nom"] == "'=cmd|' /C calc'!A0"
    repris[0]["sexe"] = "H"
    lu = atelier.importer(participants=repris)
    assert lu.comptes() == (1, 0, 0, 0)
    connu = Participation.objects.get().personne
    assert (connu.nom, connu.adresse) == ("=cmd|' /C calc'!A0", "-5 rue A")
    assert rejets(atelier) == []


def test_l_apercu_montre_les_lignes_par_etat(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    lot = atelier.preparer(participants=[
        personne("A", "2020-01-10"), personne("B", "2020-01-10"), personne("C", "x"), personne("D", "2020-01-10"),
    ])  # fmt: skip
    assert [(vue.ligne, vue.etat) for vue in lignes_de(lot, "participants")] == [(2, "I"), (3, "C"), (4, "R"), (5, "C")]
    assert [vue.ligne for vue in lignes_de(lot, "participants", etat="C", debut=1, nombre=1)] == [5]
    (vue,) = lignes_de(lot, "participants", etat="R")
    assert vue.cellules["date_entree"] == "x"
    assert [(r.rejet, r.colonne) for r in vue.remarques] == [(True, "date_entree")]


def test_une_cellule_corrigee_est_relue_et_tout_est_compare_de_nouveau(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "31/02/2020"), personne("A", "2020-06-01")])
    lot = corriger_cellules(lot, "participants", 2, {"date_entree": "29/02/2020"}, par=atelier.par)
    # Read well now, but it overlaps the other line.
    (vue,) = lignes_de(lot, "participants", etat="R")
    assert [r.colonne for r in vue.remarques] == ["date_entree"]
    lot = corriger_cellules(lot, "participants", 2, {"date_sortie": "31/05/2020"}, par=atelier.par)
    assert lot.bilan["participants"] == {"lues": 2, "creees": 2, "modifiees": 0, "inchangees": 0, "rejetees": 0}
    appliquer(lot, par=atelier.par)
    assert Participation.objects.count() == 2
    assert Journal.objects.filter(verbe="corriger une ligne à importer").count() == 2


def test_une_correction_peut_se_tromper_aussi(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    lot = corriger_cellules(lot, "participants", 2, {"date_entree": "demain"}, par=atelier.par)
    (vue,) = lignes_de(lot, "participants", etat="R")
    assert vue.cellules["date_entree"] == "demain"


def test_une_colonne_refusee_d_un_bloc_se_corrige_cellule_par_cellule(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "04/13/2020"), personne("B", "04/05/2020")])
    assert lot.bilan["participants"]["rejetees"] == 2
    lot = corriger_cellules(lot, "participants", 2, {"date_entree": "13/04/2020"}, par=atelier.par)
    assert lot.bilan["participants"]["rejetees"] == 1


def test_on_ne_corrige_ni_une_ligne_absente_ni_une_colonne_absente_ni_un_import_applique(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    with pytest.raises(RefusMetier, match="ligne 9"):
        corriger_cellules(lot, "participants", 9, {"nom": "B"}, par=atelier.par)
    with pytest.raises(RefusMetier, match="pas de colonne"):
        corriger_cellules(lot, "participants", 2, {"freins": "B"}, par=atelier.par)
    appliquer(lot, par=atelier.par)
    with pytest.raises(RefusMetier, match="n'attend plus"):
        corriger_cellules(lot, "participants", 2, {"nom": "B"}, par=atelier.par)
