"""What changes about territories, cut by subject."""

from deplie.territoires.actions.geographie import charger_communes, declarer_qpv, rattacher_communes

__all__ = ["charger_communes", "declarer_qpv", "rattacher_communes"]
