"""The invented people as the tables of the exchange contract, rows or CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from deplie.site.demonstration.declaration import PLIE, declaration, lire
from deplie.site.demonstration.fabrique import fabriquer
from deplie.site.demonstration.parcours import Etape, Parcours
from deplie.site.demonstration.suivi import suivre

Ligne = dict[str, Any]
RELEVE = (
    "indicateur", "ventilation", "valeur", "unite", "decimales", "base", "statut", "qualificatif", "libelle",
)  # fmt: skip


def tables(code: str) -> dict[str, list[Ligne]]:
    """``{table: rows}`` of a demonstration territory, in the contract's columns; a table without rows is left out."""
    lue = declaration(code)
    parcours = fabriquer(code)
    toutes = {
        "participants": [ligne_participant(p) for p in parcours],
        "etapes": [ligne_etape(p, etape) for p in parcours for etape in p.etapes],
        **suivre(parcours, lue),
        "objectifs": [_objectif(o) for o in lue.brut.get("objectifs", ())],
        "releves": list(_releves(code)),
    }
    return {nom: lignes for nom, lignes in toutes.items() if lignes}


def ecrire(contenu: Mapping[str, list[Ligne]], dossier: Path) -> list[Path]:
    """Write tables as CSV files in a folder (made if need be); returns their paths."""
    dossier.mkdir(parents=True, exist_ok=True)
    chemins = []
    for nom, lignes in contenu.items():
        chemin = dossier / f"{nom}.csv"
        with chemin.open("w", encoding="utf-8", newline="") as fichier:
            plume = csv.DictWriter(fichier, list(lignes[0]), delimiter=";", lineterminator="\n")
            plume.writeheader()
            plume.writerows({c: _cellule(v) for c, v in ligne.items()} for ligne in lignes)
        chemins.append(chemin)
    return chemins


def _cellule(valeur: Any) -> str:
    return "" if valeur is None else valeur.isoformat() if isinstance(valeur, date) else str(valeur)


def ligne_participant(p: Parcours) -> Ligne:
    personne, lieu = p.personne, p.lieu
    assert lieu is not None
    return {
        "identifiant": personne.identifiant,
        "nom": personne.nom,
        "nom_usage": personne.nom_usage,
        "prenom": personne.prenom,
        "date_naissance": personne.naissance,
        "sexe": personne.sexe,
        "adresse": personne.adresse,
        "code_postal": personne.code_postal,
        "telephone": personne.telephone,
        "courriel": personne.courriel,
        "code_commune": lieu.code,
        "commune": lieu.nom,
        "qpv": p.qpv,
        "code_qpv": p.code_qpv,
        "zone_rurale": p.rurale,
        "niveau_formation": p.niveau,
        "statut_entree": p.statut,
        "duree_chomage_mois": p.chomage,
        "criteres": " | ".join(p.criteres),
        "freins": " | ".join(p.freins),
        "dispositif": p.dispositif,
        "date_prescription": p.prescription,
        "prescripteur": p.prescripteur,
        "date_entree": p.entree,
        "referent": p.referent,
        "date_sortie": p.sortie,
        "motif_sortie": p.motif,
        "date_validation_sortie": p.validation,
        "situation_6_mois": p.situation,
        "date_situation_6_mois": p.situation_le,
        "jours_suspension": p.suspension or None,
        **personne.reponses,
    }


def ligne_etape(p: Parcours, etape: Etape) -> Ligne:
    return {
        "reference": etape.reference,
        "identifiant": p.personne.identifiant,
        "dispositif": p.dispositif,
        "categorie": etape.categorie,
        "intitule": etape.intitule,
        "operateur": etape.operateur,
        "operation": etape.operation,
        "finance_plie": "OUI" if etape.finance else "NON",
        "date_debut": etape.debut,
        "date_fin": etape.fin,
        "heures": etape.heures,
        "statut": etape.statut,
        "resultat": etape.resultat,
    }


def _objectif(decrit: Mapping[str, Any]) -> Ligne:
    colonnes = ("indicateur", "debut", "fin", "cible", "source", "date_effet")
    return {"dispositif": decrit.get("dispositif", PLIE), **{c: decrit.get(c) for c in colonnes}}


def _releves(code: str) -> Iterator[Ligne]:
    for document in lire("releves")["documents"].values():
        if document["territoire"] == code:
            for chiffre in document["chiffres"]:
                yield {
                    "organisme": document["organisme"],
                    "dispositif": document.get("dispositif", ""),
                    "debut": chiffre.get("debut") or date(chiffre["annee"], 1, 1),
                    "fin": chiffre.get("fin") or date(chiffre["annee"], 12, 31),
                    **{colonne: chiffre.get(colonne) for colonne in RELEVE},
                    "date_publication": document.get("date_publication"),
                    "source": chiffre.get("source", document["source"]),
                }
