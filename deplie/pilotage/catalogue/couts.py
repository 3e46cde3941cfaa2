"""What operations cost by participant, by étape, by positive exit. Of the whole territory.

The same operations and the same days stand above and below: money retained by the accepted bilans, people received by
their last day. Both run from the beginning to the last day of the period.
"""

from __future__ import annotations

from decimal import Decimal

from deplie.financements.facts import COUT, RETENU
from deplie.mesure.conditions import Compare, Condition, Parametre, Parmi, ParmiSelon
from deplie.mesure.mesures import Compte, Distinctes, Rapport, Somme
from deplie.parcours.facts import ACCUEIL, COUT_OPERATION
from deplie.pilotage.catalogue.indicateur import CENTIMES, Exemple, sur_l_argent
from deplie.pilotage.catalogue.vocabulaire import FIN

_a, _c = ACCUEIL, COUT_OPERATION
MOTIFS_DE_CHACUN = Parametre("motifs_de_chacun", "ceux que le protocole de chaque dispositif compte positifs")
_COUVERTE = Compare(_a["couverte"], "<=", FIN).dite("couvertes par un bilan accepté au dernier jour de la période")
_RECUE = Compare(_a["debut"], "<=", FIN).dite("commencées au dernier jour de la période")
_COMPTEE = Compare(_a["comptee"], "=", 1).dite("qui se comptent")
_POSITIVE = (Compare(_a["sortie"], "<=", FIN) & ParmiSelon(_a["motif"], _a["schema"], MOTIFS_DE_CHACUN)).dite(
    "dont la sortie est positive selon le protocole de leur dispositif"
)


def _somme(nature: str, mots: str) -> Somme:
    quand: Condition = Compare(_c["jour"], "<=", FIN).dite("jusqu'au dernier jour de la période")
    return Somme(_c, Parmi(_c["nature"], (nature,)).dite(mots) & quand, _c["centimes"])


COUT_RETENU = _somme(RETENU, "retenus")
COUT_SIGNE = _somme(COUT, "conventionnés")
NB_RECUES = Distinctes(_a, _RECUE, _a["personne"])
NB_COUVERTES = Distinctes(_a, _COUVERTE, _a["personne"])
_SOURCE = "Coût par participant d'une opération cofinancée : dépenses retenues en contrôle de service fait."
_RETENUES = ("accueil", "cout_retenu")

COUTS_INDICATEURS = (
    sur_l_argent(
        code="cout_par_participant",
        libelle="Coût par participant",
        phrase="Coût total retenu des opérations qui reçoivent des personnes, depuis le début, par personne "
        "différente dont une étape dans l'opération est couverte par un bilan accepté ; qui est passé par deux "
        "opérations compte une fois au total et dans chacune d'elles.",
        figure=Rapport(COUT_RETENU, NB_COUVERTES, CENTIMES),
        base="les personnes reçues pendant les jours que couvrent les bilans acceptés",
        recueil=_RETENUES,
        exemple=Exemple(Decimal("1511.98"), "LAROCHELLE", 2022),
        source=_SOURCE,
    ),
    sur_l_argent(
        code="cout_par_etape",
        libelle="Coût par étape",
        phrase="Coût total retenu des opérations qui reçoivent des personnes, depuis le début, par étape de parcours "
        "couverte par un bilan accepté ; l'accompagnement et l'attente ne sont pas des étapes.",
        figure=Rapport(COUT_RETENU, Compte(_a, _COUVERTE & _COMPTEE), CENTIMES),
        base="les étapes commencées pendant les jours que couvrent les bilans acceptés",
        recueil=_RETENUES,
        exemple=Exemple(Decimal("1240.60"), "LAROCHELLE", 2022),
        source=_SOURCE,
    ),
    sur_l_argent(
        code="cout_par_sortie_positive",
        libelle="Coût par sortie positive",
        phrase="Coût total retenu des opérations qui reçoivent des personnes, depuis le début, par participation "
        "sortie positivement après une étape couverte par un bilan accepté ; d'autres actions ont pu y contribuer.",
        figure=Rapport(COUT_RETENU, Distinctes(_a, _COUVERTE & _POSITIVE, _a["participation"]), CENTIMES),
        base="les sorties positives des personnes ainsi reçues",
        recueil=_RETENUES,
        exemple=Exemple(Decimal("20469.88"), "LAROCHELLE", 2022),
        source=_SOURCE,
    ),
    sur_l_argent(
        code="cout_conventionne_par_participant",
        libelle="Coût conventionné par participant",
        phrase="Coût total conventionné des opérations qui reçoivent des personnes, depuis le début, par personne "
        "différente reçue à ce jour ; il baisse tant que l'opération reçoit.",
        figure=Rapport(COUT_SIGNE, NB_RECUES, CENTIMES),
        base="les personnes reçues depuis le début",
        recueil=("accueil", "cout_signe"),
        reserve="Argent conventionné, non dépensé : ce n'est pas encore un coût.",
        exemple=Exemple(Decimal("1748.33"), "LAROCHELLE", 2021),
        source="Conventions des opérations et leurs avenants.",
    ),
)
