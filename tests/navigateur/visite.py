"""How the browser visits an address, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Visite:
    """How to visit an address: as whom (a role of the demonstration, « installation », or nobody), with what."""

    qui: str = "animateur_coordonnateur"
    parametres: dict[str, str] = field(default_factory=dict)  # « @personne » is looked up in the demonstration
    requete: str = ""  # the same
    territoire: str = "TCO"
    statut: int = 200


@dataclass(frozen=True)
class Absente:
    """An address that no page answers to a GET: why."""

    raison: str


DEPOT = Absente("ne répond qu'à un envoi de formulaire")
FICHIER = Absente("rend un fichier")
JETON = Absente("demande un jeton à usage unique ; voir les essais de la pièce")
VIDE = Absente("seulement quand l'installation est vide ; voir test_premiere_installation.py")
DETOUR = Absente("renvoie à une autre page")
SANS_CLE = Absente("demande une clé d'accès enregistrée")

PUBLIQUE = Visite(qui="")
INSTALLATION = Visite(qui="installation")
# Somebody with a password of their own, which the cast of the demonstration has not.
TITULAIRE = Visite(qui="titulaire")
SANS_TERRITOIRE = ("", "installation", "titulaire")

ONGLETS = ("identite", "situation", "sensible", "historique")

Adresses = dict[str, Visite | Absente | tuple[Visite, ...]]
