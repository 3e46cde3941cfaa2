"""« Files it reads » and « What it does with them », sentence by sentence, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contrat.conftest import Outil, personne, trouver

LIGNE = "A;Fictif;Zélie;14/05/1985;F;{};;\n"
ENTETE = "identifiant;nom;prenom;date_naissance;sexe;date_entree;date_sortie;motif_sortie\n"


def compte(rapport: dict, table: str = "participants") -> tuple[int, ...]:
    lu = rapport["tables"][table]
    return tuple(lu[c] for c in ("lues", "creees", "modifiees", "inchangees", "rejetees"))


def deposer(outil: Outil, texte: str | bytes, nom: str = "participants.csv") -> Path:
    chemin = outil.dossier / nom
    chemin.write_bytes(texte.encode() if isinstance(texte, str) else texte)
    return chemin


def test_le_meme_fichier_deux_fois_ne_change_rien(outil: Outil) -> None:
    tables = {
        "participants": [
            personne("A", "2020-01-10", criteres="DELD|RSA", telephone="0692 12 34 56"),
            personne("B", "2020-01-10"),
        ],
        "etapes": [{"identifiant": "A", "categorie": "PREPA", "date_debut": "2020-02-01", "heures": "12,5"}] * 3,
        "objectifs": [{"indicateur": "entrees", "debut": "2020-01-01", "fin": "2020-12-31", "cible": "10"}],
        "releves": [
            {"libelle": "x", "debut": "2020-01-01", "fin": "2020-12-31", "valeur": "61", "unite": "%", "source": "s"}
        ],
    }
    premier = outil.importer(**tables)
    second = outil.importer(**tables)
    for table, lues in (("participants", 2), ("etapes", 3), ("objectifs", 1), ("releves", 1)):
        assert compte(premier, table) == (lues, lues, 0, 0, 0), table
        assert compte(second, table) == (lues, 0, 0, lues, 0), table


def test_l_ordre_des_lignes_d_une_meme_cle_ne_change_rien(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10")])
    lignes = [
        {"identifiant": "A", "categorie": "PREPA", "date_debut": "2020-02-01", "heures": h} for h in ("7", "14", "21")
    ]
    assert compte(outil.importer(etapes=lignes), "etapes") == (3, 3, 0, 0, 0)
    assert compte(outil.importer(etapes=lignes[::-1]), "etapes") == (3, 0, 0, 3, 0)


def test_une_cellule_vide_ne_change_rien_et_vide_efface(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", telephone="0262123456")])
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", telephone="")])) == (1, 0, 0, 1, 0)
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", telephone="#VIDE", qpv="#VIDE")])) == (
        1,
        0,
        1,
        0,
        0,
    )
    assert outil.chiffre("part_qpv")["valeur"] is None


def test_une_ligne_rejetee_n_arrete_pas_les_autres(outil: Outil) -> None:
    rapport = outil.importer(attendu=1, participants=[
        personne("A", "2020-01-10"), personne("B", "31/02/2020"), personne("C", "2020-01-10", sexe="Z"),
        personne("", "2020-01-10"), personne("E", "2020-05-10", "2020-05-01", "P_CDI"), personne("F", "2020-05-10", motif="P_CDI"),
        personne("G", "2031-01-01"), personne("H", "2020-01-01", date_naissance="2030-01-01"), personne("I", "2020-02-03"),
    ])  # fmt: skip
    assert compte(rapport) == (9, 2, 0, 0, 7)
    assert {r["ligne"] for r in rapport["rejets"]} == {3, 4, 5, 6, 7, 8, 9}
    rejet = next(r for r in rapport["rejets"] if r["ligne"] == 3)
    assert (rejet["table"], rejet["colonne"], rejet["valeur"]) == ("participants", "date_entree", "31/02/2020")
    assert len(rejet["message"]) > 20


def test_les_chevauchements_d_un_meme_dispositif_sont_rejetes(outil: Outil) -> None:
    rapport = outil.importer(attendu=1, participants=[
        personne("A", "2020-01-10", "2020-06-30", "A_ABAND"), personne("A", "2020-06-30"),  # the day of exit is inside
        personne("B", "2020-01-10", "2020-06-30", "A_ABAND"), personne("B", "2020-07-01"),
        personne("C", "2020-01-10"), personne("C", "2020-02-10", dispositif="ARPE"),
        personne("D", "2020-01-10", "2020-09-01", "A_DOUBLON"), personne("D", "2020-02-10"),
    ])  # fmt: skip
    assert compte(rapport)[-1] == 1
    assert rapport["rejets"][0]["ligne"] == 3
    # against what the base holds already
    assert (
        compte(outil.importer(attendu=1, participants=[personne("B", "2020-03-01", "2020-04-01", "A_ABAND")]))[-1] == 1
    )


def test_une_etape_appartient_a_la_participation_qui_la_contient(outil: Outil) -> None:
    def etape(i: str, debut: str, fin: str = "", categorie: str = "PREPA") -> dict:
        return {"identifiant": i, "categorie": categorie, "date_debut": debut, "date_fin": fin}

    rapport = outil.importer(attendu=1, participants=[personne("A", "2020-01-10", "2020-06-30", "P_CDI")], etapes=[
        etape("A", "2020-01-09"), etape("A", "2020-06-30"), etape("A", "2020-07-01"), etape("X", "2020-02-01"),
        etape("A", "2020-12-01", "", "SUIVI_EMPLOI"), etape("A", "2021-06-30", "", "SUIVI_EMPLOI"),
        etape("A", "2021-07-01", "", "SUIVI_EMPLOI"), etape("A", "2020-06-01", "2020-09-01"), etape("A", "2020-05-01", "2020-04-01"),
    ])  # fmt: skip
    assert compte(rapport, "etapes") == (9, 4, 0, 0, 5)
    assert sorted(r["ligne"] for r in rapport["rejets"]) == [2, 4, 5, 8, 10]
    assert [a for a in rapport["avertissements"] if a["table"] == "etapes" and a["ligne"] == 9]


def test_tout_le_reste_avertit_seulement(outil: Outil) -> None:
    rapport = outil.importer(participants=[
        personne("A", "2020-01-10", date_naissance="", sexe=""), personne("B", "2020-01-10", date_naissance="1930-01-01"),
        personne("C", "2020-01-10", "2020-05-10"), personne("D", "2020-01-10", courriel="pas une adresse", telephone="12"),
        personne("E", "2020-01-10", code_commune="1004", code_postal="1500"),
        personne("F", "2020-01-10", referent="nouvelle@plie.example", prescripteur="CCAS Exemple"),
    ])  # fmt: skip
    assert compte(rapport) == (6, 6, 0, 0, 0)
    lignes = {a["ligne"] for a in rapport["avertissements"]}
    assert {2, 3, 5, 6, 7} <= lignes
    document = outil.bilan("--par", "referent,prescripteur")
    assert (
        trouver(document, "entrees", {"referent": "nouvelle@plie.example", "prescripteur": "CCAS Exemple"})["valeur"]
        == 1
    )
    assert trouver(outil.bilan("--par", "commune"), "entrees", {"commune": "01004"})["valeur"] == 1


def test_les_memes_personnes_probables_avertissent_sans_fusion(outil: Outil) -> None:
    outil.importer(participants=[personne("A", "2020-01-10", nom="Lefêvre-Témoin", prenom="Zoé")])
    rapport = outil.importer(participants=[
        personne("B", "2020-02-10", nom="LEFEVRE TEMOIN", prenom="zoe"),
        personne("C", "2020-02-10", nom="Lefêvre-Témoin", prenom="Zoé", date_naissance="1999-01-01"),
        personne("D", "2020-02-10", nom="Autre", nom_usage="Lefevre Temoin", prenom="Zoé"),
    ])  # fmt: skip
    assert compte(rapport) == (3, 3, 0, 0, 0)
    candidats = {
        a["ligne"]: a["message"]
        for a in rapport["avertissements"]
        if "A" in a["message"].split() or "« A »" in a["message"]
    }
    assert {2, 4} <= set(candidats)
    assert 3 not in candidats
    assert outil.chiffre("personnes_suivies")["valeur"] == 4


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_encodages_et_separateurs(outil: Outil, encodage: str, separateur: str) -> None:
    texte = (ENTETE + LIGNE.format("10/01/2020")).replace(";", separateur)
    rapport = outil.importer_fichiers(deposer(outil, texte.encode(encodage)))
    assert compte(rapport) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("jour", ["2020-02-29", "29/02/2020", "29-02-2020", "29.02.2020"])
def test_les_dates_s_ecrivent_comme_les_gens(outil: Outil, jour: str) -> None:
    outil.importer_fichiers(deposer(outil, ENTETE + LIGNE.format(jour)))
    assert outil.chiffre("entrees", "--du", "2020-02-29", "--au", "2020-02-29", annee=None)["valeur"] == 1


def test_un_format_americain_rejette_toute_la_colonne(outil: Outil) -> None:
    texte = ENTETE + LIGNE.format("04/05/2020") + LIGNE.format("04/13/2020").replace("A;", "B;")
    rapport = outil.importer_fichiers(deposer(outil, texte), attendu=1)
    assert compte(rapport)[-1] == 2
    assert all("format américain probable" in r["message"] for r in rapport["rejets"])


def test_les_en_tetes_que_les_gens_ecrivent(outil: Outil) -> None:
    texte = ("Bilan du PLIE;;;;;;;\n;;;;;;;\nIdentifiant;NOM;Prénom;Né(e) le;Sexe;Code INSEE;Niveau;Entrée;Inconnue\n"
             'A;"Fic\ntif";Zélie;14/05/1985;Femme;97415;V bis;10/01/2020;x\nB;Fictif;Tom;14/05/1985;M.;97415;CAP;10/01/2020;x\n'
             "C;Fictif;Tom;14/05/1985;homme;97415;8;10/13/20;x\n")  # fmt: skip
    rapport = outil.importer_fichiers(deposer(outil, texte, "export logiciel.csv"), attendu=1)
    assert compte(rapport) == (3, 2, 0, 0, 1)
    assert rapport["rejets"][0]["ligne"] == 6  # title rows count, a cell with line breaks is one row
    assert any("Inconnue" in json.dumps(a, ensure_ascii=False) for a in rapport["avertissements"])
    parts = outil.bilan("--par", "niveau")
    assert trouver(parts, "entrees", {"niveau": "1-2"})["valeur"] == 1
    assert trouver(parts, "entrees", {"niveau": "3"})["valeur"] == 1


@pytest.mark.parametrize(
    ("contenu", "nom"),
    [
        (b"", "participants.csv"),
        (ENTETE.replace("date_entree", "autre").encode() + b"A;B;C;;F;2020-01-01;;\n", "participants.csv"),
        (ENTETE.replace("prenom", "nom").encode(), "participants.csv"),
        (b"PK\x03\x04 tronque", "participants.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "participants.xlsx"),
        (("nir;" + ENTETE + "1 85 05 78 006 084 91;" + LIGNE.format("2020-01-01")).encode(), "participants.csv"),
        (
            (ENTETE + 'A;"Fictif;Zélie;1985-05-14;F;2020-01-10;;\nB;C;D;1985-05-14;F;2020-01-10;;\n').encode(),
            "participants.csv",
        ),
    ],
)
def test_un_fichier_refuse_n_ecrit_rien_et_le_dit_en_une_phrase(outil: Outil, contenu: bytes, nom: str) -> None:
    outil.importer_fichiers(deposer(outil, contenu, nom), attendu=2)
    assert len(outil.erreur.strip().splitlines()) == 1
    assert outil.chiffre("entrees")["valeur"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("importer", "NULLEPART", "x.csv"), ("importer", "T1", "/nulle/part.csv"), ("bilan", "NULLEPART", "--annee", "2020"),
        ("bilan", "T1", "--annee", "2020", "--par", "couleur"), ("bilan", "T1", "--du", "2020-02-01", "--au", "2020-01-01"),
        ("bilan", "T1"), ("bilan", "T1", "--annee", "2020", "--dispositif", "XYZ"), ("inconnu",),
        ("bilan", "T1", "--annee", "2020", "--par", "sexe,qpv,niveau"),
    ],
)  # fmt: skip
def test_un_appel_faux_est_dit_en_une_phrase(outil: Outil, arguments: tuple[str, ...]) -> None:
    outil(*arguments, attendu=2)
    assert outil.erreur.strip()


def test_la_simulation_n_ecrit_rien(outil: Outil) -> None:
    chemin = outil.ecrire("participants.csv", [personne("A", "2020-01-10"), personne("B", "x")])
    rapport = outil.importer_fichiers(chemin, attendu=1, options=("--simulation",))
    assert rapport["simulation"] is True
    assert compte(rapport) == (2, 1, 0, 0, 1)
    assert outil.chiffre("entrees")["valeur"] is None


def test_une_formule_reste_du_texte(outil: Outil) -> None:
    nom = '=cmd|" /C calc"!A0'
    rapport = outil.importer(participants=[personne("A", "2020-01-10", nom=nom, prenom="<b>'; DROP TABLE--</b>")])
    assert compte(rapport) == (1, 1, 0, 0, 0)
    prenom = "<b>'; DROP TABLE--</b>"
    assert compte(outil.importer(participants=[personne("A", "2020-01-10", nom=nom, prenom=prenom)])) == (1, 0, 0, 1, 0)


def test_le_niveau_I_se_lit_7_et_le_melange_avertit(outil: Outil) -> None:
    rapport = outil.importer(participants=[
        personne("A", "2020-01-10", niveau_formation="I"), personne("B", "2020-01-10", niveau_formation="4"),
    ])  # fmt: skip
    assert trouver(outil.bilan("--par", "niveau"), "entrees", {"niveau": "7"})["valeur"] == 1
    assert len([a for a in rapport["avertissements"] if a["colonne"] == "niveau_formation"]) >= 2
