"""Two committees raise two amounts at once: the second one reads what the first one left of the purse they share."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from deplie.cadre.models import RattachementOI
from deplie.financements import actions
from deplie.financements.actions.reprogrammation import decider_reprogrammation
from deplie.financements.models import Operation
from deplie.socle.argent import somme
from deplie.socle.erreurs import RefusMetier
from tests.factories import OrganisationFactory
from tests.factories_cadre import EnveloppeFactory, OrganismeIntermediaireFactory, SubventionGlobaleFactory
from tests.factories_financements import AppelFactory, OperationRetenueFactory
from tests.fils import a_cote
from tests.instances.fabrique import commission
from tests.instances.fabrique import seance as tenue
from tests.parcours import fabrique as f

LE = date(2022, 3, 1)


class Hausse:
    """An amount asked for and the séance that decides of it."""

    def __init__(self, lieu, appel):
        self.par = f.acteur(lieu, "directeur_plie")
        self.operation = OperationRetenueFactory(
            territoire=lieu, appel=appel, montant_programme="5000.00", debut=date(2022, 1, 1), fin=date(2022, 12, 31)
        )
        self.demande = actions.demander_reprogrammation(
            operation=self.operation, montant=Decimal("9000.00"), motif="Un groupe", par=self.par
        )
        self.seance = tenue(lieu, instance=commission(lieu, nature="SELECTION"), le=LE)

    def adopter(self):
        decider_reprogrammation(
            objet=self.demande.pk, resultat="adopter", valeurs={}, le=LE, par=self.par, seance=self.seance
        )


def d_un_appel():
    """Two operations of one call."""
    lieu = f.territoire()
    appel = AppelFactory(territoire=lieu, enveloppe="15000.00")
    return Hausse(lieu, appel), Hausse(lieu, appel)


def d_une_subvention():
    """An operation in each of two territories that share a subvention globale, each of a call of its own."""
    pivot, voisin = f.territoire(), f.territoire("VOISIN")
    oi = OrganismeIntermediaireFactory(territoire=pivot)
    partenaire = OrganisationFactory(territoire=pivot)
    RattachementOI.objects.create(organisme=oi, organisation=partenaire, territoire=voisin, debut=date(2022, 1, 1))
    subvention = SubventionGlobaleFactory(organisme=oi)
    EnveloppeFactory(subvention=subvention, montant="15000.00")
    champs = {"subvention": subvention, "axe": "Priorité 1", "objectif_specifique": "h", "enveloppe": "90000.00"}
    return tuple(Hausse(lieu, AppelFactory(territoire=lieu, **champs)) for lieu in (pivot, voisin))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hausses", [d_un_appel, d_une_subvention])
def test_the_second_of_two_raises_at_once_is_compared_with_what_the_first_left(hausses):
    une, autre = hausses()
    adoptee, relache = threading.Event(), threading.Event()

    def tenir():
        # Adopted, and not yet committed.
        with transaction.atomic():
            une.adopter()
            adoptee.set()
            relache.wait(20)

    attendre = a_cote(tenir)
    assert adoptee.wait(20)
    threading.Timer(1, relache.set).start()
    with pytest.raises(RefusMetier, match="dépasse ce que laisse"):
        autre.adopter()
    attendre()
    assert somme(Operation.objects.values_list("montant_programme", flat=True)) == Decimal("14000.00")
