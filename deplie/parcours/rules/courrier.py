"""Letters: the models that the product ships, the fields that any model may name, with an example of each."""

from __future__ import annotations

from typing import Any, Final, NamedTuple


class Champ(NamedTuple):
    """What a field holds, and what it looks like."""

    sens: str
    exemple: Any


ETAPE: Final[dict[str, str]] = {
    "nom": "Atelier mobilité",
    "operateur": "Auto-école associative",
    "debut": "3 mars 2025",
    "fin": "28 mars 2025",
    "heures": "42",
}
CHAMPS: Final[dict[str, Champ]] = {
    "date": Champ("Jour du courrier", "12 mai 2025"),
    "territoire": Champ("Nom du territoire", "Territoire de la Côte Ouest"),
    "dispositif": Champ("Nom du dispositif", "Plan local pour l'insertion et l'emploi"),
    "message": Champ("Ce que vous écrivez au moment d'établir le courrier", "Apportez votre curriculum vitæ."),
    "nom_complet": Champ("Prénom et nom de la personne", "Zélie Exemple"),
    "prenom": Champ("Prénom", "Zélie"),
    "nom": Champ("Nom de naissance", "Exemple"),
    "nom_usage": Champ("Nom d'usage", "Modèle"),
    "date_naissance": Champ("Date de naissance", "14 mai 1985"),
    "identifiant": Champ("Numéro de la personne", "TCO-2025-0042"),
    "adresse": Champ("Adresse", "1 rue de l'Essai"),
    "code_postal": Champ("Code postal", "97460"),
    "commune": Champ("Commune à l'entrée", "Saint-Paul"),
    "telephone": Champ("Téléphone", "06 92 00 11 22"),
    "courriel": Champ("Courriel", "zelie@exemple.invalid"),
    "referent": Champ("Référent", "Inès Modèle"),
    "referent_courriel": Champ("Courriel du référent", "ines@exemple.invalid"),
    "structure": Champ("Structure du référent", "Maison de l'accompagnement"),
    "date_entree": Champ("Entrée dans le dispositif", "3 février 2025"),
    "date_sortie": Champ("Sortie du dispositif, vide si la personne y est encore", ""),
    "rendez_vous": Champ("Jour du prochain rendez-vous, vide s'il n'y en a pas", "19 mai 2025"),
    "rendez_vous_heure": Champ("Son heure", "9 h 30"),
    "rendez_vous_lieu": Champ("Son lieu", "Antenne du Port"),
    "etape": Champ("Dernière étape, ou la prochaine", "Atelier mobilité"),
    "operateur": Champ("Opérateur de cette étape", "Auto-école associative"),
    "etape_debut": Champ("Son premier jour", "3 mars 2025"),
    "etapes": Champ("Toutes les étapes qui se comptent : nom, operateur, debut, fin, heures", [ETAPE]),
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


def exemples() -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields filled, then all empty: a model that stands with both stands with anybody."""
    pleins = {nom: champ.exemple for nom, champ in CHAMPS.items()}
    return pleins, {nom: [] if isinstance(valeur, list) else "" for nom, valeur in pleins.items()}


def refus_de_nombre(nombre: int) -> str:
    """Why letters cannot be written to so many people at once; empty when they can."""
    if nombre == 0:
        return "Personne ne répond à ces filtres : il n'y a aucun courrier à écrire."
    if nombre > AU_PLUS:
        return f"{nombre} courriers, c'est trop à la fois : {AU_PLUS} au plus. Précisez les filtres."
    return ""
