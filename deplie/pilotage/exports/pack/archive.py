"""Every document of a pack in one archive, made by the worker one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deplie.acteurs.queries.acteur import acteur_de
from deplie.pilotage.exports.pack import DOCUMENTS, documents_de, ecrire, nom_de
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import pack_de
from deplie.pilotage.queries.pack.archives import etat_du_dossier
from deplie.pilotage.queries.publication import visibles_par
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import Documents
from deplie.socle.models import Fabrication


def dossier_de_fond(fabrication: Fabrication) -> Documents:
    """The documents of an archive, by their rank among ``DOCUMENTS``.

    Raises RefusMetier when its author may no more, when the figures were frozen again, or when the pack was edited
    between two attempts: two halves of it would not say the same.
    """
    publication = _publication(fabrication)
    if fabrication.essais > 1 and etat_du_dossier(publication) != fabrication.detail["dossier"]:
        raise RefusMetier("Le dossier a été modifié pendant qu'il se préparait. Demandez-le de nouveau.")
    pack = pack_de(publication, fabrication.detail["adresse"])
    noms, gardes = list(DOCUMENTS), documents_de(pack)

    def documents(rangs: Sequence[int]) -> Iterator[bytes | None]:
        for rang in rangs:
            yield ecrire(pack, noms[rang]) if noms[rang] in gardes else None

    return documents


def noms_du_dossier(fabrication: Fabrication) -> dict[int, str]:
    """The name of each document in the archive: nobody is named."""
    pack = pack_de(_publication(fabrication))
    return {rang: nom_de(pack, nom) for rang, nom in enumerate(DOCUMENTS)}


def _publication(fabrication: Fabrication) -> Publication:
    acteur = acteur_de(fabrication.par, fabrication.territoire) if fabrication.par else None
    if acteur is None or not (acteur.compte and acteur.compte.is_active) or not acteur.peut("bilan.exporter"):
        raise RefusMetier("Le compte qui a demandé ce dossier n'en a plus le droit.")
    publication = visibles_par(acteur).filter(pk=fabrication.detail["publication"]).first()
    if publication is None:
        raise RefusMetier("Ces chiffres ont été figés de nouveau : demandez le dossier depuis leur page.")
    return publication
