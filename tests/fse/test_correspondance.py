"""A layout is data: what it writes is read back, and what could not be is refused in a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.fse.rules.correspondance import (
    NATURES,
    Colonne,
    Correspondance,
    anomalies,
    codes_attendus,
    de_donnees,
    ecrire,
    lire,
    refus,
    usuelle,
    vers_donnees,
)
from deplie.socle.erreurs import RefusMetier

D = date
SERVICE = Correspondance(
    "Service gestionnaire",
    "2026-01",
    (
        Colonne("N° opération", "operation"),
        Colonne("Format", constante="V2"),
        Colonne("Entrée", "date_entree", format="AAAAMMJJ", obligatoire=True),
        Colonne("Sexe", "sexe", codes={"F": "2", "H": "1", "X": "3"}),
        Colonne("Parents", "origine_etrangere", codes={"OUI": "1", "NON": "0", "NE_SE_PRONONCE_PAS": "9"}, vide="NC"),
        Colonne("Mois de chômage", "duree_chomage_mois"),
    ),
)
VALEURS = {
    "operation": "OP-2025-014",
    "date_entree": D(2025, 3, 4),
    "sexe": "F",
    "origine_etrangere": "NE_SE_PRONONCE_PAS",
    "duree_chomage_mois": 14,
}


def test_une_ligne_s_ecrit_comme_le_service_la_veut() -> None:
    assert refus(SERVICE) == []
    assert SERVICE.entetes == ["N° opération", "Format", "Entrée", "Sexe", "Parents", "Mois de chômage"]
    assert ecrire(SERVICE, VALEURS) == ["OP-2025-014", "V2", "20250304", "2", "9", "14"]
    assert ecrire(SERVICE, {}) == ["", "V2", "", "", "NC", ""]


def test_elle_se_relit_pareil() -> None:
    assert lire(SERVICE, ecrire(SERVICE, VALEURS)) == VALEURS
    assert lire(SERVICE, ecrire(SERVICE, {})) == dict.fromkeys(VALEURS)


def avec(indice: int, **champs: object) -> list[str]:
    colonnes = list(SERVICE.colonnes)
    colonnes[indice] = replace(colonnes[indice], **champs)  # type: ignore[arg-type]
    return refus(replace(SERVICE, colonnes=tuple(colonnes)))


@pytest.mark.parametrize(
    ("indice", "champs", "phrase"),
    [
        (0, {"entete": " "}, "son intitulé est vide"),
        (0, {"champ": "nir"}, "n'est pas connu"),
        (0, {"vide": "NC"}, "un texte inconnu s'écrit vide"),
        (2, {"format": "JJ/MM"}, "doit compter une fois AAAA"),
        (2, {"format": "JJ/JJ/AAAA"}, "doit compter une fois JJ et MM"),
        (2, {"format": "AAAAMMJJ0"}, "ne mêle que"),
        (2, {"vide": "00000000"}, "se lirait comme une date"),
        (3, {"codes": {"F": "2", "H": "1"}}, "« X » n'a pas de traduction"),
        (3, {"codes": {"F": "2", "H": "2", "X": "3"}}, "traduit plusieurs réponses"),
        (3, {"codes": {"F": "2", "H": "1", "X": "3", "Z": "4"}}, "n'est pas une réponse"),
        (3, {"vide": "2"}, "à la fois une réponse et une valeur inconnue"),
        (4, {"codes": {"OUI": "1", "NON": "0"}}, "« NE_SE_PRONONCE_PAS » n'a pas de traduction"),
        (5, {"vide": "99"}, "est un nombre"),
        (1, {"entete": "Sexe"}, "Deux colonnes s'appellent « Sexe »"),
        (0, {"champ": "sexe", "codes": {"F": "a", "H": "b", "X": "c"}}, "est écrit dans deux colonnes"),
    ],
)
def test_une_correspondance_qui_ne_se_relirait_pas(indice: int, champs: dict, phrase: str) -> None:
    trouves = avec(indice, **champs)
    assert len(trouves) == 1
    assert phrase in trouves[0]


def test_une_correspondance_sans_colonne() -> None:
    assert refus(Correspondance("x", "1", ())) == ["La correspondance n'a aucune colonne."]


def test_une_question_qui_n_a_pas_ete_posee_ne_part_pas() -> None:
    """V10."""
    valeurs = {**VALEURS, "origine_etrangere": "NON_DEMANDE"}
    with pytest.raises(RefusMetier, match="n'a pas été posée"):
        ecrire(SERVICE, valeurs)
    assert anomalies(SERVICE, valeurs) == ["« Parents » : la question n'a pas été posée, la ligne ne peut pas partir."]


def test_ce_qui_doit_y_etre() -> None:
    assert anomalies(SERVICE, VALEURS) == []
    assert anomalies(SERVICE, {**VALEURS, "date_entree": None, "sexe": "Z"}) == [
        "« Entrée » : une valeur est attendue.",
        "« Sexe » : « Z » n'a pas de traduction.",
    ]


def test_chaque_fiche_a_un_moyen_de_joindre() -> None:
    sans = {**VALEURS, "telephone": "", "courriel": None}
    assert anomalies(SERVICE, sans) == ["Un téléphone ou un courriel est attendu, à défaut celui du référent."]
    assert anomalies(SERVICE, {**sans, "referent_courriel": "referent@exemple.invalid"}) == []


@pytest.mark.parametrize(
    ("cellules", "phrase"),
    [
        (["a"], "6 colonnes sont attendues, la ligne en compte 1"),
        (["OP", "V2", "20250230", "2", "9", "14"], "une date AAAAMMJJ est attendue"),
        (["OP", "V2", "04/03/2025", "2", "9", "14"], "une date AAAAMMJJ est attendue"),
        (["OP", "V2", "20250304", "7", "9", "14"], "n'est la traduction d'aucune réponse"),
        (["OP", "V2", "20250304", "2", "9", "douze"], "un nombre est attendu"),
    ],
)
def test_une_ligne_qui_ne_se_lit_pas(cellules: list[str], phrase: str) -> None:
    with pytest.raises(RefusMetier, match=phrase):
        lire(SERVICE, cellules)


def test_elle_se_garde_en_donnees_simples() -> None:
    assert de_donnees(json.loads(json.dumps(vers_donnees(SERVICE)))) == SERVICE


@pytest.mark.parametrize(
    ("donnees", "phrase"),
    [
        (None, "Ce n'est pas une correspondance"),
        ([], "Ce n'est pas une correspondance"),
        ({"nom": "x", "version": "1"}, "Ce n'est pas une correspondance"),
        ({"nom": "x", "version": "1", "colonnes": [{"titre": "a"}]}, "Ce n'est pas une correspondance"),
        ({"nom": "x", "version": "1", "colonnes": [{"entete": "a", "codes": 3}]}, "Ce n'est pas une correspondance"),
        ({"nom": "x", "version": "1", "colonnes": [{"entete": 3}]}, "sont des textes"),
        ({"nom": "x", "version": "1", "colonnes": [{"entete": "a", "champ": "nir"}]}, "n'est pas connu"),
    ],
)
def test_des_donnees_qui_n_en_sont_pas_une(donnees: object, phrase: str) -> None:
    with pytest.raises(RefusMetier, match=phrase):
        de_donnees(donnees)


TEXTES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
SEPARATEURS = st.sampled_from(["", "/", "-", ".", " "])


@st.composite
def colonnes(tirer, champ: str) -> Colonne:
    """A random column for a field; some are refused."""
    jetons = tirer(st.permutations(["JJ", "MM", "AAAA"]))
    codes = codes_attendus(champ)
    ecrits = tirer(st.lists(TEXTES, min_size=len(codes), max_size=len(codes)))
    return Colonne(
        f"colonne {champ}",
        champ,
        format=tirer(SEPARATEURS).join(jetons),
        codes=dict(zip(codes, ecrits, strict=True)),
        vide=tirer(st.sampled_from(["", "", "NC", "0", "31/12/9999"])),
    )


def valeurs_de(champ: str) -> st.SearchStrategy:
    """What a record may hold in a field."""
    nature = NATURES[champ]
    if nature == "DATE":
        return st.none() | st.dates()
    if nature == "ENTIER":
        return st.none() | st.integers(0, 999)
    if nature == "CHOIX":
        return st.sampled_from([None, *codes_attendus(champ)])
    return st.none() | TEXTES.filter(bool)


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(NATURES)), min_size=1, max_size=8, unique=True).flatmap(
    lambda champs: st.tuples(
        st.tuples(*map(colonnes, champs)), st.fixed_dictionaries({champ: valeurs_de(champ) for champ in champs})
    )
))  # fmt: skip
def test_ce_qui_est_ecrit_se_relit_toujours(tire) -> None:
    """Whatever the layout: unless it is refused, a record comes back as it went."""
    rangees, valeurs = tire
    correspondance = Correspondance("x", "1", rangees)
    if refus(correspondance):
        correspondance = usuelle("x", list(valeurs))
        assert refus(correspondance) == []
    assert lire(correspondance, ecrire(correspondance, valeurs)) == valeurs
    assert de_donnees(json.loads(json.dumps(vers_donnees(correspondance)))) == correspondance


def test_la_correspondance_usuelle_de_tous_les_champs() -> None:
    assert refus(usuelle("Tout", list(NATURES))) == []
    assert refus(usuelle("Entrée", ["nom", "prenom", "sexe", "statut", "handicap"])) == []
