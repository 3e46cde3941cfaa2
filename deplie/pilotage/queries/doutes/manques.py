"""Missing data by référent and field: what each has to complete, counted on the same facts as the figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.mesure.mesures import Atome
from deplie.mesure.moteurs import compter, lister
from deplie.mesure.nombres import arrondi, rapport
from deplie.parcours.facts import SEJOUR
from deplie.parcours.models import Participation
from deplie.pilotage.catalogue.vocabulaire import NB_SUIVIS
from deplie.pilotage.queries.bilan import avec_les_fichiers_du_jour, preparer
from deplie.pilotage.queries.bilan.alertes import BASES, CHAMPS, MANQUANTS
from deplie.pilotage.queries.bilan.calcul import Calcul
from deplie.pilotage.queries.bilan.contexte import perimetre_de
from deplie.pilotage.rules.periodes import Periode


@dataclass(frozen=True)
class Cellule:
    """How many participations lack a field, of how many it is asked; ``taux`` in percent, None of nobody."""

    champ: str
    manque: int
    base: int

    @property
    def taux(self) -> Decimal | None:
        exact = rapport(self.manque, self.base, 100)
        return None if exact is None else arrondi(exact)


@dataclass(frozen=True)
class Rangee:
    """What a référent's participations lack; ``referent`` None for those of nobody."""

    referent: int | None
    nom: str
    suivis: int
    cellules: tuple[Cellule, ...]

    @property
    def cle(self) -> str:
        """Its number, as an address says it."""
        return "" if self.referent is None else str(self.referent)

    @property
    def total(self) -> int:
        return sum(cellule.manque for cellule in self.cellules)


@dataclass(frozen=True)
class Manques:
    """The table: a column per field that something lacks, a row per référent, the most to complete first."""

    champs: tuple[tuple[str, str], ...]
    rangees: tuple[Rangee, ...]
    jamais: tuple[str, ...]


def manques(acteur: Acteur, dispositif: str, periode: Periode) -> Manques:
    """Empty fields of the participations followed in the period, within what the actor sees of people.

    A field that nobody ever collected is named apart: nobody in particular has it to complete.
    """
    calcul = _calcul(acteur, dispositif, periode)
    jamais = {champ for champ in CHAMPS if not calcul.recueil[champ]}
    atomes: tuple[Atome, ...] = (NB_SUIVIS, *MANQUANTS.values(), *BASES.values())
    lus = avec_les_fichiers_du_jour(
        lambda: compter(calcul.contexte.moteur, calcul.comptage(SEJOUR.nom, ("referent",), atomes))
    )
    noms = {agent.pk: str(agent) for agent in Agent.objects.filter(territoire=acteur.territoire)}
    rangees = []
    for (referent,), comptes in lus.items():
        compte = {atome: nombres[0] for atome, nombres in zip(atomes, comptes, strict=True)}
        cellules = tuple(
            Cellule(champ, compte[MANQUANTS[champ]], compte[BASES.get(champ, NB_SUIVIS)])
            for champ in CHAMPS
            if champ not in jamais
        )
        if compte[NB_SUIVIS]:
            numero = None if referent is None else int(referent)
            nom = "Sans référent" if numero is None else noms.get(numero, "")
            rangees.append(Rangee(numero, nom, compte[NB_SUIVIS], cellules))
    vides = {c.champ for rangee in rangees for c in rangee.cellules if c.manque}
    gardees = [Rangee(r.referent, r.nom, r.suivis, tuple(c for c in r.cellules if c.champ in vides)) for r in rangees]
    return Manques(
        tuple((champ, mots) for champ, mots in CHAMPS.items() if champ in vides),
        tuple(sorted(gardees, key=lambda r: (-r.total, r.nom))),
        tuple(CHAMPS[champ] for champ in CHAMPS if champ in jamais),
    )


def incompletes(
    acteur: Acteur, dispositif: str, periode: Periode, champ: str, referent: int | None
) -> list[Participation]:
    """The participations behind one cell, by name of person. KeyError for a field that is not in the table."""
    calcul = _calcul(acteur, dispositif, periode)
    atome = MANQUANTS[champ]
    comptage = calcul.comptage(SEJOUR.nom, ("referent",), (atome,))
    ids = avec_les_fichiers_du_jour(
        lambda: lister(calcul.contexte.moteur, comptage, atome, [referent], SEJOUR["participation"])
    )
    trouvees = Participation.objects.filter(pk__in=ids).select_related("personne", "dispositif", "referent")
    return sorted(trouvees, key=lambda lue: (lue.personne.cle_nom, lue.pk))


def _calcul(acteur: Acteur, dispositif: str, periode: Periode) -> Calcul:
    contexte = preparer(
        acteur.territoire, periode.debut, periode.fin,
        acteur=acteur, dispositif=dispositif, perimetre=perimetre_de(acteur),
    )  # fmt: skip
    return Calcul(contexte)
