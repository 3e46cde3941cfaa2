"""The audit trail of an operation, read whole in a fixed number of queries: its choice, convention, commitments,
bilans, expenses with their pieces and what a control said of each, payments with what they rest on and what was paid
back, and the gaps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries.protocole import ProtocoleLu, protocole_le, protocoles_de
from deplie.financements.models import (
    BilanExecution,
    Controle,
    Depense,
    EvenementOperation,
    LigneControle,
    Operation,
    PieceDossier,
    RessourceConstatee,
    Reversement,
    Versement,
)
from deplie.financements.queries.bilan import compte_de, depense_ou_404, ecarte_de, est_autre
from deplie.financements.queries.convention import Situation, changement, signes, situation, versement_ou_404
from deplie.financements.queries.engagement import EngagementLu, engages
from deplie.financements.queries.operation import vie
from deplie.financements.rules.arrondi import au_cent
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.convention import termes_au
from deplie.financements.rules.cycle import CONVENTIONNES, PROGRAMMEE, RETENUS
from deplie.financements.rules.piste import (
    SORTS,
    LigneVue,
    Manque,
    VersementVu,
    compter,
    dire_le_sort,
    manques_de_l_engagement,
    manques_de_la_ligne,
    manques_du_choix,
    manques_du_versement,
    sort_de,
)
from deplie.financements.rules.versements import aide_due
from deplie.socle.argent import somme


@dataclass(frozen=True)
class LignePiste:
    """An expense, its files in force, what its control says of it, and what it lacks. Amounts in euros."""

    depense: Depense
    pieces: list[PieceDossier]
    controle: LigneControle | None
    vue: LigneVue

    @property
    def ecarte(self) -> Decimal:
        return self.vue.ecarte

    @property
    def retenu(self) -> Decimal:
        return self.depense.montant - self.vue.ecarte

    @property
    def sort(self) -> str:
        """The code of what became of it."""
        return sort_de(self.vue)

    @property
    def libelle_sort(self) -> str:
        return SORTS[self.sort]

    @property
    def phrase(self) -> str:
        return dire_le_sort(self.vue)

    @property
    def manques(self) -> list[str]:
        return manques_de_la_ligne(self.vue)


@dataclass(frozen=True)
class BilanPiste:
    """A bilan with its expenses, its control and what they make."""

    bilan: BilanExecution
    controle: Controle | None
    compte: Compte
    lignes: list[LignePiste]

    @property
    def sorts(self) -> list[tuple[str, int]]:
        return compter(ligne.sort for ligne in self.lignes)

    @property
    def incompletes(self) -> int:
        """How many of its expenses lack something."""
        return sum(bool(ligne.manques) for ligne in self.lignes)


@dataclass(frozen=True)
class EngagementPiste:
    """A commitment, what its expenses declare of it, and these expenses."""

    lu: EngagementLu
    lignes: list[LignePiste]

    @property
    def manques(self) -> list[str]:
        return manques_de_l_engagement(int(self.lu.engagement.fichier_id is not None), self.lu.compte.pris)


@dataclass(frozen=True)
class VersementPiste:
    """A payment and what it rests on: the bilans accepted by its day, the aid they gave, what was paid in all.

    ``reversements``: what had come back by its day, in full; one to come counts what has come back so far.
    """

    versement: Versement
    bilans: list[BilanPiste]
    retenu: Decimal
    aide: Decimal
    cumul: Decimal
    manques: list[str]
    reversements: list[Reversement] = field(default_factory=list)

    @property
    def rendu(self) -> Decimal:
        """What had come back."""
        return somme(un.montant for un in self.reversements)

    @property
    def net(self) -> Decimal:
        """What the holder kept that day, of all that was paid."""
        return self.cumul - self.rendu


@dataclass(frozen=True)
class Piste:
    """The whole trail."""

    operation: Operation
    decision: EvenementOperation | None
    protocole: ProtocoleLu | None
    situation: Situation | None
    engagements: list[EngagementPiste]
    bilans: list[BilanPiste]
    versements: list[VersementPiste]
    pieces: list[PieceDossier]

    @cached_property
    def manques(self) -> list[Manque]:
        """What is missing, and where."""
        return _manques(self)

    @property
    def declare(self) -> Decimal:
        return somme(bilan.compte.declare for bilan in self.bilans)

    @property
    def retenu(self) -> Decimal:
        """What the bilans that were accepted keep."""
        return somme(bilan.compte.retenu for bilan in self.bilans if bilan.bilan.valide_le)

    def part_d_aide(self, ligne: LignePiste) -> Decimal | None:
        """What the rate of the convention makes of an expense, to the cent; None before a convention."""
        exact = self.situation.termes.taux.exact if self.situation else None
        return None if exact is None else au_cent(Fraction(ligne.retenu) * exact)


def piste_de(operation: Operation) -> Piste:
    """Read the trail of an operation that the caller may read, as it stands today."""
    signee = situation(operation, timezone.localdate())
    bilans = _bilans(operation)
    decision = _decision(operation)
    versements = _versements(operation, signee, bilans) if signee else []
    return Piste(
        operation,
        decision,
        _protocole(operation, signee),
        signee,
        _engagements(operation, bilans),
        bilans,
        versements,
        list(_en_vigueur().filter(operation=operation, depense=None).select_related("requise")),
    )


def piste_de_la_depense(acteur: Acteur, pk: int) -> tuple[Piste, BilanPiste, LignePiste]:
    """The trail of an expense that the actor may read; 404 otherwise."""
    depense = depense_ou_404(acteur, pk)
    lue = piste_de(depense.bilan.operation)
    for bilan in lue.bilans:
        for ligne in bilan.lignes:
            if ligne.depense.pk == depense.pk:
                return lue, bilan, ligne
    raise AssertionError("an expense stands in a bilan of its operation")


def piste_du_versement(acteur: Acteur, pk: int) -> tuple[Piste, VersementPiste]:
    """The trail of an instalment that the actor may read; 404 otherwise."""
    versement = versement_ou_404(acteur, pk)
    lue = piste_de(versement.operation)
    trouve = next((un for un in lue.versements if un.versement.pk == versement.pk), None)
    return lue, trouve or VersementPiste(versement, [], Decimal(0), Decimal(0), Decimal(0), [])


def versements_depuis(lue: Piste, bilan: BilanPiste) -> list[VersementPiste]:
    """The payments that may hold the euros of a bilan: those made once it was accepted."""
    return [un for un in lue.versements if bilan in un.bilans]


def _en_vigueur() -> QuerySet[PieceDossier]:
    return PieceDossier.objects.en_vigueur().select_related("fichier")


def _engagements(operation: Operation, bilans: list[BilanPiste]) -> list[EngagementPiste]:
    lignes: dict[int | None, list[LignePiste]] = {}
    for bilan in bilans:
        for ligne in bilan.lignes:
            lignes.setdefault(ligne.depense.engagement_id, []).append(ligne)
    return [EngagementPiste(lu, lignes.get(lu.engagement.pk, [])) for lu in engages([operation])]


def _bilans(operation: Operation) -> list[BilanPiste]:
    depenses = Depense.objects.select_related("controle", "ligne", "poste", "engagement").prefetch_related(
        Prefetch("pieces", _en_vigueur(), to_attr="jointes")
    )
    lus = operation.bilans.select_related("controle__controleur")
    option = operation.option_simplifiee
    trouves = []
    for bilan in lus.prefetch_related(Prefetch("depenses", depenses), "controle__corrections"):
        siennes = list(bilan.depenses.all())
        lignes = [_ligne(bilan, depense) for depense in siennes]
        controle = getattr(bilan, "controle", None)
        trouves.append(BilanPiste(bilan, controle, compte_de(bilan, siennes, option=option), lignes))
    return trouves


def _ligne(bilan: BilanExecution, depense: Depense) -> LignePiste:
    ligne = getattr(depense, "controle", None)
    vue = LigneVue(
        montant=depense.montant,
        ecarte=ecarte_de(depense),
        pieces=len(depense.jointes),
        deposee=bilan.depose_le is not None,
        validee=bilan.valide_le is not None,
        controlee=ligne is not None,
        echantillon=ligne is not None and ligne.echantillon,
        verifiee=ligne is not None and ligne.verifiee_le is not None,
        motif=ligne.motif.rstrip(" .") if ligne else "",
    )
    return LignePiste(depense, depense.jointes, ligne, vue)


def _decision(operation: Operation) -> EvenementOperation | None:
    """The step by which a committee chose it, the latest first."""
    return next((pas for pas in vie(operation) if pas.vers == PROGRAMMEE), None)


def _protocole(operation: Operation, signee: Situation | None) -> ProtocoleLu | None:
    """The protocole in force in its scheme the day it was signed, else the day it begins."""
    jour = signee.convention.signee_le if signee else operation.debut
    if operation.dispositif is None or jour is None:
        return None
    return protocole_le(protocoles_de([operation.dispositif]), operation.dispositif.code, jour)


def _versements(operation: Operation, signee: Situation, bilans: list[BilanPiste]) -> list[VersementPiste]:
    """Each instalment with what had been accepted and paid by its day; one to come rests on what is accepted now."""
    changements = [changement(avenant) for avenant in signee.avenants]
    autres = [
        (une.bilan_id, une.montant)
        for une in RessourceConstatee.objects.filter(bilan__operation=operation).select_related("ressource")
        if est_autre(operation, une.ressource)
    ]
    lus = []
    for versement in signee.versements:
        jour = versement.paye_le
        acceptes = [b for b in bilans if b.bilan.valide_le and (jour is None or b.bilan.valide_le <= jour)]
        retenu = somme(bilan.compte.retenu for bilan in acceptes)
        pks = {bilan.bilan.pk for bilan in acceptes}
        apports = somme(montant for bilan, montant in autres if bilan in pks)
        termes = termes_au(signes(signee.convention), changements, jour) if jour else signee.termes
        aide = aide_due(retenu, termes.taux, termes.aide, apports)
        payes = [v.montant_paye for v in signee.versements if v.paye_le and jour and v.paye_le <= jour]
        vu = VersementVu(versement.genre, jour, versement.reference, len(acceptes)) if jour else None
        absents = manques_du_versement(vu) if vu else []
        rendus = [r for r in signee.reversements if r.regle_le and (jour is None or r.regle_le <= jour)]
        lus.append(VersementPiste(versement, acceptes, retenu, aide, somme(payes), absents, rendus))
    return lus


def _non_joints(signee: Situation | None) -> list[str]:
    """What was signed and whose paper nobody joined, in words."""
    if signee is None:
        return []
    convention = ["de la convention"] if signee.convention.fichier_id is None else []
    return convention + [f"de l'{avenant}" for avenant in signee.avenants if avenant.fichier_id is None]


def _manques(lue: Piste) -> list[Manque]:
    operation = lue.operation
    trouves = manques_du_choix(
        retenue=operation.statut in RETENUS,
        seance=lue.decision is not None and lue.decision.seance is not None,
        appel=operation.appel is not None,
        convention=lue.situation is not None,
        signee=operation.statut in CONVENTIONNES,
        non_joints=_non_joints(lue.situation),
    )
    for engage in lue.engagements:
        nom, ancre = f"Engagement {engage.lu.engagement}", f"engagement-{engage.lu.engagement.pk}"
        trouves += [Manque(f"{nom} : {faute}.", ancre) for faute in engage.manques]
    for bilan in lue.bilans:
        for ligne in bilan.lignes:
            nom = f"{ligne.depense.libelle} ({bilan.bilan})"
            trouves += [Manque(f"{nom} : {faute}.", f"depense-{ligne.depense.pk}") for faute in ligne.manques]
    for paiement in lue.versements:
        nom = str(paiement.versement)
        trouves += [Manque(f"{nom} : {faute}.", f"versement-{paiement.versement.pk}") for faute in paiement.manques]
    return trouves
