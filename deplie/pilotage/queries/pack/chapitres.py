"""The chapters that a territory chose, and what a publication says in them."""

from __future__ import annotations

from deplie.pilotage.models import ChapitrePack, Publication, TexteChapitre
from deplie.pilotage.queries.pack.composer import composer
from deplie.pilotage.queries.pack.dossier import Pack
from deplie.pilotage.rules.pack import SUJETS, USUELS, Chapitre
from deplie.territoires.models import Territoire


def chapitres_de(territoire: Territoire) -> list[Chapitre]:
    """The chapters of a territory in their order; the usual ones where it chose none."""
    choisis = ChapitrePack.objects.filter(territoire=territoire)
    lus = [Chapitre(c.cle, c.sujet, c.titre, tuple(c.chiffres) or None) for c in choisis if c.sujet in SUJETS]
    return lus or list(USUELS)


def textes_de(publication: Publication) -> dict[str, str]:
    """What a publication says, by the key of its chapter."""
    return dict(TexteChapitre.objects.filter(publication=publication).values_list("cle", "texte"))


def texte_de(publication: Publication, cle: str) -> TexteChapitre | None:
    """What it says in one chapter, with its revision."""
    return TexteChapitre.objects.filter(publication=publication, cle=cle).first()


def pack_de(publication: Publication, adresse: str = "") -> Pack:
    """The pack of a publication, in the chapters of its territory. ``adresse``: where its figures are read."""
    return composer(publication, chapitres_de(publication.territoire), textes_de(publication), adresse)
