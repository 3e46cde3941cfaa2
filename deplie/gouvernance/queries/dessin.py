"""The calendar of a plan: one lane for each axis, one bar for each action; its table says the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from deplie.gouvernance.models import Axe
from deplie.gouvernance.queries.lecture import ActionLue, PlanLu
from deplie.socle.graphiques.dessin import CLAIR, ENCRE, PALE, Dessin
from deplie.socle.graphiques.frise import Bande, frise


def calendrier(lu: PlanLu, lignes: Sequence[ActionLue], axes: Sequence[Axe]) -> Dessin | None:
    """The actions shown that have a beginning; None when none has."""
    bandes = [
        Bande(ligne.action.debut, ligne.action.fin, f"{ligne.action.code} {ligne.action.titre}", _famille(ligne))
        for ligne in lignes
        if ligne.action.debut
    ]
    if not bandes:
        return None
    familles = {
        str(axe.numero): (f"Axe {axe.numero}", CLAIR if rang % 2 else PALE, ENCRE) for rang, axe in enumerate(axes)
    }
    return frise(
        bandes,
        [],
        debut=lu.plan.debut,
        fin=lu.plan.fin,
        aujourdhui=lu.jour,
        phrase=f"Calendrier de {len(bandes)} action{'s' if len(bandes) > 1 else ''}, du {lu.plan.debut:%d/%m/%Y} "
        f"au {lu.plan.fin:%d/%m/%Y}, axe par axe.",
        titre="Calendrier des actions",
        tout="",
        familles=familles,
        repere="situation lue",
    )


def _famille(ligne: ActionLue) -> str:
    return str(ligne.action.axe.numero)
