"""Columns of ``prescriptions``: orientations towards a scheme, whatever became of them.

The name of an action of outreach is not among them: it is told where the prescription is made, and goes nowhere else.
"""

from __future__ import annotations

from typing import Final

from deplie.parcours.imports.colonnes.communs import DISPOSITIF, IDENTIFIANT
from deplie.parcours.imports.colonnes.participants import PARTICIPANTS
from deplie.parcours.models import Prescription
from deplie.parcours.rules.cycle import AVANT, ETATS
from deplie.socle.tableaux import Champ, DescriptionTable, Type
from deplie.socle.tableaux.codes import Code, liste

STATUT_PRESCRIPTION: Final = liste(
    "statut_prescription",
    "Statut d'une prescription",
    *(Code(code, libelle) for code, libelle in ETATS.items() if code in AVANT),
)
ORIGINE_PRESCRIPTION: Final = liste(
    "origine_prescription",
    "Origine d'une prescription",
    *(Code(str(origine.value), str(origine.label)) for origine in Prescription.Origine),
)


def _facultatif(nom: str) -> Champ:
    """The column of ``participants``, left empty here for somebody already known."""
    champ = PARTICIPANTS.champ(nom)
    aide = f"{champ.aide} Lu pour une personne qui n'est pas encore connue." if champ.aide else ""
    return Champ(
        nom, champ.libelle, champ.type, codes=champ.codes, synonymes=champ.synonymes, longueur=champ.longueur,
        aide=aide or "Lu pour une personne qui n'est pas encore connue.", exemple=champ.exemple,
    )  # fmt: skip


IDENTITE: Final = ("nom", "nom_usage", "prenom", "date_naissance", "sexe", "telephone", "courriel")

PRESCRIPTIONS: Final = DescriptionTable(
    "prescriptions",
    "Une ligne par prescription : une personne orientée vers un dispositif.",
    (
        IDENTIFIANT,
        *(_facultatif(nom) for nom in IDENTITE),
        DISPOSITIF,
        Champ(
            "prescrite_le",
            "Prescrite le",
            Type.DATE,
            obligatoire=True,
            synonymes=("Date d'orientation", "Orientée le", "Orienté le", "Jour de la prescription"),
            aide="Jour de la prescription.",
            exemple="03/02/2020",
        ),
        Champ(
            "prescripteur",
            "Prescripteur",
            Type.ORGANISME,
            longueur=200,
            synonymes=PARTICIPANTS.champ("prescripteur").synonymes,
            aide="Organisme qui oriente ; créé s'il n'est pas connu.",
            exemple="CCAS d'Exemple",
        ),
        Champ(
            "origine",
            "Origine",
            Type.CODE,
            codes=ORIGINE_PRESCRIPTION,
            synonymes=("Origine de la prescription",),
            aide="D'où vient la prescription ; à défaut, une structure.",
            exemple="Une structure",
        ),
        Champ(
            "receveur",
            "Reçue par",
            Type.COURRIEL,
            longueur=254,
            synonymes=("Référent qui reçoit", "À recevoir par"),
            aide="Courriel professionnel de qui reçoit la personne ; créé s'il n'est pas connu.",
            exemple="referent@exemple.invalid",
        ),
        Champ(
            "statut",
            "Statut de la prescription",
            Type.CODE,
            obligatoire=True,
            codes=STATUT_PRESCRIPTION,
            synonymes=("État de la prescription", "Suite donnée", "Statut"),
            aide="Où en est la prescription.",
            exemple="Prescrit",
        ),
        Champ(
            "statut_le",
            "Statut depuis le",
            Type.DATE,
            synonymes=("Date du statut", "Décidée le", "Date de décision"),
            aide="Depuis quand ; pour une admission, le jour de l'entrée. À défaut, le jour de la prescription.",
            exemple="03/02/2020",
        ),
        Champ(
            "information_le",
            "Notice remise le",
            Type.DATE,
            synonymes=("Date de remise de la notice",),
            aide="Jour où la notice d'information a été remise.",
            exemple="03/02/2020",
        ),
        Champ(
            "consentement_le",
            "Accord recueilli le",
            Type.DATE,
            synonymes=("Date de l'accord",),
            aide="Jour où la personne a donné son accord.",
            exemple="03/02/2020",
        ),
        Champ(
            "criteres",
            "Critères d'éligibilité",
            Type.LISTE,
            codes=PARTICIPANTS.champ("criteres").codes,
            droit=PARTICIPANTS.champ("criteres").droit,
            codes_reserves=PARTICIPANTS.champ("criteres").codes_reserves,
            synonymes=PARTICIPANTS.champ("criteres").synonymes,
            aide="Critères tenus.",
            exemple=PARTICIPANTS.champ("criteres").exemple,
        ),
        Champ(
            "pieces_du",
            "Pièces datées du",
            Type.DATE,
            synonymes=("Date des pièces",),
            aide="Date des pièces qui prouvent ces critères ; vide : aucune n'est fournie.",
            exemple="20/01/2020",
        ),
        Champ(
            "freins",
            "Freins",
            Type.LISTE,
            codes=PARTICIPANTS.champ("freins").codes,
            droit=PARTICIPANTS.champ("freins").droit,
            codes_reserves=PARTICIPANTS.champ("freins").codes_reserves,
            synonymes=PARTICIPANTS.champ("freins").synonymes,
            aide="Freins déjà repérés.",
            exemple=PARTICIPANTS.champ("freins").exemple,
        ),
        Champ(
            "situation",
            "Situation et demande",
            Type.TEXTE,
            longueur=2_000,
            synonymes=("Situation de la personne", "Demande de la personne"),
            aide="Situation et demande de la personne ; rien sur la santé.",
        ),
        Champ(
            "raison",
            "Raison de la décision",
            Type.TEXTE,
            longueur=300,
            synonymes=("Motif de la décision",),
            aide="Ce que lira le prescripteur ; attendue d'un ajournement, d'un refus, d'un classement.",
        ),
        Champ(
            "autre_voie",
            "Autre proposition",
            Type.TEXTE,
            longueur=300,
            synonymes=("Autre voie proposée", "Réorientation proposée"),
            aide="Ce qui est proposé à la place ; attendue d'un refus.",
        ),
    ),
)
