"""Declared figures beside the computed ones: contradictions with their size, what bare percentages allow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deplie.cadre.models import Objectif
from deplie.pilotage.models import Releve
from deplie.pilotage.queries.bilan import Bilan
from deplie.pilotage.queries.bilan.declares import ChiffreDeclare
from deplie.territoires.models import Territoire
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
ANNEE = (date(2020, 1, 1), date(2020, 12, 31))
FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire()
    femmes = [Participation(i, "PLIE", date(2020, 1, 10), sexe="F") for i in range(6)]
    hommes = [Participation(i, "PLIE", date(2020, 1, 10), sexe="H") for i in range(6, 10)]
    femmes[0].etapes = [Etape("CREA", date(2020, 2, 1)), Etape("PREPA", date(2020, 2, 1))]
    monde.peupler(territoire, femmes + hommes)
    return territoire


def declarer(lieu: Territoire, indicateur: str, valeur: str, **champs: Any) -> Releve:
    champs = {"debut": ANNEE[0], "fin": ANNEE[1], "libelle": "Chiffre publié", "source": "Communiqué",
              "organisme": "PLIE d'essai", "dispositif": lieu.dispositifs.get(code="PLIE")} | champs  # fmt: skip
    cle = f"{indicateur}{valeur}{champs.get('ventilation')}{champs['debut']}{champs['libelle']}"
    return Releve.objects.create(territoire=lieu, indicateur=indicateur, valeur=Decimal(valeur), cle=cle, **champs)


def lire(lieu: Territoire, **options: Any) -> Bilan:
    return monde.bilan(lieu, *ANNEE, **options)


def contradictions(bilan: Bilan) -> list[str]:
    return [alerte.phrase for alerte in bilan.alertes if alerte.nature == "contradiction"]


def chiffre(bilan: Bilan, releve: Releve) -> ChiffreDeclare:
    (trouve,) = [declare for declare in bilan.declares if declare.releve == releve]
    return trouve


def test_une_contradiction_est_nommee_avec_sa_taille(lieu: Territoire) -> None:
    declarer(lieu, "entrees", "7")
    bilan = lire(lieu)
    (phrase,) = contradictions(bilan)
    assert phrase == f"Entrées{INSECABLE}: déclaré 7 (PLIE d'essai, Communiqué), calculé 10{INSECABLE}; écart de 3."
    assert phrase in bilan.chiffre("entrees").alertes
    assert phrase in bilan.en_json()["alertes"]


def test_ce_qui_s_accorde_ne_dit_rien(lieu: Territoire) -> None:
    declarer(lieu, "entrees", "10")
    declarer(lieu, "part_femmes", "60", unite="%", decimales=0, base=10)
    assert contradictions(lire(lieu)) == []


def test_un_pourcentage_se_compare_en_points(lieu: Territoire) -> None:
    releve = declarer(lieu, "part_femmes", "55", unite="%", decimales=0)
    bilan = lire(lieu)
    (phrase,) = contradictions(bilan)
    assert f"déclaré 55{INSECABLE}%" in phrase
    assert f"calculé 60,0{INSECABLE}%{INSECABLE}; écart de 5,0 points" in phrase
    assert chiffre(bilan, releve).permis is False


def test_une_part_se_compare_a_sa_part(lieu: Territoire) -> None:
    """A count of a part, and a percentage of a count that is a part of it."""
    declarer(lieu, "personnes_suivies", "5", ventilation="sexe=F")
    declarer(lieu, "personnes_suivies", "60", ventilation="sexe=Femme", unite="%", decimales=0)
    declarer(lieu, "etapes", "1", ventilation="groupe_categorie=EMPLOIS")
    declarer(lieu, "etapes", "0", ventilation="categorie=CREA,finance_plie=OUI")
    (phrase,) = contradictions(lire(lieu))
    assert "(sexe = F)" in phrase
    assert "calculé 6" in phrase


def test_un_pourcentage_d_un_total_est_son_atteinte(lieu: Territoire) -> None:
    Objectif.objects.create(dispositif=lieu.dispositifs.get(code="PLIE"), indicateur="personnes_suivies",
                            debut=ANNEE[0], fin=ANNEE[1], cible=Decimal(8), date_effet=ANNEE[0])  # fmt: skip
    declarer(lieu, "personnes_suivies", "125", unite="%", decimales=0)
    declarer(lieu, "personnes_suivies", "107", unite="%", decimales=0, libelle="autre document")
    (phrase,) = contradictions(lire(lieu))
    assert f"déclaré 107{INSECABLE}%" in phrase
    assert f"calculé 125,0{INSECABLE}%" in phrase


def test_un_pourcentage_sans_base_dit_les_effectifs_permis(lieu: Territoire) -> None:
    sans = declarer(lieu, "part_femmes", "60", unite="%", decimales=0)
    avec = declarer(lieu, "", "61", unite="%", decimales=0, base=448, libelle="Femmes")
    bilan = lire(lieu)
    assert (chiffre(bilan, sans).effectifs, chiffre(bilan, sans).base_precisee) == ((6, 6), False)
    assert chiffre(bilan, sans).effectifs_dits == "6 sur 10"
    assert chiffre(bilan, avec).effectifs_dits == "272 à 275 sur 448"
    assert any("base non précisée" in alerte for alerte in bilan.chiffre("part_femmes").alertes)


def test_des_parts_declarees_qui_ne_font_pas_leur_total_declare(lieu: Territoire) -> None:
    declarer(lieu, "etapes", "1395")
    for code, valeur in (("EMPLOIS", "679"), ("PREPA", "329"), ("QUALIF", "148"), ("ACI", "149")):
        declarer(lieu, "etapes", valeur, ventilation=f"groupe_categorie={code}")
    declarer(lieu, "etapes", "215", ventilation="categorie=ATELIER")  # a « dont », no partition
    (phrase,) = [alerte.phrase for alerte in lire(lieu).alertes if alerte.nature == "parts_declarees"]
    assert f"1{FINE}395" in phrase
    assert f"1{FINE}305" in phrase
    assert "écart de 90" in phrase


def test_un_chiffre_d_une_autre_annee_le_dit_et_ne_se_compare_pas(lieu: Territoire) -> None:
    ancien = declarer(lieu, "entrees", "7", debut=date(2019, 1, 1), fin=date(2019, 12, 31),
                      date_publication=date(2021, 2, 24), statut="EN_COURS_DE_CONTROLE")  # fmt: skip
    declarer(lieu, "", "23", libelle="Accompagnement renforcé")  # of the same document, so that both are shown
    bilan = lire(lieu)
    assert contradictions(bilan) == []
    lu = chiffre(bilan, ancien)
    assert (lu.calcule, lu.permis) == ("", None)
    assert lu.reserves == ("chiffre de 2019 dans un document de 2021", "en cours de contrôle")


def test_ce_que_la_source_laisse_ouvert_est_dit(lieu: Territoire) -> None:
    declarer(lieu, "personnes_suivies", "10", libelle="Bénéficiaires (suivis ou entrés : non précisé)")
    bilan = lire(lieu)
    (alerte,) = [alerte for alerte in bilan.alertes if alerte.nature == "nature"]
    assert "la source ne précise pas (suivis ou entrés" in alerte.phrase
    assert alerte.phrase in bilan.chiffre("personnes_suivies").alertes


def test_un_chiffre_d_un_autre_dispositif_ou_illisible_ne_se_compare_pas() -> None:
    lieu = monde.territoire("PLIE", "ARPE")
    monde.peupler(lieu, [Participation(1, "PLIE", date(2020, 1, 10), sexe="F")])
    declarer(lieu, "entrees", "7", dispositif=lieu.dispositifs.get(code="ARPE"))
    declarer(lieu, "entrees", "8", dispositif=None)
    for ventilation in ("sexe", "inconnue=F", "motif=P_CDI", "referent=personne@exemple.invalid"):
        declarer(lieu, "entrees", "9", ventilation=ventilation)
    declarer(lieu, "inconnu_au_catalogue", "10")
    assert contradictions(lire(lieu)) == []
    (tous,) = contradictions(lire(lieu, dispositif="TOUS"))
    assert "déclaré 8" in tous
