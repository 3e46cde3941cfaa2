"""Who is reminded of what is due, and what the message says when it leaves: no name, a code and a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.models import Agent, Habilitation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.acteur import acteur_de
from deplie.acteurs.queries.flux import acteur_de_l_adresse
from deplie.acteurs.rules import DROITS
from deplie.financements.models import FluxEcheances, RappelEcheance
from deplie.financements.queries.echeances import Due, delais_de, toutes
from deplie.socle import jetons
from deplie.socle.envois import Message
from deplie.socle.models import Envoi
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglage

RAPPEL_ECHEANCES: Final = "rappel_echeances"
USAGE_FLUX: Final = "echeances"
DROIT: Final = "echeance.voir"
AU_PLUS: Final = 30
PLUS_RIEN: Final = "Plus rien n'était à rappeler."


def destinataires(territoire: Territoire, jour: date) -> Iterator[Acteur]:
    """The agents of a territory whose account is open and whose roles read deadlines, in the order of their numbers."""
    tenues = Habilitation.objects.filter(
        Q(fin=None) | Q(fin__gte=jour), role__in=DROITS[DROIT].roles, debut__lte=jour, agent__territoire=territoire
    )
    agents = Agent.objects.filter(pk__in=tenues.values("agent"), compte__is_active=True).select_related("compte")
    for agent in agents.order_by("pk"):
        assert agent.compte is not None
        acteur = acteur_de(agent.compte, territoire.code)
        if acteur is not None and acteur.agent == agent and acteur.peut(DROIT):
            yield acteur


def a_rappeler(acteur: Acteur, dues: Iterable[Due], jour: date) -> list[tuple[Due, str]]:
    """What the actor may end, near or late, and was not told in this moment."""
    assert acteur.agent is not None
    rappel = delais_de(acteur).rappel
    deja = set(RappelEcheance.objects.filter(agent=acteur.agent).values_list("cle", "echue_le", "moment"))
    lus = [(due, due.etat(jour, rappel)) for due in dues if acteur.peut(due.droit)]
    return [(due, etat) for due, etat in lus if etat != "A_VENIR" and (due.cle, due.le, etat) not in deja]


def du_rappel(envoi: Envoi) -> Message | str:
    """The message of a day to an agent: of what was due then, what still is."""
    agent = Agent.objects.select_related("compte", "territoire").filter(pk=envoi.objet_id).first()
    if agent is None or agent.compte is None or not agent.compte.is_active:
        return "Le compte est fermé."
    acteur = acteur_de(agent.compte, agent.territoire.code)
    if acteur is None or not acteur.peut(DROIT):
        return "Le destinataire n'a plus ce droit."
    if not reglage(agent.territoire, "rappels_echeances"):
        return "Les rappels sont suspendus dans ce territoire."
    le = date.fromisoformat(envoi.cle.rpartition("/")[2])
    dites = set(RappelEcheance.objects.filter(agent=agent, le=le).values_list("cle", "echue_le"))
    jour = timezone.localdate()
    siennes = [due for due in toutes(acteur, jour) if (due.cle, due.le) in dites]
    if not siennes:
        return PLUS_RIEN
    objet = "Une échéance à tenir" if len(siennes) == 1 else f"{len(siennes)} échéances à tenir"
    return Message(agent.compte.courriel, objet, _texte(acteur, siennes, jour), essai=agent.territoire.demonstration)


def _texte(acteur: Acteur, dues: list[Due], jour: date) -> str:
    lignes = [f"Bonjour,\n\nDans {acteur.territoire.nom} :\n"]
    for due in dues[:AU_PLUS]:
        retard = ", en retard" if due.le < jour else ""
        lignes.append(f"- {due.le:%d/%m/%Y}{retard} : {due.libelle} ({due.sur})")
    if len(dues) > AU_PLUS:
        lignes.append(f"- et {len(dues) - AU_PLUS} autres.")
    page = reverse("financements:echeances", args=[acteur.territoire.code])
    lignes.append(f"\nToutes vos échéances : {settings.ADRESSE.rstrip('/')}{page}")
    return "\n".join(lignes)


def acteur_du_flux(jeton: str) -> Acteur | None:
    """Whoever drew that secret, with the roles they hold today; None once closed, or with no right left."""
    return acteur_de_l_adresse(FluxEcheances.objects.filter(empreinte=jetons.empreinte(jeton, USAGE_FLUX)), DROIT)


def flux_de(acteur: Acteur) -> FluxEcheances | None:
    """The author's own, if it is open."""
    return FluxEcheances.objects.filter(agent=acteur.agent).first() if acteur.agent else None
