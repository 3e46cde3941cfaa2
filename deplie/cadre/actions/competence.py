"""Charges and fundings of a territory, their passing from a body to another, agreements between communes or bodies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions._controle import PHRASES, exiger_du_territoire, organisme
from deplie.cadre.models import AccordTerritorial, Competence
from deplie.cadre.rules.competence import COMPETENCE, refus_de_passer
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Commune


@transaction.atomic
def declarer_competence(
    *,
    objet: str,
    organisation: str,
    par: Acteur,
    nature: str = COMPETENCE,
    detail: str = "",
    debut: date | None = None,
    fin: date | None = None,
    acte: str = "",
    source: str = "",
) -> Competence:
    """Record which body has charge of something, or finances it. Raises RefusMetier for inverted dates."""
    competence = Competence(
        territoire=par.territoire,
        nature=nature,
        objet=objet.strip(),
        detail=detail,
        organisation=organisme(organisation, par),
        debut=debut,
        fin=fin,
        acte=acte,
        source=source,
    )
    with traduire(PHRASES):
        enregistrer(competence, par=par)
    consigner("déclarer une compétence", par=par, objet=competence, detail={"objet": objet, "nature": nature})
    return competence


@transaction.atomic
def modifier_competence(
    *, competence: Competence, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct what was recorded of a charge. Raises RefusMetier for dates that meet its next holder's, or
    EditionConcurrente.
    """
    exiger_du_territoire(competence.territoire_id, par)

    def verifier(lue: Competence) -> None:
        suivante = Competence.objects.filter(remplace=lue.pk).first()
        if suivante and suivante.debut and (lue.fin is None or lue.fin >= suivante.debut):
            raise RefusMetier(
                f"{suivante.organisation} prend la suite le {suivante.debut:%d/%m/%Y} : la fin doit la précéder."
            )
        if lue.remplace and lue.remplace.fin and (lue.debut is None or lue.debut <= lue.remplace.fin):
            raise RefusMetier(
                f"{lue.remplace.organisation} en avait la charge jusqu'au {lue.remplace.fin:%d/%m/%Y} : "
                "le début doit suivre."
            )

    lues = dict(valeurs)
    if "organisation" in lues:
        lues["organisation"] = organisme(lues["organisation"], par)
    with traduire(PHRASES):
        changes = modifier(competence, lues, par=par, edition=edition, verifier=verifier)
    if changes:
        consigner("modifier une compétence", par=par, objet=competence, detail={"champs": changes})


@transaction.atomic
def passer_competence(
    *,
    competence: Competence,
    organisation: str,
    le: date,
    par: Acteur,
    fin: date | None = None,
    acte: str = "",
    source: str = "",
) -> Competence:
    """Pass a charge or a funding to another body on a day: the former one keeps it until the eve.

    Raises RefusMetier when it has passed already, to the same body, or at a day that its dates refuse.
    """
    exiger_du_territoire(competence.territoire_id, par)
    ancienne = Competence.objects.select_for_update().get(pk=competence.pk)
    suivante = Competence.objects.filter(remplace=ancienne).select_related("organisation").first()
    if suivante:
        raise RefusMetier(f"« {ancienne.objet} » est déjà passé à {suivante.organisation}. Partez de cette ligne-là.")
    nouvelle = organisme(organisation, par)
    if nouvelle.pk == ancienne.organisation_id:
        raise RefusMetier(f"{nouvelle} en a déjà la charge. Choisissez un autre organisme.")
    if refus := refus_de_passer(ancienne.debut, ancienne.fin, le):
        raise RefusMetier(refus)
    ancienne.fin = le - timedelta(days=1)
    enregistrer(ancienne, par=par)
    competence.fin = ancienne.fin
    releve = Competence(
        territoire=par.territoire,
        nature=ancienne.nature,
        objet=ancienne.objet,
        detail=ancienne.detail,
        organisation=nouvelle,
        debut=le,
        fin=fin,
        acte=acte,
        source=source,
        remplace=ancienne,
    )
    with traduire(PHRASES):
        enregistrer(releve, par=par)
    detail = {"de": ancienne.organisation_id, "a": nouvelle.pk, "le": str(le)}
    consigner("passer une compétence", par=par, objet=releve, detail=detail)
    return releve


@transaction.atomic
def noter_accord(
    *,
    nature: str,
    objet: str,
    adopte_le: date,
    par: Acteur,
    competence: Competence | None = None,
    organisations: Iterable[str] = (),
    communes: Iterable[Commune] = (),
    fin: date | None = None,
    source: str = "",
) -> AccordTerritorial:
    """Record what communes and their grouping, or bodies, agreed on. Raises RefusMetier for inverted dates, or when
    nobody is party to it.
    """
    noms = list(dict.fromkeys(nom.strip() for nom in organisations if nom.strip()))
    lieux = list(communes)
    if not noms and not lieux:
        raise RefusMetier("Indiquez au moins un organisme ou une commune qui s'accorde.")
    if competence is not None:
        exiger_du_territoire(competence.territoire_id, par)
    accord = AccordTerritorial(
        territoire=par.territoire,
        nature=nature,
        objet=objet.strip(),
        competence=competence,
        adopte_le=adopte_le,
        fin=fin,
        source=source,
    )
    with traduire(PHRASES):
        enregistrer(accord, par=par)
    accord.organisations.set([organisme(nom, par) for nom in noms])
    accord.communes.set(lieux)
    consigner("noter un accord", par=par, objet=accord, detail={"nature": nature, "le": str(adopte_le)})
    return accord


@transaction.atomic
def modifier_accord(
    *, accord: AccordTerritorial, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct what was recorded of an agreement; ``valeurs``: nature, objet, competence, organisations (names),
    communes, adopte_le, fin, source. Its versions are kept, and the journal says which parties changed.

    Raises RefusMetier as ``noter_accord``, or EditionConcurrente.
    """
    exiger_du_territoire(accord.territoire_id, par)
    lues = dict(valeurs)
    noms, lieux = lues.pop("organisations"), list(lues.pop("communes"))
    organisations = {lue.pk: lue for lue in (organisme(nom, par) for nom in noms)}
    if not organisations and not lieux:
        raise RefusMetier("Indiquez au moins un organisme ou une commune qui s'accorde.")
    if lues["competence"] is not None:
        exiger_du_territoire(lues["competence"].territoire_id, par)
    with traduire(PHRASES):
        changes: list[Any] = modifier(accord, lues, par=par, edition=edition)
    avant = _parties(accord)
    accord.organisations.set(organisations.values())
    accord.communes.set(lieux)
    if (apres := _parties(accord)) != avant:
        changes.append("parties")
    if changes:
        detail = {"champs": changes, "avant": avant, "apres": apres}
        consigner("modifier un accord", par=par, objet=accord, detail=detail)


def _parties(accord: AccordTerritorial) -> dict[str, list[Any]]:
    """Who agrees, by number."""
    organisations = accord.organisations.order_by("pk").values_list("pk", flat=True)
    return {
        "organisations": list(organisations),
        "communes": [str(pk) for pk in accord.communes.order_by("pk").values_list("pk", flat=True)],
    }
