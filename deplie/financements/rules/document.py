"""The documents that a territory may write its own way: which ones, and what each may say."""

from __future__ import annotations

from typing import Final

from deplie.financements.rules.lettre import LETTRES
from deplie.socle.gabarits import Champs

CONVENTION: Final = "CONVENTION"
AVENANT: Final = "AVENANT"
# The letter of each decision bears the name of the state that it tells.
USAGES: Final[dict[str, str]] = {
    "PROGRAMMEE": "lettre : projet retenu",
    "LISTE_ATTENTE": "lettre : liste d'attente",
    "AJOURNEE": "lettre : décision ajournée",
    "REJETEE": "lettre : projet rejeté",
    "IRRECEVABLE": "lettre : dossier irrecevable",
    CONVENTION: "convention",
    AVENANT: "avenant à une convention",
}
assert set(LETTRES) == set(USAGES) - {CONVENTION, AVENANT}

_OPERATION: Final[Champs] = {
    "territoire": ("Nom du territoire", "Territoire d'exemple"),
    "organisme": ("Qui lance l'appel et signe", "Association de gestion du plan"),
    "structure": ("Structure qui porte le projet", "Les Jardins d'exemple"),
    "siret": ("Son SIRET", "211 703 020 00001"),
    "contact": ("Personne à contacter dans la structure", "Zélie Exemple"),
    "code": ("Numéro de l'opération", "PLIE-2026-004"),
    "intitule": ("Intitulé du projet", "Chantier d'insertion des sentiers"),
    "appel": ("Titre de l'appel à projets", "Appel à projets 2026"),
    "instance": ("Séance qui a décidé", "comité de sélection du 12 mars 2026"),
    "date": ("Jour où le document est écrit", "14 mars 2026"),
}
CHAMPS_LETTRE: Final[Champs] = _OPERATION | {
    "destinataire": ("Personne à qui la lettre est adressée", "Zélie Exemple"),
    "courriel": ("Son courriel", "zelie@exemple.invalid"),
    "service": ("Courriel du service", "plan@exemple.invalid"),
    "objet": ("Objet de la lettre fournie", "Votre projet est retenu"),
    "montant": ("Montant accordé, vide sans décision favorable", "12 000 €"),
    "raison": ("Raison que le comité a donnée", "Budget à revoir"),
    "paragraphes": ("Texte de la lettre fournie, un paragraphe par ligne", ["Votre projet est retenu."]),
}
_LIGNE: Final = {"poste": "dépenses directes de personnel", "annee": "2026", "montant": "12 000,00 €"}
_FINANCEUR: Final = {"financeur": "Fonds social européen", "montant": "12 000,00 €"}
_VERSEMENT: Final = {"nature": "avance", "prevu_le": "1er avril 2026", "montant": "3 600,00 €"}
CHAMPS_CONVENTION: Final[Champs] = _OPERATION | {
    "numero": ("Numéro de la convention", "PLIE-2026-004"),
    "signee": ("« oui » une fois la convention signée", ""),
    "resume": ("Ce qui sera fait", "Entretenir les sentiers avec douze personnes en insertion."),
    "programmation": ("Programmation européenne, vide sans elle", "FSE+ 2021-2027"),
    "programme": ("Programme européen, vide sans lui", "Programme national FSE+"),
    "axe": ("Axe ou priorité", "Priorité 1"),
    "objectif": ("Objectif spécifique", "h"),
    "debut": ("Premier jour des dépenses", "1er janvier 2026"),
    "fin": ("Dernier jour des dépenses", "31 décembre 2026"),
    "cout_total": ("Coût total", "20 000,00 €"),
    "aide": ("Montant de l'aide", "12 000,00 €"),
    "taux": ("Taux de l'aide", "60 % (12 000,00 € sur 20 000,00 €)"),
    "forfait": ("Option de coûts simplifiés, vide sans elle", "15 % des dépenses directes de personnel"),
    "plan": ("Plan de financement, une ligne par poste et par année : poste, annee, montant", [_LIGNE]),
    "financeurs": ("Ressources, une ligne par financeur : financeur, montant", [_FINANCEUR]),
    "versements": ("Échéancier, une ligne par versement : nature, prevu_le, montant", [_VERSEMENT]),
    "bilans": ("Bilans à rendre, une liste", ["Bilan intermédiaire pour le 30 juin 2027"]),
    "pieces": ("Pièces à joindre aux bilans, une liste", ["Feuilles d'émargement"]),
    "controle": ("Comment les dépenses sont vérifiées", "Un contrôle de service fait précède le paiement."),
    "obligations": ("Obligations du porteur, une liste", ["Une affiche présente l'opération."]),
    "conservation": ("Durée de conservation des pièces", "Cinq ans à compter du 31 décembre du dernier versement."),
    "conserver_jusqu_au": ("Jour jusqu'où conserver, une fois connu", "31 décembre 2031"),
}
_MONTANTS: Final = {"avant": "12 000,00 €", "apres": "14 000,00 €", "ecart": "2 000,00 €"}
CHAMPS_AVENANT: Final[Champs] = CHAMPS_CONVENTION | {
    "avenant": ("Numéro de l'avenant", "1"),
    "objet": ("Objet de l'avenant", "Prolongation d'un an, dans les mêmes termes"),
    "signe_le": ("Jour de sa signature", "13 octobre 2026"),
    "effet_le": ("Jour où il prend effet", "1er janvier 2027"),
    "signee_le": ("Jour de la signature de la convention", "14 mars 2026"),
    "changements": (
        "Ce qu'il change, une ligne par terme : terme, avant, apres",
        [{"terme": "Dernier jour des dépenses", "avant": "31 décembre 2026", "apres": "31 décembre 2027"}],
    ),
    "plan_postes": (
        "Plan qu'il porte, vide s'il n'en porte pas, une ligne par poste : poste, avant, apres, ecart",
        [{"poste": "Dépenses directes de personnel", **_MONTANTS}],
    ),
    "plan_financeurs": (
        "Ressources de ce plan, une ligne par financeur : financeur, avant, apres, ecart",
        [{"financeur": "Fonds social européen", **_MONTANTS}],
    ),
}


def champs_de(usage: str) -> Champs:
    """What the template of a document may say: field, sense, example. KeyError for an unknown one."""
    return {CONVENTION: CHAMPS_CONVENTION, AVENANT: CHAMPS_AVENANT}.get(usage) or {
        **CHAMPS_LETTRE,
        "objet": ("Objet de la lettre fournie", LETTRES[usage].objet),
    }
