"""Changing the settings of a territory, and the day since when its records are complete."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Auteur, consigner
from deplie.territoires.models import Dispositif, Reglage, Territoire
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules.reglages import REGLAGES, refus_de_reglage

# Settings that change what the facts hold: bands and groups are computed when facts are made.
FAITS_TOUCHES = {
    "tranches_age": ("sejour", "etape", "critere"),
    "tranches_duree_chomage": ("sejour", "etape", "critere"),
    "groupes_categorie": ("etape",),
}


@transaction.atomic
def regler(*, territoire: Territoire, cle: str, valeur: Any, par: Auteur) -> bool:
    """Set one setting; True if it changed. The default value removes the row.

    Raises RefusMetier with the declared sentence for an unacceptable value, KeyError for an undeclared key.
    """
    if refus := refus_de_reglage(cle, valeur):
        raise RefusMetier(f"{REGLAGES[cle].titre} : {refus}")
    if reglage(territoire, cle) == valeur:
        return False
    if valeur == REGLAGES[cle].defaut:
        Reglage.objects.filter(territoire=territoire, cle=cle).delete()
    else:
        Reglage.objects.update_or_create(territoire=territoire, cle=cle, defaults={"valeur": valeur})
    generations.noter(territoire.code, *FAITS_TOUCHES.get(cle, ()))
    consigner("régler", par=par, objet=territoire, territoire=territoire.code, detail={"cle": cle, "valeur": valeur})
    return True


@transaction.atomic
def dater_completude(*, dispositif: Dispositif, depuis: date | None, par: Auteur) -> bool:
    """Say since when a scheme's records are complete (None: not known); True if it changed. No longer a guess."""
    if dispositif.donnees_completes_depuis == depuis and not dispositif.completude_devinee:
        return False
    dispositif.donnees_completes_depuis, dispositif.completude_devinee = depuis, False
    dispositif.save(update_fields=["donnees_completes_depuis", "completude_devinee"])
    detail = {"dispositif": dispositif.code, "depuis": str(depuis) if depuis else None}
    territoire = dispositif.territoire
    consigner("dater la complétude", par=par, objet=dispositif, territoire=territoire.code, detail=detail)
    return True
