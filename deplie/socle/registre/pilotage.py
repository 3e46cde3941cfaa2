"""Figures: counts, never anybody."""

from deplie.socle.registre import LIEN, PROFESSIONNELLE, RIEN, TECHNIQUE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "pilotage.Releve": {
        RIEN: "id territoire dispositif organisme indicateur libelle debut fin valeur unite base decimales "
        "date_publication ventilation qualificatif statut source cle",
    },
    "pilotage.Publication": {
        RIEN: "id territoire dispositif debut fin version statut statut_le figee_le donnees_au bilan calcul dossier "
        "empreinte precedente",
        PROFESSIONNELLE: "figee_par",
    },
    "pilotage.EvenementPublication": {
        RIEN: "id publication acte depuis vers le motif seance inscrit_le",
        PROFESSIONNELLE: "par",
    },
    "pilotage.Diffusion": {
        RIEN: "id publication le motif derogation seuil secret retiree_le raison_retrait",
        PROFESSIONNELLE: "par retiree_par",
    },
    "pilotage.FaitGele": {TECHNIQUE: "id publication fait fichier lignes empreinte"},
    # Files of a snapshot hold rows without a name; whom a key stands for is told here, and goes with the person.
    "pilotage.CleGelee": {LIEN: "id publication objet cle numero personne"},
    "pilotage.ChapitrePack": {RIEN: "id territoire cle rang sujet titre chiffres coupes"},
    "pilotage.TexteChapitre": {RIEN: "id publication cle texte revision ecrit_le", PROFESSIONNELLE: "ecrit_par"},
    "pilotage.Partition": {TECHNIQUE: "id territoire fait generation lignes fichier faite_le"},
}
