"""A second reading of « How it counts », by hand, day after day: what the bilan must say of a small world.

Written against the exchange contract and nothing of the catalogue: no fact, no SQL, no condition is shared.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

EMPLOI = {"P_CDI", "P_CDD6", "P_CUMUL6", "P_SAISON", "P_ALT", "P_FP", "P_CREA", "P_AI55"}
EXTERNES = {"N_DEMEN", "N_RETR", "N_DECES"}
SENSIBLES = {"AAH", "TH", "REF_DA", "DETENTION_MJ", "ASE", "PSH_PR"}
GROUPES = {
    "EMPLOIS": ["EMPLOI_COURT", "EMPLOI_DUR", "AIDE", "ALTERN", "CREA", "IAE_EI", "IAE_AI", "IAE_ETTI", "CLAUSE"],
    "PREPA": ["PREPA", "ATELIER", "DIAG", "MOB", "PMSMP"], "QUALIF": ["QUALIF"], "ACI": ["IAE_ACI"],
}  # fmt: skip


@dataclass
class Etape:
    categorie: str
    debut: date
    fin: date | None = None
    statut: str = ""
    finance: str = ""


@dataclass
class Participation:
    personne: int
    dispositif: str
    entree: date
    sortie: date | None = None
    motif: str = ""
    validee: bool = False
    situation: str = ""
    suspension: int | None = None
    sexe: str = ""
    naissance: date | None = None
    qpv: str = ""
    niveau: str = ""
    statut: str = ""
    chomage: int | None = None
    criteres: set[str] = field(default_factory=set)
    etapes: list[Etape] = field(default_factory=list)


@dataclass
class Periode:
    debut: date
    fin: date

    def jours(self) -> Iterable[date]:
        return (self.debut + timedelta(days=i) for i in range((self.fin - self.debut).days + 1))

    def avant(self) -> Periode:
        return Periode(un_an_avant(self.debut), un_an_avant(self.fin))


def un_an_avant(jour: date) -> date:
    if jour.month == 2 and (jour + timedelta(days=1)).month == 3:
        return date(jour.year - 1, 3, 1) - timedelta(days=1)
    return date(jour.year - 1, jour.month, jour.day)


class Temoin:
    """The figures of a few participations over a period; ``ordre`` is that in which schemes were declared."""

    def __init__(
        self, participations: list[Participation], ordre: list[str], aujourd_hui: date,
        positifs: dict[str, set[str]] | None = None, base: str = "",
    ) -> None:  # fmt: skip
        self.toutes = [p for p in participations if p.motif != "A_DOUBLON"]
        self.ordre, self.aujourd_hui = ordre, aujourd_hui
        self.positifs, self.base = positifs or {}, base

    def positive(self, p: Participation) -> bool:
        return p.motif in self.positifs.get(p.dispositif, EMPLOI | {"P_FORM"})

    # --- who is counted ---
    def suivies(self, periode: Periode) -> list[Participation]:
        return [p for p in self.toutes if any(self.present(p, jour) for jour in periode.jours())]

    def present(self, p: Participation, jour: date) -> bool:
        return p.entree <= jour and (p.sortie is None or jour <= p.sortie)

    def personnes(self, periode: Periode) -> list[Participation]:
        """One participation a person: the latest, then the scheme declared first."""
        elues: dict[int, Participation] = {}
        for p in self.suivies(periode):
            q = elues.get(p.personne)
            if q is None or (p.entree, -self.ordre.index(p.dispositif)) > (q.entree, -self.ordre.index(q.dispositif)):
                elues[p.personne] = p
        return list(elues.values())

    def en_cours(self, jour: date) -> list[Participation]:
        return [p for p in self.toutes if p.entree <= jour and (p.sortie is None or p.sortie > jour)]

    def entrees(self, periode: Periode) -> list[Participation]:
        return [p for p in self.toutes if p.entree in set(periode.jours())]

    def sorties(self, periode: Periode) -> list[Participation]:
        return [p for p in self.toutes if p.sortie in set(periode.jours())]

    def etapes(self, periode: Periode) -> list[tuple[Participation, Etape]]:
        return [(p, e) for p in self.toutes for e in p.etapes if self.dans(p, e, periode)]

    def dans(self, p: Participation, e: Etape, periode: Periode) -> bool:
        if e.statut in ("PREVUE", "ANNULEE") or e.categorie in ("ACC", "ATTENTE", "SUIVI_EMPLOI"):
            return False
        fin = e.fin or p.sortie or self.aujourd_hui
        if p.sortie:
            fin = min(fin, p.sortie)
        return any(e.debut <= jour <= fin for jour in periode.jours())

    # --- what a part is ---
    def parts(self, p: Participation, e: Etape | None, par: str, sensible: bool = True) -> list[Any]:
        if par == "critere":
            lus = p.criteres if sensible else p.criteres - SENSIBLES
            return sorted(lus) if p.criteres else [None]
        return [self.valeur(p, e, par, sensible)]

    def valeur(self, p: Participation, e: Etape | None, par: str, sensible: bool) -> Any:
        if par == "tranche_age":
            ans = age(p.naissance, p.entree)
            return None if ans is None else ["-26", "26-44", "45-49", "50+"][sum(ans >= b for b in (26, 45, 50))]
        if par == "duree_chomage":
            return bande(p.chomage, (12, 24, 36), ["-12", "12-23", "24-35", "36+"])
        if par == "motif" and not sensible and p.motif == "A_DETEN":
            return "A_SANTE"
        lus = {"sexe": p.sexe, "qpv": "" if p.qpv == "NSP" else p.qpv, "niveau": p.niveau, "motif": p.motif,
               "dispositif": p.dispositif}  # fmt: skip
        if e is not None:
            lus |= {"categorie": e.categorie, "finance_plie": e.finance, "groupe_categorie": groupe(e.categorie)}
        return lus[par] or None

    # --- the figures: (numerator or count, denominator or None) ---
    def chiffres(self, periode: Periode, garde: Callable[[Participation, Etape | None], bool]) -> dict[str, Any]:
        p_ok = lambda ps: [p for p in ps if garde(p, None)]  # noqa: E731
        personnes, entrees, sorties = (p_ok(f(periode)) for f in (self.personnes, self.entrees, self.sorties))
        suivies, fin = p_ok(self.suivies(periode)), p_ok(self.en_cours(periode.fin))
        etapes = [(p, e) for p, e in self.etapes(periode) if garde(p, e)]
        positives = [p for p in sorties if self.positive(p)]
        hors = [p for p in sorties if p.motif not in EXTERNES]
        bases = {"D_TOTAL": sorties, "D_HORS_EXTERNE": hors, "D_FILE_ACTIVE": personnes,
                 "D_HORS_EXT_ADM": [p for p in hors if p.motif != "A_CLOTURE"]}  # fmt: skip
        echues = self.echues(periode, garde)
        chiffres: dict[str, Any] = {
            "entrees": len(entrees), "personnes_suivies": len(personnes), "parcours_en_cours_fin": len(fin),
            "parcours_en_cours_debut": len(p_ok(self.en_cours(periode.debut - timedelta(days=1)))),
            "sorties": len(sorties), "sorties_positives": len(positives), "etapes": len(etapes),
            "personnes_en_etape": len({p.personne for p, _ in etapes}),
            "etapes_par_personne": (len(etapes), len(personnes)),
            "taux_sorties_positives": (len(positives), len(sorties)),
            "taux_sorties_positives_hors_externes": (len(positives), len(hors)),
            "taux_sorties_emploi": (len([p for p in sorties if p.motif in EMPLOI]), len(sorties)),
            "taux_rotation": (len(sorties), len(personnes)),
            "duree_parcours_moyenne": (sum(map(duree, sorties)), len(sorties)),
            "maintien_emploi_6_mois": (len([p for p in echues if p.situation == "EMPLOI"]), len(echues)),
            "completude": (len([p for p in suivies if p.sexe and p.naissance and p.statut and p.niveau]), len(suivies)),
        }  # fmt: skip
        if self.base:
            chiffres["taux_sorties_positives_protocole"] = (len(positives), len(bases[self.base]))
        for suffixe, gens in (("", personnes), ("_entrees", entrees)):
            chiffres |= {f"{code}{suffixe}": lue for code, lue in parts_de(gens).items()}
        return chiffres

    def echues(self, periode: Periode, garde: Callable[[Participation, Etape | None], bool]) -> list[Participation]:
        return [
            p for p in self.toutes
            if p.sortie and p.motif in EMPLOI and garde(p, None)
            and periode.debut <= six_mois_apres(p.sortie) <= min(periode.fin, self.aujourd_hui)
        ]  # fmt: skip

    def mediane(self, periode: Periode) -> Fraction | None:
        jours = [duree(p) for p in self.sorties(periode)]
        return Fraction(statistics.median(map(Fraction, jours))) if jours else None


def parts_de(gens: list[Participation]) -> dict[str, tuple[int, int]]:
    ages = [a for p in gens if (a := age(p.naissance, p.entree)) is not None]
    return {
        "part_femmes": (sum(p.sexe == "F" for p in gens), sum(bool(p.sexe) for p in gens)),
        "part_qpv": (sum(p.qpv == "OUI" for p in gens), sum(p.qpv in ("OUI", "NON") for p in gens)),
        "part_niveau3_infra": (sum(p.niveau in ("0", "1-2", "3") for p in gens), sum(bool(p.niveau) for p in gens)),
        "part_25_ans_et_plus": (sum(a >= 25 for a in ages), len(ages)),
    }


def age(naissance: date | None, jour: date) -> int | None:
    """Birthdays counted one by one; 29 February is kept on 1 March in common years."""
    if naissance is None:
        return None
    ans = 0
    while anniversaire(naissance, naissance.year + ans + 1) <= jour:
        ans += 1
    return ans


def anniversaire(naissance: date, annee: int) -> date:
    try:
        return date(annee, naissance.month, naissance.day)
    except ValueError:
        return date(annee, 3, 1)


def six_mois_apres(jour: date) -> date:
    mois = jour.month + 6
    annee, mois = (jour.year + 1, mois - 12) if mois > 12 else (jour.year, mois)
    for numero in range(jour.day, 0, -1):
        try:
            return date(annee, mois, numero)
        except ValueError:
            continue
    raise AssertionError


def duree(p: Participation) -> int:
    assert p.sortie
    return max(0, (p.sortie - p.entree).days - (p.suspension or 0))


def bande(valeur: int | None, bornes: tuple[int, ...], noms: list[str]) -> str | None:
    return None if valeur is None else noms[sum(valeur >= borne for borne in bornes)]


def groupe(categorie: str) -> str:
    return next((nom for nom, categories in GROUPES.items() if categorie in categories), "")
