"""``deplie territoire creer``: idempotent."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.socle.models import Journal
from deplie.territoires.models import Dispositif, Territoire
from tests.site.cli.conftest import Commande


def test_creer_deux_fois_ne_change_rien(deplie: Commande) -> None:
    appel = ("territoire", "creer", "tco", "Ouest", "--dispositif", "arpe", "--siren", "249740101")
    for _ in range(2):
        assert deplie(*appel) == (0, "TCO : Ouest (PLIE, ARPE)\n", "")
    assert list(Dispositif.objects.values_list("code", "rang")) == [("PLIE", 1), ("ARPE", 2)]
    territoire = Territoire.objects.get()
    assert (territoire.siren, territoire.region_telephone) == ("249740101", "RE")
    assert Journal.objects.filter(objet="territoires.Territoire").count() == 1


def test_un_second_appel_complete(deplie: Commande) -> None:
    deplie("territoire", "creer", "T1", "Un", "--dispositif", "ARPE")
    assert deplie("territoire", "creer", "T1", "Deux", "--dispositif", "AUTRE")[1] == "T1 : Deux (PLIE, ARPE, AUTRE)\n"
    assert Territoire.objects.get().nom == "Deux"


@pytest.mark.parametrize("ecrite", ["2019-02-28", "28/02/2019"])
def test_la_date_de_completude_vaut_pour_chaque_dispositif(deplie: Commande, ecrite: str) -> None:
    deplie("territoire", "creer", "T1", "Un", "--dispositif", "ARPE", "--complet-depuis", ecrite)
    lues = set(Dispositif.objects.values_list("donnees_completes_depuis", "completude_devinee"))
    assert lues == {(date(2019, 2, 28), False)}


@pytest.mark.parametrize(("arguments", "attendu"), [
    (["t é", "Un"], "code de territoire"), (["T", "Un"], "code de territoire"), (["T1", " "], "nom du territoire"),
    (["T1", "Un", "--dispositif", "TOUS"], "TOUS est réservé"), (["T1", "Un", "--dispositif", "É"], "dispositif"),
    (["T1", "Un", "--siren", "123456789"], "SIREN"), (["T1", "Un", "--complet-depuis", "hier"], "hier"),
    (["T1"], "il manque"),
])  # fmt: skip
def test_ce_qui_est_refuse_l_est_en_une_phrase_et_rien_n_est_ecrit(
    deplie: Commande, arguments: list[str], attendu: str
) -> None:
    code, _, erreur = deplie("territoire", "creer", *arguments)
    assert (code, len(erreur.splitlines())) == (2, 1)
    assert attendu in erreur
    assert not Territoire.objects.exists()
