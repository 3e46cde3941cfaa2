"""Targets: a new one never erases the former, it takes its place from its date of effect."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Avenant, Objectif
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif


@transaction.atomic
def fixer_objectif(
    *,
    dispositif: Dispositif,
    indicateur: str,
    debut: date,
    fin: date,
    cible: Decimal,
    par: Acteur,
    source: str = "",
    date_effet: date | None = None,
    avenant: Avenant | None = None,
) -> Objectif:
    """Set the target of an indicator over a period (both days in), in force from ``date_effet``, else from the day
    the ``avenant`` that fixes it takes effect, else from ``debut``.

    ``indicateur`` is a code of the catalogue, which stands above this room and is checked by who calls. The same
    target of the same date of effect is corrected in place. Raises RefusMetier for inverted dates or a negative target.
    """
    if avenant is not None and avenant.protocole.dispositif_id != dispositif.pk:
        raise RefusMetier("Cet avenant est celui d'un autre dispositif. Choisissez-en un du même.")
    if fin < debut:
        raise RefusMetier(
            f"La fin de l'objectif ({fin:%d/%m/%Y}) précède son début ({debut:%d/%m/%Y}). Corrigez l'une des deux."
        )
    if cible < 0:
        raise RefusMetier(f"La cible ({cible}) est négative. Indiquez une valeur à atteindre positive.")
    objectif, nouveau = Objectif.objects.get_or_create(
        dispositif=dispositif,
        indicateur=indicateur,
        debut=debut,
        fin=fin,
        date_effet=date_effet or (avenant.effet_le if avenant else debut),
        defaults={"cible": cible, "source": source, "avenant": avenant},
    )
    if not nouveau and (objectif.cible, objectif.source, objectif.avenant) == (cible, source, avenant):
        return objectif
    objectif.cible, objectif.source, objectif.avenant = cible, source, avenant
    objectif.save(update_fields=["cible", "source", "avenant"])
    generations.noter(par.territoire.code, "cadre")
    detail = {"indicateur": indicateur, "debut": str(debut), "fin": str(fin), "cible": str(cible)}
    consigner("fixer un objectif", par=par, objet=objectif, detail=detail)
    return objectif
