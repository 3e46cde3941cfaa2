"""Those who work in a territory."""

from deplie.socle.registre import MISSION, PROFESSIONNELLE, RIEN, SECRET, TECHNIQUE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "acteurs.Organisation": {
        RIEN: "territoire nom cle siret a_completer protegee absorbee_par absorbee_le cedees",
        TECHNIQUE: "id",
    },
    "acteurs.Agent": {
        PROFESSIONNELLE: "courriel nom prenom",
        MISSION: "territoire compte organisation a_completer",
        TECHNIQUE: "id",
    },
    "acteurs.Habilitation": {MISSION: "agent role debut fin", TECHNIQUE: "id"},
    "acteurs.Remplacement": {MISSION: "absent remplacant debut fin", TECHNIQUE: "id"},
    "acteurs.FluxAgenda": {SECRET: "empreinte", MISSION: "agent cree_le", TECHNIQUE: "id"},
    "acteurs.TempsReferent": {MISSION: "agent debut fin etp", TECHNIQUE: "id"},
}
