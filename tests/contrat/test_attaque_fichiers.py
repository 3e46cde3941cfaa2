"""« Files it reads », as offices really send them: workbooks, archives, folders, labels, numbers."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.contrat.conftest import Outil, personne, trouver
from tests.contrat.test_import import ENTETE, LIGNE, compte, deposer


def classeur(outil: Outil, feuilles: dict[str, list[list[Any]]], nom: str = "classeur.xlsx", **options: Any) -> Path:
    chemin = outil.dossier / nom
    with xlsxwriter.Workbook(str(chemin), options) as livre:
        jour = livre.add_format({"num_format": "dd/mm/yyyy"})
        for titre, lignes in feuilles.items():
            feuille = livre.add_worksheet(titre)
            for i, ligne in enumerate(lignes):
                for j, valeur in enumerate(ligne):
                    if isinstance(valeur, dt.date):
                        feuille.write_datetime(i, j, dt.datetime(valeur.year, valeur.month, valeur.day), jour)
                    elif valeur is not None:
                        feuille.write(i, j, valeur)
    return chemin


TETE = ["Identifiant", "Nom", "Prénom", "Né(e) le", "Sexe", "Entrée", "Téléphone", "Durée de chômage"]


def test_un_classeur_melange_dates_vraies_texte_et_numeros_de_serie(outil: Outil) -> None:
    chemin = classeur(outil, {"participants": [
        ["Bilan du PLIE"], [], TETE,
        ["A", "Un", "Zoé", dt.date(1985, 5, 14), "F", dt.date(2020, 2, 29), 692123456, 14],
        ["B", "Deux", "Zoé", "14/05/1985", "F", "29/02/2020", "0692 12 34 57", "14"],
        ["C", "Trois", "Zoé", 31181, "F", 43890, 692123458, 14.0],
        ["D", "Quatre", "Zoé", "31181", "F", "2020-02-30", 692123459, 14.5],
    ]})  # fmt: skip
    rapport = outil.importer_fichiers(chemin, attendu=1)
    assert compte(rapport) == (4, 3, 0, 0, 1)
    assert {r["ligne"] for r in rapport["rejets"]} == {7}
    document = outil.bilan("--du", "2020-02-29", "--au", "2020-02-29", annee=None)
    assert trouver(document, "entrees")["valeur"] == 3


def test_le_calendrier_de_1904_est_celui_du_classeur(outil: Outil) -> None:
    lignes = [TETE, ["A", "Un", "Zoé", dt.date(1985, 5, 14), "F", dt.date(2020, 2, 29), None, None]]
    outil.importer_fichiers(classeur(outil, {"participants": lignes}, date_1904=True))
    assert outil.chiffre("entrees", "--du", "2020-02-29", "--au", "2020-02-29", annee=None)["valeur"] == 1


def test_plusieurs_feuilles_chacune_sa_table(outil: Outil) -> None:
    chemin = classeur(outil, {
        "Lisez-moi": [["Ceci est une notice"]],
        "etapes": [["identifiant", "categorie", "date_debut", "heures"], ["A", "ACI", dt.date(2020, 3, 1), 12.5]],
        "participants": [TETE, ["A", "Un", "Zoé", dt.date(1985, 5, 14), "F", dt.date(2020, 1, 10), None, 14]],
        "objectifs": [["indicateur", "debut", "fin", "cible"], ["entrees", dt.date(2020, 1, 1), dt.date(2020, 12, 31), 4]],
        "releves": [["libelle", "debut", "fin", "valeur", "source"], ["x", dt.date(2020, 1, 1), dt.date(2020, 12, 31), 4, "s"]],
    })  # fmt: skip
    rapport = outil.importer_fichiers(chemin)
    assert list(rapport["tables"]) == ["participants", "etapes", "objectifs", "releves"]
    assert all(compte(rapport, t)[1] == 1 for t in rapport["tables"])
    assert outil.chiffre("entrees")["objectif"]["atteinte"] == 25.0
    assert trouver(outil.bilan("--par", "categorie"), "etapes", {"categorie": "IAE_ACI"})["valeur"] == 1


def test_une_feuille_d_un_autre_nom_est_reconnue_a_ses_colonnes(outil: Outil) -> None:
    lignes = [TETE, ["A", "Un", "Zoé", dt.date(1985, 5, 14), "F", dt.date(2020, 1, 10), None, 14]]
    etapes = [["Identifiant", "Catégorie", "Date de début"], ["A", "PREPA", dt.date(2020, 3, 1)]]
    rapport = outil.importer_fichiers(classeur(outil, {"Feuil1": lignes, "Suivi 2020": etapes}))
    assert compte(rapport) == (1, 1, 0, 0, 0)
    assert compte(rapport, "etapes") == (1, 1, 0, 0, 0)


def test_une_archive_un_dossier_et_un_csv_nomme_xlsx(outil: Outil) -> None:
    texte = ENTETE + LIGNE.format("10/01/2020")
    etapes = "identifiant;categorie;date_debut\nA;PREPA;2020-02-01\n"
    archive = outil.dossier / "envoi.zip"
    with zipfile.ZipFile(archive, "w") as flux:
        flux.writestr("export/participants.csv", texte)
        flux.writestr("export/etapes.csv", etapes.encode("cp1252"))
        flux.writestr("__MACOSX/._participants.csv", b"\0\1")
    assert compte(outil.importer_fichiers(archive), "etapes") == (1, 1, 0, 0, 0)
    dossier = outil.dossier / "envoi"
    dossier.mkdir()
    (dossier / "participants.csv").write_text(texte)
    (dossier / "etapes.csv").write_text(etapes)
    (dossier / "notes.txt").write_text("rien à importer")
    assert compte(outil.importer_fichiers(dossier)) == (1, 0, 0, 1, 0)
    assert compte(outil.importer_fichiers(deposer(outil, texte, "participants.xlsx"))) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(("ecrit", "niveau"), [
    ("V", "3"), ("v bis", "1-2"), ("Vbis", "1-2"), ("VI", "0"), ("BEP", None), ("CAP, BEP", "3"), ("bac+2", "5"), ("MASTER", "7"),
    ("Brevet / fin de collège", "1-2"), ("brevet / fin de college", "1-2"), ("4p", "4P"), ("post-bac non superieur", "4P"),
])  # fmt: skip
def test_un_niveau_se_lit_comme_il_s_ecrit(outil: Outil, ecrit: str, niveau: str | None) -> None:
    rapport = outil.importer(participants=[personne("A", "2020-01-10", niveau_formation=ecrit)], attendu=None)
    if niveau:
        assert compte(rapport)[1] == 1, rapport
        assert trouver(outil.bilan("--par", "niveau"), "entrees", {"niveau": niveau})["valeur"] == 1


@pytest.mark.parametrize(("ecrit", "motif"), [
    ("CDI", "P_CDI"), ("cdi (quotité >= seuil)", "P_CDI"), ("CDD de 6 mois et plus", "P_CDD6"), ("demenagement hors territoire", "N_DEMEN"),
    ("Création / reprise d’entreprise", "P_CREA"), ("Fonction publique", "P_FP"), ("DÉTENTION", "A_DETEN"), ("p_cdi", "P_CDI"),
    ("Missions/CDD consécutifs cumulant >= 6 mois sans interruption", "P_CUMUL6"), ("Formation qualifiante validée", "P_FORM"),
    ("Abandon / ne répond plus", "A_ABAND"), ("Décès ", "N_DECES"),
])  # fmt: skip
def test_un_motif_se_lit_par_son_libelle(outil: Outil, ecrit: str, motif: str) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-06-01", ecrit)])
    assert trouver(outil.bilan("--par", "motif"), "sorties", {"motif": motif})["valeur"] == 1


@pytest.mark.parametrize(("ecrit", "categorie"), [
    ("Accompagnement", "ACC"), ("Mobilisation / levée de freins", "MOB"), ("ACI", "IAE_ACI"), ("Contrat aidé", "AIDE"),
    ("suivi dans l'emploi", "SUIVI_EMPLOI"), ("Emploi < 6 mois", "EMPLOI_COURT"), ("emploi sur heures d’insertion", "CLAUSE"),
    ("Immersion / mise en situation professionnelle (PMSMP)", "PMSMP"), ("Alternance", "ALTERN"),
])  # fmt: skip
def test_une_categorie_se_lit_par_son_libelle(outil: Outil, ecrit: str, categorie: str) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")], etapes=[
        {"identifiant": "A", "categorie": ecrit, "date_debut": "2020-02-01"}])  # fmt: skip
    ensuite = outil.importer(etapes=[{"identifiant": "A", "categorie": categorie, "date_debut": "2020-02-01"}])
    assert compte(ensuite, "etapes") == (1, 0, 0, 1, 0)


@pytest.mark.parametrize("ecrit", ["1234.5", "1 234,5", "1\u202f234,5", "1\u00a0234,5", "1234,5", "1\u2009234,50"])
def test_un_nombre_se_lit_comme_les_francais_l_ecrivent(outil: Outil, ecrit: str) -> None:
    outil.importer(objectifs=[{"indicateur": "entrees", "debut": "2020-01-01", "fin": "2020-12-31", "cible": ecrit}],
                   participants=[personne("A", "2020-01-10")])  # fmt: skip
    assert outil.chiffre("entrees")["objectif"]["cible"] == 1234.5


def test_une_correspondance_etend_les_en_tetes_et_l_option_table_tranche(outil: Outil) -> None:
    texte = (ENTETE + LIGNE.format("10/01/2020")).replace("date_entree", "Jour CTA")
    chemin = deposer(outil, texte, "sans nom.csv")
    outil.importer_fichiers(chemin, attendu=2)
    carte = outil.dossier / "carte.json"
    for contenu in ({"Jour CTA": "date_entree"}, {"participants": {"Jour CTA": "date_entree"}}):
        carte.write_text(json.dumps(contenu))
        options = ("--correspondance", str(carte), "--table", "participants")
        assert compte(outil.importer_fichiers(chemin, options=options))[0] == 1
    carte.write_text("{pas du json")
    outil.importer_fichiers(chemin, attendu=2, options=("--correspondance", str(carte)))
    assert len(outil.erreur.strip().splitlines()) == 1


def test_les_codes_a_quatre_chiffres_sont_completes_et_le_disent(outil: Outil) -> None:
    lignes = [[*TETE[:6], "Code INSEE", "Code postal"],
              ["A", "Un", "Zoé", dt.date(1985, 5, 14), "F", dt.date(2020, 1, 10), 1004, 1500]]  # fmt: skip
    rapport = outil.importer_fichiers(classeur(outil, {"participants": lignes}))
    colonnes = {a["colonne"] for a in rapport["avertissements"]}
    assert {"code_commune", "code_postal"} <= colonnes
    assert trouver(outil.bilan("--par", "commune"), "entrees", {"commune": "01004"})["valeur"] == 1


def test_les_lignes_fusionnees_et_les_lignes_vides(outil: Outil) -> None:
    chemin = outil.dossier / "fusion.xlsx"
    with xlsxwriter.Workbook(str(chemin)) as livre:
        feuille = livre.add_worksheet("participants")
        feuille.merge_range(0, 0, 0, 7, "PLIE — participants 2020")
        feuille.write_row(1, 0, TETE)
        feuille.write_row(2, 0, ["A", "Un", "Zoé", "14/05/1985", "F", "10/01/2020"])
        feuille.write_row(5, 0, ["B", "Deux", "Zoé", "14/05/1985", "F", "32/01/2020"])
    rapport = outil.importer_fichiers(chemin, attendu=1)
    assert compte(rapport) == (2, 1, 0, 0, 1)
    assert rapport["rejets"][0]["ligne"] == 6
