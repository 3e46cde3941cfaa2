"""A job is completed after it was recorded: by two people at once, nothing typed is lost."""

from datetime import date

import pytest

from deplie.parcours.actions import modifier_emploi
from deplie.parcours.models import Emploi
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from tests.factories import EmploiFactory
from tests.parcours import fabrique as f


@pytest.fixture
def emploi(lieu):
    return EmploiFactory(participation=f.participation(lieu), debut=date(2020, 9, 1))


@pytest.fixture
def par(lieu):
    return f.acteur(lieu, "referent_parcours")


def test_its_proof_comes_later(emploi, par):
    changes = modifier_emploi(emploi=emploi, valeurs={"preuve": "Contrat", "preuve_du": date(2020, 9, 3)}, par=par)
    assert sorted(changes) == ["preuve", "preuve_du"]
    assert Emploi.objects.get().preuve_du == date(2020, 9, 3)


def test_its_contract_and_first_day_do_not_change(emploi, par):
    assert modifier_emploi(emploi=emploi, valeurs={"contrat": "CDD6", "debut": date(2020, 1, 1)}, par=par) == []
    assert Emploi.objects.get().contrat == "CDI"


@pytest.mark.parametrize(
    ("valeurs", "dit"),
    [({"fin_prevue": date(2020, 8, 31)}, "précède l'embauche"), ({"preuve_du": date(2999, 1, 1)}, "dans l'avenir")],
)
def test_an_impossible_day_is_refused(emploi, par, valeurs, dit):
    with pytest.raises(RefusMetier, match=dit):
        modifier_emploi(emploi=emploi, valeurs=valeurs, par=par)


def test_two_people_complete_it_at_once(emploi, par):
    modifier_emploi(emploi=emploi, valeurs={"metier": "Peintre"}, par=par)
    ouverte = Edition(version_de(emploi))
    modifier_emploi(emploi=Emploi.objects.get(), valeurs={"employeur": "Un", "metier": "Peintre"}, par=par)

    with pytest.raises(EditionConcurrente):
        modifier_emploi(emploi=emploi, valeurs={"employeur": "Autre", "metier": "Peintre"}, par=par, edition=ouverte)

    assert Emploi.objects.get().employeur == "Un"
