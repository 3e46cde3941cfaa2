"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.socle.imports.apercu import LigneVue, lignes_de
from deplie.socle.imports.registre import table as table_de
from deplie.socle.imports.registre import tables
from deplie.socle.imports.rejets import RESERVE
from deplie.socle.models import LigneLot, Lot, MessageLot
from deplie.socle.tableaux import Type

ETATS = {
    "creees": (LigneLot.CREEE, "à créer", "créées"),
    "modifiees": (LigneLot.MODIFIEE, "à modifier", "modifiées"),
    "inchangees": (LigneLot.INCHANGEE, "inchangées", "inchangées"),
    "rejetees": (LigneLot.REJETEE, "rejetées", "rejetées"),
}


MASQUE = "masqué"


@dataclass(frozen=True)
class CompteTable:
    """What a run does to one table."""

    nom: str
    lues: int
    creees: int
    modifiees: int
    inchangees: int
    rejetees: int


def lots_de(acteur: Acteur) -> QuerySet[Lot]:
    """Runs of the actor's territory, the latest first."""
    return Lot.objects.filter(territoire=acteur.territoire.code).select_related("par").order_by("-cree_le", "-pk")


def lot_ou_404(acteur: Acteur, pk: int) -> Lot:
    """The run; 404 in another territory."""
    trouve = lots_de(acteur).filter(pk=pk).first()
    if trouve is None:
        raise Http404
    return trouve


def comptes_de(lot: Lot) -> list[CompteTable]:
    """Counts by table, in the order in which they are applied."""
    return [CompteTable(table.nom, **lot.bilan[table.nom]) for table in tables() if table.nom in lot.bilan]


def messages_de(lot: Lot, gravite: str) -> QuerySet[MessageLot]:
    """Rejections or warnings of a run, in the order of the file."""
    return lot.messages.filter(gravite=gravite).order_by("table_nom", "ligne", "pk")


class LignesDuLot(Sequence[LigneVue]):
    """The staged lines of a table in one state, read a page at a time."""

    def __init__(self, lot: Lot, table: str, etat: str) -> None:
        self.lot, self.table, self.etat = lot, table, etat

    def __len__(self) -> int:
        return int(self.lot.bilan.get(self.table, {}).get(self.etat, 0))

    def __getitem__(self, tranche: Any) -> Any:
        debut, fin, _ = tranche.indices(len(self))
        return lignes_de(self.lot, self.table, etat=ETATS[self.etat][0], debut=debut, nombre=fin - debut)


def est_reserve(acteur: Acteur, table: str, colonne: str, texte: str) -> bool:
    """Whether a cell of a file says what the actor may not read: a sensitive answer, a note, a protected prescriber."""
    if (champ := table_de(table).description.par_nom.get(colonne)) is None:
        return False
    if champ.type == Type.ORGANISME:
        return acteur.tait(texte)
    return champ.est_reserve(texte) and not acteur.peut(champ.droit)


def dire(acteur: Acteur, table: str, vue: LigneVue) -> LigneVue:
    """The line as the actor may read it: its cells, and what is said of them."""
    cachees = {nom for nom, texte in vue.cellules.items() if est_reserve(acteur, table, nom, texte)}
    if not cachees:
        return vue
    return vue._replace(
        cellules=vue.cellules | dict.fromkeys(cachees, MASQUE),
        remarques=tuple(r._replace(message=RESERVE) if r.colonne in cachees else r for r in vue.remarques),
    )


def taire(acteur: Acteur, messages: Iterable[MessageLot]) -> list[MessageLot]:
    """The messages, those about a value that the actor may not read saying no more than where."""
    lus = list(messages)
    for message in lus:
        if est_reserve(acteur, message.table_nom, message.colonne, message.valeur):
            message.valeur, message.message = MASQUE, RESERVE
    return lus
