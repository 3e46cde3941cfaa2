"""Plans of action: what a territory does, by bodies; nothing about the people received."""

from deplie.socle.registre import LIEN, MISSION, RIEN, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "gouvernance.Plan": {RIEN: "id territoire nature nom debut fin comite protocole source"},
    "gouvernance.Axe": {RIEN: "id plan numero titre"},
    "gouvernance.Action": {RIEN: "id axe numero titre pilote public debut fin statut description"},
    "gouvernance.PartenaireAction": {RIEN: "id action organisation"},
    "gouvernance.JalonAction": {RIEN: "id action libelle prevu_le atteint_le"},
    "gouvernance.LienAction": {RIEN: "id action appel operation", LIEN: "decision"},
    "gouvernance.PointAvancement": {RIEN: "id action le seance etat fait total texte suite", MISSION: "par"},
    "gouvernance.FinancementAction": {RIEN: "id action financeur annee prevu obtenu"},
    "gouvernance.IndicateurAction": {RIEN: "id action libelle indicateur unite reference cible"},
    "gouvernance.ValeurIndicateur": {RIEN: "id indicateur le valeur"},
}
