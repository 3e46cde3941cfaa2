"""Orienting somebody, receiving them, presenting them to a commission, and what the commission decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.instances.queries import planifiables
from deplie.instances.rules import COMMISSION_ENTREE
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions._passage import exiger, relire
from deplie.parcours.actions.entree import creer_participation
from deplie.parcours.actions.frein import ouvrir_frein
from deplie.parcours.models import CritereProuve, Frein, FreinRepere, Participation, Prescription
from deplie.parcours.queries.prescription import destinataires
from deplie.parcours.rules import cycle
from deplie.parcours.rules.frein import theme_suivi
from deplie.parcours.rules.preuve import est_valable
from deplie.personnes.models import Personne
from deplie.socle import courrier, generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import CRITERE, FREIN

DEROGATION: Final = "DEROG"
# Somebody must act on these, or they end; those presented wait for the day of their commission.
A_RELANCER: Final = cycle.TRANSITIONS["classer"].depuis
# Without an answer for so many days, a prescription ends: nobody is left waiting for ever.
JOURS_D_ATTENTE: Final = 90


@transaction.atomic
def prescrire(
    *,
    personne: Personne,
    dispositif: Dispositif,
    le: date,
    par: Acteur,
    prescripteur: Organisation | None = None,
    origine: str = Prescription.Origine.STRUCTURE,
    aller_vers: str = "",
    criteres: Mapping[str, date | None] | None = None,
    freins: Iterable[str] = (),
    situation: str = "",
    information_le: date | None = None,
    consentement_le: date | None = None,
    referent: Agent | None = None,
    sans_auteur: bool = False,
) -> Prescription:
    """Orient somebody towards a scheme. ``criteres`` gives the day of the piece that proves each, when there is one.
    ``sans_auteur``: whoever records it is not who orients.

    Raises RefusMetier without the notice given and the person's agreement, for a day to come, for somebody already
    followed or already oriented there.
    """
    _verifier_lieu(personne, dispositif, par)
    _verifier_jours(le, information_le, consentement_le)
    _verifier_libre(personne, dispositif)
    generations.noter(par.territoire.code, "prescription")
    prescription = Prescription(
        territoire=par.territoire,
        personne=personne,
        dispositif=dispositif,
        prescripteur=prescripteur or par.organisation,
        auteur=None if sans_auteur else par.agent,
        referent=referent,
        origine=origine,
        aller_vers=" ".join(aller_vers.split()) if origine == Prescription.Origine.ALLER_VERS else "",
        le=le,
        expire_le=le + timedelta(days=JOURS_D_ATTENTE),
        statut=cycle.PRESCRIT,
        statut_le=le,
        situation=situation.strip(),
        information_le=information_le,
        consentement_le=consentement_le,
    )
    with traduire(PHRASES):
        enregistrer(prescription, par=par)
    _noter_criteres(prescription, criteres or {}, freins)
    consigner("prescrire", par=par, objet=prescription, detail={"dispositif": dispositif.code, "le": ecrire(le)})
    return prescription


@transaction.atomic
def declarer_recevable(*, prescription: Prescription, le: date, par: Acteur, referent: Agent | None = None) -> None:
    """Say, after having received the person, that they may be presented to a commission."""
    _passer(prescription, "declarer_recevable", cycle.RECEVABLE, le, par, referent=referent or prescription.referent)


@transaction.atomic
def presenter(*, prescription: Prescription, le: date, par: Acteur, seance: Seance | None = None) -> None:
    """Put somebody on the list of a séance; of the next one that decides for the scheme, unless told.

    Raises RefusMetier for a séance that does not decide for it, or that is over.
    """
    if seance is not None:
        natures = frozenset({COMMISSION_ENTREE})
        if not planifiables(par, prescription.dispositif, natures, timezone.localdate()).filter(pk=seance.pk).exists():
            raise RefusMetier("Cette séance ne décide pas des entrées dans ce dispositif, ou elle n'est plus à tenir.")
        if seance.le < le:
            raise RefusMetier(f"La séance ({seance.le:%d/%m/%Y}) a lieu avant cette inscription. Corrigez la date.")
    _passer(prescription, "presenter", cycle.EN_COMMISSION, le, par, seance=seance)


@transaction.atomic
def retirer(*, prescription: Prescription, le: date, par: Acteur) -> None:
    """Take somebody off the list of a commission."""
    _passer(prescription, "retirer", cycle.RECEVABLE, le, par, seance=None)


@transaction.atomic
def admettre_prescription(
    *, prescription: Prescription, le: date, par: Acteur, referent: Agent | None = None, derogation: str = ""
) -> Participation:
    """Admit: the day of the decision is the day of entry (V01). What the prescription knew is never asked again.

    At least one criterion must be proved by a piece valid that day, else ``derogation`` says why the commission admits
    all the same (V04). Raises RefusMetier otherwise, and as ``admettre``.
    """
    ici = relire(prescription)
    exiger("admettre", ici.statut)
    _verifier_suite(ici, le)
    criteres = {critere.code: critere.piece_du for critere in ici.criteres.all()}
    derogation = " ".join(derogation.split())
    _exiger_preuve(ici, le, derogation)
    participation = creer_participation(
        personne=ici.personne,
        dispositif=ici.dispositif,
        date_entree=le,
        par=par,
        referent=referent or ici.referent,
        prescripteur=ici.prescripteur,
        date_prescription=ici.le,
        criteres=[*criteres, *([DEROGATION] if derogation and DEROGATION not in criteres else [])],
    )
    Frein.objects.bulk_create(
        Frein(participation=participation, theme=theme) for theme in ici.freins.values_list("theme", flat=True)
    )
    for theme in sorted({theme_suivi(frein.theme) for frein in ici.freins.all()}):
        ouvrir_frein(participation=participation, theme=theme, le=le, par=par)
    _ranger(prescription, ici, cycle.ADMIS, le, par, participation=participation, raison=derogation)
    consigner(
        "admettre une prescription", par=par, objet=ici, detail={"le": ecrire(le), "derogation": bool(derogation)}
    )
    return participation


@transaction.atomic
def ajourner(*, prescription: Prescription, le: date, raison: str, par: Acteur) -> None:
    """Put off the decision; the reason is what the prescriber reads."""
    _passer(prescription, "ajourner", cycle.AJOURNE, le, par, raison=_raison(raison))


@transaction.atomic
def refuser(*, prescription: Prescription, le: date, raison: str, autre_voie: str, par: Acteur) -> None:
    """Refuse, with the reason and another way: nobody is sent back to nothing."""
    voie = " ".join(autre_voie.split())
    if not voie:
        raise RefusMetier("Un refus propose une autre voie : indiquez laquelle.")
    _passer(prescription, "refuser", cycle.REFUSE, le, par, raison=_raison(raison), autre_voie=voie)


@transaction.atomic
def rouvrir(*, prescription: Prescription, par: Acteur) -> None:
    """Put back in commission what was decided there, for ``actions.rectification`` to decide it again at once."""
    ici = relire(prescription)
    exiger("rectifier", ici.statut)
    _ranger(prescription, ici, cycle.EN_COMMISSION, ici.statut_le, par, participation=None)


@transaction.atomic
def redire_la_raison(*, prescription: Prescription, le: date, par: Acteur, derogation: str) -> None:
    """Correct why somebody was admitted all the same. Raises RefusMetier when no criterion is proved without it."""
    ici = relire(prescription)
    _exiger_preuve(ici, le, derogation)
    _ranger(prescription, ici, cycle.ADMIS, ici.statut_le, par, raison=derogation)


@transaction.atomic
def classer(*, prescription: Prescription, le: date, raison: str, par: Acteur, autre_voie: str = "") -> None:
    """End a prescription before any commission: withdrawn, not eligible, unreachable."""
    valeurs = {"raison": _raison(raison), "autre_voie": " ".join(autre_voie.split())}
    _passer(prescription, "classer", cycle.ANNULE, le, par, **valeurs)


@transaction.atomic
def classer_expirees(*, par: Acteur, jour: date) -> int:
    """End the prescriptions of the territory that nobody answered in time; how many."""
    expirees = Prescription.objects.filter(territoire=par.territoire, expire_le__lt=jour)
    attendent = expirees.filter(statut__in=A_RELANCER)
    nombre = 0
    for prescription in attendent.order_by("pk"):
        try:
            classer(prescription=prescription, le=jour, raison="Sans réponse dans le délai.", par=par)
        except RefusMetier:
            continue  # decided meanwhile
        nombre += 1
    return nombre


@transaction.atomic
def relancer(*, par: Acteur, jour: date) -> int:
    """Write to those who must act on the prescriptions of the territory that end soon; how many prescriptions.

    Once each: the day is written with the letter, which leaves when the transaction commits. A crash between the two
    loses a letter rather than sending it twice.
    """
    fin = jour + timedelta(days=reglage(par.territoire, "jours_avant_relance"))
    proches = Prescription.objects.filter(
        territoire=par.territoire, relancee_le=None, expire_le__range=(jour, fin), statut__in=A_RELANCER
    )
    lues = list(proches.select_for_update(of=("self",)).select_related("referent").order_by("expire_le", "pk"))
    a_ecrire: dict[str, list[Prescription]] = {}
    # No version: what is told of the person does not change.
    proches.filter(pk__in=[lue.pk for lue in lues]).update(relancee_le=jour)
    for prescription in lues:
        consigner("relancer une prescription", par=par, objet=prescription)
        for courriel in destinataires(prescription, jour):
            a_ecrire.setdefault(courriel, []).append(prescription)
    for courriel, attendues in a_ecrire.items():
        contexte = {"prescriptions": attendues, "territoire": par.territoire, "adresse": settings.ADRESSE}
        courrier.ecrire("parcours/courrier/relance.txt", a=courriel, contexte=contexte)
    return len(lues)


def _exiger_preuve(prescription: Prescription, le: date, derogation: str) -> None:
    """A criterion is proved that day, or the commission says why it admits all the same (V04)."""
    pieces = [(c.code, c.piece_du) for c in prescription.criteres.all() if c.code != DEROGATION]
    if not derogation and not any(piece and est_valable(code, piece, le) for code, piece in pieces):
        raise RefusMetier(
            "Aucun critère n'est prouvé par une pièce valable ce jour-là. Datez une pièce, ou motivez une dérogation."
        )


def _passer(prescription: Prescription, acte: str, vers: str, le: date, par: Acteur, **valeurs: Any) -> None:
    ici = relire(prescription)
    exiger(acte, ici.statut)
    _verifier_suite(ici, le)
    _ranger(prescription, ici, vers, le, par, **valeurs)
    consigner(cycle.TRANSITIONS[acte].libelle.lower(), par=par, objet=ici, detail={"le": ecrire(le)})


def _ranger(prescription: Prescription, ici: Prescription, vers: str, le: date, par: Acteur, **valeurs: Any) -> None:
    """Write the state reached; the caller's object takes it."""
    generations.noter(par.territoire.code, "prescription")
    for champ, valeur in {"raison": "", "autre_voie": "", **valeurs, "statut": vers, "statut_le": le}.items():
        setattr(ici, champ, valeur)
        setattr(prescription, champ, valeur)
    with traduire(PHRASES):
        enregistrer(ici, par=par)


