"""The bilan of a plan over a year, on paper: the same figures as its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from deplie.gouvernance.exports.fiches import indicateur
from deplie.gouvernance.queries.bilan import Apport, AxeDuBilan, BilanDuPlan, Dite
from deplie.gouvernance.rules.cycle import ETATS
from deplie.socle.documents import rendre_pdf, rendre_word
from deplie.socle.documents.sources import trouver
from deplie.socle.templatetags.deplie import euros, jour, jour_court
from deplie.territoires.queries.reglages import reglage

WORD: Final = "gouvernance/documents/bilan_plan.docx"
PAPIER: Final = "gouvernance/documents/bilan_plan.typ"


def bilan_en_word(bilan: BilanDuPlan, catalogue: Mapping[str, Any]) -> bytes:
    return rendre_word(trouver(WORD).read_bytes(), champs_du_bilan(bilan, catalogue))


def bilan_en_pdf(bilan: BilanDuPlan, catalogue: Mapping[str, Any], le: datetime) -> bytes:
    couleur = reglage(bilan.lu.plan.territoire, "couleur")
    return rendre_pdf(PAPIER, champs_du_bilan(bilan, catalogue), couleur=couleur, le=le)


def champs_du_bilan(bilan: BilanDuPlan, catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure as a text. ``catalogue``: the values of indicators that the bilan of the territory gives."""
    plan = bilan.lu.plan
    return {
        "territoire": plan.territoire.nom,
        "plan": plan.nom,
        "annee": str(bilan.annee),
        "situation": jour(bilan.jour),
        "resume": resume(bilan),
        "etats": [libelle.capitalize() for libelle in ETATS.values()],
        "axes": [_axe(axe) for axe in (*bilan.axes, bilan.tout)],
        "realisees": [_dite(dite) for dite in bilan.realisees],
        "faites": [_dite(dite) for dite in bilan.faites],
        "retards": [_dite(dite) for dite in bilan.en_retard],
        "apports": [_apport(apport) for apport in (*bilan.apports, bilan.total)] if bilan.apports else [],
        "mesures": [
            {"action": mesure.action.code} | indicateur(mesure.indicateur, catalogue, mesure.derniere)
            for mesure in bilan.mesures
        ],
        "atteints": [
            {"action": j.action.code, "libelle": j.libelle, "prevu": jour_court(j.prevu_le),
             "atteint": jour_court(j.atteint_le)}
            for j in bilan.atteints
        ],
        "manques": [
            {"action": j.action.code, "libelle": j.libelle, "prevu": jour_court(j.prevu_le)} for j in bilan.manques
        ],
    }  # fmt: skip


def resume(bilan: BilanDuPlan) -> str:
    """« 82 actions : 3 à lancer, 54 en cours… ; 10 en retard. »"""
    dits = ", ".join(f"{nombre} {_accorder(libelle, nombre)}" for libelle, nombre in bilan.tout.par_etat if nombre)
    actions = f"{bilan.tout.actions} action{'s' if bilan.tout.actions > 1 else ''}"
    return f"{actions} : {dits} ; {bilan.tout.en_retard or 'aucune'} en retard."


def _accorder(etat: str, nombre: int) -> str:
    """« 1 réalisée », « 20 réalisées »; « en cours » and « à lancer » stay as they are."""
    return f"{etat}s" if nombre > 1 and etat.endswith("e") else etat


def _axe(axe: AxeDuBilan) -> dict[str, Any]:
    nombres = [str(nombre) for _, nombre in axe.par_etat]
    return {"titre": axe.titre, "nombres": nombres, "actions": str(axe.actions), "retards": str(axe.en_retard)}


def _dite(dite: Dite) -> dict[str, str]:
    action = dite.action
    return {
        "action": f"{action.code} {action.titre}",
        "pilote": str(action.pilote or ""),
        "etat": dite.etat,
        "texte": " ".join(dite.phrases),
    }


def _apport(apport: Apport) -> dict[str, str]:
    attendues = f"{apport.attendues} à connaître" if apport.attendues else ""
    return {
        "financeur": apport.financeur,
        "prevu": euros(apport.prevu),
        "obtenu": euros(apport.obtenu),
        "reste": attendues,
    }
