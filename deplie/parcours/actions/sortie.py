"""Leaving a scheme: pronounced, validated, taken back; the sixth month; an entry that was a duplicate."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire, verifier
from deplie.parcours.actions._passage import passage
from deplie.parcours.actions.suspension import terminer_suspension
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.controles import CLOTURE
from deplie.parcours.rules.cycle import SORTIES
from deplie.parcours.rules.sortie import SANS_SEANCE, famille, refus_de_validation
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import MOTIF_ANNULATION, MOTIF_SORTIE, SITUATION_6_MOIS

# V20: closing a protocole is decided by who answers for the plan.
ROLES_DE_CLOTURE = frozenset({"directeur_plie", "animateur_coordonnateur", "gestionnaire_oi"})


@transaction.atomic
def prononcer_sortie(
    *,
    participation: Participation,
    motif: str,
    le: date,
    par: Acteur,
    validee_le: date | None = None,
    terminer_etapes: bool = False,
    edition: Edition | None = None,
) -> None:
    """Propose an exit, or correct the one recorded. Without ``validee_le`` it is provisional; with it, validated too.

    Étapes still open end that day with ``terminer_etapes``; otherwise they are a refusal (V19). A suspension ends with
    it. Raises RefusMetier too for an unknown motive, a date that cannot be, a closing motive given by who may not
    (V20), a validation that belongs to a séance; EditionConcurrente.
    """
    _verifier_motif(motif, par)
    _verifier_validation(participation, motif, le, validee_le, par)
    if validee_le and validee_le < le:
        raise RefusMetier(f"La validation ({validee_le:%d/%m/%Y}) précède la sortie ({le:%d/%m/%Y}).")
    generations.noter(par.territoire.code, "sejour", "etape")
    valeurs = {"motif_sortie": motif, "date_sortie": le}
    deja = etat_de(participation) in SORTIES
    with traduire(PHRASES), nullcontext() if deja else passage("proposer_sortie", participation):
        _finir_les_etapes(participation, le, terminer_etapes, par)
        terminer_suspension(participation=participation, le=le, par=par)
        modifier(participation, valeurs, par=par, edition=edition, verifier=verifier)
    _changer_la_validation(participation, validee_le, par)
    detail = {"motif": motif, "le": ecrire(le), "validee_le": ecrire(validee_le)}
    consigner("prononcer une sortie", par=par, objet=participation, detail=detail)


@transaction.atomic
def valider_sortie(*, participation: Participation, le: date, par: Acteur) -> None:
    """Validate an exit outside a séance, where the territory allows it.

    Raises RefusMetier where a séance decides, before any exit, before its day, in the future.
    """
    _exiger_hors_seance(participation.motif_sortie, par)
    valider_en_seance(participation=participation, le=le, par=par)


@transaction.atomic
def valider_en_seance(*, participation: Participation, le: date, par: Acteur) -> None:
    """What the decision of a séance does to an exit, and nothing else calls (``actions.seance``).

    Raises RefusMetier before any exit, before its day, in the future.
    """
    generations.noter(par.territoire.code, "sejour")
    if participation.date_sortie is None:
        raise RefusMetier("Aucune sortie n'est prononcée : il n'y a rien à valider.")
    if le < participation.date_sortie:
        raise RefusMetier(f"La validation ({le:%d/%m/%Y}) précède la sortie ({participation.date_sortie:%d/%m/%Y}).")
    _changer_la_validation(participation, le, par)
    consigner("valider une sortie", par=par, objet=participation, detail={"le": ecrire(le)})


@transaction.atomic
def annuler_sortie(*, participation: Participation, par: Acteur) -> None:
    """Take an exit back: the person was not gone. Raises RefusMetier when another participation began since."""
    generations.noter(par.territoire.code, "sejour", "etape")
    if participation.date_sortie is None:
        raise RefusMetier("Aucune sortie n'est prononcée.")
    detail = {"motif": participation.motif_sortie, "le": ecrire(participation.date_sortie)}
    vide = {"motif_sortie": "", "date_sortie": None, "date_validation_sortie": None}
    vide |= {"situation_6_mois": "", "date_situation_6_mois": None}
    with traduire(PHRASES), passage("annuler_sortie", participation):
        modifier(participation, vide, par=par, verifier=verifier)
    consigner("annuler une sortie", par=par, objet=participation, detail=detail)


@transaction.atomic
def annuler_doublon(*, participation: Participation, par: Acteur) -> None:
    """Say that a participation was entered twice, or by mistake: it is kept and counts nowhere.

    Raises RefusMetier when it holds étapes that count: they belong to the right one, and are moved first.
    """
    generations.noter(par.territoire.code, "sejour", "etape")
    if participation.etapes.exclude(statut="ANNULEE").exists():
        raise RefusMetier(
            "Cette participation porte des étapes, qui ne compteraient plus. Annulez-les ou rattachez-les d'abord."
        )
    fin = participation.date_sortie or max(participation.date_entree, timezone.localdate())
    with traduire(PHRASES), passage("annuler_doublon", participation):
        terminer_suspension(participation=participation, le=fin, par=par)
        modifier(participation, {"motif_sortie": MOTIF_ANNULATION, "date_sortie": fin}, par=par)
    consigner("annuler un doublon", par=par, objet=participation)


@transaction.atomic
def relever_sixieme_mois(*, participation: Participation, situation: str, le: date, par: Acteur) -> None:
    """Record the situation seen at the sixth month after an exit.

    Raises RefusMetier without an exit, before it, in the future, or for an unknown situation.
    """
    if situation not in SITUATION_6_MOIS:
        raise RefusMetier("Choisissez la situation constatée dans la liste.")
    if participation.date_sortie is None or le < participation.date_sortie:
        raise RefusMetier("Le constat suit la sortie : vérifiez les deux dates.")
    if le > timezone.localdate():
        raise RefusMetier(f"Le constat ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    generations.noter(par.territoire.code, "sejour")
    modifier(participation, {"situation_6_mois": situation, "date_situation_6_mois": le}, par=par)
    consigner("relever un sixième mois", par=par, objet=participation, detail={"situation": situation})


def _verifier_validation(
    participation: Participation, motif: str, le: date, validee_le: date | None, par: Acteur
) -> None:
    """A validation given with an exit needs no séance, or is the one recorded with the exit that it validated."""
    if validee_le is None:
        return
    champs = ("motif_sortie", "date_sortie", "date_validation_sortie")
    enregistree = Participation.objects.values_list(*champs).get(pk=participation.pk)
    if enregistree == (motif, le, validee_le):
        return
    if enregistree[2] and reglage(par.territoire, "sorties_en_seance") and famille(motif) not in SANS_SEANCE:
        raise RefusMetier(
            "Cette sortie est validée : pour la corriger, videz « Validée le ». Elle redevient proposée, et la "
            "prochaine séance la validera."
        )
    _exiger_hors_seance(motif, par)


def _exiger_hors_seance(motif: str, par: Acteur) -> None:
    en_seance = reglage(par.territoire, "sorties_en_seance")
    if phrase := refus_de_validation(motif, en_seance=en_seance, decide=par.peut("prescription.decider")):
        raise RefusMetier(phrase)


def _changer_la_validation(participation: Participation, le: date | None, par: Acteur) -> None:
    """Validate the exit recorded, take its validation back, or correct the day of it."""
    if le == participation.date_validation_sortie:
        return
    if le and participation.date_validation_sortie:
        modifier(participation, {"date_validation_sortie": le}, par=par, verifier=verifier)
        return
    with passage("valider_sortie" if le else "revenir_sur_validation", participation):
        modifier(participation, {"date_validation_sortie": le}, par=par, verifier=verifier)


def _verifier_motif(motif: str, par: Acteur) -> None:
    if motif not in MOTIF_SORTIE or motif == MOTIF_ANNULATION:
        raise RefusMetier("Choisissez un motif de sortie de la liste.")
    if motif == CLOTURE and not par.est_systeme and not par.roles & ROLES_DE_CLOTURE:
        raise RefusMetier("La clôture administrative est prononcée par la direction ou la coordination du plan.")


def _finir_les_etapes(participation: Participation, jour: date, terminer: bool, par: Acteur) -> None:
    """Étapes without an end on the day of exit (follow-up in work goes on after it)."""
    ouvertes = participation.etapes.filter(date_fin=None).exclude(categorie="SUIVI_EMPLOI").exclude(statut="ANNULEE")
    etapes = list(ouvertes.order_by("date_debut", "pk"))
    if etapes and not terminer:
        combien = "Une étape est encore ouverte" if len(etapes) == 1 else f"{len(etapes)} étapes sont encore ouvertes"
        raise RefusMetier(f"{combien}. Terminez-les au jour de la sortie, ou donnez-leur une date de fin.")
    for etape in etapes:
        _finir(etape, jour, par)


def _finir(etape: Etape, jour: date, par: Acteur) -> None:
    """An étape that had not begun did not take place."""
    if etape.date_debut > jour:
        etape.statut = "ANNULEE"
    else:
        etape.date_fin = jour
        etape.statut = "REALISEE" if etape.statut == "EN_COURS" else etape.statut
    enregistrer(etape, par=par)
