"""A subvention globale and what became of it, read on a day by the territory that runs it or whose money it manages.

Operations of another territory count by their sums alone: neither their code nor their holder is read there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import RattachementOI, SubventionGlobale
from deplie.cadre.queries.part import parts_de
from deplie.cadre.queries.subvention import SubventionLue, subvention_lisible_ou_404, subvention_lue, subventions_de
from deplie.financements.models import Appel, Depense, Operation
from deplie.financements.queries.bilan import compte_de
from deplie.financements.queries.convention import termes_de
from deplie.financements.queries.plan import chiffrer_ecrit
from deplie.financements.queries.version import plan_ecrit
from deplie.financements.rules.arrondi import repartir
from deplie.financements.rules.convention import Termes
from deplie.financements.rules.cycle import RETENUS
from deplie.financements.rules.programmation import (
    MESURES,
    Case,
    Cle,
    Poids,
    alertes,
    dresser,
    partager,
    reunir,
    total,
)
from deplie.financements.rules.versements import aide_due
from deplie.socle.argent import ZERO, somme
from deplie.socle.argent import formater as euros

AUTRES = "les autres plans"


@dataclass(frozen=True)
class Choix:
    """Which cell a list is of; None or empty: every one. ``mesure``: those that weigh something in it."""

    annee: int | None = None
    axe: str | None = None
    objectif: str | None = None
    mesure: str = ""

    def garde(self, poids: Poids) -> bool:
        return (
            self.annee in (None, poids.annee)
            and self.axe in (None, poids.axe)
            and self.objectif in (None, poids.objectif)
            and (not self.mesure or bool(getattr(poids, self.mesure)))
        )


@dataclass(frozen=True)
class Ligne:
    """An operation of the reader's own territory, and what it weighs where it was asked."""

    operation: Operation
    case: Case


@dataclass(frozen=True)
class PlanLu:
    """A plan that shares an envelope: the part reserved to it, and what its operations weigh.

    ``part`` None: nothing is reserved. ``case`` None: its operations are not on this installation, nobody can tell.
    ``sur_part``: what it programmed for the years, axes and objectives of its part.
    """

    nom: str
    part: Decimal | None
    case: Case | None
    sur_part: Decimal = ZERO

    @property
    def taux(self) -> Decimal | None:
        """What is programmed of its part, in percent; None where one of the two is not known."""
        return None if self.case is None or not self.part else self.sur_part * 100 / self.part

    @property
    def alerte(self) -> str:
        """A sentence where more is programmed than its part holds; empty else."""
        if self.part is None or self.sur_part <= self.part:
            return ""
        return (
            f"{self.nom} : {euros(self.sur_part)} programmés pour une part de {euros(self.part)}, "
            f"{euros(self.sur_part - self.part)} de trop."
        )


@dataclass(frozen=True)
class Programmation:
    """A subvention globale on a day: its cells, their sums, what each plan weighs, what passes the envelope."""

    lue: SubventionLue
    jour: date
    poids: list[Poids]
    operations: dict[int, Operation]
    cases: dict[Cle, Case]
    par_annee: dict[int, Case]
    par_axe: dict[tuple[str, str], Case]
    plans: list[PlanLu]
    tout: Case
    alertes: list[str]

    @property
    def autres_plans(self) -> bool:
        """Whether another plan shares the same envelope."""
        return len(self.plans) > 1

    @property
    def sans_part(self) -> bool:
        """Whether no part is reserved to anybody."""
        return all(plan.part is None for plan in self.plans)

    @property
    def parts_en_tout(self) -> Decimal | None:
        """The sum of the parts reserved; None where there is none."""
        return None if self.sans_part else somme(plan.part for plan in self.plans if plan.part is not None)

    def lignes(self, choix: Choix) -> list[Ligne]:
        """The reader's own operations behind a figure, by code."""
        retenus = [un for un in self.poids if choix.garde(un) and not un.plan]
        pks = sorted({un.operation for un in retenus}, key=lambda pk: self.operations[pk].code)
        return [Ligne(self.operations[pk], reunir([], [un for un in retenus if un.operation == pk])) for pk in pks]

    def ailleurs(self, choix: Choix) -> dict[str, Case]:
        """What the other plans weigh in the same figure."""
        retenus = [un for un in self.poids if choix.garde(un) and un.plan]
        return {nom: reunir([], [un for un in retenus if un.plan == nom]) for nom in sorted({u.plan for u in retenus})}


def subventions_lisibles(acteur: Acteur) -> list[SubventionGlobale]:
    """The subventions that a territory runs, or that bring its money; the latest first."""
    return list(subventions_de(acteur.territoire).order_by("-debut", "-pk"))


def appels_sans_subvention(acteur: Acteur) -> list[Appel]:
    """Calls of European money that name no subvention globale."""
    return list(Appel.objects.filter(territoire=acteur.territoire, financeur="FSE", subvention=None).order_by("code"))


