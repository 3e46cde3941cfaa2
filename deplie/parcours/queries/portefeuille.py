"""What somebody follows today, to hand it over, and who may take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation
from deplie.parcours.queries.accueil import charges
from deplie.parcours.queries.choix import referents
from deplie.parcours.queries.perimetre import visibles_par


@dataclass(frozen=True)
class Preneur:
    """Somebody who may take people on, with how many they follow and how many they may (None: not recorded)."""

    agent: Agent
    en_cours: int
    plafond: int | None

    @property
    def dit(self) -> str:
        """« Maya Modèle, 62 personnes sur 70 »."""
        nombre = f"{self.en_cours} personne{'s' if self.en_cours > 1 else ''}"
        return f"{self.agent}, {nombre}" + (f" sur {self.plafond}" if self.plafond else "")


def suivies_de(acteur: Acteur, agent: Agent, jour: date) -> QuerySet[Participation]:
    """The participations in progress that somebody follows, by name."""
    ouvertes = visibles_par(acteur).ouvertes_le(jour).filter(referent=agent)
    return ouvertes.select_related("personne", "dispositif").order_by("personne__cle_nom", "pk")


def preneurs(acteur: Acteur, sauf: Agent, jour: date) -> list[Preneur]:
    """Every other référent, the least loaded first."""
    lues = {lue.agent.pk: lue for lue in charges(acteur, jour)}
    trouves = [
        Preneur(agent, lues[agent.pk].en_cours, lues[agent.pk].plafond) if agent.pk in lues else Preneur(agent, 0, None)
        for agent in referents(acteur).exclude(pk=sauf.pk)
    ]
    return sorted(trouves, key=lambda preneur: (preneur.en_cours, str(preneur.agent)))
