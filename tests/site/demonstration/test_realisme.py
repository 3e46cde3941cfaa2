"""The invented people are plausible, hold together, can be taken for nobody, and are the same everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from deplie.site.demonstration.calendrier import commissions, feries, paques
from deplie.site.demonstration.declaration import CODES, Quota, declaration, lire
from deplie.site.demonstration.tables import ecrire, tables
from deplie.territoires.queries.geographie import codes_de
from tests.site.demonstration.compteur import Compteur, Ligne, age
from tests.site.demonstration.test_nombres import lignes

RACINE = Path(__file__).resolve().parents[3]
PEUPLES = [code for code in CODES if code != "GPSEA"]


def participants(code: str) -> list[Ligne]:
    return lignes(code)["participants"]


@pytest.mark.parametrize("code", PEUPLES)
def test_personne_ne_peut_s_y_reconnaitre(code: str) -> None:
    mots = lire("vocabulaire")
    for p in participants(code):
        assert p["nom"] in mots["noms"]
        assert p["nom_usage"] in ("", *mots["noms"])
        assert not p["courriel"] or p["courriel"].endswith("@courriel.invalid")
        assert p["referent"].endswith("@demonstration.invalid")
        assert not p["telephone"] or p["telephone"].startswith("+33 2 61 91 ")
    telephones = [p["telephone"] for p in participants(code) if p["telephone"]]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(t, "RE")) for t in telephones)
    assert {q["code"][2:6] for q in declaration(code).lieux.get("qpv", ())} <= {"9749", "0179", "0879"}


@pytest.mark.parametrize("code", PEUPLES)
def test_une_personne_a_un_nom_une_naissance_et_un_numero(code: str) -> None:
    par_numero: dict[str, set[Any]] = {}
    communes = (
        "nom",
        "nom_usage",
        "prenom",
        "date_naissance",
        "sexe",
        "adresse",
        "code_postal",
        "telephone",
        "courriel",
    )
    for p in participants(code):
        par_numero.setdefault(p["identifiant"], set()).add(tuple(p[c] for c in communes))
    assert all(len(versions) == 1 for versions in par_numero.values())
    noms = [(p[0], p[2]) for versions in par_numero.values() for p in versions]
    naissances = [p[3] for versions in par_numero.values() for p in versions if p[3]]
    assert len(set(noms)) == len(noms)
    assert len(set(naissances)) == len(naissances)


@pytest.mark.parametrize("code", PEUPLES)
def test_les_criteres_suivent_le_profil(code: str) -> None:
    for p in participants(code):
        criteres, mois = set(p["criteres"].split(" | ")), p["duree_chomage_mois"] or 0
        ans = age(p) if p["date_naissance"] else None
        assert criteres
        assert ("DELD" in criteres) == (12 <= mois < 24)
        assert ("DETLD" in criteres) == (mois >= 24)
        assert ("QPV" in criteres) == (p["qpv"] == "OUI") == bool(p["code_qpv"])
        assert ("NIV3" in criteres) == (p["niveau_formation"] in ("0", "1-2", "3"))
        assert ("TH" in criteres) == (p["handicap"] == "OUI")
        if ans is not None:
            assert 18 <= ans <= 64
            assert ("SENIOR" in criteres) == (ans >= 50)
            assert p["motif_sortie"] != "N_RETR" or ans >= 60
        assert p["statut_entree"] != "CHOMEUR" or mois or code == "MIDIQUERCY"


@pytest.mark.parametrize("code", PEUPLES)
def test_les_dates_se_suivent(code: str) -> None:
    for p in participants(code):
        sortie, six_mois = p["date_sortie"], p["date_situation_6_mois"]
        assert p["date_prescription"] < p["date_entree"]
        assert (sortie is None) == (not p["motif_sortie"])
        if sortie:
            assert sortie > p["date_entree"]
            assert (p["jours_suspension"] or 0) < (sortie - p["date_entree"]).days
            assert not p["date_validation_sortie"] or p["date_validation_sortie"] >= sortie
            assert not six_mois or (six_mois - sortie).days >= 181
        assert bool(six_mois) == bool(p["situation_6_mois"])


@pytest.mark.parametrize("code", PEUPLES)
def test_on_reside_dans_le_territoire(code: str) -> None:
    lieux = declaration(code).lieux
    communes = codes_de(sirens=tuple(lieux.get("sirens", ())), departements=tuple(lieux.get("departements", ())))
    assert {p["code_commune"] for p in participants(code)} <= set(communes)
    assert len({p["code_commune"] for p in participants(code)}) >= min(5, len(communes))


@pytest.mark.parametrize("code", [c for c in PEUPLES if c != "HAUTEVIENNE"])
def test_les_etapes_tiennent_dans_leur_parcours(code: str) -> None:
    compteur = Compteur(participants(code), lignes(code)["etapes"])
    for etape in lignes(code)["etapes"]:
        assert etape["date_fin"] is None or etape["date_debut"] <= etape["date_fin"]
        p = compteur.participation_de(etape)
        if etape["categorie"] == "SUIVI_EMPLOI":
            assert p is None
            continue
        assert p is not None
        assert p["motif_sortie"] != "A_DOUBLON"
        assert not p["date_sortie"] or (etape["date_fin"] and etape["date_fin"] <= p["date_sortie"])


def test_une_sortie_en_emploi_a_son_emploi() -> None:
    supposees = {"P_CDI": "EMPLOI_DUR", "P_CDD6": "EMPLOI_DUR", "P_ALT": "ALTERN", "P_CREA": "CREA", "P_FORM": "QUALIF"}
    jusque_la = {(e["identifiant"], e["categorie"], e["date_fin"]) for e in lignes("TCO")["etapes"]}
    sortis = [p for p in participants("TCO") if p["motif_sortie"] in supposees]
    assert len(sortis) > 300
    for p in sortis:
        assert (p["identifiant"], supposees[p["motif_sortie"]], p["date_sortie"]) in jusque_la


def test_les_mois_ne_se_ressemblent_pas_mais_aucun_n_est_vide() -> None:
    """Exits fall in every month of the TCO's 2020, fewer during the lockdown; entries come from commissions."""
    mois = Counter(p["date_sortie"].month for p in participants("TCO") if (p["date_sortie"] or date.min).year == 2020)
    assert set(mois) == set(range(1, 13))
    assert max(mois.values()) < 3 * 319 / 12
    entrees = {p["date_entree"] for p in participants("TCO") if p["date_entree"].year == 2020}
    assert not [jour for jour in entrees if date(2020, 3, 17) <= jour <= date(2020, 5, 10)]


