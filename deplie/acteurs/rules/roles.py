"""Who may do what: one table of rights, one table of roles. Printed in docs/droits.md.

The code list of roles is that of the specification (``domain/nomenclatures.json``); only those that have something to
do in the rooms that exist are declared here. A right says *what*; the perimeter of the role says *on whom*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Perimetre(Enum):
    """On which people a role acts, from the widest to none."""

    TERRITOIRE = "toutes les personnes du territoire"
    PORTEFEUILLE = "les personnes suivies par sa structure et les siennes ; sans structure, toutes celles du territoire"
    ETAPES = "les personnes qui ont une étape dans sa structure"
    PRESCRIPTIONS = "les personnes que sa structure a orientées"
    AUCUNE = "aucune personne : des chiffres seulement"


@dataclass(frozen=True)
class Role:
    """What a role is called, in one sentence what it comes to do, and on whom."""

    libelle: str
    phrase: str
    perimetre: Perimetre


ROLES: dict[str, Role] = {
    "referent_parcours": Role(
        "Référent·e de parcours", "Accompagne des personnes et tient leur parcours à jour.", Perimetre.PORTEFEUILLE
    ),
    "animateur_coordonnateur": Role(
        "Animation et coordination", "Suit les objectifs, importe les fichiers, prépare le bilan.", Perimetre.TERRITOIRE
    ),
    "directeur_plie": Role(
        "Direction du plan", "Répond du plan devant ses instances et compose l'équipe.", Perimetre.TERRITOIRE
    ),
    "charge_relation_entreprise": Role(
        "Chargé·e de relation entreprise",
        "Suit les personnes vers l'emploi et en emploi.",
        Perimetre.PORTEFEUILLE,
    ),
    "gestionnaire_oi": Role(
        "Gestion des fonds européens",
        "Vérifie les dossiers et prépare les imports.",
        Perimetre.TERRITOIRE,
    ),
    "controleur_csf": Role(
        "Contrôle de service fait",
        "Contrôle les bilans des opérations, qu'il n'a ni instruites ni gérées.",
        Perimetre.AUCUNE,
    ),
    "instructeur": Role("Instruction", "Lit, instruit et note les dossiers des appels à projets.", Perimetre.AUCUNE),
    "charge_mission_ess": Role(
        "Mission ESS et innovation", "Tient les appels de l'économie sociale et solidaire.", Perimetre.AUCUNE
    ),
    "membre_jury": Role("Membre d'un jury", "Lit et note les dossiers qui lui sont confiés.", Perimetre.AUCUNE),
    "operateur": Role("Opérateur", "Accueille des personnes pour une étape.", Perimetre.ETAPES),
    "siae": Role("Structure d'insertion par l'activité", "Emploie des personnes pour une étape.", Perimetre.ETAPES),
    "prescripteur": Role("Prescripteur", "Oriente des personnes et suit leur devenir.", Perimetre.PRESCRIPTIONS),
    "elu_copil": Role("Élu·e du comité de pilotage", "Lit le bilan ; rien de nominatif.", Perimetre.AUCUNE),
    "financeur": Role("Financeur", "Lit le bilan et les objectifs ; rien de nominatif.", Perimetre.AUCUNE),
    "reseau": Role("Réseau régional ou national", "Compare des territoires sans voir un nom.", Perimetre.AUCUNE),
    "dpo": Role(
        "Protection des données", "Contrôle les accès et répond aux demandes des personnes.", Perimetre.TERRITOIRE
    ),
    "administrateur": Role("Administration", "Compose l'équipe et règle le territoire.", Perimetre.AUCUNE),
}

# Given and taken back only by the administration: they watch over the others.
ROLES_RESERVES = frozenset({"administrateur", "dpo"})

REFERENT = frozenset({"referent_parcours"})
COORDINATION = frozenset({"animateur_coordonnateur"})
DIRECTION = frozenset({"directeur_plie"})
EMPLOI = frozenset({"charge_relation_entreprise"})
GESTION = frozenset({"gestionnaire_oi"})
STRUCTURES = frozenset({"operateur", "siae", "prescripteur"})
PORTEURS = frozenset({"operateur", "siae"})
CONTROLE = frozenset({"controleur_csf"})
INSTRUCTION = frozenset({"instructeur", "charge_mission_ess"})
JURY = frozenset({"membre_jury"})
LECTEURS = frozenset({"elu_copil", "financeur", "reseau"})
DPO = frozenset({"dpo"})
ADMINISTRATION = frozenset({"administrateur"})
PILOTES = COORDINATION | DIRECTION | GESTION
# Those who hold the calls and the operations, from the publication to the balance.
FINANCE = PILOTES | INSTRUCTION
LECTEURS_DE_CHIFFRES = PILOTES | REFERENT | EMPLOI | LECTEURS | DPO | ADMINISTRATION


@dataclass(frozen=True)
class Droit:
    """A permission: the French sentence that says what it allows, and the roles that hold it."""

    phrase: str
    roles: frozenset[str]


DROITS: dict[str, Droit] = {
    "accueil.voir": Droit("Ouvrir la page d'accueil du territoire", frozenset(ROLES)),
    "participation.voir": Droit(
        "Voir la liste et les pages des personnes de son périmètre",
        PILOTES | REFERENT | EMPLOI | STRUCTURES | DPO,
    ),
    "participation.nominatif": Droit(
        "Exporter la liste nominative des personnes de son périmètre", PILOTES | REFERENT | DPO
    ),
    "participation.situation": Droit(
        "Lire la situation à l'entrée, le motif de sortie et l'historique d'une personne",
        PILOTES | REFERENT | EMPLOI | DPO,
    ),
    "participation.modifier": Droit(
        "Modifier une personne, son parcours et ses étapes, dans son périmètre", COORDINATION | DIRECTION | REFERENT
    ),
    "portefeuille.passer": Droit(
        "Passer à un autre référent les personnes que suit un référent", COORDINATION | DIRECTION
    ),
    "doublon.traiter": Droit(
        "Comparer les fiches qui se ressemblent, les réunir ou dire que ce sont deux personnes",
        COORDINATION | DIRECTION,
    ),
    "prescription.voir": Droit(
        "Voir les prescriptions de son périmètre et leur issue", PILOTES | REFERENT | frozenset({"prescripteur"}) | DPO
    ),
    "prescription.faire": Droit(
        "Orienter une personne vers un dispositif", COORDINATION | DIRECTION | REFERENT | frozenset({"prescripteur"})
    ),
    "prescription.instruire": Droit(
        "Recevoir une personne orientée, la présenter à une commission ou classer sa prescription",
        COORDINATION | DIRECTION | REFERENT,
    ),
    "prescription.decider": Droit(
        "Inscrire la décision de la commission : admettre, ajourner, refuser", COORDINATION | DIRECTION
    ),
    "seance.voir": Droit(
        "Voir les séances, leurs membres, et leurs dossiers dans son périmètre", PILOTES | REFERENT | DPO
    ),
    "seance.tenir": Droit(
        "Composer une instance, planifier et convoquer ses séances, noter les présences et inscrire les décisions",
        COORDINATION | DIRECTION,
    ),
    "seance.proces_verbal": Droit(
        "Télécharger le procès-verbal d'une séance, qui nomme des personnes ; inscrit au journal", PILOTES
    ),
    "sensible.lire": Droit(
        "Lire les réponses sensibles ; chaque lecture est inscrite au journal", COORDINATION | REFERENT
    ),
    "entretien.voir": Droit(
        "Voir l'agenda et les rendez-vous des personnes de son périmètre", PILOTES | REFERENT | EMPLOI | DPO
    ),
    "entretien.tenir": Droit(
        "Prendre, déplacer ou annuler un rendez-vous, écrire un entretien, noter une absence", COORDINATION | REFERENT
    ),
    "entretien.note": Droit(
        "Lire la note d'un entretien ; chaque lecture est inscrite au journal", COORDINATION | REFERENT
    ),
    "personne.dossier": Droit(
        "Remettre à une personne tout ce qui est enregistré d'elle, avec la raison, inscrite au journal",
        COORDINATION | DIRECTION | DPO,
    ),
    "courrier.ecrire": Droit(
        "Écrire un courrier ou une attestation à une personne de son périmètre, ou à une liste",
        COORDINATION | DIRECTION | REFERENT,
    ),
    "message.suivre": Droit(
        "Voir les messages en doute ou échoués du territoire, les renvoyer ou les laisser", COORDINATION | DIRECTION
    ),
    "piece.voir": Droit(
        "Ouvrir les pièces jointes de son périmètre : un opérateur, celles de ses étapes ; un prescripteur, celles de "
        "ses prescriptions ; chaque ouverture est inscrite au journal",
        PILOTES | REFERENT | EMPLOI | STRUCTURES | DPO,
    ),
    "piece.joindre": Droit(
        "Joindre une pièce à ce qu'elle prouve, et la retirer", COORDINATION | DIRECTION | REFERENT | STRUCTURES
    ),
    "lieu.voir": Droit("Voir les lieux d'accueil et leurs permanences", PILOTES | REFERENT | EMPLOI | STRUCTURES | DPO),
    "lieu.gerer": Droit("Ouvrir ou fermer un lieu, poser ou retirer une permanence", COORDINATION | DIRECTION),
    "atelier.voir": Droit(
        "Voir les ateliers ; les inscrits de son périmètre, et ceux des ateliers de sa structure",
        PILOTES | REFERENT | EMPLOI | STRUCTURES | DPO,
    ),
    "atelier.gerer": Droit("Créer, modifier ou annuler un atelier et ses séances", COORDINATION | DIRECTION | REFERENT),
    "atelier.inscrire": Droit(
        "Inscrire à un atelier une personne de son périmètre, ou la désinscrire",
        COORDINATION | DIRECTION | REFERENT | EMPLOI,
    ),
    "atelier.presence": Droit(
        "Relever les présences d'un atelier et en tirer la feuille d'émargement",
        COORDINATION | DIRECTION | REFERENT | EMPLOI | frozenset({"operateur", "siae"}),
    ),
    "passage.voir": Droit(
        "Lire l'activité des lieux d'accueil et l'exporter, sans un nom",
        PILOTES | REFERENT | EMPLOI | frozenset({"prescripteur"}) | DPO,
    ),
    "passage.noter": Droit(
        "Noter un passage à un lieu d'accueil, le corriger le jour même",
        COORDINATION | REFERENT | EMPLOI | frozenset({"prescripteur"}),
    ),
    "contrat.imprimer": Droit("Télécharger le contrat PLIE d'une personne, en Word ou en PDF", COORDINATION | REFERENT),
    "diagnostic.lire": Droit(
        "Lire le diagnostic et les freins suivis des personnes de son périmètre", COORDINATION | REFERENT | EMPLOI
    ),
    "diagnostic.tenir": Droit(
        "Écrire, valider ou réviser un diagnostic ; identifier un frein, le lever", COORDINATION | REFERENT
    ),
    "etape.accueillir": Droit(
        "Répondre aux étapes proposées à sa structure, y noter les heures, les absences et le résultat",
        frozenset({"operateur", "siae"}),
    ),
    "bilan.voir": Droit(
        "Lire le bilan et les définitions de ses chiffres",
        PILOTES | REFERENT | EMPLOI | LECTEURS | DPO | ADMINISTRATION,
    ),
    "bilan.ouvrir": Droit("Ouvrir la liste des personnes ou des étapes derrière un chiffre", PILOTES),
    "bilan.exporter": Droit("Exporter les tableaux du bilan", PILOTES | REFERENT | LECTEURS),
    "publication.voir": Droit("Lire les chiffres publiés, et ce qui a changé depuis", LECTEURS_DE_CHIFFRES),
    "publication.preparer": Droit(
        "Figer les chiffres d'une période, les mettre au contrôle, en préparer la rectification", PILOTES
    ),
    "publication.valider": Droit(
        "Inscrire la validation de chiffres par un comité, les rendre définitifs, puis publics",
        COORDINATION | DIRECTION,
    ),
    "import.faire": Droit("Déposer un fichier et voir ce que l'import changerait", PILOTES),
    "import.appliquer": Droit("Appliquer un import", COORDINATION | DIRECTION),
    "releve.voir": Droit("Lire les chiffres déclarés ou publiés", LECTEURS_DE_CHIFFRES),
    "releve.modifier": Droit("Inscrire ou corriger un chiffre déclaré", PILOTES),
    "cadre.voir": Droit(
        "Lire le cadre du territoire : protocoles, objectifs, subvention globale, compétences",
        PILOTES | REFERENT | EMPLOI | LECTEURS | DPO | ADMINISTRATION,
    ),
    "cadre.modifier": Droit(
        "Modifier le cadre du territoire : protocoles, avenants, objectifs, enveloppes, compétences",
        COORDINATION | DIRECTION,
    ),
    "enveloppe.fixer": Droit(
        "Fixer ou corriger l'enveloppe d'une subvention globale, et enregistrer ses avenants", PILOTES
    ),
    "appel.voir": Droit(
        "Lire les appels à projets du territoire", FINANCE | JURY | CONTROLE | LECTEURS | REFERENT | DPO
    ),
    "appel.gerer": Droit(
        "Préparer, publier ou retirer un appel à projets, et confier ses dossiers à des lecteurs",
        PILOTES | frozenset({"charge_mission_ess"}),
    ),
    "dossier.voir": Droit(
        "Lire les dossiers déposés à un appel et leurs pièces ; un membre de jury, ceux qui lui sont confiés",
        FINANCE | JURY | CONTROLE | DPO,
    ),
    "dossier.tous": Droit("Lire tous les dossiers déposés, sans être chargé de les lire", FINANCE | CONTROLE | DPO),
    "dossier.instruire": Droit(
        "Dire si un dossier est recevable, demander un complément, ouvrir l'instruction et rendre l'avis technique",
        PILOTES | INSTRUCTION,
    ),
    "dossier.noter": Droit(
        "Déclarer ses liens d'intérêts, puis noter un dossier qu'on est chargé de lire", FINANCE | JURY
    ),
    "dossier.decider": Droit(
        "Inscrire la décision du comité : retenir, liste d'attente, ajourner, rejeter", COORDINATION | DIRECTION
    ),
    "operation.voir": Droit(
        "Lire les opérations, leurs plans de financement, leurs conventions et leurs versements ; un porteur, celles "
        "que porte sa structure",
        FINANCE | CONTROLE | REFERENT | EMPLOI | LECTEURS | PORTEURS | DPO,
    ),
    "operation.toutes": Droit(
        "Lire toutes les opérations du territoire", FINANCE | CONTROLE | REFERENT | EMPLOI | LECTEURS | DPO
    ),
    "programmation.voir": Droit(
        "Lire ce que devient une subvention globale : enveloppe, programmé, conventionné, retenu, payé",
        FINANCE | CONTROLE | LECTEURS | DPO,
    ),
    "plan.ecrire": Droit(
        "Écrire le plan de financement d'une opération jusqu'à sa convention : dépenses, ressources, postes, forfait",
        FINANCE,
    ),
    "operation.gerer": Droit(
        "Signer une convention ou un avenant, inscrire un versement, solder, archiver",
        GESTION | DIRECTION | frozenset({"charge_mission_ess"}),
    ),
    "depense.voir": Droit(
        "Lire les dépenses déclarées et leurs pièces ; un porteur, celles de ses opérations",
        PILOTES | CONTROLE | PORTEURS | frozenset({"charge_mission_ess"}) | DPO,
    ),
    "depense.declarer": Droit(
        "Écrire et déposer un bilan d'exécution ; un porteur, celui de ses opérations", GESTION | PORTEURS
    ),
    "controle.tenir": Droit(
        "Ouvrir un contrôle de service fait, tirer l'échantillon, noter les constats et conclure", CONTROLE
    ),
    "piste.exporter": Droit(
        "Imprimer la piste d'audit d'une opération et l'emporter avec ses pièces ; inscrit au journal",
        PILOTES | CONTROLE,
    ),
    "echeance.voir": Droit(
        "Lire les échéances des opérations et du cadre, les suivre dans un agenda, en être averti ; un porteur, celles "
        "de ses opérations",
        FINANCE | CONTROLE | PORTEURS,
    ),
    "fse.voir": Droit(
        "Voir les fiches de participants des opérations, dans son périmètre, et ce qui y manque ; un porteur, celles "
        "des opérations que porte sa structure",
        PILOTES | REFERENT | PORTEURS | DPO,
    ),
    "fse.saisir": Droit(
        "Ouvrir une fiche de participant, répondre à l'entrée, à la sortie et à six mois, dans son périmètre ; un "
        "porteur, dans ses opérations",
        PILOTES | REFERENT | PORTEURS,
    ),
    "fse.sensible": Droit(
        "Poser les questions sensibles d'une fiche de participant ; un porteur ne relit que les réponses que sa "
        "structure a recueillies ; chaque lecture est inscrite au journal",
        COORDINATION | REFERENT | PORTEURS,
    ),
    "fse.compter": Droit("Lire et exporter les indicateurs communs du fonds européen, sans un nom", PILOTES | DPO),
    "fse.exporter": Droit(
        "Exporter les fiches de participants, régler leur correspondance, rapprocher les erreurs du service ; "
        "inscrit au journal",
        PILOTES,
    ),
    "pacte.voir": Droit(
        "Lire les plans d'actions du territoire : pacte, protocole, projet TZCLD, et leur avancement",
        FINANCE | REFERENT | EMPLOI | STRUCTURES | LECTEURS | DPO | ADMINISTRATION,
    ),
    "pacte.tenir": Droit(
        "Ouvrir un plan d'actions, y inscrire ses axes, ses actions, leurs budgets et leurs liens",
        COORDINATION | DIRECTION,
    ),
    "pacte.avancer": Droit(
        "Noter l'avancement, les jalons et les valeurs d'une action ; sans tenir le plan, de celles que pilote sa "
        "structure",
        FINANCE | REFERENT | EMPLOI | STRUCTURES,
    ),
    "equipe.voir": Droit(
        "Voir l'équipe, les structures et les rôles", PILOTES | REFERENT | EMPLOI | DPO | ADMINISTRATION
    ),
    "equipe.gerer": Droit(
        "Inviter, donner ou retirer un rôle, compléter une structure", COORDINATION | DIRECTION | ADMINISTRATION
    ),
    "structure.reunir": Droit(
        "Réunir deux structures qui n'en font qu'une, ou les séparer dans les trente jours", COORDINATION | DIRECTION
    ),
    "journal.voir": Droit(
        "Lire le journal des décisions, des consultations et des exports", DIRECTION | DPO | ADMINISTRATION
    ),
    "reglage.modifier": Droit("Modifier les réglages du territoire", COORDINATION | DIRECTION | ADMINISTRATION),
}


# Accounts of the demonstration: no mail reaches this domain, and no password opens them.
DOMAINE_DEMONSTRATION = "demonstration.invalid"


def est_de_demonstration(courriel: str) -> bool:
    """Whether an account is one of the demonstration's cast."""
    return courriel.endswith(f"@{DOMAINE_DEMONSTRATION}")


def en_vigueur(debut: date, fin: date | None, jour: date) -> bool:
    """A role holds from its first day to its last, both included."""
    return debut <= jour and (fin is None or fin >= jour)


def droits_de(roles: frozenset[str]) -> frozenset[str]:
    """Codes of every right that at least one of the roles holds."""
    return frozenset(code for code, droit in DROITS.items() if droit.roles & roles)


def perimetres_de(roles: frozenset[str]) -> frozenset[Perimetre]:
    """Perimeters of the roles that may see people at all; empty when none may."""
    voient = DROITS["participation.voir"].roles
    return frozenset(ROLES[role].perimetre for role in roles if role in voient)


def peut_attribuer(roles: frozenset[str], role: str) -> bool:
    """Whoever composes the team gives any role, but those that watch over it belong to the administration."""
    if role not in ROLES or not DROITS["equipe.gerer"].roles & roles:
        return False
    return role not in ROLES_RESERVES or bool(ADMINISTRATION & roles)
