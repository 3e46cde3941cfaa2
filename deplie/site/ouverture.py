"""Opening a territory from the browser: the territory, its first role, and in the demonstration its cast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from deplie.acteurs.actions import creer_distribution_demo, donner_role
from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.demonstration import demonstration_ouverte
from deplie.acteurs.rules import est_de_demonstration
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Titulaire
from deplie.socle.models import Compte
from deplie.territoires.actions import creer_territoire
from deplie.territoires.models import Territoire


@transaction.atomic
def ouvrir_territoire(
    *,
    code: str,
    nom: str,
    dispositifs: Sequence[str],
    siren: str,
    complet_depuis: date | None,
    coordonner: bool,
    par: Titulaire,
) -> Territoire:
    """Create a territory. Raises RefusMetier when the code is taken, or as ``territoires.actions.creer_territoire``.

    Created by the demonstration's account, it is a trial territory: anybody may sign in there without a password, so
    that no real record belongs in it.
    """
    if Territoire.objects.filter(code=code).exists():
        raise RefusMetier(f"Le code {code} est déjà celui d'un territoire.")
    compte = par.compte
    assert compte is not None
    essai = est_de_demonstration(compte.courriel)
    if essai and not demonstration_ouverte():
        raise RefusMetier("La démonstration est terminée : ce compte ne crée plus de territoire.")
    territoire = creer_territoire(
        code=code, nom=nom, dispositifs=dispositifs, siren=siren, complet_depuis=complet_depuis, par=par
    )
    if essai:
        territoire.demonstration = True
        territoire.save(update_fields=["demonstration"])
        creer_distribution_demo(territoire=territoire, par=Acteur.systeme(territoire))
    if coordonner:
        _coordonner(territoire, compte)
    return territoire


def _coordonner(territoire: Territoire, compte: Compte) -> None:
    """The administrator's own role, given by themselves: they administer the installation."""
    agent = Agent.objects.create(
        territoire=territoire, compte=compte, courriel=compte.courriel, nom=compte.nom, prenom=compte.prenom
    )
    par = Acteur(compte=compte, territoire=territoire, agent=agent, roles=frozenset({"administrateur"}))
    donner_role(agent=agent, role="animateur_coordonnateur", par=par)
