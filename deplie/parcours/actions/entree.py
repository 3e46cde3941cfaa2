"""Admitting somebody in a scheme; correcting what was true at entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire, verifier
from deplie.parcours.models import Critere, Participation, Prescription
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif
from deplie.territoires.rules import CRITERE, CRITERES_SENSIBLES

# What is known at entry, beside the dates and who follows.
SITUATION: Final = (
    "code_commune",
    "commune",
    "qpv",
    "code_qpv",
    "niveau_formation",
    "statut_entree",
    "duree_chomage_mois",
    "zone_rurale",
    "jours_suspension",
)


@transaction.atomic
def admettre(
    *,
    personne: Personne,
    dispositif: Dispositif,
    date_entree: date,
    par: Acteur,
    referent: Agent | None = None,
    prescripteur: Organisation | None = None,
    date_prescription: date | None = None,
    criteres: Iterable[str] = (),
    situation: Mapping[str, Any] | None = None,
) -> Participation:
    """Open a participation at the day of the commission, for somebody whose prescription is not in the tool.

    ``situation`` gives values of ``SITUATION``. Raises RefusMetier for a date in the future or before birth, and when
    the person is followed in that scheme at that time already, or waits for a commission there.
    """
    attend = Prescription.objects.en_attente().filter(personne=personne, dispositif=dispositif)
    if attend.exists():
        raise RefusMetier("Cette personne a une prescription en attente dans ce dispositif : décidez-la d'abord.")
    participation = creer_participation(
        personne=personne,
        dispositif=dispositif,
        date_entree=date_entree,
        par=par,
        referent=referent,
        prescripteur=prescripteur,
        date_prescription=date_prescription,
        criteres=criteres,
        situation=situation,
    )
    detail = {"dispositif": dispositif.code, "entree": ecrire(date_entree)}
    consigner("admettre dans un dispositif", par=par, objet=participation, detail=detail)
    return participation


@transaction.atomic
def creer_participation(
    *,
    personne: Personne,
    dispositif: Dispositif,
    date_entree: date,
    par: Acteur,
    referent: Agent | None = None,
    prescripteur: Organisation | None = None,
    date_prescription: date | None = None,
    criteres: Iterable[str] = (),
    situation: Mapping[str, Any] | None = None,
) -> Participation:
    """The participation of ``admettre``, inside the transaction of the decision that opens it."""
    if dispositif.territoire_id != par.territoire.pk or personne.territoire_id != par.territoire.pk:
        raise RefusMetier("La personne et le dispositif sont d'un autre territoire.")
    generations.noter(par.territoire.code, "sejour", "critere")
    participation = Participation(
        personne=personne,
        dispositif=dispositif,
        date_entree=date_entree,
        referent=referent,
        prescripteur=prescripteur,
        date_prescription=date_prescription,
        **_situation(situation or {}),
    )
    verifier(participation)
    with traduire(PHRASES):
        enregistrer(participation, par=par)
    _noter_criteres(participation, criteres, sensibles=True)
    return participation


@transaction.atomic
def corriger_entree(
    *,
    participation: Participation,
    valeurs: Mapping[str, Any],
    par: Acteur,
    criteres: Iterable[str] | None = None,
    edition: Edition | None = None,
) -> list[str]:
    """Correct dates, who follows, who prescribed, the situation at entry; returns the names of the fields that changed.

    ``criteres`` replaces the criteria that the author may read; the sensitive ones stay when they may not. Raises
    RefusMetier as ``admettre``, EditionConcurrente when somebody else changed the same fields since ``edition``.
    """
    generations.noter(par.territoire.code, "sejour", "critere")
    with traduire(PHRASES):
        changes = modifier(participation, _situation(valeurs), par=par, edition=edition, verifier=verifier)
    if criteres is not None and _noter_criteres(participation, criteres, sensibles=par.peut("sensible.lire")):
        changes = [*changes, "criteres"]
    if changes:
        consigner("corriger une entrée", par=par, objet=participation, detail={"champs": sorted(changes)})
    return changes


@transaction.atomic
def retirer_entree(*, participation: Participation, par: Acteur) -> None:
    """Remove an entry that a commission did not grant, and that nothing followed (``actions.rectification``): its
    versions stay, and the day is free for another."""
    generations.noter(par.territoire.code, "sejour", "critere", "frein")
    consigner("retirer une entrée", par=par, objet=participation, detail={"entree": ecrire(participation.date_entree)})
    retires: list[Any] = [*participation.freins_suivis.order_by("pk"), participation]
    for objet in retires:
        objet._history_user = par.compte  # read by simple-history
        objet.delete()


def _situation(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Texts trimmed; a place or a code given in lower case raised."""
    propres = dict(valeurs)
    for champ in ("code_commune", "code_qpv"):
        if isinstance(propres.get(champ), str):
            propres[champ] = propres[champ].strip().upper()
    if isinstance(propres.get("commune"), str):
        propres["commune"] = " ".join(propres["commune"].split())
    return propres


def _noter_criteres(participation: Participation, criteres: Iterable[str], *, sensibles: bool) -> bool:
    """Make the criteria those given; without ``sensibles``, the sensitive ones stay as they are. True if changed."""
    voulus = set(criteres)
    if inconnus := {code for code in voulus if code not in CRITERE}:
        raise RefusMetier(f"Ce critère d'éligibilité n'existe pas : {', '.join(sorted(inconnus))}.")
    tenus = set(participation.criteres.values_list("code", flat=True))
    if not sensibles:
        voulus = (voulus - CRITERES_SENSIBLES) | (tenus & CRITERES_SENSIBLES)
    participation.criteres.filter(code__in=tenus - voulus).delete()
    Critere.objects.bulk_create(Critere(participation=participation, code=code) for code in sorted(voulus - tenus))
    return tenus != voulus
