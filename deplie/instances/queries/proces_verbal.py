"""What the minutes of a séance say, as texts: the fields of their template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deplie.instances.models import MembreInstance, Seance
from deplie.instances.queries.seance import GroupeDecide, Sieges
from deplie.instances.rules import ABSENT, EXCUSE, PRESENT, REPRESENTE
from deplie.socle.templatetags.deplie import jour


def champs_du_proces_verbal(seance: Seance, sieges: Sieges, groupes: Iterable[GroupeDecide]) -> dict[str, Any]:
    """The fields of « instances/proces_verbal.docx », and of a territory's own."""
    instance = seance.instance
    return {
        "territoire": instance.territoire.nom,
        "instance": instance.nom,
        "dispositif": instance.dispositif.nom if instance.dispositif else "",
        "date": jour(seance.le),
        "heure": f"{seance.heure:%H h %M}" if seance.heure else "",
        "lieu": seance.lieu,
        "ordre_du_jour": seance.ordre_du_jour,
        "presents": _noms(sieges, PRESENT),
        "representes": [
            f"{membre}{f', par {membre.suppleant}' if membre.suppleant else ''}"
            for membre, etat in sieges.lignes
            if etat == REPRESENTE
        ],
        "excuses": _noms(sieges, EXCUSE),
        "absents": _noms(sieges, ABSENT),
        "quorum": _phrase_du_quorum(instance.quorum, sieges.quorum),
        "groupes": [{"titre": groupe.genre.titre, "decisions": _decisions(groupe)} for groupe in groupes],
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
        }
        for lue in groupe.lues
    ]
