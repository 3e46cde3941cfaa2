"""Interviews and prescriptions: who is met, who is waited for, how long they wait."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare, Connue, Parmi
from deplie.mesure.mesures import Compte, Distinctes, Moyenne, Part, Total
from deplie.parcours.facts import ENTRETIEN, PRESCRIPTION, SEJOUR
from deplie.parcours.rules.cycle import ADMIS
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, ECHU, ENTREE, ENTREES, FIN

_r, _p = ENTRETIEN, PRESCRIPTION
_LE_JOUR = (Compare(_r["jour"], ">=", DEBUT) & Compare(_r["jour"], "<=", FIN)).dite("de la période")
_TENU = Compare(_r["tenu"], "=", 1).dite("tenus")
_MANQUE = Compare(_r["manque"], "=", 1).dite("manqués")
_FIXE = (Compare(_r["tenu"], "=", 1) | Compare(_r["manque"], "=", 1)).dite("tenus ou manqués")

_PRESCRITE = (Compare(_p["jour"], ">=", DEBUT) & Compare(_p["jour"], "<=", FIN)).dite("de la période")
_DECIDEE = (Compare(_p["fin"], ">=", DEBUT) & Compare(_p["fin"], "<=", FIN)).dite("décidées ou closes dans la période")
_ADMISE = Parmi(_p["issue"], (ADMIS,)).dite("admises")
_ATTEND = (Compare(_p["jour"], "<=", ECHU) & Compare(_p["fin"], ">", ECHU)).dite(
    "en attente le dernier jour échu de la période"
)
_TROP = Compare(_p["limite"], "<", ECHU).dite("depuis plus longtemps que le délai du territoire")
_RENCONTREE = Connue(_p["premier"]).dite("suivies d'un entretien")
_ATTENTE_CONNUE = Connue(SEJOUR["attente"]).dite("dont la date de prescription est connue")
_METHODE = "Méthode des plans : un entretien par mois au moins (domaine, processus du PLIE, étape 6)."
_PROCESSUS = "Processus du PLIE, étapes 1 à 3 : prescription, réception, commission d'entrée."

ACCOMPAGNEMENT = (
    Indicateur(
        code="entretiens_tenus",
        libelle="Entretiens tenus",
        phrase="Nombre d'entretiens individuels qui ont eu lieu dans la période.",
        figure=Total(Compte(_r, _LE_JOUR & _TENU)),
        unite="entretien",
        compte="entretiens",
        recueil=("entretien",),
        objet="entretien",
        exemple=Exemple(Decimal(1555)),
        source=_METHODE,
    ),
    Indicateur(
        code="entretiens_manques",
        libelle="Rendez-vous manqués",
        phrase="Nombre de rendez-vous de la période où la personne n'est pas venue, excusée ou non.",
        figure=Total(Compte(_r, _LE_JOUR & _MANQUE)),
        unite="entretien",
        compte="entretiens",
        recueil=("entretien",),
        objet="entretien",
        mieux=-1,
        exemple=Exemple(Decimal(250)),
        source=_METHODE,
    ),
    Indicateur(
        code="part_entretiens_manques",
        libelle="Part des rendez-vous manqués",
        phrase="Part, parmi les rendez-vous de la période tenus ou manqués, de ceux où la personne n'est pas venue ; "
        "ceux qui ont été annulés ne comptent pas.",
        figure=Part(Compte(_r, _LE_JOUR & _MANQUE), Compte(_r, _LE_JOUR & _FIXE)),
        unite="%",
        compte="entretiens",
        base="les rendez-vous de la période tenus ou manqués",
        recueil=("entretien",),
        objet="entretien",
        mieux=-1,
        exemple=Exemple(Decimal("13.9")),
        source=_METHODE,
    ),
    Indicateur(
        code="personnes_rencontrees",
        libelle="Personnes rencontrées",
        phrase="Nombre de personnes différentes avec qui un entretien au moins a eu lieu dans la période.",
        figure=Total(Distinctes(_r, _LE_JOUR & _TENU, _r["personne"])),
        unite="personne",
        compte="personnes",
        recueil=("entretien",),
        objet="personne",
        mieux=1,
        exemple=Exemple(Decimal(431)),
        source=_METHODE,
    ),
    Indicateur(
        code="prescriptions",
        libelle="Prescriptions",
        phrase="Nombre de prescriptions de la période, quelle qu'en soit l'issue.",
        figure=Total(Compte(_p, _PRESCRITE)),
        unite="prescription",
        compte="prescriptions",
        recueil=("prescription",),
        objet="prescription",
        exemple=Exemple(Decimal(205)),
        source=_PROCESSUS,
    ),
    Indicateur(
        code="part_prescriptions_admises",
        libelle="Part des prescriptions admises",
        phrase="Part, parmi les prescriptions décidées ou closes dans la période, de celles que la commission a "
        "admises.",
        figure=Part(Compte(_p, _DECIDEE & _ADMISE), Compte(_p, _DECIDEE)),
        unite="%",
        compte="prescriptions",
        base="les prescriptions décidées ou closes dans la période",
        recueil=("prescription",),
        objet="prescription",
        exemple=Exemple(Decimal("82.8")),
        source=_PROCESSUS,
    ),
    Indicateur(
        code="prescriptions_en_attente",
        libelle="Prescriptions en attente",
        phrase="Nombre de prescriptions qu'aucune décision n'avait closes le dernier jour échu de la période.",
        figure=Total(Compte(_p, _ATTEND)),
        unite="prescription",
        compte="prescriptions",
        recueil=("prescription",),
        objet="prescription",
        exemple=Exemple(Decimal(1)),
        source=_PROCESSUS,
    ),
    Indicateur(
        code="prescriptions_attente_longue",
        libelle="Prescriptions en attente depuis longtemps",
        phrase="Nombre de prescriptions qui attendaient, le dernier jour échu de la période, depuis plus longtemps que "
        "le délai réglé par le territoire, trente jours à défaut.",
        figure=Total(Compte(_p, _ATTEND & _TROP)),
        unite="prescription",
        compte="prescriptions",
        recueil=("prescription",),
        objet="prescription",
        mieux=-1,
        exemple=Exemple(Decimal(0)),
        source=_PROCESSUS,
    ),
    Indicateur(
        code="delai_premier_entretien",
        libelle="Délai jusqu'au premier entretien",
        phrase="Nombre moyen de jours entre une prescription de la période et le premier entretien tenu depuis avec la "
        "personne ; la médiane l'accompagne, et qui n'a pas encore été rencontré n'est pas dans la base.",
        figure=Moyenne(_p, _PRESCRITE & _RENCONTREE, _p["premier"]),
        unite="jour",
        compte="prescriptions",
        base="les prescriptions de la période suivies d'un entretien",
        recueil=("prescription", "entretien"),
        objet="prescription",
        mieux=-1,
        exemple=Exemple(Decimal("10.8")),
        source=_PROCESSUS,
    ),
    Indicateur(
        code="delai_prescription_entree",
        libelle="Délai entre la prescription et l'entrée",
        phrase="Nombre moyen de jours entre la prescription et la commission qui admet, pour les entrées de la période "
        "dont la date de prescription est connue ; la médiane l'accompagne.",
        figure=Moyenne(ENTREES, ENTREE & _ATTENTE_CONNUE, SEJOUR["attente"]),
        unite="jour",
        compte="participations",
        base="les entrées de la période dont la date de prescription est connue",
        recueil=("attente",),
        mieux=-1,
        exemple=Exemple(Decimal("34.5")),
        source=_PROCESSUS,
    ),
)
