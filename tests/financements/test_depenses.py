"""An expense that is declared: refused in a sentence, or accepted and flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deplie.financements.rules.depenses import (
    SIGNES,
    Contexte,
    Piece,
    cle_du_numero,
    empreinte,
    est_refusee,
    refus_d_ecart,
    retenu,
    signes,
)

D = date
CONVENTION = Contexte(
    jour=D(2026, 11, 22),
    debut=D(2025, 1, 1),
    fin=D(2025, 12, 31),
    prevus={"PRESTATIONS": Decimal(10_000), "PERSONNEL": Decimal(50_000)},
)
FACTURE = Piece("PRESTATIONS", Decimal("1200.00"), D(2025, 6, 30), D(2025, 6, 1), "Atelier Réunion", "FA-2025/014")


def codes(piece: Piece, contexte: Contexte = CONVENTION) -> list[str]:
    return [signe.code for signe in signes(piece, contexte)]


def test_une_depense_en_ordre() -> None:
    assert codes(FACTURE) == []
    assert not est_refusee([])


@pytest.mark.parametrize("montant", ["-1.00", "0", "NaN", "1000000000000", "1.005"])
def test_un_montant_impossible_est_refuse(montant: str) -> None:
    trouves = signes(replace(FACTURE, montant=Decimal(montant)), CONVENTION)
    assert [signe.code for signe in trouves] == ["MONTANT"]
    assert est_refusee(trouves)


@pytest.mark.parametrize(
    ("facturee", "payee", "attendu"),
    [
        (D(2025, 1, 1), D(2025, 1, 1), []),
        (D(2025, 12, 31), D(2025, 12, 31), []),
        (D(2024, 12, 31), D(2025, 1, 5), ["HORS_CONVENTION"]),
        (D(2026, 1, 1), D(2026, 1, 5), ["HORS_CONVENTION"]),
        (None, D(2026, 1, 5), ["HORS_CONVENTION"]),
        (D(2025, 6, 1), D(2024, 12, 1), ["HORS_CONVENTION"]),
        (D(2025, 12, 15), D(2026, 1, 31), ["PAYEE_APRES"]),
        (D(2025, 6, 1), D(2027, 1, 1), ["FUTURE", "PAYEE_APRES"]),
    ],
)
def test_les_dates_de_la_convention(facturee: date | None, payee: date, attendu: list[str]) -> None:
    """Done and paid within: in order. Done within, paid after: kept and flagged. The rest is refused."""
    assert codes(replace(FACTURE, facturee_le=facturee, acquittee_le=payee)) == attendu


def test_la_meme_piece_deux_fois() -> None:
    contexte = replace(
        CONVENTION, empreintes={empreinte(FACTURE)}, numeros={cle_du_numero("atelier reunion", "fa2025014")}
    )
    assert codes(FACTURE, contexte) == ["DEJA_DECLAREE"]
    assert est_refusee(signes(FACTURE, contexte))
    autre = replace(FACTURE, montant=Decimal("800.00"))
    assert codes(autre, contexte) == ["MEME_NUMERO"]
    assert not est_refusee(signes(autre, contexte))


def test_la_meme_piece_dans_une_autre_operation_se_signale() -> None:
    contexte = replace(CONVENTION, ailleurs={empreinte(FACTURE): "OP-2025-007"})
    trouves = signes(FACTURE, contexte)
    assert [signe.code for signe in trouves] == ["AUTRE_OPERATION"]
    assert "OP-2025-007" in trouves[0].phrase
    assert not est_refusee(trouves)


def test_l_empreinte_ne_tient_ni_a_la_casse_ni_aux_traits() -> None:
    ecrite_autrement = replace(
        FACTURE, fournisseur="ATELIER REUNION", numero="fa 2025 014", montant=Decimal("1200"), nature="EQUIPEMENT"
    )
    assert empreinte(ecrite_autrement) == empreinte(FACTURE)
    assert empreinte(FACTURE) == empreinte(replace(FACTURE, acquittee_le=D(2025, 7, 15)))
    assert len(empreinte(FACTURE)) == 64
    differentes = [
        replace(FACTURE, montant=Decimal("1200.01")),
        replace(FACTURE, facturee_le=D(2025, 6, 2)),
        replace(FACTURE, fournisseur="Autre"),
        replace(FACTURE, numero="FA-2025/015"),
    ]
    assert len({empreinte(piece) for piece in [FACTURE, *differentes]}) == 5


def test_une_piece_que_rien_ne_dit() -> None:
    """A payslip has no number of invoice; another expense should have one."""
    assert empreinte(replace(FACTURE, numero="")) == empreinte(replace(FACTURE, fournisseur="–")) == ""
    assert codes(replace(FACTURE, numero="")) == ["SANS_PIECE"]
    assert codes(Piece("PERSONNEL", Decimal(2000), D(2025, 6, 30))) == []


def test_le_poste_depasse_se_signale_avec_les_deux_nombres() -> None:
    contexte = replace(CONVENTION, declares={"PRESTATIONS": Decimal(9000)})
    trouves = signes(FACTURE, contexte)
    assert [signe.code for signe in trouves] == ["DEPASSE_POSTE"]
    assert trouves[0].phrase.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Le poste « achats de prestations » atteint 10 200,00 € pour 10 000,00 € prévus : 200,00 € de trop."
    )
    assert codes(replace(FACTURE, montant=Decimal(1000)), contexte) == []
    assert codes(replace(FACTURE, nature="EQUIPEMENT")) == ["POSTE_IMPREVU"]


def test_un_poste_au_forfait_ne_se_declare_pas() -> None:
    trouves = signes(FACTURE, replace(CONVENTION, au_forfait={"PRESTATIONS"}))
    assert [signe.code for signe in trouves] == ["AU_FORFAIT"]
    assert est_refusee(trouves)


def test_chaque_signe_a_sa_gravite_et_ses_mots() -> None:
    assert {gravite for gravite, _ in SIGNES.values()} == {"REFUS", "SIGNALEMENT"}
    assert all(mots for _, mots in SIGNES.values())


def test_retenu_est_declare_moins_ecarte() -> None:
    assert retenu(Decimal("1200.00"), Decimal("199.99")) == Decimal("1000.01")
    assert refus_d_ecart(Decimal(100), Decimal(100), "hors période") == ""
    assert refus_d_ecart(Decimal(100), Decimal(0), "") == ""
    assert "dépasse le montant déclaré" in refus_d_ecart(Decimal(100), Decimal("100.01"), "x")
    assert "négatif" in refus_d_ecart(Decimal(100), Decimal(-1), "x")
    assert "Dites pourquoi" in refus_d_ecart(Decimal(100), Decimal(1), " ")
