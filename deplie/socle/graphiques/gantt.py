"""The calendar of many actions: one row each, grouped, its bar drawn by what it is, its milestones, the day read.

A state is told by a word and by the shape of its bar, never by its colour alone. Where a day is not known, a thin line
goes to the edge of the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.socle.graphiques.dessin import (
    ACCENT,
    AVANT,
    BIEN,
    ENCRE,
    ENCRE_2,
    ETROIT,
    FOND,
    FORT,
    MOYEN,
    PAGE,
    TRAIT,
    Dessin,
    Toile,
    large_de,
    lignes_de,
)

VIDE, PLEINE, COUPEE, FAITE, BARREE = "vide", "pleine", "coupee", "faite", "barree"
# Where days stand on the wide drawing: first day, last day.
GAUCHE, DROITE = 372.0, PAGE - 10
_ETAT, _TITRE = 292.0, 280.0
_TAILLE, _INTERLIGNE, _BARRE, _LOSANGE = 14.0, 16.0, 12.0, 6.0


@dataclass(frozen=True)
class Repere:
    """A milestone: the day it was to be reached, the day it was, whether it is late on the day read."""

    nom: str
    prevu: date
    atteint: date | None = None
    retard: bool = False

    @property
    def jour(self) -> date:
        return self.atteint or self.prevu


@dataclass(frozen=True)
class Rang:
    """A row. ``etat`` is a word, ``forme`` how its bar is drawn; a day that nobody told is None."""

    nom: str
    debut: date | None
    fin: date | None
    etat: str
    forme: str
    retard: bool = False
    reperes: Sequence[Repere] = ()


@dataclass(frozen=True)
class Groupe:
    """Rows under one heading; no heading where the page writes it."""

    nom: str
    rangs: Sequence[Rang]


@dataclass(frozen=True)
class _Echelle:
    """Days to pixels, between two edges; what goes past is brought back to the edge."""

    debut: date
    fin: date
    gauche: float
    droite: float

    def x(self, jour: date) -> float:
        part = (jour - self.debut).days / max(1, (self.fin - self.debut).days)
        return self.gauche + min(1.0, max(0.0, part)) * (self.droite - self.gauche)

    def voit(self, jour: date) -> bool:
        return self.debut <= jour <= self.fin


def gantt(
    groupes: Sequence[Groupe],
    *,
    debut: date,
    fin: date,
    jour: date,
    phrase: str,
    titre: str,
    repere: str = "aujourd'hui",
    legende: Sequence[tuple[str, str]] = (),
) -> Dessin:
    """Rows between ``debut`` and ``fin``; ``jour`` is marked, called ``repere``. ``legende``: shapes, words."""
    cadre = _Echelle(debut, fin, GAUCHE, DROITE)
    return Dessin(
        large=_large(groupes, cadre, jour, repere, Toile(PAGE, 0, phrase, titre), legende),
        etroit=_etroit(groupes, _Echelle(debut, fin, 6, ETROIT - 6), jour, Toile(ETROIT, 0, phrase, titre), legende),
        phrase=phrase,
        titre=titre,
        format="page",
        entetes=("Action", "Du", "Au", "État", "Jalons"),
        lignes=[_ligne(rang) for groupe in groupes for rang in groupe.rangs],
    )


def _ligne(rang: Rang) -> list[str]:
    etat = f"{rang.etat}, en retard" if rang.retard else rang.etat
    return [rang.nom, _jj(rang.debut), _jj(rang.fin), etat, " ; ".join(map(_dit, rang.reperes)) or "–"]


def _dit(repere: Repere) -> str:
    if repere.atteint:
        return f"{repere.nom}, atteint le {_jj(repere.atteint)}"
    return f"{repere.nom}, attendu le {_jj(repere.prevu)}{', en retard' if repere.retard else ''}"


def _jj(jour: date | None) -> str:
    return f"{jour:%d/%m/%Y}" if jour else "–"


def _large(
    groupes: Sequence[Groupe],
    echelle: _Echelle,
    jour: date,
    repere: str,
    toile: Toile,
    legende: Sequence[tuple[str, str]],
) -> str:
    y = _legende(toile, legende, 0.0) if legende else 0.0
    haut, y = y, y + 22
    fond = len(toile.morceaux)
    for groupe in groupes:
        if groupe.nom:
            for mots in lignes_de(groupe.nom, PAGE, 15):
                y += 20
                toile.texte(0, y, mots, taille=15, gras=640)
            y += 6
        for rang in groupe.rangs:
            y = _rang(toile, rang, echelle, jour, y)
    toile.hauteur = y + (20 if echelle.voit(jour) else 4)
    _calendrier(toile, echelle, haut, y, fond)
    if echelle.voit(jour):
        _jour_lu(toile, echelle.x(jour), haut + 20, y, f"{repere}, {_jj(jour)}")
    return toile.svg()


def _calendrier(toile: Toile, echelle: _Echelle, haut: float, bas: float, rang: int) -> None:
    """The years, drawn under everything else: put back at ``rang`` among the pieces."""
    avant = len(toile.morceaux)
    pas = (echelle.droite - echelle.gauche) / max(1, echelle.fin.year - echelle.debut.year + 1)
    for annee in range(echelle.debut.year, echelle.fin.year + 1):
        x = echelle.x(date(annee, 1, 1))
        toile.trait(x, haut + 20, x, bas, TRAIT)
        if pas >= 40 and echelle.x(date(annee + 1, 1, 1)) - x > 34:
            toile.texte(x + 3, haut + 15, str(annee), taille=_TAILLE, couleur=ENCRE_2)
    dessous = toile.morceaux[avant:]
    del toile.morceaux[avant:]
    toile.morceaux[rang:rang] = dessous


def _jour_lu(toile: Toile, x: float, haut: float, bas: float, mots: str) -> None:
    toile.trait(x, haut, x, bas + 4, ACCENT, 1.5)
    a_gauche = x + large_de(mots, _TAILLE) + 8 > PAGE
    toile.texte(x - 4 if a_gauche else x + 4, bas + 16, mots, taille=_TAILLE, ancre="end" if a_gauche else "start")


def _rang(toile: Toile, rang: Rang, echelle: _Echelle, jour: date, y: float) -> float:
    mots = _deux_lignes(rang.nom)
    haut = 8 + _INTERLIGNE * len(mots)
    toile.trait(0, y + haut, PAGE, y + haut, TRAIT, 0.5)
    for numero, ligne in enumerate(mots):
        toile.texte(0, y + 15 + _INTERLIGNE * numero, ligne, taille=_TAILLE)
    etat = f"! {rang.etat}" if rang.retard else rang.etat
    toile.texte(
        _ETAT,
        y + 15,
        etat,
        taille=_TAILLE,
        couleur=ACCENT if rang.retard else ENCRE_2,
        gras=640 if rang.retard else 400,
    )
    _barre(toile, rang, echelle, jour, y + haut / 2)
    return y + haut


def _deux_lignes(nom: str) -> list[str]:
    """The name on two lines at most; the table has the whole of it."""
    lignes = lignes_de(nom, _TITRE, _TAILLE)
    if len(lignes) < 3 and all(large_de(ligne, _TAILLE) <= _TITRE for ligne in lignes):
        return lignes
    gardees = [_abreger(ligne, suite=rang == 1 and len(lignes) > 2) for rang, ligne in enumerate(lignes[:2])]
    return gardees


def _abreger(ligne: str, *, suite: bool) -> str:
    if not suite and large_de(ligne, _TAILLE) <= _TITRE:
        return ligne
    while ligne and large_de(f"{ligne}…", _TAILLE) > _TITRE:
        ligne = ligne[:-1]
    return f"{ligne.rstrip()}…"


def _barre(toile: Toile, rang: Rang, echelle: _Echelle, jour: date, milieu: float) -> None:
    """The bar of a row, what it is late by, its milestones."""
    if rang.debut is None and rang.fin is None:
        if not rang.reperes:
            toile.texte(echelle.gauche + 4, milieu + 5, "sans dates", taille=_TAILLE, couleur=ENCRE_2)
    elif (rang.debut is None or rang.debut <= echelle.fin) and (rang.fin is None or rang.fin >= echelle.debut):
        de = echelle.x(rang.debut or echelle.debut)
        a = echelle.x(rang.fin or echelle.fin)
        if rang.debut and rang.fin:
            _forme(toile, rang.forme, de, milieu - _BARRE / 2, max(4.0, a - de))
        else:
            toile.trait(de, milieu, a, milieu, FORT, 2)
            bord = de if rang.debut else a
            toile.rect(bord - 2, milieu - _BARRE / 2, 4, _BARRE, FORT)
    if rang.retard and rang.fin and rang.fin < jour and echelle.voit(jour):
        toile.trait(echelle.x(rang.fin), milieu, echelle.x(jour), milieu, ACCENT, 3)
    for repere in rang.reperes:
        if echelle.voit(repere.jour):
            _losange(toile, repere, echelle.x(repere.jour), milieu)


def _forme(toile: Toile, forme: str, x: float, y: float, large: float) -> None:
    """Hollow, full, cut in pieces, full and ticked, or struck through."""
    if forme == COUPEE:
        depuis = 0.0
        while depuis < large:
            toile.rect(x + depuis, y, min(9.0, large - depuis), _BARRE, MOYEN)
            depuis += 13
        return
    toile.rect(x, y, large, _BARRE, {VIDE: ENCRE_2, FAITE: BIEN, BARREE: AVANT}.get(forme, FORT), 3)
    if forme == VIDE:
        toile.rect(x + 1.5, y + 1.5, large - 3, _BARRE - 3, FOND, 2)
    elif forme == BARREE:
        toile.trait(x, y + _BARRE / 2, x + large, y + _BARRE / 2, ENCRE, 1.5)
    elif forme == FAITE and large >= 18:
        toile.trait(x + 5, y + 6.5, x + 8, y + 9.5, FOND, 2)
        toile.trait(x + 8, y + 9.5, x + 13, y + 3, FOND, 2)


def _losange(toile: Toile, repere: Repere, x: float, y: float) -> None:
    """Full when reached, hollow when to come, with a mark in it when late."""
    couleur = BIEN if repere.atteint else ACCENT if repere.retard else ENCRE
    # A rim of paper parts it from a bar of the same colour.
    toile.losange(x, y, _LOSANGE + 2, FOND)
    toile.losange(x, y, _LOSANGE, couleur)
    if repere.retard:
        toile.rect(x - 1, y - 3.5, 2, 4.5, FOND)
        toile.rect(x - 1, y + 2, 2, 2, FOND)
    elif not repere.atteint:
        toile.losange(x, y, _LOSANGE - 2.5, FOND)


_JALONS: Final = (
    (Repere("", date.min, date.min), "jalon atteint"),
    (Repere("", date.min), "jalon attendu"),
    (Repere("", date.min, None, retard=True), "jalon en retard"),
)


def _legende(toile: Toile, legende: Sequence[tuple[str, str]], y: float) -> float:
    """Each shape with its word, then the diamonds and the mark of what is late; on as many lines as they take."""
    x = 0.0
    places = [(forme, mots, 34.0) for forme, mots in legende] + [(repere, mots, 18.0) for repere, mots in _JALONS]
    for dessin, mots, retrait in places:
        prend = retrait + large_de(mots, _TAILLE) + 20
        if x and x + prend > toile.largeur:
            x, y = 0.0, y + 22
        if isinstance(dessin, Repere):
            _losange(toile, dessin, x + 7, y + 11)
        else:
            _forme(toile, dessin, x, y + 5, 28)
        toile.texte(x + retrait, y + 16, mots, taille=_TAILLE, couleur=ENCRE_2)
        x += prend
    return y + 28


def _etroit(
    groupes: Sequence[Groupe], echelle: _Echelle, jour: date, toile: Toile, legende: Sequence[tuple[str, str]]
) -> str:
    """On a narrow page a row is its name, its dates and state, then its bar on the same scale."""
    y = _legende(toile, legende, 0.0) if legende else 0.0
    for groupe in groupes:
        for mots in lignes_de(groupe.nom, ETROIT, 16) if groupe.nom else ():
            y += 21
            toile.texte(0, y, mots, taille=16, gras=640)
        for rang in groupe.rangs:
            for mots in lignes_de(rang.nom, ETROIT):
                y += 19
                toile.texte(0, y, mots)
            y += 18
            couleur = ACCENT if rang.retard else ENCRE_2
            toile.texte(0, y, ("! " if rang.retard else "") + _periode(rang), taille=_TAILLE, couleur=couleur)
            toile.trait(echelle.gauche, y + 15, echelle.droite, y + 15, TRAIT)
            if echelle.voit(jour):
                toile.trait(echelle.x(jour), y + 6, echelle.x(jour), y + 24, ACCENT, 1.5)
            if rang.debut or rang.fin or rang.reperes:
                _barre(toile, rang, echelle, jour, y + 15)
            y += 32
    toile.hauteur = y
    return toile.svg()


def _periode(rang: Rang) -> str:
    etat = f"{rang.etat}, en retard" if rang.retard else rang.etat
    if rang.debut and rang.fin:
        return f"{etat}, {rang.debut:%m/%Y} à {rang.fin:%m/%Y}"
    if rang.debut:
        return f"{etat}, depuis {rang.debut:%m/%Y}"
    return f"{etat}, jusqu'à {rang.fin:%m/%Y}" if rang.fin else f"{etat}, sans dates"
