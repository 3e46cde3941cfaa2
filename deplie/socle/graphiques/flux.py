"""The flow of a period: in progress at start + entries = followed; − exits = in progress at end."""

from __future__ import annotations

from dataclasses import dataclass

from deplie.socle.graphiques.dessin import (
    ACCENT,
    AUTRE,
    BIEN,
    ENCRE,
    ENCRE_2,
    ETROIT,
    FORT,
    PAGE,
    Dessin,
    Toile,
    entier,
    lignes_de,
)

# The picture, from left to right: sources, everybody followed, what became of them.
_HAUT, _ECART, _SOMMET = 170.0, 12.0, 44.0
_SOURCE, _MILIEU, _ISSUE, _EPAIS = 220.0, 432.0, 645.0, 14.0
_ETIQUETTE = 207.0


@dataclass(frozen=True)
class Flux:
    """Counts of participations. ``positives`` is None when no exit could be judged."""

    debut: int
    entrees: int
    sorties: int
    positives: int | None
    fin: int
    nom_debut: str
    nom_fin: str
    nom_suivies: str = "suivies"
    titre: str = "Le flux de la période"

    @property
    def suivies(self) -> int:
        return self.debut + self.entrees


def flux(lu: Flux) -> Dessin:
    """Ribbons on a wide page; an addition in bars on a narrow one."""
    phrase = _phrase(lu)
    return Dessin(
        large=_large(lu, phrase),
        etroit=_etroit(lu, phrase),
        phrase=phrase,
        titre=lu.titre,
        entetes=("", "Participations"),
        lignes=[[nom, ecrit] for nom, ecrit, _, _ in _marches(lu)],
        format="page",
    )


def _phrase(lu: Flux) -> str:
    return (
        f"{entier(lu.debut)} {lu.nom_debut}, plus {entier(lu.entrees)} entrées : {entier(lu.suivies)} "
        f"{lu.nom_suivies} ; moins {entier(lu.sorties)} sorties : {entier(lu.fin)} {lu.nom_fin}."
    )


def _issues(lu: Flux) -> list[tuple[str, int, str]]:
    """What became of those followed, top to bottom: (label, count, colour)."""
    if lu.positives is None:
        return [(lu.nom_fin, lu.fin, FORT), ("sorties", lu.sorties, AUTRE)]
    autres = lu.sorties - lu.positives
    return [(lu.nom_fin, lu.fin, FORT), ("sorties positives", lu.positives, BIEN), ("autres sorties", autres, AUTRE)]


def _large(lu: Flux, phrase: str) -> str:
    pas = _HAUT / max(1, lu.suivies)
    toile = Toile(PAGE, 0, phrase, lu.titre)
    toile.rect(_MILIEU, _SOMMET, _EPAIS, _HAUT if lu.suivies else 0, ENCRE)
    toile.texte(
        _MILIEU + _EPAIS / 2,
        28,
        f"{entier(lu.suivies)} {lu.nom_suivies}",
        taille=25,
        gras=640,
        ancre="middle",
        titre=True,
    )
    sources = [
        (lu.nom_debut, f"{entier(lu.debut)}", lu.debut, FORT),
        ("entrées", f"+ {entier(lu.entrees)}", lu.entrees, ACCENT),
    ]
    gauche = _colonne(toile, sources, pas, _SOURCE, "end")
    issues = [(nom, ("− " if rang else "") + entier(v), v, c) for rang, (nom, v, c) in enumerate(_issues(lu))]
    toile.hauteur = max(gauche, _colonne(toile, issues, pas, _ISSUE, "start"), _SOMMET + _HAUT) + 8
    return toile.svg()


def _colonne(toile: Toile, morceaux: list[tuple[str, str, int, str]], pas: float, x: float, cote: str) -> float:
    """One side of the picture, its ribbons to the middle and its labels; returns the lowest line drawn."""
    milieu, y, libre = _SOMMET, _SOMMET, _SOMMET - 8
    for nom, ecrit, valeur, couleur in morceaux:
        haut = valeur * pas
        toile.rect(x, y, _EPAIS, haut, couleur)
        if cote == "end":
            toile.ruban(x + _EPAIS, y, y + haut, _MILIEU, milieu, milieu + haut, couleur)
        else:
            toile.ruban(_MILIEU + _EPAIS, milieu, milieu + haut, x, y, y + haut, couleur)
        centre = max(y + haut / 2, libre + 18)
        libre = _etiquette(toile, x - 12 if cote == "end" else x + _EPAIS + 12, centre, ecrit, nom, cote, couleur)
        milieu, y = milieu + haut, y + haut + _ECART
    return max(y, libre)


def _etiquette(toile: Toile, x: float, y: float, valeur: str, nom: str, ancre: str, couleur: str) -> float:
    toile.texte(
        x, y + 3, valeur, taille=25, gras=640, couleur=ENCRE if couleur == AUTRE else couleur, ancre=ancre, titre=True
    )
    y += 4
    for mots in lignes_de(nom, _ETIQUETTE, 17):
        y += 19
        toile.texte(x, y, mots, taille=17, couleur=ENCRE_2, ancre=ancre)
    return y + 10


def _marches(lu: Flux) -> list[tuple[str, str, int, str]]:
    """The identity as an addition: (label, written count, count, colour)."""
    return [
        (_capitale(lu.nom_debut), entier(lu.debut), lu.debut, FORT),
        ("Entrées", f"+ {entier(lu.entrees)}", lu.entrees, ACCENT),
        (_capitale(lu.nom_suivies), f"= {entier(lu.suivies)}", lu.suivies, ENCRE),
        *((_capitale(nom), f"− {entier(v)}", v, c) for nom, v, c in _issues(lu)[1:]),
        (_capitale(lu.nom_fin), f"= {entier(lu.fin)}", lu.fin, FORT),
    ]


def _capitale(mots: str) -> str:
    return mots[:1].upper() + mots[1:]


def _etroit(lu: Flux, phrase: str) -> str:
    """A waterfall laid flat: what comes in grows to the right, what goes out is taken back from the right."""
    echelle = ETROIT / max(1, lu.suivies)
    toile = Toile(ETROIT, 0, phrase, lu.titre)
    y, depart = 0.0, 0.0
    for nom, ecrit, valeur, couleur in _marches(lu):
        depart = 0.0 if not ecrit.startswith(("+", "−")) else lu.debut if ecrit.startswith("+") else depart - valeur
        toile.texte(0, y + 16, nom, taille=15, couleur=ENCRE_2)
        toile.texte(ETROIT, y + 16, ecrit, taille=18, gras=640, ancre="end", titre=True)
        toile.rect(depart * echelle, y + 23, valeur * echelle, 11, couleur, 2)
        depart = valeur if ecrit.startswith("=") else depart
        y += 46
    toile.hauteur = y - 8
    return toile.svg()
