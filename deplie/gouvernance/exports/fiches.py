"""Sheets of action in Word: one page for what an action is, what it costs, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from deplie.gouvernance.models import Action, IndicateurAction
from deplie.gouvernance.queries.catalogue import ValeurLue
from deplie.gouvernance.queries.lecture import ActionLue, PlanLu
from deplie.socle.documents import rendre_pdf_du_word, rendre_word
from deplie.socle.documents.sources import trouver
from deplie.socle.templatetags.deplie import euros, jour, jour_court, nombre
from deplie.territoires.queries.reglages import reglage

GABARIT: Final = "gouvernance/documents/fiches_action.docx"


def fiches_en_word(
    lu: PlanLu, lues: Sequence[ActionLue], mesures: dict[int, list[IndicateurAction]], catalogue: Any
) -> bytes:
    """A sheet for each action, one after the other; ``catalogue`` are the values that the bilan gives."""
    fiches = [_fiche(lue, mesures.get(lue.action.pk, []), catalogue) for lue in lues]
    champs = {
        "territoire": lu.plan.territoire.nom,
        "plan": lu.plan.nom,
        "situation": jour(lu.jour),
        "fiches": [fiche | {"suivante": rang < len(fiches)} for rang, fiche in enumerate(fiches, start=1)],
    }
    return rendre_word(trouver(GABARIT).read_bytes(), champs)


def fiche_en_pdf(octets: bytes, lue: ActionLue, le: datetime) -> bytes:
    """The sheet of one action in PDF, as its Word file says it."""
    action, plan = lue.action, lue.action.axe.plan
    return rendre_pdf_du_word(
        octets,
        titre=f"{action.code} {action.titre}",
        sur=plan.territoire.nom,
        pied=f"{plan.nom}, action {action.code}",
        couleur=reglage(plan.territoire, "couleur"),
        le=le,
    )


def _fiche(lue: ActionLue, mesures: Sequence[IndicateurAction], catalogue: Any) -> dict[str, Any]:
    action = lue.action
    return {
        "code": action.code,
        "titre": action.titre,
        "axe": str(action.axe),
        "etat": action.get_statut_display(),
        "pilote": str(action.pilote or "à désigner"),
        "partenaires": ", ".join(str(p.organisation) for p in action.partenaires.all()) or "aucun",
        "public": action.public or "non précisé",
        "calendrier": _calendrier(action),
        "description": action.description,
        "retards": list(lue.retards),
        "jalons": [
            {"libelle": j.libelle, "prevu": jour_court(j.prevu_le), "atteint": jour_court(j.atteint_le) or "non"}
            for j in action.jalons.all()
        ],
        "budget": [
            {"financeur": str(f.financeur), "annee": str(f.annee), "prevu": euros(f.prevu), "obtenu": _euros(f.obtenu)}
            for f in action.financements.all()
        ],
        "prevu": euros(lue.prevu),
        "obtenu": euros(lue.obtenu),
        "indicateurs": [indicateur(mesure, catalogue) for mesure in mesures],
        "points": [_point(point) for point in action.points.all()],
    }


def indicateur(mesure: IndicateurAction, catalogue: Any, derniere: Any = None) -> dict[str, str]:
    """An indicator as texts: where it began, its last value, its target."""
    lue: ValeurLue | None = catalogue.get(mesure.indicateur)
    valeurs = [derniere] if derniere else list(mesure.valeurs.all())[-1:]
    dite = f"{nombre(valeurs[-1].valeur)} le {jour_court(valeurs[-1].le)}" if valeurs else "non relevée"
    return {
        "libelle": f"{mesure.libelle} ({mesure.unite})" if mesure.unite else mesure.libelle,
        "depart": _nombre(mesure.reference),
        "valeur": f"{lue.texte}, lu dans le bilan" if lue else dite,
        "cible": _nombre(mesure.cible),
    }


def _calendrier(action: Action) -> str:
    debut, fin = (jour(quand) if quand else "" for quand in (action.debut, action.fin))
    if debut and fin:
        return f"du {debut} au {fin}"
    return f"à partir du {debut}" if debut else f"jusqu'au {fin}" if fin else "non daté"


def _point(point: Any) -> dict[str, str]:
    part = f", {nombre(point.fait)} sur {nombre(point.total)}" if point.total else ""
    ou = f"comité du {jour(point.le)}" if point.seance else jour(point.le)
    suite = f" Ensuite : {point.suite}" if point.suite else ""
    return {"quand": f"{ou[:1].upper()}{ou[1:]} : {point.get_etat_display()}{part}.", "texte": f"{point.texte}{suite}"}


def _nombre(valeur: Decimal | None) -> str:
    return "–" if valeur is None else nombre(valeur)


def _euros(montant: Decimal | None) -> str:
    return "–" if montant is None else euros(montant)
