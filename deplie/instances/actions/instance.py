"""Bodies and their members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.instances.actions._controle import PHRASES
from deplie.instances.models import Instance, MembreInstance
from deplie.instances.rules import NATURES
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif


@transaction.atomic
def creer_instance(
    *, nature: str, nom: str, par: Acteur, dispositif: Dispositif | None = None, quorum: int | None = None
) -> Instance:
    """Record a body that decides together. Raises RefusMetier for an unknown kind, or a name already borne."""
    instance = Instance(territoire=par.territoire)
    _ecrire(instance, {"nature": nature, "nom": nom, "dispositif": dispositif, "quorum": quorum})
    consigner("créer une instance", par=par, objet=instance, detail={"nature": nature})
    return instance


@transaction.atomic
def modifier_instance(*, instance: Instance, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Change a body, or say that it meets no more (``active``). Raises as ``creer_instance``."""
    _ecrire(instance, valeurs)
    consigner("modifier une instance", par=par, objet=instance, detail={"champs": sorted(valeurs)})


@transaction.atomic
def ajouter_membre(
    *,
    instance: Instance,
    debut: date,
    par: Acteur,
    organisation: Organisation | None = None,
    titulaire: Agent | None = None,
    suppleant: Agent | None = None,
    nom: str = "",
    structure: str = "",
    courriel: str = "",
    fin: date | None = None,
) -> MembreInstance:
    """Give a seat from a day; ``nom``, ``structure`` and ``courriel`` tell somebody who is no agent of the territory.

    Raises RefusMetier without anybody to sit, or somebody of another territory.
    """
    for qui in (organisation, titulaire, suppleant):
        _verifier_territoire(qui, par)
    membre = MembreInstance(
        instance=instance,
        organisation=organisation,
        titulaire=titulaire,
        suppleant=suppleant,
        nom=" ".join(nom.split()),
        structure=" ".join(structure.split()),
        courriel=courriel.strip(),
        debut=debut,
        fin=fin,
    )
    with traduire(PHRASES):
        membre.save()
    consigner("donner un siège", par=par, objet=instance, detail={"membre": membre.pk})
    return membre


@transaction.atomic
def retirer_membre(*, membre: MembreInstance, fin: date, par: Acteur) -> None:
    """Say the last day of a seat: what it decided stays."""
    membre.fin = fin
    with traduire(PHRASES):
        membre.save(update_fields=["fin"])
    consigner("terminer un siège", par=par, objet=membre.instance, detail={"membre": membre.pk})


def _ecrire(instance: Instance, valeurs: Mapping[str, Any]) -> None:
    propres = dict(valeurs)
    if "nom" in propres:
        propres["nom"] = " ".join(propres["nom"].split())
    for champ, valeur in propres.items():
        setattr(instance, champ, valeur)
    if instance.nature not in NATURES:
        raise RefusMetier("Choisissez la nature de l'instance dans la liste.")
    if not instance.nom:
        raise RefusMetier("Donnez un nom à l'instance.")
    if instance.dispositif and instance.dispositif.territoire_id != instance.territoire_id:
        raise RefusMetier("Ce dispositif est d'un autre territoire.")
    with traduire(PHRASES):
        instance.save()


def _verifier_territoire(qui: models.Model | None, par: Acteur) -> None:
    if qui is not None and getattr(qui, "territoire_id", None) != par.territoire.pk:
        raise RefusMetier("Cette structure ou cette personne est d'un autre territoire.")
