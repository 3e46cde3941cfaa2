"""Jobs followed up: a job with its sixth month, and what is seen of each of its months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery

from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.parcours.facts.commun import (
    A_L_ENTREE,
    ENTIER,
    ENTREE_DE,
    NUMERO,
    SANS_FIN,
    TEXTE,
    Decoupage,
    a_l_entree,
    criteres_de,
    lire,
)
from deplie.parcours.models import ConstatEmploi, Emploi
from deplie.parcours.rules.emploi import fin_du_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

_DE_QUI: Final = (
    Colonne("participation", NUMERO, "la participation"),
    Colonne("personne", NUMERO, "personnes"),
    Colonne("dispositif", TEXTE, "le dispositif"),
    Colonne("contrat", TEXTE, "le contrat"),
)
EMPLOI: Final = Fait(
    "emploi",
    "emplois suivis",
    (
        Colonne("emploi", NUMERO, "l'emploi"),
        *_DE_QUI,
        Colonne("debut", ENTIER, "l'embauche"),
        Colonne("fin", ENTIER, "la fin de l'emploi"),
        Colonne("sixieme", ENTIER, "la fin du sixième mois"),
        Colonne("situation", TEXTE, "la situation au sixième mois"),
        *A_L_ENTREE,
    ),
)
MOIS_EMPLOI: Final = Fait(
    "mois_emploi",
    "mois constatés",
    (
        Colonne("constat", NUMERO, "le constat"),
        *_DE_QUI,
        Colonne("jour", ENTIER, "la fin du mois"),
        Colonne("situation", TEXTE, "la situation constatée"),
        Colonne("prouve", ENTIER, "la preuve"),
        *A_L_ENTREE,
    ),
    jours=("jour", "jour"),
)
_DE: Final = (
    "participation_id", "participation__personne_id", "participation__dispositif__code", "contrat",
    "participation__personne__sexe", "participation__personne__date_naissance",
)  # fmt: skip


def emplois(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``EMPLOI``, in the order of its columns."""
    sixieme = ConstatEmploi.objects.filter(emploi=OuterRef("pk"), mois=MOIS_DE_SUIVI).values("situation")
    requete = _reels(Emploi.objects.all(), "", territoire).annotate(situation=Subquery(sixieme))
    champs = ("pk", "debut", "fin", "situation", *_DE, "nb_criteres", *(f"participation__{c}" for c in ENTREE_DE))
    for (pk, debut, fin, situation, participation, personne, dispositif, contrat, sexe, naissance, criteres,
         *entree_de) in lire(requete, champs):  # fmt: skip
        yield (
            pk, participation, personne, dispositif, contrat, debut.toordinal(),
            fin.toordinal() if fin else SANS_FIN,
            fin_du_mois(debut, MOIS_DE_SUIVI).toordinal(),
            situation,
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip


def mois_emploi(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``MOIS_EMPLOI``: one by month that somebody looked at."""
    requete = _reels(ConstatEmploi.objects.all(), "emploi__", territoire).annotate(depuis=F("emploi__debut"))
    de = [f"emploi__{champ}" for champ in (*_DE, *(f"participation__{c}" for c in ENTREE_DE))]
    champs = ("pk", "mois", "depuis", "situation", "preuve", *de[: len(_DE)], "nb_criteres", *de[len(_DE) :])
    for (pk, mois, depuis, situation, preuve, participation, personne, dispositif, contrat, sexe, naissance, criteres,
         *entree_de) in lire(requete, champs):  # fmt: skip
        yield (
            pk, participation, personne, dispositif, contrat, fin_du_mois(depuis, mois).toordinal(), situation,
            int(bool(preuve)),
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip


def _reels(requete: QuerySet[Any], vers: str, territoire: Territoire) -> QuerySet[Any]:
    siens = requete.filter(**{f"{vers}participation__dispositif__territoire": territoire})
    siens = siens.exclude(**{f"{vers}participation__motif_sortie": MOTIF_ANNULATION})
    return siens.annotate(nb_criteres=criteres_de(f"{vers}participation"))
