"""Figures: counts, never anybody."""

from deplie.socle.registre import RIEN, TECHNIQUE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "pilotage.Releve": {
        RIEN: "id territoire dispositif organisme indicateur libelle debut fin valeur unite base decimales "
        "date_publication ventilation qualificatif statut source cle",
    },
    "pilotage.Partition": {TECHNIQUE: "id territoire fait generation lignes fichier faite_le"},
}
