"""Create the demonstration territories through the same doors as anybody: the actions of the rooms, and the import.

Each step looks before it acts, so that a run that was cut is taken up again; a territory already in place, from the
same files, is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.actions import (
    completer_agent,
    creer_distribution_demo,
    creer_organisation,
    donner_role,
    noter_temps,
)
from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.parcours.actions import regler_trame
from deplie.parcours.queries.trame import trames
from deplie.parcours.rules.trame import TRAME_TCO
from deplie.site.demonstration.appels import appeler
from deplie.site.demonstration.ateliers import animer
from deplie.site.demonstration.cadre import encadrer
from deplie.site.demonstration.casier import ecrire_lettres
from deplie.site.demonstration.comites import reunir
from deplie.site.demonstration.declaration import CODES, DOSSIER, PLIE, Declaration, declaration
from deplie.site.demonstration.depot import faire_vivre, importer
from deplie.site.demonstration.embleme import marquer
from deplie.site.demonstration.execution import executer
from deplie.site.demonstration.fiches import remplir
from deplie.site.demonstration.freins import suivre_freins
from deplie.site.demonstration.instruction import instruire
from deplie.site.demonstration.pacte import pactiser
from deplie.site.demonstration.profils import courriel_referent
from deplie.site.demonstration.retours import echanger
from deplie.site.demonstration.soutiens import soutenir
from deplie.site.demonstration.tables import Ligne, tables
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports.course import Suivi
from deplie.socle.journal import Auteur, consigner
from deplie.socle.models import Journal
from deplie.territoires.actions import (
    charger_communes,
    creer_territoire,
    declarer_qpv,
    marquer_demonstration,
    rattacher_communes,
)
from deplie.territoires.models import Territoire
from deplie.territoires.queries.geographie import millesime

VERBE = "installer la démonstration"


@dataclass(frozen=True)
class Installation:
    """What became of one territory. ``rapport`` is the import's, None where the territory was already in place."""

    code: str
    nom: str
    rapport: Mapping[str, Any] | None


def installer(
    *, par: Auteur, codes: tuple[str, ...] = CODES, recharger: bool = False, suivi: Suivi | None = None
) -> Iterator[Installation]:
    """Create the demonstration territories one by one; those already in place are left as they are.

    ``recharger`` imports them again: what somebody changed in the declared cells comes back. Raises RefusMetier before
    writing anything when a territory of that code exists and is real.
    """
    _refuser_les_vrais(codes)
    for code in codes:
        lue = declaration(code)
        if recharger or not _en_place(code):
            yield Installation(code, lue.nom, _installer(lue, par, suivi))
        else:
            yield Installation(code, lue.nom, None)


def _refuser_les_vrais(codes: tuple[str, ...]) -> None:
    vrais = Territoire.objects.filter(code__in=codes, demonstration=False).order_by("code")
    for territoire in vrais[:1]:
        raise RefusMetier(
            f"Le territoire {territoire.code} ({territoire.nom}) existe et n'est pas une démonstration : rien n'a été "
            "changé. Utilisez une autre base pour la démonstration."
        )


def _en_place(code: str) -> bool:
    ligne = Journal.objects.filter(territoire=code, verbe=VERBE).order_by("-pk").first()
    return (
        ligne is not None
        and ligne.detail.get("empreinte") == empreinte()
        and Territoire.objects.filter(code=code).exists()
    )


@cache
def empreinte() -> str:
    """What the demonstration is made of: its files and the vintage of the communes."""
    resume = hashlib.sha256(str(millesime()).encode())
    for fichier in sorted([*DOSSIER.rglob("*.toml"), *DOSSIER.glob("*.py")]):
        resume.update(fichier.read_bytes())
    return resume.hexdigest()


