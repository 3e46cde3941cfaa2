"""Alerts as conditions on participations: the same one makes a counter, a list and the sentence on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.lookups import In
from django.utils import timezone

from deplie.parcours.models import (
    ConstatEmploi,
    ContratPlie,
    Depart,
    Emploi,
    Entretien,
    Etape,
    Participation,
    Proposition,
    Suspension,
)
from deplie.parcours.queries.expressions import SansIndex
from deplie.parcours.rules.accueil import DECLINEE
from deplie.parcours.rules.alertes import (
    ALERTES,
    USUELS,
    Alerte,
    Delais,
    alertes,
    dernier_debut,
    derniere_sortie_echue,
    il_y_a,
)
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI, MOTIFS_EMPLOI
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglages
from deplie.territoires.rules import CATEGORIES_NON_COMPTEES, STATUTS_NON_COMPTES


def _ouverte(jour: date) -> Q:
    return Q(depart__gt=jour, date_entree__lte=jour)


def _incomplet(jour: date, delais: Delais) -> Q:
    return Q(personne__sexe="") | Q(personne__date_naissance=None) | Q(statut_entree="") | Q(niveau_formation="")


def _sans_etape(jour: date, delais: Delais) -> Q:
    """In progress for so many months, and no counted étape had a day in them."""
    depuis = il_y_a(delais.mois_sans_etape, jour)
    etapes = Etape.objects.filter(participation=OuterRef("pk"), date_debut__lte=jour).exclude(
        Q(categorie__in=CATEGORIES_NON_COMPTEES) | Q(statut__in=STATUTS_NON_COMPTES) | Q(date_fin__lt=depuis)
    )
    return _ouverte(jour) & Q(date_entree__lte=depuis) & ~Exists(etapes)


def _sans_contact(jour: date, delais: Delais) -> Q:
    """In progress for so many months, not suspended, and no interview held in them: where the référent writes them at
    all, for a territory that keeps its interviews elsewhere would see everybody.
    """
    depuis = il_y_a(delais.mois_sans_contact, jour)
    tenus = Entretien.objects.tenus()
    recents = tenus.filter(
        personne=OuterRef("personne"), debut__gte=timezone.make_aware(datetime.combine(depuis, time.min))
    )
    suspendus = Suspension.objects.filter(participation=OuterRef("pk"), fin=None)
    ecrits = tenus.filter(agent=OuterRef("referent"))
    return _ouverte(jour) & Q(date_entree__lte=depuis) & Exists(ecrits) & ~Exists(recents) & ~Exists(suspendus)


def _sortie_provisoire(jour: date, delais: Delais) -> Q:
    return Q(depart__lte=jour, date_validation_sortie=None)


def _sixieme_mois(jour: date, delais: Delais) -> Q:
    echues = Q(depart__lte=derniere_sortie_echue(jour))
    return echues & Q(motif_sortie__in=MOTIFS_EMPLOI, situation_6_mois="")


def _etape_apres_sortie(jour: date, delais: Delais) -> Q:
    """Gone, with an étape that was never ended."""
    dedans = In(SansIndex(F("pk"), output_field=BigIntegerField()), _sans_fin().values("participation"))
    return Q(depart__lte=jour) & Q(dedans)


def _sans_fin():
    return Etape.objects.filter(date_fin=None).exclude(categorie="SUIVI_EMPLOI").exclude(statut="ANNULEE")


def _etape_hors_parcours(jour: date, delais: Delais) -> Q:
    """Gone, with an étape that begins after the exit: an earlier exit came after it."""
    dedans = In(SansIndex(F("pk"), output_field=BigIntegerField()), _apres().values("participation"))
    return Q(depart__lte=jour) & Q(dedans)


def _apres():
    apres = Etape.objects.filter(date_debut__gt=F("participation__date_sortie"))
    return apres.exclude(categorie="SUIVI_EMPLOI").exclude(statut="ANNULEE")


def _sans_referent(jour: date, delais: Delais) -> Q:
    return _ouverte(jour) & Q(referent=None)


def _deux_dispositifs(jour: date, delais: Delais) -> Q:
    autres = Participation.objects.ouvertes_le(jour).filter(personne=OuterRef("personne"))
    return _ouverte(jour) & Exists(autres.exclude(dispositif=OuterRef("dispositif")))


def _donnees_sortie(jour: date, delais: Delais) -> Q:
    """Gone without a motive: from the day of exit, for its deadline is soon."""
    return Q(depart__lte=jour, motif_sortie="")


def _emplois(**champs) -> Exists:
    """A job still held."""
    return Exists(Emploi.objects.filter(participation=OuterRef("pk"), fin=None, **champs))


def _emploi_six_mois(jour: date, delais: Delais) -> Q:
    return _ouverte(jour) & Q(_emplois(debut__lte=dernier_debut(jour, MOIS_DE_SUIVI)))


def _constat_emploi(jour: date, delais: Delais) -> Q:
    """A month of a job is over for so many days, and neither it nor a later one was recorded."""
    borne, oublie = jour - timedelta(days=delais.jours_constat), Q(pk__in=[])
    for mois in range(1, MOIS_DE_SUIVI + 1):
        faits = ConstatEmploi.objects.filter(emploi=OuterRef("pk"), mois__gte=mois)
        oublie |= Q(debut__lte=dernier_debut(borne, mois)) & ~Exists(faits)
    return _ouverte(jour) & Q(Exists(Emploi.objects.filter(oublie, participation=OuterRef("pk"), fin=None)))


def _emploi_sans_preuve(jour: date, delais: Delais) -> Q:
    return _ouverte(jour) & Q(_emplois(debut__lte=jour - timedelta(days=delais.jours_preuve), preuve_du=None))


def _contrat_non_signe(jour: date, delais: Delais) -> Q:
    """Entered for so many days without a contract signed of all: where the scheme draws contracts at all, for one that
    keeps them elsewhere would see everybody.
    """
    premiers = ContratPlie.objects.filter(rang=1)
    signes = premiers.filter(
        participation=OuterRef("pk"),
        signe_personne_le__isnull=False,
        signe_referent_le__isnull=False,
        signe_plan_le__isnull=False,
    )
    usage = premiers.filter(participation__dispositif=OuterRef("dispositif"), etabli_le__lte=OuterRef("date_entree"))
    etabli = premiers.filter(participation=OuterRef("pk"))
    entree = Q(date_entree__lte=jour - timedelta(days=delais.jours_contrat))
    return _ouverte(jour) & entree & (Q(Exists(etabli)) | Q(Exists(usage))) & ~Exists(signes)


def _suspension_echue(jour: date, delais: Delais) -> Q:
    echues = Suspension.objects.filter(participation=OuterRef("pk"), fin=None, fin_prevue__lt=jour)
    return _ouverte(jour) & Q(Exists(echues))


def _etape_declinee(jour: date, delais: Delais) -> Q:
    """Declined by an operator, and nobody else was asked since."""
    seules = Etape.objects.filter(participation=OuterRef("pk"), operateur=None, statut="PREVUE")
    return _ouverte(jour) & Q(Exists(seules.filter(propositions__reponse=DECLINEE)))


def _etape_sans_reponse(jour: date, delais: Delais) -> Q:
    attendent = Proposition.objects.en_attente().filter(
        etape__participation=OuterRef("pk"), etape__statut="PREVUE", le__lte=jour - timedelta(days=delais.jours_reponse)
    )
    return _ouverte(jour) & Q(Exists(attendent))


CONDITIONS: dict[str, Callable[[date, Delais], Q]] = {
    "sortie_provisoire": _sortie_provisoire,
    "donnees_sortie": _donnees_sortie,
    "emploi_six_mois": _emploi_six_mois,
    "constat_emploi": _constat_emploi,
    "emploi_sans_preuve": _emploi_sans_preuve,
    "contrat_non_signe": _contrat_non_signe,
    "suspension_echue": _suspension_echue,
    "sixieme_mois": _sixieme_mois,
    "etape_apres_sortie": _etape_apres_sortie,
    "etape_hors_parcours": _etape_hors_parcours,
    "etape_declinee": _etape_declinee,
    "etape_sans_reponse": _etape_sans_reponse,
    "incomplet": _incomplet,
    "sans_etape": _sans_etape,
    "sans_contact": _sans_contact,
    "sans_referent": _sans_referent,
    "deux_dispositifs": _deux_dispositifs,
}


def avec_depart(participations):
    """The queryset on which the conditions hold: ``depart`` is the exit, or the end of time."""
    return participations.alias(depart=Depart("date_sortie"))


def delais_de(territoire: Territoire) -> Delais:
    """The delays of a territory, in one query."""
    return Delais.des(reglages(territoire))


def alertes_de(pks: Iterable[int], jour: date, delais: Delais = USUELS) -> dict[int, list[Alerte]]:
    """Alerts of each participation, in the order of display, in one query."""
    voulues = list(pks)
    lues = {pk: drapeaux for pk, *drapeaux in _drapeaux(voulues, jour, delais)}
    return {
        pk: [alerte for alerte, leve in zip(alertes(delais).values(), lues.get(pk, []), strict=False) if leve]
        for pk in voulues
    }


def _drapeaux(pks: list[int], jour: date, delais: Delais) -> list[tuple[Any, ...]]:
    """(participation, whether each alert is raised, in the order of ``ALERTES``)."""
    if not pks:
        return []
    sql, parametres = _enonce(connection.vendor, len(pks), jour, delais)
    with connection.cursor() as curseur:
        curseur.execute(sql, [pks[p.rang] if isinstance(p, _Place) else p for p in parametres])
        return curseur.fetchall()


class _Place(int):
    """Where the number of a participation goes in a statement: ``-1`` is the first one's place."""

    @property
    def rang(self) -> int:
        return -self - 1


