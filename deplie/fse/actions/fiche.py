"""A record is opened from what the parcours knows, completed from it, withdrawn when it was a mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.actions._controle import PHRASES
from deplie.fse.models import A_PART, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.connu import Connu, connu_de, sans_fiche
from deplie.fse.queries.fiche import programmation_de, visibles_par
from deplie.fse.rules.questionnaire import PARCOURS
from deplie.fse.rules.reprise import Presence, refus_de_participant
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

_PERSONNE = ("sexe", "date_naissance")


@transaction.atomic
def ouvrir_fiche(*, operation: Operation, personne: Personne, date_entree: date, par: Acteur) -> ParticipationFSE:
    """Open the record of a person in an operation; what the parcours knows is in it, as known from the parcours.

    Raises RefusMetier for an operation that is not European, a day to come or outside the operation, and a second
    record of one person.
    """
    if not programmation_de(operation):
        raise RefusMetier("Cette opération n'est d'aucune programmation du fonds européen : elle n'a pas de fiches.")
    if date_entree > timezone.localdate():
        raise RefusMetier(f"L'entrée ({date_entree:%d/%m/%Y}) est à venir. Une date passée est attendue.")
    if operation.debut and date_entree < operation.debut:
        raise RefusMetier(f"L'opération commence le {operation.debut:%d/%m/%Y} : personne n'y entre avant.")
    if operation.fin and date_entree > operation.fin:
        raise RefusMetier(f"L'opération finit le {operation.fin:%d/%m/%Y} : personne n'y entre après.")
    generations.noter(par.territoire.code, "participation_fse")
    ouverte = ParticipationFSE(operation=operation, personne=personne, date_entree=date_entree)
    connus = connu_de(personne, operation, date_entree)
    _reprendre(ouverte, connus)
    with traduire(PHRASES):
        enregistrer(ouverte, par=par)
    _reprendre_sensibles(ouverte, connus, par)
    consigner("ouvrir une fiche de participant", par=par, objet=ouverte, detail={"operation": operation.pk})
    return ouverte


@transaction.atomic
def ouvrir_fiches(*, operation: Operation, par: Acteur) -> tuple[int, int]:
    """Open a record for each person whom étapes of the operation receive and who has none.

    Returns how many were opened, and how many people were left aside: there one day or less, or outside the
    operation's dates.
    """
    ouvertes = ecartees = 0
    for arrivee in sans_fiche(par, operation, timezone.localdate()):
        jours = (arrivee.fin - arrivee.debut).days + 1 if arrivee.fin else 2
        debut = max(arrivee.debut, operation.debut) if operation.debut else arrivee.debut
        finie = arrivee.fin is not None and arrivee.fin <= debut
        if refus_de_participant(Presence(jours)) or finie or (operation.fin and debut > operation.fin):
            ecartees += 1
            continue
        ouvrir_fiche(operation=operation, personne=arrivee.personne, date_entree=debut, par=par)
        ouvertes += 1
    return ouvertes, ecartees


@transaction.atomic
def completer_du_parcours(*, operation: Operation, par: Acteur) -> int:
    """Fill what is empty in the records of an operation with what the parcours knows now; how many changed."""
    changees = 0
    for une in visibles_par(par).filter(operation=operation).select_for_update(of=("self",)):
        connus = connu_de(une.personne, operation, une.date_entree)
        reprises = _reprendre(une, connus)
        if reprises:
            enregistrer(une, par=par)
        changees += bool(_reprendre_sensibles(une, connus, par) or reprises)
    if changees:
        generations.noter(par.territoire.code, "participation_fse")
        consigner("compléter des fiches du parcours", par=par, objet=operation, detail={"fiches": changees})
    return changees


@transaction.atomic
def retirer_fiche(*, participation: ParticipationFSE, par: Acteur) -> None:
    """Withdraw a record opened by mistake, or of who stayed one day or less; its versions stay.

    Raises RefusMetier once an exit was recorded: the person was a participant.
    """
    ici = ParticipationFSE.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    if ici.date_sortie or ici.reprise_le:
        raise RefusMetier(
            "Cette fiche a une sortie : la personne a participé. Corrigez la fiche plutôt que la retirer."
        )
    generations.noter(par.territoire.code, "participation_fse")
    detail = {"operation": ici.operation_id, "personne": ici.personne_id}
    consigner("retirer une fiche de participant", par=par, objet=ici, detail=detail)
    for reponse in ici.reponses_sensibles.all():
        _oter(reponse, par)
    _oter(ici, par)


def _oter(ligne: ParticipationFSE | ReponseSensibleFSE, par: Acteur) -> None:
    ligne._history_user = par.compte  # type: ignore[union-attr]  # read by simple-history
    ligne.delete()


def _reprendre(participation: ParticipationFSE, connus: dict[str, Connu]) -> list[str]:
    """Ordinary answers left empty take what is known; the questions that did."""
    reprises = []
    for cle, connu in connus.items():
        if cle in A_PART or cle in _PERSONNE or getattr(participation, cle) not in ("", None):
            continue
        setattr(participation, cle, connu.valeur)
        participation.origines = {**participation.origines, cle: PARCOURS}
        reprises.append(cle)
    return reprises


def _reprendre_sensibles(participation: ParticipationFSE, connus: dict[str, Connu], par: Acteur) -> int:
    """The same of those that stand apart; how many."""
    deja = set(participation.reponses_sensibles.values_list("question", flat=True))
    reprises = [(cle, connu) for cle, connu in connus.items() if cle in A_PART and cle not in deja]
    for cle, connu in reprises:
        enregistrer(
            ReponseSensibleFSE(
                participation=participation, question=cle, reponse=connu.valeur, origine=PARCOURS, demandee_le=connu.le
            ),
            par=par,
        )
    return len(reprises)
