"""Common indicators: what each counts, and that they are what the slow reference counts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.completude import est_complete
from deplie.fse.rules.fiche import Fiche
from deplie.fse.rules.indicateurs import (
    Comptage,
    Entite,
    Periode,
    Ventilation,
    annee,
    annees,
    compter,
    compter_par,
)
from deplie.fse.rules.reprise import enregistrements
from deplie.fse.rules.serie import INDICATEURS, ChomageLong, indicateurs_de
from tests.fse import reference
from tests.fse.fabrique import fiche, passages

D = date
CUMUL = Periode(None, D(2030, 12, 31))


def comptage(*fiches: Fiche, programmation: str = FSE_PLUS_2021_2027, periode: Periode = CUMUL) -> Comptage:
    return compter(fiches, programmation, periode)


def vus(*fiches: Fiche, programmation: str = FSE_PLUS_2021_2027) -> set[str]:
    compte = comptage(*fiches, programmation=programmation)
    return {code for code, ventilation in compte.indicateurs.items() if ventilation.total}


def ancienne(**champs: object) -> Fiche:
    menage = {"menage_sans_emploi": "NON", "enfants_a_charge": "NON", "adulte_seul": "NON"}
    return fiche(**{"programmation": FSE_2014_2020, "date_entree": D(2018, 3, 4), **menage, **champs})


def test_les_series_sont_celles_des_reglements() -> None:
    assert [i.code for i in indicateurs_de(FSE_PLUS_2021_2027)] == [
        *(f"EECO{n:02}" for n in range(1, 20)), *(f"EECR{n:02}" for n in range(1, 7))
    ]  # fmt: skip
    assert [i.code for i in indicateurs_de(FSE_2014_2020)] == [
        *(f"CO{n:02}" for n in range(1, 24)), *(f"CR{n:02}" for n in range(1, 10))
    ]  # fmt: skip
    assert all(indicateur.libelle for indicateur in INDICATEURS.values())


def test_une_personne_au_chomage_depuis_quatorze_mois_avec_un_cap() -> None:
    """A CAP is ISCED 3, hence EECO10; 37 years old: no band of age."""
    assert vus(fiche()) == {"EECO01", "EECO02", "EECO03", "EECO10"}


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [(D(2006, 3, 5), "EECO06"), (D(2006, 3, 4), "EECO07"), (D(1994, 3, 5), "EECO07"), (D(1994, 3, 4), None),
     (D(1969, 3, 5), None), (D(1969, 3, 4), "EECO08")],
)  # fmt: skip
def test_les_ages_se_lisent_le_jour_de_l_entree(naissance: date, attendu: str | None) -> None:
    assert vus(fiche(date_naissance=naissance)) & {"EECO06", "EECO07", "EECO08"} == ({attendu} if attendu else set())


def test_une_fiche_incomplete_ne_compte_que_dans_le_total_general() -> None:
    compte = comptage(fiche(niveau_formation=None), fiche(personne="P2"))
    assert (compte.total_general.total, compte.incomplets, compte.indicateurs["EECO01"].total) == (2, 1, 1)
    assert vus(fiche(niveau_formation=None)) == set()
    inconnu = comptage(fiche(sexe=None))
    assert (inconnu.total_general.autre, inconnu.incomplets) == (1, 1)


def test_un_refus_ne_compte_que_dans_son_compte() -> None:
    compte = comptage(fiche(handicap="NE_SE_PRONONCE_PAS"), fiche(personne="P2", handicap="OUI"))
    assert compte.indicateurs["EECO12"].total == 1
    assert compte.refus["handicap"] == 1
    assert compte.refus["origine_etrangere"] == 2
    assert compte.indicateurs["EECO01"].total == 2


def test_la_ventilation_par_sexe() -> None:
    compte = comptage(fiche(), fiche(personne="P2", sexe="H"), fiche(personne="P3", sexe="X"))
    assert compte.indicateurs["EECO02"] == Ventilation(1, 1, 1)
    assert compte.indicateurs["EECO02"].total == 3


SORTIE = {"date_sortie": D(2024, 9, 2), "constat_sortie": D(2024, 9, 16)}


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"statut": "INACTIF", "recherche_sortie": "OUI"}, {"EECR01"}),
        ({"statut": "CHOMEUR", "recherche_sortie": "OUI"}, set()),
        ({"formation_sortie": "OUI"}, {"EECR02"}),
        ({"formation_sortie": "OUI", "en_formation": "OUI"}, set()),
        ({"formation_sortie": "OUI", "en_formation": None}, set()),
        ({"qualification_sortie": "OUI"}, {"EECR03"}),
        ({"statut_sortie": "EMPLOI"}, {"EECR04"}),
        ({"statut": "EMPLOI", "statut_sortie": "EMPLOI"}, set()),
        ({"statut_sortie": "EMPLOI", "constat_sortie": D(2024, 9, 30)}, {"EECR04"}),
        ({"statut_sortie": "EMPLOI", "constat_sortie": D(2024, 10, 1)}, set()),
        ({"statut_sortie": "EMPLOI", "constat_sortie": D(2024, 9, 1)}, set()),
        ({"statut_sortie": "EMPLOI", "constat_sortie": None}, set()),
    ],
)
def test_les_resultats_a_la_sortie(champs: dict, attendu: set[str]) -> None:
    """Observed from the exit to four weeks after, or they do not count."""
    assert {code for code in vus(fiche(**{**SORTIE, **champs})) if code.startswith("EECR")} == attendu


SIX = {**SORTIE, "constat_six_mois": D(2025, 3, 3), "statut_six_mois": "EMPLOI"}
EN_EMPLOI = {"statut": "EMPLOI", "duree_chomage_mois": None, "emploi": "TEMPORAIRE", "sous_emploi": "NON"}


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, {"EECR05"}),
        ({"statut": "INACTIF"}, {"EECR05"}),
        ({"statut_six_mois": "CHOMEUR"}, set()),
        ({"constat_six_mois": None}, set()),
        ({**EN_EMPLOI, "emploi_six_mois": "DURABLE"}, {"EECR06"}),
        ({**EN_EMPLOI, "emploi": "AIDE", "emploi_six_mois": "DURABLE"}, {"EECR06"}),
        ({**EN_EMPLOI, "emploi_six_mois": "TEMPORAIRE"}, set()),
        ({**EN_EMPLOI, "emploi": "DURABLE", "emploi_six_mois": "DURABLE"}, set()),
        ({**EN_EMPLOI, "sous_emploi": "OUI", "sous_emploi_six_mois": "NON"}, {"EECR06"}),
        ({**EN_EMPLOI, "sous_emploi": "OUI", "sous_emploi_six_mois": "OUI"}, set()),
        ({**EN_EMPLOI, "progression_six_mois": "OUI"}, {"EECR06"}),
        ({**EN_EMPLOI, "progression_six_mois": "OUI", "statut_six_mois": "CHOMEUR"}, set()),
    ],
)
def test_les_resultats_six_mois_apres(champs: dict, attendu: set[str]) -> None:
    """Better: precarious to stable, part-time that was not chosen to full, a more skilled post."""
    assert {code for code in vus(fiche(**{**SIX, **champs})) if code.startswith("EECR")} == attendu


def test_la_longue_duree_de_2014_2020_se_compte_plus_tot_avant_25_ans() -> None:
    jeune = {"date_naissance": D(1998, 1, 1), "duree_chomage_mois": 7}
    assert "CO02" in vus(ancienne(**jeune), programmation=FSE_2014_2020)
    assert "CO02" not in vus(ancienne(**{**jeune, "duree_chomage_mois": 6}), programmation=FSE_2014_2020)
    assert "CO02" not in vus(ancienne(duree_chomage_mois=7), programmation=FSE_2014_2020)
    a_25_ans = {"date_naissance": D(1993, 3, 4), "duree_chomage_mois": 7}
    assert "CO02" not in vus(ancienne(**a_25_ans), programmation=FSE_2014_2020)
    assert "EECO03" not in vus(fiche(duree_chomage_mois=11))
    compte = compter([fiche(duree_chomage_mois=11)], FSE_PLUS_2021_2027, CUMUL, seuil=ChomageLong(6))
    assert compte.indicateurs["EECO03"].total == 1


def test_les_plus_de_54_ans_sans_emploi_ni_formation() -> None:
    def compte(**champs: object) -> set[str]:
        return vus(ancienne(**champs), programmation=FSE_2014_2020) & {"CO07", "CO08"}

    aine = {"date_naissance": D(1960, 1, 1)}
    assert compte() == set()
    assert compte(**aine) == {"CO07", "CO08"}
    assert compte(**aine, statut="INACTIF") == {"CO07", "CO08"}
    assert compte(**aine, statut="EMPLOI") == {"CO07"}
    inactif = ancienne(**aine, statut="INACTIF", en_formation="OUI")
    assert "CO08" not in vus(inactif, programmation=FSE_2014_2020)


@pytest.mark.parametrize(
    "champs",
    [{"menage_sans_emploi": "OUI"}, {"adulte_seul": "OUI", "enfants_a_charge": "OUI"}, {"pays_tiers": "OUI"},
     {"origine_etrangere": "OUI"}, {"minorite": "OUI"}, {"handicap": "OUI"}, {"autre_defavorise": "OUI"}],
)  # fmt: skip
def test_un_resultat_de_personne_defavorisee(champs: dict) -> None:
    """CR05 and CR09; homeless and rural are samples, and do not make it (K)."""
    resultats = {**SIX, "statut_sortie": "EMPLOI", "origine_etrangere": "NON"}
    comptes = vus(ancienne(**{**resultats, **champs}), programmation=FSE_2014_2020)
    assert {"CR05", "CR09"} <= comptes
    autres = ancienne(**resultats, sans_abri="OUI", zone_rurale="OUI")
    assert not {"CR05", "CR09"} & vus(autres, programmation=FSE_2014_2020)


def test_le_menage_et_les_defavorises_de_2014_2020() -> None:
    seule = ancienne(menage_sans_emploi="OUI", enfants_a_charge="OUI", adulte_seul="OUI", statut_sortie="EMPLOI",
                     date_sortie=D(2018, 9, 2), constat_sortie=D(2018, 9, 2))  # fmt: skip
    assert {"CO12", "CO13", "CO14", "CR04", "CR05"} <= vus(seule, programmation=FSE_2014_2020)
    assert vus(ancienne(adulte_seul=None), programmation=FSE_2014_2020) == set()
    assert vus(seule) == set()


def test_les_entites_se_comptent_une_fois() -> None:
    entites = [
        Entite("EECO19", "siret-1", "OP-1", D(2024, 1, 1)),
        Entite("EECO19", "siret-1", "OP-2", D(2024, 5, 1)),
        Entite("EECO18", "siret-2", "OP-1", D(2026, 1, 1)),
        Entite("CO20", "projet", "OP-1", D(2024, 1, 1)),
        Entite("EECO02", "tricherie", "OP-1", D(2024, 1, 1)),
    ]
    compte = compter([], FSE_PLUS_2021_2027, annee(2024), entites)
    assert {code: v.total for code, v in compte.indicateurs.items() if v.total} == {"EECO19": 1}


def test_chaque_objectif_a_tous_ses_indicateurs_zero_compris() -> None:
    comptes = compter_par([fiche()], FSE_PLUS_2021_2027, CUMUL, "objectif", valeurs=("h", "l"))
    assert sorted(comptes) == ["h", "l"]
    assert comptes["l"].indicateurs["EECO01"].total == 0
    assert set(comptes["l"].indicateurs) == {i.code for i in indicateurs_de(FSE_PLUS_2021_2027)}


def test_une_annee_compte_ses_entrees_ses_sorties_et_ses_sixiemes_mois() -> None:
    suivie = fiche(**SIX, statut_sortie="EMPLOI")
    assert annees([suivie]) == [2024, 2025]
    par_annee = [comptage(suivie, periode=annee(an)) for an in (2023, 2024, 2025)]
    assert [c.indicateurs["EECO01"].total for c in par_annee] == [0, 1, 0]
    assert [c.indicateurs["EECR04"].total for c in par_annee] == [0, 1, 0]
    assert [c.indicateurs["EECR05"].total for c in par_annee] == [0, 0, 1]
    assert [c.sorties.total for c in par_annee] == [0, 1, 0]


PERIODES = st.builds(
    lambda debut, jours: (debut, D.fromordinal((debut or D(2022, 1, 1)).toordinal() + jours)),
    st.none() | st.dates(D(2022, 1, 1), D(2024, 12, 31)),
    st.integers(0, 1200),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(passages(), max_size=14), st.sampled_from([FSE_2014_2020, FSE_PLUS_2021_2027]), PERIODES)
def test_les_indicateurs_sont_ceux_de_la_reference(lues, programmation, bornes) -> None:
    """Random passages, with refusals, re-entries, unknown answers, observations out of their window."""
    compte = compter(enregistrements(lues), programmation, Periode(*bornes))
    attendu = reference.compter([asdict(passage) for passage in lues], programmation, *bornes)
    trouve = {
        code: {"F": v.femmes, "H": v.hommes, "X": v.non_binaires} for code, v in compte.indicateurs.items() if v.total
    }
    assert trouve == attendu["indicateurs"]
    assert (compte.total_general.total, compte.incomplets) == (attendu["total"], attendu["incomplets"])


@settings(deadline=None, max_examples=60)
@given(st.lists(passages(), max_size=14), PERIODES)
def test_le_total_est_la_somme_des_trois_situations_toujours(lues, bornes) -> None:
    fiches = enregistrements(lues)
    i = compter(fiches, FSE_PLUS_2021_2027, Periode(*bornes)).indicateurs
    assert i["EECO01"] == i["EECO02"] + i["EECO04"] + i["EECO05"]
    assert all(v.autre == 0 for code, v in i.items() if code not in ("EECO18", "EECO19"))
    for code in ("EECO03", "EECO06", "EECO07", "EECO08", "EECO12", "EECO17"):
        assert i[code].total <= i["EECO01"].total
    assert i["EECO09"] + i["EECO10"] + i["EECO11"] == i["EECO01"]


@settings(deadline=None, max_examples=60)
@given(st.lists(passages(operations=1), max_size=14))
def test_les_annees_s_additionnent_au_cumul_et_les_objectifs_aussi(lues) -> None:
    fiches = enregistrements(lues)
    cumul = compter(fiches, FSE_PLUS_2021_2027, CUMUL)
    par_an = [compter(fiches, FSE_PLUS_2021_2027, annee(an)) for an in range(2022, 2031)]
    par_objectif = compter_par(fiches, FSE_PLUS_2021_2027, CUMUL, "objectif").values()
    for comptes in (par_an, par_objectif):
        for code, ventilation in cumul.indicateurs.items():
            assert sum((c.indicateurs[code] for c in comptes), Ventilation()) == ventilation
        assert sum(c.incomplets for c in comptes) == cumul.incomplets
    assert cumul.total_general.total - cumul.incomplets == sum(map(est_complete, fiches))
