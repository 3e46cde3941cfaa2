"""European participants: their records, the answers that stand apart, what the managing service says of them."""

from deplie.socle.registre import LIEN, RIEN, TECHNIQUE, TRACE, Politique

# Kept as the rules of the European fund say (``financements.rules.conservation``), not as a parcours is.
DUREE = (
    "Cinq ans à compter du 31 décembre de l'année du dernier versement de l'opération ; gelé le temps d'un contrôle."
)
FICHE = Politique(
    "Fiche de participant",
    "Rendre compte au fonds européen de chaque participant, une fois par opération.",
    DUREE,
    "Conservée, sans lien avec l'identité.",
)
SENSIBLE = Politique(
    "Sensible (RGPD, art. 9 et 10)",
    "Répondre aux questions du fonds européen ; un refus est gardé.",
    DUREE,
    "Supprimée.",
)
SOUTIEN = Politique(
    "Organisme soutenu",
    "Compter les organismes qu'une opération européenne soutient, et le prouver.",
    DUREE,
    "Conservé : il dit une structure.",
    False,
)
COPIE = Politique(
    "Copie de fichier",
    "Rapprocher ce que le service gestionnaire a refusé des fiches qu'il nomme.",
    "Trente jours après le dépôt, et moins si chaque ligne est réglée avant ; le logiciel l'efface.",
    "Supprimée.",
)
SIGNALEMENT = Politique(
    "Fiche de participant", "Corriger les fiches que le service gestionnaire a refusées.", DUREE, "Supprimé."
)

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "fse.ParticipationFSE": {
        LIEN: "personne",
        FICHE: "operation date_entree reprise_le origines statut duree_chomage_mois en_formation emploi sous_emploi "
        "niveau_formation minima zone_rurale menage_sans_emploi enfants_a_charge adulte_seul date_sortie "
        "constat_sortie fin_sortie statut_sortie emploi_sortie recherche_sortie formation_sortie qualification_sortie "
        "constat_six_mois statut_six_mois emploi_six_mois sous_emploi_six_mois progression_six_mois",
        TECHNIQUE: "id",
    },
    "fse.ReponseSensibleFSE": {
        LIEN: "participation",
        SENSIBLE: "question reponse origine demandee_le",
        TRACE: "demandee_par",
        TECHNIQUE: "id",
    },
    "fse.EntiteSoutenue": {
        SOUTIEN: "operation genre nom cle siret le preuve fichier",
        TECHNIQUE: "id",
    },
    "fse.CorrespondanceFSE": {RIEN: "territoire nom donnees", TRACE: "modifiee_le modifiee_par", TECHNIQUE: "id"},
    "fse.RetourService": {
        RIEN: "territoire",
        COPIE: "fichier entetes lignes",
        TECHNIQUE: "id empreinte colonnes",
        TRACE: "depose_le depose_par rapproche_le efface_le",
    },
    "fse.ErreurService": {
        LIEN: "participation",
        SIGNALEMENT: "repere message code colonne raison rapprochement",
        TRACE: "corrigee_le corrigee_par ecartee_le ecartee_par",
        TECHNIQUE: "id retour ligne",
    },
}
