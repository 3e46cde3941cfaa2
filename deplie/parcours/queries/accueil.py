"""What home pages say of people: what is to be checked, a portfolio, what comes soon. Every count opens its list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Count

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.temps import etp_le
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.alertes import delais_de
from deplie.parcours.queries.liste import EN_COURS, SORTIS, TOUS, Filtre, Liste, etat_le
from deplie.parcours.queries.perimetre import etapes_visibles_par, visibles_par, vue_de
from deplie.parcours.queries.personne import BIENTOT, nom_d_etape
from deplie.parcours.rules.alertes import ALERTES, alertes, premier_jour_recent
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.memoire import retenir
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import CATEGORIES_NON_COMPTEES, STATUTS_NON_COMPTES

# Names said beside a counter, lines of a short list.
QUELQUES_NOMS, QUELQUES_LIGNES = 3, 8
Reponse = TypeVar("Reponse")


@dataclass(frozen=True)
class Compteur:
    """A number and the list it opens: ``requete`` is the query string of the list of participations."""

    libelle: str
    nombre: int
    requete: str
    personnes: tuple[Personne, ...] = ()
    parts: tuple[Compteur, ...] = ()

    @property
    def autres(self) -> bool:
        """Whether the parts named leave some out."""
        return bool(self.parts) and sum(part.nombre for part in self.parts) < self.nombre

    @property
    def dit(self) -> str:
        """« 12 entrées cette année », « 1 entrée cette année »: the first word of the label is in the plural."""
        premier, _, suite = self.libelle.partition(" ")
        accorde = premier.removesuffix("s") if self.nombre < 2 else premier
        return f"{self.nombre} {accorde} {suite}".strip()


@dataclass(frozen=True)
class Portefeuille:
    """How many people somebody follows, against what their working time allows (None: not recorded)."""

    agent: Agent
    compteurs: tuple[Compteur, ...]
    etp: Decimal | None
    plafond: int | None

    @property
    def en_cours(self) -> int:
        return self.compteurs[0].nombre

    @property
    def depasse(self) -> bool:
        return self.plafond is not None and self.en_cours > self.plafond


@dataclass(frozen=True)
class Echeance:
    """Something dated ahead, about somebody."""

    jour: date
    phrase: str
    personne: Personne


def a_verifier(acteur: Acteur, jour: date, *, codes: Iterable[str] = ALERTES, referent: str = "") -> list[Compteur]:
    """The alerts that concern somebody, with how many participations; of one référent, with names, where asked; of
    all, with whose people they are. Old exits are said by ``anciens``.
    """
    dites = alertes(delais_de(acteur.territoire))
    lus = [(dites[code], *_lire_alerte(acteur, jour, code, referent)) for code in codes]
    personnes = Personne.objects.in_bulk({pk for _, _, pks, _ in lus for pk in pks})
    agents = Agent.objects.in_bulk({pk for _, _, _, parts in lus for pk, _ in parts})
    return [
        Compteur(
            alerte.libelle,
            nombre,
            _requete(**_cles(alerte.code, jour, referent)),
            tuple(personnes[pk] for pk in pks if pk in personnes),
            tuple(
                Compteur(str(agents[pk]), combien, _requete(**_cles(alerte.code, jour, str(pk))))
                for pk, combien in parts
                if pk in agents
            ),
        )
        for alerte, nombre, pks, parts in lus
        if nombre
    ]


def _lire_alerte(acteur: Acteur, jour: date, code: str, referent: str) -> tuple[int, list[int], list[tuple[int, int]]]:
    """How many participations carry an alert; the first people of one référent, else the référents with the most.
    Kept while nothing changes.
    """

    def lire() -> tuple[int, list[int], list[tuple[int, int]]]:
        liste = Liste(acteur, Filtre(au=jour, **_cles(code, jour, referent)), _bornes(acteur))
        if not liste.nombre:
            return 0, [], []
        premieres = liste.page(0, QUELQUES_NOMS) if referent else []
        parts = [] if referent else _parts(liste)
        return liste.nombre, [participation.personne_id for participation in premieres], parts

    return _retenir(acteur, ["a_verifier", code, jour, referent], lire)


def _cles(code: str, jour: date, referent: str) -> dict[str, Any]:
    """The fields of the list that an alert opens, the oldest first: exits of this year and the last one."""
    etat = ALERTES[code].etat
    recentes = {"sortie_du": premier_jour_recent(jour), "tri": "sortie"} if etat == SORTIS else {"tri": "entree"}
    return {"etat": etat, "alerte": code, "referent": referent, **recentes}


def _parts(liste: Liste) -> list[tuple[int, int]]:
    """(référent, how many), the most first."""
    suivies = liste.retenues.filter(etat_le(liste.filtre.etat, liste.filtre.au), referent__isnull=False)
    comptes = suivies.order_by().values_list("referent").annotate(n=Count("pk"))
    return sorted(comptes, key=lambda part: (-part[1], part[0]))[:QUELQUES_NOMS]


def anciens(
    acteur: Acteur, jour: date, *, codes: Iterable[str] = ALERTES, referent: str = ""
) -> list[tuple[int, list[Compteur]]]:
    """What was left of exits of years past, year by year, the oldest first: they wait, and do not hide today's."""
    par_annee: dict[int, list[Compteur]] = {}
    dites = alertes(delais_de(acteur.territoire))
    for code in (code for code in codes if ALERTES[code].etat == SORTIS):
        for annee, nombre in _par_annee(acteur, jour, code, referent):
            periode = {"sortie_du": date(annee, 1, 1), "sortie_au": date(annee, 12, 31), "tri": "sortie"}
            requete = _requete(etat=SORTIS, alerte=code, referent=referent, **periode)
            par_annee.setdefault(annee, []).append(Compteur(dites[code].libelle, nombre, requete))
    return sorted(par_annee.items())


