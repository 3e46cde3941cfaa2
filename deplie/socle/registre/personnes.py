"""The people followed."""

from deplie.socle.registre import CONTACT, IDENTITE, LIEN, NAISSANCE, SENSIBLE, SITUATION, TECHNIQUE, TRACE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "personnes.Personne": {
        IDENTITE: "identifiant nom nom_usage prenom cle_nom cle_usage",
        NAISSANCE: "date_naissance",
        SITUATION: "sexe",
        CONTACT: "adresse code_postal telephone courriel",
        LIEN: "territoire absorbee_par",
        TECHNIQUE: "id",
    },
    "personnes.ReponseSensible": {SENSIBLE: "question le reponse", LIEN: "personne", TECHNIQUE: "id"},
    # The proof of an agreement: each answer is kept with its day.
    "personnes.AccordRappel": {CONTACT: "canal", TRACE: "le par", LIEN: "personne", TECHNIQUE: "id"},
    "personnes.EcartDoublon": {TRACE: "le par", LIEN: "une autre", TECHNIQUE: "id"},
    "personnes.Fusion": {
        IDENTITE: "valeurs",
        TRACE: "le par defaite_le defaite_par",
        LIEN: "gardee absorbee lignes",
        TECHNIQUE: "id",
    },
}