def test_les_personnes_des_maquettes() -> None:
    par_numero = {p["identifiant"]: p for p in participants("TCO")}
    zelie = par_numero["TCO-2019-0147"]
    assert (zelie["prenom"], zelie["nom"], zelie["date_naissance"]) == ("Zélie", "Exemple", date(1986, 5, 14))
    assert zelie["qpv"] == "OUI"
    assert zelie["date_sortie"] is None
    siennes = [e for e in lignes("TCO")["etapes"] if e["identifiant"] == "TCO-2019-0147"]
    assert [e["categorie"] for e in sorted(siennes, key=lambda e: e["date_debut"])][:2] == ["DIAG", "ATELIER"]
    assert {(p["prenom"], p["nom"]) for p in participants("TCO")} >= {
        ("Marius", "Fictif"), ("Tom", "Spécimen"), ("Ana", "Factice"),
    }  # fmt: skip


def test_retours_et_doublons() -> None:
    """Six people come back the year after they left; two entries recorded twice are cancelled."""
    numeros = Counter(p["identifiant"] for p in participants("TCO") if p["motif_sortie"] != "A_DOUBLON")
    assert sorted(numeros.values())[-7:] == [1, 2, 2, 2, 2, 2, 2]
    assert sum(p["motif_sortie"] == "A_DOUBLON" for p in participants("TCO")) == 2


@pytest.mark.parametrize("graine", ["0", "12345"])
def test_les_memes_personnes_sur_toute_machine(graine: str, tmp_path: Path) -> None:
    """Another process with another hash seed writes the same bytes."""
    appel = "import sys; from pathlib import Path; from deplie.site.demonstration.tables import ecrire, tables; "
    code = appel + "ecrire(tables('TCO'), Path(sys.argv[1]))"
    environnement = {**os.environ, "PYTHONHASHSEED": graine}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a")], cwd=RACINE, env=environnement, check=True)
    ecrire(tables("TCO"), tmp_path / "b")
    assert _empreintes(tmp_path / "a") == _empreintes(tmp_path / "b")


def _empreintes(dossier: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(dossier.iterdir())}


def test_calendrier() -> None:
    assert [paques(annee) for annee in (2019, 2020, 2021, 2024)] == [
        date(2019, 4, 21), date(2020, 4, 12), date(2021, 4, 4), date(2024, 3, 31),
    ]  # fmt: skip
    assert date(2020, 5, 21) in feries(2020)
    seances = commissions(date(2019, 1, 1), date(2019, 12, 31), [(date(2019, 8, 1), date(2019, 8, 31))])
    assert {jour.weekday() for jour in seances} == {3}
    assert not [jour for jour in seances if jour.month == 8]


def test_quota_compte_une_fois_ce_qui_est_a_cheval() -> None:
    quota = Quota({2019: 10, 2020: 8}, {2019: 3})
    assert quota.periodes() == {(2019,): 7, (2019, 2020): 3, (2020,): 5}
