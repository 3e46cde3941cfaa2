"""Expenses of a bilan: declared one by one or by a table, each with its piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._bilan import noter, verrouiller
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import BilanExecution, Depense, Engagement, PieceDossier
from deplie.financements.queries import bilan as lus
from deplie.financements.queries.bilan import Comparaison
from deplie.financements.rules.depenses import empreinte
from deplie.financements.rules.saisie_depenses import Designable, LigneLue, designer
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Fichier

CHAMPS = (
    "nature", "libelle", "fournisseur", "numero_piece", "facturee_le", "acquittee_le", "heures", "montant",
    "engagement",
)  # fmt: skip


def _comparaison(bilan: BilanExecution) -> Comparaison:
    jour = timezone.localdate()
    termes = lus.termes_presents(bilan.operation, jour)
    if termes is None:
        raise RefusMetier("Aucune convention n'est signée : aucune dépense ne se déclare.")
    return lus.comparaison(bilan.operation, termes, jour)


def _ecrire(depense: Depense, valeurs: Mapping[str, Any], avec: Comparaison) -> None:
    """Look at an expense and write it with its flags. Raises RefusMetier with every reason that refuses it."""
    for champ in CHAMPS:
        valeur = valeurs.get(champ)
        setattr(depense, champ, " ".join(valeur.split()) if isinstance(valeur, str) else valeur)
    if depense.engagement is not None:
        depense.engagement = _nomme(depense, depense.engagement)
    depense.empreinte = empreinte(lus.piece_de(depense))
    trouves = avec.signes(depense)
    if refus := [signe.phrase for signe in trouves if signe.refuse]:
        raise RefusMetier(" ".join(refus))
    depense.signalements = [signe.code for signe in trouves]
    with traduire(PHRASES):
        depense.save()


def _nomme(depense: Depense, nomme: Engagement) -> Engagement:
    """The commitment that an expense names, as it is now; refused from another operation."""
    ici = Engagement.objects.filter(pk=nomme.pk, operation=depense.bilan.operation_id).first()
    if ici is None:
        raise RefusMetier("Cet engagement est d'une autre opération.")
    return ici


@transaction.atomic
def declarer_depense(*, bilan: BilanExecution, valeurs: Mapping[str, Any], par: Acteur) -> Depense:
    """Declare an expense; what looks wrong is kept with it. Raises RefusMetier for what cannot be declared."""
    present = verrouiller(bilan)
    depense = Depense(bilan=present)
    _ecrire(depense, valeurs, _comparaison(present))
    noter(present, "déclarer une dépense", par, depense=depense.pk)
    return depense


@transaction.atomic
def declarer_tableau(
    *, bilan: BilanExecution, lignes: Iterable[LigneLue], par: Acteur
) -> tuple[list[Depense], list[LigneLue]]:
    """Declare the lines of a table: those that stand are kept, the others come back with the sentence that says why."""
    present = verrouiller(bilan)
    avec = _comparaison(present)
    engagements = {un.numero: un for un in Engagement.objects.filter(operation=present.operation, annule_le=None)}
    gardees: list[Depense] = []
    refusees: list[LigneLue] = []
    for ligne in lignes:
        phrase = ligne.refus
        if not phrase:
            depense = Depense(bilan=present)
            try:
                _ecrire(depense, _nommer(ligne.valeurs, engagements), avec)
            except RefusMetier as refus:
                phrase = refus.message
            else:
                gardees.append(depense)
                avec.autres.append(depense)
        if phrase:
            refusees.append(LigneLue(ligne.numero, ligne.ecrite, {}, phrase))
    noter(present, "déclarer un tableau de dépenses", par, lignes=len(gardees), refusees=len(refusees))
    return gardees, refusees


def _nommer(valeurs: Mapping[str, Any], engagements: Mapping[int, Engagement]) -> dict[str, Any]:
    """The values of a line, the commitment that it names found. Raises RefusMetier for one that is not there."""
    designables = [Designable(un.numero, un.reference) for un in engagements.values()]
    numero = designer(valeurs.get("engagement") or "", designables)
    return {**valeurs, "engagement": engagements[numero] if numero is not None else None}


@transaction.atomic
def modifier_depense(*, depense: Depense, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Correct an expense while its bilan is being written."""
    present = verrouiller(depense.bilan)
    ici = Depense.objects.get(pk=depense.pk)
    _ecrire(ici, valeurs, _comparaison(present))
    noter(present, "modifier une dépense", par, depense=ici.pk)


@transaction.atomic
def retirer_depense(*, depense: Depense, par: Acteur) -> None:
    """Take an expense out of a bilan that is being written; its files stay with the operation, withdrawn."""
    present = verrouiller(depense.bilan)
    jointes = PieceDossier.objects.filter(depense=depense)
    jointes.en_vigueur().update(retiree_le=timezone.now(), raison_retrait="Dépense retirée du bilan.")
    jointes.update(depense=None)
    noter(present, "retirer une dépense", par, depense=depense.pk)
    Depense.objects.get(pk=depense.pk).delete()


@transaction.atomic
def joindre_a_depense(*, depense: Depense, fichier: Fichier, intitule: str, par: Acteur) -> PieceDossier:
    """Attach the file that proves an expense. Raises RefusMetier for the same file twice."""
    present = verrouiller(depense.bilan)
    if PieceDossier.objects.en_vigueur().filter(depense=depense, fichier__empreinte=fichier.empreinte).exists():
        raise RefusMetier("Ce même fichier est déjà joint à cette dépense.")
    with traduire(PHRASES):
        piece = PieceDossier.objects.create(
            operation=present.operation,
            depense=depense,
            fichier=fichier,
            intitule=(" ".join(intitule.split()) or fichier.nom)[:160],
            par=par.compte,
        )
    noter(present, "joindre une pièce à une dépense", par, piece=piece.pk)
    return piece
