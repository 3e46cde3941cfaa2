"""Exits, positive exits and their rates; what became of people; how long they stayed.

There is no single denominator of a rate of positive exits (Alliance Villes Emploi 2014: 35.8 % of all exits, 39.2 %
external causes left out, the same people): each rate says its own.
"""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare, Parmi
from deplie.mesure.mesures import Compte, Moyenne, Part, PartSelon, Total
from deplie.parcours.facts import SEJOUR
from deplie.parcours.rules.duree import JOURS_PAR_MOIS
from deplie.parcours.rules.sortie import ADMINISTRATIVE, NEUTRE_EXTERNE
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import (
    DEBUT,
    ECHU,
    EN_EMPLOI,
    NB_PERSONNES,
    NB_POSITIVES,
    NB_SORTIES,
    NB_SORTIES_HORS_EXTERNE,
    SORTIE,
    SORTIES,
)

_HORS_EXT_ADM = (~Parmi(SEJOUR["famille"], (NEUTRE_EXTERNE, ADMINISTRATIVE))).dite(
    "hors causes externes et clôtures administratives"
)
# Bases that a protocole may choose (code list « denominateurs_taux_sortie_positive »).
BASES = (
    ("D_TOTAL", NB_SORTIES),
    ("D_HORS_EXTERNE", NB_SORTIES_HORS_EXTERNE),
    ("D_HORS_EXT_ADM", Compte(SORTIES, SORTIE & _HORS_EXT_ADM)),
    ("D_FILE_ACTIVE", NB_PERSONNES),
)
_SIXIEME_MOIS = (Compare(SEJOUR["sixieme"], ">=", DEBUT) & Compare(SEJOUR["sixieme"], "<=", ECHU)).dite(
    "dont le sixième mois s'achève dans la période et est échu"
)
_EN_EMPLOI_APRES = Parmi(SEJOUR["situation"], ("EMPLOI",)).dite("alors en emploi")
# Days first: an engine looks at the text of the others only where they hold.
_ECHUES = (_SIXIEME_MOIS & EN_EMPLOI).dite(
    "vers l'emploi durable dont le sixième mois s'achève dans la période et est échu"
)

SORTIES_INDICATEURS = (
    Indicateur(
        code="sorties",
        libelle="Sorties",
        phrase="Nombre de participations dont la date de sortie est dans la période, que la sortie soit validée ou "
        "encore provisoire ; les doublons ne comptent pas.",
        figure=Total(NB_SORTIES),
        unite="participation",
        compte="participations",
        recueil=("sortie",),
        exemple=Exemple(Decimal(319)),
        source="TCO, bilan 2020 (319 sorties ; 334 en 2019).",
    ),
    Indicateur(
        code="sorties_positives",
        libelle="Sorties positives",
        phrase="Nombre de sorties de la période dont le motif est compté positif par le protocole en vigueur ; à "
        "défaut, celles vers l'emploi durable et vers une formation qualifiante.",
        figure=Total(NB_POSITIVES),
        unite="participation",
        compte="participations",
        recueil=("sortie", "motif"),
        mieux=1,
        protocole=True,
        exemple=Exemple(Decimal(175)),
        source="CIDEME 2013, d'après « PLIE mode d'emploi » (AVE, 2010) ; définition propre à chaque protocole.",
    ),
    Indicateur(
        code="taux_sorties_positives",
        libelle="Taux de sorties positives (toutes sorties)",
        phrase="Part des sorties positives parmi toutes les sorties de la période, les doublons exceptés.",
        figure=Part(NB_POSITIVES, NB_SORTIES),
        unite="%",
        compte="participations",
        base="toutes les sorties de la période",
        recueil=("sortie", "motif"),
        mieux=1,
        protocole=True,
        exemple=Exemple(Decimal("54.9")),
        source="Alliance Villes Emploi, 2014 : 14 446 sorties positives sur 40 328, soit 35,8 %.",
    ),
    Indicateur(
        code="taux_sorties_positives_hors_externes",
        libelle="Taux de sorties positives (hors causes externes)",
        phrase="Part des sorties positives parmi les sorties de la période qui ne sont dues ni à un déménagement, ni à "
        "une retraite, ni à un décès.",
        figure=Part(NB_POSITIVES, NB_SORTIES_HORS_EXTERNE),
        unite="%",
        compte="participations",
        base="les sorties de la période, hors causes externes",
        recueil=("sortie", "motif"),
        mieux=1,
        protocole=True,
        exemple=Exemple(Decimal("57.9")),
        source="Alliance Villes Emploi, 2014 : 39,2 %, publié 39 %.",
    ),
    Indicateur(
        code="taux_sorties_positives_protocole",
        libelle="Taux de sorties positives (définition du protocole)",
        phrase="Part des sorties positives de la période, sur la base que fixe le protocole en vigueur ; sans "
        "protocole, il n'est pas calculé.",
        figure=PartSelon(NB_POSITIVES, BASES),
        unite="%",
        compte="participations",
        base="celle du protocole en vigueur",
        recueil=("sortie", "motif"),
        mieux=1,
        protocole=True,
        exemple=Exemple(Decimal("54.9")),
        source="Protocole d'accord en vigueur le dernier jour de la période.",
    ),
    Indicateur(
        code="taux_sorties_emploi",
        libelle="Taux de sorties en emploi durable",
        phrase="Part, parmi toutes les sorties de la période, de celles vers l'emploi durable : CDI, contrats de six "
        "mois et plus, alternance, fonction publique, création d'activité.",
        figure=Part(Compte(SORTIES, SORTIE & EN_EMPLOI), NB_SORTIES),
        unite="%",
        compte="participations",
        base="toutes les sorties de la période",
        recueil=("sortie", "motif"),
        mieux=1,
        exemple=Exemple(Decimal("42.9")),
        source="Alliance Villes Emploi, 2014 : 27,8 %.",
    ),
    Indicateur(
        code="duree_parcours_moyenne",
        libelle="Durée moyenne des parcours achevés",
        phrase="Durée moyenne, en mois de 30,4375 jours, des parcours dont la sortie est dans la période, suspensions "
        "déduites ; la médiane l'accompagne.",
        figure=Moyenne(SORTIES, SORTIE, SEJOUR["jours"], JOURS_PAR_MOIS),
        unite="mois",
        compte="participations",
        base="les sorties de la période",
        recueil=("sortie",),
        exemple=Exemple(Decimal("18.0"), "HAUTEVIENNE", 2019),
        source="Haute-Vienne, bilan du pacte 2019 (18 et 19 mois) ; Alliance Villes Emploi, 2014 (27,6 mois).",
    ),
    Indicateur(
        code="maintien_emploi_6_mois",
        libelle="Maintien en emploi à six mois",
        phrase="Part, parmi les sorties vers l'emploi durable dont le sixième mois s'achève dans la période et est "
        "échu, des personnes alors en emploi ; une situation inconnue reste dans la base.",
        figure=Part(Compte(SORTIES, _ECHUES & _EN_EMPLOI_APRES), Compte(SORTIES, _ECHUES)),
        unite="%",
        compte="participations",
        base="les sorties vers l'emploi durable dont le sixième mois est échu",
        recueil=("sortie", "situation"),
        mieux=1,
        exemple=Exemple(Decimal("77.5")),
        source="Toulouse Métropole, suivi à six mois ; indicateurs de résultat à long terme du FSE.",
    ),
)
