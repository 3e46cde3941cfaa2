"""Code lists of exits: motives and their families, denominators, situation at six months."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux.codes import Code, liste

MOTIF_SORTIE: Final = liste(
    "motif_sortie",
    "Motif de sortie",
    Code("P_CDI", "CDI", ("CDI (quotité >= seuil)", "Contrat à durée indéterminée", "Emploi en CDI")),
    Code(
        "P_CDD6",
        "CDD de 6 mois et plus",
        (
            "CDD >= 6 mois",
            "CDD 6 mois et plus",
            "CDD de 6 mois ou plus",
            "CDD de plus de 6 mois",
            "CDD + de 6 mois",
            "CDD > 6 mois",
            "CDD supérieur à 6 mois",
            "CDD d'au moins 6 mois",
        ),
    ),
    Code(
        "P_CUMUL6",
        "Missions ou CDD consécutifs cumulant 6 mois et plus",
        (
            "Missions/CDD consécutifs cumulant >= 6 mois sans interruption",
            "Cumul de contrats 6 mois",
            "Cumul de missions",
            "Intérim de 6 mois et plus",
        ),
    ),
    Code(
        "P_SAISON",
        "Saisonnier (8 mois en emploi sur 12)",
        ("Saisonnier : >= 8 mois en emploi sur 12", "Emploi saisonnier", "Saison"),
    ),
    Code(
        "P_ALT",
        "Alternance",
        ("Contrat en alternance", "Apprentissage", "Contrat d'apprentissage", "Contrat de professionnalisation"),
    ),
    Code(
        "P_FP",
        "Fonction publique (stagiaire ou titulaire)",
        ("Fonction publique (stagiaire/titulaire)", "Titularisation"),
    ),
    Code(
        "P_CREA",
        "Création ou reprise d'entreprise (maintien de 6 mois)",
        (
            "Création / reprise d'entreprise (maintien >= 6 mois)",
            "Création d'entreprise",
            "Création d'activité",
            "Création ou reprise d'activité",
            "Reprise d'entreprise",
            "Création",
        ),
    ),
    Code(
        "P_AI55",
        "Association intermédiaire, plus de 55 ans",
        ("AI : > 55 ans, > 2 ans, >= 1/3 temps, choix de la personne", "AI 55 ans"),
    ),
    Code(
        "P_FORM",
        "Formation qualifiante validée",
        (
            "Formation qualifiante validée (ou >= 6 mois si > 9 mois)",
            "Formation qualifiante",
            "Formation certifiante",
            "Qualification",
        ),
    ),
    Code(
        "T_CDD_COURT",
        "CDD ou mission de moins de 6 mois",
        (
            "CDD de moins de 6 mois",
            "CDD < 6 mois",
            "CDD - de 6 mois",
            "CDD court",
            "Intérim",
            "Intérim de moins de 6 mois",
        ),
    ),
    Code("T_FORM_NQ", "Formation non qualifiante", ("Formation préqualifiante", "Formation préparatoire")),
    Code("N_DEMEN", "Déménagement hors territoire", ("Déménagement", "Hors territoire", "Changement de résidence")),
    Code("N_RETR", "Retraite", ("Départ en retraite", "Départ à la retraite")),
    Code("N_DECES", "Décès", ("Décédé", "Décédée")),
    Code(
        "A_REOR",
        "Réorientation vers un dispositif plus adapté",
        ("Réorientation", "Réorienté", "Réorientée", "Autre dispositif"),
    ),
    Code(
        "A_SANTE",
        "Santé, maternité longue ou invalidité",
        (
            "Santé / maternité longue / invalidité",
            "Santé",
            "Maladie",
            "Maternité",
            "Invalidité",
            "Problème de santé",
            "Congé maternité",
            "Raison de santé",
            "Raisons de santé",
        ),
    ),
    Code(
        "A_ABAND",
        "Abandon ou absence de réponse",
        ("Abandon / ne répond plus", "Abandon", "Ne répond plus", "Perdu de vue", "Sans nouvelles"),
    ),
    Code(
        "A_EXCL",
        "Non-respect du contrat",
        ("Exclusion", "Non respect du contrat d'engagement", "Non-respect des engagements"),
    ),
    Code(
        "A_FINDUR",
        "Fin de durée maximale sans solution",
        ("Fin de durée", "Fin de durée maximale", "Durée maximale atteinte", "Fin d'accompagnement"),
    ),
    # Art. 10 GDPR: the label shown is neutral; files may say the word.
    Code(
        "A_DETEN",
        "Indisponibilité prolongée",
        ("Détention (art. 10 RGPD : libellé neutre à l'écran)", "Détention", "Incarcération"),
    ),
    Code(
        "A_CLOTURE",
        "Clôture administrative de protocole ou de programmation",
        (
            "Clôture administrative de protocole/programmation",
            "Clôture administrative",
            "Clôture",
            "Clôture du protocole",
            "Fin de protocole",
            "Fin de programmation",
        ),
    ),
    Code(
        "A_DOUBLON",
        "Doublon ou erreur d'entrée",
        ("Doublon / erreur d'entrée", "Doublon", "Erreur d'entrée", "Erreur de saisie"),
    ),
)

FAMILLE_SORTIE: Final = liste(
    "famille_sortie",
    "Famille de sortie",
    Code("POSITIVE_EMPLOI", "Sortie positive vers l'emploi"),
    Code("POSITIVE_FORMATION", "Sortie positive en formation"),
    Code("TRANSITION", "Sortie de transition"),
    Code("NEUTRE_EXTERNE", "Cause externe (déménagement, retraite, décès)"),
    Code("AUTRE_REORIENTATION", "Réorientation"),
    Code("AUTRE_SANTE", "Santé"),
    Code("AUTRE_ABANDON", "Abandon"),
    Code("AUTRE_FIN_DUREE", "Fin de durée"),
    Code("ADMINISTRATIVE", "Clôture administrative"),
    Code("ANNULATION", "Annulation"),
)

FAMILLE_DU_MOTIF: Final = {
    "P_CDI": "POSITIVE_EMPLOI",
    "P_CDD6": "POSITIVE_EMPLOI",
    "P_CUMUL6": "POSITIVE_EMPLOI",
    "P_SAISON": "POSITIVE_EMPLOI",
    "P_ALT": "POSITIVE_EMPLOI",
    "P_FP": "POSITIVE_EMPLOI",
    "P_CREA": "POSITIVE_EMPLOI",
    "P_AI55": "POSITIVE_EMPLOI",
    "P_FORM": "POSITIVE_FORMATION",
    "T_CDD_COURT": "TRANSITION",
    "T_FORM_NQ": "TRANSITION",
    "N_DEMEN": "NEUTRE_EXTERNE",
    "N_RETR": "NEUTRE_EXTERNE",
    "N_DECES": "NEUTRE_EXTERNE",
    "A_REOR": "AUTRE_REORIENTATION",
    "A_SANTE": "AUTRE_SANTE",
    "A_ABAND": "AUTRE_ABANDON",
    "A_EXCL": "AUTRE_ABANDON",
    "A_FINDUR": "AUTRE_FIN_DUREE",
    "A_DETEN": "AUTRE_SANTE",
    "A_CLOTURE": "ADMINISTRATIVE",
    "A_DOUBLON": "ANNULATION",
}

MOTIFS_SENSIBLES: Final = frozenset({"A_DETEN"})
# What somebody without the rights of sensitive answers reads instead.
MOTIF_LU_SANS_DROIT: Final = {"A_DETEN": "A_SANTE"}
MOTIF_ANNULATION: Final = "A_DOUBLON"


def motifs_de(*familles: str) -> frozenset[str]:
    """The motives of these families."""
    return frozenset(motif for motif, famille in FAMILLE_DU_MOTIF.items() if famille in familles)


MOTIFS_POSITIFS: Final = motifs_de("POSITIVE_EMPLOI", "POSITIVE_FORMATION")

DENOMINATEUR: Final = liste(
    "denominateurs_taux_sortie_positive",
    "Dénominateur du taux de sorties positives",
    Code("D_TOTAL", "Toutes les sorties, hors annulations"),
    Code("D_HORS_EXTERNE", "Sorties hors causes externes"),
    Code("D_HORS_EXT_ADM", "Sorties hors causes externes et clôtures administratives"),
    Code("D_FILE_ACTIVE", "Personnes suivies dans la période"),
)

SITUATION_6_MOIS: Final = liste(
    "situation_6_mois",
    "Situation au sixième mois",
    Code(
        "EMPLOI", "En emploi", ("Emploi durable", "Maintien en emploi", "Maintenu en emploi", "Salarié", "CDI", "CDD")
    ),
    Code("FORMATION", "En formation", ("En formation qualifiante",)),
    Code(
        "RECHERCHE",
        "En recherche d'emploi",
        ("Recherche d'emploi", "Chômage", "Chômeur", "Demandeur d'emploi", "Sans emploi"),
    ),
    Code("INACTIF", "Inactif", ("Inactive", "Inactivité")),
    Code(
        "INCONNUE",
        "Inconnue",
        ("Inconnu", "NSP", "Non connue", "Ne sait pas", "Injoignable", "Sans nouvelles", "Non renseigné", "NC"),
    ),
)
