"""Who, among those recorded, may be the person one is about to record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries.perimetre import personnes_visibles_par
from deplie.parcours.rules.homonyme import A_REGARDER, Fiche, Identite, comparer, meme_personne_probable
from deplie.personnes.models import Personne
from deplie.personnes.rules import cle_de_nom
from deplie.personnes.rules import telephone as numero_garde
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire

# A day of birth given by default (1 January) gathers many people.
AU_PLUS = 2_000


@dataclass(frozen=True)
class Ressemblance:
    """Somebody who is likely the same person, and why."""

    personne: Personne
    raisons: list[str]


def ressemblances(
    territoire: Territoire,
    *,
    nom: str,
    prenom: str,
    nom_usage: str = "",
    date_naissance: date | None = None,
    telephone: str = "",
    courriel: str = "",
) -> list[Ressemblance]:
    """People of the territory who look like this one, the likeliest first, and why."""
    identite = Identite.de(nom, nom_usage, prenom, date_naissance)
    cherchee = Fiche(identite, _numero(telephone, territoire), courriel.strip().lower())
    condition = _voisines(identite) | Q(cle_nom=cle_de_nom(nom, prenom)) | _joints(cherchee)
    presentes = Personne.objects.presentes().filter(condition, territoire=territoire)
    candidates = presentes.order_by("cle_nom", "pk")[:AU_PLUS]
    trouvees = []
    for personne in candidates:
        autre = fiche_de(personne)
        score = comparer(cherchee, autre)
        if score.points >= A_REGARDER or meme_personne_probable(identite, autre.identite):
            trouvees.append((score.points, Ressemblance(personne, list(score.raisons))))
    return [ressemblance for _, ressemblance in sorted(trouvees, key=lambda trouvee: -trouvee[0])]


def ressemblances_vues(acteur: Acteur, identite: Mapping[str, Any]) -> list[Ressemblance]:
    """Those alike that the actor may see already: who orients never learns that another body knows somebody."""
    proches = ressemblances(acteur.territoire, **identite)
    vues = personnes_visibles_par(acteur).filter(pk__in=[proche.personne.pk for proche in proches])
    visibles = set(vues.values_list("pk", flat=True))
    return [proche for proche in proches if proche.personne.pk in visibles]


def fiche_de(personne: Personne) -> Fiche:
    """A record, as the rules compare it."""
    identite = Identite.de(personne.nom, personne.nom_usage, personne.prenom, personne.date_naissance)
    return Fiche(identite, personne.telephone, personne.courriel.lower())


def rejoignable_ou_404(acteur: Acteur, pk: int, identite: dict) -> Personne:
    """Somebody to admit: seen by the actor, or else the likely same person as the one whose identity they typed."""
    vue = personnes_visibles_par(acteur).filter(pk=pk).first()
    if vue:
        return vue
    if identite.get("nom") and identite.get("prenom"):
        for ressemblance in ressemblances(acteur.territoire, **identite):
            if ressemblance.personne.pk == pk:
                return ressemblance.personne
    raise Http404


def _voisines(cherchee: Identite) -> Q:
    """Born that day; or, where a birth is not known, whose name begins alike."""
    debuts = Q()
    for nom in cherchee.noms:
        debuts |= Q(cle_nom__startswith=nom[:3]) | Q(cle_usage__startswith=nom[:3])
    if cherchee.naissance is None:
        return debuts
    return Q(date_naissance=cherchee.naissance) | (Q(date_naissance=None) & debuts)


def _joints(cherchee: Fiche) -> Q:
    """Reached by the same telephone or the same address."""
    joints = Q(pk__in=[])
    if cherchee.telephone:
        joints |= Q(telephone=cherchee.telephone)
    if cherchee.courriel:
        joints |= Q(courriel__iexact=cherchee.courriel)
    return joints


def _numero(valeur: str, territoire: Territoire) -> str:
    """A number as it is kept; what is not a number finds nobody."""
    try:
        return numero_garde(valeur, territoire.region_telephone) if valeur else ""
    except RefusMetier:
        return ""


def meme_identite(territoire: Territoire, identite: Mapping[str, Any]) -> Personne | None:
    """The one person of the territory with this name, first name and birth; None when there is none, or several."""
    cle = cle_de_nom(identite["nom"], identite["prenom"])
    semblables = (
        Personne.objects.presentes()
        .filter(Q(cle_nom=cle) | Q(cle_usage=cle), territoire=territoire, date_naissance=identite["date_naissance"])
        .order_by("pk")[:2]
    )
    trouvees = list(semblables)
    return trouvees[0] if len(trouvees) == 1 else None
