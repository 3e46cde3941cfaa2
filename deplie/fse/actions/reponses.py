"""Answers of a record at entry, at exit, six months after; and somebody who comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.fse.actions._controle import PHRASES
from deplie.fse.models import A_PART, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.fiche import en_fiche, programmation_de
from deplie.fse.rules.fiche import CHAMPS_SORTIE, NON_DEMANDE
from deplie.fse.rules.questionnaire import (
    DECLARE,
    ENTREE,
    QUESTIONS,
    SIX_MOIS,
    SORTIE,
    questions_de,
    refus_de_reponse,
    s_applique,
)
from deplie.fse.rules.reprise import avertissement_six_mois, refus_de_constat, refus_de_reprise
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def repondre_entree(
    *,
    participation: ParticipationFSE,
    valeurs: Mapping[str, Any],
    par: Acteur,
    sensibles: Mapping[str, str] | None = None,
    demandee_le: date | None = None,
    origine: str = DECLARE,
    edition: Edition | None = None,
) -> None:
    """Record the answers at entry: ordinary ones, and those that stand apart when they were asked.

    ``sensibles``: question to answer, « not asked » leaves none; ``demandee_le``: the day they were asked. Raises
    RefusMetier for an estimate, an answer of no list, a refusal that is not allowed or not traced.
    """
    _verifier(ENTREE, participation, valeurs, origine)
    generations.noter(par.territoire.code, "participation_fse")
    _modifier(participation, ENTREE, valeurs, par, edition, origine)
    if sensibles is not None:
        _repondre_sensibles(participation, sensibles, demandee_le, origine, par)
    consigner("répondre à l'entrée d'un participant", par=par, objet=participation)


@transaction.atomic
def sortir(
    *, participation: ParticipationFSE, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Record the exit and the situation observed within 28 days; RefusMetier outside them, or one day or less."""
    _verifier(SORTIE, participation, valeurs)
    sortie, constat = valeurs.get("date_sortie"), valeurs.get("constat_sortie")
    remplies = [cle for cle, valeur in valeurs.items() if valeur not in ("", None)]
    if sortie is None and remplies:
        raise RefusMetier("Indiquez le jour de la sortie : la situation s'observe à partir de lui.")
    _refuser_demain(sortie, "La sortie")
    _refuser_demain(constat, "L'observation")
    if sortie and constat and (phrase := refus_de_constat(sortie, constat)):
        raise RefusMetier(phrase)
    if constat is None and valeurs.get("statut_sortie"):
        raise RefusMetier("Indiquez le jour où la situation à la sortie a été observée.")
    generations.noter(par.territoire.code, "participation_fse")
    _modifier(participation, SORTIE, valeurs, par, edition)
    consigner("noter la sortie d'un participant", par=par, objet=participation)


