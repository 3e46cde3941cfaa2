"""The participants of an operation in its audit trail: proofs of eligibility and of presence, European record, gaps.

Everybody is counted, for an auditor must know how many proofs lack; those alone whom the reader may see are named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries.operation import operation_ou_404
from deplie.fse.models import ParticipationFSE
from deplie.fse.queries.fiche import lire, programmation_de
from deplie.fse.rules.completude import est_complete
from deplie.parcours.models import Etape
from deplie.parcours.queries.perimetre import etapes_visibles_par, ou_404, personne_ou_404, personnes_visibles_par
from deplie.parcours.queries.pieces import criteres_prouvables, pieces_visibles_par
from deplie.parcours.queries.preuves import Preuves, codes_inconnus, preuves_de
from deplie.personnes.models import Personne


@dataclass(frozen=True)
class Participant:
    """Somebody in an operation. ``europeenne``: the operation asks for a record; ``complete``: of the record."""

    preuves: Preuves
    fiche: ParticipationFSE | None
    complete: bool
    europeenne: bool

    @property
    def personne(self) -> Personne:
        return self.preuves.personne

    @property
    def manque_de_fiche(self) -> str:
        if not self.europeenne or (self.fiche and self.complete):
            return ""
        return "fiche de participant incomplète" if self.fiche else "aucune fiche de participant"

    @property
    def manques(self) -> list[str]:
        """What an auditor would miss."""
        return self.manques_lisibles(eligibilite=True, fiche=True)

    def manques_lisibles(self, *, eligibilite: bool, fiche: bool) -> list[str]:
        """The same, of what somebody may read."""
        dits = (
            self.preuves.manque_d_eligibilite if eligibilite else "",
            self.preuves.manque_de_presence,
            self.manque_de_fiche if fiche else "",
        )
        return [dit for dit in dits if dit]


@dataclass(frozen=True)
class Decompte:
    """How many participants an operation has, and how many lack what; nobody is named."""

    total: int
    sans_eligibilite: int
    sans_presence: int
    sans_fiche: int
    incompletes: int
    europeenne: bool
    inconnus: int = 0
    nommer: bool = False


def participants_de(operation: Operation, personne: int | None = None) -> list[Participant]:
    """Everybody in an operation, by name: nine queries. The caller names only those that its reader may see."""
    europeenne = bool(programmation_de(operation))
    siennes = ParticipationFSE.objects.filter(operation=operation)
    if personne is not None:
        siennes = siennes.filter(personne=personne)
    lues = {lue.participation.personne_id: lue for lue in lire(siennes.select_related("operation__appel", "personne"))}
    trouves = []
    for preuves in preuves_de(operation, lues, personne):
        lue = lues.get(preuves.personne.pk)
        complete = lue is not None and bool(lue.fiche.programmation) and est_complete(lue.fiche)
        trouves.append(Participant(preuves, lue.participation if lue else None, complete, europeenne))
    return trouves


def decompter(participants: list[Participant], europeenne: bool) -> Decompte:
    """Counts of what lacks."""
    return Decompte(
        total=len(participants),
        sans_eligibilite=sum(bool(un.preuves.manque_d_eligibilite) for un in participants),
        sans_presence=sum(bool(un.preuves.manque_de_presence) for un in participants),
        sans_fiche=sum(un.europeenne and un.fiche is None for un in participants),
        incompletes=sum(un.europeenne and un.fiche is not None and not un.complete for un in participants),
        europeenne=europeenne,
    )


def panneau(acteur: Acteur, operation: Operation) -> Decompte:
    """What the audit trail of an operation says of its participants: counts alone."""
    lu = decompter(participants_de(operation), bool(programmation_de(operation)))
    if not acteur.peut("participation.voir"):
        return lu
    return replace(lu, inconnus=len(codes_inconnus(acteur)), nommer=True)


def nommes(acteur: Acteur, participants: list[Participant]) -> list[Participant]:
    """Those whom the reader may see."""
    vus = set(personnes_visibles_par(acteur).filter(_parmi(participants)).values_list("pk", flat=True))
    return [un for un in participants if un.personne.pk in vus]


def _parmi(participants: list[Participant]) -> Q:
    return Q(pk__in=[un.personne.pk for un in participants])


@dataclass(frozen=True)
class PisteParticipant:
    """The proofs of one person as a reader may see them. ``masques``: criteria that they may not read."""

    operation: Operation
    participant: Participant
    etapes: list
    criteres: list
    masques: int
    pieces: set[int]


def piste_du_participant(acteur: Acteur, operation: int, personne: int) -> PisteParticipant:
    """The proofs of a participant; 404 outside the reader's perimeter, and for who is not in the operation."""
    ici, qui = operation_ou_404(acteur, operation), personne_ou_404(acteur, personne)
    trouve = ou_404(next(iter(participants_de(ici, qui.pk)), None))
    lisibles = set(criteres_prouvables(acteur).filter(prescription__personne=qui).values_list("pk", flat=True))
    siennes = Etape.objects.filter(participation__personne=qui)
    etapes = set(etapes_visibles_par(acteur).filter(pk__in=siennes).values_list("pk", flat=True))
    criteres = [lu for lu in trouve.preuves.criteres if lu.critere.pk in lisibles]
    visibles = [lue for lue in trouve.preuves.etapes if lue.etape.pk in etapes]
    pieces = [piece.pk for lu in (*criteres, *visibles) for piece in lu.pieces]
    ouvertes = set(pieces_visibles_par(acteur).filter(pk__in=pieces).values_list("pk", flat=True))
    masques = len(trouve.preuves.criteres) - len(criteres)
    return PisteParticipant(ici, trouve, visibles, criteres, masques, ouvertes if acteur.peut("piece.voir") else set())
