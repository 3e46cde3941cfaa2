"""From the figures of a bilan to its charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from deplie.mesure.nombres import arrondi
from deplie.pilotage.queries.bilan import Bilan, Chiffre, Flux
from deplie.pilotage.queries.publiable import ChiffresPubliables
from deplie.pilotage.rules.ecriture import compte, pourcentage
from deplie.pilotage.rules.periodes import Periode, en_lettres
from deplie.socle import graphiques
from deplie.socle.graphiques import Barre, Dessin, Panneau, Tranche
from deplie.socle.graphiques.dessin import BIEN

# What the page is always cut by, beside what the reader asks for, and the one figure that it draws along it.
COUPES = {
    ("groupe_categorie",): ("etapes",), ("groupe_categorie", "categorie"): ("etapes",), ("finance_plie",): ("etapes",),
    ("operateur",): ("etapes",),
    **{(code,): ("personnes_suivies",)
       for code in ("sexe", "tranche_age", "qpv", "niveau", "duree_chomage", "critere", "commune")},
    ("famille",): ("sorties",), ("famille", "motif"): ("sorties",), ("prescripteur",): ("entrees",),
    **{(code,): ("personnes_recues",) for code in ("lieu", "motif_passage", "mois")},
}  # fmt: skip
PUBLIC = ("sexe", "qpv", "tranche_age", "duree_chomage", "niveau")
# Lists with an order of their own: shown whole, in that order; the others by their largest parts.
FERMEES = ("groupe_categorie", "categorie", "famille", "motif", "tranche_age", "duree_chomage", "niveau", "mois")
# Open lists are cut at this length: the table of the breakdown holds the rest.
LONGUEUR = 8
# More panels than this and a table reads better.
PANNEAUX = 12


@dataclass(frozen=True)
class Volet:
    """A chart of the page and the breakdown that shows all of it."""

    code: str
    dimension: str
    dessin: Dessin
    reste: int = 0


def flux(bilan: Bilan) -> Dessin | None:
    """The flow identity as a picture; None when nothing was recorded."""
    return _flux(bilan.flux, bilan.periode)


def flux_public(publics: ChiffresPubliables) -> Dessin | None:
    """The same of public figures; None when one of its numbers is masked."""
    codes = ("parcours_en_cours_debut", "entrees", "personnes_suivies", "sorties", "parcours_en_cours_fin")
    lus = [publics.totaux[code].chiffre.valeur if code in publics.totaux else None for code in codes]
    if any(lu is None for lu in lus):
        return None
    debut, entrees, suivies, sorties, fin = (int(lu or 0) for lu in lus)
    positives = publics.totaux["sorties_positives"].chiffre.valeur
    connues = None if positives is None else int(positives)
    autres = None if connues is None else sorties - connues
    return _flux(Flux(debut, entrees, suivies, sorties, fin, connues, autres), publics.periode)


def _flux(lu: Flux | None, periode: Periode) -> Dessin | None:
    if lu is None:
        return None
    debut, fin = periode.debut, periode.fin
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


def en_barres(bilan: Bilan, code: str, dimension: str, titre: str, *, parts_dites: bool = False) -> Volet | None:
    """Bars of a count along a dimension, the year before under each; None when there is no part.

    ``parts_dites`` writes each share of the known values instead of its change.
    """
    parts = bilan.parts(code, dimension)
    if not parts:
        return None
    gardees = parts
    if dimension not in FERMEES:
        gardees = tuple(sorted(parts, key=lambda part: -int(part.valeur or 0)))[:LONGUEUR]
    dessin = _en_dessin(bilan, _barres(gardees, _connues(parts) if parts_dites else 0), titre)
    return Volet(code, dimension, dessin, len(parts) - len(gardees))


def en_groupes(bilan: Bilan, code: str, groupe: str, detail: str, titre: str) -> Volet | None:
    """Bars of a count by group, each followed by what it is made of; a group of one part stands for it."""
    details: dict[str | None, list[Chiffre]] = {}
    for part in bilan.parts(code, groupe, detail):
        details.setdefault(part.ventilation[groupe], []).append(part)
    positifs = frozenset(bilan.chiffre("sorties_positives").definition.motifs) if detail == "motif" else frozenset()
    barres: list[Barre] = []
    for part in bilan.parts(code, groupe):
        dedans = details.get(part.ventilation[groupe], [])
        vert = bool(dedans) and {d.ventilation[detail] for d in dedans} <= positifs
        barres.append(_barre(part, couleur=BIEN if vert else ""))
        if len(dedans) > 1:
            details_dits = [
                replace(_barre(d), nom=d.parts[-1], niveau=1, couleur=BIEN if d.ventilation[detail] in positifs else "")
                for d in dedans
            ]
            barres += sorted(details_dits, key=lambda barre: -barre.valeur)
    return Volet(code, groupe, _en_dessin(bilan, barres, titre)) if barres else None


def en_parts(bilan: Bilan, code: str, dimension: str, titre: str) -> Volet | None:
    """The parts of a whole: one bar cut in two where there are two, else bars with their share."""
    connues = [p for p in bilan.parts(code, dimension) if None not in p.ventilation.values()]
    if not connues:
        return None
    if len(connues) > 2:
        return en_barres(bilan, code, dimension, _titre(bilan, code, dimension, titre), parts_dites=True)
    total, avant = _connues(connues), sum(_avant(p) or 0 for p in connues)
    tranches = [_tranche(p, total, avant) for p in connues]
    dessin = graphiques.partage(
        tranches,
        titre=_titre(bilan, code, dimension, titre),
        phrase=f"{titre} : " + ", ".join(f"{t.nom} {t.valeur}, soit {t.part}" for t in tranches),
        periode=bilan.periode.libelle,
        periode_avant=_avant_libelle(bilan),
    )
    return Volet(code, dimension, dessin)


def en_panneaux(bilan: Bilan, parts: Sequence[Chiffre], titre: str) -> Dessin | None:
    """A count cut by two dimensions: one panel per value of the first; None where panels would not read."""
    groupes: dict[str, list[Chiffre]] = {}
    for part in parts:
        if len(part.ventilation) != 2 or part.indicateur.est_rapport:
            return None
        groupes.setdefault(part.parts[0], []).append(part)
    if not 1 < len(groupes) <= PANNEAUX or max(map(len, groupes.values())) > PANNEAUX:
        return None
    panneaux = [
        Panneau(nom, _connues(dedans), [Barre(p.parts[1], int(p.valeur or 0), _avant(p)) for p in dedans])
        for nom, dedans in groupes.items()
    ]
    phrase = f"{titre} : " + " ; ".join(f"{p.nom} {p.total}" for p in panneaux)
    return graphiques.multiples(
        panneaux, phrase=phrase, titre=titre, periode=bilan.periode.libelle, periode_avant=_avant_libelle(bilan)
    )


def jauge(chiffre: Chiffre) -> str:
    """The gauge of a figure against its target; empty without a target that compares."""
    objectif = chiffre.objectif
    if objectif is None or objectif.atteinte is None or chiffre.lue.exacte is None:
        return ""
    phrase = f"{pourcentage(objectif.atteinte)} de l'objectif"
    return graphiques.jauge(chiffre.lue.exacte, Fraction(objectif.cible), phrase)


def _en_dessin(bilan: Bilan, barres: Sequence[Barre], titre: str) -> Dessin:
    phrase = f"{titre} : " + ", ".join(f"{barre.nom} {barre.valeur}" for barre in barres)
    return graphiques.barres(
        barres, phrase=phrase, periode=bilan.periode.libelle, periode_avant=_avant_libelle(bilan), titre=titre
    )


def _barres(parts: Sequence[Chiffre], total: int) -> list[Barre]:
    return [_barre(part, _part(int(part.valeur or 0), total) if total and _est_connue(part) else "") for part in parts]


def _barre(part: Chiffre, dite: str = "", couleur: str = "") -> Barre:
    change = part.ecart if part.ecart != "=" else "stable"
    return Barre(" · ".join(part.parts), int(part.valeur or 0), _avant(part), change, dite, couleur=couleur)


def _tranche(part: Chiffre, total: int, total_avant: int) -> Tranche:
    valeur, avant = int(part.valeur or 0), _avant(part)
    return Tranche(" · ".join(part.parts), valeur, _part(valeur, total), avant, _part(avant or 0, total_avant))


def _titre(bilan: Bilan, code: str, dimension: str, titre: str) -> str:
    inconnues = sum(int(p.valeur or 0) for p in bilan.parts(code, dimension) if not _est_connue(p))
    return f"{titre} ({compte(inconnues, 'inconnu', 'inconnus')})" if inconnues else titre


def _est_connue(part: Chiffre) -> bool:
    return None not in part.ventilation.values()


def _connues(parts: Sequence[Chiffre]) -> int:
    """The whole that shares are of: unknown values are outside the base."""
    return sum(int(part.valeur or 0) for part in parts if _est_connue(part))


def _part(valeur: int, total: int) -> str:
    return pourcentage(arrondi(Fraction(100 * valeur, total))) if total else "–"


def _avant(part: Chiffre) -> int | None:
    return None if part.precedent is None else int(part.precedent.valeur or 0)


def _avant_libelle(bilan: Bilan) -> str:
    return bilan.precedente.libelle if bilan.precedente else ""


def volets(*proposes: Volet | None) -> Iterator[Volet]:
    """Those that exist."""
    return (volet for volet in proposes if volet is not None)
