"""Étapes of parcours: never added to people, nor compared with them."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.mesures import Rapport, Total
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import NB_ETAPES, NB_PERSONNES, NB_PERSONNES_EN_ETAPE

ETAPES_INDICATEURS = (
    Indicateur(
        code="etapes",
        libelle="Étapes de parcours",
        phrase="Nombre d'étapes ayant au moins un jour dans la période ; ne comptent ni l'accompagnement, ni "
        "l'attente, ni le suivi dans l'emploi, ni ce qui est prévu ou annulé.",
        figure=Total(NB_ETAPES),
        unite="étape",
        compte="étapes",
        recueil=("etape",),
        objet="etape",
        exemple=Exemple(Decimal(1305)),
        source="TCO, bilan 2020 ; convergences-emploi.fr, « La notion de parcours ».",
    ),
    Indicateur(
        code="personnes_en_etape",
        libelle="Personnes en étape",
        phrase="Nombre de personnes différentes ayant eu au moins une étape dans la période.",
        figure=Total(NB_PERSONNES_EN_ETAPE),
        unite="personne",
        compte="personnes",
        recueil=("etape",),
        objet="personne",
        mieux=1,
        exemple=Exemple(Decimal(414)),
        source="TCO, bilan 2020 : 149 étapes en ACI, 80 personnes.",
    ),
    Indicateur(
        code="etapes_par_personne",
        libelle="Étapes par personne suivie",
        phrase="Nombre moyen d'étapes de la période par personne suivie.",
        figure=Rapport(NB_ETAPES, NB_PERSONNES),
        unite="ratio",
        compte="étapes",
        base="les personnes suivies",
        recueil=("etape", "participation"),
        exemple=Exemple(Decimal("2.9")),
        source="Alliance Villes Emploi, 2014 : environ trois étapes par personne.",
    ),
)