def _par_annee(acteur: Acteur, jour: date, code: str, referent: str) -> list[tuple[int, int]]:
    """(year of exit, how many) of an alert, before the exits of ``a_verifier``. Kept while nothing changes."""

    def lire() -> list[tuple[int, int]]:
        veille = premier_jour_recent(jour) - timedelta(days=1)
        filtre = Filtre(etat=SORTIS, au=jour, alerte=code, referent=referent, sortie_au=veille)
        gardees = Liste(acteur, filtre, _bornes(acteur)).retenues.filter(etat_le(SORTIS, jour))
        return list(gardees.order_by().values_list("date_sortie__year").annotate(n=Count("pk")))

    return _retenir(acteur, ["anciens", code, jour, referent], lire)


def _retenir(
    acteur: Acteur, question: list[object], lire: Callable[[], Reponse], faits: Collection[str] = generations.FAITS
) -> Reponse:
    """Kept while nothing changes, for whoever sees the same people."""
    return retenir(acteur.territoire.code, [*question, *vue_de(acteur)], lire, faits=faits)


def portefeuille(acteur: Acteur, agent: Agent, jour: date) -> Portefeuille:
    """What somebody follows: in progress, entered and gone since the beginning of the year."""
    qui, debut = str(agent.pk), date(jour.year, 1, 1)
    filtres = (
        ("en cours", Filtre(etat=EN_COURS, au=jour, referent=qui)),
        ("entrées cette année", Filtre(etat=TOUS, au=jour, referent=qui, entree_du=debut)),
        ("sorties cette année", Filtre(etat=SORTIS, au=jour, referent=qui, sortie_du=debut)),
    )
    etp = etp_le(acteur.territoire, jour).get(agent.pk)
    return Portefeuille(
        agent, tuple(compter(acteur, nom, filtre) for nom, filtre in filtres), etp, _plafond(acteur, etp)
    )


