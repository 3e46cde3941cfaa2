"""Geometry of the charts: zero-based, to scale, inside their frame, legible, and the same as their table."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.socle.graphiques import (
    Bande,
    Barre,
    Dessin,
    Flux,
    Jalon,
    Panneau,
    Tranche,
    barres,
    flux,
    frise,
    jauge,
    multiples,
    partage,
)
from deplie.socle.graphiques.dessin import COULEURS, DEMI, ETROIT, PAGE, TEXTE_MINIMUM, entier, large_de, lignes_de
from deplie.socle.graphiques.frise import FAMILLES
from tests.socle.graphiques.lecture import Lu, lire

STYLES = Path(__file__).parents[3] / "deplie/socle/static/socle"
# Two decimals are lost by rounding to tenths of a pixel.
PRES = 0.11
noms = st.text(
    alphabet=st.characters(whitelist_categories=("L", "N", "P", "Zs"), max_codepoint=0x24F), min_size=1, max_size=90
)
comptes = st.integers(0, 250_000)
parts = st.lists(st.builds(Barre, noms, comptes, comptes, st.just("+ 12 (+ 3,4 %)")), min_size=1, max_size=12)


def dessins_de(dessin: Dessin) -> list[Lu]:
    return [lire(dessin.large), lire(dessin.etroit)]


def exemples() -> list[Dessin]:
    lues = [Barre("Emplois & <créations>", 679, 587, "+ 92 (+ 15,7 %)"), Barre("Clause", 8, 6, niveau=1)]
    un = Flux(250, 198, 319, 175, 129, "en parcours au 1er janvier", "en parcours au 31 décembre")
    frise_ = frise(
        [Bande(date(2020, 1, 3), None, "Chantier", "emploi"), Bande(date(2020, 2, 1), date(2020, 3, 1), "Atelier")],
        [Jalon(date(2020, 1, 2), "Entrée", True)],
        debut=date(2020, 1, 1), fin=date(2020, 12, 31), aujourdhui=date(2020, 6, 1), phrase="Frise",
    )  # fmt: skip
    return [
        barres(lues, phrase="Étapes", periode="2020", periode_avant="2019", titre="Par nature"),
        partage([Tranche("femmes", 273, "60,9 %"), Tranche("hommes", 175, "39,1 %")], titre="Sexe", phrase="Sexe"),
        flux(un),
        multiples([Panneau("Femmes", 3, lues)] * 4, phrase="p", titre="t", periode="2020"),
        frise_,
    ]


@pytest.mark.parametrize("rang", range(5))
def test_chaque_dessin_est_lisible_et_dit_ce_qu_il_montre(rang: int) -> None:
    """Valid XML, a title and a description, no small text, nothing to the right of the frame nor under it."""
    dessin = exemples()[rang]
    minimum = {"demi": TEXTE_MINIMUM, "page": TEXTE_MINIMUM}[dessin.format]
    for lu, naturelle in zip(dessins_de(dessin), ({"demi": DEMI, "page": PAGE}[dessin.format], ETROIT), strict=True):
        assert lu.largeur == naturelle
        assert lu.titre
        assert lu.description == dessin.phrase
        assert min(taille for *_, taille, _ in lu.textes) >= minimum
        assert all(r.x >= 0 and r.x + r.largeur <= lu.largeur + PRES for r in lu.rectangles)
        assert all(r.y + r.hauteur <= lu.hauteur + PRES for r in lu.rectangles)
        assert all(0 < y <= lu.hauteur for _, _, y, _, _ in lu.textes)
    assert dessin.lignes
    assert all(len(ligne) == len(dessin.entetes) for ligne in dessin.lignes)


@settings(max_examples=60, deadline=None)
@given(parts)
def test_les_barres_partent_de_zero_sur_une_seule_echelle(lues: list[Barre]) -> None:
    dessin = barres(lues, phrase="p", periode="2020", periode_avant="2019", titre="t")
    for lu in dessins_de(dessin):
        courantes, avant = lu.roles("fort"), lu.roles("avant")
        assert {r.x for r in courantes + avant} == {0.0}
        mesures = [(r.largeur, b.valeur) for r, b in zip(courantes, lues, strict=True)]
        mesures += [(r.largeur, b.avant or 0) for r, b in zip(avant, lues, strict=True)]
        grand = max(valeur for _, valeur in mesures)
        for largeur, valeur in mesures:
            assert largeur == pytest.approx(max(m for m, _ in mesures) * valeur / max(grand, 1), abs=PRES)
    assert [ligne[1] for ligne in dessin.lignes] == [entier(barre.valeur) for barre in lues]


@settings(max_examples=60, deadline=None)
@given(parts)
def test_la_valeur_ecrite_au_bout_d_une_barre_tient_dans_le_cadre(lues: list[Barre]) -> None:
    dessin = barres(lues, phrase="p", periode="2020", periode_avant="2019")
    for lu in dessins_de(dessin):
        for mots, x, _, taille, ancre in lu.textes:
            if re.fullmatch(r"[\d\u202f]+", mots) and x > 0:
                assert ancre == "start"
                assert x + large_de(mots, taille) <= lu.largeur


@given(st.lists(comptes, min_size=2, max_size=5).filter(any))
def test_les_tranches_font_le_tout(valeurs: list[int]) -> None:
    tranches = [Tranche(f"part {n}", v, "–") for n, v in enumerate(valeurs)]
    for lu in dessins_de(partage(tranches, titre="t", phrase="p")):
        bande = [r for r in lu.rectangles if r.hauteur == 20]
        assert len(bande) == len(valeurs)
        for rectangle, valeur in zip(bande, valeurs, strict=True):
            # A hairline parts two neighbours.
            assert rectangle.largeur == pytest.approx(lu.largeur * valeur / sum(valeurs), abs=1.5 + PRES)


@given(st.integers(0, 5000), st.integers(0, 5000), st.data())
def test_le_flux_conserve_les_participations(debut: int, entrees: int, tirage: st.DataObject) -> None:
    """What comes in equals what stays plus what goes out, in counts and in pixels."""
    sorties = tirage.draw(st.integers(0, debut + entrees))
    positives = tirage.draw(st.integers(0, sorties))
    lu = Flux(debut, entrees, sorties, positives, debut + entrees - sorties, "au début", "à la fin")
    large = lire(flux(lu).large)
    milieu, source, issue = sorted({r.x for r in large.rectangles})[1], 220.0, 645.0
    hauteurs = {x: sum(r.hauteur for r in large.rectangles if r.x == x) for x in (source, milieu, issue)}
    assert hauteurs[source] == pytest.approx(hauteurs[milieu], abs=0.3)
    assert hauteurs[issue] == pytest.approx(hauteurs[milieu], abs=0.3)


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_la_jauge_marque_la_cible_la_ou_elle_est(valeur: int, cible: int) -> None:
    lu = lire(jauge(Fraction(valeur), Fraction(cible), "p"))
    (barre,), (marque,) = lu.roles("fort"), lu.roles("encre")
    assert barre.largeur / lu.largeur == pytest.approx(valeur / max(valeur, cible), abs=0.01)
    assert marque.x / lu.largeur == pytest.approx(cible / max(valeur, cible), abs=0.015)


def test_les_petits_multiples_ont_tous_la_meme_echelle() -> None:
    panneaux = [Panneau("A", 10, [Barre("x", 10)]), Panneau("B", 40, [Barre("x", 40)])]
    for lu in dessins_de(multiples(panneaux, phrase="p", titre="t", periode="2020")):
        petite, grande = (r.largeur for r in lu.roles("fort"))
        assert grande == pytest.approx(4 * petite, abs=PRES)


def test_une_sous_partie_est_en_retrait_plus_fine_et_sur_la_meme_echelle() -> None:
    lu = lire(barres([Barre("Emplois", 100), Barre("CDI", 50, niveau=1)], phrase="p", periode="2020").large)
    (tout,), (part,) = lu.roles("fort"), lu.roles("clair")
    assert part.x > tout.x
    assert part.hauteur < tout.hauteur
    assert part.largeur == pytest.approx(tout.largeur / 2, abs=PRES)


jours = st.dates(date(2016, 1, 1), date(2022, 12, 31))
bandes = st.lists(
    st.builds(lambda a, b, nom, famille: Bande(min(a, b), max(a, b), nom, famille), jours, jours, noms,
              st.sampled_from(sorted(FAMILLES))), max_size=14,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(bandes)
def test_dans_une_frise_rien_ne_se_recouvre_ni_ne_sort(lues: list[Bande]) -> None:
    entree, sortie = Jalon(date(2016, 1, 1), "entrée", True), Jalon(date(2022, 12, 31), "sortie", True)
    dessin = frise(
        lues, [entree, sortie], debut=entree.jour, fin=sortie.jour, aujourdhui=date(2026, 1, 1), phrase="Frise"
    )
    lu = lire(dessin.large)
    barres_ = [r for r in lu.rectangles if r.role != "encre"]
    assert len(barres_) == len(lues)
    for rang, un in enumerate(barres_):
        assert un.x >= 0
        assert un.x + un.largeur <= lu.largeur + 3
        for autre in barres_[rang + 1 :]:
            assert un.y != autre.y or un.x + un.largeur < autre.x or autre.x + autre.largeur < un.x
    assert [ligne[0] for ligne in dessin.lignes[: len(lues)]] == [
        b.nom for b in sorted(lues, key=lambda b: (b.debut, b.fin, b.nom))
    ]


def test_un_nom_hostile_reste_un_nom() -> None:
    lu = lire(barres([Barre('<script>"&', 3)], phrase='<b>"&', periode="2020").large)
    assert any(mots == '<script>"&' for mots, *_ in lu.textes)
    assert lu.description == '<b>"&'


@given(noms, st.floats(40, 500))
def test_les_lignes_gardent_tous_les_mots(mots: str, largeur: float) -> None:
    assert " ".join(lignes_de(mots, largeur)).split() == mots.split()


def test_les_couleurs_sont_celles_de_la_feuille_de_style() -> None:
    """A drawing that stands alone looks as it does on the page."""
    jetons = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,8})", (STYLES / "jetons.css").read_text()))
    roles = dict(re.findall(r"svg \.c-([\w-]+) { fill: var\(--([\w-]+)\)", (STYLES / "graphiques.css").read_text()))
    assert {role: jetons[roles[role]] for role in COULEURS} == COULEURS


def test_une_annee_de_quelques_semaines_laisse_sa_place_a_la_suivante() -> None:
    dessin = frise([], [], debut=date(2020, 11, 26), fin=date(2026, 11, 22), aujourdhui=date(2026, 11, 22), phrase="x")
    annees = [annee for annee in range(2020, 2027) if f">{annee}<" in dessin.large]
    assert annees == list(range(2021, 2027))
