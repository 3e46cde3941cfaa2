"""Code lists of the field and settings of a territory. No database, no Django."""

from deplie.territoires.rules.etapes import (
    CATEGORIE_ETAPE,
    CATEGORIES_NON_COMPTEES,
    GROUPE_BILAN_TCO,
    GROUPE_CATEGORIE,
    STATUT_ETAPE,
    STATUTS_NON_COMPTES,
)
from deplie.territoires.rules.freins import FREIN
from deplie.territoires.rules.personnes import (
    CITE,
    CRITERE,
    CRITERES_SENSIBLES,
    INDICATEUR_CITE,
    NIVEAU_ANCIEN,
    NIVEAU_FORMATION,
    NIVEAUX_3_ET_INFRA,
    OUI_NON,
    OUI_NON_NSP,
    REPONSE_SENSIBLE,
    SEXE,
    STATUT_ENTREE,
)
from deplie.territoires.rules.reglages import REGLAGES, DeclarationReglage, refus_de_reglage
from deplie.territoires.rules.releves import QUALIFICATIF, STATUT_PUBLICATION
from deplie.territoires.rules.sorties import (
    DENOMINATEUR,
    FAMILLE_DU_MOTIF,
    FAMILLE_SORTIE,
    MOTIF_ANNULATION,
    MOTIF_LU_SANS_DROIT,
    MOTIF_SORTIE,
    MOTIFS_POSITIFS,
    MOTIFS_SENSIBLES,
    SITUATION_6_MOIS,
    motifs_de,
)

# Every list, by name: documentation and model workbooks go through them.
NOMENCLATURES = {
    liste.nom: liste
    for liste in (
        SEXE,
        OUI_NON,
        OUI_NON_NSP,
        REPONSE_SENSIBLE,
        NIVEAU_FORMATION,
        STATUT_ENTREE,
        CRITERE,
        FREIN,
        CATEGORIE_ETAPE,
        GROUPE_CATEGORIE,
        STATUT_ETAPE,
        MOTIF_SORTIE,
        FAMILLE_SORTIE,
        DENOMINATEUR,
        SITUATION_6_MOIS,
        QUALIFICATIF,
        STATUT_PUBLICATION,
    )
}

__all__ = [
    "CATEGORIES_NON_COMPTEES",
    "CATEGORIE_ETAPE",
    "CITE",
    "CRITERE",
    "CRITERES_SENSIBLES",
    "DENOMINATEUR",
    "FAMILLE_DU_MOTIF",
    "FAMILLE_SORTIE",
    "FREIN",
    "GROUPE_BILAN_TCO",
    "GROUPE_CATEGORIE",
    "INDICATEUR_CITE",
    "MOTIFS_POSITIFS",
    "MOTIFS_SENSIBLES",
    "MOTIF_ANNULATION",
    "MOTIF_LU_SANS_DROIT",
    "MOTIF_SORTIE",
    "NIVEAUX_3_ET_INFRA",
    "NIVEAU_ANCIEN",
    "NIVEAU_FORMATION",
    "NOMENCLATURES",
    "OUI_NON",
    "OUI_NON_NSP",
    "QUALIFICATIF",
    "REGLAGES",
    "REPONSE_SENSIBLE",
    "SEXE",
    "SITUATION_6_MOIS",
    "STATUTS_NON_COMPTES",
    "STATUT_ENTREE",
    "STATUT_ETAPE",
    "STATUT_PUBLICATION",
    "DeclarationReglage",
    "motifs_de",
    "refus_de_reglage",
]
