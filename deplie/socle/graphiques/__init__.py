"""Charts drawn on the server as SVG: zero-based, directly labelled, each with the table of its values."""

from deplie.socle.graphiques.barres import Barre, barres
from deplie.socle.graphiques.dessin import Dessin
from deplie.socle.graphiques.empiles import Part, empiles
from deplie.socle.graphiques.flux import Flux, flux
from deplie.socle.graphiques.frise import Bande, Jalon, frise
from deplie.socle.graphiques.gantt import Groupe, Rang, Repere, gantt
from deplie.socle.graphiques.jauge import fourchette, jauge
from deplie.socle.graphiques.multiples import Panneau, multiples
from deplie.socle.graphiques.partage import Tranche, partage

__all__ = [
    "Bande", "Barre", "Dessin", "Flux", "Groupe", "Jalon", "Panneau", "Part", "Rang", "Repere", "Tranche", "barres",
    "empiles", "flux", "fourchette", "frise", "gantt", "jauge", "multiples", "partage",
]  # fmt: skip
