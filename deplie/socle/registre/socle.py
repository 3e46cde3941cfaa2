"""Tables of the house itself."""

from deplie.socle.registre import (
    ARCHIVE,
    BROUILLON,
    COMPTE,
    DEPOT,
    LIEN,
    MESSAGE,
    PIECE,
    RIEN,
    SECRET,
    TECHNIQUE,
    TRACE,
    Politique,
)

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "socle.Compte": {
        COMPTE: "courriel nom prenom last_login cree_le is_active est_administrateur",
        SECRET: "password",
        TECHNIQUE: "id",
    },
    "socle.Journal": {TRACE: "le par nature territoire verbe objet objet_id detail", TECHNIQUE: "id"},
    "socle.Brouillon": {BROUILLON: "compte adresse champs modifie_le", TECHNIQUE: "id"},
    "socle.Generation": {TECHNIQUE: "id territoire fait numero le"},
    # The content is on the disk; what it was called may name somebody.
    "socle.Fichier": {
        PIECE: "nom",
        TRACE: "par depose_le",
        TECHNIQUE: "id cle territoire genre taille empreinte",
    },
    # Neither address nor telephone: they are asked when a message leaves.
    "socle.Envoi": {
        MESSAGE: "canal etat texte phrase partir_le fini_le",
        LIEN: "personne objet_id genre",
        TECHNIQUE: "id territoire cle essais pris_le",
    },
    "socle.Fabrication": {
        ARCHIVE: "objets texte",
        TRACE: "par genre attendus faits ecartes detail cree_le fini_le",
        TECHNIQUE: "id territoire cle etat essais phrase battement",
    },
    "socle.Lot": {
        TRACE: "par cree_le applique_le",
        DEPOT: "fichiers chemin message",
        RIEN: "territoire correspondance entetes bilan",
        TECHNIQUE: "id etat table_imposee generations temoins faites attendues battement",
    },
    "socle.MessageLot": {
        DEPOT: "valeur message",
        TECHNIQUE: "id lot gravite table_nom ligne colonne de_comparaison",
    },
}
