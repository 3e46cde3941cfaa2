"""How the applications of a call were read: marks and opinions of two readers, the rank that they make.

Marks follow the rank that the committee decided on, so that the page of the ranking says what the decisions say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final

from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.financements.models import Appel, CritereNotation, Lecture, NoteLecture, Operation
from deplie.financements.rules.nomenclature import DEFAVORABLE, FAVORABLE, RESERVE
from deplie.site.demonstration.calendrier import ouvre_avant
from deplie.site.demonstration.ecriture import creer
from deplie.site.demonstration.tirage import Tirage

# What is marked, and its weight; each mark is out of five, so that a reader gives twenty points at most.
GRILLE: Final = (("Utilité pour le territoire", 2), ("Solidité du projet", 1), ("Coopérations", 1))
POINTS: Final = 20
NOTES: Final = tuple(
    (2 * a + b + c, (a, b, c)) for a, b, c in product(range(1, 6), repeat=3) if max(a, b, c) - min(a, b, c) <= 2
)
# Of the forty points of two readers: the first application, and how much each rank loses at most.
PREMIER, PAS, DERNIER = 37, 2, 13
LECTEURS: Final = {"ESS": ("charge_mission_ess", "membre_jury")}
LECTEURS_USUELS: Final = ("instructeur", "membre_jury")
# In a call of that many applications, a reader of one of them had a link with its holder.
AVEC_CONFLIT: Final = 7
CONFLIT: Final = "Siège au bureau de la structure (inventé)."
COMMENTAIRES: Final[Mapping[str, Sequence[str]]] = {
    FAVORABLE: (
        "Besoin bien décrit, équipe en place, partenaires engagés par écrit.",
        "Projet clair ; le public visé est celui du territoire.",
        "Plan de financement équilibré, résultats attendus mesurables.",
    ),
    RESERVE: (
        "Projet utile ; le calendrier est serré et le cofinancement reste à confirmer.",
        "Bonne idée, mais les coopérations locales sont encore à nouer.",
        "Le coût par personne accueillie est à préciser.",
    ),
    DEFAVORABLE: (
        "Le public et les moyens ne sont pas assez décrits.",
        "Action proche d'une autre qui existe déjà sur le territoire.",
        "Budget peu détaillé, aucun partenaire engagé.",
    ),
}


@dataclass(frozen=True)
class Notee:
    """An application with the points that its two readers gave, out of twenty each."""

    operation: Operation
    rang: int
    points: tuple[int, int]

    @property
    def note(self) -> Decimal:
        """Its mark out of 100."""
        return Decimal(100 * sum(self.points)) / (2 * POINTS)


def classer(operations: Sequence[Operation], sujet: str) -> list[Notee]:
    """Give points to applications that come in the order of their rank: no two of them are tied."""
    tirage = Tirage(f"{sujet}/notes")
    pas = min(PAS, (PREMIER - DERNIER) / max(1, len(operations) - 1))
    notees = []
    for rang, operation in enumerate(operations):
        total = PREMIER - int(pas * rang)
        premier = min(POINTS, max(total - POINTS, total // 2 + tirage.entier(-2, 2)))
        notees.append(Notee(operation, rang + 1, (premier, total - premier)))
    return notees


def ecrire(appel: Appel, notees: Sequence[Notee], agents: Mapping[str, Agent], du: date, au: date) -> None:
    """Write the readings of a call, confided on a day and given by another: a few statements in all."""
    roles = LECTEURS.get(appel.usage, LECTEURS_USUELS)
    criteres = list(appel.criteres.order_by("rang"))
    tirage = Tirage(f"{appel.territoire.code}/{appel.code}/lectures")
    donnees: list[tuple[Lecture, tuple[int, ...]]] = []
    for une in notees:
        for role, points in zip(roles, une.points, strict=True):
            avis = avis_de(points)
            lecture = Lecture(
                operation=une.operation, lecteur=agents[role], designe_le=du, conflit=False,
                declare_le=_a(du, 14), avis=avis, commentaire=tirage.choix(COMMENTAIRES[avis]),
                rendue_le=_a(ouvre_avant(au - timedelta(days=tirage.entier(1, 4))), tirage.entier(9, 17)),
            )  # fmt: skip
            donnees.append((lecture, tirage.choix([notes for somme, notes in NOTES if somme == points])))
    ecartees = [_ecartee(notees[2], agents["gestionnaire_oi"], du)] if len(notees) >= AVEC_CONFLIT else []
    creer(Lecture, [lecture for lecture, _ in donnees] + ecartees)
    NoteLecture.objects.bulk_create(
        NoteLecture(lecture=lecture, critere=critere, note=note)
        for lecture, notes in donnees
        for critere, note in zip(criteres, notes, strict=True)
    )


def avis_de(points: int) -> str:
    """What a reader who gives so many points says."""
    return FAVORABLE if points >= 13 else RESERVE if points >= 9 else DEFAVORABLE


def _ecartee(notee: Notee, lecteur: Any, le: date) -> Lecture:
    return Lecture(
        operation=notee.operation, lecteur=lecteur, designe_le=le, conflit=True, conflit_motif=CONFLIT,
        declare_le=_a(le, 15),
    )  # fmt: skip


def noter_sur(appel: Appel) -> None:
    """The scoring grid of a call."""
    CritereNotation.objects.bulk_create(
        CritereNotation(appel=appel, rang=rang, intitule=intitule, poids=poids)
        for rang, (intitule, poids) in enumerate(GRILLE, 1)
    )


def _a(jour: date, heure: int) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time(heure)))
