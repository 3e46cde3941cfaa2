"""What is read about actors; others import from here."""

from deplie.acteurs.queries.acteur import Acteur, acteur_de, acteur_ou_404, territoires_de

__all__ = ["Acteur", "acteur_de", "acteur_ou_404", "territoires_de"]
