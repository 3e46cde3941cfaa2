"""What people go through."""

from deplie.socle.registre import (
    CONTACT,
    IDENTITE,
    LIEN,
    NAISSANCE,
    NOTE,
    PARCOURS,
    PIECE,
    PROFESSIONNELLE,
    RIEN,
    SECRET,
    SENSIBLE,
    SITUATION,
    TECHNIQUE,
    TEXTE,
    TRACE,
    Politique,
)

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "parcours.Participation": {
        # The motive of an exit may say a detention or a state of health: read as sensitive.
        SENSIBLE: "motif_sortie",
        PARCOURS: "dispositif referent prescripteur date_prescription date_entree commencee_le date_sortie "
        "date_validation_sortie "
        "situation_6_mois date_situation_6_mois jours_suspension",
        SITUATION: "code_commune commune qpv code_qpv niveau_formation statut_entree duree_chomage_mois zone_rurale",
        LIEN: "personne",
        TECHNIQUE: "id",
    },
    "parcours.ChangementReferent": {
        PARCOURS: "le ancien nouveau",
        TEXTE: "raison",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    # Some criteria are sensitive (territoires.rules): the whole table is kept as they are.
    "parcours.Critere": {SENSIBLE: "code", LIEN: "participation", TECHNIQUE: "id"},
    "parcours.Frein": {SENSIBLE: "theme", LIEN: "participation", TECHNIQUE: "id"},
    # Who orients somebody, and by what action, may tell an origin or a religion: read with the prescription alone.
    "parcours.Prescription": {
        SENSIBLE: "prescripteur origine aller_vers",
        PARCOURS: "dispositif auteur referent le expire_le statut statut_le seance relancee_le "
        "information_le consentement_le",
        TEXTE: "situation raison autre_voie",
        LIEN: "personne participation territoire",
        TECHNIQUE: "id",
    },
    "parcours.LienOrientation": {
        PROFESSIONNELLE: "organisation courriel",
        SECRET: "empreinte",
        TRACE: "envoye_le par expire_le revoque_le",
        LIEN: "territoire",
        TECHNIQUE: "id",
    },
    # Emptied as soon as somebody has read it: the record holds it, or nothing does.
    "parcours.OrientationRecue": {
        IDENTITE: "nom nom_usage prenom sexe",
        NAISSANCE: "date_naissance",
        CONTACT: "adresse code_postal telephone courriel",
        PROFESSIONNELLE: "auteur",
        SENSIBLE: "criteres freins",
        PARCOURS: "dispositif recue_le information_le consentement_le statut statut_le",
        TEXTE: "situation raison autre_voie",
        LIEN: "lien territoire prescription",
        TECHNIQUE: "id",
    },
    "parcours.CritereProuve": {SENSIBLE: "code piece_du", LIEN: "prescription", TECHNIQUE: "id"},
    "parcours.FreinRepere": {SENSIBLE: "theme", LIEN: "prescription", TECHNIQUE: "id"},
    "parcours.ContratPlie": {
        PARCOURS: "rang etabli_le signe_personne_le signe_referent_le signe_plan_le",
        TEXTE: "objet",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    # Why a parcours stops may be health.
    "parcours.ModeleContrat": {RIEN: "territoire fichier", TECHNIQUE: "id"},
    "parcours.Suspension": {
        SENSIBLE: "motif",
        PARCOURS: "debut fin_prevue fin",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    "parcours.Emploi": {
        PARCOURS: "contrat employeur metier code_rome quotite debut fin_prevue fin preuve_du",
        TEXTE: "raison_fin preuve",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    "parcours.ConstatEmploi": {PARCOURS: "mois situation le", TEXTE: "preuve", LIEN: "emploi", TECHNIQUE: "id"},
    # What is said in an interview may be anything: few read the note, and each reading is journaled.
    "parcours.Entretien": {
        NOTE: "note",
        PARCOURS: "agent debut duree mode statut lieu_repertorie",
        TEXTE: "lieu objet",
        LIEN: "personne participation",
        TECHNIQUE: "id",
    },
    "parcours.Proposition": {
        PARCOURS: "operateur auteur le reponse repondue_le",
        TRACE: "repondue_par",
        TEXTE: "attendu raison",
        LIEN: "etape",
        TECHNIQUE: "id",
    },
    "parcours.Assiduite": {PARCOURS: "du au heures absence", LIEN: "etape", TECHNIQUE: "id"},
    "parcours.ModeleCourrier": {
        RIEN: "territoire nom fichier",
        TRACE: "cree_le retire_le retire_par",
        TECHNIQUE: "id",
    },
    # What a piece proves may be health or a detention: those of a sensitive criterion are read with its right.
    "parcours.PieceJointe": {
        PIECE: "intitule datee_du raison_retrait",
        TRACE: "retiree_le retiree_par",
        LIEN: "critere etape emploi constat sortie fichier",
        TECHNIQUE: "id",
    },
    "parcours.Passage": {
        PARCOURS: "lieu le heure motif nombre sexe tranche",
        TRACE: "par note_le",
        LIEN: "personne",
        TECHNIQUE: "id",
    },
    "parcours.InscriptionAtelier": {
        PARCOURS: "seance statut motif le",
        LIEN: "personne participation",
        TECHNIQUE: "id",
    },
    # Some themes are sensitive: levels of freins are kept, and erased, as such.
    "parcours.Diagnostic": {
        PARCOURS: "rang le agent statut projet_etat metier code_rome permis vehicule transport rayon_km",
        TEXTE: "projet savoir_faire",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    "parcours.PointDiagnostic": {SENSIBLE: "nature code reponse", LIEN: "diagnostic", TECHNIQUE: "id"},
    "parcours.FreinSuivi": {
        SENSIBLE: "theme",
        PARCOURS: "identifie_le identifie_par pris_en_charge_le leve_le",
        TEXTE: "precision",
        LIEN: "participation etapes",
        TECHNIQUE: "id",
    },
    "parcours.FreinSuivi_etapes": {PARCOURS: "freinsuivi etape", TECHNIQUE: "id"},
    "parcours.Jalon": {
        PARCOURS: "genre organisme debut fin heures resultat preuve_du",
        TEXTE: "intitule",
        LIEN: "participation",
        TECHNIQUE: "id",
    },
    "parcours.Trame": {RIEN: "dispositif nom debut fin", TECHNIQUE: "id"},
    "parcours.PasMinimal": {RIEN: "trame rang libelle regle seuil", TECHNIQUE: "id"},
    "parcours.Etape": {
        PARCOURS: "reference categorie operateur operation finance_plie date_debut date_fin heures statut "
        "palier preuve_du",
        TEXTE: "intitule resultat cle",
        LIEN: "participation territoire",
        TECHNIQUE: "id rang",
    },
}
