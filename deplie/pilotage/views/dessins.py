"""From the figures of a bilan to its charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from deplie.mesure.nombres import arrondi
from deplie.pilotage.queries.bilan import Bilan, Chiffre
from deplie.pilotage.rules.ecriture import compte, pourcentage
from deplie.pilotage.rules.periodes import en_lettres
from deplie.socle import graphiques
from deplie.socle.graphiques import Barre, Dessin, Tranche

# What the page is always cut by, beside what the reader asks for.
COUPES = (
    ("groupe_categorie",), ("categorie",), ("finance_plie",), ("sexe",), ("tranche_age",), ("qpv",), ("niveau",),
    ("duree_chomage",), ("critere",), ("commune",), ("motif",), ("famille",), ("prescripteur",), ("operateur",),
)  # fmt: skip
PUBLIC = ("sexe", "tranche_age", "qpv", "niveau", "duree_chomage")
FERMEES = ("groupe_categorie", "categorie", "famille", "motif")
# Lists cut at this length: the table of the breakdown holds the rest.
LONGUEUR = 8


@dataclass(frozen=True)
class Volet:
    """A chart of the page and the breakdown that shows all of it."""

    code: str
    dimension: str
    dessin: Dessin
    reste: int = 0


def flux(bilan: Bilan) -> Dessin | None:
    """The flow identity as a picture; None when nothing was recorded."""
    lu = bilan.flux
    if lu is None:
        return None
    debut, fin = bilan.periode.debut, bilan.periode.fin
    suivies = "suivies" if lu.suivies == lu.debut + lu.entrees else "participations suivies"
    return graphiques.flux(
        graphiques.Flux(
            debut=lu.debut,
            entrees=lu.entrees,
            sorties=lu.sorties,
            positives=lu.positives,
            fin=lu.fin,
            nom_debut=f"en parcours au {en_lettres(debut, False)}",
            nom_fin=f"en parcours au {en_lettres(fin, False)}",
            nom_suivies=suivies,
        )
    )


def en_barres(bilan: Bilan, code: str, dimension: str, titre: str) -> Volet | None:
    """Bars of a count along a dimension, the year before under each; None when there is no part."""
    parts = bilan.parts(code, dimension)
    if not parts:
        return None
    barres = [Barre(" · ".join(p.parts), int(p.valeur or 0), _avant(p), p.ecart) for p in parts]
    if dimension not in FERMEES:
        barres.sort(key=lambda barre: -barre.valeur)
    # A closed list is shown whole, an open one by its largest parts.
    gardees = barres if dimension in FERMEES else barres[:LONGUEUR]
    precedente = bilan.precedente.libelle if bilan.precedente else ""
    dessin = graphiques.barres(
        gardees,
        phrase=_phrase(titre, gardees),
        periode=bilan.periode.libelle,
        periode_avant=precedente,
        titre=titre,
    )
    return Volet(code, dimension, dessin, len(barres) - len(gardees))


def en_partage(bilan: Bilan, code: str, dimension: str, titre: str) -> Volet | None:
    """One bar cut into the parts of a count; shares are of the known values, the unknown stands apart."""
    parts = [p for p in bilan.parts(code, dimension) if p.valeur]
    connues = [p for p in parts if None not in p.ventilation.values()]
    if not connues:
        return None
    total = sum(int(p.valeur or 0) for p in connues)
    tranches = [_tranche(p, total) for p in connues]
    inconnues = sum(int(p.valeur or 0) for p in parts) - total
    nom = f"{titre} ({compte(inconnues, 'inconnu', 'inconnus')})" if inconnues else titre
    phrase = f"{titre} : " + ", ".join(f"{t.nom} {t.valeur}, soit {t.part}" for t in tranches)
    return Volet(code, dimension, graphiques.partage(tranches, titre=nom, phrase=phrase))


def _tranche(part: Chiffre, total: int) -> Tranche:
    valeur = int(part.valeur or 0)
    return Tranche(" · ".join(part.parts), valeur, pourcentage(arrondi(Fraction(100 * valeur, total))))


def jauge(chiffre: Chiffre) -> str:
    """The gauge of a figure against its target; empty without a target that compares."""
    objectif = chiffre.objectif
    if objectif is None or objectif.atteinte is None or chiffre.lue.exacte is None:
        return ""
    phrase = f"{pourcentage(objectif.atteinte)} de l'objectif"
    return graphiques.jauge(chiffre.lue.exacte, Fraction(objectif.cible), phrase)


def _avant(part: Chiffre) -> int | None:
    return None if part.precedent is None else int(part.precedent.valeur or 0)


def _phrase(titre: str, barres: Sequence[Barre]) -> str:
    return f"{titre} : " + ", ".join(f"{barre.nom} {barre.valeur}" for barre in barres)
