"""Every figure of a bilan equals the one counted by hand, on random small worlds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.mesure.nombres import arrondi
from deplie.pilotage.queries.bilan import Bilan, Valeur
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation, Periode, Temoin

pytestmark = pytest.mark.django_db
LE = date(2021, 3, 15)
ENTREE = ("sexe", "tranche_age", "qpv", "niveau", "critere", "duree_chomage", "dispositif")
DE_SORTIE = {
    "sorties", "sorties_positives", "taux_sorties_positives", "taux_sorties_positives_hors_externes",
    "taux_sorties_emploi", "duree_parcours_moyenne", "maintien_emploi_6_mois", "taux_sorties_positives_protocole",
}  # fmt: skip
D_ETAPE = {"etapes", "personnes_en_etape"}

AUTRES = (*ENTREE, "motif", "categorie", "groupe_categorie", "finance_plie")
SECONDES = st.none() | st.sampled_from(ENTREE)

jours = st.dates(date(2019, 1, 1), date(2021, 3, 15)) | st.sampled_from(
    [date(2020, 2, 29), date(2020, 2, 28), date(2019, 2, 28), date(2020, 1, 1), date(2020, 12, 31), date(2019, 12, 31)]
)
motifs = st.sampled_from(["", "P_CDI", "P_FORM", "T_CDD_COURT", "N_DEMEN", "A_CLOTURE", "A_DETEN", "A_DOUBLON"])


@st.composite
def etapes(tirer: st.DrawFn, entree: date) -> Etape:
    debut = entree + timedelta(days=tirer(st.integers(0, 300)))
    return Etape(
        tirer(st.sampled_from(["PREPA", "ATELIER", "IAE_ACI", "CREA", "ACC", "SUIVI_EMPLOI"])), debut,
        tirer(st.none() | st.integers(0, 400).map(lambda n: debut + timedelta(days=n))),
        tirer(st.sampled_from(["", "", "REALISEE", "PREVUE", "ANNULEE"])), tirer(st.sampled_from(["", "OUI", "NON"])),
    )  # fmt: skip


@st.composite
def participations(tirer: st.DrawFn) -> list[Participation]:
    """A few people, in two schemes; no two participations of one person and scheme overlap, duplicates excepted."""
    naissances = st.dates(date(1960, 1, 1), date(2004, 12, 31)) | st.just(date(1996, 2, 29))
    fiches = tirer(st.lists(st.tuples(st.sampled_from("FHX"), st.booleans(), naissances), min_size=1, max_size=5))
    trouvees: list[Participation] = []
    for personne, (sexe, connue, naissance) in enumerate(fiches):
        for dispositif in ("PLIE", "ARPE"):
            entree: date | None = tirer(st.none() | jours)
            while entree:
                duree = tirer(st.none() | st.integers(0, 400))
                sortie = None if duree is None else entree + timedelta(days=duree)
                trouvees.append(Participation(
                    personne, dispositif, entree, sortie, tirer(motifs) if sortie else "", tirer(st.booleans()),
                    tirer(st.sampled_from(["", "EMPLOI", "INCONNUE"])) if sortie else "",
                    tirer(st.none() | st.integers(0, 90)), sexe if connue else "", naissance if connue else None,
                    tirer(st.sampled_from(["", "OUI", "NON", "NSP"])), tirer(st.sampled_from(["", "1-2", "3", "5"])),
                    tirer(st.sampled_from(["", "CHOMEUR"])), tirer(st.none() | st.sampled_from([0, 11, 12, 36])),
                    tirer(st.sets(st.sampled_from(["RSA", "TH", "QPV"]))),
                    tirer(st.lists(etapes(entree), max_size=2)),
                ))  # fmt: skip
                suite = sortie + timedelta(days=tirer(st.integers(1, 200))) if sortie else None
                entree = suite if suite and suite < LE and tirer(st.booleans()) else None
    return trouvees


periodes = st.one_of(
    st.sampled_from([Periode(date(2020, 1, 1), date(2020, 12, 31)), Periode(date(2020, 2, 1), date(2020, 2, 29)),
                     Periode(date(2021, 1, 1), date(2021, 12, 31)), Periode(date(2020, 2, 29), date(2020, 2, 29))]),
    st.tuples(jours, jours).map(lambda bornes: Periode(min(bornes), max(bornes))),
)  # fmt: skip


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(participations(), periodes, st.sampled_from(["PLIE", "ARPE", "TOUS"]), st.sampled_from(AUTRES), SECONDES)
def test_chaque_chiffre_est_celui_compte_a_la_main(
    lignes: list[Participation], periode: Periode, dispositif: str, par: str, puis: str | None
) -> None:
    pars = (par,) if puis in (None, par) else (par, str(puis))
    with monde.effacer_ensuite():
        lieu = monde.territoire("PLIE", "ARPE")
        monde.peupler(lieu, lignes)
        lu = monde.bilan(lieu, periode.debut, periode.fin, *pars, dispositif=dispositif, aujourd_hui=LE)
    retenues = [p for p in lignes if dispositif in (p.dispositif, "TOUS")]
    temoin = Temoin(retenues, ["PLIE", "ARPE"], LE)
    _comparer_totaux(lu, temoin, periode)
    _comparer_parts(lu, temoin, periode, pars)
    flux = lu.flux
    assert flux is None or flux.juste


def _comparer_totaux(lu: Bilan, temoin: Temoin, periode: Periode) -> None:
    for rang, quand in enumerate((periode, periode.avant())):
        attendus = temoin.chiffres(quand, lambda p, e: True)
        for code, attendu in attendus.items():
            chiffre = lu.chiffre(code)
            valeur = chiffre.precedent if rang else chiffre.lue
            assert valeur is not None
            if _jamais_recueilli(temoin, code, periode):
                assert (valeur.valeur, valeur.numerateur) == (None, None), code
            else:
                _egaux(code, valeur, attendu)
    milieu = temoin.mediane(periode)
    assert lu.chiffre("duree_parcours_moyenne").mediane == (milieu and arrondi(milieu * 16 / 487))


def _comparer_parts(lu: Bilan, temoin: Temoin, periode: Periode, pars: tuple[str, ...]) -> None:
    """Each part listed is right, and no part that is not zero is missing, in the period or a year earlier."""
    for code in temoin.chiffres(periode, lambda p, e: True):
        coupe = tuple(par for par in pars if _porte(code, par))
        lues = {tuple(c.ventilation.values()): c for c in lu.parts(code)}
        if not coupe or _jamais_recueilli(temoin, code, periode):
            assert not lues, code
            continue
        for part in _parts_possibles(temoin, coupe) | set(lues):
            valeurs = [_part(temoin, quand, code, coupe, part) for quand in (periode, periode.avant())]
            rien = all(not valeur or valeur == (0, 0) for valeur in valeurs)
            assert (part not in lues) == rien, (code, part)
            if not rien:
                _egaux(code, lues[part].lue, valeurs[0])
                _egaux(code, lues[part].precedent, valeurs[1])


def _part(temoin: Temoin, periode: Periode, code: str, coupe: tuple[str, ...], part: tuple[Any, ...]) -> Any:
    def garde(p: Participation, e: Etape | None) -> bool:
        return all(valeur in temoin.parts(p, e, par) for par, valeur in zip(coupe, part, strict=True))

    if set(coupe) & {"categorie", "groupe_categorie", "finance_plie"}:
        gardees = [(p, e) for p, e in temoin.etapes(periode) if garde(p, e)]
        return {"etapes": len(gardees), "personnes_en_etape": len({p.personne for p, _ in gardees})}[code]
    return temoin.chiffres(periode, garde)[code]


def _parts_possibles(temoin: Temoin, coupe: tuple[str, ...]) -> set[tuple[Any, ...]]:
    trouvees: set[tuple[Any, ...]] = set()
    for p in temoin.toutes:
        for e in (None, *p.etapes):
            if e is None and set(coupe) & {"categorie", "groupe_categorie", "finance_plie"}:
                continue
            produit: set[tuple[Any, ...]] = {()}
            for par in coupe:
                produit = {(*debut, valeur) for debut in produit for valeur in temoin.parts(p, e, par)}
            trouvees |= produit
    return trouvees


def _porte(code: str, par: str) -> bool:
    if par == "motif":
        return code in DE_SORTIE
    if par in ("categorie", "groupe_categorie", "finance_plie"):
        return code in D_ETAPE
    return code != "charge_par_referent"


def _jamais_recueilli(temoin: Temoin, code: str, periode: Periode) -> bool:
    """Nothing of it was recorded by the end of the year; étapes that began in a later one tell nothing of it."""
    toutes = temoin.toutes
    recueilli = {
        "participation": bool(toutes), "sortie": any(p.sortie for p in toutes), "motif": any(p.motif for p in toutes),
        "situation": any(p.situation for p in toutes), 
        "etape": any(e.debut.year <= periode.fin.year for p in toutes for e in p.etapes),
        "sexe": any(p.sexe for p in toutes), "qpv": any(p.qpv for p in toutes), "age": any(p.naissance for p in toutes),
        "niveau": any(p.niveau for p in toutes),
        "dossier": any(p.sexe or p.naissance or p.statut or p.niveau for p in toutes),
    }  # fmt: skip
    besoins = {
        "sorties": ["sortie"], "taux_rotation": ["sortie"], "duree_parcours_moyenne": ["sortie"],
        "maintien_emploi_6_mois": ["sortie", "situation"], "etapes": ["etape"], "personnes_en_etape": ["etape"],
        "etapes_par_personne": ["etape", "participation"], "completude": ["dossier"],
        **{f"part_femmes{s}": ["sexe"] for s in ("", "_entrees")},
        **{f"part_qpv{s}": ["qpv"] for s in ("", "_entrees")},
        **{f"part_niveau3_infra{s}": ["niveau"] for s in ("", "_entrees")},
        **{f"part_25_ans_et_plus{s}": ["age"] for s in ("", "_entrees")},
    }  # fmt: skip
    if code.startswith(("taux_sorties", "sorties_positives")):
        besoins[code] = ["sortie", "motif"]
    return not all(recueilli[nom] for nom in besoins.get(code, ["participation"]))


def _egaux(code: str, valeur: Valeur | None, attendu: Any) -> None:
    assert valeur is not None
    if not isinstance(attendu, tuple):
        assert valeur.valeur == attendu, code
        return
    numerateur, denominateur = attendu
    assert (valeur.numerateur, valeur.denominateur) == attendu, code
    fois = 1 if code == "etapes_par_personne" else Fraction(16, 487) if code == "duree_parcours_moyenne" else 100
    exacte = Fraction(numerateur) * fois / denominateur if denominateur else None
    assert valeur.valeur == (None if exacte is None else arrondi(exacte)), code
    assert valeur.valeur is None or isinstance(valeur.valeur, Decimal)
