"""What the territory does with an application: is it admissible, who reads it, with what interests, what mark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.actions import creer_organisation
from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.depot import envoyer_lien
from deplie.financements.models import CritereNotation, Lecture, NoteLecture, Operation
from deplie.financements.queries.depot import EN_EXAMEN
from deplie.financements.queries.dossier import grille_de, lecteurs_possibles, rendue_de
from deplie.financements.rules.nomenclature import AVIS
from deplie.financements.rules.selection import lecteurs_manquants, refus_de_lire, refus_de_notes
from deplie.socle import editions, generations
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def reconnaitre_porteur(*, operation: Operation, par: Acteur, structure: Organisation | None = None) -> Organisation:
    """Say which structure of the territory applies; None records a new one, from what the applicant said.

    Raises RefusMetier for a structure of another territory, or a name that another one bears.
    """
    if structure is None:
        structure = creer_organisation(nom=operation.porteur_nom, siret=operation.porteur_siret, par=par)
    if structure.territoire_id != operation.territoire_id:
        raise RefusMetier("Cette structure est d'un autre territoire.")
    editions.modifier(operation, {"porteur": structure}, par=par)
    consigner("reconnaître le porteur d'un dossier", par=par, objet=operation, detail={"structure": structure.pk})
    generations.noter(operation.territoire.code, "operation")
    return structure


@transaction.atomic
def statuer_recevabilite(*, operation: Operation, recevable: bool, motif: str, par: Acteur) -> Operation:
    """Admissible or not, with the reason told to the holder. Raises RefusMetier without a structure or a reason."""
    if recevable and operation.porteur is None:
        raise RefusMetier("Dites d'abord quelle structure du territoire porte ce dossier.")
    acte = "declarer_recevable" if recevable else "declarer_irrecevable"
    avancer(operation=operation, acte=acte, par=par, motif=motif)
    if not recevable:
        prevenir_porteur(operation=operation, motif=motif, par=par)
    return operation


@transaction.atomic
def demander_complement(*, operation: Operation, demande: str, avant_le: date | None, par: Acteur) -> None:
    """Ask the holder for something more, by the link. Raises RefusMetier once it is decided, or for a day past."""
    propre = " ".join(demande.split())
    if operation.statut not in EN_EXAMEN:
        raise RefusMetier("Un complément se demande avant l'avis technique.")
    if not propre:
        raise RefusMetier("Dites ce qui est demandé : le porteur le lira.")
    if avant_le and avant_le < timezone.localdate():
        raise RefusMetier("Cette date est passée : laissez au porteur le temps de répondre.")
    valeurs = {
        "complement_demande": propre[:500],
        "complement_avant_le": avant_le,
        "complement_reponse": "",
        "complement_repondu_le": None,
    }
    editions.modifier(operation, valeurs, par=par)
    consigner("demander un complément", par=par, objet=operation)
    envoyer_lien(operation=operation, courriel=operation.contact_courriel, modele="complement", par=par)


@transaction.atomic
def ouvrir_instruction(*, operation: Operation, par: Acteur) -> Operation:
    """Give the application to its readers."""
    return avancer(operation=operation, acte="instruire", par=par)


@transaction.atomic
def designer_lecteur(*, operation: Operation, lecteur: Agent, par: Acteur) -> Lecture:
    """Name a reader. Raises RefusMetier for who may not mark, who reads it already, or who belongs to the applicant."""
    if not lecteurs_possibles(par, operation).filter(pk=lecteur.pk).exists():
        raise RefusMetier("Cette personne lit déjà ce dossier, ou son rôle ne permet pas de noter.")
    if operation.porteur_id and lecteur.organisation_id == operation.porteur_id:
        raise RefusMetier(f"{lecteur} appartient à la structure qui dépose : choisissez une autre personne.")
    with traduire(PHRASES):
        lecture = Lecture(operation=operation, lecteur=lecteur, designe_le=timezone.localdate())
        editions.enregistrer(lecture, par=par)
    consigner("désigner un lecteur", par=par, objet=operation, detail={"agent": lecteur.pk})
    return lecture


@transaction.atomic
def declarer_interets(*, lecture: Lecture, conflit: bool, motif: str, par: Acteur) -> None:
    """Say whether one has a link with the applicant; a link puts the reader aside. Said once, by the reader alone."""
    ici = _sienne(lecture, par)
    if ici.conflit is not None:
        raise RefusMetier("Votre déclaration est déjà faite. Adressez-vous à qui vous a confié le dossier.")
    if conflit and not motif.strip():
        raise RefusMetier("Dites quel lien vous avez avec le porteur.")
    ici.conflit, ici.conflit_motif = conflit, " ".join(motif.split())[:300] if conflit else ""
    ici.declare_le = timezone.now()
    editions.enregistrer(ici, par=par)
    consigner("déclarer ses intérêts", par=par, objet=ici.operation, detail={"conflit": conflit})


@transaction.atomic
def rendre_lecture(
    *, lecture: Lecture, notes: Mapping[CritereNotation, Decimal | None], avis: str, commentaire: str, par: Acteur
) -> None:
    """Give one's marks and one's opinion. Raises RefusMetier before the declaration, or for a mark out of the grid."""
    ici = _sienne(lecture, par)
    if phrase := refus_de_lire(rendue_de(ici)):
        raise RefusMetier(phrase)
    if ici.rendue_le:
        raise RefusMetier("Votre lecture est rendue : ses notes ne changent plus.")
    if ici.operation.statut != "EN_INSTRUCTION":
        raise RefusMetier("Ce dossier n'est pas en instruction : il ne se note pas maintenant.")
    donnees = {str(critere.pk): note for critere, note in notes.items() if note is not None}
    appel = ici.operation.appel
    assert appel is not None
    fautes = refus_de_notes(grille_de(appel), donnees)
    if avis not in AVIS:
        fautes.append("Choisissez un avis.")
    if fautes:
        raise RefusMetier(" ".join(fautes))
    ici.notes.all().delete()
    with traduire(PHRASES):
        for critere, note in notes.items():
            NoteLecture.objects.create(lecture=ici, critere=critere, note=note or 0)
        ici.avis, ici.commentaire, ici.rendue_le = avis, commentaire.strip(), timezone.now()
        editions.enregistrer(ici, par=par)
    consigner("rendre une lecture", par=par, objet=ici.operation)


@transaction.atomic
def rendre_avis(*, operation: Operation, avis: str, par: Acteur) -> Operation:
    """The technical opinion, once enough readers gave theirs; a committee may then decide. Raises RefusMetier."""
    appel = operation.appel
    assert appel is not None
    lectures = [rendue_de(une) for une in operation.lectures.prefetch_related("notes")]
    rendues = sum(lecture.compte for lecture in lectures)
    if rendues < appel.lecteurs_min:
        manquent = lecteurs_manquants(lectures, appel.lecteurs_min)
        suite = f" Désignez encore {manquent} lecteur{'s' if manquent > 1 else ''}." if manquent else ""
        raise RefusMetier(
            f"{rendues} lecture{'s' if rendues > 1 else ''} rendue{'s' if rendues > 1 else ''} sur "
            f"{appel.lecteurs_min} attendue{'s' if appel.lecteurs_min > 1 else ''}.{suite}"
        )
    if not avis.strip():
        raise RefusMetier("Écrivez l'avis : le comité le lira.")
    return avancer(operation=operation, acte="rendre_avis", par=par, motif=avis)


@transaction.atomic
def prevenir_porteur(*, operation: Operation, motif: str, par: Acteur) -> None:
    """Tell the holder, by a new link, where the application stands and why."""
    if operation.contact_courriel and operation.appel:
        envoyer_lien(
            operation=operation,
            courriel=operation.contact_courriel,
            modele="decision",
            par=par,
            etat=operation.get_statut_display(),
            motif=motif,
        )


def _sienne(lecture: Lecture, par: Acteur) -> Lecture:
    ici = Lecture.objects.select_for_update(of=("self",)).select_related("operation__appel").get(pk=lecture.pk)
    if par.agent is None or ici.lecteur_id != par.agent.pk:
        raise RefusMetier("Seule la personne désignée déclare ses intérêts et note.")
    return ici
