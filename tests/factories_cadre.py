"""The frame of a territory: parties, European money, charges, agreements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from deplie.cadre.models import (
    AccordTerritorial,
    AvenantSubvention,
    Competence,
    Enveloppe,
    OrganismeIntermediaire,
    PartEnveloppe,
    Partie,
    PartieAccord,
    RattachementOI,
    SubventionGlobale,
)
from tests.factories import OrganisationFactory, ProtocoleFactory, TerritoireFactory


class PartieFactory(DjangoModelFactory[Partie]):
    class Meta:
        model = Partie

    protocole = factory.SubFactory(ProtocoleFactory)
    organisation = factory.LazyAttribute(lambda p: OrganisationFactory(territoire=p.protocole.dispositif.territoire))


class OrganismeIntermediaireFactory(DjangoModelFactory[OrganismeIntermediaire]):
    class Meta:
        model = OrganismeIntermediaire

    territoire = factory.SubFactory(TerritoireFactory)
    organisation = factory.LazyAttribute(lambda oi: OrganisationFactory(territoire=oi.territoire))
    nom = "Organisme intermédiaire d'essai"


class RattachementOIFactory(DjangoModelFactory[RattachementOI]):
    class Meta:
        model = RattachementOI

    organisme = factory.SubFactory(OrganismeIntermediaireFactory)
    organisation = factory.LazyAttribute(lambda r: OrganisationFactory(territoire=r.organisme.territoire))
    debut = date(2022, 1, 1)


class SubventionGlobaleFactory(DjangoModelFactory[SubventionGlobale]):
    class Meta:
        model = SubventionGlobale

    organisme = factory.SubFactory(OrganismeIntermediaireFactory)
    programmation = "FSE_PLUS_2021_2027"
    numero = factory.Sequence(lambda n: f"SG-{n:04}")
    debut = date(2022, 1, 1)
    fin = date(2027, 12, 31)


class AvenantSubventionFactory(DjangoModelFactory[AvenantSubvention]):
    class Meta:
        model = AvenantSubvention

    subvention = factory.SubFactory(SubventionGlobaleFactory)
    numero = 1
    objet = "Abondement"
    effet_le = date(2024, 1, 1)


class EnveloppeFactory(DjangoModelFactory[Enveloppe]):
    class Meta:
        model = Enveloppe

    subvention = factory.SubFactory(SubventionGlobaleFactory)
    annee = 2022
    axe = "Priorité 1"
    objectif_specifique = "h"
    montant = Decimal("100000.00")
    date_effet = date(2022, 1, 1)


class PartEnveloppeFactory(DjangoModelFactory[PartEnveloppe]):
    class Meta:
        model = PartEnveloppe

    enveloppe = factory.SubFactory(EnveloppeFactory)
    rattachement = factory.LazyAttribute(lambda p: RattachementOIFactory(organisme=p.enveloppe.subvention.organisme))
    montant = Decimal("1000.00")


class CompetenceFactory(DjangoModelFactory[Competence]):
    class Meta:
        model = Competence

    territoire = factory.SubFactory(TerritoireFactory)
    objet = factory.Sequence(lambda n: f"Action sociale {n}")
    organisation = factory.LazyAttribute(lambda c: OrganisationFactory(territoire=c.territoire))
    debut = date(2016, 1, 1)


class AccordTerritorialFactory(DjangoModelFactory[AccordTerritorial]):
    class Meta:
        model = AccordTerritorial

    territoire = factory.SubFactory(TerritoireFactory)
    nature = "DELIBERATION"
    objet = "Intérêt territorial de l'action sociale"
    adopte_le = date(2017, 12, 13)


class PartieAccordFactory(DjangoModelFactory[PartieAccord]):
    class Meta:
        model = PartieAccord

    accord = factory.SubFactory(AccordTerritorialFactory)
    organisation = factory.LazyAttribute(lambda p: OrganisationFactory(territoire=p.accord.territoire))
