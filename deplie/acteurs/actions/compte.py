"""Accounts: the first administrator, an invitation accepted, who one is."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from deplie.acteurs.queries.invitation import lien_d_invitation
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Auteur, Titulaire, consigner
from deplie.socle.models import Compte, Journal


@transaction.atomic
def creer_premier_administrateur(*, courriel: str, mot_de_passe: str, nom: str, prenom: str, par: Auteur) -> Compte:
    """Create the administrator of an empty installation. Raises RefusMetier as soon as any account exists."""
    if Compte.objects.exists():
        raise RefusMetier("L'installation est déjà faite : un compte existe. Connectez-vous.")
    compte = Compte.objects.create_user(courriel, mot_de_passe, nom=nom, prenom=prenom, est_administrateur=True)
    EmailAddress.objects.create(user=compte, email=compte.courriel, verified=True, primary=True)
    consigner("créer l'administration de l'installation", par=par, objet=compte)
    return compte


@transaction.atomic
def nommer_administrateur(*, courriel: str, par: Auteur) -> tuple[Compte, str]:
    """Make an account (opened if need be) administer the installation; returns it with a one-time link.

    The way back in when nobody can sign in any more: it takes a shell on the server.
    """
    courriel = courriel.strip().lower()
    compte = Compte.objects.filter(courriel=courriel).first() or Compte.objects.create_user(courriel)
    EmailAddress.objects.get_or_create(user=compte, email=courriel, defaults={"verified": True, "primary": True})
    compte.est_administrateur = True
    compte.save(update_fields=["est_administrateur"])
    consigner("nommer l'administration de l'installation", par=par, objet=compte)
    return compte, lien_d_invitation(compte)


@transaction.atomic
def accepter_invitation(*, compte: Compte, mot_de_passe: str, par: Auteur) -> None:
    """Choose the first password: the invitation's link is dead from then on."""
    compte.set_password(mot_de_passe)
    compte.save(update_fields=["password"])
    consigner("accepter une invitation", par=par, objet=compte, nature=Journal.CONNEXION)


@transaction.atomic
def se_nommer(*, compte: Compte, nom: str, prenom: str, par: Titulaire) -> None:
    """Change one's own name, everywhere one is an agent."""
    compte.nom, compte.prenom = nom.strip(), prenom.strip()
    compte.save(update_fields=["nom", "prenom"])
    for agent in compte.agents.all():
        agent.nom, agent.prenom = compte.nom, compte.prenom
        agent.save(update_fields=["nom", "prenom"])
    consigner("changer son nom", par=par, objet=compte)