def charges(acteur: Acteur, jour: date) -> list[Portefeuille]:
    """Each référent with people in progress, the most loaded first."""
    comptes = _retenir(acteur, ["charges", jour], lambda: _comptes_par_referent(acteur, jour), ("sejour", "acteur"))
    temps = etp_le(acteur.territoire, jour)
    agents = Agent.objects.in_bulk(list(comptes))
    lues = [
        Portefeuille(
            agent,
            (Compteur("en cours", comptes[pk], _requete(etat=EN_COURS, referent=str(pk))),),
            temps.get(pk),
            _plafond(acteur, temps.get(pk)),
        )
        for pk, agent in agents.items()
    ]
    return sorted(lues, key=lambda lue: (-lue.en_cours, str(lue.agent)))


def _comptes_par_referent(acteur: Acteur, jour: date) -> dict[int, int]:
    ouvertes = visibles_par(acteur).ouvertes_le(jour).filter(referent__isnull=False)
    return dict(ouvertes.order_by().values_list("referent").annotate(n=Count("pk")))


def echeances(acteur: Acteur, jour: date, *, agent: Agent | None = None) -> list[Echeance]:
    """Étapes that end soon among the people whom an agent follows, or all those the actor sees; the nearest first."""
    question = ["echeances", jour, agent.pk if agent else None]
    pks = _retenir(acteur, question, lambda: _etapes_qui_finissent(acteur, jour, agent))
    etapes = Etape.objects.select_related("participation__personne").in_bulk(pks)
    lues = [etapes[pk] for pk in pks if pk in etapes]
    return [Echeance(e.date_fin, f"fin de « {nom_d_etape(e)} »", e.participation.personne) for e in lues if e.date_fin]


def _etapes_qui_finissent(acteur: Acteur, jour: date, agent: Agent | None) -> list[int]:
    etapes = etapes_visibles_par(acteur) if agent is None else Etape.objects.filter(participation__referent=agent)
    proches = etapes.filter(date_fin__gte=jour, date_fin__lte=jour + BIENTOT, territoire=acteur.territoire)
    comptees = proches.exclude(categorie__in=CATEGORIES_NON_COMPTEES).exclude(statut__in=STATUTS_NON_COMPTES)
    return list(comptees.order_by("date_fin", "pk").values_list("pk", flat=True)[:QUELQUES_LIGNES])


def accueillies(acteur: Acteur, jour: date) -> list[Etape]:
    """The étapes in progress that the actor sees at their organisation, the latest begun first."""
    etapes = etapes_visibles_par(acteur).filter(operateur=acteur.organisation, date_debut__lte=jour)
    return list(
        etapes.exclude(date_fin__lt=jour)
        .exclude(statut__in=STATUTS_NON_COMPTES)
        .select_related("participation__personne")
        .order_by("-date_debut", "-pk")[:QUELQUES_LIGNES]
    )


def orientees(acteur: Acteur) -> list[Participation]:
    """The participations last opened among those the actor sees."""
    vues = visibles_par(acteur).reelles().select_related("personne", "dispositif", "referent")
    return list(vues.order_by("-date_entree", "-pk")[:QUELQUES_LIGNES])


def compter(acteur: Acteur, libelle: str, filtre: Filtre) -> Compteur:
    """The length of the list that a filter opens."""
    champs = {nom: getattr(filtre, nom) for nom in ("etat", "referent", "alerte", "entree_du", "sortie_du")}
    return Compteur(libelle, Liste(acteur, filtre, _bornes(acteur)).nombre, _requete(**champs))


def _bornes(acteur: Acteur) -> list[int]:
    return reglage(acteur.territoire, "tranches_age")


def _plafond(acteur: Acteur, etp: Decimal | None) -> int | None:
    """How many people a working time allows (setting « charge_par_referent », by full-time post)."""
    return round(etp * reglage(acteur.territoire, "charge_par_referent")) if etp else None


def _requete(**champs: object) -> str:
    """The query string of the list, days as people write them."""
    ecrits = {nom: f"{v:%d/%m/%Y}" if isinstance(v, date) else v for nom, v in champs.items() if v}
    return urlencode(ecrits)
