"""Operations and their money: chosen, signed, declared, retained, paid; against the envelope. Of the whole territory.

A sum stands beside what it is: money that a committee programmed is not money spent. Rates run from the beginning to
the last day of the period, since an envelope and a convention do too.
"""

from __future__ import annotations

from decimal import Decimal

from deplie.financements.facts import (
    CONVENTIONNE,
    COUT,
    DECLARE,
    ENVELOPPE,
    ENVELOPPE_COMMUNE,
    MOUVEMENT,
    PAYE,
    PROGRAMME,
    RETENU,
)
from deplie.mesure.conditions import Compare, Condition, Connue, Parmi
from deplie.mesure.mesures import Distinctes, Part, Somme, Total
from deplie.pilotage.catalogue.indicateur import CENTIMES, Exemple, Indicateur, sur_l_argent
from deplie.pilotage.catalogue.vocabulaire import DEBUT, FIN

_m = MOUVEMENT
_DANS = (Compare(_m["jour"], ">=", DEBUT) & Compare(_m["jour"], "<=", FIN)).dite("dans la période")
_JUSQUE = Compare(_m["jour"], "<=", FIN).dite("jusqu'au dernier jour de la période")
_EUROPE = Connue(_m["programmation"]).dite("des opérations européennes")
_MOTS = {
    PROGRAMME: "programmés", CONVENTIONNE: "d'aide conventionnés", COUT: "de coût total conventionnés",
    DECLARE: "de dépenses déclarées", RETENU: "de dépenses retenues", PAYE: "payés",
    ENVELOPPE_COMMUNE: "d'enveloppe commune",
}  # fmt: skip


def _est(nature: str) -> Condition:
    return Parmi(_m["nature"], (nature,)).dite(_MOTS[nature])


def _somme(nature: str, quand: Condition) -> Somme:
    return Somme(_m, _est(nature) & quand, _m["centimes"])


# Declared, and not accepted yet, from the beginning: what a figure of retained money leaves out.
DECLARE_EN_TOUT = _somme(DECLARE, _JUSQUE)
RETENU_EN_TOUT = _somme(RETENU, _JUSQUE)
# The envelope of this territory: its part, and the whole of what is shared without one.
_ENVELOPPE = Somme(
    _m, Parmi(_m["nature"], (ENVELOPPE, ENVELOPPE_COMMUNE)).dite("de l'enveloppe") & _JUSQUE, _m["centimes"]
)
ENVELOPPE_SANS_PART = _somme(ENVELOPPE_COMMUNE, _JUSQUE)
_CYCLE = "Vie d'une opération : programmation, convention, bilan, contrôle de service fait, paiement (domaine, S40)."
_PROGRAMME_SEUL = "Argent programmé par un comité : ni dépensé, ni contrôlé."

