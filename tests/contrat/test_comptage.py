"""« How it counts », sentence by sentence, by the command line."""

from __future__ import annotations

from tests.contrat.conftest import Outil, personne, trouver


def etape(identifiant: str, debut: str, fin: str = "", categorie: str = "PREPA", **autres: str) -> dict[str, str]:
    return {"identifiant": identifiant, "categorie": categorie, "date_debut": debut, "date_fin": fin} | autres


def valeurs(document: dict, *codes: str) -> list:
    return [trouver(document, code)["valeur"] for code in codes]


def test_un_jour_vaut_toute_sa_longueur(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2019-06-01", "2020-01-01", "P_CDI"),  # gone on the first day: followed, and an exit of 2020
        personne("B", "2019-06-01", "2019-12-31", "P_CDI"),  # gone the day before
        personne("C", "2020-12-31"),  # entered on the last day
        personne("D", "2021-01-01"),
    ])  # fmt: skip
    document = outil.bilan()
    codes = ("parcours_en_cours_debut", "entrees", "sorties", "parcours_en_cours_fin", "personnes_suivies")
    assert valeurs(document, *codes) == [1, 1, 1, 1, 2]


def test_un_doublon_ne_compte_nulle_part(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", "2020-02-10", "A_DOUBLON"), personne("A", "2020-01-20", "2020-06-01", "P_CDI"),
    ], etapes=[etape("A", "2020-01-25", "2020-02-01")])  # fmt: skip
    document = outil.bilan()
    assert valeurs(document, "entrees", "sorties", "personnes_suivies", "etapes") == [1, 1, 1, 1]


def test_les_personnes_suivies_sont_distinctes_et_les_entrees_non(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", "2020-02-10", "A_ABAND"), personne("A", "2020-03-01", niveau_formation="5"),
        personne("B", "2020-03-01"),
    ])  # fmt: skip
    document = outil.bilan("--par", "niveau")
    assert valeurs(document, "personnes_suivies", "entrees") == [2, 3]
    # characteristics are those of the latest participation of the period
    assert trouver(document, "personnes_suivies", {"niveau": "5"})["valeur"] == 1
    assert trouver(document, "personnes_suivies", {"niveau": "3"})["valeur"] == 1
    assert trouver(document, "entrees", {"niveau": "3"})["valeur"] == 2


def test_les_etapes_de_la_periode(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2019-03-01", "2020-06-30", "A_ABAND"), personne("B", "2019-03-01")], etapes=[
        etape("A", "2019-04-01", "2020-01-01"),  # one day in 2020
        etape("A", "2019-04-01", "2019-12-31", intitule="finie avant"),
        etape("A", "2020-02-01", intitule="ouverte jusqu'à la sortie"),
        etape("A", "2020-02-01", "2021-02-01", "QUALIF"),  # counted up to the exit
        etape("B", "2020-12-31", "", "IAE_ACI"),
        etape("B", "2020-02-01", "2020-03-01", statut="PREVUE"), etape("B", "2020-02-01", "2020-03-01", statut="ANNULEE", intitule="x"),
        etape("B", "2020-02-01", "2020-03-01", "ACC"), etape("B", "2020-02-01", "2020-03-01", "ATTENTE"),
        etape("A", "2020-08-01", "2020-12-31", "SUIVI_EMPLOI"),
    ])  # fmt: skip
    document = outil.bilan("--par", "categorie")
    assert trouver(document, "etapes")["valeur"] == 4
    assert trouver(document, "personnes_en_etape")["valeur"] == 2
    assert trouver(document, "etapes", {"categorie": "PREPA"})["valeur"] == 2
    # the étape that ran past the exit is not in 2021
    suite = outil.bilan(annee=2021)
    assert trouver(suite, "etapes")["valeur"] == 1


