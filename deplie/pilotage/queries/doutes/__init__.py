"""What is doubtful in a period, before a committee reads it: figures, declared figures, records, missing data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.pilotage.queries.bilan import Alerte, Bilan
from deplie.pilotage.queries.doutes.declares import doutes_des_documents
from deplie.pilotage.queries.doutes.fiches import combien
from deplie.pilotage.queries.doutes.manques import Manques, manques
from deplie.pilotage.rules.doutes import DOUTES, Doute
from deplie.pilotage.rules.ecriture import nombre
from deplie.socle.phrases import insecables

# Alerts of the bilan, by what they cast doubt on; the others tell how a figure is made, on its own page.
FAUX: Final = ("contradiction", "parts_declarees", "flux", "addition", "objectif")
A_PRECISER: Final = ("base_non_precisee", "nature", "charge")
A_NE_PAS_COMPARER: Final = (
    "rupture", "deux_protocoles", "definition_changee", "sans_protocole", "bases", "definitions", "cloture",
    "comparaison", "incomplet", "en_cours", "a_venir", "dispositifs",
)  # fmt: skip
_DU_CADRE: Final = frozenset(
    {
        "rupture",
        "deux_protocoles",
        "definition_changee",
        "sans_protocole",
        "bases",
        "definitions",
        "cloture",
        "objectif",
    }
)
_DES_RELEVES: Final = frozenset({"contradiction", "parts_declarees", "base_non_precisee", "nature"})


@dataclass(frozen=True)
class Point:
    """One doubt in a sentence, and the page where it is mended or read."""

    phrase: str
    lien: str
    geste: str


@dataclass(frozen=True)
class Compte:
    """A doubt about records: how many."""

    doute: Doute
    combien: int


@dataclass(frozen=True)
class Doutes:
    """Everything doubtful over a period, the worst first."""

    faux: tuple[Point, ...]
    a_preciser: tuple[Point, ...]
    a_ne_pas_comparer: tuple[Point, ...]
    fiches: tuple[Compte, ...]
    sans_faute: tuple[Doute, ...]
    manques: Manques

    @property
    def points(self) -> int:
        """How many sentences to read."""
        return len(self.faux) + len(self.a_preciser) + len(self.a_ne_pas_comparer)

    @property
    def a_revoir(self) -> int:
        """How many records to mend; one that raises two doubts is there twice."""
        return sum(lu.combien for lu in self.fiches)


def douter(acteur: Acteur, bilan: Bilan, adresse: str) -> Doutes:
    """The doubts about a bilan that was just read. ``adresse``: its query string, for the pages that doubts open."""
    comptes = combien(acteur, bilan.dispositif, bilan.periode)
    lus = [Compte(doute, comptes[code]) for code, doute in DOUTES.items()]
    documents = [
        Point(insecables(phrase), reverse("pilotage:releves", args=[acteur.territoire.code]), "Voir le document")
        for phrase in doutes_des_documents(acteur.territoire, bilan.periode)
    ]
    return Doutes(
        faux=(*_flux(acteur, bilan, adresse), *_points(acteur, bilan, FAUX, adresse), *documents),
        a_preciser=_points(acteur, bilan, A_PRECISER, adresse),
        a_ne_pas_comparer=_points(acteur, bilan, A_NE_PAS_COMPARER, adresse),
        fiches=tuple(lu for lu in lus if lu.combien),
        sans_faute=tuple(lu.doute for lu in lus if not lu.combien),
        manques=manques(acteur, bilan.dispositif, bilan.periode),
    )


def _flux(acteur: Acteur, bilan: Bilan, adresse: str) -> tuple[Point, ...]:
    """V21: who was there, plus who came, less who left, is who remains."""
    flux = bilan.flux
    if flux is None or flux.juste:
        return ()
    phrase = (
        f"Le flux ne tombe pas juste : {nombre(flux.debut)} au début, {nombre(flux.entrees)} entrées et "
        f"{nombre(flux.sorties)} sorties ne font pas {nombre(flux.fin)} à la fin."
    )
    return (Point(insecables(phrase), _definition(acteur, "parcours_en_cours_fin", adresse), "Voir la définition"),)


def _points(acteur: Acteur, bilan: Bilan, natures: tuple[str, ...], adresse: str) -> tuple[Point, ...]:
    trouvees = [alerte for nature in natures for alerte in bilan.alertes if alerte.nature == nature]
    lues = {alerte.phrase: alerte for alerte in trouvees}
    return tuple(Point(phrase, *_ou(acteur, alerte, adresse)) for phrase, alerte in lues.items())


def _ou(acteur: Acteur, alerte: Alerte, adresse: str) -> tuple[str, str]:
    """Where an alert is mended, and the words of the link; nowhere for what only time settles."""
    if alerte.nature in _DES_RELEVES:
        return reverse("pilotage:releves", args=[acteur.territoire.code]), "Voir le document"
    if alerte.nature in _DU_CADRE and acteur.peut("cadre.voir"):
        return reverse("cadre:cadre", args=[acteur.territoire.code]), "Ouvrir le cadre"
    return (_definition(acteur, alerte.codes[0], adresse), "Voir la définition") if alerte.codes else ("", "")


def _definition(acteur: Acteur, code: str, adresse: str) -> str:
    return f"{reverse('pilotage:definition', args=[acteur.territoire.code, code])}?{adresse}"


__all__ = ["Compte", "Doutes", "Manques", "Point", "douter"]
