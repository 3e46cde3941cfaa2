"""A timeline: the whole of a parcours or the frame of a territory, what lasts by family, the days that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.socle.graphiques.dessin import (
    ACCENT,
    AVANT,
    CLAIR,
    ENCRE,
    ENCRE_2,
    ETROIT,
    FOND,
    FORT,
    PAGE,
    PALE,
    TRAIT,
    Dessin,
    Toile,
    large_de,
    lignes_de,
)

# Family: name of its lane, colour of its bars, colour of the words on them.
Familles = Mapping[str, tuple[str, str, str]]
FAMILLES: Final[dict[str, tuple[str, str, str]]] = {
    "emploi": ("Emploi", FORT, FOND),
    "formation": ("Formation", CLAIR, ENCRE),
    "levee": ("Diagnostic, freins", PALE, ENCRE),
    "autre": ("Autres", AVANT, ENCRE),
}
_MOIS: Final = {4: "avr.", 7: "juil.", 10: "oct."}
_GAUCHE, _DROITE, _LIGNE, _BARRE = 130.0, PAGE - 2, 27.0, 21.0
# Quarters are written where a year is at least this wide.
_ANNEE_LARGE: Final = 190.0


@dataclass(frozen=True)
class Bande:
    """Something that lasts: first and last day (None: still open), label, family (``FAMILLES``)."""

    debut: date
    fin: date | None
    nom: str
    famille: str = "autre"


@dataclass(frozen=True)
class Jalon:
    """A day that counts: the strong ones are the first and the last day of the whole. ``court``: what the wide drawing
    writes of a long name.
    """

    jour: date
    nom: str
    fort: bool = False
    court: str = ""


@dataclass(frozen=True)
class _Cadre:
    """What bounds and names a drawing."""

    debut: date
    fin: date
    aujourdhui: date
    phrase: str
    tout: str
    familles: Familles
    repere: str


@dataclass(frozen=True)
class _Echelle:
    """Days to pixels."""

    debut: date
    pas: float
    gauche: float

    def x(self, jour: date) -> float:
        return self.gauche + (jour - self.debut).days * self.pas


@dataclass(frozen=True)
class _Place:
    """Where a band stands: its bar, its label (inside it or beside), what both take of the lane."""

    x: float
    large: float
    nom: str
    nom_x: float
    ancre: str
    dedans: bool
    de: float
    a: float


def frise(
    bandes: Sequence[Bande],
    jalons: Sequence[Jalon],
    *,
    debut: date,
    fin: date,
    aujourdhui: date,
    phrase: str,
    titre: str = "Le parcours dans le temps",
    tout: str = "Parcours",
    familles: Familles = FAMILLES,
    repere: str = "aujourd'hui",
) -> Dessin:
    """``debut`` and ``fin`` bound the drawing: what goes past is cut there, and told whole in the table.

    ``tout`` names the band of the whole, from the first strong day to the last; empty for none. ``familles`` gives the
    lanes, in their order; ``repere`` is what the day read is called. On a narrow page each band takes its own line.
    """
    triees = sorted(bandes, key=lambda b: (b.debut, b.fin or fin, b.nom))
    visibles = [b for b in triees if b.debut <= fin and (b.fin or fin) >= debut]
    cadre = _Cadre(debut, fin, aujourdhui, phrase, tout, familles, repere)
    return Dessin(
        large=_large(visibles, jalons, cadre),
        etroit=_etroite(visibles, jalons, cadre),
        phrase=phrase,
        titre=titre,
        format="page",
        entetes=("", "Du", "Au"),
        lignes=[[b.nom, _jj(b.debut), _jj(b.fin) if b.fin else "en cours"] for b in triees]
        + [[j.nom, _jj(j.jour), ""] for j in sorted(jalons, key=lambda j: j.jour)],
    )


def _jj(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


def _large(bandes: Sequence[Bande], jalons: Sequence[Jalon], cadre: _Cadre) -> str:
    debut, fin, aujourdhui = cadre.debut, cadre.fin, cadre.aujourdhui
    echelle = _Echelle(debut, (_DROITE - _GAUCHE) / max(1, (fin - debut).days), _GAUCHE)
    couloirs = [(nom, _couloir([b for b in bandes if b.famille == nom], echelle, fin)) for nom in cadre.familles]
    lignes = (1 if cadre.tout else 0) + sum(len(rangs) for _, rangs in couloirs)
    hauteur = 34 + _LIGNE * lignes + 6 * len([1 for _, r in couloirs if r])
    toile = Toile(PAGE, hauteur + 24, cadre.phrase)
    _calendrier(toile, echelle, fin, hauteur)
    lu = [Jalon(aujourdhui, cadre.repere)] if debut <= aujourdhui <= fin else []
    _reperes(toile, [*jalons, *lu], echelle, hauteur)
    y = _tout(toile, jalons, echelle, cadre) if cadre.tout else 30.0
    for famille, rangs in couloirs:
        y = _poser(toile, cadre.familles[famille], rangs, y)
    return toile.svg()


def _calendrier(toile: Toile, echelle: _Echelle, fin: date, bas: float) -> None:
    for annee in range(echelle.debut.year, fin.year + 1):
        premier = date(annee, 1, 1)
        x = echelle.x(max(premier, echelle.debut))
        toile.trait(x, 22, x, bas, TRAIT)
        # A year begun by its last weeks leaves its place to the next one's name.
        if min(_DROITE, echelle.x(date(annee + 1, 1, 1))) - x > 40:
            toile.texte(x + 3, 16, str(annee), taille=15, couleur=ENCRE_2)
        for mois, nom in _MOIS.items():
            jour = date(annee, mois, 1)
            if echelle.debut < jour < fin and 365 * echelle.pas >= _ANNEE_LARGE and echelle.x(jour) - x > 44:
                toile.trait(echelle.x(jour), 22, echelle.x(jour), bas, TRAIT, 0.5)
                if _DROITE - echelle.x(jour) > large_de(nom, 14) + 6:
                    toile.texte(echelle.x(jour) + 3, 16, nom, taille=14, couleur=ENCRE_2)


def _tout(toile: Toile, jalons: Sequence[Jalon], echelle: _Echelle, cadre: _Cadre) -> float:
    """The whole as one band of ink, with its two days written on it where they hold."""
    forts = sorted(j.jour for j in jalons if j.fort)
    y = 30.0
    toile.texte(0, y + 15, cadre.tout, taille=15, gras=600)
    if forts:
        dernier = forts[-1] if len(forts) > 1 else min(max(cadre.aujourdhui, forts[0]), cadre.fin)
        x, large = echelle.x(forts[0]), max(3.0, echelle.x(dernier) - echelle.x(forts[0]))
        toile.rect(x, y, large, _BARRE, ENCRE, 4)
        mots = f"du {_jj(forts[0])} au {_jj(dernier)}" if len(forts) > 1 else f"depuis le {_jj(forts[0])}"
        if large_de(mots, 14.5) + 16 <= large:
            toile.texte(x + 8, y + 15.5, mots, taille=14.5, couleur=FOND)
    return y + _LIGNE + 6


def _reperes(toile: Toile, jalons: Sequence[Jalon], echelle: _Echelle, bas: float) -> None:
    """The days that count, each with its line and its name at the foot."""
    libres = [-1e9, -1e9, -1e9]
    for jalon in sorted(jalons, key=lambda j: j.jour):
        nom = jalon.court or jalon.nom
        x, large = echelle.x(jalon.jour), large_de(nom, 15) + 6
        toile.trait(x, 22, x, bas, ENCRE if jalon.fort else ACCENT, 1.5)
        a_gauche = x + large > _DROITE
        depart = x - large if a_gauche else x
        # Two names that would meet stand one under the other.
        ligne = next((n for n, libre in enumerate(libres) if depart > libre), len(libres) - 1)
        libres[ligne] = depart + large
        mots_x, ancre = (x - 3, "end") if a_gauche else (x + 3, "start")
        toile.texte(mots_x, bas + 14 + 18 * ligne, nom, taille=15, ancre=ancre)
        toile.hauteur = max(toile.hauteur, bas + 20 + 18 * ligne)


def _couloir(bandes: Sequence[Bande], echelle: _Echelle, fin: date) -> list[list[_Place]]:
    """The lines of a family: each band on the first where neither its bar nor its label meets another's."""
    rangs: list[list[_Place]] = []
    for bande in bandes:
        place = _placer(bande, echelle, fin)
        libre = next((r for r in rangs if all(place.de > p.a + 6 or place.a < p.de - 6 for p in r)), None)
        if libre is None:
            rangs.append([place])
        else:
            libre.append(place)
    return rangs


