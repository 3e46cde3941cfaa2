"""The chapters that a territory chose, and what a publication says in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.publication import COUPES, COUPES_DE_TOUS, DESSINEES
from deplie.pilotage.models import ChapitrePack, Publication, TexteChapitre
from deplie.pilotage.queries.pack.composer import composer
from deplie.pilotage.queries.pack.dossier import Pack
from deplie.pilotage.rules.pack import SUJETS, USUELS, Chapitre, Coupe
from deplie.territoires.models import Territoire


def chapitres_de(territoire: Territoire) -> list[Chapitre]:
    """The chapters of a territory in their order; the usual ones where it chose none."""
    choisis = ChapitrePack.objects.filter(territoire=territoire)
    return [_lire(choisi) for choisi in choisis if choisi.sujet in SUJETS] or list(USUELS)


def _lire(lu: ChapitrePack) -> Chapitre:
    chiffres = None if lu.chiffres is None else tuple(lu.chiffres)
    coupes = None if lu.coupes is None else tuple((code, tuple(par)) for code, par in lu.coupes)
    return Chapitre(lu.cle, lu.sujet, lu.titre, chiffres, coupes)


def dessins_offerts() -> tuple[Coupe, ...]:
    """What a chapter may draw: counts that publications keep cut so, by figure then by breakdown."""
    gardees = COUPES | COUPES_DE_TOUS
    return tuple(
        (code, (par,))
        for code, indicateur in CATALOGUE.items()
        if not indicateur.est_rapport
        for par in DESSINEES
        if code in gardees[par,]
    )


def version_de(chapitres: Iterable[Chapitre]) -> str:
    """What tells these chapters from what somebody else made of them: a form carries it."""
    return hashlib.sha256(repr(list(chapitres)).encode()).hexdigest()[:16]


def textes_de(publication: Publication) -> dict[str, str]:
    """What a publication says, by the key of its chapter."""
    return dict(TexteChapitre.objects.filter(publication=publication).values_list("cle", "texte"))


def texte_de(publication: Publication, cle: str) -> TexteChapitre | None:
    """What it says in one chapter, with its revision."""
    return TexteChapitre.objects.filter(publication=publication, cle=cle).first()


def pack_de(publication: Publication, adresse: str = "") -> Pack:
    """The pack of a publication, in the chapters of its territory. ``adresse``: where its figures are read."""
    return composer(publication, chapitres_de(publication.territoire), textes_de(publication), adresse)
