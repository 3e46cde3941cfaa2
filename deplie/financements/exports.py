"""What is printed of operations."""

from __future__ import annotations

from deplie.financements.rules.cycle import ETATS, TRANSITIONS
from deplie.socle.cycles import tableau_de_cycle


def cycle() -> str:
    """The life of an operation as a diagram and a table (docs/operations.md)."""
    lignes = [
        "# La vie d'une opération",
        "",
        "Un seul tableau, `deplie/financements/rules/cycle.py` : aucun autre chemin n'existe. Une demande et",
        "l'opération qu'elle devient sont un même objet, qu'il s'agisse d'une opération du PLIE, d'un projet de",
        "l'économie sociale et solidaire ou d'innovation sociale : ce qui diffère est une donnée de l'appel.",
        "",
        *tableau_de_cycle(ETATS, ((t.libelle, t.depuis, {t.vers}) for t in TRANSITIONS.values())),
    ]
    return "\n".join(lignes)
