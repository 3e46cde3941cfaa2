"""What is asked of a participant, what may be refused, what the parcours knows already."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.fiche import CHAMPS, CHAMPS_SORTIE
from deplie.fse.rules.questionnaire import (
    ENTREE,
    ESTIME,
    MOMENTS,
    QUESTIONS,
    QUI,
    REFUSABLES,
    SENSIBLES,
    SIX_MOIS,
    SORTIE,
    FaitsParcours,
    a_poser,
    deduire,
    questions_de,
    refus_de_reponse,
    sortie_inchangee,
)
from tests.fse.fabrique import COMPLETE

D = date


def cles(moment: str, reponses: dict, programmation: str = FSE_PLUS_2021_2027) -> list[str]:
    return [question.cle for question in a_poser(moment, programmation, reponses)]


def test_chaque_question_a_sa_place_et_ses_mots() -> None:
    for question in QUESTIONS.values():
        assert question.cle in CHAMPS
        assert question.moment in MOMENTS
        assert question.qui in QUI
        assert question.libelle
        assert question.source
        assert (question.cle in CHAMPS_SORTIE) == (question.moment != ENTREE)
        assert (question.nature == "CHOIX") == bool(question.reponses)
    assert all(QUESTIONS[question.si[0]].moment == question.moment for question in QUESTIONS.values() if question.si)


def test_le_menage_ne_se_demande_qu_en_2014_2020() -> None:
    menage = {"menage_sans_emploi", "enfants_a_charge", "adulte_seul", "autre_defavorise"}
    assert menage <= {q.cle for q in questions_de(ENTREE, FSE_2014_2020)}
    assert not menage & {q.cle for q in questions_de(ENTREE, FSE_PLUS_2021_2027)}
    assert questions_de(ENTREE, "") == []


def test_ce_qui_est_connu_ne_se_redemande_pas() -> None:
    assert cles(ENTREE, asdict(COMPLETE)) == []
    assert cles(ENTREE, {**asdict(COMPLETE), "sexe": None, "handicap": "NON_DEMANDE"}) == ["sexe", "handicap"]
    # A refusal is an answer.
    assert cles(ENTREE, {**asdict(COMPLETE), "handicap": "NE_SE_PRONONCE_PAS"}) == []


def test_une_question_ne_se_pose_qu_a_qui_elle_concerne() -> None:
    assert "duree_chomage_mois" in cles(ENTREE, {"statut": "CHOMEUR"})
    assert {"emploi", "sous_emploi"} <= set(cles(ENTREE, {"statut": "EMPLOI"}))
    assert not {"emploi", "sous_emploi", "duree_chomage_mois"} & set(cles(ENTREE, {"statut": "INACTIF"}))
    assert not {"emploi", "duree_chomage_mois"} & set(cles(ENTREE, {}))
    assert "emploi_sortie" in cles(SORTIE, {"statut_sortie": "EMPLOI"})
    assert cles(SIX_MOIS, {"statut_six_mois": "CHOMEUR"}) == ["constat_six_mois"]


def refus(cle: str, valeur: object, **autres: object) -> str:
    return refus_de_reponse(QUESTIONS[cle], valeur, **autres)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cle", "valeur"),
    [("sexe", "X"), ("date_naissance", D(1990, 1, 1)), ("duree_chomage_mois", 0), ("niveau_formation", "4P"),
     ("handicap", "NON_DEMANDE"), ("statut", None)],
)  # fmt: skip
def test_des_reponses_qui_se_gardent(cle: str, valeur: object) -> None:
    assert refus(cle, valeur) == ""


@pytest.mark.parametrize(
    ("cle", "valeur", "phrase"),
    [("sexe", "Femme", "de la liste"), ("date_naissance", "1990", "une date"),
     ("duree_chomage_mois", -1, "nombre de mois"), ("duree_chomage_mois", True, "nombre de mois"),
     ("statut", "RETRAITE", "de la liste")],
)  # fmt: skip
def test_des_reponses_qui_ne_se_gardent_pas(cle: str, valeur: object, phrase: str) -> None:
    assert phrase in refus(cle, valeur)


def test_un_refus_est_permis_ou_non_et_laisse_une_trace() -> None:
    nspp = "NE_SE_PRONONCE_PAS"
    assert refus("origine_etrangere", nspp, demandee_le=D(2024, 3, 4)) == ""
    assert "notez le jour" in refus("origine_etrangere", nspp)
    assert "ne se refuse pas" in refus("statut", nspp, demandee_le=D(2024, 3, 4))
    assert "ne se refuse pas" in refus("pays_tiers", nspp, demandee_le=D(2024, 3, 4))
    # A territory may hold to the two refusals of the French tools.
    des_outils = {"origine_etrangere", "sans_abri"}
    assert "ne se refuse pas" in refus("handicap", nspp, demandee_le=D(2024, 3, 4), refusables=des_outils)
    assert des_outils <= REFUSABLES


def test_une_estimation_n_est_jamais_une_reponse() -> None:
    assert "estimation" in refus("statut", "CHOMEUR", origine=ESTIME)
    assert refus("statut", "CHOMEUR", origine="PARCOURS") == ""


def test_le_parcours_donne_ce_qu_il_sait_et_rien_de_plus() -> None:
    faits = FaitsParcours(
        sexe="F",
        date_naissance=D(1986, 5, 6),
        statut_entree="CHOMEUR",
        duree_chomage_mois=14,
        niveau_formation="3",
        zone_rurale="NSP",
        criteres=frozenset({"RSA", "TH", "QPV"}),
        sensibles={"pays_tiers": "NON", "sans_abri": "NON_DEMANDE", "origine_etrangere": "NE_SE_PRONONCE_PAS"},
    )
    assert deduire(faits) == {
        "sexe": "F",
        "date_naissance": D(1986, 5, 6),
        "statut": "CHOMEUR",
        "duree_chomage_mois": 14,
        "niveau_formation": "3",
        "minima": "RSA",
        "handicap": "OUI",
        "pays_tiers": "NON",
        "origine_etrangere": "NE_SE_PRONONCE_PAS",
    }
    assert cles(ENTREE, deduire(faits)) == ["en_formation", "sans_abri", "zone_rurale"]


def test_une_absence_n_est_pas_un_non() -> None:
    assert deduire(FaitsParcours()) == {}
    assert "duree_chomage_mois" not in deduire(FaitsParcours(statut_entree="EMPLOI", duree_chomage_mois=3))
    # What the person says goes before what a criterion tells.
    dit = FaitsParcours(criteres=frozenset({"TH"}), sensibles={"handicap": "NON"})
    assert deduire(dit) == {"handicap": "NON"}


def test_un_accompagnement_ou_rien_n_a_change() -> None:
    """S39: the exit is filled from the entry, and no qualification is made up."""
    assert sortie_inchangee(asdict(COMPLETE)) == {"statut_sortie": "CHOMEUR", "formation_sortie": "NON"}
    assert sortie_inchangee({}) == {}
    assert set(SENSIBLES) <= set(QUESTIONS)
