"""Places, permanences and workshops: nothing about the people received, the names of professionals."""

from deplie.socle.registre import MISSION, RIEN, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "offre.Lieu": {RIEN: "id territoire nom genre adresse commune actif"},
    "offre.Permanence": {RIEN: "id lieu jour_semaine le heure_debut heure_fin debut fin", MISSION: "agent"},
    "offre.Atelier": {RIEN: "id territoire dispositif titre theme organisation lieu places", MISSION: "animateurs"},
    "offre.Atelier_animateurs": {RIEN: "id atelier", MISSION: "agent"},
    "offre.SeanceAtelier": {RIEN: "id atelier debut duree statut presences_le"},
}