def test_les_parts_et_leurs_inconnus(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", qpv="OUI"), personne("B", "2020-01-10", qpv="NSP"), personne("C", "2020-01-10", qpv=""),
        personne("D", "2020-01-10", sexe=""), personne("E", "2020-01-10", sexe="H"),
    ])  # fmt: skip
    document = outil.bilan("--par", "qpv")
    part = trouver(document, "part_qpv")
    assert (part["numerateur"], part["denominateur"], part["valeur"]) == (1, 3, 33.3)
    assert any("2" in alerte for alerte in part["alertes"])
    assert trouver(document, "part_femmes")["denominateur"] == 4
    inconnus = trouver(document, "personnes_suivies", {"qpv": None})
    assert inconnus["valeur"] == 2


def test_un_taux_garde_ses_deux_entiers_et_arrondit_au_demi_superieur(outil: Outil) -> None:
    # 1 of 16 = 6.25 -> 6.3
    outil.importer(participants=[personne(f"P{i}", "2020-01-10", sexe="F" if i else "H") for i in range(16)])
    femmes = outil.chiffre("part_femmes")
    assert (femmes["numerateur"], femmes["denominateur"], femmes["valeur"]) == (15, 16, 93.8)


def test_les_trois_taux_de_sorties_positives(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2019-01-10", "2020-02-01", "P_CDI"), personne("B", "2019-01-10", "2020-02-01", "P_FORM"),
        personne("C", "2019-01-10", "2020-02-01", "N_DEMEN"), personne("D", "2019-01-10", "2020-02-01", "T_CDD_COURT"),
        personne("E", "2019-01-10", "2020-02-01", ""),
    ])  # fmt: skip
    document = outil.bilan()
    attendus = {"sorties": (5, None, None), "sorties_positives": (2, None, None), "taux_sorties_positives": (40.0, 2, 5),
                "taux_sorties_positives_hors_externes": (50.0, 2, 4), "taux_sorties_emploi": (20.0, 1, 5),
                "taux_sorties_positives_protocole": (None, None, None)}  # fmt: skip
    for code, attendu in attendus.items():
        lu = trouver(document, code)
        obtenu = (lu["valeur"], lu["numerateur"], lu["denominateur"])
        assert obtenu == attendu or (code.endswith("protocole") and lu["valeur"] is None), code


def test_la_duree_en_mois(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2019-01-01", "2020-01-01", "P_CDI", jours_suspension="65"),  # 365 - 65 = 300
        personne("B", "2019-12-01", "2020-01-31", "P_CDI"),  # 61
        personne("C", "2020-01-01", "2020-01-11", "P_CDI", jours_suspension="50"),  # never under 0
    ])  # fmt: skip
    lu = outil.chiffre("duree_parcours_moyenne")
    assert (lu["numerateur"], lu["denominateur"]) == (361, 3)
    assert lu["valeur"] == 4.0  # 361 / 3 / 30.4375 = 3.953…
    assert lu["mediane"] == 2.0  # 61 / 30.4375 = 2.004


