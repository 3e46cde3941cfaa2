"""Freins: identified, worked on, lifted, taken up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.models import Etape, FreinSuivi, Participation
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.cycle import OUVERTS
from deplie.parcours.rules.diagnostic import SANTE
from deplie.parcours.rules.frein import refus_de_jour, refus_de_theme
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def identifier_frein(
    *, participation: Participation, theme: str, le: date, par: Acteur, precision: str = ""
) -> FreinSuivi:
    """Follow a frein from that day on, until it is lifted.

    Raises RefusMetier for a theme followed already, a day to come or before the entry, words about health, a parcours
    that is over.
    """
    if phrase := refus_de_theme(theme):
        raise RefusMetier(phrase)
    if theme == SANTE and precision.strip():
        raise RefusMetier("La santé se dit par le thème seul : laissez la précision vide.")
    if etat_de(participation) not in OUVERTS:
        raise RefusMetier("Le parcours est terminé : aucun frein ne s'y ajoute.")
    _verifier("Le frein", le, participation.date_entree)
    frein = ouvrir_frein(participation=participation, theme=theme, le=le, par=par, precision=precision)
    consigner("identifier un frein", par=par, objet=frein, detail={"le": ecrire(le)})
    return frein


@transaction.atomic
def ouvrir_frein(*, participation: Participation, theme: str, le: date, par: Acteur, precision: str = "") -> FreinSuivi:
    """The frein of ``identifier_frein``, inside the transaction of the decision that brings it to light."""
    generations.noter(par.territoire.code, "frein")
    frein = FreinSuivi(
        participation=participation,
        theme=theme,
        precision=" ".join(precision.split()),
        identifie_le=le,
        identifie_par=par.agent,
    )
    with traduire(PHRASES):
        enregistrer(frein, par=par)
    return frein


@transaction.atomic
def travailler_frein(*, frein: FreinSuivi, etapes: Iterable[Etape], le: date, par: Acteur) -> None:
    """Say which étapes work on a frein, since when. Raises RefusMetier once lifted, for another parcours's étape."""
    ici = _relire(frein)
    if ici.leve_le:
        raise RefusMetier("Ce frein est levé. Reprenez-le s'il est revenu.")
    _verifier("La prise en charge", le, ici.identifie_le)
    retenues = list(etapes)
    if any(etape.participation_id != ici.participation_id for etape in retenues):
        raise RefusMetier("Une étape d'un autre parcours ne travaille pas sur ce frein.")
    generations.noter(par.territoire.code, "frein")
    ici.etapes.set(retenues)
    _ranger(frein, ici, par, pris_en_charge_le=le)
    consigner("travailler sur un frein", par=par, objet=frein, detail={"le": ecrire(le), "etapes": len(retenues)})


@transaction.atomic
def lever_frein(*, frein: FreinSuivi, le: date, par: Acteur) -> None:
    """Say that a frein is lifted. Raises RefusMetier when it is already, before it was known, for a day to come."""
    ici = _relire(frein)
    if ici.leve_le:
        raise RefusMetier(f"Ce frein est levé depuis le {ici.leve_le:%d/%m/%Y}.")
    _verifier("La levée", le, ici.pris_en_charge_le or ici.identifie_le)
    generations.noter(par.territoire.code, "frein")
    _ranger(frein, ici, par, leve_le=le)
    consigner("lever un frein", par=par, objet=frein, detail={"le": ecrire(le)})


@transaction.atomic
def reprendre_frein(*, frein: FreinSuivi, par: Acteur) -> None:
    """Take up a frein that was said lifted and is not. Raises RefusMetier when it is not, or is followed anew."""
    ici = _relire(frein)
    if ici.leve_le is None:
        raise RefusMetier("Ce frein n'est pas levé : il n'y a rien à reprendre.")
    avant = ici.leve_le
    generations.noter(par.territoire.code, "frein")
    _ranger(frein, ici, par, leve_le=None)
    consigner("reprendre un frein", par=par, objet=frein, detail={"leve_le": ecrire(avant)})


def _relire(frein: FreinSuivi) -> FreinSuivi:
    return FreinSuivi.objects.select_for_update().get(pk=frein.pk)


def _ranger(frein: FreinSuivi, ici: FreinSuivi, par: Acteur, **valeurs: date | None) -> None:
    """Write the dates reached; the caller's object takes them."""
    for champ, valeur in valeurs.items():
        setattr(ici, champ, valeur)
        setattr(frein, champ, valeur)
    with traduire(PHRASES):
        enregistrer(ici, par=par)


def _verifier(quoi: str, jour: date, au_plus_tot: date) -> None:
    if phrase := refus_de_jour(quoi, jour, au_plus_tot, timezone.localdate()):
        raise RefusMetier(phrase)
