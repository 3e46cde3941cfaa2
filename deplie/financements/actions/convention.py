"""What is signed for an operation, and what changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.version import figer
from deplie.financements.models import AvenantConvention, Convention, Operation
from deplie.financements.queries.convention import changement, paiements, signes
from deplie.financements.queries.version import plan_ecrit
from deplie.financements.rules.convention import Termes, refus_de_termes, termes_au
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES
from deplie.financements.rules.version import CONVENTION
from deplie.socle import editions, generations
from deplie.socle.argent import formater as euros
from deplie.socle.argent import somme
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


def _refuser_demain(le: date) -> None:
    if le > timezone.localdate():
        raise RefusMetier(f"Une signature s'inscrit à sa date, au plus tard aujourd'hui : {le:%d/%m/%Y} est à venir.")


@transaction.atomic
def signer_convention(*, operation: Operation, valeurs: Mapping[str, Any], par: Acteur) -> Convention:
    """Record the convention that was signed, and take the operation to its next state.

    ``valeurs``: numero, signee_le, notifiee_le, debut, fin, cout_total, montant. Raises RefusMetier for terms that do
    not stand (``rules.convention``), a signature to come, or an operation that is not programmed.
    """
    _refuser_demain(valeurs["signee_le"])
    termes = Termes(valeurs["debut"], valeurs["fin"], valeurs["cout_total"], valeurs["montant"])
    if refus := refus_de_termes(termes, operation.montant_programme):
        raise RefusMetier(" ".join(refus))
    avancer(operation=operation, acte="conventionner", le=valeurs["signee_le"], par=par)
    with traduire(PHRASES):
        convention = Convention.objects.create(operation=operation, **valeurs)
    figer(operation=operation, plan=plan_ecrit(operation), moment=CONVENTION, effet_le=convention.debut, par=par)
    consigner("signer une convention", par=par, objet=convention, detail={"operation": operation.pk})
    return convention


@transaction.atomic
def joindre_convention(*, operation: Operation, fichier: Fichier, signee_le: date, par: Acteur) -> Convention:
    """Join the convention as it was signed; ``signee_le``: the day that the paper bears. A former file is in history.

    Raises RefusMetier before the convention is recorded, for a day to come, or after what rests on it: a payment, an
    avenant.
    """
    ici = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    convention = Convention.objects.filter(operation=ici).first()
    if convention is None:
        raise RefusMetier("Aucune convention n'est enregistrée : inscrivez sa signature, puis joignez-la.")
    _refuser_demain(signee_le)
    paye = min((v.paye_le for v in ici.versements.all() if v.paye_le), default=None)
    if paye and signee_le > paye:
        raise RefusMetier(f"Un versement est payé le {paye:%d/%m/%Y} : la convention ne peut être signée après.")
    avenant = min((un.signe_le for un in convention.avenants.all()), default=None)
    if avenant and signee_le > avenant:
        raise RefusMetier(f"Un avenant est signé le {avenant:%d/%m/%Y} : la convention ne peut l'être après lui.")
    convention.fichier, convention.signee_le = fichier, signee_le
    with traduire(PHRASES):
        convention.save()
    generations.noter(operation.territoire.code, "operation")
    consigner("joindre la convention signée", par=par, objet=convention, detail={"operation": ici.pk})
    return convention


@transaction.atomic
def joindre_avenant(*, avenant: AvenantConvention, fichier: Fichier, par: Acteur) -> None:
    """Join an avenant as it was signed. A former file is in history."""
    operation = Operation.objects.select_for_update(of=("self",)).get(convention=avenant.convention_id)
    present = AvenantConvention.objects.get(pk=avenant.pk)
    present.fichier = fichier
    editions.enregistrer(present, par=par)
    detail = {"operation": operation.pk, "numero": present.numero}
    consigner("joindre un avenant signé", par=par, objet=present, detail=detail)


@transaction.atomic
def ajouter_avenant(*, operation: Operation, valeurs: Mapping[str, Any], par: Acteur) -> AvenantConvention:
    """Record an avenant: from its day of effect it replaces the end, the cost or the aid.

    ``valeurs``: objet, signe_le, effet_le, fin, cout_total, montant (None leaves as it is). Raises RefusMetier when it
    changes nothing that can be read, for terms that do not stand, an aid under what is already paid, or an operation
    that is closed.
    """
    ici = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    convention = Convention.objects.filter(operation=ici).first()
    if convention is None or ici.statut not in CONVENTIONNES - CLOS:
        raise RefusMetier("Un avenant change une convention signée et qui n'est pas soldée.")
    _refuser_demain(valeurs["signe_le"])
    if valeurs["effet_le"] < convention.debut:
        raise RefusMetier(
            f"Un avenant prend effet au plus tôt le premier jour de la convention, le {convention.debut:%d/%m/%Y}."
        )
    avenants = list(convention.avenants.all())
    numero = (convention.avenants.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    nouveau = AvenantConvention(convention=convention, numero=numero, **valeurs)
    tous = [changement(un) for un in (*avenants, nouveau)]
    # Whatever the order of their effects, no day may have terms that do not stand.
    for jour in sorted({un.effet_le for un in tous}):
        if refus := refus_de_termes(termes_au(signes(convention), tous, jour), ici.montant_programme):
            raise RefusMetier(" ".join(refus))
    _refuser_sous_le_paye(ici, termes_au(signes(convention), tous, date.max).aide)
    with traduire(PHRASES):
        editions.enregistrer(nouveau, par=par)
    generations.noter(ici.territoire.code, "operation")
    consigner("ajouter un avenant à une convention", par=par, objet=convention, detail={"numero": numero})
    return nouveau


def _refuser_sous_le_paye(operation: Operation, aide: Decimal) -> None:
    paye = somme(paiement.montant for paiement in paiements(list(operation.versements.all())))
    if aide < paye:
        raise RefusMetier(f"L'aide passerait à {euros(aide)}, moins que ce qui est déjà payé ({euros(paye)}).")
