"""Bodies that decide together, and what they decided."""

from deplie.socle.registre import LIEN, MISSION, PARCOURS, RIEN, SENSIBLE, TECHNIQUE, TEXTE, TRACE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "instances.Instance": {RIEN: "territoire nature nom dispositif quorum active", TECHNIQUE: "id"},
    "instances.MembreInstance": {
        MISSION: "titulaire suppleant nom structure courriel suppleant_nom suppleant_courriel debut fin",
        RIEN: "instance organisation",
        TECHNIQUE: "id",
    },
    "instances.ModeleProcesVerbal": {
        RIEN: "territoire nature fichier cree_le retire_le",
        TRACE: "retire_par",
        TECHNIQUE: "id",
    },
    "instances.Seance": {
        RIEN: "instance le heure lieu statut convoquee_le modele modele_le",
        TEXTE: "ordre_du_jour raison",
        TECHNIQUE: "id",
    },
    "instances.Presence": {MISSION: "membre etat", RIEN: "seance", TECHNIQUE: "id"},
    # Why somebody is put off, refused or admitted all the same may tell their situation.
    "instances.Decision": {
        PARCOURS: "seance rang resultat derogation inscrite_le par",
        SENSIBLE: "motif proposition",
        LIEN: "genre objet_id",
        TECHNIQUE: "id",
    },
    "instances.Suite": {
        MISSION: "membre agent par",
        LIEN: "decision",
        RIEN: "seance echeance faite_le inscrite_le",
        TEXTE: "objet note",
        TECHNIQUE: "id",
    },
    "instances.Rectification": {
        PARCOURS: "le par resultat derogation",
        LIEN: "decision",
        SENSIBLE: "pourquoi motif proposition",
        TECHNIQUE: "id",
    },
}
