"""Seeded files of the exchange contract, as large as asked, for measuring.

Every column of ``participants`` is filled, as a real export does: the reader's and the checks' whole cost is paid.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

COLONNES = [
    "identifiant",
    "nom",
    "nom_usage",
    "prenom",
    "date_naissance",
    "sexe",
    "adresse",
    "code_postal",
    "code_commune",
    "commune",
    "telephone",
    "courriel",
    "qpv",
    "code_qpv",
    "niveau_formation",
    "statut_entree",
    "duree_chomage_mois",
    "criteres",
    "freins",
    "dispositif",
    "date_prescription",
    "prescripteur",
    "date_entree",
    "referent",
    "date_sortie",
    "motif_sortie",
    "date_validation_sortie",
    "situation_6_mois",
    "date_situation_6_mois",
    "jours_suspension",
    "handicap",
    "pays_tiers",
    "origine_etrangere",
    "sans_abri",
    "zone_rurale",
]
COLONNES_ETAPES = [
    "reference",
    "identifiant",
    "dispositif",
    "categorie",
    "intitule",
    "operateur",
    "operation",
    "finance_plie",
    "date_debut",
    "date_fin",
    "heures",
    "statut",
    "resultat",
]
MOTIFS = (
    ["P_CDI"] * 4 + ["P_CDD6"] * 8 + ["P_FORM"] * 4 + ["P_CREA", "N_DEMEN", "N_RETR"] + ["A_ABAND"] * 8 + ["A_REOR"] * 4
)
CATEGORIES = (
    ["EMPLOI_COURT"] * 8
    + ["EMPLOI_DUR"] * 3
    + ["ATELIER"] * 5
    + ["PREPA", "QUALIF", "QUALIF", "IAE_ACI", "IAE_ACI", "MOB"]
)
CRITERES = ["DELD", "DETLD", "RSA", "ASS", "SENIOR", "NIV3", "QPV", "PI", "FLE", "PM"]
SYLLABES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "zo",
    "lu",
    "mar",
    "tel",
    "bin",
    "cor",
    "dan",
]
ORIGINE = date(2014, 1, 1).toordinal()
HORIZON = date(2021, 12, 31).toordinal()


def _mot(alea: random.Random, syllabes: int) -> str:
    return "".join(alea.choices(SYLLABES, k=syllabes)).capitalize()


def _jour(ordinal: int) -> str:
    return date.fromordinal(ordinal).strftime("%d/%m/%Y")


def participants(nombre: int, graine: int = 1) -> Iterator[list[str]]:
    """Yield ``nombre`` lines, one participation a person, entries from 2014 to 2021, two thirds of them ended."""
    alea = random.Random(graine)
    for i in range(nombre):
        entree = alea.randrange(ORIGINE, HORIZON)
        sortie = entree + alea.randrange(30, 1400)
        finie = sortie < HORIZON
        motif = alea.choice(MOTIFS) if finie else ""
        qpv = alea.choice(["OUI", "NON", "NON"])
        yield [
            f"P{i:07d}", _mot(alea, 3), _mot(alea, 3) if i % 9 == 0 else "", _mot(alea, 2),
            _jour(alea.randrange(date(1955, 1, 1).toordinal(), date(1996, 1, 1).toordinal())), alea.choice("FFFHH"),
            f"{i % 200} rue {_mot(alea, 2)}", "97460", f"974{alea.randrange(1, 25):02d}", "Commune Exemple",
            f"06 39 98 {i // 100 % 100:02d} {i % 100:02d}", f"p{i}@exemple.invalid", qpv,
            "QP974001" if qpv == "OUI" else "",
            alea.choice(["0", "1-2", "3", "3", "3", "4", "5"]), "CHOMEUR", str(alea.randrange(0, 60)),
            "|".join(alea.sample(CRITERES, alea.randrange(1, 4))), "", "PLIE", _jour(entree - 20),
            f"Prescripteur {i % 60}",
            _jour(entree), f"referent{i % 250}@plie.invalid", _jour(sortie) if finie else "", motif,
            _jour(sortie + 20) if finie and sortie + 20 < HORIZON else "",
            alea.choice(["EMPLOI", "INCONNUE"]) if motif[:2] == "P_" else "",
            "", "0", "NON", "NON", "NE_SE_PRONONCE_PAS", "NON", "NON",
        ]  # fmt: skip


def etapes(nombre: int, par_personne: int = 3, graine: int = 1) -> Iterator[list[str]]:
    """Yield ``par_personne`` étapes for each of the ``nombre`` persons of ``participants`` with the same seed."""
    alea = random.Random(graine + 1)
    for ligne in participants(nombre, graine):
        entree = _ordinal(ligne[COLONNES.index("date_entree")])
        sortie = _ordinal(ligne[COLONNES.index("date_sortie")] or _jour(HORIZON))
        for rang in range(par_personne):
            debut = alea.randint(entree, sortie)
            fin = min(sortie, debut + alea.randrange(1, 200))
            yield [
                f"E{ligne[0]}-{rang}", ligne[0], "PLIE", alea.choice(CATEGORIES), f"Action {alea.randrange(400)}",
                f"Opérateur {alea.randrange(80)}", f"2020-{alea.randrange(40):02d}", alea.choice(["OUI", "NON"]),
                _jour(debut), _jour(fin), str(alea.randrange(3, 300)), "REALISEE", "",
            ]  # fmt: skip


def _ordinal(jour: str) -> int:
    j, m, a = jour.split("/")
    return date(int(a), int(m), int(j)).toordinal()


def ecrire(chemin: Path, colonnes: list[str], lignes: Iterator[list[str]]) -> Path:
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        plume = csv.writer(flux, delimiter=";")
        plume.writerow(colonnes)
        plume.writerows(lignes)
    return chemin


def fichiers(dossier: Path, nombre: int, par_personne: int = 0) -> list[Path]:
    """Write ``participants.csv`` (and ``etapes.csv``) in ``dossier`` and return their paths."""
    dossier.mkdir(parents=True, exist_ok=True)
    ecrits = [ecrire(dossier / "participants.csv", COLONNES, participants(nombre))]
    if par_personne:
        ecrits.append(ecrire(dossier / "etapes.csv", COLONNES_ETAPES, etapes(nombre, par_personne)))
    return ecrits
