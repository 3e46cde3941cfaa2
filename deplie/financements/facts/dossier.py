"""``candidature``: an application handed in, and what a committee decided of it; of the whole territory.

A call serves one scheme, several or none: its applications are counted whatever the scheme. A draft is nobody's but its
holder's, and is in no fact. What was decided is read from the steps of its life, not from its present state: a project
chosen, then given up, was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from deplie.financements.facts.chaine import CHAINE, CHAMPS, liens_de
from deplie.financements.facts.commun import (
    CENTIMES,
    ENTIER,
    NUMERO,
    PAR_PAQUETS,
    SANS_FIN,
    TEXTE,
    en_centimes,
    ordinal,
)
from deplie.financements.models import EvenementOperation, Operation
from deplie.financements.rules.cycle import (
    ABANDONNEE,
    AJOURNEE,
    DEPOSEE,
    EN_INSTRUCTION,
    IRRECEVABLE,
    LISTE_ATTENTE,
    REJETEE,
    RETENUS,
)
from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.territoires.models import Territoire

# What became of an application: the codes of its breakdown.
RETENUE: Final = "RETENUE"
ISSUES: Final = {
    RETENUE: "retenue",
    LISTE_ATTENTE: "sur liste d'attente",
    AJOURNEE: "ajournée",
    REJETEE: "rejetée",
    IRRECEVABLE: "irrecevable",
    ABANDONNEE: "abandonnée avant décision",
    EN_INSTRUCTION: "en instruction",
}
CANDIDATURE: Final = Fait(
    "candidature",
    "dossiers déposés",
    (
        Colonne("dossier", NUMERO, "le dossier"),
        Colonne("porteur", NUMERO, "porteurs"),
        Colonne("depot", ENTIER, "le jour du dépôt"),
        # While it waits: later than any period.
        Colonne("fin", ENTIER, "le jour où l'attente prend fin"),
        Colonne("decision", ENTIER, "le jour de la décision du comité"),
        Colonne("delai", ENTIER, "jours entre le dépôt et la décision"),
        Colonne("recevable", ENTIER, "la recevabilité"),
        Colonne("retenue", ENTIER, "la décision de retenir"),
        Colonne("issue_dossier", TEXTE, "ce qu'est devenu le dossier"),
        Colonne("demande", CENTIMES, "montants demandés"),
        Colonne("accorde", CENTIMES, "montants accordés"),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("depot", "fin"),
)


def candidatures(territoire: Territoire, decoupage: Any) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``CANDIDATURE``, in the order of its columns. One query."""
    deposees = Operation.objects.deposees().filter(territoire=territoire, deposee_le__isnull=False)
    deposees = deposees.annotate(
        retenue=dernier_pas("retenir"), rejetee=dernier_pas("rejeter"), admise=dernier_pas("declarer_recevable")
    )
    champs = ("pk", "porteur_id", "deposee_le", "statut", "statut_le", "retenue", "rejetee", "admise",
              "montant_demande", "montant_programme", "code", *CHAMPS)  # fmt: skip
    lues = deposees.order_by().values_list(*champs).iterator(chunk_size=PAR_PAQUETS)
    for pk, porteur, depot, statut, statut_le, retenue, rejetee, admise, demande, accorde, code, *liens in lues:
        depose = timezone.localtime(depot).date()
        choisie = retenue or (statut_le if statut in RETENUS else None)
        decision = choisie or rejetee
        fin = decision or (statut_le if statut in (IRRECEVABLE, ABANDONNEE, REJETEE) else None)
        yield (
            pk, porteur, depose.toordinal(),
            max(fin, depose).toordinal() if fin else SANS_FIN,
            ordinal(decision),
            max((decision - depose).days, 0) if decision else None,
            _recevable(statut, admise, decision),
            int(choisie is not None),
            _issue(statut, choisie),
            en_centimes(demande),
            en_centimes(accorde) if choisie else None,
            code or None,
            *liens_de(liens),
        )  # fmt: skip


def dernier_pas(acte: str) -> Subquery:
    """The day of the last step of that act in the life of an operation."""
    pas = EvenementOperation.objects.filter(operation=OuterRef("pk"), acte=acte).order_by("-pk")
    return Subquery(pas.values("le")[:1])


def _recevable(statut: str, admise: date | None, decision: date | None) -> int | None:
    """Whether it was admissible; not known while nobody said, or when it was given up before."""
    if statut == IRRECEVABLE:
        return 0
    if statut == DEPOSEE:
        return None
    return 1 if admise or decision or statut != ABANDONNEE else None


def _issue(statut: str, choisie: date | None) -> str:
    if choisie:
        return RETENUE
    return statut if statut in ISSUES else EN_INSTRUCTION
