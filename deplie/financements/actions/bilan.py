"""Bilans of execution: begun for a period, told, deposited, given back, accepted without control."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._bilan import noter, verrouiller
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.depot import joindre_au_dossier, retirer_du_dossier
from deplie.financements.models import (
    BilanExecution,
    Operation,
    PieceDossier,
    PieceRequise,
    Ressource,
    RessourceConstatee,
)
from deplie.financements.queries import bilan as lus
from deplie.financements.rules.bilan import manques, refus_de_periode
from deplie.financements.rules.cycle import EN_EXECUTION, ETATS
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Fichier


@transaction.atomic
def ouvrir_bilan(*, operation: Operation, debut: date, fin: date, final: bool, par: Acteur) -> BilanExecution:
    """Begin a bilan for a period. Raises RefusMetier out of execution, out of the convention, over another bilan."""
    ici = Operation.objects.select_for_update(of=("self",)).select_related("territoire").get(pk=operation.pk)
    termes = lus.termes_presents(ici, timezone.localdate())
    if ici.statut != EN_EXECUTION or termes is None:
        raise RefusMetier(
            f"L'opération est « {ETATS[ici.statut]} » : un bilan s'écrit pour une opération en exécution, sa "
            "convention signée."
        )
    if ici.bilans.filter(valide_le__isnull=True).exists():
        raise RefusMetier(PHRASES["bilan_execution_un_ouvert"])
    autres = ici.bilans.values_list("debut", "fin")
    if phrase := refus_de_periode(debut, fin, (termes.debut, termes.fin), autres):
        raise RefusMetier(phrase)
    numero = (ici.bilans.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    with traduire(PHRASES):
        bilan = BilanExecution.objects.create(operation=ici, numero=numero, debut=debut, fin=fin, final=final)
    noter(bilan, "ouvrir un bilan d'exécution", par)
    return bilan


@transaction.atomic
def raconter_bilan(
    *, bilan: BilanExecution, recit: str, recus: Mapping[int, Decimal | None], par: Acteur
) -> BilanExecution:
    """Tell what was done and what the other funders brought: resource → euros; None where it is not told yet."""
    present = verrouiller(bilan)
    attendues = {une.ressource.pk: une.ressource for une in lus.ressources_de(present)}
    present.recit = recit.strip()
    with traduire(PHRASES):
        present.save()
        for pk, montant in recus.items():
            if pk in attendues:
                _constater(present, attendues[pk], montant)
    noter(present, "raconter un bilan d'exécution", par)
    return present


def _constater(bilan: BilanExecution, ressource: Ressource, montant: Decimal | None) -> None:
    if montant is None:
        RessourceConstatee.objects.filter(bilan=bilan, ressource=ressource).delete()
    else:
        RessourceConstatee.objects.update_or_create(bilan=bilan, ressource=ressource, defaults={"montant": montant})


@transaction.atomic
def joindre_au_bilan(*, bilan: BilanExecution, requise: PieceRequise, fichier: Fichier, par: Acteur) -> PieceDossier:
    """Give a document that the call asks for at the bilan. Raises RefusMetier for another one, or once it is handed
    in."""
    present = verrouiller(bilan)
    if requise.appel_id != present.operation.appel_id or requise.moment != PieceRequise.Moment.BILAN:
        raise RefusMetier("L'appel de cette opération ne demande pas ce document au bilan.")
    piece = joindre_au_dossier(operation=present.operation, fichier=fichier, requise=requise, par=par)
    noter(present, "joindre au bilan un document demandé", par, piece=piece.pk)
    return piece


@transaction.atomic
def retirer_du_bilan(*, bilan: BilanExecution, piece: PieceDossier, par: Acteur) -> None:
    """Take such a document back while the bilan is being written."""
    present = verrouiller(bilan)
    retirer_du_dossier(piece=piece, par=par)
    noter(present, "retirer du bilan un document demandé", par, piece=piece.pk)


@transaction.atomic
def deposer_bilan(*, bilan: BilanExecution, par: Acteur) -> None:
    """Hand a bilan in: its lines stand. Raises RefusMetier with everything that is missing."""
    present = verrouiller(bilan)
    if absents := manques(lus.depot_de(present, timezone.localdate())):
        raise RefusMetier(" ".join(absents))
    present.depose_le = timezone.now()
    present.save()
    avancer(operation=present.operation, acte="deposer_bilan", par=par)
    noter(present, "déposer un bilan d'exécution", par)


@transaction.atomic
def rendre_bilan(*, bilan: BilanExecution, motif: str, par: Acteur) -> None:
    """Give a bilan back to its holder, who reads why and may write it again."""
    operation = Operation.objects.select_related("territoire").get(pk=bilan.operation_id)
    avancer(operation=operation, acte="rendre_bilan", motif=motif, par=par)
    present = BilanExecution.objects.select_for_update(of=("self",)).get(pk=bilan.pk)
    present.depose_le = None
    present.save()
    noter(present, "rendre un bilan d'exécution", par)


@transaction.atomic
def accepter_bilan(*, bilan: BilanExecution, par: Acteur) -> None:
    """Accept a report where the call asks for no control. Raises RefusMetier where it asks for one."""
    operation = Operation.objects.select_related("territoire", "appel").get(pk=bilan.operation_id)
    if operation.appel is None or operation.appel.controle_service_fait:
        raise RefusMetier("Le bilan de cette opération passe par un contrôle de service fait.")
    avancer(operation=operation, acte="accepter_bilan", par=par)
    present = BilanExecution.objects.select_for_update(of=("self",)).get(pk=bilan.pk)
    if present.depose_le is None:
        raise RefusMetier("Ce bilan n'est pas déposé.")
    present.valide_le = timezone.localdate()
    with traduire(PHRASES):
        present.save()
    noter(present, "accepter un bilan d'exécution", par)
