"""A body that an operation supports is written with its proof, corrected, and withdrawn when it was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.financements.models import Operation
from deplie.fse.actions._controle import PHRASES
from deplie.fse.models import EntiteSoutenue
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.entites import refus_de_soutien
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


@transaction.atomic
def inscrire_soutien(
    *,
    operation: Operation,
    genre: str,
    le: date,
    preuve: str,
    par: Acteur,
    nom: str = "",
    siret: str = "",
    fichier: Fichier | None = None,
) -> EntiteSoutenue:
    """Write that an operation supports a body, or that its project is of a kind.

    A body that the territory knows takes its recorded name and SIRET. Raises RefusMetier for a kind that the
    programmation does not count, a body without a name, a day to come or outside the operation, and a second line.
    """
    nom = " ".join(nom.split())
    bornes = (operation.debut, operation.fin)
    if refus := refus_de_soutien(programmation_de(operation), genre, nom, le, bornes, timezone.localdate()):
        raise RefusMetier(refus)
    if connue := _connue(par, nom, siret):
        nom, siret = connue.nom, siret or connue.siret
    generations.noter(par.territoire.code, "soutien_fse")
    inscrit = EntiteSoutenue(operation=operation, genre=genre, nom=nom, cle=cle_organisation(nom), siret=siret, le=le)
    inscrit.preuve, inscrit.fichier = " ".join(preuve.split()), fichier
    with traduire(PHRASES):
        enregistrer(inscrit, par=par)
    consigner("inscrire un organisme soutenu", par=par, objet=inscrit, detail={"operation": operation.pk})
    return inscrit


def _connue(par: Acteur, nom: str, siret: str) -> Organisation | None:
    """The body of the territory that bears this SIRET or this name; the one that it was joined to."""
    siennes = Organisation.toutes.filter(territoire=par.territoire).select_related("absorbee_par")
    trouvee = siennes.filter(siret=siret).order_by("pk").first() if siret else None
    trouvee = trouvee or siennes.filter(cle=cle_organisation(nom)).first()
    return trouvee and (trouvee.absorbee_par or trouvee)


@transaction.atomic
def modifier_soutien(
    *, soutien: EntiteSoutenue, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct a line; what was written before is kept.

    ``valeurs``: genre, nom, siret, le, preuve, fichier (None leaves the proof as it is). Raises RefusMetier as
    ``inscrire_soutien``, or EditionConcurrente.
    """
    lues = {champ: " ".join(v.split()) if isinstance(v, str) else v for champ, v in valeurs.items()}
    if lues["fichier"] is None:
        del lues["fichier"]
    if (lues["nom"], lues["siret"]) != (soutien.nom, soutien.siret) and (
        connue := _connue(par, lues["nom"], lues["siret"])
    ):
        lues |= {"nom": connue.nom, "siret": lues["siret"] or connue.siret}

    def verifier(voulu: EntiteSoutenue) -> None:
        operation = voulu.operation
        bornes, jour = (operation.debut, operation.fin), timezone.localdate()
        if refus := refus_de_soutien(programmation_de(operation), voulu.genre, voulu.nom, voulu.le, bornes, jour):
            raise RefusMetier(refus)
        voulu.cle = cle_organisation(voulu.nom)

    generations.noter(par.territoire.code, "soutien_fse")
    with traduire(PHRASES):
        changes = modifier(soutien, lues, par=par, edition=edition, verifier=verifier)
    if changes:
        detail = {"operation": soutien.operation_id, "champs": changes}
        consigner("corriger un organisme soutenu", par=par, objet=soutien, detail=detail)


@transaction.atomic
def retirer_soutien(*, soutien: EntiteSoutenue, par: Acteur) -> None:
    """Withdraw a line written by mistake; its versions stay."""
    ici = EntiteSoutenue.objects.select_for_update(of=("self",)).get(pk=soutien.pk)
    generations.noter(par.territoire.code, "soutien_fse")
    consigner("retirer un organisme soutenu", par=par, objet=ici, detail={"operation": ici.operation_id})
    ici._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
    ici.delete()
