"""Pages about actors, and the door that every page of a territory goes through."""

from deplie.acteurs.views.acces import administration, connecte, page, publique

__all__ = ["administration", "connecte", "page", "publique"]