def _raison(raison: str) -> str:
    propre = " ".join(raison.split())
    if not propre:
        raise RefusMetier("Indiquez la raison : le prescripteur la lira.")
    return propre


def _verifier_lieu(personne: Personne, dispositif: Dispositif, par: Acteur) -> None:
    if dispositif.territoire_id != par.territoire.pk or personne.territoire_id != par.territoire.pk:
        raise RefusMetier("La personne et le dispositif sont d'un autre territoire.")


def _verifier_jours(le: date, information_le: date | None, consentement_le: date | None) -> None:
    aujourd_hui = timezone.localdate()
    if information_le is None or consentement_le is None:
        raise RefusMetier("Remettez la notice d'information et recueillez l'accord de la personne : datez les deux.")
    for jour, quoi in (
        (le, "La prescription"),
        (information_le, "La remise de la notice"),
        (consentement_le, "L'accord"),
    ):
        if jour > aujourd_hui:
            raise RefusMetier(f"{quoi} ({jour:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")


def _verifier_libre(personne: Personne, dispositif: Dispositif) -> None:
    suivie = Participation.objects.reelles().filter(personne=personne, dispositif=dispositif, date_sortie=None)
    if suivie.exists():
        raise RefusMetier("Cette personne est déjà suivie dans ce dispositif.")


def _verifier_suite(prescription: Prescription, le: date) -> None:
    """A decision follows the last one, and is not to come."""
    if le > timezone.localdate():
        raise RefusMetier(f"La décision ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if le < prescription.statut_le:
        raise RefusMetier(
            f"La décision ({le:%d/%m/%Y}) précède l'étape d'avant ({prescription.statut_le:%d/%m/%Y}). "
            "Indiquez une date qui la suit."
        )


def _noter_criteres(prescription: Prescription, criteres: Mapping[str, date | None], freins: Iterable[str]) -> None:
    if inconnus := sorted(code for code in criteres if code not in CRITERE):
        raise RefusMetier(f"Ce critère d'éligibilité n'existe pas : {', '.join(inconnus)}.")
    if inconnus := sorted(theme for theme in freins if theme not in FREIN):
        raise RefusMetier(f"Ce frein n'est pas de la liste : {', '.join(inconnus)}.")
    CritereProuve.objects.bulk_create(
        CritereProuve(prescription=prescription, code=code, piece_du=jour) for code, jour in sorted(criteres.items())
    )
    FreinRepere.objects.bulk_create(
        FreinRepere(prescription=prescription, theme=theme) for theme in sorted(set(freins))
    )
