"""Plans of action: one engine for a territorial pact, the plan of a protocole and a TZCLD project.

Source: ``domain/domain.md`` §5 (axe, action, pilote, calendar, budget by funder, indicators, point per committee); the
pact of source 004, 82 actions in 13 axes, whose committee sat on 21 November 2019.
"""

from __future__ import annotations

from typing import Final

NATURES: Final[dict[str, str]] = {
    "PACTE": "pacte territorial d'insertion",
    "PROTOCOLE": "plan d'actions d'un protocole",
    "TZCLD": "projet Territoire zéro chômeur de longue durée",
}

ANNEE_MIN: Final = 2000
ANNEE_MAX: Final = 2100

# What a séance decided that an action may rest on: the others concern a person.
DECISIONS_LIABLES: Final = frozenset({"operation", "montant_programme", "avenant", "publication", "objectif"})

# What an action may be linked to.
SORTES_DE_LIEN: Final[dict[str, str]] = {
    "APPEL": "appel à projets",
    "OPERATION": "opération",
    "DECISION": "décision de séance",
}
