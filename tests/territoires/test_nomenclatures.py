"""Code lists: every label of the specification is read, no spelling means two things."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deplie.socle.tableaux import cle_de_code
from deplie.territoires import rules
from deplie.territoires.rules import NOMENCLATURES, REGLAGES, refus_de_reglage

OFFICIELLES = json.loads((Path(__file__).parent / "nomenclatures.json").read_text(encoding="utf-8"))
# Lists whose labels are explanations, not something people write in a cell.
EXPLIQUEES = {"denominateurs_taux_sortie_positive"}


@pytest.mark.parametrize("liste", NOMENCLATURES.values(), ids=lambda liste: liste.nom)
def test_aucune_graphie_ne_dit_deux_codes(liste):
    vues: dict[str, str] = {}
    for code in liste:
        for texte in (*code.graphies(), *code.signales):
            assert cle_de_code(texte), texte
            assert vues.setdefault(cle_de_code(texte), code.code) == code.code, texte
            assert liste.trouver(texte)[0] == code.code
            assert liste.trouver(f"  {texte.upper()} ")[0] == code.code


@pytest.mark.parametrize("nom", sorted(set(OFFICIELLES) & set(NOMENCLATURES)))
def test_codes_et_libelles_officiels(nom):
    liste = NOMENCLATURES[nom]
    officiels = [code if isinstance(code, list) else [code] for code in OFFICIELLES[nom]]
    assert [code[0] for code in officiels] == [code.code for code in liste]
    for code in officiels:
        for libelle in code[1:2] if nom not in EXPLIQUEES and nom != "niveau_formation" else ():
            assert liste.trouver(libelle)[0] == code[0]
            assert liste.trouver(libelle.split("(")[0])[0] == code[0]


def test_niveaux():
    for code, ancien, libelle, cite, indicateur in OFFICIELLES["niveau_formation"]:
        assert rules.CITE[code] == cite
        assert rules.INDICATEUR_CITE[code] == indicateur
        assert rules.NIVEAU_FORMATION.trouver(libelle)[0] == code
        assert rules.NIVEAU_ANCIEN[code] == ancien.strip("-")
        if ancien not in ("-", "I"):
            assert rules.NIVEAU_FORMATION.trouver(ancien) == (code, "")
    lu, phrase = rules.NIVEAU_FORMATION.trouver("I")
    assert (lu, bool(phrase)) == ("7", True)


def test_familles_des_motifs():
    assert {code: famille for code, _, famille in OFFICIELLES["motif_sortie"]} == rules.FAMILLE_DU_MOTIF
    assert set(rules.FAMILLE_DU_MOTIF.values()) == set(rules.FAMILLE_SORTIE.par_code)
    assert {m for m in rules.FAMILLE_DU_MOTIF if m.startswith("P_")} == rules.MOTIFS_POSITIFS
    assert rules.motifs_de("NEUTRE_EXTERNE") == {"N_DEMEN", "N_RETR", "N_DECES"}
    # Art. 10 GDPR: the screen does not say the word, files may.
    assert "étention" not in rules.MOTIF_SORTIE.libelle("A_DETEN")
    assert rules.MOTIF_SORTIE.trouver("Détention")[0] == "A_DETEN"
    assert rules.MOTIF_LU_SANS_DROIT["A_DETEN"] in rules.MOTIF_SORTIE


def test_groupes_du_tco():
    assert {code: list(categories) for code, categories in rules.GROUPE_BILAN_TCO.items()} == OFFICIELLES[
        "groupe_bilan_tco"
    ]
    groupees = [c for categories in rules.GROUPE_BILAN_TCO.values() for c in categories]
    assert sorted([*groupees, *rules.CATEGORIES_NON_COMPTEES]) == sorted(rules.CATEGORIE_ETAPE.par_code)


def test_codes_sensibles_et_non_comptes_existent():
    assert {"AAH", "TH", "REF_DA", "DETENTION_MJ", "ASE", "PSH_PR"} == rules.CRITERES_SENSIBLES
    assert set(rules.CRITERE.par_code) >= rules.CRITERES_SENSIBLES
    assert set(rules.STATUT_ETAPE.par_code) >= rules.STATUTS_NON_COMPTES
    assert set(rules.NIVEAU_FORMATION.par_code) >= rules.NIVEAUX_3_ET_INFRA


def test_freins():
    themes = [code.code for code in rules.FREIN]
    assert len({theme.split("--")[0] for theme in themes}) == 16
    assert {theme.split("--")[0] for theme in themes} <= set(themes)
    assert rules.FREIN.trouver("Préparer un permis")[0] == "mobilite--preparer-un-permis"
    assert rules.FREIN.trouver("logement")[0] == "logement-hebergement"


@pytest.mark.parametrize("reglage", REGLAGES.values(), ids=lambda r: r.cle)
def test_reglages(reglage):
    assert refus_de_reglage(reglage.cle, reglage.defaut) == ""
    assert reglage.phrase.endswith(".")
    assert json.loads(json.dumps(reglage.defaut)) == reglage.defaut
    for faux in (None, "x", -1, [3, 2], [0], [True], {"x": 1}, 10**9):
        assert refus_de_reglage(reglage.cle, faux) == "" or refus_de_reglage(reglage.cle, faux).endswith(".")
    assert refus_de_reglage(reglage.cle, None)


@pytest.mark.parametrize(
    ("cle", "valeur", "phrase"),
    [
        ("tranches_age", [26, 26], "ordre croissant"),
        ("tranches_age", [45, 26], "ordre croissant"),
        ("tranches_age", [], "entiers positifs"),
        ("tranches_duree_chomage", [12.5], "entiers positifs"),
        ("petite_base", 2000, "de 0 à 1000"),
        ("petite_base", True, "de 0 à 1000"),
        ("groupes_categorie", {}, "au moins un groupe"),
        ("groupes_categorie", {"A": {"libelle": "", "categories": ["ACC"]}}, "un libellé"),
        ("groupes_categorie", {"A": {"libelle": "a", "categories": ["XX"]}}, "n'est pas une catégorie"),
        ("groupes_categorie", {"A": {"libelle": "a", "categories": ["ACC", "ACC"]}}, "dans deux groupes"),
        ("groupes_categorie", {"A": ["ACC"]}, "un libellé"),
        ("correspondance", {"x": 1}, "Associez"),
    ],
)
def test_reglages_refuses(cle, valeur, phrase):
    assert phrase in refus_de_reglage(cle, valeur)


def test_reglage_inconnu():
    with pytest.raises(KeyError):
        refus_de_reglage("inconnu", 1)
