"""The minimum steps of a scheme: set for a period, changed, taken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.models import PasMinimal, Trame
from deplie.parcours.rules.trame import refus_de_pas, se_chevauchent
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif

Pas = tuple[str, str, int]


@transaction.atomic
def regler_trame(
    *,
    dispositif: Dispositif,
    nom: str,
    debut: date,
    fin: date | None,
    pas: Sequence[Pas],
    par: Acteur,
    trame: Trame | None = None,
) -> Trame:
    """Set the minimum steps (label, rule, how many) of a scheme over a period, or change those of ``trame``.

    Raises RefusMetier without a step, for an unknown rule, for a period that another trame holds already.
    """
    _verifier(dispositif, debut, fin, pas, par, trame)
    ici = trame or Trame()
    ici.dispositif, ici.nom, ici.debut, ici.fin = dispositif, " ".join(nom.split()), debut, fin
    with traduire(PHRASES):
        ici.save()
    ici.pas.all().delete()
    PasMinimal.objects.bulk_create(
        PasMinimal(trame=ici, rang=rang, libelle=" ".join(libelle.split()), regle=regle, seuil=seuil)
        for rang, (libelle, regle, seuil) in enumerate(pas, start=1)
    )
    consigner("régler une trame", par=par, objet=ici, detail={"debut": ecrire(debut), "pas": len(pas)})
    return ici


@transaction.atomic
def retirer_trame(*, trame: Trame, par: Acteur) -> None:
    """Take a trame off: nothing is asked any more over its period; what was done stays."""
    consigner("retirer une trame", par=par, objet=trame, detail={"debut": ecrire(trame.debut)})
    trame.delete()


def _verifier(
    dispositif: Dispositif, debut: date, fin: date | None, pas: Sequence[Pas], par: Acteur, trame: Trame | None
) -> None:
    if dispositif.territoire_id != par.territoire.pk:
        raise RefusMetier("Ce dispositif est d'un autre territoire.")
    if not pas:
        raise RefusMetier("Indiquez au moins une étape minimale.")
    if fin and fin < debut:
        raise RefusMetier(PHRASES["trame_dates"])
    for libelle, regle, seuil in pas:
        if phrase := refus_de_pas(libelle, regle, seuil):
            raise RefusMetier(phrase)
    autres = Trame.objects.select_for_update().filter(dispositif=dispositif)
    for autre in autres.exclude(pk=trame.pk) if trame else autres:
        if se_chevauchent(debut, fin, autre.debut, autre.fin):
            raise RefusMetier(f"La trame « {autre.nom} » couvre déjà une partie de cette période.")
