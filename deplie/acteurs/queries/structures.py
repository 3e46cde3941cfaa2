"""Bodies that may be one: the likely pairs, what points to each, those joined lately."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final, NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.http import Http404

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.rules import mots_propres, ressemblance

DELAI: Final = timedelta(days=30)
# A plural that Django makes of a model's name has no accent, and its « s » at the end of the last word.
_DITS: Final = {
    "etapes": "étapes",
    "membre d'une instances": "membres d'une instance",
    "lien d'orientations": "liens d'orientation",
}


class PaireDeStructures(NamedTuple):
    """Two bodies that may be one, the one that is kept unless told first, and why."""

    une: Organisation
    autre: Organisation
    raison: str


def liens() -> list[models.ForeignKey[Any, Any]]:
    """Every column of the product that points to a body, read from the models: a table added later is among them.
    Versions kept of a row stay as they were written.
    """
    relations = [r for r in Organisation._meta.get_fields(include_hidden=True) if r.one_to_many or r.one_to_one]
    trouves = [relation.field for relation in relations if relation.auto_created and not relation.concrete]
    suivent = [champ for champ in trouves if champ.model is not Organisation and not _est_version(champ.model)]
    return sorted(suivent, key=nom_de_lien)


def nom_de_lien(champ: models.ForeignKey[Any, Any]) -> str:
    """« parcours.Etape.operateur »."""
    return f"{champ.model._meta.label}.{champ.name}"


def _est_version(modele: type[models.Model]) -> bool:
    return any(champ.name == "history_type" for champ in modele._meta.fields)


def contenu(structure: Organisation) -> list[tuple[str, int]]:
    """(what, how many) of the rows that point to a body."""
    nombres: dict[str, int] = defaultdict(int)
    for lien in liens():
        quoi = str(lien.model._meta.verbose_name_plural)
        nombres[_DITS.get(quoi, quoi)] += lien.model._base_manager.filter(**{lien.name: structure}).count()
    return [(quoi, nombre) for quoi, nombre in nombres.items() if nombre]


def paires(acteur: Acteur) -> list[PaireDeStructures]:
    """The bodies of the territory that may be one, two by two, those of one SIRET first."""
    siennes = list(Organisation.objects.filter(territoire=acteur.territoire).order_by("cle"))
    proches = defaultdict(set)
    for rang, structure in enumerate(siennes):
        for repere in _reperes(structure):
            proches[repere].add(rang)
    trouvees = []
    for une, autre in sorted({paire for rangs in proches.values() for paire in combinations(sorted(rangs), 2)}):
        gardee, seconde = sorted((siennes[une], siennes[autre]), key=lambda o: (o.a_completer, not o.siret, o.pk))
        if raison := ressemblance((gardee.cle, gardee.siret), (seconde.cle, seconde.siret)):
            trouvees.append(PaireDeStructures(gardee, seconde, raison))
    return sorted(trouvees, key=lambda paire: (paire.raison != "Même SIRET.", paire.une.cle, paire.autre.cle))


def _reperes(structure: Organisation) -> set[str]:
    """What two bodies must share to be compared: a SIRET, the beginning of a word, initials."""
    mots = mots_propres(structure.cle)
    reperes = {mot[:4] for mot in mots} | {"".join(sorted(mot[0] for mot in mots))}
    return reperes | {"".join(sorted(structure.cle))} | ({structure.siret} if structure.siret else set())


def reunies_depuis(acteur: Acteur, moment: datetime) -> QuerySet[Organisation]:
    """Bodies joined to another one since a moment, the latest first."""
    siennes = Organisation.toutes.filter(territoire=acteur.territoire, absorbee_le__gte=moment)
    return siennes.select_related("absorbee_par").order_by("-absorbee_le", "-pk")


def structure_reunie_ou_404(acteur: Acteur, pk: int) -> Organisation:
    """A body of the territory that is joined to another."""
    siennes = Organisation.toutes.filter(territoire=acteur.territoire).exclude(absorbee_par=None)
    trouvee = siennes.select_related("absorbee_par").filter(pk=pk).first()
    if trouvee is None:
        raise Http404
    return trouvee


def presentes(acteur: Acteur) -> QuerySet[Organisation]:
    """The bodies of the territory, by name."""
    return Organisation.objects.filter(territoire=acteur.territoire).order_by("cle")
