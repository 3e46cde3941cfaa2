"""All that is held of one person, table by table, read from the register: a table added later comes in by itself.

What is declared there as attached to a person (« Rattachement ») is followed from the person down, whatever the room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.parcours.queries.perimetre import ou_404
from deplie.personnes.models import Personne
from deplie.socle.models import Fichier, Journal
from deplie.socle.registre import LIEN, registre

# Tables attached to a person that are not given, and why.
EXCUSEES: Final[dict[str, str]] = {
    "personnes.EcartDoublon": "parle de deux personnes : qu'elles se ressemblent ne regarde pas l'autre",
    "personnes.Fusion": "trace de la réunion de deux fiches : les fiches réunies sont données toutes les deux",
    "gouvernance.LienAction": "s'appuie sur une décision de séance, jamais sur celle qui parle d'une personne",
    "pilotage.CleGelee": "clé d'un cliché de chiffres : elle dit seulement que la personne y a été comptée",
}
# Attached by a number and a word, not by a key: the word says of which table the number is.
NUMEROTEES: Final[dict[str, dict[str, str]]] = {
    "instances.Decision": {"prescription": "parcours.Prescription", "sortie": "parcours.Participation"}
}
# Attached by the person's number, where the table stands below the room of people.
PAR_NUMERO: Final[dict[str, str]] = {"socle.Envoi": "personne"}


@dataclass(frozen=True)
class Liasse:
    """The rows of one table that are somebody's, oldest first."""

    modele: type[models.Model]
    lignes: list[models.Model]

    @property
    def table(self) -> str:
        return self.modele._meta.label

    @property
    def titre(self) -> str:
        """« Entretiens », « Participation »."""
        meta = self.modele._meta
        return str(meta.verbose_name if len(self.lignes) == 1 else meta.verbose_name_plural).capitalize()


@dataclass(frozen=True)
class Dossier:
    """Everything held of a person: the rows, the files they name, who looked (never by name) and when."""

    personne: Personne
    liasses: list[Liasse]
    fichiers: list[Fichier]
    consultations: list[Journal]


def dossier_ou_404(acteur: Acteur, pk: int) -> Personne:
    """Whose file is asked for, followed or not; 404 for who does not answer for the whole territory."""
    if Perimetre.TERRITOIRE not in acteur.perimetres:
        return ou_404(None)
    return ou_404(Personne.objects.filter(pk=pk, territoire=acteur.territoire, absorbee_par=None).first())


def dossier_de(personne: Personne) -> Dossier:
    """The rows of every table, as many queries as there are tables. The caller holds the right and has journaled."""
    lues: dict[type[models.Model], list[models.Model]] = {Personne: _fiches(personne)}
    for modele, champs in tables():
        lues[modele] = _lignes(modele, champs, lues)
    numeros = {ligne.pk for ligne in lues[Personne]}
    vues = Journal.objects.filter(objet=Personne._meta.label, objet_id__in=[str(pk) for pk in numeros])
    consultations = vues.filter(nature__in=(Journal.CONSULTATION, Journal.EXPORT)).order_by("le", "pk")
    liasses = [Liasse(modele, lignes) for modele, lignes in lues.items() if lignes]
    return Dossier(personne, liasses, _fichiers(liasses), list(consultations))


@cache
def tables() -> list[tuple[type[models.Model], list[models.ForeignKey]]]:
    """(table, the columns that attach it), each after those it hangs on; the person's own record is not among them."""
    attaches = _a_une_personne(dict(_attaches()))
    rangees = _ranger(attaches, {})
    rangees |= {modele: [] for modele in _numerotees()}
    # What hangs on a table that is attached by a number comes after it.
    return list(_ranger(attaches, rangees).items())


def _numerotees() -> list[type[models.Model]]:
    return [apps.get_model(table) for table in (*NUMEROTEES, *PAR_NUMERO)]


def _ranger(
    attaches: dict[type[models.Model], list[models.ForeignKey]],
    deja: dict[type[models.Model], list[models.ForeignKey]],
) -> dict[type[models.Model], list[models.ForeignKey]]:
    rangees = dict(deja)
    while pretes := [
        modele
        for modele, champs in attaches.items()
        if modele not in rangees and all(champ.related_model in {Personne, *rangees} for champ in champs)
    ]:
        rangees |= {modele: attaches[modele] for modele in pretes}
    return rangees


def _a_une_personne(
    attaches: dict[type[models.Model], list[models.ForeignKey]],
) -> dict[type[models.Model], list[models.ForeignKey]]:
    """Those that lead to a person, with the keys that do."""
    menent: set[Any] = {Personne, *_numerotees()}
    while (
        suivent := {
            modele for modele, champs in attaches.items() if any(champ.related_model in menent for champ in champs)
        }
        - menent
    ):
        menent |= suivent
    return {
        modele: [champ for champ in champs if champ.related_model in menent]
        for modele, champs in attaches.items()
        if modele in menent and modele is not Personne
    }


def _attaches() -> Iterator[tuple[type[models.Model], list[models.ForeignKey]]]:
    """Tables with at least one key declared as attaching them."""
    declarees = registre()
    for modele in apps.get_models():
        politiques = declarees.get(modele._meta.label, {})
        cles = [
            champ
            for champ in modele._meta.concrete_fields
            if champ.is_relation and politiques.get(champ.name) == LIEN and champ.related_model is not modele
        ]
        if cles and modele._meta.label not in EXCUSEES:
            yield modele, cles


def _fiches(personne: Personne) -> list[models.Model]:
    """The person's record, and those that were joined to it, however many times."""
    fiches, suivantes = [personne], [personne]
    while suivantes:
        suivantes = list(Personne.objects.filter(absorbee_par__in=suivantes).order_by("pk"))
        fiches += suivantes
    return fiches


def _lignes(
    modele: type[models.Model],
    champs: list[models.ForeignKey],
    lues: dict[type[models.Model], list[models.Model]],
) -> list[models.Model]:
    condition = Q(pk__in=[])
    for champ in champs:
        condition |= Q(**{f"{champ.name}__in": [ligne.pk for ligne in lues[champ.related_model]]})
    for genre, table in NUMEROTEES.get(modele._meta.label, {}).items():
        condition |= Q(genre=genre, objet_id__in=[ligne.pk for ligne in lues[apps.get_model(table)]])
    if modele._meta.label in PAR_NUMERO:
        condition |= Q(**{f"{PAR_NUMERO[modele._meta.label]}__in": [fiche.pk for fiche in lues[Personne]]})
    proches = [champ.name for champ in modele._meta.concrete_fields if champ.is_relation]
    return list(modele._base_manager.filter(condition).select_related(*proches).order_by("pk"))


def _fichiers(liasses: list[Liasse]) -> list[Fichier]:
    """The files that these rows name, each once."""
    trouves = {}
    for liasse in liasses:
        for champ in liasse.modele._meta.concrete_fields:
            if champ.is_relation and champ.related_model is Fichier:
                fichiers = [getattr(ligne, champ.name) for ligne in liasse.lignes]
                trouves |= {fichier.pk: fichier for fichier in fichiers if fichier}
    return list(trouves.values())


def versions_de(liasse: Liasse) -> list[models.Model]:
    """What these rows were before, oldest first; none where no version is kept."""
    historique = getattr(liasse.modele, "historique", None)
    if historique is None:
        return []
    return list(historique.filter(id__in=[ligne.pk for ligne in liasse.lignes]).order_by("id", "history_id"))
