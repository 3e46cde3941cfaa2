"""Joining two spellings of one body, and parting them again: every row that points to a body follows."""

from __future__ import annotations

from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.queries.structures import DELAI, liens, nom_de_lien
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

PAQUET: Final = 500
IMPOSSIBLE: Final = (
    "Ces deux structures portent chacune une ligne qui ne peut exister qu'une fois. Corrigez l'une d'abord."
)


@transaction.atomic
def reunir_structures(*, gardee: Organisation, absorbee: Organisation, par: Acteur) -> None:
    """Join ``absorbee`` to ``gardee``: every row of the one goes to the other, and files that name it find the other.

    Raises RefusMetier for one body, two territories, a body already joined, or two different SIRET.
    """
    generations.noter(par.territoire.code, *generations.FAITS)
    gardee, absorbee = _verrouiller(gardee, absorbee, par)
    if gardee.siret and absorbee.siret and gardee.siret != absorbee.siret:
        raise RefusMetier("Ces deux structures ont deux SIRET différents. Corrigez l'un des deux d'abord.")
    lignes: dict[str, list[int]] = {}
    with traduire(_phrases()):
        for lien in liens():
            if pks := _numeros(lien, absorbee):
                lignes[nom_de_lien(lien)] = pks
                _deplacer(lien, pks, gardee, par)
    suivies = list(Organisation.toutes.filter(absorbee_par=absorbee).values_list("pk", flat=True))
    Organisation.toutes.filter(pk__in=suivies).update(absorbee_par=gardee)
    cedees = {"lignes": lignes, "suivies": suivies, "siret": not gardee.siret and absorbee.siret}
    # What a body hid of its people stays hidden once they are another's; parted, until somebody says otherwise.
    protegee = gardee.protegee or absorbee.est_protegee
    Organisation.toutes.filter(pk=gardee.pk).update(siret=gardee.siret or absorbee.siret, protegee=protegee)
    Organisation.toutes.filter(pk=absorbee.pk).update(absorbee_par=gardee, absorbee_le=timezone.now(), cedees=cedees)
    nombres = {nom: len(pks) for nom, pks in lignes.items()}
    consigner("réunir deux structures", par=par, objet=gardee, detail={"absorbee": absorbee.pk, "lignes": nombres})


@transaction.atomic
def separer_structures(*, absorbee: Organisation, par: Acteur) -> int:
    """Part two bodies within thirty days: what the joined one gave, and nobody gave elsewhere since, comes back to it.

    What was recorded since stays with the kept one. Returns the number of rows that come back. Raises RefusMetier when
    it is too late.
    """
    generations.noter(par.territoire.code, *generations.FAITS)
    absorbee = Organisation.toutes.select_for_update().get(pk=absorbee.pk)
    if absorbee.absorbee_par_id is None or absorbee.absorbee_le is None:
        raise RefusMetier("Ces deux structures sont déjà séparées.")
    if timezone.now() - absorbee.absorbee_le > DELAI:
        raise RefusMetier("Les trente jours pour séparer ces structures sont passés.")
    gardee = Organisation.toutes.select_for_update().get(pk=absorbee.absorbee_par_id)
    if gardee.absorbee_par_id:
        raise RefusMetier("La structure gardée a été réunie à une autre depuis. Séparez d'abord celles-là.")
    rendues = 0
    for lien in liens():
        donnees = set(absorbee.cedees["lignes"].get(nom_de_lien(lien), ()))
        pks = [pk for pk in _numeros(lien, gardee) if pk in donnees] if donnees else []
        _deplacer(lien, pks, absorbee, par)
        rendues += len(pks)
    Organisation.toutes.filter(pk__in=absorbee.cedees["suivies"], absorbee_par=gardee).update(absorbee_par=absorbee)
    if absorbee.cedees["siret"] == gardee.siret:
        Organisation.toutes.filter(pk=gardee.pk).update(siret="")
    Organisation.toutes.filter(pk=absorbee.pk).update(absorbee_par=None, absorbee_le=None, cedees={})
    consigner("séparer deux structures", par=par, objet=gardee, detail={"absorbee": absorbee.pk, "lignes": rendues})
    return rendues


def _verrouiller(gardee: Organisation, absorbee: Organisation, par: Acteur) -> tuple[Organisation, Organisation]:
    """Both bodies as they are recorded now, held until the end of the transaction."""
    verrouillees = Organisation.toutes.select_for_update().filter(pk__in=[gardee.pk, absorbee.pk]).order_by("pk")
    lues = {structure.pk: structure for structure in verrouillees}
    if len(lues) != 2 or {structure.territoire_id for structure in lues.values()} != {par.territoire.pk}:
        raise RefusMetier("Choisissez deux structures différentes du territoire.")
    if any(structure.absorbee_par_id for structure in lues.values()):
        raise RefusMetier("L'une de ces structures a déjà été réunie à une autre.")
    return lues[gardee.pk], lues[absorbee.pk]


def _numeros(lien: models.ForeignKey[Any, Any], structure: Organisation) -> list[int]:
    lignes = lien.model._base_manager.filter(**{lien.name: structure})
    return list(lignes.order_by("pk").values_list("pk", flat=True))


def _deplacer(lien: models.ForeignKey[Any, Any], pks: list[int], vers: Organisation, par: Acteur) -> None:
    """Give rows to another body; those that keep versions say who did."""
    for debut in range(0, len(pks), PAQUET):
        lignes = lien.model._base_manager.filter(pk__in=pks[debut : debut + PAQUET]).order_by("pk")
        if not hasattr(lien.model, "historique"):
            lignes.update(**{lien.name: vers})
            continue
        lues = list(lignes)
        for ligne in lues:
            setattr(ligne, lien.name, vers)
        bulk_update_with_history(
            lues, lien.model, [lien.name], manager=lien.model._base_manager, default_user=par.compte
        )


def _phrases() -> dict[str, str]:
    """A sentence for each uniqueness that a moved row may break, whatever table comes later."""
    contraintes = [contrainte for lien in liens() for contrainte in lien.model._meta.constraints]
    return {c.name: IMPOSSIBLE for c in contraintes if isinstance(c, models.UniqueConstraint)}
