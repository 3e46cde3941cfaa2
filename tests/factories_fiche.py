"""Factories of what the page of a person follows: diagnostics, freins, jalons, changes of référent, minimum steps."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from deplie.parcours.models import (
    ChangementReferent,
    Diagnostic,
    FreinSuivi,
    Jalon,
    PasMinimal,
    PointDiagnostic,
    Trame,
)
from tests.factories import AgentFactory, ParticipationFactory, TerritoireFactory


class DiagnosticFactory(DjangoModelFactory[Diagnostic]):
    """A first version, being written."""

    class Meta:
        model = Diagnostic

    participation = factory.SubFactory(ParticipationFactory)
    le = date(2020, 3, 16)


class PointDiagnosticFactory(DjangoModelFactory[PointDiagnostic]):
    class Meta:
        model = PointDiagnostic

    diagnostic = factory.SubFactory(DiagnosticFactory)
    nature = "FREIN"
    code = "mobilite"
    reponse = "FREINANT"


class FreinSuiviFactory(DjangoModelFactory[FreinSuivi]):
    """Mobility, known since 16 March 2020."""

    class Meta:
        model = FreinSuivi

    participation = factory.SubFactory(ParticipationFactory)
    theme = "mobilite"
    identifie_le = date(2020, 3, 16)


class JalonFactory(DjangoModelFactory[Jalon]):
    """A certificate obtained on 1 June 2020."""

    class Meta:
        model = Jalon

    participation = factory.SubFactory(ParticipationFactory)
    genre = "CERTIFICAT"
    debut = date(2020, 6, 1)
    resultat = "OBTENU"


class TrameFactory(DjangoModelFactory[Trame]):
    class Meta:
        model = Trame

    dispositif = factory.LazyFunction(lambda: TerritoireFactory().dispositifs.get(code="PLIE"))
    nom = "Trame d'essai"
    debut = date(2020, 1, 1)


class PasMinimalFactory(DjangoModelFactory[PasMinimal]):
    class Meta:
        model = PasMinimal

    trame = factory.SubFactory(TrameFactory)
    rang = 1
    libelle = "Contrat signé"
    regle = "CONTRAT"


class ChangementReferentFactory(DjangoModelFactory[ChangementReferent]):
    """Somebody is designated on 1 June 2020, who was not."""

    class Meta:
        model = ChangementReferent

    participation = factory.SubFactory(ParticipationFactory)
    nouveau = factory.SubFactory(AgentFactory, territoire=factory.SelfAttribute("..participation.personne.territoire"))
    le = date(2020, 6, 1)
