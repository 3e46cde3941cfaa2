"""Commitments of an operation: recorded, corrected, proved by a file, cancelled with a reason. Never erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import Engagement, LignePlan, Operation
from deplie.financements.queries import engagement as lus
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES
from deplie.financements.rules.engagements import ligne_d_office, refus_d_annuler, signes
from deplie.socle import generations
from deplie.socle.argent import formater as euros
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier

CHAMPS: Final = ("ligne", "nature", "libelle", "fournisseur", "reference", "engage_le", "attendu_le", "montant")


def _tenir(operation: Operation) -> Operation:
    """The operation, held until the end of the transaction; refused when nothing more is ordered for it."""
    ici = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if ici.statut not in CONVENTIONNES - CLOS:
        raise RefusMetier("Un engagement s'inscrit pour une convention signée et qui n'est pas soldée.")
    return Operation.objects.select_related("territoire").get(pk=operation.pk)


def _tenir_ouvert(engagement: Engagement) -> Engagement:
    """A commitment as it is now, its operation held; refused once it is cancelled."""
    ici = _tenir(engagement.operation)
    present = Engagement.objects.get(pk=engagement.pk)
    present.operation = ici
    if present.annule_le:
        raise RefusMetier(f"Cet engagement est annulé depuis le {present.annule_le:%d/%m/%Y} : il ne change plus.")
    return present


def _noter(engagement: Engagement, verbe: str, par: Acteur) -> None:
    operation = engagement.operation
    generations.noter(operation.territoire.code, "depense")
    consigner(verbe, par=par, objet=engagement, detail={"operation": operation.pk})


def _ecrire(engagement: Engagement, valeurs: Mapping[str, Any]) -> None:
    """Look at a commitment and write it with its flags. Raises RefusMetier with every reason that refuses it."""
    for champ in CHAMPS:
        valeur = valeurs.get(champ)
        setattr(engagement, champ, " ".join(valeur.split()) if isinstance(valeur, str) else valeur)
    _placer(engagement)
    contexte = lus.contexte_de(engagement, timezone.localdate())
    if contexte is None:
        raise RefusMetier("Aucune convention n'est signée : aucun engagement ne s'inscrit.")
    trouves = signes(lus.commande_de(engagement), contexte)
    if refus := [signe.phrase for signe in trouves if signe.refuse]:
        raise RefusMetier(" ".join(refus))
    engagement.signalements = [signe.code for signe in trouves]
    with traduire(PHRASES):
        engagement.save()


def _placer(engagement: Engagement) -> None:
    """Put a commitment on its line of the plan, which gives its post; without one, on the only line of its post.

    Raises RefusMetier for the line of another operation, and where the post has several lines.
    """
    if engagement.ligne is not None:
        engagement.ligne = LignePlan.objects.filter(pk=engagement.ligne.pk, operation=engagement.operation).first()
        if engagement.ligne is None:
            raise RefusMetier("Cette ligne est du plan d'une autre opération.")
        engagement.nature = engagement.ligne.nature
        return
    if not engagement.nature:
        raise RefusMetier("Dites la ligne du plan sur laquelle cet engagement est pris, ou son poste.")
    seule = ligne_d_office(lus.lignes_prevues(engagement.operation), engagement.nature)
    engagement.ligne = LignePlan.objects.get(pk=seule.numero) if seule else None


@transaction.atomic
def engager(*, operation: Operation, valeurs: Mapping[str, Any], par: Acteur) -> Engagement:
    """Record what is ordered; what looks wrong is kept with it. Raises RefusMetier for what cannot be a commitment.

    ``valeurs``: the fields of ``CHAMPS``.
    """
    ici = _tenir(operation)
    numero = (ici.engagements.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    engagement = Engagement(operation=ici, numero=numero)
    _ecrire(engagement, valeurs)
    _noter(engagement, "engager une dépense", par)
    return engagement


@transaction.atomic
def modifier_engagement(*, engagement: Engagement, valeurs: Mapping[str, Any], par: Acteur) -> Engagement:
    """Correct a commitment that was not cancelled."""
    present = _tenir_ouvert(engagement)
    _ecrire(present, valeurs)
    _noter(present, "modifier un engagement", par)
    return present


@transaction.atomic
def joindre_a_engagement(*, engagement: Engagement, fichier: Fichier, par: Acteur) -> None:
    """Attach the order or the contract; a former file is left in the history of the commitment."""
    present = _tenir_ouvert(engagement)
    present.fichier = fichier
    present.save()
    _noter(present, "joindre une pièce à un engagement", par)


@transaction.atomic
def annuler_engagement(*, engagement: Engagement, motif: str, par: Acteur) -> str:
    """Cancel what is left of a commitment, with a reason; what was declared stays. Returns what is freed, in words."""
    present = _tenir_ouvert(engagement)
    compte = next(lu.compte for lu in lus.engages([present.operation]) if lu.engagement.pk == present.pk)
    if phrase := refus_d_annuler(compte):
        raise RefusMetier(phrase)
    present.annule_le, present.motif = timezone.localdate(), " ".join(motif.split())[:300]
    with traduire(PHRASES):
        present.save()
    _noter(present, "annuler un engagement", par)
    return euros(compte.a_declarer)
