"""Templates of minutes: brought by the territory once they are proved to render, withdrawn, taken again by a séance."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.actions._controle import PHRASES
from deplie.instances.models import ModeleProcesVerbal, Seance
from deplie.instances.queries.proces_verbal import modele_en_service
from deplie.instances.rules import CHAMPS_DU_PROCES_VERBAL, NATURES
from deplie.socle.contraintes import traduire
from deplie.socle.documents.modele import mettre_en_service, retirer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.gabarits import exemples
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


@transaction.atomic
def deposer_modele(*, fichier: Fichier, par: Acteur, nature: str = "") -> ModeleProcesVerbal:
    """Make a Word file the minutes of the bodies of a nature, or of all; the former one is withdrawn.

    Raises RefusMetier for another kind of file, or naming the field that does not exist.
    """
    if nature and nature not in NATURES:
        raise RefusMetier("Choisissez la nature de l'instance dans la liste.")
    modele = ModeleProcesVerbal(territoire=par.territoire, nature=nature, fichier=fichier)
    proves = exemples(CHAMPS_DU_PROCES_VERBAL)
    with traduire(PHRASES):
        return mettre_en_service(modele, proves, place="nature", par=par, detail={"nature": nature})


@transaction.atomic
def retirer_modele(*, modele: ModeleProcesVerbal, par: Acteur) -> None:
    """Use a template no more; the séances that were held with it keep it. Raises RefusMetier when it is withdrawn."""
    retirer(modele, par=par)


@transaction.atomic
def reprendre_modele(*, seance: Seance, par: Acteur) -> None:
    """Give the minutes of a séance the template in service today. Raises RefusMetier when it is theirs, or before it
    is held."""
    ici = Seance.objects.select_for_update(of=("self",)).select_related("instance").get(pk=seance.pk)
    if ici.statut != Seance.Statut.TENUE:
        raise RefusMetier("Le modèle du procès-verbal se retient quand la séance est tenue.")
    avant, apres = ici.modele_id, modele_en_service(ici.instance)
    if avant == (apres.pk if apres else None):
        raise RefusMetier("Ce procès-verbal suit déjà le modèle en service.")
    ici.modele, ici.modele_le = apres, timezone.now()
    ici.save(update_fields=["modele", "modele_le"])
    seance.modele, seance.modele_le = ici.modele, ici.modele_le
    detail = {"avant": avant, "apres": ici.modele_id}
    consigner("changer le modèle d'un procès-verbal", par=par, objet=ici, detail=detail)
