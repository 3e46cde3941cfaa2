"""Pages of the documentation made from declarations: the register of personal data, the settings."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeGuard

from django.apps import apps
from django.conf import settings
from django.db import models

from deplie.socle.models import LigneLot
from deplie.socle.registre import DEPOT, HISTORIQUE, Politique, registre
from deplie.territoires.rules.reglages import REGLAGES

# What each variable of the environment means; those that config/settings.py reads and no other (tested).
VARIABLES = {
    "DATABASE_URL": "La base : `sqlite:////chemin/base.sqlite3` ou `postgres://utilisateur:secret@hôte/base`.",
    "DEPLIE_ADRESSE": "Adresse publique de l'installation, écrite dans les courriels qui portent un lien.",
    "DEPLIE_ANTIVIRUS": "Antivirus interrogé avant de garder une pièce jointe : `clamd:/chemin/du/socket`, "
    "`clamd://hôte:port`, ou une commande à laquelle le chemin du fichier est ajouté (0 : sain, 1 : infecté). "
    "Réglé et muet, il fait refuser le fichier.",
    "DEPLIE_CALCUL_FILS": "Fils d'exécution du calcul des chiffres, par processus.",
    "DEPLIE_CALCUL_MEMOIRE": "Mémoire que le calcul des chiffres peut prendre, par processus.",
    "DEPLIE_CLE_SECRETE": "Clé qui signe les sessions et chiffre les seconds facteurs ; à défaut, tirée une fois et "
    "gardée dans le dossier de données.",
    "DEPLIE_CONTACT": "Adresse de contact imprimée sur les pages légales.",
    "DEPLIE_COURRIEL": "Manière d'envoyer les courriels (classe Django) ; à défaut, ils s'affichent dans le terminal.",
    "DEPLIE_DEBUG": "Montrer le détail des erreurs : au développement seulement.",
    "DEPLIE_DONNEES": "Dossier de la base, des fichiers et des faits ; à défaut, `donnees` dans le dossier courant.",
    "DEPLIE_DPO": "Adresse de la personne chargée de la protection des données ; à défaut, le contact.",
    "DEPLIE_EDITEUR": "Organisme qui publie l'installation, imprimé sur les pages légales.",
    "DEPLIE_ENVOI_SMS": "Manière d'envoyer les SMS : `aucun`, `console` (dans le terminal), `http` (une passerelle).",
    "DEPLIE_EXPEDITEUR": "Adresse d'expédition des courriels.",
    "DEPLIE_FILS": "Fils d'exécution de chaque processus du serveur web.",
    "DEPLIE_FUSEAU": "Fuseau horaire : le jour où l'on est (`Indian/Reunion` à La Réunion).",
    "DEPLIE_HEBERGEUR": "Hébergeur, imprimé sur les pages légales.",
    "DEPLIE_HOTES": "Noms sous lesquels le serveur répond, séparés par des virgules.",
    "DEPLIE_IMPORT_TAILLE_MAX": "Taille maximale d'un fichier importé, en octets, avant comme après décompression.",
    "DEPLIE_INVITATION_JOURS": "Nombre de jours pendant lesquels le lien d'une invitation s'ouvre.",
    "DEPLIE_JOURNAL": "Niveau des traces techniques : DEBUG, INFO (une ligne par demande), WARNING, ERROR.",
    "DEPLIE_MANDATAIRES": "Nombre de mandataires inverses devant le serveur : ils disent l'adresse que comptent les "
    "limites de connexion.",
    "DEPLIE_ORIGINES": "Origines `https://…` admises à envoyer des formulaires, derrière un mandataire.",
    "DEPLIE_PIECE_TAILLE_MAX": "Taille maximale d'une pièce jointe, en octets.",
    "DEPLIE_PROCESSUS": "Processus du serveur web.",
    "DEPLIE_PRODUCTION": "Installation réelle : HTTPS imposé, connexion de démonstration fermée.",
    "DEPLIE_SMS_ADRESSE": "Adresse `https://…` de la passerelle de SMS, où chaque message est envoyé par POST.",
    "DEPLIE_SMS_CORPS": "Corps JSON que la passerelle attend : `{numero}` et `{texte}` y sont remplacés.",
    "DEPLIE_SMS_JETON": "Jeton de la passerelle, envoyé dans l'en-tête `Authorization: Bearer`.",
}

_SUIVI = {
    "history_id", "history_date", "history_change_reason", "history_type", "history_user", "history_relation",
}  # fmt: skip


def politique_du_champ(modele: type[models.Model], champ: str) -> Politique | None:
    """What holds for a field: declared, that of the row a version is kept of, or a staged line's; None: nobody said."""
    if champ in _SUIVI and hasattr(modele, "instance_type"):
        return HISTORIQUE
    d_origine = getattr(modele, "instance_type", modele)
    declaree = registre().get(d_origine._meta.label, {}).get(champ)
    return declaree or (DEPOT if _d_attente(modele) else None)