def programmation(acteur: Acteur, pk: int, jour: date) -> Programmation:
    """Everything that a subvention globale has become on a day: a fixed number of queries; 404 for another's."""
    lue = subvention_lue(subvention_lisible_ou_404(acteur.territoire, pk), jour)
    operations = _operations(lue.subvention)
    poids = [un for operation in operations for un in poids_de(operation, jour, _plan(acteur, lue, operation))]
    enveloppes: dict[Cle, Decimal] = {}
    for ligne in lue.enveloppes.lignes:
        enveloppes[ligne.cle] = enveloppes.get(ligne.cle, ZERO) + ligne.montant
    cases = dresser(enveloppes, poids)
    tout, plans = total(cases.values()), _plans(acteur, lue, poids)
    return Programmation(
        lue=lue,
        jour=jour,
        poids=poids,
        operations={operation.pk: operation for operation in operations},
        cases=cases,
        par_annee=_sommer(cases, lambda cle: cle[0]),
        par_axe=_sommer(cases, lambda cle: cle[1:]),
        plans=plans,
        tout=tout,
        alertes=[*alertes(cases, tout), *(plan.alerte for plan in plans if plan.alerte)],
    )


def _sommer(cases: dict[Cle, Case], cle_de):
    return {
        cle: total(une for k, une in cases.items() if cle_de(k) == cle) for cle in sorted({cle_de(k) for k in cases})
    }


def _plan(acteur: Acteur, lue: SubventionLue, operation: Operation) -> str:
    """Whose an operation is, for the reader: its own, named for who runs the body, told together for the others."""
    if operation.territoire_id == acteur.territoire.pk:
        return ""
    return operation.territoire.nom if lue.subvention.organisme.territoire_id == acteur.territoire.pk else AUTRES


def _plans(acteur: Acteur, lue: SubventionLue, poids: list[Poids]) -> list[PlanLu]:
    """The reader's own plan first, then the others by name: those with a part, those that weigh something."""
    parts: dict[str, dict[Cle, Decimal]] = {}
    inconnus: set[str] = set()
    cles = {ligne.rang: ligne.cle for ligne in lue.enveloppes.lignes}
    for enveloppe, reservees in parts_de(lue).items():
        for part in reservees:
            siennes = parts.setdefault(_nom_du_plan(acteur, lue, part.rattachement), {})
            siennes[cles[enveloppe]] = siennes.get(cles[enveloppe], ZERO) + part.montant
            if part.rattachement.territoire_id is None:
                inconnus.add(_nom_du_plan(acteur, lue, part.rattachement))
    pesent = {un.plan for un in poids}
    return [
        PlanLu(
            nom or acteur.territoire.nom,
            somme(parts[nom].values()) if nom in parts else None,
            None if nom in inconnus - pesent else reunir([], [un for un in poids if un.plan == nom]),
            somme(un.programme for un in poids if un.plan == nom and un.cle in parts.get(nom, {})),
        )
        for nom in sorted({"", *parts, *pesent})
    ]


def _nom_du_plan(acteur: Acteur, lue: SubventionLue, plan: RattachementOI) -> str:
    """As ``_plan``; a plan that has no territory here is named for its holder, to who runs the body alone."""
    if plan.territoire_id == acteur.territoire.pk:
        return ""
    if lue.subvention.organisme.territoire_id != acteur.territoire.pk:
        return AUTRES
    return plan.territoire.nom if plan.territoire else str(plan.organisation)


def _operations(subvention: SubventionGlobale) -> list[Operation]:
    lues = Operation.objects.filter(appel__subvention=subvention, statut__in=sorted(RETENUS))
    return list(
        lues.select_related("appel", "porteur", "territoire", "convention")
        .prefetch_related(
            "lignes", "ressources", "postes", "evenements", "versements", "reversements", "convention__avenants",
            "bilans__controle__corrections", Prefetch("bilans__depenses", Depense.objects.select_related("controle")),
        )
        .order_by("code", "pk")
    )  # fmt: skip


def poids_de(operation: Operation, jour: date, plan: str = "") -> list[Poids]:
    """What an operation weighs by year on a day; nothing before a committee chose it."""
    choisie = [pas.le for pas in operation.evenements.all() if pas.acte == "retenir"]
    if choisie and max(choisie) > jour:
        return []
    sommes: dict[int, dict[str, Decimal]] = {}
    for mesure, par_annee in _mesures(operation, jour).items():
        for annee, montant in par_annee.items():
            if montant:
                sommes.setdefault(annee, {})[mesure] = montant
    appel = operation.appel
    assert appel is not None
    return [
        Poids(operation.pk, annee, appel.axe, appel.objectif_specifique, plan, **lues) for annee, lues in sommes.items()
    ]


