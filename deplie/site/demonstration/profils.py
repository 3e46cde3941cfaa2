"""What was true at entry: place, training level, situation, criteria, obstacles, prescriber, référent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from deplie.acteurs.rules import DOMAINE_DEMONSTRATION
from deplie.personnes.rules import cle_de_nom
from deplie.site.demonstration.calendrier import ouvre_avant
from deplie.site.demonstration.declaration import Declaration, lire
from deplie.site.demonstration.parcours import Parcours, age
from deplie.site.demonstration.tirage import Tirage, repartir
from deplie.territoires.queries.geographie import LieuOfficiel, codes_de, lieux_officiels
from deplie.territoires.rules.personnes import NIVEAUX_3_ET_INFRA

STATUTS = {"CHOMEUR": 88, "INACTIF": 9, "EMPLOI": 3}
# (months, months, weight)
CHOMAGE = {(1, 11): 30, (12, 23): 28, (24, 35): 18, (36, 96): 24}


def profiler(parcours: list[Parcours], lue: Declaration) -> None:
    """Fill every characteristic at entry. The births must be known: criteria depend on ages."""
    _situer(parcours, lue)
    _niveaux(parcours, lue)
    _statuts(parcours, lue)
    _orienter(parcours, lue)
    _confier(parcours, lue)
    tirage = Tirage(f"{lue.code}/criteres")
    for p in parcours:
        p.criteres = _criteres(p, lue, tirage)
        p.freins = _freins(tirage)


def _lieux(lue: Declaration, dispositif: str) -> dict[LieuOfficiel, float]:
    """The places where people of a scheme live, weighted by population."""
    seul = lue.lieux.get("seulement", {}).get(dispositif)
    sirens = (seul,) if seul else tuple(lue.lieux.get("sirens", ()))
    departements = () if seul else tuple(lue.lieux.get("departements", ()))
    lieux = [lieux_officiels()[code] for code in codes_de(sirens=sirens, departements=departements)]
    return {lieu: float(lieu.population or 1) for lieu in lieux}


def _situer(parcours: list[Parcours], lue: Declaration) -> None:
    tirage = Tirage(f"{lue.code}/lieux")
    par_dispositif = {d: _lieux(lue, d) for d in dict.fromkeys(p.dispositif for p in parcours)}
    quartiers = {q["code"]: lieux_officiels()[q["commune"]] for q in lue.lieux.get("qpv", ())}
    for p in parcours:
        if p.qpv == "OUI":
            p.code_qpv = p.code_qpv or tirage.choix(list(quartiers))
            p.lieu = quartiers[p.code_qpv]
        else:
            p.lieu = p.lieu or tirage.pondere(par_dispositif[p.dispositif])
        rural = p.lieu.code in lue.lieux.get("rural", ()) or (p.lieu.population or 0) < lue.lieux.get("rural_sous", 0)
        p.rurale = "OUI" if rural else "NON"


def _niveaux(parcours: list[Parcours], lue: Declaration) -> None:
    """Training levels: exact counts of level 3 and below where they are declared, the profile's shares elsewhere."""
    poids = lue.personnes["niveaux"]
    bas = {n: v for n, v in poids.items() if n in NIVEAUX_3_ET_INFRA}
    haut = {n: v for n, v in poids.items() if n not in NIVEAUX_3_ET_INFRA}
    for cohorte in lue.cohortes:
        membres = [p for p in parcours if p.cohorte is cohorte]
        tirage = Tirage(f"{lue.code}/niveaux/{cohorte.nom}")
        if cohorte.niveau_3 is None:
            paquet = tirage.paquet(repartir(cohorte.effectif, poids))
        else:
            reste = cohorte.effectif - cohorte.niveau_3
            paquet = tirage.paquet(repartir(cohorte.niveau_3, bas) | repartir(reste, haut))
        for p, niveau in zip(membres, paquet, strict=True):
            p.niveau = niveau


