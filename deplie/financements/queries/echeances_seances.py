"""What séances make due: what they asked to be done, and the letter that calls their members."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.financements.queries.echeances import Due
from deplie.instances.queries import suites, visibles_par
from deplie.instances.queries.calendrier import avant_la_seance

SUITE_SEANCE: Final = "SUITE_SEANCE"
CONVOCATION: Final = "CONVOCATION"
GENRES: Final[dict[str, str]] = {
    SUITE_SEANCE: "suite demandée en séance",
    CONVOCATION: "convocation à envoyer",
}


def dues(acteur: Acteur, jour: date) -> list[Due]:
    """What is asked and not done, and the séances to come whose members are not called. Two queries."""
    code = acteur.territoire.code
    avant = avant_la_seance(acteur.territoire)
    demandees = [
        Due(
            suite.echeance, SUITE_SEANCE, f"suite-{suite.pk}", suite.objet, str(suite.seance),
            reverse("instances:seance", args=[code, suite.seance_id]), "Voir la séance", "seance.tenir",
        )
        for suite in suites.visibles_par(acteur).ouvertes()
    ]  # fmt: skip
    a_convoquer = visibles_par(acteur).prevues().depuis(jour).filter(convoquee_le=None)
    return demandees + [
        Due(
            seance.le - avant, CONVOCATION, f"convocation-{seance.pk}", "Convoquer les membres", str(seance),
            reverse("instances:seance", args=[code, seance.pk]), "Voir la séance", "seance.tenir",
        )
        for seance in a_convoquer
    ]  # fmt: skip
