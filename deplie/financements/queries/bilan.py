"""Bilans of an operation: which ones somebody reads, what their lines make, what each expense is compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from deplie.acteurs.queries import Acteur
from deplie.financements.models import (
    BilanExecution,
    Convention,
    Depense,
    Operation,
    PieceDossier,
    PieceRequise,
    Ressource,
    RessourceConstatee,
)
from deplie.financements.queries.convention import termes_de
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.bilan import Compte, Declaree, Depot, compter, est_autre_ressource, prochaine_periode
from deplie.financements.rules.convention import Termes
from deplie.financements.rules.depenses import SIGNES, Contexte, Liquidation, Piece, Signe, cle_du_numero, signes
from deplie.financements.rules.echeances import Periode
from deplie.financements.rules.forfait import FORFAITS
from deplie.instances.queries.seance import ou_404
from deplie.socle.argent import ZERO, somme


def _bilans(acteur: Acteur) -> QuerySet[BilanExecution]:
    lus = BilanExecution.objects.filter(operation__in=visibles_par(acteur))
    return lus.select_related(
        "operation__territoire", "operation__appel", "operation__porteur", "operation__convention"
    )


def bilan_ou_404(acteur: Acteur, pk: int) -> BilanExecution:
    """A bilan of an operation that the actor may read."""
    return ou_404(_bilans(acteur).filter(pk=pk).first())


def depense_ou_404(acteur: Acteur, pk: int) -> Depense:
    """An expense of such a bilan."""
    trouvee = Depense.objects.filter(pk=pk, bilan__in=_bilans(acteur)).select_related("bilan__operation__territoire")
    return ou_404(trouvee.first())


def piece_ou_404(acteur: Acteur, depense: int, fichier: int) -> PieceDossier:
    """A file of such an expense, in force."""
    ici = PieceDossier.objects.en_vigueur().filter(depense=depense, fichier=fichier)
    trouvee = ici.filter(depense__bilan__in=_bilans(acteur))
    return ou_404(trouvee.select_related("fichier", "operation", "depense").first())


def depenses_de(bilan: BilanExecution) -> list[Depense]:
    """The expenses of a bilan with their files in force and what a control said of each. Two queries."""
    pieces = Prefetch("pieces", PieceDossier.objects.en_vigueur().select_related("fichier"), to_attr="jointes")
    return list(bilan.depenses.select_related("controle", "engagement").prefetch_related(pieces))


def ecarte_de(depense: Depense) -> Decimal:
    """What the control takes off an expense as it stands: after the answer, else as it was proposed."""
    ligne = getattr(depense, "controle", None)
    if ligne is None:
        return ZERO
    return ligne.rejete if ligne.rejete_final is None else ligne.rejete_final


def compte_de(bilan: BilanExecution, depenses: Iterable[Depense] | None = None, *, option: str | None = None) -> Compte:
    """What the lines of a bilan make, flat rate and corrections included."""
    lues = depenses_de(bilan) if depenses is None else depenses
    lignes = [Declaree(depense.nature, depense.montant, ecarte_de(depense)) for depense in lues]
    controle = getattr(bilan, "controle", None)
    corrections = [une.montant for une in controle.corrections.all()] if controle else []
    return compter(lignes, bilan.operation.option_simplifiee if option is None else option, corrections)


def bilans_de(operation: Operation) -> list[tuple[BilanExecution, Compte]]:
    """Every bilan of an operation with what it makes, in order. Three queries."""
    lus = operation.bilans.select_related("controle").prefetch_related(
        Prefetch("depenses", Depense.objects.select_related("controle")), "controle__corrections"
    )
    option = operation.option_simplifiee
    return [(bilan, compte_de(bilan, bilan.depenses.all(), option=option)) for bilan in lus]


def termes_presents(operation: Operation, jour: date) -> Termes | None:
    """The terms of the convention on a day; None before it is signed."""
    convention = Convention.objects.filter(operation=operation).first()
    return termes_de(convention, jour) if convention else None


def periode_proposee(operation: Operation, termes: Termes) -> Periode | None:
    """The first period expected that no bilan covers."""
    couverts = operation.bilans.values_list("debut", "fin")
    return prochaine_periode(termes.debut, termes.fin, couverts, annuel=True)


def piece_de(depense: Depense) -> Piece:
    """An expense as the rules read it."""
    return Piece(
        depense.nature,
        depense.montant,
        depense.acquittee_le,
        depense.facturee_le,
        depense.fournisseur,
        depense.numero_piece,
    )


@dataclass
class Comparaison:
    """What expenses of an operation are compared with; one that is added counts for the next ones."""

    operation: Operation
    jour: date
    termes: Termes
    prevus: dict[str, Decimal]
    autres: list[Depense]
    au_forfait: frozenset[str]
    ailleurs: dict[str, str]

    def contexte(self, depense: Depense) -> Contexte:
        """The context of one expense: every other one of the operation, and its print elsewhere in the territory."""
        voisines = [une for une in self.autres if une.pk != depense.pk]
        declares: dict[str, Decimal] = {}
        for une in voisines:
            declares[une.nature] = declares.get(une.nature, ZERO) + une.montant
        return Contexte(
            jour=self.jour,
            debut=self.termes.debut,
            fin=self.termes.fin,
            prevus=self.prevus,
            declares=declares,
            au_forfait=self.au_forfait,
            empreintes={une.empreinte for une in voisines if une.empreinte},
            numeros={cle for une in voisines if (cle := cle_du_numero(une.fournisseur, une.numero_piece))},
            ailleurs=self._ailleurs(depense.empreinte),
            liquide=_liquidation(depense, voisines),
        )

    def _ailleurs(self, empreinte: str) -> dict[str, str]:
        if not empreinte or any(une.empreinte == empreinte for une in self.autres):
            return self.ailleurs
        return ailleurs(self.operation, {empreinte})

    def signes(self, depense: Depense) -> list[Signe]:
        """What is to be said of an expense."""
        return signes(piece_de(depense), self.contexte(depense))


def _liquidation(depense: Depense, voisines: Iterable[Depense]) -> Liquidation | None:
    """The commitment that an expense names, with what the others declare of it."""
    nomme = depense.engagement
    if nomme is None:
        return None
    deja = somme(une.montant for une in voisines if une.engagement_id == nomme.pk)
    return Liquidation(str(nomme), nomme.nature, nomme.montant, deja, nomme.annule_le is not None)


def ailleurs(operation: Operation, empreintes: Collection[str]) -> dict[str, str]:
    """The other operations of the territory where the same pieces are declared: print → code."""
    trouvees = Depense.objects.filter(empreinte__in=empreintes, bilan__operation__territoire=operation.territoire_id)
    lues = trouvees.exclude(bilan__operation=operation).order_by("pk")
    return dict(lues.values_list("empreinte", "bilan__operation__code"))


def comparaison(operation: Operation, termes: Termes, jour: date) -> Comparaison:
    """Read once what the expenses of an operation are compared with. Three queries."""
    prevus: dict[str, Decimal] = {}
    for ligne in operation.lignes.all():
        prevus[ligne.nature] = prevus.get(ligne.nature, ZERO) + ligne.montant
    forfait = FORFAITS.get(operation.option_simplifiee)
    autres = list(Depense.objects.filter(bilan__operation=operation))
    connues = {une.empreinte for une in autres if une.empreinte}
    au_forfait = forfait.remplacees if forfait else frozenset()
    return Comparaison(operation, jour, termes, prevus, autres, au_forfait, ailleurs(operation, connues))


@dataclass(frozen=True)
class RessourceDuBilan:
    """A resource that the plan expects in the years of a bilan, and what was received of it; None when not told."""

    ressource: Ressource
    recu: Decimal | None


def ressources_de(bilan: BilanExecution) -> list[RessourceDuBilan]:
    """The resources of other funders expected in the years of a bilan, with what is told of each."""
    dites = dict(bilan.ressources.values_list("ressource_id", "montant"))
    prevues = bilan.operation.ressources.filter(annee__gte=bilan.debut.year, annee__lte=bilan.fin.year)
    return [
        RessourceDuBilan(une, dites.get(une.pk))
        for une in prevues.select_related("organisation")
        if est_autre(bilan.operation, une)
    ]


def est_autre(operation: Operation, ressource: Ressource) -> bool:
    """Whether a resource is another funder's."""
    financeur = operation.appel.organisation_id if operation.appel else None
    du_financeur = ressource.organisation_id is not None and ressource.organisation_id == financeur
    return est_autre_ressource(ressource.genre, du_financeur, bool(operation.programmation))


