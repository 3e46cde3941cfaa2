"""Collective workshops: those held, who is registered, who comes, why some do not."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare
from deplie.mesure.mesures import Compte, Distinctes, Part, Total
from deplie.parcours.facts import INSCRIPTION
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, FIN

_i = INSCRIPTION
_LE_JOUR = (Compare(_i["jour"], ">=", DEBUT) & Compare(_i["jour"], "<=", FIN)).dite("de la période")
_PRESENT = Compare(_i["present"], "=", 1).dite("présentes")
_MANQUE = Compare(_i["manque"], "=", 1).dite("absentes")
_RELEVE = (Compare(_i["present"], "=", 1) | Compare(_i["manque"], "=", 1)).dite("dont la présence est relevée")
_METHODE = "Ateliers collectifs du plan : nomenclature des étapes (ATELIER) ; bilan du TCO 2020, ateliers."

ATELIERS_INDICATEURS = (
    Indicateur(
        code="ateliers_tenus",
        libelle="Séances d'ateliers tenues",
        phrase="Nombre de séances d'ateliers de la période dont les présences ont été relevées.",
        figure=Total(Distinctes(_i, _LE_JOUR & _RELEVE, _i["seance_atelier"])),
        unite="séance",
        compte="séances",
        recueil=("inscription",),
        objet="seance_atelier",
        exemple=Exemple(Decimal(17)),
        source=_METHODE,
    ),
    Indicateur(
        code="inscriptions_ateliers",
        libelle="Inscriptions aux ateliers",
        phrase="Nombre d'inscriptions à des séances d'ateliers de la période, liste d'attente comprise ; celles qui "
        "ont été annulées ne comptent pas.",
        figure=Total(Compte(_i, _LE_JOUR)),
        unite="inscription",
        compte="inscriptions",
        recueil=("inscription",),
        objet="inscription",
        exemple=Exemple(Decimal(136)),
        source=_METHODE,
    ),
    Indicateur(
        code="personnes_en_atelier",
        libelle="Personnes venues en atelier",
        phrase="Nombre de personnes différentes présentes à une séance d'atelier au moins dans la période.",
        figure=Total(Distinctes(_i, _LE_JOUR & _PRESENT, _i["personne"])),
        unite="personne",
        compte="personnes",
        recueil=("inscription",),
        objet="personne",
        mieux=1,
        exemple=Exemple(Decimal(94)),
        source=_METHODE,
    ),
    Indicateur(
        code="taux_presence_ateliers",
        libelle="Taux de présence aux ateliers",
        phrase="Part des présents parmi les inscrits dont la présence a été relevée, séances de la période.",
        figure=Part(Compte(_i, _LE_JOUR & _PRESENT), Compte(_i, _LE_JOUR & _RELEVE)),
        unite="%",
        compte="inscriptions",
        base="les inscriptions de la période dont la présence est relevée",
        recueil=("inscription",),
        objet="inscription",
        mieux=1,
        exemple=Exemple(Decimal("79.4")),
        source=_METHODE,
    ),
    Indicateur(
        code="absences_ateliers",
        libelle="Absences aux ateliers",
        phrase="Nombre d'inscrits absents d'une séance de la période, excusés ou non ; la ventilation par raison dit "
        "pourquoi.",
        figure=Total(Compte(_i, _LE_JOUR & _MANQUE)),
        unite="inscription",
        compte="inscriptions",
        recueil=("inscription",),
        objet="inscription",
        mieux=-1,
        exemple=Exemple(Decimal(28)),
        source=_METHODE,
    ),
)
