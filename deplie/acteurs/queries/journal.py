"""Reading the journal of a territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries.acteur import Acteur
from deplie.socle.models import Compte, Journal


@dataclass(frozen=True)
class FiltreJournal:
    """What of the journal is wanted; an empty field filters nothing."""

    nature: str = ""
    du: date | None = None
    au: date | None = None
    par: Compte | None = None
    objet_id: str = ""


def journal(acteur: Acteur, filtre: FiltreJournal) -> QuerySet[Journal]:
    """Lines of the actor's territory, latest first, and the sign-ins of those who have an account in it."""
    comptes = _comptes(acteur)
    connexions = Q(nature=Journal.CONNEXION, objet=Compte._meta.label, objet_id__in=[str(pk) for pk in comptes])
    lignes = Journal.objects.filter(Q(territoire=acteur.territoire.code) | connexions)
    if filtre.nature:
        lignes = lignes.filter(nature=filtre.nature)
    if filtre.par:
        lignes = lignes.filter(par=filtre.par)
    if filtre.objet_id:
        lignes = lignes.filter(objet_id=filtre.objet_id)
    return _entre(lignes, filtre).select_related("par").order_by("-le", "-pk")


def comptes_du_territoire(acteur: Acteur) -> QuerySet[Compte]:
    """Accounts that appear in the territory: those of its agents."""
    return Compte.objects.filter(pk__in=_comptes(acteur)).order_by("nom", "prenom")


def nom_d_objet(label: str) -> str:
    """« personne », « agent »: what the journal calls ``personnes.Personne``, ``acteurs.Agent``."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except (LookupError, ValueError):
        return label


def precisions(detail: dict[str, Any]) -> str:
    """« role : dpo ; debut : 2018-01-01 »: what a line adds, nothing where nothing was said."""
    dites = {cle: _dite(valeur) for cle, valeur in detail.items()}
    return " ; ".join(f"{cle} : {dite}" for cle, dite in dites.items() if dite)


def _dite(valeur: Any) -> str:
    if isinstance(valeur, list):
        return ", ".join(map(_dite, valeur))
    if isinstance(valeur, dict):
        return ", ".join(f"{cle} = {_dite(v)}" for cle, v in valeur.items())
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return "" if valeur is None else str(valeur)


def _comptes(acteur: Acteur) -> list[int]:
    agents = Agent.objects.filter(territoire=acteur.territoire, compte__isnull=False)
    return list(agents.values_list("compte_id", flat=True))


def _entre(lignes: QuerySet[Journal], filtre: FiltreJournal) -> QuerySet[Journal]:
    """Both days included, as they are lived in the installation's time zone."""
    if filtre.du:
        lignes = lignes.filter(le__gte=timezone.make_aware(datetime.combine(filtre.du, time.min)))
    if filtre.au:
        lignes = lignes.filter(le__lte=timezone.make_aware(datetime.combine(filtre.au, time.max)))
    return lignes
