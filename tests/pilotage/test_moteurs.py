"""The catalogue's own counts: DuckDB over Parquet, SQLite and PostgreSQL answer as the slow reference, row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.financements.facts import CANDIDATURE, MOUVEMENT
from deplie.fse.facts import FICHE_FSE
from deplie.mesure import reference
from deplie.mesure.colonnes import Fait, Ligne, Type
from deplie.mesure.comptage import Comptage
from deplie.mesure.conditions import Parmi, Toujours
from deplie.mesure.mesures import Atome, Moyenne
from deplie.mesure.moteurs import compter, lister, medianes
from deplie.parcours.facts import (
    A_L_ENTREE,
    ACCUEIL,
    COUT_OPERATION,
    CRITERE,
    EMPLOI,
    ENTRETIEN,
    ETAPE,
    FREIN,
    HEURE,
    INSCRIPTION,
    MOIS_EMPLOI,
    PASSAGE,
    PRESCRIPTION,
    RATTACHEMENT,
    SANS_FIN,
    SEJOUR,
)
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.dimensions import DIMENSIONS, dimension, dimensions_de
from deplie.pilotage.queries.bilan.alertes import EN_PLUS
from tests.mesure.moteurs import moteurs

pytestmark = pytest.mark.django_db
ATOMES: dict[Atome, None] = dict.fromkeys([*(a for i in CATALOGUE.values() for a in i.atomes), *EN_PLUS])
MOYENNES = [i.figure for i in CATALOGUE.values() if isinstance(i.figure, Moyenne)]
SUIVIS = (
    ENTRETIEN, PRESCRIPTION, EMPLOI, MOIS_EMPLOI, FREIN, HEURE, INSCRIPTION, PASSAGE, CANDIDATURE, MOUVEMENT, FICHE_FSE,
    ACCUEIL, COUT_OPERATION,
)  # fmt: skip
JOUR = date(2020, 2, 29).toordinal()

jours = st.integers(JOUR - 500, JOUR + 500) | st.sampled_from([JOUR, JOUR - 365, JOUR + 366])
VALEURS: dict[str, list[Any]] = {
    "dispositif": ["PLIE", "ARPE"], "sexe": ["F", "H", None], "tranche_age": ["-26", "50+", None],
    "qpv": ["OUI", "NON", "NSP", None], "niveau": ["1-2", "3", "5", None], "commune": ["97415", None],
    "duree_chomage": ["-12", None], "statut": ["CHOMEUR", None],
    "motif": ["P_CDI", "N_DEMEN", "A_DETEN", "A_SANTE", None],
    "famille": ["POSITIVE_EMPLOI", "NEUTRE_EXTERNE", "ADMINISTRATIVE", None], "situation": ["EMPLOI", "INCONNUE", None],
    "mode": ["VISIO", None], "issue": ["ADMIS", "REFUSE", "EN_ATTENTE"], "origine": ["STRUCTURE", "PERSONNE"],
    "contrat": ["CDI", "INTERIM"], "theme": ["mobilite", "sante", "famille"],
    "theme_atelier": ["NUMERIQUE", "MOBILITE"], "motif_absence": ["GARDE", "EMPLOI", None],
    "mois": ["01", "12"], "genre_lieu": ["EREF", "AUTRE"], "motif_passage": ["ACCUEIL", "ORIENTATION"],
    "age_passage": ["-26", "50+", None],
    "issue_dossier": ["RETENUE", "REJETEE"], "nature": ["PROGRAMME", "COUT", "DECLARE", "RETENU", "PAYE", "ENVELOPPE",
        "ENVELOPPE_COMMUNE"],
    "schema": ["PLIE", "ARPE"],
    "operation": ["OP-1", "OP-2", None], "appel": ["AP-1", None], "objectif_specifique": ["h", None],
    "financeur": ["FSE", "EPCI", None], "programmation": ["FSE_PLUS_2021_2027", None],
    "categorie": ["PREPA", "IAE_ACI"], "groupe_categorie": ["PREPA", None], "finance_plie": ["OUI", None],
}  # fmt: skip


@st.composite
def ligne(tirer: st.DrawFn, fait: Fait, numero: int) -> dict[str, Any]:
    """A row of a fact, every column within its type, unknown where it may be."""
    lue: dict[str, Any] = {}
    for colonne in fait.colonnes:
        if colonne.nom in VALEURS:
            lue[colonne.nom] = tirer(st.sampled_from(VALEURS[colonne.nom]))
        elif colonne.type is Type.CENTIMES:
            lue[colonne.nom] = tirer(st.none() | st.integers(-(10**13), 10**13))
        elif colonne.type is Type.IDENTIFIANT:
            lue[colonne.nom] = tirer(st.none() | st.integers(1, 3))
        else:
            lue[colonne.nom] = tirer(st.integers(0, 1))
    lue[fait.colonnes[0].nom] = numero
    return lue | {"personne": tirer(st.integers(1, 4)), "participation": numero}


@st.composite
def tables(tirer: st.DrawFn) -> dict[Fait, list[Ligne]]:
    sejours: list[dict[str, Any]] = []
    etapes: list[dict[str, Any]] = []
    criteres: list[Ligne] = []
    rattachements: list[Ligne] = []
    for numero in range(1, tirer(st.integers(0, 8)) + 1):
        entree = tirer(jours)
        sortie = tirer(st.just(SANS_FIN) | st.integers(entree, entree + 400))
        codes = sorted(tirer(st.sets(st.sampled_from(["RSA", "TH", "QPV"]))))
        sejours.append(tirer(ligne(SEJOUR, numero)) | {
            "entree": entree, "sortie": sortie, "rang": tirer(st.integers(1, 2)), "criteres": len(codes),
            "age": tirer(st.none() | st.integers(16, 60)), "jours": None if sortie == SANS_FIN else sortie - entree,
            "sixieme": None if sortie == SANS_FIN else sortie + 182,
        })  # fmt: skip
        criteres += [{"participation": numero, "code": code} for code in codes]
        rattachements += [
            tirer(ligne(RATTACHEMENT, numero)) | {"operation": code}
            for code in sorted(tirer(st.sets(st.sampled_from(["OP-1", "OP-2", "OP-3"]))))
        ]
        debut = entree + tirer(st.integers(0, 200))
        fin = tirer(st.just(SANS_FIN) | st.integers(debut, debut + 300))
        herite = {colonne.nom: sejours[-1][colonne.nom] for colonne in A_L_ENTREE}
        etapes.append(tirer(ligne(ETAPE, numero)) | herite | {"debut": debut, "fin": fin})
    suivis = {fait: [tirer(suivi(fait, rang)) for rang in range(tirer(st.integers(0, 3)))] for fait in SUIVIS}
    for lue in sejours:
        lue["attente"] = tirer(st.none() | st.integers(0, 90))
        lue["seule"] = int(sum(autre["personne"] == lue["personne"] for autre in sejours) == 1)
    return {SEJOUR: sejours, ETAPE: etapes, CRITERE: criteres, RATTACHEMENT: rattachements, **suivis}


@st.composite
def suivi(tirer: st.DrawFn, fait: Fait, rang: int) -> dict[str, Any]:
    """A row of what is done with people: it may stand outside any participation, without a criterion."""
    lue = tirer(ligne(fait, rang)) | {"participation": tirer(st.none() | st.integers(1, 4))}
    # Few rows of each, and drawn in one order: an example has a size past which it is cut short.
    for nom in sorted(
        {
            "jour",
            "debut",
            "limite",
            "sixieme",
            "depot",
            "decision",
            "entree",
            "constat",
            "six_mois",
            "couverte",
        }
        & set(fait.noms)
    ):
        lue[nom] = tirer(jours)
    if "fin" in fait:
        depuis = next(lue[nom] for nom in ("jour", "debut", "depot", "entree") if nom in fait)
        lue["fin"] = tirer(st.just(SANS_FIN) | st.integers(depuis, depuis + 300))
    if "premier" in fait:
        lue["premier"] = tirer(st.none() | st.integers(0, 90))
    if fait.du_territoire:
        lue |= {"personne": tirer(st.none() | st.integers(1, 4)), "nombre": tirer(st.none() | st.integers(1, 200))}
    return lue


@st.composite
def comptages(tirer: st.DrawFn) -> Comptage:
    """Some of the catalogue's counts of one fact, cut by dimensions that all of them carry, over two periods."""
    fait = tirer(st.sampled_from([SEJOUR, ETAPE, *SUIVIS]))
    siens = [atome for atome in ATOMES if atome.fait.nom == fait.nom]
    par = tirer(st.lists(st.sampled_from(sorted(DIMENSIONS)), max_size=2, unique=True))
    atomes = tuple(atome for atome in siens if all(code in dimensions_de(atome) for code in par))
    par, atomes = (par, atomes) if atomes else ([], tuple(siens))
    sensible = tirer(st.booleans())
    motifs = {code: frozenset(tirer(st.sets(st.sampled_from(["P_CDI", "A_SANTE"])))) for code in ("PLIE", "ARPE")}
    periodes = [
        {
            "debut": debut,
            "fin": fin,
            "ouvertes": tirer(jours),
            "echu": fin,
            "motifs_positifs": motifs,
            "motifs_de_chacun": motifs,
        }
        for debut, fin in (sorted(tirer(st.tuples(jours, jours))) for _ in range(2))
    ]
    codes = tirer(st.sampled_from([("PLIE",), ("PLIE", "ARPE")]))
    dimensions = tuple(dimension(code, fait.nom, sensible) for code in par)
    filtre = Toujours() if fait.du_territoire else Parmi(fait["dispositif"], codes)
    return Comptage(fait, atomes, tuple(periodes), dimensions, filtre)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(tables(), comptages(), st.randoms(use_true_random=False))
def test_tous_les_moteurs_donnent_la_reference(
    contenu: dict[Fait, list[Ligne]], comptage: Comptage, hasard: Any
) -> None:
    lignes = {fait.nom: rangees for fait, rangees in contenu.items()}
    comptes = reference.compter(comptage, lignes)
    rang = hasard.randrange(len(comptage.atomes))
    atome, cle = comptage.atomes[rang], comptage.fait.colonnes[0]
    with moteurs(contenu) as prets:
        for nom, moteur in prets.items():
            assert compter(moteur, comptage) == comptes, nom
            for part in comptes:
                attendue = reference.lister(comptage, atome, part, cle, lignes)
                assert lister(moteur, comptage, atome, part, cle) == attendue, nom
            for moyenne in (m for m in MOYENNES if m.fait.nom == comptage.fait.nom):
                attendus = reference.medianes(comptage, moyenne, lignes)
                obtenus = medianes(moteur, comptage, moyenne)
                assert obtenus == {part: lus for part, lus in attendus.items() if any(v is not None for v in lus)}, nom
