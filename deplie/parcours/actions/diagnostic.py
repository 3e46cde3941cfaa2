"""The diagnostic: written, validated, revised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions.frein import ouvrir_frein
from deplie.parcours.models import Diagnostic, Participation, PointDiagnostic
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules import diagnostic as regles
from deplie.parcours.rules.cycle import OUVERTS
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, EditionConcurrente, enregistrer, modifier, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

CHAMPS: Final = (
    "projet",
    "projet_etat",
    "metier",
    "code_rome",
    "permis",
    "vehicule",
    "transport",
    "rayon_km",
    "savoir_faire",
)


@transaction.atomic
def ecrire_diagnostic(
    *,
    participation: Participation,
    le: date,
    valeurs: Mapping[str, Any],
    points: regles.Points,
    par: Acteur,
    valider: bool = False,
    edition: Edition | None = None,
) -> Diagnostic:
    """Write the version in progress, or begin one: the first, or a revision of the one that is validated.

    ``valeurs`` gives values of ``CHAMPS``, ``points`` the answers; those of the theme of health stay when the author
    may not read them. ``valider`` closes the version, and freins that hold the person back are followed from then on.
    Raises RefusMetier out of turn, for a day to come or before the version it follows, for an unknown answer, for what
    is missing to validate; EditionConcurrente when somebody else changed the same fields since ``edition``.
    """
    Participation.objects.select_for_update().get(pk=participation.pk)
    _verifier(participation, le, points)
    generations.noter(par.territoire.code, "diagnostic")
    ici = participation.diagnostics.filter(statut=regles.EN_COURS).first()
    propres = {champ: valeur for champ, valeur in valeurs.items() if champ in CHAMPS} | {"le": le}
    with traduire(PHRASES):
        if ici is None:
            ici = _commencer(participation, propres, par)
        else:
            _verifier_edition(ici, edition)
            modifier(ici, propres, par=par)
    tenus = _noter(ici, points, par)
    consigner("écrire un diagnostic", par=par, objet=ici, detail={"version": ici.rang, "le": ecrire(le)})
    if valider:
        _valider(ici, tenus, par)
    return ici


def _commencer(participation: Participation, valeurs: dict[str, Any], par: Acteur) -> Diagnostic:
    derniere = participation.diagnostics.order_by("-rang").first()
    ici = Diagnostic(participation=participation, rang=derniere.rang + 1 if derniere else 1, agent=par.agent, **valeurs)
    enregistrer(ici, par=par)
    if derniere and not par.peut("sensible.lire"):
        # What the author could not read is carried over as it was.
        for point in derniere.points.filter(nature="FREIN", code=regles.SANTE):
            PointDiagnostic.objects.create(diagnostic=ici, nature="FREIN", code=point.code, reponse=point.reponse)
    return ici


def _noter(ici: Diagnostic, points: regles.Points, par: Acteur) -> dict[tuple[str, str], str]:
    """Make the answers those given; the level of health stays when its author may not read it. All that is held."""
    tenus = {(point.nature, point.code): point.reponse for point in ici.points.all()}
    voulus = dict(points)
    if not par.peut("sensible.lire"):
        voulus.pop(("FREIN", regles.SANTE), None)
        voulus |= {cle: reponse for cle, reponse in tenus.items() if cle == ("FREIN", regles.SANTE)}
    if voulus != tenus:
        ici.points.all().delete()
        PointDiagnostic.objects.bulk_create(
            PointDiagnostic(diagnostic=ici, nature=nature, code=code, reponse=reponse)
            for (nature, code), reponse in sorted(voulus.items())
        )
        enregistrer(ici, par=par)  # a version: two people who answer at once are told apart
    return voulus


def _valider(ici: Diagnostic, tenus: Mapping[tuple[str, str], str], par: Acteur) -> None:
    if phrase := regles.refus_de_valider(tenus, ici.savoir_faire):
        raise RefusMetier(phrase)
    modifier(ici, {"statut": regles.VALIDE}, par=par)
    suivis = set(ici.participation.freins_suivis.filter(leve_le=None).values_list("theme", flat=True))
    for (nature, theme), reponse in sorted(tenus.items()):
        if nature == "FREIN" and reponse in regles.A_SUIVRE and theme not in suivis:
            ouvrir_frein(participation=ici.participation, theme=theme, le=ici.le, par=par)
    consigner("valider un diagnostic", par=par, objet=ici, detail={"version": ici.rang})


def _verifier_edition(ici: Diagnostic, edition: Edition | None) -> None:
    """Somebody else saved the version meanwhile, whatever they changed: the author is told before it is replaced."""
    derniere = version_de(ici)
    if edition and derniere not in (edition.version, edition.vu):
        raise EditionConcurrente(
            "Quelqu'un a enregistré ce diagnostic pendant votre saisie. Vos saisies sont gardées ci-dessous : "
            "vérifiez-les, puis enregistrez de nouveau pour les retenir.",
            derniere,
        )


def _verifier(participation: Participation, le: date, points: regles.Points) -> None:
    if etat_de(participation) not in OUVERTS:
        raise RefusMetier("Le parcours est terminé : son diagnostic ne se révise plus.")
    if le > timezone.localdate():
        raise RefusMetier(f"Le diagnostic ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if le < participation.date_entree:
        raise RefusMetier(f"Le diagnostic ({le:%d/%m/%Y}) précède l'entrée ({participation.date_entree:%d/%m/%Y}).")
    validee = participation.diagnostics.filter(statut=regles.VALIDE).order_by("-rang").first()
    if validee and le < validee.le:
        raise RefusMetier(f"La version précédente est du {validee.le:%d/%m/%Y}. Une date qui la suit est attendue.")
    if phrase := regles.refus_de_points(points):
        raise RefusMetier(phrase)
