"""The control of a bilan: who may hold it, what was drawn, what it takes off."""

from __future__ import annotations

from decimal import Decimal

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Controle, LigneControle, Operation
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.echantillon import Correction, Methode, Tirage, Unite, corriger, tirer
from deplie.financements.rules.forfait import FORFAITS
from deplie.financements.rules.separation import Role, refus_de_controler
from deplie.instances.queries.seance import ou_404

# The names of the corrections that the rules compute.
EXTRAPOLATION = "Extrapolation aux dépenses qui n'ont pas été tirées"
FORFAIT = "Effet sur le forfait"


def _controles(acteur: Acteur):
    lus = Controle.objects.filter(bilan__operation__in=visibles_par(acteur))
    return lus.select_related("controleur", "bilan__operation__territoire", "bilan__operation__porteur")


def controle_ou_404(acteur: Acteur, pk: int) -> Controle:
    """A control of an operation that the actor may read."""
    return ou_404(_controles(acteur).filter(pk=pk).first())


def ligne_ou_404(acteur: Acteur, pk: int) -> LigneControle:
    """A line of such a control."""
    lues = LigneControle.objects.filter(pk=pk, controle__in=_controles(acteur))
    return ou_404(lues.select_related("depense", "controle__bilan__operation__porteur").first())


def role_de(acteur: Acteur, operation: Operation) -> Role:
    """What somebody did of an operation, and may do of every one."""
    actes = operation.evenements.filter(par=acteur.compte).values_list("acte", flat=True) if acteur.compte else []
    return Role(
        actes=list(actes),
        lecteur=acteur.agent is not None and operation.lectures.filter(lecteur=acteur.agent).exists(),
        gere=acteur.peut("operation.gerer") or acteur.peut("depense.declarer"),
        instruit=acteur.peut("dossier.instruire"),
        du_porteur=acteur.organisation is not None and acteur.organisation.pk == operation.porteur_id,
    )


def refus_de_tenir(acteur: Acteur, operation: Operation) -> str:
    """Why somebody may not control this operation; empty when they may."""
    return refus_de_controler(role_de(acteur, operation))


def lignes_de(controle: Controle) -> list[LigneControle]:
    """Every line, those drawn first."""
    return list(controle.lignes.select_related("depense").order_by("-echantillon", "pk"))


def tirage_de(controle: Controle, lignes: list[LigneControle], *, extrapole: bool = False) -> Tirage:
    """The sample, drawn again from its seed."""
    unites = [Unite(str(une.depense_id), une.depense.nature, une.depense.montant) for une in lignes]
    return tirer(unites, Methode(controle.seuil, controle.part, extrapole=extrapole), controle.graine)


def correction_de(controle: Controle, lignes: list[LigneControle], *, extrapole: bool) -> Correction:
    """What the findings take off as they stand."""
    ecarts: dict[str, Decimal] = {}
    for une in lignes:
        ecart = une.rejete if une.rejete_final is None else une.rejete_final
        if ecart:
            ecarts[str(une.depense_id)] = ecart
    option = controle.bilan.operation.option_simplifiee
    return corriger(tirage_de(controle, lignes, extrapole=extrapole), ecarts, FORFAITS.get(option))


def extrapole(controle: Controle) -> bool:
    """Whether the findings that were notified are extrapolated."""
    return controle.corrections.filter(libelle=EXTRAPOLATION).exists()


__all__ = [
    "EXTRAPOLATION",
    "FORFAIT",
    "controle_ou_404",
    "correction_de",
    "extrapole",
    "ligne_ou_404",
    "lignes_de",
    "refus_de_tenir",
    "role_de",
    "tirage_de",
]
