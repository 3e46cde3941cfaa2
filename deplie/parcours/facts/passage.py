"""``passage``: a visit to a desk, of one person or several; of the whole territory, since a desk receives everybody.

Neither a name nor who noted it: whom it is about, where they are named, is there to be counted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.parcours.facts.commun import ENTIER, NUMERO, TEXTE, Decoupage, lire
from deplie.parcours.models import Passage
from deplie.parcours.rules.duree import age, tranche
from deplie.parcours.rules.passage import AGES
from deplie.territoires.models import Territoire

PASSAGE: Final = Fait(
    "passage",
    "passages",
    (
        Colonne("passage", NUMERO, "le passage"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("jour", ENTIER, "le jour du passage"),
        Colonne("mois", TEXTE, "le mois du passage"),
        Colonne("lieu", NUMERO, "le lieu d'accueil"),
        Colonne("genre_lieu", TEXTE, "la sorte de lieu d'accueil"),
        Colonne("motif_passage", TEXTE, "le motif du passage"),
        Colonne("nombre", ENTIER, "personnes reçues"),
        Colonne("sexe", TEXTE, "le sexe"),
        Colonne("age_passage", TEXTE, "la tranche d'âge au passage"),
    ),
    du_territoire=True,
    jours=("jour", "jour"),
)


def passages(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``PASSAGE``. Sex and age are those of who is named, else what the desk noted of one person alone."""
    champs = ("pk", "personne_id", "le", "lieu_id", "lieu__genre", "motif", "nombre", "sexe", "tranche",
              "personne__sexe", "personne__date_naissance")  # fmt: skip
    siens = Passage.objects.filter(lieu__territoire=territoire)
    for pk, personne, le, lieu, genre, motif, nombre, sexe, dite, connu, naissance in lire(siens, champs):
        yield (
            pk, personne, le.toordinal(), f"{le.month:02}", lieu, genre, motif, nombre,
            (connu if personne else sexe) or None,
            tranche(age(naissance, le), AGES) if naissance else dite or None,
        )  # fmt: skip
