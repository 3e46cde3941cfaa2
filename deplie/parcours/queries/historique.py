"""Who changed what of a person's record, when, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from django.db import models
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import (
    ContratPlie,
    Diagnostic,
    Emploi,
    Entretien,
    Etape,
    FreinSuivi,
    Jalon,
    Participation,
    Suspension,
)
from deplie.parcours.queries.personne import Suivi
from deplie.parcours.rules.diagnostic import THEMES
from deplie.parcours.rules.sortie import motif_lisible
from deplie.personnes.models import Personne
from deplie.territoires.rules import (
    CATEGORIE_ETAPE,
    MOTIF_SORTIE,
    NIVEAU_FORMATION,
    OUI_NON_NSP,
    SEXE,
    SITUATION_6_MOIS,
    STATUT_ENTREE,
    STATUT_ETAPE,
)

# The most recent changes; the journal holds them all.
AU_PLUS = 200
LISTES = {
    "sexe": SEXE,
    "motif_sortie": MOTIF_SORTIE,
    "situation_6_mois": SITUATION_6_MOIS,
    "niveau_formation": NIVEAU_FORMATION,
    "statut_entree": STATUT_ENTREE,
    "qpv": OUI_NON_NSP,
    "zone_rurale": OUI_NON_NSP,
    "categorie": CATEGORIE_ETAPE,
    "statut": STATUT_ETAPE,
    "finance_plie": OUI_NON_NSP,
}
# Where the model's own name is not French enough.
NOMS = {
    "referent": "référent",
    "date_entree": "date d'entrée",
    "date_sortie": "date de sortie",
    "date_validation_sortie": "sortie validée le",
    "motif_sortie": "motif de sortie",
    "situation_6_mois": "situation au sixième mois",
    "date_situation_6_mois": "situation constatée le",
    "jours_suspension": "jours de suspension",
    "code_commune": "code de la commune",
    "qpv": "quartier prioritaire",
    "code_qpv": "code du quartier",
    "niveau_formation": "niveau de formation",
    "statut_entree": "situation à l'entrée",
    "duree_chomage_mois": "mois de chômage",
    "date_prescription": "date de prescription",
    "operateur": "opérateur",
    "date_debut": "début",
    "date_fin": "fin",
}
TUS = {"id", "territoire", "personne", "participation", "dispositif", "cle", "rang", "cle_nom", "cle_usage"}
TUS |= {"absorbee_par"}  # said by the journal: a version does not hold it
TUS |= {"note"}  # read where its reading is journaled


@dataclass(frozen=True)
class Changement:
    """One version of one row: when, by whom (or by which import), on what, and each field before and after."""

    le: datetime
    qui: str
    objet: str
    genre: str
    champs: list[tuple[str, str, str]]


def historique(acteur: Acteur, personne: Personne, suivis: Iterable[Suivi]) -> list[Changement]:
    """The changes of a person, their participations and étapes that the actor sees; the latest first.

    A fixed number of queries, however many versions: two for names and at most two a table.
    """
    vus = list(suivis)
    etapes = {etape.pk: etape for suivi in vus for etape in suivi.etapes}
    participations = {suivi.participation.pk: suivi.participation for suivi in vus}
    lectures: list[tuple[type[models.Model], list[int], Any]] = [
        (Personne, [personne.pk], lambda pk: "identité et contact"),
        (Participation, list(participations), lambda pk: _nom_de_participation(participations[pk])),
        (Etape, list(etapes), lambda pk: _nom_d_etape(etapes[pk])),
        *_autour(acteur, personne, list(participations)),
    ]
    noms = _noms(acteur)
    trouves = [
        changement
        for modele, pks, nommer in lectures
        for changement in _changements(modele, pks, nommer, noms, acteur.peut("sensible.lire"))
    ]
    return sorted(trouves, key=lambda changement: changement.le, reverse=True)[:AU_PLUS]


def _autour(
    acteur: Acteur, personne: Personne, participations: list[int]
) -> Iterator[tuple[type[models.Model], list[int], Any]]:
    """What stands around a parcours, as far as the reader's rights go: one more query each."""
    siennes = {"participation__in": participations}
    lectures: list[tuple[str, type[models.Model], dict[str, Any], Callable[[Any], str]]] = [
        ("entretien.voir", Entretien, {"personne": personne}, _nom_d_entretien),
        ("participation.situation", ContratPlie, siennes, lambda c: f"contrat PLIE du {c.etabli_le:%d/%m/%Y}"),
        ("sensible.lire", Suspension, siennes, lambda s: f"suspension du {s.debut:%d/%m/%Y}"),
        ("participation.situation", Emploi, siennes, lambda e: f"emploi du {e.debut:%d/%m/%Y}"),
        ("participation.situation", Jalon, siennes, lambda j: f"{j.nom}, {j.debut:%d/%m/%Y}"),
        ("diagnostic.lire", Diagnostic, siennes, lambda d: f"diagnostic, version {d.rang}"),
        ("sensible.lire", FreinSuivi, siennes, lambda f: f"frein « {THEMES.get(f.theme, f.theme).lower()} »"),
    ]
    for droit, modele, condition, nommer in lectures:
        if acteur.peut(droit):
            noms = {ligne.pk: nommer(ligne) for ligne in modele._default_manager.filter(**condition)}
            yield modele, list(noms), noms.__getitem__


