"""The dated commitments of a scheme: nothing about anybody."""

from deplie.socle.registre import RIEN, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "cadre.Protocole": {
        RIEN: "id dispositif nom debut fin motifs_positifs denominateur version source cloture_le",
    },
    "cadre.Avenant": {RIEN: "id protocole numero objet signe_le effet_le prolonge_au"},
    "cadre.Objectif": {RIEN: "id dispositif indicateur debut fin cible source date_effet"},
}
