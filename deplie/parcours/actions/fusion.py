"""Joining two records of one person, and parting them: never into a parcours that could not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from django.db import models, transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES
from deplie.parcours.models import Participation
from deplie.parcours.queries.fusion import empechements
from deplie.personnes.actions import reunir, separer
from deplie.personnes.models import Fusion, Personne
from deplie.personnes.queries import liens
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier

IMPOSSIBLE: Final = "Ces deux fiches portent chacune une ligne qui ne peut exister qu'une fois. Corrigez l'une d'abord."


@transaction.atomic
def fusionner(*, gardee: Personne, absorbee: Personne, choix: Mapping[str, str], par: Acteur) -> Fusion:
    """Join two records as one person's; ``choix`` says, field by field, whose value is kept (``GARDEE`` unless told).

    Raises RefusMetier, with each reason, where it would make a record that cannot be.
    """
    if gardee.pk != absorbee.pk and (raisons := empechements(gardee, absorbee)):
        raise RefusMetier(" ".join(raisons))
    with traduire(_phrases()):
        return reunir(gardee=gardee, absorbee=absorbee, choix=choix, par=par)


@transaction.atomic
def defaire_fusion(*, fusion: Fusion, choix: Mapping[str, str], par: Acteur) -> None:
    """Part two records within thirty days; ``choix`` says to whom goes each later change (``retouches``).

    Raises RefusMetier when it is too late, or where it would make a record that cannot be.
    """
    with traduire(_phrases()):
        cedees = separer(fusion=fusion, choix=choix, par=par)
    if cedees:
        _verifier_sejours(fusion.gardee)
        _verifier_sejours(fusion.absorbee)


def _verifier_sejours(personne: Personne) -> None:
    """Two stays of one person in one scheme share no day."""
    sejours = Participation.objects.reelles().filter(personne=personne).order_by("dispositif", "date_entree", "pk")
    for une, suivante in pairwise(sejours):
        meme = une.dispositif_id == suivante.dispositif_id
        if meme and (une.date_sortie is None or une.date_sortie >= suivante.date_entree):
            raise RefusMetier("Ainsi séparées, deux participations d'une même fiche se chevaucheraient.")


def _phrases() -> dict[str, str]:
    """A sentence for each uniqueness that a moved row may break, whatever table comes later."""
    return {contrainte.name: PHRASES.get(contrainte.name, IMPOSSIBLE) for contrainte in _uniques()}


def _uniques() -> Iterator[models.UniqueConstraint]:
    for lien in liens():
        for contrainte in lien.model._meta.constraints:
            if isinstance(contrainte, models.UniqueConstraint):
                yield contrainte