def test_n_moins_1_et_le_29_fevrier(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-02-29"), personne("B", "2021-02-28")])
    lu = outil.chiffre("entrees", "--du", "2021-02-01", "--au", "2021-02-28", annee=None)
    assert (lu["valeur"], lu["precedent"]["valeur"]) == (1, 1)


def test_jamais_de_faux_zero_avant_les_donnees_completes(outil: Outil) -> None:
    outil("territoire", "creer", "T2", "Autre", "--complet-depuis", "2020-01-01")
    outil.importer("T2", participants=[personne("A", "2019-02-28", "2020-03-01", "P_CDI")])
    document = outil.bilan(territoire="T2")
    assert trouver(document, "sorties")["precedent"] is None
    assert document["alertes"] or trouver(document, "sorties")["alertes"]


def test_ce_qui_n_a_jamais_ete_recueilli_est_nul_et_dit(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", qpv="", duree_chomage_mois="")])
    document = outil.bilan()
    for code in ("etapes", "personnes_en_etape", "part_qpv", "charge_par_referent"):
        lu = trouver(document, code)
        assert lu["valeur"] is None, code
        assert any("non recueillie" in a for a in lu["alertes"]), code
    assert trouver(document, "entrees")["valeur"] == 1


def test_une_part_d_une_base_vide_est_nulle(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2019-01-10", "2019-05-01", "P_CDI"), personne("B", "2019-01-10")])
    document = outil.bilan()
    assert trouver(document, "sorties")["valeur"] == 0
    assert trouver(document, "taux_sorties_positives")["valeur"] is None


def test_le_maintien_en_emploi_au_sixieme_mois(outil: Outil) -> None:
    def sortie(i: str, jour: str, motif: str, situation: str) -> dict:
        return personne(i, "2018-01-01", jour, motif, situation_6_mois=situation)

    outil.importer(participants=[
        sortie("A", "2019-08-31", "P_CDI", "EMPLOI"),  # six months later: 29 February 2020
        sortie("B", "2019-07-01", "P_CDD6", "INCONNUE"),  # 1 January 2020
        sortie("C", "2019-06-30", "P_CDI", "EMPLOI"),  # 30 December 2019: not in 2020
        sortie("D", "2019-09-01", "P_FORM", "EMPLOI"),  # training: not an exit to employment
        sortie("E", "2020-06-30", "P_CDI", "RECHERCHE"),  # 30 December 2020
    ])  # fmt: skip
    lu = outil.chiffre("maintien_emploi_6_mois")
    assert (lu["numerateur"], lu["denominateur"], lu["valeur"]) == (1, 3, 33.3)


def test_la_completude(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10"), personne("B", "2020-01-10", sexe=""), personne("C", "2020-01-10", niveau_formation=""),
    ])  # fmt: skip
    lu = outil.chiffre("completude")
    assert (lu["numerateur"], lu["denominateur"]) == (1, 3)


def test_la_cible_en_vigueur_et_l_atteinte(outil: Outil) -> None:
    objectif = {"indicateur": "personnes_suivies", "debut": "2020-01-01", "fin": "2020-12-31", "source": "Protocole"}
    outil.importer(participants=[personne(f"P{i}", "2020-01-10") for i in range(4)], objectifs=[
        objectif | {"cible": "5", "date_effet": ""}, objectif | {"cible": "8", "date_effet": "2020-07-01"},
    ])  # fmt: skip
    lu = outil.chiffre("personnes_suivies")
    assert (lu["objectif"]["cible"], lu["objectif"]["atteinte"]) == (8, 50.0)
    semestre = outil.chiffre("personnes_suivies", "--du", "2020-01-01", "--au", "2020-06-30", annee=None)
    assert (semestre["objectif"]["cible"], semestre["objectif"]["atteinte"]) == (5, None)
    assert outil.chiffre("personnes_suivies", "--dispositif", "TOUS")["objectif"] is None


def test_les_objectifs_entiers_s_additionnent_pour_les_flux(outil: Outil) -> None:
    semestres = [("2020-01-01", "2020-06-30", "3"), ("2020-07-01", "2020-12-31", "5")]
    outil.importer(participants=[personne(f"P{i}", "2020-01-10") for i in range(4)], objectifs=[
        {"indicateur": code, "debut": d, "fin": f, "cible": c}
        for code in ("entrees", "personnes_suivies") for d, f, c in semestres
    ])  # fmt: skip
    document = outil.bilan()
    assert trouver(document, "entrees")["objectif"]["cible"] == 8
    assert trouver(document, "entrees")["objectif"]["atteinte"] == 50.0
    assert trouver(document, "personnes_suivies")["objectif"]["atteinte"] is None


def test_les_dimensions_que_le_fait_n_a_pas_sont_laissees(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-05-01", "P_CDI"), personne("B", "2020-01-10")],
                   etapes=[etape("A", "2020-02-01", "2020-03-01", operateur="Association Témoin", finance_plie="OUI")])  # fmt: skip
    document = outil.bilan("--par", "sexe,categorie")
    assert trouver(document, "etapes", {"sexe": "F", "categorie": "PREPA"})["valeur"] == 1
    assert trouver(document, "entrees", {"sexe": "F"})["valeur"] == 2
    motifs = outil.bilan("--par", "motif")
    assert trouver(motifs, "sorties", {"motif": "P_CDI"})["valeur"] == 1
    assert not [c for c in motifs["chiffres"] if c["code"] in ("entrees", "taux_rotation") and c["ventilation"]]
    operateurs = outil.bilan("--par", "operateur,finance_plie")
    part = {"operateur": "Association Témoin", "finance_plie": "OUI"}
    assert trouver(operateurs, "etapes", part)["valeur"] == 1
    assert not [c for c in operateurs["chiffres"] if c["code"] == "etapes_par_personne" and c["ventilation"]]


def test_les_criteres_ne_s_additionnent_pas_et_cela_est_dit(outil: Outil) -> None:
    outil.importer(
        participants=[personne("A", "2020-01-10", criteres="DELD|RSA|TH"), personne("B", "2020-01-10", criteres="")]
    )
    document = outil.bilan("--par", "critere")
    parts = {
        c["ventilation"]["critere"]: c["valeur"]
        for c in document["chiffres"]
        if c["code"] == "entrees" and c["ventilation"]
    }
    assert parts == {"DELD": 1, "RSA": 1, "TH": 1, None: 1}
    assert [a for a in document["alertes"] + trouver(document, "entrees")["alertes"] if "addition" in a]


def test_l_age_a_l_entree_et_le_29_fevrier(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2021-02-28", date_naissance="1995-02-28"),  # 26
        personne("B", "2022-02-28", date_naissance="1996-02-29"),  # still 25: older on 1 March
        personne("C", "2022-03-01", date_naissance="1996-02-29"),  # 26
    ])  # fmt: skip
    document = outil.bilan("--par", "tranche_age", annee=2022)
    assert trouver(document, "entrees", {"tranche_age": "-26"})["valeur"] == 1
    assert trouver(document, "entrees", {"tranche_age": "26-44"})["valeur"] == 1


def test_les_sorties_provisoires_sont_comptees_et_signalees(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2019-01-10", "2020-02-01", "P_CDI"),
        personne("B", "2019-01-10", "2020-02-01", "P_CDI", date_validation_sortie="2020-03-01"),
    ])  # fmt: skip
    lu = outil.chiffre("sorties")
    assert lu["valeur"] == 2
    assert [a for a in lu["alertes"] if "provisoire" in a and "1" in a]


