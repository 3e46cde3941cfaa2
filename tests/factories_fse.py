"""Factories of the records of participants; see factories.py."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from deplie.acteurs.rules import cle_organisation
from deplie.fse.models import (
    CorrespondanceFSE,
    EntiteSoutenue,
    ErreurService,
    ParticipationFSE,
    ReponseSensibleFSE,
    RetourService,
)
from tests.factories import PersonneFactory, TerritoireFactory
from tests.factories_financements import OperationRetenueFactory


class ParticipationFSEFactory(DjangoModelFactory[ParticipationFSE]):
    """A woman without a job who entered on 4 March 2020, with all that makes her record complete."""

    class Meta:
        model = ParticipationFSE

    operation = factory.SubFactory(OperationRetenueFactory, programmation="FSE_PLUS_2021_2027")
    personne = factory.SubFactory(
        PersonneFactory,
        territoire=factory.SelfAttribute("..operation.territoire"),
        sexe="F",
        date_naissance=date(1986, 5, 6),
    )
    date_entree = date(2020, 3, 4)
    statut = "CHOMEUR"
    duree_chomage_mois = 14
    en_formation = "NON"
    niveau_formation = "3"


class ReponseSensibleFSEFactory(DjangoModelFactory[ReponseSensibleFSE]):
    class Meta:
        model = ReponseSensibleFSE

    participation = factory.SubFactory(ParticipationFSEFactory)
    question = "handicap"
    reponse = "NON"
    origine = "DECLARE"
    demandee_le = date(2020, 3, 4)


class EntiteSoutenueFactory(DjangoModelFactory[EntiteSoutenue]):
    class Meta:
        model = EntiteSoutenue

    operation = factory.SubFactory(OperationRetenueFactory, programmation="FSE_PLUS_2021_2027")
    genre = "PME"
    nom = "Les Ateliers du Port"
    cle = factory.LazyAttribute(lambda une: cle_organisation(une.nom))
    le = date(2020, 3, 4)
    preuve = "convention"


class CorrespondanceFSEFactory(DjangoModelFactory[CorrespondanceFSE]):
    class Meta:
        model = CorrespondanceFSE

    territoire = factory.SubFactory(TerritoireFactory)
    nom = "Essai"
    donnees = factory.LazyFunction(
        lambda: {"nom": "Essai", "version": "1", "colonnes": [{"entete": "Nom", "champ": "nom"}]}
    )


class RetourServiceFactory(DjangoModelFactory[RetourService]):
    class Meta:
        model = RetourService

    territoire = factory.SubFactory(TerritoireFactory)
    fichier = "erreurs.csv"
    entetes = ["Nom", "Erreur"]
    lignes = [["Exemple", "Commune inconnue"]]


class ErreurServiceFactory(DjangoModelFactory[ErreurService]):
    class Meta:
        model = ErreurService

    retour = factory.SubFactory(RetourServiceFactory)
    ligne = 2
    repere = "Exemple"
    message = "Commune inconnue"
