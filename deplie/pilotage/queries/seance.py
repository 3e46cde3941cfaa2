"""Figures that wait for a committee, as the page of its séance shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.publication import bilan_publie, visibles_par
from deplie.pilotage.rules.publication import EN_COURS_DE_CONTROLE

# What a committee reads of them before it decides; the page holds the rest.
TETE = ("personnes_suivies", "entrees", "sorties", "taux_sorties_positives", "etapes")


def _en_attente(acteur: Acteur) -> QuerySet[Publication]:
    return visibles_par(acteur).filter(statut=EN_COURS_DE_CONTROLE).order_by("fin", "dispositif", "pk")


def _concerne(seance: Seance, dispositif: str) -> bool:
    """A body of one scheme approves its figures; a body of all of them, any."""
    siens = seance.instance.dispositif
    return siens is None or siens.code == dispositif


def publications_a_valider(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The figures under control, of the scheme of the séance's body where it has one."""
    trouves = []
    for publication in _en_attente(acteur):
        if _concerne(seance, publication.dispositif):
            totaux = bilan_publie(publication).totaux
            contenu = {"publication": publication, "tete": [totaux[code] for code in TETE if code in totaux]}
            trouves.append(Dossier(publication.pk, publication.nom, contenu))
    return trouves


def compter_publications(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many wait for each séance."""
    attendent = list(_en_attente(acteur).values_list("dispositif", flat=True))
    return {seance.pk: sum(_concerne(seance, dispositif) for dispositif in attendent) for seance in seances}


def nommer_publications(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """Of what each of these are the figures."""
    return {publication.pk: publication.nom for publication in visibles_par(acteur).filter(pk__in=pks)}
