"""Who is a participant, what a re-entry keeps, and the days on which a situation is observed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.fse.rules.fiche import CHAMPS_SORTIE
from deplie.fse.rules.reprise import (
    Presence,
    avertissement_six_mois,
    constat_valable,
    date_six_mois,
    dernier_constat,
    enregistrements,
    refus_de_constat,
    refus_de_participant,
    refus_de_reprise,
    reprendre,
)
from tests.fse.fabrique import fiche, passages

D = date


def test_un_jour_ou_moins_ne_fait_pas_un_participant() -> None:
    assert refus_de_participant(Presence(2)) == ""
    assert "un jour ou moins" in refus_de_participant(Presence(1))
    assert "un jour ou moins" in refus_de_participant(Presence(0))
    assert "nommer" in refus_de_participant(Presence(10, identifiee=False))
    assert "information collective" in refus_de_participant(Presence(10, information_collective=True))


def test_le_retour_garde_la_premiere_entree_et_remplace_la_sortie() -> None:
    premiere = fiche(statut="CHOMEUR", date_sortie=D(2024, 6, 1), constat_sortie=D(2024, 6, 2), statut_sortie="EMPLOI")
    retour = fiche(
        date_entree=D(2024, 9, 1),
        statut="INACTIF",
        niveau_formation="4",
        date_sortie=D(2025, 1, 10),
        statut_sortie="CHOMEUR",
    )
    garde = reprendre([retour, premiere])
    assert (garde.date_entree, garde.statut, garde.niveau_formation) == (premiere.date_entree, "CHOMEUR", "3")
    assert (garde.date_sortie, garde.statut_sortie, garde.constat_sortie) == (D(2025, 1, 10), "CHOMEUR", None)


def test_un_retour_en_cours_efface_la_sortie() -> None:
    premiere = fiche(date_sortie=D(2024, 6, 1), statut_sortie="EMPLOI", statut_six_mois="EMPLOI")
    garde = reprendre([premiere, fiche(date_entree=D(2024, 9, 1))])
    assert all(getattr(garde, champ) is None for champ in CHAMPS_SORTIE)


def test_une_autre_operation_fait_un_autre_participant() -> None:
    lues = [fiche(), fiche(operation="OP-2"), fiche(date_entree=D(2025, 1, 1))]
    assert [(f.operation, f.date_entree) for f in enregistrements(lues)] == [
        ("OP-1", D(2024, 3, 4)),
        ("OP-2", D(2024, 3, 4)),
    ]
    with pytest.raises(ValueError, match="one person"):
        reprendre(lues)
    with pytest.raises(ValueError, match="one person"):
        reprendre([])


@settings(deadline=None, max_examples=60)
@given(st.lists(passages(), max_size=12))
def test_un_seul_enregistrement_par_personne_et_operation(lues) -> None:
    gardees = enregistrements(lues)
    cles = [(f.operation, f.personne) for f in gardees]
    assert sorted(cles) == sorted({(f.operation, f.personne) for f in lues})
    for garde in gardees:
        siens = [f.date_entree for f in lues if (f.operation, f.personne) == (garde.operation, garde.personne)]
        assert garde.date_entree == min(siens)
    assert enregistrements(gardees) == gardees


def test_on_ne_revient_que_si_l_on_est_sorti() -> None:
    sortie = fiche(date_sortie=D(2024, 6, 1))
    assert refus_de_reprise(sortie, D(2024, 6, 1)) == ""
    assert "ne peut pas revenir avant" in refus_de_reprise(sortie, D(2024, 5, 31))
    assert "n'en est pas sortie" in refus_de_reprise(fiche(), D(2025, 1, 1))


@pytest.mark.parametrize(
    ("constat", "valable"),
    [(D(2024, 5, 31), False), (D(2024, 6, 1), True), (D(2024, 6, 29), True), (D(2024, 6, 30), False), (None, False)],
)
def test_la_situation_a_la_sortie_s_observe_dans_les_28_jours(constat: date | None, valable: bool) -> None:
    """V11."""
    sortie = D(2024, 6, 1)
    assert dernier_constat(sortie) == D(2024, 6, 29)
    assert constat_valable(fiche(date_sortie=sortie, constat_sortie=constat)) is valable
    if constat is not None:
        assert (refus_de_constat(sortie, constat) == "") is valable
    assert not constat_valable(fiche(constat_sortie=constat))


@pytest.mark.parametrize(
    ("sortie", "attendue"),
    [(D(2024, 6, 1), D(2024, 12, 1)), (D(2024, 8, 31), D(2025, 2, 28)), (D(2023, 8, 31), D(2024, 2, 29))],
)
def test_le_sixieme_mois(sortie: date, attendue: date) -> None:
    assert date_six_mois(sortie) == attendue
    assert avertissement_six_mois(sortie, attendue) == ""


def test_un_constat_loin_du_sixieme_mois_se_signale() -> None:
    """V12: said and kept; the tolerance is a parameter."""
    assert avertissement_six_mois(D(2024, 6, 1), D(2025, 1, 1)) == ""
    assert "en est à 32 jours" in avertissement_six_mois(D(2024, 6, 1), D(2025, 1, 2))
    assert "à 7 jours près" in avertissement_six_mois(D(2024, 6, 1), D(2024, 12, 10), tolerance=7)
