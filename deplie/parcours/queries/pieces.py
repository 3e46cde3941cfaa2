"""Pieces that an actor may open, and what they may attach one to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, prefetch_related_objects

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.parcours.models import ConstatEmploi, CritereProuve, Emploi, Etape, Participation, PieceJointe, Proposition
from deplie.parcours.queries.perimetre import RIEN, condition_de, ou_404
from deplie.parcours.queries.personne import Suivi
from deplie.parcours.queries.prescription import prescriptions_visibles_par
from deplie.parcours.rules.piece import CIBLES
from deplie.territoires.rules import CRITERES_SENSIBLES

# Those who follow people: the others see what passes by their own structure, and nothing else.
SUIVENT = frozenset({Perimetre.TERRITOIRE, Perimetre.PORTEFEUILLE})
_CHAMPS = {
    CritereProuve: "critere",
    Etape: "etape",
    Emploi: "emploi",
    ConstatEmploi: "constat",
    Participation: "sortie",
}
_PERSONNES = (
    "critere__prescription__personne",
    "etape__participation__personne",
    "emploi__participation__personne",
    "constat__emploi__participation__personne",
    "sortie__personne",
)


def _suivies(acteur: Acteur):
    """Participations of the people that the actor follows, or answers for."""
    return Participation.objects.filter(condition_de(acteur, SUIVENT), dispositif__territoire=acteur.territoire)


def etapes_prouvables(acteur: Acteur):
    """Étapes of the people followed; at their own structure, for who receives them."""
    condition = RIEN
    if acteur.peut("participation.situation"):
        condition |= Q(participation__in=_suivies(acteur))
    if acteur.organisation and Perimetre.ETAPES in acteur.perimetres:
        condition |= Q(operateur=acteur.organisation)
    return Etape.objects.filter(condition, territoire=acteur.territoire)


def criteres_prouvables(acteur: Acteur):
    """Criteria of the prescriptions that the actor sees, without those they may not read."""
    if not acteur.peut("prescription.voir"):
        return CritereProuve.objects.none()
    criteres = CritereProuve.objects.filter(prescription__in=prescriptions_visibles_par(acteur))
    return criteres if acteur.peut("sensible.lire") else criteres.exclude(code__in=CRITERES_SENSIBLES)


def pieces_visibles_par(acteur: Acteur):
    """Pieces of what the actor may read, withdrawn ones included."""
    condition = Q(etape__in=etapes_prouvables(acteur)) | Q(critere__in=criteres_prouvables(acteur))
    if acteur.peut("participation.situation"):
        suivies = _suivies(acteur)
        condition |= Q(emploi__participation__in=suivies) | Q(constat__emploi__participation__in=suivies)
        condition |= Q(sortie__in=suivies)
    return PieceJointe.objects.filter(condition).select_related("fichier")


def piece_ou_404(acteur: Acteur, pk: int) -> PieceJointe:
    """The piece, with what it proves and whose it is; 404 outside what the actor may read."""
    return ou_404(pieces_visibles_par(acteur).select_related(*_PERSONNES).filter(pk=pk).first())


def piece_a_retirer_ou_404(acteur: Acteur, pk: int) -> PieceJointe:
    """A piece that the actor may withdraw: any of the people they follow, else one that they gave themselves."""
    piece = piece_ou_404(acteur, pk)
    sienne = acteur.peut("participation.modifier") or piece.fichier.par == acteur.compte
    return ou_404(piece if sienne and piece.retiree_le is None else None)


def cible_ou_404(acteur: Acteur, quoi: str, pk: int):
    """What a piece is about to prove; 404 for another word than ``CIBLES``, and outside what the actor may change."""
    if quoi not in CIBLES:
        return ou_404(None)
    return ou_404(_cibles(acteur, quoi).filter(pk=pk).first())


def _cibles(acteur: Acteur, quoi: str):
    modifie = acteur.peut("participation.modifier")
    if quoi == "critere":
        return criteres_prouvables(acteur).select_related("prescription__personne")
    if quoi == "etape":
        return etapes_prouvables(acteur).select_related("participation__personne")
    suivies = _suivies(acteur) if modifie else Participation.objects.none()
    if quoi == "emploi":
        return Emploi.objects.filter(participation__in=suivies).select_related("participation__personne")
    if quoi == "constat":
        constats = ConstatEmploi.objects.filter(emploi__participation__in=suivies)
        return constats.select_related("emploi__participation__personne")
    return suivies.filter(date_sortie__isnull=False).select_related("personne")


def avec_pieces(acteur: Acteur, *familles: Iterable) -> None:
    """Give each row of these its ``pieces_lues``, the latest first: one query for all of them."""
    lues: dict[tuple[str, int], list[PieceJointe]] = {}
    numeros: dict[str, list[int]] = {}
    for ligne in (ligne for famille in familles for ligne in famille):
        champ = _CHAMPS[type(ligne)]
        ligne.pieces_lues = lues.setdefault((champ, ligne.pk), [])
        numeros.setdefault(champ, []).append(ligne.pk)
    if not lues:
        return
    siennes = reduce(or_, (Q(**{f"{champ}__in": pks}) for champ, pks in numeros.items()))
    for piece in pieces_visibles_par(acteur).filter(siennes).order_by("-pk"):
        for champ in numeros:
            lues.get((champ, getattr(piece, f"{champ}_id")), []).append(piece)


def joindre_pieces(acteur: Acteur, suivis: Iterable[Suivi]) -> None:
    """Give each étape, job, month seen and exit of these parcours the pieces that the actor may open; each
    étape, what was answered of it.
    """
    lus = list(suivis)
    etapes = [etape for suivi in lus for etape in suivi.etapes]
    dites = Proposition.objects.select_related("operateur").order_by("-pk")
    prefetch_related_objects(etapes, Prefetch("propositions", queryset=dites, to_attr="propositions_lues"))
    emplois = [emploi for suivi in lus for emploi in suivi.vie.emplois]
    avec_pieces(
        acteur,
        etapes,
        emplois,
        [constat for emploi in emplois for constat in emploi.constats.all()],
        [suivi.participation for suivi in lus],
    )
