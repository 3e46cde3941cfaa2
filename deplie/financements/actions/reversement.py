"""What a holder pays back: an order after a correction or a balance under what was advanced, then its settlement."""

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
from deplie.financements.models import Operation, Reversement
from deplie.financements.queries.convention import paiements
from deplie.financements.rules.versements import refus_de_reverser, total_verse
from deplie.socle import generations
from deplie.socle.argent import somme
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


def _verrouiller(operation: Operation) -> Operation:
    """The operation, held until the end of the transaction: even closed or given up, what was paid may come back."""
    return Operation.objects.select_for_update(of=("self",)).select_related("territoire").get(pk=operation.pk)


def _verifier(operation: Operation, montant: Decimal, emis_le: date, *, sauf: int | None = None) -> None:
    if emis_le > timezone.localdate():
        raise RefusMetier("Un ordre de reversement s'inscrit à sa date, au plus tard aujourd'hui.")
    payes = list(operation.versements.all())
    if not paiements(payes):
        raise RefusMetier("Rien n'est payé de cette opération : il n'y a rien à reverser.")
    premier = min(v.paye_le for v in payes if v.paye_le)
    if emis_le < premier:
        raise RefusMetier(f"Le premier versement est payé le {premier:%d/%m/%Y} : un ordre ne le précède pas.")
    ordonne = somme(un.montant for un in operation.reversements.all() if un.pk != sauf)
    if phrase := refus_de_reverser(montant, total_verse(paiements(payes)), ordonne):
        raise RefusMetier(phrase)


def _noter(reversement: Reversement, verbe: str, par: Acteur) -> None:
    operation = reversement.operation
    generations.noter(operation.territoire.code, "versement")
    consigner(verbe, par=par, objet=reversement, detail={"operation": operation.pk})


@transaction.atomic
def ordonner_reversement(
    *,
    operation: Operation,
    montant: Decimal,
    motif: str,
    emis_le: date,
    par: Acteur,
    reference: str = "",
    avant_le: date | None = None,
) -> Reversement:
    """Ask a holder to pay back. Raises RefusMetier for more than was paid and is not asked back already, a day to
    come, or before anything was paid."""
    ici = _verrouiller(operation)
    _verifier(ici, montant, emis_le)
    rang = (ici.reversements.aggregate(dernier=Max("rang"))["dernier"] or 0) + 1
    with traduire(PHRASES):
        reversement = Reversement.objects.create(
            operation=ici,
            rang=rang,
            montant=montant,
            motif=" ".join(motif.split()),
            emis_le=emis_le,
            reference=" ".join(reference.split()),
            avant_le=avant_le,
        )
    _noter(reversement, "émettre un ordre de reversement", par)
    return reversement


@transaction.atomic
def modifier_reversement(*, reversement: Reversement, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Correct an order that is not settled; ``valeurs``: montant, motif, emis_le, reference, avant_le."""
    present = _non_regle(reversement)
    _verifier(present.operation, valeurs["montant"], valeurs["emis_le"], sauf=present.pk)
    for champ in ("montant", "motif", "emis_le", "reference", "avant_le"):
        setattr(present, champ, valeurs[champ])
    with traduire(PHRASES):
        present.save()
    _noter(present, "modifier un ordre de reversement", par)


@transaction.atomic
def regler_reversement(*, reversement: Reversement, regle_le: date, par: Acteur, reference: str = "") -> None:
    """Record that the sum came back, whole. Raises RefusMetier when it did already, or for a day to come."""
    present = _non_regle(reversement)
    if regle_le > timezone.localdate():
        raise RefusMetier("Un règlement s'inscrit à sa date, au plus tard aujourd'hui.")
    present.regle_le = regle_le
    present.reference = " ".join(reference.split()) or present.reference
    with traduire(PHRASES):
        present.save()
    _noter(present, "régler un reversement", par)


@transaction.atomic
def retirer_reversement(*, reversement: Reversement, par: Acteur) -> None:
    """Take back an order that was not settled; its versions are kept. Raises RefusMetier for one that was."""
    present = _non_regle(reversement)
    _noter(present, "retirer un ordre de reversement", par)
    present.delete()


def _non_regle(reversement: Reversement) -> Reversement:
    ici = _verrouiller(reversement.operation)
    present = Reversement.objects.get(pk=reversement.pk)
    present.operation = ici
    if present.regle_le:
        raise RefusMetier(f"Ce reversement est réglé, le {present.regle_le:%d/%m/%Y} : il ne change plus.")
    return present
