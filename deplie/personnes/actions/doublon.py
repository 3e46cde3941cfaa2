"""Saying that two records that look alike are two persons."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import EcartDoublon, Personne
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def ecarter_doublon(*, une: Personne, autre: Personne, par: Acteur) -> EcartDoublon:
    """Remember that these are not the same person; said again, it changes nothing.

    Raises RefusMetier for a record and itself, or records of two territories.
    """
    if une.pk == autre.pk or une.territoire_id != autre.territoire_id:
        raise RefusMetier("Choisissez deux fiches différentes du territoire.")
    premiere, seconde = sorted((une, autre), key=lambda personne: personne.pk)
    ecart, nouveau = EcartDoublon.objects.get_or_create(une=premiere, autre=seconde, defaults={"par": par.compte})
    if nouveau:
        consigner("écarter un doublon", par=par, objet=premiere, detail={"autre": seconde.pk})
    return ecart
