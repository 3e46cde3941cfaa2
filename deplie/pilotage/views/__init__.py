"""Pages of the figures."""

from deplie.pilotage.views import bilan, lignes, releves

__all__ = ["bilan", "lignes", "releves"]
