"""Every other rule warns: the line is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deplie.cadre.models import Protocole
from deplie.parcours.models import Participation
from deplie.territoires.models import Dispositif
from tests.socle.imports.atelier import Atelier, personne

DEMAIN = (date.today() + timedelta(days=1)).isoformat()
SORTIE = {"date_sortie": "2020-06-01", "date_validation_sortie": "2020-06-15", "motif_sortie": "P_CDI"}
AVERTIES = {
    "naissance inconnue": ({"date_naissance": ""}, "date_naissance"),
    "V03 trop jeune": ({"date_naissance": "2005-01-01"}, "date_naissance"),
    "V03 trop âgé": ({"date_naissance": "1952-01-10"}, "date_naissance"),
    "sexe inconnu": ({"sexe": ""}, "sexe"),
    "V06 situation inconnue": ({"statut_entree": ""}, "statut_entree"),
    "V07 chômage sans durée": ({"duree_chomage_mois": ""}, "duree_chomage_mois"),
    "V07 durée sans chômage": ({"statut_entree": "INACTIF"}, "duree_chomage_mois"),
    "V04 aucun critère": ({"criteres": ""}, "criteres"),
    "V01 prescription après l'entrée": ({"date_prescription": "2020-01-11"}, "date_prescription"),
    "validation avant la sortie": (SORTIE | {"date_validation_sortie": "2020-05-31"}, "date_validation_sortie"),
    "validation sans sortie": ({"date_validation_sortie": "2020-05-31"}, "date_validation_sortie"),
    "V18 sortie positive non validée": (SORTIE | {"date_validation_sortie": ""}, "date_validation_sortie"),
    "sortie sans motif": (SORTIE | {"motif_sortie": ""}, "motif_sortie"),
    "situation sans sortie": ({"situation_6_mois": "EMPLOI"}, "situation_6_mois"),
    "constat avant la sortie": (SORTIE | {"date_situation_6_mois": "2020-05-01"}, "date_situation_6_mois"),
    "constat à venir": (SORTIE | {"date_situation_6_mois": DEMAIN}, "date_situation_6_mois"),
    "V12 constat loin du sixième mois": (SORTIE | {"date_situation_6_mois": "2020-09-01"}, "date_situation_6_mois"),
    "structure sans lettre": ({"prescripteur": "???"}, "prescripteur"),
}  # fmt: skip


@pytest.mark.parametrize("cas", AVERTIES)
def test_ce_qui_avertit_seulement(atelier: Atelier, cas: str) -> None:
    cellules, colonne = AVERTIES[cas]
    rapport = atelier.importer(
        participants=[
            personne("A", "2020-01-10", **cellules),
            personne("B", "2020-01-10", "2020-06-01", "A_ABAND", date_naissance="1990-01-01"),
        ]
    )
    assert rapport.comptes() == (2, 0, 0, 0)
    assert rapport.avertis(colonne) == [2]
    assert rapport.phrase(2, colonne).endswith(".")


def test_une_ligne_sans_defaut_n_avertit_de_rien(atelier: Atelier) -> None:
    Dispositif.objects.update(donnees_completes_depuis=date(2018, 1, 1))
    constat = {"situation_6_mois": "EMPLOI", "date_situation_6_mois": "2020-12-05", "date_prescription": "2020-01-10"}
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", **SORTIE, **constat)])
    assert rapport.document["avertissements"] == []


def test_l_inconnu_se_juge_sur_ce_qui_est_enregistre(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", date_naissance="", sexe="", criteres="")])
    assert rapport.document["avertissements"] == []


def test_une_colonne_absente_se_dit_une_fois(atelier: Atelier) -> None:
    lignes = [personne("A", "2020-01-10"), personne("B", "2020-01-10")]
    for ligne in lignes:
        del ligne["sexe"]
    rapport = atelier.importer(participants=lignes)
    assert rapport.avertis("sexe") == [1]
    assert "pour 2 ligne(s)" in rapport.phrase(1, "sexe")


def test_v05_une_commune_hors_du_territoire(atelier: Atelier) -> None:
    atelier.territoire.siren = "249740101"
    atelier.territoire.save()
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", code_commune="97415"), personne("B", "2020-01-10", code_commune="75056"),
    ])  # fmt: skip
    assert rapport.avertis("code_commune") == [3]


def test_v20_la_cloture_est_de_l_annee_ou_un_protocole_se_termine(atelier: Atelier) -> None:
    Protocole.objects.create(
        dispositif=Dispositif.objects.get(code="PLIE"), nom="P", debut=date(2018, 1, 1), fin=date(2021, 12, 31)
    )
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", "2021-05-01", "A_CLOTURE"), personne("B", "2020-01-10", "2020-05-01", "A_CLOTURE"),
    ])  # fmt: skip
    assert rapport.avertis("motif_sortie") == [3]


def test_v19_une_sortie_avec_des_etapes_en_cours(atelier: Atelier) -> None:
    etape = {"identifiant": "A", "categorie": "PREPA", "date_debut": "2020-02-01", "statut": "EN_COURS"}
    atelier.importer(participants=[personne("A", "2020-01-10")], etapes=[etape])
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", "2020-05-01", "A_ABAND")])
    assert rapport.avertis("date_sortie") == [2]
    assert atelier.importer(etapes=[etape]).avertis("statut", "etapes") == [2]


def test_une_sortie_sans_motif_est_gardee(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", "2020-06-01")])
    assert Participation.objects.get().motif_sortie == ""
