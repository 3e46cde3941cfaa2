"""Étapes of parcours: never added to people, nor compared with them; and the hours done in them.

Hours are known of some étapes alone: a mean is made on those, and the share of étapes that tell theirs stands beside.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from deplie.mesure.conditions import Compare
from deplie.mesure.mesures import Distinctes, Part, Rapport, Somme, Total
from deplie.parcours.facts import HEURE
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import (
    DEBUT,
    FIN,
    NB_ETAPES,
    NB_PERSONNES,
    NB_PERSONNES_EN_ETAPE,
)

_h = HEURE
# Hundredths of an hour in one hour.
CENTIEMES: Final = 100
_DANS = (Compare(_h["jour"], ">=", DEBUT) & Compare(_h["jour"], "<=", FIN)).dite("dans la période")
NB_HEURES = Somme(HEURE, _DANS, _h["centiemes"])
NB_ETAPES_NOTEES = Distinctes(HEURE, _DANS, _h["etape"])
_RESERVE = "Seules comptent les étapes dont les heures sont notées."
_SOURCE = (
    "Feuilles d'heures des opérateurs et total de l'étape ; contrat d'échange, table des étapes, colonne « heures »."
)

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
    Indicateur(
        code="heures_etape",
        libelle="Heures réalisées en étape",
        phrase="Somme des heures faites dans les étapes : celles d'une feuille comptent à son dernier jour, un total "
        "sans feuille au jour où l'étape se termine ; coupées par opération, ce sont les heures de chacune.",
        figure=Total(NB_HEURES, CENTIEMES),
        unite="heure",
        compte="heures",
        recueil=("heure",),
        objet="etape",
        reserve=_RESERVE,
        exemple=Exemple(Decimal("69493.00")),
        source=_SOURCE,
    ),
    Indicateur(
        code="heures_par_personne",
        libelle="Heures d'étape par personne",
        phrase="Nombre moyen d'heures faites en étape dans la période, par personne différente dont des heures y sont "
        "notées.",
        figure=Rapport(NB_HEURES, Distinctes(HEURE, _DANS, _h["personne"]), CENTIEMES),
        unite="heure",
        compte="heures",
        base="les personnes dont des heures sont notées",
        recueil=("heure",),
        objet="etape",
        reserve=_RESERVE,
        exemple=Exemple(Decimal("238.81")),
        source=_SOURCE,
    ),
    Indicateur(
        code="heures_par_etape",
        libelle="Heures par étape",
        phrase="Nombre moyen d'heures faites dans la période, par étape dont des heures y sont notées.",
        figure=Rapport(NB_HEURES, NB_ETAPES_NOTEES, CENTIEMES),
        unite="heure",
        compte="heures",
        base="les étapes dont des heures sont notées",
        recueil=("heure",),
        objet="etape",
        reserve=_RESERVE,
        exemple=Exemple(Decimal("159.39")),
        source=_SOURCE,
    ),
    Indicateur(
        code="part_etapes_heures",
        libelle="Étapes dont les heures sont notées",
        phrase="Part des étapes de la période dont des heures y sont notées ; une étape en cours sans feuille n'en a "
        "pas encore.",
        figure=Part(NB_ETAPES_NOTEES, NB_ETAPES),
        unite="%",
        compte="étapes",
        base="les étapes ayant au moins un jour dans la période",
        recueil=("heure", "etape"),
        objet="etape",
        mieux=1,
        exemple=Exemple(Decimal("33.4")),
        source=_SOURCE,
    ),
)
