"""Territories: nothing about anybody."""

from deplie.socle.registre import RIEN, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "territoires.Commune": {RIEN: "code nom departement epci population millesime"},
    "territoires.Territoire": {RIEN: "id code nom type siren region_telephone demonstration communes"},
    "territoires.Territoire_communes": {RIEN: "id territoire commune"},
    "territoires.Dispositif": {
        RIEN: "id territoire code nom rang donnees_completes_depuis completude_devinee",
    },
    "territoires.Qpv": {RIEN: "id code nom millesime commune fictif"},
    "territoires.Reglage": {RIEN: "id territoire cle valeur"},
    "territoires.Logo": {RIEN: "id territoire fichier largeur hauteur clair depose_le"},
}
