"""The call being read today: applications at every step, so that who instructs and marks has work."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements import actions
from deplie.financements.models import Appel, EvenementOperation, Lecture, Operation
from deplie.financements.rules.nomenclature import FAVORABLE, RESERVE
from deplie.site.demonstration.appels import RESUME, lancer
from deplie.site.demonstration.calendrier import annee_courante, ouvre_des
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.declaration import Declaration
from deplie.site.demonstration.horloge import au
from deplie.site.demonstration.plans import chiffrer, forfait
from deplie.site.demonstration.structures import siret, structure
from deplie.site.demonstration.tirage import Tirage

# How far each application has gone; the rest of the projects did not apply.
PAS: Final = ("DEPOSEE", "DEPOSEE", "RECEVABLE", "EN_INSTRUCTION", "EN_INSTRUCTION", "AVIS", "AVIS")
AVIS: Final = "Projet utile au territoire, plan de financement équilibré. Avis favorable (inventé)."


@transaction.atomic
def instruire(lue: Declaration, par: Acteur, jour: date) -> None:
    """Record the call that follows the one in progress, closed three weeks ago, and what was read of it."""
    decrit = lue.brut.get("appel_courant")
    if not decrit:
        return
    annee = annee_courante(jour) + decrit.get("ensuite", 2)
    code = decrit["code"].replace("{annee}", str(annee))
    if Appel.objects.filter(territoire=par.territoire, code=code).exists():
        return
    dit = decrit | {
        "code": code, "titre": decrit["titre"].replace("{annee}", str(annee)), "annee": annee, "duree": 1,
        "ouvre_le": ouvre_des(jour - timedelta(days=75)), "ferme_le": ouvre_des(jour - timedelta(days=24)),
    }  # fmt: skip
    appel = lancer(dit, par)
    for rang, (projet, pas) in enumerate(zip(decrit["projets"], PAS, strict=False)):
        _lire(_deposer(appel, rang, projet, par), rang, pas, par, jour)


def _deposer(appel: Appel, rang: int, projet: str, par: Acteur) -> Operation:
    porteur, _, intitule = projet.partition(" : ")
    demande = Decimal(int(appel.enveloppe / 10) + 130 * rang)
    depot = appel.ferme_le - timedelta(hours=9 * rang + 2)
    operation = Operation.objects.create(
        territoire=appel.territoire, appel=appel, code=f"{appel.code}-{rang + 1:03}", intitule=intitule,
        porteur=structure(porteur, par) if rang else None, porteur_nom=porteur, dispositif=appel.dispositif,
        programmation=appel.programmation, objectif_specifique=appel.objectif_specifique,
        debut=appel.debut_operations, fin=appel.fin_operations, montant_demande=demande, statut="DEPOSEE",
        statut_le=depot.date(), deposee_le=depot, resume=RESUME.format(intitule),
        option_simplifiee=forfait(appel.programmation),
        porteur_siret=siret(porteur, par.territoire.code),
    )  # fmt: skip
    chiffrer([operation])
    pas = (("preparer", "", "BROUILLON"), ("deposer", "BROUILLON", "DEPOSEE"))
    EvenementOperation.objects.bulk_create(
        EvenementOperation(operation=operation, acte=acte, depuis=depuis, vers=vers, le=depot.date())
        for acte, depuis, vers in pas
    )
    return operation


def _lire(operation: Operation, rang: int, pas: str, par: Acteur, jour: date) -> None:
    gere = en_role(par, "gestionnaire_oi")
    if pas == "DEPOSEE":
        return
    with au(ouvre_des(jour - timedelta(days=17))):
        actions.statuer_recevabilite(operation=operation, recevable=True, motif="", par=gere)
    if pas == "RECEVABLE":
        return
    with au(ouvre_des(jour - timedelta(days=14))):
        actions.ouvrir_instruction(operation=operation, par=gere)
        lectures = [(_confier(operation, role, par), role) for role in ("instructeur", "membre_jury")]
    rendues = lectures if pas == "AVIS" else lectures[: rang % 2]
    with au(ouvre_des(jour - timedelta(days=9))):
        for lecture, role in rendues:
            _noter(lecture, en_role(par, role), Tirage(f"{operation.code}/{role}"))
    if pas == "AVIS":
        with au(ouvre_des(jour - timedelta(days=5))):
            actions.rendre_avis(operation=operation, avis=AVIS, par=gere)


def _confier(operation: Operation, role: str, par: Acteur) -> Lecture:
    lecteur: Any = en_role(par, role).agent
    return actions.designer_lecteur(operation=operation, lecteur=lecteur, par=en_role(par, "gestionnaire_oi"))


def _noter(lecture: Lecture, lecteur: Acteur, tirage: Tirage) -> None:
    appel = lecture.operation.appel
    assert appel is not None
    actions.declarer_interets(lecture=lecture, conflit=False, motif="", par=lecteur)
    notes: dict[Any, Decimal | None] = {critere: Decimal(tirage.entier(2, 5)) for critere in appel.criteres.all()}
    avis = FAVORABLE if sum(note or 0 for note in notes.values()) > 8 else RESERVE
    actions.rendre_lecture(
        lecture=lecture, notes=notes, avis=avis, commentaire="Lecture de démonstration.", par=lecteur
    )
