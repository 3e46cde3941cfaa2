"""« What it does with them », where lines, runs and what the base holds already meet."""

from __future__ import annotations

import json

import pytest

from tests.contrat.conftest import Outil, personne, trouver
from tests.contrat.test_attaque_fichiers import TETE, classeur
from tests.contrat.test_comptage import etape, valeurs
from tests.contrat.test_import import ENTETE, LIGNE, compte, deposer


def test_une_etape_rejoint_la_participation_reelle_arrivee_apres_elle(outil: Outil) -> None:
    outil.importer(
        participants=[personne("A", "2020-01-10", "2020-12-10", "A_DOUBLON")], etapes=[etape("A", "2020-02-01")]
    )
    outil.importer(participants=[personne("A", "2020-01-10", "2020-12-10", "A_DOUBLON"), personne("A", "2020-01-20")])
    assert valeurs(outil.bilan(), "entrees", "etapes") == [1, 1]
    assert compte(outil.importer(etapes=[etape("A", "2020-02-01")]), "etapes")[1] == 0
    assert outil.chiffre("etapes")["valeur"] == 1


def test_une_etape_suit_sa_participation_devenue_doublon(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")], etapes=[etape("A", "2020-02-01")])
    outil.importer(
        participants=[
            personne("A", "2020-01-10", "2020-06-01", "A_DOUBLON"),
            personne("A", "2020-01-12", "2020-07-01", "P_CDI"),
        ]
    )
    rapport = outil.importer(etapes=[etape("A", "2020-02-01")])
    assert compte(rapport, "etapes")[1] == 0
    assert valeurs(outil.bilan(), "entrees", "etapes") == [1, 1]


def test_une_reference_deplace_son_etape(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-03-01", "A_ABAND"), personne("A", "2020-06-01")],
                   etapes=[etape("A", "2020-02-01", reference="R1")])  # fmt: skip
    rapport = outil.importer(etapes=[etape("A", "2020-07-01", "2020-08-01", "QUALIF", reference="R1")])
    assert compte(rapport, "etapes") == (1, 0, 1, 0, 0)
    document = outil.bilan("--par", "categorie")
    assert trouver(document, "etapes")["valeur"] == 1
    assert trouver(document, "etapes", {"categorie": "QUALIF"})["valeur"] == 1
    fevrier = outil.bilan("--du", "2020-02-01", "--au", "2020-02-28", annee=None)
    assert trouver(fevrier, "etapes")["valeur"] == 0


def test_une_sortie_avancee_emporte_les_etapes_qui_la_suivaient(outil: Outil) -> None:
    outil.importer(
        participants=[personne("A", "2020-01-10")],
        etapes=[etape("A", "2020-02-01", "2020-11-01"), etape("A", "2020-09-01")],
    )
    outil.importer(participants=[personne("A", "2020-01-10", "2020-05-01", "P_CDI")])
    ete = outil.bilan("--du", "2020-06-01", "--au", "2020-12-31", annee=None)
    assert trouver(ete, "etapes")["valeur"] == 0


def test_l_ordre_des_lignes_ne_fait_pas_un_chevauchement(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")])
    rapport = outil.importer(
        participants=[personne("A", "2020-07-01"), personne("A", "2020-01-10", "2020-06-30", "A_ABAND")]
    )
    assert compte(rapport) == (2, 1, 1, 0, 0)


def test_une_ligne_rejetee_ne_chevauche_personne(outil: Outil) -> None:
    rapport = outil.importer(
        attendu=1, participants=[personne("A", "2020-01-10", sexe="Q"), personne("A", "2020-02-10")]
    )
    assert compte(rapport) == (2, 1, 0, 0, 1)


def test_rouvrir_une_participation_par_vide(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", "2020-06-30", "P_CDI")])
    seul = outil.importer(attendu=1, participants=[personne("A", "2020-01-10", "#VIDE")])
    assert compte(seul)[-1] == 1  # the motive would stand without its exit
    ligne = personne("A", "2020-01-10", "#VIDE", "#VIDE")
    assert compte(outil.importer(participants=[ligne])) == (1, 0, 1, 0, 0)
    assert compte(outil.importer(participants=[ligne])) == (1, 0, 0, 1, 0)
    assert valeurs(outil.bilan(), "parcours_en_cours_fin") == [1]


@pytest.mark.parametrize("colonne", ["nom", "prenom", "date_entree", "identifiant"])
def test_vide_n_efface_pas_l_obligatoire(outil: Outil, colonne: str) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")])
    rapport = outil.importer(attendu=1, participants=[personne("A", "2020-01-10") | {colonne: "#VIDE"}])
    assert compte(rapport)[-1] == 1
    assert rapport["rejets"][0]["colonne"] == colonne


def test_les_criteres_remplacent_les_criteres(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", criteres="DELD|RSA")])
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", criteres="RSA|DELD")])) == (1, 0, 0, 1, 0)
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", criteres="PI")])) == (1, 0, 1, 0, 0)
    parts = [
        c["ventilation"]["critere"]
        for c in outil.bilan("--par", "critere")["chiffres"]
        if c["code"] == "entrees" and c["ventilation"]
    ]
    assert parts == ["PI"]
    outil.importer(participants=[personne("A", "2020-01-10", criteres="#VIDE")])
    assert (
        outil.importer(attendu=1, participants=[personne("A", "2020-01-10", criteres="PI|XYZ")])["rejets"][0]["colonne"]
        == "criteres"
    )


def test_le_format_americain_d_une_colonne_laisse_les_lignes_sans_cette_date(outil: Outil) -> None:
    texte = (ENTETE + "A;Un;Zoé;14/05/1985;F;10/01/2020;04/13/2020;P_CDI\nB;Un;Zoé;14/05/1986;F;10/01/2020;05/04/2020;P_CDI\n"
             "C;Trois;Léa;14/05/1987;F;10/01/2020;;\n")  # fmt: skip
    rapport = outil.importer_fichiers(deposer(outil, texte), attendu=1)
    assert compte(rapport) == (3, 1, 0, 0, 2)
    assert {r["colonne"] for r in rapport["rejets"]} == {"date_sortie"}


@pytest.mark.parametrize("ligne", [
    personne("A", "2020-01-10", dispositif="XYZ"), personne("A", "2020-01-10", duree_chomage_mois="-1"), personne("A", "2020-01-10", jours_suspension="beaucoup"),
    personne("A", "43840"), personne("A", "2020-01-10", "2020-02-01", "P_CDI", date_validation_sortie="2031-01-01"),
    personne("A", "2020-01-10", date_prescription="2031-01-01"), personne("A", "2020-01-10", handicap="peut-être"), personne("A", "1/13/20"),
    personne("A", "2020-01-10", qpv="PEUT"),
])  # fmt: skip
def test_ce_qui_rejette_une_ligne(outil: Outil, ligne: dict[str, str]) -> None:
    assert compte(outil.importer(attendu=1, participants=[ligne])) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize("mots", [
    {"dispositif": "arpe"}, {"handicap": "oui"}, {"handicap": "Ne se prononce pas"}, {"pays_tiers": "non demandé"}, {"sexe": "femme"},
    {"sexe": "masculin"}, {"qpv": "non"}, {"qpv": "Oui"}, {"statut_entree": "Chômeur"}, {"statut_entree": "en emploi"}, {"code_qpv": "974 faux"},
    {"date_prescription": "2020-03-01"}, {"code_commune": "ZZZZZ"}, {"code_postal": "abc"}, {"duree_chomage_mois": "14,0"},
 {"nom": "👩‍🚒 \u202eהדר"},
])  # fmt: skip
def test_ce_qui_n_est_jamais_rejete(outil: Outil, mots: dict[str, str]) -> None:
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", **mots)])) == (1, 1, 0, 0, 0)


def test_les_nombres_d_un_classeur_restent_des_identifiants(outil: Outil) -> None:
    chemin = classeur(outil, {"participants": [TETE, [12, "Un", "Zoé", "14/05/1985", "F", "10/01/2020", 692123456, 14]],
                              "etapes": [["identifiant", "categorie", "date_debut", "operateur"], [12, "PREPA", "01/02/2020", 73282932000074]]})  # fmt: skip
    assert outil.importer_fichiers(chemin)["rejets"] == []
    memes = outil.importer(participants=[personne("12", "2020-01-10", nom="Un", prenom="Zoé", telephone="06 92 12 34 56")],
                           etapes=[etape("12", "2020-02-01", operateur="732 829 320 00074")])  # fmt: skip
    assert compte(memes, "etapes") == (1, 0, 0, 1, 0)
    assert compte(memes)[1] == 0
    telephones = [a for a in memes["avertissements"] if a["colonne"] == "telephone"]
    assert not telephones


def test_deux_fichiers_d_une_meme_table_et_deux_feuilles(outil: Outil) -> None:
    un = outil.ecrire("participants.csv", [personne("A", "2020-01-10")])
    deux = outil.ecrire("participants suite.csv", [personne("B", "2020-01-10")])
    rapport = outil.importer_fichiers(deux, un)
    assert compte(rapport) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("nom", ["Participants.CSV", "PARTICIPANTS.csv", "participants (1).csv", "export.txt"])
def test_le_nom_du_fichier_n_est_pas_une_question_de_casse(outil: Outil, nom: str) -> None:
    assert compte(outil.importer_fichiers(deposer(outil, ENTETE + LIGNE.format("10/01/2020"), nom)))[1] == 1


@pytest.mark.parametrize("texte", [
    "sep=;\n" + ENTETE + LIGNE.format("10/01/2020"),
    (ENTETE + LIGNE.format("10/01/2020")).replace("\n", "\r\n"), (ENTETE + LIGNE.format("10/01/2020")).replace("\n", "\r"),
    (ENTETE + LIGNE.format("10/01/2020")).rstrip("\n"), "\n\n" + ENTETE + "\n" + LIGNE.format("10/01/2020") + ";;;;;;;\n\n",
    ENTETE.replace("\n", ";;\n") + LIGNE.format("10/01/2020").replace("\n", ";;\n"), "\ufeff" + ENTETE + LIGNE.format(" 10/01/2020 "),
    ENTETE + '"A";"Fi""ct;if";"Zélie";"14/05/1985";"F";"10/01/2020";"";""\n',
])  # fmt: skip
def test_les_manieres_d_un_csv(outil: Outil, texte: str) -> None:
    assert compte(outil.importer_fichiers(deposer(outil, texte))) == (1, 1, 0, 0, 0)


def test_utf_16_gros_boutien_et_windows_1252_avec_ses_signes(outil: Outil) -> None:
    texte = (ENTETE + LIGNE.format("10/01/2020")).replace("Fictif", "Cœur d’Épée €")
    assert compte(outil.importer_fichiers(deposer(outil, b"\xfe\xff" + texte.encode("utf-16-be"))))[1] == 1
    assert compte(outil.importer_fichiers(deposer(outil, texte.encode("cp1252")))) == (1, 0, 0, 1, 0)
    assert compte(outil.importer_fichiers(deposer(outil, texte))) == (1, 0, 0, 1, 0)


def test_deux_en_tetes_d_un_meme_champ_refusent_la_table(outil: Outil) -> None:
    texte = (ENTETE + LIGNE.format("10/01/2020")).replace("motif_sortie", "Date d'entrée")
    outil.importer_fichiers(deposer(outil, texte), attendu=2)
    assert "ntrée" in outil.erreur or "date_entree" in outil.erreur


def test_les_releves_se_corrigent_et_contredisent_la_part_qu_ils_disent(outil: Outil) -> None:
    releve = {"organisme": "PLIE", "indicateur": "entrees", "libelle": "femmes", "debut": "2020-01-01", "fin": "2020-12-31", "dispositif": "PLIE",
              "valeur": "5", "unite": "personne", "ventilation": "sexe=F", "source": "Communiqué"}  # fmt: skip
    outil.importer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10", sexe="H")], releves=[releve])
    assert compte(outil.importer(releves=[releve | {"valeur": "7"}]), "releves") == (1, 0, 1, 0, 0)
    document = outil.bilan("--par", "sexe")
    part = trouver(document, "entrees", {"sexe": "F"})
    assert [a for a in part["alertes"] + document["alertes"] if "7" in a and "6" in a], json.dumps(
        document["alertes"], ensure_ascii=False
    )
    outil.importer(releves=[releve | {"valeur": "1"}])
    document = outil.bilan("--par", "sexe")
    assert not [
        a for a in trouver(document, "entrees", {"sexe": "F"})["alertes"] + document["alertes"] if "Communiqué" in a
    ]


def test_les_objectifs_refuses(outil: Outil) -> None:
    base = {"indicateur": "entrees", "debut": "2020-01-01", "fin": "2020-12-31", "cible": "4"}
    rapport = outil.importer(attendu=1, objectifs=[
        base, base | {"indicateur": "inconnu"}, base | {"fin": "2019-12-31"}, base | {"cible": ""}, base | {"cible": "beaucoup"},
        base | {"dispositif": "XYZ"}, base | {"debut": "2030-01-01", "fin": "2030-12-31"}, base | {"indicateur": "Personnes suivies"},
    ])  # fmt: skip
    assert compte(rapport, "objectifs")[1:] in ((2, 0, 0, 6), (3, 0, 0, 5))
    assert compte(outil.importer(objectifs=[base | {"cible": "5"}]), "objectifs") == (1, 0, 1, 0, 0)


def test_une_etape_rejoint_la_rentree_qui_la_contient(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")], etapes=[etape("A", "2020-09-01", "2020-10-01")])
    outil.importer(
        participants=[personne("A", "2020-01-10", "2020-06-30", "A_ABAND"), personne("A", "2020-08-01", sexe="F")]
    )
    automne = outil.bilan("--du", "2020-09-01", "--au", "2020-09-30", annee=None)
    assert trouver(automne, "etapes")["valeur"] == 1
    assert compte(outil.importer(etapes=[etape("A", "2020-09-01", "2020-10-01")]), "etapes") == (1, 0, 0, 1, 0)
