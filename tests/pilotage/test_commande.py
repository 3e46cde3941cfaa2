"""``deplie bilan`` and ``deplie indicateurs``: formats, files, and one sentence for each wrong call."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.exports import en_csv, en_xlsx
from deplie.site.cli import main
from deplie.territoires.models import Territoire
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
ANNEE = (date(2020, 1, 1), date(2020, 12, 31))


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire("PLIE", "ARPE")
    monde.peupler(territoire, [
        Participation(1, "PLIE", date(2020, 1, 10), sexe="F", etapes=[Etape("PREPA", date(2020, 2, 1))]),
        Participation(2, "PLIE", date(2020, 1, 10), date(2020, 6, 1), "P_CDI", sexe="H"),
    ])  # fmt: skip
    return territoire


def lancer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["bilan", *arguments])
    lu = capsys.readouterr()
    return code, lu.out, lu.err


def test_le_json_s_imprime_ou_s_ecrit(lieu: Territoire, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, sortie, _ = lancer(capsys, lieu.code, "--annee", "2020", "--par", "sexe", "--format", "json")
    assert code == 0
    document = json.loads(sortie)
    assert document["territoire"]["code"] == lieu.code
    assert {"sexe": "F"} in [chiffre["ventilation"] for chiffre in document["chiffres"]]
    fichier = tmp_path / "bilan.json"
    assert lancer(capsys, lieu.code, "--annee", "2020", "--format", "json", "--sortie", str(fichier))[:2] == (0, "")
    assert len(json.loads(fichier.read_text(encoding="utf-8"))["chiffres"]) == len(CATALOGUE)


def test_une_periode_libre_un_code_en_minuscules(lieu: Territoire, capsys: pytest.CaptureFixture[str]) -> None:
    code, sortie, _ = lancer(
        capsys,
        lieu.code.lower(),
        "--du",
        "2020-01-01",
        "--au",
        "30/06/2020",
        "--dispositif",
        "tous",
        "--format",
        "json",
    )
    assert code == 0
    assert json.loads(sortie)["periode"] == {"debut": "2020-01-01", "fin": "2020-06-30"}
    assert json.loads(sortie)["dispositif"] == "TOUS"


def test_le_texte_se_lit(lieu: Territoire, capsys: pytest.CaptureFixture[str]) -> None:
    code, sortie, _ = lancer(capsys, lieu.code, "--annee", "2020", "--par", "sexe")
    assert code == 0
    assert "Monde d'essai, PLIE\u00a0: bilan 2020 (provisoire)" in sortie
    lignes = {ligne.split("  ")[0]: ligne for ligne in sortie.splitlines()}
    assert lignes["Personnes suivies"].split()[2] == "2"
    assert "Sexe\u00a0: Femme · Entrées" in sortie
    assert "À savoir" in sortie
    assert "Phrases prêtes" in sortie


def test_le_classeur_a_chiffres_definitions_et_alertes(
    lieu: Territoire, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fichier = tmp_path / "bilan.xlsx"
    assert (
        lancer(capsys, lieu.code, "--annee", "2020", "--par", "sexe", "--format", "xlsx", "--sortie", str(fichier))[0]
        == 0
    )
    classeur = python_calamine.load_workbook(str(fichier))
    assert classeur.sheet_names == ["Chiffres", "Définitions", "Alertes", "Bilan"]
    chiffres = classeur.get_sheet_by_name("Chiffres").to_python()
    femmes = [ligne for ligne in chiffres if ligne[0] == "part_femmes" and not ligne[2]]
    assert femmes[0][4:7] == [50.0, 1.0, 2.0]
    assert len(classeur.get_sheet_by_name("Définitions").to_python()) == 1 + len(CATALOGUE)
    assert any("provisoire" in ligne[1] for ligne in classeur.get_sheet_by_name("Alertes").to_python())


def test_le_csv_et_le_classeur_suivent_le_bilan(lieu: Territoire) -> None:
    bilan = monde.bilan(lieu, *ANNEE, "sexe", aussi=(("niveau",),))
    lignes = "".join(en_csv(bilan)).splitlines()
    classeur = python_calamine.load_workbook(BytesIO(en_xlsx(bilan)))
    assert len(lignes) == len(classeur.get_sheet_by_name("Chiffres").to_python())
    assert lignes[0].startswith("\ufeffCode;Indicateur;Ventilation")
    assert any(ligne.startswith("part_femmes;Part des femmes;;%;50,0;1;2") for ligne in lignes)
    assert any("Niveau de formation" in ligne for ligne in lignes)


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (("INCONNU", "--annee", "2020"), "n'existe pas"),
        (("@", "--annee", "2020", "--par", "couleur"), "« couleur » n'est pas une ventilation"),
        (("@", "--annee", "2020", "--par", "sexe,qpv,niveau"), "Une ou deux ventilations"),
        (("@", "--annee", "2020", "--par", "sexe,sexe"), "demandée deux fois"),
        (("@", "--annee", "2020", "--du", "2020-01-01"), "soit --annee, soit --du et --au"),
        (("@",), "Indiquez la période"),
        (("@", "--du", "2020-01-01"), "Indiquez la période"),
        (("@", "--du", "2020-12-31", "--au", "2020-01-01"), "avant de commencer"),
        (("@", "--du", "2020-02-30", "--au", "2020-03-01"), "« 2020-02-30 » de --du"),
        (("@", "--annee", "vingt"), "« vingt » n'est pas un nombre"),
        (("@", "--annee", "99999"), "comprise entre"),
        (("@", "--annee", "2020", "--dispositif", "RSA"), "n'a pas de dispositif « RSA »"),
        (("@", "--annee", "2020", "--format", "xlsx"), "indiquez --sortie"),
        (("@", "--annee", "2020", "--format", "pdf"), "choix inconnu"),
        ((), "il manque"),
    ],
)
def test_un_appel_faux_est_dit_en_une_phrase(
    lieu: Territoire, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], attendu: str
) -> None:
    code, sortie, erreur = lancer(capsys, *(lieu.code if a == "@" else a for a in arguments))
    assert (code, sortie) == (2, "")
    assert attendu in erreur
    assert len(erreur.splitlines()) == 1


def test_le_catalogue_par_la_commande(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicateurs", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [lu["code"] for lu in document["indicateurs"]] == list(CATALOGUE)
    assert {"formule", "libelle", "base", "version"} <= set(document["indicateurs"][0])
    assert main(["indicateurs"]) == 0
    assert "personnes_suivies (version 1, personne)" in capsys.readouterr().out
