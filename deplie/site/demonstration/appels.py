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
from deplie.cadre.models import SubventionGlobale
from deplie.financements.models import (
    Appel,
    CritereNotation,
    EvenementOperation,
    Operation,
    PieceRequise,
    QuestionEligibilite,
)
from deplie.instances.models import Decision, Instance, Seance
from deplie.instances.rules import SELECTION
from deplie.site.demonstration.calendrier import annee_courante
from deplie.site.demonstration.declaration import PLIE, Declaration
from deplie.site.demonstration.plans import chiffrer

GRILLE: Final = (("Utilité pour le territoire", 2), ("Solidité du projet", 1), ("Coopérations", 1))
PAS: Final = ("preparer", "deposer", "declarer_recevable", "instruire", "rendre_avis")
ETATS: Final = ("BROUILLON", "DEPOSEE", "RECEVABLE", "EN_INSTRUCTION", "AVIS_TECHNIQUE")
# What each rank weighs in the envelope: the first are not all equal.
POIDS: Final = (5, 3, 4, 2, 6, 3, 5)
REJET: Final = "Enveloppe épuisée : projet classé après ceux qui sont retenus."


def appels_de(lue: Declaration, jour: date) -> list[Mapping[str, Any]]:
    """The calls that the file tells, the years that follow the last one of a fund, and the call in progress."""
    dits = list(lue.brut.get("appels", ()))
    suite = lue.brut.get("appels_suivants")
    if suite:
        dits += [_de_l_annee(suite, annee) for annee in range(suite["depuis"], annee_courante(jour))]
    courant = lue.brut.get("appel_courant")
    return [*dits, _de_l_annee(courant, annee_courante(jour))] if courant else dits


def _de_l_annee(decrit: Mapping[str, Any], annee: int) -> Mapping[str, Any]:
    """A call described for any year."""
    dit = {cle: valeur.replace("{annee}", str(annee)) if isinstance(valeur, str) else valeur
           for cle, valeur in decrit.items()}  # fmt: skip
    # Few apply, and not always the same.
    tour = decrit.get("tourne", 0) * annee % len(decrit["projets"])
    combien = 8 if tour else len(decrit["projets"])
    avant = decrit.get("avant", 1)
    return dit | {
        "annee": annee,
        "projets": [*decrit["projets"][tour:], *decrit["projets"][:tour]][:combien],
        "ouvre_le": date(annee - avant, *decrit["ouvre"]),
        "ferme_le": date(annee - avant, *decrit["ferme"]),
        "comite_le": date(annee - avant, *decrit["comite"]),
    }


@transaction.atomic
def appeler(lue: Declaration, par: Acteur) -> None:
    """Record the calls of a territory, their applications and what a committee decided."""
    for decrit in appels_de(lue, timezone.localdate()):
        if not Appel.objects.filter(territoire=par.territoire, code=decrit["code"]).exists():
            _appel(decrit, par)


def _appel(decrit: Mapping[str, Any], par: Acteur) -> None:
    appel = lancer(decrit, par)
    seance = _seance(decrit["comite_le"], par)
    montants = _partager(Decimal(decrit["enveloppe"]), decrit["retenus"])
    for rang, projet in enumerate(decrit["projets"]):
        montant = montants[rang] if rang < len(montants) else None
        code = decrit.get("codes", decrit["code"] + "-{:03}").format(rang + 1)
        _operation(appel, seance, code, projet, montant, par)


def lancer(decrit: Mapping[str, Any], par: Acteur) -> Appel:
    """A call as it was published, with its grid."""
    appel = Appel.objects.create(
        territoire=par.territoire,
        organisation=structure(decrit["organisation"], par),
        ouvre_le=_moment(decrit["ouvre_le"], time(0)),
        ferme_le=_moment(decrit["ferme_le"], time(23, 59, 59)),
        debut_operations=date(decrit["annee"], 1, 1),
        fin_operations=date(decrit["annee"] + decrit.get("duree", 1) - 1, 12, 31),
        statut="PUBLIE",
        dispositif=par.territoire.dispositifs.filter(code=PLIE).first() if decrit["usage"] == "PLIE" else None,
        controle_service_fait=decrit.get("controle", True),
        subvention=_subvention(decrit, par),
        **{cle: decrit.get(cle, "") for cle in ("programmation", "axe", "objectif_specifique")},
        **{cle: decrit[cle] for cle in ("code", "titre", "usage", "financeur", "cadrage", "enveloppe", "taux_max")},
    )
    QuestionEligibilite.objects.create(appel=appel, rang=1, texte="L'action se déroule-t-elle sur le territoire ?")
    PieceRequise.objects.create(appel=appel, rang=1, intitule="Statuts de la structure", obligatoire=False)
    for rang, (intitule, poids) in enumerate(GRILLE, 1):
        CritereNotation.objects.create(appel=appel, rang=rang, intitule=intitule, poids=poids)
    return appel


def _subvention(decrit: Mapping[str, Any], par: Acteur) -> SubventionGlobale | None:
    """The subvention globale that pays the call, where the territory runs one of its programmation in its years."""
    siennes = SubventionGlobale.objects.filter(organisme__territoire=par.territoire)
    jour = date(decrit["annee"], 1, 1)
    return siennes.filter(programmation=decrit.get("programmation", ""), debut__lte=jour, fin__gte=jour).first()


def _partager(enveloppe: Decimal, combien: int) -> list[Decimal]:
    """So many amounts in whole euros, never more than the envelope in all."""
    poids = [POIDS[rang % len(POIDS)] for rang in range(combien)]
    return [Decimal(int(enveloppe * un / sum(poids))) for un in poids]


def _operation(appel: Appel, seance: Seance, code: str, projet: str, montant: Decimal | None, par: Acteur) -> None:
    porteur, _, intitule = projet.partition(" : ")
    demande = montant or Decimal(int(appel.enveloppe / 20))
    fin = "PROGRAMMEE" if montant else "REJETEE"
    operation = Operation.objects.create(
        territoire=appel.territoire,
        appel=appel,
        code=code,
        dispositif=appel.dispositif,
        programmation=appel.programmation,
        objectif_specifique=appel.objectif_specifique,
        intitule=intitule,
        porteur=structure(porteur, par),
        porteur_nom=porteur,
        debut=appel.debut_operations,
        fin=appel.fin_operations,
        montant_demande=demande,
        montant_programme=montant,
        statut=fin,
        statut_le=seance.le,
        deposee_le=appel.ferme_le - timedelta(hours=5 + sum(map(ord, code)) % 90),
    )
    chiffrer(operation, demande)
    depot = timezone.localtime(operation.deposee_le).date()
    jours = [depot - timedelta(days=9), depot, *(seance.le - timedelta(days=24 - 8 * n) for n in range(len(PAS) - 2))]
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


def _seance(le: date, par: Acteur) -> Seance:
    """The committee of selection, held that day."""
    instance, _ = Instance.objects.get_or_create(
        territoire=par.territoire, nom="Comité de sélection", defaults={"nature": SELECTION}
    )
    return Seance.objects.get_or_create(instance=instance, le=le, defaults={"statut": Seance.Statut.TENUE})[0]


def structure(nom: str, par: Acteur) -> Organisation:
    connue = Organisation.objects.filter(territoire=par.territoire, cle=cle_organisation(nom)).first()
    return connue or creer_organisation(nom=nom, par=par)


def _moment(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))
