"""Grants awarded, as open data (SCDL « subventions »): those that may be published, and what stops the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.rules.scdl import Subvention, anomalies, enregistrement
from deplie.instances.models import Seance
from deplie.territoires.models import Territoire

SANS_CONVENTION: Final = "Sans convention : la date est celle de la décision, le montant est celui qui est programmé."


@dataclass(frozen=True)
class Publiee:
    """A grant and its record; ``fautes`` stop its publication, ``reserves`` are told to who publishes."""

    operation: Operation
    ligne: dict[str, str]
    fautes: list[str]
    reserves: list[str]

    @property
    def le(self) -> date | None:
        """The date of the grant, where its record has one that can be read."""
        try:
            return date.fromisoformat(self.ligne["dateConvention"])
        except ValueError:
            return None


def subventions(territoire: Territoire) -> list[Publiee]:
    """Every operation chosen under a call, the latest first: a fixed number of queries."""
    lues = Operation.objects.filter(territoire=territoire, appel__isnull=False).retenues()
    proches = lues.select_related("appel__organisation", "porteur", "convention")
    listees = proches.prefetch_related("evenements__seance", "versements", "convention__avenants")
    return [_publiee(operation) for operation in listees.order_by("-statut_le", "code")]


def publiables(territoire: Territoire) -> list[dict[str, str]]:
    """The records that follow the schema."""
    return [une.ligne for une in subventions(territoire) if not une.fautes]


def visibles_par(acteur: Acteur) -> list[Publiee]:
    """The grants of the actor's territory, with what is wrong in each."""
    return subventions(acteur.territoire) if acteur.peut("operation.voir") else []


def _publiee(operation: Operation) -> Publiee:
    appel, porteur = operation.appel, operation.porteur
    assert appel is not None
    assert porteur is not None
    convention = getattr(operation, "convention", None)
    decision = _decision(operation)
    signee = convention.signee_le if convention else (decision[0] or operation.statut_le)
    paiements = [v for v in operation.versements.all() if v.paye_le or v.prevu_le]
    jours = sorted(v.paye_le or v.prevu_le for v in paiements) or [signee, operation.fin or signee]
    ligne = enregistrement(
        Subvention(
            attribuant=appel.organisation.nom,
            siret_attribuant=appel.organisation.siret,
            signee_le=signee,
            decision=f"Séance du {decision[1].le:%d/%m/%Y}" if decision[1] else "",
            beneficiaire=porteur.nom,
            siret=porteur.siret or operation.porteur_siret,
            rna=operation.porteur_rna,
            objet=operation.intitule,
            montant=_montant(operation, convention),
            debut_versement=min(jours[0], jours[-1]),
            fin_versement=max(jours[0], jours[-1]),
            echelonne=len(paiements) > 1,
            notifiee_ue=appel.aide_etat,
            dispositif=appel.titre,
        )
    )
    return Publiee(operation, ligne, anomalies(ligne), [] if convention else [SANS_CONVENTION])


def _montant(operation: Operation, convention: object) -> Decimal:
    """What is signed, as the last amendment says it; what is programmed before."""
    if convention is None:
        return operation.montant_programme or Decimal(0)
    avenants = [a for a in convention.avenants.all() if a.montant is not None]  # type: ignore[attr-defined]
    return avenants[-1].montant if avenants else convention.montant  # type: ignore[attr-defined]


def _decision(operation: Operation) -> tuple[date | None, Seance | None]:
    """The day and the séance that chose it."""
    choix = [pas for pas in operation.evenements.all() if pas.acte == "retenir"]
    return (choix[-1].le, choix[-1].seance) if choix else (None, None)
