"""Whatever a commission decides: all that is decided is recorded, or nothing moves; what is not decided stays."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.instances import actions
from deplie.instances.models import Decision
from deplie.parcours.models import Participation, Prescription
from tests.factories import CritereProuveFactory, PrescriptionFactory
from tests.instances import fabrique
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 20)
NUMEROS = count(1)
ETATS = {"": "EN_COMMISSION", "admettre": "ADMIS", "ajourner": "AJOURNE", "refuser": "REFUSE"}
# (result, a reason is told, another way is told, a criterion is proved)
CHOIX = st.tuples(st.sampled_from(sorted(ETATS)), st.booleans(), st.booleans(), st.booleans())


def possible(resultat, raison, voie, preuve):
    """The rule, said slowly."""
    regles = {"": True, "admettre": preuve or raison, "ajourner": raison, "refuser": raison and voie}
    return regles[resultat]


def presentee(lieu, seance, preuve):
    prescription = PrescriptionFactory(
        personne=f.personne(lieu, f"Hasard{next(NUMEROS)}"),
        le=JOUR - timedelta(days=30),
        expire_le=JOUR + timedelta(days=30),
        statut="EN_COMMISSION",
        statut_le=JOUR - timedelta(days=2),
        seance=seance,
    )
    CritereProuveFactory(prescription=prescription, piece_du=JOUR - timedelta(days=3 if preuve else 400))
    return prescription


def refusees(seance, faits, lieu):
    """The objects of the decisions that were refused; none when all were recorded."""
    try:
        actions.inscrire_decisions(seance=seance, choix=faits, par=Acteur.systeme(lieu))
    except actions.DecisionsRefusees as refus:
        return {objet for _, objet in refus.refus}
    return set()


@given(choix=st.lists(CHOIX, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_of_them_or_none(db, choix):
    assume(any(resultat for resultat, *_ in choix))
    lieu = f.territoire(f"H{next(NUMEROS)}")
    seance = fabrique.seance(lieu, JOUR)
    dossiers = [presentee(lieu, seance, preuve) for *_, preuve in choix]
    faits = [
        actions.Choix(
            "prescription",
            dossier.pk,
            resultat,
            {"raison": "Dite" if raison else "", "autre_voie": "Ailleurs" if voie else ""},
        )
        for dossier, (resultat, raison, voie, _) in zip(dossiers, choix, strict=True)
        if resultat
    ]
    impossibles = {d.pk for d, un in zip(dossiers, choix, strict=True) if not possible(*un)}
    assert refusees(seance, faits, lieu) == impossibles
    valide = not impossibles
    etats = [Prescription.objects.get(pk=dossier.pk).statut for dossier in dossiers]
    assert etats == [ETATS[resultat] if valide else "EN_COMMISSION" for resultat, *_ in choix]
    assert Decision.objects.filter(seance=seance).count() == (len(faits) if valide else 0)
    entrees = Participation.objects.filter(personne__territoire=lieu)
    assert {entree.date_entree for entree in entrees} <= {JOUR}
    assert entrees.count() == etats.count("ADMIS")
