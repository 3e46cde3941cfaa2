"""The record of a grant that is published: sixteen columns, each in its format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deplie.financements.rules.scdl import COLONNES, Subvention, anomalies, enregistrement

SUBVENTION = Subvention(
    attribuant="Grand Paris Sud Est Avenir",
    siret_attribuant="20005782200018",
    signee_le=date(2024, 11, 4),
    decision="CT2024.5/041",
    beneficiaire="La Conserverie solidaire",
    siret="12345678900012",
    rna="W941234567",
    objet="Ouvrir un atelier de conserverie, pour l'économie sociale et solidaire",
    montant=Decimal("1250"),
    debut_versement=date(2024, 12, 1),
    fin_versement=date(2025, 12, 31),
    echelonne=True,
)


def test_les_seize_colonnes_du_schema() -> None:
    ligne = enregistrement(SUBVENTION)
    assert tuple(ligne) == COLONNES
    assert len(COLONNES) == 16
    assert anomalies(ligne) == []
    assert ligne["montant"] == "1250.00"
    assert ligne["dateConvention"] == "2024-11-04"
    assert ligne["datesPeriodeVersement"] == "2024-12-01/2025-12-31"
    assert ligne["conditionsVersement"] == "échelonné"
    assert ligne["notificationUE"] == "non"
    assert ligne["pourcentageSubvention"] == "1.00"


def test_un_versement_unique() -> None:
    jour = date(2024, 12, 1)
    ligne = enregistrement(replace(SUBVENTION, fin_versement=jour, echelonne=False, notifiee_ue=True))
    assert (ligne["datesPeriodeVersement"], ligne["conditionsVersement"], ligne["notificationUE"]) == (
        "2024-12-01",
        "unique",
        "oui",
    )


def test_un_objet_trop_long_est_coupe_a_256() -> None:
    assert len(enregistrement(replace(SUBVENTION, objet="é" * 400))["objet"]) == 256


@pytest.mark.parametrize(
    ("colonne", "valeur", "phrase"),
    [
        ("idAttribuant", "2000578220001", "un SIRET de quatorze chiffres est attendu"),
        ("idAttribuant", "", "une valeur est attendue"),
        ("idAttribuant", "２０００５７８２２０００１８", "un SIRET"),
        ("rnaBeneficiaire", "941234567", "un numéro RNA"),
        ("dateConvention", "04/11/2024", "une date AAAA-MM-JJ"),
        ("dateConvention", "2024-02-30", "n'est pas une date du calendrier"),
        ("datesPeriodeVersement", "2025-12-31/2024-12-01", "précède son début"),
        ("datesPeriodeVersement", "2024-12-01_2025-12-31", "barre oblique"),
        ("montant", "1 250,00", "un montant en euros avec un point"),
        ("nature", "prêt", "aide en numéraire"),
        ("notificationUE", "vrai", "oui ou non"),
        ("pourcentageSubvention", "60", "une part entre 0.01 et 1"),
        ("pourcentageSubvention", "0.00", "une part entre 0.01 et 1"),
        ("objet", "x" * 257, "256 caractères au plus"),
        ("idRAE", "123456", "5 caractères au plus"),
    ],
)
def test_un_format_qui_n_est_pas_celui_du_schema(colonne: str, valeur: str, phrase: str) -> None:
    trouvees = anomalies({**enregistrement(SUBVENTION), colonne: valeur})
    assert len(trouvees) == 1
    assert trouvees[0].startswith(f"{colonne} : ")
    assert phrase in trouvees[0]


def test_un_beneficiaire_a_un_siret_ou_un_numero_rna() -> None:
    assert anomalies(enregistrement(replace(SUBVENTION, siret=""))) == []
    assert anomalies(enregistrement(replace(SUBVENTION, rna=""))) == []
    assert anomalies(enregistrement(replace(SUBVENTION, siret="", rna=""))) == [
        "idBeneficiaire : un SIRET, ou à défaut un numéro RNA, est attendu."
    ]


def test_une_colonne_de_trop() -> None:
    assert anomalies({**enregistrement(SUBVENTION), "taux": "60"}) == ["Colonnes absentes du schéma : taux."]
