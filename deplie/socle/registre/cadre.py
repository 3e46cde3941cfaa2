"""The dated frame of a territory: nothing about anybody, signatories by their function."""

from deplie.socle.registre import RIEN, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "cadre.Protocole": {
        RIEN: "id dispositif nom debut fin motifs_positifs denominateur version source cloture_le",
    },
    "cadre.Partie": {RIEN: "id protocole organisation engagement fonction signe_le"},
    "cadre.Avenant": {
        RIEN: "id protocole numero objet signe_le effet_le prolonge_au motifs_positifs denominateur statut decide_le"
    },
    "cadre.Objectif": {RIEN: "id dispositif indicateur debut fin cible source date_effet avenant"},
    "cadre.PropositionObjectif": {
        RIEN: "id dispositif indicateur debut fin cible raison proposee_le objectif ecartee_le"
    },
    "cadre.OrganismeIntermediaire": {RIEN: "id territoire organisation nom pivot"},
    "cadre.RattachementOI": {RIEN: "id organisme organisation territoire debut fin"},
    "cadre.SubventionGlobale": {RIEN: "id organisme programmation numero debut fin signee_le source"},
    "cadre.AvenantSubvention": {RIEN: "id subvention numero objet effet_le signe_le prolonge_au"},
    "cadre.Enveloppe": {RIEN: "id subvention avenant annee axe objectif_specifique montant date_effet"},
    "cadre.PartEnveloppe": {RIEN: "id enveloppe rattachement montant"},
    "cadre.Competence": {
        RIEN: "id territoire nature objet detail organisation debut fin acte source remplace",
    },
    "cadre.AccordTerritorial": {
        RIEN: "id territoire nature objet competence adopte_le fin source communes organisations"
    },
    "cadre.PartieAccord": {RIEN: "id accord organisation"},
    "cadre.AccordTerritorial_communes": {RIEN: "id accordterritorial commune"},
}
