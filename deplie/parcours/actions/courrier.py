"""Models of letters: brought by the territory once they are proved to render, withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES
from deplie.parcours.models import ModeleCourrier
from deplie.parcours.rules.courrier import D_OFFICE, exemples
from deplie.socle.contraintes import traduire
from deplie.socle.documents.modele import eprouver
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


@transaction.atomic
def deposer_modele(*, nom: str, fichier: Fichier, par: Acteur) -> ModeleCourrier:
    """Add a model: it must render for anybody. Raises RefusMetier naming the field that does not exist.

    A name that is taken takes the file: the former one is withdrawn.
    """
    nom = " ".join(nom.split())
    if nom in {libelle for libelle, _ in D_OFFICE.values()}:
        raise RefusMetier("Ce nom est celui d'un modèle fourni. Donnez-en un autre.")
    eprouver(fichier, exemples())
    for ancien in ModeleCourrier.objects.filter(territoire=par.territoire, nom=nom, retire_le=None):
        retirer_modele(modele=ancien, par=par)
    with traduire(PHRASES):
        modele = ModeleCourrier.objects.create(territoire=par.territoire, nom=nom, fichier=fichier)
    consigner("déposer un modèle de courrier", par=par, objet=modele)
    return modele


@transaction.atomic
def retirer_modele(*, modele: ModeleCourrier, par: Acteur) -> None:
    """Propose a model no more. Raises RefusMetier when it is withdrawn already."""
    retires = ModeleCourrier.objects.filter(pk=modele.pk, retire_le=None)
    if not retires.update(retire_le=timezone.now(), retire_par=par.compte):
        raise RefusMetier("Ce modèle est déjà retiré.")
    consigner("retirer un modèle de courrier", par=par, objet=modele)
