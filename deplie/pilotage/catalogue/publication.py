"""What a publication cuts its figures by: nobody's name, nothing that one needs a right to read."""

from __future__ import annotations

from typing import Final

_PUBLIC: Final = frozenset({
    "personnes_suivies", "entrees", "sorties", "sorties_positives", "parcours_en_cours_fin", "taux_sorties_positives",
    "etapes", "personnes_en_etape", "part_femmes", "part_qpv",
})  # fmt: skip
# The breakdowns, and the only figures that each one cuts.
COUPES: Final[dict[tuple[str, ...], frozenset[str]]] = {
    **{
        (code,): _PUBLIC
        for code in ("sexe", "tranche_age", "qpv", "niveau", "duree_chomage", "critere", "commune")
    },
    ("sexe", "tranche_age"): frozenset({"personnes_suivies", "entrees"}),
    ("groupe_categorie",): frozenset({"etapes", "personnes_en_etape"}),
    ("groupe_categorie", "categorie"): frozenset({"etapes", "personnes_en_etape"}),
    ("finance_plie",): frozenset({"etapes", "personnes_en_etape"}),
    ("famille",): frozenset({"sorties"}),
    ("famille", "motif"): frozenset({"sorties"}),
    ("genre_lieu",): frozenset({"personnes_recues", "passages"}),
    ("motif_passage",): frozenset({"personnes_recues", "passages"}),
    ("mois",): frozenset({"personnes_recues", "passages"}),
    **{
        (code,): frozenset({
            "operations_programmees", "montant_programme", "montant_conventionne", "depenses_declarees",
            "depenses_retenues", "montant_paye",
        })
        for code in ("objectif_specifique", "financeur", "programmation")
    },
}  # fmt: skip
# Where the figures are those of several schemes together.
COUPES_DE_TOUS: Final[dict[tuple[str, ...], frozenset[str]]] = {("dispositif",): _PUBLIC}
# What leaves the restricted circle: fewer breakdowns, none of them sensitive, each simple enough to be protected
# without hiding the totals (docs/decisions/0028-what-leaves-is-masked.md).
_PUBLIE: Final = _PUBLIC - {"part_femmes", "part_qpv"}
COUPES_PUBLIQUES: Final[dict[tuple[str, ...], frozenset[str]]] = {
    **{(code,): _PUBLIE for code in ("sexe", "tranche_age", "qpv", "niveau", "duree_chomage", "commune")},
    **{(code,): COUPES[code,] for code in ("groupe_categorie", "famille", "genre_lieu", "motif_passage", "mois")},
    **{(code,): COUPES[code,] for code in ("objectif_specifique", "financeur", "programmation")},
    ("dispositif",): _PUBLIE,
}
# What a chapter of the pack may draw a count by: few enough parts to be read from the back of a room.
DESSINEES: Final = (
    "sexe", "tranche_age", "qpv", "niveau", "duree_chomage", "groupe_categorie", "finance_plie", "famille",
    "genre_lieu", "motif_passage", "mois", "dispositif",
)  # fmt: skip
