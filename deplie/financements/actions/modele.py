"""Templates of letters and conventions: brought by the territory once they are proved to render, withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import ModeleDocument
from deplie.financements.rules.document import USAGES, exemples
from deplie.socle.contraintes import traduire
from deplie.socle.documents.modele import eprouver
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


@transaction.atomic
def deposer_modele(*, usage: str, fichier: Fichier, par: Acteur) -> ModeleDocument:
    """Make a Word file the territory's template of a document; the former one is withdrawn.

    Raises RefusMetier for another kind of file, or naming the field that does not exist.
    """
    if usage not in USAGES:
        raise RefusMetier("Choisissez le document dans la liste.")
    eprouver(fichier, exemples(usage))
    for ancien in ModeleDocument.objects.filter(territoire=par.territoire, usage=usage, retire_le=None):
        retirer_modele(modele=ancien, par=par)
    with traduire(PHRASES):
        modele = ModeleDocument.objects.create(territoire=par.territoire, usage=usage, fichier=fichier)
    consigner("déposer un modèle de document", par=par, objet=modele, detail={"usage": usage})
    return modele


@transaction.atomic
def retirer_modele(*, modele: ModeleDocument, par: Acteur) -> None:
    """Use a template no more; ours serves again. Raises RefusMetier when it is withdrawn already."""
    retires = ModeleDocument.objects.filter(pk=modele.pk, retire_le=None)
    if not retires.update(retire_le=timezone.now(), retire_par=par.compte):
        raise RefusMetier("Ce modèle est déjà retiré.")
    consigner("retirer un modèle de document", par=par, objet=modele)
