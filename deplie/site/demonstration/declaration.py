"""The declarative files, read into typed records. What they say is checked here, before anybody is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DOSSIER = Path(__file__).resolve().parent
# In the order in which they are created.
CODES = ("TCO", "LAROCHELLE", "MIDIQUERCY", "GPSEA", "HAUTEVIENNE")
PLIE = "PLIE"
# Said after what a territory has published (``vie``).
DEPUIS = "Ce qui s'est passé ensuite, jusqu'au jour où la démonstration a été faite, est inventé."

Periode = tuple[date, date]


@dataclass(frozen=True)
class Cohorte:
    """People of one scheme who entered in one period and left in another (None: still there). Counts are exact.

    ``femmes``, ``plus_25``, ``qpv``, ``niveau_3`` are None where the file leaves them to the territory's profile.
    """

    nom: str
    dispositif: str
    entree: Periode
    sortie: Periode | None
    effectif: int
    femmes: int | None
    plus_25: int | None
    qpv: int | None
    niveau_3: int | None


@dataclass(frozen=True)
class Sorties:
    """The exits of a scheme in a year, by motive. ``provisoires``, ``tardifs``: what happened late in the year."""

    dispositif: str
    annee: int
    motifs: dict[str, int]
    provisoires: Mapping[str, Any] | None
    tardifs: Mapping[str, Any] | None
    duree_moyenne_mois: int | None


@dataclass(frozen=True)
class Quota:
    """Étapes of a category: how many have a day in each year, how many of them straddle it and the next."""

    annees: dict[int, int]
    a_cheval: dict[int, int]

    def periodes(self) -> dict[tuple[int, ...], int]:
        """``{years that the étapes touch: how many}``, each étape once."""
        resultat: dict[tuple[int, ...], int] = {}
        for annee, total in self.annees.items():
            seules = total - self.a_cheval.get(annee, 0) - self.a_cheval.get(annee - 1, 0)
            resultat[(annee,)] = seules
            if self.a_cheval.get(annee):
                resultat[annee, annee + 1] = self.a_cheval[annee]
        return resultat


@dataclass(frozen=True)
class Declaration:
    """One territory as its file declares it. ``brut`` is the whole file, for what is passed on as it stands."""

    code: str
    nom: str
    type: str
    siren: str
    prefixe: str
    note: str
    dispositifs: tuple[str, ...]
    complet_depuis: date | None
    cohortes: tuple[Cohorte, ...]
    sorties: tuple[Sorties, ...]
    quotas: dict[str, Quota]
    brut: Mapping[str, Any] = field(repr=False)

    @property
    def dates(self) -> Mapping[str, Any]:
        return self.brut.get("dates", {})

    @property
    def personnes(self) -> Mapping[str, Any]:
        return self.brut.get("personnes", {})

    @property
    def lieux(self) -> Mapping[str, Any]:
        return self.brut.get("lieux", {})

    @property
    def etapes(self) -> Mapping[str, Any]:
        return self.brut.get("etapes", {})

    @property
    def sans_role(self) -> tuple[str, ...]:
        """Roles that nobody plays there."""
        return tuple(self.brut.get("distribution", {}).get("sans", ()))

    @property
    def annees(self) -> list[int]:
        """Years of the exits declared, in order: those whose figures are told."""
        return sorted({s.annee for s in self.sorties})


@cache
def lire(nom: str) -> Mapping[str, Any]:
    """A file of this folder, by its path without ``.toml``."""
    with (DOSSIER / f"{nom}.toml").open("rb") as fichier:
        return tomllib.load(fichier)


@cache
def declaration(code: str) -> Declaration:
    """The declaration of a territory. Raises ValueError when its numbers contradict one another."""
    brut = lire(f"territoires/{code.lower()}")
    lue = Declaration(
        code=brut["code"],
        nom=brut["nom"],
        type=brut["type"],
        siren=brut.get("siren", ""),
        prefixe=brut["prefixe"],
        note=brut["note"],
        dispositifs=tuple(brut.get("dispositifs", ())),
        complet_depuis=brut.get("complet_depuis"),
        cohortes=tuple(_cohorte(c) for c in brut.get("cohortes", ())),
        sorties=tuple(_sorties(s) for s in brut.get("sorties", ())),
        quotas={c: _quota(q) for c, q in brut.get("etapes", {}).get("quotas", {}).items()},
        brut=brut,
    )
    _verifier(lue)
    return lue


def note(code: str) -> str:
    """What is published and what is invented in a demonstration territory; empty for a territory that is none."""
    if code not in CODES:
        return ""
    lue = declaration(code)
    return f"{lue.note} {DEPUIS}" if lue.cohortes else lue.note


def _cohorte(brute: Mapping[str, Any]) -> Cohorte:
    return Cohorte(
        nom=brute["nom"],
        dispositif=brute.get("dispositif", PLIE),
        entree=_periode(brute["entree"]),
        sortie=_periode(brute["sortie"]) if "sortie" in brute else None,
        effectif=brute["effectif"],
        femmes=brute.get("femmes"),
        plus_25=brute.get("plus_25"),
        qpv=brute.get("qpv"),
        niveau_3=brute.get("niveau_3"),
    )


def _sorties(brutes: Mapping[str, Any]) -> Sorties:
    return Sorties(
        dispositif=brutes.get("dispositif", PLIE),
        annee=brutes["annee"],
        motifs=dict(brutes["motifs"]),
        provisoires=brutes.get("provisoires"),
        tardifs=brutes.get("tardifs"),
        duree_moyenne_mois=brutes.get("duree_moyenne_mois"),
    )


def _quota(brut: Mapping[str, Mapping[str, int]]) -> Quota:
    return Quota(
        {int(annee): nombre for annee, nombre in brut["annees"].items()},
        {int(annee): nombre for annee, nombre in brut.get("a_cheval", {}).items()},
    )


def _periode(bornes: list[date]) -> Periode:
    return bornes[0], bornes[1]


def _verifier(lue: Declaration) -> None:
    for sorties in lue.sorties:
        partis = sum(
            c.effectif
            for c in lue.cohortes
            if c.dispositif == sorties.dispositif and c.sortie and c.sortie[0].year == sorties.annee
        )
        if partis != sum(sorties.motifs.values()):
            raise ValueError(f"{lue.code} {sorties.dispositif} {sorties.annee} : {partis} sorties, motifs pour "
                             f"{sum(sorties.motifs.values())}.")  # fmt: skip
    for cohorte in lue.cohortes:
        for nombre in (cohorte.femmes, cohorte.plus_25, cohorte.qpv, cohorte.niveau_3):
            if nombre is not None and not 0 <= nombre <= cohorte.effectif:
                raise ValueError(f"{lue.code}, cohorte « {cohorte.nom} » : {nombre} sur {cohorte.effectif}.")
    for categorie, quota in lue.quotas.items():
        if any(nombre < 0 for nombre in quota.periodes().values()):
            raise ValueError(f"{lue.code} : trop d'étapes {categorie} à cheval sur deux années.")
