"""Handing over a portfolio: people, the appointments ahead and the prescriptions to receive, on a day, for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import ecrire
from deplie.parcours.actions.referent import changer_referent
from deplie.parcours.models import Entretien, Participation, Prescription
from deplie.parcours.rules.entretien import PREVU
from deplie.socle import generations
from deplie.socle.editions import modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@dataclass(frozen=True)
class Passage:
    """What went from one référent to another."""

    participations: int
    rendez_vous: int
    prescriptions: int


@transaction.atomic
def passer_portefeuille(
    *,
    de: Agent,
    vers: Agent,
    participations: Sequence[Participation],
    le: date,
    raison: str,
    par: Acteur,
    suite: bool = True,
) -> Passage:
    """Give the participations that ``de`` follows to ``vers`` from a day on: all of them or none.

    ``suite``: the appointments ahead of these people, and the prescriptions that ``de`` has to receive, go with them.
    Raises RefusMetier for nobody chosen, one that ``de`` does not follow any more, or as ``changer_referent`` does,
    with the number of whom it concerns.
    """
    if not participations:
        raise RefusMetier("Choisissez au moins une personne à passer.")
    generations.noter(par.territoire.code, "sejour", "entretien", "prescription")
    pks = sorted(participation.pk for participation in participations)
    lues = Participation.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    for participation in lues:
        _changer(participation, de, vers, le, raison, par)
    personnes = [participation.personne_id for participation in lues]
    rendez_vous = _passer_rendez_vous(personnes, de, vers, par) if suite else 0
    prescriptions = _passer_prescriptions(de, vers, par) if suite else 0
    detail = {"vers": vers.pk, "le": ecrire(le), "participations": len(pks), "rendez_vous": rendez_vous}
    consigner("passer un portefeuille", par=par, objet=de, detail=detail | {"prescriptions": prescriptions})
    return Passage(len(pks), rendez_vous, prescriptions)


def _changer(participation: Participation, de: Agent, vers: Agent, le: date, raison: str, par: Acteur) -> None:
    numero = f"Personne n° {participation.personne.identifiant}"
    if participation.referent_id != de.pk:
        raise RefusMetier(f"{numero} : {de} ne la suit plus. Rouvrez la page pour voir son portefeuille d'aujourd'hui.")
    try:
        changer_referent(participation=participation, referent=vers, le=le, raison=raison, par=par)
    except RefusMetier as refus:
        raise RefusMetier(f"{numero} : {refus.message}") from refus


def _passer_rendez_vous(personnes: list[int], de: Agent, vers: Agent, par: Acteur) -> int:
    """Appointments ahead; one that would stand twice at the same hour stays where it is."""
    prevus = Entretien.objects.select_for_update().filter(
        personne__in=personnes, agent=de, statut=PREVU, debut__gte=timezone.now()
    )
    pris = set(Entretien.objects.filter(personne__in=personnes, agent=vers).values_list("personne", "debut"))
    passes = [entretien for entretien in prevus if (entretien.personne_id, entretien.debut) not in pris]
    for entretien in passes:
        modifier(entretien, {"agent": vers}, par=par)
    return len(passes)


def _passer_prescriptions(de: Agent, vers: Agent, par: Acteur) -> int:
    attendues = list(Prescription.objects.en_attente().select_for_update().filter(referent=de))
    for prescription in attendues:
        modifier(prescription, {"referent": vers}, par=par)
    return len(attendues)
