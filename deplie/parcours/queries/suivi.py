"""Contracts, suspensions and jobs, as an actor may see them; and the acts that a state allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Decision
from deplie.parcours.models import ContratPlie, Emploi, Participation, Suspension
from deplie.parcours.queries.etat import faits_lus
from deplie.parcours.queries.perimetre import ou_404, visibles_par
from deplie.parcours.rules.cycle import ETATS, etat, permis


@dataclass(frozen=True)
class Vie:
    """What is dated in a participation beside its étapes, and where it stands."""

    etat: str
    contrats: list[ContratPlie]
    suspensions: list[Suspension]
    emplois: list[Emploi]
    # Decisions of a séance that sent an exit back: their reason is read with the séance.
    renvois: list[Decision]

    @property
    def libelle(self) -> str:
        return ETATS[self.etat]

    @property
    def actes(self) -> list[str]:
        """Codes of the acts that the state allows."""
        return permis(self.etat)

    @property
    def a_signer(self) -> ContratPlie | None:
        """The contract that waits for a signature."""
        return next((contrat for contrat in self.contrats if not contrat.signe), None)

    @property
    def emploi(self) -> Emploi | None:
        """The job followed up."""
        return next((emploi for emploi in self.emplois if emploi.fin is None), None)


def vies(participations: Sequence[Participation]) -> dict[int, Vie]:
    """The life of each participation: a fixed number of queries, however many."""
    pks = [participation.pk for participation in participations]
    lus: dict[int, tuple[list[ContratPlie], list[Suspension], list[Emploi], list[Decision]]] = {
        pk: ([], [], [], []) for pk in pks
    }
    for contrat in ContratPlie.objects.filter(participation__in=pks).order_by("rang"):
        lus[contrat.participation_id][0].append(contrat)
    for suspension in Suspension.objects.filter(participation__in=pks).order_by("-debut"):
        lus[suspension.participation_id][1].append(suspension)
    for emploi in Emploi.objects.filter(participation__in=pks).prefetch_related("constats").order_by("-debut"):
        lus[emploi.participation_id][2].append(emploi)
    renvois = Decision.objects.filter(genre="sortie", objet_id__in=pks, resultat="renvoyer")
    for decision in renvois.select_related("seance__instance").order_by("-inscrite_le", "-pk"):
        lus[decision.objet_id][3].append(decision)
    return {p.pk: Vie(etat(faits_lus(p, *lus[p.pk][:3])), *lus[p.pk]) for p in participations}


def contrat_ou_404(acteur: Acteur, pk: int) -> ContratPlie:
    """The contract, with its participation and person; 404 outside the actor's perimeter."""
    return ou_404(_proche(ContratPlie.objects, acteur).filter(pk=pk).first())


def emploi_ou_404(acteur: Acteur, pk: int) -> Emploi:
    """The job, with its participation and person; 404 outside the actor's perimeter."""
    return ou_404(_proche(Emploi.objects, acteur).filter(pk=pk).first())


def mois_constates(emploi: Emploi) -> list[int]:
    """The months of a job already said, in order."""
    return sorted(emploi.constats.values_list("mois", flat=True))


def _proche(objets, acteur: Acteur):
    proches = objets.filter(participation__in=visibles_par(acteur))
    return proches.select_related("participation__personne", "participation__dispositif__territoire")
