"""« How it counts », where two rules meet: re-entries, unions of objectives, targets of shares, schemes together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contrat.conftest import Outil, personne, trouver
from tests.contrat.test_comptage import etape, valeurs
from tests.contrat.test_import import compte


def objectif(debut: str, fin: str, cible: str, code: str = "entrees", **autres: str) -> dict[str, str]:
    return {"indicateur": code, "debut": debut, "fin": fin, "cible": cible} | autres


TRIMESTRES = [
    ("2020-01-01", "2020-03-31"),
    ("2020-04-01", "2020-06-30"),
    ("2020-07-01", "2020-09-30"),
    ("2020-10-01", "2020-12-31"),
]


def test_quatre_trimestres_font_une_annee(outil: Outil) -> None:
    outil.importer(participants=[personne(f"P{i}", "2020-01-10") for i in range(4)],
                   objectifs=[objectif(d, f, "2") for d, f in TRIMESTRES])  # fmt: skip
    lu = outil.chiffre("entrees")["objectif"]
    assert (lu["cible"], lu["atteinte"]) == (8, 50.0)
    semestre = outil.chiffre("entrees", "--du", "2020-04-01", "--au", "2020-09-30", annee=None)["objectif"]
    assert (semestre["cible"], semestre["atteinte"]) == (4, 0.0)
    partiel = outil.chiffre("entrees", "--du", "2020-04-01", "--au", "2020-10-30", annee=None)["objectif"]
    assert partiel["atteinte"] is None
    assert partiel["cible"] == 2  # the one in force on the last day


def test_un_trou_d_un_mois_n_est_pas_une_union(outil: Outil) -> None:
    outil.importer(participants=[personne("P", "2020-01-10")], objectifs=[
        objectif("2020-01-01", "2020-05-31", "2"), objectif("2020-07-01", "2020-12-31", "5")])  # fmt: skip
    lu = outil.chiffre("entrees")["objectif"]
    assert (lu["cible"], lu["atteinte"]) == (5, None)


def test_l_objectif_exact_passe_avant_l_union_et_avant_le_pluriannuel(outil: Outil) -> None:
    outil.importer(participants=[personne("P", "2020-01-10")], objectifs=[
        *[objectif(d, f, "2") for d, f in TRIMESTRES], objectif("2020-01-01", "2020-12-31", "10"),
        objectif("2018-01-01", "2021-12-31", "100")])  # fmt: skip
    lu = outil.chiffre("entrees")["objectif"]
    assert (lu["cible"], lu["atteinte"]) == (10, 10.0)


def test_deux_pavages_qui_se_recouvrent_ne_s_additionnent_pas_deux_fois(outil: Outil) -> None:
    outil.importer(participants=[personne(f"P{i}", "2020-01-10") for i in range(3)], objectifs=[
        *[objectif(d, f, "2") for d, f in TRIMESTRES],
        objectif("2020-01-01", "2020-06-30", "4"), objectif("2020-04-01", "2020-09-30", "4")])  # fmt: skip
    lu = outil.chiffre("entrees")["objectif"]
    assert (lu["cible"], lu["atteinte"]) == (8, 37.5)


def test_une_cible_a_venir_ne_vaut_pas_encore(outil: Outil) -> None:
    outil.importer(participants=[personne("P", "2020-01-10")], objectifs=[
        objectif("2020-01-01", "2020-12-31", "4"), objectif("2020-01-01", "2020-12-31", "9", date_effet="2021-01-01")])  # fmt: skip
    assert outil.chiffre("entrees")["objectif"]["cible"] == 4


def test_une_cible_dont_l_effet_est_apres_la_periode_n_est_pas_en_vigueur(outil: Outil) -> None:
    outil.importer(participants=[personne("P", "2020-01-10")],
                   objectifs=[objectif("2020-01-01", "2020-12-31", "9", date_effet="2021-01-01")])  # fmt: skip
    assert outil.chiffre("entrees")["objectif"] is None


def test_la_cible_d_une_part_s_atteint_en_pourcentage_de_la_part(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10", sexe="H")],
                   objectifs=[objectif("2020-01-01", "2020-12-31", "60", "part_femmes"),
                              objectif("2020-01-01", "2020-12-31", "0", "sorties"),
                              objectif("2020-01-01", "2020-12-31", "3", "sorties_positives")])  # fmt: skip
    document = outil.bilan("--par", "sexe")
    lu = trouver(document, "part_femmes")["objectif"]
    assert (lu["cible"], lu["atteinte"]) == (60, 83.3)
    assert trouver(document, "entrees", {"sexe": "F"})["objectif"] is None
    # exits never recorded: a target stands, its attainment does not
    assert trouver(document, "sorties_positives")["objectif"]["atteinte"] is None
    assert trouver(document, "sorties")["objectif"]["atteinte"] is None


def test_la_personne_est_decrite_par_sa_derniere_participation_de_la_periode(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2018-01-10", "2020-02-10", "A_ABAND", qpv="OUI", duree_chomage_mois="11"),
        personne("A", "2020-02-11", "2020-03-01", "P_CDI", qpv="NON", duree_chomage_mois="12"),
        personne("A", "2021-01-01", qpv="NSP", duree_chomage_mois="36"),
    ])  # fmt: skip
    document = outil.bilan("--par", "qpv,duree_chomage")
    assert trouver(document, "personnes_suivies", {"qpv": "NON", "duree_chomage": "12-23"})["valeur"] == 1
    assert trouver(document, "part_qpv")["numerateur"] == 0
    assert trouver(document, "part_qpv_entrees")["denominateur"] == 1
    assert trouver(document, "sorties", {"qpv": "OUI", "duree_chomage": "-12"})["valeur"] == 1
    # N-1 describes A by the participation of 2019, even where 2020 has none of that part
    part = trouver(document, "personnes_suivies", {"qpv": "OUI", "duree_chomage": "-12"})
    assert (part["valeur"], part["precedent"]["valeur"]) == (0, 1)


def test_une_etape_va_a_la_participation_reelle_avant_le_doublon(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", "2020-12-10", "A_DOUBLON"), personne("A", "2020-01-20", "2020-03-01", "A_ABAND"),
        personne("A", "2020-03-02"), personne("A", "2020-01-01", dispositif="ARPE"),
    ], etapes=[
        etape("A", "2020-01-10"), etape("A", "2020-01-20"), etape("A", "2020-03-01", "2020-08-01"), etape("A", "2020-03-02", "2020-08-01"),
        etape("A", "2020-03-05", dispositif="ARPE"),
    ])  # fmt: skip
    assert outil.chiffre("etapes")["valeur"] == 3
    assert outil.chiffre("etapes", "--dispositif", "ARPE")["valeur"] == 1
    assert outil.chiffre("etapes", "--dispositif", "TOUS")["valeur"] == 4
    # the one of 1 March belongs to the first participation, hence ends with it
    avril = outil.bilan("--du", "2020-04-01", "--au", "2020-04-30", annee=None)
    assert trouver(avril, "etapes")["valeur"] == 1


def test_le_suivi_dans_l_emploi_ne_compte_pas(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2019-01-10", "2020-01-10", "P_CDI")], etapes=[
        etape("A", "2019-12-10", "2020-02-01", "SUIVI_EMPLOI"), etape("A", "2021-01-10", "", "SUIVI_EMPLOI")])  # fmt: skip
    assert outil.chiffre("etapes")["valeur"] == 0
    assert outil.chiffre("personnes_en_etape")["valeur"] == 0


def test_les_durees_sans_arrondi_intermediaire(outil: Outil) -> None:
    # 14 and 15 days: the total is 29, the mean 14.5 days = 0.476 months; the median as well
    outil.importer(participants=[
        personne("A", "2020-01-01", "2020-01-15", "P_CDI"), personne("B", "2020-01-01", "2020-01-16", "P_CDI")])  # fmt: skip
    lu = outil.chiffre("duree_parcours_moyenne")
    assert (lu["valeur"], lu["mediane"], lu["numerateur"], lu["denominateur"]) == (0.5, 0.5, 29, 2)


def test_tous_prend_la_plus_tardive_des_dates_de_donnees_completes(outil: Outil) -> None:
    outil("territoire", "creer", "T3", "Trois", "--dispositif", "ARPE")
    outil.importer("T3", participants=[
        personne("A", "2017-01-10", "2018-02-01", "P_CDI"), personne("B", "2019-02-10"),
        personne("C", "2017-01-10", "2020-02-01", "P_CDI", dispositif="ARPE"), personne("D", "2016-02-10", dispositif="ARPE"),
    ])  # fmt: skip
    assert outil.chiffre("entrees", territoire="T3")["precedent"]["valeur"] == 1
    assert outil.chiffre("entrees", "--dispositif", "ARPE", territoire="T3")["precedent"] is None
    assert outil.chiffre("entrees", "--dispositif", "TOUS", territoire="T3")["precedent"] is None
    assert outil.chiffre("entrees", "--dispositif", "TOUS", territoire="T3", annee=2021)["precedent"]["valeur"] == 0


def test_les_sorties_par_famille_motif_et_externes(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2019-01-10", "2020-02-01", "N_DECES"), personne("B", "2019-01-10", "2020-02-01", "A_DETEN"),
        personne("C", "2019-01-10", "2020-02-01", ""), personne("D", "2019-01-10", "2019-02-01", "P_CDI"),
    ])  # fmt: skip
    document = outil.bilan("--par", "famille,motif")
    parts = {(c["ventilation"]["famille"], c["ventilation"]["motif"]): (c["valeur"], c["precedent"]["valeur"])
             for c in document["chiffres"] if c["code"] == "sorties" and c["ventilation"]}  # fmt: skip
    assert parts == {("NEUTRE_EXTERNE", "N_DECES"): (1, 0), ("AUTRE_SANTE", "A_DETEN"): (1, 0), (None, None): (1, 0),
                     ("POSITIVE_EMPLOI", "P_CDI"): (0, 1)}  # fmt: skip
    taux = trouver(document, "taux_sorties_positives_hors_externes")
    assert (taux["valeur"], taux["numerateur"], taux["denominateur"]) == (0.0, 0, 2)


def test_la_forme_exacte_du_bilan(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-12-31", "P_CDI")])
    document = outil.bilan("--par", "sexe,dispositif")
    assert set(document) == {"territoire", "periode", "dispositif", "statut", "donnees_au", "chiffres", "alertes"}
    assert document["territoire"] == {"code": "T1", "nom": "Territoire d'essai"}
    assert document["periode"] == {"debut": "2020-01-01", "fin": "2020-12-31"}
    cles = {
        "code",
        "libelle",
        "unite",
        "ventilation",
        "valeur",
        "numerateur",
        "denominateur",
        "precedent",
        "objectif",
        "definition",
        "alertes",
    }
    for chiffre in document["chiffres"]:
        assert cles <= set(chiffre), chiffre["code"]
        assert not set(chiffre) - cles - {"mediane"}, chiffre["code"]
        assert {"version", "formule", "source"} <= set(chiffre["definition"])
        if chiffre["precedent"]:
            assert {"valeur", "numerateur", "denominateur"} <= set(chiffre["precedent"])
        assert all(isinstance(chiffre[c], int | None) for c in ("numerateur", "denominateur"))
    assert trouver(document, "entrees", {"sexe": "F", "dispositif": "PLIE"})["valeur"] == 1
    assert isinstance(trouver(document, "entrees")["valeur"], int)


def test_le_catalogue_dit_ses_codes(outil: Outil) -> None:
    outil("indicateurs", "--format", "json")
    lus: Any = json.loads(outil.sortie)
    codes = {i["code"] for i in (lus["indicateurs"] if isinstance(lus, dict) else lus)}
    assert {c["code"] for c in outil.bilan()["chiffres"]} <= codes
    assert not codes & {"etapes_par_categorie", "atteinte_objectif"}


def test_une_personne_n_ayant_que_des_criteres_ordinaires_ou_aucun(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", criteres="AAH"), personne("B", "2020-01-10", criteres=""), personne("C", "2020-01-10", criteres="rsa | Parent isolé"),
    ])  # fmt: skip
    parts = {c["ventilation"]["critere"]: c["valeur"] for c in outil.bilan("--par", "critere")["chiffres"]
             if c["code"] == "personnes_suivies" and c["ventilation"]}  # fmt: skip
    assert parts == {"AAH": 1, None: 1, "RSA": 1, "PI": 1}


def test_le_referent_se_reconnait_a_son_courriel_quelle_qu_en_soit_la_casse(outil: Outil) -> None:
    rapport = outil.importer(participants=[
        personne("A", "2020-01-10", referent="Ref@PLIE.example"), personne("B", "2020-01-10", referent="ref@plie.example "),
        personne("C", "2020-01-10", referent=""),
    ])  # fmt: skip
    assert len([a for a in rapport["avertissements"] if a["colonne"] == "referent"]) == 1
    document = outil.bilan("--par", "referent")
    assert trouver(document, "entrees", {"referent": "ref@plie.example"})["valeur"] == 2
    assert trouver(document, "entrees", {"referent": None})["valeur"] == 1


def test_un_operateur_par_son_siret_est_celui_de_son_nom(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")], etapes=[
        etape("A", "2020-02-01", operateur="732 829 320 00074"), etape("A", "2020-03-01", operateur="73282932000074"),
        etape("A", "2020-04-01", operateur="Tremplin  Réunion"), etape("A", "2020-05-01", operateur="TREMPLIN REUNION"),
    ])  # fmt: skip
    parts = {c["ventilation"]["operateur"]: c["valeur"] for c in outil.bilan("--par", "operateur")["chiffres"]
             if c["code"] == "etapes" and c["ventilation"]}  # fmt: skip
    assert sorted(parts.values()) == [2, 2]


@pytest.mark.parametrize(
    ("du", "au", "avant"),
    [("2020-02-29", "2020-02-29", 1), ("2021-02-01", "2021-02-28", 1), ("2020-03-01", "2020-03-31", 0)],
)
def test_le_dernier_jour_de_fevrier_repond_au_dernier_jour(outil: Outil, du: str, au: str, avant: int) -> None:
    outil.importer(participants=[personne("A", "2019-02-28"), personne("B", "2020-02-29")])
    assert outil.chiffre("entrees", "--du", du, "--au", au, annee=None)["precedent"]["valeur"] == avant


def test_une_participation_annulee_ensuite_ne_compte_plus(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-03-01", "P_CDI")], etapes=[etape("A", "2020-02-01")])
    rapport = outil.importer(participants=[personne("A", "2020-01-10", motif="A_DOUBLON")])
    assert compte(rapport) == (1, 0, 1, 0, 0)
    assert valeurs(outil.bilan(), "entrees", "personnes_suivies", "etapes") in ([0, 0, 0], [None, None, None])
