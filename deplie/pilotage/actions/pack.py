"""The chapters of a territory's packs, and what is written in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.models import ChapitrePack, Publication, TexteChapitre
from deplie.pilotage.queries.pack import chapitres_de, dessins_offerts, version_de
from deplie.pilotage.rules.pack import CHIFFRES_MAX, DESSINS_MAX, SUJETS, Chapitre, Coupe
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Territoire


@transaction.atomic
def choisir_chapitres(
    *, territoire: Territoire, chapitres: Sequence[Chapitre], par: Acteur, edition: Edition | None = None
) -> None:
    """Give a territory its chapters, in this order; none gives back the usual ones.

    Raises RefusMetier for an unknown subject or a key told twice, EditionConcurrente when somebody chose meanwhile.
    """
    Territoire.objects.select_for_update().get(pk=territoire.pk)
    presents = chapitres_de(territoire)
    if list(chapitres) != presents:
        dits = " ; ".join(chapitre.intitule for chapitre in presents)
        _refuser_si_change(edition, version_de(presents), f"Les chapitres sont maintenant : {dits}.")
    _ecrire(territoire, chapitres)
    consigner(
        "choisir les chapitres du dossier du comité", par=par, objet=territoire, territoire=territoire.code,
        detail={"chapitres": [chapitre.cle for chapitre in chapitres]},
    )  # fmt: skip


@transaction.atomic
def choisir_chiffres(
    *,
    territoire: Territoire,
    cle: str,
    chiffres: Sequence[str] | None,
    coupes: Sequence[Coupe] | None,
    par: Acteur,
    edition: Edition | None = None,
) -> None:
    """What a chapter shows in every pack of the territory, in this order; None gives back what its subject shows.

    Raises RefusMetier for a chapter that is gone, for a figure or a drawing that does not exist or is told twice;
    EditionConcurrente when somebody chose meanwhile.
    """
    Territoire.objects.select_for_update().get(pk=territoire.pk)
    presents = chapitres_de(territoire)
    present = next((chapitre for chapitre in presents if chapitre.cle == cle), None)
    if present is None:
        raise RefusMetier("Ce chapitre n'est plus dans le dossier du comité : rouvrez la liste des chapitres.")
    _verifier(chiffres or (), coupes or ())
    voulu = present.avec(None if chiffres is None else tuple(chiffres), None if coupes is None else tuple(coupes))
    if voulu == present:
        return
    noms = " ; ".join(CATALOGUE[code].libelle for code in present.codes if code in CATALOGUE) or "aucun chiffre"
    _refuser_si_change(edition, version_de([present]), f"Ce chapitre montre maintenant : {noms}.")
    _ecrire(territoire, [voulu if chapitre.cle == cle else chapitre for chapitre in presents])
    consigner(
        "choisir les chiffres d'un chapitre", par=par, objet=territoire, territoire=territoire.code,
        detail={"chapitre": cle, "chiffres": list(voulu.codes), "dessins": [code for code, _ in voulu.dessins]},
    )  # fmt: skip


def _verifier(chiffres: Sequence[str], coupes: Sequence[Coupe]) -> None:
    offerts = dessins_offerts()
    if any(code not in CATALOGUE for code in chiffres) or any(coupe not in offerts for coupe in coupes):
        raise RefusMetier("Un de ces chiffres n'existe pas, ou ne se dessine pas ainsi.")
    if len(set(chiffres)) < len(chiffres) or len(set(coupes)) < len(coupes):
        raise RefusMetier("Le même chiffre est choisi deux fois : retirez-en un.")
    if len(chiffres) > CHIFFRES_MAX or len(coupes) > DESSINS_MAX:
        raise RefusMetier(f"Un chapitre montre au plus {CHIFFRES_MAX} chiffres et {DESSINS_MAX} graphiques.")


def _refuser_si_change(edition: Edition | None, version: str, dit: str) -> None:
    if edition and edition.version and version not in (edition.version, edition.vu):
        raise EditionConcurrente(
            f"Quelqu'un a changé ce choix pendant que vous faisiez le vôtre. {dit} "
            "Vos réponses sont gardées : enregistrez de nouveau pour les retenir.",
            version,
        )


def _ecrire(territoire: Territoire, chapitres: Sequence[Chapitre]) -> None:
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
            chiffres=None if chapitre.chiffres is None else list(chapitre.chiffres),
            coupes=None if chapitre.coupes is None else [[code, list(par)] for code, par in chapitre.coupes],
        )
        for rang, chapitre in enumerate(chapitres, 1)
    )


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


__all__ = ["choisir_chapitres", "choisir_chiffres", "ecrire_texte"]
