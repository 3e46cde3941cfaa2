"""What the printed audit trail of an operation says of its participants: counts, and people to who may name them."""

from __future__ import annotations

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries.dossier_audit import Annexe, Preuve
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.queries.piste import Decompte, Participant, decompter, nommes, participants_de
from deplie.parcours.models import PieceJointe
from deplie.parcours.queries.perimetre import etapes_visibles_par
from deplie.parcours.queries.pieces import criteres_prouvables, pieces_visibles_par

TITRE = "Participants et preuves"


def annexe(acteur: Acteur, operation: Operation, nommer: bool) -> Annexe | None:
    """The participants; None where the operation has none. Without ``nommer``, or the right, counts alone."""
    tous = participants_de(operation)
    if not tous:
        return None
    decompte = decompter(tous, bool(programmation_de(operation)))
    if not (nommer and acteur.peut("participation.voir")):
        return Annexe(TITRE, _phrase(decompte, None))
    vus = nommes(acteur, tous)
    return Annexe(
        TITRE,
        _phrase(decompte, len(vus)),
        ["Personne", "Étapes", "Heures notées", "Ce qui manque"],
        [_ligne(acteur, un) for un in vus],
        _preuves(acteur, operation, vus),
    )


def _phrase(lu: Decompte, nommes: int | None) -> str:
    dits = [
        f"{lu.total} participant{'s' if lu.total > 1 else ''}",
        f"{lu.sans_eligibilite} sans preuve d'éligibilité",
        f"{lu.sans_presence} sans preuve de présence",
    ]
    if lu.europeenne:
        dits += [f"{lu.sans_fiche} sans fiche", f"{lu.incompletes} de fiche incomplète"]
    phrase = f"{', '.join(dits)}."
    if nommes is None:
        return f"{phrase} Ce document ne nomme personne."
    ailleurs = lu.total - nommes
    return f"{phrase} {ailleurs} hors du périmètre de qui l'a demandé, non nommés." if ailleurs else phrase


def _ligne(acteur: Acteur, un: Participant) -> list[str]:
    lisibles = {"eligibilite": acteur.peut("prescription.voir"), "fiche": acteur.peut("fse.voir")}
    heures = f"{un.preuves.heures:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    manques = " ; ".join(un.manques_lisibles(**lisibles))
    return [str(un.personne), str(len(un.preuves.etapes)), f"{heures} h", manques or "rien"]


def _preuves(acteur: Acteur, operation: Operation, vus: list[Participant]) -> list[Preuve]:
    """The files that prove, that the reader may open; the name of none says whose it is."""
    if not acteur.peut("piece.voir"):
        return []
    etapes = set(etapes_visibles_par(acteur).filter(operation=operation.code).values_list("pk", flat=True))
    personnes = [un.personne.pk for un in vus]
    siens = criteres_prouvables(acteur).filter(prescription__personne__in=personnes)
    criteres = set(siens.values_list("pk", flat=True))
    trouvees = [piece for un in vus for lu in un.preuves.criteres if lu.critere.pk in criteres for piece in lu.pieces]
    trouvees += [piece for un in vus for lue in un.preuves.etapes if lue.etape.pk in etapes for piece in lue.pieces]
    pks = [piece.pk for piece in trouvees]
    ouvertes = set(pieces_visibles_par(acteur).filter(pk__in=pks).values_list("pk", flat=True))
    return [_preuve(piece) for piece in trouvees if piece.pk in ouvertes]


def _preuve(piece: PieceJointe) -> Preuve:
    """« Critère n° 12 » : the number leads to the page, the name stands on the list of participants."""
    if piece.critere_id:
        return Preuve(piece.fichier, f"Éligibilité, critère n° {piece.critere_id}", f"critere-{piece.critere_id}")
    return Preuve(piece.fichier, f"Présence, étape n° {piece.etape_id}", f"etape-{piece.etape_id}")