def _statuts(parcours: list[Parcours], lue: Declaration) -> None:
    tirage = Tirage(f"{lue.code}/statuts")
    for p, statut in zip(parcours, tirage.paquet(repartir(len(parcours), STATUTS)), strict=True):
        p.statut = statut
        if statut == "CHOMEUR":
            bas, haut = tirage.pondere(CHOMAGE)
            possible = max(1, (_age(p) - 17) * 12)
            p.chomage = min(tirage.entier(bas, haut), possible)
    lacunes = Tirage(f"{lue.code}/lacunes")
    for champ, attribut in (("niveau_formation", "niveau"), ("statut_entree", "statut")):
        for p in lacunes.melange(parcours)[: _combien(lue, champ, parcours)]:
            setattr(p, attribut, "")
    chomeurs = [p for p in parcours if p.chomage is not None]
    for p in lacunes.melange(chomeurs)[: _combien(lue, "duree_chomage_mois", parcours)]:
        p.chomage = None


def _combien(lue: Declaration, champ: str, parcours: list[Parcours]) -> int:
    return round(lue.personnes.get("lacunes", {}).get(champ, 0) * len(parcours))


def _age(p: Parcours) -> int:
    assert p.personne.naissance is not None
    return age(p.personne.naissance, p.entree)


def _criteres(p: Parcours, lue: Declaration, tirage: Tirage) -> list[str]:
    """Eligibility criteria that follow from the rest, then some that are drawn; a dispensation where none holds."""
    ans, mois = _age(p), p.chomage or 0
    handicap = p.personne.reponses.get("handicap") == "OUI"
    tires = {
        "RSA": 0.52,
        "PI": 0.19 if p.sexe == "F" else 0.03,
        "FLE": 0.04,
        "PM": 0.13,
        "REF_DA": 0.015,
        "PSH_PR": 0.012,
    }
    conditions = {
        "DELD": 12 <= mois < 24,
        "DETLD": mois >= 24,
        "ASS": mois >= 24 and tirage.vrai(0.12),
        "JEUNE": ans < 26 and p.niveau in NIVEAUX_3_ET_INFRA,
        "SENIOR": ans >= 50,
        "NIV3": p.niveau in NIVEAUX_3_ET_INFRA,
        "TH": handicap,
        "AAH": handicap and tirage.vrai(0.2),
        "QPV": p.qpv == "OUI",
        "ZFRR": bool(lue.lieux.get("zfrr")) and p.rurale == "OUI",
        "ASE": ans < 23 and tirage.vrai(0.05),
        "DETENTION_MJ": tirage.vrai(0.008),
    }
    codes = [code for code, tenu in conditions.items() if tenu]
    codes += [code for code, part in tires.items() if tirage.vrai(part)]
    return codes or ["DEROG"]


def _freins(tirage: Tirage) -> list[str]:
    poids = lire("vocabulaire")["freins"]
    return list(dict.fromkeys(tirage.pondere(poids) for _ in range(tirage.entier(0, 3))))


def _orienter(parcours: list[Parcours], lue: Declaration) -> None:
    tirage = Tirage(f"{lue.code}/prescriptions")
    for p in parcours:
        p.prescripteur = tirage.pondere(lue.brut["prescripteurs"])
        p.prescription = ouvre_avant(p.entree - timedelta(days=tirage.entier(9, 55)))


def courriel_referent(referent: Mapping[str, Any], code: str) -> str:
    """Address of a référent: the cast's one bears its role, as ``acteurs`` names it; none can be written to."""
    if "role" in referent:
        return f"{referent['role']}.{code}@{DOMAINE_DEMONSTRATION}".lower().replace("_", "-")
    nom = ".".join(cle_de_nom(referent[c], "").replace(" ", "-") for c in ("prenom", "nom"))
    return f"{nom}.{code.lower()}@{DOMAINE_DEMONSTRATION}"


def _confier(parcours: list[Parcours], lue: Declaration) -> None:
    """Give each participation to a référent of its scheme and place, as their working time goes."""
    tirage = Tirage(f"{lue.code}/referents")
    referents = lue.brut["referents"]
    for p in parcours:
        if not p.referent:
            poids = {rang: r["etp"][-1][1] for rang, r in enumerate(referents) if _suit(r, p)}
            p.referent = courriel_referent(referents[tirage.pondere(poids)], lue.code)


def _suit(referent: Mapping[str, Any], p: Parcours) -> bool:
    assert p.lieu is not None
    arrive = referent["etp"][0][0]
    return (
        referent.get("dispositif", p.dispositif) == p.dispositif
        and p.lieu.code in referent.get("communes", (p.lieu.code,))
        and referent.get("lieux", p.lieu.epci) == p.lieu.epci
        and (p.sortie is None or p.sortie > arrive)
    )
