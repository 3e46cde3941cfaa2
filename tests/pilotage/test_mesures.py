"""An action of a plan reads the catalogue: the same figures as the bilan, over the year of the day, up to it."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.acteurs.queries import Acteur
from deplie.pilotage.queries.bilan import TOUS, etablir
from deplie.pilotage.queries.mesures import lire
from tests.factories import TerritoireFactory
from tests.parcours import fabrique

pytestmark = pytest.mark.django_db


def test_an_action_reads_what_the_bilan_says():
    territoire = fabrique.territoire()
    fabrique.participation(territoire, entree=date(2019, 3, 1))
    acteur = Acteur.systeme(territoire)
    jour = date(2019, 6, 30)
    lue = lire(acteur, {"entrees", "inconnu"}, jour)
    dispositifs = list(territoire.dispositifs.values_list("code", flat=True))
    dispositif = dispositifs[0] if len(dispositifs) == 1 else TOUS
    chiffre = etablir(territoire, date(2019, 1, 1), jour, acteur=acteur, dispositif=dispositif).totaux["entrees"]
    assert set(lue) == {"entrees"}
    assert (lue["entrees"].texte, lue["entrees"].valeur) == (chiffre.texte, 1)
    assert "du=01%2F01%2F2019" in lue["entrees"].adresse
    assert "au=30%2F06%2F2019" in lue["entrees"].adresse


def test_a_territory_without_a_scheme_reads_nothing():
    territoire = TerritoireFactory()
    territoire.dispositifs.all().delete()
    assert lire(Acteur.systeme(territoire), {"entrees"}, date(2019, 6, 30)) == {}


def test_a_share_says_what_it_stands_on():
    territoire = fabrique.territoire()
    qui = fabrique.personne(territoire, date_naissance=date(1980, 1, 1))
    fabrique.participation(territoire, qui, entree=date(2019, 3, 1))
    jour = date(2019, 6, 30)
    acteur = Acteur.systeme(territoire)
    part = etablir(territoire, date(2019, 1, 1), jour, acteur=acteur, dispositif=TOUS).totaux["part_25_ans_et_plus"]
    lue = lire(acteur, {"part_25_ans_et_plus"}, jour)
    assert part.denominateur == 1
    attendu = f"{part.texte} ({part.numerateur} sur {part.denominateur})"
    assert lue["part_25_ans_et_plus"].texte.replace("\u00a0", " ") == attendu.replace("\u00a0", " ")
