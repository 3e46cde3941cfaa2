"""Instalments of an operation: planned, paid, corrected while nothing depends on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import Convention, Operation, Versement
from deplie.financements.queries.convention import paiements, rendu_de, termes_de
from deplie.financements.queries.solde import plafond_de
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES
from deplie.financements.rules.nomenclature import AVANCE, SOLDE
from deplie.financements.rules.versements import refus_de_plafond, refus_de_verser
from deplie.socle import generations
from deplie.socle.argent import formater as euros
from deplie.socle.argent import somme
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.queries.reglages import reglage


def _verrouiller(operation: Operation) -> tuple[Operation, Decimal]:
    """The operation, held until the end of the transaction, and the aid of its convention on the present day."""
    ici = Operation.objects.select_for_update(of=("self",)).select_related("territoire").get(pk=operation.pk)
    convention = Convention.objects.filter(operation=ici).first()
    if convention is None or ici.statut not in CONVENTIONNES - CLOS:
        raise RefusMetier("Un versement se prévoit et se paie pour une convention signée et qui n'est pas soldée.")
    return ici, termes_de(convention, timezone.localdate()).aide


def _noter(operation: Operation, verbe: str, versement: Versement, par: Acteur) -> None:
    generations.noter(operation.territoire.code, "versement")
    consigner(verbe, par=par, objet=versement, detail={"operation": operation.pk, "genre": versement.genre})


@transaction.atomic
def prevoir_versement(
    *, operation: Operation, genre: str, montant_prevu: Decimal, par: Acteur, prevu_le: date | None = None
) -> Versement:
    """Plan an instalment. Raises RefusMetier when the plan would pass the aid, or for a second balance."""
    ici, aide = _verrouiller(operation)
    deja = somme(v.montant_paye if v.montant_paye is not None else v.montant_prevu for v in ici.versements.all())
    if montant_prevu <= 0:
        raise RefusMetier("Un versement prévu est un montant en euros, plus grand que zéro.")
    if deja + montant_prevu > aide:
        raise RefusMetier(
            f"Ce versement porterait le prévu à {euros(deja + montant_prevu)}, plus que l'aide ({euros(aide)}) : il "
            f"reste {euros(aide - deja)} à prévoir."
        )
    rang = (ici.versements.aggregate(dernier=Max("rang"))["dernier"] or 0) + 1
    with traduire(PHRASES):
        versement = Versement.objects.create(
            operation=ici, rang=rang, genre=genre, prevu_le=prevu_le, montant_prevu=montant_prevu
        )
    _noter(ici, "prévoir un versement", versement, par)
    return versement


@transaction.atomic
def payer_versement(*, versement: Versement, paye_le: date, montant_paye: Decimal, reference: str, par: Acteur) -> None:
    """Record that an instalment was paid: it starts the years of retention.

    Raises RefusMetier when it is paid already, for a day to come or before the signature, an amount beyond the
    convention or what the accepted bilans give (``rules.versements``), and a balance or an instalment before any
    bilan was accepted.
    """
    ici, aide = _verrouiller(versement.operation)
    present = Versement.objects.get(pk=versement.pk)
    if present.paye_le:
        raise RefusMetier(f"Ce versement est déjà payé, le {present.paye_le:%d/%m/%Y}.")
    if paye_le > timezone.localdate():
        raise RefusMetier("Un paiement s'inscrit à sa date, au plus tard aujourd'hui.")
    if paye_le < ici.convention.signee_le:
        raise RefusMetier(f"La convention est signée le {ici.convention.signee_le:%d/%m/%Y} : rien ne se paie avant.")
    if present.genre != AVANCE and not _bilan_valide(ici, final=present.genre == SOLDE):
        quel = "le bilan final" if present.genre == SOLDE else "un bilan"
        raise RefusMetier(f"Seule une avance se paie avant que {quel} soit validé.")
    faits = paiements([v for v in ici.versements.all() if v.pk != present.pk])
    if phrase := refus_de_verser(present.genre, montant_paye, aide, faits, rendu_de(ici)):
        raise RefusMetier(phrase)
    if present.genre != AVANCE:
        _refuser_au_dela_du_du(ici, present.genre, montant_paye)
    present.paye_le, present.montant_paye, present.reference = paye_le, montant_paye, " ".join(reference.split())
    with traduire(PHRASES):
        present.save()
    _noter(ici, "payer un versement", present, par)


def _refuser_au_dela_du_du(operation: Operation, genre: str, montant: Decimal) -> None:
    part = Decimal(reglage(operation.territoire, "part_acomptes"))
    plafond = plafond_de(operation, genre, part, timezone.localdate())
    if phrase := refus_de_plafond(genre, montant, plafond, part):
        raise RefusMetier(phrase)


def _bilan_valide(operation: Operation, *, final: bool) -> bool:
    valides = operation.bilans.filter(valide_le__isnull=False)
    return (valides.filter(final=True) if final else valides).exists()


@transaction.atomic
def modifier_versement(*, versement: Versement, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Change what is planned of an instalment that is not paid; ``valeurs``: genre, prevu_le, montant_prevu."""
    ici, aide = _verrouiller(versement.operation)
    present = _non_paye(versement)
    autres = somme(
        v.montant_paye if v.montant_paye is not None else v.montant_prevu
        for v in ici.versements.all()
        if v.pk != present.pk
    )
    if valeurs["montant_prevu"] <= 0 or autres + valeurs["montant_prevu"] > aide:
        raise RefusMetier(f"Il reste {euros(aide - autres)} à prévoir : indiquez un montant jusque-là.")
    for champ in ("genre", "prevu_le", "montant_prevu"):
        setattr(present, champ, valeurs[champ])
    with traduire(PHRASES):
        present.save()
    _noter(ici, "modifier un versement", present, par)


@transaction.atomic
def retirer_versement(*, versement: Versement, par: Acteur) -> None:
    """Take away an instalment that was planned and never paid; raises RefusMetier for one that was."""
    ici, _ = _verrouiller(versement.operation)
    present = _non_paye(versement)
    _noter(ici, "retirer un versement", present, par)
    present.delete()


def _non_paye(versement: Versement) -> Versement:
    present = Versement.objects.get(pk=versement.pk)
    if present.paye_le:
        raise RefusMetier("Ce versement est payé : il ne change plus.")
    return present
