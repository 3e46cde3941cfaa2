"""Whom an actor may see. Every page, list, figure and export of people begins here."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import In
from django.http import Http404

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.expressions import SansIndex
from deplie.personnes.models import Personne

RIEN = Q(pk__in=[])


def collegues(acteur: Acteur) -> QuerySet[Agent]:
    """Those whose people somebody of an organisation sees: its agents, and whom the actor stands in for today."""
    siens = Q(organisation=acteur.organisation)
    if acteur.remplaces:
        siens |= Q(pk__in=[absent.pk for absent in acteur.remplaces])
    return Agent.objects.filter(siens, territoire=acteur.territoire)


def _portefeuille(acteur: Acteur) -> Q:
    """Participations followed by the actor's organisation, theirs included, and by those they stand in for; all of
    them for who belongs to none.
    """
    return Q() if acteur.organisation is None else Q(referent__in=collegues(acteur).values("pk"))


def _etapes(acteur: Acteur) -> Q:
    """Participations with an étape at the actor's organisation, whatever its dates."""
    if acteur.organisation is None:
        return RIEN
    siennes = Etape.objects.filter(operateur=acteur.organisation).values("participation")
    # Looked for in the list, never the list row by row: without statistics SQLite would, for each name it walks by.
    return Q(In(SansIndex(F("pk"), output_field=BigIntegerField()), siennes))


def _prescriptions(acteur: Acteur) -> Q:
    """Participations that the actor's organisation prescribed."""
    return RIEN if acteur.organisation is None else Q(prescripteur=acteur.organisation)


PERIMETRES: dict[Perimetre, Callable[[Acteur], Q]] = {
    Perimetre.TERRITOIRE: lambda acteur: Q(),
    Perimetre.PORTEFEUILLE: _portefeuille,
    Perimetre.ETAPES: _etapes,
    Perimetre.PRESCRIPTIONS: _prescriptions,
    Perimetre.AUCUNE: lambda acteur: RIEN,
}
# Those who see a participation only through their own étapes see those étapes alone.
ENTIERS = frozenset({Perimetre.TERRITOIRE, Perimetre.PORTEFEUILLE, Perimetre.PRESCRIPTIONS})


def _union(conditions: list[Q]) -> Q:
    """Perimeters add up: the widest wins, none sees nothing."""
    if not conditions:
        return RIEN
    if any(not condition for condition in conditions):
        return Q()
    union = conditions[0]
    for condition in conditions[1:]:
        union |= condition
    return union


def condition_de(acteur: Acteur, parmi: frozenset[Perimetre] = frozenset(Perimetre)) -> Q:
    """The condition on ``Participation`` that holds the actor's perimeters (those of ``parmi``)."""
    retenus = sorted(acteur.perimetres & parmi, key=lambda perimetre: perimetre.name)
    return _union([PERIMETRES[perimetre](acteur) for perimetre in retenus])


def vue_de(acteur: Acteur) -> list[object]:
    """What tells apart those who do not see the same people: part of the question of an answer that is kept."""
    structure = acteur.organisation.pk if acteur.organisation else None
    remplaces = sorted(absent.pk for absent in acteur.remplaces)
    return [sorted(perimetre.name for perimetre in acteur.perimetres), structure, remplaces]


def visibles_par(acteur: Acteur):
    """Participations that the actor may see, duplicates (``A_DOUBLON``) included."""
    return Participation.objects.filter(condition_de(acteur), dispositif__in=acteur.territoire.dispositifs.all())


def personnes_visibles_par(acteur: Acteur):
    """People with at least one participation that the actor may see."""
    vues = visibles_par(acteur).filter(personne=OuterRef("pk"))
    return Personne.objects.filter(Exists(vues), territoire=acteur.territoire)


def etapes_visibles_par(acteur: Acteur):
    """Étapes of those participations; for who sees people only through their organisation's étapes, those alone."""
    entieres = Participation.objects.filter(condition_de(acteur, ENTIERS), dispositif__territoire=acteur.territoire)
    condition = Q(participation__in=entieres)
    if Perimetre.ETAPES in acteur.perimetres and acteur.organisation:
        condition |= Q(operateur=acteur.organisation)
    return Etape.objects.filter(condition, territoire=acteur.territoire)


def participation_ou_404(acteur: Acteur, pk: int) -> Participation:
    """The participation, with its person, scheme and référent; 404 outside the actor's perimeter."""
    proche = visibles_par(acteur).select_related("personne", "dispositif__territoire", "referent", "prescripteur")
    return ou_404(proche.filter(pk=pk).first())


def personne_ou_404(acteur: Acteur, pk: int) -> Personne:
    """The person; 404 outside the actor's perimeter."""
    return ou_404(personnes_visibles_par(acteur).filter(pk=pk).first())


def etape_ou_404(acteur: Acteur, pk: int) -> Etape:
    """The étape, with its participation and person; 404 outside the actor's perimeter."""
    proche = etapes_visibles_par(acteur).select_related("participation__personne", "participation__dispositif")
    return ou_404(proche.filter(pk=pk).first())


def ou_404(objet):
    if objet is None:
        raise Http404
    return objet
