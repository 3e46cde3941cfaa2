"""From a declaration to invented people: the same file gives the same people, on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from deplie.site.demonstration import chantiers, etapes, mots
from deplie.site.demonstration.declaration import Declaration, declaration
from deplie.site.demonstration.flux import constater, tirer_flux
from deplie.site.demonstration.identites import doublonner, naitre, nommer, numeroter, oublier, revenir
from deplie.site.demonstration.parcours import Parcours, age
from deplie.site.demonstration.profils import courriel_referent, profiler
from deplie.territoires.queries.geographie import lieux_officiels


@cache
def fabriquer(code: str) -> list[Parcours]:
    """Every participation of a demonstration territory, with its person and étapes; empty where none is declared.

    Made once and never changed: whoever wants another writes a copy.
    """
    lue = declaration(code)
    if not lue.cohortes:
        return []
    parcours = tirer_flux(lue)
    decrites = _vedettes(parcours, lue)
    revenir(parcours, lue)
    constater(parcours, lue)
    naitre(parcours, lue)
    numeroter(parcours, lue)
    profiler(parcours, lue)
    nommer(parcours, lue)
    _etapes(parcours, decrites, lue)
    doublonner(parcours, lue)
    oublier(parcours, lue)
    return sorted(parcours, key=lambda p: (p.entree, p.personne.identifiant))


def _etapes(parcours: list[Parcours], decrites: list[tuple[Parcours, Mapping[str, Any]]], lue: Declaration) -> None:
    if not lue.quotas:
        return
    restes = etapes.quotas(lue)
    for p, vedette in decrites:
        etapes.declarer(p, vedette["etapes"], restes, lue)
    etapes.supposer(parcours, restes, lue)
    chantiers.embaucher(parcours, restes, lue)
    anonymes = [p for p in parcours if not p.vedette]
    etapes.repartir_le_reste(anonymes, restes, lue)
    etapes.hors_compte(anonymes, lue)
    mots.habiller(parcours, lue)


def _vedettes(parcours: list[Parcours], lue: Declaration) -> list[tuple[Parcours, Mapping[str, Any]]]:
    """Turn a suitable participation into each person that the declaration names, so that every count stays exact."""
    decrites = []
    for vedette in lue.brut.get("vedettes", ()):
        p = _incarner(parcours, vedette)
        p.entree, p.sortie = vedette["entree"], vedette.get("sortie")
        p.suspension = vedette.get("suspension", 0)
        p.personne.prenom, p.personne.nom = vedette["prenom"], vedette["nom"]
        p.personne.naissance = vedette["naissance"]
        p.referent = courriel_referent(lue.brut["referents"][vedette["referent"]], lue.code)
        if "qpv" in vedette:
            p.code_qpv = vedette["qpv"]
            quartier = next(q for q in lue.lieux["qpv"] if q["code"] == p.code_qpv)
            p.lieu = lieux_officiels()[quartier["commune"]]
        decrites.append((p, vedette))
    return decrites


def _incarner(parcours: list[Parcours], vedette: Mapping[str, Any]) -> Parcours:
    """A participation of the cohort with the motive asked for; the marks it lacks are exchanged within the cohort."""
    membres = [p for p in parcours if p.cohorte.nom == vedette["cohorte"] and not p.vedette]
    sortie = (vedette.get("motif", ""), vedette.get("provisoire", False))
    p = next(p for p in membres if (p.motif, p.provisoire) == sortie)
    marques = {
        "sexe": vedette["sexe"],
        "plus_25": age(vedette["naissance"], vedette["entree"]) >= 25,
        "qpv": "OUI" if "qpv" in vedette else "NON",
    }
    p.vedette = True
    for marque, voulue in marques.items():
        # Somebody who retires stays of age.
        autre = next(q for q in [p, *membres] if getattr(q, marque) == voulue and q.motif != "N_RETR")
        ancienne = getattr(p, marque)
        setattr(p, marque, voulue)
        setattr(autre, marque, voulue if autre is p else ancienne)
    return p
