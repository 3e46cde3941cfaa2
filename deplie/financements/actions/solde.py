"""After a bilan is accepted: the operation goes on, or it is closed once what is due is settled."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.reversement import ordonner_reversement, regler_reversement
from deplie.financements.models import Operation
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.cycle import refus
from deplie.financements.rules.versements import REVERSER, VERSER
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier


def _verrouiller(operation: Operation) -> Operation:
    Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    return Operation.objects.select_related("territoire", "appel").get(pk=operation.pk)


@transaction.atomic
def poursuivre(*, operation: Operation, par: Acteur) -> Operation:
    """After an intermediate bilan, back to execution. Raises RefusMetier once the final one is accepted."""
    ici = _verrouiller(operation)
    if ici.bilans.filter(final=True, valide_le__isnull=False).exists():
        raise RefusMetier("Le bilan final est validé : l'opération se solde, elle ne se poursuit pas.")
    return avancer(operation=ici, acte="poursuivre", par=par)


@transaction.atomic
def solder(*, operation: Operation, par: Acteur, reversement: str = "") -> Operation:
    """Close an operation. ``reversement``: the reference of the order by which an excess came back.

    Raises RefusMetier before the final bilan is accepted, while something is to be paid, while an excess is not told
    to be back.
    """
    ici = _verrouiller(operation)
    if phrase := refus("solder", ici.statut):
        raise RefusMetier(phrase)
    etat = etat_de(ici, timezone.localdate())
    if etat is None or not etat.final:
        raise RefusMetier("Une opération se solde une fois son bilan final validé.")
    du, reference = etat.solde, " ".join(reversement.split())
    if du.sens == VERSER:
        raise RefusMetier(f"Il reste {euros(du.montant)} à verser : inscrivez le solde et son paiement d'abord.")
    motif = _reverser(ici, du.montant, reference, par) if du.sens == REVERSER else ""
    return avancer(operation=ici, acte="solder", motif=motif, par=par)


def _reverser(operation: Operation, montant: Decimal, reference: str, par: Acteur) -> str:
    """Record what is told to be back as an order that is settled; the sentence of it."""
    attendus = operation.reversements.filter(regle_le=None)
    if attendus.exists():
        raise RefusMetier(
            f"{euros(montant)} sont à reverser, et un ordre attend son règlement : inscrivez ce règlement, ou retirez "
            "l'ordre, d'abord."
        )
    if not reference:
        raise RefusMetier(f"{euros(montant)} sont à reverser : donnez la référence de l'ordre réglé.")
    jour = timezone.localdate()
    reversement = ordonner_reversement(
        operation=operation, montant=montant, motif="Solde inférieur à ce qui est versé", emis_le=jour,
        reference=reference, par=par,
    )  # fmt: skip
    regler_reversement(reversement=reversement, regle_le=jour, par=par)
    return f"Reversement de {euros(montant)} réglé : {reference}."