def autres_recues(operation: Operation) -> Decimal:
    """What the other funders really brought, as the bilans that were accepted tell it, in euros."""
    dites = RessourceConstatee.objects.filter(bilan__operation=operation, bilan__valide_le__isnull=False)
    return somme(une.montant for une in dites.select_related("ressource") if est_autre(operation, une.ressource))


@dataclass(frozen=True)
class Attendue:
    """A document that the call asks for at the bilan, and what was joined for it."""

    requise: PieceRequise
    pieces: list[PieceDossier]

    @property
    def manque(self) -> bool:
        """Whether the bilan is not handed in without it."""
        return self.requise.obligatoire and not self.pieces


def jointes_a(bilan: BilanExecution) -> QuerySet[PieceDossier]:
    """The documents given for a bilan: joined since it was begun, before the next one was. Each bilan has its own."""
    suivant = BilanExecution.objects.filter(operation=bilan.operation_id, numero__gt=bilan.numero).order_by("numero")
    ici = PieceDossier.objects.en_vigueur().filter(
        operation=bilan.operation_id, requise__moment=PieceRequise.Moment.BILAN, deposee_le__gte=bilan.cree_le
    )
    avant = suivant.values_list("cree_le", flat=True).first()
    return (ici.filter(deposee_le__lt=avant) if avant else ici).select_related("fichier", "requise", "operation")


