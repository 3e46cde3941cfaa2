"""The étapes of a parcours: added, corrected, moved to the right participation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions._passage import commencer
from deplie.parcours.models import Etape, Participation
from deplie.parcours.rules.duree import ajouter_mois
from deplie.parcours.rules.etape import cle_de_rapprochement, se_compte
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import CATEGORIE_ETAPE, STATUT_ETAPE

SUIVI: Final = "SUIVI_EMPLOI"
CHAMPS: Final = (
    "categorie",
    "intitule",
    "operateur",
    "operation",
    "finance_plie",
    "date_debut",
    "date_fin",
    "heures",
    "statut",
    "resultat",
    "palier",
    "preuve_du",
)


@transaction.atomic
def ajouter_etape(*, participation: Participation, valeurs: Mapping[str, Any], par: Acteur) -> Etape:
    """Add an étape. ``valeurs`` gives values of ``CHAMPS``; a category and a first day are needed.

    Raises RefusMetier for an unknown category or state, or days outside the participation (V16).
    """
    generations.noter(par.territoire.code, "etape")
    etape = Etape(territoire=par.territoire, participation=participation, **_propres(valeurs))
    _verifier(etape)
    etape.cle = _cle(etape)
    etape.rang = _rang(etape)
    with traduire(PHRASES):
        enregistrer(etape, par=par)
    _commencer(etape, par)
    detail = {"participation": participation.pk, "categorie": etape.categorie, "debut": ecrire(etape.date_debut)}
    consigner("ajouter une étape", par=par, objet=etape, detail=detail)
    return etape


@transaction.atomic
def modifier_etape(
    *, etape: Etape, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    """Correct an étape; returns the names of the fields that changed.

    The key of the file it came from stays: the file that brought it keeps finding it. Raises as ``ajouter_etape``, and
    EditionConcurrente when somebody else changed the same fields since ``edition``.
    """
    generations.noter(par.territoire.code, "etape")
    with traduire(PHRASES):
        changes = modifier(etape, _propres(valeurs), par=par, edition=edition, verifier=_verifier)
    if changes:
        _commencer(etape, par)
        consigner("modifier une étape", par=par, objet=etape, detail={"champs": sorted(changes)})
    return changes


@transaction.atomic
def rattacher_etape(*, etape: Etape, participation: Participation, par: Acteur) -> None:
    """Move an étape to another participation of the same person (before one is cancelled as a duplicate)."""
    if participation.personne != etape.participation.personne:
        raise RefusMetier("Une étape se rattache à une autre participation de la même personne.")
    generations.noter(par.territoire.code, "etape")
    avant = etape.participation
    modifier(etape, {"participation": participation}, par=par, verifier=_verifier)
    detail = {"de": avant.pk, "vers": participation.pk}
    consigner("rattacher une étape", par=par, objet=etape, detail=detail)


def _commencer(etape: Etape, par: Acteur) -> None:
    """The first étape that counts and has begun begins the parcours."""
    if se_compte(etape.categorie, etape.statut) and etape.date_debut <= timezone.localdate():
        commencer(participation=etape.participation, le=etape.date_debut, par=par)


def _propres(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    return {champ: " ".join(v.split()) if isinstance(v, str) else v for champ, v in valeurs.items() if champ in CHAMPS}


def _verifier(etape: Etape) -> None:
    if etape.categorie not in CATEGORIE_ETAPE:
        raise RefusMetier("Choisissez une catégorie d'étape de la liste.")
    if etape.statut and etape.statut not in STATUT_ETAPE:
        raise RefusMetier("Choisissez un état de la liste.")
    if etape.date_fin and etape.date_fin < etape.date_debut:
        raise RefusMetier(PHRASES["etape_dates"])
    _verifier_dedans(etape)


def _verifier_dedans(etape: Etape) -> None:
    """V16: an étape begins within its participation; a follow-up in work, up to some months after the exit."""
    entree, sortie = etape.participation.date_entree, etape.participation.date_sortie
    if etape.date_debut < entree:
        raise RefusMetier(
            f"L'étape commence le {etape.date_debut:%d/%m/%Y}, avant l'entrée ({entree:%d/%m/%Y}). "
            "Une date dans le parcours est attendue."
        )
    if sortie is None:
        return
    if etape.categorie == SUIVI:
        _verifier_suivi(etape, sortie)
    elif etape.date_debut > sortie or (etape.date_fin and etape.date_fin > sortie):
        raise RefusMetier(
            f"L'étape dépasse la sortie ({sortie:%d/%m/%Y}). Seul un suivi dans l'emploi se poursuit après elle."
        )


def _verifier_suivi(etape: Etape, sortie: date) -> None:
    mois = reglage(etape.territoire, "mois_suivi_emploi")
    if etape.date_debut > ajouter_mois(sortie, mois):
        raise RefusMetier(f"Un suivi dans l'emploi commence au plus tard {mois} mois après la sortie.")


def _cle(etape: Etape) -> str:
    """What the line of a file that brings the same étape is matched by."""
    participation = etape.participation
    return cle_de_rapprochement(
        identifiant=participation.personne.identifiant,
        dispositif=participation.dispositif.code,
        categorie=etape.categorie,
        debut=etape.date_debut,
        intitule=etape.intitule,
        operateur=etape.operateur.cle if etape.operateur else "",
    )


def _rang(etape: Etape) -> int:
    """After the étapes of the same key: identical étapes are as many."""
    semblables = Etape.objects.filter(territoire=etape.territoire, cle=etape.cle)
    return (semblables.aggregate(dernier=Max("rang"))["dernier"] or 0) + 1
