"""Templates of letters and conventions: brought by the territory once they are proved to render, withdrawn."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import ModeleDocument
from deplie.financements.rules.document import USAGES, champs_de
from deplie.socle.contraintes import traduire
from deplie.socle.documents.modele import mettre_en_service, retirer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.gabarits import exemples
from deplie.socle.models import Fichier


@transaction.atomic
def deposer_modele(*, usage: str, fichier: Fichier, par: Acteur) -> ModeleDocument:
    """Make a Word file the territory's template of a document; the former one is withdrawn.

    Raises RefusMetier for another kind of file, or naming the field that does not exist.
    """
    if usage not in USAGES:
        raise RefusMetier("Choisissez le document dans la liste.")
    modele = ModeleDocument(territoire=par.territoire, usage=usage, fichier=fichier)
    with traduire(PHRASES):
        return mettre_en_service(modele, exemples(champs_de(usage)), place="usage", par=par, detail={"usage": usage})


@transaction.atomic
def retirer_modele(*, modele: ModeleDocument, par: Acteur) -> None:
    """Use a template no more; ours serves again. Raises RefusMetier when it is withdrawn already."""
    retirer(modele, par=par)
