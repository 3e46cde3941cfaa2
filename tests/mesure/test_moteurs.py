"""Every engine answers as the slow Python reference does, on random rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.mesure import reference
from deplie.mesure.colonnes import Colonne, Fait, Ligne, Type
from deplie.mesure.comptage import Comptage, Dimension, Liaison
from deplie.mesure.conditions import (
    Compare,
    Connue,
    Parametre,
    Parmi,
    ParmiSelon,
    Premiere,
    Toujours,
)
from deplie.mesure.ensemble import commun
from deplie.mesure.mesures import Atome, Compte, Distinctes, Moyenne, Somme
from deplie.mesure.moteurs import compter, compter_ensemble, lister, medianes, medianes_ensemble
from tests.mesure.moteurs import moteurs

ENTIER, TEXTE = Type.ENTIER, Type.TEXTE
PRESENCE = Fait(
    "presence",
    "présences",
    tuple(
        Colonne(nom, type_, nom)
        for nom, type_ in [
            ("presence", Type.IDENTIFIANT), ("personne", Type.IDENTIFIANT), ("plan", TEXTE), ("rang", ENTIER),
            ("seule", ENTIER), ("entree", ENTIER), ("sortie", ENTIER), ("sexe", TEXTE), ("motif", TEXTE),
            ("jours", ENTIER), ("signes", ENTIER),
        ]
    ),
)  # fmt: skip
SIGNE = Fait("signe", "signes", (PRESENCE["presence"], Colonne("code", TEXTE, "le signe")))
DEBUT, FIN = Parametre("debut", "le premier jour"), Parametre("fin", "le dernier jour")
MOTIFS = Parametre("motifs", "les motifs positifs")

c = PRESENCE
ENTREE = Compare(c["entree"], ">=", DEBUT) & Compare(c["entree"], "<=", FIN)
SORTIE = Compare(c["sortie"], ">=", DEBUT) & Compare(c["sortie"], "<=", FIN)
PRESENTE = Compare(c["entree"], "<=", FIN) & (Compare(c["sortie"], ">=", DEBUT) | ~Connue(c["sortie"]))
DERNIERE = Premiere(
    c["personne"], PRESENTE, ((c["entree"], True), (c["rang"], False), (c["presence"], False)), c["seule"], "personnes"
)
POSITIVE = SORTIE & ParmiSelon(c["motif"], c["plan"], MOTIFS)
ATOMES: tuple[Atome, ...] = (
    Compte(c, Toujours()), Compte(c, ENTREE), Compte(c, SORTIE), Compte(c, POSITIVE), Compte(c, ~POSITIVE),
    Compte(c, SORTIE & ~Parmi(c["motif"], ("B", "O'C"))), Compte(c, ~Connue(c["sexe"]) | Parmi(c["sexe"], ())),
    Compte(c, Toujours(), DERNIERE), Compte(c, Parmi(c["sexe"], ("F",)), DERNIERE),
    Compte(c, ~Compare(c["sortie"], "<", c["entree"]) & Compare(c["sexe"], "=", "F")),
    Somme(c, SORTIE, c["jours"]), Distinctes(c, PRESENTE, c["personne"]), Distinctes(c, ~SORTIE, c["motif"]),
)  # fmt: skip
DUREE = Moyenne(c, SORTIE, c["jours"], Fraction(487, 16))

BISSEXTILE = date(2020, 2, 29).toordinal()
jours = st.integers(BISSEXTILE - 400, BISSEXTILE + 400) | st.sampled_from([BISSEXTILE, BISSEXTILE - 365])
textes = {"sexe": ["F", "H", "X"], "motif": ["A", "B", "O'C", "A_DETEN"]}


@st.composite
def tables(tirer: st.DrawFn) -> dict[Fait, list[Ligne]]:
    """Presences of a few people, several each, in two plans, with unknown values; and the signs of each."""
    lignes: list[dict[str, Any]] = []
    signes: list[Ligne] = []
    for numero in range(tirer(st.integers(0, 12))):
        entree = tirer(jours)
        sortie = tirer(st.none() | st.integers(entree, entree + 500))
        codes = tirer(st.sets(st.sampled_from(["RSA", "TH", "QPV"])))
        lignes.append({
            "presence": numero, "personne": tirer(st.integers(1, 5)), "plan": tirer(st.sampled_from(["PLIE", "ARPE"])),
            "rang": tirer(st.integers(1, 2)), "entree": entree, "sortie": sortie, "signes": len(codes),
            "jours": tirer(st.none() | st.integers(0, 900)),
            **{nom: tirer(st.none() | st.sampled_from(valeurs)) for nom, valeurs in textes.items()},
        })  # fmt: skip
        signes += [{"presence": numero, "code": code} for code in sorted(codes)]
    for ligne in lignes:
        ligne["seule"] = int(sum(autre["personne"] == ligne["personne"] for autre in lignes) == 1)
    return {PRESENCE: lignes, SIGNE: signes}


def dimension(code: str) -> Dimension:
    if code == "signe":
        return Dimension(code, SIGNE["code"], liaison=Liaison(SIGNE, c["presence"], c["signes"], ("TH",)))
    remplace = {"motif": (("A_DETEN", "B"),), "sexe": (("X", None),)}.get(code, ())
    return Dimension(code, c[code], remplace)


@st.composite
def comptages(tirer: st.DrawFn) -> Comptage:
    codes = tirer(st.lists(st.sampled_from(["sexe", "motif", "plan", "signe"]), max_size=2, unique=True))
    bornes = [sorted(tirer(st.tuples(jours, jours))) for _ in range(2)]
    cles = tirer(st.sampled_from([("PLIE", "ARPE"), ("PLIE",), ("*",)]))
    motifs = {cle: frozenset(tirer(st.sets(st.sampled_from(textes["motif"])))) for cle in cles}
    plans = tirer(st.sampled_from([("PLIE",), ("ARPE",), ("PLIE", "ARPE")]))
    periodes = tuple({"debut": debut, "fin": fin, "motifs": motifs} for debut, fin in bornes)
    return Comptage(c, ATOMES, periodes, tuple(map(dimension, codes)), Parmi(c["plan"], plans))


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), comptages())
def test_tous_les_moteurs_donnent_la_reference(contenu: dict[Fait, list[Ligne]], comptage: Comptage) -> None:
    lignes = {fait.nom: rangees for fait, rangees in contenu.items()}
    comptes = reference.compter(comptage, lignes)
    milieux = reference.medianes(comptage, DUREE, lignes)
    with moteurs(contenu) as prets:
        for nom, moteur in prets.items():
            assert compter(moteur, comptage) == comptes, nom
            obtenues = medianes(moteur, comptage, DUREE)
            attendues = {part: valeurs for part, valeurs in milieux.items() if any(v is not None for v in valeurs)}
            assert obtenues == attendues, nom


COUPES = st.lists(st.sampled_from(["sexe", "motif", "plan", "rang"]), max_size=2, unique=True)


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), comptages(), st.lists(COUPES, min_size=2, max_size=4), st.lists(st.sampled_from(ATOMES), min_size=1))
def test_un_ensemble_donne_ce_que_donne_chacun(
    contenu: dict[Fait, list[Ligne]], modele: Comptage, coupes: list[list[str]], atomes: list[Atome]
) -> None:
    """Countings of different breakdowns and measures in one text, dimensions of numbers included."""
    atomes = list(dict.fromkeys(atomes))
    lignes = {fait.nom: rangees for fait, rangees in contenu.items()}
    ensemble = [
        Comptage(c, tuple(atomes) if rang else ATOMES, modele.periodes, tuple(map(dimension, coupe)), modele.filtre)
        for rang, coupe in enumerate(coupes)
    ]
    with moteurs(contenu) as prets:
        for nom, moteur in prets.items():
            assert compter_ensemble(moteur, ensemble) == [reference.compter(un, lignes) for un in ensemble], nom
            attendues = [medianes(moteur, un, DUREE) for un in ensemble]
            assert medianes_ensemble(moteur, ensemble, DUREE) == attendues, nom


def test_un_ensemble_ne_melange_ni_les_faits_ni_les_periodes() -> None:
    un = Comptage(c, ATOMES, ({"debut": 1, "fin": 2, "motifs": {}},))
    with pytest.raises(ValueError, match="different"):
        commun([un, Comptage(c, ATOMES, ({"debut": 1, "fin": 3, "motifs": {}},))])
    with pytest.raises(ValueError, match="multiplies"):
        commun([un, Comptage(c, ATOMES, un.periodes, (dimension("signe"),))])


@pytest.mark.django_db
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), comptages(), st.sampled_from(range(len(ATOMES))))
def test_une_liste_a_la_longueur_de_son_compte(contenu: dict[Fait, list[Ligne]], comptage: Comptage, rang: int) -> None:
    lignes = {fait.nom: rangees for fait, rangees in contenu.items()}
    atome = ATOMES[rang]
    with moteurs(contenu) as prets:
        for part, comptes in reference.compter(comptage, lignes).items():
            attendue = reference.lister(comptage, atome, part, c["presence"], lignes)
            if isinstance(atome, Compte):
                assert len(attendue) == comptes[rang][0]
            for nom, moteur in prets.items():
                assert lister(moteur, comptage, atome, part, c["presence"]) == attendue, nom


@pytest.mark.django_db
def test_une_part_sans_ligne_n_est_pas_dans_la_reponse() -> None:
    vide: dict[Fait, list[Ligne]] = {PRESENCE: [], SIGNE: []}
    periode = {"debut": 1, "fin": 2, "motifs": {}}
    comptage = Comptage(c, ATOMES, (periode, periode))
    with moteurs(vide) as prets:
        for moteur in prets.values():
            assert compter(moteur, comptage) == {(): [[0, 0]] * len(ATOMES)}
            assert compter(moteur, Comptage(c, ATOMES, (periode,), (dimension("sexe"),))) == {}
