"""What the database refuses, said in French: a broken constraint is told by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, models, transaction

from deplie.socle.erreurs import RefusMetier

# What each database writes. SQLite names a check and an index by themselves, a uniqueness by its columns.
_NOMMEE = re.compile(r'constraint "(\w+)"|CHECK constraint failed: (\w+)|UNIQUE constraint failed: index \'(\w+)\'')
_COLONNES = re.compile(r"UNIQUE constraint failed: ([\w., ]+)")


@contextmanager
def traduire(phrases: Mapping[str, str]) -> Iterator[None]:
    """Run a write in its own savepoint; a broken constraint of ``phrases`` (name → sentence) becomes a RefusMetier.

    Any other one is a fault of ours and is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        nom = contrainte_rompue(erreur)
        if nom not in phrases:
            raise
        raise RefusMetier(phrases[nom]) from erreur


def contrainte_rompue(erreur: IntegrityError) -> str:
    """The name of the constraint that a database error speaks of; empty when it is not told."""
    message = str(erreur)
    if trouve := _NOMMEE.search(message):
        return next(nom for nom in trouve.groups() if nom)
    if trouve := _COLONNES.search(message):
        return _par_colonnes(trouve[1])
    return ""


def _par_colonnes(ecrites: str) -> str:
    """The uniqueness of a table on exactly these « table.column, table.column »."""
    table = ecrites.split(".")[0].strip()
    colonnes = {ecrite.rsplit(".", 1)[1].strip() for ecrite in ecrites.split(",")}
    modele = next((modele for modele in apps.get_models() if modele._meta.db_table == table), None)
    if modele is None:
        return ""
    for contrainte in modele._meta.constraints:
        if isinstance(contrainte, models.UniqueConstraint) and colonnes == _colonnes(modele, contrainte.fields):
            return str(contrainte.name)
    return ""


def _colonnes(modele: type[models.Model], champs: Iterable[str]) -> set[str | None]:
    trouves = (modele._meta.get_field(champ) for champ in champs)
    return {champ.column for champ in trouves if isinstance(champ, models.Field)}
