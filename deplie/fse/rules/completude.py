"""Which records are complete, what is missing and who can fill it, how far the operation is from a correction.

Complete (V09; S14): sex, day of birth, situation, education; in 2014-2020 the household too. Housing and rural
residence are exempt; a refusal that is traced is an answer. An incomplete record counts in the grand total alone
(``indicateurs``). A sensitive question that nobody asked does not make a record incomplete: it forbids its export
(V10), and is said too. More than 35 % of incomplete participants exposes the operation to a correction
(seine-et-marne.fr): a dated parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.fiche import NON_DEMANDE, REFUS, Fiche
from deplie.fse.rules.questionnaire import (
    ENQUETE,
    ENTREE,
    OPERATEUR,
    QUESTIONS,
    REFERENT,
    SENSIBLES,
    SIX_MOIS,
    SORTIE,
    questions_de,
    s_applique,
)
from deplie.fse.rules.reprise import TOLERANCE_SIX_MOIS, constat_valable, date_six_mois, dernier_constat
from deplie.mesure.nombres import arrondi

_COMMUNS: Final = ("sexe", "date_naissance", "statut", "niveau_formation")
REQUIS: Final[dict[str, tuple[str, ...]]] = {
    FSE_PLUS_2021_2027: _COMMUNS,
    FSE_2014_2020: (*_COMMUNS, "menage_sans_emploi", "enfants_a_charge", "adulte_seul"),
}
# From a day on, the share of incomplete records (percent) past which an operation is exposed.
SEUILS: Final = ((date(2014, 1, 1), 35),)

COMPLETUDE: Final = "COMPLETUDE"
EXPORT: Final = "EXPORT"
RESULTAT: Final = "RESULTAT"
EFFETS: Final = {
    COMPLETUDE: "la fiche ne compte que dans le total général",
    EXPORT: "la fiche ne peut pas être transmise",
    RESULTAT: "le résultat ne compte pas",
}
# Days after an entry by which a record should be complete: those younger say nothing yet of how it ends.
JOURS_DE_RECUL: Final = 60


class Manque(NamedTuple):
    """Something missing in a record: its field, what it costs, who can fill it, until when it can still be."""

    cle: str
    libelle: str
    effet: str
    qui: str
    avant_le: date | None = None


def connue(fiche: Fiche, cle: str) -> bool:
    """Whether a question has an answer; a refusal is one where it is allowed, « not asked » never is."""
    valeur = getattr(fiche, cle)
    if valeur == REFUS:
        return QUESTIONS[cle].refusable
    return valeur not in (None, "", NON_DEMANDE)


def est_complete(fiche: Fiche) -> bool:
    """Whether a record counts in the indicators. Raises ``KeyError`` for a programmation that is not European."""
    return all(connue(fiche, cle) for cle in REQUIS[fiche.programmation])


def est_exportable(fiche: Fiche) -> bool:
    """Whether a record may be sent: complete, and every sensitive question answered or refused (V10)."""
    return est_complete(fiche) and all(connue(fiche, cle) for cle in SENSIBLES)


def manques(fiche: Fiche, jour: date) -> list[Manque]:
    """What is missing in a record on a day, what costs most first."""
    requis = REQUIS[fiche.programmation]
    trouves = []
    for question in questions_de(ENTREE, fiche.programmation):
        reponses = {"statut": fiche.statut}
        if question.cle in requis and not connue(fiche, question.cle):
            trouves.append(Manque(question.cle, question.libelle, COMPLETUDE, question.qui))
        elif question.cle in SENSIBLES and not connue(fiche, question.cle):
            trouves.append(Manque(question.cle, question.libelle, EXPORT, question.qui))
        elif question.cle not in requis and s_applique(question, reponses) and not connue(fiche, question.cle):
            trouves.append(Manque(question.cle, question.libelle, RESULTAT, question.qui))
    rangs = list(EFFETS)
    trouves.sort(key=lambda manque: rangs.index(manque.effet))
    return trouves + _manques_apres(fiche, jour)


def _manques_apres(fiche: Fiche, jour: date) -> list[Manque]:
    """Situations that should be known by now and still can be."""
    if fiche.date_sortie is None or fiche.date_sortie > jour:
        return []
    trouves = []
    limite, six_mois = dernier_constat(fiche.date_sortie), date_six_mois(fiche.date_sortie)
    if not (constat_valable(fiche) and connue(fiche, "statut_sortie")):
        qui = REFERENT if connue(fiche, "fin_sortie") else OPERATEUR
        trouves.append(
            Manque("statut_sortie", f"{QUESTIONS['statut_sortie'].libelle} ({SORTIE})", RESULTAT, qui, limite)
        )
    if jour >= six_mois and not connue(fiche, "statut_six_mois"):
        fin = date.fromordinal(six_mois.toordinal() + TOLERANCE_SIX_MOIS)
        libelle = f"{QUESTIONS['statut_six_mois'].libelle} ({SIX_MOIS})"
        trouves.append(Manque("statut_six_mois", libelle, RESULTAT, ENQUETE, fin))
    return trouves


def seuil_le(jour: date, seuils: Sequence[tuple[date, int]] = SEUILS) -> int:
    """The share of incomplete records, in percent, past which an operation is exposed on a day.

    Raises ``ValueError`` before the first one takes effect.
    """
    vigueur = [(effet, seuil) for effet, seuil in seuils if effet <= jour]
    if not vigueur:
        raise ValueError("no threshold in force on this day")
    return max(vigueur)[1]


@dataclass(frozen=True)
class Seuils:
    """The thresholds of a territory, each from its day on (percent)."""

    poses: tuple[tuple[date, int], ...] = SEUILS

    def le(self, jour: date, fin: date | None = None) -> int:
        """The one by which an operation is read on a day: that of its last day once it has ended."""
        lu = min(jour, fin) if fin else jour
        return seuil_le(max(lu, min(self.poses)[0]), self.poses)


@dataclass(frozen=True)
class Jauge:
    """How complete an operation is: the rate with its two terms, and the threshold it is read against (percent)."""

    incomplets: int
    participants: int
    seuil: int

    @property
    def taux(self) -> Fraction | None:
        """The share of incomplete records, in percent, exactly; None without a participant."""
        return Fraction(100 * self.incomplets, self.participants) if self.participants else None

    @property
    def pourcent(self) -> Decimal | None:
        """The same, to one decimal."""
        return None if self.taux is None else arrondi(self.taux)

    @property
    def depasse(self) -> bool:
        """Past the threshold: exactly 35 % is not past 35 %."""
        return 100 * self.incomplets > self.seuil * self.participants

    @property
    def a_completer(self) -> int:
        """How many records must be completed to be at the threshold or under it."""
        return max(0, self.incomplets - self.seuil * self.participants // 100)

    @property
    def phrase(self) -> str:
        """« 12 fiches incomplètes sur 30, 40,0 % : 2 à compléter pour ne pas dépasser 35 %. »"""
        if self.taux is None:
            return "Aucun participant."
        compte = f"{self.incomplets} fiche{'s' if self.incomplets > 1 else ''} incomplète"
        compte += f"{'s' if self.incomplets > 1 else ''} sur {self.participants}, {arrondi(self.taux)} %".replace(
            ".", ","
        )
        if not self.depasse:
            return f"{compte} ; le seuil est de {self.seuil} %."
        return f"{compte} : {self.a_completer} à compléter pour ne pas dépasser {self.seuil} %."


def jauge(fiches: Iterable[Fiche], seuil: int) -> Jauge:
    """The completeness of these records."""
    vues = [est_complete(fiche) for fiche in fiches]
    return Jauge(vues.count(False), len(vues), seuil)


def projeter(
    fiches: Sequence[Fiche], jour: date, fin: date, seuil: int, prevus: int | None = None, recul: int = JOURS_DE_RECUL
) -> Jauge:
    """The gauge that the operation would end with, if it went on as it goes.

    Participants at the end: ``prevus`` when told (never fewer than those already there), else those there, at the pace
    of entries since the first, up to ``fin``. Of the records of ``recul`` days and more, those incomplete are held to
    stay so, and their share to be that of all the others; without any such record, the present share stands.
    """
    presents = [fiche for fiche in fiches if fiche.date_entree <= jour]
    if not presents:
        return Jauge(0, prevus or 0, seuil)
    total = max(len(presents), prevus if prevus is not None else _au_rythme(presents, jour, fin))
    murs = [fiche for fiche in presents if (jour - fiche.date_entree).days >= recul] or presents
    incomplets = sum(not est_complete(fiche) for fiche in murs)
    autres = Fraction(incomplets, len(murs)) * (total - len(murs))
    return Jauge(incomplets + int(arrondi(autres, 0)), total, seuil)


def _au_rythme(presents: Sequence[Fiche], jour: date, fin: date) -> int:
    """How many would have entered by the last day, at the pace seen since the first entry."""
    debut = min(fiche.date_entree for fiche in presents)
    ecoules, restants = (jour - debut).days + 1, max(0, (fin - jour).days)
    return len(presents) + int(arrondi(Fraction(len(presents) * restants, ecoules), 0))


@dataclass(frozen=True)
class Travail:
    """A record to fix: what is missing, and by when."""

    operation: str
    personne: str
    manques: tuple[Manque, ...]
    avant_le: date | None

    @property
    def reponses_attendues(self) -> int:
        """How many answers stand between this record and the indicators."""
        return sum(manque.effet == COMPLETUDE for manque in self.manques)


def a_faire(fiches: Iterable[Fiche], jour: date, seuil: int | Mapping[str, int]) -> list[Travail]:
    """The work list, in the order of effect. ``seuil``: in percent, the same for all, or by operation.

    First the operations past the threshold, the furthest first; in them and elsewhere, records that the fewest answers
    make complete; then those that cannot be sent, then results, the window that closes first before the others.
    """
    par_operation: dict[str, list[Fiche]] = {}
    for fiche in fiches:
        par_operation.setdefault(fiche.operation, []).append(fiche)
    lignes = []
    for operation, siennes in par_operation.items():
        etat = jauge(siennes, seuil if isinstance(seuil, int) else seuil[operation])
        for fiche in siennes:
            if trouves := manques(fiche, jour):
                echeances = [manque.avant_le for manque in trouves if manque.avant_le and manque.avant_le >= jour]
                travail = Travail(operation, fiche.personne, tuple(trouves), min(echeances, default=None))
                lignes.append((_rang(travail, etat), travail))
    return [travail for _, travail in sorted(lignes, key=lambda ligne: ligne[0])]


def _rang(travail: Travail, etat: Jauge) -> tuple[int, int, int, int, date, str, str]:
    """Smaller is sooner."""
    attendues = travail.reponses_attendues
    urgence = -etat.a_completer if attendues else 0
    export = sum(manque.effet == EXPORT for manque in travail.manques)
    return (
        urgence,
        attendues == 0,
        attendues,
        export == 0 if not attendues else 0,
        travail.avant_le or date.max,
        travail.operation,
        travail.personne,
    )
