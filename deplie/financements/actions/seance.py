"""What a committee decides of an application: chosen for an amount, waiting, adjourned, rejected with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._enveloppes import tenir_enveloppes
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.instruction import prevenir_porteur
from deplie.financements.models import EvenementOperation, Operation
from deplie.financements.queries.depot import plan_de
from deplie.financements.queries.dossier import visibles_par
from deplie.financements.rules.cycle import ETATS
from deplie.financements.rules.plan import refus_d_aide
from deplie.instances.models import Seance
from deplie.socle import editions
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier

RESULTATS: Final = {
    "retenir": "Retenir",
    "mettre_en_attente": "Inscrire sur liste d'attente",
    "ajourner": "Ajourner",
    "rejeter": "Rejeter",
}


@transaction.atomic
def decider_operation(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance | None = None
) -> bool:
    """Do what the committee decided, and tell the holder; never a derogation.

    Raises RefusMetier without an amount where it is chosen, for one that passes the bounds of the call, without a
    reason where the holder is told no, or as ``avancer``. The purses are held: a raise decided at the same time
    counts what is chosen here.
    """
    tenir_enveloppes(par.territoire)
    operation = visibles_par(par).filter(pk=objet).first()
    if operation is None:
        raise RefusMetier("Ce dossier n'est pas de votre territoire.")
    motif = str(valeurs.get("raison") or "")
    if resultat == "retenir":
        _programmer(operation, valeurs.get("montant"), par)
    avancer(operation=operation, acte=resultat, par=par, le=le, motif=motif, seance=seance)
    prevenir_porteur(operation=operation, motif=motif, par=par)
    return False


def _programmer(operation: Any, montant: Any, par: Acteur) -> None:
    if montant is None:
        raise RefusMetier("Indiquez le montant accordé.")
    appel = operation.appel
    cout = plan_de(operation).cout or montant
    fautes = refus_d_aide(montant, cout, plafond=appel.plafond, taux_max=appel.taux_max)
    if operation.montant_demande is not None and montant > operation.montant_demande:
        fautes.append("Le montant accordé dépasse le montant demandé.")
    if fautes:
        raise RefusMetier(" ".join(fautes))
    editions.modifier(operation, {"montant_programme": montant}, par=par)


@transaction.atomic
def rectifier_operation(
    *, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur
) -> bool:
    """Decide again of an application, on the day of its séance: its amount and the ranking follow, the holder
    is told. Never a derogation.

    What was decided first stays in the life of the operation, with its amount. Raises RefusMetier when it went on
    since, when nothing changes, and as ``decider_operation``.
    """
    tenir_enveloppes(par.territoire)
    operation = visibles_par(par).filter(pk=objet).first()
    if operation is None:
        raise RefusMetier("Ce dossier n'est pas de votre territoire.")
    decidee = _exiger_derniere(operation, avant, le)
    montant = valeurs.get("montant") if apres == "retenir" else None
    raison = " ".join(str(valeurs.get("raison") or "").split())
    if (avant, decidee.motif, operation.montant_programme) == (apres, raison, montant):
        raise RefusMetier("Rien ne change : la décision dit déjà cela.")
    dite = f"D'abord : {RESULTATS[avant].lower()}"
    if operation.montant_programme is not None:
        dite += f", {euros(operation.montant_programme)}"
    if decidee.motif:
        dite += f" ({decidee.motif})"
    operation.montant_programme = None
    avancer(operation=operation, acte="rectifier", par=par, le=le, motif=f"{dite}.", seance=decidee.seance)
    return decider_operation(objet=objet, resultat=apres, valeurs=valeurs, le=le, par=par, seance=decidee.seance)


def _exiger_derniere(operation: Operation, avant: str, le: date) -> EvenementOperation:
    """The decision to correct, when nothing was done since. The row is held: a convention is not signed meanwhile."""
    Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    derniere = operation.evenements.select_related("seance").order_by("-pk").first()
    if derniere is None or (derniere.acte, derniere.le) != (avant, le) or derniere.seance is None:
        raise RefusMetier(
            f"Cette décision ne se rectifie plus : depuis, l'opération est « {ETATS[operation.statut]} » "
            f"({operation.statut_le:%d/%m/%Y})."
        )
    adoptee = operation.reprogrammations.filter(statut="ADOPTEE").order_by("pk").last()
    if adoptee is not None:
        raise RefusMetier(
            "Cette décision ne se rectifie plus : un comité a changé le montant programmé "
            f"({adoptee.decidee_le:%d/%m/%Y})."
        )
    return derniere