def test_un_chiffre_declare_contredit(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")], releves=[{
        "organisme": "PLIE", "indicateur": "entrees", "libelle": "entrées", "debut": "2020-01-01", "fin": "2020-12-31",
        "valeur": "7", "unite": "personne", "source": "Communiqué", "dispositif": "PLIE"}])  # fmt: skip
    document = outil.bilan()
    alertes = document["alertes"] + trouver(document, "entrees")["alertes"]
    assert [a for a in alertes if "7" in a and "1" in a and "6" in a]


def test_tous_les_dispositifs(outil: Outil) -> None:
    outil.importer(participants=[
        personne("A", "2020-01-10", niveau_formation="3"),
        personne("A", "2020-01-10", dispositif="ARPE", niveau_formation="5"), personne("B", "2020-03-10", dispositif="ARPE"),
    ])  # fmt: skip
    document = outil.bilan("--dispositif", "TOUS", "--par", "niveau")
    assert valeurs(document, "personnes_suivies", "entrees") == [2, 3]
    # same day of entry: the scheme declared first describes the person
    assert trouver(document, "personnes_suivies", {"niveau": "3"})["valeur"] == 2
    assert outil.bilan()["dispositif"] == "PLIE"
    assert trouver(outil.bilan(), "personnes_suivies")["valeur"] == 1
