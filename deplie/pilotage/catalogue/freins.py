"""Freins followed: what comes to light, what is lifted, in how long."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare
from deplie.mesure.mesures import Compte, Moyenne, Part, Total
from deplie.parcours.facts import FREIN
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, FIN

_f = FREIN
_IDENTIFIE = (Compare(_f["debut"], ">=", DEBUT) & Compare(_f["debut"], "<=", FIN)).dite("identifiés dans la période")
_SUIVI = (Compare(_f["debut"], "<=", FIN) & Compare(_f["fin"], ">=", DEBUT)).dite(
    "présents au moins un jour de la période"
)
_LEVE = (Compare(_f["fin"], ">=", DEBUT) & Compare(_f["fin"], "<=", FIN)).dite("levés dans la période")
_SOURCE = "Diagnostic socio-professionnel des plans, seize thèmes (domaine, processus du PLIE, étape 5)."

FREINS_INDICATEURS = (
    Indicateur(
        code="freins_identifies",
        libelle="Freins identifiés",
        phrase="Nombre de freins identifiés dans la période, un par thème et par parcours tant qu'il n'est pas levé.",
        figure=Total(Compte(_f, _IDENTIFIE)),
        unite="frein",
        compte="freins",
        recueil=("frein",),
        objet="frein",
        exemple=Exemple(Decimal(294)),
        source=_SOURCE,
    ),
    Indicateur(
        code="part_freins_leves",
        libelle="Part des freins levés",
        phrase="Part, parmi les freins présents au moins un jour de la période, de ceux qui y ont été levés.",
        figure=Part(Compte(_f, _LEVE), Compte(_f, _SUIVI)),
        unite="%",
        compte="freins",
        base="les freins présents au moins un jour de la période",
        recueil=("frein",),
        objet="frein",
        mieux=1,
        exemple=Exemple(Decimal("8.4")),
        source=_SOURCE,
    ),
    Indicateur(
        code="delai_levee_frein",
        libelle="Délai de levée d'un frein",
        phrase="Nombre moyen de jours entre l'identification d'un frein et sa levée, pour les freins levés dans la "
        "période ; la médiane l'accompagne.",
        figure=Moyenne(_f, _LEVE, _f["jours"]),
        unite="jour",
        compte="freins",
        base="les freins levés dans la période",
        recueil=("frein",),
        objet="frein",
        mieux=-1,
        exemple=Exemple(Decimal("215.1")),
        source=_SOURCE,
    ),
)
