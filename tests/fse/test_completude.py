"""Complete records, the gauge of an operation, and what to fix first."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.forfait import FSE_2014_2020
from deplie.fse.rules.completude import (
    COMPLETUDE,
    EXPORT,
    RESULTAT,
    Jauge,
    a_faire,
    est_complete,
    est_exportable,
    jauge,
    manques,
    projeter,
    seuil_le,
)
from tests.fse.fabrique import fiche, passages

D = date
JOUR = D(2024, 6, 1)


@pytest.mark.parametrize("champ", ["sexe", "date_naissance", "statut", "niveau_formation"])
def test_une_fiche_complete_a_le_sexe_l_age_la_situation_et_le_diplome(champ: str) -> None:
    """V09."""
    assert est_complete(fiche())
    assert not est_complete(fiche(**{champ: None}))
    premier = manques(fiche(**{champ: None}), JOUR)[0]
    assert (premier.cle, premier.effet) == (champ, COMPLETUDE)


def test_le_menage_compte_en_2014_2020() -> None:
    menage = {"menage_sans_emploi": "NON", "enfants_a_charge": "OUI", "adulte_seul": "NON"}
    assert not est_complete(fiche(programmation=FSE_2014_2020))
    assert est_complete(fiche(programmation=FSE_2014_2020, **menage))
    with pytest.raises(KeyError):
        est_complete(fiche(programmation=""))


def test_le_logement_et_la_ruralite_sont_exemptes() -> None:
    assert est_complete(fiche(sans_abri=None, zone_rurale=None))


def test_un_refus_n_est_pas_un_manque_mais_non_demande_en_est_un() -> None:
    """V10: what was not asked is not sent."""
    assert est_exportable(fiche(handicap="NE_SE_PRONONCE_PAS"))
    pas_demande = fiche(handicap="NON_DEMANDE")
    assert est_complete(pas_demande)
    assert not est_exportable(pas_demande)
    assert [(m.cle, m.effet) for m in manques(pas_demande, JOUR)] == [("handicap", EXPORT)]
    assert not est_exportable(fiche(pays_tiers="NE_SE_PRONONCE_PAS"))


def test_ce_qui_manque_a_la_sortie_se_dit_avec_son_delai() -> None:
    sortie = fiche(date_sortie=D(2024, 5, 20))
    (manque,) = manques(sortie, JOUR)
    assert (manque.cle, manque.effet, manque.avant_le) == ("statut_sortie", RESULTAT, D(2024, 6, 17))
    assert manques(fiche(date_sortie=D(2024, 5, 20), constat_sortie=D(2024, 5, 21), statut_sortie="EMPLOI"), JOUR) == []
    assert manques(fiche(date_sortie=D(2024, 7, 1)), JOUR) == []
    apres = manques(sortie, D(2024, 11, 20))
    assert [(m.cle, m.qui, m.avant_le) for m in apres][1] == ("statut_six_mois", "ENQUETE", D(2024, 12, 21))


def test_la_jauge_et_son_alarme() -> None:
    """Seven of twenty is 35 %, not past it; eight is."""
    assert not Jauge(7, 20, 35).depasse
    assert Jauge(7, 20, 35).taux == 35
    assert Jauge(8, 20, 35).depasse
    assert Jauge(8, 20, 35).a_completer == 1
    assert Jauge(12, 30, 35).phrase == (
        "12 fiches incomplètes sur 30, 40,0 % : 2 à compléter pour ne pas dépasser 35 %."
    )
    assert Jauge(1, 30, 35).phrase == "1 fiche incomplète sur 30, 3,3 % ; le seuil est de 35 %."
    assert (Jauge(0, 0, 35).taux, Jauge(0, 0, 35).depasse) == (None, False)
    assert jauge([fiche(), fiche(sexe=None)], 35) == Jauge(1, 2, 35)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 100))
def test_completer_ce_que_dit_la_jauge_suffit_et_moins_ne_suffit_pas(incomplets, complets, seuil) -> None:
    une = Jauge(incomplets, incomplets + complets, seuil)
    assert not Jauge(incomplets - une.a_completer, une.participants, seuil).depasse
    if une.a_completer:
        assert Jauge(incomplets - une.a_completer + 1, une.participants, seuil).depasse


def test_le_seuil_est_date() -> None:
    assert seuil_le(D(2026, 1, 1)) == 35
    assert seuil_le(D(2025, 6, 30), [(D(2014, 1, 1), 35), (D(2025, 7, 1), 20)]) == 35
    assert seuil_le(D(2025, 7, 1), [(D(2025, 7, 1), 20), (D(2014, 1, 1), 35)]) == 20
    with pytest.raises(ValueError, match="threshold"):
        seuil_le(D(2013, 12, 31))


def test_la_projection_tient_la_part_des_fiches_mures_pour_celle_des_suivantes() -> None:
    """Ten old records, two incomplete; ten young ones, all to be finished; forty expected: 2 + 20 % of 30 = 8."""
    vieilles = [fiche(personne=f"V{n}", sexe=None if n < 2 else "F") for n in range(10)]
    jeunes = [fiche(personne=f"J{n}", date_entree=D(2024, 5, 20), sexe=None) for n in range(10)]
    assert jauge([*vieilles, *jeunes], 35).depasse
    projetee = projeter([*vieilles, *jeunes], JOUR, D(2024, 12, 31), 35, prevus=40)
    assert (projetee.incomplets, projetee.participants, projetee.depasse) == (8, 40, False)
    assert projetee.taux == Fraction(20)


def test_la_projection_sans_nombre_prevu_suit_le_rythme_des_entrees() -> None:
    """Ninety days, nine entries; ninety days to go: nine more."""
    fiches = [fiche(personne=f"P{n}", date_entree=JOUR - timedelta(days=89 - n)) for n in range(9)]
    assert projeter(fiches, JOUR, JOUR + timedelta(days=90), 35).participants == 18
    assert projeter(fiches, JOUR, JOUR - timedelta(days=5), 35).participants == 9
    assert projeter([], JOUR, JOUR, 35, prevus=12) == Jauge(0, 12, 35)
    recentes = [fiche(date_entree=JOUR, sexe=None), fiche(personne="P2", date_entree=JOUR)]
    assert projeter(recentes, JOUR, JOUR, 35, prevus=10) == Jauge(5, 10, 35)


def test_la_liste_de_travail_va_au_plus_utile_d_abord() -> None:
    """The operation past its threshold first; in it, the record that one answer completes before that of two."""
    complet = [fiche(operation="OP-2", personne=f"C{n}") for n in range(9)]
    lignes = a_faire(
        [
            fiche(operation="OP-2", personne="A", sexe=None),
            *complet,
            fiche(operation="OP-2", personne="B", pays_tiers=None),
            fiche(operation="OP-2", personne="D", date_sortie=D(2024, 5, 20)),
            fiche(operation="OP-2", personne="E", date_sortie=D(2024, 5, 10)),
            fiche(personne="F", sexe=None, statut=None),
            fiche(personne="G", niveau_formation=None),
            fiche(personne="H"),
        ],
        JOUR,
        35,
    )
    assert [travail.personne for travail in lignes] == ["G", "F", "A", "B", "E", "D"]
    assert [travail.reponses_attendues for travail in lignes] == [1, 2, 1, 0, 0, 0]
    assert lignes[4].avant_le == D(2024, 6, 7)


@settings(deadline=None, max_examples=60)
@given(st.lists(passages(), max_size=10), st.integers(0, 100))
def test_la_liste_de_travail_porte_chaque_fiche_incomplete(lues, seuil) -> None:
    jour = D(2025, 1, 1)
    fiches = {(f.operation, f.personne): f for f in lues}
    lignes = a_faire(fiches.values(), jour, seuil)
    listees = {(travail.operation, travail.personne) for travail in lignes}
    assert {cle for cle, f in fiches.items() if not est_exportable(f)} <= listees
    for travail in lignes:
        f = fiches[travail.operation, travail.personne]
        assert (travail.reponses_attendues == 0) == est_complete(f)
    attendues = [travail.reponses_attendues > 0 for travail in lignes]
    assert attendues == sorted(attendues, reverse=True)
