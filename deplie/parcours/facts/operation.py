"""What an operation does for its money: ``accueil``, an étape that names it; ``cout``, what it costs.

Both are of the whole territory: an operation may serve several schemes. An étape is covered from the day a bilan that
reaches its first day is accepted: money retained and people received are then of the same days, and a cost by person is
not lowered by people whose costs nobody has controlled yet. Operations that receive nobody cost nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import QuerySet

from deplie.financements.facts import (
    CHAINE,
    CHAMPS,
    COUT,
    RETENU,
    en_centimes,
    liens_de,
    liens_des_operations,
    lues_avec_leur_argent,
    sommes_de,
)
from deplie.financements.models import BilanExecution, Operation
from deplie.mesure.colonnes import Colonne, Fait, Type, Valeur
from deplie.parcours.facts.commun import ENTIER, NUMERO, SANS_FIN, TEXTE, Decoupage, lire
from deplie.parcours.models import Etape
from deplie.parcours.rules.etape import se_compte
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION, STATUTS_NON_COMPTES

ACCUEIL: Final = Fait(
    "accueil",
    "étapes rattachées à une opération",
    (
        Colonne("etape", NUMERO, "l'étape"),
        Colonne("participation", NUMERO, "participations"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("schema", TEXTE, "le dispositif de la participation"),
        Colonne("comptee", ENTIER, "l'étape se compte"),
        Colonne("debut", ENTIER, "le début de l'étape"),
        Colonne("couverte", ENTIER, "le jour où un bilan accepté la couvre"),
        Colonne("fin", ENTIER, "le dernier jour où elle compte"),
        Colonne("sortie", ENTIER, "la date de sortie"),
        Colonne("motif", TEXTE, "le motif de sortie"),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("debut", "fin"),
)
COUT_OPERATION: Final = Fait(
    "cout",
    "coûts des opérations qui reçoivent des personnes",
    (
        Colonne("dossier", NUMERO, "opérations"),
        Colonne("jour", ENTIER, "le jour de la somme"),
        Colonne("fin", ENTIER, "le dernier jour où elle compte"),
        Colonne("nature", TEXTE, "ce qu'est la somme"),
        Colonne("centimes", Type.CENTIMES, "montants"),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("jour", "fin"),
)


def _recues(territoire: Territoire) -> QuerySet[Etape]:
    """Étapes that name an operation: planned or cancelled ones receive nobody."""
    siennes = Etape.objects.filter(territoire=territoire).exclude(operation="")
    siennes = siennes.exclude(statut__in=sorted(STATUTS_NON_COMPTES))
    return siennes.exclude(participation__motif_sortie=MOTIF_ANNULATION)


def accueils(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``ACCUEIL``: étapes that name an operation of the territory, accompaniment included."""
    liens, bilans = liens_des_operations(territoire), _bilans_acceptes(territoire)
    champs = ("pk", "participation_id", "participation__personne_id", "participation__dispositif__code", "categorie",
              "statut", "date_debut", "participation__date_sortie", "participation__motif_sortie",
              "operation")  # fmt: skip
    for (pk, participation, personne, schema, categorie, statut, debut, sortie, motif,
         operation) in lire(_recues(territoire), champs):  # fmt: skip
        if operation in liens:
            couverte = min((accepte for fin, accepte in bilans.get(operation, ()) if fin >= debut), default=None)
            yield (
                pk, participation, personne, schema, int(se_compte(categorie, statut)), debut.toordinal(),
                couverte.toordinal() if couverte else SANS_FIN, SANS_FIN,
                sortie.toordinal() if sortie else SANS_FIN, motif or None, operation, *liens[operation],
            )  # fmt: skip


def _bilans_acceptes(territoire: Territoire) -> dict[str, list[tuple[date, date]]]:
    """``{code: [(last day, day of acceptance)]}``."""
    lus = BilanExecution.objects.filter(operation__territoire=territoire, valide_le__isnull=False).order_by()
    bilans: dict[str, list[tuple[date, date]]] = {}
    for code, fin, accepte in lus.values_list("operation__code", "fin", "valide_le"):
        bilans.setdefault(code, []).append((fin, accepte))
    return bilans


def couts(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``COUT_OPERATION``: what is retained, and the whole cost signed for. A fixed number of queries."""
    codes = _recues(territoire).order_by().values("operation").distinct()
    siennes = Operation.objects.filter(
        territoire=territoire, code__in=codes, montant_programme__isnull=False
    ).order_by()
    liens = {pk: (code, *liens_de(champs)) for pk, code, *champs in siennes.values_list("pk", "code", *CHAMPS)}
    for operation in lues_avec_leur_argent(siennes):
        for nature, le, montant in sommes_de(operation):
            if nature in (RETENU, COUT):
                yield (operation.pk, le.toordinal(), SANS_FIN, nature, en_centimes(montant), *liens[operation.pk])
