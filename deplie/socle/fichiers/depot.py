"""Keeping a file and giving it back: written aside, checked, put in place at once, then told to the base.

The name on the disk is drawn and means nothing; what the file was called is a label in the base. Killed at any moment,
the deposit leaves at most a file that no row names: the sweep removes it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers import antivirus
from deplie.socle.fichiers.balayage import balayer_chaque_jour
from deplie.socle.fichiers.controle import examiner
from deplie.socle.fichiers.lieux import attente, chemin_de
from deplie.socle.fichiers.noms import nom_sain
from deplie.socle.models import Compte, Fichier

DISQUE = "Le fichier n'a pas pu être enregistré : le disque du serveur est peut-être plein. Prévenez l'administration."


class Auteur(Protocol):
    """Who gives the file: ``acteurs.queries.Acteur``."""

    @property
    def compte(self) -> Compte | None: ...


class FichierPerdu(RefusMetier):
    """What the base names is not on the disk, or is no longer what was given."""

    def __init__(self) -> None:
        super().__init__("Ce fichier est introuvable ou altéré sur le serveur. Prévenez l'administration.")


def recevoir(fichier: UploadedFile[bytes], *, territoire: str, par: Auteur) -> Fichier:
    """Check a file and keep it. ``territoire`` is its code; the row is the caller's to attach, or swept in a day.

    Raises RefusMetier for a file that is empty, too large, of another kind than those kept, active, infected, or that
    the disk cannot take: nothing is left of it.
    """
    nom = nom_sain(fichier.name or "")
    if (fichier.size or 0) > settings.PIECE_TAILLE_MAX:
        raise RefusMetier(f"« {nom} » dépasse {settings.PIECE_TAILLE_MAX // 2**20} Mo. Réduisez-le ou coupez-le.")
    balayer_chaque_jour()
    cle = secrets.token_hex(24)
    brouillon = attente() / cle
    try:
        taille, empreinte = _ecrire(brouillon, fichier.chunks())
        genre = examiner(brouillon, nom)
        antivirus.verifier(brouillon, nom)
        _mettre_en_place(brouillon, chemin_de(cle))
    except OSError as erreur:
        raise RefusMetier(DISQUE) from erreur
    finally:
        brouillon.unlink(missing_ok=True)
    return _inscrire(cle, nom=nom, genre=genre, taille=taille, empreinte=empreinte, territoire=territoire, par=par)


def lire(fichier: Fichier) -> BinaryIO:
    """The content, whole and as it was given. Raises FichierPerdu otherwise."""
    try:
        contenu = chemin_de(fichier.cle).read_bytes()
    except OSError as erreur:
        raise FichierPerdu from erreur
    if hashlib.sha256(contenu).hexdigest() != fichier.empreinte:
        raise FichierPerdu
    return BytesIO(contenu)


def _inscrire(cle: str, *, par: Auteur, **valeurs: object) -> Fichier:
    try:
        with transaction.atomic():
            return Fichier.objects.create(cle=cle, par=par.compte, **valeurs)
    except Exception:
        chemin_de(cle).unlink(missing_ok=True)
        raise


def _ecrire(chemin: Path, morceaux: Iterable[bytes]) -> tuple[int, str]:
    """Write to the end, on the disk itself; (size in bytes, SHA-256)."""
    empreinte, taille = hashlib.sha256(), 0
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(chemin, "xb", opener=_reserve) as sortie:
        for morceau in morceaux:
            empreinte.update(morceau)
            taille += sortie.write(morceau)
            if taille > settings.PIECE_TAILLE_MAX:
                raise RefusMetier(f"Ce fichier dépasse {settings.PIECE_TAILLE_MAX // 2**20} Mo.")
        sortie.flush()
        os.fsync(sortie.fileno())
    return taille, empreinte.hexdigest()


def _reserve(chemin: str, modes: int) -> int:
    """Opened for the server's own account alone."""
    return os.open(chemin, modes, 0o600)


def _mettre_en_place(brouillon: Path, chemin: Path) -> None:
    """The name holds the whole file or does not exist."""
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    brouillon.replace(chemin)
    dossier = os.open(chemin.parent, os.O_RDONLY)
    try:
        os.fsync(dossier)
    finally:
        os.close(dossier)
