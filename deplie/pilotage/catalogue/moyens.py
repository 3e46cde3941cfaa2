"""Means and quality: caseload of référents, turnover of the portfolio, completeness of records."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Connue
from deplie.mesure.mesures import Apport, Compte, Part, Rapport
from deplie.parcours.facts import SEJOUR
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import (
    NB_EN_COURS_FIN,
    NB_PERSONNES,
    NB_SORTIES,
    NB_SUIVIS,
    SUIVIE,
    SUIVIS,
)

# The fields of a complete record, by their column in the fact.
CHAMPS_COMPLETS = ("sexe", "age", "statut", "niveau")
_COMPLETE = (Connue(SEJOUR["sexe"]) & Connue(SEJOUR["age"]) & Connue(SEJOUR["statut"]) & Connue(SEJOUR["niveau"])).dite(
    "dont le sexe, la date de naissance, la situation à l'entrée et le niveau de formation sont connus"
)
ETP = Apport("etp", "équivalents temps plein des référents le dernier jour de la période", frozenset({"referent"}))

MOYENS = (
    Indicateur(
        code="taux_rotation",
        libelle="Taux de sortie de la file active",
        phrase="Sorties de la période rapportées aux personnes suivies dans la période.",
        figure=Part(NB_SORTIES, NB_PERSONNES),
        unite="%",
        compte="participations",
        base="les personnes suivies dans la période",
        recueil=("sortie",),
        exemple=Exemple(Decimal("71.2")),
        source="La Rochelle, rapport d'activités 2021 : 373 sorties pour 743 personnes, soit 50,2 %.",
    ),
    Indicateur(
        code="charge_par_referent",
        libelle="Charge par référent",
        phrase="Participations en cours le dernier jour de la période, par équivalent temps plein de référent ce "
        "jour-là.",
        figure=Rapport(NB_EN_COURS_FIN, ETP),
        unite="ratio",
        compte="participations",
        base="les équivalents temps plein des référents",
        recueil=("etp",),
        exemple=Exemple(Decimal("29.3")),
        source="Repère de 70 par équivalent temps plein : PLIE du Forez et de Grenoble.",
    ),
    Indicateur(
        code="completude",
        libelle="Complétude des données",
        phrase="Part des participations suivies dans la période dont le sexe, la date de naissance, la situation à "
        "l'entrée et le niveau de formation sont renseignés.",
        figure=Part(Compte(SUIVIS, SUIVIE & _COMPLETE), NB_SUIVIS),
        unite="%",
        compte="participations",
        base="les participations suivies dans la période",
        recueil=("dossier",),
        mieux=1,
        exemple=Exemple(Decimal("94.2")),
        source="Commission européenne, questions fréquentes sur la complétude des données du FSE.",
    ),
)
