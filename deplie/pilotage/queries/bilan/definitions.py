"""A period over several definitions of a positive exit, cut at the days when they change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from deplie.cadre.queries import ProtocoleLu, protocole_le
from deplie.cadre.rules import DefinitionSortie
from deplie.cadre.rules.definition import PAR_DEFAUT
from deplie.pilotage.rules.periodes import Periode

_UN_JOUR = timedelta(days=1)


def definition_au(protocoles: Sequence[ProtocoleLu], dispositif: str, jour: date) -> DefinitionSortie:
    """The definition of a positive exit in a scheme on a day; ours where no protocole is in force."""
    trouve = protocole_le(protocoles, dispositif, jour)
    return trouve.definition if trouve else PAR_DEFAUT


def sous_periodes(protocoles: Sequence[ProtocoleLu], dispositif: str, periode: Periode) -> tuple[Periode, ...]:
    """The same days in one or several periods, each under one definition."""
    jours: set[date] = set()
    for un in protocoles:
        if un.dispositif == dispositif:
            fins = [un.fin, *(fin for _, fin in un.avenants if fin)]
            jours |= {un.debut, *(fin + _UN_JOUR for fin in fins)}
            jours |= {effet for effet, _ in (*un.avenants, *un.redefinitions)}
    debuts = [periode.debut]
    for jour in sorted(jours):
        if periode.debut < jour <= periode.fin:
            avant, apres = (definition_au(protocoles, dispositif, j) for j in (jour - _UN_JOUR, jour))
            if apres.differe(avant):
                debuts.append(jour)
    fins = [*(jour - _UN_JOUR for jour in debuts[1:]), periode.fin]
    return tuple(Periode(debut, fin) for debut, fin in zip(debuts, fins, strict=True))