def _mesures(operation: Operation, jour: date) -> dict[str, dict[int, Decimal]]:
    aides, couts, annee = partage_de(operation)
    mesures = {"programme": partager(operation.montant_programme or ZERO, aides, couts, annee)}
    convention = getattr(operation, "convention", None)
    if convention is None or convention.signee_le > jour:
        return mesures
    termes = termes_de(convention, jour)
    mesures["conventionne"] = partager(termes.aide, aides, couts, annee)
    return mesures | _depenses(operation, termes, jour) | {"paye": _payes(operation, jour)}


def partage_de(operation: Operation) -> tuple[dict[int, Decimal], dict[int, Decimal], int]:
    """How an operation is shared over its years: its aid, its costs, the year that takes all where no plan tells."""
    ecrit = plan_ecrit(operation)
    aides: dict[int, Decimal] = {}
    for une in ecrit.ressources:
        if une.aide:
            aides[une.annee] = aides.get(une.annee, ZERO) + une.montant
    return aides, chiffrer_ecrit(ecrit).par_annee(), (operation.debut or operation.statut_le).year


def restes_de_la_subvention(operation: Operation, jour: date) -> dict[int, Decimal]:
    """What the subvention globale of an operation still holds for its axis and objective, every plan counted, by year
    that has an amount; nothing where its call names none."""
    appel = operation.appel
    lisibles = subventions_de(operation.territoire).prefetch_related("avenants", "enveloppes")
    subvention = lisibles.filter(pk=appel.subvention_id).first() if appel and appel.subvention_id else None
    if appel is None or subvention is None:
        return {}
    siennes = (appel.axe, appel.objectif_specifique)
    restes: dict[int, Decimal] = {}
    for ligne in subvention_lue(subvention, jour).enveloppes.lignes:
        if ligne.cle[1:] == siennes:
            restes[ligne.annee] = restes.get(ligne.annee, ZERO) + ligne.montant
    for autre in _operations(subvention):
        for poids in poids_de(autre, jour):
            if (poids.axe, poids.objectif) == siennes and poids.annee in restes:
                restes[poids.annee] -= poids.programme
    return restes


def _depenses(operation: Operation, termes: Termes, jour: date) -> dict[str, dict[int, Decimal]]:
    """The aid of what was declared, and of what was retained, by the year in which each bilan begins."""
    declares: dict[int, Decimal] = {}
    retenus: dict[int, Decimal] = {}
    for bilan in operation.bilans.all():
        compte = compte_de(bilan, bilan.depenses.all(), option=operation.option_simplifiee)
        if bilan.depose_le and bilan.depose_le.date() <= jour:
            declares[bilan.debut.year] = declares.get(bilan.debut.year, ZERO) + compte.declare
        if bilan.valide_le and bilan.valide_le <= jour:
            retenus[bilan.debut.year] = retenus.get(bilan.debut.year, ZERO) + compte.retenu
    return {"declare": _en_aide(declares, termes), "retenu": _en_aide(retenus, termes)}


def _en_aide(depenses: dict[int, Decimal], termes: Termes) -> dict[int, Decimal]:
    """The aid that expenses give in all, at the rate and within the convention, shared over their years."""
    tout = somme(depenses.values())
    if not tout:
        return {}
    ans = sorted(depenses)
    parts = repartir(aide_due(tout, termes.taux, termes.aide), [depenses[an] for an in ans])
    return dict(zip(ans, parts, strict=True))


def _payes(operation: Operation, jour: date) -> dict[int, Decimal]:
    """What was paid less what came back, by year."""
    mouvements = [(v.paye_le, v.montant_paye) for v in operation.versements.all() if v.paye_le and v.montant_paye]
    mouvements += [(r.regle_le, -r.montant) for r in operation.reversements.all() if r.regle_le]
    payes: dict[int, Decimal] = {}
    for le, montant in mouvements:
        if le <= jour:
            payes[le.year] = payes.get(le.year, ZERO) + montant
    return payes


def choix_de(valeurs: dict[str, str]) -> Choix:
    """What an address asks for; what is unknown is left out."""
    annee = valeurs.get("annee", "")
    return Choix(
        int(annee) if annee.isascii() and annee.isdigit() and len(annee) == 4 else None,
        valeurs.get("axe"),
        valeurs.get("objectif"),
        valeurs.get("mesure", "") if valeurs.get("mesure") in MESURES else "",
    )


def cellules_de(territoire) -> list[tuple[SubventionGlobale, Sequence[tuple[str, str]]]]:
    """Each subvention that a call may name, with the axes and objectives of its envelope."""
    lues = subventions_de(territoire).prefetch_related("enveloppes").order_by("-debut", "-pk")
    return [(une, sorted({(e.axe, e.objectif_specifique) for e in une.enveloppes.all()})) for une in lues]
