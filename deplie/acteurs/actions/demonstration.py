"""The cast of the demonstration: one invented person per role, in each demonstration territory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from deplie.acteurs.actions.equipe import donner_role, ouvrir_compte
from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.rules import DOMAINE_DEMONSTRATION, cle_organisation
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Compte
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class Figurant:
    """Somebody of the cast; ``structure`` is the body they belong to, when their role is bounded by one."""

    role: str
    prenom: str
    nom: str
    structure: str = ""


DISTRIBUTION = (
    Figurant("animateur_coordonnateur", "Inès", "Exemple"),
    Figurant("referent_parcours", "Loïc", "Fictif"),
    Figurant("directeur_plie", "Maud", "Imaginaire"),
    Figurant("charge_relation_entreprise", "Omar", "Témoin"),
    Figurant("gestionnaire_oi", "Rose", "Spécimen"),
    Figurant("controleur_csf", "Viktor", "Leurre"),
    Figurant("instructeur", "Salomé", "Chimère"),
    Figurant("charge_mission_ess", "Gaël", "Mirage"),
    Figurant("membre_jury", "Tiphaine", "Légende"),
    Figurant("operateur", "Hugo", "Factice", "Opérateur témoin"),
    Figurant("siae", "Nadia", "Modèle", "Chantier témoin"),
    Figurant("prescripteur", "Paul", "Supposé", "Prescripteur témoin"),
    Figurant("elu_copil", "Élise", "Invention"),
    Figurant("financeur", "Yann", "Hypothèse"),
    Figurant("reseau", "Clara", "Fable"),
    Figurant("dpo", "Bruno", "Songe"),
    Figurant("administrateur", "Alice", "Conte"),
)

# Roles of the cast hold since before any record of the demonstration.
DEPUIS = date(2018, 1, 1)


@transaction.atomic
def creer_distribution_demo(
    *, territoire: Territoire, par: Acteur, structures: Mapping[str, str] | None = None, sans: Collection[str] = ()
) -> list[Agent]:
    """Create the cast in a demonstration territory (idempotent), with accounts that no password opens.

    ``structures`` gives, by role, the recorded name of the body that the person belongs to: the operator, the site or
    the prescriber that the demonstration's records name, so that their lists are not empty; ``sans``: the roles
    that nobody plays there. Raises RefusMetier elsewhere than in a demonstration.
    """
    if not territoire.demonstration:
        raise RefusMetier(f"{territoire} n'est pas un territoire de démonstration : aucun compte n'y est créé.")
    auteur = Acteur.systeme(territoire) if par.territoire != territoire else par
    _installer_administration()
    noms = {figurant.role: figurant.structure for figurant in DISTRIBUTION} | dict(structures or {})
    return [_placer(figurant, noms[figurant.role], auteur) for figurant in DISTRIBUTION if figurant.role not in sans]


def _placer(figurant: Figurant, structure: str, par: Acteur) -> Agent:
    courriel = f"{figurant.role}.{par.territoire.code}@{DOMAINE_DEMONSTRATION}".lower().replace("_", "-")
    compte = ouvrir_compte(courriel=courriel, nom=figurant.nom, prenom=figurant.prenom, par=par)
    champs = {"nom": figurant.nom, "prenom": figurant.prenom, "compte": compte}
    organisation = _structure(structure, par.territoire)
    agent, _ = Agent.objects.update_or_create(
        territoire=par.territoire, courriel=courriel, defaults={**champs, "organisation": organisation}
    )
    if not agent.habilitations.filter(role=figurant.role, fin__isnull=True).exists():
        donner_role(agent=agent, role=figurant.role, debut=DEPUIS, par=par)
    return agent


def _structure(nom: str, territoire: Territoire) -> Organisation | None:
    if not nom:
        return None
    cle = cle_organisation(nom)
    return Organisation.toutes.get_or_create(territoire=territoire, cle=cle, defaults={"nom": nom})[0]


def _installer_administration() -> None:
    """Who creates a trial territory in the demonstration; it administers invented territories only."""
    courriel = f"installation@{DOMAINE_DEMONSTRATION}"
    if not Compte.objects.filter(courriel=courriel).exists():
        Compte.objects.create_user(courriel, nom="Déplie", prenom="Ana", est_administrateur=True)
