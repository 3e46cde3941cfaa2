"""Mark a territory as a demonstration: its people are invented, and every page says so."""

from __future__ import annotations

from django.db import transaction

from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Auteur, consigner
from deplie.territoires.models import Territoire


@transaction.atomic
def marquer_demonstration(*, territoire: Territoire, type_territoire: str, par: Auteur) -> bool:
    """Mark a territory just created as a demonstration, and say what kind of body it is; True if anything changed.

    A demonstration never becomes real, nor a real territory a demonstration once it holds anything: the caller checks
    that. Raises RefusMetier for an unknown kind.
    """
    if type_territoire not in Territoire.Type.values:
        raise RefusMetier(f"« {type_territoire} » n'est pas un type de territoire connu.")
    if territoire.demonstration and territoire.type == type_territoire:
        return False
    territoire.demonstration, territoire.type = True, Territoire.Type(type_territoire)
    territoire.save(update_fields=["demonstration", "type"])
    consigner("marquer une démonstration", par=par, objet=territoire, territoire=territoire.code)
    return True
