"""``inscription``: a registration to a session of a workshop, unless it is withdrawn; its référent is the person's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.parcours.facts.commun import (
    A_L_ENTREE,
    ENTIER,
    ENTREE_DE,
    NUMERO,
    TEXTE,
    Decoupage,
    a_l_entree,
    criteres_de,
    lire,
)
from deplie.parcours.models import InscriptionAtelier
from deplie.parcours.rules.atelier import ABSENCES, PRESENT
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

INSCRIPTION: Final = Fait(
    "inscription",
    "inscriptions à des ateliers",
    (
        Colonne("inscription", NUMERO, "l'inscription"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("seance_atelier", NUMERO, "séances d'ateliers"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("jour", ENTIER, "le jour de la séance"),
        Colonne("present", ENTIER, "la présence"),
        Colonne("manque", ENTIER, "l'absence"),
        Colonne("theme_atelier", TEXTE, "le thème de l'atelier"),
        Colonne("motif_absence", TEXTE, "la raison de l'absence"),
        *A_L_ENTREE,
    ),
    jours=("jour", "jour"),
)


def inscriptions(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``INSCRIPTION``, in the order of its columns."""
    requete = (
        InscriptionAtelier.objects.valables()
        .filter(personne__territoire=territoire)
        .exclude(participation__isnull=False, participation__motif_sortie=MOTIF_ANNULATION)
        .annotate(nb_criteres=criteres_de("participation"))
    )
    de = [f"participation__{champ}" for champ in ENTREE_DE]
    champs = ("pk", "participation_id", "personne_id", "seance_id", "participation__dispositif__code", "seance__debut",
              "statut", "motif", "seance__atelier__theme", "personne__sexe", "personne__date_naissance", "nb_criteres",
              *de)  # fmt: skip
    for (pk, participation, personne, seance, dispositif, debut, statut, motif, theme, sexe, naissance, criteres,
         *entree_de) in lire(requete, champs):  # fmt: skip
        yield (
            pk, participation, personne, seance, dispositif, timezone.localtime(debut).date().toordinal(),
            int(statut == PRESENT), int(statut in ABSENCES), theme, motif or None,
            *a_l_entree(decoupage, sexe, naissance if entree_de[2] else None, criteres, entree_de),
        )  # fmt: skip
