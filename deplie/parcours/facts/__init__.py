"""What parcours gives to measure: facts yielded from the base one row at a time, by subject.

Ages, bands, durations and flags are computed here, once, by the tested rules. Référents, prescribers and operators
are told by their number: their names are read when an answer is shown, so that renaming one changes no fact. Bands and
groups of categories follow the territory's settings, whose print (``Decoupage.empreinte``) tells a file from another.

Each fact is one SELECT, so one moment of the base, and Python holds a chunk of rows at most; the links of operations,
which are few, are read before the étapes that name them.
"""

from __future__ import annotations

from typing import Final

from deplie.financements.models import Operation
from deplie.parcours.facts.accompagnement import EN_COURS, ENTRETIEN, PRESCRIPTION, entretiens, prescriptions
from deplie.parcours.facts.atelier import INSCRIPTION, inscriptions
from deplie.parcours.facts.commun import A_L_ENTREE, SANS_FIN, Decoupage
from deplie.parcours.facts.emploi import EMPLOI, MOIS_EMPLOI, emplois, mois_emploi
from deplie.parcours.facts.frein import FREIN, freins
from deplie.parcours.facts.heure import HEURE, heures
from deplie.parcours.facts.operation import ACCUEIL, COUT_OPERATION, accueils, couts
from deplie.parcours.facts.participation import (
    CRITERE,
    ETAPE,
    RATTACHEMENT,
    SEJOUR,
    criteres,
    etapes,
    rattachements,
    sejours,
)
from deplie.parcours.facts.passage import PASSAGE, passages
from deplie.parcours.models import (
    ConstatEmploi,
    Critere,
    Emploi,
    Entretien,
    Etape,
    FreinSuivi,
    InscriptionAtelier,
    Participation,
    Passage,
    Prescription,
)

__all__ = [
    "ACCUEIL",
    "A_L_ENTREE",
    "COUT_OPERATION",
    "CRITERE",
    "DEPENDANCES",
    "EMPLOI",
    "ENTRETIEN",
    "EN_COURS",
    "ETAPE",
    "FAITS",
    "FREIN",
    "HEURE",
    "INSCRIPTION",
    "LECTURES",
    "MOIS_EMPLOI",
    "PASSAGE",
    "PRESCRIPTION",
    "RATTACHEMENT",
    "SANS_FIN",
    "SEJOUR",
    "TABLES",
    "Decoupage",
    "accueils",
    "couts",
    "criteres",
    "emplois",
    "entretiens",
    "etapes",
    "freins",
    "heures",
    "inscriptions",
    "mois_emploi",
    "passages",
    "prescriptions",
    "rattachements",
    "sejours",
]

FAITS: Final = {
    fait.nom: fait
    for fait in (
        SEJOUR,
        ETAPE,
        CRITERE,
        RATTACHEMENT,
        ENTRETIEN,
        PRESCRIPTION,
        EMPLOI,
        MOIS_EMPLOI,
        FREIN,
        HEURE,
        INSCRIPTION,
        PASSAGE,
        ACCUEIL,
        COUT_OPERATION,
    )
}
LECTURES: Final = {
    "sejour": sejours,
    "etape": etapes,
    "critere": criteres,
    "rattachement": rattachements,
    "entretien": entretiens,
    "prescription": prescriptions,
    "emploi": emplois,
    "mois_emploi": mois_emploi,
    "frein": freins,
    "heure": heures,
    "inscription": inscriptions,
    "passage": passages,
    "accueil": accueils,
    "cout": couts,
}
# The counters of ``socle.generations`` behind each fact: a person's sex is in the rows of their étapes.
DEPENDANCES: Final = {
    "sejour": ("sejour", "personne", "critere"),
    "etape": ("etape", "sejour", "personne", "critere", "operation", "appel"),
    "critere": ("critere", "sejour"),
    "rattachement": ("etape", "sejour", "operation", "appel"),
    "entretien": ("entretien", "sejour", "personne", "critere", "prescription"),
    "prescription": ("prescription", "entretien", "sejour", "personne"),
    "emploi": ("emploi", "sejour", "personne", "critere"),
    "mois_emploi": ("emploi", "sejour", "personne", "critere"),
    "frein": ("frein", "sejour", "personne", "critere"),
    "heure": ("etape", "sejour", "personne", "critere", "operation", "appel"),
    "inscription": ("inscription", "offre", "sejour", "personne", "critere"),
    "passage": ("passage", "offre", "personne"),
    "accueil": ("etape", "sejour", "operation", "appel", "depense"),
    "cout": ("etape", "operation", "appel", "depense"),
}
# The table whose rows each fact tells, and how it leads to the territory.
TABLES: Final = {
    "sejour": (Participation, "dispositif__territoire"),
    "etape": (Etape, "participation__dispositif__territoire"),
    "critere": (Critere, "participation__dispositif__territoire"),
    "rattachement": (Etape, "territoire"),
    "entretien": (Entretien, "personne__territoire"),
    "prescription": (Prescription, "territoire"),
    "emploi": (Emploi, "participation__dispositif__territoire"),
    "frein": (FreinSuivi, "participation__dispositif__territoire"),
    "heure": (Etape, "participation__dispositif__territoire"),
    "inscription": (InscriptionAtelier, "personne__territoire"),
    "passage": (Passage, "lieu__territoire"),
    "mois_emploi": (ConstatEmploi, "emploi__participation__dispositif__territoire"),
    "accueil": (Etape, "territoire"),
    "cout": (Operation, "territoire"),
}
