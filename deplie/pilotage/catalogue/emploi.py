"""Jobs followed up during a parcours: who is in work, what is proved of it, who keeps the job to the sixth month."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare, Parmi
from deplie.mesure.mesures import Compte, Distinctes, Part, Total
from deplie.parcours.facts import EMPLOI, MOIS_EMPLOI
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, ECHU, FIN

_e, _m = EMPLOI, MOIS_EMPLOI
_AU_TRAVAIL = (Compare(_e["debut"], "<=", FIN) & Compare(_e["fin"], ">=", DEBUT)).dite(
    "ayant au moins un jour dans la période"
)
_MOIS = (Compare(_m["jour"], ">=", DEBUT) & Compare(_m["jour"], "<=", FIN)).dite("achevés dans la période")
_EN_EMPLOI = Parmi(_m["situation"], ("EMPLOI",)).dite("en emploi")
_PROUVE = Compare(_m["prouve"], "=", 1).dite("prouvés par une pièce")
_ECHU = (Compare(_e["sixieme"], ">=", DEBUT) & Compare(_e["sixieme"], "<=", ECHU)).dite(
    "dont le sixième mois s'achève dans la période et est échu"
)
_GARDE = Parmi(_e["situation"], ("EMPLOI",)).dite("alors en emploi")
_SUIVI = "Suivi dans l'emploi des plans : six mois après l'embauche (domaine, processus du PLIE, étape 8)."

EMPLOI_INDICATEURS = (
    Indicateur(
        code="personnes_en_emploi_suivi",
        libelle="Personnes en emploi suivi",
        phrase="Nombre de personnes différentes dont un emploi suivi pendant le parcours a eu au moins un jour dans la "
        "période.",
        figure=Total(Distinctes(_e, _AU_TRAVAIL, _e["personne"])),
        unite="personne",
        compte="personnes",
        recueil=("emploi",),
        objet="personne",
        mieux=1,
        exemple=Exemple(Decimal(137)),
        source=_SUIVI,
    ),
    Indicateur(
        code="mois_en_emploi",
        libelle="Mois en emploi constatés",
        phrase="Nombre de mois d'emploi suivi achevés dans la période et constatés en emploi, six au plus par emploi.",
        figure=Total(Compte(_m, _MOIS & _EN_EMPLOI)),
        unite="mois",
        compte="mois d'emploi",
        recueil=("mois_emploi",),
        objet="constat",
        mieux=1,
        exemple=Exemple(Decimal(587)),
        source=_SUIVI,
    ),
    Indicateur(
        code="part_mois_prouves",
        libelle="Part des mois en emploi prouvés",
        phrase="Part, parmi les mois en emploi constatés de la période, de ceux qu'une pièce prouve.",
        figure=Part(Compte(_m, _MOIS & _EN_EMPLOI & _PROUVE), Compte(_m, _MOIS & _EN_EMPLOI)),
        unite="%",
        compte="mois d'emploi",
        base="les mois en emploi constatés de la période",
        recueil=("mois_emploi",),
        objet="constat",
        mieux=1,
        exemple=Exemple(Decimal("78.5")),
        source=_SUIVI,
    ),
    Indicateur(
        code="maintien_emploi_suivi",
        libelle="Emplois suivis gardés six mois",
        phrase="Part, parmi les emplois suivis dont le sixième mois s'achève dans la période et est échu, de ceux où "
        "la personne est alors en emploi ; un sixième mois que personne n'a constaté reste dans la base.",
        figure=Part(Compte(_e, _ECHU & _GARDE), Compte(_e, _ECHU)),
        unite="%",
        compte="emplois",
        base="les emplois suivis dont le sixième mois est échu",
        recueil=("emploi",),
        objet="emploi",
        mieux=1,
        exemple=Exemple(Decimal("79.4")),
        source=_SUIVI,
    ),
)
