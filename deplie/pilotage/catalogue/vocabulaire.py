"""The conditions that the catalogue is written with. Source: exchange contract, « How it counts ».

Days are whole: present on the day of entry and on the day of exit. Someone in progress on a day has not gone by then.
So, over a period: in progress at start (the day before) + entries − exits = in progress at end.
"""

from __future__ import annotations

from deplie.mesure.conditions import Compare, Parametre, Parmi, ParmiSelon, Premiere, Toujours
from deplie.mesure.mesures import Compte, Distinctes
from deplie.parcours.facts import ETAPE, SANS_FIN, SEJOUR
from deplie.parcours.rules.sortie import NEUTRE_EXTERNE, POSITIVE_EMPLOI

DEBUT = Parametre("debut", "le premier jour de la période")
FIN = Parametre("fin", "le dernier jour de la période")
# The last day on which an étape without an end may have begun to have a day in the period: today, or none.
OUVERTES = Parametre("ouvertes", "aujourd'hui")
# The last sixth month that is over: the end of the period, or today.
ECHU = Parametre("echu", "le dernier jour échu de la période")
MOTIFS_POSITIFS = Parametre("motifs_positifs", "ceux que le protocole en vigueur compte positifs")

ENTREES = SEJOUR.vue("entrées")
SUIVIS = SEJOUR.vue("participations suivies")
PERSONNES = SEJOUR.vue("personnes suivies")
EN_COURS = SEJOUR.vue("participations en cours")
SORTIES = SEJOUR.vue("sorties")
ETAPES = ETAPE.vue("étapes")

_c, _e = SEJOUR, ETAPE

ENTREE = (Compare(_c["entree"], ">=", DEBUT) & Compare(_c["entree"], "<=", FIN)).dite("dans la période")
SORTIE = (Compare(_c["sortie"], ">=", DEBUT) & Compare(_c["sortie"], "<=", FIN)).dite("dans la période")
SUIVIE = (Compare(_c["entree"], "<=", FIN) & Compare(_c["sortie"], ">=", DEBUT)).dite("au moins un jour de la période")
OUVERTE_FIN = (Compare(_c["entree"], "<=", FIN) & Compare(_c["sortie"], ">", FIN)).dite("le dernier jour de la période")
OUVERTE_VEILLE = (Compare(_c["entree"], "<", DEBUT) & Compare(_c["sortie"], ">=", DEBUT)).dite(
    "la veille de la période"
)
# One participation speaks for each person: the latest entry, then the scheme declared first.
DERNIERE = Premiere(
    groupe=_c["personne"],
    parmi=SUIVIE,
    ordre=((_c["entree"], True), (_c["rang"], False), (_c["participation"], False)),
    seule=_c["seule"],
    phrase="personnes suivies au moins un jour de la période",
)

EN_EMPLOI = Parmi(_c["famille"], (POSITIVE_EMPLOI,)).dite("vers l'emploi durable")
POSITIVE = ParmiSelon(_c["motif"], _c["dispositif"], MOTIFS_POSITIFS).dite(
    "dont le motif est compté positif par le protocole"
)
HORS_EXTERNE = (~Parmi(_c["famille"], (NEUTRE_EXTERNE,))).dite("hors causes externes")

# A day at least in the period; without an end, up to today.
ETAPE_DANS = (
    Compare(_e["comptee"], "=", 1)
    & Compare(_e["debut"], "<=", FIN)
    & Compare(_e["fin"], ">=", DEBUT)
    & (Compare(_e["fin"], "<", SANS_FIN) | Compare(_e["debut"], "<=", OUVERTES))
).dite("ayant au moins un jour dans la période")

# Counts that several indicators share.
NB_ENTREES = Compte(ENTREES, ENTREE)
NB_PERSONNES = Compte(PERSONNES, Toujours(), DERNIERE)
NB_SUIVIS = Compte(SUIVIS, SUIVIE)
NB_EN_COURS_FIN = Compte(EN_COURS, OUVERTE_FIN)
NB_EN_COURS_DEBUT = Compte(EN_COURS, OUVERTE_VEILLE)
NB_SORTIES = Compte(SORTIES, SORTIE)
NB_POSITIVES = Compte(SORTIES, SORTIE & POSITIVE)
NB_SORTIES_HORS_EXTERNE = Compte(SORTIES, SORTIE & HORS_EXTERNE)
NB_ETAPES = Compte(ETAPES, ETAPE_DANS)
NB_PERSONNES_EN_ETAPE = Distinctes(ETAPES, ETAPE_DANS, _e["personne"])
