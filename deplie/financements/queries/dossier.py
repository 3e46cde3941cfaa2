"""Applications as those who instruct, mark and decide read them; a member of a jury reads those confided to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils import timezone

from deplie.acteurs.models import Agent, Habilitation, Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import DROITS, cle_organisation
from deplie.financements.models import Appel, CritereNotation, Lecture, NoteLecture, Operation, PieceDossier
from deplie.financements.queries.depot import cout_prevu
from deplie.financements.rules.cycle import ETATS, PRIVES
from deplie.financements.rules.plan import aide_maximale
from deplie.financements.rules.selection import (
    SANS_SOUS_ENVELOPPE,
    Candidature,
    Critere,
    LectureRendue,
    Place,
    classer,
    note_de_candidature,
    reste_par_bourse,
)

# Names nearer than that are proposed as the same structure.
PROCHE: Final = 0.72
PROPOSEES: Final = 6
NON_CLASSES: Final = frozenset({"DEPOSEE", "IRRECEVABLE", "ABANDONNEE"})


def visibles_par(acteur: Acteur):
    """Applications handed in; only those confided to them, for who does not hold the call."""
    tous = Operation.objects.filter(territoire=acteur.territoire, appel__isnull=False).deposees()
    if not acteur.peut("dossier.voir"):
        return tous.none()
    if not acteur.peut("dossier.tous"):
        # Put aside by a conflict of interest, a reader reads it no more.
        siennes = Lecture.objects.filter(lecteur=acteur.agent).exclude(conflit=True)
        tous = tous.filter(pk__in=siennes.values("operation")) if acteur.agent else tous.none()
    return tous.select_related("appel__organisation", "appel__territoire", "porteur", "sous_enveloppe", "territoire")


def dossier_ou_404(acteur: Acteur, pk: int) -> Operation:
    """An application that the actor may read."""
    trouve = visibles_par(acteur).filter(pk=pk).first()
    if trouve is None:
        raise Http404
    return trouve


def piece_ou_404(acteur: Acteur, pk: int) -> PieceDossier:
    """A file of an application that the actor may read; proofs of expenses are another page's."""
    lues = PieceDossier.objects.filter(pk=pk, depense=None, operation__in=visibles_par(acteur))
    trouvee = lues.select_related("fichier", "operation").first()
    if trouvee is None:
        raise Http404
    return trouvee


@dataclass(frozen=True)
class Filtre:
    """What a list of applications is cut by."""

    statut: str = ""
    texte: str = ""
    sous_enveloppe: int | None = None
    a_lire: bool = False


@dataclass(frozen=True)
class Lu:
    """An application in a list: its mark out of 100 (None: not yet, or hidden), how many read it."""

    operation: Operation
    note: Decimal | None
    masquee: bool
    rendues: int
    designes: int
    a_moi: str

    @property
    def etat(self) -> str:
        """Its state, in words."""
        return ETATS[self.operation.statut]


def dossiers_de(acteur: Acteur, appel: Appel, filtre: Filtre | None = None) -> list[Lu]:
    """The applications of a call that the actor may read, by code: a fixed number of queries."""
    filtre = filtre or Filtre()
    lus = visibles_par(acteur).filter(appel=appel)
    if filtre.statut:
        lus = lus.filter(statut=filtre.statut)
    if filtre.sous_enveloppe:
        lus = lus.filter(sous_enveloppe=filtre.sous_enveloppe)
    for mot in filtre.texte.split():
        lus = lus.filter(
            Q(code__icontains=mot) | Q(intitule__icontains=mot) | Q(porteur_nom__icontains=mot)
            | Q(porteur__nom__icontains=mot)
        )  # fmt: skip
    grille = grille_de(appel)
    lignes = [_lu(acteur, appel, grille, operation) for operation in avec_lectures(lus).order_by("code", "pk")]
    return [ligne for ligne in lignes if not filtre.a_lire or ligne.a_moi in ("a_declarer", "a_noter")]


def avec_lectures(operations):
    """Applications with their readings and marks, read at once."""
    lectures = Lecture.objects.select_related("lecteur").order_by("pk").prefetch_related("notes")
    return operations.prefetch_related(Prefetch("lectures", queryset=lectures))


