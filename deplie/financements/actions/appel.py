"""A call for projects: prepared, published, prolonged, withdrawn, copied for another year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import SubventionGlobale
from deplie.cadre.queries.subvention import subventions_de
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import (
    Appel,
    CritereNotation,
    LienPorteur,
    PieceRequise,
    QuestionEligibilite,
    SousEnveloppe,
)
from deplie.financements.rules.appel import PREPARE, PUBLIE, RETIRE, refus_de_modifier, refus_de_publier
from deplie.financements.rules.nomenclature import FSE
from deplie.socle import courrier, editions, generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

LISTES: Final[dict[str, Any]] = {
    "enveloppes": SousEnveloppe,
    "questions": QuestionEligibilite,
    "pieces": PieceRequise,
    "grille": CritereNotation,
}


@transaction.atomic
def preparer_appel(*, par: Acteur, **valeurs: Any) -> Appel:
    """Begin a call of the author's territory; nobody outside reads it before it is published. Raises RefusMetier."""
    if valeurs["organisation"].territoire_id != par.territoire.pk:
        raise RefusMetier("Cette structure est d'un autre territoire.")
    appel = Appel(territoire=par.territoire, statut=PREPARE, **valeurs)
    with traduire(PHRASES):
        editions.enregistrer(appel, par=par)
    consigner("préparer un appel à projets", par=par, objet=appel)
    generations.noter(par.territoire.code, "operation")
    return appel


@transaction.atomic
def rattacher_appel(
    *, appel: Appel, subvention: SubventionGlobale | None, axe: str = "", objectif_specifique: str = "", par: Acteur
) -> None:
    """Say which subvention globale pays a call, on which axis and objective, at any time of its life; None: none does.

    Raises RefusMetier for a subvention that the territory does not read, of another programming period, or a call that
    is not paid by the European fund.
    """
    if subvention is not None:
        if not subventions_de(appel.territoire).filter(pk=subvention.pk).exists():
            raise RefusMetier("Cette subvention globale n'est pas celle de votre territoire.")
        if appel.financeur != FSE:
            raise RefusMetier("L'aide de cet appel ne vient pas du Fonds social européen.")
        if appel.programmation not in ("", subvention.programmation):
            raise RefusMetier("L'appel et la subvention globale ne sont pas de la même programmation.")
    valeurs: dict[str, Any] = {"subvention": subvention}
    if subvention is not None:
        valeurs |= {"axe": axe, "objectif_specifique": objectif_specifique, "programmation": subvention.programmation}
    with traduire(PHRASES):
        changes = editions.modifier(appel, valeurs, par=par)
    if changes:
        consigner("rattacher un appel à une subvention globale", par=par, objet=appel, detail={"champs": changes})
        generations.noter(par.territoire.code, "operation")


@transaction.atomic
def modifier_appel(*, appel: Appel, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None) -> None:
    """Change a call in preparation. Raises RefusMetier once it is published, EditionConcurrente."""
    with traduire(PHRASES):
        changes = editions.modifier(appel, valeurs, par=par, edition=edition, verifier=_encore_en_preparation)
    if changes:
        consigner("modifier un appel à projets", par=par, objet=appel, detail={"champs": changes})
        generations.noter(par.territoire.code, "operation")


@transaction.atomic
def remplacer_liste(*, appel: Appel, liste: str, lignes: Sequence[Mapping[str, Any]], par: Acteur) -> int:
    """Give a call its sub-envelopes, questions, pieces or criteria, in that order; how many.

    Raises RefusMetier once the call is published: what was answered and marked stays the answer to what was asked.
    """
    _encore_en_preparation(Appel.objects.select_for_update(of=("self",)).get(pk=appel.pk))
    modele = LISTES[liste]
    modele.objects.filter(appel=appel).delete()
    with traduire(PHRASES):
        for rang, ligne in enumerate(lignes, 1):
            modele.objects.create(appel=appel, rang=rang, **ligne)
    consigner("modifier un appel à projets", par=par, objet=appel, detail={"liste": liste, "lignes": len(lignes)})
    return len(lignes)


