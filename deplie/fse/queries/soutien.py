"""Bodies that operations support: those of an operation, and the same as the indicators count them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries import operation as operations
from deplie.fse.models import EntiteSoutenue
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.entites import Soutien, genres_de, indicateur_de
from deplie.parcours.queries.perimetre import ou_404
from deplie.territoires.models import Territoire


def visibles_par(acteur: Acteur) -> QuerySet[EntiteSoutenue]:
    """Those of the operations that the actor may read."""
    permises = operations.visibles_par(acteur)
    proche = ("operation__appel", "operation__territoire", "fichier")
    return EntiteSoutenue.objects.filter(operation__in=permises).select_related(*proche)


def soutien_ou_404(acteur: Acteur, pk: int) -> EntiteSoutenue:
    """A line that the actor may read."""
    return ou_404(visibles_par(acteur).filter(pk=pk).first())


def soutiens_de(acteur: Acteur, operation: Operation) -> list[tuple[EntiteSoutenue, str]]:
    """The lines of an operation in order of time, each with the code of its indicator."""
    programmation = programmation_de(operation)
    siens = visibles_par(acteur).filter(operation=operation).order_by("le", "pk")
    return [(un, indicateur_de(programmation, un.genre)) for un in siens]


def genres_permis(operation: Operation) -> dict[str, str]:
    """What an operation may write, in words; nothing when it is not European."""
    return genres_de(programmation_de(operation))


def du_territoire(territoire: Territoire) -> list[Soutien]:
    """Every line of a territory, as the rules read them; those of an operation that is not European are left out."""
    lues = EntiteSoutenue.objects.filter(operation__territoire=territoire).select_related("operation__appel")
    return en_soutiens(lues.order_by("pk"))


def en_soutiens(lues: Iterable[EntiteSoutenue]) -> list[Soutien]:
    """Lines as the rules read them."""
    return [
        Soutien(
            un.pk, un.operation.code, programmation, un.genre, un.nom, un.siret, un.le,
            un.operation.objectif_specifique,
        )
        for un in lues
        if (programmation := programmation_de(un.operation))
    ]  # fmt: skip
