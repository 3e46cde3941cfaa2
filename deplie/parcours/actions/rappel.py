"""Whether somebody agrees to be reminded: what is ahead follows their answer."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._rappel import reprendre_les_rappels
from deplie.personnes.actions import dire_accord_rappel
from deplie.personnes.models import AccordRappel, Personne


@transaction.atomic
def choisir_les_rappels(*, personne: Personne, canal: str, par: Acteur) -> AccordRappel:
    """Write somebody's answer; their appointments ahead are reminded so, or no more. Raises RefusMetier."""
    accord = dire_accord_rappel(personne=personne, canal=canal, par=par)
    reprendre_les_rappels(personne)
    return accord
