"""Prescriptions as an actor may see them: those of the territory, of their structure's people, or that it made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import DROITS, Perimetre
from deplie.parcours.models import CritereProuve, Prescription
from deplie.parcours.queries.perimetre import collegues, ou_404
from deplie.parcours.rules.cycle import ADMIS, AJOURNE, EN_ATTENTE, EN_COMMISSION, ETATS, PRESCRIT, RECEVABLE
from deplie.parcours.rules.preuve import PREUVES, derniere_perimee, est_valable, valable_jusqu_au
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import CRITERE, CRITERES_SENSIBLES

PREUVES_A_RENOUVELER = "preuves"
# The tabs of the list, in the order of the work: « preuves » crosses those that wait, « decidees » is what is over.
ONGLETS: dict[str, tuple[str, frozenset[str]]] = {
    "a_recevoir": ("À recevoir", frozenset({PRESCRIT})),
    "recevables": ("Recevables", frozenset({RECEVABLE, AJOURNE})),
    "commission": ("En commission", frozenset({EN_COMMISSION})),
    PREUVES_A_RENOUVELER: ("Preuve à renouveler", EN_ATTENTE),
    "decidees": ("Décidées", frozenset(ETATS) - {PRESCRIT, RECEVABLE, AJOURNE, EN_COMMISSION}),
}


def prescriptions_visibles_par(acteur: Acteur):
    """Prescriptions of the actor's perimeter. Nobody's yet are everybody's who receives people."""
    toutes = Prescription.objects.filter(territoire=acteur.territoire)
    perimetres = acteur.perimetres
    if Perimetre.TERRITOIRE in perimetres:
        return toutes
    condition = Q(pk__in=[])
    if Perimetre.PORTEFEUILLE in perimetres:
        if acteur.organisation is None:
            return toutes
        condition |= Q(referent=None) | Q(referent__in=collegues(acteur).values("pk"))
    if acteur.organisation and perimetres & {Perimetre.PORTEFEUILLE, Perimetre.PRESCRIPTIONS}:
        condition |= Q(prescripteur=acteur.organisation)
    return toutes.filter(condition)


def prescription_ou_404(acteur: Acteur, pk: int) -> Prescription:
    """The prescription, with its person and scheme; 404 outside the actor's perimeter."""
    proche = prescriptions_visibles_par(acteur).select_related(
        "personne", "dispositif", "prescripteur", "referent", "auteur", "participation", "seance__instance"
    )
    return ou_404(proche.filter(pk=pk).first())


def liste(acteur: Acteur, onglet: str):
    """The prescriptions of a tab: those that wait the longest first, those decided the latest first."""
    _, statuts = ONGLETS[onglet]
    ordre = ("-statut_le", "-pk") if onglet == "decidees" else ("le", "pk")
    trouvees = prescriptions_visibles_par(acteur).filter(statut__in=statuts)
    if onglet == PREUVES_A_RENOUVELER:
        trouvees = trouvees.filter(_preuve_bientot_perimee(acteur))
    return trouvees.select_related("personne", "dispositif", "prescripteur", "referent").order_by(*ordre)


def compter(acteur: Acteur) -> dict[str, int]:
    """How many prescriptions each tab holds."""
    lus = prescriptions_visibles_par(acteur).order_by().values_list("statut").annotate(nombre=Count("pk"))
    par_statut = dict(lus)
    comptes = {nom: sum(par_statut.get(code, 0) for code in statuts) for nom, (_, statuts) in ONGLETS.items()}
    if comptes[PREUVES_A_RENOUVELER]:
        comptes[PREUVES_A_RENOUVELER] = liste(acteur, PREUVES_A_RENOUVELER).count()
    return comptes


def _preuve_bientot_perimee(acteur: Acteur) -> Q:
    """A criterion that the actor may read is proved by a piece that ages before the territory's delay is over."""
    limite = timezone.localdate() + timedelta(days=reglage(acteur.territoire, "jours_preuve"))
    perimee = Q(pk__in=[])
    for code in PREUVES:
        if code in CRITERES_SENSIBLES and not acteur.peut("sensible.lire"):
            continue
        if borne := derniere_perimee(code, limite):
            perimee |= Q(code=code, piece_du__lte=borne)
    return Exists(CritereProuve.objects.filter(perimee, prescription=OuterRef("pk")))


def destinataires(prescription: Prescription, jour: date) -> list[str]:
    """The addresses of those who must act on a prescription: its référent, else whoever decides."""
    if prescription.referent and prescription.referent.compte_id:
        return [prescription.referent.courriel]
    en_cours = Q(habilitations__fin=None) | Q(habilitations__fin__gte=jour)
    agents = Agent.objects.filter(
        en_cours,
        habilitations__role__in=DROITS["prescription.decider"].roles,
        habilitations__debut__lte=jour,
        territoire=prescription.territoire,
        compte__is_active=True,
    )
    return sorted(set(agents.values_list("courriel", flat=True)))


@dataclass(frozen=True)
class CritereLu:
    """A criterion told, the piece that proves it, and until when."""

    critere: CritereProuve
    libelle: str
    piece: str
    du: date | None
    jusqu_au: date | None
    valable: bool


def criteres_de(prescription: Prescription, acteur: Acteur, jour: date) -> list[CritereLu]:
    """The criteria that the actor may read. A decided prescription is judged on the day of its decision."""
    juge = prescription.statut_le if prescription.statut == ADMIS else jour
    sensible = acteur.peut("sensible.lire")
    return [
        CritereLu(
            critere,
            CRITERE.libelle(critere.code),
            PREUVES[critere.code].piece,
            critere.piece_du,
            valable_jusqu_au(critere.code, critere.piece_du) if critere.piece_du else None,
            bool(critere.piece_du and est_valable(critere.code, critere.piece_du, juge)),
        )
        for critere in sorted(prescription.criteres.all(), key=lambda critere: critere.code)
        if sensible or critere.code not in CRITERES_SENSIBLES
    ]
