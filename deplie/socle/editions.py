"""Two people editing one row at once: what does not clash is joined, what clashes is said, and nothing typed is lost.

A form carries the version it was opened on. Fields that its author left alone keep what somebody else saved
meanwhile; a field that both changed stops the save with a sentence; saved again after it was read (``vu``), the
author's value wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from django.db import models
from django.utils import timezone

from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Compte

JAMAIS_VERSIONNEE = "0"
Ligne = TypeVar("Ligne", bound=models.Model)


class Auteur(Protocol):
    """Who writes: ``acteurs.queries.Acteur``."""

    @property
    def compte(self) -> Compte | None: ...


@dataclass(frozen=True)
class Edition:
    """The version a form was opened on, and the one its author was told about, if any."""

    version: str
    vu: str = ""


class EditionConcurrente(RefusMetier):
    """Somebody else changed the same fields meanwhile; a save that carries ``vu`` will replace their values."""

    def __init__(self, message: str, vu: str) -> None:
        super().__init__(message)
        self.vu = vu


def version_de(objet: models.Model) -> str:
    """The number of the last version kept of a row; « 0 » when none was."""
    derniere = _versions(objet).order_by("-history_id").values_list("history_id", flat=True).first()
    return str(derniere or JAMAIS_VERSIONNEE)


def modifier(
    objet: Ligne,
    valeurs: Mapping[str, Any],
    *,
    par: Auteur,
    edition: Edition | None = None,
    verifier: Callable[[Ligne], None] | None = None,
) -> list[str]:
    """Give a row its new values, inside the caller's transaction; returns the names of the fields that change.

    The row is read again and locked, then given to ``verifier``, which may refuse; ``objet`` takes its final values
    once they are saved. Without ``edition`` nothing is compared. Raises EditionConcurrente when a field was changed to
    something else meanwhile.
    """
    modele = type(objet)
    actuel = modele._default_manager.select_for_update().get(pk=objet.pk)
    voulues = _joindre(actuel, valeurs, edition) if edition else dict(valeurs)
    changes = [champ for champ, valeur in voulues.items() if getattr(actuel, champ) != valeur]
    for champ, valeur in voulues.items():
        setattr(actuel, champ, valeur)
    if verifier:
        verifier(actuel)
    if changes:
        enregistrer(actuel, par=par)
    for champ, valeur in voulues.items():
        setattr(objet, champ, valeur)
    return changes


def enregistrer(objet: models.Model, *, par: Auteur) -> None:
    """Save a row; its version says who."""
    objet._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    objet.save()


def _joindre(actuel: models.Model, valeurs: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """The author's values where they changed something, the recorded ones elsewhere."""
    derniere = version_de(actuel)
    if edition.version in ("", derniere):  # nothing to compare with
        return dict(valeurs)
    base = _versions(actuel).filter(history_id=edition.version).first() if edition.version.isdecimal() else None
    voulues: dict[str, Any] = {}
    heurtes = []
    for champ, voulue in valeurs.items():
        avant = getattr(base, champ) if base else None
        presente = getattr(actuel, champ)
        voulues[champ] = presente if base and voulue == avant else voulue
        if voulues[champ] != presente and presente != avant:
            heurtes.append(champ)
    if heurtes and edition.vu != derniere:
        raise EditionConcurrente(_phrase(actuel, heurtes), derniere)
    return voulues


def _phrase(actuel: models.Model, heurtes: list[str]) -> str:
    derniere = _versions(actuel).order_by("-history_id").select_related("history_user").first()
    # A version written by an import may have no author.
    qui = str(derniere.history_user) if derniere and derniere.history_user else "Quelqu'un"
    quand = f" à {timezone.localtime(derniere.history_date):%H h %M}" if derniere else ""
    dits = " ; ".join(_dire(actuel, champ) for champ in heurtes)
    return (
        f"{qui} a enregistré cette fiche{quand}, pendant votre saisie : {dits}. "
        "Vos saisies sont gardées ci-dessous. Vérifiez-les, puis enregistrez de nouveau pour les retenir."
    )


def _dire(actuel: models.Model, champ: str) -> str:
    """« téléphone : « +262692001122 » » : the value recorded meanwhile."""
    nom = str(cast("models.Field[Any, Any]", actuel._meta.get_field(champ)).verbose_name)
    valeur = getattr(actuel, champ)
    if isinstance(valeur, date):
        return f"{nom} : {valeur:%d/%m/%Y}"
    afficher = getattr(actuel, f"get_{champ}_display", None)
    ecrite = str(afficher() if afficher else valeur) if valeur not in (None, "") else "rien"
    return f"{nom} : « {ecrite} »"


def _versions(objet: models.Model) -> Any:
    """The versions of a row, by the manager that models name ``historique``."""
    return objet.historique  # type: ignore[attr-defined]
