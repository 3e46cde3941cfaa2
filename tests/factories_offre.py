"""Factories of the offer, of registrations to workshops and of messages to people; see factories.py."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from deplie.acteurs.models import FluxAgenda
from deplie.offre.models import Atelier, Lieu, Permanence, SeanceAtelier
from deplie.parcours.models import InscriptionAtelier, Passage
from deplie.personnes.models import AccordRappel
from deplie.socle.models import Envoi
from tests.factories import AgentFactory, PersonneFactory, TerritoireFactory


class LieuFactory(DjangoModelFactory[Lieu]):
    class Meta:
        model = Lieu

    territoire = factory.SubFactory(TerritoireFactory)
    nom = factory.Sequence(lambda n: f"EREF d'essai n° {n}")


class PermanenceFactory(DjangoModelFactory[Permanence]):
    """Each Tuesday morning."""

    class Meta:
        model = Permanence

    lieu = factory.SubFactory(LieuFactory)
    agent = factory.SubFactory(AgentFactory, territoire=factory.SelfAttribute("..lieu.territoire"))
    jour_semaine = 1
    heure_debut = time(9)
    heure_fin = time(12)


class AtelierFactory(DjangoModelFactory[Atelier]):
    class Meta:
        model = Atelier

    territoire = factory.SubFactory(TerritoireFactory)
    titre = "Atelier d'essai"
    places = 2


class SeanceAtelierFactory(DjangoModelFactory[SeanceAtelier]):
    """A session of 6 April 2020, nine o'clock."""

    class Meta:
        model = SeanceAtelier

    atelier = factory.SubFactory(AtelierFactory)
    debut = datetime(2020, 4, 6, 7, tzinfo=UTC)


class InscriptionAtelierFactory(DjangoModelFactory[InscriptionAtelier]):
    class Meta:
        model = InscriptionAtelier

    personne = factory.SubFactory(PersonneFactory)
    seance = factory.SubFactory(
        SeanceAtelierFactory, atelier__territoire=factory.SelfAttribute("...personne.territoire")
    )


class AccordRappelFactory(DjangoModelFactory[AccordRappel]):
    class Meta:
        model = AccordRappel

    personne = factory.SubFactory(PersonneFactory)
    canal = "SMS"


class EnvoiFactory(DjangoModelFactory[Envoi]):
    """A message due on 6 April 2020."""

    class Meta:
        model = Envoi

    territoire = "T1"
    cle = factory.Sequence(lambda n: f"essai/{n}")
    genre = "essai"
    objet_id = 1
    personne = 1
    canal = "SMS"
    partir_le = datetime(2020, 4, 6, 7, tzinfo=UTC)


class PassageFactory(DjangoModelFactory[Passage]):
    """Somebody at a desk on 6 April 2020."""

    class Meta:
        model = Passage

    lieu = factory.SubFactory(LieuFactory)
    le = date(2020, 4, 6)
    motif = "ACCUEIL"


class FluxAgendaFactory(DjangoModelFactory[FluxAgenda]):
    class Meta:
        model = FluxAgenda

    agent = factory.SubFactory(AgentFactory)
    empreinte = factory.Sequence(lambda n: f"{n:064}")