ARGENT_INDICATEURS = (
    Indicateur(
        code="operations_programmees",
        libelle="Opérations programmées",
        phrase="Nombre d'opérations programmées par un comité dans la période ; celles que l'historique a apportées "
        "comptent au jour de leur convention.",
        figure=Total(Distinctes(_m, _est(PROGRAMME) & _DANS, _m["dossier"])),
        unite="dossier",
        compte="opérations",
        recueil=("programme",),
        objet="dossier",
        exemple=Exemple(Decimal(14), "LAROCHELLE", 2020),
        source="La Rochelle, rapport d'activités 2021 : quatorze opérations retenues.",
    ),
    sur_l_argent(
        code="montant_programme",
        libelle="Montant programmé",
        phrase="Somme, en euros, des aides programmées dans la période, moins celles des opérations abandonnées dans "
        "la période ; la liste montre les opérations.",
        figure=Total(_somme(PROGRAMME, _DANS), CENTIMES),
        recueil=("programme",),
        reserve=_PROGRAMME_SEUL,
        exemple=Exemple(Decimal("369992.00"), "LAROCHELLE", 2020),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="montant_conventionne",
        libelle="Montant conventionné",
        phrase="Somme, en euros, des aides signées dans la période, avenants compris, moins celles des opérations "
        "abandonnées dans la période ; la liste montre les opérations.",
        figure=Total(_somme(CONVENTIONNE, _DANS), CENTIMES),
        recueil=("conventionne",),
        reserve="Argent conventionné : ni dépensé, ni contrôlé.",
        exemple=Exemple(Decimal("369992.00"), "LAROCHELLE", 2021),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="depenses_declarees",
        libelle="Dépenses déclarées",
        phrase="Somme, en euros, des dépenses des bilans déposés dans la période, coûts forfaitaires compris, avant "
        "tout contrôle ; la liste montre les opérations.",
        figure=Total(_somme(DECLARE, _DANS), CENTIMES),
        recueil=("declare",),
        reserve="Dépenses déclarées par les porteurs, avant contrôle.",
        exemple=Exemple(Decimal("534762.17"), "LAROCHELLE", 2022),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="depenses_retenues",
        libelle="Dépenses retenues",
        phrase="Somme, en euros, des dépenses retenues des bilans acceptés dans la période, après contrôle et "
        "corrections ; la liste montre les opérations.",
        figure=Total(_somme(RETENU, _DANS), CENTIMES),
        recueil=("retenu",),
        exemple=Exemple(Decimal("532216.97"), "LAROCHELLE", 2022),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="montant_paye",
        libelle="Aides payées",
        phrase="Somme, en euros, des avances, acomptes et soldes payés dans la période, moins ce qui a été "
        "reversé ; la liste montre les opérations.",
        figure=Total(_somme(PAYE, _DANS), CENTIMES),
        recueil=("paye",),
        exemple=Exemple(Decimal("110992.00"), "LAROCHELLE", 2021),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="fse_taux_programmation",
        libelle="Taux de programmation de l'enveloppe",
        phrase="Part de l'enveloppe de la subvention globale, pour les années jusqu'à celle de la période, que des "
        "comités ont programmée sur des opérations européennes depuis le début ; où plusieurs plans la partagent, la "
        "part réservée à ce territoire.",
        figure=Part(_somme(PROGRAMME, _EUROPE & _JUSQUE), _ENVELOPPE, CENTIMES),
        unite="%",
        base="l'enveloppe en vigueur, des années jusqu'à celle de la période",
        recueil=("programme", "enveloppe"),
        denominateur_liste=False,
        reserve=_PROGRAMME_SEUL,
        exemple=Exemple(Decimal("29.8"), "LAROCHELLE", 2020),
        source="Catalogue des indicateurs du domaine : FSE programmé rapporté à la dotation.",
    ),
    sur_l_argent(
        code="fse_taux_consommation",
        libelle="Taux de consommation de l'enveloppe",
        phrase="Part de l'enveloppe de la subvention globale, pour les années jusqu'à celle de la période, qui a été "
        "payée aux opérations européennes depuis le début ; où plusieurs plans la partagent, la part réservée à ce "
        "territoire.",
        figure=Part(_somme(PAYE, _EUROPE & _JUSQUE), _ENVELOPPE, CENTIMES),
        unite="%",
        base="l'enveloppe en vigueur, des années jusqu'à celle de la période",
        recueil=("paye", "enveloppe"),
        denominateur_liste=False,
        exemple=Exemple(Decimal("15.3"), "LAROCHELLE", 2022),
        source=_CYCLE,
    ),
    sur_l_argent(
        code="fse_taux_justification",
        libelle="Taux de justification",
        phrase="Part du coût total conventionné des opérations européennes que des bilans acceptés ont justifiée "
        "depuis le début, après contrôle.",
        figure=Part(_somme(RETENU, _EUROPE & _JUSQUE), _somme(COUT, _EUROPE & _JUSQUE), CENTIMES),
        unite="%",
        base="le coût total conventionné des opérations européennes",
        recueil=("retenu", "conventionne"),
        exemple=Exemple(Decimal("86.5"), "LAROCHELLE", 2022),
        source="Catalogue des indicateurs du domaine : dépenses retenues en contrôle de service fait, rapportées au "
        "conventionné.",
    ),
)
