"""European money: intermediate bodies and their plans, subventions globales, envelopes and their avenants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur, acteur_de
from deplie.cadre.actions._controle import PHRASES, dit, exiger_du_territoire, organisme, verifier_le_montant
from deplie.cadre.models import AvenantSubvention, Enveloppe, OrganismeIntermediaire, RattachementOI, SubventionGlobale
from deplie.cadre.rules.programmation import PROGRAMMATIONS
from deplie.socle import generations
from deplie.socle.argent import MAXIMUM
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Territoire


@transaction.atomic
def declarer_oi(*, organisation: str, nom: str, par: Acteur, pivot: bool = False) -> OrganismeIntermediaire:
    """Record the intermediate body that the author's territory runs. Raises RefusMetier when it is there already."""
    oi = OrganismeIntermediaire(
        territoire=par.territoire, organisation=organisme(organisation, par), nom=nom.strip(), pivot=pivot
    )
    with traduire(PHRASES):
        enregistrer(oi, par=par)
    consigner("déclarer un organisme intermédiaire", par=par, objet=oi)
    return oi


@transaction.atomic
def modifier_oi(
    *,
    organisme_intermediaire: OrganismeIntermediaire,
    valeurs: Mapping[str, Any],
    par: Acteur,
    edition: Edition | None = None,
) -> None:
    """Correct what was recorded of an intermediate body; ``valeurs``: organisation (its name), nom, pivot. Its versions
    are kept. Raises RefusMetier, or EditionConcurrente."""
    exiger_du_territoire(organisme_intermediaire.territoire_id, par)
    lues = {**valeurs, "organisation": organisme(valeurs["organisation"], par)}
    with traduire(PHRASES):
        changes = modifier(organisme_intermediaire, lues, par=par, edition=edition)
    if changes:
        consigner(
            "modifier un organisme intermédiaire", par=par, objet=organisme_intermediaire, detail={"champs": changes}
        )


@transaction.atomic
def rattacher_plan(
    *,
    organisme_intermediaire: OrganismeIntermediaire,
    organisation: str,
    debut: date,
    par: Acteur,
    fin: date | None = None,
    code_territoire: str = "",
) -> RattachementOI:
    """Say that an intermediate body manages the money of a plan.

    ``code_territoire`` names its territory on this installation: it then reads the amounts. The author must hold a role
    there too, and the refusal does not say whether the territory exists.
    """
    exiger_du_territoire(organisme_intermediaire.territoire_id, par)
    plan = organisme(organisation, par)
    rattachement = RattachementOI(
        organisme=organisme_intermediaire,
        organisation=plan,
        territoire=_partenaire(code_territoire.strip().upper(), par) or _le_sien(organisme_intermediaire, plan),
        debut=debut,
        fin=fin,
    )
    with traduire(PHRASES):
        enregistrer(rattachement, par=par)
    detail = {"organisme": organisme_intermediaire.pk, "debut": str(debut)}
    consigner("rattacher un plan", par=par, objet=rattachement, detail=detail)
    return rattachement


