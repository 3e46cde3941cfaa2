"""What changes about territories, cut by subject."""

from deplie.territoires.actions.demonstration import marquer_demonstration
from deplie.territoires.actions.geographie import charger_communes, declarer_qpv, rattacher_communes
from deplie.territoires.actions.logo import poser_logo, retirer_logo
from deplie.territoires.actions.reglages import dater_completude, regler
from deplie.territoires.actions.territoires import creer_territoire

__all__ = [
    "charger_communes",
    "creer_territoire",
    "dater_completude",
    "declarer_qpv",
    "marquer_demonstration",
    "poser_logo",
    "rattacher_communes",
    "regler",
    "retirer_logo",
]
