"""A programmed amount changes by a committee alone: asked with a reason, decided in séance, both amounts kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions._enveloppes import tenir_enveloppes
from deplie.financements.models import Operation, Reprogrammation
from deplie.financements.queries.reprogrammation import bornes_de, visibles_par
from deplie.financements.rules.cycle import CLOS, RETENUS
from deplie.financements.rules.reprogrammation import refus_de_reprogrammer
from deplie.instances.models import Seance
from deplie.socle import editions, generations
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

RESULTATS: Final = {"adopter": "Adopter", "refuser": "Refuser"}
Statut = Reprogrammation.Statut


@transaction.atomic
def demander_reprogrammation(*, operation: Operation, montant: Decimal, motif: str, par: Acteur) -> Reprogrammation:
    """Ask a committee to programme another amount. Raises RefusMetier where it cannot be, or one already waits."""
    ici = _verrouiller(operation.pk)
    _permettre(ici, montant)
    if ici.reprogrammations.filter(statut=Statut.DEMANDEE).exists():
        raise RefusMetier("Une demande attend déjà un comité pour cette opération : retirez-la d'abord.")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi : le comité le lira.")
    with traduire(PHRASES):
        demande = Reprogrammation.objects.create(
            operation=ici, avant=ici.montant_programme, apres=montant, motif=" ".join(motif.split()), par=par.compte
        )
    consigner("demander un autre montant programmé", par=par, objet=ici, detail={"demande": demande.pk})
    return demande


@transaction.atomic
def retirer_reprogrammation(*, reprogrammation: Reprogrammation, par: Acteur) -> None:
    """Withdraw what no committee has decided. Raises RefusMetier afterwards."""
    ici = Reprogrammation.objects.select_for_update(of=("self",)).get(pk=reprogrammation.pk)
    if ici.statut != Statut.DEMANDEE:
        raise RefusMetier("Le comité en a décidé : la demande ne se retire plus.")
    ici.statut = Statut.RETIREE
    ici.save(update_fields=["statut"])
    consigner("retirer une demande de montant programmé", par=par, objet=ici.operation, detail={"demande": ici.pk})


@transaction.atomic
def decider_reprogrammation(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance
) -> bool:
    """Adopt another amount, maybe not the one asked for, or refuse it with the reason; never a derogation.

    The purses are held: of two raises at once, the second one is compared with what the first one leaves.
    """
    tenir_enveloppes(par.territoire)
    ici = _demande(objet, par)
    if ici.statut != Statut.DEMANDEE:
        raise RefusMetier("Cette demande n'attend plus de comité.")
    ici.seance, ici.decidee_le = seance, le
    if resultat == "adopter":
        _adopter(ici, valeurs.get("montant") or ici.apres, par)
    else:
        if not str(valeurs.get("raison") or "").strip():
            raise RefusMetier("Indiquez pourquoi le comité refuse.")
        ici.statut = Statut.REFUSEE
    with traduire(PHRASES):
        ici.save()
    return False


@transaction.atomic
def rectifier_reprogrammation(
    *, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur
) -> bool:
    """Correct a decision: what was adopted goes back to the amount before, what was refused is adopted as asked.

    Raises RefusMetier once the amount changed again, or where what was signed or paid since depends on it.
    """
    tenir_enveloppes(par.territoire)
    ici = _demande(objet, par)
    operation = _verrouiller(ici.operation_id)
    if avant == apres:
        return False
    if apres == "adopter":
        _adopter(ici, ici.apres, par)
    else:
        if operation.montant_programme != ici.apres:
            raise RefusMetier("Le montant programmé a changé depuis : une autre décision suit celle-ci.")
        _programmer(operation, ici.avant, par)
        ici.statut = Statut.REFUSEE
    ici.save()
    return False


def _adopter(ici: Reprogrammation, montant: Decimal, par: Acteur) -> None:
    operation = _verrouiller(ici.operation_id)
    ici.avant = operation.montant_programme or Decimal(0)
    _programmer(operation, montant, par)
    ici.apres, ici.statut = montant, Statut.ADOPTEE


def _programmer(operation: Operation, montant: Decimal, par: Acteur) -> None:
    _permettre(operation, montant)
    avant = operation.montant_programme
    with traduire(PHRASES):
        editions.modifier(operation, {"montant_programme": montant}, par=par)
    consigner(
        "changer un montant programmé", par=par, objet=operation, detail={"avant": str(avant), "apres": str(montant)}
    )
    generations.noter(operation.territoire.code, "operation")


def _permettre(operation: Operation, montant: Decimal) -> None:
    if operation.statut not in RETENUS - CLOS:
        raise RefusMetier("Le montant programmé est celui d'une opération retenue et qui n'est pas close.")
    if refus := refus_de_reprogrammer(montant, bornes_de(operation)):
        raise RefusMetier(" ".join(refus))


def _demande(pk: int, par: Acteur) -> Reprogrammation:
    trouvee: Reprogrammation | None = visibles_par(par).filter(pk=pk).first()
    if trouvee is None:
        raise RefusMetier("Cette opération n'est pas de votre territoire.")
    return trouvee


def _verrouiller(pk: int) -> Operation:
    proches = Operation.objects.select_for_update(of=("self",))
    return proches.select_related("appel", "sous_enveloppe", "territoire").get(pk=pk)
