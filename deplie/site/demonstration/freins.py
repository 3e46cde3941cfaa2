"""Freins of the demonstration, followed from those known at entry. Invented, and exact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Frein, FreinSuivi
from deplie.parcours.rules.frein import theme_suivi
from deplie.socle import generations

# Of so many freins, two are lifted; the others wait or end with the parcours.
UN_CYCLE: Final = 5


@transaction.atomic
def suivre_freins(*, par: Acteur, au: date) -> None:
    """Follow what was known at entry; nothing where freins are followed already."""
    siens = FreinSuivi.objects.filter(participation__dispositif__territoire=par.territoire)
    if siens.exists():
        return
    connus = Frein.objects.filter(participation__dispositif__territoire=par.territoire)
    lus = connus.order_by("participation__personne__identifiant", "participation__date_entree", "theme")
    vus: dict[tuple[int, str], date | None] = {}
    suivis = []
    for frein in lus.select_related("participation"):
        p, theme = frein.participation, theme_suivi(frein.theme)
        if (p.pk, theme) in vus:
            continue
        rang = len(vus)
        leve = p.date_entree + timedelta(days=60 + rang * 37 % 400) if rang % UN_CYCLE < 2 else None
        vus[p.pk, theme] = leve = leve if leve and leve <= min(p.date_sortie or au, au) else None
        suivis.append(FreinSuivi(participation=p, theme=theme, identifie_le=p.date_entree, leve_le=leve))
    FreinSuivi.objects.bulk_create(suivis)
    generations.noter(par.territoire.code, "frein")
