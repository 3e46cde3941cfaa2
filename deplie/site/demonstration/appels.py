"""Calls for projects of a demonstration territory: what was asked, marked and decided, all of it invented.

A call of past years is recorded with the days it would have had. Each step looks before it acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.actions import creer_organisation
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.financements.models import (
    Appel,
    CritereNotation,
    EvenementOperation,
    LignePlan,
    Operation,
    PieceRequise,
    QuestionEligibilite,
    Ressource,
)
from deplie.instances.models import Decision, Instance, Seance
from deplie.instances.rules import SELECTION
from deplie.site.demonstration.declaration import Declaration

GRILLE: Final = (("Utilité pour le territoire", 2), ("Solidité du projet", 1), ("Coopérations", 1))
PAS: Final = ("preparer", "deposer", "declarer_recevable", "instruire", "rendre_avis")
ETATS: Final = ("BROUILLON", "DEPOSEE", "RECEVABLE", "EN_INSTRUCTION", "AVIS_TECHNIQUE")
# What each rank weighs in the envelope: the first are not all equal.
POIDS: Final = (5, 3, 4, 2, 6, 3, 5)
REJET: Final = "Enveloppe épuisée : projet classé après ceux qui sont retenus."


@transaction.atomic
def appeler(lue: Declaration, par: Acteur) -> None:
    """Record the calls of a territory, their applications and what a committee decided."""
    for decrit in lue.brut.get("appels", ()):
        if not Appel.objects.filter(territoire=par.territoire, code=decrit["code"]).exists():
            _appel(decrit, par)


def _appel(decrit: Mapping[str, Any], par: Acteur) -> None:
    appel = Appel.objects.create(
        territoire=par.territoire,
        organisation=_structure(decrit["organisation"], par),
        ouvre_le=_moment(decrit["ouvre_le"], time(0)),
        ferme_le=_moment(decrit["ferme_le"], time(23, 59, 59)),
        debut_operations=date(decrit["annee"], 1, 1),
        fin_operations=date(decrit["annee"], 12, 31),
        statut="PUBLIE",
        **{cle: decrit[cle] for cle in ("code", "titre", "usage", "financeur", "cadrage", "enveloppe", "taux_max")},
    )
    QuestionEligibilite.objects.create(appel=appel, rang=1, texte="L'action se déroule-t-elle sur le territoire ?")
    PieceRequise.objects.create(appel=appel, rang=1, intitule="Statuts de la structure", obligatoire=False)
    for rang, (intitule, poids) in enumerate(GRILLE, 1):
        CritereNotation.objects.create(appel=appel, rang=rang, intitule=intitule, poids=poids)
    seance = _seance(decrit["comite_le"], par)
    montants = _partager(Decimal(decrit["enveloppe"]), decrit["retenus"])
    for rang, projet in enumerate(decrit["projets"]):
        montant = montants[rang] if rang < len(montants) else None
        _operation(appel, seance, rang + 1, projet, montant, par)


def _partager(enveloppe: Decimal, combien: int) -> list[Decimal]:
    """So many amounts in whole euros, never more than the envelope in all."""
    poids = [POIDS[rang % len(POIDS)] for rang in range(combien)]
    return [Decimal(int(enveloppe * un / sum(poids))) for un in poids]


def _operation(appel: Appel, seance: Seance, rang: int, projet: str, montant: Decimal | None, par: Acteur) -> None:
    porteur, _, intitule = projet.partition(" : ")
    demande = montant or Decimal(int(appel.enveloppe / 20))
    fin = "PROGRAMMEE" if montant else "REJETEE"
    operation = Operation.objects.create(
        territoire=appel.territoire,
        appel=appel,
        code=f"{appel.code}-{rang:03d}",
        intitule=intitule,
        porteur=_structure(porteur, par),
        porteur_nom=porteur,
        debut=appel.debut_operations,
        fin=appel.fin_operations,
        montant_demande=demande,
        montant_programme=montant,
        statut=fin,
        statut_le=seance.le,
        deposee_le=appel.ferme_le - timedelta(hours=5 * rang),
    )
    _chiffrer(operation, demande)
    jours = [seance.le - timedelta(days=40 - 8 * n) for n in range(len(PAS))]
    pas = [*zip(PAS, ETATS, jours, strict=True), ("retenir" if montant else "rejeter", fin, seance.le)]
    EvenementOperation.objects.bulk_create(
        EvenementOperation(
            operation=operation, acte=acte, depuis=pas[n - 1][1] if n else "", vers=vers, le=le,
            seance=seance if le == seance.le else None, motif=REJET if vers == "REJETEE" else "",
        )
        for n, (acte, vers, le) in enumerate(pas)
    )  # fmt: skip
    Decision.objects.create(
        seance=seance,
        rang=seance.decisions.count() + 1,
        genre="operation",
        objet_id=operation.pk,
        resultat=pas[-1][0],
        motif="" if montant else REJET,
    )


def _chiffrer(operation: Operation, demande: Decimal) -> None:
    """The aid is a half or more of the cost; the holder brings the rest."""
    appel, reste = operation.appel, Decimal(int(demande * 2 / 3))
    assert appel is not None
    annee = operation.debut.year if operation.debut else timezone.localdate().year
    LignePlan.objects.create(
        operation=operation, nature="PERSONNEL", libelle="Équipe du projet", annee=annee, montant=demande + reste
    )
    Ressource.objects.create(
        operation=operation, genre=appel.financeur, organisation=appel.organisation, libelle="Aide demandée",
        annee=annee, montant=demande,
    )  # fmt: skip
    Ressource.objects.create(operation=operation, genre="AUTOFINANCEMENT", annee=annee, montant=reste)


def _seance(le: date, par: Acteur) -> Seance:
    """The committee of selection, held that day."""
    instance, _ = Instance.objects.get_or_create(
        territoire=par.territoire, nom="Comité de sélection", defaults={"nature": SELECTION}
    )
    return Seance.objects.get_or_create(instance=instance, le=le, defaults={"statut": Seance.Statut.TENUE})[0]


def _structure(nom: str, par: Acteur) -> Organisation:
    connue = Organisation.objects.filter(territoire=par.territoire, cle=cle_organisation(nom)).first()
    return connue or creer_organisation(nom=nom, par=par)


def _moment(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))
