"""Letters: the models that the product ships, the fields that any model may name, with an example of each."""

from __future__ import annotations

from typing import Final

from deplie.socle.gabarits import Champs

ETAPE: Final[dict[str, str]] = {
    "nom": "Atelier mobilité",
    "operateur": "Auto-école associative",
    "debut": "3 mars 2025",
    "fin": "28 mars 2025",
    "heures": "42",
}
CHAMPS: Final[Champs] = {
    "date": ("Jour du courrier", "12 mai 2025"),
    "territoire": ("Nom du territoire", "Territoire de la Côte Ouest"),
    "dispositif": ("Nom du dispositif", "Plan local pour l'insertion et l'emploi"),
    "message": ("Ce que vous écrivez au moment d'établir le courrier", "Apportez votre curriculum vitæ."),
    "nom_complet": ("Prénom et nom de la personne", "Zélie Exemple"),
    "prenom": ("Prénom", "Zélie"),
    "nom": ("Nom de naissance", "Exemple"),
    "nom_usage": ("Nom d'usage", "Modèle"),
    "date_naissance": ("Date de naissance", "14 mai 1985"),
    "identifiant": ("Numéro de la personne", "TCO-2025-0042"),
    "adresse": ("Adresse", "1 rue de l'Essai"),
    "code_postal": ("Code postal", "97460"),
    "commune": ("Commune à l'entrée", "Saint-Paul"),
    "telephone": ("Téléphone", "06 92 00 11 22"),
    "courriel": ("Courriel", "zelie@exemple.invalid"),
    "referent": ("Référent", "Inès Modèle"),
    "referent_courriel": ("Courriel du référent", "ines@exemple.invalid"),
    "structure": ("Structure du référent", "Maison de l'accompagnement"),
    "date_entree": ("Entrée dans le dispositif", "3 février 2025"),
    "date_sortie": ("Sortie du dispositif, vide si la personne y est encore", ""),
    "rendez_vous": ("Jour du prochain rendez-vous, vide s'il n'y en a pas", "19 mai 2025"),
    "rendez_vous_heure": ("Son heure", "9 h 30"),
    "rendez_vous_lieu": ("Son lieu", "Antenne du Port"),
    "etape": ("Dernière étape, ou la prochaine", "Atelier mobilité"),
    "operateur": ("Opérateur de cette étape", "Auto-école associative"),
    "etape_debut": ("Son premier jour", "3 mars 2025"),
    "etapes": ("Toutes les étapes qui se comptent : nom, operateur, debut, fin, heures", [ETAPE]),
}
# (name, file): what a territory has before it brings its own.
D_OFFICE: Final[dict[str, tuple[str, str]]] = {
    "convocation": ("Convocation à un rendez-vous", "parcours/courriers/convocation.docx"),
    "attestation": ("Attestation d'accompagnement", "parcours/courriers/attestation.docx"),
    "orientation": ("Orientation vers un opérateur", "parcours/courriers/orientation.docx"),
    "relance": ("Courrier de relance", "parcours/courriers/relance.docx"),
}
# Written at once, while the reader waits; beyond, in the background, up to what a disk and an evening hold.
A_LA_FOIS: Final = 300
AU_PLUS: Final = 10_000
# The kind of an archive made in the background.
COURRIERS: Final = "courriers"


def refus_de_nombre(nombre: int) -> str:
    """Why letters cannot be written to so many people at once; empty when they can."""
    if nombre == 0:
        return "Personne ne répond à ces filtres : il n'y a aucun courrier à écrire."
    if nombre > AU_PLUS:
        return f"{nombre} courriers, c'est trop à la fois : {AU_PLUS} au plus. Précisez les filtres."
    return ""
