"""The purses that programmed amounts draw from, held while what they leave is compared."""

from __future__ import annotations

from deplie.cadre.models import SubventionGlobale
from deplie.cadre.queries.subvention import subventions_de
from deplie.financements.models import Appel
from deplie.territoires.models import Territoire


def tenir_enveloppes(territoire: Territoire) -> None:
    """Hold every purse of a territory until the end of the transaction: who programmes another amount waits.

    To be called before any operation is held. All of them, always in the same order, the subventions globales, which
    several territories share, before the calls: a séance decides on several calls in one transaction, and two séances
    at once would otherwise wait for each other. Rows that point to a purse are still written meanwhile.
    """
    partagees = SubventionGlobale.objects.filter(pk__in=subventions_de(territoire).values("pk"))
    appels = Appel.objects.filter(territoire=territoire)
    for bourses in (partagees, appels):
        list(bourses.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