def _installer(lue: Declaration, par: Auteur, suivi: Suivi | None) -> Mapping[str, Any]:
    territoire = _creer(lue, par)
    systeme = Acteur.systeme(territoire)
    _situer(lue, territoire, systeme)
    creer_distribution_demo(
        territoire=territoire, par=systeme, structures=lue.brut.get("structures", {}), sans=lue.sans_role
    )
    contenu = tables(lue.code)
    _structurer(lue, contenu, systeme)
    encadrer(lue, systeme)
    _tramer(lue, systeme)
    compte_rendu = importer(contenu, systeme, suivi)
    if lue.brut.get("trame") == lue.code:
        suivre_freins(par=systeme, au=lue.dates["observe_au"])
    _composer_equipe(lue, systeme)
    appeler(lue, systeme)
    animer(lue, systeme)
    faire_vivre(lue.code, systeme, suivi)
    ecrire_lettres(systeme)
    jour = timezone.localdate()
    executer(lue, systeme, jour)
    remplir(systeme, jour)
    echanger(systeme)
    soutenir(systeme)
    instruire(lue, systeme, jour)
    marquer(lue, systeme)
    reunir(lue, systeme)
    pactiser(lue, systeme)
    consigner(VERBE, par=par, objet=territoire, territoire=lue.code, detail={"empreinte": empreinte()})
    return compte_rendu


@transaction.atomic
def _creer(lue: Declaration, par: Auteur) -> Territoire:
    territoire = creer_territoire(
        code=lue.code,
        nom=lue.nom,
        dispositifs=lue.dispositifs,
        complet_depuis=lue.complet_depuis,
        siren=lue.siren,
        par=par,
    )
    marquer_demonstration(territoire=territoire, type_territoire=lue.type, par=par)
    return territoire


@transaction.atomic
def _situer(lue: Declaration, territoire: Territoire, par: Acteur) -> None:
    charger_communes(par=par)
    lieux = lue.lieux
    sirens, departements = tuple(lieux.get("sirens", ())), tuple(lieux.get("departements", ()))
    rattacher_communes(territoire=territoire, sirens=sirens, departements=departements, par=par)
    for quartier in lieux.get("qpv", ()):
        declarer_qpv(
            code=quartier["code"],
            nom=quartier["nom"],
            millesime_qpv=2015,
            commune=quartier["commune"],
            fictif=True,
            par=par,
        )


@transaction.atomic
def _structurer(lue: Declaration, contenu: Mapping[str, list[Ligne]], par: Acteur) -> None:
    """Record the bodies that the tables name, so that the import has none to guess."""
    noms = [r["organisation"] for r in lue.brut.get("referents", ()) if "organisation" in r]
    noms += [ligne["prescripteur"] for ligne in contenu.get("participants", ())]
    noms += [ligne["operateur"] for ligne in contenu.get("etapes", ())]
    connues = set(Organisation.toutes.filter(territoire=par.territoire).values_list("cle", flat=True))
    for nom in dict.fromkeys(noms):
        if nom and cle_organisation(nom) not in connues:
            creer_organisation(nom=nom, par=par)


@transaction.atomic
def _tramer(lue: Declaration, par: Acteur) -> None:
    if lue.brut.get("trame") == lue.code and not trames(par).exists():
        nom, debut, fin, pas = TRAME_TCO
        plie = par.territoire.dispositifs.get(code=PLIE)
        regler_trame(dispositif=plie, nom=nom, debut=debut, fin=fin, pas=pas, par=par)


@transaction.atomic
def _composer_equipe(lue: Declaration, par: Acteur) -> None:
    """Complete the référents that the import created, give them their role and their working time."""
    for decrit in lue.brut.get("referents", ()):
        agent = Agent.objects.get(territoire=par.territoire, courriel=courriel_referent(decrit, lue.code))
        if "nom" in decrit and agent.a_completer:
            organisation = _organisation(decrit.get("organisation", ""), par)
            completer_agent(agent=agent, nom=decrit["nom"], prenom=decrit["prenom"], organisation=organisation, par=par)
        if not agent.habilitations.filter(role="referent_parcours").exists():
            donner_role(agent=agent, role="referent_parcours", debut=decrit["etp"][0][0], par=par)
        for debut, etp in decrit["etp"]:
            if not agent.temps.filter(debut=debut).exists():
                noter_temps(agent=agent, etp=Decimal(str(etp)), debut=debut, par=par)


def _organisation(nom: str, par: Acteur) -> Organisation | None:
    return Organisation.objects.filter(territoire=par.territoire, cle=cle_organisation(nom)).first() if nom else None