def _lu(acteur: Acteur, appel: Appel, grille: Sequence[Critere], operation: Operation) -> Lu:
    lectures = list(operation.lectures.all())
    a_moi = etat_de_la_lecture(next((une for une in lectures if une.lecteur == acteur.agent), None))
    masquee = a_moi in ("a_declarer", "a_noter")
    rendues = [rendue_de(une) for une in lectures]
    return Lu(
        operation,
        None if masquee else note_de_candidature(grille, rendues, appel.lecteurs_min),
        masquee,
        sum(rendue.compte for rendue in rendues),
        sum(rendue.conflit is not True for rendue in rendues),
        a_moi,
    )


def etat_de_la_lecture(lecture: Lecture | None) -> str:
    """Where a reading stands: "", a_declarer, ecartee, a_noter, rendue."""
    if lecture is None:
        return ""
    if lecture.conflit is None:
        return "a_declarer"
    if lecture.conflit:
        return "ecartee"
    return "rendue" if lecture.rendue_le else "a_noter"


def grille_de(appel: Appel) -> list[Critere]:
    """The scoring grid, as the rules read it."""
    criteres = CritereNotation.objects.filter(appel=appel).order_by("rang")
    return [Critere(str(c.pk), c.intitule, c.poids, c.note_max) for c in criteres]


def rendue_de(lecture: Lecture) -> LectureRendue:
    """A reading, as the rules read it."""
    notes = {str(note.critere_id): note.note for note in lecture.notes.all()}
    return LectureRendue(str(lecture.lecteur_id), lecture.conflit, lecture.rendue_le is not None, notes)


@dataclass(frozen=True)
class Lectures:
    """The readings of an application: the actor's own, and those of others, shown once one's own is given."""

    mienne: Lecture | None
    etat: str
    autres: list[tuple[Lecture, LectureRendue]]
    masquees: bool
    note: Decimal | None


def lectures_de(acteur: Acteur, operation: Operation) -> Lectures:
    """The readings that the actor may read, with the mark they make."""
    toutes = list(operation.lectures.select_related("lecteur").prefetch_related("notes__critere").order_by("pk"))
    mienne = next((une for une in toutes if une.lecteur == acteur.agent), None)
    etat = etat_de_la_lecture(mienne)
    masquees = etat in ("a_declarer", "a_noter")
    appel = operation.appel
    assert appel is not None
    note = None if masquees else note_de_candidature(
        grille_de(appel), [rendue_de(une) for une in toutes], appel.lecteurs_min
    )  # fmt: skip
    return Lectures(mienne, etat, [(une, rendue_de(une)) for une in toutes], masquees, note)


def lecture_de(acteur: Acteur, operation: Operation) -> Lecture:
    """The actor's own reading; 404 for who was not named."""
    trouvee = operation.lectures.filter(lecteur=acteur.agent).first() if acteur.agent else None
    if trouvee is None:
        raise Http404
    return trouvee


def notes_de(lecture: Lecture) -> dict[int, Decimal]:
    """The marks already given, by criterion."""
    return dict(NoteLecture.objects.filter(lecture=lecture).values_list("critere", "note"))


def lecteurs_possibles(acteur: Acteur, operation: Operation):
    """Agents whose role may mark, and who do not read it yet."""
    jour = timezone.localdate()
    roles = DROITS["dossier.noter"].roles
    tenus = Habilitation.objects.filter(Q(fin=None) | Q(fin__gte=jour), role__in=roles, debut__lte=jour)
    deja = operation.lectures.values("lecteur")
    agents = Agent.objects.filter(territoire=acteur.territoire, pk__in=tenus.values("agent")).exclude(pk__in=deja)
    return agents.order_by("nom", "prenom", "courriel")


