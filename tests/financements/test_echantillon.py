"""The sample of a control: drawn again alike anywhere; what its findings take off."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.echantillon import Methode, Unite, corriger, somme, taille, tirer
from deplie.financements.rules.forfait import FORFAITS
from deplie.socle.erreurs import RefusMetier

D = Decimal
GRAINE = "CSF 2025-014"
LIGNES = [Unite(f"D{rang}", "PRESTATIONS", D(100 * rang)) for rang in range(1, 9)]
UNITES = st.lists(
    st.builds(
        Unite,
        cle=st.uuids().map(str),
        nature=st.sampled_from(["PERSONNEL", "PRESTATIONS", "FONCTIONNEMENT"]),
        montant=st.decimals("0.01", 9999, places=2),
    ),
    max_size=30,
    unique_by=lambda unite: unite.cle,
)
METHODES = st.builds(Methode, st.decimals(0, 9999, places=2), st.integers(0, 100), st.integers(0, 5), st.booleans())


def test_le_tirage_est_celui_que_n_importe_qui_refait() -> None:
    """Counted apart: printf 'CSF 2025-014\\nD1' | sha256sum, and so on, sorted."""
    tirage = tirer(LIGNES, Methode(D(700), 50), GRAINE)
    assert {unite.cle for unite in tirage.exhaustives} == {"D7", "D8"}
    assert [unite.cle for unite in tirage.tirees] == ["D3", "D5", "D6"]
    assert tirage.echantillon == {"D3", "D5", "D6", "D7", "D8"}


def test_l_explication_dit_comment_refaire_le_tirage() -> None:
    texte = tirer(LIGNES, Methode(D(700), 50), GRAINE).expliquer().replace("\u202f", " ").replace("\u00a0", " ")
    assert "Toutes les dépenses de 700,00 € et plus sont contrôlées : 2 lignes, 1 500,00 €." in texte
    assert "Parmi les 6 autres (2 100,00 €), 50 % du nombre sont tirées : 3 lignes" in texte
    assert "sur 5 lignes" in texte
    assert f"graine « {GRAINE} »" in texte
    assert "SHA-256" in texte
    assert "aucun montant" in tirer([], Methode(D(1), 10), "x").expliquer()


@pytest.mark.parametrize(
    ("population", "part", "minimum", "attendu"),
    [
        (6, 50, 1, 3),
        (7, 50, 1, 4),
        (40, 1, 1, 1),
        (40, 1, 5, 5),
        (3, 1, 5, 3),
        (10, 0, 5, 0),
        (0, 100, 1, 0),
        (9, 100, 0, 9),
    ],
)
def test_la_taille_du_tirage(population: int, part: int, minimum: int, attendu: int) -> None:
    assert taille(population, Methode(D(0), part, minimum)) == attendu


@pytest.mark.parametrize(
    ("lignes", "methode", "graine", "phrase"),
    [
        (LIGNES, Methode(D(1), 10), " ", "graine"),
        (LIGNES, Methode(D(1), 101), "x", "entre 0 et 100"),
        (LIGNES, Methode(D(-1), 10), "x", "entre 0 et 100"),
        ([*LIGNES, LIGNES[0]], Methode(D(1), 10), "x", "même identifiant"),
    ],
)
def test_un_tirage_impossible(lignes: list[Unite], methode: Methode, graine: str, phrase: str) -> None:
    with pytest.raises(RefusMetier, match=phrase):
        tirer(lignes, methode, graine)


@settings(deadline=None)
@given(UNITES, METHODES, st.text(min_size=1).filter(str.strip), st.randoms())
def test_le_tirage_ne_tient_pas_a_l_ordre_de_lecture(unites, methode, graine, hasard) -> None:
    tirage = tirer(unites, methode, graine)
    melange = list(unites)
    hasard.shuffle(melange)
    assert tirer(melange, methode, graine) == tirage
    assert len(tirage.exhaustives) + len(tirage.tirees) + len(tirage.autres) == len(unites)
    assert all(unite.montant >= methode.seuil for unite in tirage.exhaustives)
    # A plain, independent reading of the rule.
    bas = sorted(
        (unite for unite in unites if unite.montant < methode.seuil),
        key=lambda unite: (hashlib.sha256((graine + "\n" + unite.cle).encode("utf-8")).digest(), unite.cle),
    )
    assert list(tirage.tirees) == bas[: len(tirage.tirees)]


@settings(deadline=None)
@given(UNITES, st.integers(0, 100), st.integers(0, 100))
def test_une_part_plus_grande_ne_fait_qu_ajouter(unites, une, autre) -> None:
    petite, grande = sorted((une, autre))
    seuil = D(5000)
    assert (
        tirer(unites, Methode(seuil, petite), "x").echantillon <= tirer(unites, Methode(seuil, grande), "x").echantillon
    )


def test_sans_extrapolation_seul_ce_qui_est_vu_est_ecarte() -> None:
    tirage = tirer(LIGNES, Methode(D(700), 50), GRAINE)
    correction = corriger(tirage, {"D8": D(100)})
    assert (correction.constate, correction.extrapole, correction.total, correction.retenu) == (100, 0, 100, 3500)
    assert correction.par_nature == {"PRESTATIONS": 100}


def test_l_extrapolation_ne_vise_que_ce_qui_n_a_pas_ete_tire() -> None:
    """10 % rejected of what was drawn takes 10 % off what was not; the lines above the threshold tell nothing of it."""
    tirage = tirer(LIGNES, Methode(D(700), 50, extrapole=True), GRAINE)
    premiere = max(tirage.tirees, key=lambda unite: unite.montant)
    ecart = somme(tirage.tirees) / 10
    correction = corriger(tirage, {premiere.cle: ecart, "D7": D(50)})
    assert correction.extrapole == somme(tirage.autres) / 10
    assert correction.constate == ecart + 50
    assert "10\u00a0%" in correction.phrase
    assert corriger(tirage, {"D7": D(50)}).extrapole == 0


def test_un_ecart_suit_sur_le_forfait() -> None:
    """1,000 € of staff rejected take off 1,000 € and the 40 % that stood on them."""
    lignes = [Unite("P1", "PERSONNEL", D(60_000)), Unite("P2", "PERSONNEL", D(40_000))]
    tirage = tirer(lignes, Methode(D(0), 100), GRAINE)
    correction = corriger(tirage, {"P1": D(1000)}, FORFAITS["RESTE_40"])
    assert (correction.forfait_declare, correction.forfait_retenu) == (40_000, 39_600)
    assert (correction.sur_le_forfait, correction.total, correction.retenu) == (400, 1400, 138_600)


def test_un_ecart_hors_de_l_assiette_laisse_le_forfait() -> None:
    lignes = [Unite("P1", "PERSONNEL", D(1000)), Unite("S1", "PRESTATIONS", D(500))]
    tirage = tirer(lignes, Methode(D(0), 100), GRAINE)
    correction = corriger(tirage, {"S1": D(500)}, FORFAITS["INDIRECT_15"])
    assert (correction.sur_le_forfait, correction.retenu) == (0, 1150)
    deux_bilans = corriger(tirage, {}, FORFAITS["INDIRECT_15"], base_hors_tirage=D(1000))
    assert deux_bilans.forfait_retenu == 300


def test_un_ecart_impossible() -> None:
    tirage = tirer(LIGNES, Methode(D(700), 50), GRAINE)
    with pytest.raises(RefusMetier, match="n'est pas du bilan"):
        corriger(tirage, {"D99": D(1)})
    with pytest.raises(RefusMetier, match="entre 0 et son montant"):
        corriger(tirage, {"D1": D("100.01")})


@settings(deadline=None)
@given(UNITES, METHODES, st.sampled_from([None, *FORFAITS.values()]), st.randoms())
def test_la_correction_tombe_juste_au_centime(unites, methode, forfait, hasard) -> None:
    tirage = tirer(unites, methode, "graine")
    vues = [unite for unite in unites if unite.cle in tirage.echantillon]
    ecarts = {unite.cle: (unite.montant * hasard.randint(0, 100) / 100).quantize(D("0.01")) for unite in vues}
    ecarts = {cle: min(ecart, next(u.montant for u in vues if u.cle == cle)) for cle, ecart in ecarts.items()}
    correction = corriger(tirage, ecarts, forfait)
    assert correction.retenu + correction.total == correction.declare + correction.forfait_declare
    assert sum(correction.par_nature.values(), D(0)) == correction.constate + correction.extrapole
    assert 0 <= correction.retenu <= correction.declare + correction.forfait_declare
    for nature, perdu in correction.par_nature.items():
        assert perdu <= somme(unite for unite in unites if unite.nature == nature)
