"""What the printed audit trail of an operation holds: the trail, what the rooms above add, every file with what it
proves. Files are told by the reader's rights of the moment: what they may read no more is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation, PieceDossier, PieceRequise, Reversement
from deplie.financements.queries.operation import visibles_par
from deplie.financements.queries.piste import Piste, piste_de
from deplie.instances.queries.seance import ou_404
from deplie.socle import fabrications
from deplie.socle.fichiers.genres import GENRES
from deplie.socle.models import Fabrication, Fichier

ARCHIVE: Final = "piste_audit"
# Numbers of the documents that are not files of the base.
DOSSIER: Final = 0
INDEX: Final = -1


@dataclass(frozen=True)
class Preuve:
    """A file and what it proves; ``sur``: the name of its place in the archive, which says nobody."""

    fichier: Fichier
    prouve: str
    sur: str
    montant: str = ""


@dataclass(frozen=True)
class Annexe:
    """What a room above adds: a heading, a sentence of counts, rows where the reader may name, files."""

    titre: str
    phrase: str
    entetes: list[str] = field(default_factory=list)
    lignes: list[list[str]] = field(default_factory=list)
    preuves: list[Preuve] = field(default_factory=list)


# ``lire(acteur, operation, nommer)``: None where the room has nothing to say.
Lecteur = Callable[[Acteur, Operation, bool], Annexe | None]
_annexes: dict[str, Lecteur] = {}


def inscrire_annexe(nom: str, lire: Lecteur) -> None:
    """Add what a room prints in the trail; the same name again replaces it."""
    _annexes[nom] = lire


@dataclass(frozen=True)
class DossierAudit:
    """All that is printed."""

    piste: Piste
    reversements: list[Reversement]
    annexes: list[Annexe]
    preuves: list[Preuve]

    @property
    def operation(self) -> Operation:
        return self.piste.operation

    def chemin(self, rang: int, preuve: Preuve) -> str:
        """Where a file stands in the archive: its number in the list, what it is about, its true kind."""
        fin = GENRES[preuve.fichier.genre].fins[0]
        return f"pieces/{rang:04}-{preuve.sur}.{fin}"

    @property
    def numerotees(self) -> list[tuple[int, Preuve]]:
        return list(enumerate(self.preuves, start=1))


def dossier_audit(acteur: Acteur, operation: Operation, *, nommer: bool) -> DossierAudit:
    """Read the printed trail of an operation that the actor may read; ``nommer``: people too, within their rights."""
    lue = piste_de(operation)
    annexes = [lire(acteur, operation, nommer) for _, lire in sorted(_annexes.items())]
    gardees = [annexe for annexe in annexes if annexe is not None]
    preuves = [*_preuves(acteur, lue), *(preuve for annexe in gardees for preuve in annexe.preuves)]
    rendus = lue.situation.reversements if lue.situation else []
    return DossierAudit(lue, list(rendus), gardees, preuves)


def _preuves(acteur: Acteur, lue: Piste) -> list[Preuve]:
    """Of each expense, each commitment, then of the application and of the convention for who reads applications."""
    trouvees = [
        Preuve(
            piece.fichier,
            f"Dépense n° {ligne.depense.pk}, {ligne.depense.libelle} : {piece.intitule}",
            f"depense-{ligne.depense.pk}",
            str(ligne.depense.montant),
        )
        for bilan in lue.bilans
        for ligne in bilan.lignes
        for piece in ligne.pieces
    ]
    trouvees += [
        Preuve(
            engage.lu.engagement.fichier,
            f"Engagement {engage.lu.engagement} : la commande ou le contrat",
            f"engagement-{engage.lu.engagement.numero}",
            str(engage.lu.engagement.montant),
        )
        for engage in lue.engagements
        if engage.lu.engagement.fichier
    ]
    signee = lue.situation.convention if lue.situation else None
    if signee and signee.fichier:
        trouvees.append(Preuve(signee.fichier, f"Convention {signee.numero}", "convention"))
    trouvees += [
        Preuve(avenant.fichier, f"Avenant n° {avenant.numero}", f"avenant-{avenant.numero}")
        for avenant in (lue.situation.avenants if lue.situation else ())
        if avenant.fichier
    ]
    if acteur.peut("dossier.tous"):
        trouvees += [_du_dossier(piece) for piece in lue.pieces]
    return trouvees


def _du_dossier(piece: PieceDossier) -> Preuve:
    if piece.requise and piece.requise.moment == PieceRequise.Moment.BILAN:
        return Preuve(piece.fichier, f"Document du bilan : {piece.intitule}", "bilan")
    return Preuve(piece.fichier, f"Dossier déposé : {piece.intitule}", "dossier")


def archives_de(acteur: Acteur) -> QuerySet[Fabrication]:
    """The archives of trails that the actor asked for, the latest first: nobody else's."""
    return fabrications.de(acteur.compte, acteur.territoire.code, ARCHIVE)


def archive_ou_404(acteur: Acteur, cle: str) -> Fabrication:
    """One of them, by its key."""
    return ou_404(archives_de(acteur).filter(cle=cle).first())


def operation_de(acteur: Acteur, fabrication: Fabrication) -> Operation | None:
    """The operation of an archive, if its author still reads it."""
    return visibles_par(acteur).filter(pk=fabrication.detail["operation"]).first()
