"""Published figures, for tests that need the row and not the figures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from deplie.pilotage.models import (
    ChapitrePack,
    CleGelee,
    Diffusion,
    EvenementPublication,
    FaitGele,
    Publication,
    TexteChapitre,
)
from deplie.pilotage.queries.bilan import Bilan, fige
from deplie.pilotage.rules.periodes import Periode
from tests.factories import PersonneFactory, TerritoireFactory

PERIODE = Periode(date(2020, 1, 1), date(2020, 12, 31))
INSTANT = datetime(2021, 2, 1, tzinfo=UTC)
# A bilan of a catalogue that had nothing, and what it was counted with.
VIDE = Bilan(("X", "Essai"), "PLIE", PERIODE, None, INSTANT, False, (), (), ())
SANS_RIEN = fige.ContexteFige(
    "PLIE", (), {}, {}, {}, {}, {}, (), (PERIODE,), ({},), {}, {}, (None,), {}, frozenset(), ()
)  # fmt: skip


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    territoire = factory.SubFactory(TerritoireFactory)
    dispositif = "PLIE"
    debut, fin = PERIODE.debut, PERIODE.fin
    version = factory.Sequence(lambda n: n + 1)
    statut_le = date(2021, 2, 1)
    donnees_au = INSTANT
    bilan = factory.LazyFunction(lambda: fige.ecrire(VIDE))
    calcul = factory.LazyFunction(lambda: fige.ecrire(SANS_RIEN))
    dossier = factory.Sequence(lambda n: f"absent-{n}")
    empreinte = "0" * 64


class EvenementPublicationFactory(DjangoModelFactory[EvenementPublication]):
    class Meta:
        model = EvenementPublication

    publication = factory.SubFactory(PublicationFactory)
    acte, vers, le = "figer", "PROVISOIRE", date(2021, 2, 1)


class DiffusionFactory(DjangoModelFactory[Diffusion]):
    class Meta:
        model = Diffusion

    publication = factory.SubFactory(PublicationFactory, statut="VALIDE_COPIL")
    le, motif, seuil = date(2021, 3, 1), "Validés par le comité.", 5
    secret = '{"masquees": [], "coupes": []}'


class FaitGeleFactory(DjangoModelFactory[FaitGele]):
    class Meta:
        model = FaitGele

    publication = factory.SubFactory(PublicationFactory)
    fait, fichier, lignes, empreinte = "sejour", "sejour.parquet", 1, "0" * 64


class CleGeleeFactory(DjangoModelFactory[CleGelee]):
    class Meta:
        model = CleGelee

    publication = factory.SubFactory(PublicationFactory)
    objet = "participation"
    cle = factory.Sequence(lambda n: 1000 + n)
    numero = factory.Sequence(lambda n: n)
    personne = factory.SubFactory(PersonneFactory)


class ChapitrePackFactory(DjangoModelFactory[ChapitrePack]):
    class Meta:
        model = ChapitrePack

    territoire = factory.SubFactory(TerritoireFactory)
    cle = factory.Sequence(lambda n: f"chapitre-{n}")
    rang, sujet = 1, "publics"


class TexteChapitreFactory(DjangoModelFactory[TexteChapitre]):
    class Meta:
        model = TexteChapitre

    publication = factory.SubFactory(PublicationFactory)
    cle = factory.Sequence(lambda n: f"chapitre-{n}")
    texte = "Une année de transition."
