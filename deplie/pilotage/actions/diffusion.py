"""Making approved figures public, their small numbers masked, and taking them off the public page."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.actions._histoire import noter, tenir
from deplie.pilotage.models import Diffusion, Publication
from deplie.pilotage.queries.diffusion import diffusion_de, etudier
from deplie.pilotage.rules.masque import refus_de_glisser
from deplie.pilotage.rules.publication import DIFFUSER, DIFFUSIONS, RETIRER, refus_de_diffuser
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Territoire

PHRASES: Final = {
    "diffusion_en_cours": "Ces chiffres sont déjà publics.",
    "diffusion_retrait": "Un retrait se date et se motive, au plus tôt du jour où les chiffres ont été rendus publics.",
}


@transaction.atomic
def diffuser(
    *, publication: Publication, motif: str, par: Acteur, le: date | None = None, derogation: str = ""
) -> Diffusion:
    """Put approved figures on the public page. What is masked there is settled now, and kept.

    ``derogation`` lets through changes smaller than the threshold since the version that was public, from who may
    approve figures. Raises RefusMetier with the sentence to show: not approved, public already, small changes.
    """
    # One at a time in a territory: what hides in one publication depends on those that are public.
    Territoire.objects.select_for_update().get(pk=publication.territoire_id)
    present = tenir(publication)
    motif, derogation, le = _net(motif), _net(derogation), le or timezone.localdate()
    if phrase := refus_de_diffuser(present.statut):
        raise RefusMetier(phrase)
    if diffusion_de(present) is not None:
        raise RefusMetier(PHRASES["diffusion_en_cours"])
    valide_le = present.evenements.filter(acte="valider").values_list("le", flat=True).last()
    _dater(motif, le, valide_le or present.statut_le)
    etude = etudier(present)
    if etude.glissements and not (derogation and par.peut("publication.valider")):
        raise RefusMetier(refus_de_glisser(etude.glissements, etude.seuil))
    derogation = derogation if etude.glissements else ""
    masquees, coupes = sorted(etude.secret.lieux), sorted(list(coupe) for coupe in etude.secret.bilan.tableaux)
    with traduire(PHRASES):
        diffusion = Diffusion.objects.create(
            publication=present,
            le=le,
            motif=motif[:500],
            derogation=derogation[:500],
            seuil=etude.seuil,
            secret=json.dumps({"masquees": masquees, "coupes": coupes}, ensure_ascii=False),
            par=par.compte,
        )
    dit = f"{motif} Malgré de petits changements : {derogation}" if derogation else motif
    noter(present, DIFFUSER, present.statut, le, par, dit)
    consigner(
        DIFFUSIONS[DIFFUSER].libelle, par=par, objet=present, territoire=present.territoire.code,
        detail={"masques": len(masquees), "petits_changements": len(etude.glissements)},
    )  # fmt: skip
    return diffusion


@transaction.atomic
def retirer(*, publication: Publication, motif: str, par: Acteur, le: date | None = None) -> Diffusion:
    """Take figures off the public page; they stay published, and what was masked stays so.

    Raises RefusMetier when they are not public, or when the reason is missing.
    """
    present = tenir(publication)
    motif, le = _net(motif), le or timezone.localdate()
    diffusion = diffusion_de(present)
    if diffusion is None:
        raise RefusMetier("Ces chiffres ne sont pas sur la page publique.")
    _dater(motif, le, diffusion.le)
    diffusion.retiree_le, diffusion.raison_retrait, diffusion.retiree_par = le, motif[:500], par.compte
    with traduire(PHRASES):
        diffusion.save(update_fields=["retiree_le", "raison_retrait", "retiree_par"])
    noter(present, RETIRER, present.statut, le, par, motif)
    consigner(DIFFUSIONS[RETIRER].libelle, par=par, objet=present, territoire=present.territoire.code)
    return diffusion


def _net(texte: str) -> str:
    return " ".join(texte.split())


def _dater(motif: str, le: date, depuis: date) -> None:
    if not motif:
        raise RefusMetier("Dites pourquoi : cette raison est gardée.")
    if le > timezone.localdate():
        raise RefusMetier(f"Le {le:%d/%m/%Y} est à venir : un acte s'inscrit à sa date, au plus tard aujourd'hui.")
    if le < depuis:
        raise RefusMetier(f"L'acte ne peut pas précéder le {depuis:%d/%m/%Y}.")


__all__ = ["PHRASES", "diffuser", "retirer"]
