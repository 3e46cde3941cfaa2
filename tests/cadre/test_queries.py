"""The protocole and the targets, as figures read them."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.cadre.queries import cibles_de, protocole_le, protocoles_de
from tests.factories import AvenantFactory, ObjectifFactory, ProtocoleFactory, TerritoireFactory

pytestmark = pytest.mark.django_db


def test_le_protocole_en_vigueur_un_jour() -> None:
    plie = TerritoireFactory(dispositifs=["ARPE"]).dispositifs.get(code="PLIE")
    ancien = ProtocoleFactory(
        dispositif=plie, nom="2018-2020", debut=date(2018, 1, 1), fin=date(2020, 12, 31), motifs_positifs=["P_CDI"]
    )
    AvenantFactory(protocole=ancien, effet_le=date(2021, 1, 1), prolonge_au=date(2021, 12, 31))
    ProtocoleFactory(dispositif=plie, nom="2022-2026", debut=date(2022, 1, 1), fin=date(2026, 12, 31))
    lus = protocoles_de([plie])
    en_2021 = protocole_le(lus, "PLIE", date(2021, 12, 31))
    assert en_2021 is not None
    assert (en_2021.nom, en_2021.definition.motifs, en_2021.dernier_jour) == (
        "2018-2020", frozenset({"P_CDI"}), date(2021, 12, 31),
    )  # fmt: skip
    assert protocole_le(lus, "PLIE", date(2022, 1, 1)).nom == "2022-2026"
    assert protocole_le(lus, "ARPE", date(2022, 1, 1)) is None
    assert protocole_le(lus, "PLIE", date(2017, 12, 31)) is None


def test_les_cibles_par_indicateur() -> None:
    plie = TerritoireFactory().dispositifs.get(code="PLIE")
    ObjectifFactory(dispositif=plie, cible=400)
    ObjectifFactory(dispositif=plie, cible=419, date_effet=date(2020, 7, 1))
    ObjectifFactory(dispositif=plie, indicateur="entrees", cible=200)
    ObjectifFactory(cible=1)  # another territory
    lues = cibles_de(plie)
    assert [cible.cible for cible in lues["personnes_suivies"]] == [400, 419]
    assert set(lues) == {"personnes_suivies", "entrees"}
