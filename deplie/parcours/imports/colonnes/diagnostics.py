"""Columns of ``diagnostics``: the diagnostic of a person on a day, its answers as lists of codes by level.

Health has a column of its own: a file that may not say it leaves it out, and what is recorded stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from deplie.parcours.imports.colonnes.communs import DISPOSITIF, IDENTIFIANT
from deplie.parcours.rules.diagnostic import (
    A_SURVEILLER,
    AUCUN,
    BLOQUANT,
    CLES,
    FREINANT,
    NIVEAUX_FREIN,
    NUMERIQUES,
    PERMIS,
    PROJETS,
    SANTE,
    SAVOIR_ETRE,
    STATUTS,
    THEMES,
    TRANSPORTS,
    VEHICULES,
)
from deplie.socle.tableaux import Champ, DescriptionTable, Type
from deplie.socle.tableaux.codes import Code, ListeDeCodes, liste
from deplie.territoires.rules import FREIN


def _liste(nom: str, titre: str, mots: Mapping[str, str]) -> ListeDeCodes:
    return liste(nom, titre, *(Code(code, libelle) for code, libelle in mots.items()))


STATUT_DIAGNOSTIC: Final = _liste("statut_diagnostic", "Statut d'un diagnostic", STATUTS)
PROJET_DIAGNOSTIC: Final = _liste("projet_diagnostic", "État du projet", PROJETS)
PERMIS_DIAGNOSTIC: Final = _liste("permis_diagnostic", "Permis", PERMIS)
VEHICULE_DIAGNOSTIC: Final = _liste("vehicule_diagnostic", "Véhicule", VEHICULES)
TRANSPORT_DIAGNOSTIC: Final = _liste("transport_diagnostic", "Transports en commun", TRANSPORTS)
NIVEAU_FREIN: Final = _liste("niveau_frein", "Niveau d'un frein", NIVEAUX_FREIN)
THEME_FREIN: Final = liste(
    "themes_frein",
    "Thèmes de freins d'un diagnostic, hors santé",
    *(code for code in FREIN if code.code in THEMES and code.code != SANTE),
)
COMPETENCE_CLE: Final = _liste("competence_cle", "Compétences clés", CLES)
COMPETENCE_NUMERIQUE: Final = _liste("competence_numerique", "Compétences numériques", NUMERIQUES)
SAVOIRS_ETRE: Final = _liste("savoir_etre", "Savoir-être", SAVOIR_ETRE)

# Column of the file: what its codes answer, (nature, answer).
REPONSES: Final = {
    "freins_bloquants": ("FREIN", BLOQUANT),
    "freins_freinants": ("FREIN", FREINANT),
    "freins_a_surveiller": ("FREIN", A_SURVEILLER),
    "sans_frein": ("FREIN", AUCUN),
    "cles_acquises": ("CLE", "ACQUIS"),
    "cles_a_consolider": ("CLE", "CONSOLIDER"),
    "cles_a_acquerir": ("CLE", "ACQUERIR"),
    "numerique_acquis": ("NUMERIQUE", "ACQUIS"),
    "numerique_a_consolider": ("NUMERIQUE", "CONSOLIDER"),
    "numerique_a_acquerir": ("NUMERIQUE", "ACQUERIR"),
    "savoir_etre": ("SAVOIR_ETRE", "FORT"),
}
_EN_TETES: Final = {
    "freins_bloquants": ("Freins bloquants", "Thèmes qui bloquent le retour à l'emploi.", "Mobilité"),
    "freins_freinants": ("Freins freinants", "Thèmes qui freinent le retour à l'emploi.", "Numérique"),
    "freins_a_surveiller": ("Freins à surveiller", "Thèmes à surveiller.", ""),
    "sans_frein": ("Thèmes sans frein", "Thèmes regardés, sans frein.", ""),
    "cles_acquises": ("Compétences clés acquises", "Compétences clés acquises.", "EQUIPE"),
    "cles_a_consolider": ("Compétences clés à consolider", "Compétences clés à consolider.", "FRANCAIS"),
    "cles_a_acquerir": ("Compétences clés à acquérir", "Compétences clés à acquérir.", ""),
    "numerique_acquis": ("Compétences numériques acquises", "Compétences numériques acquises.", ""),
    "numerique_a_consolider": ("Compétences numériques à consolider", "Compétences numériques à consolider.", ""),
    "numerique_a_acquerir": ("Compétences numériques à acquérir", "Compétences numériques à acquérir.", ""),
    "savoir_etre": ("Savoir-être", "Savoir-être qui sont des points forts.", "RIGUEUR"),
}
_CODES: Final = {
    "FREIN": THEME_FREIN,
    "CLE": COMPETENCE_CLE,
    "NUMERIQUE": COMPETENCE_NUMERIQUE,
    "SAVOIR_ETRE": SAVOIRS_ETRE,
}


def _reponses() -> Iterator[Champ]:
    for nom, (nature, _) in REPONSES.items():
        libelle, aide, exemple = _EN_TETES[nom]
        yield Champ(nom, libelle, Type.LISTE, codes=_CODES[nature], droit="diagnostic.lire", aide=aide, exemple=exemple)


DIAGNOSTICS: Final = DescriptionTable(
    "diagnostics",
    "Une ligne par diagnostic : une personne, un jour.",
    (
        IDENTIFIANT,
        DISPOSITIF,
        Champ(
            "date_diagnostic",
            "Date du diagnostic",
            Type.DATE,
            obligatoire=True,
            synonymes=("Diagnostic du", "Diagnostic établi le", "Jour du diagnostic"),
            aide="Jour du diagnostic ; un autre jour est une autre version.",
            exemple="03/02/2020",
        ),
        Champ(
            "statut",
            "Statut du diagnostic",
            Type.CODE,
            obligatoire=True,
            codes=STATUT_DIAGNOSTIC,
            synonymes=("État du diagnostic", "Statut"),
            aide="En cours, ou validé : tous les thèmes sont alors évalués, et rien n'y change plus.",
            exemple="En cours de rédaction",
        ),
        Champ(
            "agent",
            "Établi par",
            Type.COURRIEL,
            longueur=254,
            synonymes=("Diagnostic établi par", "Auteur du diagnostic"),
            aide="Courriel professionnel de qui l'a établi ; créé s'il n'est pas connu.",
            exemple="referent@exemple.invalid",
        ),
        Champ(
            "projet_etat",
            "État du projet",
            Type.CODE,
            codes=PROJET_DIAGNOSTIC,
            synonymes=("État du projet professionnel",),
            aide="Où en est le projet.",
            exemple="À confirmer",
        ),
        Champ(
            "projet",
            "Projet",
            Type.TEXTE,
            droit="diagnostic.lire",
            longueur=300,
            synonymes=("Projet professionnel",),
            aide="Le projet en une phrase ; rien sur la santé.",
        ),
        Champ(
            "metier",
            "Métier visé",
            Type.TEXTE,
            droit="diagnostic.lire",
            longueur=200,
            synonymes=("Métier recherché",),
            aide="Métier visé.",
            exemple="Conduite d'engins",
        ),
        Champ(
            "code_rome",
            "Code ROME",
            Type.IDENTIFIANT,
            longueur=5,
            synonymes=("ROME",),
            aide="Code ROME du métier, comme K1304.",
            exemple="K1304",
        ),
        Champ("permis", "Permis", Type.CODE, codes=PERMIS_DIAGNOSTIC, aide="Permis de conduire.", exemple="Permis B"),
        Champ("vehicule", "Véhicule", Type.CODE, codes=VEHICULE_DIAGNOSTIC, aide="Véhicule disponible."),
        Champ("transport", "Transports en commun", Type.CODE, codes=TRANSPORT_DIAGNOSTIC,
              aide="Transports en commun près du logement."),
        Champ(
            "rayon_km",
            "Distance acceptée (km)",
            Type.ENTIER,
            minimum=0,
            maximum=500,
            synonymes=("Rayon de mobilité (km)", "Distance acceptée"),
            aide="Distance acceptée jusqu'au travail, en kilomètres.",
            exemple="20",
        ),
        Champ(
            "savoir_faire",
            "Savoir-faire",
            Type.TEXTE,
            droit="diagnostic.lire",
            longueur=2_000,
            aide="Savoir-faire, séparés par « | » ; rien sur la santé.",
            exemple="Conduire un chariot | Tenir une caisse",
        ),
        *_reponses(),
        Champ(
            "sante",
            "Frein de santé",
            Type.CODE,
            codes=NIVEAU_FREIN,
            droit="sensible.lire",
            synonymes=("Santé", "Niveau du thème santé"),
            aide="Niveau du thème santé, sans un mot de plus. Colonne sensible : sans elle, ce qui est noté reste.",
        ),
    ),
)  # fmt: skip