@transaction.atomic
def modifier_rattachement(
    *, rattachement: RattachementOI, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct which plan an intermediate body serves, or its dates; ``valeurs``: organisation (its name), debut, fin,
    code_territoire. Its versions are kept.

    A territory that reads the amounts already stays so without the author's holding a role there. Raises RefusMetier as
    ``rattacher_plan``, or EditionConcurrente.
    """
    exiger_du_territoire(rattachement.organisme.territoire_id, par)
    lues = {nom: valeurs[nom] for nom in ("debut", "fin")}
    lues["organisation"] = organisme(valeurs["organisation"], par)
    code = valeurs["code_territoire"].strip().upper()
    deja = rattachement.territoire
    lues["territoire"] = deja if deja and deja.code == code else _partenaire(code, par)
    lues["territoire"] = lues["territoire"] or _le_sien(rattachement.organisme, lues["organisation"])
    with traduire(PHRASES):
        changes = modifier(rattachement, lues, par=par, edition=edition)
    if changes:
        consigner("modifier un rattachement", par=par, objet=rattachement, detail={"champs": changes})


def _le_sien(oi: OrganismeIntermediaire, plan: Organisation) -> Territoire | None:
    """The plan that the intermediate body itself holds is that of its own territory."""
    return oi.territoire if plan.pk == oi.organisation_id else None


def _partenaire(code: str, par: Acteur) -> Territoire | None:
    if not code:
        return None
    if par.est_systeme:
        return Territoire.objects.get(code=code)
    acteur = acteur_de(par.compte, code) if par.compte else None
    if acteur is None or not acteur.peut("cadre.modifier"):
        raise RefusMetier(
            f"Vous n'avez pas à modifier le cadre d'un territoire de code {code}. Laissez ce champ vide : le plan est "
            "rattaché sans que ce territoire lise les montants."
        )
    return acteur.territoire


@transaction.atomic
def enregistrer_subvention(
    *,
    organisme_intermediaire: OrganismeIntermediaire,
    programmation: str,
    numero: str,
    debut: date,
    fin: date,
    par: Acteur,
    signee_le: date | None = None,
    source: str = "",
) -> SubventionGlobale:
    """Record a subvention globale. Raises RefusMetier for inverted dates, dates out of its programmation, or a number
    already taken.
    """
    exiger_du_territoire(organisme_intermediaire.territoire_id, par)
    subvention = SubventionGlobale(
        organisme=organisme_intermediaire,
        programmation=programmation,
        numero=numero.strip(),
        debut=debut,
        fin=fin,
        signee_le=signee_le,
        source=source,
    )
    _verifier(subvention)
    with traduire(PHRASES):
        enregistrer(subvention, par=par)
    consigner("enregistrer une subvention globale", par=par, objet=subvention)
    return subvention


@transaction.atomic
def modifier_subvention(
    *, subvention: SubventionGlobale, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct what was recorded of a subvention globale. Raises RefusMetier, or EditionConcurrente."""
    exiger_du_territoire(subvention.organisme.territoire_id, par)
    with traduire(PHRASES):
        changes = modifier(subvention, valeurs, par=par, edition=edition, verifier=_verifier)
    if changes:
        consigner("modifier une subvention globale", par=par, objet=subvention, detail={"champs": changes})


def _verifier(subvention: SubventionGlobale) -> None:
    if subvention.fin < subvention.debut:
        raise RefusMetier(PHRASES["subvention_dates"])
    periode = PROGRAMMATIONS.get(subvention.programmation)
    if periode is None:
        raise RefusMetier(PHRASES["subvention_programmation"])
    if subvention.debut < periode.debut or subvention.fin > periode.fin:
        raise RefusMetier(
            f"La période dépasse celle où une dépense peut être éligible au {periode.nom} : du {dit(periode.debut)} au "
            f"{dit(periode.fin)}. Corrigez les dates ou la programmation."
        )


@transaction.atomic
def ajouter_avenant_subvention(
    *,
    subvention: SubventionGlobale,
    objet: str,
    effet_le: date,
    par: Acteur,
    signe_le: date | None = None,
    prolonge_au: date | None = None,
) -> AvenantSubvention:
    """Add the next avenant of a subvention globale.

    Raises RefusMetier for an effect out of its dates, or a new end that does not prolong it or leaves its period.
    """
    exiger_du_territoire(subvention.organisme.territoire_id, par)
    SubventionGlobale.objects.select_for_update().get(pk=subvention.pk)
    _verifier_effet(subvention, effet_le, prolonge_au)
    numero = (subvention.avenants.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    avenant = AvenantSubvention.objects.create(
        subvention=subvention,
        numero=numero,
        objet=objet,
        effet_le=effet_le,
        signe_le=signe_le,
        prolonge_au=prolonge_au,
    )
    consigner("ajouter un avenant à une subvention", par=par, objet=avenant, detail={"numero": numero})
    return avenant


def _verifier_effet(subvention: SubventionGlobale, effet_le: date, prolonge_au: date | None) -> None:
    dates = subvention.avenants.filter(prolonge_au__isnull=False).values_list("prolonge_au", flat=True)
    fin = max([subvention.fin, *(jour for jour in dates if jour)])
    if effet_le < subvention.debut:
        raise RefusMetier(f"L'avenant prend effet avant le début de la subvention, le {dit(subvention.debut)}.")
    if prolonge_au and prolonge_au <= fin:
        raise RefusMetier(f"La subvention court déjà jusqu'au {dit(fin)}. Indiquez un dernier jour postérieur.")
    periode = PROGRAMMATIONS[subvention.programmation]
    if prolonge_au and prolonge_au > periode.fin:
        raise RefusMetier(f"Une dépense n'est plus éligible au {periode.nom} après le {dit(periode.fin)}.")


@transaction.atomic
def fixer_enveloppe(
    *,
    subvention: SubventionGlobale,
    annee: int,
    axe: str,
    objectif_specifique: str,
    montant: Decimal,
    par: Acteur,
    avenant: AvenantSubvention | None = None,
) -> Enveloppe:
    """Set the amount of a year, an axis and a specific objective: from the first day, or from that of an avenant.

    The former amount stays, and is read at earlier dates; the same date of effect is corrected in place. Raises
    RefusMetier for a year out of the subvention, a negative or overflowing amount, an avenant of another subvention.
    """
    exiger_du_territoire(subvention.organisme.territoire_id, par)
    _verifier_enveloppe(subvention, annee, axe, montant, avenant)
    with traduire(PHRASES):
        cle = {
            "subvention": subvention,
            "annee": annee,
            "axe": axe.strip(),
            "objectif_specifique": objectif_specifique.strip(),
            "date_effet": avenant.effet_le if avenant else subvention.debut,
        }
        enveloppe = Enveloppe.objects.select_for_update().filter(**cle).first() or Enveloppe(**cle)
        nouvelle = enveloppe.pk is None
        verifier_le_montant(enveloppe, montant)
        enveloppe.montant, enveloppe.avenant = montant, avenant
        enregistrer(enveloppe, par=par)
    generations.noter(par.territoire.code, "cadre")
    detail = {"annee": annee, "axe": axe, "objectif": objectif_specifique, "montant": str(montant), "neuve": nouvelle}
    consigner("fixer une enveloppe", par=par, objet=enveloppe, detail=detail)
    return enveloppe


@transaction.atomic
def corriger_enveloppe(
    *, enveloppe: Enveloppe, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct an amount that was set by mistake, or on a wrong line; what changes over time is an avenant.

    ``valeurs``: annee, axe, objectif_specifique, montant, avenant. Its versions are kept. Raises RefusMetier as
    ``fixer_enveloppe``, for a line that is taken, or EditionConcurrente.
    """
    subvention = enveloppe.subvention
    exiger_du_territoire(subvention.organisme.territoire_id, par)
    avenant = valeurs["avenant"]
    _verifier_enveloppe(subvention, valeurs["annee"], valeurs["axe"], valeurs["montant"], avenant)
    lues = {
        **valeurs,
        "axe": valeurs["axe"].strip(),
        "objectif_specifique": valeurs["objectif_specifique"].strip(),
        "date_effet": avenant.effet_le if avenant else subvention.debut,
    }
    # Held, so that no part is reserved meanwhile.
    Enveloppe.objects.select_for_update(of=("self",)).get(pk=enveloppe.pk)
    verifier_le_montant(enveloppe, valeurs["montant"])
    avant = str(enveloppe.montant)
    with traduire(PHRASES):
        changes = modifier(enveloppe, lues, par=par, edition=edition)
    if changes:
        generations.noter(par.territoire.code, "cadre")
        detail = {"champs": changes, "avant": avant, "montant": str(valeurs["montant"])}
        consigner("corriger une enveloppe", par=par, objet=enveloppe, detail=detail)


def _verifier_enveloppe(
    subvention: SubventionGlobale, annee: int, axe: str, montant: Decimal, avenant: AvenantSubvention | None
) -> None:
    if not axe.strip():
        raise RefusMetier("Indiquez l'axe ou la priorité.")
    if avenant is not None and avenant.subvention_id != subvention.pk:
        raise RefusMetier("Cet avenant est celui d'une autre subvention.")
    if not 0 <= montant <= MAXIMUM:
        raise RefusMetier(PHRASES["enveloppe_montant"])
    dates = subvention.avenants.filter(prolonge_au__isnull=False).values_list("prolonge_au", flat=True)
    fin = max([subvention.fin, *(jour for jour in dates if jour)])
    if not subvention.debut.year <= annee <= fin.year:
        raise RefusMetier(
            f"{annee} est hors de la subvention globale, qui court de {subvention.debut.year} à {fin.year}."
        )
