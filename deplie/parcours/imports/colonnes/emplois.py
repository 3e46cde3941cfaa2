"""Columns of ``emplois``: jobs followed up, and what is seen of them at the end of each month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deplie.parcours.imports.colonnes.communs import DISPOSITIF, IDENTIFIANT
from deplie.parcours.rules.emploi import CONTRATS
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI
from deplie.socle.tableaux import Champ, DescriptionTable, Type
from deplie.socle.tableaux.codes import Code, liste
from deplie.territoires.rules import SITUATION_6_MOIS

_GRAPHIES: Final = {
    "CDD6": ("CDD 6 mois et plus", "CDD >= 6 mois"),
    "CDD_COURT": ("CDD < 6 mois", "CDD court"),
    "INTERIM": ("mission d'intérim",),
    "SAISON": ("saisonnier",),
    "ALTERNANCE": ("alternance", "apprentissage", "contrat de professionnalisation"),
    "AIDE": ("CUI", "PEC"),
    "CREATION": ("création d'entreprise",),
}
CONTRAT_EMPLOI: Final = liste(
    "contrat_emploi",
    "Contrat de travail",
    *(Code(code, libelle, _GRAPHIES.get(code, ())) for code, libelle in CONTRATS.items()),
)
SITUATIONS: Final = tuple(f"situation_mois_{mois}" for mois in range(1, MOIS_DE_SUIVI + 1))
PREUVES: Final = tuple(f"preuve_mois_{mois}" for mois in range(1, MOIS_DE_SUIVI + 1))


def _mois() -> Iterator[Champ]:
    for mois, (situation, preuve) in enumerate(zip(SITUATIONS, PREUVES, strict=True), start=1):
        rang = "1er" if mois == 1 else f"{mois}e"
        yield Champ(
            situation,
            f"Situation au {rang} mois",
            Type.CODE,
            codes=SITUATION_6_MOIS,
            aide=f"Situation constatée à la fin du {rang} mois de l'emploi, une fois ce mois passé.",
            exemple="En emploi" if mois == 1 else "",
        )
        yield Champ(
            preuve,
            f"Preuve du {rang} mois",
            Type.TEXTE,
            longueur=200,
            aide=f"Pièce qui prouve le {rang} mois.",
            exemple="Bulletin de paie" if mois == 1 else "",
        )


EMPLOIS: Final = DescriptionTable(
    "emplois",
    "Une ligne par emploi suivi pendant un parcours.",
    (
        IDENTIFIANT,
        DISPOSITIF,
        Champ(
            "contrat",
            "Contrat",
            Type.CODE,
            obligatoire=True,
            codes=CONTRAT_EMPLOI,
            synonymes=("Type de contrat", "Nature du contrat", "Contrat de travail"),
            aide="Contrat de travail.",
            exemple="CDI",
        ),
        Champ(
            "date_embauche",
            "Date d'embauche",
            Type.DATE,
            obligatoire=True,
            synonymes=("Embauche", "Embauché le", "Début du contrat", "Début de l'emploi"),
            aide="Premier jour de l'emploi.",
            exemple="03/02/2020",
        ),
        Champ(
            "fin_prevue",
            "Fin prévue",
            Type.DATE,
            synonymes=("Fin prévue du contrat", "Terme du contrat"),
            aide="Terme du contrat, s'il en a un.",
        ),
        Champ(
            "fin_emploi",
            "Fin de l'emploi",
            Type.DATE,
            synonymes=("Date de fin d'emploi", "Fin effective"),
            aide="Dernier jour, quand l'emploi est terminé ; vide tant qu'il dure.",
        ),
        Champ(
            "raison_fin",
            "Raison de la fin",
            Type.TEXTE,
            longueur=200,
            synonymes=("Motif de fin d'emploi",),
            aide="Pourquoi l'emploi s'est terminé.",
        ),
        Champ(
            "employeur",
            "Employeur",
            Type.TEXTE,
            longueur=200,
            synonymes=("Entreprise", "Nom de l'employeur"),
            aide="Nom de l'employeur.",
            exemple="Boulangerie d'Exemple",
        ),
        Champ(
            "metier",
            "Métier",
            Type.TEXTE,
            longueur=200,
            synonymes=("Poste", "Emploi occupé"),
            aide="Métier exercé.",
            exemple="Vente en boulangerie",
        ),
        Champ(
            "code_rome",
            "Code ROME",
            Type.IDENTIFIANT,
            longueur=5,
            synonymes=("ROME",),
            aide="Code ROME du métier, comme D1106.",
            exemple="D1106",
        ),
        Champ(
            "quotite",
            "Temps de travail (%)",
            Type.ENTIER,
            minimum=1,
            maximum=100,
            synonymes=("Quotité", "Quotité de travail"),
            aide="Part d'un temps plein, en pourcentage.",
            exemple="100",
        ),
        Champ(
            "preuve",
            "Preuve de l'embauche",
            Type.TEXTE,
            longueur=200,
            synonymes=("Pièce de l'embauche",),
            aide="Pièce qui prouve l'embauche.",
            exemple="Contrat de travail",
        ),
        Champ(
            "preuve_du",
            "Preuve datée du",
            Type.DATE,
            synonymes=("Date de la preuve",),
            aide="Date de cette pièce.",
            exemple="03/02/2020",
        ),
        *_mois(),
    ),
)
