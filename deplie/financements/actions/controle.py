"""A contrôle de service fait: opened, its sample drawn, findings noted, notified, answered, concluded."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._bilan import noter
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.cycle import avancer
from deplie.financements.models import BilanExecution, Controle, Correction, LigneControle, Operation
from deplie.financements.queries import controle as lus
from deplie.financements.queries.message import NOTIFICATION_CONTROLE
from deplie.financements.rules.controle import Constats, refus_de_conclure, refus_de_notifier
from deplie.financements.rules.cycle import BILAN_DEPOSE, CSF_CONTRADICTOIRE, CSF_EN_COURS
from deplie.financements.rules.depenses import refus_d_ecart
from deplie.financements.rules.echantillon import Methode, Unite, tirer
from deplie.socle import envois
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier


def _tenir(operation_id: int, par: Acteur) -> Operation:
    """The operation, held until the end of the transaction; refused to who may not control it."""
    Operation.objects.select_for_update(of=("self",)).get(pk=operation_id)
    operation = Operation.objects.select_related("territoire", "appel").get(pk=operation_id)
    if phrase := lus.refus_de_tenir(par, operation):
        raise RefusMetier(phrase)
    return operation


def _en_cours(controle: Controle, *statuts: str) -> Controle:
    """The control as it is now, the operation being held; refused once it is past these states."""
    present = Controle.objects.select_related("bilan__operation__territoire").get(pk=controle.pk)
    if present.conclu_le or present.bilan.operation.statut not in statuts:
        raise RefusMetier("Ce contrôle a déjà passé cette étape.")
    return present


@transaction.atomic
def ouvrir_controle(*, bilan: BilanExecution, seuil: Decimal, part: int, par: Acteur, graine: str = "") -> Controle:
    """Open the control of a bilan and draw its sample; a seed is drawn unless told, and kept with the sample.

    Raises RefusMetier for who instructed, manages or carries the operation, a bilan that is not deposited, a call
    without control, a share out of range.
    """
    operation = _tenir(bilan.operation_id, par)
    present = BilanExecution.objects.get(pk=bilan.pk)
    if operation.statut != BILAN_DEPOSE or present.depose_le is None or present.valide_le is not None:
        raise RefusMetier("Un contrôle s'ouvre sur un bilan déposé.")
    if operation.appel is not None and not operation.appel.controle_service_fait:
        raise RefusMetier("L'appel ne demande pas de contrôle : le compte rendu s'accepte tel quel.")
    if par.agent is None:
        raise RefusMetier("Un contrôle est tenu par une personne de l'équipe.")
    depenses = list(present.depenses.all())
    graine = " ".join(graine.split()) or secrets.token_hex(8)
    unites = [Unite(str(une.pk), une.nature, une.montant) for une in depenses]
    tirees = tirer(unites, Methode(seuil, part), graine).echantillon
    with traduire(PHRASES):
        controle = Controle.objects.create(
            bilan=present,
            controleur=par.agent,
            ouvert_le=timezone.localdate(),
            graine=graine,
            seuil=seuil,
            part=part,
        )
        LigneControle.objects.bulk_create(
            LigneControle(controle=controle, depense=une, echantillon=str(une.pk) in tirees) for une in depenses
        )
    avancer(operation=operation, acte="controler", par=par)
    noter(present, "ouvrir un contrôle de service fait", par, tirees=len(tirees))
    return controle


@transaction.atomic
def constater(*, ligne: LigneControle, rejete: Decimal, motif: str, observation: str, par: Acteur) -> None:
    """Note what was seen of an expense, and what is taken off it. Raises RefusMetier beyond what is declared."""
    _tenir(ligne.controle.bilan.operation_id, par)
    controle = _en_cours(ligne.controle, CSF_EN_COURS)
    ici = LigneControle.objects.select_related("depense").get(pk=ligne.pk)
    motif = " ".join(motif.split())
    if phrase := refus_d_ecart(ici.depense.montant, rejete, motif):
        raise RefusMetier(phrase)
    ici.rejete, ici.motif, ici.observation = rejete, motif, " ".join(observation.split())
    ici.verifiee_le = timezone.localdate()
    with traduire(PHRASES):
        ici.save()
    noter(controle.bilan, "constater une dépense", par, depense=ici.depense_id)


def _constats(controle: Controle, lignes: list[LigneControle]) -> Constats:
    return Constats(
        a_verifier=[une.depense.libelle for une in lignes if une.echantillon and une.verifiee_le is None],
        ecarte=any(une.rejete for une in lignes),
        notifie_le=controle.notifie_le,
        reponse_avant_le=controle.reponse_avant_le,
        repondu_le=controle.repondu_le,
    )


def _corriger(controle: Controle, lignes: list[LigneControle], *, extrapole: bool) -> None:
    """Write anew what the findings take off beside the lines."""
    correction = lus.correction_de(controle, lignes, extrapole=extrapole)
    controle.corrections.filter(libelle__in=(lus.EXTRAPOLATION, lus.FORFAIT)).delete()
    if correction.extrapole:
        Correction.objects.create(
            controle=controle, libelle=lus.EXTRAPOLATION, motif=correction.phrase, montant=correction.extrapole
        )
    if correction.sur_le_forfait:
        phrase = "Le forfait est compté de nouveau sur ce qui reste de sa base."
        Correction.objects.create(
            controle=controle, libelle=lus.FORFAIT, motif=phrase, montant=correction.sur_le_forfait
        )


@transaction.atomic
def notifier_controle(*, controle: Controle, extrapoler: bool, jours: int, par: Acteur) -> date:
    """Send the findings to the holder, who has ``jours`` days to answer and is told so by e-mail, once; the last day of
    the answer.

    Raises RefusMetier while a line of the sample is not checked, or when nothing is taken off.
    """
    operation = _tenir(controle.bilan.operation_id, par)
    present = _en_cours(controle, CSF_EN_COURS)
    lignes = lus.lignes_de(present)
    if phrase := refus_de_notifier(_constats(present, lignes)):
        raise RefusMetier(phrase)
    _corriger(present, lignes, extrapole=extrapoler)
    present.notifie_le = timezone.localdate()
    present.reponse_avant_le = present.notifie_le + timedelta(days=jours)
    with traduire(PHRASES):
        present.save()
    avancer(operation=operation, acte="notifier_controle", par=par)
    noter(present.bilan, "notifier un contrôle de service fait", par)
    _prevenir(present, operation)
    return present.reponse_avant_le


def _prevenir(controle: Controle, operation: Operation) -> None:
    """Write to the holder, once: the day of the notification makes the message unique."""
    envois.prevoir(
        territoire=operation.territoire.code,
        genre=NOTIFICATION_CONTROLE,
        objet_id=controle.pk,
        personne=0,  # a structure: nobody's record
        canal=envois.COURRIEL,
        cle=envois.cle_de(NOTIFICATION_CONTROLE, controle.pk, envois.COURRIEL),
        le=timezone.now(),
    )


@transaction.atomic
def repondre_au_controle(*, controle: Controle, reponse: str, par: Acteur) -> None:
    """Keep the holder's answer to the findings, once. Raises RefusMetier out of the contradictory period."""
    Operation.objects.select_for_update(of=("self",)).get(pk=controle.bilan.operation_id)
    present = _en_cours(controle, CSF_CONTRADICTOIRE)
    if present.repondu_le:
        raise RefusMetier(f"Une réponse est déjà enregistrée, du {present.repondu_le:%d/%m/%Y}.")
    if not reponse.strip():
        raise RefusMetier("Écrivez la réponse du porteur.")
    present.reponse, present.repondu_le = reponse.strip(), timezone.localdate()
    present.save()
    noter(present.bilan, "répondre à un contrôle de service fait", par)


