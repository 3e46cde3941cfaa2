"""Code lists of étapes: categories, their groups, states."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux.codes import Code, liste

CATEGORIE_ETAPE: Final = liste(
    "categorie_etape",
    "Catégorie d'étape",
    Code(
        "ACC",
        "Accompagnement",
        ("Accompagnement (suivi par le référent ; n'est pas une étape, ne compte pas)", "Suivi par le référent"),
    ),
    Code("DIAG", "Bilan, diagnostic, orientation", ("Bilan", "Diagnostic", "Orientation", "Bilan de compétences")),
    Code(
        "MOB",
        "Mobilisation ou levée de freins (santé, mobilité, langue, numérique, garde)",
        (
            "Mobilisation / levée de freins (santé, mobilité, langue, numérique, garde)",
            "Mobilisation",
            "Levée de freins",
            "Levée des freins",
            "Frein",
        ),
    ),
    Code("ATELIER", "Atelier collectif PLIE", ("Atelier", "Atelier collectif", "Ateliers")),
    Code(
        "PREPA",
        "Formation ou action préparatoire",
        (
            "Formation ou action préparatoire / remise à niveau / préqualification",
            "Action préparatoire",
            "Formation préparatoire",
            "Remise à niveau",
            "Préqualification",
            "Formation préqualifiante",
        ),
    ),
    Code(
        "QUALIF",
        "Formation qualifiante ou certifiante",
        ("Formation qualifiante", "Formation certifiante", "Qualification"),
    ),
    Code(
        "PMSMP",
        "Immersion (PMSMP)",
        (
            "Immersion / mise en situation professionnelle (PMSMP)",
            "Mise en situation professionnelle",
            "Stage en entreprise",
            "Immersion professionnelle",
            "Immersion en entreprise",
        ),
    ),
    Code(
        "IAE_ACI",
        "Atelier ou chantier d'insertion (ACI)",
        ("ACI", "Chantier d'insertion", "Atelier et chantier d'insertion", "IAE ACI"),
    ),
    Code("IAE_EI", "Entreprise d'insertion (EI)", ("EI", "IAE EI")),
    Code("IAE_AI", "Association intermédiaire (AI)", ("AI", "IAE AI")),
    Code("IAE_ETTI", "Entreprise de travail temporaire d'insertion (ETTI)", ("ETTI", "IAE ETTI")),
    Code(
        "CLAUSE",
        "Emploi sur heures d'insertion (clause)",
        ("Clause sociale", "Clause d'insertion", "Heures d'insertion"),
    ),
    Code(
        "AIDE",
        "Contrat aidé (PEC, CUI)",
        ("Contrat aidé (PEC/CUI)", "PEC", "CUI", "CUI-CAE", "CAE", "Contrat unique d'insertion"),
    ),
    Code(
        "ALTERN",
        "Alternance (apprentissage, professionnalisation)",
        ("Apprentissage", "Professionnalisation", "Contrat de professionnalisation", "Contrat d'apprentissage"),
    ),
    Code(
        "EMPLOI_COURT",
        "Emploi de moins de 6 mois (CDD, intérim, saisonnier)",
        (
            "Emploi < 6 mois (CDD, intérim, saisonnier)",
            "Emploi court",
            "CDD de moins de 6 mois",
            "CDD < 6 mois",
            "Intérim",
            "Saisonnier",
            "Emploi - de 6 mois",
        ),
    ),
    Code(
        "EMPLOI_DUR",
        "Emploi de 6 mois et plus (CDI, CDD)",
        (
            "Emploi >= 6 mois (CDI, CDD)",
            "Emploi durable",
            "CDI",
            "CDD de 6 mois et plus",
            "CDD >= 6 mois",
            "Emploi de 6 mois ou plus",
            "Emploi + de 6 mois",
        ),
    ),
    Code(
        "CREA",
        "Création ou reprise d'activité",
        (
            "Création / reprise d'activité",
            "Création d'activité",
            "Création d'entreprise",
            "Création ou reprise d'entreprise",
        ),
    ),
    Code("SUIVI_EMPLOI", "Suivi dans l'emploi (6 mois)", ("Suivi emploi", "Suivi en emploi")),
    Code("ATTENTE", "Attente ou veille", ("Attente / veille (à minimiser)", "Attente", "Veille", "En attente")),
)

# Not counted among the étapes of a period.
CATEGORIES_NON_COMPTEES: Final = frozenset({"ACC", "ATTENTE", "SUIVI_EMPLOI"})

STATUT_ETAPE: Final = liste(
    "statut_etape",
    "État de l'étape",
    Code("PREVUE", "Prévue", ("Prévu", "Planifiée", "À venir", "Programmée")),
    Code("EN_COURS", "En cours", ("Commencée", "Démarrée", "Ouverte")),
    Code("REALISEE", "Réalisée", ("Réalisé", "Terminée", "Terminé", "Achevée", "Faite", "Close")),
    Code("INTERROMPUE", "Interrompue", ("Interrompu", "Abandonnée", "Abandon", "Arrêtée")),
    Code("ANNULEE", "Annulée", ("Annulé", "Annulation")),
)
STATUTS_NON_COMPTES: Final = frozenset({"PREVUE", "ANNULEE"})

# The grouping that the TCO prints (source document 000); a territory may have its own (setting groupes_categorie).
GROUPE_CATEGORIE: Final = liste(
    "groupe_categorie",
    "Groupe de catégories",
    Code("EMPLOIS", "Emplois"),
    Code("PREPA", "Formations et actions préparatoires"),
    Code("QUALIF", "Formations qualifiantes"),
    Code("ACI", "Ateliers et chantiers d'insertion"),
)
GROUPE_BILAN_TCO: Final = {
    "EMPLOIS": ("EMPLOI_COURT", "EMPLOI_DUR", "AIDE", "ALTERN", "CREA", "IAE_EI", "IAE_AI", "IAE_ETTI", "CLAUSE"),
    "PREPA": ("PREPA", "ATELIER", "DIAG", "MOB", "PMSMP"),
    "QUALIF": ("QUALIF",),
    "ACI": ("IAE_ACI",),
}
