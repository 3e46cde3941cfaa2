"""Records of participants for the tests: one complete, and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.fiche import Fiche
from deplie.fse.rules.questionnaire import EMPLOIS, STATUTS
from deplie.territoires.rules import NIVEAU_FORMATION

COMPLETE = Fiche(
    operation="OP-1",
    personne="P1",
    programmation=FSE_PLUS_2021_2027,
    date_entree=date(2024, 3, 4),
    objectif="h",
    sexe="F",
    date_naissance=date(1986, 5, 6),
    statut="CHOMEUR",
    duree_chomage_mois=14,
    en_formation="NON",
    niveau_formation="3",
    minima="RSA",
    handicap="NON",
    pays_tiers="NON",
    origine_etrangere="NE_SE_PRONONCE_PAS",
    sans_abri="NON",
    zone_rurale="NON",
)


def fiche(**champs: object) -> Fiche:
    """The complete record, changed."""
    return replace(COMPLETE, **champs)  # type: ignore[arg-type]


REPONSES = st.sampled_from([None, "OUI", "OUI", "NON", "NON", "NON", "NE_SE_PRONONCE_PAS", "NON_DEMANDE"])
OUI_NON = st.sampled_from([None, "OUI", "NON"])
# Most records are complete: random data that are seldom complete test little.
MENAGE = st.sampled_from(["OUI", *["NON"] * 6, None])
_STATUT = st.sampled_from([*list(STATUTS) * 4, None])
# Around each age and duration at which something changes.
AGES = st.sampled_from([17, 18, 24, 25, 29, 30, 40, 54, 55, 60])
DUREES = st.sampled_from([None, 0, 6, 7, 11, 12, 30])
_EMPLOI = st.sampled_from([None, *EMPLOIS])


@st.composite
def passages(tirer, operations: int = 2, personnes: int = 4) -> Fiche:
    """A random passage of somebody in an operation: refusals, unknowns, late observations, no exit."""
    entree = date(2022, 1, 1) + timedelta(days=tirer(st.integers(0, 900)))
    sortie = tirer(st.none() | st.integers(0, 500).map(lambda jours: entree + timedelta(days=jours)))
    constat = sortie and tirer(st.none() | st.integers(-3, 35).map(lambda jours: sortie + timedelta(days=jours)))
    six_mois = sortie and tirer(st.none() | st.integers(150, 220).map(lambda jours: sortie + timedelta(days=jours)))
    operation = f"OP-{tirer(st.integers(1, operations))}"
    naissance = entree.replace(year=entree.year - tirer(AGES), day=min(entree.day, 28))
    naissance += timedelta(days=tirer(st.integers(-1, 1)))
    return Fiche(
        operation=operation,
        personne=f"P{tirer(st.integers(1, personnes))}",
        # An operation is of one programmation.
        programmation=FSE_PLUS_2021_2027 if operation == "OP-1" else FSE_2014_2020,
        date_entree=entree,
        objectif=tirer(st.sampled_from(["h", "i"])),
        sexe=tirer(st.sampled_from(["F", "H", "X", "F", "H", "F", "H", None])),
        date_naissance=tirer(st.sampled_from([*[naissance] * 8, None])),
        statut=tirer(_STATUT),
        duree_chomage_mois=tirer(DUREES),
        en_formation=tirer(REPONSES),
        emploi=tirer(_EMPLOI),
        sous_emploi=tirer(OUI_NON),
        niveau_formation=tirer(st.sampled_from([*(c.code for c in NIVEAU_FORMATION), None])),
        handicap=tirer(REPONSES),
        pays_tiers=tirer(REPONSES),
        origine_etrangere=tirer(REPONSES),
        minorite=tirer(REPONSES),
        sans_abri=tirer(REPONSES),
        zone_rurale=tirer(OUI_NON),
        menage_sans_emploi=tirer(MENAGE),
        enfants_a_charge=tirer(MENAGE),
        adulte_seul=tirer(st.sampled_from(["OUI", *["NON"] * 6, "NE_SE_PRONONCE_PAS"])),
        autre_defavorise=tirer(REPONSES),
        date_sortie=sortie,
        constat_sortie=constat,
        statut_sortie=tirer(_STATUT),
        emploi_sortie=tirer(_EMPLOI),
        recherche_sortie=tirer(OUI_NON),
        formation_sortie=tirer(OUI_NON),
        qualification_sortie=tirer(OUI_NON),
        constat_six_mois=six_mois,
        statut_six_mois=tirer(_STATUT),
        emploi_six_mois=tirer(_EMPLOI),
        sous_emploi_six_mois=tirer(OUI_NON),
        progression_six_mois=tirer(OUI_NON),
    )