@transaction.atomic
def revoir_constat(*, ligne: LigneControle, rejete_final: Decimal, reponse: str, par: Acteur) -> None:
    """After the answer, what is finally taken off an expense: never more than what was notified."""
    _tenir(ligne.controle.bilan.operation_id, par)
    controle = _en_cours(ligne.controle, CSF_CONTRADICTOIRE)
    ici = LigneControle.objects.select_related("depense").get(pk=ligne.pk)
    if rejete_final > ici.rejete:
        raise RefusMetier("Après la réponse, un écart diminue ou reste : il ne dépasse pas ce qui a été notifié.")
    ici.rejete_final, ici.reponse = rejete_final, " ".join(reponse.split())[:500]
    with traduire(PHRASES):
        ici.save()
    noter(controle.bilan, "revoir un constat", par, depense=ici.depense_id)


@transaction.atomic
def conclure_controle(*, controle: Controle, conclusion: str, par: Acteur) -> None:
    """Conclude: what is kept is declared less rejected. Raises RefusMetier before the holder could answer."""
    operation = _tenir(controle.bilan.operation_id, par)
    present = _en_cours(controle, CSF_EN_COURS, CSF_CONTRADICTOIRE)
    lignes = lus.lignes_de(present)
    jour = timezone.localdate()
    if phrase := refus_de_conclure(_constats(present, lignes), jour):
        raise RefusMetier(phrase)
    for une in lignes:
        if une.rejete_final is None:
            une.rejete_final = une.rejete
    LigneControle.objects.bulk_update(lignes, ["rejete_final"])
    _corriger(present, lignes, extrapole=lus.extrapole(present))
    present.conclu_le, present.conclusion = jour, conclusion.strip()
    present.save()
    bilan = present.bilan
    bilan.valide_le = jour
    with traduire(PHRASES):
        bilan.save()
    avancer(operation=operation, acte="valider_controle", par=par)
    noter(bilan, "conclure un contrôle de service fait", par)
