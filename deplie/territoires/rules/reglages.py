"""Settings of a territory: each key with its type, its default and the sentence that explains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from deplie.socle.couleurs import USUELLE, refus_de_couleur
from deplie.territoires.rules.etapes import GROUPE_BILAN_TCO, GROUPE_CATEGORIE
from deplie.territoires.rules.valeurs import (
    booleen,
    bornes,
    correspondance,
    entier,
    groupes_de_categories,
    seuils,
    texte,
)


@dataclass(frozen=True)
class DeclarationReglage:
    """A setting. ``refus`` gives the French sentence that says why a value is not acceptable, "" if it is."""

    cle: str
    titre: str
    type: str
    defaut: Any
    phrase: str
    refus: Callable[[Any], str]


_GROUPES_DEFAUT = {
    code: {"libelle": GROUPE_CATEGORIE.libelle(code), "categories": list(categories)}
    for code, categories in GROUPE_BILAN_TCO.items()
}

# What a person is told before they are oriented (RGPD, art. 13 and 14); a territory completes it.
NOTICE: Final = (
    "Vous êtes orienté·e vers un accompagnement vers l'emploi. Pour vous recevoir et vous accompagner, la structure "
    "qui vous oriente transmet au plan votre identité, vos coordonnées, votre situation et les pièces qui la "
    "prouvent.\n\n"
    "Ces informations sont lues par votre référent·e, l'équipe du plan et la commission qui décide de votre entrée ; "
    "la structure qui vous oriente apprend la décision et sa raison. Elles sont gardées deux ans après la fin de "
    "l'accompagnement, puis archivées le temps des contrôles des financeurs.\n\n"
    "L'accompagnement est volontaire : vous pouvez refuser cette transmission, ou l'arrêter à tout moment. Vous pouvez "
    "demander à lire ces informations, à les corriger ou à les effacer auprès de l'équipe du plan, et saisir la CNIL."
)

REGLAGES: Final[dict[str, DeclarationReglage]] = {
    d.cle: d
    for d in (
        DeclarationReglage(
            "tranches_age",
            "Tranches d'âge",
            "bornes",
            [26, 45, 50],
            "Âges, en années révolues à l'entrée, où commence une nouvelle tranche : "
            "moins de 26, 26 à 44, 45 à 49, 50 et plus.",
            bornes,
        ),
        DeclarationReglage(
            "tranches_duree_chomage",
            "Tranches de durée de chômage",
            "bornes",
            [12, 24, 36],
            "Durées, en mois de chômage à l'entrée, où commence une nouvelle tranche.",
            bornes,
        ),
        DeclarationReglage(
            "groupes_categorie",
            "Groupes de catégories d'étapes",
            "groupes",
            _GROUPES_DEFAUT,
            "Regroupement des catégories d'étapes dans le bilan ; à défaut, celui du bilan du TCO.",
            groupes_de_categories,
        ),
        DeclarationReglage(
            "couleur",
            "Couleur du territoire",
            "couleur",
            USUELLE,
            "Couleur des boutons, des liens et des graphiques ; elle doit rester lisible sous un texte blanc.",
            refus_de_couleur,
        ),
        DeclarationReglage(
            "double_page",
            "Double page du rapport annuel",
            "booleen",
            False,
            "Le dossier du comité a aussi deux pages en regard pour le rapport annuel : chiffres, publics, étapes, "
            "sorties, les petits nombres masqués.",
            booleen,
        ),
        DeclarationReglage(
            "petite_base",
            "Petite base",
            "entier",
            30,
            "En dessous de cet effectif, un pourcentage ou une moyenne porte l'alerte « petite base ».",
            entier(0, 1000),
        ),
        DeclarationReglage(
            "petit_effectif",
            "Petit effectif",
            "entier",
            5,
            "En dessous de cet effectif, une cellule est masquée quand le tableau quitte le cercle habilité.",
            entier(0, 100),
        ),
        DeclarationReglage(
            "age_minimum",
            "Âge minimum à l'entrée",
            "entier",
            16,
            "Un âge inférieur à l'entrée donne un avertissement (règle V03).",
            entier(0, 120),
        ),
        DeclarationReglage(
            "age_maximum",
            "Âge maximum à l'entrée",
            "entier",
            67,
            "Un âge supérieur à l'entrée donne un avertissement (règle V03).",
            entier(0, 120),
        ),
        DeclarationReglage(
            "charge_par_referent",
            "Charge par équivalent temps plein",
            "entier",
            70,
            "Nombre de parcours par équivalent temps plein de référent au-delà duquel la charge est signalée.",
            entier(1, 1000),
        ),
        DeclarationReglage(
            "mois_suivi_emploi",
            "Mois de suivi dans l'emploi",
            "entier",
            12,
            "Nombre de mois après la sortie pendant lesquels un suivi dans l'emploi peut commencer.",
            entier(0, 60),
        ),
        DeclarationReglage(
            "taux_donnees_manquantes",
            "Données manquantes",
            "entier",
            10,
            "Au-delà de ce pourcentage de valeurs inconnues dans une colonne, le bilan le signale.",
            entier(0, 100),
        ),
        DeclarationReglage(
            "seuil_incompletude_fse",
            "Incomplétude tolérée",
            "seuils",
            {"2014-01-01": 35},
            "Au-delà de ce pourcentage de participants incomplets, une opération cofinancée risque une régularisation. "
            "Un seuil vaut à partir de son jour ; une opération finie se lit au seuil de son dernier jour.",
            seuils,
        ),
        DeclarationReglage(
            "sorties_en_seance",
            "Sorties validées en séance",
            "booleen",
            True,
            "Une sortie se propose depuis la page de la personne et se valide en séance ; seuls un déménagement, une "
            "retraite, un décès ou une clôture administrative se valident sans elle.",
            booleen,
        ),
        DeclarationReglage(
            "notice_information",
            "Notice d'information",
            "texte",
            NOTICE,
            "Ce qui est dit à une personne avant de l'orienter ; montré à qui l'oriente, avec ou sans compte.",
            texte(4000),
        ),
        DeclarationReglage(
            "jours_avant_relance",
            "Relance d'une prescription",
            "entier",
            14,
            "Nombre de jours avant l'échéance d'une prescription où qui doit agir reçoit un message.",
            entier(1, 60),
        ),
        DeclarationReglage(
            "mois_sans_etape",
            "Alerte « sans étape »",
            "entier",
            3,
            "Nombre de mois sans étape après lequel un parcours en cours est signalé.",
            entier(1, 24),
        ),
        DeclarationReglage(
            "mois_sans_contact",
            "Alerte « sans contact »",
            "entier",
            2,
            "Nombre de mois sans entretien après lequel un parcours en cours est signalé.",
            entier(1, 24),
        ),
        DeclarationReglage(
            "jours_prescription",
            "Attente longue d'une prescription",
            "entier",
            30,
            "Nombre de jours après lequel une prescription que personne n'a décidée attend depuis longtemps.",
            entier(1, 90),
        ),
        DeclarationReglage(
            "jours_contrat",
            "Alerte « contrat PLIE à signer »",
            "entier",
            30,
            "Nombre de jours après l'entrée où un contrat PLIE qui n'est pas signé des trois parties est signalé.",
            entier(1, 365),
        ),
        DeclarationReglage(
            "jours_donnees_sortie",
            "Données de sortie",
            "entier",
            28,
            "Nombre de jours après la sortie où son motif est attendu : quatre semaines pour le FSE+.",
            entier(1, 365),
        ),
        DeclarationReglage(
            "jours_constat",
            "Alerte « mois d'emploi à constater »",
            "entier",
            10,
            "Nombre de jours après la fin d'un mois d'emploi où un constat qui manque est signalé.",
            entier(0, 90),
        ),
        DeclarationReglage(
            "jours_preuve",
            "Preuves attendues ou bientôt périmées",
            "entier",
            30,
            "Nombre de jours : un emploi commencé depuis ce délai sans preuve est signalé, comme un critère dont la "
            "preuve périme dans ce délai.",
            entier(1, 180),
        ),
        DeclarationReglage(
            "jours_reponse",
            "Réponse attendue d'un opérateur",
            "entier",
            10,
            "Nombre de jours : une étape proposée depuis ce délai sans réponse est signalée.",
            entier(1, 90),
        ),
        DeclarationReglage(
            "jours_contradictoire",
            "Réponse d'un porteur à un contrôle",
            "entier",
            30,
            "Nombre de jours laissés au porteur d'une opération pour répondre aux constats d'un contrôle.",
            entier(1, 180),
        ),
        DeclarationReglage(
            "part_acomptes",
            "Part de l'aide payée avant le solde",
            "entier",
            100,
            "Pourcentage de l'aide d'une convention que l'avance et les acomptes ne dépassent pas ensemble : 100 quand "
            "rien n'est gardé pour le solde.",
            entier(1, 100),
        ),
        DeclarationReglage(
            "jours_retard_action",
            "Retard d'une action",
            "entier",
            15,
            "Nombre de jours laissés après un jalon, une fin ou un comité avant qu'une action soit dite en retard.",
            entier(0, 365),
        ),
        DeclarationReglage(
            "jours_convocation",
            "Convocation d'une séance",
            "entier",
            15,
            "Nombre de jours avant une séance où la convocation de ses membres est attendue.",
            entier(1, 90),
        ),
        DeclarationReglage(
            "jours_bilan",
            "Dépôt d'un bilan d'exécution",
            "entier",
            180,
            "Nombre de jours après la fin d'une période où le bilan d'une opération est attendu.",
            entier(1, 730),
        ),
        DeclarationReglage(
            "jours_controle_bilan",
            "Contrôle d'un bilan",
            "entier",
            180,
            "Nombre de jours après le dépôt d'un bilan où son contrôle, ou son acceptation, est attendu.",
            entier(1, 730),
        ),
        DeclarationReglage(
            "jours_rappel_echeance",
            "Rappel d'une échéance",
            "entier",
            30,
            "Nombre de jours avant l'échéance d'une opération ou d'une convention où qui doit agir reçoit un message.",
            entier(1, 180),
        ),
        DeclarationReglage(
            "rappels_echeances",
            "Rappels des échéances",
            "booleen",
            True,
            "L'équipe et les porteurs reçoivent par courriel les échéances proches, puis celles qui sont dépassées.",
            booleen,
        ),
        DeclarationReglage(
            "rappels",
            "Rappels de rendez-vous",
            "booleen",
            True,
            "Les personnes qui l'ont accepté reçoivent un rappel de leurs rendez-vous et de leurs ateliers.",
            booleen,
        ),
        DeclarationReglage(
            "heures_rappel",
            "Délai des rappels",
            "entier",
            24,
            "Nombre d'heures entre le rappel et le rendez-vous ; un changement vaut pour les rendez-vous pris ensuite.",
            entier(1, 168),
        ),
        DeclarationReglage(
            "correspondance",
            "Correspondance des en-têtes",
            "correspondance",
            {},
            "En-têtes propres aux fichiers du territoire, reconnus à l'import en plus de ceux de la documentation.",
            correspondance,
        ),
    )
}


# How the page gathers them: (title, settings) by anchor. Each setting is in one group.
GROUPES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "accompagnement": (
        "Accompagnement",
        (
            "charge_par_referent",
            "mois_suivi_emploi",
            "sorties_en_seance",
            "rappels",
            "heures_rappel",
            "notice_information",
        ),
    ),
    "delais": (
        "Alertes et délais",
        (
            "mois_sans_etape",
            "mois_sans_contact",
            "jours_contrat",
            "jours_constat",
            "jours_preuve",
            "jours_donnees_sortie",
            "jours_reponse",
            "jours_contradictoire",
            "part_acomptes",
            "jours_bilan",
            "jours_retard_action",
            "jours_convocation",
            "jours_controle_bilan",
            "rappels_echeances",
            "jours_rappel_echeance",
            "jours_prescription",
            "jours_avant_relance",
        ),
    ),
    "bilan": (
        "Bilan et contrôles",
        (
            "tranches_age",
            "tranches_duree_chomage",
            "groupes_categorie",
            "double_page",
            "petite_base",
            "petit_effectif",
            "taux_donnees_manquantes",
            "seuil_incompletude_fse",
            "age_minimum",
            "age_maximum",
        ),
    ),
    "imports": ("Imports et apparence", ("correspondance", "couleur")),
}


def refus_de_reglage(cle: str, valeur: Any) -> str:
    """Why ``valeur`` is not acceptable for the setting ``cle``: a French sentence, "" if it is.

    Raises KeyError for an undeclared key.
    """
    return REGLAGES[cle].refus(valeur)
