"""The figures of the catalogue by what they speak of, in the order of the pages."""

from __future__ import annotations

from typing import Final

from deplie.pilotage.catalogue.fse import CODES as CODES_FSE

# Every figure of the catalogue, by what it speaks of (a test checks that none is left out).
RUBRIQUES: Final = {
    "Le flux": (
        "personnes_suivies", "parcours_en_cours_debut", "entrees", "sorties", "parcours_en_cours_fin", "taux_rotation",
    ),
    "Les sorties": (
        "sorties_positives", "taux_sorties_positives", "taux_sorties_positives_hors_externes",
        "taux_sorties_positives_protocole", "taux_sorties_emploi", "maintien_emploi_6_mois", "duree_parcours_moyenne",
    ),
    "Les étapes": (
        "etapes", "personnes_en_etape", "etapes_par_personne", "heures_etape", "heures_par_personne",
        "heures_par_etape", "part_etapes_heures",
    ),
    "Les prescriptions": (
        "prescriptions", "part_prescriptions_admises", "prescriptions_en_attente", "prescriptions_attente_longue",
        "delai_premier_entretien", "delai_prescription_entree",
    ),
    "Les entretiens": (
        "entretiens_tenus", "personnes_rencontrees", "entretiens_manques", "part_entretiens_manques",
    ),
    "Les ateliers": (
        "ateliers_tenus", "inscriptions_ateliers", "personnes_en_atelier", "taux_presence_ateliers",
        "absences_ateliers",
    ),
    "L'emploi suivi": (
        "personnes_en_emploi_suivi", "mois_en_emploi", "part_mois_prouves", "maintien_emploi_suivi",
    ),
    "Les freins": ("freins_identifies", "part_freins_leves", "delai_levee_frein"),
    "Les lieux d'accueil": (
        "passages", "personnes_recues", "personnes_connues_recues", "part_passages_nommes", "part_passages_orientes",
    ),
    "Les appels à projets": (
        "appel_candidatures", "appel_porteurs", "appel_recevables", "appel_retenues", "appel_rejetees",
        "appel_en_attente", "appel_taux_selection", "appel_delai_decision", "appel_montant_demande",
        "appel_montant_accorde",
    ),
    "Les opérations et leur argent": (
        "operations_programmees", "montant_programme", "montant_conventionne", "depenses_declarees",
        "depenses_retenues", "montant_paye", "fse_taux_programmation", "fse_taux_consommation",
        "fse_taux_justification",
    ),
    "Les coûts des opérations": (
        "cout_par_participant", "cout_par_etape", "cout_par_sortie_positive", "cout_conventionne_par_participant",
    ),
    "Le fonds européen": CODES_FSE,
    "Le public suivi": ("part_femmes", "part_25_ans_et_plus", "part_qpv", "part_niveau3_infra"),
    "Le public entré": (
        "part_femmes_entrees", "part_25_ans_et_plus_entrees", "part_qpv_entrees", "part_niveau3_infra_entrees",
    ),
    "Les moyens et les données": ("charge_par_referent", "completude"),
}  # fmt: skip
