"""Recording who somebody is, and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import Personne
from deplie.personnes.rules import CHAMPS, IDENTITE, cle_de_nom, telephone
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

PHRASES: Final = {
    "personne_identifiant_unique": "Cet identifiant est déjà celui d'une autre personne du territoire.",
    "personne_sexe": "Le sexe attendu est femme, homme, ou autre.",
}
# Numbers given here, for people that no other tool numbered.
PREFIXE: Final = "D-"
DONNE: Final = re.compile(rf"{PREFIXE}\d{{6}}")


@transaction.atomic
def creer_personne(*, par: Acteur, identite: Mapping[str, Any], identifiant: str = "") -> Personne:
    """Record somebody in the author's territory; without ``identifiant``, the next number « D-000123 ».

    ``identite`` gives values of ``CHAMPS``. Raises RefusMetier for a missing name, a birth in the future, a number or
    an identifier that cannot be.
    """
    generations.noter(par.territoire.code, "personne")  # also the lock that makes the next number safe
    valeurs = _propres(identite, par)
    personne = Personne(
        territoire=par.territoire, identifiant=identifiant.strip() or _prochain(par), **valeurs, **_cles(valeurs)
    )
    with traduire(PHRASES):
        enregistrer(personne, par=par)
    consigner("inscrire une personne", par=par, objet=personne)
    return personne


@transaction.atomic
def modifier_personne(
    *, personne: Personne, identite: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    """Correct an identity or a contact; returns the names of the fields that changed.

    Raises RefusMetier as ``creer_personne``, and EditionConcurrente when somebody else changed the same fields since
    ``edition``.
    """
    # First, so that an import waits for this save or this save for the import, never crosswise.
    generations.noter(par.territoire.code, "contact")
    valeurs = _propres(identite, par)
    with traduire(PHRASES):
        changes = modifier(personne, valeurs, par=par, edition=edition)
        # The keys follow the names as they are after joining; they are not kept in versions.
        Personne.objects.filter(pk=personne.pk).update(**_cles(vars(personne)))
    if set(changes) & set(IDENTITE):
        # No figure stands on how somebody is reached.
        generations.noter(par.territoire.code, "personne")
    if changes:
        consigner("modifier une personne", par=par, objet=personne, detail={"champs": sorted(changes)})
    return changes


def _propres(identite: Mapping[str, Any], par: Acteur) -> dict[str, Any]:
    """The values as they are kept: trimmed, the number international, what is empty empty."""
    valeurs = {champ: identite[champ] for champ in CHAMPS if champ in identite}
    for champ, valeur in valeurs.items():
        if isinstance(valeur, str):
            valeurs[champ] = " ".join(valeur.split())
    if valeurs.get("telephone"):
        valeurs["telephone"] = telephone(valeurs["telephone"], par.territoire.region_telephone)
    _verifier(valeurs)
    return valeurs


def _verifier(valeurs: Mapping[str, Any]) -> None:
    if not cle_de_nom(valeurs.get("nom", "a"), "a"):
        raise RefusMetier("Indiquez le nom de naissance, en lettres.")
    if not valeurs.get("prenom", "-"):
        raise RefusMetier("Indiquez le prénom.")
    naissance = valeurs.get("date_naissance")
    if isinstance(naissance, date) and naissance > timezone.localdate():
        raise RefusMetier(
            f"La date de naissance ({naissance:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue."
        )


def _cles(valeurs: Mapping[str, Any]) -> dict[str, str]:
    prenom = valeurs.get("prenom", "")
    return {
        "cle_nom": cle_de_nom(valeurs.get("nom", ""), prenom),
        "cle_usage": cle_de_nom(valeurs.get("nom_usage", ""), prenom),
    }


def _prochain(par: Acteur) -> str:
    """The number after the last one given here."""
    numeros = Personne.objects.filter(
        territoire=par.territoire, identifiant__gte=f"{PREFIXE}000000", identifiant__lte=f"{PREFIXE}999999"
    ).order_by("-identifiant")
    donnes = (numero for numero in numeros.values_list("identifiant", flat=True).iterator() if DONNE.fullmatch(numero))
    dernier = next(donnes, f"{PREFIXE}000000")
    return f"{PREFIXE}{int(dernier.removeprefix(PREFIXE)) + 1:06}"