def _placer(bande: Bande, echelle: _Echelle, fin: date) -> _Place:
    x = echelle.x(max(bande.debut, echelle.debut))
    large = max(4.0, echelle.x(min(bande.fin or fin, fin)) - x)
    mots = large_de(bande.nom, 14.5)
    if mots + 14 <= large:
        return _Place(x, large, bande.nom, x + 7, "start", True, x, x + large)
    if x + large + 6 + mots <= _DROITE:
        return _Place(x, large, bande.nom, x + large + 6, "start", False, x, x + large + 6 + mots)
    if large - 14 > x - 6 - _GAUCHE:
        return _Place(x, large, _abreger(bande.nom, large - 14), x + 7, "start", True, x, x + large)
    nom = _abreger(bande.nom, x - 6 - _GAUCHE)
    return _Place(x, large, nom, x - 6, "end", False, x - 6 - large_de(nom, 14.5), x + large)


def _abreger(nom: str, place: float) -> str:
    """The table under the drawing has the whole of it."""
    while nom and large_de(f"{nom}…", 14.5) > place:
        nom = nom[:-1]
        if large_de(f"{nom}…", 14.5) <= place:
            return f"{nom.rstrip()}…" if nom else ""
    return nom


def _poser(toile: Toile, famille: tuple[str, str, str], rangs: list[list[_Place]], y: float) -> float:
    nom, couleur, encre = famille
    if not rangs:
        return y
    toile.texte(0, y + 15, nom, taille=15, gras=600)
    for rang in rangs:
        for place in rang:
            toile.rect(place.x, y, place.large, _BARRE, couleur, 4)
            encre_ici = encre if place.dedans else ENCRE
            toile.texte(
                place.nom_x,
                y + 15.5,
                place.nom,
                taille=14.5,
                couleur=encre_ici,
                ancre=place.ancre,
                halo=not place.dedans,
            )
        y += _LIGNE
    return y + 6


