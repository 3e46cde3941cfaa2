"""What records of participants make due: the situation within four weeks of an exit, the one at six months.

Counted by operation and day: nobody is named. A window that closed is not due any more: nothing would count.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries.echeances import Due
from deplie.fse.queries.fiche import lire, visibles_par
from deplie.fse.rules.completude import connue
from deplie.fse.rules.reprise import TOLERANCE_SIX_MOIS, constat_valable, date_six_mois, dernier_constat

SORTIE_FSE: Final = "FSE_SORTIE"
SIX_MOIS_FSE: Final = "FSE_SIX_MOIS"
GENRES: Final[dict[str, str]] = {
    SORTIE_FSE: "situation à la sortie du fonds européen",
    SIX_MOIS_FSE: "situation à six mois du fonds européen",
}
LIBELLES: Final[dict[str, tuple[str, str]]] = {
    SORTIE_FSE: ("situation à la sortie à constater", "situations à la sortie à constater"),
    SIX_MOIS_FSE: ("situation à six mois à constater", "situations à six mois à constater"),
}
# No window stays open longer after an exit.
APRES: Final = timedelta(days=240)


def dues(acteur: Acteur, jour: date) -> list[Due]:
    """Of the people whom the reader sees, by operation and day. Two queries."""
    nombres: Counter[tuple[Operation, str, date]] = Counter()
    for lue in lire(visibles_par(acteur).filter(date_sortie__gte=jour - APRES, date_sortie__lte=jour)):
        sortie, operation = lue.participation.date_sortie, lue.participation.operation
        assert sortie is not None
        if not (constat_valable(lue.fiche) and connue(lue.fiche, "statut_sortie")):
            nombres[operation, SORTIE_FSE, dernier_constat(sortie)] += 1
        if not connue(lue.fiche, "statut_six_mois"):
            nombres[operation, SIX_MOIS_FSE, date_six_mois(sortie) + timedelta(days=TOLERANCE_SIX_MOIS)] += 1
    code = acteur.territoire.code
    return [
        Due(
            le,
            genre,
            f"fse-{operation.pk}-{genre}-{le.isoformat()}",
            f"{nombre} {LIBELLES[genre][nombre > 1]}",
            f"{operation.code}, {operation.intitule}",
            reverse("fse:participants", args=[code, operation.pk]),
            "Voir les fiches",
            "fse.saisir",
        )
        for (operation, genre, le), nombre in nombres.items()
        if le >= jour
    ]
