"""Alerts as conditions on participations: the same one makes a counter, a list and the sentence on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.lookups import In
from django.utils import timezone

from deplie.parcours.models import Depart, Entretien, Etape, Participation, Suspension
from deplie.parcours.queries.expressions import SansIndex
from deplie.parcours.rules.alertes import (
    ALERTES,
    Alerte,
    debut_sans_etape,
    derniere_sortie_echue,
)
from deplie.parcours.rules.entretien import debut_sans_contact
from deplie.parcours.rules.sortie import MOTIFS_EMPLOI
from deplie.territoires.rules import CATEGORIES_NON_COMPTEES, STATUTS_NON_COMPTES


def _ouverte(jour: date) -> Q:
    return Q(depart__gt=jour, date_entree__lte=jour)


def _incomplet(jour: date) -> Q:
    return Q(personne__sexe="") | Q(personne__date_naissance=None) | Q(statut_entree="") | Q(niveau_formation="")


def _sans_etape(jour: date) -> Q:
    """In progress for three months, and no counted étape had a day in them."""
    depuis = debut_sans_etape(jour)
    etapes = Etape.objects.filter(participation=OuterRef("pk"), date_debut__lte=jour).exclude(
        Q(categorie__in=CATEGORIES_NON_COMPTEES) | Q(statut__in=STATUTS_NON_COMPTES) | Q(date_fin__lt=depuis)
    )
    return _ouverte(jour) & Q(date_entree__lte=depuis) & ~Exists(etapes)


def _sans_contact(jour: date) -> Q:
    """In progress for two months, not suspended, and no interview held in them: where the référent writes them at all,
    for a territory that keeps its interviews elsewhere would see everybody.
    """
    depuis = debut_sans_contact(jour)
    tenus = Entretien.objects.tenus()
    recents = tenus.filter(
        personne=OuterRef("personne"), debut__gte=timezone.make_aware(datetime.combine(depuis, time.min))
    )
    suspendus = Suspension.objects.filter(participation=OuterRef("pk"), fin=None)
    ecrits = tenus.filter(agent=OuterRef("referent"))
    return _ouverte(jour) & Q(date_entree__lte=depuis) & Exists(ecrits) & ~Exists(recents) & ~Exists(suspendus)


def _sortie_provisoire(jour: date) -> Q:
    return Q(depart__lte=jour, date_validation_sortie=None)


def _sixieme_mois(jour: date) -> Q:
    echues = Q(depart__lte=derniere_sortie_echue(jour))
    return echues & Q(motif_sortie__in=MOTIFS_EMPLOI, situation_6_mois="")


def _etape_apres_sortie(jour: date) -> Q:
    """Gone, with an étape that was never ended."""
    dedans = In(SansIndex(F("pk"), output_field=BigIntegerField()), _sans_fin().values("participation"))
    return Q(depart__lte=jour) & Q(dedans)


def _sans_fin():
    return Etape.objects.filter(date_fin=None).exclude(categorie="SUIVI_EMPLOI").exclude(statut="ANNULEE")


def _sans_referent(jour: date) -> Q:
    return _ouverte(jour) & Q(referent=None)


def _deux_dispositifs(jour: date) -> Q:
    autres = Participation.objects.ouvertes_le(jour).filter(personne=OuterRef("personne"))
    return _ouverte(jour) & Exists(autres.exclude(dispositif=OuterRef("dispositif")))


CONDITIONS: dict[str, Callable[[date], Q]] = {
    "sortie_provisoire": _sortie_provisoire,
    "sixieme_mois": _sixieme_mois,
    "etape_apres_sortie": _etape_apres_sortie,
    "incomplet": _incomplet,
    "sans_etape": _sans_etape,
    "sans_contact": _sans_contact,
    "sans_referent": _sans_referent,
    "deux_dispositifs": _deux_dispositifs,
}


def avec_depart(participations):
    """The queryset on which the conditions hold: ``depart`` is the exit, or the end of time."""
    return participations.alias(depart=Depart("date_sortie"))


def alertes_de(pks: Iterable[int], jour: date) -> dict[int, list[Alerte]]:
    """Alerts of each participation, in the order of display, in one query."""
    voulues = list(pks)
    # Of a few participations, each looks at its own étapes; of a list, the étapes without an end are listed once.
    ici = Q(depart__lte=jour) & Exists(_sans_fin().filter(participation=OuterRef("pk")))
    conditions = {code: condition(jour) for code, condition in CONDITIONS.items()} | {"etape_apres_sortie": ici}
    marquees = avec_depart(Participation.objects.reelles().filter(pk__in=voulues)).annotate(
        **{f"alerte_{code}": _vrai(conditions[code]) for code in ALERTES}
    )
    codes = [f"alerte_{code}" for code in ALERTES]
    lues = {pk: drapeaux for pk, *drapeaux in marquees.values_list("pk", *codes)}
    return {
        pk: [alerte for alerte, leve in zip(ALERTES.values(), lues.get(pk, []), strict=False) if leve] for pk in voulues
    }


def _vrai(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
