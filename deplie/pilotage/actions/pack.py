"""The chapters of a territory's packs, and what is written in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.models import ChapitrePack, Publication, TexteChapitre
from deplie.pilotage.rules.pack import SUJETS, Chapitre
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Territoire


@transaction.atomic
def choisir_chapitres(*, territoire: Territoire, chapitres: Sequence[Chapitre], par: Acteur) -> None:
    """Give a territory its chapters, in this order; none gives back the usual ones.

    Raises RefusMetier for an unknown subject or a key told twice.
    """
    Territoire.objects.select_for_update().get(pk=territoire.pk)
    if inconnus := sorted({chapitre.sujet for chapitre in chapitres} - set(SUJETS)):
        raise RefusMetier(f"Ce sujet n'existe pas : {', '.join(inconnus)}.")
    if len({chapitre.cle for chapitre in chapitres}) < len(chapitres):
        raise RefusMetier("Deux chapitres portent la même clé : rouvrez la page.")
    ChapitrePack.objects.filter(territoire=territoire).delete()
    ChapitrePack.objects.bulk_create(
        ChapitrePack(
            territoire=territoire,
            cle=chapitre.cle,
            rang=rang,
            sujet=chapitre.sujet,
            titre=chapitre.titre,
            chiffres=list(chapitre.chiffres or ()),
        )
        for rang, chapitre in enumerate(chapitres, 1)
    )
    consigner(
        "choisir les chapitres du dossier du comité", par=par, objet=territoire, territoire=territoire.code,
        detail={"chapitres": [chapitre.cle for chapitre in chapitres]},
    )  # fmt: skip


@transaction.atomic
def ecrire_texte(
    *, publication: Publication, cle: str, texte: str, par: Acteur, edition: Edition | None = None
) -> None:
    """Write what a publication says in a chapter, in place of what it said.

    Raises EditionConcurrente when somebody wrote there meanwhile; asked again after it was read, this text stays.
    """
    Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    ecrit = TexteChapitre.objects.filter(publication=publication, cle=cle).first()
    revision = ecrit.revision if ecrit else 0
    if ecrit and edition and ecrit.texte != texte and str(revision) not in (edition.version, edition.vu):
        raise EditionConcurrente(
            f"Ce texte a été changé pendant que vous l'écriviez. Il dit maintenant : « {ecrit.texte[:400]} » "
            "Enregistrez de nouveau pour garder le vôtre.",
            str(revision),
        )
    TexteChapitre.objects.update_or_create(
        publication=publication,
        cle=cle,
        defaults={
            "texte": texte,
            "revision": revision + 1,
            "ecrit_le": timezone.now(),
            "ecrit_par": par.compte,
        },
    )
    consigner(
        "écrire un texte du dossier du comité", par=par, objet=publication, territoire=publication.territoire.code,
        detail={"chapitre": cle},
    )  # fmt: skip


__all__ = ["choisir_chapitres", "ecrire_texte"]
