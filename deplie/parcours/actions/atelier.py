"""Workshops: registered, put on the waiting list, given a place that frees itself, present or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre import actions as offre
from deplie.offre.models import Atelier, SeanceAtelier
from deplie.offre.rules import ANNULEE, PREVUE, refus_de_seance
from deplie.parcours.actions._rappel import dire_l_annulation, dire_la_place, rappeler_atelier
from deplie.parcours.models import InscriptionAtelier, Participation
from deplie.parcours.rules.atelier import (
    ANNULE,
    EN_ATTENTE,
    INSCRIT,
    RELEVES,
    places_libres,
    refus_de_desinscrire,
    refus_de_presence,
    statut_a_l_inscription,
)
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

# What the grid says of one registration: its state, and the reason of an absence.
Presence = tuple[str, str]
DE_TROP: Final = "Cette personne est d'un autre territoire."


@transaction.atomic
def creer_atelier_et_seance(
    *, valeurs: Mapping[str, Any], debut: datetime, duree: int, par: Acteur, animateurs: Iterable[Agent] = ()
) -> Atelier:
    """A workshop and its first session."""
    atelier = offre.creer_atelier(valeurs=valeurs, animateurs=animateurs, par=par)
    offre.ajouter_seance(atelier=atelier, debut=debut, duree=duree, par=par)
    return atelier


@transaction.atomic
def inscrire_a_l_atelier(
    *, seances: Sequence[SeanceAtelier], personnes: Sequence[Personne], par: Acteur
) -> list[InscriptionAtelier]:
    """Register people to sessions: a place while there is one, else the waiting list. Who is registered already stays.

    Raises RefusMetier for a session called off.
    """
    generations.noter(par.territoire.code, "inscription")
    return [
        inscription
        for seance in _verrouiller(seances)
        for personne in personnes
        if (inscription := _inscrire(seance, personne, par))
    ]


@transaction.atomic
def desinscrire_de_l_atelier(*, inscription: InscriptionAtelier, par: Acteur) -> list[InscriptionAtelier]:
    """Withdraw a registration, until attendance is told; gives who, first of the waiting list, takes the place."""
    generations.noter(par.territoire.code, "inscription")
    (seance,) = _verrouiller([inscription.seance])
    actuelle = InscriptionAtelier.objects.select_for_update().get(pk=inscription.pk)
    if refus := refus_de_desinscrire(actuelle.statut):
        raise RefusMetier(refus)
    _changer(inscription, ANNULE, par)
    rappeler_atelier(inscription)
    consigner("désinscrire d'un atelier", par=par, objet=inscription, detail=_detail(inscription))
    return _donner_les_places(seance, par)


@transaction.atomic
def modifier_atelier(
    *,
    atelier: Atelier,
    valeurs: Mapping[str, Any],
    par: Acteur,
    animateurs: Iterable[Agent] | None = None,
    edition: Edition | None = None,
) -> list[InscriptionAtelier]:
    """Correct a workshop; gives who gets a place where it takes more people."""
    generations.noter(par.territoire.code, "inscription")
    offre.modifier_atelier(atelier=atelier, valeurs=valeurs, animateurs=animateurs, edition=edition, par=par)
    a_venir = atelier.seances.filter(statut=PREVUE, debut__gte=timezone.now())
    return [place for seance in _verrouiller(list(a_venir)) for place in _donner_les_places(seance, par)]


@transaction.atomic
def deplacer_seance(
    *, seance: SeanceAtelier, debut: datetime, duree: int, par: Acteur, edition: Edition | None = None
) -> None:
    """Give a session another day or hour; who is registered stays so."""
    generations.noter(par.territoire.code, "inscription")
    offre.deplacer_seance(seance=seance, debut=debut, duree=duree, edition=edition, par=par)
    inscrites = InscriptionAtelier.objects.filter(seance=seance, statut=INSCRIT)
    for inscription in inscrites.select_related("personne__territoire", "seance").order_by("pk"):
        rappeler_atelier(inscription)


@transaction.atomic
def annuler_seance(*, seance: SeanceAtelier, par: Acteur) -> list[InscriptionAtelier]:
    """Call a session off, and every registration to it; gives them: these people are to be told."""
    generations.noter(par.territoire.code, "inscription")
    offre.annuler_seance(seance=seance, par=par)
    siennes = InscriptionAtelier.objects.filter(seance=seance).valables().select_for_update(of=("self",))
    attendues = list(siennes.select_related("personne__territoire", "seance").order_by("pk"))
    for inscription in attendues:
        tenait = inscription.statut == INSCRIT
        _changer(inscription, ANNULE, par)
        if tenait:
            dire_l_annulation(inscription)
    return attendues


@transaction.atomic
def relever_presences(*, seance: SeanceAtelier, presences: Mapping[int, Presence], par: Acteur) -> dict[int, str]:
    """Say who came, by number of registration; gives, for each line that cannot be kept, why. The others are kept.

    Raises RefusMetier before the day, or for a session called off.
    """
    generations.noter(par.territoire.code, "inscription")
    offre.dire_presences_relevees(seance=seance, par=par)
    refus, releves = {}, 0
    lignes = InscriptionAtelier.objects.filter(seance=seance, pk__in=presences).valables().select_for_update()
    for inscription in lignes.order_by("pk"):
        statut, motif = presences[inscription.pk]
        if inscription.statut == statut == EN_ATTENTE:
            continue
        if phrase := refus_de_presence(statut, motif):
            refus[inscription.pk] = phrase
        elif (inscription.statut, inscription.motif) != (statut, motif):
            modifier(inscription, {"statut": statut, "motif": motif}, par=par)
            releves += 1
    consigner("relever les présences", par=par, objet=seance, detail={"lignes": releves, "refus": len(refus)})
    return refus


def _inscrire(seance: SeanceAtelier, personne: Personne, par: Acteur) -> InscriptionAtelier | None:
    """One registration; None where there is one already."""
    if personne.territoire.pk != par.territoire.pk:
        raise RefusMetier(DE_TROP)
    siennes = InscriptionAtelier.objects.filter(seance=seance)
    if siennes.valables().filter(personne=personne).exists():
        return None
    jour = timezone.localtime(seance.debut).date()
    tenues = siennes.tenant_une_place().count()
    statut = statut_a_l_inscription(tenues, seance.atelier.places, passee=seance.debut <= timezone.now())
    inscription = InscriptionAtelier(
        seance=seance, personne=personne, participation=_participation(personne, jour), statut=statut
    )
    enregistrer(inscription, par=par)
    rappeler_atelier(inscription)
    consigner("inscrire à un atelier", par=par, objet=inscription, detail=_detail(inscription))
    return inscription


def _donner_les_places(seance: SeanceAtelier, par: Acteur) -> list[InscriptionAtelier]:
    """The first ones of the waiting list take the places left, while the session has not begun."""
    if seance.statut == ANNULEE or seance.debut <= timezone.now():
        return []
    siennes = InscriptionAtelier.objects.filter(seance=seance)
    libres = places_libres(siennes.tenant_une_place().count(), seance.atelier.places)
    promues = list(siennes.en_attente().select_related("personne__territoire", "seance")[:libres])
    for inscription in promues:
        _changer(inscription, INSCRIT, par)
        dire_la_place(inscription)
        consigner("donner une place à un atelier", par=par, objet=inscription, detail=_detail(inscription))
    return promues


def _verrouiller(seances: Sequence[SeanceAtelier]) -> list[SeanceAtelier]:
    """The sessions, held in one order until the end: two people never take the last place."""
    proches = SeanceAtelier.objects.select_for_update(of=("self",)).select_related("atelier")
    tenues = list(proches.filter(pk__in=[seance.pk for seance in seances]).order_by("pk"))
    for seance in tenues:
        if refus := refus_de_seance(seance.statut):
            raise RefusMetier(refus)
    return tenues


def _participation(personne: Personne, jour: date) -> Participation | None:
    """The parcours that the registration belongs to: the latest one in progress on that day."""
    ouvertes = Participation.objects.ouvertes_le(jour).filter(personne=personne)
    return ouvertes.order_by("-date_entree", "-pk").first()


def _changer(inscription: InscriptionAtelier, statut: str, par: Acteur) -> None:
    modifier(inscription, {"statut": statut} | ({} if statut in RELEVES else {"motif": ""}), par=par)


def _detail(inscription: InscriptionAtelier) -> dict[str, Any]:
    return {"personne": inscription.personne_id, "seance": inscription.seance_id, "statut": inscription.statut}