def _etroite(bandes: Sequence[Bande], jalons: Sequence[Jalon], cadre: _Cadre) -> str:
    debut, fin = cadre.debut, cadre.fin
    pas = ETROIT / max(1, (fin - debut).days)
    toile = Toile(ETROIT, 0, cadre.phrase)
    y = 0.0
    lignes = sorted([*bandes, *(Bande(j.jour, j.jour, j.nom, "jalon") for j in jalons)], key=lambda b: b.debut)
    for bande in lignes:
        for mots in lignes_de(bande.nom, ETROIT):
            y += 18
            toile.texte(0, y, mots, gras=600 if bande.famille == "jalon" else 400)
        y += 16
        toile.texte(0, y, _dates(bande), taille=14, couleur=ENCRE_2)
        de, a = max(bande.debut, debut), min(bande.fin or fin, fin)
        x, large = (de - debut).days * pas, max(4.0, (a - de).days * pas)
        couleur = cadre.familles[bande.famille][1] if bande.famille in cadre.familles else ENCRE
        toile.rect(0, y + 9, ETROIT, 2, TRAIT)
        toile.rect(min(x, ETROIT - large), y + 6, large, 8, couleur, 2)
        y += 24
    toile.hauteur = y
    return toile.svg()


def _dates(bande: Bande) -> str:
    if bande.famille == "jalon":
        return _jj(bande.debut)
    return f"du {_jj(bande.debut)} au {_jj(bande.fin)}" if bande.fin else f"depuis le {_jj(bande.debut)}"
