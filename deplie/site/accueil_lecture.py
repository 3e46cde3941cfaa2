"""Panels of home for who reads without following anybody, for a territory that begins, for who leads actions."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Protocole
from deplie.financements.models import Appel, Operation
from deplie.financements.queries.appel import ETAPES, derniers
from deplie.financements.queries.echeances import fins_du_cadre
from deplie.gouvernance.queries.panneaux import en_retard
from deplie.offre.models import Lieu
from deplie.parcours.models import Participation
from deplie.pilotage.queries.publication import visibles_par as publications_de
from deplie.pilotage.queries.releves import derniers_declares
from deplie.territoires.models import Territoire

APPELS: Final = 5
CHIFFRES: Final = 4
ACTIONS: Final = 5


def publies(acteur: Acteur) -> dict[str, Any] | None:
    """What a committee approved, and what documents declare; None where there is neither."""
    contenu = {
        "publications": list(publications_de(acteur).order_by("-fin", "-version")[:CHIFFRES]),
        "declares": derniers_declares(acteur, CHIFFRES),
    }
    return contenu if any(contenu.values()) else None


def appels(acteur: Acteur) -> dict[str, Any] | None:
    """The calls that the reader may see; None where there is none."""
    lus = [(appel, etape, ETAPES[etape]) for appel, etape in derniers(acteur, timezone.now(), APPELS)]
    return {"appels": lus} if lus else None


def dates(acteur: Acteur, jour: date) -> dict[str, Any] | None:
    """When the commitments of the territory end; None where none is to come."""
    lues = fins_du_cadre(acteur, jour, CHIFFRES)
    return {"fins": lues} if lues else None


def actions_en_retard(acteur: Acteur) -> dict[str, Any] | None:
    """The late actions of the plans that run, for who tells their progress: the first ones, the others a click away."""
    lues = en_retard(acteur)
    plans = {lue.action.axe.plan_id: lue.action.axe.plan for lue in lues}
    return {"nombre": len(lues), "premieres": lues[:ACTIONS], "plans": list(plans.values())} if lues else None


# What a territory does first: the right, the words, why, the address; then how one knows that it is done.
PREMIERS_PAS: Final = (
    (
        "equipe.gerer",
        "Inviter l'équipe",
        "Chacun a son rôle ; un agenda s'ouvre pour chaque référent.",
        "acteurs:inviter",
    ),
    (
        "import.faire",
        "Reprendre vos données",
        "Le fichier de votre outil est lu et contrôlé avant d'être écrit.",
        "imports:liste",
    ),
    (
        "participation.modifier",
        "Accueillir une première personne",
        "La rechercher d'abord, puis l'inscrire.",
        "parcours:accueillir",
    ),
    (
        "cadre.modifier",
        "Enregistrer le protocole et ses objectifs",
        "Il dit ce qu'est une sortie positive.",
        "cadre:creer_protocole",
    ),
    (
        "lieu.gerer",
        "Ouvrir un lieu d'accueil",
        "Il porte les permanences, les ateliers et les passages.",
        "offre:creer_lieu",
    ),
    (
        "appel.gerer",
        "Préparer un appel à projets",
        "Les opérations et leurs financements en viennent.",
        "financements:nouvel_appel",
    ),
)


def premiers_pas(acteur: Acteur) -> dict[str, Any] | None:
    """The first steps of a territory where nobody is followed and nothing is financed; None once it has begun."""
    ici = acteur.territoire
    if (
        Participation.objects.filter(dispositif__territoire=ici).exists()
        or Operation.objects.filter(territoire=ici).exists()
    ):
        return None
    faits = _faits(ici)
    pas = [
        (mots, pourquoi, reverse(adresse, args=[ici.code]), adresse in faits)
        for droit, mots, pourquoi, adresse in PREMIERS_PAS
        if acteur.peut(droit)
    ]
    return {"pas": pas} if pas else None


def _faits(ici: Territoire) -> set[str]:
    """The steps that are done, by their address."""
    connus = {
        "acteurs:inviter": Agent.objects.filter(territoire=ici, compte__isnull=False).count() > 1,
        "cadre:creer_protocole": Protocole.objects.filter(dispositif__territoire=ici).exists(),
        "offre:creer_lieu": Lieu.objects.filter(territoire=ici).exists(),
        "financements:nouvel_appel": Appel.objects.filter(territoire=ici).exists(),
    }
    return {adresse for adresse, fait in connus.items() if fait}
