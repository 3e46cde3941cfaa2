"""Every hour, in each territory: a prescription about to end is recalled to who must act; one past its day ends; what
operations and the frame have due is recalled to who can end it."""

from __future__ import annotations

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions import rappeler_echeances
from deplie.parcours.actions import classer_expirees, ecarter_expirees, relancer
from deplie.territoires.models import Territoire


def tenir_les_delais() -> None:
    """Recall, then end; what was done is written with the row, so that a second round does nothing."""
    jour = timezone.localdate()
    for territoire in Territoire.objects.order_by("pk"):
        par = Acteur.systeme(territoire)
        relancer(par=par, jour=jour)
        classer_expirees(par=par, jour=jour)
        ecarter_expirees(par=par, jour=jour)
        rappeler_echeances(par=par, jour=jour)
