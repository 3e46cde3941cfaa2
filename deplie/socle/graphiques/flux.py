"""The flow of a period: in progress at start + entries = followed; − exits = in progress at end."""

from __future__ import annotations

from dataclasses import dataclass

from deplie.socle.graphiques.dessin import ACCENT, AUTRE, BIEN, ENCRE, ENCRE_2, FORT, Dessin, Toile, entier


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


def flux(lu: Flux) -> Dessin:
    """Ribbons on a wide page; stacked bars with signs on a narrow one."""
    phrase = _phrase(lu)
    return Dessin(
        large=_large(lu, phrase),
        etroit=_etroit(lu, phrase),
        phrase=phrase,
        titre="Le flux de la période",
        entetes=("", "Participations"),
        lignes=[[nom, ecrit] for nom, ecrit, _, _ in _marches(lu)],
    )


def _phrase(lu: Flux) -> str:
    return (
        f"{entier(lu.debut)} {lu.nom_debut}, plus {entier(lu.entrees)} entrées : {entier(lu.debut + lu.entrees)} "
        f"{lu.nom_suivies} ; moins {entier(lu.sorties)} sorties : {entier(lu.fin)} {lu.nom_fin}."
    )


def _issues(lu: Flux) -> list[tuple[str, int, str]]:
    """What became of those followed, top to bottom: (label, count, colour)."""
    if lu.positives is None:
        return [(lu.nom_fin, lu.fin, FORT), ("sorties", lu.sorties, AUTRE)]
    autres = lu.sorties - lu.positives
    return [(lu.nom_fin, lu.fin, FORT), ("sorties positives", lu.positives, BIEN), ("autres sorties", autres, AUTRE)]


def _large(lu: Flux, phrase: str) -> str:
    total = max(1, lu.debut + lu.entrees)
    haut, ecart = 150.0, 14.0
    pas = haut / total
    toile = Toile(1060, 236, phrase)
    y1, y2 = 46.0, 46.0 + lu.debut * pas + ecart
    milieu = 46.0
    toile.rect(190, y1, 14, lu.debut * pas, FORT)
    toile.rect(190, y2, 14, lu.entrees * pas, ACCENT)
    toile.ruban(204, y1, y1 + lu.debut * pas, 520, milieu, milieu + lu.debut * pas, FORT)
    toile.ruban(
        204,
        y2,
        y2 + lu.entrees * pas,
        520,
        milieu + lu.debut * pas,
        milieu + haut * (total == lu.debut + lu.entrees),
        ACCENT,
    )
    toile.rect(520, milieu, 16, total * pas, ENCRE)
    toile.texte(
        528, 30, f"{entier(lu.debut + lu.entrees)} {lu.nom_suivies}", taille=26, gras=640, ancre="middle", titre=True
    )
    _etiquette(toile, 178, y1 + lu.debut * pas / 2, entier(lu.debut), lu.nom_debut, "end", FORT)
    _etiquette(
        toile,
        178,
        max(y2 + lu.entrees * pas / 2, y1 + lu.debut * pas / 2 + 52),
        f"+ {entier(lu.entrees)}",
        "entrées",
        "end",
        "#8a3f07",
    )
    _sorties(toile, lu, pas, milieu)
    return toile.svg()


def _sorties(toile: Toile, lu: Flux, pas: float, milieu: float) -> None:
    source, cible, plancher = milieu, milieu, 0.0
    for nom, valeur, couleur in _issues(lu):
        toile.ruban(536, source, source + valeur * pas, 850, cible, cible + valeur * pas, couleur)
        toile.rect(850, cible, 14, valeur * pas, couleur)
        centre = max(cible + valeur * pas / 2, plancher)
        _etiquette(toile, 876, centre, entier(valeur), nom, "start", couleur)
        plancher = centre + 50
        source += valeur * pas
        cible += valeur * pas + 10


def _etiquette(toile: Toile, x: float, y: float, valeur: str, nom: str, ancre: str, couleur: str) -> None:
    toile.texte(
        x, y + 4, valeur, taille=25, gras=640, couleur=ENCRE if couleur == AUTRE else couleur, ancre=ancre, titre=True
    )
    toile.texte(x, y + 22, nom, taille=15, couleur=ENCRE_2, ancre=ancre)


def _marches(lu: Flux) -> list[tuple[str, str, int, str]]:
    """The identity as an addition: (label, written count, count, colour)."""
    suivies = lu.debut + lu.entrees
    return [
        (lu.nom_debut.capitalize(), entier(lu.debut), lu.debut, FORT),
        ("Entrées", f"+ {entier(lu.entrees)}", lu.entrees, ACCENT),
        (lu.nom_suivies.capitalize(), f"= {entier(suivies)}", suivies, ENCRE),
        *((nom.capitalize(), f"− {entier(v)}", v, c) for nom, v, c in _issues(lu)[1:]),
        (lu.nom_fin.capitalize(), f"= {entier(lu.fin)}", lu.fin, FORT),
    ]


def _etroit(lu: Flux, phrase: str) -> str:
    marches = _marches(lu)
    echelle = 330 / max(1, lu.debut + lu.entrees)
    toile = Toile(330, len(marches) * 46, phrase)
    for rang, (nom, ecrit, valeur, couleur) in enumerate(marches):
        y = rang * 46
        toile.texte(0, y + 17, nom, couleur=ENCRE_2)
        toile.texte(330, y + 17, ecrit, taille=18, gras=640, ancre="end", titre=True)
        toile.rect(0, y + 24, valeur * echelle, 10, couleur, 2)
    return toile.svg()