@transaction.atomic
def publier_appel(*, appel: Appel, par: Acteur) -> None:
    """Let everybody read a call. Raises RefusMetier with all that is missing."""
    ici = Appel.objects.select_for_update(of=("self",)).get(pk=appel.pk)
    _encore_en_preparation(ici)
    refus = refus_de_publier(
        enveloppe=ici.enveloppe,
        sous_enveloppes=list(ici.sous_enveloppes.values_list("montant", flat=True)),
        criteres=ici.criteres.count(),
        ferme=ici.ferme_le,
        moment=timezone.now(),
    )
    if refus:
        raise RefusMetier(" ".join(refus))
    _passer(ici, PUBLIE, "publier un appel à projets", par)
    appel.statut = ici.statut


@transaction.atomic
def prolonger_appel(*, appel: Appel, ferme_le: datetime, par: Acteur) -> None:
    """Put the closure off. Raises RefusMetier for an earlier one: who counted on the first must not be shut out."""
    ici = Appel.objects.select_for_update(of=("self",)).get(pk=appel.pk)
    if ici.statut != PUBLIE:
        raise RefusMetier("Seul un appel publié se prolonge.")
    if ferme_le <= ici.ferme_le:
        raise RefusMetier(
            f"La clôture est déjà le {timezone.localtime(ici.ferme_le):%d/%m/%Y à %H:%M} : elle ne s'avance pas."
        )
    if ferme_le <= timezone.now():
        raise RefusMetier("La nouvelle clôture est passée : choisissez une date à venir.")
    ici.ferme_le = ferme_le
    editions.enregistrer(ici, par=par)
    consigner("prolonger un appel à projets", par=par, objet=ici)
    appel.ferme_le = ferme_le


@transaction.atomic
def retirer_appel(*, appel: Appel, raison: str, par: Acteur) -> int:
    """Withdraw a call: it takes no application any more, what was written is kept. How many applicants are told."""
    ici = Appel.objects.select_for_update(of=("self",)).select_related("territoire").get(pk=appel.pk)
    raison = " ".join(raison.split())
    if ici.statut == RETIRE:
        raise RefusMetier("Cet appel est déjà retiré.")
    if not raison:
        raise RefusMetier(PHRASES["appel_retrait"])
    ici.retrait = raison[:300]
    _passer(ici, RETIRE, "retirer un appel à projets", par)
    appel.statut, appel.retrait = ici.statut, ici.retrait
    liens = LienPorteur.objects.filter(operation__appel=ici, revoque_le=None).order_by("courriel")
    courriels = sorted(set(liens.values_list("courriel", flat=True)))
    for courriel in courriels:
        contexte = {"appel": ici, "adresse": settings.ADRESSE}
        courrier.ecrire("financements/courrier/retrait.txt", a=courriel, contexte=contexte)
    return len(courriels)


@transaction.atomic
def copier_appel(*, appel: Appel, code: str, titre: str, ouvre_le: datetime, ferme_le: datetime, par: Acteur) -> Appel:
    """A call in preparation that asks the same as another one: new dates, same grid, same pieces."""
    gardes = {
        champ.name: getattr(appel, champ.name)
        for champ in Appel._meta.concrete_fields
        if champ.name not in ("id", "territoire", "statut", "retrait", "debut_operations", "fin_operations")
    }
    propres = {"code": code, "titre": titre, "ouvre_le": ouvre_le, "ferme_le": ferme_le}
    copie = preparer_appel(par=par, **(gardes | propres))
    for modele in LISTES.values():
        for ligne in modele.objects.filter(appel=appel).order_by("rang"):
            ligne.pk, ligne.appel = None, copie
            ligne.save(force_insert=True)
    return copie


def _encore_en_preparation(appel: Appel) -> None:
    if phrase := refus_de_modifier(appel.statut):
        raise RefusMetier(phrase)


def _passer(appel: Appel, statut: str, verbe: str, par: Acteur) -> None:
    appel.statut = statut
    editions.enregistrer(appel, par=par)
    consigner(verbe, par=par, objet=appel)
    generations.noter(appel.territoire.code, "operation")
