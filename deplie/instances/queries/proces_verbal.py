"""What the minutes of a séance say, as texts: the fields of their template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Instance, MembreInstance, ModeleProcesVerbal, Seance
from deplie.instances.queries.seance import DecisionLue, GroupeDecide, Sieges, ou_404
from deplie.instances.queries.suites import SuiteLue
from deplie.instances.rules import ABSENT, EXCUSE, FAITE, PRESENT, REPRESENTE
from deplie.socle.documents.modele import gabarit
from deplie.socle.templatetags.deplie import jour
from deplie.territoires.models import Territoire

D_OFFICE: Final = "instances/proces_verbal.docx"


def modeles_de(territoire: Territoire):
    """The territory's own templates in service: the one of all bodies first."""
    siens = ModeleProcesVerbal.objects.filter(territoire=territoire, retire_le=None)
    return siens.select_related("fichier").order_by("nature")


def modele_ou_404(acteur: Acteur, pk: int) -> ModeleProcesVerbal:
    """A template of the actor's territory, withdrawn or not: minutes were made with it."""
    siens = ModeleProcesVerbal.objects.filter(territoire=acteur.territoire, pk=pk)
    return ou_404(siens.select_related("fichier").first())


def modele_en_service(instance: Instance) -> ModeleProcesVerbal | None:
    """The template of a body's nature, else the one of all; None is ours."""
    return modeles_de(instance.territoire).filter(nature__in=("", instance.nature)).order_by("-nature").first()


def gabarit_de(modele: ModeleProcesVerbal | None) -> bytes:
    """The Word file of a template, or ours. Raises FichierPerdu."""
    return gabarit(modele, D_OFFICE)


def modele_du_proces_verbal(seance: Seance) -> ModeleProcesVerbal | None:
    """The template that a séance was held with; the one in service for those held before templates were kept."""
    return seance.modele if seance.modele_le else modele_en_service(seance.instance)


def champs_du_proces_verbal(
    seance: Seance,
    sieges: Sieges,
    groupes: Iterable[GroupeDecide],
    avant: Iterable[SuiteLue] = (),
    suites: Iterable[SuiteLue] = (),
) -> dict[str, Any]:
    """The fields of ``rules.CHAMPS_DU_PROCES_VERBAL``; ``avant`` and ``suites`` as they stood that day."""
    instance = seance.instance
    return {
        "territoire": instance.territoire.nom,
        "instance": instance.nom,
        "nature": instance.get_nature_display(),
        "dispositif": instance.dispositif.nom if instance.dispositif else "",
        "date": jour(seance.le),
        "heure": f"{seance.heure:%H h %M}" if seance.heure else "",
        "lieu": seance.lieu,
        "ordre_du_jour": seance.ordre_du_jour,
        "presents": _noms(sieges, PRESENT),
        "representes": [
            f"{membre}{f', par {membre.remplacant}' if membre.remplacant else ''}"
            for membre, etat in sieges.lignes
            if etat == REPRESENTE
        ],
        "excuses": _noms(sieges, EXCUSE),
        "absents": _noms(sieges, ABSENT),
        "quorum": _phrase_du_quorum(instance.quorum, sieges.quorum),
        "groupes": [{"titre": groupe.genre.titre, "decisions": _decisions(groupe)} for groupe in groupes],
        "suites_precedentes": [_suite(lue) for lue in avant],
        "suites": [_suite(lue) for lue in suites],
    }


def _suite(lue: SuiteLue) -> dict[str, str]:
    faite = lue.etat == FAITE and lue.suite.faite_le
    return {
        "objet": lue.suite.objet,
        "responsable": lue.suite.responsable,
        "echeance": jour(lue.suite.echeance),
        "etat": f"faite le {jour(lue.suite.faite_le)}" if faite else lue.libelle,
        "note": lue.suite.note if faite else "",
    }


def _noms(sieges: Sieges, voulu: str) -> list[str]:
    return [_nom(membre) for membre, etat in sieges.lignes if etat == voulu]


def _nom(membre: MembreInstance) -> str:
    return str(membre)


def _phrase_du_quorum(quorum: int | None, atteint: bool | None) -> str:
    if quorum is None:
        return ""
    return f"Le quorum de {quorum} membre{'s' if quorum > 1 else ''} {'est' if atteint else 'n’est pas'} atteint."


def _decisions(groupe: GroupeDecide) -> list[dict[str, Any]]:
    return [
        {
            "rang": str(lue.decision.rang),
            "nom": lue.nom,
            "resultat": lue.resultat,
            "motif": lue.decision.motif,
            "proposition": lue.decision.proposition,
            "derogation": "oui" if lue.decision.derogation else "",
            "rectifiee": _rectifiee(lue),
        }
        for lue in groupe.lues
    ]


def _rectifiee(lue: DecisionLue) -> str:
    """« rectifiée le 3 mars 2024 (pièce reçue) ; d'abord : Ajourner, pièce à fournir »; empty when it never was."""
    return " ; ".join(
        f"rectifiée le {jour(r.rectification.le)} ({r.rectification.pourquoi}) ; d'abord : "
        + ", ".join(filter(None, (r.resultat, r.rectification.motif)))
        for r in lue.rectifications
    )
