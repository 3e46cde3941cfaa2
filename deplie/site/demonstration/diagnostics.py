"""Validated diagnostics of the people who are followed: every theme looked at, skills, mobility, a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from deplie.parcours.models import Diagnostic, PointDiagnostic
from deplie.parcours.rules import diagnostic as regles
from deplie.parcours.rules.frein import theme_suivi
from deplie.site.demonstration.parcours import Parcours
from deplie.site.demonstration.suivi import METIERS

Cles = Mapping[tuple[str, date], tuple[int, int | None]]
SAVOIR_FAIRE: Final = (
    "Tenir une caisse\nAccueillir un client", "Conduire un chariot\nPréparer une commande", "Entretenir un logement",
    "Servir en salle\nDresser une table", "Jardiner\nUtiliser un outillage", "Tenir un accueil téléphonique",
)  # fmt: skip
_MOBILITES: Final = (("B", "VOITURE", "FACILE"), ("AUCUN", "VELO", "LIMITE"), ("EN_COURS", "AUCUN", "FACILE"))
_NIVEAUX: Final = ("ACQUIS", "CONSOLIDER", "ACQUIS", "ACQUERIR")


def diagnostics(suivis: Sequence[Parcours], cles: Cles, jour: date) -> Iterator[Diagnostic]:
    """Of those who entered more than a month ago, but for one in seven."""
    for rang, p in _retenus(suivis, jour):
        participation, referent = cles[p.personne.identifiant, p.entree]
        metier, _, rome = METIERS[rang % len(METIERS)]
        permis, vehicule, transport = _MOBILITES[rang % len(_MOBILITES)]
        yield Diagnostic(
            participation_id=participation, le=p.entree + timedelta(days=18), agent_id=referent, statut=regles.VALIDE,
            projet_etat=tuple(regles.PROJETS)[rang % 3], projet=f"Retrouver un emploi : {metier.lower()}",
            metier=metier, code_rome=rome, permis=permis, vehicule=vehicule, transport=transport,
            rayon_km=5 + 5 * (rang % 5), savoir_faire=SAVOIR_FAIRE[rang % len(SAVOIR_FAIRE)],
        )  # fmt: skip


def points(suivis: Sequence[Parcours], cles: Cles, jour: date) -> list[PointDiagnostic]:
    """The answers of those diagnostics, once they are written."""
    par_parcours = {cles[p.personne.identifiant, p.entree][0]: (rang, p) for rang, p in _retenus(suivis, jour)}
    ecrits = Diagnostic.objects.filter(participation__in=par_parcours).order_by("pk").values_list("pk", "participation")
    return [
        PointDiagnostic(diagnostic_id=pk, nature=nature, code=code, reponse=reponse)
        for pk, participation in ecrits
        for (nature, code), reponse in sorted(_reponses(*par_parcours[participation]).items())
    ]


def _retenus(suivis: Sequence[Parcours], jour: date) -> list[tuple[int, Parcours]]:
    return [(rang, p) for rang, p in enumerate(suivis) if rang % 7 and p.entree < jour - timedelta(days=30)]


def _reponses(rang: int, p: Parcours) -> dict[tuple[str, str], str]:
    """What a file says of the freins, else none; skills by turns; two strong points."""
    freins = set(map(theme_suivi, p.freins))
    lues = {("FREIN", t): regles.FREINANT if t in freins else regles.AUCUN for t in regles.THEMES}
    for nature, codes in (("CLE", regles.CLES), ("NUMERIQUE", regles.NUMERIQUES)):
        lues |= {(nature, code): _NIVEAUX[(rang + place) % 4] for place, code in enumerate(codes)}
    forts = tuple(regles.SAVOIR_ETRE)
    return lues | {("SAVOIR_ETRE", forts[(rang + pas) % len(forts)]): "FORT" for pas in (0, 3)}
