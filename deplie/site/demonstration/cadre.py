"""The frame of a demonstration territory: protocoles and their parties, European money, charges, agreements.

Each step looks before it acts, as the rest of the loading: a run that was cut is taken up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.models import AccordTerritorial, Avenant, Competence, OrganismeIntermediaire, Protocole
from deplie.cadre.rules import DEFINITIONS
from deplie.cadre.rules.statut import ADOPTE
from deplie.site.demonstration.declaration import PLIE, Declaration
from deplie.territoires.models import Commune


@transaction.atomic
def encadrer(lue: Declaration, par: Acteur) -> None:
    """Record the whole frame of a territory."""
    for decrit in lue.brut.get("protocoles", ()):
        _protocole(decrit, par)
    cadre: Mapping[str, Any] = lue.brut.get("cadre", {})
    for decrit in cadre.get("objectifs", ()):
        _objectif(decrit, par)
    for decrit in cadre.get("organismes", ()):
        _organisme(decrit, par)
    for decrit in cadre.get("competences", ()):
        _competence(decrit, par)
    for decrit in cadre.get("accords", ()):
        _accord(decrit, par)


def _protocole(decrit: Mapping[str, Any], par: Acteur) -> None:
    dispositif = par.territoire.dispositifs.get(code=decrit.get("dispositif", PLIE))
    protocole = Protocole.objects.filter(dispositif=dispositif, debut=decrit["debut"]).first()
    if protocole is None:
        definition = DEFINITIONS[decrit["definition"]]
        protocole = actions.creer_protocole(
            dispositif=dispositif,
            nom=decrit["nom"],
            debut=decrit["debut"],
            fin=decrit["fin"],
            motifs_positifs=sorted(definition.motifs),
            denominateur=definition.denominateur,
            version=definition.version,
            source=f"{definition.source} {decrit['source']}",
            cloture_le=decrit.get("cloture_le"),
            par=par,
        )
    for avenant in decrit.get("avenants", ())[protocole.avenants.count() :]:
        _avenant(protocole, dict(avenant), par)
    for partie in decrit.get("parties", ())[protocole.parties.count() :]:
        actions.ajouter_partie(protocole=protocole, par=par, **partie)


def _avenant(protocole: Protocole, dit: dict[str, Any], par: Acteur) -> None:
    """An avenant decided by a committee on a day goes through the decision; another is recorded as signed."""
    decide_le = dit.pop("decide_le", None)
    if decide_le is None:
        actions.ajouter_avenant(protocole=protocole, par=par, **dit)
        return
    signe_le = dit.pop("signe_le", None)
    avenant = actions.ajouter_avenant(protocole=protocole, par=par, a_decider=True, **dit)
    actions.decider_avenant(avenant=avenant, statut=ADOPTE, le=decide_le, par=par)
    if signe_le:
        actions.signer_avenant(avenant=avenant, signe_le=signe_le, par=par)


def _objectif(decrit: Mapping[str, Any], par: Acteur) -> None:
    dit = dict(decrit)
    dispositif = par.territoire.dispositifs.get(code=dit.pop("dispositif", PLIE))
    numero = dit.pop("avenant", None)
    avenant = Avenant.objects.get(protocole__dispositif=dispositif, numero=numero) if numero else None
    cible = Decimal(str(dit.pop("cible")))
    actions.fixer_objectif(dispositif=dispositif, cible=cible, avenant=avenant, par=par, **dit)


def _organisme(decrit: Mapping[str, Any], par: Acteur) -> None:
    if OrganismeIntermediaire.objects.filter(territoire=par.territoire, nom=decrit["nom"]).exists():
        return
    oi = actions.declarer_oi(
        organisation=decrit["organisation"], nom=decrit["nom"], pivot=decrit.get("pivot", False), par=par
    )
    for plan in decrit.get("plans", ()):
        actions.rattacher_plan(organisme_intermediaire=oi, par=par, **plan)
    for dite in decrit.get("subventions", ()):
        dit = dict(dite)
        lignes, avenants, parts = dit.pop("lignes", ()), dit.pop("avenants", ()), dit.pop("parts", ())
        subvention = actions.enregistrer_subvention(organisme_intermediaire=oi, par=par, **dit)
        _enveloppe(subvention, lignes, None, par)
        for change in avenants:
            change = dict(change)
            suivantes = change.pop("lignes", ())
            avenant = actions.ajouter_avenant_subvention(subvention=subvention, par=par, **change)
            _enveloppe(subvention, suivantes, avenant, par)
        for annee, organisation, montant in parts:
            _part(oi, subvention.enveloppes.get(annee=annee), organisation, Decimal(montant), par)


def _part(oi: Any, enveloppe: Any, organisation: str, montant: Decimal, par: Acteur) -> None:
    plan = oi.rattachements.get(organisation__nom=organisation)
    actions.fixer_parts(enveloppe=enveloppe, montants={plan.pk: montant}, par=par)


def _enveloppe(subvention: Any, lignes: Any, avenant: Any, par: Acteur) -> None:
    for annee, axe, objectif, montant in lignes:
        actions.fixer_enveloppe(
            subvention=subvention,
            annee=annee,
            axe=axe,
            objectif_specifique=objectif,
            montant=Decimal(montant),
            avenant=avenant,
            par=par,
        )


def _competence(decrit: Mapping[str, Any], par: Acteur) -> None:
    dit = dict(decrit)
    passe = dit.pop("passe", None)
    if Competence.objects.filter(territoire=par.territoire, objet=dit["objet"]).exists():
        return
    competence = actions.declarer_competence(par=par, **dit)
    if passe:
        actions.passer_competence(competence=competence, par=par, **passe)


def _accord(decrit: Mapping[str, Any], par: Acteur) -> None:
    dit = dict(decrit)
    if AccordTerritorial.objects.filter(territoire=par.territoire, objet=dit["objet"]).exists():
        return
    objet = dit.pop("competence", None)
    competence = Competence.objects.get(territoire=par.territoire, objet=objet) if objet else None
    communes = _communes(dit.pop("communes", ()), dit.pop("toutes_les_communes", False), par)
    actions.noter_accord(competence=competence, communes=communes, par=par, **dit)


def _communes(noms: Any, toutes: bool, par: Acteur) -> list[Commune]:
    lues = par.territoire.communes.order_by("code")
    return list(lues if toutes else lues.filter(nom__in=noms))
