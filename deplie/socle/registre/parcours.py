"""What people go through."""

from deplie.socle.registre import LIEN, PARCOURS, SENSIBLE, SITUATION, TECHNIQUE, TEXTE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "parcours.Participation": {
        # The motive of an exit may say a detention or a state of health: read as sensitive.
        SENSIBLE: "motif_sortie",
        PARCOURS: "dispositif referent prescripteur date_prescription date_entree date_sortie date_validation_sortie "
        "situation_6_mois date_situation_6_mois jours_suspension",
        SITUATION: "code_commune commune qpv code_qpv niveau_formation statut_entree duree_chomage_mois zone_rurale",
        LIEN: "personne",
        TECHNIQUE: "id",
    },
    # Some criteria are sensitive (territoires.rules): the whole table is kept as they are.
    "parcours.Critere": {SENSIBLE: "code", LIEN: "participation", TECHNIQUE: "id"},
    "parcours.Frein": {SENSIBLE: "theme", LIEN: "participation", TECHNIQUE: "id"},
    "parcours.Etape": {
        PARCOURS: "reference categorie operateur operation finance_plie date_debut date_fin heures statut",
        TEXTE: "intitule resultat cle",
        LIEN: "participation territoire",
        TECHNIQUE: "id rang",
    },
}
