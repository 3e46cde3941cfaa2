"""Visits to the desks of a territory: those of the day, and the activity by place, month and motive."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu
from deplie.offre.queries import ouverts
from deplie.parcours.models import Passage
from deplie.parcours.queries.perimetre import ou_404, personnes_visibles_par
from deplie.parcours.rules.passage import MOTIFS
from deplie.personnes.models import Personne
from deplie.personnes.queries import nom_dit_d_abord, trouvees

# Lines of the day shown under the form, and people proposed.
QUELQUES, PROPOSEES = 12, 8
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def visibles_par(acteur: Acteur) -> QuerySet[Passage]:
    """The visits to the places of the territory."""
    return Passage.objects.filter(lieu__territoire=acteur.territoire).select_related("lieu")


def passage_ou_404(acteur: Acteur, pk: int) -> Passage:
    """A visit that the actor noted: nobody else's is theirs to open."""
    siens = visibles_par(acteur).filter(par=acteur.compte) if acteur.compte else visibles_par(acteur)
    return ou_404(siens.select_related("personne", "par").filter(pk=pk).first())


def du_jour(acteur: Acteur, jour: date) -> list[Passage]:
    """What the actor noted today, the latest first."""
    siens = visibles_par(acteur).filter(par=acteur.compte, note_le__date=jour).select_related("personne")
    return list(siens.order_by("-note_le", "-pk")[:QUELQUES])


def lieu_habituel(acteur: Acteur) -> Lieu | None:
    """The place proposed: the last one where the actor noted a visit, else the only one."""
    dernier = visibles_par(acteur).filter(par=acteur.compte, lieu__actif=True).order_by("-note_le", "-pk").first()
    if dernier:
        return dernier.lieu
    lieux = list(ouverts(acteur)[:2])
    return lieux[0] if len(lieux) == 1 else None


def reconnues(acteur: Acteur, texte: str) -> list[Personne]:
    """People whom a search finds in the actor's perimeter."""
    vues = personnes_visibles_par(acteur).filter(pk__in=trouvees(acteur.territoire, texte).values("pk"))
    return list(vues.order_by(nom_dit_d_abord(), "pk")[:PROPOSEES])


@dataclass(frozen=True)
class Ligne:
    """A row of the activity: how many people by motive, in the order of ``MOTIFS``."""

    nom: str
    comptes: list[int]

    @property
    def total(self) -> int:
        return sum(self.comptes)


@dataclass(frozen=True)
class Activite:
    """A year of visits: by month, and by place."""

    par_mois: list[Ligne]
    par_lieu: list[Ligne]

    @property
    def total(self) -> int:
        return sum(ligne.total for ligne in self.par_mois)


def activite(acteur: Acteur, annee: int, lieu: Lieu | None = None) -> Activite:
    """How many people came, by month and by place, each cut by motive."""
    mois: dict[int, dict[str, int]] = defaultdict(dict)
    lieux: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for nom, numero, motif, _, personnes in _compter(acteur, annee, lieu):
        mois[numero][motif] = mois[numero].get(motif, 0) + personnes
        lieux[nom][motif] += personnes
    return Activite(
        [Ligne(MOIS[numero - 1], [comptes.get(m, 0) for m in MOTIFS]) for numero, comptes in sorted(mois.items())],
        [Ligne(nom, [comptes.get(m, 0) for m in MOTIFS]) for nom, comptes in sorted(lieux.items())],
    )


def lignes_d_activite(acteur: Acteur, annee: int, lieu: Lieu | None = None) -> list[tuple[str, int, str, int, int]]:
    """(place, month, motive, visits, people) of a year: what the file holds."""
    return list(_compter(acteur, annee, lieu))


def _compter(acteur: Acteur, annee: int, lieu: Lieu | None) -> QuerySet[Passage, tuple[str, int, str, int, int]]:
    lus = visibles_par(acteur).filter(le__year=annee)
    if lieu:
        lus = lus.filter(lieu=lieu)
    groupes = lus.order_by().annotate(mois=ExtractMonth("le")).values("lieu__nom", "mois", "motif")
    comptes = groupes.annotate(passages=Count("pk"), personnes=Sum("nombre")).order_by("lieu__nom", "mois", "motif")
    return comptes.values_list("lieu__nom", "mois", "motif", "passages", "personnes")


def annees(acteur: Acteur) -> list[int]:
    """The years with a visit, the latest first."""
    return [jour.year for jour in visibles_par(acteur).dates("le", "year", order="DESC")]