@lru_cache(maxsize=64)
def _enonce(base: str, combien: int, jour: date, delais: Delais) -> tuple[str, list[Any]]:
    """The statement that reads the alerts of so many participations, and its parameters.

    Its words alone are kept, never what it answers: sixteen conditions cost more to write than to run (13 ms for 1),
    and depend on nothing but what is asked here.
    """
    # Of a few participations, each looks at its own étapes; of a list, the étapes without an end are listed once.
    ici = {
        "etape_apres_sortie": Q(depart__lte=jour) & Exists(_sans_fin().filter(participation=OuterRef("pk"))),
        "etape_hors_parcours": Q(depart__lte=jour) & Exists(_apres().filter(participation=OuterRef("pk"))),
    }
    conditions = {code: condition(jour, delais) for code, condition in CONDITIONS.items()} | ici
    places = [-rang - 1 for rang in range(combien)]
    marquees = avec_depart(Participation.objects.reelles().filter(pk__in=places)).annotate(
        **{f"alerte_{code}": _vrai(conditions[code]) for code in ALERTES}
    )
    voulus = marquees.values_list("pk", *(f"alerte_{code}" for code in ALERTES))
    sql, parametres = voulus.query.sql_with_params()
    # Nothing else in the conditions is a negative number.
    return sql, [_Place(p) if isinstance(p, int) and p < 0 else p for p in parametres]


def _vrai(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
