"""The slow reference of common indicators: written from the texts, one plain reading per indicator, no rule of ours.

It reads passages (several per person and operation) as plain mappings, merges re-entries itself, and counts by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Ligne = Mapping[str, Any]
ANCIENNE, NOUVELLE = "FSE_2014_2020", "FSE_PLUS_2021_2027"
A_LA_SORTIE = ("date_sortie", "constat_sortie", "fin_sortie", "statut_sortie", "emploi_sortie", "recherche_sortie")
A_LA_SORTIE += ("formation_sortie", "qualification_sortie", "constat_six_mois", "statut_six_mois", "emploi_six_mois")
A_LA_SORTIE += ("sous_emploi_six_mois", "progression_six_mois")


def une_par_personne_et_operation(passages: Iterable[Ligne]) -> list[dict[str, Any]]:
    gardees: dict[tuple[str, str], dict[str, Any]] = {}
    for passage in sorted(passages, key=lambda p: p["date_entree"]):
        cle = (passage["operation"], passage["personne"])
        if cle not in gardees:
            gardees[cle] = dict(passage)
        else:
            for champ in A_LA_SORTIE:
                gardees[cle][champ] = passage[champ]
    return list(gardees.values())


def ans(ligne: Ligne) -> int:
    ne, entree = ligne["date_naissance"], ligne["date_entree"]
    annees = entree.year - ne.year
    return annees - 1 if (entree.month, entree.day) < (ne.month, ne.day) else annees


def complete(ligne: Ligne) -> bool:
    champs = ["sexe", "date_naissance", "statut", "niveau_formation"]
    if ligne["programmation"] == ANCIENNE:
        champs += ["menage_sans_emploi", "enfants_a_charge", "adulte_seul"]
    return all(ligne[champ] not in (None, "", "NON_DEMANDE", "NE_SE_PRONONCE_PAS") for champ in champs)


def six_mois_apres(jour: date) -> date:
    annee, mois = (jour.year, jour.month + 6) if jour.month <= 6 else (jour.year + 1, jour.month - 6)
    for quantieme in (jour.day, 30, 29, 28):
        try:
            return date(annee, mois, min(quantieme, jour.day))
        except ValueError:
            continue
    raise AssertionError


def observee(ligne: Ligne) -> bool:
    sortie, constat = ligne["date_sortie"], ligne["constat_sortie"]
    return bool(sortie and constat and timedelta(0) <= constat - sortie <= timedelta(days=28))


def codes(ligne: Ligne) -> tuple[set[str], set[str], set[str]]:
    """The indicators that a complete record meets at entry, at exit, at six months, in both series."""
    statut = ligne["statut"]
    oui = {champ for champ, valeur in ligne.items() if valeur == "OUI"}
    non = {champ for champ, valeur in ligne.items() if valeur == "NON"}
    entree = _situation(ligne, statut, non) | _reponses(oui)
    entree |= _tranches(ans(ligne)) | _niveau(ligne["niveau_formation"])
    if "CO07" in entree and entree & {"CO01", "CO04"}:
        entree.add("CO08")
    return entree, _a_la_sortie(ligne, statut, oui, non), _apres(ligne, statut, oui, non)


def _situation(ligne: Ligne, statut: str, non: set[str]) -> set[str]:
    if statut == "EMPLOI":
        return {"EECO05", "CO05"}
    if statut == "INACTIF":
        return {"EECO04", "CO03"} | ({"CO04"} if "en_formation" in non else set())
    trouves = {"EECO02", "CO01"}
    chomage = ligne["duree_chomage_mois"]
    if chomage is not None and chomage >= 12:
        trouves |= {"EECO03", "CO02"}
    if chomage is not None and chomage > 6 and ans(ligne) < 25:
        trouves.add("CO02")
    return trouves


def _tranches(age: int) -> set[str]:
    bornes = {"EECO06": (0, 18), "EECO07": (18, 30), "EECO08": (55, 999), "CO06": (0, 25), "CO07": (55, 999)}
    return {code for code, (debut, fin) in bornes.items() if debut <= age < fin}


def _niveau(niveau: str) -> set[str]:
    if niveau in ("0", "1-2"):
        return {"EECO09", "CO09"}
    return {"EECO10", "CO10"} if niveau in ("3", "4", "4P") else {"EECO11", "CO11"}


def _reponses(oui: set[str]) -> set[str]:
    trouves = set()
    for champ, indicateurs in {
        "handicap": ("EECO12", "CO16"), "pays_tiers": ("EECO13", "CO15"), "origine_etrangere": ("EECO14", "CO15"),
        "minorite": ("EECO15", "CO15"), "sans_abri": ("EECO16", "CO18"), "zone_rurale": ("EECO17", "CO19"),
        "menage_sans_emploi": ("CO12",), "autre_defavorise": ("CO17",),
    }.items():  # fmt: skip
        if champ in oui:
            trouves |= set(indicateurs)
    if {"menage_sans_emploi", "enfants_a_charge"} <= oui:
        trouves.add("CO13")
    if {"adulte_seul", "enfants_a_charge"} <= oui:
        trouves.add("CO14")
    return trouves


def _defavorise(oui: set[str]) -> bool:
    return bool(_reponses(oui) & {"CO12", "CO13", "CO14", "CO15", "CO16", "CO17"})


def _a_la_sortie(ligne: Ligne, statut: str, oui: set[str], non: set[str]) -> set[str]:
    if not observee(ligne):
        return set()
    trouves = set()
    if statut == "INACTIF" and "recherche_sortie" in oui:
        trouves |= {"EECR01", "CR01"}
    if "en_formation" in non and "formation_sortie" in oui:
        trouves |= {"EECR02", "CR02"}
    if "qualification_sortie" in oui:
        trouves |= {"EECR03", "CR03"}
    if statut != "EMPLOI" and ligne["statut_sortie"] == "EMPLOI":
        trouves |= {"EECR04", "CR04"}
    if trouves and _defavorise(oui):
        trouves.add("CR05")
    return trouves


def _apres(ligne: Ligne, statut: str, oui: set[str], non: set[str]) -> set[str]:
    if not ligne["date_sortie"] or not ligne["constat_six_mois"] or ligne["statut_six_mois"] != "EMPLOI":
        return set()
    if statut != "EMPLOI":
        trouves = {"EECR05", "CR06"}
        if ans(ligne) > 54:
            trouves.add("CR08")
        if _defavorise(oui):
            trouves.add("CR09")
        return trouves
    mieux = (
        (ligne["emploi"] in ("TEMPORAIRE", "AIDE") and ligne["emploi_six_mois"] == "DURABLE")
        or ("sous_emploi" in oui and "sous_emploi_six_mois" in non)
        or "progression_six_mois" in oui
    )
    return {"EECR06", "CR07"} if mieux else set()


def compter(passages: Iterable[Ligne], programmation: str, debut: date | None, fin: date) -> dict[str, Any]:
    """{indicator: {sex: count}}, the grand total, the incomplete ones."""

    def dedans(jour: date | None) -> bool:
        return jour is not None and (debut is None or jour >= debut) and jour <= fin

    comptes: dict[str, dict[str, int]] = {}
    total = incomplets = 0
    for ligne in une_par_personne_et_operation(passages):
        if ligne["programmation"] != programmation:
            continue
        if dedans(ligne["date_entree"]):
            total += 1
            incomplets += not complete(ligne)
        if not complete(ligne):
            continue
        a_l_entree, sorti, apres = codes(ligne)
        sortie = ligne["date_sortie"]
        vus = a_l_entree if dedans(ligne["date_entree"]) else set()
        vus = vus | (sorti if dedans(sortie) else set())
        vus = vus | (apres if sortie and dedans(six_mois_apres(sortie)) else set())
        prefixes = ("EECO", "EECR") if programmation == NOUVELLE else ("CO", "CR")
        for code in vus:
            if code.startswith(prefixes):
                par_sexe = comptes.setdefault(code, {"F": 0, "H": 0, "X": 0})
                par_sexe[ligne["sexe"]] += 1
        if programmation == NOUVELLE and dedans(ligne["date_entree"]):
            comptes.setdefault("EECO01", {"F": 0, "H": 0, "X": 0})[ligne["sexe"]] += 1
    return {"indicateurs": comptes, "total": total, "incomplets": incomplets}


def compter_organismes(lignes: Iterable[Ligne], programmation: str, debut: date | None, fin: date) -> dict[str, int]:
    """{indicator: how many bodies, or projects}. Two lines that share a name or a SIREN are put in one bag, again and
    again until no two bags share anything.
    """
    lues = [dict(ligne) | {"rang": rang} for rang, ligne in enumerate(lignes)]
    sacs = [{"rangs": {ligne["rang"]}, "marques": _marques(ligne)} for ligne in lues]
    while paire := next(((a, b) for a in sacs for b in sacs if a is not b and a["marques"] & b["marques"]), None):
        a, b = paire
        sacs.remove(b)
        a["rangs"], a["marques"] = a["rangs"] | b["rangs"], a["marques"] | b["marques"]
    comptes: dict[str, int] = {}
    codes = {
        NOUVELLE: {"ADMIN": "EECO18", "PME": "EECO19"},
        ANCIENNE: {"PARTENAIRE": "CO20", "FEMMES": "CO21", "ADMIN": "CO22", "PME": "CO23"},
    }[programmation]
    for genre, code in codes.items():
        siennes = [li for li in lues if li["programmation"] == programmation and li["genre"] == genre]
        siennes = [li for li in siennes if (debut is None or li["le"] >= debut) and li["le"] <= fin]
        rangs = {li["rang"] for li in siennes}
        projets = {li["operation"] for li in siennes}
        nombre = len(projets) if code in ("CO20", "CO21", "CO22") else sum(bool(s["rangs"] & rangs) for s in sacs)
        comptes |= {code: nombre} if nombre else {}
    return comptes


def _marques(ligne: Ligne) -> set[str]:
    nom = " ".join(ligne["nom"].lower().replace("é", "e").split())
    return ({f"nom {nom}"} if nom else set()) | ({f"siren {ligne['siret'][:9]}"} if ligne["siret"] else set())
