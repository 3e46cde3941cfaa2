"""Composing the team: invite, give and withdraw roles, complete what an import created, note working time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deplie.acteurs.models import Agent, Habilitation, Organisation, Remplacement, TempsReferent
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.queries.invitation import lien_d_invitation
from deplie.acteurs.rules import ROLES, est_de_demonstration, peut_attribuer
from deplie.socle import generations
from deplie.socle.courrier import ecrire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Compte


@transaction.atomic
def inviter(
    *,
    courriel: str,
    role: str,
    par: Acteur,
    nom: str = "",
    prenom: str = "",
    organisation: Organisation | None = None,
    debut: date | None = None,
    fin: date | None = None,
) -> Agent:
    """Give somebody an account and a role in the author's territory, and write to them with a one-time link.

    An agent that an import created with this address is completed, not doubled. Raises RefusMetier as ``donner_role``.
    """
    courriel = courriel.strip().lower()
    if est_de_demonstration(courriel) and not par.est_systeme:
        raise RefusMetier("Cette adresse est réservée à la démonstration : aucun message n'y arrive.")
    agent, _ = Agent.objects.get_or_create(territoire=par.territoire, courriel=courriel)
    agent.nom, agent.prenom = nom.strip() or agent.nom, prenom.strip() or agent.prenom
    agent.organisation = organisation or agent.organisation
    agent.compte = ouvrir_compte(courriel=courriel, nom=agent.nom, prenom=agent.prenom, par=par)
    agent.a_completer = not agent.nom
    agent.save()
    donner_role(agent=agent, role=role, debut=debut, fin=fin, par=par)
    generations.noter(par.territoire.code, "acteur")
    consigner("inviter", par=par, objet=agent, detail={"role": role})
    _ecrire_invitation(agent, ROLES[role].libelle)
    return agent


@transaction.atomic
def renvoyer_invitation(*, agent: Agent, par: Acteur) -> None:
    """Write again to an agent who has an account and has not chosen a password yet. Raises RefusMetier otherwise."""
    if agent.compte is None or agent.compte.has_usable_password():
        raise RefusMetier("Cette personne a déjà choisi son mot de passe : elle peut se connecter.")
    consigner("renvoyer une invitation", par=par, objet=agent)
    _ecrire_invitation(agent, "")


@transaction.atomic
def ouvrir_compte(*, courriel: str, nom: str, prenom: str, par: Acteur) -> Compte:
    """The account of an address, opened without a password when there is none."""
    compte = Compte.objects.filter(courriel=courriel).first()
    if compte is None:
        compte = Compte.objects.create_user(courriel, nom=nom, prenom=prenom)
        EmailAddress.objects.create(user=compte, email=courriel, verified=True, primary=True)
        consigner("ouvrir un compte", par=par, objet=compte)
    return compte


@transaction.atomic
def donner_role(
    *, agent: Agent, role: str, par: Acteur, debut: date | None = None, fin: date | None = None
) -> Habilitation:
    """Give a role from a day (today unless told) to a last day, or without end.

    Raises RefusMetier when the author may not give it, gives it to themselves, or when it is already held then.
    """
    debut = debut or timezone.localdate()
    _verifier_attribution(agent, role, par)
    _verifier_dates(debut, fin)
    tenus = agent.habilitations.filter(Q(fin__isnull=True) | Q(fin__gte=debut), role=role)
    if tenus.filter(debut__lte=fin).exists() if fin else tenus.exists():
        raise RefusMetier(f"{agent} tient déjà le rôle « {ROLES[role].libelle} » à ces dates.")
    habilitation = Habilitation.objects.create(agent=agent, role=role, debut=debut, fin=fin)
    detail = {"role": role, "debut": str(debut), "fin": str(fin) if fin else None}
    consigner("donner un rôle", par=par, objet=agent, detail=detail)
    return habilitation


@transaction.atomic
def retirer_role(*, habilitation: Habilitation, par: Acteur, le: date | None = None) -> None:
    """Withdraw a role: ``le`` (today unless told) is the first day without it.

    A role that would then never have been held is removed; the journal keeps that it was given.
    """
    le = le or timezone.localdate()
    agent, role = habilitation.agent, habilitation.role
    if not par.est_systeme and not peut_attribuer(par.roles, role):
        raise RefusMetier("Seule l'administration retire ce rôle.")
    if habilitation.debut >= le:
        habilitation.delete()
    else:
        habilitation.fin = le - timedelta(days=1)
        habilitation.save(update_fields=["fin"])
    consigner("retirer un rôle", par=par, objet=agent, detail={"role": role, "a_partir_du": str(le)})


@transaction.atomic
def completer_agent(*, agent: Agent, nom: str, prenom: str, organisation: Organisation | None, par: Acteur) -> None:
    """Record who an agent is and where they belong: what an import could not know."""
    if organisation is not None and organisation.territoire_id != agent.territoire_id:
        raise RefusMetier("Cette structure appartient à un autre territoire.")
    agent.nom, agent.prenom, agent.organisation = nom.strip(), prenom.strip(), organisation
    agent.a_completer = False
    agent.save(update_fields=["nom", "prenom", "organisation", "a_completer"])
    generations.noter(par.territoire.code, "acteur")
    consigner("compléter un agent", par=par, objet=agent)


@transaction.atomic
def noter_temps(*, agent: Agent, etp: Decimal, debut: date, par: Acteur, fin: date | None = None) -> TempsReferent:
    """Note the part of a full-time post (over 0, at most 1) that a référent gives to the portfolio, between two dates.

    An open time that began earlier is closed the day before. Raises RefusMetier when another one overlaps.
    """
    _verifier_dates(debut, fin)
    if not 0 < etp <= 1:
        raise RefusMetier("L'équivalent temps plein se note entre 0,01 et 1 : 0,8 pour quatre jours sur cinq.")
    agent.temps.filter(debut__lt=debut, fin__isnull=True).update(fin=debut - timedelta(days=1))
    autres = agent.temps.filter(Q(fin__isnull=True) | Q(fin__gte=debut))
    if autres.filter(debut__lte=fin).exists() if fin else autres.exists():
        raise RefusMetier("Un autre temps de travail est déjà noté à ces dates : retirez-le ou changez les dates.")
    generations.noter(par.territoire.code, "acteur")
    temps = TempsReferent.objects.create(agent=agent, debut=debut, fin=fin, etp=etp)
    consigner("noter un temps de référent", par=par, objet=agent, detail={"etp": str(etp), "debut": str(debut)})
    return temps


@transaction.atomic
def retirer_temps(*, temps: TempsReferent, par: Acteur) -> None:
    """Remove a working time noted by mistake."""
    generations.noter(par.territoire.code, "acteur")
    consigner("retirer un temps de référent", par=par, objet=temps.agent, detail={"debut": str(temps.debut)})
    temps.delete()


@transaction.atomic
def remplacer(*, agent: Agent, remplacant: Agent, debut: date, fin: date, par: Acteur) -> Remplacement:
    """Have somebody stand in for an agent from a day to another, both included.

    Raises RefusMetier for oneself, somebody of another territory, or when the same person already does at these dates.
    """
    _verifier_dates(debut, fin)
    if remplacant.pk == agent.pk:
        raise RefusMetier("Choisissez quelqu'un d'autre que la personne absente.")
    if remplacant.territoire_id != agent.territoire_id:
        raise RefusMetier("Cette personne appartient à un autre territoire.")
    generations.noter(par.territoire.code, "acteur")
    if agent.remplacements.filter(remplacant=remplacant, debut__lte=fin, fin__gte=debut).exists():
        raise RefusMetier(f"{remplacant} remplace déjà {agent} à ces dates.")
    remplacement = Remplacement.objects.create(absent=agent, remplacant=remplacant, debut=debut, fin=fin)
    detail = {"par": remplacant.pk, "debut": str(debut), "fin": str(fin)}
    consigner("remplacer un agent", par=par, objet=agent, detail=detail)
    return remplacement


@transaction.atomic
def finir_remplacement(*, remplacement: Remplacement, par: Acteur) -> None:
    """End a replacement: yesterday was its last day; one that has not begun before today is removed."""
    generations.noter(par.territoire.code, "acteur")
    hier = timezone.localdate() - timedelta(days=1)
    if remplacement.debut > hier:
        remplacement.delete()
    else:
        remplacement.fin = min(remplacement.fin, hier)
        remplacement.save(update_fields=["fin"])
    consigner("finir un remplacement", par=par, objet=remplacement.absent, detail={"par": remplacement.remplacant_id})


def _verifier_attribution(agent: Agent, role: str, par: Acteur) -> None:
    if role not in ROLES:
        raise RefusMetier(f"Le rôle « {role} » n'existe pas.")
    if par.est_systeme:
        return
    if agent.territoire_id != par.territoire.pk:
        raise RefusMetier("Cette personne appartient à un autre territoire.")
    if not peut_attribuer(par.roles, role):
        raise RefusMetier(f"Le rôle « {ROLES[role].libelle} » est donné par l'administration.")
    if par.compte is not None and agent.compte_id == par.compte.pk and not par.compte.est_administrateur:
        raise RefusMetier("On ne se donne pas un rôle à soi-même : demandez-le à l'administration.")


def _verifier_dates(debut: date, fin: date | None) -> None:
    if fin is not None and fin < debut:
        raise RefusMetier(f"La fin ({fin:%d/%m/%Y}) précède le début ({debut:%d/%m/%Y}). Corrigez l'une des deux.")


def _ecrire_invitation(agent: Agent, role: str) -> None:
    """With a one-time link for who has no password yet; otherwise the news of the role only."""
    compte = agent.compte
    assert compte is not None
    lien = "" if compte.has_usable_password() else lien_d_invitation(compte)
    contexte = {"agent": agent, "territoire": agent.territoire, "role": role, "lien": lien}
    ecrire("acteurs/courrier/invitation.txt", a=compte.courriel, contexte=contexte)
