"""The settings of a territory, changed together from their page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from deplie.acteurs.queries.acteur import Acteur
from deplie.territoires.actions.reglages import dater_completude, regler
from deplie.territoires.models import Dispositif


@transaction.atomic
def regler_territoire(*, valeurs: Mapping[str, Any], completudes: Mapping[Dispositif, date | None], par: Acteur) -> int:
    """Set the settings given by their key, and the dates given by scheme; returns how many changed.

    All or none: a refused value raises RefusMetier and leaves the others as they were.
    """
    changes = [regler(territoire=par.territoire, cle=cle, valeur=valeur, par=par) for cle, valeur in valeurs.items()]
    changes += [dater_completude(dispositif=d, depuis=depuis, par=par) for d, depuis in completudes.items()]
    return sum(changes)
