"""Until when papers are kept, and everything that is due before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deplie.financements.rules.conservation import Dossier, conservation
from deplie.financements.rules.echeances import (
    GENRES,
    Calendrier,
    Contradiction,
    Delais,
    Periode,
    VersementPrevu,
    a_rappeler,
    echeances,
    periodes_attendues,
)
from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027

D = date


def test_cinq_ans_apres_le_dernier_versement() -> None:
    """V34: paid on 12/03/2026, kept to 31/12/2031."""
    tenue = conservation(Dossier(FSE_PLUS_2021_2027, D(2026, 3, 12)))
    assert tenue.jusqu_au == D(2031, 12, 31)
    assert "à conserver jusqu'au 31/12/2031" in tenue.phrase
    assert conservation(Dossier("", D(2026, 12, 31))).jusqu_au == D(2031, 12, 31)


def test_dix_ans_pour_une_aide_d_etat() -> None:
    aide = Dossier(FSE_PLUS_2021_2027, D(2026, 3, 12), aide_etat=True, accordee_le=D(2023, 5, 4))
    assert conservation(aide).jusqu_au == D(2033, 12, 31)
    tard = Dossier(FSE_PLUS_2021_2027, D(2029, 3, 12), aide_etat=True, accordee_le=D(2023, 5, 4))
    assert conservation(tard).jusqu_au == D(2034, 12, 31)
    assert conservation(Dossier("", D(2026, 3, 12), aide_etat=True)).jusqu_au is None


@pytest.mark.parametrize(("cout", "fin"), [(None, 2025), (Decimal(999_999), 2025), (Decimal(1_000_000), 2024)])
def test_la_programmation_2014_2020(cout: Decimal | None, fin: int) -> None:
    dossier = Dossier(FSE_2014_2020, D(2021, 6, 1), comptes_le=D(2022, 2, 15), cout=cout)
    assert conservation(dossier).jusqu_au == D(fin, 12, 31)


def test_sans_date_ou_gele_rien_ne_finit() -> None:
    assert "n'a pas commencé" in conservation(Dossier(FSE_PLUS_2021_2027)).phrase
    assert "comptes" in conservation(Dossier(FSE_2014_2020, D(2021, 6, 1))).phrase
    gele = conservation(Dossier(FSE_PLUS_2021_2027, D(2026, 3, 12), gel="audit de la CICC"))
    assert gele.jusqu_au is None
    assert gele.phrase == "Conservation gelée : audit de la CICC."


def test_un_bilan_par_annee_et_le_dernier_est_final() -> None:
    assert periodes_attendues(D(2023, 9, 1), D(2025, 6, 30)) == [
        Periode(1, D(2023, 9, 1), D(2023, 12, 31), final=False),
        Periode(2, D(2024, 1, 1), D(2024, 12, 31), final=False),
        Periode(3, D(2025, 1, 1), D(2025, 6, 30), final=True),
    ]
    assert periodes_attendues(D(2023, 9, 1), D(2025, 6, 30), annuel=False) == [
        Periode(1, D(2023, 9, 1), D(2025, 6, 30), final=True)
    ]


OPERATION = Calendrier(
    debut=D(2024, 1, 1),
    fin=D(2025, 12, 31),
    bilans=(Periode(1, D(2024, 1, 1), D(2024, 12, 31), final=False, depose_le=D(2025, 5, 2)),),
    contradictions=(Contradiction(1, D(2025, 9, 10)), Contradiction(2, D(2025, 9, 20), D(2025, 11, 1), D(2025, 10, 5))),
    versements=(
        VersementPrevu(1, "AVANCE", D(2024, 3, 1), D(2024, 3, 4)),
        VersementPrevu(2, "ACOMPTE", D(2025, 12, 1)),
    ),
    complement_avant_le=D(2025, 11, 15),
    conserver_jusqu_au=D(2031, 12, 31),
)
DELAIS = Delais(bilan=180, controle=120, reponse=30, rappel=30)


def test_tout_ce_qui_est_du_dans_l_ordre_des_dates() -> None:
    dues = echeances(OPERATION, DELAIS)
    assert [(due.le, due.cle) for due in dues] == [
        (D(2024, 3, 1), "versement-1"),
        (D(2025, 6, 29), "bilan-2024-12-31"),
        (D(2025, 8, 30), "controle-2024-12-31"),
        (D(2025, 10, 10), "reponse-1"),
        (D(2025, 11, 1), "reponse-2"),
        (D(2025, 11, 15), "complement"),
        (D(2025, 12, 1), "versement-2"),
        (D(2025, 12, 31), "fin"),
        (D(2026, 6, 29), "bilan-2025-12-31"),
        (D(2031, 12, 31), "conservation"),
    ]
    assert {due.genre for due in dues} == set(GENRES)
    assert len({due.cle for due in dues}) == len(dues)
    assert dues[-2].libelle == "Bilan final, du 01/01/2025 au 31/12/2025"


def test_ce_qui_se_rappelle_un_jour_donne() -> None:
    dues = {due.cle: due for due in echeances(OPERATION, DELAIS)}
    jour = D(2025, 10, 20)
    assert dues["bilan-2024-12-31"].etat(jour, 30) == "FAITE"
    assert dues["reponse-1"].etat(jour, 30) == "EN_RETARD"
    assert dues["reponse-2"].etat(jour, 30) == "FAITE"
    assert dues["complement"].etat(jour, 30) == "PROCHE"
    assert dues["fin"].etat(jour, 30) == "A_VENIR"
    assert dues["fin"].etat(D(2025, 12, 31), 30) == "PROCHE"
    rappels = [due.cle for due in a_rappeler(dues.values(), jour, DELAIS)]
    assert rappels == ["controle-2024-12-31", "reponse-1", "complement"]
