"""The frame of a territory as one dated line: what lasts, in lanes, and the days that count.

Rooms above add what they own (conventions, calls) by ``inscrire_source``: a right, and what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import AccordTerritorial
from deplie.cadre.queries.competence import CompetenceLue, accords_de
from deplie.cadre.queries.page import CadreDispositif
from deplie.cadre.queries.subvention import OrganismeLu
from deplie.cadre.rules.programmation import PROGRAMMATIONS
from deplie.cadre.rules.statut import ADOPTE
from deplie.socle.graphiques import Bande, Dessin, Jalon, frise
from deplie.socle.graphiques.dessin import AVANT, CLAIR, ENCRE, FOND, FORT, PALE

LANES: Final[dict[str, tuple[str, str, str]]] = {
    "protocole": ("Protocoles", FORT, FOND),
    "programmation": ("Fonds social", AVANT, ENCRE),
    "subvention": ("Subventions", CLAIR, ENCRE),
    "convention": ("Conventions", CLAIR, ENCRE),
    "competence": ("Compétences", PALE, ENCRE),
    "financement": ("Financements", PALE, ENCRE),
}


@dataclass(frozen=True)
class Source:
    """What a room adds to the line: bands of a lane of ``LANES``, and days; ``lire(acteur, jour)``."""

    nom: str
    droit: str
    lire: Callable[[Acteur, date], tuple[list[Bande], list[Jalon]]]


_sources: dict[str, Source] = {}


def inscrire_source(source: Source) -> None:
    """Add what a room shows on the line; the same name again replaces it."""
    _sources[source.nom] = source


def ligne_de(
    acteur: Acteur,
    jour: date,
    dispositifs: Iterable[CadreDispositif],
    organismes: Iterable[OrganismeLu],
    competences: Iterable[CompetenceLue],
) -> Dessin | None:
    """The drawing and its table; None where the territory has recorded nothing."""
    bandes, jalons = _protocoles(dispositifs)
    bandes += _subventions(organismes)
    bandes += _competences(competences)
    jalons += [Jalon(a.adopte_le, _accord(a), court=a.get_nature_display()) for a in accords_de(acteur.territoire)]
    for source in _sources.values():
        if acteur.peut(source.droit):
            autres = source.lire(acteur, jour)
            bandes += autres[0]
            jalons += autres[1]
    return _dessiner(bandes, jalons, jour, str(acteur.territoire)) if bandes or jalons else None


def _dessiner(bandes: list[Bande], jalons: list[Jalon], jour: date, lieu: str) -> Dessin:
    jours = [b.debut for b in bandes] + [j.jour for j in jalons] + [b.fin for b in bandes if b.fin]
    if any(b.fin is None for b in bandes):
        jours.append(jour)
    debut, fin = date(min(jours).year, 1, 1), date(max(jours).year, 12, 31)
    # A programming period is background: it shows where the territory's own line stands, and stretches nothing.
    for programmation in PROGRAMMATIONS.values():
        if programmation.debut <= fin and programmation.fin >= debut:
            bandes.append(Bande(programmation.debut, programmation.fin, programmation.nom, "programmation"))
    nombre = sum(b.famille != "programmation" for b in bandes)
    return frise(
        bandes,
        jalons,
        debut=debut,
        fin=fin,
        aujourdhui=jour,
        phrase=f"Le cadre de {lieu}, de {debut.year} à {fin.year} : {nombre} engagements, compétences et financements.",
        titre="Le cadre dans le temps",
        tout="",
        familles=LANES,
        repere="aujourd'hui" if jour == timezone.localdate() else f"lu le {jour:%d/%m/%Y}",
    )


def _protocoles(dispositifs: Iterable[CadreDispositif]) -> tuple[list[Bande], list[Jalon]]:
    """Each protocole to its first end, then what each avenant adds to it; the day each was signed."""
    bandes, jalons = [], []
    for cadre in dispositifs:
        for lu in cadre.engagements:
            bandes.append(Bande(lu.protocole.debut, lu.protocole.fin, lu.protocole.nom, "protocole"))
            for avenant in lu.avenants:
                if avenant.statut != ADOPTE:
                    continue
                if avenant.prolonge_au:
                    nom = f"Avenant n° {avenant.numero}"
                    bandes.append(Bande(avenant.effet_le, avenant.prolonge_au, nom, "protocole"))
                if avenant.signe_le:
                    jalons.append(Jalon(avenant.signe_le, f"avenant n° {avenant.numero} signé"))
    return bandes, jalons


def _subventions(organismes: Iterable[OrganismeLu]) -> list[Bande]:
    return [
        Bande(lue.subvention.debut, lue.dernier_jour, f"{lue.programmation.nom}, {lue.subvention.numero}", "subvention")
        for lu in organismes
        for lue in lu.subventions
    ]


def _competences(competences: Iterable[CompetenceLue]) -> list[Bande]:
    return [
        Bande(
            lue.competence.debut,
            lue.competence.fin,
            f"{lue.competence.objet} : {lue.competence.organisation}",
            lue.competence.nature.lower(),
        )
        for lue in competences
        if lue.competence.debut
    ]


def _accord(accord: AccordTerritorial) -> str:
    return f"{accord.get_nature_display()} : {accord.objet}"
