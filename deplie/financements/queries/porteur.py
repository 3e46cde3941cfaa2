"""What a holder without an account reads of its operation once it is decided: money, bilans, findings, what is due."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from deplie.financements.models import (
    AvenantConvention,
    BilanExecution,
    Controle,
    Depense,
    EvenementOperation,
    LigneControle,
    Operation,
    PieceDossier,
)
from deplie.financements.queries import bilan as bilans
from deplie.financements.queries.convention import Situation, situation
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES, CSF_CONTRADICTOIRE, EN_EXECUTION
from deplie.financements.rules.echeances import (
    BILAN,
    COMPLEMENT,
    FIN_CONVENTION,
    REPONSE_CSF,
    Calendrier,
    Contradiction,
    Delais,
    Echeance,
    Periode,
    VersementPrevu,
    echeances,
)
from deplie.financements.rules.echeances import VERSEMENT as GENRE_VERSEMENT
from deplie.financements.rules.lettre import LETTRES
from deplie.instances.queries.seance import ou_404
from deplie.territoires.queries.reglages import reglage

# A link that ends within so many days is told to be renewed.
JOURS_AVANT_LA_FIN: Final = 60
# What concerns a holder; the control to conclude is the territory's.
_SIENNES: Final = frozenset({COMPLEMENT, BILAN, REPONSE_CSF, GENRE_VERSEMENT, FIN_CONVENTION})


@dataclass(frozen=True)
class Espace:
    """A signed operation as its holder reads it. ``ouvert``: the bilan being written; ``proposee``: the next one."""

    situation: Situation
    bilans: list[tuple[BilanExecution, Compte]]
    controles: list[Controle]
    dues: list[Echeance]
    ouvert: BilanExecution | None
    proposee: Periode | None


def decision_de(operation: Operation) -> EvenementOperation | None:
    """The last decision on the application, with its reason and its séance."""
    prises = operation.evenements.filter(vers__in=sorted(LETTRES)).select_related("seance__instance")
    return prises.order_by("-pk").first()


def decidee(operation: Operation) -> Operation | None:
    """The application as it was decided, for its letter; None before any decision. Never saved."""
    decision = decision_de(operation)
    if decision is None:
        return None
    lue = copy.copy(operation)
    lue.statut = decision.vers
    return lue


def est_signee(operation: Operation) -> bool:
    """Whether its holder has more to read than a decision."""
    return operation.statut in CONVENTIONNES and hasattr(operation, "convention")


def espace_de(operation: Operation, jour: date) -> Espace | None:
    """What follows the signature; None before it, and for what was not chosen."""
    ici = situation(operation, jour) if est_signee(operation) else None
    if ici is None:
        return None
    lus = bilans.bilans_de(operation)
    controles = [bilan.controle for bilan, _ in lus if hasattr(bilan, "controle") and bilan.controle.notifie_le]
    en_execution = operation.statut == EN_EXECUTION
    return Espace(
        ici,
        lus,
        controles,
        _dues(operation, ici, lus, jour),
        next((bilan for bilan, _ in lus if bilan.depose_le is None), None) if en_execution else None,
        bilans.periode_proposee(operation, ici.termes) if en_execution else None,
    )


def _dues(operation: Operation, ici: Situation, lus: list[tuple[BilanExecution, Compte]], jour: date) -> list[Echeance]:
    if operation.statut in CLOS:
        return []
    controles = [(b, b.controle) for b, _ in lus if hasattr(b, "controle")]
    calendrier = Calendrier(
        ici.termes.debut,
        ici.termes.fin,
        bilans=tuple(
            Periode(b.numero, b.debut, b.fin, b.final, timezone.localdate(b.depose_le) if b.depose_le else None)
            for b, _ in lus
        ),
        contradictions=tuple(
            Contradiction(b.numero, c.notifie_le, c.reponse_avant_le, c.repondu_le or c.conclu_le)
            for b, c in controles
            if c.notifie_le
        ),
        versements=tuple(VersementPrevu(v.rang, v.genre, v.prevu_le, v.paye_le) for v in ici.versements if v.prevu_le),
        complement_avant_le=None if operation.complement_repondu_le else operation.complement_avant_le,
    )
    delais = Delais(reponse=reglage(operation.territoire, "jours_contradictoire"))
    attendues = [due for due in echeances(calendrier, delais) if due.genre in _SIENNES and due.faite_le is None]
    return [due for due in attendues if due.genre != FIN_CONVENTION or due.le >= jour]


def bilan_en_cours(operation: Operation) -> BilanExecution | None:
    """The bilan that its holder writes."""
    if not est_signee(operation):
        return None
    ouverts = operation.bilans.filter(depose_le=None).select_related("operation__territoire", "operation__appel")
    return ouverts.first()


def bilan_depose_ou_404(operation: Operation, numero: int) -> BilanExecution:
    """A bilan that was handed in."""
    lus = BilanExecution.objects.filter(operation=operation, numero=numero, depose_le__isnull=False)
    return ou_404(lus.select_related("operation__territoire", "operation__appel", "controle").first())


def depense_ou_404(bilan: BilanExecution, pk: int) -> Depense:
    """An expense of the bilan that is being written."""
    return ou_404(bilan.depenses.filter(pk=pk).select_related("bilan__operation__territoire", "engagement").first())


def piece_ou_404(operation: Operation, depense: int, fichier: int) -> PieceDossier:
    """The proof of an expense of this operation."""
    ici = PieceDossier.objects.en_vigueur().filter(depense=depense, fichier=fichier)
    trouvee = ici.filter(operation=operation, depense__bilan__operation=operation)
    return ou_404(trouvee.select_related("fichier", "operation").first())


def controle_ou_404(operation: Operation, numero: int) -> Controle:
    """A control whose findings were notified."""
    lus = Controle.objects.filter(bilan__operation=operation, bilan__numero=numero, notifie_le__isnull=False)
    return ou_404(lus.select_related("bilan__operation__territoire", "bilan__operation__appel").first())


def constats_de(controle: Controle) -> list[LigneControle]:
    """The expenses of which something is taken off."""
    return [une for une in controle.lignes.select_related("depense").order_by("pk") if une.rejete]


def peut_repondre(controle: Controle, jour: date) -> bool:
    """Whether the contradictory period is open to the holder."""
    ouvert = controle.bilan.operation.statut == CSF_CONTRADICTOIRE and controle.conclu_le is None
    avant = controle.reponse_avant_le
    return ouvert and controle.repondu_le is None and avant is not None and jour <= avant


def avenant_ou_404(operation: Operation, numero: int) -> AvenantConvention:
    """A signed avenant of the operation, whose paper was joined."""
    lus = AvenantConvention.objects.filter(convention__operation=operation, fichier__isnull=False)
    # A number beyond what the column holds is that of none.
    return ou_404(next((un for un in lus.select_related("fichier") if un.numero == numero), None))


def bientot_perime(expire_le: date, jour: date) -> bool:
    """Whether a link is near its end."""
    return (expire_le - jour).days <= JOURS_AVANT_LA_FIN
