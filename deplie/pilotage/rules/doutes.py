"""What a committee would trip over: doubtful records, declared figures that do not hold together.

Sources: ``domain/regles_validation.csv`` V01-V22; the arithmetic of the published documents (``source_facts.json``): a
mission locale's figures of 2020 in a report of 2021, 7 % and 19 % « among » 40 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from deplie.parcours.rules.duree import age, ajouter_mois
from deplie.pilotage.rules.ecriture import nombre

# V03: an age at entry outside these bounds is checked, not refused.
AGE_MIN, AGE_MAX = 16, 67
_ANNEE: Final = re.compile(r"\b(?:19|20)\d\d\b")
_PARENTHESE: Final = re.compile(r"\s*\([^()]*\)\s*$")
_DONT: Final = re.compile(r"^dont\b", re.IGNORECASE)


@dataclass(frozen=True)
class Doute:
    """What may be wrong with a record: how many of them read, what to do; ``grave`` where a figure is false by it."""

    code: str
    libelle: str
    geste: str
    grave: bool = False


_DITS: Final = (
    Doute("impossible", "Dates ou durées impossibles", "Corriger la fiche : une date a été mal saisie.", grave=True),
    Doute(
        "chevauchement", "Deux parcours en même temps dans un dispositif",
        "Fermer ou fusionner l'un des deux : la personne compte deux fois.", grave=True,
    ),
    Doute(
        "etape_apres_sortie", "Étapes encore ouvertes après la sortie",
        "Clore l'étape, ou revoir la sortie.", grave=True,
    ),
    Doute(
        "etape_hors_parcours", "Étapes commencées après la sortie",
        "Corriger l'étape, ou la rattacher au bon parcours.", grave=True,
    ),
    Doute("etape_avant_entree", "Étapes finies avant l'entrée", "Corriger l'étape, ou la date d'entrée.", grave=True),
    Doute("donnees_sortie", "Sorties sans motif", "Renseigner le motif : sans lui, la sortie n'est pas positive."),
    Doute("sortie_provisoire", "Sorties à valider", "Inscrire ces sorties à une séance."),
    Doute("sortie_sans_preuve", "Sorties en emploi sans preuve", "Joindre le contrat ou le bulletin de paie."),
    Doute("sixieme_mois", "Sixième mois à relever", "Relever la situation six mois après la sortie."),
    Doute(
        "deux_dispositifs", "Personnes suivies dans deux dispositifs",
        "Vérifier qu'elles comptent bien dans les deux.",
    ),
    Doute("sans_referent", "Parcours sans référent", "Désigner un référent."),
)  # fmt: skip
DOUTES: Final = {doute.code: doute for doute in _DITS}


@dataclass(frozen=True)
class FicheVue:
    """What is read of a participation to tell whether it can be."""

    entree: date
    sortie: date | None = None
    naissance: date | None = None
    statut: str = ""
    chomage: int | None = None
    validee: date | None = None
    releve_le: date | None = None


def impossibilites(fiche: FicheVue, jour: date) -> list[str]:
    """What cannot be, or is to be checked, in a participation read on a day, in sentences; none when all is well."""
    return list(_impossibilites(fiche, jour))


def _impossibilites(fiche: FicheVue, jour: date) -> Iterator[str]:
    if fiche.entree > jour:
        yield f"L'entrée ({fiche.entree:%d/%m/%Y}) est dans l'avenir."
    if fiche.sortie and fiche.sortie > jour:
        yield f"La sortie ({fiche.sortie:%d/%m/%Y}) est dans l'avenir."
    if fiche.validee and fiche.sortie and fiche.validee < fiche.sortie:
        yield f"La sortie est validée le {fiche.validee:%d/%m/%Y}, avant d'avoir eu lieu ({fiche.sortie:%d/%m/%Y})."
    if fiche.releve_le and fiche.sortie and fiche.releve_le < fiche.sortie:
        yield f"La situation à six mois est relevée le {fiche.releve_le:%d/%m/%Y}, avant la sortie."
    if fiche.naissance:
        yield from _de_l_age(fiche.naissance, fiche)


def _de_l_age(naissance: date, fiche: FicheVue) -> Iterator[str]:
    if naissance > fiche.entree:
        yield f"La naissance ({naissance:%d/%m/%Y}) suit l'entrée ({fiche.entree:%d/%m/%Y})."
        return
    ans = age(naissance, fiche.entree)
    if not AGE_MIN <= ans <= AGE_MAX:
        yield f"L'âge à l'entrée est de {ans} ans : entre {AGE_MIN} et {AGE_MAX} ans sont attendus."
    if fiche.chomage is None or ans < AGE_MIN:
        return
    if ajouter_mois(fiche.entree, -fiche.chomage) < ajouter_mois(naissance, 12 * AGE_MIN):
        yield f"{nombre(fiche.chomage)} mois de chômage à l'entrée, à {ans} ans : ils auraient commencé avant 16 ans."


@dataclass(frozen=True)
class Dit:
    """A declared figure as its document prints it, in the order of the document."""

    libelle: str
    valeur: Decimal
    unite: str
    annee: int
    organisme: str
    source: str


@dataclass(frozen=True)
class AutreAnnee:
    """Figures that a document prints beside others, and that are of another year."""

    source: str
    organisme: str
    annee: int
    du_document: int
    combien: int


def d_une_autre_annee(dits: Iterable[Dit]) -> list[AutreAnnee]:
    """Bodies all of whose figures, in a document, are of an earlier year than the document speaks of.

    A body that gives the year before beside its own compares: nothing to say.
    """
    documents: dict[str, list[Dit]] = {}
    for dit in dits:
        documents.setdefault(_PARENTHESE.sub("", dit.source), []).append(dit)
    trouvees = []
    for source, siens in documents.items():
        annee = _annee_du_document(source, siens)
        for qui in dict.fromkeys(dit.organisme for dit in siens):
            annees = [dit.annee for dit in siens if dit.organisme == qui]
            if max(annees) < annee:
                trouvees.append(AutreAnnee(source, qui, max(annees), annee, len(annees)))
    return trouvees


def _annee_du_document(source: str, siens: Sequence[Dit]) -> int:
    """The year most of its figures are of; the later one where two years have as many.

    A year in the title says when it was published as often as what it speaks of: it decides between years met only.
    """
    annees = [dit.annee for dit in siens]
    dites = [annee for annee in map(int, _ANNEE.findall(source)) if annee in annees]
    return dites[0] if len(dites) == 1 else max(annees, key=lambda annee: (annees.count(annee), annee))


@dataclass(frozen=True)
class PartsDites:
    """« dont » lines that do not make the figure above them, nor say what the rest is."""

    total: Dit
    parts: tuple[Dit, ...]

    @property
    def somme(self) -> Decimal:
        return sum((part.valeur for part in self.parts), Decimal(0))

    @property
    def reste(self) -> Decimal:
        """What the parts leave out; negative where they exceed the total."""
        return self.total.valeur - self.somme


def parts_qui_ne_font_pas_le_total(dits: Iterable[Dit]) -> list[PartsDites]:
    """Runs of two « dont » lines or more, of one document and unit, whose sum is not the line above them.

    One « dont » alone is an example, not a division. Whether the parts bear on the whole or on the line above is for
    the source to say: the doubt is told, never settled.
    """
    trouvees: list[PartsDites] = []
    total: Dit | None = None
    parts: list[Dit] = []

    def clore() -> None:
        if total is not None and len(parts) > 1:
            lues = PartsDites(total, tuple(parts))
            if lues.reste:
                trouvees.append(lues)

    for dit in dits:
        suite = total is not None and (dit.source, dit.unite, dit.annee) == (total.source, total.unite, total.annee)
        if _DONT.match(dit.libelle) and suite:
            parts.append(dit)
            continue
        clore()
        total, parts = dit, []
    clore()
    return trouvees
