"""Freins followed: identified on a day, lifted on another, or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from deplie.parcours.models import FreinSuivi
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

FREIN: Final = Fait(
    "frein",
    "freins suivis",
    (
        Colonne("frein", NUMERO, "le frein"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("theme", TEXTE, "le thème du frein"),
        Colonne("debut", ENTIER, "l'identification"),
        Colonne("fin", ENTIER, "la levée"),
        Colonne("jours", ENTIER, "jours jusqu'à la levée"),
        *A_L_ENTREE,
    ),
    jours=("debut", "fin"),
)


def freins(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``FREIN``, in the order of its columns."""
    siens = FreinSuivi.objects.filter(participation__dispositif__territoire=territoire)
    requete = siens.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    requete = requete.annotate(nb_criteres=criteres_de("participation"))
    champs = ("pk", "participation_id", "participation__personne_id", "participation__dispositif__code", "theme",
              "identifie_le", "leve_le", "participation__personne__sexe",
              "participation__personne__date_naissance", "nb_criteres",
              *(f"participation__{champ}" for champ in ENTREE_DE))  # fmt: skip
    for (pk, participation, personne, dispositif, theme, identifie, leve, sexe, naissance, criteres,
         *entree_de) in lire(requete, champs):  # fmt: skip
        yield (
            pk, participation, personne, dispositif, theme, identifie.toordinal(),
            leve.toordinal() if leve else SANS_FIN,
            (leve - identifie).days if leve else None,
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip
