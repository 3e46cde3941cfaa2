"""Prescriptions that wait for somebody whom the run brings in: the entry is the decision that they waited for."""

from __future__ import annotations

from typing import Any, Final

from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants.cellules import CREER_PARTICIPATION
from deplie.parcours.models import Prescription
from deplie.parcours.rules.cycle import ADMIS, EN_ATTENTE
from deplie.parcours.rules.sortie import compte
from deplie.socle import generations
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne

# Those that wait, and each entry that the run brings to the same person in the same scheme.
_ENTREES: Final = f"""
SELECT o.id, o.le, l.id, l.ligne, l.identifiant, l.date_entree, l.motif_sortie, l.dispositif_id
FROM parcours_prescription o JOIN personnes_personne m ON m.id = o.personne_id
JOIN {LigneParticipant._meta.db_table} l ON l.identifiant = m.identifiant AND l.dispositif_id = o.dispositif_id
WHERE o.territoire_id = %s AND o.statut IN ({", ".join(f"'{code}'" for code in sorted(EN_ATTENTE))}) AND {{0}}
ORDER BY o.id, l.date_entree
"""


def annoncer(course: Course, lieu: Lieu) -> None:
    """Say, line by line, which prescription an entry settles, and which it leaves waiting."""
    for _, jour, numero, ligne, _, entree, motif, _ in _entrees(course, lieu):
        if not compte(motif or ""):
            continue
        if entree >= jour:
            phrase = f"La prescription du {jour:%d/%m/%Y} attendait : cette entrée l'admet."
        else:
            phrase = (
                f"Une prescription du {jour:%d/%m/%Y}, postérieure à cette entrée, attend encore : décidez-la ou "
                "classez-la."
            )
        course.avertir("participants", Ligne(numero, ligne), "date_entree", phrase)


def regler(course: Course, lieu: Lieu) -> None:
    """Admit what the entries settle, inside the caller's transaction, once they are written."""
    reglees: dict[int, tuple[Any, ...]] = {}
    for prescription, jour, _, _, identifiant, entree, motif, dispositif in _entrees(course, lieu):
        if compte(motif or "") and entree >= jour:
            reglees.setdefault(prescription, (identifiant, dispositif, entree))
    if not reglees:
        return
    participations = _participations(lieu, reglees)
    valeurs = [
        (ADMIS, entree, participations[cle], "", "", numero)
        for numero, cle in reglees.items()
        for entree in [cle[2]]
        if cle in participations
    ]
    sql.modifier(Prescription, ("statut", "statut_le", "participation_id", "raison", "autre_voie"), valeurs)
    condition, parametres = sql.parmi("o.id", [valeur[-1] for valeur in valeurs])
    sql.historiser(
        Prescription, f"parcours_prescription o WHERE {condition}", parametres,
        genre="~", le=course.le, par=course.compte, raison=course.raison,
    )  # fmt: skip
    generations.noter(lieu.territoire.code, "prescription")


def _entrees(course: Course, lieu: Lieu) -> list[tuple[Any, ...]]:
    portees = sql.Portees(LigneParticipant, course.lot.pk)
    if not portees.actes & CREER_PARTICIPATION or not Prescription.objects.en_attente().exists():
        return []
    return sql.lire(_ENTREES.format(portees.portant(CREER_PARTICIPATION)), [lieu.territoire.pk])


def _participations(lieu: Lieu, reglees: dict[int, tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    condition, parametres = sql.parmi("m.identifiant", sorted({cle[0] for cle in reglees.values()}))
    lues = sql.lire(
        "SELECT m.identifiant, p.dispositif_id, p.date_entree, p.id FROM parcours_participation p "
        f"JOIN personnes_personne m ON m.id = p.personne_id WHERE m.territoire_id = %s AND {condition}",
        [lieu.territoire.pk, *parametres],
    )
    return {(qui, dispositif, entree): numero for qui, dispositif, entree, numero in lues}
