"""Factories of calls, operations and money; see factories.py."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from deplie.financements.models import (
    Appel,
    AvenantConvention,
    BilanExecution,
    Controle,
    Convention,
    Correction,
    CritereNotation,
    Depense,
    Engagement,
    EvenementOperation,
    FluxEcheances,
    Lecture,
    LienPorteur,
    LigneControle,
    LignePlan,
    ModeleDocument,
    NoteLecture,
    Operation,
    PieceDossier,
    PieceRequise,
    PosteTravail,
    QuestionEligibilite,
    RappelEcheance,
    ReponseEligibilite,
    Reprogrammation,
    Ressource,
    RessourceConstatee,
    Reversement,
    SaisiePorteur,
    SousEnveloppe,
    Versement,
    VersionPlan,
)
from tests.factories import AgentFactory, OrganisationFactory, TerritoireFactory
from tests.factories_pieces import FichierFactory


class AppelFactory(DjangoModelFactory[Appel]):
    """A call of the autumn of 2019, for operations of 2020: 100,000 €."""

    class Meta:
        model = Appel

    territoire = factory.SubFactory(TerritoireFactory)
    code = factory.Sequence(lambda n: f"AAP-{n}")
    titre = "Appel d'essai"
    usage = "PLIE"
    organisation = factory.SubFactory(OrganisationFactory, territoire=factory.SelfAttribute("..territoire"))
    ouvre_le = datetime(2019, 9, 1, 7, tzinfo=UTC)
    ferme_le = datetime(2019, 10, 31, 22, 59, 59, tzinfo=UTC)
    enveloppe = Decimal("100000.00")
    statut = "PUBLIE"


class SousEnveloppeFactory(DjangoModelFactory[SousEnveloppe]):
    class Meta:
        model = SousEnveloppe

    appel = factory.SubFactory(AppelFactory)
    rang = 1
    intitule = factory.Sequence(lambda n: f"Part d'essai n° {n}")
    montant = Decimal("40000.00")


class QuestionEligibiliteFactory(DjangoModelFactory[QuestionEligibilite]):
    class Meta:
        model = QuestionEligibilite

    appel = factory.SubFactory(AppelFactory)
    rang = 1
    texte = "L'action se déroule-t-elle sur le territoire ?"


class PieceRequiseFactory(DjangoModelFactory[PieceRequise]):
    class Meta:
        model = PieceRequise

    appel = factory.SubFactory(AppelFactory)
    rang = 1
    intitule = "Statuts de la structure"


class CritereNotationFactory(DjangoModelFactory[CritereNotation]):
    class Meta:
        model = CritereNotation

    appel = factory.SubFactory(AppelFactory)
    rang = 1
    intitule = "Qualité du projet"
    poids = Decimal("1.00")


class OperationFactory(DjangoModelFactory[Operation]):
    """An application of 15 October 2019 for the year 2020, handed in."""

    class Meta:
        model = Operation

    territoire = factory.SubFactory(TerritoireFactory)
    appel = factory.SubFactory(AppelFactory, territoire=factory.SelfAttribute("..territoire"))
    code = factory.Sequence(lambda n: f"OP-{n}")
    intitule = "Opération d'essai"
    porteur = factory.SubFactory(OrganisationFactory, territoire=factory.SelfAttribute("..territoire"))
    debut = date(2020, 1, 1)
    fin = date(2020, 12, 31)
    montant_demande = Decimal("10000.00")
    statut = "DEPOSEE"
    statut_le = date(2019, 10, 15)
    deposee_le = datetime(2019, 10, 15, 8, tzinfo=UTC)


class OperationRetenueFactory(OperationFactory):
    """The same, chosen by a committee of 20 November 2019."""

    statut = "PROGRAMMEE"
    statut_le = date(2019, 11, 20)
    montant_programme = Decimal("10000.00")


class EvenementOperationFactory(DjangoModelFactory[EvenementOperation]):
    class Meta:
        model = EvenementOperation

    operation = factory.SubFactory(OperationFactory)
    acte = "deposer"
    depuis = "BROUILLON"
    vers = "DEPOSEE"
    le = date(2019, 10, 15)


class LignePlanFactory(DjangoModelFactory[LignePlan]):
    class Meta:
        model = LignePlan

    operation = factory.SubFactory(OperationFactory)
    nature = "PERSONNEL"
    libelle = "Référent de parcours"
    annee = 2020
    montant = Decimal("10000.00")


class RessourceFactory(DjangoModelFactory[Ressource]):
    class Meta:
        model = Ressource

    operation = factory.SubFactory(OperationFactory)
    genre = "FSE"
    annee = 2020
    montant = Decimal("10000.00")


class PosteTravailFactory(DjangoModelFactory[PosteTravail]):
    class Meta:
        model = PosteTravail

    operation = factory.SubFactory(OperationFactory)
    fonction = "Référent de parcours"
    annee = 2020
    etp = Decimal("1.60")


class ReprogrammationFactory(DjangoModelFactory[Reprogrammation]):
    """Two thousand euros more, asked in March 2020."""

    class Meta:
        model = Reprogrammation

    operation = factory.SubFactory(OperationRetenueFactory)
    avant = Decimal("10000.00")
    apres = Decimal("12000.00")
    motif = "Un groupe de plus"
    demandee_le = date(2020, 3, 1)


class VersionPlanFactory(DjangoModelFactory[VersionPlan]):
    """An empty plan, kept when it was handed in."""

    class Meta:
        model = VersionPlan

    operation = factory.SubFactory(OperationFactory)
    rang = 1
    moment = "DEPOT"
    effet_le = date(2019, 10, 15)
    contenu = factory.LazyFunction(
        lambda: {"programmation": "", "option": "", "lignes": [], "ressources": [], "postes": []}
    )


class ConventionFactory(DjangoModelFactory[Convention]):
    class Meta:
        model = Convention

    operation = factory.SubFactory(OperationRetenueFactory, statut="CONVENTIONNEE", statut_le=date(2019, 12, 10))
    numero = factory.Sequence(lambda n: f"CONV-{n}")
    signee_le = date(2019, 12, 10)
    debut = date(2020, 1, 1)
    fin = date(2020, 12, 31)
    cout_total = Decimal("20000.00")
    montant = Decimal("10000.00")


class AvenantConventionFactory(DjangoModelFactory[AvenantConvention]):
    class Meta:
        model = AvenantConvention

    convention = factory.SubFactory(ConventionFactory)
    numero = 1
    objet = "Prolongation d'un an, dans les mêmes termes"
    signe_le = date(2020, 10, 13)
    effet_le = date(2021, 1, 1)


class VersementFactory(DjangoModelFactory[Versement]):
    class Meta:
        model = Versement

    operation = factory.SubFactory(OperationRetenueFactory)
    rang = 1
    genre = "AVANCE"
    montant_prevu = Decimal("5000.00")


class ModeleDocumentFactory(DjangoModelFactory[ModeleDocument]):
    class Meta:
        model = ModeleDocument

    territoire = factory.SubFactory(TerritoireFactory)
    usage = "CONVENTION"
    fichier = factory.SubFactory(FichierFactory)


class ReversementFactory(DjangoModelFactory[Reversement]):
    class Meta:
        model = Reversement

    operation = factory.SubFactory(OperationRetenueFactory)
    rang = 1
    motif = "Dépense écartée au contrôle"
    emis_le = date(2021, 2, 1)
    montant = Decimal("1000.00")


class BilanExecutionFactory(DjangoModelFactory[BilanExecution]):
    class Meta:
        model = BilanExecution

    operation = factory.SubFactory(OperationRetenueFactory, statut="EN_EXECUTION")
    numero = 1
    debut = date(2020, 1, 1)
    fin = date(2020, 12, 31)


class DepenseFactory(DjangoModelFactory[Depense]):
    class Meta:
        model = Depense

    bilan = factory.SubFactory(BilanExecutionFactory)
    nature = "PERSONNEL"
    libelle = "Salaire de mars"
    acquittee_le = date(2020, 3, 31)
    montant = Decimal("2500.00")


class EngagementFactory(DjangoModelFactory[Engagement]):
    """An order of 1,200 €, of a signed operation."""

    class Meta:
        model = Engagement

    operation = factory.SubFactory(OperationRetenueFactory, statut="EN_EXECUTION")
    numero = factory.Sequence(lambda n: n + 1)
    nature = "PRESTATIONS"
    libelle = "Formation aux premiers secours"
    engage_le = date(2020, 3, 2)
    montant = Decimal("1200.00")


class RessourceConstateeFactory(DjangoModelFactory[RessourceConstatee]):
    class Meta:
        model = RessourceConstatee

    bilan = factory.SubFactory(BilanExecutionFactory)
    ressource = factory.SubFactory(RessourceFactory, operation=factory.SelfAttribute("..bilan.operation"))
    montant = Decimal("2500.00")


class ControleFactory(DjangoModelFactory[Controle]):
    class Meta:
        model = Controle

    bilan = factory.SubFactory(BilanExecutionFactory)
    controleur = factory.SubFactory(AgentFactory, territoire=factory.SelfAttribute("..bilan.operation.territoire"))
    ouvert_le = date(2021, 2, 1)
    graine = "essai"
    seuil = Decimal("1000.00")
    part = 20


class LigneControleFactory(DjangoModelFactory[LigneControle]):
    class Meta:
        model = LigneControle

    controle = factory.SubFactory(ControleFactory)
    depense = factory.SubFactory(DepenseFactory, bilan=factory.SelfAttribute("..controle.bilan"))


class CorrectionFactory(DjangoModelFactory[Correction]):
    class Meta:
        model = Correction

    controle = factory.SubFactory(ControleFactory)
    libelle = "Extrapolation"
    motif = "Erreurs de l'échantillon"
    montant = Decimal("100.00")


class LienPorteurFactory(DjangoModelFactory[LienPorteur]):
    class Meta:
        model = LienPorteur

    operation = factory.SubFactory(OperationFactory)
    courriel = "porteur@exemple.invalid"
    empreinte = factory.Sequence(lambda n: f"empreinte-{n}")
    expire_le = date(2030, 1, 1)


class SaisiePorteurFactory(DjangoModelFactory[SaisiePorteur]):
    class Meta:
        model = SaisiePorteur

    operation = factory.SubFactory(OperationFactory)
    partie = "projet"
    champs = "intitule=Essai"


class ReponseEligibiliteFactory(DjangoModelFactory[ReponseEligibilite]):
    class Meta:
        model = ReponseEligibilite

    operation = factory.SubFactory(OperationFactory)
    question = factory.SubFactory(QuestionEligibiliteFactory, appel=factory.SelfAttribute("..operation.appel"))
    oui = True


class PieceDossierFactory(DjangoModelFactory[PieceDossier]):
    class Meta:
        model = PieceDossier

    operation = factory.SubFactory(OperationFactory)
    fichier = factory.SubFactory(FichierFactory)
    intitule = "Statuts"


class LectureFactory(DjangoModelFactory[Lecture]):
    class Meta:
        model = Lecture

    operation = factory.SubFactory(OperationFactory)
    lecteur = factory.SubFactory(AgentFactory, territoire=factory.SelfAttribute("..operation.territoire"))
    designe_le = date(2019, 11, 2)


class NoteLectureFactory(DjangoModelFactory[NoteLecture]):
    class Meta:
        model = NoteLecture

    lecture = factory.SubFactory(LectureFactory)
    critere = factory.SubFactory(CritereNotationFactory, appel=factory.SelfAttribute("..lecture.operation.appel"))
    note = Decimal("3.00")


class FluxEcheancesFactory(DjangoModelFactory[FluxEcheances]):
    class Meta:
        model = FluxEcheances

    agent = factory.SubFactory(AgentFactory)
    empreinte = factory.Sequence(lambda n: f"{n:064}")


class RappelEcheanceFactory(DjangoModelFactory[RappelEcheance]):
    """The end of a convention, recalled a month before."""

    class Meta:
        model = RappelEcheance

    agent = factory.SubFactory(AgentFactory)
    cle = factory.Sequence(lambda n: f"operation-{n}-fin")
    echue_le = date(2020, 12, 31)
    moment = "PROCHE"
    le = date(2020, 12, 1)
