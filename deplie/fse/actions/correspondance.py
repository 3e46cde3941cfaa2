"""Layouts of the export: written column by column, copied, removed; each change makes a version that says who."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.fse.actions._controle import PHRASES
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.rules.correspondance import (
    NATURES,
    Colonne,
    Correspondance,
    de_donnees,
    intitule,
    usuelle,
    vers_donnees,
)
from deplie.fse.rules.fichier import Forme
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, EditionConcurrente, enregistrer, modifier, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

CHANGEE = (
    "Quelqu'un a changé cette colonne pendant votre saisie, gardée ci-dessous. Enregistrez de nouveau pour la retenir."
)
PERIMEE = "Cette correspondance a changé entre-temps : relisez-la, puis recommencez."


@transaction.atomic
def creer_correspondance(*, nom: str, correspondance: Correspondance, par: Acteur) -> CorrespondanceFSE:
    """A new layout, from one to start from. Raises RefusMetier for a name already taken."""
    premiere = replace(correspondance, nom=nom, version="1")
    creee = CorrespondanceFSE(territoire=par.territoire, nom=nom, modifiee_par=par.compte)
    creee.donnees = vers_donnees(premiere)
    de_donnees(creee.donnees)
    with traduire(PHRASES):
        enregistrer(creee, par=par)
    consigner("créer une correspondance d'export", par=par, objet=creee)
    return creee


@transaction.atomic
def regler_forme(*, modele: CorrespondanceFSE, nom: str, forme: Forme, par: Acteur) -> None:
    """Rename a layout, and say what its file is made of."""
    _ecrire(modele, replace(_verrouiller(modele), nom=nom, forme=forme), par)


@transaction.atomic
def ajouter_colonne(*, modele: CorrespondanceFSE, champ: str, par: Acteur, entete: str = "") -> int:
    """Add a column at the end, with our own words and codes; its rank. ``champ`` empty: the same on every line.

    Raises RefusMetier for a field already written, or a heading already there.
    """
    if champ and champ not in NATURES:
        raise RefusMetier("Ce champ n'existe pas.")
    ici = _verrouiller(modele)
    neuve = usuelle("", [champ]).colonnes[0] if champ else Colonne("Constante")
    neuve = replace(neuve, entete=entete or (intitule(champ) if champ else _libre(ici)))
    _ecrire(modele, replace(ici, colonnes=(*ici.colonnes, neuve)), par)
    return len(ici.colonnes)


@transaction.atomic
def regler_colonne(
    *,
    modele: CorrespondanceFSE,
    entete: str,
    colonne: Colonne,
    place: int,
    par: Acteur,
    edition: Edition | None = None,
) -> None:
    """Change the column of a heading, and put it at a place (0 is the first).

    Raises RefusMetier for what could not be read back, a column taken out meanwhile; EditionConcurrente for one that
    somebody else changed.
    """
    ici = _verrouiller(modele)
    colonnes = list(ici.colonnes)
    rang = next((rang for rang, une in enumerate(colonnes) if une.entete == entete), None)
    if rang is None:
        raise RefusMetier(PERIMEE)
    derniere = version_de(modele)
    if edition and edition.vu != derniere and _avant(modele, edition, entete) != colonnes[rang]:
        raise EditionConcurrente(CHANGEE, derniere)
    colonnes.pop(rang)
    colonnes.insert(place, colonne)
    _ecrire(modele, replace(ici, colonnes=tuple(colonnes)), par)


@transaction.atomic
def deplacer_colonne(*, modele: CorrespondanceFSE, rang: int, entete: str, vers: int, par: Acteur) -> None:
    """Put a column elsewhere. Raises RefusMetier when it is no longer where it was seen."""
    ici = _verrouiller(modele)
    colonnes = list(ici.colonnes)
    _verifier(colonnes, rang, entete)
    colonnes.insert(max(vers, 0), colonnes.pop(rang))
    _ecrire(modele, replace(ici, colonnes=tuple(colonnes)), par)


@transaction.atomic
def retirer_colonne(*, modele: CorrespondanceFSE, rang: int, entete: str, par: Acteur) -> None:
    """Take a column out; a layout keeps one at least."""
    ici = _verrouiller(modele)
    colonnes = list(ici.colonnes)
    _verifier(colonnes, rang, entete)
    colonnes.pop(rang)
    _ecrire(modele, replace(ici, colonnes=tuple(colonnes)), par)


@transaction.atomic
def retirer_correspondance(*, modele: CorrespondanceFSE, par: Acteur) -> None:
    """Remove a layout that serves no more; its versions stay."""
    consigner("retirer une correspondance d'export", par=par, objet=modele)
    modele._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    modele.delete()


def _avant(modele: CorrespondanceFSE, edition: Edition, entete: str) -> Colonne | None:
    """The column as it was when the form was opened."""
    base = modele.historique.filter(history_id=edition.version).first() if edition.version.isdecimal() else None
    if base is None:
        return None
    return next((une for une in de_donnees(base.donnees).colonnes if une.entete == entete), None)


def _verifier(colonnes: list[Colonne], rang: int, entete: str) -> None:
    if not 0 <= rang < len(colonnes) or colonnes[rang].entete != entete:
        raise RefusMetier(PERIMEE)


def _verrouiller(modele: CorrespondanceFSE) -> Correspondance:
    """The layout as it is now, until the end of the transaction."""
    ici = CorrespondanceFSE.objects.select_for_update().get(pk=modele.pk)
    modele.donnees = ici.donnees
    return de_donnees(ici.donnees)


def _libre(correspondance: Correspondance) -> str:
    rang = 1
    while f"Constante {rang}" in correspondance.entetes:
        rang += 1
    return f"Constante {rang}"


def _ecrire(modele: CorrespondanceFSE, voulue: Correspondance, par: Acteur) -> None:
    """Keep the layout under its next number; refused where what it writes could not be read back."""
    donnees = vers_donnees(replace(voulue, version=str(int(voulue.version) + 1 if voulue.version.isdecimal() else 1)))
    de_donnees(donnees)
    valeurs: dict[str, Any] = {"nom": voulue.nom, "donnees": donnees}
    valeurs |= {"modifiee_le": timezone.now(), "modifiee_par": par.compte}
    with traduire(PHRASES):
        modifier(modele, valeurs, par=par)
    consigner("modifier une correspondance d'export", par=par, objet=modele, detail={"version": donnees["version"]})
