"""Places, permanences and workshops, as an actor may see them: they are the territory's, and name nobody received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.offre.models import Atelier, Lieu, Permanence, SeanceAtelier
from deplie.offre.rules import jours_de_permanence

Ligne = TypeVar("Ligne", bound=models.Model)


@dataclass(frozen=True)
class Creneau:
    """A permanence on a day."""

    le: date
    permanence: Permanence


def visibles_par(acteur: Acteur) -> QuerySet[Lieu]:
    """The places of the territory, by name; closed ones included."""
    return Lieu.objects.filter(territoire=acteur.territoire).select_related("commune").order_by("nom", "pk")


def ouverts(acteur: Acteur) -> QuerySet[Lieu]:
    """The places where people are received today."""
    return visibles_par(acteur).filter(actif=True)


def lieux_et_permanences(acteur: Acteur) -> QuerySet[Lieu]:
    """Every place with who receives there, open ones first."""
    tenues = Permanence.objects.select_related("agent").order_by("jour_semaine", "le", "heure_debut", "pk")
    return visibles_par(acteur).prefetch_related(Prefetch("permanences", tenues)).order_by("-actif", "nom", "pk")


def lieu_ou_404(acteur: Acteur, pk: int) -> Lieu:
    return _ou_404(visibles_par(acteur).filter(pk=pk))


def permanence_ou_404(acteur: Acteur, pk: int) -> Permanence:
    siennes = Permanence.objects.filter(lieu__territoire=acteur.territoire).select_related("lieu", "agent")
    return _ou_404(siennes.filter(pk=pk))


def creneaux(acteur: Acteur, lieu: Lieu, lundi: date) -> list[Creneau]:
    """The permanences of a place during a week, by day and hour."""
    tenues = Permanence.objects.filter(lieu=lieu, lieu__territoire=acteur.territoire).select_related("agent")
    trouves = [
        Creneau(jour, p)
        for p in tenues.order_by("heure_debut", "pk")
        for jour in jours_de_permanence(p.jour_semaine, p.le, p.debut, p.fin, lundi)
    ]
    return sorted(trouves, key=lambda creneau: (creneau.le, creneau.permanence.heure_debut))


def ateliers(acteur: Acteur) -> QuerySet[Atelier]:
    """The workshops of the territory."""
    proches = Atelier.objects.filter(territoire=acteur.territoire)
    return proches.select_related("lieu", "organisation", "dispositif").prefetch_related("animateurs")


def atelier_ou_404(acteur: Acteur, pk: int) -> Atelier:
    return _ou_404(ateliers(acteur).filter(pk=pk))


def seances(acteur: Acteur) -> QuerySet[SeanceAtelier]:
    """The sessions of the workshops of the territory."""
    siennes = SeanceAtelier.objects.filter(atelier__territoire=acteur.territoire)
    return siennes.select_related("atelier__lieu", "atelier__organisation", "atelier__dispositif")


def seance_ou_404(acteur: Acteur, pk: int) -> SeanceAtelier:
    return _ou_404(seances(acteur).filter(pk=pk))


def agents_de(acteur: Acteur) -> QuerySet[Agent]:
    """Who may receive somewhere or lead a workshop."""
    return Agent.objects.filter(territoire=acteur.territoire).order_by("nom", "prenom", "courriel")


def structures_de(acteur: Acteur) -> QuerySet[Organisation]:
    return Organisation.objects.filter(territoire=acteur.territoire).order_by("cle")


def _ou_404(trouvees: QuerySet[Ligne]) -> Ligne:
    trouvee = trouvees.first()
    if trouvee is None:
        raise Http404
    return trouvee