def _changements(
    modele: type[models.Model], pks: list[int], nommer: Any, noms: dict[str, dict[int, str]], sensible: bool
) -> Iterator[Changement]:
    versions = modele.historique.filter(id__in=pks).select_related("history_user").order_by("id", "history_id")
    champs = [champ for champ in modele._meta.concrete_fields if champ.name not in TUS]
    for pk, suite in groupby(versions, key=lambda version: version.id):
        rangees = list(suite)
        yield _changement(rangees[0], nommer(pk), [])
        for avant, apres in pairwise(rangees):
            ecarts = [
                (
                    NOMS.get(champ.name, champ.verbose_name),
                    *(_ecrire(champ, version, noms, sensible) for version in (avant, apres)),
                )
                for champ in champs
                if getattr(avant, champ.attname) != getattr(apres, champ.attname)
            ]
            yield _changement(apres, nommer(pk), ecarts)


def _changement(version: Any, objet: str, champs: list[tuple[str, str, str]]) -> Changement:
    genre = {"+": "création", "-": "suppression"}.get(version.history_type, "modification")
    qui = str(version.history_user) if version.history_user else "Déplie"
    if raison := version.history_change_reason:
        qui = f"{qui}, {raison}"
    return Changement(version.history_date, qui, objet, genre, [c for c in champs if c[1] != c[2]])


def _ecrire(champ: Any, version: Any, noms: dict[str, dict[int, str]], sensible: bool) -> str:
    """The value as people read it."""
    valeur = getattr(version, champ.attname)
    if valeur in (None, ""):
        return "rien"
    if champ.name in noms:
        return noms[champ.name].get(valeur, "inconnu")
    if champ.name == "motif_sortie":
        valeur = motif_lisible(valeur, sensible)
    if champ.name in LISTES and valeur in LISTES[champ.name]:
        return LISTES[champ.name].libelle(valeur)
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur))
    if isinstance(valeur, datetime):
        return f"{timezone.localtime(valeur):%d/%m/%Y à %H:%M}"
    return f"{valeur:%d/%m/%Y}" if isinstance(valeur, date) else str(valeur)


def _noms(acteur: Acteur) -> dict[str, dict[int, str]]:
    """Names of the agents and bodies of the territory, by the field that points to them."""
    agents = {agent.pk: str(agent) for agent in Agent.objects.filter(territoire=acteur.territoire)}
    lues = Organisation.objects.filter(territoire=acteur.territoire)
    structures = {organisation.pk: organisation.nom for organisation in lues}
    prescripteurs = {organisation.pk: acteur.dit(organisation) for organisation in lues}
    de_l_equipe = dict.fromkeys(("referent", "agent", "identifie_par"), agents)
    return de_l_equipe | {"organisme": structures, "prescripteur": prescripteurs, "operateur": structures}


def _nom_de_participation(participation: Participation) -> str:
    return f"{participation.dispositif.code}, entrée du {participation.date_entree:%d/%m/%Y}"


def _nom_d_entretien(entretien: Entretien) -> str:
    return f"entretien du {timezone.localtime(entretien.debut):%d/%m/%Y}"


def _nom_d_etape(etape: Etape) -> str:
    return f"étape « {etape.intitule or CATEGORIE_ETAPE.libelle(etape.categorie)} »"
