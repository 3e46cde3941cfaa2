"""What leaves for the managing service: records as a layout writes them, and those that cannot leave, each with why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries import operation as operations
from deplie.fse.models import CorrespondanceFSE, ParticipationFSE
from deplie.fse.queries.connu import sejour_parmi
from deplie.fse.queries.fiche import FicheLue, lire, programmation_de, toutes
from deplie.fse.rules.completude import connue, est_complete
from deplie.fse.rules.correspondance import Correspondance, anomalies, de_donnees, ecrire
from deplie.fse.rules.fiche import NON_DEMANDE
from deplie.fse.rules.fichier import refus_de_texte, telephone_national
from deplie.fse.rules.questionnaire import A_TAIRE, ENTREE, SENSIBLES, questions_de
from deplie.parcours.models import Participation
from deplie.parcours.queries.perimetre import ou_404

ECARTER: Final = "ECARTER"
GARDER: Final = "GARDER"
INCOMPLETES: Final = {
    ECARTER: "les laisser de côté",
    GARDER: "les garder, cases vides, et les signaler",
}
MASQUE: Final = "•••"


def correspondances(acteur: Acteur):
    """The layouts of the territory."""
    siennes = CorrespondanceFSE.objects.filter(territoire=acteur.territoire)
    return siennes.select_related("modifiee_par").order_by("nom")


def correspondance_ou_404(acteur: Acteur, pk: int) -> CorrespondanceFSE:
    """A layout of the territory."""
    return ou_404(correspondances(acteur).filter(pk=pk).first())


def operations_a_exporter(acteur: Acteur) -> list[Operation]:
    """The European operations that the actor may read, the latest first."""
    return [une for une in operations.visibles_par(acteur).order_by("-debut", "code") if programmation_de(une)]


def champs_sensibles(correspondance: Correspondance) -> list[str]:
    """The columns that hold an answer of the questions that stand apart, by their heading."""
    return [colonne.entete for colonne in correspondance.colonnes if colonne.champ in A_TAIRE]


@dataclass(frozen=True)
class Retenue:
    """A record that leaves: its cells in the order of the file, and whether it is complete."""

    participation: ParticipationFSE
    complete: bool
    cellules: list[str]


@dataclass(frozen=True)
class Ecartee:
    """A record that stays, and why, one sentence each."""

    participation: ParticipationFSE
    raisons: list[str]


@dataclass(frozen=True)
class Lot:
    """What would leave of some operations, and all that would not: nothing is left out silently."""

    correspondance: Correspondance
    retenues: list[Retenue]
    ecartees: list[Ecartee]

    @property
    def fiches(self) -> int:
        """Every record of these operations."""
        return len(self.retenues) + len(self.ecartees)

    @property
    def incompletes(self) -> int:
        """Those that leave though they are incomplete."""
        return sum(not retenue.complete for retenue in self.retenues)

    @property
    def lignes(self) -> list[list[str]]:
        """The cells of the file."""
        return [retenue.cellules for retenue in self.retenues]


def lot_de(acteur: Acteur, modele: CorrespondanceFSE, choisies: Sequence[Operation], incompletes: str) -> Lot:
    """The records of some operations through a layout. The caller holds the right to export the whole territory."""
    correspondance = de_donnees(modele.donnees)
    lues = lire(toutes(acteur).filter(operation__in=[une.pk for une in choisies]))
    sejours = _sejours(lue.participation.personne_id for lue in lues)
    retenues, ecartees = [], []
    for lue in lues:
        complete = est_complete(lue.fiche)
        valeurs = valeurs_de(lue, sejours.get(lue.participation.personne_id, []))
        raisons = anomalies(correspondance, valeurs)
        if not complete and incompletes == ECARTER:
            raisons.insert(0, "La fiche est incomplète.")
        cellules = [] if raisons else ecrire(correspondance, valeurs)
        raisons += refus_de_texte(correspondance.forme, cellules)
        if raisons:
            ecartees.append(Ecartee(lue.participation, raisons))
        else:
            retenues.append(Retenue(lue.participation, complete, cellules))
    return Lot(correspondance, retenues, ecartees)


def masquer(lot: Lot, lignes: Iterable[list[str]]) -> list[list[str]]:
    """The same cells, those that answer a sensitive question hidden: for who may not read them."""
    tues = [colonne.champ in A_TAIRE for colonne in lot.correspondance.colonnes]
    return [[MASQUE if tue else cellule for tue, cellule in zip(tues, ligne, strict=True)] for ligne in lignes]


def _sejours(personnes: Iterable[int]) -> dict[int, list[Participation]]:
    """The stays of these people, by person, in order: one query."""
    par: dict[int, list[Participation]] = {}
    lus = Participation.objects.reelles().filter(personne__in=set(personnes)).select_related("referent")
    for sejour in lus.order_by("date_entree", "pk"):
        par.setdefault(sejour.personne_id, []).append(sejour)
    return par


def valeurs_de(lue: FicheLue, sejours: list[Participation]) -> dict[str, Any]:
    """What a record says, by field of a layout; a sensitive question that nobody asked is « not asked » (V10)."""
    participation, personne = lue.participation, lue.participation.personne
    sejour = sejour_parmi(sejours, participation.operation, participation.date_entree)
    posables = {question.cle for question in questions_de(ENTREE, lue.fiche.programmation)}
    tues = {cle: NON_DEMANDE for cle in SENSIBLES if cle in posables and not connue(lue.fiche, cle)}
    referent = sejour.referent if sejour else None
    return (
        asdict(lue.fiche)
        | {
            "fiche": str(participation.pk),
            "personne": personne.identifiant,
            "nom": personne.nom,
            "prenom": personne.prenom,
            "adresse": personne.adresse,
            "code_postal": personne.code_postal,
            "commune": sejour.commune if sejour else "",
            "code_commune": sejour.code_commune if sejour else "",
            "telephone": telephone_national(personne.telephone),
            "courriel": personne.courriel,
            "referent_courriel": referent.courriel if referent else "",
            "reprise_le": participation.reprise_le,
            "complete": "oui" if est_complete(lue.fiche) else "non",
        }
        | tues
    )


@dataclass(frozen=True)
class Version:
    """A state of a layout that was replaced, or the present one: which, when, by whom."""

    numero: str
    le: Any
    par: str
    colonnes: int


def versions_de(modele: CorrespondanceFSE, au_plus: int = 20) -> list[Version]:
    """The states of a layout, the latest first."""
    lues = modele.historique.select_related("modifiee_par").order_by("-history_id")[:au_plus]
    return [
        Version(
            str(lue.donnees.get("version", "")), lue.modifiee_le, str(lue.modifiee_par or ""),
            len(lue.donnees.get("colonnes", [])),
        )
        for lue in lues
    ]  # fmt: skip
