"""``deplie administrateur``: name who administers the installation, or let them in again."""

from __future__ import annotations

import argparse

AIDE = "Donner l'administration de l'installation à une adresse, et un lien pour choisir son mot de passe."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("courriel", metavar="COURRIEL", help="adresse électronique de la personne")


def executer(options: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from deplie.acteurs.actions import nommer_administrateur
    from deplie.acteurs.rules import est_de_demonstration
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.socle.erreurs import RefusMetier

    try:
        validate_email(options.courriel)
    except ValidationError:
        raise RefusMetier(f"« {options.courriel} » n'est pas une adresse électronique.") from None
    if est_de_demonstration(options.courriel.strip().lower()):
        raise RefusMetier("Cette adresse est réservée à la démonstration : indiquez la vôtre.")
    compte, lien = nommer_administrateur(courriel=options.courriel, par=LIGNE_DE_COMMANDE)
    print(f"{compte.courriel} administre l'installation. Lien à usage unique pour choisir le mot de passe :\n{lien}")
    return 0
