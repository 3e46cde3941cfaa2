"""Correcting what a séance decided of somebody, while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions.entree import retirer_entree
from deplie.parcours.actions.prescription import DEROGATION, redire_la_raison, rouvrir
from deplie.parcours.actions.seance import decider_prescription, decider_sortie
from deplie.parcours.actions.sortie import annuler_sortie, prononcer_sortie
from deplie.parcours.models import Critere, Participation, Prescription
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.queries.prescription import prescriptions_visibles_par
from deplie.parcours.queries.suites import suites_de_l_entree
from deplie.parcours.rules import cycle
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier

ETATS: Final = {"admettre": cycle.ADMIS, "ajourner": cycle.AJOURNE, "refuser": cycle.REFUSE}


@transaction.atomic
def rectifier_prescription(
    *, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur
) -> bool:
    """Decide again of a prescription, on the same day; whether it is by derogation.

    An entry taken back is removed, its versions kept. Raises RefusMetier when the prescription went on since, or
    when something is recorded in the entry, and as each decision.
    """
    prescription = prescriptions_visibles_par(par).filter(pk=objet).first()
    if prescription is None:
        raise RefusMetier("Cette prescription n'est pas de votre territoire.")
    _exiger_derniere(prescription, ETATS[avant], le)
    if avant == apres == "admettre":
        return _redire_l_admission(prescription, str(valeurs.get("raison", "")), le, par)
    admise = prescription.participation
    if admise:
        _exiger_sans_suite(admise, le)
    else:
        _exiger_seule(prescription)
    rouvrir(prescription=prescription, par=par)
    if admise:
        retirer_entree(participation=admise, par=par)
    return decider_prescription(objet=objet, resultat=apres, valeurs=valeurs, le=le, par=par)


@transaction.atomic
def rectifier_sortie(*, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur) -> bool:
    """Decide again of an exit: taken back, or validated as it had been proposed. Never a derogation.

    Raises RefusMetier when the parcours went on since.
    """
    participation = visibles_par(par).filter(pk=objet).first()
    if participation is None:
        raise RefusMetier("Cette participation n'est pas de votre territoire.")
    if apres == "renvoyer" and not str(valeurs.get("raison", "")).strip():
        raise RefusMetier("Indiquez pourquoi la sortie est renvoyée : le référent le lira.")
    if avant == apres:
        return False
    if avant == "valider":
        _exiger_validee_ce_jour(participation, le)
        annuler_sortie(participation=participation, par=par)
        return False
    motif, jour = _sortie_renvoyee(participation)
    prononcer_sortie(participation=participation, motif=motif, le=jour, par=par)
    return decider_sortie(objet=objet, resultat="valider", valeurs=valeurs, le=le, par=par)


def _exiger_derniere(prescription: Prescription, etat: str, le: date) -> None:
    if (prescription.statut, prescription.statut_le) != (etat, le):
        raise RefusMetier(
            f"Cette décision ne se rectifie plus : depuis, la prescription est « {cycle.ETATS[prescription.statut]} » "
            f"({prescription.statut_le:%d/%m/%Y})."
        )


def _exiger_sans_suite(admise: Participation, le: date) -> None:
    if suites := suites_de_l_entree(admise, le):
        raise RefusMetier(
            f"Cette décision ne se rectifie plus : depuis l'entrée, on a enregistré {', '.join(suites)}. "
            "Prononcez plutôt la sortie."
        )


def _exiger_seule(prescription: Prescription) -> None:
    """Somebody refused, then oriented again, waits by the later prescription."""
    freres = Prescription.objects.en_attente().filter(
        personne=prescription.personne, dispositif=prescription.dispositif
    )
    if freres.exclude(pk=prescription.pk).exists():
        raise RefusMetier("Cette décision ne se rectifie plus : depuis, une autre prescription de la personne attend.")


def _redire_l_admission(prescription: Prescription, raison: str, le: date, par: Acteur) -> bool:
    """The entry stays; only why it was granted changes."""
    derogation = " ".join(raison.split())
    redire_la_raison(prescription=prescription, le=le, par=par, derogation=derogation)
    generations.noter(par.territoire.code, "critere")
    if derogation:
        Critere.objects.get_or_create(participation=prescription.participation, code=DEROGATION)
    elif not prescription.criteres.filter(code=DEROGATION).exists():
        Critere.objects.filter(participation=prescription.participation, code=DEROGATION).delete()
    return bool(derogation)


def _exiger_validee_ce_jour(participation: Participation, le: date) -> None:
    if participation.date_validation_sortie != le:
        raise RefusMetier("Cette décision ne se rectifie plus : depuis, la sortie a changé.")
    if participation.situation_6_mois:
        raise RefusMetier("Cette décision ne se rectifie plus : depuis, le sixième mois a été relevé.")


def _sortie_renvoyee(participation: Participation) -> tuple[str, date]:
    """The motive and the day of the exit that was sent back, from the versions kept of the participation."""
    if participation.date_sortie is not None:
        raise RefusMetier("Cette décision ne se rectifie plus : depuis, une autre sortie est proposée.")
    versions = participation.historique.filter(date_sortie__isnull=False).order_by("-history_id")
    derniere = versions.first()
    if derniere is None:
        raise RefusMetier("La sortie renvoyée n'est plus connue. Proposez-la de nouveau.")
    return derniere.motif_sortie, derniere.date_sortie
