"""Public figures: which ones anybody may read, what is masked there, and what a new version would give away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from deplie.pilotage.models import Diffusion, Publication
from deplie.pilotage.queries.publiable import ChiffresPubliables, Secret, publiables, reduit, secret_de, seuil_de
from deplie.pilotage.queries.publication import bilan_publie, de_la_periode
from deplie.pilotage.queries.relations import Cellules, valeurs_dites
from deplie.pilotage.queries.voisines import Voisine
from deplie.pilotage.rules.masque import Glissement, glissements
from deplie.pilotage.rules.publication import ARRETES
from deplie.territoires.models import Territoire


def diffusion_de(publication: Publication) -> Diffusion | None:
    """What puts a publication on the public page today; None when it is not there."""
    return publication.diffusions.filter(retiree_le__isnull=True).first()


def territoire_public_ou_404(code: str) -> Territoire:
    """A territory that made figures public once; the others are not told to exist."""
    trouve = Territoire.objects.filter(code=code, publications__diffusions__isnull=False).distinct().first()
    if trouve is None:
        raise Http404
    return trouve


def publiques(territoire: Territoire) -> QuerySet[Diffusion]:
    """What anybody may read of a territory, the last periods first."""
    lues = Diffusion.objects.filter(
        publication__territoire=territoire, publication__statut__in=ARRETES, retiree_le__isnull=True
    )
    lues = lues.select_related("publication__territoire").defer("publication__bilan", "publication__calcul")
    return lues.order_by("-publication__fin", "-publication__debut", "publication__dispositif", "-publication__version")


def publique_ou_404(code: str, pk: int) -> Diffusion:
    """A publication that anybody may read."""
    lues = Diffusion.objects.filter(publication__territoire__code=code, publication__statut__in=ARRETES)
    trouvee = lues.filter(publication=pk, retiree_le__isnull=True).select_related("publication__territoire").first()
    if trouvee is None:
        raise Http404
    return trouvee


def chiffres_publics(diffusion: Diffusion) -> ChiffresPubliables:
    """The figures as they are public: what was masked on that day, whatever became public since."""
    secret = secret_garde(diffusion)
    # The year before is its own publication: its numbers may have been corrected since.
    return publiables(diffusion.publication, secret, diffusion.seuil, un_an_avant=False)


def secret_garde(diffusion: Diffusion) -> Secret:
    """What a publication masks on the public page."""
    garde = json.loads(diffusion.secret)
    bilan = reduit(bilan_publie(diffusion.publication))
    coupes = {tuple(par) for par in garde["coupes"]}
    bilan = replace(bilan, tableaux={par: parts for par, parts in bilan.tableaux.items() if par in coupes})
    cellules = Cellules(bilan)
    lieux = cellules.lieux
    return Secret(bilan, cellules, frozenset(lieux[ici] for ici in garde["masquees"] if ici in lieux))


@dataclass(frozen=True)
class Etude:
    """What making figures public would mask; ``glissements``, what would change by a few people since then."""

    seuil: int
    secret: Secret
    glissements: tuple[Glissement, ...]
    precedente: Diffusion | None


def etudier(publication: Publication) -> Etude:
    """What would leave: a cell masked in a version of the same period stays so; neighbours hide nothing more."""
    seuil = seuil_de(publication)
    anterieures = list(_anterieures(publication))
    deja = frozenset(ici for anterieure in anterieures for ici in json.loads(anterieure.secret)["masquees"])
    voisines = [_voisine(diffusion) for diffusion in _voisines(publication)]
    secret = secret_de(bilan_publie(publication), seuil, deja_masquees=deja, voisines=voisines)
    petits: dict[str, Glissement] = {}
    apres = valeurs_dites(secret.cellules, secret.masquees)
    for anterieure in anterieures:
        garde = secret_garde(anterieure)
        for petit in glissements(valeurs_dites(garde.cellules, garde.masquees), apres, seuil):
            petits.setdefault(petit.cle, petit)
    return Etude(seuil, secret, tuple(petits.values()), anterieures[0] if anterieures else None)


def _anterieures(publication: Publication) -> Iterator[Diffusion]:
    """Versions of the same period that were ever public, the last one first; one for each of them."""
    versions = de_la_periode(publication.territoire, publication.dispositif, publication.debut, publication.fin)
    lues = Diffusion.objects.filter(publication__in=versions).select_related("publication")
    vues: set[int] = set()
    for diffusion in lues.order_by("-publication__version", "-pk"):
        if diffusion.publication_id not in vues:
            vues.add(diffusion.publication_id)
            yield diffusion


def _voisines(publication: Publication) -> QuerySet[Diffusion]:
    """Figures ever public of periods that touch this one or share days with it, whatever their scheme."""
    jour = timedelta(days=1)
    lues = Diffusion.objects.filter(
        publication__territoire=publication.territoire_id,
        publication__debut__lte=publication.fin + jour,
        publication__fin__gte=publication.debut - jour,
    )
    siennes = Q(
        publication__dispositif=publication.dispositif,
        publication__debut=publication.debut,
        publication__fin=publication.fin,
    )
    autres = lues.exclude(siennes)
    return autres.select_related("publication").order_by("pk")


def _voisine(diffusion: Diffusion) -> Voisine:
    secret = secret_garde(diffusion)
    return Voisine(secret.cellules, secret.masquees)
