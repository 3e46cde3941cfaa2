"""Visits to a desk: noted in a moment, corrected the same day by who noted them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu
from deplie.parcours.actions._controle import PHRASES
from deplie.parcours.models import Passage
from deplie.parcours.rules.passage import MOTIFS, refus_de_corriger, refus_de_noter
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

CHAMPS: Final = ("heure", "motif", "nombre", "sexe", "tranche")


@transaction.atomic
def noter_passage(
    *, lieu: Lieu, le: date, valeurs: Mapping[str, Any], par: Acteur, personne: Personne | None = None
) -> Passage:
    """Note a visit. ``valeurs`` gives values of ``CHAMPS``. Raises RefusMetier for a day to come or an unknown motive.

    Somebody who is named is one person: number, sex and age band are left out.
    """
    generations.noter(par.territoire.code, "passage")
    if {lieu.territoire.pk, personne.territoire.pk if personne else lieu.territoire.pk} != {par.territoire.pk}:
        raise RefusMetier("Ce lieu ou cette personne est d'un autre territoire.")
    propres = _propres(valeurs, le, personne)
    with traduire(PHRASES):
        passage = Passage.objects.create(lieu=lieu, le=le, personne=personne, par=par.compte, **propres)
    consigner("noter un passage", par=par, objet=passage, detail={"lieu": lieu.pk, "nomme": personne is not None})
    return passage


@transaction.atomic
def corriger_passage(*, passage: Passage, lieu: Lieu, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Correct a visit: the same day, by its author. Raises RefusMetier otherwise."""
    generations.noter(par.territoire.code, "passage")
    _exiger_le_droit(passage, par)
    if lieu.territoire.pk != par.territoire.pk:
        raise RefusMetier("Ce lieu ou cette personne est d'un autre territoire.")
    propres = _propres(valeurs, passage.le, passage.personne)
    with traduire(PHRASES):
        Passage.objects.filter(pk=passage.pk).update(lieu=lieu, **propres)
    consigner("corriger un passage", par=par, objet=passage)


@transaction.atomic
def retirer_passage(*, passage: Passage, par: Acteur) -> None:
    """Take back a visit noted by mistake: the same day, by its author."""
    generations.noter(par.territoire.code, "passage")
    _exiger_le_droit(passage, par)
    consigner("retirer un passage", par=par, objet=passage)
    passage.delete()


def _exiger_le_droit(passage: Passage, par: Acteur) -> None:
    sien = passage.par is not None and passage.par == par.compte
    jour = timezone.localtime(passage.note_le).date()
    if refus := refus_de_corriger(jour, timezone.localdate(), par_son_auteur=sien):
        raise RefusMetier(refus)


def _propres(valeurs: Mapping[str, Any], le: date, personne: Personne | None) -> dict[str, Any]:
    if inconnus := set(valeurs) - set(CHAMPS):
        raise ValueError(f"unknown fields: {sorted(inconnus)}")
    if refus := refus_de_noter(le, timezone.localdate()):
        raise RefusMetier(refus)
    if valeurs.get("motif") not in MOTIFS:
        raise RefusMetier("Choisissez un motif de la liste.")
    propres = dict(valeurs)
    if personne or propres.get("nombre", 1) > 1:
        propres |= {"sexe": "", "tranche": ""}
    return propres | ({"nombre": 1} if personne else {})
