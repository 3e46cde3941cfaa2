"""Diagnostics and followed freins, as an actor may see them: health is read by those who may read what is sensitive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Diagnostic, Etape, FreinSuivi, Participation
from deplie.parcours.queries.perimetre import ou_404, visibles_par
from deplie.parcours.queries.personne import nom_d_etape
from deplie.parcours.rules import diagnostic as regles
from deplie.parcours.rules import frein as regles_frein
from deplie.territoires.queries import metiers


@dataclass(frozen=True)
class DiagnosticLu:
    """A version, and the answers that its reader may see."""

    diagnostic: Diagnostic
    points: dict[tuple[str, str], str]

    @property
    def valide(self) -> bool:
        return self.diagnostic.statut == regles.VALIDE

    @property
    def dit_la_sante(self) -> bool:
        return ("FREIN", regles.SANTE) in self.points

    @property
    def situation(self) -> list[tuple[str, str]]:
        """(label, value as read) of the project and of mobility; an unknown value is empty."""
        d = self.diagnostic
        return [
            ("Projet", " : ".join(filter(None, (d.get_projet_etat_display(), d.projet)))),
            ("Métier visé", metiers.ecrire(d.code_rome, d.metier)),
            ("Permis", d.get_permis_display()),
            ("Véhicule", d.get_vehicule_display()),
            ("Transports", d.get_transport_display()),
            ("Distance acceptée", "" if d.rayon_km is None else f"{d.rayon_km} km"),
            ("Savoir-faire", " ; ".join(d.savoirs)),
        ]

    @property
    def groupes(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """(title, [(words, answer, its code)]) of what was answered, in the order of the lists."""
        return [
            (
                titre,
                [(mots, regles.dire(nature, r), r) for code, mots in codes.items() if (r := self._de(nature, code))],
            )
            for nature, (titre, codes, _) in regles.NATURES.items()
        ]

    def _de(self, nature: str, code: str) -> str:
        return self.points.get((nature, code), "")


@dataclass(frozen=True)
class FreinLu:
    """A followed frein with its state."""

    frein: FreinSuivi
    etat: str

    @property
    def nom(self) -> str:
        return regles.THEMES.get(self.frein.theme, self.frein.theme)

    @property
    def libelle(self) -> str:
        return regles_frein.ETATS[self.etat]

    @property
    def ouvert(self) -> bool:
        return self.etat in (regles_frein.IDENTIFIE, regles_frein.EN_COURS)

    @property
    def etapes(self) -> list[str]:
        return [nom_d_etape(etape) for etape in self.frein.etapes.all()]


def diagnostics_des(acteur: Acteur, participations: Iterable[int]) -> dict[int, list[DiagnosticLu]]:
    """``{participation: [versions, the latest first]}`` of participations that the actor sees: two queries."""
    lus: dict[int, list[DiagnosticLu]] = defaultdict(list)
    versions = _avec_points(Diagnostic.objects.filter(participation__in=list(participations)))
    for diagnostic in versions.order_by("-rang"):
        lus[diagnostic.participation_id].append(lire(acteur, diagnostic))
    return lus


def freins_des(acteur: Acteur, participations: Iterable[Participation]) -> dict[int, list[FreinLu]]:
    """``{participation: [freins, those still there first]}`` of participations that the actor sees: two queries."""
    sorties = {participation.pk: participation.date_sortie for participation in participations}
    lus: dict[int, list[FreinLu]] = defaultdict(list)
    suivis = _lisibles(acteur, FreinSuivi.objects.filter(participation__in=list(sorties)))
    for frein in suivis.prefetch_related("etapes").order_by("identifie_le", "pk"):
        etat = regles_frein.etat(frein.pris_en_charge_le, frein.leve_le, sorties[frein.participation_id])
        lus[frein.participation_id].append(FreinLu(frein, etat))
    return {pk: sorted(freins, key=lambda lu: lu.frein.leve_le is not None) for pk, freins in lus.items()}


def lire(acteur: Acteur, diagnostic: Diagnostic) -> DiagnosticLu:
    """A version with the answers that the actor may read."""
    sensible = acteur.peut("sensible.lire")
    points = {(point.nature, point.code): point.reponse for point in diagnostic.points.all()}
    return DiagnosticLu(diagnostic, {cle: r for cle, r in points.items() if sensible or cle != ("FREIN", regles.SANTE)})


def diagnostic_ou_404(acteur: Acteur, pk: int) -> DiagnosticLu:
    """A version, with its participation and person; 404 outside the actor's perimeter."""
    proches = _avec_points(Diagnostic.objects.filter(participation__in=visibles_par(acteur)))
    proches = proches.select_related("participation__personne", "participation__dispositif")
    return lire(acteur, ou_404(proches.filter(pk=pk).first()))


def versions_de(acteur: Acteur, diagnostic: Diagnostic) -> list[DiagnosticLu]:
    """Every version of the same parcours, the latest first."""
    return diagnostics_des(acteur, [diagnostic.participation_id])[diagnostic.participation_id]


def frein_ou_404(acteur: Acteur, pk: int) -> FreinSuivi:
    """The frein, with its participation and person; 404 outside the perimeter, or for health without the right."""
    proches = _lisibles(acteur, FreinSuivi.objects.filter(participation__in=visibles_par(acteur)))
    return ou_404(proches.select_related("participation__personne", "participation__dispositif").filter(pk=pk).first())


def etapes_possibles(frein: FreinSuivi) -> QuerySet[Etape]:
    """The étapes that may work on a frein: those of its parcours."""
    return frein.participation.etapes.exclude(statut="ANNULEE").order_by("-date_debut", "-pk")


def _avec_points(diagnostics: QuerySet[Diagnostic]) -> QuerySet[Diagnostic]:
    return diagnostics.select_related("agent").prefetch_related("points")


def _lisibles(acteur: Acteur, freins: QuerySet[FreinSuivi]) -> QuerySet[FreinSuivi]:
    return freins if acteur.peut("sensible.lire") else freins.exclude(theme=regles.SANTE)