@transaction.atomic
def noter_six_mois(
    *, participation: ParticipationFSE, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> str:
    """Record the situation at six months; what to say of a day far from the sixth month, empty else (V12)."""
    _verifier(SIX_MOIS, participation, valeurs)
    constat = valeurs.get("constat_six_mois")
    if participation.date_sortie is None:
        raise RefusMetier("La situation à six mois suit une sortie : notez-la d'abord.")
    if constat is None and any(valeur not in ("", None) for valeur in valeurs.values()):
        raise RefusMetier("Indiquez le jour où la situation a été observée.")
    _refuser_demain(constat, "L'observation")
    generations.noter(par.territoire.code, "participation_fse")
    _modifier(participation, SIX_MOIS, valeurs, par, edition)
    consigner("noter la situation à six mois d'un participant", par=par, objet=participation)
    return avertissement_six_mois(participation.date_sortie, constat) if constat else ""


@transaction.atomic
def reentrer(*, participation: ParticipationFSE, le: date, par: Acteur) -> None:
    """Somebody comes back in the operation: the first entry stays, exit and results are emptied (V13).

    What they were stays among the versions. Raises RefusMetier for who is still in, or a day before the exit.
    """
    ici = ParticipationFSE.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    if phrase := refus_de_reprise(en_fiche(ici), le):
        raise RefusMetier(phrase)
    _refuser_demain(le, "La rentrée")
    if ici.operation.fin and le > ici.operation.fin:
        raise RefusMetier(f"L'opération finit le {ici.operation.fin:%d/%m/%Y} : personne n'y revient après.")
    generations.noter(par.territoire.code, "participation_fse")
    for champ in CHAMPS_SORTIE:
        setattr(ici, champ, None if champ.startswith(("date_", "constat_")) else "")
    ici.reprise_le = le
    with traduire(PHRASES):
        enregistrer(ici, par=par)
    consigner("noter la rentrée d'un participant", par=par, objet=ici)


def _refuser_demain(jour: date | None, quoi: str) -> None:
    if jour and jour > timezone.localdate():
        raise RefusMetier(f"{quoi} ({jour:%d/%m/%Y}) est à venir. Une date passée est attendue.")


def _verifier(moment: str, participation: ParticipationFSE, valeurs: Mapping[str, Any], origine: str = DECLARE) -> None:
    """Only questions of the moment and of the programmation, each with an answer that can be kept."""
    permises = {question.cle for question in questions_de(moment, programmation_de(participation.operation))}
    for cle, valeur in valeurs.items():
        if cle not in permises or cle in A_PART:
            raise RefusMetier("Cette question n'est pas posée à ce moment dans cette opération.")
        if valeur not in ("", None) and (phrase := refus_de_reponse(QUESTIONS[cle], valeur, origine=origine)):
            raise RefusMetier(phrase)


def _modifier(
    participation: ParticipationFSE,
    moment: str,
    valeurs: Mapping[str, Any],
    par: Acteur,
    edition: Edition | None,
    origine: str = "",
) -> None:
    """Give the record its answers; a question that another answer makes pointless is emptied."""
    retenues = dict(valeurs)
    for question in questions_de(moment, programmation_de(participation.operation)):
        if question.cle in retenues and not s_applique(question, retenues):
            retenues[question.cle] = None if question.cle == "duree_chomage_mois" else ""
    if origine:
        avant = {cle: getattr(participation, cle) for cle in retenues}
        changees = {cle: origine for cle, valeur in retenues.items() if valeur not in ("", None, avant[cle])}
        retenues["origines"] = {**participation.origines, **changees}
    with traduire(PHRASES):
        modifier(participation, retenues, par=par, edition=edition)


def _repondre_sensibles(
    participation: ParticipationFSE,
    reponses: Mapping[str, str],
    demandee_le: date | None,
    origine: str,
    par: Acteur,
) -> None:
    _refuser_demain(demandee_le, "Le jour où les questions ont été posées")
    posables = {q.cle for q in questions_de(ENTREE, programmation_de(participation.operation))} & set(A_PART)
    connues = {reponse.question: reponse for reponse in participation.reponses_sensibles.select_for_update()}
    for cle, valeur in reponses.items():
        if cle not in posables:
            raise RefusMetier("Cette question n'est pas posée dans cette opération.")
        ancienne = connues.get(cle)
        if valeur in ("", NON_DEMANDE):
            if ancienne:
                ancienne._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
                ancienne.delete()
            continue
        if ancienne and ancienne.reponse == valeur:
            continue
        phrase = refus_de_reponse(QUESTIONS[cle], valeur, origine=origine, demandee_le=demandee_le)
        if phrase:
            raise RefusMetier(phrase)
        nouvelle = ancienne or ReponseSensibleFSE(participation=participation, question=cle)
        nouvelle.reponse, nouvelle.origine = valeur, origine
        nouvelle.demandee_le, nouvelle.demandee_par = demandee_le, par.compte
        with traduire(PHRASES):
            enregistrer(nouvelle, par=par)