def _d_attente(modele: type[models.Model]) -> bool:
    """Whether the table holds the lines of a file being imported: those stand on the « imports » shelf of a room."""
    return issubclass(modele, LigneLot) or ".imports" in modele.__module__


def champs() -> Iterator[tuple[type[models.Model], str]]:
    """Every concrete field of every table of the base."""
    for modele in apps.get_models(include_auto_created=True):
        for champ in modele._meta.get_fields():
            if champ.concrete:
                yield modele, champ.name


def donnees_personnelles() -> str:
    """The register, table by table, as Markdown."""
    lignes = [
        "# Registre des données personnelles",
        "",
        "Chaque champ de chaque table, ce à quoi il sert, sa durée de conservation, sa manière d'être anonymisé. Les",
        "tables de versions (« Historical… ») suivent la ligne qu'elles gardent ; les tables d'attente des imports",
        "sont des copies de fichiers, supprimées trente jours après. Les tables qui ne disent rien de personne sont",
        "nommées à la fin.",
    ]
    muettes = []
    for table, politiques in registre().items():
        personnelles = {champ: p for champ, p in politiques.items() if p.personnelle}
        if not personnelles:
            muettes.append(f"`{table}`")
            continue
        lignes += [
            "",
            f"## {table}",
            "",
            "| champs | nature | finalité | conservation | anonymisation |",
            "|---|---|---|---|---|",
        ]
        lignes += _par_politique(personnelles)
    return "\n".join([*lignes, "", "## Tables sans donnée personnelle", "", ", ".join(muettes) + "."])


def _par_politique(politiques: dict[str, Politique]) -> Iterator[str]:
    for politique in dict.fromkeys(politiques.values()):
        noms = ", ".join(f"`{champ}`" for champ, p in politiques.items() if p == politique)
        dits = (politique.nature, politique.finalite, politique.conservation, politique.anonymisation)
        yield f"| {noms} | {' | '.join(dits)} |"


def reglages() -> str:
    """Settings of the installation (environment) and of a territory, as Markdown."""
    lignes = ["# Réglages", "", "## De l'installation", ""]
    lignes += ["Variables d'environnement, lues une fois au démarrage par `config/settings.py`.", ""]
    lignes += ["| variable | défaut | sens |", "|---|---|---|"]
    lignes += [f"| `{nom}` | {defaut} | {sens} |" for nom, defaut, sens in variables()]
    lignes += ["", "## D'un territoire", "", "Page « Réglages » du territoire, droit `reglage.modifier`.", ""]
    lignes += ["| clé | réglage | défaut | sens |", "|---|---|---|---|"]
    for cle, reglage in REGLAGES.items():
        defaut = json.dumps(reglage.defaut, ensure_ascii=False)
        lignes.append(f"| `{cle}` | {reglage.titre} | `{defaut}` | {reglage.phrase} |")
    return "\n".join(lignes)


def variables() -> list[tuple[str, str, str]]:
    """Name, default and meaning of each variable that the settings read. KeyError for one that nobody explained."""
    texte = Path(str(import_module(settings.SETTINGS_MODULE).__file__)).read_text(encoding="utf-8")
    lues = {ast.literal_eval(n.args[0]): _defaut(n) for n in ast.walk(ast.parse(texte)) if _lit(n)}
    return [(nom, defaut, VARIABLES[nom]) for nom, defaut in sorted(lues.items())]


def _lit(noeud: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is a call that reads the environment: ``env(…)``, ``env.bool(…)``."""
    if not isinstance(noeud, ast.Call) or not noeud.args:
        return False
    appele = noeud.func.value if isinstance(noeud.func, ast.Attribute) else noeud.func
    return isinstance(appele, ast.Name) and appele.id == "env"


def _defaut(noeud: ast.Call) -> str:
    ecrit = next((ast.unparse(mot.value) for mot in noeud.keywords if mot.arg == "default"), "")
    return {"": "obligatoire", "''": "vide", "[]": "vide", "True": "oui", "False": "non"}.get(ecrit, f"`{ecrit}`")
