"""Separation of functions: who instructed, managed or carries an operation does not control it.

Source: the tasks of an intermediate body (``domain/domain.md`` §2.4): instruction and control of one operation are not
in the same hands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

# Acts of the control itself: having done them is no bar to doing the next one.
DE_CONTROLE: Final = frozenset({"controler", "notifier_controle", "valider_controle"})


@dataclass(frozen=True)
class Role:
    """What somebody did of an operation, and may do of every one: codes of ``cycle.TRANSITIONS``."""

    actes: Collection[str] = ()
    lecteur: bool = False
    gere: bool = False
    instruit: bool = False
    du_porteur: bool = False


def refus_de_controler(role: Role) -> str:
    """Why somebody may not control an operation; empty when they may."""
    if role.du_porteur:
        return "Vous appartenez à la structure qui porte l'opération : une autre personne la contrôle."
    if role.lecteur or role.instruit:
        return "Qui instruit les dossiers ne contrôle pas les opérations : une autre personne doit contrôler celle-ci."
    if role.gere or set(role.actes) - DE_CONTROLE:
        return "Qui gère une opération ne la contrôle pas : une autre personne doit tenir ce contrôle."
    return ""
