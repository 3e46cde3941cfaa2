"""Targets that the team proposes, and that a committee fixes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions._controle import PHRASES
from deplie.cadre.actions.objectif import fixer_objectif
from deplie.cadre.models import PropositionObjectif
from deplie.cadre.queries.indicateurs import libelles
from deplie.cadre.queries.proposition import en_attente
from deplie.instances.models import Seance
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif


@transaction.atomic
def proposer_objectif(
    *, dispositif: Dispositif, indicateur: str, debut: date, fin: date, cible: Decimal, raison: str, par: Acteur
) -> PropositionObjectif:
    """Propose a target to the next committee. Raises RefusMetier for inverted dates, a negative target, no reason, a
    code that is not of the catalogue, or the same one waiting already."""
    if dispositif.territoire_id != par.territoire.pk:
        raise RefusMetier("Ce dispositif est celui d'un autre territoire.")
    if indicateur not in libelles():
        raise RefusMetier(f"« {indicateur} » n'est pas un indicateur du catalogue.")
    proposee = PropositionObjectif(
        dispositif=dispositif,
        indicateur=indicateur,
        debut=debut,
        fin=fin,
        cible=cible,
        raison=" ".join(raison.split()),
        proposee_le=timezone.localdate(),
    )
    with traduire(PHRASES):
        proposee.save()
    detail = {"indicateur": indicateur, "debut": str(debut), "fin": str(fin), "cible": str(cible)}
    consigner("proposer un objectif", par=par, objet=proposee, detail=detail)
    return proposee


@transaction.atomic
def retirer_proposition(*, proposition: PropositionObjectif, par: Acteur) -> None:
    """The team takes a target back before a committee reads it. Raises RefusMetier once one has decided."""
    ici = _tenir(proposition.pk, par)
    ici.ecartee_le = timezone.localdate()
    ici.save(update_fields=["ecartee_le"])
    consigner("retirer un objectif proposé", par=par, objet=ici)


@transaction.atomic
def decider_objectif_en_seance(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance
) -> bool:
    """Fix a target at the value proposed or at another, refuse it, or let it wait. Never a derogation.

    Fixed, it bears the committee as its source and takes effect on the day of the séance, on the first day of its
    period if that is later, on its last if that is earlier.
    """
    ici = _tenir(objet, par)
    raison = str(valeurs.get("raison") or "").strip()
    autre = valeurs.get("cible")
    if resultat != "fixer" and not raison:
        raise RefusMetier("Indiquez pourquoi le comité ne fixe pas cet objectif.")
    if resultat == "fixer":
        if autre is not None and autre != ici.cible and not raison:
            raise RefusMetier("Indiquez pourquoi le comité fixe une autre valeur que celle qui est proposée.")
        ici.objectif = fixer_objectif(
            dispositif=ici.dispositif,
            indicateur=ici.indicateur,
            debut=ici.debut,
            fin=ici.fin,
            cible=ici.cible if autre is None else autre,
            source=f"{seance.instance.nom} du {le:%d/%m/%Y}",
            date_effet=max(ici.debut, min(le, ici.fin)),
            par=par,
        )
    elif resultat == "refuser":
        ici.ecartee_le = le
    ici.save(update_fields=["objectif", "ecartee_le"])
    return False


def _tenir(pk: int, par: Acteur) -> PropositionObjectif:
    ici = en_attente(par).select_for_update(of=("self",)).filter(pk=pk).first()
    if ici is None:
        raise RefusMetier("Cet objectif n'attend plus : il est déjà fixé, refusé ou retiré.")
    return ici