def attendues_de(bilan: BilanExecution) -> list[Attendue]:
    """What the call asks for at the bilan, in its order, with what was joined. Three queries."""
    requises = PieceRequise.objects.filter(appel=bilan.operation.appel_id, moment=PieceRequise.Moment.BILAN)
    jointes = list(jointes_a(bilan).order_by("pk"))
    return [
        Attendue(requise, [piece for piece in jointes if piece.requise_id == requise.pk])
        for requise in requises.order_by("rang")
    ]


def demandee_ou_404(bilan: BilanExecution, pk: int) -> PieceDossier:
    """A document given for a bilan."""
    return ou_404(jointes_a(bilan).filter(pk=pk).first())


def depot_de(bilan: BilanExecution, jour: date) -> Depot:
    """What is looked at before a bilan is deposited."""
    depenses = depenses_de(bilan)
    termes = termes_presents(bilan.operation, jour)
    refusees: dict[str, str] = {}
    if termes is not None:
        avec = comparaison(bilan.operation, termes, jour)
        for depense in depenses:
            if phrases := [signe.phrase for signe in avec.signes(depense) if signe.refuse]:
                refusees[depense.libelle] = phrases[0]
    return Depot(
        recit=bilan.recit,
        lignes=len(depenses),
        sans_piece=[depense.libelle for depense in depenses if not depense.jointes],
        refusees=refusees,
        ressources_tues=[str(une.ressource) for une in ressources_de(bilan) if une.recu is None],
        pieces_absentes=[une.requise.intitule for une in attendues_de(bilan) if une.manque],
    )


def signalements(depense: Depense) -> list[str]:
    """What an expense is flagged for, in the words of a list."""
    return [SIGNES[code][1] for code in depense.signalements if code in SIGNES]
