"""A file attached to what it proves, or withdrawn: the date that proves follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.models import ConstatEmploi, CritereProuve, Emploi, Etape, Participation, PieceJointe
from deplie.parcours.rules.cycle import EN_ATTENTE
from deplie.parcours.rules.piece import CIBLES, preuve_restante, preuve_retenue, refus_de_dater
from deplie.parcours.rules.preuve import PREUVES
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier

Cible = CritereProuve | Etape | Emploi | ConstatEmploi | Participation
_CHAMPS: dict[type[Any], str] = {
    CritereProuve: "critere",
    Etape: "etape",
    Emploi: "emploi",
    ConstatEmploi: "constat",
    Participation: "sortie",
}


@transaction.atomic
def joindre_piece(
    *, fichier: Fichier, cible: Cible, par: Acteur, intitule: str = "", datee_du: date | None = None
) -> PieceJointe:
    """Attach a file to what it proves. A criterion and a job take its date, when it proves longer than the one known.

    Raises RefusMetier for a date to come, none where one is needed, an exit not pronounced, the same file twice.
    """
    champ = _CHAMPS[type(cible)]
    if phrase := refus_de_dater(champ, datee_du, timezone.localdate()):
        raise RefusMetier(phrase)
    if isinstance(cible, Participation) and cible.date_sortie is None:
        raise RefusMetier("Aucune sortie n'est prononcée : il n'y a rien à prouver.")
    if PieceJointe.objects.en_vigueur().filter(**{champ: cible}, fichier__empreinte=fichier.empreinte).exists():
        raise RefusMetier("Ce même fichier est déjà joint ici.")
    generations.noter(par.territoire.code, *_faits(champ))
    nom = " ".join(intitule.split()) or _nom_d_office(cible) or fichier.nom
    piece = PieceJointe(fichier=fichier, **{champ: cible}, intitule=nom, datee_du=datee_du)
    with traduire(PHRASES):
        enregistrer(piece, par=par)
    _prouver(cible, piece, par)
    detail = {"prouve": champ, "numero": cible.pk, "datee_du": ecrire(datee_du)}
    consigner("joindre une pièce", par=par, objet=piece, detail=detail)
    return piece


@transaction.atomic
def retirer_piece(*, piece: PieceJointe, raison: str, par: Acteur) -> None:
    """Withdraw a piece attached by mistake: it is kept, and proves no more. Raises RefusMetier without a reason."""
    raison = " ".join(raison.split())
    if not raison:
        raise RefusMetier(PHRASES["piece_retrait"])
    champ = piece.prouve
    generations.noter(par.territoire.code, *_faits(champ))
    ici = PieceJointe.objects.select_for_update().get(pk=piece.pk)
    if ici.retiree_le:
        raise RefusMetier("Cette pièce est déjà retirée.")
    valeurs = {"retiree_le": timezone.now(), "retiree_par": par.compte, "raison_retrait": raison}
    modifier(piece, valeurs, par=par)
    _ne_plus_prouver(getattr(piece, champ), piece, par)
    consigner("retirer une pièce", par=par, objet=piece, detail={"prouve": champ})


def _faits(champ: str) -> tuple[str, ...]:
    """The facts whose rows a piece may change."""
    return {"critere": ("prescription",), "emploi": ("emploi",), "constat": ("emploi",)}.get(champ, ())


def _nom_d_office(cible: Cible) -> str:
    """What is expected there, where it is known: the piece of a criterion."""
    return PREUVES[cible.code].piece[:120] if isinstance(cible, CritereProuve) else ""


def _prouver(cible: Cible, piece: PieceJointe, par: Acteur) -> None:
    if isinstance(cible, CritereProuve):
        _dater(cible, preuve_retenue(cible.piece_du, piece.datee_du, _decision(cible)))
    elif isinstance(cible, Emploi):
        retenue = preuve_retenue(cible.preuve_du, piece.datee_du, None)
        if retenue != cible.preuve_du:
            modifier(cible, {"preuve_du": retenue, "preuve": piece.intitule}, par=par)
    elif isinstance(cible, ConstatEmploi) and not cible.preuve:
        ConstatEmploi.objects.filter(pk=cible.pk).update(preuve=piece.intitule)


def _ne_plus_prouver(cible: Any, piece: PieceJointe, par: Acteur) -> None:
    """A decision that was taken stays as it was judged that day."""
    restantes = {p.datee_du: p.intitule for p in cible.pieces.en_vigueur() if p.datee_du}
    if isinstance(cible, CritereProuve) and _decision(cible) is None:
        _dater(cible, preuve_restante(cible.piece_du, piece.datee_du, list(restantes)))
    elif isinstance(cible, Emploi):
        reste = preuve_restante(cible.preuve_du, piece.datee_du, list(restantes))
        if reste != cible.preuve_du:
            modifier(cible, {"preuve_du": reste, "preuve": restantes[reste] if reste else ""}, par=par)
    elif isinstance(cible, ConstatEmploi) and cible.preuve == piece.intitule:
        ConstatEmploi.objects.filter(pk=cible.pk).update(preuve="")


def _decision(critere: CritereProuve) -> date | None:
    """The day a prescription was decided; None while it waits."""
    prescription = critere.prescription
    return None if prescription.statut in EN_ATTENTE else prescription.statut_le


def _dater(critere: CritereProuve, jour: date | None) -> None:
    critere.piece_du = jour
    CritereProuve.objects.filter(pk=critere.pk).update(piece_du=jour)


assert set(_CHAMPS.values()) == set(CIBLES)
