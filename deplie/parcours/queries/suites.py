"""What was recorded since a decision, and would stand on nothing if it were corrected."""

from __future__ import annotations

from datetime import date

from deplie.parcours.models import Participation


def suites_de_l_entree(participation: Participation, le: date) -> list[str]:
    """« 2 étapes », « 1 entretien »…: what an entry holds that the decision of that day did not write."""
    p = participation
    comptes = (
        (p.etapes.exclude(statut="ANNULEE").count(), "étape", "étapes"),
        (p.entretiens.count(), "entretien", "entretiens"),
        (p.contrats.count(), "contrat PLIE", "contrats PLIE"),
        (p.diagnostics.count(), "diagnostic", "diagnostics"),
        (p.freins_suivis.exclude(identifie_le=le, leve_le=None).count(), "frein suivi", "freins suivis"),
        (p.suspensions.count(), "suspension", "suspensions"),
        (p.emplois.count(), "emploi", "emplois"),
        (p.jalons.count(), "jalon", "jalons"),
        (p.inscriptions_ateliers.count(), "inscription à un atelier", "inscriptions à un atelier"),
        (p.changements_referent.count(), "changement de référent", "changements de référent"),
        (int(p.date_sortie is not None), "sortie", "sorties"),
    )
    return [f"{combien} {un if combien == 1 else plusieurs}" for combien, un, plusieurs in comptes if combien]
