"""Factories of what an operator does and of the files that prove: beside the others, which fill their file."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from deplie.instances.models import ModeleProcesVerbal
from deplie.parcours.models import Assiduite, ModeleCourrier, PieceJointe, Proposition
from deplie.socle.models import Fabrication, Fichier
from deplie.territoires.models import Logo
from tests.factories import EtapeFactory, OrganisationFactory, TerritoireFactory


class PropositionFactory(DjangoModelFactory[Proposition]):
    """An étape planned, proposed to its operator on 16 March 2020, without an answer."""

    class Meta:
        model = Proposition

    etape = factory.SubFactory(EtapeFactory, prevue=True)
    operateur = factory.LazyAttribute(lambda p: p.etape.operateur or OrganisationFactory(territoire=p.etape.territoire))
    le = date(2020, 3, 16)


class AssiduiteFactory(DjangoModelFactory[Assiduite]):
    class Meta:
        model = Assiduite

    etape = factory.SubFactory(EtapeFactory)
    du = date(2020, 4, 1)
    au = factory.SelfAttribute("du")
    heures = 7


class FichierFactory(DjangoModelFactory[Fichier]):
    """The row alone: nothing is on the disk."""

    class Meta:
        model = Fichier

    cle = factory.Sequence(lambda n: f"{n:048x}")
    territoire = "OUEST"
    nom = "attestation.pdf"
    genre = "PDF"
    taille = 1024
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class LogoFactory(DjangoModelFactory[Logo]):
    class Meta:
        model = Logo

    territoire = factory.SubFactory(TerritoireFactory)
    fichier = factory.SubFactory(FichierFactory, genre="PNG", nom="logo.png")
    largeur, hauteur = 600, 200


class PieceJointeFactory(DjangoModelFactory[PieceJointe]):
    """A piece of an étape, unless told otherwise (``etape=None, emploi=…``)."""

    class Meta:
        model = PieceJointe

    fichier = factory.SubFactory(FichierFactory)
    etape = factory.SubFactory(EtapeFactory)
    intitule = "Attestation de présence"


class ModeleCourrierFactory(DjangoModelFactory[ModeleCourrier]):
    class Meta:
        model = ModeleCourrier

    territoire = factory.SubFactory(TerritoireFactory)
    nom = factory.Sequence(lambda n: f"Invitation n° {n}")
    fichier = factory.SubFactory(FichierFactory, genre="DOCX", nom="invitation.docx")


class ModeleProcesVerbalFactory(DjangoModelFactory[ModeleProcesVerbal]):
    """The one of every body of its territory."""

    class Meta:
        model = ModeleProcesVerbal

    territoire = factory.SubFactory(TerritoireFactory)
    fichier = factory.SubFactory(FichierFactory, genre="DOCX", nom="proces-verbal.docx")


class FabricationFactory(DjangoModelFactory[Fabrication]):
    """Four hundred letters asked for: neither made nor begun."""

    class Meta:
        model = Fabrication

    territoire = "OUEST"
    genre = "courriers"
    cle = factory.Sequence(lambda n: f"{n:048x}")
    attendus = 400
