"""Who the people are, at their entry: shares of a declared base, the unknown left out of it and shown."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare, Condition, Connue, Parmi
from deplie.mesure.mesures import Compte, Part
from deplie.parcours.facts import SEJOUR
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DERNIERE, ENTREE, ENTREES, PERSONNES
from deplie.territoires.rules import NIVEAUX_3_ET_INFRA

# What is shared, and what must be known for someone to be in the base.
_FEMME = Parmi(SEJOUR["sexe"], ("F",)).dite("de sexe féminin")
_SEXE_CONNU = Connue(SEJOUR["sexe"]).dite("dont le sexe est connu")
_QPV = Parmi(SEJOUR["qpv"], ("OUI",)).dite("résidant en quartier prioritaire à l'entrée")
_QPV_CONNU = Parmi(SEJOUR["qpv"], ("OUI", "NON")).dite("dont la résidence en quartier prioritaire est connue")
_NIVEAU3 = Parmi(SEJOUR["niveau"], tuple(sorted(NIVEAUX_3_ET_INFRA))).dite("de niveau 3 ou inférieur à l'entrée")
_NIVEAU_CONNU = Connue(SEJOUR["niveau"]).dite("dont le niveau de formation est connu")
_25_ANS = Compare(SEJOUR["age"], ">=", 25).dite("de 25 ans et plus à l'entrée")
_AGE_CONNU = Connue(SEJOUR["age"]).dite("dont la date de naissance est connue")


def _suivies(de: Condition, connu: Condition) -> Part:
    return Part(Compte(PERSONNES, de, DERNIERE), Compte(PERSONNES, connu, DERNIERE))


def _entrees(de: Condition, connu: Condition) -> Part:
    return Part(Compte(ENTREES, ENTREE & de), Compte(ENTREES, ENTREE & connu))


_BASE_SUIVIES = "les personnes suivies dont {} est connu"
_BASE_ENTREES = "les entrées de la période dont {} est connu"

PUBLIC = (
    Indicateur(
        code="part_femmes",
        libelle="Part des femmes",
        phrase="Part des femmes parmi les personnes suivies dans la période dont le sexe est connu.",
        figure=_suivies(_FEMME, _SEXE_CONNU),
        unite="%",
        compte="personnes",
        base=_BASE_SUIVIES.format("le sexe"),
        recueil=("sexe",),
        objet="personne",
        exemple=Exemple(Decimal("60.9")),
        source="TCO, bilan 2020 (61 %).",
    ),
    Indicateur(
        code="part_femmes_entrees",
        libelle="Part des femmes parmi les entrées",
        phrase="Part des femmes parmi les entrées de la période dont le sexe est connu.",
        figure=_entrees(_FEMME, _SEXE_CONNU),
        unite="%",
        compte="participations",
        base=_BASE_ENTREES.format("le sexe"),
        recueil=("sexe",),
        exemple=Exemple(Decimal("61.1")),
        source="TCO, bilan 2020 ; la base « entrées » est une autre lecture du même chiffre.",
    ),
    Indicateur(
        code="part_qpv",
        libelle="Part des résidents de quartiers prioritaires",
        phrase="Part, parmi les personnes suivies dont la résidence est connue, de celles qui résidaient en quartier "
        "prioritaire de la politique de la ville à leur entrée.",
        figure=_suivies(_QPV, _QPV_CONNU),
        unite="%",
        compte="personnes",
        base=_BASE_SUIVIES.format("le quartier de résidence"),
        recueil=("qpv",),
        objet="personne",
        exemple=Exemple(Decimal("39.1")),
        source="TCO, bilan 2020 (39 % ; 33 % en 2019).",
    ),
    Indicateur(
        code="part_qpv_entrees",
        libelle="Part des résidents de quartiers prioritaires parmi les entrées",
        phrase="Part, parmi les entrées de la période dont la résidence est connue, de celles de résidents d'un "
        "quartier prioritaire de la politique de la ville.",
        figure=_entrees(_QPV, _QPV_CONNU),
        unite="%",
        compte="participations",
        base=_BASE_ENTREES.format("le quartier de résidence"),
        recueil=("qpv",),
        exemple=Exemple(Decimal("40.4")),
        source="TCO, bilan 2020 ; la base « entrées » est une autre lecture du même chiffre.",
    ),
    Indicateur(
        code="part_niveau3_infra",
        libelle="Part des niveaux 3 et inférieurs",
        phrase="Part, parmi les personnes suivies dont le niveau de formation est connu, de celles de niveau 3 (CAP, "
        "BEP ; ancien niveau V) ou inférieur à l'entrée.",
        figure=_suivies(_NIVEAU3, _NIVEAU_CONNU),
        unite="%",
        compte="personnes",
        base=_BASE_SUIVIES.format("le niveau de formation"),
        recueil=("niveau",),
        objet="personne",
        exemple=Exemple(Decimal("79.0"), "HAUTEVIENNE", 2019),
        source="Haute-Vienne, bilan du pacte 2019 (79 % dans le PLIE, 75 % dans l'ARPE).",
    ),
    Indicateur(
        code="part_niveau3_infra_entrees",
        libelle="Part des niveaux 3 et inférieurs parmi les entrées",
        phrase="Part, parmi les entrées de la période dont le niveau de formation est connu, de celles de personnes de "
        "niveau 3 (CAP, BEP ; ancien niveau V) ou inférieur.",
        figure=_entrees(_NIVEAU3, _NIVEAU_CONNU),
        unite="%",
        compte="participations",
        base=_BASE_ENTREES.format("le niveau de formation"),
        recueil=("niveau",),
        exemple=Exemple(Decimal("79.3"), "HAUTEVIENNE", 2019),
        source="Haute-Vienne, bilan du pacte 2019.",
    ),
    Indicateur(
        code="part_25_ans_et_plus",
        libelle="Part des 25 ans et plus",
        phrase="Part, parmi les personnes suivies dont la date de naissance est connue, de celles qui avaient 25 ans "
        "ou plus à leur entrée.",
        figure=_suivies(_25_ANS, _AGE_CONNU),
        unite="%",
        compte="personnes",
        base=_BASE_SUIVIES.format("l'âge"),
        recueil=("age",),
        objet="personne",
        exemple=Exemple(Decimal("87.1")),
        source="TCO, bilan 2020 (87 %).",
    ),
    Indicateur(
        code="part_25_ans_et_plus_entrees",
        libelle="Part des 25 ans et plus parmi les entrées",
        phrase="Part, parmi les entrées de la période dont la date de naissance est connue, de celles de personnes de "
        "25 ans ou plus.",
        figure=_entrees(_25_ANS, _AGE_CONNU),
        unite="%",
        compte="participations",
        base=_BASE_ENTREES.format("l'âge"),
        recueil=("age",),
        exemple=Exemple(Decimal("83.8")),
        source="TCO, bilan 2020 ; la base « entrées » est une autre lecture du même chiffre.",
    ),
)
