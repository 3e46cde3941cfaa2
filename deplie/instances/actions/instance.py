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
from deplie.instances.rules import NATURES, REPRESENTE
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
    suppleant_nom: str = "",
    suppleant_courriel: str = "",
    fin: date | None = None,
) -> MembreInstance:
    """Give a seat from a day; ``nom``, ``structure`` and ``courriel`` tell somebody who is no agent of the territory,
    ``suppleant_nom`` and ``suppleant_courriel`` a deputy who is none.

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
        suppleant_nom=" ".join(suppleant_nom.split()),
        suppleant_courriel=suppleant_courriel.strip(),
        debut=debut,
        fin=fin,
    )
    with traduire(PHRASES):
        membre.save()
    consigner("donner un siège", par=par, objet=instance, detail={"membre": membre.pk})
    return membre


@transaction.atomic
def designer_suppleant(
    *,
    membre: MembreInstance,
    par: Acteur,
    suppleant: Agent | None = None,
    suppleant_nom: str = "",
    suppleant_courriel: str = "",
) -> None:
    """Say who replaces a member; nobody takes the deputy away.

    Raises RefusMetier once a deputy sat there: the minutes name them, and another seat begins.
    """
    _verifier_territoire(suppleant, par)
    ici = MembreInstance.objects.select_for_update(of=("self",)).get(pk=membre.pk)
    if ici.remplacant and ici.presences.filter(etat=REPRESENTE).exists():
        raise RefusMetier(
            f"{ici.remplacant} a déjà siégé : terminez ce siège, puis donnez-en un autre avec le nouveau suppléant."
        )
    ici.suppleant = suppleant
    ici.suppleant_nom, ici.suppleant_courriel = " ".join(suppleant_nom.split()), suppleant_courriel.strip()
    with traduire(PHRASES):
        ici.save(update_fields=["suppleant", "suppleant_nom", "suppleant_courriel"])
    consigner("désigner un suppléant", par=par, objet=membre.instance, detail={"membre": membre.pk})


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
