"""``mouvement``: a sum of money and the day from which it counts; of the whole territory.

In cents, whole numbers that every engine adds exactly. What an operation is programmed or signed for counts until it is
given up: a line of the opposite sign takes it back that day. An avenant brings the difference that it makes, a sum paid
back the opposite of what it was. A bilan counts as declared from its deposit, as retained from its acceptance. The
envelope of a subvention globale is in force from the day of its line, and not before the year that it is for: the part
that it reserves to this territory, else, for who runs it, the whole, told apart where other plans share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from deplie.cadre.models import Enveloppe
from deplie.cadre.queries.part import compte_pour, lignes_servies
from deplie.financements.facts.chaine import CHAINE, CHAMPS, liens_de
from deplie.financements.facts.commun import CENTIMES, ENTIER, NUMERO, SANS_FIN, TEXTE, en_centimes
from deplie.financements.facts.dossier import dernier_pas
from deplie.financements.models import BilanExecution, Convention, Depense, Operation
from deplie.financements.queries.bilan import compte_de
from deplie.financements.rules.cycle import ABANDONNEE, RETENUS
from deplie.financements.rules.nomenclature import FSE
from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.socle.argent import ZERO
from deplie.territoires.models import Territoire

PROGRAMME: Final = "PROGRAMME"
CONVENTIONNE: Final = "CONVENTIONNE"
COUT: Final = "COUT"
DECLARE: Final = "DECLARE"
RETENU: Final = "RETENU"
PAYE: Final = "PAYE"
ENVELOPPE: Final = "ENVELOPPE"
# The whole of an envelope that other plans share, where no part of it is reserved to this territory.
ENVELOPPE_COMMUNE: Final = "ENVELOPPE_COMMUNE"

MOUVEMENT: Final = Fait(
    "mouvement",
    "sommes",
    (
        Colonne("dossier", NUMERO, "opérations"),
        Colonne("jour", ENTIER, "le jour de la somme"),
        # A sum counts for ever: totals that run from the beginning need those of earlier years.
        Colonne("fin", ENTIER, "le dernier jour où elle compte"),
        Colonne("nature", TEXTE, "ce qu'est la somme"),
        Colonne("centimes", CENTIMES, "montants"),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("jour", "fin"),
)
Somme = tuple[str, date, Decimal]


def mouvements(territoire: Territoire, decoupage: Any) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``MOUVEMENT``, in the order of its columns. A fixed number of queries."""
    champs = {pk: liens for pk, *liens in _operations(territoire).values_list("pk", "code", *CHAMPS)}
    for operation in lues_avec_leur_argent(_operations(territoire)):
        code, *liens = champs[operation.pk]
        for nature, le, montant in sommes_de(operation):
            yield (operation.pk, le.toordinal(), SANS_FIN, nature, en_centimes(montant), code or None, *liens_de(liens))
    yield from _enveloppes(territoire)


def _operations(territoire: Territoire) -> QuerySet[Operation]:
    """Operations that money stands on: chosen once."""
    return Operation.objects.filter(territoire=territoire, montant_programme__isnull=False).order_by()


def lues_avec_leur_argent(operations: QuerySet[Operation]) -> QuerySet[Operation]:
    """Operations with their convention, bilans, controls and payments, in a fixed number of queries."""
    bilans = BilanExecution.objects.select_related("controle").prefetch_related(
        Prefetch("depenses", Depense.objects.select_related("controle")), "controle__corrections"
    )
    return (
        operations.annotate(retenue=dernier_pas("retenir"))
        .select_related("convention")
        .prefetch_related("convention__avenants", "versements", "reversements", Prefetch("bilans", bilans))
    )


def sommes_de(operation: Any) -> Iterator[Somme]:
    """The sums of an operation: what each is, from which day, in euros."""
    convention: Convention | None = getattr(operation, "convention", None)
    engagees = [*_programme(operation, convention), *(_signe(convention) if convention else ())]
    yield from engagees
    if operation.statut == ABANDONNEE:
        for nature, le, montant in engagees:
            yield nature, max(operation.statut_le, le), -montant
    for bilan in operation.bilans.all():
        yield from _bilan(bilan, operation.option_simplifiee)
    for versement in operation.versements.all():
        if versement.paye_le and versement.montant_paye is not None:
            yield PAYE, versement.paye_le, versement.montant_paye
    for reversement in operation.reversements.all():
        if reversement.regle_le:
            yield PAYE, reversement.regle_le, -reversement.montant


def _programme(operation: Any, convention: Convention | None) -> Iterator[Somme]:
    """The amount chosen, from the day of the committee; brought by history, from its signature or its first day."""
    depuis = operation.retenue or (convention.signee_le if convention else None) or operation.debut
    if operation.retenue or operation.statut in RETENUS:
        yield PROGRAMME, depuis or operation.statut_le, operation.montant_programme


def _signe(convention: Convention) -> Iterator[Somme]:
    """What is signed, then what each avenant adds or takes off: the aid, and the whole cost."""
    for nature, champ in ((CONVENTIONNE, "montant"), (COUT, "cout_total")):
        present = getattr(convention, champ)
        yield nature, convention.signee_le, present
        for avenant in convention.avenants.all():
            nouveau = getattr(avenant, champ)
            if nouveau is not None and nouveau != present:
                yield nature, max(avenant.effet_le, convention.signee_le), nouveau - present
                present = nouveau


def _bilan(bilan: BilanExecution, option: str) -> Iterator[Somme]:
    if bilan.depose_le is None:
        return
    compte = compte_de(bilan, bilan.depenses.all(), option=option)
    yield DECLARE, timezone.localtime(bilan.depose_le).date(), compte.declare
    if bilan.valide_le:
        yield RETENU, bilan.valide_le, compte.retenu


def _enveloppes(territoire: Territoire) -> Iterator[tuple[Valeur, ...]]:
    """The envelopes that the territory runs, or that reserve it a part: what each line changes."""
    for (_, annee, _, objectif), lignes in groupby(lignes_servies(territoire), key=_cle):
        for ligne, nature, change in _changements(territoire, lignes):
            le = max(ligne.date_effet, date(annee, 1, 1))
            programmation = ligne.subvention.programmation
            yield (
                None, le.toordinal(), SANS_FIN, nature, en_centimes(change),
                None, None, objectif or None, FSE, programmation or None,
            )  # fmt: skip


def _cle(ligne: Enveloppe) -> tuple[int, int, str, str]:
    return (ligne.subvention_id, ligne.annee, ligne.axe, ligne.objectif_specifique)


def _changements(territoire: Territoire, lignes: Iterable[Enveloppe]) -> Iterator[tuple[Enveloppe, str, Decimal]]:
    """A later line takes back what the former counted, which may be of the other nature."""
    avant = {ENVELOPPE: ZERO, ENVELOPPE_COMMUNE: ZERO}
    for ligne in lignes:
        montant, reservee = compte_pour(ligne, territoire)
        present = {ENVELOPPE: ZERO, ENVELOPPE_COMMUNE: ZERO} | {ENVELOPPE if reservee else ENVELOPPE_COMMUNE: montant}
        for nature, lu in present.items():
            if lu != avant[nature]:
                yield ligne, nature, lu - avant[nature]
        avant = present
