"""The double page of an annual report: what may leave the committee, and the texts that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.queries.pack.dossier import ChapitreDit, ChiffreDit, Graphique, PartDite, Rapport, TexteDit
from deplie.pilotage.queries.publiable import MASQUE, ChiffrePubliable, ChiffresPubliables
from deplie.pilotage.rules.pack import VOLETS, Coupe
from deplie.socle.phrases import insecables

# What two facing pages hold: parts of a drawing, letters of text.
_PARTS: Final = 8
_LETTRES: Final = 900
_SUITE: Final = "La suite est dans le bilan."


def rapport(publics: ChiffresPubliables, cles: tuple[ChiffreDit, ...], chapitres: Iterable[ChapitreDit]) -> Rapport:
    """Two facing pages: ``cles`` are the headline figures, masked already; the texts are those of chapters without
    figure."""
    lus = [(titre, _volet(coupe, publics, cles)) for titre, coupe in VOLETS]
    masque = any(dit.masque for dit in cles) or any(p.texte == MASQUE for _, lu in lus if lu for p in lu.parts)
    return Rapport(
        cles=cles,
        volets=tuple((titre, volet) for titre, volet in lus if volet is not None),
        textes=tuple(_abreger(chapitres)),
        secret=insecables(publics.phrase) if masque else "",
    )


def _volet(coupe: Coupe, publics: ChiffresPubliables, cles: Iterable[ChiffreDit]) -> Graphique | None:
    code, par = coupe
    chiffre = next((dit for dit in cles if dit.code == code), None)
    lues = [lue for lue in publics.parts(code, *par) if lue.masque or lue.chiffre.valeur]
    if chiffre is None or not lues:
        return None
    parts = tuple(_part(lue) for lue in lues[:_PARTS])
    titre = f"{chiffre.libelle}, par {' et '.join(DIMENSIONS[c].libelle.lower() for c in par)}"
    return Graphique(
        titre=titre,
        par=" et ".join(DIMENSIONS[c].libelle for c in par),
        chiffre=chiffre,
        periode=publics.periode.libelle,
        periode_avant="",
        parts=parts,
        phrase=f"{titre}, {publics.periode.libelle} : " + " ; ".join(f"{p.nom} {p.texte}" for p in parts) + ".",
        reserve="Les autres parts sont dans le bilan." if len(lues) > _PARTS else "",
    )


def _part(lue: ChiffrePubliable) -> PartDite:
    """A masked part has no length: nothing is guessed from a drawing."""
    valeur = 0 if lue.masque else int(lue.chiffre.valeur or 0)
    return PartDite(" · ".join(lue.chiffre.parts), valeur, lue.texte, None, "")


def _abreger(chapitres: Iterable[ChapitreDit]) -> Iterator[TexteDit]:
    """The texts that fit, cut between two sentences; the last one says where the others are."""
    reste = _LETTRES
    for chapitre in chapitres:
        if chapitre.chiffres or chapitre.graphiques or chapitre.tables or not chapitre.paragraphes:
            continue
        gardes = []
        for paragraphe in chapitre.paragraphes:
            garde = _debut(paragraphe, reste)
            reste -= len(garde)
            if garde:
                gardes.append(garde)
            if garde != paragraphe:
                yield TexteDit(chapitre.titre, (*gardes, _SUITE))
                return
        yield TexteDit(chapitre.titre, tuple(gardes))


def _debut(paragraphe: str, place: int) -> str:
    """Its first sentences that fit."""
    if len(paragraphe) <= place:
        return paragraphe
    fin = paragraphe.rfind(". ", 0, max(0, place))
    return paragraphe[: fin + 1] if fin > 0 else ""
