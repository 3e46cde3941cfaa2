"""The cells of a published bilan and what ties them, read from the catalogue: what masking must know of.

A cell is a count printed somewhere: a figure, the numerator or the base of a rate. The same count printed in two
places is one cell. Ties are those that a reader may write down: parts of a breakdown, numerator and base, an indicator
nested in another, a part that is itself another indicator, the flow of the period, the publications of neighbouring
periods. One that the figures themselves deny is not kept: nobody can use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from deplie.mesure.conditions import Condition, Dite, Et, ParmiSelon, Toujours
from deplie.mesure.mesures import Apport, Atome, Compte, Distinctes, PartSelon, Somme, Total
from deplie.pilotage.catalogue.dimensions import DIMENSIONS, multiplie
from deplie.pilotage.catalogue.vocabulaire import (
    NB_EN_COURS_DEBUT,
    NB_EN_COURS_FIN,
    NB_ENTREES,
    NB_PERSONNES,
    NB_PERSONNES_EN_ETAPE,
    NB_SORTIES,
)
from deplie.pilotage.queries.bilan.resultat import Bilan, Chiffre
from deplie.pilotage.rules.masque import Publication, Rapport, Relation
from deplie.socle.phrases import insecables

# Facts about organisations and money: they count nobody, and are published by law.
SANS_PERSONNE: Final = frozenset({"candidature", "mouvement", "cout", "soutien_fse"})
_DE_PERSONNES: Final = frozenset({"personne", "participation"})
NUMERATEUR, DENOMINATEUR = "numerateur", "denominateur"

Part = frozenset[tuple[str, str | None]]
ENTIER: Part = frozenset()


def lieu(chiffre: Chiffre, cote: str) -> str:
    """Where a count is printed: « sorties », « part_femmes/denominateur », « sorties[sexe=F] »."""
    suite = f"/{cote}" if chiffre.indicateur.est_rapport else ""
    parts = ",".join(f"{code}={valeur or ''}" for code, valeur in sorted(chiffre.ventilation.items()))
    return f"{chiffre.code}{suite}" + (f"[{parts}]" if parts else "")


def dit(chiffre: Chiffre, cote: str) -> str:
    """The same, as people read it."""
    precision = {NUMERATEUR: ", numérateur", DENOMINATEUR: ", base"}[cote] if chiffre.indicateur.est_rapport else ""
    parts = f" ({', '.join(chiffre.parts)})" if chiffre.parts else ""
    return f"{chiffre.libelle}{parts}{precision}"


def tous(bilan: Bilan) -> list[Chiffre]:
    """Every figure of a bilan, parts included."""
    return [*bilan.chiffres, *(chiffre for lus in bilan.tableaux.values() for chiffre in lus)]


def comptes_de(chiffre: Chiffre) -> Iterator[tuple[str, Atome, int]]:
    """The counts of people that a figure prints: its side, what is counted, how many."""
    figure, lue = chiffre.indicateur.figure, chiffre.lue
    if isinstance(figure, Total):
        if figure.unite == 1 and lue.valeur is not None and _protege(figure.compte):
            yield NUMERATEUR, figure.compte, int(lue.valeur)
        return
    if lue.denominateur is None or lue.numerateur is None:
        return
    if _protege(figure.numerateur) and not isinstance(figure.numerateur, Somme):
        yield NUMERATEUR, figure.numerateur, int(lue.numerateur)
    base = _base(chiffre)
    if base is not None and _protege(base):
        yield DENOMINATEUR, base, int(lue.denominateur)


def _base(chiffre: Chiffre) -> Atome | None:
    """What a rate is divided by: the one that the protocole chose, where it chooses."""
    figure = chiffre.indicateur.figure
    if isinstance(figure, PartSelon):
        choisies = (a for _, a in figure.bases if insecables(a.phrase()) == chiffre.definition.denominateur)
        return next(choisies, None)
    base = None if isinstance(figure, Total) else figure.denominateur
    return None if isinstance(base, Apport) else base


def _protege(atome: Atome) -> bool:
    if atome.fait.nom in SANS_PERSONNE:
        return False
    return not isinstance(atome, Distinctes) or atome.colonne.nom in _DE_PERSONNES


def feuilles(condition: Condition) -> Iterator[Condition]:
    """The conditions that must all hold."""
    if isinstance(condition, Dite):
        yield from feuilles(condition.partie)
    elif isinstance(condition, Et):
        for partie in condition.parties:
            yield from feuilles(partie)
    elif not isinstance(condition, Toujours):
        yield condition


@dataclass
class Cellules:
    """The counts of a bilan, each once, by what is counted and in which part."""

    bilan: Bilan
    valeurs: dict[str, int] = field(default_factory=dict)
    # What is printed where: place → cell.
    lieux: dict[str, str] = field(default_factory=dict)
    noms: dict[str, str] = field(default_factory=dict)
    _cles: dict[Atome, dict[Part, str]] = field(default_factory=dict)
    _exigences: dict[Atome, frozenset[Condition]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for chiffre in tous(self.bilan):
            for cote, atome, valeur in comptes_de(chiffre):
                self._poser(chiffre, cote, atome, valeur)

    def _poser(self, chiffre: Chiffre, cote: str, atome: Atome, valeur: int) -> None:
        ici, part = lieu(chiffre, cote), frozenset(chiffre.ventilation.items())
        cle = self._cles.setdefault(atome, {}).setdefault(part, ici)
        if self.valeurs.setdefault(cle, valeur) != valeur:
            # Two figures that should be one: each stands for itself.
            cle = ici
            self.valeurs[cle] = valeur
        self.lieux[ici] = cle
        self.noms.setdefault(cle, dit(chiffre, cote))

    def cle(self, atome: Atome, part: Part = ENTIER) -> str | None:
        return self._cles.get(atome, {}).get(part)

    def exigences(self, atome: Atome) -> frozenset[Condition]:
        if atome not in self._exigences:
            self._exigences[atome] = frozenset(feuilles(atome.condition))
        return self._exigences[atome]

    def __iter__(self) -> Iterator[tuple[Atome, Part, str]]:
        for atome, parts in self._cles.items():
            for part, cle in parts.items():
                yield atome, part, cle

    @cached_property
    def par_coupe(self) -> dict[tuple[Atome, frozenset[str]], dict[Part, str]]:
        """The parts of each count by breakdown."""
        coupes: dict[tuple[Atome, frozenset[str]], dict[Part, str]] = {}
        for atome, part, cle in self:
            coupes.setdefault((atome, frozenset(code for code, _ in part)), {})[part] = cle
        return coupes


class Liens:
    """The ties of one bilan, gathered into what ``masque.masquer`` reads."""

    def __init__(self, cellules: Cellules) -> None:
        self.cellules = cellules
        self.valeurs = dict(cellules.valeurs)
        self.relations: dict[Relation, None] = {}
        self.rapports: dict[tuple[str, str], Rapport] = {}
        self.tues: set[str] = set()
        self.connues: set[str] = set()
        # Cells of other publications: masked there, they stay so; the codes that each one is cut by.
        self.tenues: set[str] = set()
        self.coupes: dict[str, frozenset[str]] = {}
        self._sommes()
        self._emboitements()
        self._parts_qui_sont_un_autre_chiffre()
        self._flux()

    def publication(self, deja_masquees: Iterable[str] = ()) -> Publication:
        deja = frozenset(self.cellules.lieux[ici] for ici in deja_masquees if ici in self.cellules.lieux)
        return Publication(
            self.valeurs,
            tuple(self.relations),
            tuple(self.rapports.values()),
            deja | self.tenues,
            frozenset(self.connues),
            frozenset(self.tues),
        )

    def lier(self, total: str | None, plus: Iterable[str | None], moins: Iterable[str | None] = ()) -> bool:
        """Keep a sum when all its cells are there and the figures hold it."""
        signes = [(total, -1), *((cle, 1) for cle in plus), *((cle, -1) for cle in moins)]
        if any(cle is None for cle, _ in signes):
            return False
        presentes = [(str(cle), signe) for cle, signe in signes]
        cles = [cle for cle, _ in presentes]
        if len(set(cles)) != len(cles) or sum(signe * self.valeurs[cle] for cle, signe in presentes):
            return False
        relation = Relation(
            cles[0],
            tuple(sorted(cle for cle, signe in presentes[1:] if signe > 0)),
            tuple(sorted(cle for cle, signe in presentes[1:] if signe < 0)),
        )
        self.relations[relation] = None
        return True

    def au_plus(self, grand: str | None, petits: Iterable[str]) -> None:
        """``petits`` together are at most ``grand``: what is missing is printed nowhere."""
        petits = tuple(petits)
        if grand is None or (reste := self.valeurs[grand] - sum(self.valeurs[cle] for cle in petits)) < 0:
            return
        jeu = f"~{len(self.tues)}"
        self.valeurs[jeu] = reste
        self.tues.add(jeu)
        self.lier(grand, (*petits, jeu))

    def au_moins(self, grand: str | None, petits: Iterable[str]) -> None:
        """``petits`` together are at least ``grand``: some are counted twice."""
        petits = tuple(petits)
        if grand is None or (trop := sum(self.valeurs[cle] for cle in petits) - self.valeurs[grand]) < 0:
            return
        jeu = f"~{len(self.tues)}"
        self.valeurs[jeu] = trop
        self.tues.add(jeu)
        self.lier(grand, petits, (jeu,))

    def egaler(self, une: str, autre: str) -> None:
        """The same count printed in two publications: masked in one, it is in the other."""
        self.lier(une, (autre,))

    def completer(self, total: str, parties: Sequence[str]) -> str | None:
        """``parties`` do not overlap within ``total``: what is left is a number of people that anybody may work out.

        The name of what is left, empty when nothing is; None where the figures deny it.
        """
        reste = self.valeurs[total] - sum(self.valeurs[cle] for cle in parties)
        nom = f"{total} sans {', '.join(parties)}" if reste else ""
        if reste > 0:
            self.valeurs[nom] = reste
        return nom if reste >= 0 and self.lier(total, (*parties, *filter(None, [nom]))) else None

    def dans(self, petit: str | None, grand: str | None) -> None:
        """``petit`` is a part of ``grand``: what is left is a number of people that anybody may work out."""
        if petit is None or grand is None or petit == grand or self.valeurs[petit] > self.valeurs[grand]:
            return
        self.rapports.setdefault((petit, grand), Rapport(f"{petit} dans {grand}", petit, grand))

    def deduire(self) -> None:
        """What publications already say together is said: a number that sums give back can hide nothing."""
        sommes = [[r.total, *r.plus, *r.moins] for r in self.relations]
        sommes += [[r.denominateur, r.numerateur, r.complement] for r in self.rapports.values()]
        appris = bool(self.connues)
        while appris:
            appris = False
            for somme in sommes:
                inconnues = [cle for cle in somme if cle not in self.connues]
                if len(inconnues) == 1 and inconnues[0] not in self.tenues:
                    self.connues.add(inconnues[0])
                    appris = True

    def _sommes(self) -> None:
        for (atome, codes), parts in self.cellules.par_coupe.items():
            for code in sorted(codes):
                groupes: dict[Part, list[str]] = {}
                for part, cle in parts.items():
                    groupes.setdefault(frozenset(c for c in part if c[0] != code), []).append(cle)
                s_ajoutent = atome.additif and not multiplie(code, atome.fait.nom)
                for reste, cles in groupes.items():
                    self._somme(self.cellules.cle(atome, reste), cles, s_ajoutent=s_ajoutent)

    def _somme(self, total: str | None, cles: list[str], *, s_ajoutent: bool) -> None:
        if s_ajoutent and self.lier(total, cles):
            return
        if total is not None:
            for cle in cles:
                self.au_plus(total, (cle,))
            self.au_moins(total, cles)

    def _emboitements(self) -> None:
        for chiffre in tous(self.cellules.bilan):
            comptes = {cote: atome for cote, atome, _ in comptes_de(chiffre)}
            if len(comptes) == 2 and self._est_dans(comptes[NUMERATEUR], comptes[DENOMINATEUR], imprime=True):
                part = frozenset(chiffre.ventilation.items())
                self.dans(*(self.cellules.cle(comptes[cote], part) for cote in (NUMERATEUR, DENOMINATEUR)))
        for petit, grand in self._couvertures():
            for part, cle in self.cellules._cles[petit].items():
                self.dans(cle, self.cellules.cle(grand, part))
        self.dans(self.cellules.cle(NB_PERSONNES_EN_ETAPE), self.cellules.cle(NB_PERSONNES))
        for atome, part, cle in list(self.cellules):
            if isinstance(atome, Distinctes):
                # Each of them has one row at least.
                rangees = next((a for a in self.cellules._cles if isinstance(a, Compte) and _memes(a, atome)), None)
                if rangees and (total := self.cellules.cle(rangees, part)):
                    self.au_plus(total, (cle,))

    def _est_dans(self, petit: Atome, grand: Atome, *, imprime: bool = False) -> bool:
        """Whether all that one counts, the other counts; a printed rate says so where the conditions do not."""
        if petit.fait.nom != grand.fait.nom or petit.premiere != grand.premiere or petit == grand:
            return False
        if getattr(petit, "colonne", None) != getattr(grand, "colonne", None):
            return False
        return imprime or self.cellules.exigences(grand) < self.cellules.exigences(petit)

    def _couvertures(self) -> list[tuple[Atome, Atome]]:
        """Each count with those just above it."""
        atomes = list(self.cellules._cles)
        audessus = {petit: [grand for grand in atomes if self._est_dans(petit, grand)] for petit in atomes}
        return [
            (petit, grand)
            for petit, grands in audessus.items()
            for grand in grands
            if not any(grand in audessus[milieu] for milieu in grands)
        ]

    def _parts_qui_sont_un_autre_chiffre(self) -> None:
        """« part_femmes » counts what « personnes_suivies » has in its part F."""
        for petit, part, cle in list(self.cellules):
            for grand in self.cellules._cles:
                if not self._est_dans(petit, grand):
                    continue
                en_plus = self.cellules.exigences(petit) - self.cellules.exigences(grand)
                colonnes = frozenset().union(*(condition.colonnes() for condition in en_plus)) - {"dispositif"}
                if len(colonnes) == 1 and (code := next(iter(colonnes))) in DIMENSIONS:
                    self._egaler(cle, grand, part, code, en_plus)

    def _egaler(self, cle: str, grand: Atome, part: Part, code: str, en_plus: Iterable[Condition]) -> None:
        dims = frozenset(autre for autre, _ in part) | {code}
        for (atome, codes), parts in self.cellules.par_coupe.items():
            if atome != grand or not dims <= codes:
                continue
            retenues = [
                autre
                for autre_part, autre in parts.items()
                if part <= autre_part and self._vraies(en_plus, code, dict(autre_part)[code])
            ]
            if retenues and cle not in retenues:
                self.lier(cle, retenues)

    def _vraies(self, conditions: Iterable[Condition], code: str, valeur: str | None) -> bool:
        return all(
            valeur in self._positifs if isinstance(c, ParmiSelon) else c.vraie({code: valeur}, {}) for c in conditions
        )

    @cached_property
    def _positifs(self) -> frozenset[str]:
        return frozenset(
            motif
            for chiffre in self.cellules.bilan.chiffres
            if chiffre.code == "sorties_positives"
            for motif in chiffre.definition.motifs
        )

    def _flux(self) -> None:
        de = self.cellules.cle
        for part in list(self.cellules._cles.get(NB_EN_COURS_FIN, ())):
            flux = [de(atome, part) for atome in (NB_EN_COURS_FIN, NB_EN_COURS_DEBUT, NB_ENTREES, NB_SORTIES)]
            self.lier(flux[0], flux[1:3], flux[3:])


def _memes(compte: Compte, distinctes: Distinctes) -> bool:
    return compte.fait.nom == distinctes.fait.nom and compte.condition == distinctes.condition


def valeurs_dites(cellules: Cellules, masquees: frozenset[str]) -> Mapping[str, int]:
    """What is shown, under the words that people read: what is compared from one version to the next."""
    return {cellules.noms[cle]: valeur for cle, valeur in cellules.valeurs.items() if cle not in masquees}