def structures_proches(operation: Operation) -> list[tuple[Organisation, str]]:
    """The structures of the territory that the applicant may be, the likeliest first, and why."""
    cle = cle_organisation(operation.porteur_nom)
    trouvees: list[tuple[float, Organisation, str]] = []
    for structure in Organisation.objects.filter(territoire=operation.territoire_id).order_by("cle"):
        if operation.porteur_siret and structure.siret == operation.porteur_siret:
            trouvees.append((2.0, structure, "même SIRET"))
            continue
        ressemblance = SequenceMatcher(None, cle, structure.cle).ratio() if cle else 0.0
        if structure.cle == cle:
            trouvees.append((1.5, structure, "même nom"))
        elif ressemblance >= PROCHE or (cle and (cle in structure.cle or structure.cle in cle)):
            trouvees.append((ressemblance, structure, "nom proche"))
    trouvees.sort(key=lambda trouvee: (-trouvee[0], trouvee[1].cle))
    return [(structure, raison) for _, structure, raison in trouvees[:PROPOSEES]]


@dataclass(frozen=True)
class Classement:
    """The applications of a call in the order of their marks, and what each purse keeps."""

    lignes: list[tuple[Place, Operation]]
    restes: list[tuple[str, Decimal, Decimal]]
    mes_lectures: int
    programme: Decimal


def classement(acteur: Acteur, appel: Appel) -> Classement:
    """Follow the ranking in the envelope. Empty while the actor owes readings: marks would tell the others'.

    Raises RefusMetier when the sub-envelopes pass the envelope.
    """
    grille = grille_de(appel)
    lues = visibles_par(acteur).filter(appel=appel).exclude(statut__in=sorted(NON_CLASSES))
    operations = list(avec_lectures(lues).prefetch_related("lignes", "ressources").order_by("code", "pk"))
    lus = [_lu(acteur, appel, grille, operation) for operation in operations]
    dues = sum(lu.masquee for lu in lus)
    programme = sum((o.montant_programme for o in operations if o.montant_programme is not None), Decimal(0))
    if dues:
        return Classement([], [], dues, programme)
    bourses = {str(s.pk): s for s in appel.sous_enveloppes.order_by("rang")}
    montants = {cle: sous.montant for cle, sous in bourses.items()}
    candidatures = [_candidature(lu) for lu in lus]
    places = classer(
        candidatures, appel.enveloppe, montants, plafond=appel.plafond, taux_max=appel.taux_max
    )  # fmt: skip
    restes = reste_par_bourse(places, candidatures, appel.enveloppe, montants)
    par_cle = {lu.operation.code: lu.operation for lu in lus}
    libre = appel.enveloppe - sum(montants.values(), Decimal(0))
    dits = [(sous.intitule, sous.montant, restes[cle]) for cle, sous in bourses.items()]
    if libre or not dits:
        nom = "Hors sous-enveloppes" if dits else "Enveloppe"
        dits.append((nom, libre, restes[SANS_SOUS_ENVELOPPE]))
    return Classement([(place, par_cle[place.cle]) for place in places], dits, 0, programme)


def _candidature(lu: Lu) -> Candidature:
    operation = lu.operation
    cout = cout_prevu(operation)
    sous = str(operation.sous_enveloppe_id) if operation.sous_enveloppe_id else SANS_SOUS_ENVELOPPE
    demande = operation.montant_demande or Decimal(0)
    return Candidature(operation.code, lu.note, demande, cout or demande, sous)


def accordable(operation: Operation) -> Decimal | None:
    """The most that may be given: what was asked, under the cap and the maximum rate of its call."""
    appel, demande = operation.appel, operation.montant_demande
    if appel is None or demande is None:
        return demande
    return min(demande, aide_maximale(cout_prevu(operation) or demande, appel.plafond, appel.taux_max))


def a_lire(acteur: Acteur):
    """The readings that the actor owes."""
    if acteur.agent is None:
        return Lecture.objects.none()
    dues = Lecture.objects.filter(lecteur=acteur.agent, rendue_le=None).exclude(conflit=True)
    ouvertes = dues.exclude(operation__statut__in=sorted(PRIVES))
    return ouvertes.select_related("operation__appel").order_by("operation__code")


def nommer(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """What each application is called, for who may read it."""
    lus = visibles_par(acteur).filter(pk__in=list(pks))
    return {operation.pk: f"{operation.code}, {operation.structure} : {operation.intitule}" for operation in lus}
