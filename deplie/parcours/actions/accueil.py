"""An étape proposed to an operator, its answer, the hours done there and how it ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions.etape import modifier_etape
from deplie.parcours.models import Assiduite, Etape, Proposition
from deplie.parcours.rules.accueil import (
    ABSENCES,
    ACCEPTEE,
    DECLINEE,
    RESULTATS,
    RETIREE,
    refus_d_heures,
    refus_de_periode,
    refus_de_proposer,
)
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def proposer_etape(*, etape: Etape, par: Acteur, attendu: str = "") -> Proposition:
    """Ask the operator of an étape whether they receive the person: until they answer, the étape is planned.

    A proposal left to another operator is withdrawn. Raises RefusMetier without an operator, for an étape begun, or
    proposed already.
    """
    ici = _verrouiller(etape)
    if phrase := refus_de_proposer(ici.statut, ici.operateur is not None):
        raise RefusMetier(phrase)
    jour = timezone.localdate()
    for ancienne in Proposition.objects.filter(etape=ici, reponse="").exclude(operateur=ici.operateur):
        _repondre(ancienne, RETIREE, jour, par)
    if ici.statut != "PREVUE":
        modifier_etape(etape=etape, valeurs={"statut": "PREVUE"}, par=par)
    generations.noter(par.territoire.code, "etape")
    proposition = Proposition(
        etape=ici, operateur=ici.operateur, auteur=par.agent, le=jour, attendu=" ".join(attendu.split())
    )
    with traduire(PHRASES):
        enregistrer(proposition, par=par)
    consigner("proposer une étape", par=par, objet=etape, detail={"operateur": ici.operateur_id})
    return proposition


@transaction.atomic
def accepter_proposition(*, proposition: Proposition, par: Acteur, debut: date | None = None) -> None:
    """Receive the person, on ``debut`` when it is not the day that was planned. Raises as ``modifier_etape``."""
    ici = _relire(proposition)
    jour = timezone.localdate()
    debut = debut or ici.etape.date_debut
    _repondre(ici, ACCEPTEE, jour, par)
    statut = "EN_COURS" if debut <= jour else "PREVUE"
    modifier_etape(etape=ici.etape, valeurs={"date_debut": debut, "statut": statut}, par=par)
    consigner("accepter une étape", par=par, objet=ici.etape, detail={"debut": ecrire(debut)})


@transaction.atomic
def decliner_proposition(*, proposition: Proposition, raison: str, par: Acteur) -> None:
    """Say that the person cannot be received, and why: the étape waits for another operator."""
    ici, raison = _relire(proposition), " ".join(raison.split())
    if not raison:
        raise RefusMetier(PHRASES["proposition_raison"])
    _repondre(ici, DECLINEE, timezone.localdate(), par, raison)
    modifier_etape(etape=ici.etape, valeurs={"operateur": None}, par=par)
    consigner("décliner une étape", par=par, objet=ici.etape, detail={"operateur": ici.operateur_id})


@transaction.atomic
def noter_assiduite(*, etape: Etape, du: date, au: date, heures: Decimal, par: Acteur, absence: str = "") -> Assiduite:
    """Note the hours done from a day to another of one month, or an absence; the étape's hours are their sum.

    Raises RefusMetier for an étape that is cancelled or waits for an answer, days outside it or noted already, hours
    that cannot be.
    """
    ici = _verrouiller(etape)
    _verifier_ouverte(ici)
    connues = list(ici.assiduites.values_list("du", "au"))
    phrase = refus_de_periode(
        du, au, debut=ici.date_debut, fin=ici.date_fin, jour=timezone.localdate(), connues=connues
    ) or refus_d_heures(du, au, heures, absence)
    if phrase or (absence and absence not in ABSENCES):
        raise RefusMetier(phrase or "Choisissez « présent » ou la sorte d'absence.")
    assiduite = Assiduite(etape=ici, du=du, au=au, heures=heures, absence=absence)
    with traduire(PHRASES):
        enregistrer(assiduite, par=par)
    _reporter(etape, par, {"statut": "EN_COURS"} if ici.statut in ("", "PREVUE") else {})
    consigner("noter des heures", par=par, objet=etape, detail={"du": ecrire(du), "au": ecrire(au)})
    return assiduite


@transaction.atomic
def oter_assiduite(*, assiduite: Assiduite, par: Acteur) -> None:
    """Take back hours noted by mistake; a version of them stays."""
    etape = _verrouiller(assiduite.etape)
    detail = {"du": ecrire(assiduite.du), "au": ecrire(assiduite.au)}
    assiduite._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    assiduite.delete()
    _reporter(etape, par, {})
    consigner("ôter des heures", par=par, objet=etape, detail=detail)


@transaction.atomic
def conclure_etape(*, etape: Etape, le: date, statut: str, par: Acteur, resultat: str = "") -> None:
    """Say how an étape ended at its operator. Raises RefusMetier for a day to come, an étape that was not begun."""
    _verifier_ouverte(_verrouiller(etape))
    if statut not in RESULTATS:
        raise RefusMetier("Dites si l'étape a été menée à son terme ou interrompue.")
    if le > timezone.localdate():
        raise RefusMetier(f"La fin ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    derniere = etape.assiduites.order_by("-au").first()
    if derniere and derniere.au > le:
        raise RefusMetier(f"Des heures sont notées jusqu'au {derniere.au:%d/%m/%Y}, après cette fin.")
    modifier_etape(etape=etape, valeurs={"date_fin": le, "statut": statut, "resultat": resultat}, par=par)
    consigner("conclure une étape", par=par, objet=etape, detail={"statut": statut, "le": ecrire(le)})


def _verrouiller(etape: Etape) -> Etape:
    """The étape as it is recorded now, held until the end of the transaction."""
    return Etape.objects.select_for_update(of=("self",)).select_related("participation", "operateur").get(pk=etape.pk)


def _relire(proposition: Proposition) -> Proposition:
    """The proposal that waits. Raises RefusMetier when it was answered, or when the étape went to another operator."""
    etape = _verrouiller(proposition.etape)
    ici = Proposition.objects.select_for_update().get(pk=proposition.pk)
    ici.etape = etape
    if ici.reponse or etape.operateur_id != ici.operateur_id or etape.statut == "ANNULEE":
        raise RefusMetier("Cette proposition n'attend plus de réponse.")
    return ici


def _repondre(proposition: Proposition, reponse: str, jour: date, par: Acteur, raison: str = "") -> None:
    proposition.reponse, proposition.repondue_le, proposition.raison = reponse, jour, raison
    proposition.repondue_par = par.compte
    enregistrer(proposition, par=par)


def _verifier_ouverte(etape: Etape) -> None:
    if etape.statut == "ANNULEE":
        raise RefusMetier("Cette étape est annulée : rien ne s'y note plus.")
    if etape.propositions.filter(reponse="").exists():
        raise RefusMetier("Acceptez d'abord de recevoir la personne.")


def _reporter(etape: Etape, par: Acteur, valeurs: dict[str, str]) -> None:
    """The hours of the étape are those that were noted, once any was."""
    total = etape.assiduites.aggregate(total=Sum("heures"))["total"]
    modifier_etape(etape=etape, valeurs={**valeurs, "heures": total}, par=par)
