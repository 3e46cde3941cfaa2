"""The timeline of a parcours: bands (étapes, followed by lane) and marks (entry, exit, sixth month, today)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deplie.socle.graphiques.dessin import (
    ACCENT,
    AVANT,
    CLAIR,
    ENCRE,
    ENCRE_2,
    ETROIT,
    FORT,
    PAGE,
    Dessin,
    Toile,
    large_de,
    lignes_de,
)

COULEURS = {"emploi": FORT, "formation": CLAIR, "levee": ACCENT, "autre": AVANT}


@dataclass(frozen=True)
class Bande:
    """Something that lasts: first and last day (None: still open), label, family of colour (``COULEURS``)."""

    debut: date
    fin: date | None
    nom: str
    famille: str = "autre"


@dataclass(frozen=True)
class Jalon:
    """A day that counts: entry, exit, sixth month."""

    jour: date
    nom: str
    fort: bool = False


def frise(
    bandes: Sequence[Bande], jalons: Sequence[Jalon], *, debut: date, fin: date, aujourdhui: date, phrase: str
) -> Dessin:
    """``debut`` and ``fin`` bound the drawing. On a narrow page each band takes its own line."""
    triees = sorted(bandes, key=lambda b: (b.debut, b.fin or fin, b.nom))
    return Dessin(
        large=_large(triees, jalons, debut, fin, aujourdhui, phrase),
        etroit=_etroite(triees, jalons, debut, fin, aujourdhui, phrase),
        phrase=phrase,
        titre="Le parcours dans le temps",
        format="page",
        entetes=("", "Du", "Au"),
        lignes=[[b.nom, _jj(b.debut), _jj(b.fin) if b.fin else "en cours"] for b in triees]
        + [[j.nom, _jj(j.jour), ""] for j in sorted(jalons, key=lambda j: j.jour)],
    )


def _jj(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


@dataclass(frozen=True)
class _Place:
    """Where a band is drawn: its bar, its label, and what both take of the line."""

    x: float
    large: float
    nom_x: float
    ancre: str
    debut: float
    fin: float


def _placer(bande: Bande, debut: date, fin: date, gauche: float, pas: float) -> _Place:
    x, large = gauche + (bande.debut - debut).days * pas, max(3.0, ((bande.fin or fin) - bande.debut).days * pas)
    mots = large_de(bande.nom, 15)
    if x > PAGE * 0.72:
        bord = PAGE - gauche
        return _Place(x, large, bord, "end", min(x, bord - mots), bord)
    return _Place(x, large, x, "start", x, max(x + large, x + mots))


def _rangs(places: Sequence[_Place]) -> list[int]:
    """The first lane where neither the bar nor the label meets another's."""
    occupes: list[list[_Place]] = []
    rangs = []
    for place in places:
        libres = (
            r for r, ici in enumerate(occupes) if all(place.debut > p.fin + 8 or place.fin < p.debut - 8 for p in ici)
        )
        rang = next(libres, len(occupes))
        if rang == len(occupes):
            occupes.append([])
        occupes[rang].append(place)
        rangs.append(rang)
    return rangs


def _large(
    bandes: Sequence[Bande], jalons: Sequence[Jalon], debut: date, fin: date, aujourdhui: date, phrase: str
) -> str:
    largeur, gauche = PAGE, 6.0
    pas = (largeur - 2 * gauche) / max(1, (fin - debut).days)
    places = [_placer(bande, debut, fin, gauche, pas) for bande in bandes]
    rangs = _rangs(places)
    bas = 44 + 40 * max(1, max(rangs, default=0) + 1)
    toile = Toile(largeur, bas + 50, phrase)
    _annees(toile, debut, fin, gauche, pas, bas)
    _jalons(toile, jalons, debut, gauche, pas, bas, aujourdhui if debut <= aujourdhui <= fin else None)
    for bande, place, rang in zip(bandes, places, rangs, strict=True):
        y = 40 + 40 * rang
        toile.rect(place.x, y, place.large, 12, COULEURS.get(bande.famille, AVANT), 3)
        toile.texte(place.nom_x, y + 28, bande.nom, taille=15, ancre=place.ancre)
    return toile.svg()


def _annees(toile: Toile, debut: date, fin: date, gauche: float, pas: float, bas: float) -> None:
    toile.trait(gauche, 26, toile.largeur - gauche, 26)
    for annee in range(debut.year, fin.year + 1):
        x = gauche + max(0, (date(annee, 1, 1) - debut).days) * pas
        toile.trait(x, 26, x, bas)
        if toile.largeur - x > 42:
            toile.texte(x + 4, 20, str(annee), taille=15, couleur=ENCRE_2)


def _jalons(
    toile: Toile, jalons: Sequence[Jalon], debut: date, gauche: float, pas: float, bas: float, aujourdhui: date | None
) -> None:
    tous = [*jalons, *([Jalon(aujourdhui, "aujourd'hui")] if aujourdhui else [])]
    prises = [-1e9, -1e9]
    for jalon in sorted(tous, key=lambda j: j.jour):
        x = gauche + (jalon.jour - debut).days * pas
        toile.trait(x, 26, x, bas, FORT if jalon.fort else ACCENT, 2)
        large = 7.6 * len(jalon.nom)
        fin_de_ligne = x + large > toile.largeur
        depart = x - large if fin_de_ligne else x
        ligne = 0 if depart > prises[0] else 1
        prises[ligne] = depart + large + 10
        toile.texte(
            x, bas + 18 + 20 * ligne, jalon.nom, taille=15, couleur=ENCRE, ancre="end" if fin_de_ligne else "start"
        )


def _etroite(
    bandes: Sequence[Bande], jalons: Sequence[Jalon], debut: date, fin: date, aujourdhui: date, phrase: str
) -> str:
    pas = ETROIT / max(1, (fin - debut).days)
    toile = Toile(ETROIT, 0, phrase)
    y = 0.0
    lignes = sorted([*bandes, *(Bande(j.jour, j.jour, j.nom, "jalon") for j in jalons)], key=lambda b: b.debut)
    for bande in lignes:
        for mots in lignes_de(bande.nom, ETROIT):
            y += 18
            toile.texte(0, y, mots, gras=600 if bande.famille == "jalon" else 400)
        y += 16
        toile.texte(0, y, _dates(bande), taille=14, couleur=ENCRE_2)
        x, large = (bande.debut - debut).days * pas, ((bande.fin or fin) - bande.debut).days * pas
        toile.rect(min(x, ETROIT - 4), y + 6, max(4, large), 8, COULEURS.get(bande.famille, ENCRE), 2)
        y += 22
    toile.hauteur = max(y, 10)
    return toile.svg()


def _dates(bande: Bande) -> str:
    if bande.famille == "jalon":
        return _jj(bande.debut)
    return f"du {_jj(bande.debut)} au {_jj(bande.fin)}" if bande.fin else f"depuis le {_jj(bande.debut)}"
