"""The deck of a committee: cover, agenda, chapters, what to know, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from deplie.pilotage.exports.pack.diapositives import BAS, HAUT, MARGE, PETIT, UTILE, Diaporama, lignes_de
from deplie.pilotage.queries.pack import ChapitreDit, ChiffreDit, Graphique, Pack, TableDite
from deplie.pilotage.rules.periodes import en_lettres

if TYPE_CHECKING:
    from pptx.slide import Slide

_PAR_PAGE: Final = 6
_COLONNES: Final = 3
_ECART: Final = 0.25
_CARTE: Final = 2.4
# Parts that a chart shows beside its table without crowding it.
_PARTS: Final = 9


def en_pptx(pack: Pack) -> bytes:
    """The bytes of a PowerPoint file."""
    pied = f"{pack.territoire}, {pack.dispositif} · {pack.titre}"
    diaporama = Diaporama(pack.couleur, f"{pied} ({pack.code})", pack.territoire, pied, pack.fige_le, pack.logo)
    _couverture(diaporama, pack)
    _sommaire(diaporama, pack)
    for rang, chapitre in enumerate(pack.chapitres, 1):
        _chapitre(diaporama, f"{rang}. {chapitre.titre}", chapitre)
    _paragraphes(diaporama, "À savoir avant de lire ces chiffres", "", pack.alertes)
    _definitions(diaporama, pack.chiffres)
    return diaporama.octets()


def _couverture(diaporama: Diaporama, pack: Pack) -> None:
    dessous = [pack.comite, f"{pack.statut}.", f"Données au {en_lettres(pack.donnees_au)}."]
    page = diaporama.couverture(
        f"{pack.titre}, {pack.dispositif}", pack.territoire, [ligne for ligne in dessous if ligne]
    )
    diaporama.notes(page, [f"{pack.statut}. Empreinte des chiffres figés : {pack.empreinte}."])


def _sommaire(diaporama: Diaporama, pack: Pack) -> None:
    page = diaporama.diapositive("Au programme")
    titres = [f"{rang}. {chapitre.titre}" for rang, chapitre in enumerate(pack.chapitres, 1)]
    taille = 28 if len(titres) <= 8 else 22
    diaporama.texte(page, "\n".join(titres), MARGE, HAUT, UTILE, BAS - HAUT, taille, puce="\u200b")


def _chapitre(diaporama: Diaporama, nom: str, chapitre: ChapitreDit) -> None:
    for rang, lot in enumerate(_lots(chapitre.chiffres, _PAR_PAGE)):
        _chiffres(diaporama, nom + (", suite" if rang else ""), lot, chapitre.muets if rang == 0 else ())
    for graphique in chapitre.graphiques:
        _graphique(diaporama, nom, graphique)
    for table in chapitre.tables:
        _table(diaporama, nom, table)
    commentaire = bool(chapitre.chiffres or chapitre.graphiques or chapitre.tables)
    _paragraphes(diaporama, "À retenir" if commentaire else nom, nom if commentaire else "", chapitre.paragraphes)


def _chiffres(diaporama: Diaporama, titre: str, lot: Sequence[ChiffreDit], muets: Sequence[tuple[str, str]]) -> None:
    page = diaporama.diapositive(titre)
    colonnes = 2 if len(lot) in (1, 2, 4) else _COLONNES
    largeur = (UTILE - (colonnes - 1) * _ECART) / colonnes
    for rang, dit in enumerate(lot):
        ligne, colonne = divmod(rang, colonnes)
        _tuile(diaporama, page, dit, MARGE + colonne * (largeur + _ECART), HAUT + ligne * (_CARTE + _ECART), largeur)
    if muets and len(lot) <= _COLONNES:
        dits = "\n".join(f"{nom}\u00a0: {raison}." for nom, raison in muets)
        diaporama.texte(page, dits, MARGE, HAUT + _CARTE + _ECART, UTILE, 2.0, PETIT)
    diaporama.notes(page, [*(dit.note for dit in lot), *(f"{nom} : {raison}." for nom, raison in muets)])


def _tuile(diaporama: Diaporama, page: Slide, dit: ChiffreDit, x: float, y: float, largeur: float) -> None:
    diaporama.carte(page, x, y, largeur, _CARTE)
    ecrire = diaporama.texte
    dedans = largeur - 0.2
    deux = lignes_de(dit.libelle, dedans - 0.2, 20) > 1
    ecrire(page, dit.libelle, x + 0.1, y + 0.05, dedans, 0.7, PETIT if deux else 20, gras=True)
    grand = 44 if len(dit.texte) < 10 else 32
    ecrire(page, dit.texte, x + 0.1, y + 0.65, dedans, 0.8, grand, couleur=diaporama.couleur, gras=True)
    dessous = [d for d in (dit.base, dit.objectif, dit.avant) if d][:2]
    ecrire(page, "\n".join(dessous), x + 0.1, y + 1.5, dedans, 0.85, PETIT)


def _graphique(diaporama: Diaporama, chapitre: str, lu: Graphique) -> None:
    etroit = len(lu.parts) <= _PARTS
    page = diaporama.diapositive(lu.titre, chapitre)
    place = UTILE * 0.55
    colonnes = len(lu.entetes) - 1
    largeurs = [UTILE * 0.43 - 1.1 * colonnes, *(1.1,) * colonnes]
    dire = f"Tableau : {lu.phrase}"
    if etroit:
        diaporama.graphique(page, lu, MARGE, HAUT, place, 4.6)
        diaporama.tableau(page, lu.entetes, lu.lignes, (MARGE + UTILE * 0.57, HAUT + 0.1, largeurs), dire)
    else:
        larges = [UTILE - 1.6 * colonnes, *(1.6,) * colonnes]
        diaporama.tableau(page, lu.entetes, lu.lignes[:11], (MARGE, HAUT, larges), dire)
    if lu.reserve:
        diaporama.texte(page, lu.reserve, MARGE, 6.4, UTILE, 0.4, PETIT)
    diaporama.notes(page, [lu.phrase, lu.chiffre.note])
    if not etroit and len(lu.lignes) > 11:
        suite = diaporama.diapositive(f"{lu.titre}, suite", chapitre)
        diaporama.tableau(suite, lu.entetes, lu.lignes[11:22], (MARGE, HAUT, larges), dire)


def _table(diaporama: Diaporama, chapitre: str, lue: TableDite) -> None:
    """A table of texts, as many slides as its lines take."""
    colonnes = len(lue.entetes) - 1
    largeurs = [UTILE - 2.2 * colonnes, *(2.2,) * colonnes]
    for rang, lot in enumerate(_tenir(lue.lignes, largeurs, 12)):
        page = diaporama.diapositive(lue.titre + (", suite" if rang else ""), chapitre)
        diaporama.tableau(page, lue.entetes, lot, (MARGE, HAUT, largeurs), f"Tableau : {lue.phrase}")
        diaporama.notes(page, [lue.phrase])


def _paragraphes(diaporama: Diaporama, titre: str, chapitre: str, textes: Sequence[str]) -> None:
    """Text in big type, as many slides as it takes."""
    taille = 22
    for rang, lot in enumerate(_pages(textes, UTILE, taille, 11)):
        page = diaporama.diapositive(titre + (", suite" if rang else ""), chapitre)
        diaporama.texte(
            page, "\n".join(lot), MARGE, HAUT, UTILE, BAS - HAUT, taille, puce="• " if len(textes) > 1 else ""
        )


def _definitions(diaporama: Diaporama, chiffres: Sequence[ChiffreDit]) -> None:
    largeurs = (3.6, UTILE - 3.6)
    textes = [(dit.libelle, dit.chiffre.definition.phrase) for dit in chiffres]
    for rang, dites in enumerate(_tenir(textes, largeurs, 14)):
        page = diaporama.diapositive("Définitions" + (", suite" if rang else ""))
        dire = "Tableau : la définition de chaque chiffre de cette présentation."
        diaporama.tableau(page, ("Chiffre", "Définition"), dites, (MARGE, HAUT, largeurs), dire)


def _tenir(
    rangees: Iterable[tuple[str, ...]], largeurs: Sequence[float], au_plus: int
) -> Iterator[list[tuple[str, ...]]]:
    """The rows of a table by slides of ``au_plus`` lines of text."""
    lot: list[tuple[str, ...]] = []
    hauteur = 0.0
    for rangee in rangees:
        prise = max(lignes_de(texte, largeur - 0.2, PETIT) for texte, largeur in zip(rangee, largeurs, strict=True))
        if lot and hauteur + prise + 0.4 > au_plus:
            yield lot
            lot, hauteur = [], 0.0
        lot.append(rangee)
        hauteur += prise
    if lot:
        yield lot


def _pages(textes: Iterable[str], largeur: float, taille: int, lignes: int) -> Iterator[list[str]]:
    """Paragraphs by slides of so many lines; one too long for a slide is cut between two sentences."""
    lot: list[str] = []
    prises = 0.0
    for texte in (morceau for long in textes for morceau in _phrases(long, largeur, taille, lignes)):
        prise = lignes_de(texte, largeur - 0.3, taille) + 0.35
        if lot and prises + prise > lignes:
            yield lot
            lot, prises = [], 0.0
        lot.append(texte)
        prises += prise
    if lot:
        yield lot


def _phrases(texte: str, largeur: float, taille: int, lignes: int) -> list[str]:
    if lignes_de(texte, largeur - 0.3, taille) < lignes:
        return [texte]
    gardees: list[str] = []
    courante = ""
    for phrase in texte.split(". "):
        suite = f"{courante}. {phrase}" if courante else phrase
        if courante and lignes_de(suite, largeur - 0.3, taille) >= lignes:
            gardees.append(f"{courante}.")
            courante = phrase
        else:
            courante = suite
    return [*gardees, courante]


def _lots(chiffres: Sequence[ChiffreDit], taille: int) -> Iterator[Sequence[ChiffreDit]]:
    for debut in range(0, len(chiffres), taille):
        yield chiffres[debut : debut + taille]
