"""Marks, conflicts of interest, ranking in the envelope: what is tied is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.selection import (
    A_DEPARTAGER,
    ATTENTE,
    DANS_L_ENVELOPPE,
    ISSUES,
    SANS_NOTE,
    SOUS_LE_SEUIL,
    Candidature,
    Critere,
    LectureRendue,
    classer,
    lecteurs_manquants,
    note_de_candidature,
    note_de_lecture,
    refus_de_lire,
    refus_de_notes,
    reste_par_bourse,
)
from deplie.socle.erreurs import RefusMetier

D = Decimal
GRILLE = (Critere("utilite", "Utilité sociale", D(3), 5), Critere("budget", "Solidité du budget", D(1), 20))


def lecture(utilite: str, budget: str, conflit: bool | None = False, rendue: bool = True) -> LectureRendue:
    return LectureRendue("A", conflit, rendue, {"utilite": D(utilite), "budget": D(budget)})


def dossier(cle: str, note: str | None, demande: int = 1000, ou: str = "", cout: int = 10_000) -> Candidature:
    return Candidature(cle, None if note is None else D(note), D(demande), D(cout), ou)


def issues(places: list) -> dict[str, str]:
    return {place.cle: place.issue for place in places}


def test_une_note_ponderee() -> None:
    """(3 × 4/5 + 1 × 10/20) / 4 = 72.5 out of 100, whatever the scale of each criterion."""
    assert note_de_lecture(GRILLE, lecture("4", "10").notes) == D("72.5")
    assert note_de_lecture(GRILLE, {"utilite": D(4)}) is None
    assert note_de_lecture((), {}) is None


def test_des_notes_hors_de_la_grille() -> None:
    assert refus_de_notes(GRILLE, {"utilite": D(5), "budget": D(0)}) == []
    assert refus_de_notes(GRILLE, {"utilite": D("5.5")}) == [
        "« Utilité sociale » se note de 0 à 5.",
        "« Solidité du budget » n'est pas noté.",
    ]
    assert refus_de_notes(GRILLE, {"utilite": D("NaN"), "budget": D(-1)}) != []


def test_un_lien_d_interets_ecarte_le_lecteur() -> None:
    lectures = [lecture("4", "10"), lecture("0", "0", conflit=True), lecture("5", "20", conflit=None)]
    assert note_de_candidature(GRILLE, lectures) == D("72.50")
    assert note_de_candidature(GRILLE, lectures, lecteurs_min=2) is None
    assert lecteurs_manquants(lectures, 3) == 1
    assert lecteurs_manquants(lectures, 2) == 0
    assert refus_de_lire(lectures[0]) == ""
    assert "lien d'intérêts" in refus_de_lire(lectures[1])
    assert "Déclarez d'abord" in refus_de_lire(lectures[2])


def test_une_lecture_non_rendue_ne_compte_pas() -> None:
    assert note_de_candidature(GRILLE, [lecture("4", "10", rendue=False)]) is None


def test_la_moyenne_s_arrondit_une_seule_fois() -> None:
    """72.5, 72.5 and 65 make 70, and thirds round half up."""
    assert note_de_candidature(GRILLE, [lecture("4", "10"), lecture("4", "10"), lecture("4", "4")]) == D("70.00")
    assert note_de_candidature(GRILLE, [lecture("5", "20"), lecture("5", "20"), lecture("0", "0")]) == D("66.67")


def test_le_classement_suit_l_enveloppe() -> None:
    places = classer([dossier("C", "60"), dossier("A", "80"), dossier("B", "70", 600)], D(1500))
    assert [(place.cle, place.rang, place.issue) for place in places] == [
        ("A", 1, DANS_L_ENVELOPPE),
        ("B", 2, ATTENTE),
        ("C", 3, ATTENTE),
    ]
    assert places[1].phrase.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Il faudrait 600,00 €, il reste 500,00 €."
    )


def test_un_petit_dossier_ne_passe_pas_devant() -> None:
    places = classer([dossier("A", "80", 1000), dossier("B", "70", 900), dossier("C", "60", 100)], D(1500))
    assert issues(places) == {"A": DANS_L_ENVELOPPE, "B": ATTENTE, "C": ATTENTE}
    assert "mieux classé attend déjà" in places[2].phrase


def test_des_ex_aequo_se_disent_et_ne_se_departagent_pas() -> None:
    places = classer([dossier("A", "80"), dossier("B", "70"), dossier("C", "70"), dossier("D", "60")], D(2500))
    assert [place.rang for place in places] == [1, 2, 2, 4]
    assert issues(places) == {"A": DANS_L_ENVELOPPE, "B": A_DEPARTAGER, "C": A_DEPARTAGER, "D": ATTENTE}
    assert places[1].ex_aequo == ("C",)
    assert "L'instance départage" in places[1].phrase
    tiennent = classer([dossier("B", "70"), dossier("C", "70")], D(2000))
    assert issues(tiennent) == {"B": DANS_L_ENVELOPPE, "C": DANS_L_ENVELOPPE}
    assert tiennent[0].ex_aequo == ("C",)


def test_chaque_sous_enveloppe_est_une_bourse() -> None:
    candidatures = [
        dossier("A", "90", ou="jeunes"),
        dossier("B", "80", ou="jeunes"),
        dossier("C", "70"),
        dossier("D", "60"),
    ]
    places = classer(candidatures, D(3000), {"jeunes": D(1000)})
    assert issues(places) == {"A": DANS_L_ENVELOPPE, "B": ATTENTE, "C": DANS_L_ENVELOPPE, "D": DANS_L_ENVELOPPE}
    assert reste_par_bourse(places, candidatures, D(3000), {"jeunes": D(1000)}) == {"": 0, "jeunes": 0}
    with pytest.raises(RefusMetier, match="dépassent l'enveloppe"):
        classer([], D(500), {"jeunes": D(501)})
    with pytest.raises(RefusMetier, match="n'est pas de cet appel"):
        classer([dossier("A", "1", ou="autre")], D(500))


def test_le_plafond_et_le_taux_maximum_bornent_ce_qui_est_accordable() -> None:
    places = classer(
        [dossier("A", "90", 9000), dossier("B", "80", 900, cout=1000)], D(3000), plafond=D(2500), taux_max=D(50)
    )
    assert [(place.accordable, place.issue) for place in places] == [
        (2500, DANS_L_ENVELOPPE),
        (500, DANS_L_ENVELOPPE),
    ]


def test_sous_la_note_minimale_et_sans_note() -> None:
    places = classer([dossier("A", "49.99"), dossier("B", None), dossier("C", "50")], D(5000), note_min=D(50))
    assert issues(places) == {"C": DANS_L_ENVELOPPE, "A": SOUS_LE_SEUIL, "B": SANS_NOTE}
    assert places[-1].rang is None
    assert set(ISSUES) >= {place.issue for place in places}


CANDIDATURES = st.lists(
    st.builds(
        Candidature,
        cle=st.uuids().map(str),
        note=st.none() | st.integers(0, 5).map(Decimal),
        demande=st.integers(1, 3000).map(Decimal),
        cout=st.integers(1, 5000).map(Decimal),
        sous_enveloppe=st.sampled_from(["", "jeunes", "numerique"]),
    ),
    max_size=15,
    unique_by=lambda candidature: candidature.cle,
)


@settings(deadline=None)
@given(CANDIDATURES, st.integers(0, 5000), st.integers(0, 2000), st.integers(0, 2000), st.randoms())
def test_le_classement_ne_depasse_rien_et_ne_tient_pas_a_l_ordre(
    candidatures, libre, jeunes, numerique, hasard
) -> None:
    sous = {"jeunes": D(jeunes), "numerique": D(numerique)}
    enveloppe = D(libre + jeunes + numerique)
    places = classer(candidatures, enveloppe, sous, plafond=D(2500), taux_max=D(80))
    melange = list(candidatures)
    hasard.shuffle(melange)
    assert classer(melange, enveloppe, sous, plafond=D(2500), taux_max=D(80)) == places
    assert sorted(place.cle for place in places) == sorted(candidature.cle for candidature in candidatures)
    assert all(reste >= 0 for reste in reste_par_bourse(places, candidatures, enveloppe, sous).values())
    notes = [place.note for place in places if place.note is not None]
    assert notes == sorted(notes, reverse=True)
