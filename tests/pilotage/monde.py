"""A small world written into the base, and the bilan read back from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours import models as parcours
from deplie.personnes.models import Personne
from deplie.pilotage.queries.bilan import Bilan, etablir
from deplie.socle import generations
from deplie.territoires.models import Dispositif, Territoire
from tests.pilotage.temoin import Participation

_numeros = count(1)
LE = date(2026, 11, 22)


def territoire(*dispositifs: str, complet_depuis: date | None = date(2015, 1, 1)) -> Territoire:
    lieu = Territoire.objects.create(code=f"M{next(_numeros):05}", nom="Monde d'essai")
    for rang, code in enumerate(dispositifs or ("PLIE",), start=1):
        Dispositif.objects.create(
            territoire=lieu, code=code, nom=code, rang=rang, donnees_completes_depuis=complet_depuis
        )
    return lieu


def peupler(lieu: Territoire, participations: list[Participation], **communs: Any) -> list[parcours.Participation]:
    """Write the participations, their people, their étapes and their criteria; the facts are bumped."""
    dispositifs = {d.code: d for d in lieu.dispositifs.all()}
    personnes = {
        p.personne: Personne(
            territoire=lieu, identifiant=f"P{p.personne}", nom=f"Nom{p.personne}", prenom="Zélie", sexe=p.sexe,
            date_naissance=p.naissance,
        )
        for p in participations
    }  # fmt: skip
    Personne.objects.bulk_create(personnes.values())
    ecrites = parcours.Participation.objects.bulk_create(
        parcours.Participation(
            personne=personnes[p.personne], dispositif=dispositifs[p.dispositif], date_entree=p.entree,
            date_sortie=p.sortie, motif_sortie=p.motif, date_validation_sortie=p.sortie if p.validee else None,
            situation_6_mois=p.situation, jours_suspension=p.suspension, qpv=p.qpv, niveau_formation=p.niveau,
            statut_entree=p.statut, duree_chomage_mois=p.chomage, **communs,
        )
        for p in participations
    )  # fmt: skip
    couples = list(zip(participations, ecrites, strict=True))
    parcours.Critere.objects.bulk_create(
        parcours.Critere(participation=ecrite, code=code) for p, ecrite in couples for code in sorted(p.criteres)
    )
    parcours.Etape.objects.bulk_create(
        parcours.Etape(
            territoire=lieu, participation=ecrite, categorie=e.categorie, date_debut=e.debut, date_fin=e.fin,
            statut=e.statut, finance_plie=e.finance, cle=f"e{next(_numeros)}",
        )
        for p, ecrite in couples for e in p.etapes
    )  # fmt: skip
    generations.noter(lieu.code, "sejour", "etape", "critere", "personne")
    return ecrites


def peupler_un(lieu: Territoire, participation: Participation) -> parcours.Participation:
    """One more."""
    return peupler(lieu, [participation])[0]


def bilan(lieu: Territoire, debut: date, fin: date, *par: str, dispositif: str = "PLIE", **options: Any) -> Bilan:
    """The bilan, with every right unless told otherwise, as if today were 22 November 2026."""
    options.setdefault("acteur", Acteur.systeme(lieu))
    options.setdefault("aujourd_hui", LE)
    return etablir(lieu, debut, fin, dispositif=dispositif, par=par, **options)


@contextmanager
def effacer_ensuite() -> Iterator[None]:
    """What is written within is taken back: one example of a random test does not see another's."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
