"""Calls, operations and money: who carries, who to call, who read, who controlled."""

from deplie.socle.registre import MISSION, RIEN, SECRET, TECHNIQUE, Politique

# Kept as the rules of the European fund say (``financements.rules.conservation``), not as a parcours is.
DUREE = (
    "Cinq ans à compter du 31 décembre de l'année du dernier versement (dix ans pour une aide d'État) ; gelé le temps "
    "d'un contrôle."
)
PORTEUR = Politique("Contact d'un porteur", "Joindre la structure qui dépose, suivre son dossier.", DUREE, "Vidé.")
INSTRUCTION = Politique(
    "Professionnelle",
    "Savoir qui a lu, noté, contrôlé un dossier, et sans conflit d'intérêts.",
    DUREE,
    "Remplacée par « Agent n° … ».",
)
DOSSIER = Politique(
    "Dossier de financement", "Choisir, payer et contrôler une opération.", DUREE, "Conservé : il dit une structure.",
    False,
)  # fmt: skip
LIBRE = Politique("Texte libre", "Expliquer un projet, une dépense, un constat.", DUREE, "Vidé.")
SECRET_PORTEUR = Politique(
    "Secret de connexion", "Revenir à son dossier sans compte ; jamais lisible.", "La vie du lien.", "Supprimé."
)
SAISIE = Politique(
    "Texte libre", "Ne rien perdre de ce qu'un porteur écrit.", "Jusqu'à l'enregistrement de la partie.", "Supprimée."
)
TRAVAIL = Politique("Professionnelle", "Justifier le temps payé par une opération.", DUREE, "Conservé, sans le nom.")

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "financements.Appel": {
        RIEN: "territoire code titre usage cadrage organisation dispositif programmation subvention axe "
        "objectif_specifique financeur ouvre_le ferme_le debut_operations fin_operations enveloppe plancher plafond "
        "taux_max lecteurs_min controle_service_fait aide_etat statut retrait",
        INSTRUCTION: "contact",
        TECHNIQUE: "id",
    },
    "financements.SousEnveloppe": {RIEN: "appel rang intitule montant", TECHNIQUE: "id"},
    "financements.QuestionEligibilite": {RIEN: "appel rang texte attendue aide", TECHNIQUE: "id"},
    "financements.PieceRequise": {RIEN: "appel rang intitule moment obligatoire", TECHNIQUE: "id"},
    "financements.CritereNotation": {RIEN: "appel rang intitule poids note_max", TECHNIQUE: "id"},
    "financements.Operation": {
        DOSSIER: "territoire appel sous_enveloppe code intitule porteur porteur_nom porteur_siret porteur_rna "
        "dispositif objectif objectif_specifique programmation debut fin montant_demande montant_programme "
        "option_simplifiee statut statut_le cree_le deposee_le complement_avant_le "
        "complement_repondu_le",
        PORTEUR: "contact_nom contact_courriel contact_telephone",
        LIBRE: "resume complement_demande complement_reponse gel",
        TECHNIQUE: "id",
    },
    "financements.EvenementOperation": {
        DOSSIER: "operation acte depuis vers le seance inscrit_le",
        LIBRE: "motif",
        INSTRUCTION: "par",
        TECHNIQUE: "id",
    },
    "financements.LignePlan": {DOSSIER: "operation nature libelle annee montant des_postes", TECHNIQUE: "id"},
    "financements.Reprogrammation": {
        DOSSIER: "operation avant apres demandee_le statut decidee_le seance",
        LIBRE: "motif",
        INSTRUCTION: "par",
        TECHNIQUE: "id",
    },
    "financements.VersionPlan": {
        DOSSIER: "operation rang moment avenant effet_le copie_le contenu",
        INSTRUCTION: "par",
        TECHNIQUE: "id",
    },
    "financements.Ressource": {
        DOSSIER: "operation genre organisation libelle annee montant acquise",
        TECHNIQUE: "id",
    },
    "financements.PosteTravail": {
        DOSSIER: "operation fonction structure annee",
        TRAVAIL: "agent etp heures cout",
        TECHNIQUE: "id",
    },
    "financements.BilanExecution": {
        DOSSIER: "operation numero debut fin final cree_le depose_le valide_le",
        LIBRE: "recit",
        TECHNIQUE: "id",
    },
    "financements.Depense": {
        DOSSIER: "bilan nature ligne engagement facturee_le acquittee_le montant signalements",
        TRAVAIL: "poste heures",
        # A wage slip names who earned it.
        LIBRE: "libelle fournisseur numero_piece",
        TECHNIQUE: "id empreinte",
    },
    "financements.Engagement": {
        DOSSIER: "operation numero ligne nature engage_le attendu_le montant fichier signalements inscrit_le annule_le",
        LIBRE: "libelle fournisseur reference motif",
        TECHNIQUE: "id",
    },
    "financements.RessourceConstatee": {DOSSIER: "bilan ressource montant", TECHNIQUE: "id"},
    "financements.Controle": {
        DOSSIER: "bilan ouvert_le graine seuil part notifie_le reponse_avant_le repondu_le conclu_le",
        INSTRUCTION: "controleur",
        LIBRE: "reponse conclusion",
        TECHNIQUE: "id",
    },
    "financements.LigneControle": {
        DOSSIER: "controle depense echantillon verifiee_le rejete rejete_final",
        LIBRE: "observation motif reponse",
        TECHNIQUE: "id",
    },
    "financements.Correction": {DOSSIER: "controle montant", LIBRE: "libelle motif", TECHNIQUE: "id"},
    "financements.Convention": {
        DOSSIER: "operation numero signee_le notifiee_le debut fin cout_total montant fichier",
        TECHNIQUE: "id",
    },
    "financements.AvenantConvention": {
        DOSSIER: "convention numero objet signe_le effet_le fin cout_total montant fichier",
        TECHNIQUE: "id",
    },
    "financements.LienPorteur": {
        PORTEUR: "courriel",
        SECRET_PORTEUR: "empreinte",
        TECHNIQUE: "id operation cree_le expire_le revoque_le",
    },
    "financements.SaisiePorteur": {
        SAISIE: "champs",
        TECHNIQUE: "id operation partie modifie_le",
    },
    "financements.ReponseEligibilite": {DOSSIER: "operation question oui", LIBRE: "precision", TECHNIQUE: "id"},
    "financements.PieceDossier": {
        DOSSIER: "operation requise depense fichier intitule deposee_le retiree_le",
        LIBRE: "raison_retrait",
        INSTRUCTION: "par",
        TECHNIQUE: "id",
    },
    "financements.Lecture": {
        DOSSIER: "operation designe_le declare_le avis rendue_le",
        INSTRUCTION: "lecteur conflit",
        LIBRE: "conflit_motif commentaire",
        TECHNIQUE: "id",
    },
    "financements.NoteLecture": {DOSSIER: "lecture critere note", TECHNIQUE: "id"},
    "financements.ModeleDocument": {
        RIEN: "territoire usage fichier cree_le retire_le",
        INSTRUCTION: "retire_par",
        TECHNIQUE: "id",
    },
    "financements.Reversement": {
        DOSSIER: "operation rang emis_le reference montant avant_le regle_le",
        LIBRE: "motif",
        TECHNIQUE: "id",
    },
    "financements.FluxEcheances": {SECRET: "empreinte", MISSION: "agent cree_le", TECHNIQUE: "id"},
    "financements.RappelEcheance": {MISSION: "agent cle echue_le moment le", TECHNIQUE: "id"},
    "financements.Versement": {
        DOSSIER: "operation rang genre prevu_le montant_prevu paye_le montant_paye reference",
        TECHNIQUE: "id",
    },
}
