"""A territory's colour is legible wherever it goes, or it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle.couleurs import CONTRASTE, FEUILLE, USUELLE, contraste, refus_de_couleur, teintes
from deplie.territoires.models import Reglage

hexa = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("une", "autre", "attendu"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5f66", "#0b5f66", 1)]
)
def test_le_contraste_est_celui_de_la_norme(une: str, autre: str, attendu: float) -> None:
    assert contraste(une, autre) == contraste(autre, une) == pytest.approx(attendu, abs=0.01)


@given(hexa)
def test_une_couleur_acceptee_se_lit_partout(couleur: str) -> None:
    fonds = ("#ffffff", FEUILLE, teintes(couleur)["main-2"])
    lisible = all(contraste(couleur, fond) >= CONTRASTE for fond in fonds)
    assert (refus_de_couleur(couleur) == "") is lisible


@pytest.mark.parametrize("valeur", ["", "vert", "#0b5f6", "#0b5f66;} body{display:none", "0b5f66", None, 12])
def test_ce_qui_n_est_pas_une_couleur_est_refuse(valeur: object) -> None:
    assert "#0b5f66" in refus_de_couleur(valeur)


def test_une_couleur_trop_claire_dit_son_contraste() -> None:
    assert "est de 1,6" in refus_de_couleur("#f2b880")


def test_la_couleur_usuelle_redonne_les_jetons_de_la_feuille_de_style() -> None:
    css = Path(__file__).parents[2] / "deplie/socle/static/socle/jetons.css"
    jetons = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css.read_text()))
    for nom, teinte in teintes(USUELLE).items():
        ecarts = [abs(int(teinte[i : i + 2], 16) - int(jetons[nom][i : i + 2], 16)) for i in (1, 3, 5)]
        assert max(ecarts) <= 6, f"{nom} : {teinte} au lieu de {jetons[nom]}"


def test_la_feuille_d_une_couleur_se_garde_et_une_couleur_illisible_n_en_a_pas() -> None:
    client = Client()
    lue = client.get("/couleurs/7a1f4d.css")
    assert lue["Content-Type"].startswith("text/css")
    assert "--main: #7a1f4d;" in lue.content.decode()
    assert "immutable" in lue["Cache-Control"]
    assert client.get("/couleurs/f2b880.css").status_code == 404


def test_chaque_page_du_territoire_porte_sa_couleur(distribution, client_de) -> None:
    client = client_de("animatrice")
    adresse = f"/{distribution.territoire.code}/releves/"
    assert "/couleurs/" not in client.get(adresse).content.decode()
    Reglage.objects.create(territoire=distribution.territoire, cle="couleur", valeur="#7a1f4d")
    assert 'href="/couleurs/7a1f4d.css"' in client.get(adresse).content.decode()
