"""Where a participation stands in its life, read from what is dated."""

from __future__ import annotations

from deplie.parcours.models import ContratPlie, Emploi, Participation, Suspension
from deplie.parcours.rules.cycle import Faits, etat
from deplie.territoires.rules import MOTIF_ANNULATION


def faits_de(participations: list[int]) -> dict[int, Faits]:
    """What is dated in each participation: four queries, however many."""
    signes = ContratPlie.objects.filter(
        participation__in=participations,
        rang=1,
        signe_personne_le__isnull=False,
        signe_referent_le__isnull=False,
        signe_plan_le__isnull=False,
    )
    contrats = set(signes.values_list("participation", flat=True))
    suspendues = set(_ouvertes(Suspension, participations))
    employees = set(_ouvertes(Emploi, participations))
    lues = Participation.objects.filter(pk__in=participations).values_list(
        "pk", "motif_sortie", "date_sortie", "date_validation_sortie", "commencee_le"
    )
    return {
        pk: Faits(
            annule=motif == MOTIF_ANNULATION,
            sortie=sortie is not None,
            validee=validee is not None,
            en_emploi=pk in employees,
            suspendu=pk in suspendues,
            commence=commencee is not None,
            contrat=pk in contrats,
        )
        for pk, motif, sortie, validee, commencee in lues
    }


def faits_lus(
    p: Participation, contrats: list[ContratPlie], suspensions: list[Suspension], emplois: list[Emploi]
) -> Faits:
    """The same, of a participation whose contracts, suspensions and jobs are all at hand: no query."""
    return Faits(
        annule=p.motif_sortie == MOTIF_ANNULATION,
        sortie=p.date_sortie is not None,
        validee=p.date_validation_sortie is not None,
        en_emploi=any(emploi.fin is None for emploi in emplois),
        suspendu=any(suspension.fin is None for suspension in suspensions),
        commence=p.commencee_le is not None,
        contrat=any(contrat.rang == 1 and contrat.signe for contrat in contrats),
    )


def etat_de(participation: Participation) -> str:
    """The state of one participation, as it is recorded now."""
    return etat(faits_de([participation.pk])[participation.pk])


def _ouvertes(modele: type[Suspension] | type[Emploi], participations: list[int]) -> list[int]:
    ouvertes = modele._default_manager.filter(participation__in=participations, fin=None)
    return list(ouvertes.values_list("participation", flat=True))
