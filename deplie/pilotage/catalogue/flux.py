"""Who enters, who is followed, who is there: the flow of a period."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.mesures import Total
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import NB_EN_COURS_DEBUT, NB_EN_COURS_FIN, NB_ENTREES, NB_PERSONNES

FLUX = (
    Indicateur(
        code="entrees",
        libelle="Entrées",
        phrase="Nombre de participations dont la date d'entrée, celle de la commission qui admet la personne, est dans "
        "la période ; une personne qui revient compte à chaque entrée.",
        figure=Total(NB_ENTREES),
        unite="participation",
        compte="participations",
        recueil=("participation",),
        exemple=Exemple(Decimal(198)),
        source="TCO, bilan 2020 ; La Rochelle, rapport d'activités 2021 (« 269 nouvelles entrées »).",
    ),
    Indicateur(
        code="personnes_suivies",
        libelle="Personnes suivies",
        phrase="Nombre de personnes différentes dont le parcours a été ouvert au moins un jour de la période, celui de "
        "l'entrée et celui de la sortie compris.",
        figure=Total(NB_PERSONNES),
        unite="personne",
        compte="personnes",
        recueil=("participation",),
        objet="personne",
        exemple=Exemple(Decimal(448)),
        source="La Rochelle, rapport d'activités 2021 ; Alliance Villes Emploi, 2014.",
    ),
    Indicateur(
        code="parcours_en_cours_debut",
        libelle="Parcours en cours au début",
        phrase="Nombre de participations ouvertes la veille du premier jour de la période : le report de la période "
        "précédente.",
        figure=Total(NB_EN_COURS_DEBUT),
        unite="participation",
        compte="participations",
        recueil=("participation",),
        exemple=Exemple(Decimal(250)),
        source="La Rochelle, rapport d'activités 2021 (743 suivies, 269 entrées : report de 474).",
    ),
    Indicateur(
        code="parcours_en_cours_fin",
        libelle="Parcours en cours à la fin",
        phrase="Nombre de participations ouvertes au soir du dernier jour de la période : en cours au début, plus les "
        "entrées, moins les sorties.",
        figure=Total(NB_EN_COURS_FIN),
        unite="participation",
        compte="participations",
        recueil=("participation",),
        exemple=Exemple(Decimal(129)),
        source="Identité de flux : report + entrées − sorties.",
    ),
)
