"""Who changed what of a person's record, when, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu
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
from deplie.socle.models import Compte
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


class _Version(NamedTuple):
    """A version as it was kept, the one before it, the fields compared and what names its row."""

    apres: dict[str, Any]
    avant: dict[str, Any] | None
    champs: list[Any]
    objet: Callable[[], str]


class Historique(Sequence[Changement]):
    """Changes, the latest first. Each is put in words when it is read: a page reads fifty of them, not ten years."""

    def __init__(self, versions: list[_Version], noms: dict[str, dict[int, str]], *, sensible: bool) -> None:
        self._versions = sorted(versions, key=lambda version: version.apres["history_date"], reverse=True)
        self._noms, self._sensible = noms, sensible

    def __len__(self) -> int:
        return len(self._versions)

    def __getitem__(self, rang: Any) -> Any:
        if not isinstance(rang, slice):
            return self[rang : rang + 1 or None][0]
        choisies = self._versions[rang]
        auteurs = Compte.objects.in_bulk({v.apres["history_user_id"] for v in choisies} - {None})
        return [self._changement(version, auteurs) for version in choisies]

    def _changement(self, version: _Version, auteurs: dict[int, Compte]) -> Changement:
        apres, avant = version.apres, version.avant
        qui = str(auteurs.get(apres["history_user_id"], "Déplie"))
        if raison := apres["history_change_reason"]:
            qui = f"{qui}, {raison}"
        genre = {"+": "création", "-": "suppression"}.get(apres["history_type"], "modification")
        ecarts = [] if avant is None else list(self._ecarts(avant, apres, version.champs))
        return Changement(apres["history_date"], qui, version.objet(), genre, ecarts)

    def _ecarts(self, avant: Any, apres: Any, champs: list[Any]) -> Iterator[tuple[str, str, str]]:
        for champ in champs:
            if avant[champ.attname] != apres[champ.attname]:
                valeurs = (avant[champ.attname], apres[champ.attname])
                mots = [_ecrire(champ, valeur, self._noms, self._sensible) for valeur in valeurs]
                if mots[0] != mots[1]:
                    yield NOMS.get(champ.name, champ.verbose_name), *mots


def historique(acteur: Acteur, personne: Personne, suivis: Iterable[Suivi]) -> Historique:
    """The changes of a person, their participations and étapes that the actor sees; the latest first.

    A fixed number of queries, however many versions: three for names and at most two a table.
    """
    vus = list(suivis)
    lectures: list[tuple[type[models.Model], dict[int, Any], Callable[[Any], str]]] = [
        (Personne, {personne.pk: personne}, lambda p: "identité et contact"),
        (Participation, {s.participation.pk: s.participation for s in vus}, _nom_de_participation),
        (Etape, {etape.pk: etape for s in vus for etape in s.etapes}, _nom_d_etape),
        *_autour(acteur, personne, vus),
    ]
    versions = [version for lecture in lectures for version in _versions(*lecture)]
    return Historique(versions, _noms(acteur), sensible=acteur.peut("sensible.lire"))


def _autour(
    acteur: Acteur, personne: Personne, suivis: list[Suivi]
) -> Iterator[tuple[type[models.Model], dict[int, Any], Callable[[Any], str]]]:
    """What stands around a parcours, as far as the reader's rights go; what was read with it is not read again."""
    siennes = {"participation__in": [suivi.participation.pk for suivi in suivis]}
    if acteur.peut("entretien.voir"):
        debuts = Entretien.objects.filter(personne=personne).values_list("pk", "debut")
        yield Entretien, dict(debuts), lambda debut: f"entretien du {timezone.localtime(debut):%d/%m/%Y}"
    if acteur.peut("participation.situation"):
        contrats = {contrat.pk: contrat for suivi in suivis for contrat in suivi.vie.contrats}
        emplois = {emploi.pk: emploi for suivi in suivis for emploi in suivi.vie.emplois}
        yield ContratPlie, contrats, lambda c: f"contrat PLIE du {c.etabli_le:%d/%m/%Y}"
        yield Emploi, emplois, lambda e: f"emploi du {e.debut:%d/%m/%Y}"
        jalons = Jalon.objects.filter(**siennes)
        yield Jalon, {jalon.pk: jalon for jalon in jalons}, lambda j: f"{j.nom}, {j.debut:%d/%m/%Y}"
    if acteur.peut("diagnostic.lire"):
        rangs = Diagnostic.objects.filter(**siennes).values_list("pk", "rang")
        yield Diagnostic, dict(rangs), lambda rang: f"diagnostic, version {rang}"
    if acteur.peut("sensible.lire"):
        suspensions = {suspension.pk: suspension for suivi in suivis for suspension in suivi.vie.suspensions}
        yield Suspension, suspensions, lambda s: f"suspension du {s.debut:%d/%m/%Y}"
        themes = FreinSuivi.objects.filter(**siennes).values_list("pk", "theme")
        yield FreinSuivi, dict(themes), lambda theme: f"frein « {THEMES.get(theme, theme).lower()} »"


def _versions(modele: type[models.Model], lignes: dict[int, Any], nommer: Callable[[Any], str]) -> Iterator[_Version]:
    """Every version of these rows, with the one before it."""
    if not lignes:
        return
    champs = [champ for champ in modele._meta.concrete_fields if champ.name not in TUS]
    voulus = ("id", "history_id", "history_date", "history_type", "history_change_reason", "history_user_id")
    lues = modele.historique.filter(id__in=list(lignes)).order_by("id", "history_id")
    avant: dict[str, Any] | None = None
    for apres in lues.values(*voulus, *(champ.attname for champ in champs)):
        memes = avant is not None and avant["id"] == apres["id"]
        yield _Version(apres, avant if memes else None, champs, partial(nommer, lignes[apres["id"]]))
        avant = apres


def _ecrire(champ: Any, valeur: Any, noms: dict[str, dict[int, str]], sensible: bool) -> str:
    """The value as people read it."""
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
    if isinstance(valeur, Decimal):
        return f"{valeur.normalize():f}".replace(".", ",")
    return f"{valeur:%d/%m/%Y}" if isinstance(valeur, date) else str(valeur)


def _noms(acteur: Acteur) -> dict[str, dict[int, str]]:
    """Names of the agents, bodies and places of the territory, by the field that points to them."""
    agents = {agent.pk: str(agent) for agent in Agent.objects.filter(territoire=acteur.territoire)}
    lues = Organisation.toutes.filter(territoire=acteur.territoire)
    structures = {organisation.pk: organisation.nom for organisation in lues}
    prescripteurs = {organisation.pk: acteur.dit(organisation) for organisation in lues}
    de_l_equipe = dict.fromkeys(("referent", "agent", "identifie_par"), agents)
    lieux = dict(Lieu.objects.filter(territoire=acteur.territoire).values_list("pk", "nom"))
    des_corps = {"organisme": structures, "prescripteur": prescripteurs, "operateur": structures}
    return de_l_equipe | des_corps | {"lieu_repertorie": lieux}


def _nom_de_participation(participation: Participation) -> str:
    return f"{participation.dispositif.code}, entrée du {participation.date_entree:%d/%m/%Y}"


def _nom_d_etape(etape: Etape) -> str:
    return f"étape « {etape.intitule or CATEGORIE_ETAPE.libelle(etape.categorie)} »"
